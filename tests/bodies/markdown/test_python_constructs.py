"""What authors write in the dialect `markdown`, kind by kind."""

import pytest

from generator.bodies.markdown import python_markdown
from generator.bodies.markdown.dialects import Dialect


def to_html(text: str, *, has_line_breaks: bool = True, has_math: bool = True, language: str = "en") -> str:
    return python_markdown.to_html(text, Dialect("markdown", has_line_breaks, has_math, language))


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


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ('那是 Ann\\\'s \\"书\\"', '<p>那是 Ann\'s "书"</p>'),
        ("5\\~10 元，\\$5", "<p>5~10 元，$5</p>"),
        ("\\<b\\> 与 \\&amp; 与 \\&", "<p>&lt;b&gt; 与 &amp;amp; 与 &amp;</p>"),
        ("3\\% \\= x\\^2\\^", "<p>3% = x^2^</p>"),
        ("C\\:\\\\dir，a\\/b，c \\@ d，\\;\\,\\?", "<p>C:\\dir，a/b，c @ d，;,?</p>"),
        ("## It\\'s \\~五\\~", "<h2>It's ~五~</h2>"),
        ("\\a \\文 `\\'`", "<p>\\a \\文 <code>\\'</code></p>"),
    ],
)
def test_a_backslash_before_punctuation_vanishes(text: str, html: str) -> None:
    assert to_html(text) == html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("当 a<b 且 b>c 时", "<p>当 a&lt;b 且 b&gt;c 时</p>"),
        ("若 $x<i$，则 $i_1<i_2$ 且 $b_j>i_1$", None),
        ("x<y，z>w", "<p>x&lt;y，z&gt;w</p>"),
        ("<p 且 q> 为真", "<p>&lt;p 且 q&gt; 为真</p>"),
        ("<某人> 说 <hr 吗>", "<p>&lt;某人&gt; 说 &lt;hr 吗&gt;</p>"),
        ("i<3 && j>4；a <- b", "<p>i&lt;3 &amp;&amp; j&gt;4；a &lt;- b</p>"),
    ],
)
def test_a_sign_that_begins_no_tag_is_text(text: str, html: str | None) -> None:
    formulas = (
        '<p>若 <code class="math">x&lt;i</code>，则 <code class="math">i_1&lt;i_2</code> 且 '
        '<code class="math">b_j&gt;i_1</code></p>'
    )
    assert to_html(text) == (html or formulas)


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
    ("text", "html"),
    [
        ("==重点== ~~删~~ H~2~O x^2^", "<p><mark>重点</mark> <del>删</del> H<sub>2</sub>O x<sup>2</sup></p>"),
        ("==重*点*==", "<p><mark>重<em>点</em></mark></p>"),
        ("5~10，周一~周五，a == b == c，2^10 和 2^20，^_^", None),
        (
            "**http://a.example/b**，文",
            '<p><strong><a href="http://a.example/b">http://a.example/b</a></strong>，文</p>',
        ),
        ("https://a.example/?a=1&b=2。", None),
    ],
)
def test_marks_within_a_line(text: str, html: str | None) -> None:
    made = to_html(text)
    if html is not None:
        assert made == html
    elif text.startswith("http"):
        assert made == '<p><a href="https://a.example/?a=1&amp;b=2">https://a.example/?a=1&amp;b=2</a>。</p>'
    else:
        assert made == f"<p>{text}</p>"


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


def test_many_definitions_need_no_blank_lines() -> None:
    assert to_html("词\n: 义\n" * 2_000).count("<dd>义</dd>") == 2_000


def test_a_list_of_contents_stands_where_its_marker_does() -> None:
    assert shape("[TOC]\n\n## 甲 *乙*\n\n### 丙") == (
        '<div class="toc"><ul><li><a href="#_1">甲 乙</a><ul><li><a href="#_2">丙</a></li></ul></li></ul></div>'
        '<h2 id="_1">甲 <em>乙</em></h2><h3 id="_2">丙</h3>'
    )
    assert to_html("## 甲") == "<h2>甲</h2>"


def test_footnotes_hold_lists() -> None:
    assert '<li id="fn:注"><p>文</p><ul><li>一</li></ul>' in shape("a[^注]\n\n[^注]: 文\n  - 一")


def test_ends_of_lines_may_be_no_breaks() -> None:
    assert to_html("一\n二  \n三\\\n四", has_line_breaks=False) == "<p>一\n二<br />\n三<br />\n四</p>"


def test_fenced_code_may_begin_in_the_line_of_a_marker() -> None:
    assert shape("- ```\n  x\n  ```\n- 后") == (
        '<ul><li><figure class="highlight"><pre><code>x</code></pre></figure></li><li><p>后</p></li></ul>'
    )
