"""`check` names what cleaning left, by source, without calling it a problem."""

from __future__ import annotations

import json

from typer.testing import CliRunner

from generator.cli import app
from tests.sites import SmallSite, post


def test_what_is_left_is_named_by_source_and_is_no_problem(small_site: SmallSite) -> None:
    small_site.write("a.md", post("Tides", "<p>Tides</p><p>The tide of 1 May.</p>", source="Pier"))
    small_site.write("b.md", post("Boats", "<p>A **late** boat.</p>", source="Mole"))
    found = CliRunner().invoke(app, ["check", "--strict", "--json", "-", str(small_site.folder)])
    assert found.exit_code == 0, found.stderr
    lines = found.stderr.splitlines()
    start = lines.index("Left by cleaning, by source:") + 1
    assert lines[start : start + 6] == [
        "  Mole",
        "    1 of 1 post: article shows Markdown",
        "          content/b.md",
        "  Pier",
        "    1 of 1 post: article begins with its title",
        "          content/a.md",
    ]
    assert json.loads(found.stdout)["left"] == [
        {"source": "Mole", "kind": "markdown", "posts": 1, "of": 1, "text": "", "examples": ["content/b.md"]},
        {"source": "Pier", "kind": "title", "posts": 1, "of": 1, "text": "", "examples": ["content/a.md"]},
    ]
