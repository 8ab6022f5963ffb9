"""Twins: the same picture for a script and without one, or in two sizes, stands once."""

from __future__ import annotations

import pytest

from generator.cleaning import media
from generator.cleaning.media.twins import is_larger, stem
from tests.cleaning.drafts import after, draft


def pictures(written: str) -> list[str]:
    """The addresses of the pictures after the step."""
    return [picture.value("src") for picture in draft(after(media.apply, written)).body.elements("img")]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        # lazy and noscript: the largest
        ('<img data-src="/boat-300x200.jpg"><noscript><img src="/boat.jpg"></noscript>', ["/boat.jpg"]),
        ('<img data-src="/boat.jpg"><noscript><img src="/boat-300x200.jpg"></noscript>', ["/boat.jpg"]),
        (
            '<p><img data-src="https://cdn.example/max/800/boat.jpg"></p><noscript><img src="https://cdn.example/max/2000/boat.jpg"></noscript>',
            ["https://cdn.example/max/2000/boat.jpg"],
        ),
        ('<img class="lazy" src="/low/7"><noscript><img src="/high/8.jpg"></noscript>', ["/low/7"]),
        # a picture that the script alone would have shown
        ('<img src="data:,"><noscript><img src="/boat.jpg"></noscript>', ["/boat.jpg"]),
        ('<img src="/gull.jpg"><noscript><img src="/boat.jpg"></noscript>', ["/gull.jpg", "/boat.jpg"]),
        # thumbnail and full size in a row
        ('<img src="/t/boat-150x150.jpg"><img src="/t/boat.jpg">', ["/t/boat.jpg"]),
        ('<a href="/boat.jpg"><img src="/boat-thumb.jpg"></a> <img src="/boat.jpg">', ["/boat.jpg"]),
        ('<img src="/boat.jpg?w=300"><img src="/boat.jpg?w=1200">', ["/boat.jpg?w=1200"]),
        ('<a href="/x"><img src="/boat.jpg"></a><a href="/x"><img src="/boat.jpg"></a>', ["/boat.jpg"]),
        # two pictures stay two
        ('<img src="/star.png"><img src="/star.png">', ["/star.png", "/star.png"]),
        ('<img src="/boat-1.jpg"><img src="/boat-2.jpg">', ["/boat-1.jpg", "/boat-2.jpg"]),
        ('<img src="/2021/03/boat.jpg"><img src="/2021/04/boat.jpg">', ["/2021/03/boat.jpg", "/2021/04/boat.jpg"]),
        ('<img src="/i?id=1"><img src="/i?id=2">', ["/i?id=1", "/i?id=2"]),
        (
            '<img src="//e.org/X/640?f=png"><img src="//e.org/Y/640?f=png">',
            ["//e.org/X/640?f=png", "//e.org/Y/640?f=png"],
        ),
        ('<img src="/moon-1x.jpg"><img src="/moon-5x.jpg">', ["/moon-1x.jpg", "/moon-5x.jpg"]),
        (
            '<img src="/boat-300x200.jpg" alt="small"><img src="/boat.jpg" alt="full">',
            ["/boat-300x200.jpg", "/boat.jpg"],
        ),
        ('<img src="/boat-300x200.jpg"><p>at 300 pixels</p><img src="/boat.jpg">', ["/boat-300x200.jpg", "/boat.jpg"]),
        (
            '<img src="/boat-300x200.jpg"><figcaption></figcaption><img src="/boat.jpg">',
            ["/boat-300x200.jpg", "/boat.jpg"],
        ),
        # a gallery of thumbnails
        (
            '<a href="/boat.jpg"><img src="/boat-99x99.jpg"></a><a href="/gull.jpg"><img src="/gull-99x99.jpg"></a>',
            ["/boat-99x99.jpg", "/gull-99x99.jpg"],
        ),
    ],
)
def test_twins_are_one_and_others_two(written: str, expected: list[str]) -> None:
    assert pictures(written) == expected


def test_the_twin_that_goes_is_recorded_and_leaves_its_text() -> None:
    post = draft('<img src="/boat-150x150.jpg" alt="Boats"><img src="/boat.jpg">')
    media.apply(post)
    kept = post.body.first("img")
    assert kept is not None
    assert kept.value("alt") == "Boats"
    assert [(removal.rule, removal.kind, removal.text) for removal in post.removals] == [
        ("media:twin", "markup", "/boat-150x150.jpg")
    ]
    assert post.taken.pictures == 1


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://e.org/x/harbour-1024x683.jpg", "/x/harbour"),
        ("https://e.org/x/w/640/harbour.jpg?q=1", "/x/harbour"),
        ("//cdn.e.org/x/harbour@2x.png", "/x/harbour"),
        ("/x/harbour.php?id=7", "/x/harbour.php?id=7"),
        ("data:image/gif;base64,R0", ""),
        ("/1.jpg", ""),
    ],
)
def test_the_stem_is_what_all_sizes_have_in_common(address: str, expected: str) -> None:
    assert stem(address) == expected


def test_an_address_without_a_size_is_the_larger_one() -> None:
    assert is_larger("/a.jpg", "/a-300x200.jpg")
    assert is_larger("/a-600x400.jpg", "/a-300x200.jpg")
    assert is_larger("/a.jpg", "/a_thumb.jpg")
    assert not is_larger("/a.jpg", "/b.jpg")
