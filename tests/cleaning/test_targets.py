"""Targets of links inside an article."""

from __future__ import annotations

import pytest

from generator.stages.clean import clean
from tests.cleaning.drafts import CONFIG, raw_post, written

LINK = "https://news.example/2021/bridge/"


def cleaned(body: str, link: str = "") -> str:
    return written(clean(raw_post(body, **({"link": link} if link else {})), CONFIG))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        # The anchor stands in a block with words.
        (
            '<p><a href="#b">b</a></p><p><a name="b"></a>B</p>',
            '<p><a href="#h-b">b</a></p><p><a id="h-b"></a>B</p>',
        ),
        # It stands alone: the next element takes its id, a heading its own.
        (
            '<p><a href="#桥">桥</a></p><div><p><a name="桥"></a></p></div><p>桥长三里。</p>',
            '<p><a href="#h-桥">桥</a></p><p id="h-桥">桥长三里。</p>',
        ),
        (
            '<p><a href="#hashi">橋</a></p><p><span id="hashi"></span><br></p><h3>橋の話</h3><p>あ</p>',
            '<p><a href="#h-橋の話">橋</a></p><h2 id="h-橋の話">橋の話</h2><p>あ</p>',
        ),
        (
            '<ul><li><a href="#t">t</a></li></ul><p><a id="t"></a></p><table><tbody><tr><td>1</td><td>2</td></tr>'
            "</tbody></table>",
            '<ul><li><a href="#h-t">t</a></li></ul><div class="table"><table id="h-t"><tbody><tr><td>1</td><td>2</td>'
            "</tr></tbody></table></div>",
        ),
        # Two anchors want one element; a text cannot have an id.
        (
            '<p><a href="#a">a</a><a href="#b">b</a></p><p><a name="a"></a></p><p><a name="b"></a></p><p>B</p>',
            '<p><a href="#h-a">a</a><a href="#h-b">b</a></p><p id="h-b"><span id="h-a"></span>B</p>',
        ),
        (
            '<p><a href="#a">a</a></p><div><b><a name="a"></a></b>words</div>',
            '<p><a href="#h-a">a</a></p><div><span id="h-a"></span>words</div>',
        ),
        # Nothing follows, or nothing leads there.
        ('<p><a href="#a">a</a></p><p><a name="a"></a></p>', "<p>a</p>"),
        ('<p>a</p><p><a name="a"></a></p><p>b</p>', "<p>a</p><p>b</p>"),
        # Names with percent signs, names of footnotes, and a name beside an id.
        (
            '<p><a href="#%E6%A1%A5">a</a></p><p><a name="%E6%A1%A5"></a></p><p>b</p>',
            '<p><a href="#h-桥">a</a></p><p id="h-桥">b</p>',
        ),
        (
            '<p>a<a href="#fn1">1</a><a href="#fn:2">2</a></p><p><a name="fn1"></a></p><p>b</p><p><a name="fn:2"></a>c',
            '<p>a<a href="#h-fn1">1</a><a href="#fn:2">2</a></p><p id="h-fn1">b</p><p><a id="fn:2"></a>c</p>',
        ),
        (
            '<p><a href="#b">b</a></p><p><a id="x17" name="b"></a>B</p>',
            '<p><a href="#h-b">b</a></p><p><a id="h-b"></a>B</p>',
        ),
        # Case counts.
        ('<p><a href="#Part">a</a></p><p><a name="part"></a></p><p>b</p>', "<p>a</p><p>b</p>"),
        # A post takes no id of the page.
        (
            '<p><a href="#main">a</a></p><p id="h-main">b</p><p id="main">c</p>',
            '<p><a href="#h-main">a</a></p><p>b</p><p id="h-main">c</p>',
        ),
    ],
)
def test_a_name_that_a_link_leads_to_is_an_id_of_what_follows(body, expected):
    assert cleaned(body) == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (f"{LINK}#cost", "#h-cost"),
        ("http://www.news.example/2021/bridge#cost", "#h-cost"),
        ("/2021/bridge/#cost", "#h-cost"),
        (f"{LINK}?utm_source=feed#cost", "#h-cost"),
        (f"{LINK}#Noise", "#h-Noise"),
        (f"{LINK}#photos", f"{LINK}#photos"),
        (f"{LINK}#Cost", f"{LINK}#Cost"),
        (f"{LINK}?page=2#cost", f"{LINK}?page=2#cost"),
        (f"{LINK}#", f"{LINK}#"),
        ("https://news.example/2021/#cost", "https://news.example/2021/#cost"),
    ],
)
def test_a_link_to_a_place_of_the_original_article_stays_in_the_page(address, expected):
    body = f'<p><a href="{address}">see</a></p><h2>Noise</h2><p>a</p><p><a name="cost"></a></p><p>b</p>'
    rel = ' rel="noopener nofollow"' if expected.startswith("http") else ""
    assert f'<a href="{expected}"{rel}>see</a>' in cleaned(body, f"{LINK}?utm_medium=rss")
    assert '<a href="#' not in cleaned(body)
