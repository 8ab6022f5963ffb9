"""The posts that contain each term: collected from the terms of posts, and written as a browser reads them."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, islice
from operator import sub
from struct import Struct, pack

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
    """The number of the bucket that contains `term`, among `buckets`, which is 1 or a multiple of `GROUPS`.

    Its remainder, divided by `GROUPS`, is the group, so that a group has whole buckets.  The rest is a hash, FNV-1a of
    32 bits, of the UTF-16 code units of the key: of words their beginning, so that those with one are together.
    """
    key = term.removesuffix(TITLE)
    if key[0] not in (CATEGORY, SOURCE):
        key = key[:KEY_LENGTH]
    return _bucket(memoryview(key.encode("utf-16-le", "surrogatepass")).cast("H"), buckets)


def _bucket(units: Sequence[int], buckets: int) -> int:
    value = _BASIS
    for unit in units:
        value = (value ^ unit) * _PRIME & _MASK
    return ((value ^ value >> 15) * GROUPS + units[min(1, len(units) - 1)] % GROUPS) % buckets


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
    found: list[dict[str, list[int]]] = [{} for _ in range(buckets)]
    for pair, numbers in pairs.items():
        found[_bucket((pair & 0xFFFF, pair >> 16), buckets)][pair_text(pair)] = numbers
    for word, numbers in words.items():
        found[bucket_of(word, buckets)][word] = numbers
    return {number: written(lists) for number, lists in enumerate(found) if lists}


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
        numbers = set(lists.get(term, ()))
        (numbers.add if is_added else numbers.discard)(post)
        lists[term] = sorted(numbers)
    return written({term: numbers for term, numbers in lists.items() if numbers})


# Most distances are small, and few numbers of posts are so.
@lru_cache(maxsize=1 << 16)
def varint(number: int) -> bytes:
    """`number`, which is not negative, with seven bits in a byte, the lowest first; the last byte is below 128."""
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    out.append(number)
    return bytes(out)


def written(lists: Mapping[str, Sequence[int]]) -> bytes:
    """The contents of a bucket: terms, and the numbers of the posts that contain each, in rising order.

    They are in this order; alike values stand together, because that makes the compressed file a fifth smaller:

    1. All terms of two characters: how many they are; the first character of each, as the distance from that of the
       term before; the second characters, their bytes apart.
    2. The same for the terms of two characters and the mark `TITLE`.
    3. All other terms, separated by newlines, in UTF-16 with the low byte first; before them the number of characters.
    4. The number of posts of each term.
    5. The numbers of posts, their bytes apart: of each term the first, and the distances from each to the next.

    Bytes apart are the lowest bytes of all, then the middle ones, then the highest of three.  All other numbers are a
    `varint`, and characters UTF-16 code units.
    """
    twos = sorted(term for term in lists if len(term) == 2)
    titles = sorted(term for term in lists if _is_pair_of_title(term))
    others = sorted(term for term in lists if len(term) != 2 and not _is_pair_of_title(term))
    text = "\n".join(others).encode("utf-16-le", "surrogatepass")
    ordered = [lists[term] for term in (*twos, *titles, *others)]
    counts = [varint(len(numbers)) for numbers in ordered]
    distances: list[int] = []
    for numbers in ordered:
        distances.append(numbers[0])
        distances += map(sub, numbers[1:], numbers)
    parts = (*_column(twos), *_column(titles), varint(len(text) // 2), text, *counts, *bytes_apart(distances))
    return b"".join(parts)


def _is_pair_of_title(term: str) -> bool:
    return len(term) == 3 and term[2] == TITLE


def _column(terms: Sequence[str]) -> Iterator[bytes]:
    """Terms as `written` describes them, without a mark."""
    firsts = [ord(term[0]) for term in terms]
    yield varint(len(terms))
    yield from map(varint, map(sub, firsts, [0, *firsts]))
    yield from bytes_apart([ord(term[1]) for term in terms])


def bytes_apart(values: Sequence[int]) -> tuple[bytes, ...]:
    """The lowest bytes of numbers of three bytes, then the middle ones, then the highest."""
    data = pack(f"<{len(values)}I", *values)
    return data[::4], data[1::4], data[2::4]


def read_bucket(data: bytes) -> dict[str, list[int]]:
    """The numbers of the posts that contain each term of a bucket; `data` is what `written` returned."""
    file = _Reader(data)
    terms = [*file.column(""), *file.column(TITLE)]
    text = file.take(2 * file.number()).decode("utf-16-le", "surrogatepass")
    terms += code_units(text).split("\n") if text else []
    counts = [file.number() for _ in terms]
    distances = file.joined(sum(counts))
    return {term: list(accumulate(islice(distances, count))) for term, count in zip(terms, counts, strict=True)}


@dataclass(slots=True)
class _Reader:
    """Reads the parts of a bucket one after the other."""

    data: bytes
    place: int = 0

    def take(self, count: int) -> bytes:
        part = self.data[self.place : self.place + count]
        self.place += count
        return part

    def number(self) -> int:
        value = shift = 0
        while True:
            byte = self.data[self.place]
            self.place += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    def joined(self, count: int) -> Iterator[int]:
        columns = self.take(count), self.take(count), self.take(count)
        return (low + (middle << 8) + (high << 16) for low, middle, high in zip(*columns, strict=True))

    def column(self, mark: str) -> list[str]:
        count = self.number()
        firsts = list(accumulate(self.number() for _ in range(count)))
        return [f"{chr(first)}{chr(second)}{mark}" for first, second in zip(firsts, self.joined(count), strict=True)]


NO_TERMS = written({})
"""The contents of a bucket without terms."""
