"""The terms of a text, which the index contains, in the form in which two spellings of a word are equal.

`static/theme/search.js` folds and splits queries in the same way, so a change here needs the same change there.
Characters are UTF-16 code units, as in JavaScript.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from generator.article.text import CJK, tidy
from generator.han import simplified

_BMP_CJK = CJK.partition("\U00020000")[0]
UNSPACED = rf"{_BMP_CJK}\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
"""Characters of scripts that are written without blanks between words, for a character class: CJK, Thai, Lao,
Burmese and Khmer.  Characters above U+FFFF, such as emoji and rare Chinese characters, count as such, too."""

LONGEST_WORD = 32
"""Characters of a word that count; a longer one is in the index with these."""
KEY_LENGTH = 3
"""Words with the same first characters are in one bucket, so that all words that begin with a prefix are together."""

TITLE, PREFIX, CATEGORY, SOURCE = "\x01", "\x02", "\x03", "\x04"
"""Marks of terms that are no text: at the end of a term that is in a title, and at the beginning of the others."""

# Common signs that are no letters in any form: taking them out first makes most texts need no normalising.
_SIGNS = re.compile(
    r"[\x00-/:-@\[-`{-\xa0\u2010-\u2016\u2018-\u2027\u2030-\u203d\u203f-\u205e\u3000-\u3004\u3008-\u3037\u303b-\u303f"
    r"\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65]+"
)
_WORDS = re.compile(rf"[^\n\U00010000-\U0010ffff{UNSPACED}]+")
_FOREIGN = re.compile(rf"[^\x00-\x7f{UNSPACED}\ud800-\udfff\U00010000-\U0010ffff]")
_UNSPACED = re.compile(rf"[{UNSPACED}\ud800-\udfff]")
_ABOVE = re.compile("[\U00010000-\U0010ffff]")
_FIRST, _FIRST_PAIR, _NEWLINE = 0x0E00, 0x0E00 << 16, 10
"""The first character of `UNSPACED`, the first pair that ends in one, and the border between characters."""


def folded(text: str) -> str:
    """`text` in the form in which it is searched: compatible characters unified, lower case, simplified characters."""
    # The check is fast; the text of an article mostly needs no change but that of its signs.
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", _too_many_marks().sub(r"\1", text))
    # What the small letters of sigma and of the Turkish capital I with a dot are depends on language and neighbours.
    return simplified(text.lower().replace("ς", "σ").replace("i\u0307", "i"))


@cache
def marks() -> str:
    """Marks above, below and between letters, for a character class: they are parts of words, but no letters."""
    # Not those that choose among the forms of a character.
    codes = (*range(0x300, 0xFE00), *range(0xFE10, 0x10000))
    return "".join(mark for mark in map(chr, codes) if unicodedata.category(mark) in ("Mn", "Mc"))


@cache
def _too_many_marks() -> re.Pattern[str]:
    """Matches a character's marks if they are more than 30, which no language has, and captures the first 30.

    Normalising sorts them, which takes the square of their number.  Source: UAX 15, Stream-Safe Text Format.
    """
    many = "".join(filter(unicodedata.combining, map(chr, range(0x300, 0x1F000))))
    return re.compile(f"([{many}]{{30}})[{many}]+")


@cache
def _other_signs() -> re.Pattern[str]:
    return re.compile(rf"(?:[^\w\n{marks()}{UNSPACED}\U00010000-\U0010ffff]|_)+")


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of a text: pairs of neighbouring characters, and words, which here include all terms that are no pairs.

    A pair is a number, its first character plus 65,536 times the second.
    """

    pairs: set[int]
    words: set[str]


def terms_of(text: str) -> Terms:
    """The terms of a text: pairs of which at least one character is `UNSPACED`, words, and beginnings of words."""
    letters = _other_signs().sub("\n", folded(_SIGNS.sub("\n", text)))
    words = {word[:LONGEST_WORD] for word in _WORDS.findall(letters)}
    words |= {f"{PREFIX}{word[:length]}" for word in words for length in range(1, KEY_LENGTH)}
    if letters.isascii():
        return Terms(set(), words)
    units = memoryview(letters.encode("utf-16-le", "surrogatepass"))
    found = {*_pairs(units), *_pairs(units[2:])}
    # A pair of two other characters is no term; those in texts of these scripts are mostly ASCII.
    pairs = {pair for pair in found if pair >= _FIRST_PAIR and pair & 0xFFFF != _NEWLINE}
    if words:
        pairs |= {pair for pair in found if pair < _FIRST_PAIR and pair & 0xFFFF >= _FIRST and pair >> 16 != _NEWLINE}
    if _FOREIGN.search(letters):
        pairs = {pair for pair in pairs if _is_unspaced(pair & 0xFFFF) or _is_unspaced(pair >> 16)}
    return Terms(pairs, words)


def _pairs(units: memoryview) -> memoryview:
    return units[: len(units) & ~3].cast("I")


@lru_cache(maxsize=16384)
def _is_unspaced(unit: int) -> bool:
    return _UNSPACED.match(chr(unit)) is not None


def terms_of_post(title: str, text: str, categories: Iterable[tuple[str, ...]], source: str) -> Terms:
    """All terms of a post: those of its title and of its text, and one for each of its categories and for its source.

    Those of the title are there twice, with and without the mark `TITLE`.
    """
    title = tidy(title)
    of_title = terms_of(title)
    terms = terms_of(f"{title}\n{text}")
    terms.words.update([term + TITLE for term in of_title.words], [pair_text(pair) + TITLE for pair in of_title.pairs])
    terms.words.update(
        code_units(category_term(path[:depth])) for path in categories for depth in range(1, len(path) + 1)
    )
    if source:
        terms.words.add(code_units(source_term(source)))
    return terms


def code_units(text: str) -> str:
    """`text` with the two halves of a surrogate pair in place of each character above U+FFFF, as terms have them."""
    return _ABOVE.sub(lambda found: chr(0xD7C0 + (ord(found[0]) >> 10)) + chr(0xDC00 + (ord(found[0]) & 0x3FF)), text)


def pair_text(pair: int) -> str:
    """The two characters of a pair, of which either may be half of a surrogate pair."""
    return chr(pair & 0xFFFF) + chr(pair >> 16)


def category_term(path: tuple[str, ...]) -> str:
    """The term of the posts in a category, whose names from the top are `path`."""
    return CATEGORY + "\x1f".join(path).replace("\n", " ")


def source_term(name: str) -> str:
    """The term of the posts of a source."""
    return SOURCE + name.replace("\n", " ")
