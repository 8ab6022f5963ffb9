"""What people reported of Markdown in their blogs, each kind in several forms, from the source to the article."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from generator.clean_config import Root, clean_config
from generator.config import Config
from generator.model import RawPost, SourceFile
from generator.stages.clean import clean
from tests.stages.test_clean import filled

CONFIG = clean_config(Config(title="T", url="https://example.org/", language="en"), ())
FOLDED = "<details><summary>答案</summary><ul><li>潮汐</li></ul></details>"
LONG = "雾从河上升起来的时候，码头的灯一盏一盏地亮了，没有人说话。"


def article(text: str, *, has_line_breaks: bool = True) -> str:
    """The article made of Markdown by `gfm`, without what lazy loading adds and line ends beside tags."""
    config = replace(CONFIG, roots=(Root("content", markup="markdown", has_line_breaks=has_line_breaks),))
    post = clean(RawPost(SourceFile("content", "a.md", 1, 1, 1), (), f"{LONG}\n\n{text}\n", 1, True), config)
    html = re.sub(r' (?:referrerpolicy|loading|decoding)="[^"]*"| id="h-[^"]*"', "", filled(post))
    html = html.removeprefix(f"<p>{LONG}</p>").strip()
    return html if "<pre>" in html else re.sub(r"\n(?=<)|(?<=>)\n", "", html)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("<details>\n<summary>答案</summary>\n\n- 潮汐\n\n</details>", FOLDED),
        ("<details open><summary>a</summary>b</details>", '<details open=""><summary>a</summary>b</details>'),
        ("<details>\n\n没有标题\n\n</details>", "<details><summary>…</summary><p>没有标题</p></details>"),
        (
            "> <details><summary>a</summary>b</details>",
            "<blockquote><details><summary>a</summary>b</details></blockquote>",
        ),
        ("<details><p>b</p><summary>a</summary></details>", "<details><summary>a</summary><p>b</p></details>"),
        (
            "<details ontoggle=x()><summary onclick=x()>a</summary>b</details>",
            "<details><summary>a</summary>b</details>",
        ),
    ],
)
def test_what_folds_stays_folded(text: str, html: str) -> None:
    assert article(text) == html


ROWS = "<table><thead><tr><th>船</th></tr></thead><tbody><tr><td>早</td></tr></tbody></table>"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("- 价\n  | 船 |\n  |----|\n  | 早 |", f'<ul><li>价<div class="table">{ROWS}</div></li></ul>'),
        ("1. 价\n   | 船 |\n   |----|\n   | 早 |", f'<ol><li>价<div class="table">{ROWS}</div></li></ol>'),
        ("> 价\n> | 船 |\n> |----|\n> | 早 |", f'<blockquote><p>价</p><div class="table">{ROWS}</div></blockquote>'),
        ("价\n| 船 |\n|----|\n| 早 |", f'<p>价</p><div class="table">{ROWS}</div>'),
        (
            "- - 价\n    | 船 |\n    |----|\n    | 早 |",
            f'<ul><li><ul><li>价<div class="table">{ROWS}</div></li></ul></li></ul>',
        ),
        (
            "- > | 船 |\n  > |----|\n  > | 早 |",
            f'<ul><li><blockquote><div class="table">{ROWS}</div></blockquote></li></ul>',
        ),
    ],
)
def test_a_table_may_stand_below_a_line_in_a_container(text: str, html: str) -> None:
    assert article(text) == html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("> 记：\n> * 一\n> * 二", "<blockquote><p>记：</p><ul><li>一</li><li>二</li></ul></blockquote>"),
        ("> 记：\n> 1. 一\n> 2. 二", "<blockquote><p>记：</p><ol><li>一</li><li>二</li></ol></blockquote>"),
        ("> > 记：\n> > + 一", "<blockquote><blockquote><p>记：</p><ul><li>一</li></ul></blockquote></blockquote>"),
        ("- 记：\n  > 引\n  > - 一", "<ul><li>记：<blockquote><p>引</p><ul><li>一</li></ul></blockquote></li></ul>"),
        ("记：\n- 一\n- 二", "<p>记：</p><ul><li>一</li><li>二</li></ul>"),
        ("> 记：\n> - [ ] 一", "<blockquote><p>记：</p><ul><li>☐ 一</li></ul></blockquote>"),
    ],
)
def test_a_list_needs_no_blank_line_before_it(text: str, html: str) -> None:
    assert article(text) == html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (r"don\'t \"say\" 3\~4 \$9 \<i\> 5\% a\=b x\^3", '<p>don\'t "say" 3~4 $9 &lt;i&gt; 5% a=b x^3</p>'),
        (r"D\:\\tmp 与 a\/b \& c \@ d", r"<p>D:\tmp 与 a/b &amp; c @ d</p>"),
        (r"\*不斜\* \_不斜\_ \`code\`", "<p>*不斜* _不斜_ `code`</p>"),
        (r"## a\'s \#1", "<h2>a's #1</h2>"),
        (r"\[注\] \(见下\) \!", "<p>[注] (见下) !</p>"),
        (r"`a\'b` \中", r"<p><code>a\'b</code> \中</p>"),
    ],
)
def test_a_backslash_before_a_sign_vanishes(text: str, html: str) -> None:
    assert article(text) == html


@pytest.mark.parametrize(
    ("text", "tex"),
    [
        (r"$$\left( B^T \right)_{k, l} = \mathbf{C}_{l,k}$$", [r"\left( B^T \right)_{k, l} = \mathbf{C}_{l,k}"]),
        (
            "$$\n\\begin{matrix}\np*q & r*s \\\\\nt & u\n\\end{matrix}\n$$",
            ["\\begin{matrix}\np*q & r*s \\\\\nt & u\n\\end{matrix}"],
        ),
        (r"集合 $\{y_j\}$ 与 $a*b$、$c*d$", [r"\{y_j\}", "a*b", "c*d"]),
        (r"\(u_1 < v_2\) 与 \[w_3\]", ["u_1 < v_2", "w_3"]),
        ("- 项\n\n  $$x_1 * y_1 * z$$", ["x_1 * y_1 * z"]),
        ("```math\n\\sum_{i} x_i * y_i\n```", [r"\sum_{i} x_i * y_i"]),
    ],
)
def test_nothing_in_a_formula_is_markdown(text: str, tex: list[str]) -> None:
    made = article(text)
    annotations = re.findall(r"<annotation[^>]*>([^<]*)</annotation>", made)
    assert [one.replace("&lt;", "<").replace("&amp;", "&") for one in annotations] == tex
    assert "<em>" not in made


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ('<img src="//a.example/a.png" width="120px">', {"width": "120", "class": "alone"}),
        ('<img src="//a.example/a.png" width="33%">', {"class": "width-33 alone"}),
        ('<img src="//a.example/a.png" style="zoom:67%">', {"class": "zoom-67 alone"}),
        ('文<img src="//a.example/a.png" width="240">', {"width": "240"}),
        ("![](//a.example/a.png){width=50%}", {"class": "width-50 alone"}),
        ("![](//a.example/a.png =120x90)", {"width": "120", "height": "90"}),
    ],
)
def test_a_picture_keeps_the_size_that_its_author_gave_it(text: str, size: dict[str, str]) -> None:
    assert dict(re.findall(r' (class|width|height)="([^"]*)"', article(text))) == size


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("This was\nwrapped by\nan editor.", "<p>This was\nwrapped by\nan editor.</p>"),
        ("一  \n二", "<p>一<br>二</p>"),
        ("一\\\n二", "<p>一<br>二</p>"),
        ("- a\n  b", "<ul><li>a\nb</li></ul>"),
        ("> a\n> b", "<blockquote><p>a\nb</p></blockquote>"),
        ("a<br>\nb", "<p>a<br>b</p>"),
    ],
)
def test_wrapped_lines_are_one_paragraph_where_the_settings_say_so(text: str, html: str) -> None:
    assert article(text, has_line_breaks=False) == html


@pytest.mark.parametrize(
    ("label", "caption", "code"),
    [
        ('ts {2} title="b.ts"', "b.ts", 'a\n<span class="marked">b</span>'),
        ("text:notes.txt", "notes.txt", "a\nb"),
        ("sh title=go.sh linenums", "go.sh", '<span data-line="1">a</span>\n<span data-line="2">b</span>'),
        ('text hl_lines="1"', "", '<span class="marked">a</span>\nb'),
        ("text first_line:7", "", '<span data-line="7">a</span>\n<span data-line="8">b</span>'),
        ("text 一个标题", "一个标题", "a\nb"),
    ],
)
def test_options_of_a_fence_are_no_caption(label: str, caption: str, code: str) -> None:
    made = article(f"```{label}\na\nb\n```")
    assert re.findall("<figcaption>(.*?)</figcaption>", made) == ([caption] if caption else [])
    assert (
        re.sub(r'<span class="\w{1,2}">([^<]*)</span>', r"\1", made.partition("<code")[2])
        .partition(">")[2]
        .startswith(code)
    )


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("若 p<q 且 q>r 则止。", "<p>若 p&lt;q 且 q&gt;r 则止。</p>"),
        ("Map<String, List<Integer>> m", "<p>Map&lt;String, List&lt;Integer&gt;&gt; m</p>"),
        ("a <- b -> c", "<p>a &lt;- b -&gt; c</p>"),
        ("温度<三十度 的<某人>", "<p>温度&lt;三十度 的&lt;某人&gt;</p>"),
        ("1 < 2 > 0，<3", "<p>1 &lt; 2 &gt; 0，&lt;3</p>"),
        ("vector<int> v", "<p>vector&lt;int&gt; v</p>"),
    ],
)
def test_a_sign_that_begins_no_tag_is_text(text: str, html: str) -> None:
    assert article(text) == html
