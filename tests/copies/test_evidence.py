"""The features by which copies are recognised."""

from __future__ import annotations

import pytest

from generator.article.canonical import article_text, read
from generator.copies.evidence import feed_key, likeness, link_key, shared_marks, title_key
from generator.copies.texts import normalised
from generator.model import Header, Likeness

LONG = "The ferry to the island leaves at nine and comes back when the tide allows it, as it has for sixty years."


def features(html: str, link: str = "") -> Likeness:
    article = read(html)
    text = article_text(article)
    return likeness(article, text, normalised(text), link)


def test_markup_and_punctuation_do_not_change_the_text_of_a_copy() -> None:
    plain, marked = features(f"<p>{LONG}</p>"), features(f"<h2>{LONG[:30]}</h2><p>{LONG[30:]}!</p>")
    assert plain.text == marked.text != ""
    assert (plain.is_marked_up, marked.is_marked_up) == (False, True)


def test_several_paragraphs_are_markup() -> None:
    assert not features('<p>One<br>two<img src="/a.png"></p>').is_marked_up
    assert features("<p>One</p><p>two</p>").is_marked_up


def test_a_text_without_letters_has_no_digest() -> None:
    assert features("<p>Closed today.</p>").text != ""
    assert features("<p>…</p>").text == ""


def test_bodies_are_told_apart_by_signs_and_by_all_addresses() -> None:
    bodies = (
        "<p>-5 °C</p>", "<p>5 °C</p>", "<p>😀</p>", "<p>😢</p>", "<pre><code>a &lt; b</code></pre>",
        "<pre><code>a &gt; b</code></pre>", '<audio src="/1.mp3"></audio>', '<audio src="/2.mp3"></audio>',
        '<p><a href="/1.pdf">Download</a></p>', '<p><a href="/2.pdf">Download</a></p>', '<img src="/show?id=1">',
        '<img src="/show?id=2">', '<img src="/a.jpg?id=1">', '<img src="/a.jpg?id=2">', "",
    )  # fmt: skip
    assert len({features(body).body for body in bodies}) == len(bodies)
    assert features("").body == features("<p> </p>").body == ""


def test_bodies_are_the_same_whatever_their_markup_blanks_scheme_and_random_numbers() -> None:
    one = features('<h2>灯 塔</h2><p>与 <b>雾</b></p><img src="https://img.example/400/300?random=17">')
    other = features('<p>灯塔与雾</p><img src="http://img.example/400/300?random=4">')
    assert one.body == other.body != ""
    assert one.addresses == other.addresses != ""


def test_a_text_beyond_all_limits_is_told_apart_by_its_length() -> None:
    many = "长" * 500_001
    assert features(f"<p>{many}</p>").text != features(f"<p>{many}长</p>").text


@pytest.mark.parametrize(
    "link",
    ["https://news.example/a/1", "http://news.example/a/1/", "//www.news.example/a/1#top", "HTTPS://News.Example/a/1"],
)
def test_an_original_is_known_whatever_its_scheme_and_fragment(link: str) -> None:
    assert link_key(link) == "news.example/a/1"


def test_a_signature_makes_no_other_address() -> None:
    signed = features('<img src="https://img.example/a.jpg?sign=5f2&expires=1714550400&w=640">')
    assert signed == features('<img src="https://img.example/a.jpg?w=640&sign=77c&expires=1714636800">')


def test_words_are_told_apart_by_their_borders_and_not_by_script_and_signs() -> None:
    assert features("<p>to day</p>").text != features("<p>today</p>").text
    assert features("<p>燈塔，與霧</p>").text == features("<p>灯塔 与雾！</p>").text != ""


def test_the_query_of_an_original_tells_pages_apart_whatever_its_order() -> None:
    assert link_key("https://news.example/show?b=2&a=1") == link_key("https://news.example/show/?a=1&b=2")
    assert link_key("https://news.example/?p=1") != link_key("https://news.example/?p=2")


@pytest.mark.parametrize(
    "link",
    [
        "",
        "https://news.example",
        "http://www.news.example/",
        "https://news.example//#top",
        "http://n.example/index.html",
    ],
)
def test_the_home_page_of_a_site_is_no_original(link: str) -> None:
    assert link_key(link) == ""


def test_one_feed_has_one_key_in_every_tree_of_folders() -> None:
    flat = Header("", origin="潮报 - 港口", categories=(("新闻", "潮报 - 港口"),))
    nested = Header("", origin="潮报", categories=(("新闻", "潮报", "港口"),))
    named = Header("", origin="潮报 - 港口")
    assert feed_key(flat) == feed_key(nested) == feed_key(named) == "潮报港口"
    assert feed_key(Header("", origin="潮报", categories=(("新闻", "潮报", "航班"),))) != feed_key(nested)
    assert feed_key(Header("", origin="潮报", categories=(("新闻", "要闻"),))) == "潮报"
    assert feed_key(Header("", origin="New", categories=(("press", "New York Post"),))) == "new"
    assert feed_key(Header("")) == ""


def test_a_title_is_compared_without_quotes_blanks_and_signs_that_no_file_name_has() -> None:
    assert title_key("“Low tide: 4 o'clock”") == title_key("Low tide_ 4 o clock") == "lowtide4oclock"
    assert title_key('"！！！"') == title_key("！！！") == "!!!"
    assert title_key("C++") != title_key("C#")


def test_marks_that_copies_share_are_those_of_content_and_original() -> None:
    assert list(shared_marks([Likeness("t", "b", link="l"), Likeness()])) == ["b", "link l", ""]


def test_a_title_of_nothing_but_combining_marks_takes_no_time() -> None:
    marks = "\u0301\u0323" * 200_000
    assert title_key(f"Tides{marks}") == title_key(f"Tides{marks}\u0301") != ""
