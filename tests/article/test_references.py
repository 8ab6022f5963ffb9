"""Segments: which places of an article point into the site, and what stands there if they lead nowhere."""

from __future__ import annotations

from generator.article.canonical import read
from generator.article.references import segments
from generator.article.sanitize import sanitize
from generator.errors import Where
from generator.model import LinkEnd, Reference, Segment


def segments_of(html: str) -> tuple[Segment, ...]:
    return segments(read(html))


def test_text_without_addresses_is_one_segment() -> None:
    assert segments_of("<p>a <b>b</b></p>") == ("<p>a <b>b</b></p>",)
    assert segments_of("") == ()


def test_a_relative_link_becomes_a_reference_and_its_end() -> None:
    assert segments_of('<p>see <a href="../b.md#part?x" title="t">b</a>.</p>') == (
        "<p>see ",
        Reference("link", "../b.md", '<a href="', '" title="t">', "#part?x"),
        "b",
        LinkEnd(1),
        ".</p>",
    )


def test_a_post_by_its_slug_becomes_a_reference() -> None:
    assert segments_of('<a href="pressmark-post:first#x">a</a>') == (
        Reference("post", "first", '<a href="', '">', "#x"),
        "a",
        LinkEnd(0),
    )


def test_a_link_to_a_post_whose_text_is_the_slug_shows_a_title() -> None:
    assert segments_of('<p><a href="pressmark-post:a%20b#x">a b#x</a>, <a href="pressmark-post:a">b</a></p>') == (
        "<p>",
        Reference("post", "a%20b", '<a href="', '">', "#x"),
        Reference("title", "a%20b", "", "", "", "a b#x"),
        LinkEnd(1),
        ", ",
        Reference("post", "a", '<a href="', '">'),
        "b",
        LinkEnd(5),
        "</p>",
    )
    assert segments_of('<a href="pressmark-post:a&amp;b">a&amp;b</a>')[1] == Reference(
        "title", "a&b", "", "", "", "a&amp;b"
    )


def test_targets_are_plain_and_suffixes_are_escaped() -> None:
    (link, *_) = segments_of('<a href="a&amp;b.md?c=1&amp;d=&quot;">x</a>')
    assert link == Reference("link", "a&b.md", '<a href="', '">', "?c=1&amp;d=&quot;")


def test_links_to_other_sites_get_rel() -> None:
    assert segments_of('<a href="https://example.org/">x</a><a href="mailto:a@example.org">y</a>') == (
        '<a href="https://example.org/" rel="noopener nofollow">x</a><a href="mailto:a@example.org">y</a>',
    )


def test_a_link_without_address_is_taken_off_its_text_unless_it_is_a_target() -> None:
    assert segments_of('<a>x</a><a title="t">y</a><a id="fn:1">z</a>') == ('xy<a id="fn:1">z</a>',)


def test_a_picture_beside_the_post_becomes_a_reference_with_its_alternative_text() -> None:
    assert segments_of('<p><img class="a" src="cat.png" alt="a &amp; b" loading="lazy"></p>') == (
        "<p>",
        Reference("media", "cat.png", '<img class="a" src="', '" alt="a &amp; b" loading="lazy">', "", "a &amp; b"),
        "</p>",
    )


def test_a_linked_picture_keeps_both_references() -> None:
    assert segments_of('<a href="big.png"><img src="small.png" alt=""></a>') == (
        Reference("link", "big.png", '<a href="', '">'),
        Reference("media", "small.png", '<img src="', '" alt="">'),
        LinkEnd(0),
    )


def test_a_tag_holds_one_reference_and_other_internal_addresses_go() -> None:
    assert segments_of('<img src="a.png" srcset="b.png 2x" alt="x">') == (
        Reference("media", "a.png", '<img src="', '" alt="x">', "", "x"),
    )
    assert segments_of('<video poster="p.png" controls="" src="a.mp4"></video>') == (
        Reference("media", "a.mp4", '<video controls="" src="', '">', "", '<video controls="">'),
        "</video>",
    )


def test_a_player_keeps_its_balance_when_its_poster_does_not_exist() -> None:
    assert segments_of('<video src="https://example.org/a.mp4" poster="p.png"></video>') == (
        Reference(
            "media",
            "p.png",
            '<video src="https://example.org/a.mp4" poster="',
            '">',
            "",
            '<video src="https://example.org/a.mp4">',
        ),
        "</video>",
    )


def test_a_source_with_one_candidate_beside_the_post_becomes_a_reference() -> None:
    assert segments_of('<picture><source srcset="a.webp 2x" type="image/webp"><img src="https://e"></picture>') == (
        "<picture>",
        Reference("media", "a.webp", '<source srcset="', ' 2x" type="image/webp">'),
        '<img src="https://e"></picture>',
    )


def test_several_candidates_of_which_one_lies_here_are_left_out() -> None:
    assert segments_of('<img src="https://e.org/a.png" srcset="a.png 1x, b.png 2x" alt="x">') == (
        '<img src="https://e.org/a.png" alt="x">',
    )


def test_a_query_alone_points_nowhere() -> None:
    assert segments_of('<a href="?page=2">next</a>') == ("next",)


def test_links_inside_links_end_in_the_right_order() -> None:
    html = '<a href="a.md"><table><tbody><tr><td><a href="https://e.org">x</a></td></tr></tbody></table></a>'
    parts: tuple[Segment, ...] = segments_of(html)
    assert parts[0] == Reference("link", "a.md", '<a href="', '">')
    assert parts[-1] == LinkEnd(0)
    assert parts[1] == (
        '<table><tbody><tr><td><a href="https://e.org" rel="noopener nofollow">x</a></td></tr></tbody></table>'
    )


def test_an_attribute_that_looks_like_a_tag_starts_nothing() -> None:
    clean = sanitize("<img alt='<a href=\"x.md\">' src=cat.png>", Where("x"), is_suspicious=True, recheck_all=True)
    assert clean is not None
    (picture,) = segments(clean.article)
    assert isinstance(picture, Reference)
    assert picture.otherwise == "&lt;a href=&quot;x.md&quot;&gt;"


def test_a_value_that_ends_like_an_attribute_moves_nothing() -> None:
    assert segments_of('<img title=" alt=" src="a.png" alt="b" srcset="c.png 2x">') == (
        Reference("media", "a.png", '<img title=" alt=" src="', '" alt="b">', "", "b"),
    )
    assert segments_of('<a title=" href=" lang="x">y</a>') == ("y",)


PAGE = "https://news.example/2021/bridge/"


def elsewhere_of(html: str) -> tuple[Segment, ...]:
    return segments(read(html), PAGE)


def test_a_link_that_leads_nowhere_here_leads_to_the_page_it_was_written_for() -> None:
    outside = "https://news.example/2021/b.html?c=1&d=2#e"
    assert elsewhere_of('<a href="../b.html?c=1&amp;d=2#e" title="t">b</a>') == (
        Reference(
            "link",
            "../b.html",
            '<a href="',
            '" title="t">',
            "?c=1&amp;d=2#e",
            '<a href="https://news.example/2021/b.html?c=1&amp;d=2#e" title="t" rel="noopener nofollow">',
            outside,
        ),
        "b",
        LinkEnd(0),
    )


def test_a_query_alone_leads_to_the_page_it_was_written_for() -> None:
    (link, *_) = elsewhere_of('<a href="?page=2">next</a>')
    assert isinstance(link, Reference)
    assert (link.target, link.elsewhere) == ("", f"{PAGE}?page=2")


def test_a_picture_of_the_site_replaces_all_addresses_and_one_of_the_page_brings_all() -> None:
    html = '<img src="/a.png" srcset="/a.png 1x, ../b.png?c 2x, https://e.org/d.png 3x" alt="x">'
    assert elsewhere_of(html) == (
        Reference(
            "media",
            "/a.png",
            '<img src="',
            '" alt="x">',
            "",
            '<img src="https://news.example/a.png" srcset="https://news.example/a.png 1x, '
            'https://news.example/2021/b.png?c 2x, https://e.org/d.png 3x" alt="x">',
            "https://news.example/a.png",
        ),
    )


def test_each_address_of_a_player_is_looked_for_by_itself() -> None:
    assert elsewhere_of('<video src="a.mp4" controls="" poster="/p.png?x=&quot;"></video>') == (
        '<video src="',
        Reference("media", "a.mp4", "", "", "", f"{PAGE}a.mp4", f"{PAGE}a.mp4"),
        '" controls="" poster="',
        Reference(
            "media",
            "/p.png",
            "",
            "",
            "?x=&quot;",
            "https://news.example/p.png?x=%22",
            "https://news.example/p.png?x=%22",
        ),
        '">',
        "</video>",
    )


def test_candidates_of_a_source_are_looked_for_one_by_one() -> None:
    assert elsewhere_of('<picture><source srcset="a.webp 1x, b.webp 2x"><img src="https://e.org/"></picture>') == (
        "<picture>",
        '<source srcset="',
        Reference("media", "a.webp", "", "", "", f"{PAGE}a.webp", f"{PAGE}a.webp"),
        " 1x, ",
        Reference("media", "b.webp", "", "", "", f"{PAGE}b.webp", f"{PAGE}b.webp"),
        ' 2x">',
        '<img src="https://e.org/"></picture>',
    )


def test_a_medium_that_may_not_be_loaded_from_the_page_is_as_without_one() -> None:
    html = '<img src="a.png" srcset="b.png 2x" alt="x"><video src="a.mp4"></video><a href="c">d</a>'
    inside = segments(read(html), "http://192.168.0.1/")
    assert inside[:2] == segments_of(html)[:2]
    assert [part.elsewhere for part in inside if isinstance(part, Reference)] == ["", "", "http://192.168.0.1/c"]


def test_addresses_that_would_swell_a_page_stay_as_they_are() -> None:
    html = '<a href="b">c</a>' * 2_000
    assert segments(read(html), f"https://news.example/{'x' * 2_000}") == segments_of(html)
    assert segments(read(html), f"https://news.example/{'x' * 500}") != segments_of(html)
