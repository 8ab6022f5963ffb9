"""Rules on the first and last lines of a post: they remove by-lines, end marks and footers, never a paragraph."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence, Set
from functools import partial
from itertools import islice

from generator.cleaning.filters.closing import REACH, Line, belongs, is_statement, line_at
from generator.cleaning.filters.patterns import SUBJECT_LIMIT, Pattern
from generator.cleaning.filters.rules import WEAK, EdgeRules, Rule
from generator.cleaning.filters.sight import Sight, subject

_ROUNDS = 12
_TAIL_LINES = 40
_STRAY_LENGTH = 20
_RECURRENCE_LINES = 500
_SENTENCE_ENDS = frozenset("。！？!?…")


def edge_cuts(sight: Sight, gone: bytearray, gone_lines: Set[range]) -> Iterator[tuple[Rule, list[range]]]:
    """(rule, lines) for lines that rules may remove; the caller adds the lines that it removes to `gone_lines`.

    Rules are tried again after a removal, because the last line but one may now be the last.
    """
    lines = _Lines(sight, gone, gone_lines)
    proposed: set[tuple[int, tuple[range, ...]]] = set()
    for _ in range(_ROUNDS):
        before = len(gone_lines)
        for rule, wanted in _wanted(sight, lines):
            if (rule.order, tuple(wanted)) not in proposed and sight.fit(rule):
                proposed.add((rule.order, tuple(wanted)))
                yield rule, wanted
        if len(gone_lines) == before:
            return


def _wanted(sight: Sight, lines: _Lines) -> Iterator[tuple[Rule, list[range]]]:
    """(rule, lines) for the lines that are left now; the scopes of some rules may not fit."""
    for group in sight.rules.edges:
        # First one pattern for all rules of a group: in nearly every post none matches.
        if group.action == "tail":
            ((_, probe),) = group.probes
            if _run(lines, partial(sight.may_match, probe)):
                for rule in group.rules:
                    if wanted := _tail(sight, rule, lines):
                        yield rule, wanted
        elif _is_suspect(sight, group, lines):
            for rule in group.rules:
                for line in _edge(sight, rule, lines):
                    yield rule, [line]


def _is_suspect(sight: Sight, group: EdgeRules, lines: _Lines) -> bool:
    """Whether a rule of a group on single lines may match."""
    furthest, _ = group.probes[-1]
    edge = lines.edge(furthest, is_end=group.action == "text-end")
    near = 0
    for reach, probe in group.probes:
        for line in edge[near:reach]:
            if (text := lines.subject(line)) and sight.may_match(probe, text):
                return True
        near = reach
    return False


class _Lines:
    """The lines of a post that still have content; results are remembered, because many rules try the same lines."""

    def __init__(self, sight: Sight, gone: bytearray, gone_lines: Set[range]) -> None:
        """`gone_lines` may grow while this object is in use, `gone` must not change."""
        self._shot = sight.shot
        self._gone = gone
        self._gone_lines = gone_lines
        self._subjects: dict[int, str] = {}
        self._views: dict[int, Line] = {}
        self._sides: dict[bool, tuple[list[range], Iterator[range]]] = {}

    def edge(self, size: int, *, is_end: bool) -> list[range]:
        """The first or last `size` lines, from the edge inwards."""
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
        """The same lines one by one, for callers that often stop at the first."""
        for at in range(size):
            if len(edge := self.edge(at + 1, is_end=is_end)) <= at:
                return
            yield edge[at]

    def others(self, edge: Sequence[range]) -> Iterator[range]:
        """All lines of the post except those in `edge`."""
        return (line for line in self._shot.lines() if line not in edge)

    def _live(self, *, is_end: bool) -> Iterator[range]:
        """The lines with content outside the removed elements."""
        shot, gone = self._shot, self._gone
        lines = shot.lines(from_end=is_end)
        return (line for line in lines if shot.has_content(shot.left(line, gone))) if 1 in gone else lines

    def view(self, line: range) -> Line:
        """A line in the form in which it is compared with its neighbours."""
        if line.start not in self._views:
            self._views[line.start] = line_at(self._shot, line, self._gone)
        return self._views[line.start]

    def subject(self, line: range) -> str:
        """The text of a line that patterns are tried on; empty for code, a line with media, and a paragraph."""
        if line.start not in self._subjects:
            text = subject(self._shot.plain_text(line, self._gone))
            self._subjects[line.start] = text if len(text) <= SUBJECT_LIMIT else ""
        return self._subjects[line.start]


def _edge(sight: Sight, rule: Rule, lines: _Lines) -> list[range]:
    """The lines among the first or last `rule.count` that match; each is removed separately."""
    if rule.pattern is None:
        return []
    edge = lines.edge(rule.count, is_end=rule.action == "text-end")
    matching = [line for line in edge if (text := lines.subject(line)) and sight.search(rule.pattern, text)]
    # A by-line occurs once.  A pattern that also matches elsewhere matches the post's subject, or a refrain.
    # `fit` comes after the pattern, because it may have to read all addresses of the post.
    if not matching or not (fit := sight.fit(rule)) or _recurs(sight, rule.pattern, edge, lines):
        return []
    return _without_own(rule, matching, lines) if fit == WEAK and rule.action == "text-end" else matching


def _without_own(rule: Rule, matching: list[range], lines: _Lines) -> list[range]:
    """The matching last lines, without those that belong to the article according to their neighbours."""
    near = lines.edge(rule.count + REACH, is_end=True)
    views = [lines.view(line) for line in near]
    matched = [lines.view(line) for line in matching]
    return [
        line
        for line in matching
        if not belongs(
            lines.view(line), views[(at := near.index(line)) + 1 :][:REACH], views[:at][::-1], matched, rule.kind
        )
    ]


def _recurs(sight: Sight, pattern: Pattern, edge: Sequence[range], lines: _Lines) -> bool:
    texts = (lines.subject(line) for line in islice(lines.others(edge), _RECURRENCE_LINES))
    return any(text and sight.search(pattern, text) for text in texts)


def _tail(sight: Sight, rule: Rule, lines: _Lines) -> list[range]:
    """The run of footer lines at the end of a post; empty if fewer than `rule.count` of them match."""
    pattern = rule.pattern
    if pattern is None:
        return []
    matches = 0
    looks_around = sight.fit(rule) == WEAK

    def is_footer(text: str) -> bool:
        nonlocal matches
        is_match = sight.search(pattern, text) is not None
        matches += is_match
        return is_match

    def is_own(line: range) -> bool:
        view = lines.view(line)
        return view.is_item or view.is_heading or is_statement(view.text)

    run = _run(lines, is_footer, is_own if looks_around else None)
    if matches < rule.count:
        return []
    return [] if looks_around and _is_announced(lines, len(run)) else run


def _is_announced(lines: _Lines, size: int) -> bool:
    """Whether the line before the last `size` lines introduces them: a heading, or a line that ends in a colon."""
    before = lines.edge(size + 1, is_end=True)[size:]
    return any(view.is_heading or view.leads_on for view in map(lines.view, before))


def _run(lines: _Lines, is_footer: Callable[[str], bool], is_own: Callable[[range], bool] | None = None) -> list[range]:
    """The run of footer lines at the end of a post, from its first to its last line.

    It may contain single short lines that are no footer lines, if they are no sentences.  A line for which `is_own`
    returns True ends the run.
    """
    run: list[range] = []
    keep = strays = 0
    for line in lines.inwards(_TAIL_LINES, is_end=True):
        text = lines.subject(line)
        if not text or (is_own is not None and is_own(line)):
            break
        run.append(line)
        if is_footer(text):
            strays = 0
            keep = len(run)
        else:
            strays += 1
            if strays > 1 or len(text) > _STRAY_LENGTH or text[-1] in _SENTENCE_ENDS:
                break
    return run[:keep][::-1]
