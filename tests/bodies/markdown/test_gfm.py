import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it.common.normalize_url import normalizeLink

from generator.bodies.markdown import gfm
from generator.bodies.markdown.dialects import Dialect, NotConvertible

PLAIN = Dialect("gfm")
BACK = '&#160;<a class="footnote-backref" href="#fnref:1" title="↑ 1">&#8617;</a>'


def made(text: str, dialect: Dialect = PLAIN) -> str:
    return gfm.to_html(text, dialect)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("# 标题 #", "<h1>标题</h1>"),
        ("#话题# 文", "<p>#话题# 文</p>"),
        ("## C#", "<h2>C#</h2>"),
        ("段落\n## 标题\n段落", "<p>段落</p>\n<h2>标题</h2>\n<p>段落</p>"),
        ("标题\n---\n文", "<h2>标题</h2>\n<p>文</p>"),
        ("一\n二", "<p>一<br />\n二</p>"),
        ("一\\\n二", "<p>一<br />\n二</p>"),
        ('"a" -- b...', "<p>&quot;a&quot; -- b...</p>"),
        ("段落\n- a\n- b", "<p>段落</p>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("![图](/a.png)", '<p><img src="/a.png" alt="图" /></p>'),
        ("![](data:,0)", '<p><img src="data:,0" alt="" /></p>'),
        ("一个词\n: 它的意思", "<dl>\n<dt>一个词</dt>\n<dd>它的意思</dd>\n</dl>"),
        ("<div>\n\n**b**\n\n</div>", "<div>\n<p><strong>b</strong></p>\n</div>"),
    ],
)
def test_text_becomes_html(text: str, html: str) -> None:
    assert made(text) == html


TABLE = "<table>\n<thead>\n<tr>\n<th>船</th>\n<th>票</th>\n</tr>\n</thead>\n</table>"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("船 | 票\n---|---", TABLE),
        ("文\n船 | 票\n---|---", f"<p>文</p>\n{TABLE}"),
        ("- 船 | 票\n  ---|---", f"<ul>\n<li>\n{TABLE}\n</li>\n</ul>"),
        ("1. 船 | 票\n   ---|---", f"<ol>\n<li>\n{TABLE}\n</li>\n</ol>"),
        ("> 船 | 票\n> ---|---", f"<blockquote>\n{TABLE}\n</blockquote>"),
        ("# 船 | 票\n---|---", "<h1>船 | 票</h1>\n<p>---|---</p>"),
    ],
)
def test_a_line_that_begins_another_block_begins_no_table(text: str, html: str) -> None:
    assert made(text) == html


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("/a/b.png?c=d#e", "/a/b.png?c=d#e"),
        ("https://ferry.example/a-b_c/", "https://ferry.example/a-b_c/"),
        ("/渡口", "/%E6%B8%A1%E5%8F%A3"),
        ("/a%b", "/a%25b"),
        ("http://渡口.example/", "http://xn--6orp42d.example/"),
    ],
)
def test_special_characters_of_an_address_are_encoded(address: str, written: str) -> None:
    assert made(f"[a]({address})") == f'<p><a href="{written}">a</a></p>'


PARTS = (
    "https://",
    "http:",
    "//",
    "/",
    "ferry.example",
    ".",
    "a",
    "A1",
    "-_",
    "?",
    "#",
    ":",
    "@",
    "%",
    "&",
    "渡",
    "\n",
)


@given(st.lists(st.sampled_from(PARTS), max_size=6).map("".join))
def test_an_address_that_is_taken_for_plain_has_nothing_to_encode(address: str) -> None:
    assert gfm._normalized(address) == normalizeLink(address)


def test_escaped_characters_are_text_in_a_description_too() -> None:
    assert made(r"![a\*b &amp; c](/d.png) a\*b") == '<p><img src="/d.png" alt="a*b &amp; c" /> a*b</p>'


def test_line_breaks_are_a_choice() -> None:
    assert made("一\n二", Dialect("gfm", has_line_breaks=False)) == "<p>一\n二</p>"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("- [ ] 买米", "<ul>\n<li>☐ 买米</li>\n</ul>"),
        ("1. [x] 买米", "<ol>\n<li>☑ 买米</li>\n</ol>"),
        ("- [X] **买**米", "<ul>\n<li>☑ <strong>买</strong>米</li>\n</ul>"),
        ("- [ ]买米", "<ul>\n<li>[ ]买米</li>\n</ul>"),
        ("- 先 [ ] 买米", "<ul>\n<li>先 [ ] 买米</li>\n</ul>"),
        ("[ ] 买米", "<p>[ ] 买米</p>"),
        ("- `[ ] a`", "<ul>\n<li><code>[ ] a</code></li>\n</ul>"),
    ],
)
def test_the_box_of_a_task_is_a_character(text: str, html: str) -> None:
    assert made(text) == html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (
            "文[^a]\n\n[^a]: 注",
            '<p>文<sup id="fnref:1"><a class="footnote-ref" href="#fn:1">1</a></sup></p>\n'
            f'<div class="footnote">\n<hr />\n<ol>\n<li id="fn:1">\n<p>注{BACK}</p>\n</li>\n</ol>\n</div>',
        ),
        (
            "文\n\n[^a]: 没有人提到的注",
            '<p>文</p>\n<div class="footnote">\n<hr />\n<ol>\n'
            '<li id="fn:1">\n<p>没有人提到的注</p>\n</li>\n</ol>\n</div>',
        ),
        ("文[^a]", "<p>文[^a]</p>"),
    ],
)
def test_a_footnote_is_kept_whether_or_not_a_text_refers_to_it(text: str, html: str) -> None:
    assert made(text) == html


def test_a_second_reference_to_a_footnote_has_an_anchor_of_its_own() -> None:
    html = made("一[^a] 二[^a]\n\n[^a]: 注")
    assert 'id="fnref:1"' in html
    assert 'id="fnref2:1"' in html
    assert 'href="#fnref2:1"' in html


def test_one_post_does_not_know_the_links_and_notes_of_another() -> None:
    made("[a] [^b]\n\n[a]: /c\n\n[^b]: d")
    assert made("[a] [^b]") == "<p>[a] [^b]</p>"


@pytest.mark.parametrize("marker", ["> ", "- ", "1. ", "> - "])
def test_blocks_that_are_nested_too_deep_are_refused_and_not_dropped(marker: str) -> None:
    assert "甲" in made(marker * 10 + "甲")
    with pytest.raises(NotConvertible):
        made(marker * 60 + "甲")
