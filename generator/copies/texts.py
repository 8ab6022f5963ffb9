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
MOST_CHARACTERS = 500_000
"""Characters of a text that are compared; what comes after them in a longer one is not."""

# Signs that texts are full of and that `normalize` changes.  Without them it only looks at a text, which takes a
# hundredth of the time.
_SIGNS = "，：；！？…～％／－＋＝＆．＂＇＊｜\u3000\u00a0\u2002\u2003\u2009"
# Marks above and below letters, more than any letter has: `normalize` sorts them in quadratic time.
_MANY_MARKS = re.compile(r"[^\x00-\x7f\u2000-\u206f\u3001-\u3020\uff00-\uff65\w][\W\uff9e\uff9f]{30,}+")
_ANNOTATION = re.compile(r"\((?<=[\u3400-\u9fff]\()[a-zà-ÿāēīōūǎěǐǒǔǖǘǚǜńňǹḿ]{1,6}\)")
_CJK = re.compile(rf"[{CJK}]")
_LETTERS = re.compile(r"[^\W_]+")
_CJK_ONLY = re.compile(rf"[{CJK}]*+")
# The first group has what is Chinese, Japanese or Korean, and the second one a word in letters.
_RUNS = re.compile(rf"([{CJK}]+)|([^\W_{CJK}]+)")
_TOKENS = re.compile(rf"([{CJK}])|([^\W_{CJK}]+)")


class Similarity(NamedTuple):
    """How alike two texts are, each value from 0 (nothing in common) to 1."""

    jaccard: float
    """The share of all shingles of both texts that both have."""
    containment: float
    """The share of the shingles of the shorter text that the longer one has."""


NOTHING = Similarity(0.0, 0.0)


def normalised(text: str) -> str:
    """The words of `text` in lower case and simplified characters, with one blank between two words.

    Each Chinese, Japanese or Korean character is a word, and no blank is between two of these.  Punctuation and pinyin
    in parentheses are left out, and so is what follows the first `MOST_CHARACTERS` characters.
    """
    text = text[:MOST_CHARACTERS].replace("（", "(").replace("）", ")")
    for sign in _SIGNS:
        text = text.replace(sign, " ")
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", _MANY_MARKS.sub(" ", text))[:MOST_CHARACTERS]
    folded = simplified(text.casefold())
    if "(" in folded:
        folded = _ANNOTATION.sub("", folded)
    if _CJK.search(folded) is None:
        return " ".join(_LETTERS.findall(folded))
    words = "".join([characters or f" {word} " for characters, word in _RUNS.findall(folded)])
    # Neighbouring jamo of Hangul become a syllable.
    return unicodedata.normalize("NFKC", words.replace("  ", " ").strip())


def shingles(words: str) -> frozenset[str]:
    """The shingles of a text: all stretches of three neighbouring words in it, which overlap.

    Where the first word is a Chinese, Japanese or Korean character, a stretch has five words.  `words` is the text as
    `normalised` returns it: words in lower case, without punctuation.  If the text is shorter than a stretch, the only
    shingle is the whole text.
    """
    # Chinese prose has no other words.
    if _CJK_ONLY.fullmatch(words):
        places = range(max(1, len(words) - CHARACTERS + 1)) if words else ()
        return frozenset([words[place : place + CHARACTERS] for place in places])
    tokens = [(token.start(), token.end(), token.lastindex == 1) for token in _TOKENS.finditer(words)]
    stretches = set()
    for place, (start, _, is_cjk) in enumerate(tokens):
        last = place + (CHARACTERS if is_cjk else WORDS) - 1
        if last < len(tokens):
            stretches.add(words[start : tokens[last][1]])
    return frozenset(stretches or {words})


def similarity(a: frozenset[str], b: frozenset[str]) -> Similarity:
    """How alike two texts are, given their shingles; 0 if one of them has none."""
    if not a or not b:
        return NOTHING
    common = len(a & b)
    return Similarity(common / (len(a) + len(b) - common), common / min(len(a), len(b)))
