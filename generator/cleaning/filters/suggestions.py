"""Suggests filter rules for lines, boxes and pictures that repeat in the posts of a source.

Repeated content is only counted, and never removed because it repeats: a refrain repeats, too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from generator import front_matter
from generator.article.elements import CODE, HEADINGS, ROWS
from generator.article.nodes import Node, read_body
from generator.bodies import markup
from generator.clean_config import CleanConfig, RuleList
from generator.cleaning import filters
from generator.cleaning.draft import Draft
from generator.cleaning.filters import evidence
from generator.cleaning.filters.lists import compile_rules
from generator.cleaning.filters.patterns import SUBJECT_LIMIT
from generator.cleaning.filters.sight import subject
from generator.cleaning.filters.tree import Snapshot, addresses, snapshot
from generator.digest import digest_text
from generator.model import RawPost

LEAST_POSTS = 10
"""Nothing is suggested for a source with fewer posts."""
LEAST_REPEATS = 8
LEAST_SHARE = 0.2
"""A block counts as repeated if it is in this many posts and in this share of the posts of its source."""
EDGE_LINES = 3
"""How many lines at the start and at the end of a post are counted."""
MOST_WORDS = 120
"""A larger box is taken for an article and not for an advertisement."""

_MOSTLY = 0.9
_EXAMPLES = 5
_CONTEXTS = 12
_SAMPLE = 50
_FORMS = 64
_SHOWN = 60
_NEAR = 200
_MOST_AFTER = 60
"""An element with at most so many characters after it ends the post."""
_NAME = "suggested"
_TOKEN = re.compile(r"[A-Za-z_][\w-]{1,60}", re.ASCII)
_DIGITS = re.compile(r"[0-9]+")
_LABELLED = re.compile(r"[^:：]{1,14}[:：] ?(?=\S)")
_LONGEST_VALUE = 30
_IN_NAMES = str.maketrans({",": "%2C", "#": "%23", "%": "%25"})
_ADDRESS = re.compile(r"[^\s\"\\]{1,300}")
# Articles are made of these elements, so repeated text in them is the subject of the articles.
_NEVER = HEADINGS | ROWS | CODE | {"blockquote", "img"}


@dataclass(frozen=True, slots=True)
class Example:
    """A post that a suggested rule would change: the text that would be removed, and the lines before and after it."""

    post: str
    before: str
    """The line before; empty at the start of the post."""
    text: str
    after: str
    """The line after; empty at the end of the post."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A suggested line for a filter list, and what it would remove from the posts of a source."""

    kind: str
    """The kind of removal that the words of the line, or names in it, suggest."""
    line: str
    source: str
    posts: int
    """From how many posts the line would remove something, within the limits on removals."""
    of: int
    """The number of posts of the source."""
    examples: tuple[Example, ...]
    """At most five posts that the line would change."""


def suggest(source: str, posts: Sequence[RawPost], config: CleanConfig) -> tuple[Suggestion, ...]:
    """Suggestions of rules for text and pictures that repeat in `posts`, all posts of the source called `source`.

    Each rule is tried on the same posts; rules that remove something from too few of them are left out.  Empty for
    fewer than `LEAST_POSTS` posts, or if `source` is empty.
    """
    if len(posts) < LEAST_POSTS or not source:
        return ()
    survey = _Survey(len(posts))
    for number, raw in enumerate(posts):
        survey.add(number, snapshot(_filtered(raw, config).body))
    scope = f"source={source.translate(_IN_NAMES)}"
    lines: dict[str, tuple[str, _Seen]] = {}
    for seen in survey.repeated():
        for line in seen.rules():
            if kind := _kind_of(seen, line):
                lines.setdefault(f"{scope}{line}", (kind, seen))
    return tuple(_tried(source, posts, config, lines)) if lines else ()


def _kind_of(seen: _Seen, line: str) -> str:
    """The kind of what a candidate with the rule `line` would remove; empty if nothing shows that it may go."""
    text = seen.texts.most_common(1)[0][0]
    if seen.is_line:
        # Of a pattern only what stands in all posts counts, not the values.
        return evidence.of_line(line.partition("/")[2], is_end=seen.place == "text@end", is_linked=seen.is_linked)
    if not seen.texts or seen.place.startswith("img["):
        return evidence.of_picture(seen.place, is_end=seen.is_last)
    return evidence.of_box(seen.place, text)


def _filtered(raw: RawPost, config: CleanConfig) -> Draft:
    """A post as a draft after the filter step, which is the first."""
    header, _ = front_matter.header(raw, config)
    draft = Draft(raw, header, config, read_body(markup.to_html(raw, header, config).html), header.cover)
    if not draft.is_off("filters"):
        filters.apply(draft)
    return draft


def _tried(
    source: str, posts: Sequence[RawPost], config: CleanConfig, lines: Mapping[str, tuple[str, _Seen]]
) -> Iterator[Suggestion]:
    """A suggestion for each of the lines that acts in enough posts."""
    hits = _hits(posts, config, list(lines))
    numbers = {raw.source.id: number for number, raw in enumerate(posts)}
    for line, (kind, seen) in lines.items():
        if len(texts := hits[line]) >= _least(len(posts)):
            # Posts whose context was kept come first.
            ids = sorted(texts, key=lambda id: numbers[id] not in seen.contexts)[:_EXAMPLES]
            examples = []
            for id in ids:
                before, after = seen.contexts.get(numbers[id], ("", ""))
                examples.append(Example(id, before, texts[id][:_SHOWN], after))
            yield Suggestion(kind, line, source, len(texts), len(posts), tuple(examples))


def _hits(posts: Sequence[RawPost], config: CleanConfig, lines: Sequence[str]) -> dict[str, dict[str, str]]:
    """For each line the ids of the posts from which it removes something, each with the removed text.

    The lines are added as a list after those of `config`.
    """
    rules = RuleList(_NAME, "\n".join(lines))
    by_id = {f"{_NAME}:{digest_text(line, size_bytes=3)}": line for line in lines}
    hits: dict[str, dict[str, str]] = {line: {} for line in lines}
    for raw in posts:
        for removal in _filtered(raw, replace(config, rules=(*config.rules, rules))).removals:
            if removal.rule in by_id:
                hits[by_id[removal.rule]][raw.source.id] = removal.text
    return hits


def _least(posts: int) -> float:
    return max(LEAST_REPEATS, LEAST_SHARE * posts)


# ---------------------------------------------------------------------------------- counting


@dataclass(slots=True)
class _Seen:
    """What is counted of one candidate for a rule: a line at the start or end of posts, a named box, or a picture."""

    place: str
    """`text@start`, `text@end`, or a selector."""
    posts: int = 0
    times: int = 0
    last_post: int = -1
    forms: Counter[str] = field(default_factory=Counter)
    """Its contents with digits and values masked, and how often each occurs; at most `_FORMS` of them."""
    texts: Counter[str] = field(default_factory=Counter)
    """Its texts as written, and how often each occurs; at most `_FORMS` of them."""
    reach: Counter[int] = field(default_factory=Counter)
    """The distances of the line from the edge, and in how many posts each occurs."""
    sample: dict[int, tuple[int, int]] = field(default_factory=dict)
    """The first and last element that it covers, for the first `_SAMPLE` posts with it."""
    contexts: dict[int, tuple[str, str]] = field(default_factory=dict)
    """The lines before and after it, for the first `_CONTEXTS` posts with it."""
    linked: int = 0
    """How many occurrences are nothing but links."""
    last: int = 0
    """How many occurrences have hardly any words after them."""

    def add(self, number: int, form: str, text: str, covered: tuple[int, int], reach: int = 0) -> None:
        """Count an occurrence of this candidate in the post with the number `number`.

        `text` is its content as written, `form` the same with placeholders for what differs between posts.  `covered`
        are the indexes of the first and the last element that it covers; `reach` is 1 for the first or last line of a
        post, 2 for the line next to it, and so on, or 0 for a box or picture.
        """
        self.times += 1
        if self.last_post != number:
            self.posts, self.last_post = self.posts + 1, number
            self.reach[reach] += 1
        for counter, value in ((self.forms, form), (self.texts, text)):
            if value in counter or len(counter) < _FORMS:
                counter[value] += 1
        if len(self.sample) < _SAMPLE:
            self.sample.setdefault(number, covered)

    def is_repeated(self, of: int) -> bool:
        """Whether this candidate is in enough of all posts, about once in each, and nearly always in the same form.

        `of` is the number of all posts of the source.
        """
        if self.posts < _least(of) or self.times > self.posts / _MOSTLY:
            return False
        return self.forms.most_common(1)[0][1] >= _MOSTLY * self.times

    def is_inside(self, other: _Seen) -> bool:
        """Whether nearly all occurrences of this candidate are inside an occurrence of `other`."""
        inside = 0
        for number, (first, last) in self.sample.items():
            outer = other.sample.get(number)
            inside += outer is not None and outer[0] <= first and last <= outer[1]
        return inside >= _MOSTLY * len(self.sample)

    def rules(self) -> Iterator[str]:
        """Lines of a filter list that would remove this candidate; none if their pattern would exceed the limits."""
        if not self.is_line:
            yield f"##{self.place}"
            return
        nearly_all = _MOSTLY * self.posts
        reach = next(n for n in sorted(self.reach) if sum(self.reach[m] for m in self.reach if m <= n) >= nearly_all)
        line = f"#{self.place}({reach}) /{_pattern(self.texts)}/"
        if compile_rules((RuleList(_NAME, line),)).rules:
            yield line

    @property
    def is_linked(self) -> bool:
        """Whether nearly all occurrences of this candidate are nothing but links."""
        return self.linked >= _MOSTLY * self.times

    @property
    def is_last(self) -> bool:
        """Whether this candidate, a box or picture, is nearly always followed by hardly any text.  False for a line."""
        return self.last >= _MOSTLY * self.times

    @property
    def is_line(self) -> bool:
        """Whether this candidate is a line, so that `place` is `text@start` or `text@end` and no selector."""
        return self.place.startswith("text@")


class _Survey:
    """Counts what repeats in the posts of one source, as candidates for filter rules."""

    def __init__(self, posts: int) -> None:
        """`posts` is the number of posts that will be added."""
        self._posts = posts
        self._seen: dict[tuple[str, str], _Seen] = {}

    def add(self, number: int, shot: Snapshot) -> None:
        """Count the lines, boxes and pictures of a post that a rule might remove if they repeat.

        `number` is the index of the post among the posts of the source.
        """
        for index, tag in enumerate(shot.tags):
            if tag == "img":
                for address in addresses(shot.attributes[index])[:1]:
                    if _ADDRESS.fullmatch(address):
                        seen = self._add(f'img[src="{address}"]', "", number, "", "", (index, index))
                        self._look_around(seen, number, shot, *shot.span(index))
            elif tag not in _NEVER and not shot.code[index]:
                self._add_box(number, shot, index)
        self._add_lines(number, shot)

    def _add_box(self, number: int, shot: Snapshot, index: int) -> None:
        names = dict.fromkeys(_names(shot.attributes[index]))
        start, end = shot.span(index)
        if not names or shot.words(start, end) > MOST_WORDS:
            return
        text = " ".join(shot.text[start:end].split())
        pictures = [address for item in shot.media(index) for address in addresses(shot.attributes[item])[:1]]
        if not text and not pictures:
            return
        form = "\n".join([masked(text), *pictures])
        for name in names:
            seen = self._add(f"{shot.tags[index]}{name}", "", number, form, text, (index, shot.lasts[index]))
            self._look_around(seen, number, shot, start, end)

    def _look_around(self, seen: _Seen, number: int, shot: Snapshot, start: int, end: int) -> None:
        """Note the lines around an element, and whether it ends the post."""
        seen.last += not shot.text[end : end + _MOST_AFTER].strip() or len(shot.text) - end <= _MOST_AFTER
        if len(seen.contexts) < _CONTEXTS:
            before = shot.text[max(0, start - _NEAR) : start].strip().rpartition("\n")[2]
            after = shot.text[end : end + _NEAR].strip().partition("\n")[0]
            seen.contexts.setdefault(number, (before[-_SHOWN:], after[:_SHOWN]))

    def _add_lines(self, number: int, shot: Snapshot) -> None:
        lines = list(shot.lines())
        count = len(lines)
        texts = [_line_text(shot, line) for line in lines]
        forms = [masked(text) for text in texts]
        times = Counter(forms)
        for at in {*range(min(EDGE_LINES, count)), *range(max(count - EDGE_LINES, 0), count)}:
            # A line that occurs twice in a post is a refrain, or its subject.
            if texts[at] and times[forms[at]] == 1 and not _is_in_article_element(shot.leaves[lines[at].start]):
                around = max(shot.owners[piece] for piece in lines[at])
                from_start, from_end = at + 1, count - at
                place = "text@start" if from_start < from_end else "text@end"
                reach = min(from_start, from_end)
                seen = self._add(place, forms[at], number, forms[at], texts[at], (around, around), reach)
                seen.linked += all(shot.linked[shot.owners[piece]] for piece in lines[at] if shot.pieces[piece].strip())
                if len(seen.contexts) < _CONTEXTS:
                    before = texts[at - 1] if at else ""
                    after = texts[at + 1] if at + 1 < count else ""
                    seen.contexts.setdefault(number, (before[-_SHOWN:], after[:_SHOWN]))

    def _add(
        self, place: str, key: str, number: int, form: str, text: str, covered: tuple[int, int], reach: int = 0
    ) -> _Seen:
        seen = self._seen.setdefault((place, key), _Seen(place))
        seen.add(number, form, text, covered, reach)
        return seen

    def repeated(self) -> list[_Seen]:
        """The lines, boxes and pictures that repeat in enough posts, the most promising first.

        Those are left out that are inside a more promising one: a box rather than a line, or what is in more posts.
        """
        candidates = [seen for seen in self._seen.values() if seen.is_repeated(self._posts)]
        chosen: list[_Seen] = []
        for seen in sorted(candidates, key=_order):
            if not any(seen.is_inside(other) for other in chosen):
                chosen.append(seen)
        return chosen


def _order(seen: _Seen) -> tuple[object, ...]:
    extent = sum(last - first for first, last in seen.sample.values()) / len(seen.sample)
    # Boxes and pictures before lines, then more posts, larger extent, and the longer name of two for one box.
    return (seen.is_line, -seen.posts, -extent, -len(seen.place), seen.place, min(seen.forms))


def _names(attributes: Mapping[str, str | None]) -> Iterator[str]:
    identity = attributes.get("id") or ""
    if _TOKEN.fullmatch(identity):
        yield f"#{identity}"
    for name in (attributes.get("class") or "").split()[:20]:
        if _TOKEN.fullmatch(name):
            yield f".{name}"


def _line_text(shot: Snapshot, line: range) -> str:
    text = subject(shot.plain_text(line, bytearray(len(shot.nodes))))
    return text if len(text) <= SUBJECT_LIMIT else ""


def _is_in_article_element(node: Node | None) -> bool:
    """Whether a node is in a heading, a list, a table, a quotation or code, or is a picture."""
    while node is not None and node.tag != "body":
        if node.tag in _NEVER:
            return True
        node = node.parent
    return False


# ------------------------------------------------------------------------------------ patterns


def masked(text: str) -> str:
    """`text` with `0` for each number, and `*` for a short value after a label such as `Author:`: what may differ."""
    label = _label(text)
    return _DIGITS.sub("0", f"{label}*" if label else text)


def _label(text: str) -> str:
    """The label that a text begins with, if its value is short; empty otherwise."""
    match = _LABELLED.match(text)
    return match[0] if match is not None and len(text) - match.end() <= _LONGEST_VALUE else ""


def _pattern(texts: Counter[str]) -> str:
    """A pattern for one text, or for texts that only differ in numbers and values."""
    most_common, times = texts.most_common(1)[0]
    if times >= _MOSTLY * sum(texts.values()):
        return f"^{_escaped(most_common)}$"
    labels = [_label(text) for text in texts]
    return f"^{_numbered(labels)}.{{1,{_LONGEST_VALUE}}}$" if labels[0] else f"^{_numbered(list(texts))}$"


def _numbered(texts: Sequence[str]) -> str:
    """A pattern for texts that only differ in numbers; a number that varies may have one digit more than any seen."""
    columns = zip(*(re.split(r"([0-9]+)", text) for text in texts), strict=True)
    return "".join(_column(set(column)) for column in columns)


def _column(parts: set[str]) -> str:
    return _escaped(parts.pop()) if len(parts) == 1 else rf"\d{{1,{max(map(len, parts)) + 1}}}"


def _escaped(text: str) -> str:
    return re.sub(r"([\\.^$*+?{}\[\]|()])", r"\\\1", text)
