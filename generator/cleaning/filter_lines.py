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
    rules = [rule for action in ("text-end", "text-start", "tail") for rule in sight.named(action)]
    asked: set[tuple[int, tuple[int, ...]]] = set()
    for _ in range(_ROUNDS if rules else 0):
        before = len(gone_lines)
        for rule in rules:
            wanted = (
                _tail(sight, rule, gone, gone_lines) if rule.action == "tail" else _edge(sight, rule, gone, gone_lines)
            )
            for lines in wanted:
                if (rule.order, tuple(lines)) not in asked:
                    asked.add((rule.order, tuple(lines)))
                    yield rule, lines
        if len(gone_lines) == before:
            return


def _edge(sight: Sight, rule: Rule, gone: bytearray, gone_lines: Set[int]) -> list[list[int]]:
    """The lines among the first or last `rule.count` that match, each by itself."""
    if rule.pattern is None:
        return []
    edge = _live_lines(sight, gone, gone_lines, rule.count, is_end=rule.action == "text-end")
    found = [at for at in edge if (text := _subject(sight, at, gone)) and sight.search(rule.pattern, text)]
    # A by-line stands once. What also stands elsewhere in the post is its subject, or a refrain.
    return [[at] for at in found] if found and not _recurs(sight, rule.pattern, edge, gone) else []


def _recurs(sight: Sight, pattern: Pattern, edge: list[int], gone: bytearray) -> bool:
    others = (at for at in range(len(sight.shot.lines)) if at not in edge)
    texts = (_subject(sight, at, gone) for at in islice(others, _RECURRENCE_LINES))
    return any(text and sight.search(pattern, text) for text in texts)


def _tail(sight: Sight, rule: Rule, gone: bytearray, gone_lines: Set[int]) -> list[list[int]]:
    """The lines from the earliest match in the run of footer lines at the end, if enough of them match.

    One stray short line that is no sentence may stand between two matches.
    """
    lines: list[int] = []
    keep = matches = strays = 0
    for at in _live_lines(sight, gone, gone_lines, _TAIL_LINES, is_end=True):
        text = _subject(sight, at, gone)
        if not text:
            break
        lines.append(at)
        if rule.pattern is not None and sight.search(rule.pattern, text):
            matches += 1
            strays = 0
            keep = len(lines)
        else:
            strays += 1
            if strays > 1 or len(text) > _STRAY_LENGTH or text[-1] in _SENTENCE_ENDS:
                break
    return [lines[:keep][::-1]] if keep and matches >= rule.count else []


def _live_lines(sight: Sight, gone: bytearray, gone_lines: Set[int], count: int, *, is_end: bool) -> list[int]:
    """The indices of the first or last lines that still hold something, from the edge inwards."""
    total = len(sight.shot.lines)
    found: list[int] = []
    for at in range(total - 1, -1, -1) if is_end else range(total):
        if at in gone_lines:
            continue
        leaves = sight.shot.lines[at].leaves
        if any(
            (leaf.is_media or not leaf.is_blank) and not (leaf.element >= 0 and gone[leaf.element]) for leaf in leaves
        ):
            found.append(at)
            if len(found) == count:
                break
    return found


def _subject(sight: Sight, at: int, gone: bytearray) -> str:
    """What patterns see of a line: empty for code, for a line with media, and for a paragraph."""
    line = sight.shot.lines[at]
    live = [leaf for leaf in line.leaves if not (leaf.element >= 0 and gone[leaf.element])]
    if line.is_code or any(leaf.is_media for leaf in live):
        return ""
    text = subject(sight.shot.line_text(at, live))
    return text if len(text) <= SUBJECT_LIMIT else ""
