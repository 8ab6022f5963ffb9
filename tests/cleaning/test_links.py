"""Links of scraped pages: where they lead, without who followed them."""

from __future__ import annotations

import pytest

from generator.cleaning import media
from generator.cleaning.links import unwrapped, without_tracking
from tests.cleaning.drafts import after, counts, draft


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("https://link.juejin.cn/?target=https%3A%2F%2Fexample.org%2Fa%3Fb%3D1", "https://example.org/a?b=1"),
        ("https://links.jianshu.com/go?to=https%3A%2F%2Fexample.org", "https://example.org"),
        ("https://www.oschina.net/action/GoToLink?url=http%3A%2F%2Fexample.org%2F", "http://example.org/"),
        ("https://link.zhihu.com/?target=https%3A//link.juejin.cn/%3Ftarget%3Dhttps%3A//e.org/", "https://e.org/"),
        ("https://link.juejin.cn/?target=javascript:x", "https://link.juejin.cn/?target=javascript:x"),
        ("https://link.juejin.cn/?target=/local", "https://link.juejin.cn/?target=/local"),
        ("https://example.org/?target=https://e.org", "https://example.org/?target=https://e.org"),
        ("https://www.jianshu.com/p/1?url=https://e.org", "https://www.jianshu.com/p/1?url=https://e.org"),
    ],
)
def test_redirectors_are_unwrapped(written: str, expected: str) -> None:
    assert unwrapped(written) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("https://e.org/?utm_source=x&id=1&spm=2", "https://e.org/?id=1"),
        ("https://e.org/a?utm_source=x#part", "https://e.org/a#part"),
        ("https://e.org/a?b=%E4%BD%A0&&c", "https://e.org/a?b=%E4%BD%A0&&c"),
        ("https://e.org/a?from=timeline&isappinstalled=0", "https://e.org/a"),
        ("https://e.org/a?from=london&to=paris", "https://e.org/a?from=london&to=paris"),
        ("https://e.org/a", "https://e.org/a"),
    ],
)
def test_tracking_goes_and_the_rest_stays_letter_for_letter(written: str, expected: str) -> None:
    assert without_tracking(written) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('<a href="https://e.org/style/undefined">x</a>', "x"),
        (
            '<a href="app://1" data-origin-href="https://e.org/1">x</a>',
            '<a href="https://e.org/1" data-origin-href="https://e.org/1">x</a>',
        ),
        ('<a href="taptap://1">x</a>', "x"),
        ('<a href="javascript:void(0)"><img src="/a.png"></a>', '<img src="/a.png">'),
        ('<p>a<a href="javascript:;"> </a></p>', "<p>a</p>"),
        ('<a href="magnet:?xt=1">get</a>', "get <code>magnet:?xt=1</code>"),
        ('<a href="ed2k://|file|a|">ed2k://|file|a|</a>', "ed2k://|file|a|"),
        ('<a href="../a.md">x</a>', '<a href="../a.md">x</a>'),
        ("<a>x</a>", "<a>x</a>"),
    ],
)
def test_links_that_no_browser_can_follow_become_text(written: str, expected: str) -> None:
    assert after(media.apply, written) == expected


def test_dropped_links_are_told_once() -> None:
    post = draft('<a href="javascript:1">x</a><a href="taptap:2">y</a>')
    media.apply(post)
    assert counts(post) == {"media:scheme": 1}
    assert [(problem.code, problem.message) for problem in post.problems] == [
        ("link-dropped", "2 with an address that no browser may follow")
    ]
