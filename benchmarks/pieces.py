"""What made posts consist of: invented words, addresses that lead nowhere, and elements."""

from __future__ import annotations

import math
from random import Random
from string import ascii_lowercase

HAN = [chr(code) for code in range(0x4E00, 0x4E00 + 2500)]
_PIXEL = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"


def many(chance: Random, median: float, spread: float) -> int:
    """A number around the median, at least one; log-normal, as the lengths of posts are."""
    return max(1, round(chance.lognormvariate(math.log(median), spread)))


def words(chance: Random, least: int, most: int) -> str:
    """Between `least` and `most` characters."""
    return "".join(chance.choices(HAN, k=chance.randint(least, most)))


def sentence(chance: Random) -> str:
    """One to four clauses."""
    return "，".join(words(chance, 4, 14) for _ in range(chance.randint(1, 4))) + "。"


def sentences(chance: Random, most: int) -> str:
    """One to `most` sentences."""
    return "".join(sentence(chance) for _ in range(chance.randint(1, most)))


def name(chance: Random) -> str:
    """A name in Latin letters."""
    return "".join(chance.choices(ascii_lowercase, k=chance.randint(3, 9))).title()


def element(tag: str, inner: str = "", **attributes: object) -> str:
    """An element; `class_` is the attribute `class`, `data_id` is `data-id`."""
    return f"<{tag}{_written(attributes)}>{inner}</{tag}>"


def link(chance: Random, text: str, **attributes: object) -> str:
    """A link to a page of its own."""
    address = f"https://example.com/{chance.randrange(10**9):x}/{chance.randrange(10**6)}.html"
    return element("a", text, target="_blank", **attributes, href=address)


def image_address(chance: Random) -> str:
    """The address of a picture that no other post shows."""
    return f"https://img.example.com/{chance.getrandbits(160):040x}/{chance.randrange(10**6)}.jpg"


def picture(chance: Random, kind: str = "", **attributes: object) -> str:
    """A picture as a lazy loader left it; `kind` are further classes, each with a blank behind."""
    return lazy_picture(image_address(chance), class_=f"{kind}lazyload", **attributes)


def lazy_picture(address: str, **attributes: object) -> str:
    """The picture of that address as a lazy loader left it."""
    lazy = {"src": address, "data-srcset": address, "srcset": _PIXEL}
    return f"<img{_written({**attributes, **lazy, 'referrerpolicy': 'no-referrer'})}>"


def _written(attributes: dict[str, object]) -> str:
    return "".join(f' {key.rstrip("_").replace("_", "-")}="{value}"' for key, value in attributes.items())
