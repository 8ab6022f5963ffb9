"""The posts that contain each term: collected from the terms of posts, and written as a browser reads them."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise
from struct import Struct

from generator.search.texts import CATEGORY, KEY_LENGTH, SOURCE, TITLE, Terms, code_units, pair_text

GROUPS = 8
"""Parts into which the terms of a post are divided, so that a large segment is made without all terms in memory."""
_BASIS, _PRIME, _MASK = 0x811C9DC5, 0x01000193, 0xFFFFFFFF
_LENGTHS = Struct(f"<{2 * GROUPS}I")


def group_of(term: str) -> int:
    """The group of a term: the last bits of its second character, of the first if it has no other."""
    second = term[1:2]
    return ord(second if second > TITLE else term[0]) % GROUPS


def bucket_of(term: str, buckets: int) -> int:
    """The number of the bucket that contains `term`, among `buckets`, a power of two.

    The lowest bits are the group, so that a group has whole buckets, or a bucket whole groups.  The others are a hash,
    FNV-1a of 32 bits, of the UTF-16 code units of the key: of words their beginning, so that those with one are
    together.
    """
    key = term.removesuffix(TITLE)
    if key[0] not in (CATEGORY, SOURCE):
        key = key[:KEY_LENGTH]
    value = _BASIS
    for unit in memoryview(key.encode("utf-16-le", "surrogatepass")).cast("H"):
        value = (value ^ unit) * _PRIME & _MASK
    return ((value ^ value >> 15) * GROUPS + group_of(term)) % buckets


def _bucket_of_pair(pair: int, buckets: int) -> int:
    """The same as `bucket_of`, for a pair as a number; nearly all terms are pairs."""
    first, second = pair & 0xFFFF, pair >> 16
    value = ((_BASIS ^ first) * _PRIME & _MASK ^ second) * _PRIME & _MASK
    return ((value ^ value >> 15) * GROUPS + second % GROUPS) % buckets


def packed(terms: Terms) -> bytes:
    """The terms of a post as bytes for the store; `pairs_in` and `words_in` read them."""
    pairs: list[list[int]] = [[] for _ in range(GROUPS)]
    for pair in terms.pairs:
        pairs[pair >> 16 & GROUPS - 1].append(pair)
    words: list[list[str]] = [[] for _ in range(GROUPS)]
    for word in terms.words:
        words[group_of(word)].append(word)
    parts = [array("I", part).tobytes() for part in pairs]
    parts += ["\n".join(part).encode("utf-8", "surrogatepass") for part in words]
    return b"".join((_LENGTHS.pack(*map(len, parts)), *parts))


def is_packed(row: bytes) -> bool:
    """Whether `row` has the length of the packed terms of a post; False if it was damaged in the store."""
    return len(row) >= _LENGTHS.size and len(row) == _LENGTHS.size + sum(_LENGTHS.unpack_from(row))


def pairs_in(row: bytes, groups: range) -> array[int]:
    """The pairs of some groups in `row`, the packed terms of a post."""
    lengths = _LENGTHS.unpack_from(row)
    start = _LENGTHS.size + sum(lengths[: groups.start])
    return array("I", row[start : start + sum(lengths[groups.start : groups.stop])])


def words_in(row: bytes, groups: range) -> list[str]:
    """The words of some groups in `row`, the packed terms of a post."""
    lengths = _LENGTHS.unpack_from(row)
    place = _LENGTHS.size + sum(lengths[: GROUPS + groups.start])
    words: list[str] = []
    for length in lengths[GROUPS + groups.start : GROUPS + groups.stop]:
        if length:
            words += row[place : place + length].decode("utf-8", "surrogatepass").split("\n")
            place += length
    return words


def term_count(row: bytes) -> int:
    """The number of terms in `row`, the packed terms of a post."""
    return len(pairs_in(row, range(GROUPS))) + len(words_in(row, range(GROUPS)))


def buckets_of(rows: Iterable[bytes], groups: range, buckets: int) -> dict[int, bytes]:
    """The contents of those buckets that contain terms of `groups`, by number; empty ones are left out.

    `rows` are the packed terms of the posts of a segment, in the order of their numbers.
    """
    pairs: defaultdict[int, list[int]] = defaultdict(list)
    words: defaultdict[str, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        for pair in pairs_in(row, groups):
            pairs[pair].append(number)
        for word in words_in(row, groups):
            words[word].append(number)
    found: list[list[tuple[str, bytes]]] = [[] for _ in range(buckets)]
    for pair, numbers in pairs.items():
        found[_bucket_of_pair(pair, buckets)].append((pair_text(pair), _list_of(numbers)))
    for word, numbers in words.items():
        found[bucket_of(word, buckets)].append((word, _list_of(numbers)))
    return {number: written(terms) for number, terms in enumerate(found) if terms}


@dataclass(frozen=True, slots=True)
class Change:
    """A post of a segment that changed: its number, and its packed terms before and after; None if it is not there."""

    number: int
    before: bytes | None
    after: bytes | None


def edited(changes: Iterable[Change], buckets: int, read: Callable[[int], bytes]) -> dict[int, bytes]:
    """The new contents of those buckets that differ after some posts changed, by number.

    `read` returns the present contents of a bucket.  The result is what `buckets_of` makes of the terms after.
    """
    by_bucket: defaultdict[int, list[tuple[str, int, bool]]] = defaultdict(list)
    for change in changes:
        before, after = _all_in(change.before), _all_in(change.after)
        for term in before ^ after:
            by_bucket[bucket_of(term, buckets)].append((term, change.number, term in after))
    return {number: _with_changes(read(number), items) for number, items in by_bucket.items()}


def _all_in(row: bytes | None) -> set[str]:
    if row is None:
        return set()
    return {*map(pair_text, pairs_in(row, range(GROUPS))), *words_in(row, range(GROUPS))}


def _with_changes(data: bytes, items: Iterable[tuple[str, int, bool]]) -> bytes:
    lists = read_bucket(data)
    for term, post, is_added in items:
        numbers = set(_numbers_in(lists.get(term, b"")))
        (numbers.add if is_added else numbers.discard)(post)
        lists[term] = _list_of(sorted(numbers)) if numbers else b""
    return written([(term, posts) for term, posts in lists.items() if posts])


def read_bucket(data: bytes) -> dict[str, bytes]:
    """The lists of posts in a bucket, by term; `data` is what `written` returned."""
    numbers = _varints(data)
    count, start = next(numbers)
    end = start + 2 * count
    terms = code_units(data[start:end].decode("utf-16-le", "surrogatepass")).split("\n") if count else []
    numbers = _varints(data, end)
    lengths = [next(numbers) for _ in terms]
    place = lengths[-1][1] if lengths else end
    lists = {}
    for term, (length, _) in zip(terms, lengths, strict=True):
        lists[term] = data[place : place + length]
        place += length
    return lists


def _varints(data: bytes, start: int = 0) -> Iterator[tuple[int, int]]:
    """Each number in `data` from `start` on, and the place after it."""
    value = shift = 0
    for place in range(start, len(data)):
        value |= (data[place] & 127) << shift
        shift += 7
        if data[place] < 128:
            yield value, place + 1
            value = shift = 0


def _numbers_in(posts: bytes) -> Iterator[int]:
    return accumulate(distance for distance, _ in _varints(posts))


# Most distances are small, and few numbers of posts are so.
@lru_cache(maxsize=1 << 16)
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
    distances = [after - before for before, after in pairwise(numbers)]
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


NO_TERMS = written(())
"""The contents of a bucket without terms."""
