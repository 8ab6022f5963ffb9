import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.bodies.markdown import python_markdown
from generator.bodies.markdown.dialects import Dialect
from tests.sizes import examples


def shape(text: str) -> str:
    """The HTML without ends of lines."""
    return python_markdown.to_html(text, Dialect("markdown")).replace("\n", "")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (
            "<details>\n<summary>答</summary>\n\n### 题\n\n- 一\n\n</details>\n\n后",
            "<details><summary>答</summary><h3>题</h3><ul><li>一</li></ul></details><p>后</p>",
        ),
        (
            "<details><summary>答</summary>\n\n**文**\n\n</details>",
            "<details><summary>答</summary><p><strong>文</strong></p></details>",
        ),
        (
            '<details markdown="1">\n<summary>答</summary>\n**文**\n</details>',
            "<details><summary>答</summary><p><strong>文</strong></p></details>",
        ),
        ("<div>\n\n*甲*\n\n<p>*乙*</p>\n\n</div>", "<div><p><em>甲</em></p><p>*乙*</p></div>"),
        (
            "<table>\n<tr>\n<td>\n\n**甲**\n\n</td>\n</tr>\n</table>",
            "<table><tr><td><p><strong>甲</strong></p></td></tr></table>",
        ),
        (
            "- 一\n  <details>\n  <summary>答</summary>\n\n  *文*\n\n  </details>\n- 二",
            "<ul><li><p>一</p><details><summary>答</summary><p><em>文</em></p></details></li><li><p>二</p></li></ul>",
        ),
    ],
)
def test_markdown_goes_on_after_a_blank_line_in_html(text: str, html: str) -> None:
    assert shape(text) == html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("<div>\n*a*\n</div>\n*b*", "<div>*a*</div><p><em>b</em></p>"),
        ("a\n<p>*b*</p>", "<p>a</p><p>*b*</p>"),
        ("<b>*a*</b>\nb", "<p><b><em>a</em></b><br />b</p>"),
        ("<pre>\n\n*a*\n</pre>\n*b*", "<pre>*a*</pre><p><em>b</em></p>"),
        ("<!-- a\n\n- b -->\n- c", "<!-- a- b --><ul><li>c</li></ul>"),
        ("> <div>\n> *a*\n> </div>", "<blockquote><div>*a*</div></blockquote>"),
        (
            "<div>\n    <p>a</p>\n\n    <p>b</p>\n</div>\n\n    c",
            "<div><p>a</p><p>b</p></div><pre><code>c</code></pre>",
        ),
    ],
)
def test_html_without_blank_lines_stays_as_it_is(text: str, html: str) -> None:
    assert shape(text) == html


@pytest.mark.parametrize("opening", ["<!-- a", "<pre>", "<style>", "<script>", "<textarea>", "<?php", "<![CDATA["])
def test_what_is_never_closed_hides_nothing(opening: str) -> None:
    assert shape(f"{opening}\n\n*b*").endswith("<p><em>b</em></p>")
    assert "&lt;" in shape(f"{opening}\n\n*b*")


@pytest.mark.parametrize(
    "text",
    [
        "<details>\n<details>\n文",
        "<div>\n\n<div>\n\n文\n\n</div>",
        '<div markdown="1">\n<div markdown="1">\n文',
        "<p>一\n\n<p>文",
        "<ul>\n<li>一\n\n<li>文",
    ],
)
def test_elements_that_are_open_at_the_end_keep_their_text(text: str) -> None:
    assert shape(text).count("文") == 1


def test_an_opening_without_end_within_html_hides_nothing() -> None:
    assert shape("<div>\n<b>\n<script>\n\n*文*\n\n</div>") == (
        "<div><p><b><br />&lt;script&gt;</p><p><em>文</em></p></div>"
    )


def test_a_callout_in_verbatim_html_stays_as_written() -> None:
    assert shape("<div><pre>\n\n> [!NOTE]\n> 文\n</pre></div>").startswith("<div><pre>&gt; [!NOTE]    文")


def test_items_without_end_tags_do_not_stand_in_each_other() -> None:
    assert shape("<ul>\n<li>\n\n*甲*\n<li>\n\n乙\n\n</ul>") == (
        "<ul><li><p><em>甲</em></p></li><li><p>乙</p></li></ul>"
    )


@pytest.mark.slow
@pytest.mark.parametrize("unit", ["<!--\n", "<pre>\n\n", "<div>\n</div>\n", "<p>\n\n", "<b><!-- a --> ", "</div>\n"])
def test_repetition_takes_linear_time(unit: str) -> None:
    text = unit * 2_000
    start = time.process_time()
    shape(text)
    assert time.process_time() - start < 4


_PIECES = [
    "<div>", "</div>", "<details>", "</details>", "<summary>", "</summary>", "<p>", "<li>", "<pre>", "</pre>", "<!--",
    "-->", "文", "\n", "\n\n", "     ", "- ", "> ", "<b>", "<?", "<!x", ">", "<td markdown=1>", "!!! note\n    ",
]  # fmt: skip


@examples(200)
@given(st.lists(st.sampled_from(_PIECES), max_size=40))
def test_no_word_is_lost(pieces: list[str]) -> None:
    text = "".join(pieces)
    made = shape(text)
    assert made.count("文") >= text.count("文")
    assert "\x02" not in made
