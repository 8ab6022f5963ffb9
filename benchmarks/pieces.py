"""What made posts consist of: invented words, addresses that lead nowhere, and elements."""

from __future__ import annotations

import math
from functools import cache
from itertools import accumulate
from random import Random
from string import ascii_lowercase

HAN = [chr(code) for code in range(0x4E00, 0x4E00 + 2500)]
_PIXEL = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"


VOCABULARY = 30_000
"""Words of all posts together."""
TOPIC, SHARE = 40, 0.6
"""The number of words that a post is about, and the share of its clauses that consist of them alone."""


class Author(Random):
    """Chance that writes as people do: common words, rare words, and those that a post repeats.

    Posts get about as many different pairs of neighbouring characters as in a real archive (530 in a mean post, and
    172,000 in 892 posts; there 517 and 156,000), which is what a search index consists of.
    """

    def __init__(self, seed: str) -> None:
        """What is drawn for texts takes nothing from the chance by which everything else of the post is drawn."""
        super().__init__(seed)
        self._voice = Random(f"voice {seed}")
        words, weights = _vocabulary()
        self._topic = self._voice.choices(words, cum_weights=weights, k=TOPIC)

    def prose(self, length: int) -> str:
        """So many characters of running text."""
        words, weights = _vocabulary()
        written = ""
        while len(written) < length:
            count = self._voice.randint(2, 7)
            is_about = self._voice.random() < SHARE
            written += "".join(
                self._voice.choices(self._topic, k=count)
                if is_about
                else self._voice.choices(words, cum_weights=weights, k=count)
            )
        return written[:length]


@cache
def _vocabulary() -> tuple[list[str], list[float]]:
    """Invented words of one to four characters, with their summed frequencies, which fall as in any language."""
    chance = Random("vocabulary")
    characters = [chr(code) for code in range(0x4E00, 0x4E00 + 3000)]
    chance.shuffle(characters)
    common = list(accumulate((rank + 10) ** -0.9 for rank in range(len(characters))))

    def word() -> str:
        length = chance.choices((1, 2, 3, 4), (15, 60, 15, 10))[0]
        return "".join(chance.choices(characters, cum_weights=common, k=length))

    return [word() for _ in range(VOCABULARY)], list(accumulate((rank + 3) ** -1.05 for rank in range(VOCABULARY)))


def many(chance: Random, median: float, spread: float) -> int:
    """A number around the median, at least one; log-normal, as the lengths of posts are."""
    return max(1, round(chance.lognormvariate(math.log(median), spread)))


def words(chance: Random, least: int, most: int) -> str:
    """Between `least` and `most` characters: words of an `Author`, else any characters."""
    drawn = chance.choices(HAN, k=chance.randint(least, most))
    return chance.prose(len(drawn)) if isinstance(chance, Author) else "".join(drawn)


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
