"""Pictures that stand alone on their line are marked."""

from __future__ import annotations

import pytest

from generator.article.canonical import read
from generator.article.pictures import placed, unplaced


@pytest.mark.parametrize(
    "html",
    [
        '<p><img src="/a.png"></p>',
        '<p>&nbsp; <b><a href="/b"><img src="/a.png"></a></b>\n</p>',
        '<img src="/a.png">',
        'a<div><img src="/a.png"><p>b</p></div>c',
        'a<br><img src="/a.png"><br>b',
        '<figure><picture><source srcset="/b.png"><img src="/a.png"></picture><figcaption>a</figcaption></figure>',
        '<ul><li>a</li><li><img src="/a.png"></li></ul>',
        '<table><tr><td>a</td></tr></table><img src="/a.png">',
        '<p><img width="600" src="/a.png"></p>',
        '<p><img width="200" src="/a.png"><img src="/b.png"></p>',
    ],
)
def test_a_picture_alone_on_its_line_is_marked(html):
    assert placed(read(html)).html == html.replace('src="/a.png"', 'src="/a.png" class="alone"')


@pytest.mark.parametrize(
    "html",
    [
        '<p>a <img src="/a.png"></p>',
        '<p><img src="/a.png"> <b>a</b></p>',
        '<p><img src="/a.png"><img width="199" src="/b.png"></p>',
        '<p><img width="600" src="/a.png">a</p>',
        '<img src="/a.png">a',
        '<p><img src="/a.png" height="4"></p>',
        '<p><img src="/a.png"><audio src="/a.mp3"></audio></p>',
        '<table><tr><td><img src="/a.png"></td></tr></table>',
        '<pre>\n<img src="/a.png">\n</pre>',
        "<p>a</p>",
    ],
)
def test_no_other_picture_is_marked(html):
    assert placed(read(html)).html == html


def test_the_other_classes_of_a_picture_stay():
    html = placed(read('<p><img class="width-50" src="/a.png"></p><p>a</p>')).html
    assert html == '<p><img class="width-50 alone" src="/a.png"></p><p>a</p>'


@pytest.mark.parametrize(
    "html",
    [
        '<p><img alt="a" src="/a.png"></p><p><img src="/b.png"></p>',
        '<p><img class="width-50" src="/a.png"></p>',
        '<p><img src="/a.png" alt="class=&quot;alone&quot;"></p>',
    ],
)
def test_the_mark_is_taken_off_again_and_nothing_else(html):
    article = placed(read(html))
    assert article.html != html
    assert unplaced(article.html) == html


@pytest.mark.parametrize(
    "html",
    [
        '<p>The tag has class="alone" in it.</p>',
        '<p>a <img src="/a.png" alt="class=" title="left alone">',
        '<p>a <img src="/a.png" class="width-50"><img src="/a.png" alt="alone"></p>',
    ],
)
def test_what_is_no_mark_of_a_picture_stays(html):
    assert unplaced(html) == html
