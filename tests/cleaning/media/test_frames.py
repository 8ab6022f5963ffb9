"""Frames: advertisements go, and everything else becomes a link to what it shows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator.article.nodes import write_body
from generator.cleaning import media
from tests.cleaning.drafts import CONFIG, after, draft


@pytest.mark.parametrize(
    ("frame", "kind"),
    [
        ('<iframe src="https://googleads.g.doubleclick.net/pagead/ads?client=x"></iframe>', "tracking"),
        ('<iframe src="//rcm-na.amazon-adsystem.com/e/cm?t=x"></iframe>', "advertisement"),
        ('<iframe src="https://pos.baidu.com/x?di=1" width="640" height="80"></iframe>', "advertisement"),
        ('<iframe src="https://ads.harbour.example/7"></iframe>', "advertisement"),
        ('<iframe src="https://harbour.example/adserver/show.php?zone=7"></iframe>', "advertisement"),
        ('<iframe src="https://harbour.example/x" width="728" height="90"></iframe>', "advertisement"),
        ('<iframe src="https://harbour.example/x" style="width:300px; height:250px"></iframe>', "advertisement"),
        ('<embed src="https://harbour.example/b.swf" width="468" height="60">', "advertisement"),
        ('<iframe src="https://www.googletagmanager.com/ns.html?id=G" height="0" width="0"></iframe>', "tracking"),
        ('<iframe src="https://harbour.example/count" style="display:none"></iframe>', "tracking"),
        ('<iframe src="https://www.facebook.com/plugins/like.php?href=x"></iframe>', "share"),
    ],
)
def test_frames_that_advertise_or_count_go(frame: str, kind: str) -> None:
    post = draft(f"<p>x</p>{frame}")
    media.apply(post)
    assert write_body(post.body) == "<p>x</p>"
    assert [removal.kind for removal in post.removals] == [kind]


@pytest.mark.parametrize(
    ("attributes", "address", "text"),
    [
        # a page that one can watch
        (
            'src="//www.youtube.com/embed/abc-DEF_123?start=40&rel=0"',
            "https://www.youtube.com/watch?v=abc-DEF_123&t=40",
            "",
        ),
        ('src="https://www.youtube-nocookie.com/embed/abcdefghijk"', "https://www.youtube.com/watch?v=abcdefghijk", ""),
        ('src="https://www.youtube.com/embed/videoseries?list=PL12"', "https://www.youtube.com/playlist?list=PL12", ""),
        ('src="https://player.vimeo.com/video/123456?h=1"', "https://vimeo.com/123456", ""),
        (
            'src="//player.bilibili.com/player.html?aid=1&bvid=BV1xx411c7mD&page=3"',
            "https://www.bilibili.com/video/BV1xx411c7mD/?p=3",
            "",
        ),
        ('src="//player.bilibili.com/player.html?aid=170001"', "https://www.bilibili.com/video/av170001/", ""),
        ('data-src="https://v.qq.com/iframe/preview.html?vid=a0012bc"', "https://v.qq.com/x/page/a0012bc.html", ""),
        ('src="https://v.qq.com/txp/iframe/player.html?vid=a0012bc"', "https://v.qq.com/x/page/a0012bc.html", ""),
        ('src="https://player.youku.com/embed/XNDg1MjA5ODg="', "https://v.youku.com/v_show/id_XNDg1MjA5ODg=.html", ""),
        ('src="https://open.spotify.com/embed/track/4uLU6h"', "https://open.spotify.com/track/4uLU6h", ""),
        ('src="https://w.soundcloud.com/player/?url=https%3A//soundcloud.com/a/b"', "https://soundcloud.com/a/b", ""),
        ('src="https://codepen.io/jane/embed/abcDEF?height=300"', "https://codepen.io/jane/pen/abcDEF", ""),
        ('src="https://music.163.com/outchain/player?type=2&id=123"', "https://music.163.com/#/song?id=123", ""),
        ('src="https://embed.nicovideo.jp/watch/sm9"', "https://www.nicovideo.jp/watch/sm9", ""),
        # as given
        (
            'src="https://www.google.com/maps/embed?pb=1" width="300" height="250"',
            "https://www.google.com/maps/embed?pb=1",
            "",
        ),
        ('src="https://www.youtube.com/embed/"', "https://www.youtube.com/embed/", ""),
        (
            'src="https://player.bilibili.com/player.html?bvid=%22x"',
            "https://player.bilibili.com/player.html?bvid=%22x",
            "",
        ),
        (
            'src="https://www.figma.com/embed?url=https://evil.example/"',
            "https://www.figma.com/embed?url=https://evil.example/",
            "",
        ),
        ('src="https://harbour.example/chart" width="640" height="480"', "https://harbour.example/chart", ""),
        ('src="about:blank" data-cmp-src="https://harbour.example/chart"', "https://harbour.example/chart", ""),
        # a player may have any size
        (
            'src="https://www.youtube.com/embed/abcdefghijk" width="300" height="250"',
            "https://www.youtube.com/watch?v=abcdefghijk",
            "",
        ),
        # the title, if it says something
        (
            'src="https://harbour.example/v" title="How the bridge was built"',
            "https://harbour.example/v",
            "How the bridge was built",
        ),
        (
            'src="https://harbour.example/v" title="Spotify Embed: Harbour songs"',
            "https://harbour.example/v",
            "Harbour songs",
        ),
        ('src="https://harbour.example/v" title="YouTube video player"', "https://harbour.example/v", ""),
        ('src="https://harbour.example/v" title="嵌入视频播放器"', "https://harbour.example/v", ""),
        ('src="https://harbour.example/v" title="港口的一天"', "https://harbour.example/v", "港口的一天"),
        ('src="https://harbour.example/v" title="埋め込みコンテンツ"', "https://harbour.example/v", ""),
        ('src="https://harbour.example/v" title="https://harbour.example/v"', "https://harbour.example/v", ""),
    ],
)
def test_other_frames_become_links(attributes: str, address: str, text: str) -> None:
    post = draft(f"<iframe {attributes}></iframe>")
    media.apply(post)
    link = post.body.first("a")
    assert link is not None
    assert link.value("href") == address
    shown = address.partition("//")[2].partition("/")[0].removeprefix("www.")
    assert link.text() == (text or shown)


def test_a_frame_below_a_link_to_the_same_page_goes() -> None:
    body = (
        '<blockquote><a href="https://www.youtube.com/watch?v=abcdefghijk">The bridge</a></blockquote>\n'
        '<iframe src="https://www.youtube.com/embed/abcdefghijk"></iframe>'
    )
    assert after(media.apply, body) == body[: body.index("<iframe")]


def test_a_rule_that_is_off_leaves_a_link() -> None:
    config = replace(CONFIG, off=("media:banner",))
    body = '<iframe src="https://harbour.example/x" width="728" height="90"></iframe>'
    assert "https://harbour.example/x" in after(media.apply, body, config=config)


def test_a_long_title_is_cut() -> None:
    body = f'<iframe src="https://harbour.example/x" title="{"word " * 100}"></iframe>'
    link = draft(after(media.apply, body)).body.first("a")
    assert link is not None
    assert len(link.text()) == 200


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        (
            "https://harbour.example/2021/tides/",
            '<p>x</p><p class="frame"><a href="https://harbour.example/2021/chart.html?y=1">The tides</a></p>',
        ),
        ("", "<p>x</p>"),
    ],
)
def test_a_relative_frame_leads_to_the_page_it_was_written_for(link: str, expected: str) -> None:
    post = draft('<p>x</p><iframe src="../chart.html?y=1" title="The tides"></iframe>')
    post.header = replace(post.header, link=link)
    media.apply(post)
    assert write_body(post.body) == expected
