"""What an article must be whatever is switched off: no control, one `h1` a page (the title), media that wait."""

from __future__ import annotations

import re
from collections.abc import Collection, Container
from itertools import islice
from urllib.parse import unquote

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
from generator.article.nodes import COMMENT, Attributes, Node, below, value_of
from generator.article.urls import safe_media, safe_srcset
from generator.article.vocabulary import CONTENT_DROPPED, TAGS, TARGET_PREFIX, target_id
from generator.cleaning.draft import Draft, Tally

RENAMED = {
    **dict.fromkeys((BLOCKS - TAGS - {"body"}) | {"marquee"}, "div"),
    **dict.fromkeys(PREFORMATTED - TAGS, "pre"),
    "h1": "h2", "strike": "s", "tt": "code", "acronym": "abbr", "dir": "ul", "menu": "ul",
}  # fmt: skip
"""Elements that an article may not have, or that the page has once, and what stands for them."""

KEPT = frozenset({"class", "style", "align", "hidden", "lang", "dir", "id"})
_CONTROLS = CONTROLS - RENAMED.keys()
_SCRIPTS = frozenset({"script", "template"})
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
"""How far around a control a link or a list of choices is looked for."""
_KEPT_IN = SHOWING | {"a"}
"""What a button does not take along."""
BUTTON_CHARACTERS = 40
"""A button with more text than this is no button but a paragraph that somebody made clickable."""


def apply(draft: Draft) -> None:
    """Bring a draft into shape in place; this step cannot be switched off."""
    tally = Tally(draft, "conform")
    nodes = draft.body.walk()[1:]
    for node in nodes:
        # The mark of where an excerpt ends is read, and taken out, when all steps are done.
        if node.tag == COMMENT and (content := node.text_content.strip()).lower() != "more":
            tally.add("comment", "comment", content)
            node.remove()
    targets = {unquote(href[1:]) for node in nodes if node.tag == "a" and (href := node.value("href"))[:1] == "#"}
    unknown = _unknown(nodes)
    for node in reversed(nodes):
        if attributes := node.attributes:
            _count_attributes(attributes, tally)
            if "id" in attributes or "name" in attributes:
                _name_target(node, targets)
        if node in unknown:
            tally.add("unknown", "markup", " ".join((node.tag, *(value or "" for value in attributes.values()))))
            # Left to nh3, one with the name of a part of a drawing or formula would go with all that it holds.
            node.unwrap()
        elif node.tag in _TREATED:
            _treat(node, tally)
    tally.close()


def _unknown(nodes: list[Node]) -> set[Node]:
    """The elements that HTML does not know; what they hold stays, and they go."""
    strange = {node for node in nodes if node.tag not in KNOWN and node.is_element}
    if strange:
        # The parts of drawings and formulas go with them.
        strange -= below(node for node in nodes if node.tag in DRAWINGS)
    return strange


def _name_target(node: Node, targets: Collection[str]) -> None:
    """Keep the id of a place that a link of the article leads to, or that an anchor was set for; others go."""
    attributes = node.attributes
    written = node.value("id") or (node.value("name") if node.tag == "a" else "")
    if written.startswith("fn"):
        return
    is_target = written in targets or (node.tag == "a" and "href" not in attributes)
    if is_target and (id := target_id(written)):
        attributes["id"] = id
    elif written.startswith(TARGET_PREFIX):
        attributes.pop("id", None)


def _treat(node: Node, tally: Tally) -> None:
    """Do with an element what its tag asks for."""
    tag = node.tag
    if tag in RENAMED:
        node.rename(RENAMED[tag], KEPT)
        if tag == "center":
            node.attributes["align"] = "center"
    elif tag in _CONTROLS:
        _control(node, tally)
    elif tag == "img" and not _has_picture(node):
        tally.take("picture", "markup", node, node.value("src"))
        node.replace_with(_description(node.attributes))
    elif tag == "img":
        _count_addresses(node, tally)
        node.attributes = waiting(node.attributes)
    elif tag == "source":
        _count_addresses(node, tally)
    elif tag == "picture" and node.first("img") is None:
        for source in node.elements("source"):
            source.remove()
        node.unwrap()
    elif tag in PLAYERS:
        _count_addresses(node, tally)
        node.attributes = {**_without(node.attributes, _PLAYING), **_PLAYING}
    elif tag == "math":
        _formula(node, tally)
    elif tag in CONTENT_DROPPED:
        kind = "script" if tag in _SCRIPTS else "markup"
        tally.take(tag, kind, node, node.text().strip())
        node.remove()


def _count_attributes(attributes: Attributes, tally: Tally) -> None:
    """Sanitizing drops them; here they are counted, as a sanitizer does not say what it took."""
    for name in attributes:
        if name == "style":
            tally.add("style-attribute", "attribute", attributes[name] or "")
        elif name[:2] == "on":
            tally.add("handler", "script", f"{name}={attributes[name] or ''}")


def _count_addresses(node: Node, tally: Tally) -> None:
    """The same of addresses that our policy refuses, of a medium that has others."""
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
        # Browsers show the text of either.
        node.unwrap()
        return
    if _is_inside(node, _LINKS):
        # A link that is dressed as a button is a link.
        if tag == "input":
            _replace_input(node, node.value("value"))
        else:
            node.unwrap()
        return
    text = node.text().strip()
    if tag == "button" and (len(text) > BUTTON_CHARACTERS or any(inner.tag in _KEPT_IN for inner in node.elements())):
        node.unwrap()
        return
    # The first of `select`'s options would read as a statement of the article.
    tally.take("control", "markup", node, text)
    node.remove()


def _replace_input(node: Node, text: str) -> None:
    """Put `text` in place of an `input`, which within a formula is not empty: there it holds what follows it."""
    if node.first_child is None:
        node.replace_with(text)
    else:
        node.insert_before(text)
        node.unwrap()


def _is_inside(node: Node, tags: frozenset[str]) -> bool:
    """Whether one of the elements around a node, as far as a link or a list of choices reaches, is one of `tags`."""
    return any(around.tag in tags for around in islice(node.ancestors(), _NEAR))


def _is_hidden(node: Node) -> bool:
    return "hidden" in node.attributes or "display:none" in node.value("style").replace(" ", "")


def _has_picture(node: Node) -> bool:
    """Whether there is an address from which a browser may load it; sanitizing would leave an `img` without any."""
    if safe_media(node.value("src")) or safe_srcset(node.value("srcset")):
        return True
    around = node.parent
    if around is None or around.tag != "picture":
        return False
    return any(safe_srcset(source.value("srcset")) for source in around.elements("source"))


def _description(attributes: Attributes) -> str:
    """What somebody wrote for those who do not see a picture."""
    written = value_of(attributes, "alt")
    # An address, a file's name or `image` describes nothing, and is all that readers see of a picture that is gone.
    return "" if _names_file(written) else written


def _names_file(text: str) -> bool:
    return _FILE_NAME.fullmatch(text, 0, MAX_NAME) is not None


def waiting(attributes: Attributes) -> Attributes:
    """The attributes of a picture that loads when it is looked at, in their order.

    Without no-referrer most picture hosts refuse; the order is fixed here, as nh3's own is not.
    """
    found = _without(attributes, _WAITING)
    if not _description(found):
        found["alt"] = ""
    if "title" in found and _names_file(value_of(found, "title")):
        del found["title"]
    return {**found, **_WAITING}


def _without(attributes: Attributes, names: Container[str]) -> Attributes:
    return {name: value for name, value in attributes.items() if name not in names}


def _formula(node: Node, tally: Tally) -> None:
    """A formula stays as its TeX where it is given, else as its text: sanitizing drops `math` with its content."""
    source = node.first("annotation")
    text = (source if source is not None else node).text().strip()
    # All of it goes, and its source comes back.
    tally.gone("markup", node)
    if not text:
        node.remove()
        return
    shown = Node("code")
    shown.append(" ".join(text.split()))
    parent = node.parent
    if node.value("display") == "block" and parent is not None and parent.tag in FLOW:
        block = Node("p")
        block.append(shown)
        shown = block
    node.insert_before(shown)
    node.remove()
