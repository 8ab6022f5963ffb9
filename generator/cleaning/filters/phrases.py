"""Words that sites print below an article, and their lists of related posts: removed from the last short lines only.

The words alone are weak evidence, because an article may be about them.  So a line is kept if it recurs above, stands
in a list, a table or a quotation, or below a heading or a colon.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from generator.article.urls import host
from generator.cleaning.filters.patterns import folded
from generator.cleaning.filters.remaining import Lines
from generator.cleaning.filters.rules import Rule
from generator.cleaning.filters.sight import Sight
from generator.cleaning.filters.tree import Snapshot, count_words

_REACH = 60
"""How many lines at the end are examined."""
_SHORT_WORDS = 30
"""A line of more words is a paragraph, above which nothing is removed."""
_BESIDE_LINKS = 12
"""How many characters of a list of links may stand outside the links: numbers, dates, signs."""
_LONGEST_HEAD = 60
"""How many characters the words above a list of related posts may have."""
_COMPARED_LINES = 500
# A comma between words belongs to a sentence; WeChat has one after a blank.
_PARTS = re.compile("(?:[|｜/／·•\\s\u200b\u200c\u200d]+[,，]?)+")
_NUMBER = re.compile(r"[\d.,:：()（）+]+[kKwW万萬]?\+?")


def closing_cuts(sight: Sight, lines: Lines) -> Iterator[tuple[Rule, list[range]]]:
    """(rule, line) for each of the last short lines that consists of closing words."""
    last = _last_lines(sight, lines)
    matched = {line: hits for line in last if (hits := _closing_rules(sight, lines.subject(line)))}
    if not matched:
        return
    matched = {line: hits for line, hits in matched.items() if not _belongs(lines, line, last, matched)}
    others = {folded(lines.subject(line)) for line in islice(lines.others(last), _COMPARED_LINES)}
    matched = {line: hits for line, hits in matched.items() if folded(lines.subject(line)) not in others}
    total = sum(map(len, matched.values()))
    for line, hits in matched.items():
        if total >= max(rule.count for rule in hits):
            yield hits[0], [line]


def related_cuts(sight: Sight, lines: Lines) -> Iterator[tuple[Rule, list[range]]]:
    """(rule, lines) for a list of links to other posts of the same site at the end, with the words above it."""
    shot = sight.shot
    links: list[range] = []
    for line in lines.inwards(_REACH, is_end=True):
        linked, loose = _linked_text(shot, lines.left(line))
        rule = _phrase_rule(sight, "related", loose) if len(loose) <= _LONGEST_HEAD else None
        if rule is not None and (linked or links):
            linking = [*links, line] if linked else links
            if _is_own_site(sight, lines, linking) and not _is_digest(shot, lines, line):
                yield rule, [line, *reversed(links)]
            return
        if not links and not lines.view(line).words:
            # A picture below the list, such as a QR code that a later step removes.
            continue
        if not linked or len(loose.strip()) > _BESIDE_LINKS:
            return
        links.append(line)


def _last_lines(sight: Sight, lines: Lines) -> list[range]:
    """The short lines at the end, the last one first; lines with pictures are passed over."""
    last = []
    for line in lines.inwards(_REACH, is_end=True):
        text = lines.subject(line)
        if text:
            if count_words(text) > _SHORT_WORDS and not _closing_rules(sight, text):
                break
            last.append(line)
        elif lines.view(line).words:
            break
    return last


def _closing_rules(sight: Sight, text: str) -> list[Rule]:
    """The rules for a line: one for all of its words, or one for each part of a row such as "Share | Like"."""
    if (rule := _phrase_rule(sight, "closing", text)) is not None:
        return [rule]
    parts = [part for part in _PARTS.split(folded(text)) if part and not _NUMBER.fullmatch(part)]
    rules = [_rule_for_words(sight, "closing", part) for part in parts[:_REACH]]
    return [rule for rule in rules if rule is not None] if None not in rules else []


def _phrase_rule(sight: Sight, action: str, text: str) -> Rule | None:
    """The rule whose words, or whose pattern, are a whole line."""
    if (rule := _rule_for_words(sight, action, folded(text))) is not None:
        return rule
    patterns = sight.rules.by_action.get(action, ())
    if not patterns or not text or not sight.may_match(sight.rules.probes.get(action), text):
        return None
    return next((rule for rule in patterns if _is_match(sight, rule, text) and sight.fit(rule)), None)


def _is_match(sight: Sight, rule: Rule, text: str) -> bool:
    return rule.pattern is not None and sight.search(rule.pattern, text) is not None


def _rule_for_words(sight: Sight, action: str, words: str) -> Rule | None:
    return next((rule for rule in sight.rules.phrases.get((action, words), ()) if sight.fit(rule)), None)


def _belongs(lines: Lines, line: range, last: Sequence[range], matched: dict[range, list[Rule]]) -> bool:
    """Whether a line with closing words is part of the article, by its place and the nearest line above it."""
    view = lines.view(line)
    if view.is_item:
        return True
    edge = lines.edge(last.index(line) + _REACH, is_end=True)
    above = next((other for other in edge[edge.index(line) + 1 :] if other not in matched), None)
    if above is None:
        return True
    before = lines.view(above)
    return before.leads_on or (before.is_heading and not view.is_heading)


def _linked_text(shot: Snapshot, pieces: Sequence[int]) -> tuple[str, str]:
    """(text inside links, text outside them) of a line; a picture counts as text."""
    linked: list[str] = []
    loose: list[str] = []
    for piece in pieces:
        owner = shot.owners[piece]
        is_linked = owner >= 0 and bool(shot.linked[owner])
        (linked if is_linked else loose).append(shot.pieces[piece] or "\ufffc")
    return "".join(linked).strip(), "".join(loose)


def _is_own_site(sight: Sight, lines: Lines, linking: Sequence[range]) -> bool:
    """Whether all links of some lines lead to the site of the article, or to one and the same if that is unknown."""
    shot = sight.shot
    sites = set()
    for line in linking:
        for piece in lines.left(line):
            node = shot.nodes[owner] if (owner := shot.owners[piece]) >= 0 else None
            while node is not None and node.tag != "a":
                node = node.parent
            if node is not None and (name := host(node.value("href"))):
                sites.add(_site(name))
    own = host(sight.draft.header.link)
    return sites <= {_site(own)} if own else len(sites) <= 1


def _site(name: str) -> str:
    return ".".join(name.lower().split(".")[-2:])


def _is_digest(shot: Snapshot, lines: Lines, line: range) -> bool:
    """Whether the words above a list of links are one of several such heads, or all there is."""
    edge = lines.edge(_REACH + 1, is_end=True)
    before = edge[edge.index(line) + 1 :][:1]
    if not before:
        return True
    linked, loose = _linked_text(shot, lines.left(before[0]))
    return lines.view(line).is_item or (bool(linked) and len(loose.strip()) <= _BESIDE_LINKS)
