import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.bodies.markdown import gfm
from generator.bodies.markdown.dialects import Dialect

NOTE = '<div class="callout callout-note"><p class="callout-title">Note</p>'


def made(text: str) -> str:
    return "".join(gfm.to_html(text, Dialect("gfm")).split("\n"))


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("> [!NOTE]\n> a\n>\n> b", f"{NOTE}<p>a</p><p>b</p></div>"),
        ("> [!NOTE]\n>\n> - a", f"{NOTE}<ul><li>a</li></ul></div>"),
        ("> [!note] **T**\n> a", NOTE.replace("Note", "<strong>T</strong>") + "<p>a</p></div>"),
        ("> > [!NOTE]\n> > a", f"<blockquote>{NOTE}<p>a</p></div></blockquote>"),
        ("> [!ferry]\n> a", "<blockquote><p>[!ferry]<br />a</p></blockquote>"),
        ("> a\n> [!NOTE]", "<blockquote><p>a<br />[!NOTE]</p></blockquote>"),
        ("!!! note\n    a\n\n    - b\n\nc", f"{NOTE}<p>a</p><ul><li>b</li></ul></div><p>c</p>"),
        ("!!! note\na", "<p>!!! note<br />a</p>"),
        ('!!! note "T"\n    a', NOTE.replace(">Note<", ">T<") + "<p>a</p></div>"),
        ("::: note\na\n:::\nb", f"{NOTE}<p>a</p></div><p>b</p>"),
        ("::: note T\na\n\n```\n:::\n```\n:::", NOTE.replace(">Note<", ">T<") + "<p>a</p>"),
        (":::: note\n::: note\na\n:::\n::::\nb", f"{NOTE}{NOTE}<p>a</p></div></div><p>b</p>"),
        ("::: note\na", f"{NOTE}<p>a</p></div>"),
        ("- ::: note\n  a\n  :::\n- b", f"<ul><li>{NOTE}<p>a</p></div></li><li>b</li></ul>"),
        ("::: ferry\na\n:::", "<p>::: ferry<br />a<br />:::</p>"),
        ("    ::: note", "<pre><code>::: note</code></pre>"),
    ],
)
def test_a_callout_is_a_box_with_a_title(text: str, html: str) -> None:
    assert made(text).startswith(html)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("$$\na*b*c\n$$", '<p><code class="math display">a*b*c</code></p>'),
        ("文\n$$\n- a\n= b\n$$\n文", '<p>文</p><p><code class="math display">- a= b</code></p><p>文</p>'),
        ("1. a\n   $$\n   x\n   $$\n2. b", '<ol><li>a<p><code class="math display">x</code></p></li><li>b</li></ol>'),
        ("> $$x$$\n> a", '<blockquote><p><code class="math display">x</code></p><p>a</p></blockquote>'),
        ("\\[\nx_1\n\\]", '<p><code class="math display">x_1</code></p>'),
        ("```math\nx_1*2*3\n```", '<p><code class="math display">x_1*2*3</code></p>'),
        ("$$\na", "<p>$$<br />a</p>"),
        ("- a\n$$x$$", '<ul><li>a<br /><code class="math display">x</code></li></ul>'),
        ("\\[link\\](a)", "<p>[link](a)</p>"),
    ],
)
def test_a_formula_may_fill_lines(text: str, html: str) -> None:
    assert made(text) == html


def test_without_math_a_formula_is_markdown() -> None:
    assert gfm.to_html("$$\na*b*c\n$$", Dialect("gfm", has_math=False)) == "<p>$$<br />\na<em>b</em>c<br />\n$$</p>"


def test_a_title_that_nobody_wrote_is_in_the_language_of_the_site() -> None:
    assert ">注意</p>" in gfm.to_html("> [!NOTE]\n> 文", Dialect("gfm", language="zh-CN"))


_PIECES = [
    "$$",
    "\n",
    "\n\n",
    "- ",
    "1. ",
    "> ",
    "    ",
    "a",
    "::: note",
    ":::",
    "!!! note",
    "[!NOTE]",
    "\\[",
    "\\]",
    "_1",
    "```",
    "|",
]


@given(st.lists(st.sampled_from(_PIECES), max_size=20).map("".join))
def test_blocks_in_any_order_break_nothing(text: str) -> None:
    assert text.count("a") <= made(text).count("a")
