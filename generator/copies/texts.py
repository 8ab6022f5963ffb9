"""How alike two texts are, whatever their script, width, punctuation and markup."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from generator.article.text import CJK
from generator.han import simplified

CHARACTERS = 5
"""Characters in a shingle that begins with a Chinese, Japanese or Korean character."""
WORDS = 3
"""Words in a shingle that begins with any other word."""

_ANNOTATION = re.compile(r"(?<=[\u3400-\u9fff])[(（][a-zà-ÿāēīōūǎěǐǒǔǖǘǚǜńňǹḿ]{1,6}[)）]")
_CJK_ONLY = re.compile(rf"[{CJK}]*+")
_TOKENS = re.compile(rf"[{CJK}]|[^\W_{CJK}]+")


class Similarity(NamedTuple):
    """How alike two texts are, each value from 0 (nothing in common) to 1."""

    jaccard: float
    """The share of all shingles of both texts that both have."""
    containment: float
    """The share of the shingles of the shorter text that the longer one has."""


NOTHING = Similarity(0.0, 0.0)


def normalised(text: str) -> str:
    """The words of `text` in lower case and simplified characters, with one blank between words in letters.

    Punctuation and pinyin in parentheses are left out, and each Chinese, Japanese or Korean character is a word.
    """
    folded = simplified(unicodedata.normalize("NFKC", _ANNOTATION.sub("", text)).casefold())
    words = _TOKENS.findall(folded)
    # Chinese prose has no other words.
    if _CJK_ONLY.fullmatch(joined := "".join(words)):
        return joined
    pieces = [word if _is_cjk(word) else f" {word} " for word in words]
    return "".join(pieces).replace("  ", " ").strip()


def shingles(words: str) -> frozenset[str]:
    """The overlapping stretches of a text that `normalised` returned; the whole text if it is shorter than one.

    A stretch has five words if the first is a Chinese, Japanese or Korean character, and else three.
    """
    tokens = _TOKENS.findall(words)
    stretches = set()
    for place, token in enumerate(tokens):
        size = CHARACTERS if _is_cjk(token) else WORDS
        stretch = tokens[place : place + size]
        if len(stretch) == size or place == 0:
            stretches.add(" ".join(stretch))
    return frozenset(stretches)


def similarity(a: frozenset[str], b: frozenset[str]) -> Similarity:
    """How alike two texts are, given their shingles; 0 if one of them has none."""
    if not a or not b:
        return NOTHING
    common = len(a & b)
    return Similarity(common / (len(a) + len(b) - common), common / min(len(a), len(b)))


def _is_cjk(token: str) -> bool:
    return token >= "\u1100" and _CJK_ONLY.fullmatch(token) is not None
