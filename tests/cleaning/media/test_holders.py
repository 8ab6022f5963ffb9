"""Empty elements that hold a picture, and elements that hold none or hold more."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator.cleaning import media
from tests.cleaning.drafts import CONFIG, after, draft


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('<figure data-src="https://img.example/a.jpg"></figure>', "https://img.example/a.jpg"),
        ('<div class="frame" data-src="/a.webp"> <div></div><canvas></canvas></div>', "/a.webp"),
        ('<figure data-image="//img.example/a.png!w"><figcaption>x</figcaption></figure>', "//img.example/a.png!w"),
        ('<div data-bgset="/a.jpg 320w, /b.jpg 640w"></div>', "/b.jpg"),
        ("<span data-background-image=\"url('/a.jpg')\"></span>", "/a.jpg"),
        (
            '<figure itemid="https://img.example/7" itemtype="http://schema.org/ImageObject"></figure>',
            "https://img.example/7",
        ),
        ('<div style="height:300px;background-image:url(/a.jpg)"></div>', "/a.jpg"),
        (
            "<div style=\"background: #fff url( 'https://img.example/a?id=7' ) no-repeat\"></div>",
            "https://img.example/a?id=7",
        ),
        ('<a href="/b.jpg" style="background-image:url(&quot;/a.jpg&quot;)"></a>', "/a.jpg"),
    ],
)
def test_an_empty_element_that_holds_a_picture_is_that_picture(written: str, expected: str) -> None:
    body = draft(after(media.apply, f"<p>x</p>{written}")).body
    assert [picture.value("src") for picture in body.elements("img")] == [expected]


@pytest.mark.parametrize(
    "written",
    [
        # with content
        '<div style="background-image:url(/a.jpg)">Text</div>',
        '<section style="background:url(/a.jpg)"><p>Text</p></section>',
        '<figure data-src="/a.jpg"><video src="/a.mp4"></video></figure>',
        '<div data-src="/a.jpg"><table><tbody><tr><td></td></tr></tbody></table></div>',
        # no picture of an article
        '<div style="background-image:url(/a.svg)"></div>',
        '<div style="background-image:url(/img/arrow.png)"></div>',
        '<span style="width:16px;height:16px;background:url(/a.png)"></span>',
        '<i style="background:url(/a.png)"></i>',
        '<div style="background:url(/a.png);background-position:-20px 0"></div>',
        '<div class="share" data-src="/a.png"></div>',
        '<div data-src="https://player.example/7"></div>',
        '<div data-author-src="/a.png"></div>',
        '<div data-id="/a.png"></div>',
        '<div style="background-image:url(data:image/png;base64,AAAA)"></div>',
        '<div style="background-image:url(https://pixel.wp.com/b.gif?a=1)"></div>',
        '<div style="background-image:url(javascript:x)"></div>',
        '<div style="display:none;background-image:url(/a.png)"></div>',
    ],
)
def test_other_elements_stay_as_they_are(written: str) -> None:
    assert draft(after(media.apply, written)).body.first("img") is None


def test_a_label_becomes_the_alternative_text() -> None:
    assert '<img src="/a.jpg" alt="Boats">' in after(media.apply, '<div data-src="/a.jpg" aria-label="Boats"></div>')


def test_of_nested_holders_the_inner_one_is_the_picture() -> None:
    body = draft(after(media.apply, '<div data-src="/a.jpg"><div data-src="/b.jpg"></div></div>')).body
    assert [picture.value("src") for picture in body.elements("img")] == ["/b.jpg"]


def test_the_rule_can_be_switched_off() -> None:
    config = replace(CONFIG, off=("media:background",))
    assert draft(after(media.apply, '<figure data-src="/a.jpg"></figure>', config=config)).body.first("img") is None
