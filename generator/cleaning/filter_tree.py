"""A snapshot of a post's tree for filter rules: elements, lines of text and comments, read in one walk."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

MEDIA_TAGS = frozenset({"img", "video", "audio", "iframe", "embed", "object", "picture", "canvas"})
ADDRESS_ATTRIBUTES = ("href", "src", "data-src", "data-original", "data-original-src", "data-actualsrc", "poster")

_CODE_TAGS = frozenset({"pre", "code", "textarea", "kbd", "samp", "xmp"})
UNSEEN_TAGS = frozenset({"style", "script", "template", "title", "noframes", "noembed", "iframe"})
_BLOCK_TAGS = frozenset(
    "address article aside blockquote body button caption center dd details dialog dir div dl dt fieldset figcaption"
    " figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol optgroup option p pre search"
    " section select summary table tbody td tfoot th thead tr ul".split()
)
_WORD = re.compile(
    "[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]"
    "|[^\\W_\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]+"
)


@dataclass(slots=True)
class Element:
    """An element of the body.  `start` and `end` are its part of the snapshot's text, `last` its last descendant."""

    node: LexborNode
    tag: str
    attributes: Mapping[str, str | None]
    depth: int
    start: int
    is_code: bool
    is_linked: bool
    end: int
    last: int


@dataclass(slots=True)
class Leaf:
    """A text node, or a media element, inside a line; `element` is the index of the element around it, -1 the body."""

    node: LexborNode
    start: int
    end: int
    element: int
    is_media: bool
    is_blank: bool


@dataclass(slots=True)
class Line:
    """What stands between two borders of blocks or line breaks; `br` is the index of the break before it, or -1."""

    leaves: list[Leaf]
    is_code: bool
    br: int


@dataclass(slots=True)
class Comment:
    """A comment; `element` is the index of the element around it, -1 the body."""

    node: LexborNode
    text: str
    element: int


@dataclass(slots=True)
class Snapshot:
    """A body as rules see it.  The tree must not change while it is in use."""

    text: str = ""
    elements: list[Element] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    depth: int = 0
    _words: list[int] | None = None
    _ink: list[int] | None = None
    _media: list[int] | None = None
    _loose: int | None = None

    def words(self, start: int, end: int) -> int:
        """How much a stretch of the text holds: a character of Chinese, Japanese or Korean is one, else a word is."""
        if self._words is None:
            self._words = [match.start() for match in _WORD.finditer(self.text)]
        return bisect_left(self._words, end) - bisect_left(self._words, start)

    @property
    def total_words(self) -> int:
        """How much the whole text holds."""
        return self.words(0, len(self.text))

    def media(self, index: int) -> list[Element]:
        """The media elements among an element and its descendants."""
        if self._media is None:
            self._media = [at for at, element in enumerate(self.elements) if element.tag in MEDIA_TAGS]
        first = bisect_left(self._media, index)
        return [
            self.elements[at] for at in self._media[first : bisect_left(self._media, self.elements[index].last + 1)]
        ]

    def is_blank(self, index: int) -> bool:
        """Whether an element holds neither text nor media."""
        if self._ink is None:
            self._ink = [leaf.start for line in self.lines for leaf in line.leaves if not leaf.is_blank]
        element = self.elements[index]
        has_ink = bisect_left(self._ink, element.end) > bisect_left(self._ink, element.start)
        return not has_ink and not self.media(index)

    @property
    def loose_media(self) -> int:
        """How many media stand outside links."""
        if self._loose is None:
            self._loose = sum(element.tag in MEDIA_TAGS and not element.is_linked for element in self.elements)
        return self._loose

    def line_text(self, at: int, leaves: list[Leaf] | None = None) -> str:
        """The text of a line, or of some of its leaves."""
        return "".join(
            self.text[leaf.start : leaf.end] for leaf in (self.lines[at].leaves if leaves is None else leaves)
        )

    def excerpt(self, index: int) -> str:
        """What an element held, for people: its text, else the address of its first picture."""
        element = self.elements[index]
        if shown := " ".join(self.text[element.start : element.end][:2000].split()):
            return shown
        return next((found[0] for item in self.media(index) if (found := addresses(item))), "")


def addresses(element: Element) -> list[str]:
    """All addresses that an element's attributes name, lazy ones too."""
    attributes = element.attributes
    return [value for name in ADDRESS_ATTRIBUTES if (value := attributes.get(name))] if attributes else []


@dataclass(slots=True)
class _Walk:
    """A walk in progress: the snapshot so far, the pieces of its text, and the line that is open."""

    shot: Snapshot
    pieces: list[str] = field(default_factory=list)
    length: int = 0
    leaves: list[Leaf] = field(default_factory=list)
    has_content: bool = False
    """Whether the open line has a leaf that is not blank."""
    is_code: bool = False
    br: int = -1

    def text(self, node: LexborNode, around: int) -> None:
        piece = node.text_content or ""
        end = self.length + len(piece)
        is_blank = piece.isspace() or not piece
        self.leaves.append(Leaf(node, self.length, end, around, False, is_blank))
        self.has_content = self.has_content or not is_blank
        self.is_code = self.is_code or (around >= 0 and self.shot.elements[around].is_code)
        self.pieces.append(piece)
        self.length = end

    def open(self, node: LexborNode, tag: str, around: int, depth: int) -> Element:
        elements = self.shot.elements
        index = len(elements)
        is_code, is_linked = tag in _CODE_TAGS, tag == "a"
        if around >= 0:
            above = elements[around]
            is_code, is_linked = is_code or above.is_code, is_linked or above.is_linked
        if tag == "br" or tag in _BLOCK_TAGS:
            self.close_line(index if tag == "br" else -1)
        element = Element(node, tag, node.attributes, depth, self.length, is_code, is_linked, self.length, index)
        elements.append(element)
        if depth > self.shot.depth:
            self.shot.depth = depth
        if tag in MEDIA_TAGS:
            self.leaves.append(Leaf(node, self.length, self.length, index, True, True))
            self.has_content = True
        return element

    def close(self, element: Element) -> None:
        element.end, element.last = self.length, len(self.shot.elements) - 1
        if element.tag in _BLOCK_TAGS:
            self.close_line(-1)

    def close_line(self, next_br: int) -> None:
        if self.leaves:
            if self.has_content:
                self.shot.lines.append(Line(self.leaves, self.is_code, self.br))
            self.leaves, self.has_content, self.is_code = [], False, False
        self.br = next_br
        self.pieces.append("\n")
        self.length += 1


def snapshot(body: LexborNode) -> Snapshot:
    """The snapshot of a body, in one iterative walk."""
    walk = _Walk(Snapshot())
    around: list[int] = []
    node = body.first_child
    while node is not None:
        tag = node.tag or ""
        inside = around[-1] if around else -1
        child = None
        if tag == "-text":
            walk.text(node, inside)
        elif tag == "-comment":
            walk.shot.comments.append(Comment(node, node.comment_content or "", inside))
        elif tag and not tag.startswith("-"):
            element = walk.open(node, tag, inside, len(around) + 1)
            child = None if tag in UNSEEN_TAGS else node.first_child
            if child is not None:
                around.append(element.last)
            else:
                walk.close(element)
        following = child if child is not None else node.next
        while following is None and around:
            done = walk.shot.elements[around.pop()]
            walk.close(done)
            following = done.node.next
        node = following
    walk.close_line(-1)
    walk.shot.text = "".join(walk.pieces)
    return walk.shot
