"""Links of headings to themselves: they go, and everything else in a heading stays."""

from __future__ import annotations

import time

import pytest

from generator.stages.clean import clean
from tests.cleaning.drafts import CONFIG, raw_post, text_of, written

HERE = "https://paper.example/tides/"


def cleaned(heading: str, rest: str = "") -> str:
    return written(clean(raw_post(f"<p>Words.</p>{heading}{rest}", title="t", link=HERE), CONFIG)).partition("</p>")[2]


@pytest.mark.parametrize(
    ("heading", "made"),
    [
        ('<h2 id="a">Costs<a class="headerlink" href="#a" title="Permalink">¶</a></h2>', '<h2 id="h-Costs">Costs</h2>'),
        ('<h2 id="a">Costs <a href="#a">&para;</a></h2>', '<h2 id="h-Costs">Costs</h2>'),
        ('<h2 id="a"><a href="#a">#</a>费用</h2>', '<h2 id="h-费用">费用</h2>'),
        ('<h3 id="費用"><a href="#%E8%B2%BB%E7%94%A8">§</a> 費用</h3>', '<h2 id="h-費用">費用</h2>'),
        (
            '<h2>料金<a class="hash-link" href="#a" aria-label="料金 への直接リンク">\u200b</a></h2>',
            '<h2 id="h-料金">料金</h2>',
        ),
        (
            '<h2 id="a"><a class="anchor" href="#a" aria-hidden="true"><svg><path d="M0"/></svg></a>Costs</h2>',
            '<h2 id="h-Costs">Costs</h2>',
        ),
        (
            '<h4 id="a">Costs<span> <a class="header-anchor" href="#a"><span class="sr-only">Permalink to Costs</span>'
            "</a></span></h4>",
            '<h2 id="h-Costs">Costs</h2>',
        ),
        ('<h2>费用<a class="anchorjs-link" aria-label="Anchor" href="#a"></a></h2>', '<h2 id="h-费用">费用</h2>'),
        ('<h2>费用 <a href="https://paper.example/tides#a">🔗</a></h2>', '<h2 id="h-费用">费用</h2>'),
        ('<h2>费用 <a href="/tides/#a">🔗\ufe0e</a></h2>', '<h2 id="h-费用">费用</h2>'),
        ('<h2>Costs <a hidden class="anchor" aria-hidden="true" href="#a">#</a></h2>', '<h2 id="h-Costs">Costs</h2>'),
        (
            '<h2>Costs<a class="header-anchor" href="#a" title="永久链接">永久链接</a></h2>',
            '<h2 id="h-Costs">Costs</h2>',
        ),
        ('<h2>C#<a href="#c">#</a></h2>', '<h2 id="h-C">C#</h2>'),
        (
            '<dl><dt id="f">tide()<a class="headerlink" href="#f">¶</a></dt><dd>a</dd></dl>',
            '<dl><dt id="h-f">tide()</dt><dd>a</dd></dl>',
        ),
    ],
)
def test_a_link_of_a_heading_to_itself_goes(heading: str, made: str) -> None:
    assert cleaned(heading) == made


@pytest.mark.parametrize(
    ("heading", "text"),
    [
        ("<h2>C#</h2>", "C#"),
        ("<h2>#1</h2>", "#1"),
        ("<h2>§ 5 und ¶ 6</h2>", "§ 5 und ¶ 6"),
        ('<h2><a href="https://other.example/#a">#</a> Costs</h2>', "# Costs"),
        ('<h2 id="a">Costs <a href="#b">§</a></h2><p id="b">b</p>', "Costs §\nb"),
        ('<h2><a href="#a">Costs</a></h2>', "Costs"),
        ('<h2><a href="#a">#</a></h2>', "#"),
        ('<h2>A <a href="#a">#</a> in the middle</h2>', "A # in the middle"),
        ('<h2>Costs<a href="#n1">*</a></h2>', "Costs*"),
        ('<h2>Costs<sup><a href="#n1">1</a></sup></h2>', "Costs1"),
        ('<h2>Costs <a href="/tides/2/#a">#</a></h2>', "Costs #"),
        ('<p>See <a href="#a">#</a></p><h2 id="a">Costs</h2>', "See #\nCosts"),
        ('<p>Words <a class="headerlink" href="#a">¶</a></p>', "Words ¶"),
        ('<dl><dt>Costs <a href="#a">#</a></dt><dd>a</dd></dl>', "Costs #\na"),
        ('<h2>About <a class="anchor" href="#a">the anchor of a ship</a></h2>', "About the anchor of a ship"),
    ],
)
def test_other_signs_and_links_of_headings_stay(heading: str, text: str) -> None:
    assert text_of(clean(raw_post(f"<p>Words.</p>{heading}", title="t", link=HERE), CONFIG)) == f"Words.\n{text}"


def test_neither_ids_nor_the_excerpt_nor_the_repeated_title_hold_the_sign() -> None:
    body = '<h2 id="t">Tides<a href="#t">¶</a></h2><p>Words.</p>'
    post = clean(raw_post(body, title="Tides"), CONFIG)
    assert (written(post), post.excerpt) == ("<p>Words.</p>", "Words.")
    assert post.account.lost == 0


def test_a_link_to_the_id_of_a_removed_link_leads_to_the_heading() -> None:
    heading = '<h2><a class="anchor" name="a" href="#a">#</a>Costs</h2>'
    assert cleaned(heading, '<p><a href="#a">up</a></p>') == (
        '<h2 id="h-Costs">Costs</h2><p><a href="#h-Costs">up</a></p>'
    )


def test_the_icon_of_a_link_is_no_cover() -> None:
    icon = '<h2 id="a">Costs<a class="anchor" href="#a"><img src="https://i.example/link.png" alt="link"></a></h2>'
    picture = '<img src="https://i.example/bridge.jpg">'
    post = clean(raw_post(f"{icon}<p>Words.</p>{picture}", title="t"), CONFIG)
    assert post.cover == "https://i.example/bridge.jpg"
    assert "link.png" not in written(post)


def test_headings_full_of_links_take_linear_time() -> None:
    start = time.process_time()
    cleaned("<h2>a" + '<a href="#a">#</a>' * 5_000 + "</h2>")
    cleaned('<h2>a<a href="#a">#</a></h2>' * 5_000)
    assert time.process_time() - start < 5
