"""What a search has to find: the texts of finished pages, scanned from the first to the last.

Nothing here is shared with the search itself, except the table of simplified characters: a mistake in its terms, its
index or its script would otherwise be made twice.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property, lru_cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from generator.han import simplified

_BLOCKS = frozenset(
    "blockquote br caption dd details div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr li ol p pre summary table tbody "
    "tfoot thead tr ul".split()
)
_UNSEEN = frozenset("audio canvas iframe math meter object progress rp script select style svg template video".split())
_VOID = frozenset("area br col embed hr img input link meta source track wbr".split())
_INVISIBLE = frozenset(
    map(
        chr,
        (0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065), *range(0x2066, 0x206A), 0xFEFF),
    )
)
_BLANKS = re.compile(r"\s+")
_UNSPACED = tuple("BOPOMOFO CJK HANGUL HIRAGANA IDEOGRAPHIC KANGXI KATAKANA KHMER LAO MYANMAR THAI".split())
"""How Unicode begins the names of characters of scripts without blanks between words."""
_LONGEST_WORD = 32


def folded(text: str) -> str:
    """`text` with compatible characters unified, in lower case and simplified characters."""
    return simplified(unicodedata.normalize("NFKC", text).lower())


@lru_cache(maxsize=100_000)
def is_unspaced(character: str) -> bool:
    """Whether a character belongs to a script without blanks between words; those above U+FFFF count as such."""
    if character > "\uffff":
        return True
    return unicodedata.name(character, "").startswith(_UNSPACED) and is_letter(character)


@lru_cache(maxsize=100_000)
def is_letter(character: str) -> bool:
    """Whether a character is a letter, a digit, or a mark on one of these."""
    return unicodedata.category(character)[0] in "LN" or unicodedata.category(character) in ("Mn", "Mc")


def words_of(text: str) -> Iterator[str]:
    """The words of a folded text: its runs of letters of scripts that write blanks between words."""
    marked = "".join([mark if is_letter(mark) and not is_unspaced(mark) else " " for mark in text])
    return (word[:_LONGEST_WORD] for word in marked.split())


@dataclass(frozen=True)
class Published:
    """A post as it is published: its address, its title and the lines of its text, with case and characters kept."""

    address: str
    title: str
    lines: tuple[str, ...]

    @cached_property
    def folded(self) -> str:
        """Title and lines, folded, with a newline between every two."""
        return "\n".join(map(folded, (self.title, *self.lines)))

    @cached_property
    def words(self) -> frozenset[str]:
        """All words of the post, folded."""
        return frozenset(words_of(self.folded))


class _Reader(HTMLParser):
    """The heading and the text of an article in a finished page."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.title = ""
        self.text = ""
        self._pieces: list[str] = []
        self._open: list[str] = []
        self._content = self._hidden = 0
        """How many elements are open where the text, and what is left out of it, begin; 0 outside."""
        self._heading = False
        self.feed(html)
        self.close()
        self.text = "".join(self._pieces)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        names = (dict(attributes).get("class") or "").split()
        if tag not in _VOID:
            self._open.append(tag)
        if tag == "div" and "content" in names and not self._content:
            self._content = len(self._open)
        self._heading = self._heading or (tag == "h1" and not self.title)
        is_mark = tag == "a" and ("footnote-ref" in names or "footnote-backref" in names)
        if (tag in _UNSEEN or is_mark) and not self._hidden:
            self._hidden = len(self._open)
        self._border(tag)

    def handle_endtag(self, tag: str) -> None:
        self._border(tag)
        self._heading = self._heading and tag != "h1"
        if tag in self._open:
            while self._open.pop() != tag:
                pass
        self._content = self._content if len(self._open) >= self._content else 0
        self._hidden = self._hidden if len(self._open) >= self._hidden else 0

    def _border(self, tag: str) -> None:
        if self._content and not self._hidden:
            self._pieces.append("\n" if tag in _BLOCKS else " " if tag in ("td", "th") else "")

    def handle_data(self, data: str) -> None:
        if self._heading:
            self.title += data
        elif self._content and not self._hidden:
            self._pieces.append(data if "pre" in self._open else _BLANKS.sub(" ", data))


def _tidy(text: str) -> str:
    return " ".join("".join([mark for mark in text if mark not in _INVISIBLE]).split())


def published(file: Path, address: str) -> Published | None:
    """The post in the file of a finished page, which is at `address`; None if the page is no article."""
    html = file.read_text("utf-8")
    if '<div class="content"' not in html:
        return None
    reader = _Reader(html)
    lines = tuple([line for written in reader.text.split("\n") if (line := _tidy(written))])
    return Published(address, _tidy(reader.title), lines)


def addresses(output: Path) -> list[str]:
    """The addresses that the sitemap in an output folder lists, below the home page."""
    text = "".join(path.read_text("utf-8") for path in sorted(output.glob("sitemap*.xml")))
    home = urlsplit(min(re.findall(r"<loc>([^<]+)", text), key=len)).path
    return [unquote(urlsplit(link).path).removeprefix(home) for link in re.findall(r"<loc>([^<]+/)</loc>", text)]


def published_posts(output: Path, listed: Iterable[str] | None = None) -> Iterator[Published]:
    """The posts at `listed`, or all that the sitemap lists."""
    for address in addresses(output) if listed is None else listed:
        if post := published(output / address / "index.html", address):
            yield post


def scan(posts: Sequence[Published], query: str) -> set[str]:
    """The addresses of the posts that a query has to find.

    Between blanks, what has a character of a script without blanks stands in the title or in a line as it is written.
    Anything else is words, each of which stands there as a whole; the last word of the query may also be the
    beginning of one, unless a blank follows it.
    """
    written = folded(query)
    parts = written.split()
    phrases = [part for part in parts if any(map(is_unspaced, part))]
    whole = [word for part in parts if part not in phrases for word in words_of(part)]
    is_open = written[-1:].strip() and parts[-1] not in phrases and any(words_of(parts[-1]))
    begins = whole.pop() if is_open else None
    return {
        post.address
        for post in posts
        if all(phrase in post.folded for phrase in phrases)
        and post.words.issuperset(whole)
        and (begins is None or any(word.startswith(begins) for word in post.words))
    }


@dataclass(frozen=True, slots=True)
class Quality:
    """How the posts that were found agree with those that a scan finds, in the mean of some queries."""

    recall: float
    """Of what a query has to find, the share that was found; queries that have to find nothing do not count."""
    precision: float
    """Of what was found, the share that contains the query; 1 where nothing was found."""
    exact: float
    """The share of the queries with exactly the posts of the scan."""


def quality(found: Mapping[str, Set[str]], posts: Sequence[Published]) -> Quality:
    """How the addresses `found` for each query agree with a scan of all posts."""
    pairs = [(shown, scan(posts, query)) for query, shown in found.items()]
    return Quality(
        recall=_mean(len(shown & wanted) / len(wanted) for shown, wanted in pairs if wanted),
        precision=_mean(len(shown & wanted) / len(shown) if shown else 1.0 for shown, wanted in pairs),
        exact=_mean(shown == wanted for shown, wanted in pairs),
    )


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return sum(found) / len(found) if found else 1.0
