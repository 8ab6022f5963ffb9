"""What the two dialects make of the same text: the table of differences in docs/markup.md."""

from __future__ import annotations

import re

import pytest

from generator.bodies.markdown.dialects import Dialect, NotConvertible, to_html


def made(text: str, name: str) -> str:
    """The HTML of `text` without line ends beside tags."""
    return re.sub(r"\n(?=<)|(?<=>)\n", "", to_html(text, Dialect(name)))


@pytest.mark.parametrize(
    ("text", "gfm", "markdown"),
    [
        (
            "1. a\n  - b\n2. c",
            '<ol><li>a</li></ol><ul><li>b</li></ul><ol start="2"><li>c</li></ol>',
            "<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>",
        ),
        (
            "- a\n* b\n+ c",
            "<ul><li>a</li></ul><ul><li>b</li></ul><ul><li>c</li></ul>",
            "<ul><li>a</li><li>b</li><li>c</li></ul>",
        ),
        ("一句话。\n---\n下一句", "<h2>一句话。</h2><p>下一句</p>", "<p>一句话。</p><hr /><p>下一句</p>"),
        ("a\nb\n===", "<h1>a<br />b</h1>", "<p>a<br />b<br />===</p>"),
        (
            "> a\n\n> b",
            "<blockquote><p>a</p></blockquote><blockquote><p>b</p></blockquote>",
            "<blockquote><p>a</p><p>b</p></blockquote>",
        ),
        (
            "<div>\n\n    <p>x</p>\n\n</div>",
            "<div><pre><code>&lt;p&gt;x&lt;/p&gt;</code></pre></div>",
            "<div><p>x</p></div>",
        ),
        ("<div>x</div>\n*a*", "<div>x</div>*a*", "<div>x</div><p><em>a</em></p>"),
        ('<div markdown="1">\n*a*\n</div>', '<div markdown="1">*a*</div>', "<div><p><em>a</em></p></div>"),
        ("# T {#t .c}", "<h1>T {#t .c}</h1>", '<h1 class="c" id="t">T</h1>'),
        ("TF\n\n*[TF]: tofu", "<p>TF</p><p>*[TF]: tofu</p>", '<p><abbr title="tofu">TF</abbr></p>'),
        (
            "[TOC]\n\n# A",
            "<p>[TOC]</p><h1>A</h1>",
            '<div class="toc"><ul><li><a href="#a">A</a></li></ul></div><h1 id="a">A</h1>',
        ),
    ],
)
def test_these_texts_are_read_otherwise(text: str, gfm: str, markdown: str) -> None:
    assert [made(text, "gfm"), made(text, "markdown")] == [gfm, markdown]


def test_a_bar_in_code_ends_a_cell_in_gfm() -> None:
    text = "| a | b |\n| - | - |\n| `x|y` | z |"
    assert "<td>`x</td><td>y` | z</td>" in made(text, "gfm")
    assert "<td><code>x|y</code></td>" in made(text.replace("x|y", "x\\|y"), "gfm")
    assert "<td><code>x|y</code></td>" in made(text, "markdown")


def test_a_list_may_be_twenty_levels_deep_in_gfm_and_thirteen_in_markdown() -> None:
    text = "\n".join(f"{'  ' * level}- {level}" for level in range(21))
    assert made(text.rpartition("\n")[0], "gfm").count("<ul>") == 20
    assert made(text, "markdown").count("<ul>") == 13
    with pytest.raises(NotConvertible, match="nested too deep"):
        made(text, "gfm")


@pytest.mark.parametrize("name", ["gfm", "markdown"])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\nb", "<p>a<br />b</p>"),
        ("a  \nb\\\nc", "<p>a<br />b<br />c</p>"),
        ("a\n- b", "<p>a</p><ul><li>b</li></ul>"),
        ("a\n1. b", "<p>a</p><ol><li>b</li></ol>"),
        ("a\n2. b", "<p>a<br />2. b</p>"),
        ("a\n# b", "<p>a</p><h1>b</h1>"),
        ("#topic#", "<p>#topic#</p>"),
        ("a\n---", "<h2>a</h2>"),
        ("- a\n  - b", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
        ("1. a\n   - b", "<ol><li>a<ul><li>b</li></ul></li></ol>"),
        ("a_b_c **“丁”**戊", "<p>a_b_c <strong>“丁”</strong>戊</p>"),
        ("<div>\n\n*a*\n\n</div>", "<div><p><em>a</em></p></div>"),
        ('"a" -- b... :c:', '<p>"a" -- b... :c:</p>'),
    ],
)
def test_these_texts_are_read_alike(text: str, expected: str, name: str) -> None:
    assert made(text, name).replace("&quot;", '"') == expected
