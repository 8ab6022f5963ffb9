import time

import pytest
from pygments.lexers import get_lexer_by_name

from generator.bodies.markdown.highlight import LANGUAGES, figure


def test_code_is_coloured_with_classes_and_without_styles() -> None:
    made = figure("x = 1", "python")
    assert '<span class="n">x</span>' in made
    assert "style" not in made


@pytest.mark.parametrize("language", ["", "nobody-knows", 'x" onload="y'])
def test_code_in_an_unknown_language_is_escaped(language: str) -> None:
    made = figure("<b>&", language)
    assert ">&lt;b&gt;&amp;\n</code>" in made
    assert "onload" not in made


def test_a_title_is_text() -> None:
    assert "<figcaption>&lt;b&gt;</figcaption>" in figure("a", title="<b>")


@pytest.mark.parametrize("code", ["x = 1\n" * 5_000, "a" * 400, "a\n" + "\n" * 60 + "b"])
def test_code_that_could_take_long_is_not_coloured(code: str) -> None:
    start = time.process_time()
    assert "<span" not in figure(code, "python")
    assert time.process_time() - start < 1


@pytest.mark.slow
@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_each_language_has_a_lexer(language: str) -> None:
    assert get_lexer_by_name(language) is not None
