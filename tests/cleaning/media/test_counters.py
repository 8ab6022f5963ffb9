"""Counters: pictures that no reader is to see, by place and size."""

from __future__ import annotations

import pytest

from generator.article.nodes import write_body
from generator.cleaning import media
from generator.cleaning.media.counters import is_counter
from tests.cleaning.drafts import counts, draft


@pytest.mark.parametrize(
    "address",
    [
        "https://pixel.wp.com/b.gif?host=a.example&post=2",
        "https://stats.wordpress.com/b.gif?x=1",
        "//hm.baidu.com/hm.gif?si=1",
        "https://s4.cnzz.com/z_stat.php?id=1",
        "https://www.facebook.com/tr?id=1&ev=PageView",
        "https://www.google-analytics.com/collect?v=1&tid=UA-1",
        "https://feeds.feedburner.com/~r/harbour/~4/abc",
        "https://feedpress.me/123/456.gif",
        "https://feeds.harbour.example/~r/news/~4/abc",
        "https://feeds.harbour.example/~ff/news?d=yIl2",
        "https://medium.com/_/stat?event=post",
        "https://ad.doubleclick.net/ddm/ad/N1",
        "https://stats.harbour.example/matomo.php?idsite=1",
        "https://stats.harbour.example/piwik.php",
        "https://a.example/count.gif?id=7",
        "https://a.example/log/b.gif?post=2",
        "https://news.example/pageview.aspx?article=9",
        "https://mail.example/wf/open?upn=x",
    ],
)
def test_counters_are_known_by_host_or_path(address: str) -> None:
    assert is_counter(address)


@pytest.mark.parametrize(
    "address",
    [
        "https://a.example/stats.png?raw=true",
        "https://a.example/count.gif",
        "https://a.example/t.gif?v=3",
        "https://a.example/image.php?id=7",
        "https://a.example/counter/photo.jpg?x=1",
        "https://a.example/facebook.com/tr?id=1",
        "https://facebook.com/photo.jpg?id=1",
        "https://notcnzz.com/a.png?id=1",
        "https://feeds.feedburner.com/picture.png",
        "/count.gif?id=7",
        "",
    ],
)
def test_other_pictures_are_none(address: str) -> None:
    assert not is_counter(address)


@pytest.mark.parametrize(
    "attributes",
    [
        'width="1" height="1"',
        'width="0" height="0"',
        'style="width:1px;height:1px"',
        'style="max-width:1px;max-height:1px"',
        'style="width:1px;height:1px;max-width:100%"',
        'style="border:0; WIDTH: 0px !important; height: 0"',
        'style="position:absolute;left:-9999px"',
    ],
)
def test_what_nobody_can_see_goes_as_tracking(attributes: str) -> None:
    post = draft(f'<p>x</p><img src="https://a.example/a.jpg" {attributes}>')
    media.apply(post)
    assert write_body(post.body) == "<p>x</p>"
    assert [(removal.rule, removal.kind) for removal in post.removals] == [("media:pixel", "tracking")]
    assert post.taken.pictures == 1


def test_a_hidden_picture_goes_if_it_is_no_photograph() -> None:
    post = draft('<img src="https://a.example/x.gif" style="display:none"><img src="/a.jpg" style="display:none">')
    media.apply(post)
    assert write_body(post.body) == '<img src="/a.jpg" style="display:none">'
    assert counts(post) == {"media:pixel": 1}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('<img src="/a.jpg" style="width:100%;height:0;padding-top:60%">', '<img src="/a.jpg" '),
        ('<img src="/a.jpg" width="600" style="height:1px">', '<img src="/a.jpg">'),
        ('<img src="/a.jpg" style="max-width:100%;line-height:0">', '<img src="/a.jpg" '),
        ('<img data-src="/a.jpg" style="display:none">', '<img data-src="/a.jpg" src="/a.jpg">'),
        (
            '<img data-src="/a.gif" style="width:0;height:0">',
            '<img data-src="/a.gif" style="width:0;height:0" src="/a.gif">',
        ),
    ],
)
def test_the_box_of_a_picture_is_no_counter(written: str, expected: str) -> None:
    post = draft(written)
    media.apply(post)
    assert expected.removesuffix(">") in write_body(post.body)
