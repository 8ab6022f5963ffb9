"""How posts are divided into segments, and segments into buckets; both depend on the number of posts only.

Posts are numbered by age, the oldest first, and cut from there into segments: large ones, then the largest multiple of
`MIDDLE`, then the largest multiple of `SMALLEST`, then the rest.  A new post changes the last segment, which is small,
and only each thousandth one a larger segment, so that a query finds the posts of a large site in few files.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isqrt

from generator.stored import Stored

LARGEST, MIDDLE, SMALLEST = 131_072, 16_384, 1_024
ONE_BUCKET = 64
"""A segment of fewer posts has one bucket."""
POSTS_IN_BUCKET = 4
"""At least so many posts are for each bucket: it then has some 6 KB, which a browser loads at once."""


@dataclass(frozen=True, slots=True)
class Segment(Stored):
    """Some posts that are neighbours in age: the number of the first one, and how many they are."""

    start: int
    count: int

    @property
    def buckets(self) -> int:
        """The number of files into which its terms are divided: 1, or a multiple of 8.

        It grows with the square root of the posts: of all ways to divide a number of files among the segments of a
        site, a query that looks into each of them then loads the fewest bytes.
        """
        if self.count < ONE_BUCKET:
            return 1
        return min(self.count // POSTS_IN_BUCKET, 8 * isqrt(self.count)) // 8 * 8

    @property
    def end(self) -> int:
        """The number of the post after its last one."""
        return self.start + self.count


def segments(count: int) -> tuple[Segment, ...]:
    """The segments of a site with `count` posts, the one with the oldest posts first."""
    found = [Segment(start, LARGEST) for start in range(0, count - LARGEST + 1, LARGEST)]
    for unit in (MIDDLE, SMALLEST, 1):
        start = found[-1].end if found else 0
        if size := (count - start) // unit * unit:
            found.append(Segment(start, size))
    return tuple(found)
