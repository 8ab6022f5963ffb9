"""What an article must be whatever is switched off: no control, one `h1` a page (the title), media that wait."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from generator.cleaning.draft import Draft
from generator.cleaning.tree import FLOW_PARENTS, MEDIA, Tally, attribute, drop_attribute, elements, rename
from generator.cleaning.urls import safe_media, safe_srcset
from generator.cleaning.vocabulary import CONTENT_DROPPED

RENAMED = {
    "h1": "h2", "strike": "s", "tt": "code", "acronym": "abbr", "dir": "ul", "menu": "ul", "xmp": "pre",
    "listing": "pre", "plaintext": "pre", "textarea": "pre", "summary": "div", "legend": "div", "center": "div",
    **dict.fromkeys(
        ("article", "section", "header", "footer", "main", "aside", "nav", "address", "hgroup", "search", "details",
         "fieldset", "form", "dialog", "marquee"), "div"),
}  # fmt: skip
"""Elements that an article may not have, or that the page has once, and what stands for them."""

KEPT = frozenset({"class", "style", "align", "hidden", "lang", "dir", "id"})
CONTROLS = frozenset(
    {"input", "button", "select", "option", "optgroup", "datalist", "output", "progress", "meter", "keygen"}
)
MAX_NAME = 2_000
_FILE_NAME = re.compile(
    r"https?://\S+|[^\s<>]+\.(?:png|jpe?g|gif|webp|bmp|svg|avif)"
    r"|[a-z]?_?(?:[0-9a-f]{24,64}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})|image|img|picture|图片|圖片",
    re.IGNORECASE,
)
BUTTON_CHARACTERS = 40
"""A button with more text than this is no button but a paragraph that somebody made clickable."""


def apply(draft: Draft) -> None:
    """Bring a draft into shape in place; this step cannot be switched off."""
    tally = Tally(draft, "conform")
    comments = [node for node in draft.body.traverse(include_text=True) if node.is_comment_node]
    for comment in comments:
        content = (comment.comment_content or "").strip()
        # The mark of where an excerpt ends is read, and taken out, when all steps are done.
        if content.lower() != "more":
            tally.add("comment", "comment", content)
            comment.decompose()
    for node in reversed(elements(draft.body)):
        tag = node.tag or ""
        _count_attributes(node, tally)
        if tag in RENAMED:
            _rename(draft.tree, node, tag)
        elif tag in CONTROLS:
            _control(node, tag, tally)
        elif tag == "img" and not _has_picture(node):
            tally.add("picture", "markup", attribute(node, "src"))
            node.replace_with(_description(node))
        elif tag == "img":
            _waiting_picture(node)
        elif tag == "picture" and node.css_first("img") is None:
            _unwrap_sources(node)
        elif tag in ("video", "audio"):
            _waiting_player(node)
        elif tag == "math":
            _formula(draft.tree, node)
        elif tag in CONTENT_DROPPED:
            tally.add(tag, "script" if tag in ("script", "template") else "markup", node.text().strip())
            node.decompose()
    tally.close()


def _count_attributes(node: LexborNode, tally: Tally) -> None:
    """Sanitizing drops them; here they are counted, as a sanitizer does not say what it took."""
    for name, value in node.attributes.items():
        if name == "style":
            tally.add("style-attribute", "attribute", value or "")
        elif name.startswith("on"):
            tally.add("handler", "script", f"{name}={value or ''}")


def _rename(tree: LexborHTMLParser, node: LexborNode, tag: str) -> None:
    new = rename(tree, node, RENAMED[tag], KEPT)
    if tag == "center":
        new.attrs["align"] = "center"


def _control(node: LexborNode, tag: str, tally: Tally) -> None:
    kind = attribute(node, "type").lower()
    if tag == "input" and kind in ("checkbox", "radio") and not _is_hidden(node):
        node.replace_with("☑ " if "checked" in node.attributes else "☐ ")
        return
    if tag == "input" and kind == "image":
        node.decompose()
        return
    text = node.text().strip()
    if tag == "button" and (len(text) > BUTTON_CHARACTERS or any(inner.tag in MEDIA for inner in elements(node))):
        node.unwrap()
        return
    # The first of `select`'s options would read as a statement of the article.
    tally.add("control", "markup", text)
    node.decompose()


def _is_hidden(node: LexborNode) -> bool:
    return "hidden" in node.attributes or "display:none" in attribute(node, "style").replace(" ", "")


def _has_picture(node: LexborNode) -> bool:
    """Whether there is an address from which a browser may load it; sanitizing would leave an `img` without any."""
    if safe_media(attribute(node, "src")) or safe_srcset(attribute(node, "srcset")):
        return True
    around = node.parent
    if around is None or around.tag != "picture":
        return False
    return any(safe_srcset(attribute(source, "srcset")) for source in around.css("source"))


def _unwrap_sources(node: LexborNode) -> None:
    for source in node.css("source"):
        source.decompose()
    node.unwrap()


def _description(node: LexborNode) -> str:
    """What somebody wrote for those who do not see a picture."""
    written = attribute(node, "alt")
    # An address, a file's name or `image` describes nothing, and is all that readers see of a picture that is gone.
    return "" if _FILE_NAME.fullmatch(written[:MAX_NAME]) else written


def _waiting_picture(node: LexborNode) -> None:
    # Without no-referrer most picture hosts refuse; the order of attributes is fixed here, as nh3's own is not.
    for name in ("referrerpolicy", "loading", "decoding"):
        drop_attribute(node, name)
    if not _description(node):
        node.attrs["alt"] = ""
    if _FILE_NAME.fullmatch(attribute(node, "title")[:MAX_NAME]):
        drop_attribute(node, "title")
    node.attrs["referrerpolicy"] = "no-referrer"
    node.attrs["loading"] = "lazy"
    node.attrs["decoding"] = "async"


def _waiting_player(node: LexborNode) -> None:
    for name in ("controls", "preload"):
        drop_attribute(node, name)
    node.attrs["controls"] = ""
    node.attrs["preload"] = "none"


def _formula(tree: LexborHTMLParser, node: LexborNode) -> None:
    """A formula stays as its TeX where it is given, else as its text: sanitizing drops `math` with its content."""
    source = node.css_first("annotation")
    text = (source if source is not None else node).text().strip()
    if not text:
        node.decompose()
        return
    shown = tree.create_node("code")
    shown.insert_child(" ".join(text.split()))
    parent = node.parent
    if attribute(node, "display") == "block" and parent is not None and parent.tag in FLOW_PARENTS:
        block = tree.create_node("p")
        block.insert_child(shown, move=True)
        shown = block
    node.insert_before(shown, move=True)
    node.decompose()
