"""Removes words that sites print below an article, and lists of related posts, from the last short lines of a post.

The words alone are weak evidence, because an article may be about them.  So a line is kept if it recurs above, stands
in a list, a table or a quotation, or below a heading or a colon.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import islice

from generator.article.urls import host, site_of
from generator.cleaning.filters.closing import is_remark
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
_WORDS = re.compile(r"[^\W\d_]")
_LONGEST_HEAD = 60
"""How many characters the words above a list of related posts may have."""
_COMPARED_LINES = 500
_SURE = 4
"""So many closing words belong to the page, whatever stands around them."""
# A comma between words belongs to a sentence; WeChat has one after a blank.
_PARTS = re.compile("(?:[|｜/／·•\\s\u200b\u200c\u200d]+[,，]?)+")
_QUOTED = re.compile('[“"‘「『].*[”"’」』]\\W?')
_SENTENCE_ENDS = (".", "。", "！", "？", "!", "?")
_NUMBER = re.compile(r"[\d.,:：()（）+]+[kKwW万萬]?\+?")


def closing_cuts(sight: Sight, lines: Lines) -> Iterator[tuple[Rule, list[range]]]:
    """(rule, [line]) for each of the last short lines that has only words which sites print below articles.

    `lines` has the lines of the post that are not removed yet; a line is a range of pieces of the snapshot.
    """
    last, matched = _last_lines(sight, lines)
    if not matched:
        return
    belonging = {line: _belongs(lines, line, last, matched) for line in matched}
    matched = {line: hits for line, hits in matched.items() if not belonging[line]}
    others = {folded(lines.subject(line)) for line in islice(lines.others(last), _COMPARED_LINES)}
    matched = {line: hits for line, hits in matched.items() if folded(lines.subject(line)) not in others}
    # A line that stays is no company for the others.
    while len(going := _in_company(lines, last, matched)) < len(matched):
        matched = going
    for line, hits in going.items():
        yield hits[0], [line]


def _in_company(lines: Lines, last: Sequence[range], matched: dict[range, list[Rule]]) -> dict[range, list[Rule]]:
    """The lines with closing words beside which there are as many others as their rules want."""
    # The same words twice are a refrain or an answer.
    total = len({rule.order for hits in matched.values() for rule in hits})
    going = {}
    for line, hits in matched.items():
        count = max(rule.count for rule in hits)
        if total >= (count if count == 1 or _is_below_all(lines, line, last, matched) else max(count, _SURE)):
            going[line] = hits
    return going


def related_cuts(sight: Sight, lines: Lines) -> Iterator[tuple[Rule, list[range]]]:
    """(rule, lines) for a list of related posts at the end of a post: lines that are links, and the words above them.

    The links lead to the site that the post was taken from.  `lines` has the lines of the post that are not removed
    yet.  There is at most one pair.
    """
    shot = sight.shot
    links: list[range] = []
    for line in lines.inwards(_REACH, is_end=True):
        linked, loose = _linked_text(shot, lines.pieces_left(line))
        # Nearly every post ends here.
        is_list = bool(linked or links)
        rule = _phrase_rule(sight, "related", loose) if is_list and len(loose) <= _LONGEST_HEAD else None
        if rule is not None:
            linking = [*links, line] if linked else links
            if _is_own_site(sight, lines, linking) and not _is_digest(shot, lines, line):
                yield rule, [line, *reversed(links)]
            return
        if not links and not lines.has_words(line):
            # A picture below the list, such as a QR code that a later step removes.
            continue
        if not linked or len(loose.strip()) > _BESIDE_LINKS or _is_annotation(loose):
            return
        links.append(line)


def _is_annotation(loose: str) -> bool:
    """Whether the text beside a link says something about it; a date and a number do not."""
    return not any(map(str.isdigit, loose)) and _WORDS.search(loose) is not None


def _last_lines(sight: Sight, lines: Lines) -> tuple[list[range], dict[range, list[Rule]]]:
    """(lines, rules of those that are closing words) of the short lines below the last sentence, the last one first.

    Lines with pictures are passed over.
    """
    last: list[range] = []
    matched: dict[range, list[Rule]] = {}
    for line in lines.inwards(_REACH, is_end=True):
        text = lines.subject(line)
        if not text:
            if lines.has_words(line):
                break
            continue
        if hits := _closing_rules(sight, text):
            matched[line] = hits
        elif count_words(text) > _SHORT_WORDS or is_remark(text):
            break
        last.append(line)
    return last, matched


def _closing_rules(sight: Sight, text: str) -> list[Rule]:
    """The rules for a line: one for all of its words, or one for each part of a row such as "Share | Like"."""
    if _QUOTED.fullmatch(text):
        return []
    is_sentence = text.endswith(_SENTENCE_ENDS)
    if (rule := _phrase_rule(sight, "closing", text)) is not None:
        # A button is no sentence.
        return [] if rule.count > 1 and is_sentence else [rule]
    if is_sentence:
        return []
    rules = []
    parts = [part for part in _PARTS.split(folded(text)) if part and not _NUMBER.fullmatch(part)]
    for part in parts[:_REACH]:
        if (rule := _rule_for_words(sight, "closing", part)) is None:
            return []
        rules.append(rule)
    return rules


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


def _is_below_all(lines: Lines, line: range, last: Sequence[range], matched: Collection[range]) -> bool:
    """Whether only other closing words follow a line, and the article may end with the line above them."""
    if any(other not in matched for other in last[: last.index(line)]):
        return False
    above = _above(lines, line, last, matched)
    # A line of two or three characters may be a verse.
    return above is None or (lines.view(above).is_closed and not lines.view(above).is_very_short)


def _above(lines: Lines, line: range, last: Sequence[range], matched: Collection[range]) -> range | None:
    """The nearest line above a line that is no closing words."""
    edge = lines.edge(last.index(line) + _REACH, is_end=True)
    return next((other for other in edge[edge.index(line) + 1 :] if other not in matched), None)


def _belongs(lines: Lines, line: range, last: Sequence[range], matched: Collection[range]) -> bool:
    """Whether a line with closing words is part of the article, by its place and the nearest line above it."""
    view = lines.view(line)
    if view.is_item:
        return True
    above = _above(lines, line, last, matched)
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
        for piece in lines.pieces_left(line):
            node = shot.nodes[owner] if (owner := shot.owners[piece]) >= 0 else None
            while node is not None and node.tag != "a":
                node = node.parent
            if node is not None and (name := host(node.value("href"))):
                sites.add(site_of(name))
    own = host(sight.draft.header.link)
    return sites <= {site_of(own)} if own else len(sites) <= 1


def _is_digest(shot: Snapshot, lines: Lines, line: range) -> bool:
    """Whether the words above a list of links are one of several such heads, or all there is."""
    edge = lines.edge(_REACH + 1, is_end=True)
    before = edge[edge.index(line) + 1 :][:1]
    if not before:
        return True
    linked, loose = _linked_text(shot, lines.pieces_left(before[0]))
    return lines.view(line).is_item or (bool(linked) and len(loose.strip()) <= _BESIDE_LINKS)
