"""Rules on the first and last lines of a post: by-lines, end marks and footers, never a paragraph."""

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
    """(rule, lines) that rules want to take; the caller adds to `gone_lines` what it grants.

    Rules are tried again after a cut: what was the last but one line may now be the last.
    """
    lines = _Lines(sight, gone, gone_lines)
    asked: set[tuple[int, tuple[range, ...]]] = set()
    for _ in range(_ROUNDS):
        before = len(gone_lines)
        for rule, wanted in _wanted(sight, lines):
            if (rule.order, tuple(wanted)) not in asked and sight.fit(rule):
                asked.add((rule.order, tuple(wanted)))
                yield rule, wanted
        if len(gone_lines) == before:
            return


def _wanted(sight: Sight, lines: _Lines) -> Iterator[tuple[Rule, list[range]]]:
    """The same, for the lines that are left now."""
    for group in sight.rules.edges:
        # One pattern for all of them first: in nearly every post none matches.
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
    """Whether rules on single lines may match any of those they look at."""
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
    """The lines of a post that still hold something, with a memory: many rules look at the same few."""

    def __init__(self, sight: Sight, gone: bytearray, gone_lines: Set[range]) -> None:
        """`gone_lines` may grow meanwhile, `gone` may not."""
        self._shot = sight.shot
        self._gone = gone
        self._gone_lines = gone_lines
        self._subjects: dict[int, str] = {}
        self._views: dict[int, Line] = {}
        self._sides: dict[bool, tuple[list[range], Iterator[range]]] = {}

    def edge(self, size: int, *, is_end: bool) -> list[range]:
        """The first or last `size` of them, from the edge inwards."""
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
        """The same one by one, for who mostly needs no more than the first."""
        for at in range(size):
            if len(edge := self.edge(at + 1, is_end=is_end)) <= at:
                return
            yield edge[at]

    def others(self, edge: Sequence[range]) -> Iterator[range]:
        """All lines of the post but some."""
        return (line for line in self._shot.lines() if line not in edge)

    def _live(self, *, is_end: bool) -> Iterator[range]:
        """The lines with content that no cut of an element has taken."""
        shot, gone = self._shot, self._gone
        lines = shot.lines(from_end=is_end)
        return (line for line in lines if shot.has_content(shot.left(line, gone))) if 1 in gone else lines

    def view(self, line: range) -> Line:
        """What is compared of a line and those beside it."""
        if line.start not in self._views:
            self._views[line.start] = line_at(self._shot, line, self._gone)
        return self._views[line.start]

    def subject(self, line: range) -> str:
        """What patterns see of a line: empty for code, for a line with media, and for a paragraph."""
        if line.start not in self._subjects:
            text = subject(self._shot.plain_text(line, self._gone))
            self._subjects[line.start] = text if len(text) <= SUBJECT_LIMIT else ""
        return self._subjects[line.start]


def _edge(sight: Sight, rule: Rule, lines: _Lines) -> list[range]:
    """The lines among the first or last `rule.count` that match, each by itself."""
    if rule.pattern is None:
        return []
    edge = lines.edge(rule.count, is_end=rule.action == "text-end")
    found = [line for line in edge if (text := lines.subject(line)) and sight.search(rule.pattern, text)]
    # A by-line stands once. What also stands elsewhere in the post is its subject, or a refrain.
    # To know the hosts of a post all of its addresses are read: only for a rule whose pattern has matched.
    if not found or not (fit := sight.fit(rule)) or _recurs(sight, rule.pattern, edge, lines):
        return []
    return _without_own(rule, found, lines) if fit == WEAK and rule.action == "text-end" else found


def _without_own(rule: Rule, found: list[range], lines: _Lines) -> list[range]:
    """The last lines that a rule matches without those that are the article's own by what stands around them."""
    near = lines.edge(rule.count + REACH, is_end=True)
    views = [lines.view(line) for line in near]
    matched = [lines.view(line) for line in found]
    return [
        line
        for line in found
        if not belongs(
            lines.view(line), views[(at := near.index(line)) + 1 :][:REACH], views[:at][::-1], matched, rule.kind
        )
    ]


def _recurs(sight: Sight, pattern: Pattern, edge: Sequence[range], lines: _Lines) -> bool:
    texts = (lines.subject(line) for line in islice(lines.others(edge), _RECURRENCE_LINES))
    return any(text and sight.search(pattern, text) for text in texts)


def _tail(sight: Sight, rule: Rule, lines: _Lines) -> list[range]:
    """The run of footer lines, if enough of them match."""
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
    """Whether the line before the last `size` is a heading, or ends in a colon."""
    before = lines.edge(size + 1, is_end=True)[size:]
    return any(view.is_heading or view.leads_on for view in map(lines.view, before))


def _run(lines: _Lines, is_footer: Callable[[str], bool], is_own: Callable[[range], bool] | None = None) -> list[range]:
    """The lines from the earliest footer line in the run of them at the end.

    One stray short line that is no sentence may stand between two of them, but none of which `is_own` says that it is
    the article's.
    """
    found: list[range] = []
    keep = strays = 0
    for line in lines.inwards(_TAIL_LINES, is_end=True):
        text = lines.subject(line)
        if not text or (is_own is not None and is_own(line)):
            break
        found.append(line)
        if is_footer(text):
            strays = 0
            keep = len(found)
        else:
            strays += 1
            if strays > 1 or len(text) > _STRAY_LENGTH or text[-1] in _SENTENCE_ENDS:
                break
    return found[:keep][::-1]
