"""How the posts of a site are divided into segments, blocks and buckets; all three depend on the number of posts only.

Posts are numbered by age, the oldest first, and cut from there into segments.  A new post changes the last segment only,
which is small; from time to time it becomes larger, or one with those before it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

LARGEST, SMALLEST = 65_536, 2_048
"""Posts in a segment, except in the last one, are a power of two between these."""
BLOCKS, SMALLEST_BLOCK = 64, 128
"""Blocks in a segment, unless they would be smaller than this."""


@dataclass(frozen=True, slots=True)
class Segment:
    """Some posts that are neighbours in age: the number of the first one, and how many they are."""

    start: int
    count: int

    @property
    def buckets(self) -> int:
        """The number of files into which its terms are divided, a power of two.

        Large segments have larger files: the sum over a site of any size is smallest with the square root of the posts.
        """
        wanted = self.count / 16 if self.count < SMALLEST else 128 * (self.count / SMALLEST) ** 0.8
        return 1 << max(0, int(wanted).bit_length() - 1)

    @property
    def block_size(self) -> int:
        """The number of posts in each of its blocks but the last; a block is what an edit computes anew."""
        return max(SMALLEST_BLOCK, self.count // BLOCKS)

    @property
    def blocks(self) -> Iterator[range]:
        """The numbers of the posts in each block, counted over the whole site."""
        end = self.start + self.count
        return (range(first, min(first + self.block_size, end)) for first in range(self.start, end, self.block_size))


def segments(count: int) -> tuple[Segment, ...]:
    """The segments of a site with `count` posts, the one with the oldest posts first."""
    found: list[Segment] = []
    size, start = LARGEST, 0
    while size >= SMALLEST:
        if count - start >= size:
            found.append(Segment(start, size))
            start += size
        else:
            size //= 2
    if start < count:
        found.append(Segment(start, count - start))
    return tuple(found)
