from __future__ import annotations

import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from scripts import pictures
from tests.browsers import PROGRAMS

LIMIT_BYTES = 150_000


def is_png(path: Path) -> bool:
    return path.read_bytes().startswith(b"\x89PNG\r\n\x1a\n")


def png_size(path: Path) -> tuple[int, int]:
    """Source: PNG specification, section 11.2.1."""
    width, height = struct.unpack(">II", path.read_bytes()[16:24])
    return width, height


def test_without_a_browser_the_script_names_the_programs_it_looked_for() -> None:
    with pytest.raises(SystemExit, match="No pictures taken: no-such-browser or none-either is not installed"):
        pictures.find_browser(("no-such-browser", "none-either"))


def test_a_file_of_the_tutorial_is_the_code_block_below_the_line_that_ends_in_its_path() -> None:
    text = "Write `a/b.md`:\n\n```\n---\nx\n---\n```\n\nRun `c`:\n\n```toml\ny = 1\n```\n\n```\nno file\n```\n"
    assert pictures.tutorial_files(text) == {"a/b.md": "---\nx\n---\n", "c": "y = 1\n"}


def test_the_page_of_a_picture_frames_both_pages_below_the_path_of_the_site() -> None:
    page = pictures.framing(pictures.Picture("x.png", "/", "/a&b/"), "/pressmark/")
    assert 'src="/pressmark/" width="1120"' in page
    assert 'src="/pressmark/a&amp;b/" width="390"' in page


@pytest.mark.parametrize("name", [picture.name for picture in pictures.PICTURES.values()])
def test_a_picture_in_the_repository_is_small_and_of_the_size_that_the_script_takes(name: str) -> None:
    path = pictures.ROOT / "docs/pictures" / name
    assert is_png(path)
    assert png_size(path) == pictures.size()
    assert path.stat().st_size < LIMIT_BYTES


def test_no_picture_lies_in_the_repository_that_the_script_does_not_take() -> None:
    names = {path.name for path in (pictures.ROOT / "docs/pictures").iterdir()}
    assert names == {picture.name for picture in pictures.PICTURES.values()}


@pytest.mark.parametrize("name", pictures.PICTURES)
def test_a_picture_is_taken_of_each_site(name: str, needs: Callable[..., str], tmp_path: Path) -> None:
    pictures.take(name, needs(*PROGRAMS), tmp_path)
    path = tmp_path / pictures.PICTURES[name].name
    assert png_size(path) == pictures.size()
    # An empty window, or a message of the browser, is far smaller.
    assert path.stat().st_size > 0.7 * (pictures.ROOT / "docs/pictures" / path.name).stat().st_size


@pytest.mark.starts_processes
@pytest.mark.parametrize("arguments", [["check"], ["explain", "source/_posts/ferry.md"]], ids=lambda value: value[0])
def test_the_tutorial_shows_what_the_commands_print(arguments: list[str], tmp_path: Path) -> None:
    pictures.make_archive(tmp_path)
    command = [sys.executable, "-m", "generator", *arguments, "--site", str(tmp_path)]
    done = subprocess.run(command, cwd=pictures.ROOT, capture_output=True, text=True, check=True)
    # A line for each phase comes first.
    printed = "\n".join(line for line in (done.stdout + done.stderr).splitlines() if not line.endswith(" s"))
    assert f"```\n{printed}\n```" in pictures.TUTORIAL.read_text("utf-8")
