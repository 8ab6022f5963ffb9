"""Made posts with the words of a language instead of characters that are all as frequent as each other.

What cleaning costs does not depend on the words, so the corpora are made of random characters.  An index does: of
these it has twice as many pairs as of a real post, and nearly all pairs are in one post only.  The numbers here were
chosen so that 892 posts resemble those of a real archive: 523 different pairs in a mean post, 157,524 in all posts, of
which 63 % are in one post only, and the 500th is in 70 posts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import accumulate
from random import Random

from benchmarks.copied_texts import common_han
from benchmarks.pieces import HAN

_RUN = re.compile(f"[{HAN[0]}-{HAN[-1]}]{{3,}}")
"""What `pieces.words` wrote; words that the filter rules know are of other characters, or shorter."""
_WORDS = 40_000
_REPEATED = 0.4
"""Share of the words that repeat what the same post said before."""
_LONGEST_REPEAT = 3


@cache
def _words() -> tuple[list[str], list[float]]:
    """Words of one to four characters with their summed frequencies; those of characters fall as well."""
    chance = Random("words of a language")
    characters = common_han()[:]
    chance.shuffle(characters)
    shares = list(accumulate(1 / (rank + 30) ** 1.3 for rank in range(len(characters))))
    lengths = chance.choices((1, 2, 3, 4), (12, 68, 12, 8), k=_WORDS)
    words = ["".join(chance.choices(characters, cum_weights=shares, k=length)) for length in lengths]
    return words, list(accumulate(1 / (rank + 15) ** 1.05 for rank in range(_WORDS)))


def worded(text: str, seed: object) -> str:
    """`text`, the source of a post, with each run of made characters replaced by words of the same length in all."""
    source = _said(Random(f"{seed}"))
    rest = ""

    def words(length: int) -> str:
        nonlocal rest
        while len(rest) < length:
            rest += next(source)
        text, rest = rest[:length], rest[length:]
        return text

    return _RUN.sub(lambda run: words(len(run[0])), text)


def _said(chance: Random) -> Iterator[str]:
    words, shares = _words()
    said: list[str] = []
    while True:
        for word in chance.choices(words, cum_weights=shares, k=100):
            if said and chance.random() < _REPEATED:
                start = chance.randrange(len(said))
                again = said[start : start + chance.randint(1, _LONGEST_REPEAT)]
            else:
                again = [word]
            said += again
            yield from again
