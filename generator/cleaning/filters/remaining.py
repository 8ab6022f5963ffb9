"""`Lines`: the lines of a post that still have content after the removals that filter rules made so far."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from itertools import islice

from generator.cleaning.filters.closing import Line, line_at
from generator.cleaning.filters.patterns import SUBJECT_LIMIT
from generator.cleaning.filters.sight import Sight, subject


class Lines:
    """The lines of a post that still have content after the removals so far; each is a range of pieces of the snapshot.

    What is computed about a line is kept, because many rules try the same lines.
    """

    def __init__(self, sight: Sight, gone: bytearray, gone_lines: Set[range]) -> None:
        """`gone` has a 1 for each removed element of the snapshot and must not change.

        `gone_lines` has the removed lines.  `gone_lines` may grow while this object is in use.
        """
        self._shot = sight.shot
        self._gone = gone
        self._gone_lines = gone_lines
        self._subjects: dict[int, str] = {}
        self._views: dict[int, Line] = {}
        self._sides: dict[bool, tuple[list[range], Iterator[range]]] = {}

    def edge(self, size: int, *, is_end: bool) -> list[range]:
        """The first `size` lines that still have content; with `is_end` the last ones, the very last line first.

        There are fewer than `size` if no more have content.
        """
        if is_end not in self._sides:
            self._sides[is_end] = [], self._live(is_end=is_end)
        known, others = self._sides[is_end]
        while True:
            left = [line for line in known if line not in self._gone_lines] if self._gone_lines else known
            if len(left) >= size:
                return left[:size]
            if not (more := list(islice(others, size - len(left)))):
                return left
            known += more

    def inwards(self, size: int, *, is_end: bool) -> Iterator[range]:
        """The first `size` lines that still have content; with `is_end` the last ones, the very last line first.

        The same lines as `edge` returns, but found one by one, for callers that often stop at the first.
        """
        for at in range(size):
            if len(edge := self.edge(at + 1, is_end=is_end)) <= at:
                return
            yield edge[at]

    def others(self, edge: Sequence[range]) -> Iterator[range]:
        """All lines of the post, removed ones included, except the lines in `edge`."""
        return (line for line in self._shot.lines() if line not in edge)

    def _live(self, *, is_end: bool) -> Iterator[range]:
        """The lines with content outside the removed elements."""
        shot, gone = self._shot, self._gone
        lines = shot.lines(from_end=is_end)
        return (line for line in lines if shot.has_content(shot.pieces_left(line, gone))) if 1 in gone else lines

    def pieces_left(self, line: range) -> list[int]:
        """The indexes of the pieces of `line` that are not removed.

        A piece is a text, a picture, a player or a frame.
        """
        return self._shot.pieces_left(line, self._gone)

    def has_words(self, line: range) -> bool:
        """Whether `line`, a range of pieces of the snapshot, contains a word that is not removed."""
        return any(map(self._shot.has_words, self.pieces_left(line)))

    def view(self, line: range) -> Line:
        """The `Line` of `line`, a range of pieces: its text, with properties for comparing it with other lines."""
        if line.start not in self._views:
            self._views[line.start] = line_at(self._shot, line, self._gone)
        return self._views[line.start]

    def subject(self, line: range) -> str:
        """The text of `line`, a range of pieces, in the form in which patterns are tried on it.

        Empty for code, for a line with media, and for a paragraph that is too long for patterns.
        """
        if line.start not in self._subjects:
            text = subject(self._shot.plain_text(line, self._gone))
            self._subjects[line.start] = text if len(text) <= SUBJECT_LIMIT else ""
        return self._subjects[line.start]
