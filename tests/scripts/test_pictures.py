"""The pictures of the documentation: each is made by the script, and stands in a page."""

from __future__ import annotations

from pathlib import Path

from scripts.pictures import FOLDER, PICTURES

ROOT = Path(__file__).resolve().parents[2]
MAX_BYTES = 150 * 1024


def test_the_script_makes_each_picture_that_the_repository_holds() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == {picture.name for picture in PICTURES}
    assert all(path.stat().st_size <= MAX_BYTES for path in FOLDER.iterdir())


def test_each_picture_stands_in_a_page() -> None:
    pages = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    text = "".join(path.read_text("utf-8") for path in pages)
    assert [picture.name for picture in PICTURES if f"pictures/{picture.name}.png" not in text] == []
