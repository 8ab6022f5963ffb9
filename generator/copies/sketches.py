"""Sketches of texts: a few numbers that two texts have in common in the same share as their shingles.

A sketch is a MinHash of one permutation: the hash of a shingle chooses its place and is its value there, and each place
has the value of the smallest hash.  A short text leaves places empty; its shingles are hashed again, round by round,
until all are taken.  So no sketch has empty places, and short texts are compared as well as long ones.

Source: S. Dahlgaard, M. Knudsen, M. Thorup, "Fast Similarity Sketching", FOCS 2017.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from generator.article.text import CJK
from generator.copies.texts import CHARACTERS, WORDS

SIZE = 126
"""The values of a sketch, each of 32 bits."""
LEAST_HAN = 60
LEAST_LETTERS = 200
LEAST_SHINGLES = 16
"""Different shingles; texts that repeat a few words have less."""

Hashes: TypeAlias = npt.NDArray[np.uint64]
Sketches: TypeAlias = npt.NDArray[np.uint32]
"""A row of `SIZE` values for each text."""

_BLANK = ord(" ")
_SHIFT = np.uint64(32)
# Odd numbers without a pattern.
_FACTORS = np.array(
    [0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB, 0xD6E8FEB86659FD93, 0xA0761D6478BD642F], np.uint64
)
_BASE = np.uint64(0xE7037ED1A0B428DB)
_STIR = np.uint64(0x8EBC6AF09C88C6E3)
_SEED = np.uint64(0x589965CC75374CC3)

# Of the 64 bits of a hash the first 7 are its place, of which the last two are not used, and the next 6 the round.
_PLACES = np.arange(SIZE + 1, dtype=np.uint64) << np.uint64(57)
_ROUNDS = 64
_ROUND_SHIFT = np.uint64(51)
_ROUND_MASK = np.uint64((_ROUNDS - 1) << 51)
_LONG = 640
"""Hashes that more often than not take all places."""
_ENOUGH = 1024
"""Hashes that nearly always do."""


def sketch(words: str) -> bytes:
    """The sketch of a text that `normalised` returned: `SIZE` integers of 32 bits, little-endian.

    Empty if the text is too short to tell a copy by its body: with less than 60 Chinese, Japanese or Korean characters
    or 200 letters (or a share of each), and with fewer than 16 different shingles.
    """
    numbers = _shingles(words)
    if len(numbers) < LEAST_SHINGLES:
        return b""
    values = _first_round(numbers) if len(numbers) >= _LONG else None
    if values is None:
        # A text may repeat a few words a million times.
        numbers = different(numbers)
        if len(numbers) < LEAST_SHINGLES:
            return b""
        values = _all_rounds(numbers)
    # The first bits of the smallest hashes differ little between texts.
    return values.astype("<u4").tobytes()


def estimate(a: bytes, b: bytes) -> float:
    """The estimated Jaccard similarity of two texts, from their sketches; 0 if one of them has none.

    It deviates from the exact value by 0.05 at most, usually.
    """
    if not a or not b:
        return 0.0
    return float((np.frombuffer(a, "<u4") == np.frombuffer(b, "<u4")).mean())


# ---------------------------------------------------------------------------------------- shingles


def _shingles(words: str) -> Hashes:
    """A number for each shingle of a normalised text; none if the text is too short."""
    codes = np.frombuffer(words.encode("utf-32-le", "surrogatepass"), "<u4")
    is_cjk = _cjk()[codes]
    characters = int(np.count_nonzero(is_cjk))
    if characters == len(codes):
        # Chinese prose has no other words.
        tokens = codes.astype(np.uint64)
        return _sums(tokens, CHARACTERS) if characters >= LEAST_HAN else tokens[:0]
    is_letter = ~is_cjk & (codes != _BLANK)
    letters = codes[is_letter].astype(np.uint64)
    if characters / LEAST_HAN + len(letters) / LEAST_LETTERS < 1:
        return np.empty(0, np.uint64)
    begins_word = is_letter.copy()
    begins_word[1:] &= ~is_letter[:-1]
    starts = np.flatnonzero(begins_word | is_cjk)
    tokens = codes[starts].astype(np.uint64)
    is_character = is_cjk[starts]
    if len(letters):
        tokens[~is_character] = _words(letters, begins_word[is_letter])
    long, short = _sums(tokens, CHARACTERS), _sums(tokens, WORDS)
    return np.concatenate([long[is_character[: len(long)]], short[~is_character[: len(short)]]])


def _words(letters: Hashes, begins_word: npt.NDArray[np.bool_]) -> Hashes:
    """A number for each word: the sum of its letters, each multiplied by a power of the base."""
    begins = np.flatnonzero(begins_word)
    places = np.arange(len(letters)) - begins[np.cumsum(begins_word) - 1]
    powers = np.full(int(places.max()) + 1, _BASE)
    powers[0] = 1
    np.cumprod(powers, out=powers)
    words: Hashes = np.add.reduceat(letters * powers[places], begins)
    return words


def different(numbers: Hashes) -> Hashes:
    """Each number once.  (`numpy.unique` of NumPy 2.4 does not sort, and takes fifteen times as long.)"""
    ordered = np.sort(numbers)
    is_first = np.ones(len(ordered), np.bool_)
    is_first[1:] = ordered[1:] != ordered[:-1]
    once: Hashes = ordered[is_first]
    return once


def _sums(tokens: Hashes, size: int) -> Hashes:
    """For each place of a stretch of `size` words the sum of its words, each multiplied by a factor of its own."""
    count = max(0, len(tokens) - size + 1)
    sums: Hashes = tokens[:count] * _FACTORS[0]
    for place in range(1, size):
        sums += tokens[place : place + count] * _FACTORS[place]
    return sums


def _stirred(numbers: Hashes) -> Hashes:
    """Hashes, all bits of which depend on all bits of the numbers."""
    numbers = (numbers ^ (numbers >> _SHIFT)) * _STIR
    numbers ^= numbers >> _SHIFT
    numbers *= _BASE
    numbers ^= numbers >> _SHIFT
    return numbers


@cache
def _cjk() -> npt.NDArray[np.bool_]:
    """For each code point whether it is Chinese, Japanese or Korean."""
    table = np.zeros(0x110000, np.bool_)
    for run in re.finditer(rf"[{CJK}]+", "".join(map(chr, range(0x40000)))):
        table[run.start() : run.end()] = True
    return table


# ---------------------------------------------------------------------------------------- places


def _first_round(numbers: Hashes) -> Hashes | None:
    """The value of each place; None if a place is empty."""
    values, is_taken = _values(_stirred(numbers) & ~_ROUND_MASK)
    return values if is_taken.all() else None


def _all_rounds(numbers: Hashes) -> Hashes:
    """The value of each place from the first round in which it is taken; the numbers are different ones."""
    rounds = 1 + _ENOUGH // len(numbers)
    while True:
        rounds = min(rounds, _ROUNDS)
        each = np.arange(rounds, dtype=np.uint64)[:, None]
        hashes = _stirred(numbers ^ (each * _SEED))
        # The round stands below the place and above the rest, so that a later one is greater.
        values, is_taken = _values((hashes & ~_ROUND_MASK) | (each << _ROUND_SHIFT))
        if is_taken.all() or rounds == _ROUNDS:
            break
        rounds *= 4
    for place in np.flatnonzero(~is_taken):
        values[place] = _stirred(numbers ^ (np.uint64(_ROUNDS + place) * _SEED)).min()
    return values


def _values(hashes: Hashes) -> tuple[Hashes, npt.NDArray[np.bool_]]:
    """The smallest hash of each place, which the first bits of a hash choose; and whether the place has any."""
    ordered = np.sort(hashes, axis=None)
    begins = np.searchsorted(ordered, _PLACES)
    is_taken = begins[:-1] < begins[1:]
    return ordered[np.minimum(begins[:-1], len(ordered) - 1)], is_taken
