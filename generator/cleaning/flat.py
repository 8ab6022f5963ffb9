"""Flat bodies: texts and tags in turn, so well formed that every parser makes the same tree of them.

Rules read a flat body like a tree, through a `Snapshot`, and elements and comments can be taken out of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from generator.cleaning.canonical import REMEMBERED_CHARACTERS, cut
from generator.cleaning.draft import Attributes
from generator.cleaning.elements import BLOCKS, BODY_HOLDS, CODE, HOLDS, UNSEEN, VOID
from generator.cleaning.filter_tree import Comment, Snapshot, border_of
from generator.cleaning.spacing import ASCII_BLANK

_NAMES = HOLDS.keys() | BODY_HOLDS

_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)((?: [a-z][a-z0-9\-]*=\"[^\"<>\u00a0\x00-\x1f]*\")*) ?(/?)>")
_ATTRIBUTE = re.compile(r" ([a-z][a-z0-9\-]*)=\"([^\"<>]*)\"")
_REFERENCE = re.compile(r"&(?!(?:amp|lt|gt|quot|nbsp);)")
COMMENT = "-comment"
_PARTING = BLOCKS | {"br"}
_DEEP = CODE | {COMMENT, "style"}
_NOTHING: frozenset[str] = frozenset()


class FlatTag(NamedTuple):
    """A tag as it was written, or a comment, whose name is `-comment`."""

    written: str
    name: str
    is_end: bool
    attributes: Attributes
    border: str
    """`border_of` it."""
    holds: frozenset[str]
    """What may stand in the element."""


@dataclass(frozen=True, slots=True)
class FlatBody:
    """A body of which every parser makes the same tree."""

    texts: list[str]
    """What a parser reads between the tags; one more than there are tags."""
    tags: list[FlatTag]
    has_references: bool
    """Whether a text holds what is written as a reference."""
    kinds: dict[str, FlatTag]
    """Its tags by how they are written: few, where tags are many."""

    @property
    def is_shallow(self) -> bool:
        """Whether it has no comment, style or code, in which rules see something else than in other elements."""
        return _DEEP.isdisjoint([tag.name for tag in self.kinds.values()])

    def sketch(self) -> Snapshot:
        """A snapshot of a shallow body from which rules learn whether they have anything to do, and no more."""
        pieces = _pieces(self)
        # Of elements that are written alike one is enough, and of the owners it only matters which pieces are media.
        starts = [tag for tag in self.kinds.values() if not tag.is_end]
        owners = [-1] * len(pieces)
        if any(tag.name == "img" for tag in starts):
            for at, tag in enumerate(self.tags):
                if tag.name == "img":
                    owners[2 * at + 1] = 0
        return Snapshot(
            tags=[tag.name for tag in starts],
            attributes=[tag.attributes for tag in starts],
            pieces=pieces,
            owners=owners,
            borders=_borders(self),
            text="".join(pieces),
        )

    def without(self, elements: Iterable[tuple[int, int]], comments: Iterable[int] = ()) -> FlatBody | None:
        """The body without elements, each from its first tag to its last, none in another, and without comments.

        What stood beside them stays in nodes of their own; None where that would matter to a step.
        """
        runs: list[tuple[int, int, list[str]]] = []
        for first, last in sorted([*elements, *((place, place) for place in comments)]):
            if runs and runs[-1][1] == first - 1:
                start, _, gap = runs.pop()
                runs.append((start, last, [*gap, self.texts[last + 1]]))
            else:
                runs.append((first, last, [self.texts[first], self.texts[last + 1]]))
        texts, tags = list(self.texts), list(self.tags)
        # Backwards, so that places stay what they are.
        for first, last, gap in reversed(runs):
            if (text := _joined(gap)) is None:
                return None
            texts[first : last + 2] = [text]
            del tags[first : last + 1]
        return FlatBody(texts, tags, self.has_references, {tag.written: tag for tag in tags})

    def stands_apart(self, first: int, last: int) -> bool:
        """Whether what stands on one side of an element, between two tags, is another line, or word, without it too."""
        is_block = self.tags[first].name in BLOCKS
        before, after = self.texts[first], self.texts[last + 1]
        if _parts(before, -1, is_block=is_block) or _parts(after, 0, is_block=is_block):
            return True
        left = self.tags[first - 1] if first else None
        right = self.tags[last + 1] if last + 1 < len(self.tags) else None
        # A start tag on the left, like an end tag on the right, is that of the element around it.
        begins = left is None or left.name in _PARTING or not (left.is_end or left.name in VOID or left.name == COMMENT)
        ends = right is None or right.name in _PARTING or right.is_end
        return (not before.strip() and begins) or (not after.strip() and ends)


def _parts(text: str, edge: int, *, is_block: bool) -> bool:
    return not is_block and bool(text) and text[edge].isspace()


def _joined(gap: list[str]) -> str | None:
    """What remains of texts that stand side by side; None unless one of them is all, or they are lines of blanks."""
    some = [text for text in gap if text]
    if len(some) < 2:
        return "".join(some)
    return "\n" if all("\n" in text and not text.strip(ASCII_BLANK) for text in some) else None


def read(html: str) -> FlatBody | None:
    """The flat body that `html` is, if `find_elements` finds that its tags stand in each other as they should.

    None: a parser would mend something, or is not known to do nothing.
    """
    pieces = cut(html)
    written = pieces[::2]
    between = pieces[1::2]
    kinds: dict[str, FlatTag] = {}
    for one in set(between):
        tag = read_tag(one) if len(one) <= 2 * REMEMBERED_CHARACTERS else None
        if tag is None:
            return None
        kinds[one] = tag
    tags = [kinds[one] for one in between]
    joined = "".join(written)
    if "<" in joined or ">" in joined or "\r" in joined or "\0" in joined:
        return None
    if "&" not in joined and "\u00a0" not in joined:
        return FlatBody(written, tags, False, kinds)
    # Text by text: a tag ends a reference that has no semicolon yet.
    if any(_REFERENCE.search(text) for text in written if "&" in text):
        return None
    texts = [_unescaped(text) if "&" in text else text for text in written]
    for place, tag in enumerate(tags):
        if tag.name == "style":
            texts[place + 1] = written[place + 1]
    return FlatBody(texts, tags, True, kinds)


# Most tags of an archive are the same few.
@lru_cache(maxsize=2048)
def read_tag(written: str) -> FlatTag | None:
    """A tag or comment; None unless every parser reads it so."""
    if written[:4] == "<!--":
        return (
            FlatTag(written, COMMENT, False, {}, "", _NOTHING) if written[-3:] == "-->" and len(written) > 6 else None
        )
    match = _TAG.fullmatch(written)
    if match is None or match[2] not in _NAMES or written.count("&") != written.count("&amp;"):
        return None
    name, is_end = match[2], bool(match[1])
    found = _ATTRIBUTE.findall(match[3])
    attributes: Attributes = {name: value.replace("&amp;", "&") for name, value in found}
    if len(attributes) != len(found) or (is_end and (found or name in VOID)) or (match[4] and name not in VOID):
        return None
    return FlatTag(written, name, is_end, attributes, border_of(name), HOLDS.get(name, _NOTHING))


def _unescaped(text: str) -> str:
    text = text.replace("&nbsp;", "\u00a0").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"')
    return text.replace("&amp;", "&")


def _pieces(body: FlatBody) -> list[str]:
    """The pieces of a snapshot: texts and borders in turn, and the border behind the body."""
    pieces = [""] * (2 * len(body.tags) + 2)
    pieces[:-1:2] = body.texts
    pieces[1:-1:2] = [tag.border for tag in body.tags]
    pieces[-1] = "\n"
    return pieces


def _borders(body: FlatBody) -> list[int]:
    return [-1, *[2 * at + 1 for at, tag in enumerate(body.tags) if tag.border], 2 * len(body.tags) + 1]


def find_elements(body: FlatBody) -> tuple[Snapshot, list[tuple[int, int]]] | None:
    """(snapshot, first and last tag of each element) of a flat body; None where a parser would mend how tags stand.

    Nodes and leaves are missing in it: rules can look for something to do, but do nothing.
    """
    # One function with local names: it runs once for each tag of an archive.
    texts, tags = body.texts, body.tags
    pieces = _pieces(body)
    shot = Snapshot(pieces=pieces, owners=[-1] * len(pieces), borders=_borders(body))
    names, attributes, owners = shot.tags, shot.attributes, shot.owners
    firsts, afters, lasts = shot.firsts, shot.afters, shot.lasts
    spans: list[tuple[int, int]] = []
    around: list[int] = []
    inside, holds, open_links = -1, BODY_HOLDS, 0
    for at, (written, name, is_end, own, _, held) in enumerate(tags):
        piece = 2 * at + 1
        if is_end:
            if inside < 0 or names[inside] != name:
                return None
            afters[inside], lasts[inside] = piece, len(names) - 1
            spans[inside] = spans[inside][0], at
            if name in UNSEEN:
                pieces[piece - 1], owners[piece - 1] = "", -1
                afters[inside] = firsts[inside]
            open_links -= name == "a"
            around.pop()
            inside = around[-1] if around else -1
            holds = HOLDS[names[inside]] if around else BODY_HOLDS
        elif name == COMMENT:
            shot.comments.append(Comment(None, written[4:-3], inside))
        else:
            if name not in holds or (name == "a" and open_links):
                return None
            index = len(names)
            names.append(name)
            attributes.append(own)
            lasts.append(index)
            spans.append((at, at))
            if name in VOID:
                firsts.append(piece + (name != "img"))
                afters.append(piece + 1)
                owners[piece] = index if name == "img" else -1
            else:
                firsts.append(piece + 1)
                afters.append(piece + 1)
                open_links += name == "a"
                around.append(index)
                inside, holds = index, held
                # The first line end in it is none.
                if name == "pre" and texts[at + 1][:1] == "\n":
                    return None
        # A piece without a text has an owner if it is a medium.
        if pieces[piece + 1]:
            owners[piece + 1] = inside
    owners[-1] = -1
    shot.text = "".join(pieces)
    return (shot, spans) if inside < 0 else None
