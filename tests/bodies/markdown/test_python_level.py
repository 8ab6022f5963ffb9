import pytest

from generator.bodies.markdown import python_markdown
from generator.bodies.markdown.dialects import Dialect


def to_html(text: str, *, has_math: bool = True) -> str:
    return python_markdown.to_html(text, Dialect("markdown", has_math=has_math))


def shape(text: str) -> str:
    """The HTML without ends of lines."""
    return to_html(text).replace("\n", "")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("$$\na_1 * b * c\n$$", '<p><code class="math display">a_1 * b * c</code></p>'),
        ("文\n$$x$$\n文", '<p>文</p><p><code class="math display">x</code></p><p>文</p>'),
        ("*a* \\(x_1\\)", '<p><em>a</em> <code class="math">x_1</code></p>'),
        ("- 一\n  \\[\n  y^2\n  \\]", '<ul><li><p>一</p><p><code class="math display">y^2</code></p></li></ul>'),
        ("> $$\n> x\n> $$", '<blockquote><p><code class="math display">x</code></p></blockquote>'),
        ("```math\nx & y\n```", '<p><code class="math display">x &amp; y</code></p>'),
        ("| a | b |\n|-|-|\n| $x_1$ | $5 和 $6 |", None),
        ("`$x$` 和 $5", "<p><code>$x$</code> 和 $5</p>"),
    ],
)
def test_formulas_keep_their_tex(text: str, html: str | None) -> None:
    if html is None:
        assert '<td><code class="math">x_1</code></td><td>$5 和 $6</td>' in shape(text)
    else:
        assert shape(text) == html


def test_formulas_may_be_off() -> None:
    assert to_html("$a*b*c$", has_math=False) == "<p>$a<em>b</em>c$</p>"
