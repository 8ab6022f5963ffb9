import pytest

from generator.bodies.markdown import python_markdown
from generator.bodies.markdown.dialects import Dialect


def to_html(text: str) -> str:
    return python_markdown.to_html(text, Dialect("markdown"))


def shape(text: str) -> str:
    """The HTML without ends of lines."""
    return to_html(text).replace("\n", "")


TABLE = (
    "<table><thead><tr><th>甲</th><th>乙</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>"
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (
            "1. 价目：\n   | 甲 | 乙 |\n   | --- | --- |\n   | 1 | 2 |\n\n2. 下",
            f"<ol><li><p>价目：</p>{TABLE}</li><li><p>下</p></li></ol>",
        ),
        ("- 表\n  | 甲 | 乙 |\n  |--|--|\n  | 1 | 2 |\n- 后", f"<ul><li><p>表</p>{TABLE}</li><li><p>后</p></li></ul>"),
        ("- 表\n\n  甲 | 乙\n  --|--\n  1 | 2", f"<ul><li><p>表</p>{TABLE}</li></ul>"),
        ("- 一\n  - 二\n    |甲|乙|\n    |-|-|\n    |1|2|", f"<ul><li>一<ul><li><p>二</p>{TABLE}</li></ul></li></ul>"),
        ("> - 表\n>   |甲|乙|\n>   |-|-|\n>   |1|2|", f"<blockquote><ul><li><p>表</p>{TABLE}</li></ul></blockquote>"),
        ("* |甲|乙|\n  |-|-|\n  |1|2|\n* 后", f"<ul><li>{TABLE}</li><li><p>后</p></li></ul>"),
    ],
)
def test_a_table_stays_in_its_item(text: str, html: str) -> None:
    assert shape(text) == html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("> 注：\n> - 一\n> - 二", "<p>注：</p><ul><li>一</li><li>二</li></ul>"),
        ("> 步骤\n> 1. 甲\n> 2. 乙", "<p>步骤</p><ol><li>甲</li><li>乙</li></ol>"),
        (">无空格\n>* 一\n>* 二", "<p>无空格</p><ul><li>一</li><li>二</li></ul>"),
        ("> 文\n> - 一\n>   - 二\n> - 三", "<p>文</p><ul><li>一<ul><li>二</li></ul></li><li>三</li></ul>"),
        ("> 文\n> ## 题\n> - [x] 一", "<p>文</p><h2>题</h2><ul><li>☑ 一</li></ul>"),
        ("> 外\n> > 内\n> > - 一", "<p>外</p><blockquote><p>内</p><ul><li>一</li></ul></blockquote>"),
    ],
)
def test_a_list_may_follow_a_line_of_a_quotation(text: str, html: str) -> None:
    assert shape(text) == f"<blockquote>{html}</blockquote>"


def test_many_definitions_need_no_blank_lines() -> None:
    assert to_html("词\n: 义\n" * 2_000).count("<dd>义</dd>") == 2_000


def test_footnotes_hold_lists() -> None:
    assert '<li id="fn:1"><p>文</p><ul><li>一</li></ul>' in shape("a[^注]\n\n[^注]: 文\n  - 一")


def test_fenced_code_may_begin_in_the_line_of_a_marker() -> None:
    assert shape("- ```\n  x\n  ```\n- 后") == (
        '<ul><li><figure class="highlight"><pre><code>x</code></pre></figure></li><li><p>后</p></li></ul>'
    )
