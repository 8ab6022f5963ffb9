"""Hidden text: which of it is part of the article, and which may be removed.

Answers that open at a click, tabs, spoilers and "read more" are hidden in the same way as labels of buttons and menus.
Hidden text may only be removed if all of it together is short and nothing shows that it is part of the article.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.article.elements import (
    BREAKS,
    CONTROLS,
    HEADINGS,
    HOLDING_TEXT,
    LABELS,
    MEDIA,
    ROW_GROUPS,
    ROWS,
    UNSEEN,
)
from generator.article.nodes import Attributes, Node
from generator.cleaning.filters.tree import count_words, ends_line

LABEL_WORDS = 4
"""Hidden text of up to this many words is removed, whatever its share.  A Chinese character counts as one word."""
WORDS_LIMIT = 120
SHARE_LIMIT = 0.2
"""Larger hidden texts are removed up to this many words and this share of the text in sum; above that, all stay."""
_MEDIA_LIMIT = 3
_SENTENCE_WORDS = 10
_PROSE_WORDS = 25
_ANSWER_WORDS = 5

_MAX_STYLE = 2_000
# Not `visibility: hidden`: whole WeChat articles carry it until their script has run.
_HIDDEN = re.compile(r"(?:^|;)\s{0,9}display\s{0,9}:\s{0,9}none", re.IGNORECASE)
_HIDING_RULE = re.compile(r"display:? ?:? ?none|\[hidden", re.IGNORECASE)

_ASKING = frozenset({"summary", "dt"})
_OPENERS = HEADINGS | LABELS | {"button", "dt"}
_OPENER_ATTRIBUTES = ("aria-expanded", "aria-controls", "data-toggle", "data-bs-toggle", "data-target", "onclick")
_PARTS_OF_TEXT = ROWS | ROW_GROUPS | HOLDING_TEXT | {"blockquote", "figure"}
_POINTERS = ("href", "for", "aria-controls", "data-target", "data-bs-target", "data-id", "data-tab", "rel")
_CONTROLS = CONTROLS | {"a", "label"}
_PARTS = re.compile(
    r"tab|pane|accordion|collaps|spoiler|answer|faq|toggl|reveal|expand|fold|more|detail|solution|transcript|translation"
    r"|hidden-?(?:text|content)|read-?on|剧透|答案|解答",
    re.IGNORECASE,
)
_PAGE = re.compile(
    r"share|menu|nav|login|signin|modal|popup|pop-up|dialog|cookie|toolbar|search|comment|widget|tool-?tip|toast|qr"
    r"|subscri|related|profile|copy|loading|banner|advert|sidebar|footer|player|lightbox|screen-reader|sr-only",
    re.IGNORECASE,
)
_STATES = frozenset(
    {"active", "current", "show", "shown", "in", "open", "hide", "hidden", "closed", "selected", "first"}
)
_SENTENCE = re.compile(r"[。！？!?…]|[^\s\d.]\.(?:[\s”\"')]|$)")
_QUESTION_END = ("?", "？", ":", "：")
_QUESTION_LENGTH = 100
_CLIMB = 3
_SIBLINGS = 20


def is_hidden(attributes: Attributes) -> bool:
    """Whether an element with these attributes is hidden, by the attribute `hidden` or by its style."""
    return "hidden" in attributes or hides(attributes.get("style") or "")


def hides(style: str) -> bool:
    """Whether the style attribute `style` hides its element, by `display: none`."""
    return "none" in style.lower() and _HIDDEN.search(style, 0, _MAX_STYLE) is not None


def reveal(node: Node) -> None:
    """Remove the attribute or style that hides an element."""
    attributes = node.attributes
    attributes.pop("hidden", None)
    if hides(style := attributes.get("style") or ""):
        if shown := _HIDDEN.sub("", style[:_MAX_STYLE]) + style[_MAX_STYLE:]:
            attributes["style"] = shown
        else:
            del attributes["style"]


def is_for_hidden(body: str) -> bool:
    """Whether `body`, the selector of a filter rule, is for hidden elements: it names a property that hides."""
    return _HIDING_RULE.search(body) is not None


@dataclass(frozen=True, slots=True)
class Block:
    """A hidden element that is in no other hidden element, with its text and the numbers of words and media in it."""

    node: Node
    text: str
    words: int
    loose_words: int
    """Words outside links and buttons."""
    media: int
    """Number of media elements inside."""

    @property
    def is_apart(self) -> bool:
        """Whether the block begins a line of its own.

        Hidden words within a line are often a protection against copying.
        """
        return ends_line(self.node.tag)

    @property
    def is_prose(self) -> bool:
        """Whether the text is no label of a button or menu.

        It is long, or it has a medium length and contains a sentence.
        """
        return self.loose_words >= _PROSE_WORDS or (
            self.loose_words >= _SENTENCE_WORDS and _SENTENCE.search(self.text) is not None
        )

    @property
    def is_answer(self) -> bool:
        """Whether the text may be the answer to a question: it is not very short, or it contains a sentence."""
        return self.loose_words >= _ANSWER_WORDS or (self.loose_words > 0 and _SENTENCE.search(self.text) is not None)


def blocks(nodes: Iterable[Node]) -> list[Block]:
    """A `Block` for each of `nodes`, hidden elements in document order, that is inside no other of them."""
    inner: set[Node] = set()
    outermost = []
    for node in nodes:
        if node not in inner:
            outermost.append(_block(node, inner))
    return outermost


def minor(hidden_blocks: Sequence[Block], described: Iterable[Attributes], total: int) -> list[Block]:
    """Those of `hidden_blocks` that may be removed: none seems to be part of the article, and together they are short.

    `described` has the attributes of all elements of the body, and `total` is the number of words in its text.  Blocks
    with neither words nor media may always be removed.
    """
    filled = [block for block in hidden_blocks if block.words or block.media]
    if not filled:
        return list(hidden_blocks)
    pointers = _pointers(described)
    part_of_article = {
        block.node for block in filled if block.words > max(LABEL_WORDS, _most(total)) or _holds_text(block)
    }
    openers = [(block, *_opener(block)) for block in filled]
    placed = [block for block, is_opened, _ in openers if is_opened]
    answers = [block for block in placed if block.is_answer]
    part_of_article |= {block.node for block in (placed if len(placed) > 1 and answers else answers)}
    part_of_article |= {block.node for block, _, asks in openers if asks and block.loose_words and block.is_apart}
    part_of_article |= {block.node for block in filled if _is_named(block, pointers) or _is_one_of_several(block)}
    rest = [block for block in filled if block.node not in part_of_article]
    # Each block may be small although together they are the article.
    if sum(block.words for block in rest) > max(LABEL_WORDS, _most(total)):
        rest = [block for block in rest if not block.words]
    media = sum(block.media for block in rest)
    if media > _MEDIA_LIMIT:
        rest = [block for block in rest if not block.media]
    kept = {block.node for block in filled} - {block.node for block in rest}
    return [block for block in hidden_blocks if block.node not in kept]


def _most(total: int) -> float:
    return min(WORDS_LIMIT, SHARE_LIMIT * total)


def _block(node: Node, inner: set[Node]) -> Block:
    texts: list[str] = []
    loose: list[str] = []
    media = 0
    # (node, whether it is inside a link or button)
    stack = [(node, False)]
    while stack:
        current, is_control = stack.pop()
        tag = current.tag
        if tag == "-text":
            text = current.text_content
            texts.append(text)
            if not is_control:
                loose.append(text)
            continue
        inner.add(current)
        media += tag in MEDIA
        if tag in UNSEEN or tag == "-comment":
            continue
        texts.append(" ")
        loose.append(" ")
        child = current.last_child
        while child is not None:
            stack.append((child, is_control or tag in _CONTROLS))
            child = child.prev
    inner.discard(node)
    text = "".join(texts)
    return Block(node, text.strip(), count_words(text), count_words("".join(loose)), media)


def _holds_text(block: Block) -> bool:
    """Whether the element or the content of a block shows that it is text of the article."""
    tag = block.node.tag
    if block.is_prose or (tag in _PARTS_OF_TEXT and block.is_answer):
        return True
    return block.is_answer and block.node.first(*HOLDING_TEXT) is not None


def _opener(block: Block) -> tuple[bool, bool]:
    """Whether a heading, button or question precedes a block and opens it, and whether it asks a question."""
    node: Node | None = block.node
    for _ in range(_CLIMB):
        if node is None or node.tag == "body":
            break
        before, text = preceding(node)
        if text:
            return text.endswith(_QUESTION_END), text.endswith(_QUESTION_END)
        if before is not None:
            return _opens(before), before.tag in _ASKING or _is_question(before)
        node = node.parent
    return False, False


def _is_question(node: Node) -> bool:
    text = node.text().strip()
    return len(text) <= _QUESTION_LENGTH and text.endswith(_QUESTION_END)


def preceding(node: Node) -> tuple[Node | None, str]:
    """What precedes `node` among its siblings: (element, ""), (None, text), or (None, "") if there is nothing.

    Comments, line breaks and blank text are skipped.
    """
    before = node.prev
    for _ in range(_SIBLINGS):
        if before is None:
            break
        if before.tag == "-text":
            if text := before.text_content.strip():
                return None, text
        elif before.tag not in ("-comment", *BREAKS) and before.tag[0] != "-":
            return before, ""
        before = before.prev
    return None, ""


def _opens(node: Node) -> bool:
    attributes = node.attributes
    if node.tag in _OPENERS or any(name in attributes for name in _OPENER_ATTRIBUTES):
        return True
    if attributes.get("role") in ("button", "tab", "heading"):
        return True
    if _is_question(node):
        return True
    text = node.text().strip()
    return bool(text) and any(
        (only := node.first(name)) is not None and only.text().strip() == text
        for name in (*sorted(_OPENERS), "b", "strong")
    )


def _is_named(block: Block, pointers: set[str]) -> bool:
    """Whether a block's class, id or role, or a link or button elsewhere, marks it as a part of the text."""
    if not block.is_answer:
        return False
    attributes = block.node.attributes
    names = " ".join(filter(None, (attributes.get("class"), attributes.get("id"))))[:_MAX_STYLE]
    if _PAGE.search(names):
        return False
    role = attributes.get("role") or ""
    return (
        _PARTS.search(names) is not None
        or role == "tabpanel"
        or "aria-labelledby" in attributes
        or (attributes.get("id") or "") in pointers
    )


def _pointers(described: Iterable[Attributes]) -> set[str]:
    """The ids that elements refer to in other attributes than `id`."""
    ids: set[str] = set()
    for attributes in described:
        if attributes:
            ids.update((attributes.get(name) or "").removeprefix("#") for name in _POINTERS if name in attributes)
            if handler := attributes.get("onclick"):
                ids.update(re.findall(r"['\"]#?([^'\"]{1,80})['\"]", handler[:_MAX_STYLE]))
    ids.discard("")
    return ids


def _is_one_of_several(block: Block) -> bool:
    """Whether a sibling has the same tag and classes: of tabs, for example, only the first is shown."""
    make = _make(block.node)
    if _PAGE.search(make[1]):
        return False
    # The tag of a row is enough; other elements need a class to be compared.
    if not (block.loose_words if make[0] in ROWS else block.is_answer and make[1]):
        return False
    for step in ("prev", "next"):
        beside = getattr(block.node, step)
        for _ in range(_SIBLINGS):
            if beside is None:
                break
            if beside.tag[0] != "-":
                if _make(beside) == make and beside.text().strip():
                    return True
                if beside.tag not in (*_OPENERS, *BREAKS, "a"):
                    break
            beside = getattr(beside, step)
    return False


def _make(node: Node) -> tuple[str, str]:
    classes = (node.attributes.get("class") or "")[:_MAX_STYLE].split()
    return node.tag, " ".join(sorted(name for name in classes if name.lower() not in _STATES))
