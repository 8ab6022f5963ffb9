import pytest

from generator.bodies.markdown import python_markdown
from generator.bodies.markdown.dialects import Dialect


def to_html(text: str, *, language: str = "en") -> str:
    return python_markdown.to_html(text, Dialect("markdown", language=language))


def shape(text: str) -> str:
    """The HTML without ends of lines."""
    return to_html(text).replace("\n", "")


@pytest.mark.parametrize(
    "text",
    [
        "> [!WARNING]\n> 文\n> - 一",
        "!!! warning\n    文\n\n    - 一",
        "::: warning\n文\n- 一\n:::",
        "!!! warning\n    文\n    - 一",
    ],
)
def test_callouts_have_one_form(text: str) -> None:
    assert shape(text) == (
        '<div class="callout callout-warning"><p class="callout-title">Warning</p><p>文</p><ul><li>一</li></ul></div>'
    )


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (
            '- 一\n\n  !!! tip "*题*"\n      文\n\n  后',
            '<ul><li><p>一</p><div class="callout callout-tip"><p class="callout-title"><em>题</em></p><p>文</p></div>'
            "<p>后</p></li></ul>",
        ),
        ('!!! note ""\n    文', '<div class="callout callout-note"><p>文</p></div>'),
        (
            "::: note\n::: tip\n甲\n:::\n乙\n:::\n丙",
            '<div class="callout callout-note"><p class="callout-title">Note</p><div class="callout callout-tip">'
            '<p class="callout-title">Tip</p><p>甲</p></div><p>乙</p></div><p>丙</p>',
        ),
        (
            '???+ note "题"\n    文',
            '<details class="callout callout-note" open=""><summary class="callout-title">题</summary><p>文</p>'
            "</details>",
        ),
        ("::: details 题\n- 一\n:::", "<details><summary>题</summary><ul><li>一</li></ul></details>"),
        (
            "> [!TIP]\n> 甲\n> > [!NOTE]\n> > 乙",
            '<div class="callout callout-tip"><p class="callout-title">Tip</p><p>甲</p>'
            '<div class="callout callout-note"><p class="callout-title">Note</p><p>乙</p></div></div>',
        ),
        ("> [!某]\n> 文", "<blockquote><p>[!某]<br />文</p></blockquote>"),
        ("!!! note\n文", "<p>!!! note<br />文</p>"),
    ],
)
def test_callouts_hold_blocks(text: str, html: str) -> None:
    assert shape(text) == html


def test_a_callout_without_title_has_the_word_of_the_language() -> None:
    assert '<p class="callout-title">警告</p>' in to_html("> [!WARNING]\n> 文", language="zh-CN")


@pytest.mark.parametrize(
    ("rows", "cells"),
    [
        ("|甲|乙|\n|-|-|\n|一|二|", "<td>一</td><td>二</td>"),
        ("|甲|乙|\n|-|-|\n|一|", "<td>一</td><td></td>"),
        ("|甲|乙|\n|-|-|\n|一|二|三|", "<td>一</td><td>二 | 三</td>"),
        ("|甲|乙|\n|-|-|\n一|二|三", "<td>一</td><td>二 | 三</td>"),
        ("甲 | 乙\n-|-\n一 | 二 | 三", "<td>一</td><td>二 | 三</td>"),
        # Pipes around a row are borders only if the head of the table has some.
        ("甲 | 乙\n-|-\n| 一 | 二 |", "<td></td><td>一 | 二</td>"),
        ("|甲|乙|\n|-|-|\n|一|`二|三`|", "<td>一</td><td><code>二|三</code></td>"),
    ],
)
def test_cells_without_a_column_join_the_last_one(rows: str, cells: str) -> None:
    assert f"<tbody><tr>{cells}</tr></tbody>" in shape(rows)
