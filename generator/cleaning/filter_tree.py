"""A snapshot of a post's tree for filter rules: elements, lines of text and comments, read in one walk."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

MEDIA_TAGS = frozenset({"img", "video", "audio", "iframe", "embed", "object", "picture", "canvas"})
ADDRESS_ATTRIBUTES = ("href", "src", "data-src", "data-original", "data-original-src", "data-actualsrc", "poster")

_ADDRESS_ATTRIBUTES = frozenset(ADDRESS_ATTRIBUTES)
_CODE_TAGS = frozenset({"pre", "code", "textarea", "kbd", "samp", "xmp"})
UNSEEN_TAGS = frozenset({"style", "script", "template", "title", "noframes", "noembed", "iframe"})
_BLOCK_TAGS = frozenset(
    "address article aside blockquote body button caption center dd details dialog dir div dl dt fieldset figcaption"
    " figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol optgroup option p pre search"
    " section select summary table tbody td tfoot th thead tr ul".split()
)
_SHORT = 1_000
_LINE_ENDS = _BLOCK_TAGS | {"br"}
_WORDS = re.compile(
    "([\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]+)"
    "|[^\\W_\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]+"
)


@dataclass(slots=True)
class Element:
    """An element of the body.  `start` and `end` are its part of the snapshot's text, `last` its last descendant."""

    node: LexborNode
    tag: str
    attributes: Mapping[str, str | None]
    index: int
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
    _short_left: int = 50
    _ink: list[int] | None = None
    _media: list[int] | None = None
    _loose: int | None = None

    def words(self, start: int, end: int) -> int:
        """How much a stretch of the text holds: a character of Chinese, Japanese or Korean is one, else a word is."""
        if self._words is None and end - start <= _SHORT and self._short_left:
            # An advertisement or two are counted for themselves; the whole text is not gone through for them.
            self._short_left -= 1
            return sum(len(run) or 1 for run in _WORDS.findall(self.text, start, end))
        if self._words is None:
            self._words = []
            for match in _WORDS.finditer(self.text):
                self._words.extend(range(match.start(), match.end() if match[1] else match.start() + 1))
        return bisect_left(self._words, end) - bisect_left(self._words, start)

    @property
    def total_words(self) -> int:
        """How much the whole text holds."""
        return self.words(0, len(self.text))

    def has_words(self, start: int, end: int) -> bool:
        """Whether a stretch of the text holds anything."""
        return _WORDS.search(self.text, start, end) is not None

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
    # Few elements have one at all.
    if attributes.keys().isdisjoint(_ADDRESS_ATTRIBUTES):
        return []
    return [value for name in ADDRESS_ATTRIBUTES if (value := attributes.get(name))]


def snapshot(body: LexborNode) -> Snapshot:
    """The snapshot of a body, in one iterative walk."""
    # One function with local names: a post has a hundred nodes, and this is a third of what its rules cost.
    shot = Snapshot()
    elements, lines = shot.elements, shot.lines
    pieces: list[str] = []
    length = depth = 0
    leaves: list[Leaf] = []
    has_content = is_code = False
    br = -1
    around: list[Element] = []
    node = body.first_child
    while node is not None:
        tag = node.tag or ""
        above = around[-1] if around else None
        inside = above.index if above else -1
        child = None
        if tag == "-text":
            piece = node.text_content or ""
            is_blank = not piece or piece.isspace()
            leaves.append(Leaf(node, length, length + len(piece), inside, False, is_blank))
            has_content = has_content or not is_blank
            is_code = is_code or (above is not None and above.is_code)
            pieces.append(piece)
            length += len(piece)
        elif tag == "-comment":
            shot.comments.append(Comment(node, node.comment_content or "", inside))
        elif tag and tag[0] != "-":
            index = len(elements)
            if tag in _LINE_ENDS:
                if has_content:
                    lines.append(Line(leaves, is_code, br))
                leaves, has_content, is_code, br = [], False, False, index if tag == "br" else -1
                pieces.append("\n")
                length += 1
            element = Element(
                node,
                tag,
                node.attributes,
                index,
                length,
                tag in _CODE_TAGS or (above is not None and above.is_code),
                tag == "a" or (above is not None and above.is_linked),
                length,
                index,
            )
            elements.append(element)
            if tag in MEDIA_TAGS:
                leaves.append(Leaf(node, length, length, index, True, True))
                has_content = True
            child = None if tag in UNSEEN_TAGS else node.first_child
            around.append(element)
            depth = max(depth, len(around))
        if child is not None:
            node = child
            continue
        following = node.next if tag[:1] == "-" or not tag else None
        while following is None and around:
            done = around.pop()
            done.end, done.last = length, len(elements) - 1
            if done.tag in _BLOCK_TAGS:
                if has_content:
                    lines.append(Line(leaves, is_code, br))
                leaves, has_content, is_code, br = [], False, False, -1
                pieces.append("\n")
                length += 1
            following = done.node.next
        node = following
    if has_content:
        lines.append(Line(leaves, is_code, br))
    pieces.append("\n")
    shot.text, shot.depth = "".join(pieces), depth
    return shot
