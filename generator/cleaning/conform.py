"""The step that cannot be switched off: no form controls, one `h1` per page (the title), media that load lazily."""

from __future__ import annotations

import re
from collections.abc import Container, Set
from itertools import islice

from generator.article.elements import (
    BLOCKS,
    CONTROLS,
    DRAWINGS,
    FLOW,
    KNOWN,
    OPTIONS,
    PICTURES,
    PLAYERS,
    PREFORMATTED,
    SHOWING,
)
from generator.article.nodes import COMMENT, OTHER, TEXT, Attributes, Node, below, value_of
from generator.article.urls import safe_media, safe_srcset
from generator.article.vocabulary import CONTENT_DROPPED, TAGS
from generator.cleaning import formulas
from generator.cleaning.draft import Draft, Tally
from generator.cleaning.folding import FOLDING, KEPT, shape_details
from generator.cleaning.links import without_tracking
from generator.cleaning.targets import linked, name_target, settle

RENAMED = {
    **dict.fromkeys((BLOCKS - TAGS - {"body"}) | {"marquee"}, "div"),
    **dict.fromkeys(PREFORMATTED - TAGS, "pre"),
    "h1": "h2", "strike": "s", "tt": "code", "acronym": "abbr", "dir": "ul", "menu": "ul",
}  # fmt: skip
"""Elements that an article may not have (`h1` is the page's title), and the elements that replace them."""

_CONTROLS = CONTROLS - RENAMED.keys()
_SCRIPTS = frozenset({"script", "template"})
_NO_STRANGERS = KNOWN | {TEXT, COMMENT, OTHER}
"""The tags of all nodes that `_unknown` does not look for."""
_TREATED = RENAMED.keys() | _CONTROLS | CONTENT_DROPPED | PICTURES | PLAYERS
_ADDRESSES = {"src": safe_media, "srcset": safe_srcset, "poster": safe_media}
_PLAYING: Attributes = {"controls": "", "preload": "none"}
_WAITING: Attributes = {"referrerpolicy": "no-referrer", "loading": "lazy", "decoding": "async"}
MAX_NAME = 2_000
_FILE_NAME = re.compile(
    r"https?://\S+|[^\s<>]+\.(?:png|jpe?g|gif|webp|bmp|svg|avif)"
    r"|[a-z]?_?(?:[0-9a-f]{24,64}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})|image|img|picture|图片|圖片",
    re.IGNORECASE,
)
_CHOICES = frozenset({"select", "datalist"})
_LINKS = frozenset({"a"})
_NEAR = 8
"""How many ancestors of a control are searched for a link or a list of choices."""
_KEPT_IN = SHOWING | {"a"}
"""Elements that are not removed together with a button around them."""
_WORDS = ("text", "foreignObject", "foreignobject")
"""Elements of a drawing that show words."""
_DRAWN_ON = DRAWINGS | {"a", "button"}
MAX_LABELS = 60
"""A drawing with more labels than this is a map or a plan, which its labels alone do not explain."""
BUTTON_CHARACTERS = 40
"""A button with more text than this is treated as a paragraph that somebody made clickable."""


def apply(draft: Draft) -> None:
    """Bring the body of a post into the form that every page needs, such as no form controls and no second `h1`.

    Settings cannot switch this step off.
    """
    tally = Tally(draft, "conform")
    nodes = draft.body.walk()[1:]
    # Most posts have few kinds of elements, so parts of this step with nothing to work on are skipped.
    tags = {node.tag for node in nodes}
    for node in nodes if COMMENT in tags else ():
        # The mark for the end of an excerpt stays: it is read and removed after all steps.
        if node.tag == COMMENT and (content := node.text_content.strip()).lower() != "more":
            tally.add("comment", "comment", content)
            node.remove()
    targets = linked(nodes, without_tracking(draft.header.link))
    anchors: set[Node] = set()
    unknown = _unknown(nodes) if tags - _NO_STRANGERS else set()
    with_source = _with_source(nodes) if "source" in tags else set()
    for node in reversed(nodes):
        if attributes := node.attributes:
            _count_attributes(attributes, tally)
            if ("id" in attributes or "name" in attributes) and name_target(node, targets):
                anchors.add(node)
        if node in unknown:
            tally.add("unknown", "markup", " ".join((node.tag, *(value or "" for value in attributes.values()))))
            # nh3 would remove an element named like a part of a drawing or formula with all its content.
            node.unwrap()
        elif node.tag in _TREATED:
            if node.tag == "h1":
                draft.top_headings.append(node)
            _treat(node, with_source, tally)
    if anchors:
        settle(draft.body, anchors)
    if tags & FOLDING:
        shape_details(draft.body, tally)
    tally.close()


def _unknown(nodes: list[Node]) -> set[Node]:
    """The elements that HTML does not know.  The caller unwraps them: their content stays."""
    strange = {node for node in nodes if node.tag not in KNOWN and node.is_element}
    if strange:
        # Parts of drawings and formulas are removed together with them.
        strange -= below(node for node in nodes if node.tag in DRAWINGS)
    return strange


def _treat(node: Node, with_source: Set[Node], tally: Tally) -> None:
    """Rename, repair or remove an element, according to its tag."""
    tag = node.tag
    if tag in RENAMED:
        node.rename(RENAMED[tag], KEPT)
        if tag == "center":
            node.attributes["align"] = "center"
    elif tag in _CONTROLS:
        _control(node, tally)
    elif tag == "img" and not _has_picture(node, with_source):
        tally.take("picture", "markup", node, node.value("src"))
        node.replace_with(_description(node.attributes))
    elif tag == "img":
        _count_addresses(node, tally)
        node.attributes = lazy_attributes(node.attributes)
    elif tag == "source":
        _count_addresses(node, tally)
    elif tag == "picture" and node.first("img") is None:
        for source in node.elements("source"):
            source.remove()
        node.unwrap()
    elif tag in PLAYERS:
        _count_addresses(node, tally)
        node.attributes = {**_without(node.attributes, _PLAYING), **_PLAYING}
    elif tag in DRAWINGS:
        (formulas.replace_formula if tag == "math" else _drawing)(node, tally)
    elif tag in CONTENT_DROPPED:
        kind = "script" if tag in _SCRIPTS else "markup"
        tally.take(tag, kind, node, node.text().strip())
        node.remove()


def _count_attributes(attributes: Attributes, tally: Tally) -> None:
    """Count style attributes and event handlers: the sanitizer drops them later without a report."""
    for name in attributes:
        if name == "style":
            tally.add("style-attribute", "attribute", attributes[name] or "")
        elif name[:2] == "on":
            tally.add("handler", "script", f"{name}={attributes[name] or ''}")


def _count_addresses(node: Node, tally: Tally) -> None:
    """Count the addresses of a medium that our URL policy refuses, for the same reason."""
    for name, policy in _ADDRESSES.items():
        if (written := node.value(name)) and policy(written) is None:
            tally.add("address", "markup", written)


def _control(node: Node, tally: Tally) -> None:
    tag, kind = node.tag, node.value("type").lower()
    if tag == "input" and kind in ("checkbox", "radio") and not _is_hidden(node):
        _replace_input(node, "☑ " if "checked" in node.attributes else "☐ ")
        return
    if tag == "input" and kind == "image" and node.first_child is None:
        node.remove()
        return
    if tag == "output" or (tag in OPTIONS and not _is_inside(node, _CHOICES)):
        # Browsers show the text of both.
        node.unwrap()
        return
    if _is_inside(node, _LINKS):
        # A link that is styled as a button remains a link.
        if tag == "input":
            _replace_input(node, node.value("value"))
        else:
            node.unwrap()
        return
    text = node.text().strip()
    if tag == "button" and (len(text) > BUTTON_CHARACTERS or any(inner.tag in _KEPT_IN for inner in node.elements())):
        node.unwrap()
        return
    # Kept as text, the first option of a `select` would read like a statement of the article.
    tally.take("control", "markup", node, text)
    node.remove()


def _replace_input(node: Node, text: str) -> None:
    """Put `text` in place of an `input`.  Inside a formula, an `input` contains what follows it; that content stays."""
    if node.first_child is None:
        node.replace_with(text)
    else:
        node.insert_before(text)
        node.unwrap()


def _is_inside(node: Node, tags: frozenset[str]) -> bool:
    """Whether one of the nearest `_NEAR` ancestors of a node has one of `tags`."""
    return any(around.tag in tags for around in islice(node.ancestors(), _NEAR))


def _is_hidden(node: Node) -> bool:
    return "hidden" in node.attributes or "display:none" in node.value("style").replace(" ", "")


def _has_picture(node: Node, with_source: Set[Node]) -> bool:
    """Whether a picture has an address that a browser may load.  Sanitizing would leave an `img` without an address."""
    if safe_media(node.value("src")) or safe_srcset(node.value("srcset")):
        return True
    return node.parent is not None and node.parent.tag == "picture" and node.parent in with_source


def _with_source(nodes: list[Node]) -> set[Node]:
    """The elements that hold a `source` with addresses that a browser may load."""
    # Asked once for all: a `picture` may hold thousands of pictures beside thousands of sources.
    holders: set[Node] = set()
    for node in nodes:
        if node.tag == "source" and safe_srcset(node.value("srcset")):
            for around in node.ancestors():
                if around in holders:
                    break
                holders.add(around)
    return holders


def _description(attributes: Attributes) -> str:
    """The alternative text of a picture; empty if it only names a file."""
    written = value_of(attributes, "alt")
    # An address, a file name or the word `image` describes nothing, and readers would see it in place of the picture.
    return "" if _names_file(written) else written


def _names_file(text: str) -> bool:
    return _FILE_NAME.fullmatch(text, 0, MAX_NAME) is not None


def lazy_attributes(attributes: Attributes) -> Attributes:
    """`attributes`, those of a picture, with others that make browsers load it late and send no referrer.

    Late means: when the reader scrolls near the picture.  Most picture hosts refuse requests with a foreign referrer.
    An `alt` that is missing or only names a file becomes empty, and a `title` that only names a file is dropped, as are
    `sizes` without a `srcset` that they belong to.  The attributes get a fixed order here, because the order of the
    sanitizer nh3 is not fixed.
    """
    kept = _without(attributes, _WAITING)
    if not value_of(kept, "srcset"):
        kept.pop("sizes", None)
    if not _description(kept):
        kept["alt"] = ""
    if "title" in kept and _names_file(value_of(kept, "title")):
        del kept["title"]
    return {**kept, **_WAITING}


def _without(attributes: Attributes, names: Container[str]) -> Attributes:
    return {name: value for name, value in attributes.items() if name not in names}


def _drawing(node: Node, tally: Tally) -> None:
    """Remove a drawing; the words in one that is a figure stay, a line each, because they may be all that it says."""
    labels = _labels(node)
    if labels:
        parent = node.parent
        words = Node("p" if parent is not None and parent.tag in FLOW else "span")
        for label in labels:
            if words.first_child is not None:
                words.append(Node("br"))
            words.append(label)
        node.insert_before(words)
        for part in node.elements(*_WORDS):
            part.remove()
    tally.take("svg", "markup", node, "\n".join(labels) or node.text().strip())
    node.remove()


def _labels(node: Node) -> list[str]:
    """The words in a drawing that is a figure, or that fills a block and has several; none for an icon or a map."""
    around = list(islice(node.ancestors(), _NEAR))
    figure = next((outer for outer in around if outer.tag == "figure"), None)
    if any(outer.tag in _DRAWN_ON for outer in around) or (figure is not None and figure.first("img") is not None):
        return []
    before, after = node.prev, node.next
    before = before.prev if before is not None and before.is_text and not before.text_content.strip() else before
    after = after.next if after is not None and after.is_text and not after.text_content.strip() else after
    is_alone = before is None and after is None
    is_block = is_alone and node.parent is not None and node.parent.tag in FLOW - {"body"}
    if figure is None and not is_block:
        return []
    parts = node.elements(*_WORDS)
    inner = below(parts)
    labels = [label for part in parts if part not in inner and (label := " ".join(part.text().split()))]
    return labels if (1 if figure is not None else 2) <= len(labels) <= MAX_LABELS else []
