import re
import time

import pytest
from pygments.lexers import get_lexer_by_name

from generator.bodies.markdown.highlight import LANGUAGES, figure
from generator.bodies.markdown.labels import Label


def test_code_is_coloured_with_classes_and_without_styles() -> None:
    made = figure("x = 1", Label("python"))
    assert '<span class="n">x</span>' in made
    assert "style" not in made


@pytest.mark.parametrize("language", ["", "nobody-knows", 'x" onload="y'])
def test_code_in_an_unknown_language_is_escaped(language: str) -> None:
    made = figure("<b>&", Label(language))
    assert ">&lt;b&gt;&amp;\n</code>" in made
    assert "onload" not in made


def test_a_title_is_text() -> None:
    assert "<figcaption>&lt;b&gt;</figcaption>" in figure("a", Label(title="<b>"))


@pytest.mark.parametrize("code", ["x = 1\n" * 5_000, "a" * 400, "a\n" + "\n" * 60 + "b"])
def test_code_that_could_take_long_is_not_coloured(code: str) -> None:
    start = time.process_time()
    assert "<span" not in figure(code, Label("python"))
    assert time.process_time() - start < 1


@pytest.mark.slow
@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_each_language_has_a_lexer(language: str) -> None:
    assert get_lexer_by_name(language) is not None


def test_lines_that_a_label_names_are_marked() -> None:
    made = figure("a\nb\nc\nd", Label(marked=((2, 3), (9, 12))))
    assert '<pre><code>a\n<span class="marked">b</span>\n<span class="marked">c</span>\nd\n</code>' in made


def test_lines_are_numbered_only_when_a_label_asks_for_it() -> None:
    made = figure("a\n\nb", Label("text", first_number=1, marked=((3, 3),)))
    assert made.startswith('<figure class="highlight"><pre>')
    assert (
        '<span data-line="1">a</span>\n<span data-line="2"></span>\n<span class="marked" data-line="3">b</span>' in made
    )
    assert "data-line" not in figure("a\n\nb", Label("text"))


def test_an_element_around_a_line_holds_all_its_colours() -> None:
    made = figure('x = """a\nb"""', Label("python", first_number=1))
    for line in re.findall(r'<span data-line="\d+">(.*)</span>$', made.replace("</code>", ""), re.MULTILINE):
        assert line.count("<span") == line.count("</span>") > 0


def test_very_long_code_has_no_elements_for_lines() -> None:
    assert "data-line" not in figure("a\n" * 5_000, Label(first_number=1, marked=((1, 9),)))
    assert "data-line" not in figure("a", Label(first_number=1), is_coloured=False)


@pytest.mark.parametrize(("language", "name"), [("mermaid", "Mermaid"), ("flow", "flowchart.js"), ("puml", "PlantUML")])
def test_a_diagram_is_code_below_the_name_of_its_language(language: str, name: str) -> None:
    made = figure("graph TD", Label(language))
    assert f'<figcaption>{name}</figcaption><pre><code class="language-{language}">graph TD' in made
    assert "<figcaption>Own</figcaption>" in figure("graph TD", Label(language, "Own"))
