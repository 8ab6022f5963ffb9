"""The account of a body: every word, picture and link of it is in the article or in the record of what went.

It knows nothing of the steps.  It reads the body with an expression of its own, counts, and subtracts what is published
and what was recorded as taken out; what is missing in both is lost.
"""

from __future__ import annotations

import html as entities
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from generator.article.canonical import Article
from generator.article.text import runs_of, word_count
from generator.model import Account

# A tag has a name, and either no value and nothing that a tag cannot hold, or a value; a quote counts behind `=` only.
_TAG = re.compile(
    r"""(<[!?][^<>]*>|</?[A-Za-z][A-Za-z0-9:_.\-]*(?:[\s/\xa0\u3000][\w\s/:.@*#()\[\]\-"']*)?>"""
    r"""|</?[A-Za-z][A-Za-z0-9:_.\-]*[\s/\xa0\u3000](?=[^<>]*=)(?:[^>=]|=\s*+(?:"[^"]*+"|'[^']*+')?+)*+(?:>|\Z))""",
    re.DOTALL | re.ASCII,
)
_PICTURE = re.compile(r"<img[\s/]", re.IGNORECASE | re.ASCII)
_LINK = re.compile(r"""<a\s(?:[^<>]*?\s)?href\s*+=\s*+["']?\s*+https?://""", re.IGNORECASE | re.ASCII)
SHOWN_CHARACTERS = 160
_SHOWN_PIECES = 5


@dataclass(slots=True)
class Taken:
    """What the steps say that they took out of a body."""

    texts: list[tuple[str, str]] = field(default_factory=list)
    """(kind of removal, text) of each."""
    pictures: int = 0
    links: int = 0

    def add(self, kind: str, text: str, pictures: int = 0, links: int = 0) -> None:
        """Record a text with the pictures and links that went with it."""
        if text:
            self.texts.append((kind, text))
        self.pictures += pictures
        self.links += links


@dataclass(frozen=True, slots=True)
class Lost:
    """What of a body is neither published nor recorded."""

    words: int
    text: str
    pictures: int
    links: int

    def __bool__(self) -> bool:
        """Whether anything is."""
        return bool(self.words or self.pictures or self.links)


def settle(html: str, article: Article, published_words: int, taken: Taken) -> tuple[Account, Lost]:
    """The account of a body: `html` before the steps, the `article` that is published, and what was `taken`."""
    parts = _TAG.split(_without_comments(html))
    pieces, tags = list(map(_read, parts[::2])) if "&" in html else parts[::2], parts[1::2]
    published = _read("".join(article.texts))
    source = "".join(pieces)
    shown = (published, *(text for _, text in taken.texts))
    pictures = _missing(_PICTURE, tags, shown, taken.pictures + sum(tag.name == "img" for tag in article.tags))
    links = _missing(_LINK, tags, shown, taken.links + _links_of(article))
    if _solid(source) == _solid(published):
        return Account(published_words, published_words, ()), Lost(0, "", pictures, links)
    removed: Counter[str] = Counter()
    for kind, text in taken.texts:
        removed[kind] += word_count(runs_of(text))
    lost = _lost_words(pieces, published, [text for _, text in taken.texts])
    words = word_count(runs_of("\n".join(pieces)))
    account = Account(words, published_words, _kinds(removed), word_count(runs_of(lost)))
    text = lost if len(lost) <= SHOWN_CHARACTERS else f"{lost[:SHOWN_CHARACTERS]}…"
    return account, Lost(account.lost, text, pictures, links)


def _without_comments(html: str) -> str:
    """`html` with an empty declaration for each comment; one that has no end is none."""
    pieces: list[str] = []
    position = 0
    while (start := html.find("<!--", position)) >= 0 and (end := html.find("-->", start + 4)) >= 0:
        pieces += (html[position:start], "<!>")
        position = end + 3
    return "".join((*pieces, html[position:])) if pieces else html


def _read(text: str) -> str:
    """A text without its references; scripts that write for Hexo hide braces in them, also where they are code."""
    return entities.unescape(text).replace("&#123;", "{").replace("&#125;", "}") if "&" in text else text


def _missing(pattern: re.Pattern[str], tags: Iterable[str], shown: Iterable[str], known: int) -> int:
    """How many of `tags` the pattern matches that are not `known`, and are no text either, as within a script."""
    # What the end of the body cuts off is no tag yet.
    count = sum(1 for tag in tags if pattern.match(tag) and tag.endswith(">")) - known
    return max(0, count - sum(len(pattern.findall(text)) for text in shown)) if count > 0 else 0


def _links_of(article: Article) -> int:
    return sum(tag.name == "a" and tag.attributes.get("href", "").startswith("http") for tag in article.tags)


def _solid(text: str) -> str:
    return "".join(text.split())


def _lost_words(pieces: Iterable[str], published: str, taken: Iterable[str]) -> str:
    """The texts of which letters or digits are missing on the other side; empty if none are.

    Letters are counted, not places: a step may move a text, and may not drop one.
    """
    # Where both are alike nothing is missing: mostly one stretch of the text differs.
    written, left = _differing("".join(pieces), published)
    have = _letters(left)
    for text in taken:
        have.update(_letters(text))
    missing = _letters(written)
    missing.subtract(have)
    if all(count <= 0 for count in missing.values()):
        return ""
    # Something is missing: now it is worth looking for where.
    known = _solid(published) + "\n" + "\n".join(map(_solid, taken))
    found = [piece for piece in pieces if any(map(str.isalnum, piece)) and _solid(piece) not in known]
    lost = [" ".join(piece.split()) for piece in found[:_SHOWN_PIECES]]
    return "\n".join(lost) or "".join(sign for sign, count in sorted(missing.items()) if count > 0)


def _differing(one: str, other: str) -> tuple[str, str]:
    """Two texts without the beginning and the end that they have in common, blanks left out."""
    one, other = _solid(one), _solid(other)
    start = _common(one, other)
    one, other = one[start:], other[start:]
    end = _common(one[::-1], other[::-1])
    return one[: len(one) - end], other[: len(other) - end]


def _common(one: str, other: str) -> int:
    """How many characters two texts have in common at their beginning."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _letters(text: str) -> Counter[str]:
    counted = Counter(text)
    for sign in [sign for sign in counted if not sign.isalnum()]:
        del counted[sign]
    return counted


def added(accounts: Iterable[Account]) -> Account:
    """One account of many bodies."""
    words = published = lost = 0
    removed: Counter[str] = Counter()
    for one in accounts:
        words += one.words
        published += one.published
        lost += one.lost
        removed.update(dict(one.removed))
    return Account(words, published, _kinds(removed), lost)


def _kinds(removed: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple((kind, count) for kind, count in sorted(removed.items()) if count)


def without(whole: Account, part: Account) -> Account:
    """What remains of a sum when `part` is taken off."""
    removed: Mapping[str, int] = dict(part.removed)
    left = tuple((kind, count - removed.get(kind, 0)) for kind, count in whole.removed)
    return Account(
        whole.words - part.words,
        whole.published - part.published,
        tuple((kind, count) for kind, count in left if count),
        whole.lost - part.lost,
    )
