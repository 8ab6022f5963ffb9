"""Media: each row of the catalogue of broken media with an invented post that shows it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator.article.nodes import write_body
from generator.clean_config import CleanConfig
from generator.cleaning import media
from tests.cleaning.drafts import CONFIG, after, counts, draft


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        # lazy loaders
        ('<img data-src="https://e.org/a.png">', '<img data-src="https://e.org/a.png" src="https://e.org/a.png">'),
        ('<img src="https://e.org/blank.gif" data-original="//e.org/a.png">', "//e.org/a.png"),
        ('<img src="/img/loading.gif" data-src="/a.png">', '<img src="/a.png" data-src="/a.png">'),
        (
            '<img data-original-src="//e.org/a" src="https://e.org/p/undefined">',
            '<img data-original-src="//e.org/a" src="//e.org/a">',
        ),
        ('<img src="data:image/gif;base64,R0" data-actualsrc="https://e.org/a.jpg">', 'src="https://e.org/a.jpg"'),
        ('<img srcset="https://e.org/a.png 2x">', 'src="https://e.org/a.png"'),
        ('<img src="https://e.org/real.png" data-src="true">', 'src="https://e.org/real.png"'),
        ('<video data-src="https://e.org/a.mp4"></video>', 'src="https://e.org/a.mp4"'),
        ('<img src="https://e.org/a.png" data-srcset="https://e.org/b.png 2x">', 'srcset="https://e.org/b.png 2x"'),
        # dead proxies
        ('<img src="https://cors.zfour.workers.dev/?http://e.org/a.png?x=1">', '<img src="http://e.org/a.png?x=1">'),
        ('<img src="https://cors.zfour.workers.dev/?http%3A%2F%2Fe.org%2Fa.png">', '<img src="http://e.org/a.png">'),
        ('<img src="https://images.weserv.nl/?url=e.org/a.png&amp;w=80">', '<img src="https://e.org/a.png">'),
        # what a proxy hides may be an address that sanitizing refuses
        (
            '<img src="https://images.weserv.nl/?url=http://192.168.0.1/a.png">',
            '<img src="http://192.168.0.1/a.png">',
        ),
        (
            '<img src="https://e.org/blank.gif" data-src="http://router/a.png" srcset="https://e.org/b.png 2x">',
            'src="https://e.org/b.png"',
        ),
        (
            '<video poster="https://cors.zfour.workers.dev/?http://e.org/a.png" src="https://cors.zfour.workers.dev/?http://e.org/a.mp4"></video>',
            '<video poster="http://e.org/a.png" src="http://e.org/a.mp4"></video>',
        ),
        (
            '<img src="https://e.org/a.png" srcset="https://cors.zfour.workers.dev/?http://e.org/b.png 2x">',
            'srcset="http://e.org/b.png 2x"',
        ),
        # sources of a picture that belong to another site
        (
            '<picture><source srcset="/a.webp"><img src="https://e.org/a.png"></picture>',
            '<picture><img src="https://e.org/a.png"></picture>',
        ),
        (
            '<picture><source srcset="a.webp"><img src="a.png"></picture>',
            '<picture><source srcset="a.webp"><img src="a.png"></picture>',
        ),
        # sizes
        ('<img src="/a.png" width="300px" height="200">', '<img src="/a.png" width="300" height="200">'),
        ('<img src="/a.png" width="100%" height="200">', '<img src="/a.png">'),
        ('<img src="/a.png" width="580">', '<img src="/a.png" width="580">'),
        ('<img src="/a.png" width="9000" height="10">', '<img src="/a.png">'),
        # players
        (
            '<video><source src="a.m3u8" type="application/x-mpegURL"><source src="a.mp4"></video>',
            '<video><source src="a.mp4"></video>',
        ),
        ('<video><source src="a.m3u8"></video>', '<video><source src="a.m3u8"></video>'),
        # frames
        (
            '<iframe src="//player.example.org/v?id=1"></iframe>',
            '<p class="frame"><a href="https://player.example.org/v?id=1">player.example.org</a></p>',
        ),
        (
            '<p>x <iframe src="https://example.org/v"></iframe></p>',
            '<p>x <br><a href="https://example.org/v">example.org</a></p>',
        ),
        (
            '<p><b><iframe src="https://example.org/v"></iframe></b>甲<iframe src="https://example.org/w"></iframe><br></p>',
            '<p><b><a href="https://example.org/v">example.org</a></b><br>甲<br>'
            '<a href="https://example.org/w">example.org</a><br></p>',
        ),
        ('<iframe data-src="https://example.org/v" src="about:blank"></iframe>', '<a href="https://example.org/v">'),
        (
            '<object data="https://example.org/v.swf"><param name="a"></object>',
            '<a href="https://example.org/v.swf">example.org</a>',
        ),
        (
            '<object><embed src="https://example.org/v.swf"></object>',
            '<a href="https://example.org/v.swf">example.org</a>',
        ),
        # what stays
        ('<img src="https://e.org/a.jpeg!180">', '<img src="https://e.org/a.jpeg!180">'),
        (
            '<a href="https://e.org/b.png"><img src="https://e.org/thumb/b.png"></a>',
            '<a href="https://e.org/b.png"><img src="https://e.org/thumb/b.png"></a>',
        ),
    ],
)
def test_media_are_mended(written: str, expected: str) -> None:
    assert expected in after(media.apply, written)


@pytest.mark.parametrize(
    ("written", "rule"),
    [
        ('<img src="https://picsum.photos/400/300?random=1">', "media:placeholder"),
        ('<img src="https://e.org/static/blank.png">', "media:placeholder"),
        ('<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">', "media:placeholder"),
        ("<img>", "media:placeholder"),
        ('<img src="https://e.org/count.gif" width="1" height="1">', "media:pixel"),
        ('<iframe src="about:blank"></iframe>', "media:frame"),
        ("<iframe></iframe>", "media:frame"),
        ("<video></video>", "media:player"),
        ('<video src="blob:https://e.org/1"></video>', "media:player"),
    ],
)
def test_what_shows_nothing_goes_and_is_counted(written: str, rule: str) -> None:
    post = draft(written)
    media.apply(post)
    assert write_body(post.body) == ""
    assert counts(post) == {rule: 1}


def test_a_rule_that_is_off_does_nothing() -> None:
    config = replace(CONFIG, off=("media:placeholder", "media:frame"))
    written = '<img src="https://picsum.photos/9"><iframe></iframe>'
    assert after(media.apply, written, config=config) == written


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (
            '<noscript><img src="https://e.org/a.png"></noscript><img data-src="//e.org/a.png">',
            '<img data-src="//e.org/a.png" src="//e.org/a.png">',
        ),
        ('<noscript><img src="https://e.org/a.png"></noscript>', '<img src="https://e.org/a.png">'),
        (
            '<noscript><img src="/a.png"></noscript><p>x</p><noscript><img src="/a.png"></noscript>',
            '<p>x</p><img src="/a.png">',
        ),
        ("<p>x</p><noscript>Please switch scripts on.</noscript>", "<p>x</p>"),
    ],
)
def test_a_picture_and_its_twin_in_noscript_stand_once(written: str, expected: str) -> None:
    assert after(media.apply, written) == expected


def _cover(body: str, cover: str, config: CleanConfig = CONFIG) -> str:
    post = draft(body, cover=cover, config=config)
    media.apply(post)
    return post.cover


@pytest.mark.parametrize(
    ("cover", "body", "expected"),
    [
        ("https://e.org/c.png", '<img src="https://e.org/a.png">', "https://e.org/c.png"),
        ("https://cors.zfour.workers.dev/?http://e.org/c.png", "", "http://e.org/c.png"),
        ("https://picsum.photos/400/300?random=7", "<p>x</p>", ""),
        ("https://picsum.photos/400/300?random=7", '<img src="https://e.org/a.png">', "https://e.org/a.png"),
        ("javascript:x", "", ""),
        ("https://e.org/article/7/", '<img src="https://e.org/b.png">', "https://e.org/b.png"),
        ("", '<img src="https://e.org/article/7/?from=feed"><img src="https://e.org/b">', "https://e.org/b"),
        ("", '<img src="https://picsum.photos/1"><img src="https://e.org/b.png">', "https://e.org/b.png"),
        (
            "",
            '<img src="https://e.org/i.png" width="40" height="40"><img src="https://e.org/b.png">',
            "https://e.org/b.png",
        ),
        ("", '<img src="https://e.org/avatar/1.png">', ""),
        ("", '<img data-src="photo.jpg">', "photo.jpg"),
        (
            "",
            '<img src="https://e.org/a.jpg" style="display:none"><img src="https://e.org/b.jpg">',
            "https://e.org/b.jpg",
        ),
    ],
)
def test_the_cover_is_a_real_picture_or_none(cover: str, body: str, expected: str) -> None:
    assert _cover(body, cover) == expected


def test_many_sources_cost_their_number_and_not_its_square() -> None:
    post = draft("<picture>" + '<source srcset="a.png">' * 20_000 + "</picture>")
    media.apply(post)
    pictures = post.body.elements("img")
    assert [picture.value("src") for picture in pictures] == ["a.png"]
