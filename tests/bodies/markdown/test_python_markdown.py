import re
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown.treeprocessors import InlineProcessor, UnescapeTreeprocessor

from generator.bodies.markdown import python_blocks
from generator.bodies.markdown import python_markdown as markdown_body
from generator.bodies.markdown.dialects import Dialect
from tests.sizes import examples

DIALECT = Dialect("markdown")


def to_html(text: str) -> str:
    return markdown_body.to_html(text, DIALECT)


def shape(text: str) -> str:
    """The HTML without ends of lines."""
    return to_html(text).replace("\n", "")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("# 标题 #", "<h1>标题</h1>"),
        ("#话题# 文", "<p>#话题# 文</p>"),
        ("## C#", "<h2>C#</h2>"),
        ("段落\n## 标题\n段落", "<p>段落</p>\n<h2>标题</h2>\n<p>段落</p>"),
        ("标题\n---\n文", "<h2>标题</h2>\n<p>文</p>"),
        ("一句话。\n---\n文", "<p>一句话。</p>\n<hr />\n<p>文</p>"),
        ("一\n二", "<p>一<br />\n二</p>"),
        ("5~10 和 3~4", "<p>5~10 和 3~4</p>"),
        ("5~~10 和 3~~4", "<p>5~~10 和 3~~4</p>"),
        ("~~删~~", "<p><del>删</del></p>"),
        ("**“强调”**文字", "<p><strong>“强调”</strong>文字</p>"),
        ("文字**《书》**，后", "<p>文字<strong>《书》</strong>，后</p>"),
        ('"a" -- b...', '<p>"a" -- b...</p>'),
        (
            "见http://a.example/c_d_e，然后",
            '<p>见<a href="http://a.example/c_d_e">http://a.example/c_d_e</a>，然后</p>',
        ),
        ("`http://a.example`", "<p><code>http://a.example</code></p>"),
        ("[http://a.example](/b)", '<p><a href="/b">http://a.example</a></p>'),
        ('<a href="/b">http://a.example</a>', '<p><a href="/b">http://a.example</a></p>'),
        ("<http://a.example>", '<p><a href="http://a.example">http://a.example</a></p>'),
        ("a<b>*c*</b>", "<p>a<b><em>c</em></b></p>"),
        ("<!-- more -->\n\na", "<!-- more -->\n\n<p>a</p>"),
        ("一\\\n二", "<p>一<br />\n二</p>"),
        ("`一\\\n二`", "<p><code>一\\\n二</code></p>"),
        ("a\n: b", "<dl>\n<dt>a</dt>\n<dd>b</dd>\n</dl>"),
        ("```\n<b>\n```", '<figure class="highlight"><pre><code>&lt;b&gt;\n</code></pre></figure>'),
        ("3) a\n4) b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>'),
        ("2021年\n2021. 年", "<p>2021年<br />\n2021. 年</p>"),
        ("- [ ] a\n- [x] b", "<ul>\n<li>☐ a</li>\n<li>☑ b</li>\n</ul>"),
        ("文\n- a\n- b", "<p>文</p>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("* a\n+ b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("1. a\n- b", "<ol>\n<li>a</li>\n</ol>\n<ul>\n<li>b</li>\n</ul>"),
        ("- a\n  - b\n- c", "<ul>\n<li>a<ul>\n<li>b</li>\n</ul>\n</li>\n<li>c</li>\n</ul>"),
        ("1. a\n  - b", "<ol>\n<li>a<ul>\n<li>b</li>\n</ul>\n</li>\n</ol>"),
        ("- a\n  b\n\nc", "<ul>\n<li>a<br />\nb</li>\n</ul>\n<p>c</p>"),
        ("<pre>\n- a\n  - b\n\n# c\n</pre>", "<pre>\n- a\n  - b\n\n# c\n</pre>"),
        ("\x02wzxhzdk:0\x03", "<p>wzxhzdk:0</p>"),
    ],
)
def test_markdown_is_read_as_hexo_users_write_it(text: str, html: str) -> None:
    assert to_html(text) == html


def test_fenced_code_has_classes_a_language_a_title_and_a_link() -> None:
    assert to_html("```js 名字 http://a.example/x 源 <b>\nlet a\n```") == (
        '<figure class="highlight"><figcaption>名字 <a href="http://a.example/x">源 &lt;b&gt;</a></figcaption>'
        '<pre><code class="language-js">'
        '<span class="kd">let</span><span class="w"> </span><span class="nx">a</span>\n</code></pre></figure>'
    )


def test_fenced_code_stays_in_its_list_item_and_in_its_quotation() -> None:
    assert to_html("1. a\n   ```\n   x\n     y\n   ```\n2. b").startswith(
        '<ol>\n<li>\n<p>a</p>\n<figure class="highlight"><pre><code>x\n  y\n</code></pre></figure>\n</li>'
    )
    assert to_html("> a\n> ```\n> x\n> ```") == (
        '<blockquote>\n<p>a</p>\n<figure class="highlight"><pre><code>x\n</code></pre></figure>\n</blockquote>'
    )


def test_a_table_may_follow_a_paragraph() -> None:
    assert to_html("文\n| a | b |\n|---|---|\n| 1 | `x|y` |") == (
        "<p>文</p>\n<table>\n<thead>\n<tr>\n<th>a</th>\n<th>b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>1</td>\n"
        "<td><code>x|y</code></td>\n</tr>\n</tbody>\n</table>"
    )


def test_footnotes_have_the_same_ids_each_time() -> None:
    text = "a[^x]\n\n[^x]: note"
    assert 'id="fn:1"' in to_html(text)
    assert to_html(text) == to_html(text)


def test_definitions_of_one_post_are_unknown_to_the_next() -> None:
    to_html("[a]: /secret\n\n[a]")
    assert to_html("[a]") == "<p>[a]</p>"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ('![甲](a.png){width=50% title="乙"}', '<p><img alt="甲" src="a.png" title="乙" width="50%" /></p>'),
        ("## 题 {#own .big}", '<h2 class="big" id="own">题</h2>'),
        ("文\n{: .lead}", '<p class="lead">文<br /></p>'),
        ("`a`{x} *b*{% raw %}", "<p><code>a</code>{x} <em>b</em>{% raw %}</p>"),
        ("## 题 {一} 与 {二}", "<h2>题 {一} 与 {二}</h2>"),
        ("*[CSS]: 层叠样式表\n\n用 CSS 写 **CSS**。", None),
        ("苹果\n:   一种水果\n\n    又\n\n梨\n:   另一种", None),
    ],
)
def test_extensions_of_the_library(text: str, html: str | None) -> None:
    made = shape(text).replace("\n", "")
    if html is not None:
        assert made == html
    elif text.startswith("*["):
        abbreviation = '<abbr title="层叠样式表">CSS</abbr>'
        assert made == f"<p>用 {abbreviation} 写 <strong>{abbreviation}</strong>。</p>"
    else:
        assert made == ("<dl><dt>苹果</dt><dd><p>一种水果</p><p>又</p></dd><dt>梨</dt><dd>另一种</dd></dl>")


def test_a_list_of_contents_stands_where_its_marker_does() -> None:
    assert shape("[TOC]\n\n## 甲 *乙*\n\n### 丙") == (
        '<div class="toc"><ul><li><a href="#_1">甲 乙</a><ul><li><a href="#_2">丙</a></li></ul></li></ul></div>'
        '<h2 id="_1">甲 <em>乙</em></h2><h3 id="_2">丙</h3>'
    )
    assert to_html("## 甲") == "<h2>甲</h2>"


def test_ends_of_lines_may_be_no_breaks() -> None:
    dialect = Dialect("markdown", has_line_breaks=False)
    assert markdown_body.to_html("一\n二  \n三\\\n四", dialect) == "<p>一\n二<br />\n三<br />\n四</p>"


def test_deep_lists_are_flattened() -> None:
    text = "\n".join(" " * (4 * depth) + "- a" for depth in range(300))
    assert to_html(text).count("<li>") == 300


_PIECES = st.sampled_from(
    ["字", " ", "\n", "\n\n", "- ", "1. ", "    ", "> ", "# ", "**", "_", "`", "```\n", "[", "](", ")", "|", "<b>"]
)  # fmt: skip


@examples(150)
@given(st.lists(_PIECES, max_size=40))
def test_no_word_is_lost(pieces: list[str]) -> None:
    text = "".join(pieces)
    # What stands behind a fence, or as address of a link, is shown in another place or not at all.
    if "```" not in text and "](" not in text and "]:" not in text:
        assert to_html(text).count("字") >= text.count("字")


_PIECES = [
    "文", "a", " ", "  \n", "\n", "\n\n", "\\\n", "\\", "`", "[^1]", "[^1]: 注", "[a]", "(b)", "[a]: /c", "![", "]",
    "<a b>", "</a>", "<", ">", "<!-- c -->", "<http://a.example>", "<a@b.example>", "http://a.example/", "&", "&amp;",
    "**", "*", "_", "~~", "- ", "1. ", "# ", "| a | b |", "\n|-|-|\n", "3. ", "    ", "> ", "\n: ",
    "$", "\\(", "\\)", "==", "^", "~", "{.a}", "*[文]: 注\n", "!!! note\n    ", "::: tip\n", ":::\n", "[TOC]", "<div>",
    "</div>", "<details>\n\n",
]  # fmt: skip


def converted_by_another(text: str) -> str:
    """The same from a converter that has converted nothing before, and that looks for all there is in every block."""
    markdown = markdown_body._converter.__wrapped__(DIALECT)
    markdown.treeprocessors.register(InlineProcessor(markdown), "inline", 20)
    markdown.treeprocessors.register(UnescapeTreeprocessor(markdown), "unescape", 0)
    with patch.object(python_blocks, "_BLOCK_SIGN", re.compile("")):
        return markdown.convert(text)


@examples(300)
@given(st.lists(st.lists(st.sampled_from(_PIECES), max_size=25).map("".join), min_size=2, max_size=3))
def test_a_text_is_converted_alike_whatever_came_before(texts: list[str]) -> None:
    for text in texts:
        assert to_html(text) == converted_by_another(text)


def test_a_converter_that_broke_is_not_used_again(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = markdown_body._converter(DIALECT)

    def fail(text: str) -> str:
        raise RecursionError

    monkeypatch.setattr(broken, "convert", fail)
    with pytest.raises(RecursionError):
        to_html("文")
    assert to_html("文") == "<p>文</p>"
