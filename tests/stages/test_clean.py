"""The clean stage: any source becomes a post that is safe, whole and the same each time."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.article.references import text_of as stored_text
from generator.clean_config import RuleList, clean_config
from generator.config import Config
from generator.config.sources import ContentRoot
from generator.model import Field, Heading, Post, RawPost, Reference, SourceFile
from generator.outputs.references import fill
from generator.stages.clean import clean, summarise
from generator.stages.read import read
from tests.cleaning.drafts import CONFIG, raw_post, text_of

TRUSTED = clean_config(
    Config(title="t", url="https://example.org/", content=(ContentRoot(path="content", trusted=True),)), ()
)
SHARED = Path(__file__).parents[2].parent / "shared"
LONG = (
    "河边的老磨坊今年又开始转动，村里的人都去看了水轮第一次转起来的样子，孩子们在桥上数着水轮转的圈数，"
    "直到天黑才回家，第二天一早又去看，谁也没有说话，只听见水声。"
)


def filled(post: Post, address: str = "/x/") -> str:
    """The article with every reference resolved, or none where `address` is empty."""
    found = {(part.kind, part.target): address for part in post.segments if isinstance(part, Reference) and address}
    return fill(post.segments, found, str)


def errors(html: str) -> list[str]:
    """What a strict parser finds wrong."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    parser.parseFragment(html)
    return [code for _, code, _ in parser.errors]


def test_a_scraped_post_comes_out_whole_and_clean() -> None:
    raw = raw_post(
        "<div> <h1>The mill turns</h1>"
        '<p data-x="1" style="text-align:center">　　The <span id="stock_1">mill</span> turns '
        '<a href="../river.md#today">today</a>.</p><style>p&#123;&#125;</style><!-- end --><img data-src="mill.png">'
        "<script>x</script><p onclick='y'>Second&nbsp;part</p></div>",
        title="The mill turns",
        date="2021-03-04 05:06:07",
        headimg="https://cors.zfour.workers.dev/?http://img.example.org/c.png",
    )
    post = clean(raw, CONFIG)
    assert text_of(post) == "The mill turns today.\nSecond part"
    assert post.cover == "http://img.example.org/c.png"
    assert post.headings == ()
    assert post.kind == "post"
    assert post.is_rechecked
    html = filled(post)
    assert '<p class="align-center">The mill turns <a href="/x/#today">today</a>.</p>' in html
    assert '<img src="/x/" alt="" referrerpolicy="no-referrer" loading="lazy" decoding="async" class="alone">' in html
    assert not re.search(r"<script|<style|<!--|onclick|style=|data-|stock_", html)
    assert summarise(post).references == (("link", "../river.md", ""), ("media", "mill.png", ""))
    assert errors(html) == []


def test_a_post_without_references_that_resolve_keeps_its_text() -> None:
    post = clean(raw_post('<p>a <a href="b.md">b</a> <img src="c.png" alt="d"></p>', title="t"), CONFIG)
    assert filled(post, "") == "<p>a b d</p>"


def test_headings_have_ids_and_one_level_below_the_title() -> None:
    post = clean(raw_post("<h1>One</h1><p>a</p><h3>Two</h3><p>b</p>", title="t"), CONFIG)
    assert post.headings == (Heading(2, "h-One", "One"), Heading(3, "h-Two", "Two"))
    assert filled(post) == '<h2 id="h-One">One</h2><p>a</p><h3 id="h-Two">Two</h3><p>b</p>'


def test_what_stands_before_the_mark_is_the_excerpt() -> None:
    post = clean(raw_post("<p>first</p><!-- more --><p>second</p>", title="t"), CONFIG)
    assert post.excerpt == "first"
    assert filled(post) == "<p>first</p><p>second</p>"


def test_a_body_that_sanitizing_cannot_vouch_for_is_shown_as_text() -> None:
    body = "<p>start</p>" + "".join(f"<b title={n}><p>{n}" for n in range(60)) * 3
    post = clean(raw_post(body, title="t"), CONFIG)
    assert "start" in text_of(post)
    assert "59" in text_of(post)
    assert errors(filled(post)) == []


@pytest.mark.parametrize("value", ["media", "media, filters", ("media", "filters")])
def test_a_trusted_post_may_switch_steps_off(value: str | tuple[str, ...]) -> None:
    raw = raw_post('<p>a</p><iframe src="https://e.org/"></iframe>', title="t", cleaning_off=value)
    assert 'class="frame"' in filled(clean(replace(raw, fields=raw.fields[:1]), TRUSTED))
    assert filled(clean(raw, TRUSTED)) == "<p>a</p>"


def test_an_untrusted_post_may_not() -> None:
    raw = raw_post('<p>a</p><iframe src="https://e.org/"></iframe>', title="t", cleaning_off="media")
    post = clean(raw, CONFIG)
    assert 'class="frame"' in filled(post)
    assert [(problem.code, problem.where.line) for problem in post.problems if problem.code == "field-untrusted"] == [
        ("field-untrusted", 3)
    ]


def test_with_all_steps_off_a_post_is_still_safe() -> None:
    config = replace(CONFIG, off=("filters", "media", "conform", "structure", "sanitize"))
    post = clean(
        raw_post("<h1 onclick=x>a</h1><script>b</script><article>c</article><img src=d.png>", title="t"), config
    )
    assert filled(post) == (
        '<h2 id="h-a">a</h2><div>c</div>'
        '<img src="/x/" alt="" referrerpolicy="no-referrer" loading="lazy" decoding="async" class="alone">'
    )


def test_all_posts_are_rechecked_when_asked_for() -> None:
    raw = raw_post("<p>a</p>", title="t")
    assert not clean(raw, CONFIG).is_rechecked
    assert clean(raw, replace(CONFIG, sanitize="both")).is_rechecked


def test_a_cover_inside_the_site_is_a_reference_and_an_odd_one_is_none() -> None:
    def cover(address: str) -> Reference | str | None:
        return clean(raw_post("<p>a</p>", title="t", cover=address), CONFIG).cover

    assert cover("/img/a.png?x") == Reference("media", "/img/a.png", "", "")
    assert cover("//e.org/a.png") == "https://e.org/a.png"
    assert cover("javascript:x") is None
    assert cover("http://192.168.0.1/a.png") is None


def test_the_digest_of_the_text_knows_copies_of_different_markup() -> None:
    one = summarise(clean(raw_post(f"<p>{LONG}</p>", title="a"), CONFIG))
    two = summarise(clean(raw_post(f"<div>{LONG[:20]} <br> {LONG[20:]}</div>", path="b.html", title="b"), CONFIG))
    assert one.likeness.body == two.likeness.body != ""


def test_a_changed_body_changes_only_the_digest_of_the_own_page() -> None:
    one = summarise(clean(raw_post(f"<p>{LONG * 2}</p><p>a</p>", title="a"), CONFIG))
    two = summarise(clean(raw_post(f"<p>{LONG * 2}</p><p>b</p>", title="a"), CONFIG))
    assert one.meta_digest == two.meta_digest
    assert one.body_digest != two.body_digest


def test_a_changed_title_changes_what_other_pages_show() -> None:
    one = summarise(clean(raw_post(f"<p>{LONG}</p>", title="a"), CONFIG))
    two = summarise(clean(raw_post(f"<p>{LONG}</p>", title="b"), CONFIG))
    assert one.meta_digest != two.meta_digest


def test_a_language_is_told_of_the_text_without_its_code() -> None:
    code = "// If the tide is not high, this is where the ferry has to wait for it, and the bell rings.\n" * 20
    text = "<p>渡船九点出发，潮水允许时才回来，这样已经六十年了。</p>"
    assert clean(raw_post(f"{text}<pre><code>{code}</code></pre>"), CONFIG).language == ""
    assert clean(raw_post(f"{text}<p>{code}</p>"), CONFIG).language == "en"


def test_a_changed_language_changes_what_other_pages_show() -> None:
    post = clean(raw_post("<p>Rain.</p>"), CONFIG)
    one, two, three = map(summarise, (post, replace(post, language="en"), replace(post, title_language="en")))
    assert len({one.meta_digest, two.meta_digest, three.meta_digest}) == 3


def test_removals_are_counted_by_rule() -> None:
    config = replace(CONFIG, rules=(RuleList("own", "##.ad"),))
    post = clean(raw_post('<p>a</p><p class="ad">b</p><p class="ad">c</p><script>d</script>', title="t"), config)
    counts = summarise(post).removal_counts
    assert ("conform:script", "script", 1) in counts
    assert sum(count for rule, kind, count in counts if rule.startswith("own:") and kind == "advertisement") == 2
    assert filled(post) == "<p>a</p>"


_PIECES = """
<p> </p> <div> <li> <table> <td> <a|href=x.md> </a> <img|src=a.png> <br> <h1> </h1> <pre> <code> </code> <noscript>
<iframe|src=//e.org> <video> <source|src=a> <picture> <input|type=checkbox> <object> <embed|src=/x> <!--|more|-->
<!-- <style> <svg> <math> <ul> <dd> <span|hidden> {%|raw|%} &#123; ** # ``` ~~~ 甲 　　 [x](y) - > | <textarea> <button>
""".split()
_SOUP = st.lists(st.sampled_from([*(piece.replace("|", " ") for piece in _PIECES), "\n", "\n\n"]), max_size=25).map(
    "".join
)


@given(st.one_of(_SOUP, st.text(max_size=200)), st.booleans(), st.text(max_size=20))
def test_no_body_raises_an_error_or_breaks_the_page(body: str, is_trusted: bool, title: str) -> None:
    config = TRUSTED if is_trusted else CONFIG
    raw = RawPost(SourceFile("content", "a.md", 1, 0, 0), (Field("title", title, 2),), body, 4, True)
    post = clean(raw, config)
    assert clean(raw, config) == post
    assert summarise(post) == summarise(post)
    for html in (filled(post), filled(post, "")):
        assert [code for code in errors(html) if code not in ("invalid-codepoint",)] == []
        assert not re.search(r"<(?:script|style|svg|iframe|input|h1|article)\b|<!--|<[^>]*\s(?:on\w+|style)=", html)


@pytest.mark.parametrize(
    "body",
    [
        "<p>A <a href='/b/'>ferry</a> &amp; <img src='/c.png' alt='fog'> its <em>wake</em>.</p><p>B</p>",
        "<p>The mass $$a < \\frac{b}{2}$$ and \\(E\\) of it.</p><pre><code>x &lt; y</code></pre>",
        "{% post_link harbour %} and {% asset_link a.pdf The tide %}, as [[the lighthouse]] said.",
        "<ul><li>one<li>two</ul><table><tr><td>a<td>b</table><!-- more --><h2>Port</h2><p>c",
    ],
)
def test_the_text_that_comes_with_a_post_is_that_of_its_article_in_the_store(body: str) -> None:
    post = clean(raw_post(body), CONFIG)
    assert post.text
    assert post.text == stored_text(post.segments)


def test_an_odd_file_name_raises_no_error() -> None:
    raw = RawPost(SourceFile("content", "\udcff/ .md", 1, 0, 0), (), "", 1, False)
    assert clean(raw, CONFIG).key == clean(raw, CONFIG).key


@pytest.mark.skipif(not (SHARED / "archive").is_dir(), reason="the sample archive is not here")
def test_a_real_archive_comes_out_clean_and_balanced() -> None:
    files = sorted(path for path in (SHARED / "archive").rglob("*") if path.is_file())
    for path in files[::20]:
        source = SourceFile("archive", str(path.relative_to(SHARED / "archive")), path.stat().st_size, 0, 0)
        html = filled(clean(read(SHARED, source), CONFIG))
        assert errors(html) == []
        assert not re.search(
            r"<(?:script|style|svg|iframe|form|input|h1)\b|<!--|<[^>]*\s(?:on\w+|style|data-\w+)=", html
        )


def test_the_label_of_code_is_shown_as_its_author_meant_it() -> None:
    body = (
        '```js {1,3} title="a.js"\nlet a;\n```\n\n```python:a.py\nx\n```\n\n```sh title=run.sh linenums\nls\n\nls\n```'
    )
    html = filled(clean(raw_post(body, markup="markdown"), CONFIG))
    assert re.findall("<figcaption>(.*?)</figcaption>", html) == ["a.js", "a.py", "run.sh"]
    assert '<code class="language-js"><span class="marked">' in html
    assert re.findall(r'data-line="(\d)"', html) == ["1", "2", "3"]
    assert errors(html) == []


def test_constructs_of_markdown_are_one_form_of_html() -> None:
    body = (
        "> [!tip]- **粗** 体\n> ==文==\n\n!!! warning\n    H~2~O\n\n"
        "::: details 点开\n### 标题\n\n- x^2^\n\n```js\nlet a;\n```\n:::\n\n5~10 和 a == b == c"
    )
    post = clean(raw_post(body, markup="markdown"), CONFIG)
    html = filled(post)
    assert (
        '<details class="callout callout-tip"><summary class="callout-title"><strong>粗</strong> 体</summary>' in html
    )
    assert "<mark>文</mark>" in html
    assert '<div class="callout callout-warning"><p class="callout-title">' in html
    assert "<p>H<sub>2</sub>O</p>" in html
    assert '<details><summary>点开</summary>\n<h2 id="h-标题">标题</h2>' in html
    assert "<li>x<sup>2</sup></li>" in html
    assert "<p>5~10 和 a == b == c</p>" in html
    assert errors(html) == []
    assert post.excerpt.endswith("5~10 和 a == b == c")
