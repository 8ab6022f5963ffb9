"""Plain bodies: without a tree or with one, a post is the same."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.cleaning import STEPS
from generator.cleaning.elements import INLINE
from generator.cleaning.plain import article_of
from generator.config import CleanConfig, RuleList
from generator.model import Header, Post
from generator.rules import shipped
from generator.stages.clean import clean
from tests.cleaning.drafts import raw_post
from tests.cleaning.filter_drafts import config_with, draft_of

RULES = """\
##.ad
###bar
##a[href*="partner"]
##blockquote:has-text(Buy)
#text@end /^The end$/
#comment /^slot/
"""


BY_TREE = tuple(replace(step, leaves_plain=None) for step in STEPS)
"""The same steps without a guard, so that every post goes through its tree."""


def _foreseen(html: str, rules: str = RULES, title: str = "") -> str | None:
    article = article_of(draft_of(html, rules, Header(title)), STEPS)
    return article.html if article is not None else None


def _both_ways(html: str, config: CleanConfig, title: str = "", cover: str = "") -> Post:
    """The post of a body, which must be the same by way of the tree."""
    raw = raw_post(html, title=title, headimg=cover)
    post = clean(raw, config)
    assert clean(raw, config, steps=BY_TREE) == post
    return post


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>a</p>", "<p>a</p>"),
        ('\n<div>  \n<p style="text-indent:2em">　　甲 </p>\n\n</div>\n', "<div>\n<p>甲 </p>\n</div>"),
        ("a &amp; b&nbsp;&lt;c", "a &amp; b&nbsp;&lt;c"),
        ("a\u00a0b &quot;c&quot;", 'a&nbsp;b "c"'),
        ("<p>a<br/>b<br >c</p><hr>", "<p>a<br>b<br>c</p><hr>"),
        (
            '<p><img src="https://a.example/1.jpg?a=1&amp;b" title="1.jpg" loading="eager"></p>',
            '<p><img src="https://a.example/1.jpg?a=1&amp;b"'
            ' alt="" referrerpolicy="no-referrer" loading="lazy" decoding="async"></p>',
        ),
        (
            '<img src="https://a.example/1.jpg" srcset="data:image/png;base64,a" data-srcset="https://a.example/2.jpg">',
            '<img src="https://a.example/1.jpg" alt="" referrerpolicy="no-referrer" loading="lazy" decoding="async">',
        ),
        (
            '<p><a href="http://nas.local/a">b</a></p>'
            '<img src="https://a.example/1.jpg" srcset="http://nas.local/a 2x">',
            '<p><a href="http://nas.local/a">b</a></p>'
            '<img src="https://a.example/1.jpg" alt="" referrerpolicy="no-referrer" loading="lazy" decoding="async">',
        ),
        (
            '<ul>\n<li>a</li>\n<li><a href="https://a.example/?b#c">b</a></li>\n</ul>',
            None,  # a parameter may be one that a rule strips
        ),
        (
            '<ul>\n<li>a</li>\n<li><a href="https://a.example/#c" target="_blank">b</a></li>\n</ul>',
            '<ul>\n<li>a</li>\n<li><a href="https://a.example/#c">b</a></li>\n</ul>',
        ),
        ("<h2>Title</h2><p>Title</p>", "<h2>Title</h2><p>Title</p>"),
        (
            '<div>\n<p>a</p>\n <div class="ad"><img src="b.png"></div>\n  <!-- slot -->\n  <style>.ad{}</style>\n'
            '  <ins class="ad"></ins>\n\n</div>',
            "<div>\n<p>a</p>\n</div>",
        ),
        # The words that went are counted as in the tree: those of two elements may be one.
        (
            '<p>d</p>\n<div class="ad">a<img src="https://a.example/b.png"><b>c</b></div>\n<p>e</p>',
            "<p>d</p>\n<p>e</p>",
        ),
        (
            '<figure class="highlight"><pre><code><span class="k">if</span>\n\n  b\n</code></pre></figure>',
            '<figure class="highlight"><pre><code><span class="k">if</span>\n\n  b\n</code></pre></figure>',
        ),
    ],
)
def test_the_article_of_a_plain_body_is_known_from_its_tags(html: str, expected: str | None) -> None:
    assert _foreseen(html) == expected
    _both_ways(html, config_with((RuleList("own", RULES),)))


@pytest.mark.parametrize(
    "html",
    [
        # What a parser would mend.
        "<p>a", "a</p>", "<p>a<p>b</p></p>", "<p><div>a</div></p>", "<b><p>a</p></b>", "<p><b>a</p></b>",
        '<a href="#a">b<a href="#c">d</a></a>', "<ul>a<li>b</li></ul>", "<ul><ul><li>a</li></ul></ul>", "<li>a</li>",
        "<P>a</P>", "<p class=a>b</p>", "<p/>a", "<p>a > b</p>", "<p>a & b</p>", "<p>a&copy;</p>", "<p>a\r</p>",
        "<br>a", "<p>a<br></p>", "<p>a<br><br>b</p>", '<p title="a" title="b">c</p>', "a<!-- b -->", "<p>a</p></br>",
        "a<!--more-->b", "<style>a", "<!-- a > b -->",
        # What a step would do.
        "<p></p>", "<p> \u200b</p>b", "<div><p><b> </b></p></div>b", "<h1>a</h1>", "<span>a</span>", "<font>a</font>",
        "<table><tr><td>a</td></tr></table>", "<pre>\na</pre>", '<p hidden="">a</p>', '<p style="display:none">a</p>',
        '<p style="text-align:center">a</p>', '<p align="right">a</p>', '<p onclick="a">b</p>',
        '<b class="katex">a</b>', '<img src="1.jpg">', '<img src="https://a.example/blank.gif">',
        '<img src="data:,">', '<img src="https://a.example/1.jpg" width="1" height="1">',
        '<img src="https://a.example/1.jpg" width="1.5px" height="9">', '<img src="https://a.example/1.jpg" width="9">',
        '<img src="https://a.example/1.jpg" data-srcset="https://a.example/2.jpg">',
        '<img src="https://a.example/1.jpg" srcset="https://a.example/2.jpg">',
        '<img src="http://127.0.0.1/1.jpg">', '<img src="http://router/1.jpg">', '<img src="http://nas.local/1.jpg">',
        '<img src="http://0x7f000001/1.jpg">', '<img src="http://nas.home.arpa/1.jpg">',
        '<a href="javascript:a">b</a>', '<a href="https://link.zhihu.com/#a">b</a><a href="undefined">c</a>',
        "<h2>Title</h2><p>a</p>", "<p><b>Title</b></p><p>a</p>",
        # What a rule would do.
        'a<p class="ad x">a</p>b', '<a href="https://partner.example/">a</a>', '<b class="ad">a</b>',
        'a<b class="ad">b</b>c', "a<!-- slot -->b",
        "a<blockquote>Buy a b</blockquote>c", "<p>a</p><p>The end</p>",
    ],
)  # fmt: skip
def test_a_body_with_anything_to_do_goes_through_its_tree(html: str) -> None:
    assert _foreseen(html, title="Title") is None


def test_a_body_that_names_its_original_and_one_without_any_rule_go_through_their_trees() -> None:
    assert article_of(draft_of("<p>a</p>", RULES, off=("structure:indent",)), STEPS) is None
    assert _foreseen("<p>原文链接：https://a.example/</p>") is None
    assert _foreseen("<p>a</p>", "") is None


def test_a_plain_body_says_what_went_and_gives_the_cover() -> None:
    draft = draft_of(
        '<p style="a">a</p><p style="b">b</p><img src="https://a.example/icons/1.png">'
        '<img src="https://a.example/1.jpg">',
        RULES,
    )
    assert article_of(draft, STEPS) is not None
    assert [(one.rule, one.kind, one.text, one.count) for one in draft.removals] == [
        ("conform:style-attribute", "attribute", "b\na", 2)
    ]
    assert draft.cover == "https://a.example/1.jpg"
    assert draft.written.split() == ["a", "b"]


def test_a_body_that_nh3_writes_otherwise_leaves_no_trace() -> None:
    # A host that no browser takes: only nh3 knows.
    draft = draft_of('<p style="a">a</p><img src="https://xn--a/1.jpg">', RULES, cover="https://a.example/")
    before = replace(draft)
    assert article_of(draft, STEPS) is None
    assert (
        (draft.removals, draft.cover, draft.written)
        == (before.removals, before.cover, before.written)
        == (
            [],
            "https://a.example/",
            "",
        )
    )


_SIGNS = st.sampled_from(
    ["a", "甲", "Title", "The end", "Buy", " ", "\n", "\n\n ", "　　", "\u00a0", "\u200b", "&nbsp;", "&amp;", "&lt;",
     "\"", "。", "&copy;", ">", "原文链接：", "分享到", "责任编辑：甲"]
)  # fmt: skip
_TEXT = st.lists(_SIGNS, max_size=4).map("".join)
_ATTRIBUTES = st.lists(
    st.sampled_from(
        ['style="text-indent:2em"', 'style="display:none"', 'style="text-align: right"', 'class="ad"',
         'class="x table"',
         'class="footnote-ref"', 'id="fn:1"', 'id="bar"', 'lang="zh"', 'title="1.png"', 'hidden=""', 'data-src="x.png"',
         'onclick="a"', 'align="center"', 'data-x="&amp;"']
    ),
    max_size=2, unique=True,
).map(lambda parts: "".join(f" {part}" for part in parts))  # fmt: skip
_ADDRESSES = st.sampled_from(
    ["https://a.example/1.jpg", "https://a.example/b/", "https://a.example/?a=1&amp;utm_source=b", "#fn:1", "b.html",
     "https://partner.example/", "javascript:a", "undefined", "https://xn--a/", "https://a.example/logo.png", "",
     "data:image/png,a", "https://a.example/lazy.gif", "//a.example/1.jpg", "http://127.0.0.1/1.jpg", "http://nas.local/",
     "http://a.lan/1.jpg?b", "https://a.example:80/1.jpg", "http://1.2.3.4/1.jpg"]
)  # fmt: skip
_SIZES = st.sampled_from(["", "", ' width="9" height="8"', ' width="1" height="1"', ' width="9"', ' srcset="a.png 2x"'])
_PICTURE = st.builds(lambda address, size, more: f'<img src="{address}"{size}{more}>', _ADDRESSES, _SIZES, _ATTRIBUTES)
_BREAK = st.sampled_from(["<br>", "<br/>", "<br />", "<hr>"])
_SMALL = st.sampled_from(
    ["<!-- slot -->", "<!-- a -->", "<!--more-->", "<style>p{a:&amp;}</style>", "<code></code>",
     '<ins class="ad"></ins>', '<ins class="ad">甲</ins>', '<b class="ad"> </b>',
     '<div class="ad">a<img src="b.png"><span>c</span></div>',
     '<p class="ad"><a href="https://a.example/">Buy</a></p>', "<code>　　a</code>",
     "<p>　　<code>　a</code></p>"]
)  # fmt: skip
_CODE = st.builds(
    lambda text, name: f'<pre>{text}<code><span class="{name}">{text}</span>{text}</code></pre>',
    st.sampled_from(["", "a", "\n", "\n\n", "　　", "a\n\n b", "The end"]),
    st.sampled_from(["k", "hljs-keyword", "x", "n copy"]),
)


def _element(names: list[str], inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(
        lambda name, attributes, inner: f"<{name}{attributes}>{inner}</{name}>",
        st.sampled_from(names), _ATTRIBUTES, inside,
    )  # fmt: skip


def _several(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(parts, max_size=4).map("".join)


_LINK = st.builds(lambda address, text: f'<a href="{address}">{text}</a>', _ADDRESSES, _TEXT)
_INLINE = st.one_of(_TEXT, _PICTURE, _LINK, _BREAK, _SMALL, _element([*sorted(INLINE), "nobr", "label"], _TEXT))
_LINE = _element(["p", "h2", "h1", "h3", "li", "span"], _several(_INLINE))
_LIST = _element(["ul", "ol"], _several(st.one_of(_element(["li"], _several(_INLINE)), st.just("\n"), _TEXT)))
_BLOCK = st.recursive(
    st.one_of(_LINE, _LINE, _LIST, _INLINE, _SMALL, _CODE),
    lambda inner: _element(["div", "blockquote", "p", "b"], _several(inner)),
)
_WILD = st.lists(_BLOCK, max_size=5).map("\n".join)

# Few of those are plain; of these, most.
_MILD_TEXT = st.builds(
    lambda before, sign, after: before + sign + after,
    st.sampled_from(["", "", " ", "\n", "　　", "&nbsp;", "\u200b"]),
    st.sampled_from(["a", "甲", "Title", "The end", "Buy", '"', "&amp;", "&lt;", "a<br>b", "a <br/>\n b"]),
    st.sampled_from(["", "", " ", "\n", "。"]),
)
_MILD_ATTRIBUTES = st.sampled_from(
    ["", "", ' style="text-indent:2em"', ' class="x table"', ' lang="zh"', ' title="1.png"']
)
_MILD_ADDRESSES = st.sampled_from(
    ["https://a.example/1.jpg", "https://a.example/b/", "https://a.example/a&amp;b", "https://a.example/logo.png"]
)
_MILD_INLINE = st.one_of(
    _MILD_TEXT,
    _MILD_TEXT,
    st.builds(lambda name, text: f"<{name}>{text}</{name}>", st.sampled_from(sorted(INLINE)), _MILD_TEXT),
    st.builds(lambda address, text: f'<a href="{address}">{text}</a>', _MILD_ADDRESSES, _MILD_TEXT),
    st.builds(
        lambda address, more: f'<img src="{address}"{more}>',
        _MILD_ADDRESSES,
        st.sampled_from(
            [
                "",
                ' width="9" height="8"',
                ' alt="a"',
                ' srcset="data:a" data-srcset="b"',
                ' title="1.png"',
                ' style="a" loading="eager"',
            ]
        ),
    ),
)
_MILD_LINE = st.builds(
    lambda name, attributes, inner: f"<{name}{attributes}>{''.join(inner)}</{name}>",
    st.sampled_from(["p", "p", "p", "h2", "h3"]),
    _MILD_ATTRIBUTES,
    st.lists(_MILD_INLINE, min_size=1, max_size=3),
)
_MILD_GAP = st.sampled_from(["", "\n", "\n\n ", " "])
_MILD_BLOCK = st.recursive(
    st.one_of(
        _MILD_LINE,
        _MILD_LINE,
        _MILD_LINE,
        _SMALL,
        _CODE,
        st.lists(_MILD_TEXT, min_size=1, max_size=3).map(
            lambda items: "<ul>\n" + "\n".join(f"<li>{item}</li>" for item in items) + "</ul>"
        ),
    ),
    lambda inner: st.builds(
        lambda name, gap, blocks: f"<{name}>{gap}{gap.join(blocks)}{gap}</{name}>",
        st.sampled_from(["div", "blockquote"]),
        _MILD_GAP,
        st.lists(inner, min_size=1, max_size=4),
    ),
    max_leaves=6,
)
_MILD = st.builds(lambda gap, blocks: gap.join(blocks), _MILD_GAP, st.lists(_MILD_BLOCK, max_size=4))
BODIES = st.one_of(_MILD, _MILD, _MILD, _WILD)


@given(BODIES, st.sampled_from([RULES, "##.none", "##p:has-text(甲)", "##[data-x]\n#comment /x/"]), _TEXT)
@example('<p><img src="https://a.example/1.jpg" height="8"></p>', RULES, "")
def test_with_a_tree_or_without_one_a_post_is_the_same(html: str, rules: str, title: str) -> None:
    _both_ways(html, config_with((RuleList("own", rules),)), title)


@given(BODIES, st.sampled_from(["", "https://a.example/c.jpg", "https://a.example/", "data:,"]))
def test_so_it_is_with_the_rules_that_ship(html: str, cover: str) -> None:
    _both_ways(html, config_with(shipped()), "Title", cover)
