"""Invented posts in the forms that scripts wrote, and what reading and cleaning make of one."""

from __future__ import annotations

from dataclasses import dataclass

from generator.clean_config import clean_config
from generator.config import Config
from generator.model import Post, SourceFile
from generator.rules import shipped
from generator.stages.clean import clean
from generator.stages.read import parse
from tests.cleaning.drafts import text_of

CONFIG = clean_config(Config(title="t", url="https://example.org/", timezone="Asia/Shanghai"), shipped())
BODY = "<p>雾里的灯亮了一夜。</p>"
TEXT = "雾里的灯亮了一夜。"
MOMENT = "2019-10-16 13:43:14"


@dataclass(frozen=True, slots=True)
class Found:
    """What a reader and a list would see of a source, and the codes of its problems."""

    title: str
    date: str
    """In UTC; empty for an undated post."""
    categories: tuple[tuple[str, ...], ...]
    text: str
    codes: tuple[str, ...]


def published(source: str | bytes, path: str = "港口/早报/a.md") -> Post:
    """The post of a source, through the whole of reading and cleaning."""
    data = source if isinstance(source, bytes) else source.encode()
    return clean(parse(SourceFile("content", path, len(data), 0, 0), data), CONFIG)


def found(source: str | bytes, path: str = "港口/早报/a.md") -> Found:
    """What becomes of a source."""
    post = published(source, path)
    header = post.header
    date = header.published.strftime("%Y-%m-%d %H:%M:%S") if header.published else ""
    return Found(header.title, date, header.categories, text_of(post), tuple(problem.code for problem in post.problems))


def flat(title: str, body: str = BODY) -> str:
    """The first trees: nothing is quoted, an empty line in front and blanks behind."""
    return (
        f"\n---\ntitle: {title}\ncategories: \n    - 港口\n    - 港口 - 早报\nauthor: 港口 - 早报\ncomments: false\n"
        f"date: Wed, 16 Oct 2019 13:43:14 GMT\nthumbnail: \n---\n\n<div>   \n{body}  \n</div>\n            "
    )


def by_rule(title: str) -> str:
    """A title in quotes as the script chose them."""
    return f'"{title}"' if "'" in title else f"'{title}'"


def layered(title: str, layers: int) -> str:
    """A title that was put into quotes once for every element of its feed item."""
    for _ in range(layers):
        title = by_rule(title)
    return title


def quoted(title: str, body: str = BODY) -> str:
    """The trees with one pair of quotes."""
    return (
        f"\n---\ntitle: {title}\ncategories: \n    - 港口\n    - 港口 - 早报\nauthor: 港口 - 早报\ncomments: false\n"
        f"date: Wed, 16 Oct 2019 13:43:14 GMT\nthumbnail: ''\n---\n\n<div>   \n{body}  \n</div>\n            "
    )


def three_levels(title: str, body: str = BODY) -> str:
    """The tree with three categories and an empty line in the header."""
    return (
        f"\n---\ntitle: {title}\ncategories: \n    - 港口\n    - 早报\n    - 头版\n\nauthor: 早报\ncomments: false\n"
        f"date: Wed, 16 Oct 2019 13:43:14 GMT\nthumbnail: ''\n---\n\n<div>   \n{body}  \n</div>\n            "
    )


def with_headimg(title: str, body: str = BODY) -> str:
    """The last tree: one blank before each item, and a cover twice."""
    return (
        f"\n---\ntitle: {title}\ncategories: \n - 港口\n - 早报\n - 头版\nheadimg: 'https://z.example/1.jpg'\n"
        f"author: 早报\ncomments: false\ndate: Wed, 16 Oct 2019 13:43:14 GMT\n"
        f"thumbnail: 'https://z.example/1.jpg'\n---\n\n<div>   \n{body}  \n</div>\n            "
    )
