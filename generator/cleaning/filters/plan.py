"""Decides what filter rules remove from a post, on a snapshot, before anything changes and within limits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from generator.article.nodes import Node
from generator.cleaning.filters.closing import is_remark
from generator.cleaning.filters.lines import edge_cuts
from generator.cleaning.filters.rules import MARKED, NOWHERE, STRONG, WEAK, Rule
from generator.cleaning.filters.sight import Sight
from generator.cleaning.filters.tree import Snapshot
from generator.cleaning.hidden import blocks, is_for_hidden, is_hidden, minor

SMALL_WORDS = 60
"""A block of up to this many words may be removed whatever its share.  A Chinese character counts as one word."""
SHARE_LIMIT = 0.2
WORDS_LIMIT = 200
"""A larger block is only removed by a rule without a scope up to this share of the text and this many words."""
MARKED_SHARE = 0.4
"""A rule for a platform whose markup the post shows may remove up to this share of the text at once."""
MAIN_SHARE = 0.4
"""What holds more than this share of the text, in sentences, is the article, however short it is."""
TOTAL_SHARE_LIMIT = 0.4
TOTAL_WORDS_LIMIT = 120
"""Rules without a scope are undone if together they remove more than both of these."""
NEVER_SHARE = 0.8
NOTHING_WORDS = 20
"""They are also undone if all rules together remove this share of a text and more than this many words."""
CODE_WORDS_LIMIT = 10
LOOSE_MEDIA_LIMIT = 3
MARKER_TEXT_LIMIT = 60
_MARKER_REACH = 20


@dataclass(frozen=True, slots=True)
class Cut:
    """One removal of text or media by a rule: of the element with the index `element`, or of `lines` if that is -1.

    An index is one in the `Snapshot` of the post, a line is a range of its pieces.  `text` is the removed text, with
    `words` words, and `fit` says how surely the rule is meant for the post: `WEAK`, `MARKED` or `STRONG`.
    """

    rule: Rule
    text: str
    words: int
    fit: int
    element: int = -1
    lines: tuple[range, ...] = ()


@dataclass(slots=True)
class Plan:
    """All that filter rules remove from a post; elements are indexes in its `Snapshot`, lines are ranges of pieces.

    `cuts` are removals of text or media, `blanks` removals of elements without either.  `gone` has a 1 for each removed
    element, and `gone_lines` has the removed lines.
    """

    gone: bytearray
    gone_lines: set[range] = field(default_factory=set)
    cuts: list[Cut] = field(default_factory=list)
    blanks: list[tuple[int, Rule]] = field(default_factory=list)

    @property
    def unscoped_words(self) -> int:
        """The number of words removed by rules that fit the post only weakly, such as rules for all sites."""
        return sum(cut.words for cut in self.cuts if cut.fit == WEAK)


Wanted = list[tuple[tuple[int, ...], Rule]]
"""(elements, rule) for the elements that a rule may remove, in the order in which they are tried."""


def decide(sight: Sight, matches: Iterable[tuple[int, Rule]]) -> tuple[Plan, str]:
    """What the filter rules remove from a post, and a message if removals were undone because they were too large.

    The message is empty if none was undone.  `matches` has (index of an element, rule) pairs for all rules on elements
    that remove something.
    """
    wanted: Wanted = [((index,), rule) for index, rule in matches if sight.fit(rule) != NOWHERE]
    wanted += _after_markers(sight)
    # What a rule names is removed by this rule, and not with all that stands outside the article.
    wanted.sort(key=lambda pair: (pair[1].action == "container", pair[0][0], pair[1].order))
    plan = _plan(sight, wanted, WEAK)
    undone = ""
    if _is_too_much(sight, plan):
        taken, total = plan.unscoped_words, sight.shot.total_words
        # Rules for hidden text are dropped first: they are weaker evidence than any other rule.
        plan = _plan(sight, wanted, WEAK, keeps_hidden=True)
        effect = "all hidden text was kept"
        if _is_too_much(sight, plan):
            plan = _plan(sight, wanted, STRONG)
            effect = "all of them were undone"
        undone = f"rules without a scope would have removed {taken} of {total} words; {effect}"
    if plan.cuts and _is_emptied(sight, plan):
        if any(cut.fit < STRONG for cut in plan.cuts):
            plan = _plan(sight, wanted, STRONG)
        if plan.cuts and _is_emptied(sight, plan):
            plan = _plan(sight, wanted, STRONG + 1)
        undone = undone or "rules would have left neither text nor media; they were undone"
    return plan, undone


def _is_too_much(sight: Sight, plan: Plan) -> bool:
    """Whether rules without a scope remove too much together, or all rules nearly everything."""
    if not plan.cuts:
        return False
    taken = plan.unscoped_words
    if taken > TOTAL_WORDS_LIMIT and taken > TOTAL_SHARE_LIMIT * sight.shot.total_words:
        return True
    everything = sum(cut.words for cut in plan.cuts if not cut.rule.is_word_for_word)
    if everything <= NOTHING_WORDS or all(cut.fit == STRONG for cut in plan.cuts):
        return False
    # Lines that sites print below articles were never part of the text.
    printed = sum(cut.words for cut in plan.cuts if cut.rule.is_word_for_word)
    return everything >= NEVER_SHARE * (sight.shot.total_words - printed)


def _plan(sight: Sight, wanted: Wanted, weakest: int, *, keeps_hidden: bool = False) -> Plan:
    """The plan of the rules whose scope fits at least as well as `weakest`.

    Matching elements without content are always removed.  With `keeps_hidden`, rules for hidden text remove nothing
    else unless their scope fits strongly.
    """
    shot = sight.shot
    small: set[int] | None = set() if keeps_hidden else None
    plan = Plan(bytearray(len(shot.tags)))
    for indices, rule in wanted:
        fit = sight.fit(rule)
        for index in indices:
            if plan.gone[index]:
                continue
            words, is_blank = _left(shot, index, plan.gone)
            if is_blank:
                plan.blanks.append((index, rule))
                after = shot.lasts[index] + 1
                plan.gone[index:after] = b"\x01" * (after - index)
                continue
            if fit == WEAK and is_for_hidden(rule.body):
                if small is None:
                    small = minor_hidden(sight)
                if index not in small:
                    continue
            if fit >= weakest and (fit == STRONG or _may_go(sight, index, words, fit)):
                plan.cuts.append(Cut(rule, shot.excerpt(index), words, fit, element=index))
                after = shot.lasts[index] + 1
                plan.gone[index:after] = b"\x01" * (after - index)
    for rule, lines in edge_cuts(sight, plan.gone, plan.gone_lines):
        fit = STRONG if rule.is_word_for_word else sight.fit(rule)
        words = sum(shot.words(*shot.offsets[piece : piece + 2]) for line in lines for piece in line)
        if fit >= weakest and (fit == STRONG or _is_small(sight, words, fit)):
            text = " / ".join(" ".join(shot.line_text(line).split()) for line in lines)
            plan.cuts.append(Cut(rule, text, words, fit, lines=tuple(lines)))
            plan.gone_lines.update(lines)
    return plan


def _left(shot: Snapshot, index: int, gone: bytearray) -> tuple[int, bool]:
    """(words, whether there is neither text nor media) of an element without what is removed from it."""
    first, last = index, shot.lasts[index]
    if gone.find(1, first, last + 1) < 0:
        words = shot.words(*shot.span(index))
        return words, not words and shot.is_blank(index)
    left = shot.pieces_left(range(shot.firsts[index], shot.afters[index]), gone)
    words = sum(shot.words(*shot.offsets[piece : piece + 2]) for piece in left)
    return words, not words and not shot.has_content(left)


def minor_hidden(sight: Sight) -> set[int]:
    """The indexes, in the post `sight`, of the hidden elements that may be removed, and of all elements inside them.

    Hidden elements that seem to be part of the article are left out.  Empty if the others have many words together.
    """
    shot = sight.shot
    hidden = [index for index, attributes in enumerate(shot.attributes) if attributes and is_hidden(attributes)]
    outer = blocks(shot.nodes[index] for index in hidden)
    small = {block.node for block in minor(outer, shot.attributes, shot.total_words)}
    return {inner for index in hidden if shot.nodes[index] in small for inner in range(index, shot.lasts[index] + 1)}


def _is_small(sight: Sight, words: int, fit: int) -> bool:
    if words <= SMALL_WORDS:
        return True
    if fit == MARKED and words <= MARKED_SHARE * sight.shot.total_words:
        return True
    return words <= WORDS_LIMIT and words <= SHARE_LIMIT * sight.shot.total_words


def _may_go(sight: Sight, index: int, words: int, fit: int) -> bool:
    """Whether a rule without a scope may remove an element."""
    shot = sight.shot
    # A gallery has little text, so pictures outside links count too; those of teasers are inside links.
    loose = sum(not shot.linked[item] for item in shot.media(index))
    if shot.code[index]:
        return words <= CODE_WORDS_LIMIT and not loose
    if loose > LOOSE_MEDIA_LIMIT and loose > SHARE_LIMIT * shot.loose_media:
        return False
    return _is_small(sight, words, fit) and not (_has_remarks(sight, index) and words > MAIN_SHARE * shot.total_words)


def _has_remarks(sight: Sight, index: int) -> bool:
    """Whether an element holds a line that ends like a sentence."""
    start, end = sight.shot.span(index)
    return any(is_remark(line.strip()) for line in sight.shot.text[start:end].split("\n"))


def _is_emptied(sight: Sight, plan: Plan) -> bool:
    """Whether a plan leaves no text and no media."""
    shot = sight.shot
    for line in shot.lines():
        if line not in plan.gone_lines:
            for piece in shot.pieces_left(line, plan.gone):
                if shot.is_medium(piece) or shot.has_words(piece):
                    return False
    return True


def _after_markers(sight: Sight) -> Wanted:
    """The elements that `next-elements` of comment rules selects.

    Each comment is handled separately: some sites write `start` at both ends, so content between two comments is never
    removed.
    """
    rules = [rule for rule in sight.rules.by_action.get("comment", ()) if rule.tags]
    if not rules or not sight.shot.comments:
        return []
    indices = {node: index for index, node in enumerate(sight.shot.nodes)}
    return [
        (following, rule)
        for comment in sight.shot.comments
        for rule in rules
        if (rule.pattern is None or sight.search(rule.pattern, comment.node.text_content.strip()[:200]))
        and (following := _following(sight, comment.node, rule.tags, indices))
        and sight.fit(rule)
    ]


def _following(sight: Sight, node: Node, tags: tuple[str, ...], indices: dict[Node, int]) -> tuple[int, ...]:
    """The elements that follow a node, if their tags are exactly `tags` and none is long; empty otherwise."""
    elements: list[int] = []
    following = node.next
    for _ in range(_MARKER_REACH):
        if following is None or len(elements) == len(tags):
            break
        tag = following.tag
        if not tag.startswith("-"):
            index = indices.get(following, -1)
            if tag != tags[len(elements)] or index < 0:
                return ()
            start, end = sight.shot.span(index)
            if len("".join(sight.shot.text[start:end].split())) > MARKER_TEXT_LIMIT:
                return ()
            elements.append(index)
        elif tag == "-text" and following.text_content.strip():
            return ()
        following = following.next
    return tuple(elements) if len(elements) == len(tags) else ()
