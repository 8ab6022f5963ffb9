"""The account of a body: whether each word, picture and link of it is published, recorded as removed, or lost.

This module is independent of the cleaning steps.  It splits the body with a regular expression of its own, counts, and
subtracts what is published and what was recorded as removed.
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

# A tag is a name followed either by attributes without values, which hold only the characters listed, or by at least
# one `=`.  Quotes delimit a value only after `=`.
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
    """The texts that the cleaning steps removed from a body, and the numbers of removed pictures and links."""

    texts: list[tuple[str, str]] = field(default_factory=list)
    """(kind of removal, text) of each removal."""
    pictures: int = 0
    links: int = 0

    def add(self, kind: str, text: str, pictures: int = 0, links: int = 0) -> None:
        """Record a removed text, the kind of removal, and how many pictures and links were removed with it."""
        if text:
            self.texts.append((kind, text))
        self.pictures += pictures
        self.links += links


@dataclass(frozen=True, slots=True)
class Lost:
    """The parts of a body that are neither published nor recorded as removed: their numbers, and some of the text."""

    words: int
    text: str
    pictures: int
    links: int

    def __bool__(self) -> bool:
        """Whether any word, picture or link is lost."""
        return bool(self.words or self.pictures or self.links)


def settle(html: str, article: Article, published_words: int, taken: Taken) -> tuple[Account, Lost]:
    """The numbers of words in a body that are published, removed and lost, and the parts that are lost.

    `html` is the body before the cleaning steps, `article` is what is published, with `published_words` words, and
    `taken` is what was removed.  Lost words, pictures and links are neither in `article` nor in `taken`.
    """
    parts = _TAG.split(_without_comments(html))
    pieces, tags = list(map(_read, parts[::2])) if "&" in html else parts[::2], parts[1::2]
    published = _read("".join(article.texts))
    source = "".join(pieces)
    shown = (published, *(text for _, text in taken.texts))
    pictures = _missing(_PICTURE, tags, shown, taken.pictures + sum([tag.name == "img" for tag in article.tags]))
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
    """`html` with each comment replaced by `<!>`; an unclosed comment stays as it is."""
    pieces: list[str] = []
    position = 0
    while (start := html.find("<!--", position)) >= 0 and (end := html.find("-->", start + 4)) >= 0:
        pieces += (html[position:start], "<!>")
        position = end + 3
    return "".join((*pieces, html[position:])) if pieces else html


def _read(text: str) -> str:
    """`text` with its character references decoded, those of braces twice.

    Scripts that write for Hexo encode braces even in code.
    """
    return entities.unescape(text).replace("&#123;", "{").replace("&#125;", "}") if "&" in text else text


def _missing(pattern: re.Pattern[str], tags: Iterable[str], shown: Iterable[str], known: int) -> int:
    """How many of the `tags` that match are neither among the `known` ones nor in a text of `shown`, as in a script."""
    # A tag that the end of the body cuts off does not count.
    count = sum(tag.endswith(">") for tag in filter(pattern.match, tags)) - known
    return max(0, count - sum(len(pattern.findall(text)) for text in shown)) if count > 0 else 0


def _links_of(article: Article) -> int:
    return sum([tag.name == "a" and tag.attributes.get("href", "").startswith("http") for tag in article.tags])


def _solid(text: str) -> str:
    return "".join(text.split())


def _lost_words(pieces: Iterable[str], published: str, taken: Iterable[str]) -> str:
    """The pieces with letters or digits that are neither published nor taken, a line each; empty if none is missing.

    Letters are counted and their positions ignored, because a step may move a text but may not drop one.
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
    # Only now, because finding out where letters are missing costs more than counting them.
    known = _solid(published) + "\n" + "\n".join(map(_solid, taken))
    unknown = [piece for piece in pieces if any(map(str.isalnum, piece)) and _solid(piece) not in known]
    lost = [" ".join(piece.split()) for piece in unknown[:_SHOWN_PIECES]]
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
    """The sum of `accounts`: of their words, and of those that are published, removed (by kind) and lost."""
    words = published = lost = 0
    removed: Counter[str] = Counter()
    for account in accounts:
        words += account.words
        published += account.published
        lost += account.lost
        removed.update(dict(account.removed))
    return Account(words, published, _kinds(removed), lost)


def _kinds(removed: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple((kind, count) for kind, count in sorted(removed.items()) if count)


def without(whole: Account, part: Account) -> Account:
    """`whole`, the account of many bodies, with the numbers of words in `part`, that of some of them, subtracted."""
    removed: Mapping[str, int] = dict(part.removed)
    left = tuple((kind, count - removed.get(kind, 0)) for kind, count in whole.removed)
    return Account(
        whole.words - part.words,
        whole.published - part.published,
        tuple((kind, count) for kind, count in left if count),
        whole.lost - part.lost,
    )
