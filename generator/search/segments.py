"""How posts are divided into segments, and segments into buckets; both depend on the number of posts only.

Posts are numbered by age, the oldest first, and cut from there into segments.  A new post changes the last segment,
which is small; from time to time that becomes larger, or one with those before it.
"""

from __future__ import annotations

from dataclasses import dataclass

from generator.stored import Stored

LARGEST, SMALLEST = 65_536, 2_048
"""Posts in a segment, except in the last one, are a power of two between these."""


@dataclass(frozen=True, slots=True)
class Segment(Stored):
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
    def end(self) -> int:
        """The number of the post after its last one."""
        return self.start + self.count


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
