"""Plain bodies: most are so well formed that hardly more than attributes go, and that is known without a tree.

What the steps make of such a body is said here from its tags and texts as they stand.  Whether a rule or a step has
anything to do is asked of its own module; where one may have, where anything is unusual, and where nh3 does not agree
in the end, the body is no plain one and the steps go through its tree.  With this or without it, a post is the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple, cast

from generator.cleaning import conform, filters, links, media, pictures, structure
from generator.cleaning.canonical import REMEMBERED_CHARACTERS, Article, Tag, cut, written_attributes
from generator.cleaning.draft import Attributes, Draft
from generator.cleaning.filter_lists import compile_rules
from generator.cleaning.filter_tree import Snapshot, border_of, flat_snapshot
from generator.cleaning.forecast import foreseen_tag
from generator.cleaning.original import may_name_original
from generator.cleaning.sanitize import is_settled, max_characters
from generator.cleaning.spacing import ASCII_BLANK, BLANK, INLINE, PARAGRAPHS
from generator.cleaning.tree import HEADINGS, Tally
from generator.config import CleanConfig

_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)((?: [a-z][a-z0-9\-]*=\"[^\"<>\u00a0\x00-\x1f]*\")*) ?(/?)>")
_ATTRIBUTE = re.compile(r" ([a-z][a-z0-9\-]*)=\"([^\"<>]*)\"")
_REFERENCE = re.compile(r"&(?!(?:amp|lt|gt|quot|nbsp);)")
_STAND_IN = "https://pressmark.invalid/any.jpg"
_VOID = frozenset({"br", "img", "hr"})
_LINES = HEADINGS - {"h1"} | {"p"}
_INLINE = frozenset({"a", "b", "strong", "em", "i", "u", "s", "sub", "sup", "small", "del", "ins"})
_BOLD = frozenset({"b", "strong"})
# What may stand in what, so that parsers have nothing to mend.
_HOLDS = {
    **dict.fromkeys(("body", "div", "blockquote", "li"), _LINES | _INLINE | {"div", "blockquote", "ul", "ol"} | _VOID),
    **dict.fromkeys(("ul", "ol"), frozenset({"li"})),
    **dict.fromkeys(_LINES | _INLINE, _INLINE | {"br", "img"}),
}


class _PlainTag(NamedTuple):
    name: str
    is_end: bool
    attributes: Attributes
    border: str
    made: Tag
    """What it is in the article."""


class _Texts(NamedTuple):
    read: list[str]
    """The texts between the tags."""
    has_references: bool
    """Whether they were written with any."""


def article_of(draft: Draft) -> Article | None:
    """The article of a plain body, with what went recorded in the draft.  None: it is none, and nothing happened."""
    config = draft.config
    if config.off or not compile_rules(config.rules).rules:
        return None
    if not draft.header.link and may_name_original(draft.raw.body):
        return None
    pieces = cut(draft.html)
    texts = _read_texts(pieces[::2])
    tags = _read_tags(pieces[1::2], config)
    if texts is None or tags is None:
        return None
    kept = _kept_texts(texts.read, tags)
    if kept is None or _may_begin_with(draft.header.title, texts.read, tags):
        return None
    shot = _snapshot(texts.read, tags)
    if not filters.are_idle(draft, shot):
        return None
    kept[0] = kept[0].lstrip()
    kept[-1] = kept[-1].rstrip()
    if texts.has_references:
        kept = [_escaped(text) for text in kept]
    article = Article(tuple(kept), tuple([tag.made for tag in tags]))
    if not is_settled(article, max_characters(draft.html)):
        return None
    draft.written = shot.text
    _record(draft, tags)
    return article


def _read_texts(written: list[str]) -> _Texts | None:
    joined = "".join(written)
    if "<" in joined or ">" in joined or "\r" in joined or "\0" in joined:
        return None
    if "&" not in joined and "\u00a0" not in joined:
        return _Texts(written, False)
    if _REFERENCE.search(joined):
        return None
    return _Texts([_unescaped(text) for text in written], True)


def _unescaped(text: str) -> str:
    if "&" not in text:
        return text
    text = text.replace("&nbsp;", "\u00a0").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"')
    return text.replace("&amp;", "&")


def _escaped(text: str) -> str:
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\u00a0", "&nbsp;")


def _read_tags(written: list[str], config: CleanConfig) -> list[_PlainTag] | None:
    # What a picture is depends on the settings, too.
    tags = [_picture(one, config) if one[:5] == "<img " else _tag(one) for one in written]
    return None if None in tags else cast(list[_PlainTag], tags)


# Most tags of an archive are the same few.
@lru_cache(maxsize=2048)
def _tag(written: str) -> _PlainTag | None:
    read = _attributes(written)
    if read is None or read[0] not in _HOLDS.keys() | _VOID or read[0] in ("img", "body"):
        return None
    name, is_end, attributes = read
    if (is_end and (attributes or name in _VOID)) or not structure.is_neutral(attributes):
        return None
    if _has_handler(attributes) or (name == "a" and not links.is_tidy(attributes)):
        return None
    made = foreseen_tag(_written(name, attributes, is_end=is_end))
    return _PlainTag(name, is_end, attributes, border_of(name), made) if made is not None else None


def _picture(written: str, config: CleanConfig) -> _PlainTag | None:
    before, _, rest = written.partition(' src="')
    escaped, _, after = rest.partition('"')
    address = escaped.replace("&amp;", "&")
    if not pictures.is_usual(address, config) or (shape := _picture_shape(before, after)) is None:
        return None
    _, _, attributes, border, made = shape
    named = Tag(
        made.written.replace(_STAND_IN, escaped),
        made.name,
        made.is_end,
        {**made.attributes, "src": escaped},
        made.border,
        made.wrong,
    )
    return _PlainTag("img", False, {**attributes, "src": address}, border, named)


# Pictures differ in their address; what else they say is the same in all of them.
@lru_cache(maxsize=1024)
def _picture_shape(before: str, after: str) -> _PlainTag | None:
    """A picture between the parts of whose tag any usual address may stand."""
    read = _attributes(f'{before} src="{_STAND_IN}"{after}')
    if read is None or read[0] != "img" or _STAND_IN in before + after:
        return None
    _, is_end, attributes = read
    if is_end or not (structure.is_neutral(attributes) and media.is_mended(attributes)) or _has_handler(attributes):
        return None
    made = foreseen_tag(_written("img", conform.waiting(attributes), is_end=False))
    return _PlainTag("img", False, attributes, border_of("img"), made) if made is not None else None


def _has_handler(attributes: Attributes) -> bool:
    return any(name[:2] == "on" for name in attributes)


def _attributes(written: str) -> tuple[str, bool, Attributes] | None:
    """(name, whether it ends an element, attributes) of a tag; None unless every parser reads it so."""
    match = _TAG.fullmatch(written) if len(written) <= 4 * REMEMBERED_CHARACTERS else None
    if match is None or (match[4] and match[2] not in _VOID) or written.count("&") != written.count("&amp;"):
        return None
    found = _ATTRIBUTE.findall(match[3])
    attributes: Attributes = {name: value.replace("&amp;", "&") for name, value in found}
    return (match[2], bool(match[1]), attributes) if len(attributes) == len(found) else None


def _written(name: str, attributes: Attributes, *, is_end: bool) -> str:
    items = ((name, (value or "").replace("&", "&amp;")) for name, value in attributes.items())
    return f"</{name}>" if is_end else f"<{name}{written_attributes(items)}>"


def _kept_texts(texts: Sequence[str], tags: Sequence[_PlainTag]) -> list[str] | None:
    """The texts without blanks that mean nothing.  None: parsers, or the steps on structure, would change the tags."""
    kept = list(texts)
    around, is_full = ["body"], [True]
    is_start = False
    before = ""
    for place, text in enumerate(texts):
        if place:
            name, is_end, _, _, _ = tags[place - 1]
            if is_end:
                # Without anything in it an element would go.
                if around.pop() != name or not is_full.pop():
                    return None
                is_full[-1] = True
            elif name not in _HOLDS[around[-1]] or (name == "a" and "a" in around):
                return None
            elif name in _VOID:
                is_start = False
                if name != "br":
                    is_full[-1] = True
                # Between two texts it neither makes a gap nor stands in a row of them.
                elif not before.strip() or not text.strip():
                    return None
            else:
                around.append(name)
                is_full.append(False)
                is_start = name in PARAGRAPHS or (is_start and name in INLINE)
        before = text
        if not text or text == "\n":
            continue
        if trimmed := text.lstrip(BLANK):
            if around[-1] in ("ul", "ol"):
                return None
            is_full[-1] = True
            if is_start:
                is_start = False
                if text[: len(text) - len(trimmed)].strip(ASCII_BLANK):
                    kept[place] = trimmed
        elif "\n" in text and not text.strip(ASCII_BLANK):
            kept[place] = "\n"
    return kept if len(around) == 1 else None


def _may_begin_with(title: str, texts: Sequence[str], tags: Sequence[_PlainTag]) -> bool:
    """Whether what comes before any other text may be a heading, or bold line, that says the title again."""
    for place, text in enumerate(texts):
        if text.strip(BLANK):
            names = {tag.name for tag in tags[:place]}
            return not (names.isdisjoint(HEADINGS) and names.isdisjoint(_BOLD)) and structure.may_repeat(title, text)
    return False


def _snapshot(texts: Sequence[str], tags: Sequence[_PlainTag]) -> Snapshot:
    return flat_snapshot(
        texts,
        [tag.border for tag in tags],
        [(tag.name, tag.attributes) for tag in tags if not tag.is_end],
        [place for place, tag in enumerate(tags) if tag.name == "img"],
    )


def _record(draft: Draft, tags: Sequence[_PlainTag]) -> None:
    """What the steps record of a plain body: the cover, and the styles that go."""
    tally = Tally(draft, "media")
    media.choose_cover(draft, tally, (tag.attributes for tag in tags if tag.name == "img"))
    tally.close()
    tally = Tally(draft, "conform")
    conform.count_styles([style for tag in reversed(tags) if (style := tag.attributes.get("style")) is not None], tally)
    tally.close()
