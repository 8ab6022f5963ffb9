import time

import pytest
from pygments.lexers import get_lexer_by_name

from generator.bodies.markdown.code_label import CodeLabel
from generator.bodies.markdown.highlight import LANGUAGES, figure


def test_code_is_coloured_with_classes_and_without_styles() -> None:
    made = figure("x = 1", CodeLabel("python"))
    assert '<span class="n">x</span>' in made
    assert "style" not in made


@pytest.mark.parametrize("language", ["", "nobody-knows", 'x" onload="y'])
def test_code_in_an_unknown_language_is_escaped(language: str) -> None:
    made = figure("<b>&", CodeLabel(language))
    assert ">&lt;b&gt;&amp;\n</code>" in made
    assert "onload" not in made


def test_a_title_is_text() -> None:
    assert "<figcaption>&lt;b&gt;</figcaption>" in figure("a", CodeLabel(title="<b>"))


@pytest.mark.parametrize("code", ["x = 1\n" * 5_000, "a" * 400, "a\n" + "\n" * 60 + "b"])
def test_code_that_could_take_long_is_not_coloured(code: str) -> None:
    start = time.process_time()
    assert "<span" not in figure(code, CodeLabel("python"))
    assert time.process_time() - start < 1


@pytest.mark.slow
@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_each_language_has_a_lexer(language: str) -> None:
    assert get_lexer_by_name(language) is not None


def test_marked_and_numbered_lines_are_in_spans_of_their_own() -> None:
    made = figure('a = """x\ny"""\nb', CodeLabel("python", marked=frozenset({2}), first_number=7))
    lines = made.partition("<code")[2].partition(">")[2].partition("\n</code>")[0].split("\n")
    assert [line.partition(">")[0] for line in lines] == [
        '<span data-line="7"',
        '<span class="marked" data-line="8"',
        '<span data-line="9"',
    ]
    assert all(line.count("<span") == line.count("</span>") for line in lines)


def test_a_diagram_is_code_with_its_name_above_it() -> None:
    assert "<figcaption>mermaid</figcaption>" in figure("graph TD", CodeLabel("mermaid"))
    assert "<figcaption>过程</figcaption>" in figure("graph TD", CodeLabel("mermaid", title="过程"))
