"""The posts that contain each term: collected from the terms of posts, and written as a browser reads them."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, count, repeat
from operator import sub
from struct import Struct, pack
from typing import TypeAlias
from zlib import crc32

from generator.search.encoding import deflated, inflated, varint
from generator.search.texts import CATEGORY, KEY_LENGTH, SOURCE, TITLE, Terms, code_units

Term: TypeAlias = int | str
"""A pair of characters as a number, or any other term as a text."""

GROUPS = 8
"""Parts into which the terms of a post are divided, so that a large segment is made without all terms in memory."""
PARTS = 64
"""Parts of the pairs of a post, eight in a group: the lists of the pairs of one part fit into a processor's cache."""
SHORT = 128
"""A list of no more bytes is not compressed, as that would hardly make it smaller."""
_UNITS = tuple(unit for group in range(GROUPS) for unit in range(group, PARTS, GROUPS))
"""The last bits of the second characters of the pairs in each part."""
_BASIS, _PRIME, _MASK = 0x811C9DC5, 0x01000193, 0xFFFFFFFF
_LENGTHS = Struct(f"<{PARTS + GROUPS}I")


def group_of(term: str) -> int:
    """The group of a term: the last bits of its second character, of the first if it has no other."""
    second = term[1:2]
    return ord(second if second > TITLE else term[0]) % GROUPS


def bucket_of(term: Term, buckets: int) -> int:
    """The number of the bucket that contains `term`, among `buckets`, which is 1 or a multiple of `GROUPS`.

    Its remainder, divided by `GROUPS`, is the group, so that a group has whole buckets.  The rest is a hash, FNV-1a of
    32 bits, of the UTF-16 code units of the key: of words their beginning, so that those with one are together.
    """
    if isinstance(term, int):
        second = term >> 16
        hashed = ((_BASIS ^ term & 0xFFFF) * _PRIME ^ second) * _PRIME & _MASK
    else:
        key = term.removesuffix(TITLE)
        if key[0] not in (CATEGORY, SOURCE):
            key = key[:KEY_LENGTH]
        units = memoryview(key.encode("utf-16-le", "surrogatepass")).cast("H")
        second = units[min(1, len(units) - 1)]
        hashed = _BASIS
        for unit in units:
            hashed = (hashed ^ unit) * _PRIME & _MASK
    return ((hashed ^ hashed >> 15) * GROUPS + second % GROUPS) % buckets


def packed(terms: Terms) -> bytes:
    """The terms of a post as bytes for the store; `terms_in` and `buckets_of` read them."""
    pairs: list[list[int]] = [[] for _ in range(PARTS)]
    for pair in terms.pairs:
        pairs[pair >> 16 & PARTS - 1].append(pair)
    words: list[list[str]] = [[] for _ in range(GROUPS)]
    for word in terms.words:
        words[group_of(word)].append(word)
    parts = [array("I", pairs[unit]).tobytes() for unit in _UNITS]
    parts += ["\n".join(part).encode("utf-8", "surrogatepass") for part in words]
    data = b"".join((_LENGTHS.pack(*map(len, parts)), *parts))
    return data + _checksum(data)


def is_packed(row: bytes) -> bool:
    """Whether `row` is what `packed` returned; False if it was damaged in the store."""
    end = len(row) - 4
    return end >= _LENGTHS.size and row[end:] == _checksum(memoryview(row)[:end])


def _checksum(data: bytes | memoryview) -> bytes:
    return pack("<I", crc32(data))


def terms_in(row: bytes) -> list[Term]:
    """All terms in `row`, the packed terms of a post."""
    lengths = _LENGTHS.unpack_from(row)
    place = _LENGTHS.size + sum(lengths[:PARTS])
    terms: list[Term] = [*array("I", row[_LENGTHS.size : place])]
    for length in lengths[PARTS:]:
        terms += _words(row[place : place + length])
        place += length
    return terms


def _words(data: bytes) -> list[str]:
    return data.decode("utf-8", "surrogatepass").split("\n") if data else []


def buckets_of(rows: Iterable[bytes], groups: range, buckets: int) -> dict[int, bytes]:
    """The files of those buckets that are for terms of `groups`, by number; a bucket without terms has a file, too.

    `rows` are the packed terms of the posts of a segment, in the order of their numbers.
    """
    parts = {group * GROUPS + part: (bytearray(), array("I")) for group in groups for part in range(GROUPS)}
    words: defaultdict[str, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        lengths = _LENGTHS.unpack_from(row)
        for group in groups:
            place = _LENGTHS.size + sum(lengths[: group * GROUPS])
            for part in range(group * GROUPS, group * GROUPS + GROUPS):
                pairs, sizes = parts[part]
                pairs += row[place : place + lengths[part]]
                sizes.append(lengths[part] // 4)
                place += lengths[part]
            place = _LENGTHS.size + sum(lengths[: PARTS + group])
            for word in _words(row[place : place + lengths[PARTS + group]]):
                words[word].append(number)
    found: list[dict[Term, list[int]]] = [{} for _ in range(buckets)]
    while parts:
        _, (pairs, sizes) = parts.popitem()
        posts: defaultdict[int, list[int]] = defaultdict(list)
        numbers = chain.from_iterable(map(repeat, count(), sizes))
        for pair, number in zip(memoryview(pairs).cast("I"), numbers, strict=True):
            posts[pair].append(number)
        for pair, some in posts.items():
            found[bucket_of(pair, buckets)][pair] = some
    for word, some in words.items():
        found[bucket_of(word, buckets)][word] = some
    return {number: written(lists) for number, lists in enumerate(found) if number % GROUPS in groups}


def edited(
    changes: Iterable[tuple[int, bytes | None, bytes | None]], buckets: int, read: Callable[[int], bytes]
) -> dict[int, bytes]:
    """The new files of those buckets that differ after some posts changed, by number.

    `changes` has of each post its number, and its packed terms before and after; None where it is not there.  `read`
    returns the present file of a bucket.  The result is what `buckets_of` makes of the terms after.
    """
    by_bucket: defaultdict[int, list[tuple[Term, int, bool]]] = defaultdict(list)
    for post, *rows in changes:
        before, after = ({*terms_in(row)} if row is not None else set() for row in rows)
        for term in before ^ after:
            by_bucket[bucket_of(term, buckets)].append((term, post, term in after))
    return {number: _with_changes(read(number), items) for number, items in by_bucket.items()}


def _with_changes(data: bytes, items: Iterable[tuple[Term, int, bool]]) -> bytes:
    lists = read_bucket(data)
    for term, post, is_added in items:
        numbers = set(lists.get(term, ()))
        (numbers.add if is_added else numbers.discard)(post)
        lists[term] = sorted(numbers)
    return written({term: numbers for term, numbers in lists.items() if numbers})


def written(lists: Mapping[Term, Sequence[int]]) -> bytes:
    """The file of a bucket, in two parts: the terms, and lists of the posts that contain them, in rising order.

    A browser loads the first part, and of the second one the lists that it needs.  The first part is deflated, and
    before it stands the number of its bytes.  It has

    1. the number of pairs, and of each the distance of its second character from that of the pair before;
    2. a text, in UTF-16 with the low byte first, and before it the number of its characters: the first characters of
       all pairs, and then all other terms, separated by newlines;
    3. of the list of each term the number of its bytes, times eight; plus twice the number of its digits that are more
       than two; plus one if it is deflated.

    Terms are sorted, so that the lists of words that begin alike are neighbours.  The values of a list are the number
    of the first post and the distances from each to the next, with the same number of hexadecimal digits: first the
    highest digits of all, then the next ones.  All other numbers are a `varint`, and characters UTF-16 code units.
    """
    pairs = sorted(term for term in lists if isinstance(term, int))
    words = sorted(term for term in lists if isinstance(term, str))
    seconds = [pair >> 16 for pair in pairs]
    text = "".join([*(chr(pair & 0xFFFF) for pair in pairs), "\n".join(words)]).encode("utf-16-le", "surrogatepass")
    second = [*map(_list, map(lists.__getitem__, pairs)), *map(_list, map(lists.__getitem__, words))]
    numbers = (len(pairs), *map(sub, seconds, (0, *seconds)), len(text) // 2)
    first = deflated(b"".join((*map(varint, numbers), text, *(varint(size) for size, _ in second))))
    return b"".join((varint(len(first)), first, *(data for _, data in second)))


def _list(posts: Sequence[int]) -> tuple[int, bytes]:
    """The list of a term, and its size as `written` describes it."""
    values = [posts[0], *map(sub, posts[1:], posts)] if len(posts) > 1 else posts
    digits = max(2, (max(values).bit_length() + 3) // 4)
    whole = pack(f">{len(values)}I", *values).hex()
    text = "".join([whole[place::8] for place in range(8 - digits, 8)])
    data = bytes.fromhex(text + "0" * (len(text) % 2))
    if len(data) > SHORT and len(smaller := deflated(data)) < len(data):
        return 8 * len(smaller) + 2 * (digits - 2) + 1, smaller
    return 8 * len(data) + 2 * (digits - 2), data


def read_bucket(data: bytes) -> dict[Term, list[int]]:
    """The numbers of the posts that contain each term of a bucket; `data` is what `written` returned."""
    lists = _Reader(data)
    file = _Reader(inflated(lists.take(lists.number())))
    seconds = list(accumulate(file.number() for _ in range(file.number())))
    text = code_units(file.take(2 * file.number()).decode("utf-16-le", "surrogatepass"))
    terms: list[Term] = [ord(first) | second << 16 for first, second in zip(text, seconds, strict=False)]
    terms += filter(None, text[len(seconds) :].split("\n"))
    return {term: lists.posts(file.number()) for term in terms}


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

    def posts(self, size: int) -> list[int]:
        data, digits = self.take(size >> 3), (size >> 1 & 3) + 2
        text = (inflated(data) if size & 1 else data).hex()
        count = len(text) // digits
        columns = (text[place : place + count] for place in range(0, digits * count, count))
        return list(accumulate(int("".join(value), 16) for value in zip(*columns, strict=True)))
