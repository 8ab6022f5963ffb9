"""Queries of several kinds, drawn from published texts with a fixed seed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice, pairwise
from random import Random

from benchmarks.scan import Published, folded, is_letter, is_unspaced, scan, words_of

_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9]{2,11}")
_HAN = re.compile(r"[\u4e00-\u9fff]{2,}")
_MIXED = re.compile(r"[\u4e00-\u9fff]{1,3}[A-Za-z0-9]{1,4}[\u4e00-\u9fff]{1,2}|[\u4e00-\u9fff]{2}[A-Za-z0-9]{2,4}")

_MOST_DRAWS = 20_000

Draw = Callable[[Random, Sequence[Published]], str]


def draw(kind: str, count: int, posts: Sequence[Published], seed: int = 1) -> list[str]:
    """Different queries of a kind, a key of `KINDS`; the first ones are the same for each `count`."""
    chance = Random(f"{seed}:{kind}")
    return list(islice(_different(KINDS[kind], chance, posts), count))


def _different(kind: Draw, chance: Random, posts: Sequence[Published]) -> Iterator[str]:
    drawn = {""}
    while query := next((made for _ in range(_MOST_DRAWS) if (made := kind(chance, posts)) not in drawn), ""):
        drawn.add(query)
        yield query
    raise ValueError(f"the posts have only {len(drawn) - 1} queries of this kind: {kind.__name__}")


def has_pair(text: str) -> bool:
    """Whether two letters stand side by side in `text` of which one is of a script without blanks between words."""
    pairs = pairwise(text)
    return any(is_letter(a) and is_letter(b) and (is_unspaced(a) or is_unspaced(b)) for a, b in pairs)


def _is_answered(query: str) -> bool:
    """Whether each part of a query has a pair or a word; what has none is not looked up but named."""
    parts = folded(query).split()
    return all(has_pair(part) if any(map(is_unspaced, part)) else any(words_of(part)) for part in parts)


# ------------------------------------------------------------------------------------------- kinds


def _line(chance: Random, posts: Sequence[Published]) -> str:
    post = chance.choice(posts)
    lines = (post.title, *post.lines)
    (line,) = chance.choices(lines, [len(line) + 1 for line in lines])
    return line


def _matching(pattern: re.Pattern[str], chance: Random, post: Published) -> str:
    """A match in the title or a line of a post; empty if there is none."""
    found = pattern.findall("\n".join((post.title, *post.lines)))
    return chance.choice(found) if found else ""


def string(chance: Random, posts: Sequence[Published]) -> str:
    """Two to six neighbouring characters, as they are written, with a pair among them."""
    length = chance.randint(2, 6)
    line = _line(chance, posts)
    start = chance.randrange(max(1, len(line) - length + 1))
    text = line[start : start + length]
    is_whole = len(text) == length and text.strip() == text
    return text if is_whole and any(map(is_unspaced, text)) and _is_answered(text) else ""


def word(chance: Random, posts: Sequence[Published]) -> str:
    """A word in Latin letters: as a whole, the beginning of one, or two of one post."""
    post = chance.choice(posts)
    one, other = (_matching(_LATIN, chance, post) for _ in range(2))
    kind = chance.randrange(4)
    if not one or kind == 0:
        return one
    return (f"{one} ", one[: chance.randint(2, len(one))], f"{other} {one}")[kind - 1]


def mixed(chance: Random, posts: Sequence[Published]) -> str:
    """Han characters with letters or digits, within one string or as two parts."""
    post = chance.choice(posts)
    if chance.random() < 0.5:
        return _matching(_MIXED, chance, post)
    parts = [two_or_more(chance, post), _matching(_LATIN, chance, post)]
    chance.shuffle(parts)
    return " ".join(parts) if all(parts) else ""


def absent(chance: Random, posts: Sequence[Published]) -> str:
    """What no post has although its characters occur: two beginnings joined, or a word written backwards."""
    one, other = chance.choice(posts), chance.choice(posts)
    if chance.random() < 0.3:
        text = _matching(_LATIN, chance, one)[::-1]
    else:
        text = two_or_more(chance, one) + two_or_more(chance, other)
    return text if text and not scan(posts, text) else ""


def two_or_more(chance: Random, post: Published, most: int = 4) -> str:
    """Two Han characters of a post, or up to `most`, that stand side by side; empty if it has none."""
    run = _matching(_HAN, chance, post)
    start = chance.randrange(max(1, len(run) - 1))
    return run[start : start + chance.randint(2, most)]


def four(chance: Random, posts: Sequence[Published]) -> str:
    """Four Han characters that stand side by side."""
    post = chance.choice(posts)
    run = _matching(re.compile(r"[\u4e00-\u9fff]{4,}"), chance, post)
    start = chance.randrange(max(1, len(run) - 3))
    return run[start : start + 4]


def two_words(chance: Random, posts: Sequence[Published]) -> str:
    """Two parts of two Han characters each, from one post."""
    post = chance.choice(posts)
    parts = [two_or_more(chance, post, 2) for _ in range(2)]
    return " ".join(parts) if all(parts) and parts[0] != parts[1] else ""


def common(chance: Random, posts: Sequence[Published]) -> str:
    """Two Han characters that stand side by side in at least a fifth of the posts."""
    return _by_share(chance, posts, 0.2, 1)


def rare(chance: Random, posts: Sequence[Published]) -> str:
    """Two Han characters that stand side by side in hardly any of the posts."""
    return _by_share(chance, posts, 0, 1 / len(posts))


def _by_share(chance: Random, posts: Sequence[Published], least: float, most: float) -> str:
    text = two_or_more(chance, chance.choice(posts), 2)
    wanted = folded(text)
    share = sum(wanted in post.folded for post in posts) / len(posts)
    return text if text and least <= share <= most else ""


KINDS: dict[str, Draw] = {
    made.__name__.replace("_", " "): made for made in (string, word, mixed, absent, common, rare, two_words, four)
}
"""What each kind of query is drawn with."""
