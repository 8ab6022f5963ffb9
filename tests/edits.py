"""Kinds of edits of a small site and the values that they take: for scripts at random, and for one with all values."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

LONG = "The ferry to the island leaves at nine and comes back when the tide allows it, as it has for sixty years. "
TALE = (
    "摆渡人每天清晨把船划到对岸，船上坐着去集市的人。他不收钱，只要每人讲一件昨天的事。年复一年，他听过的事比岸上的"
    "石头还多，却从来不说给下一个人听。"
)
DAMAGED_TALE = (
    "擺(bǎi)渡人每天清晨把船劃(huá)到對(duì)岸，船上坐著去集市的人。他不收錢(qián)，只要每人講(jiǎng)一件昨天的事。年復(fù)一年，"
    "他聽(tīng)過(guò)的事比岸上的石頭(tóu)還(hái)多，卻(què)從(cóng)來(lái)不說(shuō)給(gěi)下一個(gè)人聽(tīng)。"
)
NUMBERS = range(200)
DAYS = ("2023-12-31", "2024-01-01", "2024-01-05", "2024-02-01", "2024-01-03T23:30:00Z")
NAMES = ("a.md", "b.md", "sub/c.html", "sub/d.txt", "pages/p.md")
PICTURES = ("pic.png", "sub/pic.png")
WORDS = ("one", "two", "three")
BODIES = (
    "<p>Short.</p>",
    f"<p>{LONG}</p>",
    f"<p>{LONG * 3}</p><p>Behind the excerpt.</p>",
    f"<p>{LONG * 3}</p><p>Behind the excerpt, edited.</p>",
    f'<p>{LONG}</p><a href="1.md">a</a>, <a href="../sub/c.html">c</a> and <a href="/tags/one/">one</a>.',
    '<p>Look:</p><img src="pic.png"><img src="sub/pic.png">',
    "<p>老渡口的木船每天清晨出\ufffd，國(guó)家的橋(qiáo)。</p>",
    '<p>Buy</p><div class="banner">this</div>',
    "",
    f"<p>{TALE}</p>",
    f"<p>{DAMAGED_TALE}</p>",
)
LINKS = ("https://gull.example/fog", "http://gull.example/fog?utm_source=letter")
COPIES = ("copies/copy.md", "a.md", "sub/renamed.md")
CHANGES: tuple[dict[str, Any], ...] = (
    {}, {"title": "Copied"}, {"footer": "<p>Copied.</p>"}, {"date": "2023-12-31"}, {"source": "Crow"}, {"link": LINKS},
    {"link": LINKS, "source": "Crow", "title": "Copied", "footer": "<p>Copied.</p>"}, {"hidden": True},
)  # fmt: skip
"""How a copy differs from its original; of two links, the original gets the second."""
FIELDS: dict[str, tuple[Any, ...]] = {
    "date": DAYS,
    "categories": (["X"], ["X", "Y"], [["X"], ["Z"]], "C++"),
    "tags": ([], *([word] for word in WORDS), ["one", "two"], ["three", "two"], ["two", "two"]),
    "permalink": ("same/", "x.html", "tags/one/", "moved/"),
    "aliases": (["old/"], ["same/"], ["old/", "older/"]),
    "draft": (False, True),
    "layout": ("page",),
    "author": WORDS,
    "cover": PICTURES,
    "sticky": (0, 1),
    "password": ("", "open sesame"),
    "hidden": (False, True),
    "noindex": (False, True),
    "sitemap": (False, True),
    "search": (False, True),
    "link": LINKS,
    "source": ("Gull", "Crow"),
}
ONE_FIELD = [(name, value) for name, values in FIELDS.items() for value in values]
SETTINGS: list[tuple[str, Any]] = [
    ("title", "Other title"), ("url", "https://example.org/base/"), ("language", "ja"), ("timezone", "Asia/Shanghai"),
    ("permalink", ":year/:title/"), ("lists", {"per_page": 3}), ("lists", {"per_page": 2, "pagination": "hexo"}),
    ("feeds", {"size": 2, "content": "summary"}), ("content", [{"path": "content", "trusted": True}]),
    ("content", [{"path": "content", "markup": "text"}]), ("cleaning", {"rules": ["own.txt"], "off": ["media"]}),
    ("content", [{"path": "content", "exclude": ["sub", "2.md"]}]), ("content", [{"path": "content", "noindex": True}]),
    ("noindex", True), ("front_matter", {"private_tags": ["one"], "hidden": ["sticky"]}),
    ("theme", {"footer": "At the foot"}), ("deploy", {"cname": "archive.example.org"}),
    ("content", [{"path": "content", "dialect": "markdown", "line_breaks": False}]), ("math", "tex"),
    ("cleaning", {"rules": ["own.txt"], "off": ["damage:pinyin", "damage:mark"]}),
    ("lists", {"per_page": 3, "cards": 1, "day_posts": 1, "kinds": ["tag", "archive"]}), ("feeds", {"per": ["source"]}),
    ("lists", {"per_page": 2, "cards": 2, "day_posts": 3, "min_posts": 2}),
    ("copies", {}), ("copies", {"list": False}), ("search", {"enabled": False}), ("search", {"dir": "find"}),
    ("statistics", {"enabled": True}),
]  # fmt: skip
DEFAULTS = {
    "lists": {"per_page": 2, "cards": 1, "day_posts": 2},
    "feeds": {"size": 3},
    "cleaning": {"rules": ["own.txt"]},
}
OWN_TEMPLATES = ("404.html", "atom.xml", "partials/groups.html", "partials/comments.html", "partials/notice.html")

KINDS: dict[str, dict[str, Sequence[Any] | Mapping[str, Sequence[Any]]]] = {}
"""The values of each argument, by the name of the edit; for a mapping, any of its keys, each with one of its values."""


def edit(**values: Sequence[Any] | Mapping[str, Sequence[Any]]) -> Callable[[Callable[..., None]], Any]:
    """Declare a kind of edit."""

    def declare(method: Callable[..., None]) -> Any:
        KINDS[method.__name__] = values
        return rule(**{name: _strategy(some) for name, some in values.items()})(method)

    return declare


def _strategy(values: Sequence[Any] | Mapping[str, Sequence[Any]]) -> st.SearchStrategy[Any]:
    if isinstance(values, Mapping):
        return st.fixed_dictionaries({}, optional={name: st.sampled_from(some) for name, some in values.items()})
    return st.sampled_from(values)


def every_edit() -> list[tuple[str, dict[str, Any]]]:
    """Edits in any order with which each kind and each value of its arguments occurs, the numbers of posts aside."""
    random = Random(0)
    found = []
    for name, values in KINDS.items():
        dealt = {}
        for argument, some in values.items():
            if isinstance(some, Mapping):
                drawn = [{one: random.choice(some[one])} for one in some]
            else:
                drawn = random.sample(some, len(some))
            dealt[argument] = drawn
        count = max((len(drawn) for drawn in dealt.values() if len(drawn) < len(NUMBERS)), default=2)
        found += [
            (name, {argument: drawn[number % len(drawn)] for argument, drawn in dealt.items()})
            for number in range(count)
        ]
    return random.sample(found, len(found))
