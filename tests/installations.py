"""Installations of the program other than the one that runs the tests: checkouts, and what pip makes of a wheel."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from importlib.metadata import PathDistribution
from pathlib import Path
from typing import Any

from generator.publishing.installation import Installation, digest_field
from generator.publishing.wheel import Wheel

ROOT = Path(__file__).resolve().parents[1]


def checkout(folder: Path) -> Installation:
    """A copy of this checkout, outside of any repository."""
    ignore = shutil.ignore_patterns("__pycache__")
    for name in ("generator", "templates", "static"):
        shutil.copytree(ROOT / name, folder / name, ignore=ignore)
    for name in ("pyproject.toml", "LICENSE"):
        shutil.copyfile(ROOT / name, folder / name)
    return Installation(folder.resolve() / "generator", None)


def installed(wheel: Wheel, folder: Path, origin: dict[str, Any] | None = None) -> Installation:
    """What pip makes of a wheel: its files, some more, and a record of all of them."""
    with zipfile.ZipFile(io.BytesIO(wheel.data)) as archive:
        archive.extractall(folder)
    (info,) = folder.glob("*.dist-info")
    (info / "INSTALLER").write_text("pip\n")
    (info / "REQUESTED").touch()
    if origin is not None:
        (info / "direct_url.json").write_text(json.dumps(origin))
    compiled = folder / "generator/__pycache__/build.cpython-313.pyc"
    compiled.parent.mkdir()
    compiled.write_bytes(b"compiled")
    rows = ["../../../bin/pressmark,sha256=x,200", "generator/__pycache__/build.cpython-313.pyc,,"]
    rows += [f"{info.name}/RECORD,,"]
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_file() and path.name != "RECORD" and path != compiled:
            rows.append(f"{path.relative_to(folder).as_posix()},{digest_field(path.read_bytes())},1")
    (info / "RECORD").write_text("\n".join(rows) + "\n")
    return Installation(folder.resolve() / "generator", PathDistribution(info))
