from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.bundled import bundled
from generator.templating.compiled import CompiledTemplates
from generator.templating.environment import make_environment, render


@dataclass(frozen=True, slots=True)
class NoteView:
    """A view for templates of these tests."""

    template: ClassVar[str] = "note.html"
    text: str


class Kept(dict[str, bytes]):
    """What was put, by name, and how often anything was."""

    puts = 0

    def put(self, name: str, code: bytes) -> None:
        self[name] = code
        self.puts += 1


def note(templates: Path, kept: Kept, engine: str = "1") -> bytes:
    environment = make_environment(
        (templates, bundled("templates")), compiled=CompiledTemplates(engine, kept.get, kept.put)
    )
    return render(environment, NoteView("<b>"))


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    """The templates folder of a site with one template."""
    (tmp_path / "note.html").write_text("{{ text }}!", "utf-8")
    return tmp_path


def test_what_is_kept_is_not_compiled_again(templates: Path) -> None:
    kept = Kept()
    assert note(templates, kept) == note(templates, kept) == b"&lt;b&gt;!"
    assert kept.puts == 1


def test_an_edited_template_is_compiled_again(templates: Path) -> None:
    kept = Kept()
    note(templates, kept)
    (templates / "note.html").write_text("{{ text }}?", "utf-8")
    assert note(templates, kept) == b"&lt;b&gt;?"


def test_another_version_of_the_program_compiles_again(templates: Path) -> None:
    kept = Kept()
    note(templates, kept, engine="1")
    note(templates, kept, engine="2")
    assert kept.puts == 2


@given(place=st.integers(0, 10_000), other=st.binary(max_size=3), is_cut=st.booleans())
def test_what_was_damaged_counts_as_missing(
    tmp_path_factory: pytest.TempPathFactory, place: int, other: bytes, is_cut: bool
) -> None:
    folder = tmp_path_factory.mktemp("templates")
    (folder / "note.html").write_text("{{ text }}!", "utf-8")
    kept = Kept()
    note(folder, kept)
    ((name, code),) = kept.items()
    place %= len(code)
    kept[name] = code[:place] + other + (b"" if is_cut else code[place + 1 :])
    is_damaged = kept[name] != code
    assert note(folder, kept) == b"&lt;b&gt;!"
    assert kept.puts == 1 + is_damaged


def test_a_template_that_extends_ours_of_the_same_name_is_kept_beside_it(templates: Path) -> None:
    (templates / "own").mkdir()
    (templates / "own/note.html").write_text('<p>{% include "note.html" %}</p>', "utf-8")
    kept = Kept()
    for _ in range(2):
        environment = make_environment(
            (templates / "own", templates), compiled=CompiledTemplates("1", kept.get, kept.put)
        )
        assert render(environment, NoteView("a")) == b"<p>a!</p>"
    assert kept.puts == 2
