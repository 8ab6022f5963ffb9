"""The posts that contain each term: collected from the terms of posts, and written as a browser reads them."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from struct import Struct

from generator.search.texts import CATEGORY, KEY_LENGTH, SOURCE, TITLE, Terms, pair_text

GROUPS = 8
"""Parts into which the terms of a post are divided, so that a large segment is made without all terms in memory."""
_LENGTHS = Struct(f"<{2 * GROUPS}I")


def group_of(term: str) -> int:
    """The group of a term: the last bits of its second character, of the first if it has no other."""
    key = _key(term)
    return ord(key[1] if len(key) > 1 else key) % GROUPS


def bucket_of(term: str, buckets: int) -> int:
    """The number of the bucket that contains `term`, among `buckets`, a power of two.

    The lowest bits are the group, so that a group has whole buckets, or a bucket whole groups.  The others are a hash,
    FNV-1a of 32 bits, of the UTF-16 code units of the key.
    """
    value = 0x811C9DC5
    for character in _key(term):
        value = (value ^ ord(character)) * 0x01000193 & 0xFFFFFFFF
    return ((value ^ value >> 15) * GROUPS + group_of(term)) % buckets


def _key(term: str) -> str:
    """What bucket and group of a term depend on: for words their beginning, so that those with one are together."""
    key = term.removesuffix(TITLE)
    if key[0] not in (CATEGORY, SOURCE):
        return key[:KEY_LENGTH]
    # Only names can have characters that are two code units.
    return "".join(map(chr, memoryview(key.encode("utf-16-le", "surrogatepass")).cast("H")))


def packed(terms: Terms) -> bytes:
    """The terms of a post as bytes for the store; `pairs_in` and `words_in` read a group of them."""
    pairs = [array("I") for _ in range(GROUPS)]
    for pair in terms.pairs:
        pairs[pair >> 16 & GROUPS - 1].append(pair)
    words: list[list[str]] = [[] for _ in range(GROUPS)]
    for word in terms.words:
        words[group_of(word)].append(word)
    parts = [part.tobytes() for part in pairs]
    parts += ["\n".join(part).encode("utf-8", "surrogatepass") for part in words]
    return b"".join((_LENGTHS.pack(*map(len, parts)), *parts))


def _part(row: bytes, number: int) -> bytes:
    lengths = _LENGTHS.unpack_from(row)
    start = _LENGTHS.size + sum(lengths[:number])
    return row[start : start + lengths[number]]


def pairs_in(row: bytes, group: int) -> array[int]:
    """The pairs of a group in `row`, the packed terms of a post."""
    return array("I", _part(row, group))


def words_in(row: bytes, group: int) -> list[str]:
    """The words of a group in `row`, the packed terms of a post."""
    part = _part(row, GROUPS + group)
    return part.decode("utf-8", "surrogatepass").split("\n") if part else []


def collected(rows: Iterable[bytes], groups: Sequence[int]) -> Iterator[tuple[str, list[int]]]:
    """Each term of some groups, and the numbers of the posts that contain it; `rows` are the packed terms of posts."""
    pairs: defaultdict[int, list[int]] = defaultdict(list)
    words: defaultdict[str, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        for group in groups:
            for pair in pairs_in(row, group):
                pairs[pair].append(number)
            for word in words_in(row, group):
                words[word].append(number)
    yield from ((pair_text(pair), numbers) for pair, numbers in pairs.items())
    yield from words.items()


def buckets_of(rows: Iterable[bytes], groups: Sequence[int], buckets: int) -> dict[int, bytes]:
    """The contents of those buckets that contain terms of `groups`, by number; empty ones are left out."""
    found: defaultdict[int, list[tuple[str, bytes]]] = defaultdict(list)
    for term, numbers in collected(rows, groups):
        found[bucket_of(term, buckets)].append((term, _list_of(numbers)))
    return {number: written(terms) for number, terms in found.items()}


def varint(number: int) -> bytes:
    """`number`, which is not negative, with seven bits in a byte, the lowest first; the last byte is below 128."""
    if number < 128:
        return bytes((number,))
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    out.append(number)
    return bytes(out)


def _list_of(numbers: Sequence[int]) -> bytes:
    """The first of some rising numbers, and the distances from each to the next, each as a `varint`."""
    if len(numbers) == 1:
        return varint(numbers[0])
    distances = [after - before for before, after in zip(numbers, numbers[1:], strict=False)]
    if numbers[0] < 128 and max(distances) < 128:
        return bytes((numbers[0], *distances))
    return b"".join(map(varint, (numbers[0], *distances)))


def written(terms: Iterable[tuple[str, bytes]]) -> bytes:
    """The contents of a bucket: terms and the lists of the posts that contain them.

    They are the number of characters of all terms; the terms in order, separated by newlines, in UTF-16 with the low
    byte first; the length of each list; and the lists.  All numbers are a `varint`.
    """
    ordered = sorted(terms)
    head = "\n".join([term for term, _ in ordered]).encode("utf-16-le", "surrogatepass")
    lengths = [varint(len(posts)) for _, posts in ordered]
    return b"".join((varint(len(head) // 2), head, *lengths, *(posts for _, posts in ordered)))
