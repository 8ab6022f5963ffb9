"""Rules on the first and last lines of a post: they remove by-lines, end marks and footers, never a paragraph."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence, Set
from functools import partial
from itertools import islice

from generator.cleaning.filters.closing import REACH, belongs, is_statement
from generator.cleaning.filters.patterns import Pattern
from generator.cleaning.filters.phrases import closing_cuts, related_cuts
from generator.cleaning.filters.remaining import Lines
from generator.cleaning.filters.rules import WEAK, EdgeRules, Rule
from generator.cleaning.filters.sight import Sight

_ROUNDS = 12
_TAIL_LINES = 40
_STRAY_LENGTH = 20
_RECURRENCE_LINES = 500
_SENTENCE_ENDS = frozenset("。！？!?…")


def edge_cuts(sight: Sight, gone: bytearray, gone_lines: Set[range]) -> Iterator[tuple[Rule, list[range]]]:
    """Yields (rule, lines) for each group of lines at the beginning or end of a post that a rule would remove.

    `sight` is the post as the rules see it.  Between two pairs, the caller adds the lines that it does remove to
    `gone_lines`, and the rules are then tried on the new first and last lines, too.  `gone` has one byte for each
    element, 1 if it is removed already, and is only read.
    """
    lines = Lines(sight, gone, gone_lines)
    proposed: set[tuple[int, tuple[range, ...]]] = set()
    for _ in range(_ROUNDS):
        before = len(gone_lines)
        for rule, wanted in _wanted(sight, lines):
            if (rule.order, tuple(wanted)) not in proposed and sight.fit(rule):
                proposed.add((rule.order, tuple(wanted)))
                yield rule, wanted
        if len(gone_lines) == before:
            return


def _wanted(sight: Sight, lines: Lines) -> Iterator[tuple[Rule, list[range]]]:
    """(rule, lines) for the lines that are left now; the scopes of some rules may not fit."""
    yield from closing_cuts(sight, lines)
    yield from related_cuts(sight, lines)
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


def _is_suspect(sight: Sight, group: EdgeRules, lines: Lines) -> bool:
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


def _edge(sight: Sight, rule: Rule, lines: Lines) -> list[range]:
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


def _without_own(rule: Rule, matching: list[range], lines: Lines) -> list[range]:
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


def _recurs(sight: Sight, pattern: Pattern, edge: Sequence[range], lines: Lines) -> bool:
    texts = (lines.subject(line) for line in islice(lines.others(edge), _RECURRENCE_LINES))
    return any(text and sight.search(pattern, text) for text in texts)


def _tail(sight: Sight, rule: Rule, lines: Lines) -> list[range]:
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


def _is_announced(lines: Lines, size: int) -> bool:
    """Whether the line before the last `size` lines introduces them: a heading, or a line that ends in a colon."""
    before = lines.edge(size + 1, is_end=True)[size:]
    return any(view.is_heading or view.leads_on for view in map(lines.view, before))


def _run(lines: Lines, is_footer: Callable[[str], bool], is_own: Callable[[range], bool] | None = None) -> list[range]:
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
