"""Sketches of texts: a few numbers that two texts have in common in the same share as their shingles.

A sketch is a MinHash of one permutation: the hash of a shingle chooses its place and is its value there, and each place
has the value of the smallest hash.  A short text leaves places empty; its shingles are hashed again, round by round,
until all are taken.  So no sketch has empty places, and short texts are compared as well as long ones.

Source: S. Dahlgaard, M. Knudsen, M. Thorup, "Fast Similarity Sketching", FOCS 2017.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from generator.article.text import CJK

SIZE = 126
"""The values of a sketch, each of 32 bits."""
LEAST_HAN = 60
LEAST_LETTERS = 200
LEAST_SHINGLES = 16
"""Different shingles; texts that repeat a few words have fewer."""

Hashes: TypeAlias = npt.NDArray[np.uint64]
Sketches: TypeAlias = npt.NDArray[np.uint32]
"""A row of `SIZE` values for each text."""

_BLANK = ord(" ")
_SHIFT = np.uint64(32)
# Odd numbers without a pattern.
_FACTORS = np.array([0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB, 0xD6E8FEB86659FD93], np.uint64)
_BASE = np.uint64(0xE7037ED1A0B428DB)
_STIR = np.uint64(0x8EBC6AF09C88C6E3)
_SEED = np.uint64(0x589965CC75374CC3)

# Of the 64 bits of a hash the first 7 are its place, of which the last two are not used, and the next 6 the round.
_PLACES = 128
_PLACE_SHIFT = np.uint64(57)
_EMPTY = np.uint64(2**64 - 1)
_ROUNDS = 64
_ROUND_BITS = np.arange(_ROUNDS, dtype=np.uint64)[:, None] << np.uint64(51)
_ROUND_MASK = _ROUND_BITS[-1, 0]
_SEEDS = np.arange(_ROUNDS, dtype=np.uint64)[:, None] * _SEED
_LONG = 640
"""Hashes that more often than not take all places."""
_ENOUGH = 1024
"""Hashes that nearly always do."""


def sketch(words: str) -> bytes:
    """The sketch of a text: numbers by which its similarity to other texts can be estimated.

    It consists of `SIZE` integers of 32 bits, little-endian.  `words` is the text as
    `generator.copies.texts.normalised` returns it: words in lower case, without punctuation.

    Empty if the text is too short to tell a copy by its body alone: with fewer than 60 Chinese, Japanese or Korean
    characters or 200 letters (or a share of each), or with fewer than 16 different shingles.
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
        return _stretches(tokens)[0] if characters >= LEAST_HAN else tokens[:0]
    letters = np.flatnonzero(~is_cjk)
    letters = letters[codes[letters] != _BLANK]
    if characters / LEAST_HAN + len(letters) / LEAST_LETTERS < 1:
        return np.empty(0, np.uint64)
    begins = _begins(letters)
    is_token = is_cjk.copy()
    is_token[letters[begins]] = True
    places = np.flatnonzero(is_token)
    tokens = codes[places].astype(np.uint64)
    words_at = places.searchsorted(letters[begins])
    tokens[words_at] = _words(codes[letters].astype(np.uint64), begins)
    long, short = _stretches(tokens)
    # Near the end there is room for the short stretch of a word only.
    inside, near_end = words_at.searchsorted((len(long), len(short)))
    long[words_at[:inside]] = short[words_at[:inside]]
    return np.concatenate((long, short[words_at[inside:near_end]]))


def _begins(letters: npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
    """Which of the letters at these places of a text begin a word."""
    is_first = np.ones(len(letters), np.bool_)
    np.greater(letters[1:] - letters[:-1], 1, out=is_first[1:])
    return np.flatnonzero(is_first)


def _words(letters: Hashes, begins: npt.NDArray[np.intp]) -> Hashes:
    """A number for each word, given where words begin: the sum of its letters, each times a power of the base."""
    if not len(begins):
        return letters
    powers, inverses = _powers(1 << len(letters).bit_length())
    # Powers of places in the text, divided by that of the first letter, are powers of places in the word.
    sums: Hashes = np.add.reduceat(letters * powers[: len(letters)], begins)
    return sums * inverses[begins]


@lru_cache(maxsize=16)
def _powers(count: int) -> tuple[Hashes, Hashes]:
    """The first powers of the base, and of its inverse, modulo 2⁶⁴."""
    powers = np.full(count, _BASE)
    inverses = np.full(count, pow(int(_BASE), -1, 2**64), np.uint64)
    powers[0] = inverses[0] = 1
    return powers.cumprod(), inverses.cumprod()


def different(numbers: Hashes) -> Hashes:
    """The values of `numbers`, each once, sorted; `numpy.unique` of NumPy 2.4 takes fifteen times as long."""
    ordered = np.sort(numbers)
    is_first = np.ones(len(ordered), np.bool_)
    is_first[1:] = ordered[1:] != ordered[:-1]
    once: Hashes = ordered[is_first]
    return once


def _stretches(tokens: Hashes) -> tuple[Hashes, Hashes]:
    """A number for each stretch of five words, and for each of three, in the order of their first words.

    These are the two sizes of shingles, `CHARACTERS` and `WORDS`.
    """
    twos = tokens[:-1] * _FACTORS[0] + tokens[1:]
    fours = twos[:-2] * _FACTORS[1] + twos[2:]
    return fours[:-1] * _FACTORS[2] + tokens[4:], twos[:-1] * _FACTORS[3] + tokens[2:]


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
        hashes = _stirred(numbers ^ _SEEDS[:rounds])
        # The round stands below the place and above the rest, so that a later one is greater.
        hashes &= ~_ROUND_MASK
        hashes |= _ROUND_BITS[:rounds]
        values, is_taken = _values(hashes)
        if is_taken.all() or rounds == _ROUNDS:
            break
        rounds *= 4
    for place in np.flatnonzero(~is_taken):
        values[place] = _stirred(numbers ^ (np.uint64(_ROUNDS + place) * _SEED)).min()
    return values


def _values(hashes: Hashes) -> tuple[Hashes, npt.NDArray[np.bool_]]:
    """The smallest hash of each place, which the first bits of a hash choose; and whether the place has any."""
    values = np.full(_PLACES, _EMPTY)
    np.minimum.at(values, (hashes >> _PLACE_SHIFT).astype(np.intp).ravel(), hashes.ravel())
    return values[:SIZE], values[:SIZE] != _EMPTY
