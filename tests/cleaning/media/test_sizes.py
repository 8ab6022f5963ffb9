from __future__ import annotations

import time

import pytest

from generator.article.nodes import Node
from generator.cleaning import media
from generator.cleaning.draft import Tally
from generator.cleaning.media.sizes import keep_size
from generator.stages.clean import clean
from tests.cleaning.drafts import CONFIG, counts, draft, raw_post
from tests.stages.test_clean import filled


def kept(attributes: str) -> tuple[str | None, str | None, str]:
    """Width, height and class of a picture after the step."""
    post = draft(f'<img src="/a.png" {attributes}>')
    media.apply(post)
    picture = post.body.first("img")
    assert picture is not None
    return picture.attributes.get("width"), picture.attributes.get("height"), picture.value("class")


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ("width=200px", ("200", None, "")),
        ("width=300", ("300", None, "")),
        ("width=300.5 height=200", ("300", "200", "")),
        ("height=3em", (None, "48", "")),
        ("width='640PX' height=auto", ("640", None, "")),
        ("style='width: 200px'", ("200", None, "")),
        ("style='WIDTH:10cm!important;border:0'", ("378", None, "")),
        ("width=1024 height=768 style='width:300px;height:auto'", ("300", None, "")),
        ("width=1024 height=768 style='width:100%;height:auto'", ("1024", "768", "")),
        ("class='size-medium x'", ("300", None, "size-medium x")),
        ("class='size-medium' width=100 height=50", ("100", "50", "size-medium")),
    ],
)
def test_pixels_stay_numbers(attributes: str, expected: tuple[str | None, str | None, str]) -> None:
    assert kept(attributes) == expected


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ("width='50%'", "width-50"),
        ("style='width: 33.33%;'", "width-33"),
        ("style='width:70%' width=900 height=600", "width-67"),
        ("style='width:50vw'", "width-50"),
        ("width='48%' height='200' class=photo", "width-50 photo"),
        ("style='zoom:50%'", "zoom-50"),
        ("style='zoom: 0.3; border: 0'", "zoom-33"),
        ("style='zoom: 67%;' class=x", "zoom-67 x"),
    ],
)
def test_a_share_of_the_column_and_a_zoom_become_classes(attributes: str, expected: str) -> None:
    assert kept(attributes) == (None, None, expected)


def test_a_zoom_goes_with_numbers() -> None:
    assert kept("width=800 height=600 style='zoom:50%'") == ("800", "600", "zoom-50")


@pytest.mark.parametrize(
    "attributes",
    [
        "width=3",
        "width=-200",
        "width=99999",
        "width=123456789012345678901234567890",
        "height=0.0001",
        "width=auto height=auto",
        "width=9000 height=10",
        "width='100%' height=200",
        "width='100%'",
        "width='1%'",
        "width='calc(100% - 2px)'",
        "style='max-width:300px;min-width:20px'",
        "style='border-width:200px'",
        "style='zoom:100%'",
        "style='zoom:1'",
        "style='zoom:0'",
        "style='width:2xx'",
        "style='width:１００px'",
        "class='size-full'",
    ],
)
def test_what_says_nothing_usable_is_ignored(attributes: str) -> None:
    assert kept(attributes)[:2] == (None, None)
    assert not kept(attributes)[2].startswith(("width-", "zoom-"))


def test_sizes_that_change_are_counted() -> None:
    post = draft(
        '<img src="/a.png" width="50%"><img src="/b.png" width="100" height="50"><img src="/c.png" width=auto>'
    )
    media.apply(post)
    assert counts(post)["media:size"] == 2


def test_an_article_keeps_the_sizes() -> None:
    post = clean(
        raw_post(
            '<p>a</p><img src="https://a.example/b.png" width="200px"> <img src="https://a.example/c.png" '
            'style="zoom:50%"> <img src="https://a.example/d.png" width="50%"><b class="width-50 zoom-50">x</b>'
        ),
        CONFIG,
    )
    html = filled(post)
    assert 'b.png" width="200" ' in html
    assert 'c.png" class="zoom-50" ' in html
    assert 'd.png" class="width-50" ' in html
    assert "<b>x</b>" in html


def test_a_long_style_is_read_at_once() -> None:
    post = draft("")
    start = time.process_time()
    for style in ("width:" * 50_000, ";width:1" * 50_000, "zoom" + " " * 100_000, ";" * 100_000 + "width"):
        keep_size(Node("img", {"style": style, "class": "size- " * 50_000}), Tally(post, "media"))
    assert time.process_time() - start < 0.5
