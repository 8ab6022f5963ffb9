"""What an article must be whatever is switched off: no control, one `h1` a page (the title), media that wait."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser, LexborNode

from generator.cleaning.draft import Attributes, Draft, Outline
from generator.cleaning.elements import (
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
from generator.cleaning.tree import (
    Tally,
    attribute,
    below,
    drop_attribute,
    elements,
    rename,
    value_of,
)
from generator.cleaning.urls import safe_media, safe_srcset
from generator.cleaning.vocabulary import CONTENT_DROPPED, TAGS, TARGET_PREFIX, target_id

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
_WAITING = {"referrerpolicy": "no-referrer", "loading": "lazy", "decoding": "async"}
_STYLE = ("style-attribute", "attribute")
_TARGET = re.compile(r'href="#|<a (?:[^<>]* )?(?:id|name)="|id="h-')
"""A link into the article, or a place that one may lead to, in a body with tags as `flat` reads them."""
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
    found = draft.outline()
    is_same = True
    for node, tag, _, _ in found:
        # The mark of where an excerpt ends is read, and taken out, when all steps are done.
        if tag == "-comment" and (content := (node.comment_content or "").strip()).lower() != "more":
            tally.add("comment", "comment", content)
            node.decompose()
            is_same = False
    targets = {
        unquote(href[1:]) for _, tag, own, _ in found if tag == "a" and (href := value_of(own, "href"))[:1] == "#"
    }
    unknown = _unknown(found)
    # Without the first, which is the body.
    for node, tag, attributes, _ in reversed(found[1:]):
        if attributes:
            _count_attributes(attributes, tally)
            if "id" in attributes or "name" in attributes:
                _name_target(node, tag, attributes, targets)
        if node.mem_id in unknown:
            tally.add("unknown", "markup", " ".join((tag, *(value or "" for value in attributes.values()))))
            # Left to nh3, one with the name of a part of a drawing or formula would go with all that it holds.
            node.unwrap(delete_empty=True)
            is_same = False
        if tag in _TREATED:
            is_same = _treat(draft.tree, node, tag, attributes, tally) and is_same
    if is_same:
        draft.leave(found)
    tally.close()


def leaves_plain(draft: Draft) -> bool:
    """Whether no id or name is to be kept: all else that this step does is a matter of single tags."""
    return _TARGET.search(draft.html) is None


def _unknown(found: Outline) -> set[int]:
    """Memory ids of elements that HTML does not know; what they hold stays, and they go."""
    strange = [(node, tag) for node, tag, _, _ in found if tag[0] != "-" and tag not in KNOWN]
    if not strange:
        return set()
    # The parts of drawings and formulas go with them.
    drawn = below([node for node, tag, _, _ in found if tag in DRAWINGS])
    return {node.mem_id for node, _ in strange} - drawn


def _name_target(node: LexborNode, tag: str, attributes: Attributes, targets: Collection[str]) -> None:
    """Keep the id of a place that a link of the article leads to, or that an anchor was set for; others go."""
    written = value_of(attributes, "id") or (value_of(attributes, "name") if tag == "a" else "")
    if written.startswith("fn"):
        return
    is_target = written in targets or (tag == "a" and "href" not in attributes)
    if is_target and (id := target_id(written)):
        node.attrs["id"] = attributes["id"] = id
    elif "id" in attributes and written.startswith(TARGET_PREFIX):
        drop_attribute(node, "id")
        del attributes["id"]


def _treat(tree: LexborHTMLParser, node: LexborNode, tag: str, attributes: Attributes, tally: Tally) -> bool:
    """Do with an element what its tag asks for.  True: an outline with these attributes still holds."""
    if tag in RENAMED:
        _rename(tree, node, tag)
    elif tag in _CONTROLS:
        _control(node, tag, tally)
    elif tag == "img" and not _has_picture(node, attributes):
        tally.add("picture", "markup", attribute(node, "src"))
        tally.gone("markup", node)
        node.replace_with(_description(attributes))
    elif tag == "img":
        _count_addresses(attributes, tally)
        _waiting_picture(node, attributes)
        return True
    elif tag == "source":
        _count_addresses(attributes, tally)
        return True
    elif tag == "picture" and node.css_first("img") is None:
        _unwrap_sources(node)
    elif tag in PLAYERS:
        _count_addresses(attributes, tally)
        _waiting_player(node)
    elif tag == "math":
        _formula(tree, node, tally)
    elif tag in CONTENT_DROPPED:
        tally.gone("script" if tag in _SCRIPTS else "markup", node)
        count_dropped(tag, node.text(), tally)
        node.decompose()
    return False


def count_styles(styles: Sequence[str], tally: Tally) -> None:
    """Count attributes that ask for a style, the last in the document first."""
    tally.add_all(*_STYLE, styles)


def count_dropped(tag: str, text: str, tally: Tally) -> None:
    """Count an element that goes with all that it holds."""
    tally.add(tag, "script" if tag in _SCRIPTS else "markup", text.strip())


def _count_attributes(attributes: Attributes, tally: Tally) -> None:
    """Sanitizing drops them; here they are counted, as a sanitizer does not say what it took."""
    for name in attributes:
        if name == "style":
            tally.add(*_STYLE, attributes[name] or "")
        elif name[:2] == "on":
            tally.add("handler", "script", f"{name}={attributes[name] or ''}")


def _count_addresses(attributes: Attributes, tally: Tally) -> None:
    """The same of addresses that our policy refuses, of a medium that has others."""
    for name, policy in _ADDRESSES.items():
        if name in attributes and (written := value_of(attributes, name)) and policy(written) is None:
            tally.add("address", "markup", written)


def _rename(tree: LexborHTMLParser, node: LexborNode, tag: str) -> None:
    new = rename(tree, node, RENAMED[tag], KEPT)
    if tag == "center":
        new.attrs["align"] = "center"


def _control(node: LexborNode, tag: str, tally: Tally) -> None:
    kind = attribute(node, "type").lower()
    if tag == "input" and kind in ("checkbox", "radio") and not _is_hidden(node):
        _replace_input(node, "☑ " if "checked" in node.attributes else "☐ ")
        return
    if tag == "input" and kind == "image" and node.first_child is None:
        node.decompose()
        return
    if tag == "output" or (tag in OPTIONS and not _is_inside(node, _CHOICES)):
        # Browsers show the text of either.
        node.unwrap()
        return
    if _is_inside(node, _LINKS):
        # A link that is dressed as a button is a link.
        if tag == "input":
            _replace_input(node, attribute(node, "value"))
        else:
            node.unwrap()
        return
    text = node.text().strip()
    if tag == "button" and (len(text) > BUTTON_CHARACTERS or any(inner.tag in _KEPT_IN for inner in elements(node))):
        node.unwrap()
        return
    # The first of `select`'s options would read as a statement of the article.
    tally.add("control", "markup", text)
    tally.gone("markup", node)
    node.decompose()


def _replace_input(node: LexborNode, text: str) -> None:
    """Put `text` in place of an `input`, which within a formula is not empty: there it holds what follows it."""
    if node.first_child is None:
        node.replace_with(text)
    else:
        node.insert_before(text)
        node.unwrap()


def _is_inside(node: LexborNode, tags: frozenset[str]) -> bool:
    """Whether one of the elements around a node, as far as a link or a list of choices reaches, is one of `tags`."""
    around = node.parent
    for _ in range(_NEAR):
        if around is None or around.tag in tags:
            return around is not None
        around = around.parent
    return False


def _is_hidden(node: LexborNode) -> bool:
    return "hidden" in node.attributes or "display:none" in attribute(node, "style").replace(" ", "")


def _has_picture(node: LexborNode, attributes: Attributes) -> bool:
    """Whether there is an address from which a browser may load it; sanitizing would leave an `img` without any."""
    if safe_media(value_of(attributes, "src")) or safe_srcset(value_of(attributes, "srcset")):
        return True
    around = node.parent
    if around is None or around.tag != "picture":
        return False
    return any(safe_srcset(attribute(source, "srcset")) for source in around.css("source"))


def _unwrap_sources(node: LexborNode) -> None:
    for source in node.css("source"):
        source.decompose()
    node.unwrap()


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
    found = {name: value for name, value in attributes.items() if name not in _WAITING}
    if not _description(found):
        found["alt"] = ""
    if "title" in found and _names_file(value_of(found, "title")):
        del found["title"]
    return {**found, **_WAITING}


def _waiting_picture(node: LexborNode, attributes: Attributes) -> None:
    attrs = node.attrs
    meant = waiting(attributes)
    for name in [name for name in attributes if name not in meant or name in _WAITING]:
        del attrs[name], attributes[name]
    for name, value in meant.items():
        if attributes.get(name) != value or name not in attributes:
            attrs[name] = value or ""
        attributes[name] = value


def _waiting_player(node: LexborNode) -> None:
    for name in ("controls", "preload"):
        drop_attribute(node, name)
    node.attrs["controls"] = ""
    node.attrs["preload"] = "none"


def _formula(tree: LexborHTMLParser, node: LexborNode, tally: Tally) -> None:
    """A formula stays as its TeX where it is given, else as its text: sanitizing drops `math` with its content."""
    source = node.css_first("annotation")
    text = (source if source is not None else node).text().strip()
    # All of it goes, and its source comes back.
    tally.gone("markup", node)
    if not text:
        node.decompose()
        return
    shown = tree.create_node("code")
    shown.insert_child(" ".join(text.split()))
    parent = node.parent
    if attribute(node, "display") == "block" and parent is not None and parent.tag in FLOW:
        block = tree.create_node("p")
        block.insert_child(shown, move=True)
        shown = block
    node.insert_before(shown, move=True)
    node.decompose()
