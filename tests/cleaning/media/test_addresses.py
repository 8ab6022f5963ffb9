"""Addresses of pictures: in whatever attribute they are, and the largest of several."""

from __future__ import annotations

import pytest

from generator.article.nodes import Attributes
from generator.cleaning import media
from generator.cleaning.media.addresses import best_source, largest_candidate, lazy_srcsets
from tests.cleaning.drafts import CONFIG, after


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        # an attribute of any name, if it holds the address of a picture
        ({"data-hi-res": "/pics/harbour.webp"}, "/pics/harbour.webp"),
        ({"src": "/a/grey.gif", "data-ks-lazyload": "//img.e.org/a.jpg!large"}, "//img.e.org/a.jpg!large"),
        ({"src": "data:,", "nitro-lazy-src": "https://cdn.e.org/port/a.png?v=2"}, "https://cdn.e.org/port/a.png?v=2"),
        ({"data-image": "https://e.org/render?id=7"}, "https://e.org/render?id=7"),
        ({"data-x": "https://images.e.org/render?id=7"}, "https://images.e.org/render?id=7"),
        ({"data-x": "https://e.org/pic?wx_fmt=png"}, "https://e.org/pic?wx_fmt=png"),
        # a name that lazy loaders use comes first
        ({"data-full": "https://e.org/b.jpg", "data-src": "https://e.org/a.jpg"}, "https://e.org/a.jpg"),
        # the largest of several, as their names or the addresses say, else the first
        (
            {
                "data-medium-file": "https://e.org/a-300x200.jpg",
                "data-large-file": "https://e.org/a-1024x683.jpg",
                "data-orig-file": "https://e.org/a.jpg",
                "data-permalink": "https://e.org/photos/a/",
            },
            "https://e.org/a.jpg",
        ),
        ({"data-thumb": "/t/a.jpg", "data-picture": "/p/a.jpg"}, "/p/a.jpg"),
        ({"data-a": "/a-320x200.jpg", "data-b": "/a-1280x800.jpg", "data-c": "/a-640x400.jpg"}, "/a-1280x800.jpg"),
        ({"data-a": "/a.jpg", "data-b": "/b.jpg"}, "/a.jpg"),
        # a preview that a loader shows first
        (
            {"src": "https://e.org/max/60/a.jpeg?q=20", "data-src": "https://e.org/max/1600/a.jpeg"},
            "https://e.org/max/1600/a.jpeg",
        ),
        ({"src": "https://e.org/a.jpg?w=20&blur=9", "data-zoom": "https://e.org/a.jpg"}, "https://e.org/a.jpg"),
        # the candidates of every spelling
        ({"data-lazy-srcset": "/a-320.jpg 320w, /a-1024.jpg 1024w"}, "/a-1024.jpg"),
        ({"data-bgset": "/a.jpg 1x, /a@2x.jpg 2x"}, "/a@2x.jpg"),
        ({"src": "/img/blank.gif", "srcset": "/a-9.jpg 9w, /a-99.jpg 99w"}, "/a-99.jpg"),
    ],
)
def test_the_attribute_that_holds_a_picture_is_the_picture(attributes: Attributes, expected: str) -> None:
    assert best_source(attributes, CONFIG) == (expected, "lazy")


@pytest.mark.parametrize(
    "attributes",
    [
        {"data-permalink": "https://e.org/2021/harbour/"},
        {"data-link": "https://e.org/articles/7"},
        {"data-author-avatar": "https://e.org/jane.jpg"},
        {"data-placeholder": "/img/wait.gif"},
        {"data-share-image": "https://e.org/card.png"},
        {"data-offset": "0.5", "data-id": "a/b", "data-width": "640"},
        {"data-caption": "See photo.jpg for more"},
        {"onclick": "open('/a.png')"},
        {"data-src": "http://192.168.0.1/a.png"},
        {"data-full": "javascript:x.png"},
    ],
)
def test_other_attributes_are_no_picture(attributes: Attributes) -> None:
    assert best_source(attributes, CONFIG) == ("", "placeholder")


def test_a_real_picture_stays_as_it_is() -> None:
    assert best_source({"src": "/a.jpg", "data-thumb": "/b.jpg", "data-full": "/c.jpg"}, CONFIG) == ("/a.jpg", "")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        # one stand-in for all pictures is known by being the same
        (
            '<img src="/w.gif" data-src="/a.jpg"><img src="/w.gif" data-src="/b.jpg">',
            '<img src="/a.jpg" data-src="/a.jpg"><img src="/b.jpg" data-src="/b.jpg">',
        ),
        ('<img src="/star.png"><img src="/star.png">', '<img src="/star.png"><img src="/star.png">'),
        # the last source that can be loaded is the picture, in its largest size
        (
            '<picture><source srcset="/a.webp"><source srcset="/a.jpg 1x, /a2.jpg 2x"><img alt="x"></picture>',
            '<source srcset="/a.jpg 1x, /a2.jpg 2x"><img alt="x" src="/a2.jpg"></picture>',
        ),
        (
            '<picture><source data-srcset="/a.jpg"><span></span></picture>',
            '<picture><source data-srcset="/a.jpg" srcset="/a.jpg"><span></span><img src="/a.jpg"></picture>',
        ),
        (
            '<picture><source srcset="/a.webp"><img src="/a.jpg"></picture>',
            '<picture><source srcset="/a.webp"><img src="/a.jpg"></picture>',
        ),
        # candidates that only stand in give way, and those that repeat the picture say nothing
        (
            '<img src="/a.jpg" srcset="data:image/gif;base64,R0" data-srcset="/a.jpg 1x, /b.jpg 2x">',
            'srcset="/a.jpg 1x, /b.jpg 2x"',
        ),
        ('<img src="/a.jpg" data-srcset="/a.jpg">', '<img src="/a.jpg" data-srcset="/a.jpg">'),
        ('<img src="/a.jpg" srcset="/img/blank.gif 1x">', '<img src="/a.jpg">'),
    ],
)
def test_pictures_are_filled(written: str, expected: str) -> None:
    assert expected in after(media.apply, written)


def test_the_largest_candidate_is_the_widest_that_may_be_loaded() -> None:
    assert largest_candidate("/a.jpg 320w, http://router/c.jpg 9000w, /b.jpg 640w", CONFIG) == "/b.jpg"
    assert largest_candidate("/a.jpg", CONFIG) == "/a.jpg"
    assert largest_candidate("javascript:x 2x", CONFIG) == ""


def test_only_attributes_with_addresses_are_candidates() -> None:
    assert lazy_srcsets({"data-offset": "0.5", "data-charset": "utf-8", "data-imgset": "/a.jpg 2x"}) == ["/a.jpg 2x"]
