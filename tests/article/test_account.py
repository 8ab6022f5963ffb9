"""The account: every word, picture and link of a body is in the article or in the record."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.article import account
from generator.article.account import Taken, added, settle, without
from generator.article.canonical import read
from generator.article.formulas import mathml
from generator.bodies import stray_tags
from generator.clean_config import CleanConfig, RuleList, clean_config
from generator.cleaning import STEPS, Step
from generator.cleaning.draft import Draft
from generator.commands.printing.summary import build_lines
from generator.config import Config
from generator.model import Account, Post, RawPost, SourceFile
from generator.rules import shipped
from generator.stages import clean as stage
from generator.stages.clean import clean
from generator.stages.read import parse
from tests.cleaning.drafts import CONFIG, raw_post, written
from tests.payloads import PAYLOADS
from tests.sites import post as source
from tests.sizes import IS_LONG, examples

RULES = clean_config(Config(title="t", url="https://example.org/"), shipped())
COUNT = 20_000 if IS_LONG else 2_000


def lost(post: Post) -> list[str]:
    return [one.message for one in post.problems if one.code == "lost"]


def cleaned(body: str, config: CleanConfig = CONFIG, steps: tuple[Step, ...] = STEPS) -> Post:
    return clean(raw_post(body, markup="html", date="2024-01-01", title="A"), config, steps=steps)


# ------------------------------------------------------------------------------------------ the account itself


@pytest.mark.parametrize(
    ("html", "article", "taken", "expected"),
    [
        ("<p>a b</p>", "<p>a b</p>", (), (0, "", 0, 0)),
        ("<p>a b</p><div>c</div>", "<p>a b</p>", (("advertisement", "c"),), (0, "", 0, 0)),
        ("<p>a b</p><div>c d</div>", "<p>a b</p>", (("advertisement", "c"),), (2, "c d", 0, 0)),
        ("<p>港口</p><p>渡船</p>", "<p>渡船</p>", (), (2, "港口", 0, 0)),
        ("<p>a</p><!-- b --><p class='c'>d</p>", "<p>a</p><p>d</p>", (), (0, "", 0, 0)),
        ("AT&amp<b>;T</b> &lt;x&gt;", "AT&amp;<b>;T</b> &lt;x&gt;", (), (0, "", 0, 0)),
        ("a<b 且 b>c", "a&lt;b 且 b&gt;c", (), (0, "", 0, 0)),
        ("a<b 且 b>c", "a<b>c</b>", (), (5, "a<b 且 b>c", 0, 0)),
        ("a<img src=b>", "a", (), (0, "", 1, 0)),
        ("<textarea><img src=b></textarea>", "<pre>&lt;img src=b&gt;</pre>", (), (0, "", 0, 0)),
        ("<a href='https://a.example/'>b</a>", "<a>b</a>", (), (0, "", 0, 1)),
        ("&#123;x&#125;", "{x}", (), (0, "", 0, 0)),
    ],
)
def test_what_is_neither_published_nor_recorded_is_lost(html, article, taken, expected):
    _, found = settle(html, read(article), 0, Taken(list(taken)))
    assert (found.words, found.text, found.pictures, found.links) == expected


def test_accounts_are_added_and_taken_off_again():
    one, other = Account(10, 7, (("advertisement", 3),), 0), Account(5, 4, (("byline", 1),), 0)
    whole = added((one, other))
    assert whole == Account(15, 11, (("advertisement", 3), ("byline", 1)), 0)
    assert without(whole, other) == one


# ------------------------------------------------------------------------------- what used to be lost unseen

T = "<p>one long paragraph of the article</p><p>another one</p><p>the last words</p>"
SWALLOWING = """
<iframe src="https://player.example/x" />
<IFRAME src="https://player.example/x"/>
<iframe src="https://player.example/x">
<iframe>
<script src="https://x.example/a.js" />
<script src="https://x.example/a.js">
<script>var a = 1;
<style>p { color: red }
<style/>
<title/>
<title>
<title>A page
<template>
<template/>
<textarea>
<noscript>
<noembed>
<noframes/>
<object data="x.swf">
<object data="x.swf" />
<object data="x.swf"><param name="a" value="b"><embed src="x.swf">
<applet>
<applet code="x" />
<canvas>
<canvas/>
<select>
<select><option>
<datalist>
<output>
<option>
<optgroup>
<video src="https://v.example/a.mp4">
<video><source src="https://v.example/a.mp4">
<audio src="https://v.example/a.mp3"/>
<svg>
<svg><path d="M0 0">
<math>
<math><mi>x</mi>
<!--
<!-- a comment
<![CDATA[
<?php
<mpvoice name="录音" />
<x-player>
<progress>
<button>
<dialog>
<details><summary>
<frameset>
""".strip().split("\n")


@pytest.mark.parametrize("start", SWALLOWING)
@pytest.mark.parametrize("off", [(), ("filters", "media", "original", "structure")], ids=["on", "off"])
def test_nothing_swallows_what_follows_it(start, off):
    config = CleanConfig(**{**{name: getattr(CONFIG, name) for name in CONFIG.__slots__}, "off": off})
    post = cleaned(f"<p>before</p>{start}{T}", config)
    for words in ("before", "one long paragraph of the article", "another one", "the last words"):
        assert words in written(post)
    assert lost(post) == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>当 a<b 且 b>c 时</p>", "<p>当 a&lt;b 且 b&gt;c 时</p>"),
        (
            "<p>若 $i_1<i_2$ 且 $b_j>i_1$ 成立</p>",
            f"<p>若 {mathml('i_1<i_2', is_display=False)} 且 {mathml('b_j>i_1', is_display=False)} 成立</p>",
        ),
        ("<p>if x<y && y>z then</p>", "<p>if x&lt;y &amp;&amp; y&gt;z then</p>"),
        ("<p>Use List<String> here</p>", "<p>Use List&lt;String&gt; here</p>"),
        ("<p>std::vector<int> v</p>", "<p>std::vector&lt;int&gt; v</p>"),
        ("<p>温度<三十度</p>", "<p>温度&lt;三十度</p>"),
        ('<p>x</p>a<b "c', '<p>x</p>a&lt;b "c'),
        ('<p>第<qtide 7"渡し<b>x</b></p>', '<p>第&lt;qtide 7"渡し<b>x</b></p>'),
        ("x <<!--tide y", "x &lt; tide y"),
        ("<p>n<m の場合</p>", "<p>n&lt;m の場合</p>"),
        ("<p>a <b>bold</b> and 1<2</p>", "<p>a <b>bold</b> and 1&lt;2</p>"),
        ("<p>x <i class=y>z</i></p>", "<p>x <i>z</i></p>"),
    ],
)
def test_a_sign_that_begins_no_tag_is_text(body, expected):
    assert written(cleaned(body)) == expected


def test_an_input_within_a_formula_loses_nothing_of_what_it_holds():
    assert written(cleaned("<p>x</p><math><input type=checkbox>镇</math>")) == "<p>x</p>" + mathml(
        "镇", is_display=False
    )


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('<a href="https://a.example/2"><button type="button">Part 2</button></a>', ">Part 2</a>"),
        ('<a href="https://a.example/2"><span><button>下一页</button></span></a>', "下一页"),
        ('<a href="https://a.example/2"><input type="button" value="次へ"></a>', ">次へ</a>"),
        ('<a href="https://a.example/2"><output>Result</output></a>', ">Result</a>"),
        ('<button><a href="https://a.example/2">Download</a></button>', ">Download</a>"),
        ('<a href="https://a.example/2"><label>PDF</label></a>', ">PDF</a>"),
    ],
)
def test_a_link_keeps_its_words_and_its_address_whatever_it_wraps(body, expected):
    found = written(cleaned(f"<p>Words. {body}</p>"))
    assert 'href="https://a.example/2"' in found
    assert expected in found


def test_elements_of_amp_are_what_they_stand_for():
    post = cleaned(
        '<p>x</p><amp-img src="https://i.example/a.jpg" width="600" height="400" alt="A"></amp-img>'
        '<amp-youtube data-videoid="abc-123" layout="responsive"></amp-youtube>'
        '<amp-video src="https://v.example/a.mp4"></amp-video><amp-vimeo data-videoid="9"></amp-vimeo>'
    )
    found = written(post)
    assert '<img src="https://i.example/a.jpg" width="600" height="400" alt="A"' in found
    assert 'href="https://www.youtube.com/watch?v=abc-123"' in found
    assert 'href="https://vimeo.com/9"' in found
    assert '<video src="https://v.example/a.mp4"' in found


def test_unknown_elements_keep_what_they_hold_and_are_counted_with_what_they_say():
    post = cleaned(
        '<p>x</p><mpvoice name="录音" src="/x"></mpvoice><x-note kind="a">Words in it</x-note><path>drawn</path>'
    )
    (removal,) = [one for one in post.removals if one.rule == "conform:unknown"]
    assert removal.count == 3
    assert "录音" in removal.text
    assert "Words in it" in written(post)
    assert "drawn" in written(post)


@pytest.mark.parametrize(
    ("element", "said"),
    [
        ('<mp-common-profile data-nickname="港口报"></mp-common-profile>', "港口报"),
        ('<qqmusic albumurl="/a" singer="歌手"></qqmusic>', "歌手"),
        ("<x-quote>The ferry is back.</x-quote>", ""),
        ("<app-root><p>渡口の船</p></app-root>", ""),
        ('<lite-youtube videoid="abc"></lite-youtube>', "abc"),
    ],
)
def test_any_element_that_html_does_not_know_is_named_and_loses_no_text(element, said):
    post = cleaned(f"<p>x</p>{element}<p>y</p>")
    (removal,) = [one for one in post.removals if one.rule == "conform:unknown"]
    assert said in removal.text
    for text in ("The ferry is back.", "渡口の船"):
        assert (text in written(post)) == (text in element)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('<p><a href="#spot">go</a></p><p><a id="spot"></a>There.</p>', ('href="#h-spot"', '<a id="h-spot"></a>')),
        ('<p><a href="#n">go</a></p><p><a name="n">There</a>.</p>', ('href="#h-n"', '<a id="h-n">')),
        ('<p><a href="#s">go</a></p><p>x <span id="s">There</span>.</p>', ('href="#h-s"', '<span id="h-s">')),
        ('<p><a href="#脚注">go</a></p><p id="脚注">There.</p>', ('href="#h-脚注"', '<p id="h-脚注">')),
        ('<p><a href="#my">go</a></p><h2 id="my">Own</h2>', ('href="#h-Own"', '<h2 id="h-Own">')),
        ('<p><a href="#a%20b">go</a></p><ul><li id="a b">There</li></ul>', ('href="#h-a-b"', '<li id="h-a-b">')),
    ],
)
def test_a_place_that_a_link_leads_to_keeps_its_id_with_the_prefix_of_headings(body, expected):
    found = written(cleaned(body))
    assert all(part in found for part in expected)


def test_ids_that_nothing_leads_to_go_and_no_post_chooses_an_id_of_the_page():
    found = written(cleaned('<p id="main">a</p><p id="h-x">b</p><p><a href="#main">c</a></p><div id="other">d</div>'))
    assert 'id="h-main"' in found
    assert "h-x" not in found
    assert "other" not in found


# ------------------------------------------------------------------------------------- it holds, and it would tell


@pytest.mark.slow
def test_it_holds_for_every_payload():
    assert [one.name for one in PAYLOADS if lost(clean(parsed(one.source("p/")), RULES))] == []


def parsed(data: bytes) -> RawPost:
    return parse(SourceFile("content", "a.html", len(data), 0, 0), data)


def test_it_holds_for_the_archive(shared):
    folder = shared("archive")
    found = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        post = clean(parsed(path.read_bytes()), RULES)
        assert post.account.words >= 0
        found += lost(post)
    assert found == []


PIECES = (
    """
<p>|</p>|<div>|</div>|<b>|</b>|<a href="https://a.example/x">|</a>|<img src="https://a.example/a.png">
<iframe src=x>|</iframe>|<iframe src=x />|<script>|</script>|<style>|</style>|<!--|-->|<table><tr><td>
</td></tr></table>|<ul><li>|</li></ul>|<pre>|</pre>|<code>|</code>|<title>|</title>|<textarea>|</textarea>
<template>|</template>|<object data=x>|</object>|<select><option>|</select>|<video src=a>|</video>
<svg><path d=x>|</svg>|<math><mi>x</mi>|</math>|<noscript>|</noscript>|<button>|</button>|<h1>|</h1>|<h2>
</h2>|<br>|a<b 且 b>c|<x-y>|</x-y>|&amp|&lt;|&nbsp;|<center>|<font size=1>|</font>
<span style="display:none">|</span>|<blockquote>|<form>|<input type=checkbox>|<details><summary>|</details>
<ruby>字<rt>zi</rt></ruby>|<del>|<a name=q>|<a href="#q">|<q|"|>|<|='|<p class="ad">|<ol>|<dl><dt>|<dd>|<em>
</em>|<![CDATA[|<?php|<body>|</body>|<head>|<html>|<xmp>|<plaintext>|<frameset>|<noembed>|<List<String>>
<amp-img src="https://a.example/b.png">|点击上方蓝字关注我们|责任编辑：王某|<p></p>|<td>|<tr>|<caption>|<option>|<output>
<canvas>|<progress>x</progress>|<label>|</ x>|<a"b>|<img\u3000src=x>
""".strip()
    .replace("\n", "|")
    .split("|")
)
WORDS = ("港口 ", "ferry ", "leaves at nine ", "镇议会周二开会", "第{}段", "tide {}. ", "渡し船は九時に出る")


def mutated(number: int) -> str:
    """A body of pieces that do not fit together, another one for each number."""
    chance = random.Random(number)
    made = []
    for _ in range(chance.randint(3, 40)):
        is_piece = chance.random() < 0.55
        made.append(chance.choice(PIECES) if is_piece else chance.choice(WORDS).format(chance.randint(1, 999)))
    return "".join(made)


@pytest.mark.slow
def test_it_holds_for_mutated_bodies():
    assert [number for number in range(COUNT) if lost(cleaned(mutated(number), RULES))] == []


ARTICLE = (
    "<h2>Ferry</h2><p>The ferry leaves at nine and comes back when the tide allows it.</p>"
    '<p>Second <a href="https://a.example/x">with a link</a> and <img src="https://a.example/a.png" alt="A"></p>'
    '<p onclick="x">Third paragraph</p><ul><li>one<li>two</ul>'
)


def dropping(step: Callable[[Draft], None]) -> Callable[[Draft], None]:
    """The step with a mistake: it takes the first paragraph along, and tells nobody."""

    def broken(draft: Draft) -> None:
        step(draft)
        if (node := draft.body.first("p")) is not None:
            node.remove()

    return broken


@pytest.mark.parametrize("name", [step.name for step in STEPS])
def test_a_step_that_drops_a_paragraph_is_found_out(name):
    assert lost(cleaned(ARTICLE, RULES)) == []
    steps = tuple(replace(step, apply=dropping(step.apply)) if step.name == name else step for step in STEPS)
    assert "words" in lost(cleaned(ARTICLE, RULES, steps))[0]


def test_a_sanitizer_that_drops_a_paragraph_is_found_out(monkeypatch):
    sanitize = stage.sanitize
    monkeypatch.setattr(
        stage, "sanitize", lambda html, *args, **more: sanitize(html.replace("Third", ""), *args, **more)
    )
    assert "'Third paragraph'" in lost(cleaned(ARTICLE, RULES))[0]


def test_mending_that_drops_text_is_found_out(monkeypatch):
    monkeypatch.setattr(stray_tags, "escaped_signs", lambda html: (html.replace("Third", ""), 0))
    assert lost(cleaned(ARTICLE, RULES))


def test_a_record_that_is_not_kept_is_found_out(monkeypatch):
    more = '<div class="jp-relatedposts">Related posts</div><noscript>No script</noscript>'
    body = f"<p>{'Words of an article. ' * 20}</p>{more}"
    config = clean_config(Config(title="t", url="https://example.org/"), (*shipped(), one_rule("##.jp-relatedposts")))
    assert lost(cleaned(body, config)) == []
    monkeypatch.setattr(account.Taken, "add", lambda *_: None)
    assert lost(cleaned(body, config))


def one_rule(text: str) -> RuleList:
    return RuleList("own", f"{text}\n")


def test_a_link_or_a_picture_that_goes_without_a_word_is_found_out():
    def careless(draft: Draft) -> None:
        for node in draft.body.elements("img"):
            node.remove()
        for node in draft.body.elements("a"):
            node.unwrap()

    (message,) = lost(cleaned(ARTICLE, RULES, (*STEPS, Step("careless", careless))))
    assert "1 picture, 1 link" in message


# ---------------------------------------------------------------------------------------------- the report


def test_the_build_says_what_became_of_the_words(small_site):
    small_site.write("a.html", source("A", "<p>one two three</p><script>four()</script>", date="2024-01-01"))
    small_site.write("b.html", source("B", "<p>five six</p>", date="2024-01-01"))
    report = small_site.build()
    assert report.account == Account(6, 5, (("script", 1),), 0)
    assert "Words        6 read, 5 published, 1 removed (1 script), 0 unaccounted for" in build_lines(report)
    small_site.write("b.html", source("B", "<p>five six seven</p>", date="2024-01-01"))
    assert small_site.build().account == Account(7, 6, (("script", 1),), 0)


@examples(300)
@given(st.text("ab甲 \n", max_size=12), st.text("ab甲 \n", max_size=12))
def test_what_two_texts_have_in_common_at_their_ends_changes_no_count(one: str, other: str) -> None:
    expected = Counter(one.replace(" ", "").replace("\n", ""))
    expected.subtract(other.replace(" ", "").replace("\n", ""))
    left, right = account._differing(one, other)
    counted = Counter(left)
    counted.subtract(right)
    assert {sign: count for sign, count in counted.items() if count} == {
        sign: count for sign, count in expected.items() if count
    }
