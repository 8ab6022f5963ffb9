"""What Hexo makes of the documents, as `hexo.json` holds it: `python -m tests.bodies.markdown.nested.recorded`."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

from tests.bodies.markdown.nested.documents import documents
from tests.npm import folder

HERE = Path(__file__).parent
FILE = HERE / "hexo.json"


def recorded() -> dict[str, str]:
    """The HTML that Hexo made of each document, by its name."""
    made: dict[str, str] = json.loads(FILE.read_text("utf-8"))
    return made


def rendered_by_hexo(texts: list[str]) -> list[str]:
    """The HTML that the installed Hexo makes of each text."""
    installed = folder("hexo")
    done = subprocess.run(
        ["node", str(HERE / "hexo.js"), str(installed)],
        input=json.dumps(texts),
        env={**os.environ, "NODE_PATH": str(installed / "node_modules")},
        capture_output=True,
        text=True,
        check=True,
    )
    made: list[str] = json.loads(done.stdout)
    return made


def record() -> None:
    """Write what the installed Hexo makes of the documents, a line each."""
    texts = dict(documents())
    made = dict(zip(texts, rendered_by_hexo(list(texts.values())), strict=True))
    FILE.write_text(json.dumps(made, ensure_ascii=False, indent=0) + "\n", "utf-8")


if __name__ == "__main__":
    record()
