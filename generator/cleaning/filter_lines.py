"""Rules on the first and last lines of a post: by-lines, end marks and footers, never a paragraph."""

from __future__ import annotations

from collections.abc import Iterator, Set
from itertools import islice

from generator.cleaning.filter_patterns import SUBJECT_LIMIT, Pattern
from generator.cleaning.filter_rules import Rule
from generator.cleaning.filter_sight import Sight, subject

_ROUNDS = 12
_TAIL_LINES = 40
_STRAY_LENGTH = 20
_RECURRENCE_LINES = 500
_SENTENCE_ENDS = frozenset("。！？!?…")


def edge_cuts(sight: Sight, gone: bytearray, gone_lines: Set[int]) -> Iterator[tuple[Rule, list[int]]]:
    """(rule, indices of lines) that rules want to take; the caller adds to `gone_lines` what it grants.

    Rules are tried again after a cut: what was the last but one line may now be the last.
    """
    named = [rule for action in ("text-end", "text-start", "tail") for rule in sight.rules.by_action.get(action, ())]
    # To know the hosts of a post all of its addresses are read: only for a rule whose pattern has matched.
    rules = [rule for rule in named if rule.scope.needs_hosts or sight.fit(rule)]
    lines = _Lines(sight, gone, gone_lines)
    asked: set[tuple[int, tuple[int, ...]]] = set()
    for _ in range(_ROUNDS if rules else 0):
        before = len(gone_lines)
        for rule in rules:
            for wanted in _tail(sight, rule, lines) if rule.action == "tail" else _edge(sight, rule, lines):
                if (rule.order, tuple(wanted)) not in asked and sight.fit(rule):
                    asked.add((rule.order, tuple(wanted)))
                    yield rule, wanted
        if len(gone_lines) == before:
            return


class _Lines:
    """The lines of a post that still hold something, with a memory: many rules look at the same few."""

    def __init__(self, sight: Sight, gone: bytearray, gone_lines: Set[int]) -> None:
        """`gone_lines` may grow meanwhile, `gone` may not."""
        self._sight = sight
        self._gone = gone
        self._gone_lines = gone_lines
        self._subjects: dict[int, str] = {}
        self._edges: dict[tuple[int, bool, int], list[int]] = {}

    def edge(self, count: int, *, is_end: bool) -> list[int]:
        """The indices of the first or last `count` of them, from the edge inwards."""
        key = (count, is_end, len(self._gone_lines))
        if key not in self._edges:
            self._edges[key] = list(islice(self.inwards(is_end=is_end), count))
        return self._edges[key]

    def inwards(self, *, is_end: bool) -> Iterator[int]:
        """The indices of all of them, from an edge inwards."""
        total = len(self._sight.shot.lines)
        every = range(total - 1, -1, -1) if is_end else range(total)
        return (at for at in every if at not in self._gone_lines and self._is_live(at))

    def _is_live(self, at: int) -> bool:
        """Whether a line has content that no cut has taken."""
        for leaf in self._sight.shot.lines[at].leaves:
            if (leaf.is_media or not leaf.is_blank) and not (leaf.element >= 0 and self._gone[leaf.element]):
                return True
        return False

    def subject(self, at: int) -> str:
        """What patterns see of a line: empty for code, for a line with media, and for a paragraph."""
        if at not in self._subjects:
            self._subjects[at] = self._subject(at)
        return self._subjects[at]

    def _subject(self, at: int) -> str:
        line = self._sight.shot.lines[at]
        live = [leaf for leaf in line.leaves if not (leaf.element >= 0 and self._gone[leaf.element])]
        if line.is_code or any(leaf.is_media for leaf in live):
            return ""
        text = subject(self._sight.shot.line_text(at, live))
        return text if len(text) <= SUBJECT_LIMIT else ""


def _edge(sight: Sight, rule: Rule, lines: _Lines) -> list[list[int]]:
    """The lines among the first or last `rule.count` that match, each by itself."""
    if rule.pattern is None:
        return []
    edge = lines.edge(rule.count, is_end=rule.action == "text-end")
    found = [at for at in edge if (text := lines.subject(at)) and sight.search(rule.pattern, text)]
    # A by-line stands once. What also stands elsewhere in the post is its subject, or a refrain.
    return [[at] for at in found] if found and not _recurs(sight, rule.pattern, edge, lines) else []


def _recurs(sight: Sight, pattern: Pattern, edge: list[int], lines: _Lines) -> bool:
    others = (at for at in range(len(sight.shot.lines)) if at not in edge)
    texts = (lines.subject(at) for at in islice(others, _RECURRENCE_LINES))
    return any(text and sight.search(pattern, text) for text in texts)


def _tail(sight: Sight, rule: Rule, lines: _Lines) -> list[list[int]]:
    """The lines from the earliest match in the run of footer lines at the end, if enough of them match.

    One stray short line that is no sentence may stand between two matches.
    """
    found: list[int] = []
    keep = matches = strays = 0
    for at in islice(lines.inwards(is_end=True), _TAIL_LINES):
        text = lines.subject(at)
        if not text:
            break
        found.append(at)
        if rule.pattern is not None and sight.search(rule.pattern, text):
            matches += 1
            strays = 0
            keep = len(found)
        else:
            strays += 1
            if strays > 1 or len(text) > _STRAY_LENGTH or text[-1] in _SENTENCE_ENDS:
                break
    return [found[:keep][::-1]] if keep and matches >= rule.count else []
