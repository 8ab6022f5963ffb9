"""Plain bodies: most are so well formed that little more than attributes go, and that is known without a tree.

What rules and steps make of such a body is said here from its tags and texts as they stand.  Whether one of them has
anything to do is asked of its own module; where one may have that is not said here, and where nh3 does not agree in
the end, the body is no plain one and the steps go through its tree.  With this or without it, a post is the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from generator.cleaning import Step, conform, filters, flat, links, media, original, pictures, structure
from generator.cleaning.canonical import Article, Tag, written_attributes
from generator.cleaning.draft import Attributes, Draft
from generator.cleaning.elements import BODY_HOLDS, HEADINGS, HOLDS, INLINE, PARAGRAPHS, VOID
from generator.cleaning.flat import FlatBody
from generator.cleaning.forecast import foreseen_tag
from generator.cleaning.sanitize import is_settled, max_characters
from generator.cleaning.spacing import ASCII_BLANK, BLANK
from generator.cleaning.tree import Tally, value_of
from generator.cleaning.urls import is_plain_web
from generator.cleaning.vocabulary import own_classes
from generator.config import CleanConfig

_STAND_IN = "https://pressmark.invalid/any.jpg"
_BOLD = frozenset({"b", "strong"})
_CODE = frozenset({"pre", "code"})
_ITEMS = HOLDS["ul"]
_BUILT_IN = (filters.apply, media.apply, original.apply, conform.apply, structure.apply)
"""The steps whose work on a plain body is foreseen here."""
_CHANGED = conform.RENAMED.keys() | {flat.COMMENT, "font", "style"}


def article_of(draft: Draft, steps: Sequence[Step]) -> Article | None:
    """The article that `steps` make of a plain body, with what went recorded in the draft.

    None: it is no plain one, or what a step does to it is not known here; nothing happened.
    """
    config = draft.config
    if config.off or not _are_known(steps) or not all(_leaves_plain(step, draft) for step in steps):
        return None
    body = flat.read(draft.html)
    filtered = _filtered(draft, body) if body is not None else None
    left = _without_styles(filtered.body) if filtered is not None else None
    if filtered is None or left is None or _may_begin_with(draft.header.title, left):
        return None
    tags = _made_tags(left, config)
    texts = _kept_texts(left) if tags is not None else None
    if tags is None or texts is None:
        return None
    if left.has_references:
        texts = [_escaped(text) for text in texts]
    # Escaped before: a no-break space at either end stays.
    texts[0] = texts[0].lstrip()
    texts[-1] = texts[-1].rstrip()
    article = Article(tuple(texts), tuple(tags))
    if not is_settled(article, max_characters(draft.html)):
        return None
    draft.written = filtered.text
    if filtered.taken is not None:
        filtered.taken.record()
        _account(draft, body, filtered.taken)
    _record(draft, filtered.body)
    return article


def _are_known(steps: Sequence[Step]) -> bool:
    """Whether the steps of `_BUILT_IN` are all there, as they were, and in their order; others may stand among them."""
    return tuple([step.apply for step in steps if step.apply in _BUILT_IN]) == _BUILT_IN


def _leaves_plain(step: Step, draft: Draft) -> bool:
    return step.leaves_plain is not None and step.leaves_plain(draft)


def _escaped(text: str) -> str:
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\u00a0", "&nbsp;")


# ------------------------------------------------------------------------------------------ what goes


class _Filtered(NamedTuple):
    body: FlatBody
    """What rules leave of it."""
    text: str
    """Its text before that."""
    taken: filters.Taken | None


def _filtered(draft: Draft, body: FlatBody) -> _Filtered | None:
    """A body after the filters.  None: rules may do more to it than take out what stands apart."""
    if body.is_shallow and filters.are_idle(draft, sketch := body.sketch()):
        return _Filtered(body, sketch.text, None)
    found = flat.find_elements(body)
    taken = filters.taken(draft, found[0]) if found is not None else None
    left = _without_taken(body, found[1], taken) if found is not None and taken is not None else None
    return _Filtered(left, found[0].text, taken) if found is not None and left is not None else None


def _account(draft: Draft, body: FlatBody | None, taken: filters.Taken) -> None:
    """Tell the account what rules take out of a plain body."""
    found = flat.find_elements(body) if body is not None else None
    assert body is not None
    assert found is not None
    kinds = {cut.element: cut.rule.kind for cut in taken.plan.cuts}
    for index in taken.elements:
        first, last = found[1][index]
        inner = body.tags[first : last + 1]
        draft.taken.add(
            kinds.get(index, "markup"),
            "".join(body.texts[first + 1 : last + 1]),
            sum(tag.name == "img" for tag in inner),
            sum(tag.name == "a" and (tag.attributes.get("href") or "").startswith("http") for tag in inner),
        )


def _without_taken(body: FlatBody, spans: list[tuple[int, int]], taken: filters.Taken) -> FlatBody | None:
    if not taken.elements and not taken.comments:
        return body
    gone = [spans[index] for index in taken.elements]
    if not all(body.stands_apart(first, last) for first, last in gone):
        return None
    places = [place for place, tag in enumerate(body.tags) if tag.name == flat.COMMENT]
    comments = {id(comment) for comment, _ in taken.comments}
    known = zip(places, taken.sight.shot.comments, strict=True)
    return body.without(gone, [place for place, comment in known if id(comment) in comments])


def _without_styles(body: FlatBody) -> FlatBody | None:
    if not any(tag.name == "style" for tag in body.kinds.values()):
        return body
    starts = [place for place, tag in enumerate(body.tags) if tag.name == "style" and not tag.is_end]
    return body.without([(place, place + 1) for place in starts])


def _record(draft: Draft, body: FlatBody) -> None:
    """What the steps behind the filters record of a plain body: the cover, and what of styles goes."""
    tally = Tally(draft, "media")
    shown = [tag.attributes for tag in body.tags if tag.name == "img"]
    for attributes in reversed(shown):
        if srcset := value_of(attributes, "srcset"):
            media.count_refused(srcset, tally)
    media.choose_cover(draft, tally, shown)
    tally.close()
    tally = Tally(draft, "conform")
    told = {
        written: tag
        for written, tag in body.kinds.items()
        if "style" in tag.attributes or (tag.name == "style" and not tag.is_end)
    }
    places = [place for place, tag in enumerate(body.tags) if tag.written in told] if told else []
    # Backwards, as the step goes; only where there is a style element does it matter what comes in between.
    styles: list[str] = []
    for place in reversed(places):
        tag = body.tags[place]
        if (style := tag.attributes.get("style")) is not None:
            styles.append(style)
        if tag.name == "style":
            conform.count_styles(styles, tally)
            styles = []
            conform.count_dropped(tag.name, body.texts[place + 1], tally)
            draft.taken.add("markup", body.texts[place + 1])
    conform.count_styles(styles, tally)
    tally.close()


# ---------------------------------------------------------------------------------------- what stays


def _made_tags(body: FlatBody, config: CleanConfig) -> list[Tag] | None:
    """What is published of each tag.  None: a step would do more to one than to drop attributes."""
    made: dict[str, Tag] = {}
    for written, tag in body.kinds.items():
        match tag.name:
            case "img":
                found = _picture(written, config)
            case "a" if not tag.is_end:
                found = _link(written, tag.attributes)
            case _:
                found = _made(written)
        if found is None:
            return None
        made[written] = found
    return [made[tag.written] for tag in body.tags]


# Most tags of an archive are the same few.
@lru_cache(maxsize=2048)
def _made(written: str) -> Tag | None:
    tag = flat.read_tag(written)
    if tag is None or tag.name in _CHANGED or not structure.is_neutral(tag.attributes) or _has_handler(tag.attributes):
        return None
    if tag.name == "span" and not tag.is_end and not own_classes("span", tag.attributes.get("class") or ""):
        return None
    attributes = tag.attributes
    if tag.name == "img":
        attributes = conform.waiting({name: value for name, value in attributes.items() if name != "srcset"})
    items = ((name, (value or "").replace("&", "&amp;")) for name, value in attributes.items())
    return foreseen_tag(f"</{tag.name}>" if tag.is_end else f"<{tag.name}{written_attributes(items)}>")


def _link(written: str, attributes: Attributes) -> Tag | None:
    if not links.is_tidy(attributes):
        return None
    # What `links` calls tidy may be relative, which the forecast leaves to sanitizing.
    return _with_address(written, "href") if is_plain_web(attributes.get("href") or "") else _made(written)


def _picture(written: str, config: CleanConfig) -> Tag | None:
    tag = flat.read_tag(written)
    if tag is None or not pictures.is_usual(tag.attributes.get("src") or "", config):
        return None
    return _with_address(written, "src")


def _with_address(written: str, name: str) -> Tag | None:
    """What is published of a picture or link; links and pictures differ in their address, and not in much else."""
    before, _, rest = written.partition(f' {name}="')
    address, _, after = rest.partition('"')
    if (shape := _shape(before, name, after)) is None:
        return None
    return Tag(
        shape.written.replace(_STAND_IN, address),
        shape.name,
        shape.is_end,
        {**shape.attributes, name: address},
        shape.border,
        shape.wrong,
    )


@lru_cache(maxsize=1024)
def _shape(before: str, name: str, after: str) -> Tag | None:
    """A picture or link between the parts of whose tag any usual address may stand."""
    written = f'{before} {name}="{_STAND_IN}"{after}'
    tag = flat.read_tag(written)
    if tag is None or _STAND_IN in before + after or (tag.name == "img" and not media.is_mended(tag.attributes)):
        return None
    return _made(written)


def _has_handler(attributes: Attributes) -> bool:
    return any(name[:2] == "on" for name in attributes)


def _kept_texts(body: FlatBody) -> list[str] | None:
    """The texts without blanks that mean nothing.  None: parsers, or a step on structure, would change the tags."""
    # One function with local names: it runs once for each tag of an archive.
    kept = list(body.texts)
    names: list[str] = []
    held = [BODY_HOLDS]
    is_full = True
    is_start = False
    code_depth = 0
    before = ""
    for place, text in enumerate(kept):
        if place:
            _, name, is_end, _, _, holds = body.tags[place - 1]
            if is_end:
                if not names or names.pop() != name:
                    return None
                held.pop()
                code_depth -= name in _CODE
                # Without anything in it an element would go.
                if not is_full and not code_depth and name != "pre":
                    return None
                is_full = True
            elif name not in held[-1] or (name == "a" and "a" in names):
                return None
            elif name in VOID:
                is_start = False
                if name != "br":
                    is_full = True
                # Between two texts it neither makes a gap nor stands in a row of them.
                elif code_depth or not before.strip() or not text.strip():
                    return None
            elif name == "span" and not code_depth:
                return None
            else:
                names.append(name)
                held.append(holds)
                is_full = False
                is_start = name in PARAGRAPHS or (is_start and name in INLINE)
                code_depth += name in _CODE
        before = text
        if not text or text == "\n" or (code_depth and "pre" in names):
            continue
        if trimmed := text.lstrip(BLANK):
            if held[-1] is _ITEMS:
                return None
            is_full = True
            if is_start:
                is_start = False
                if text[: len(text) - len(trimmed)].strip(ASCII_BLANK):
                    kept[place] = trimmed
        elif "\n" in text and not text.strip(ASCII_BLANK):
            kept[place] = "\n"
    return None if names else kept


def _may_begin_with(title: str, body: FlatBody) -> bool:
    """Whether what comes before any other text may be a heading, or bold line, that says the title again."""
    for place, text in enumerate(body.texts):
        if text.strip(BLANK):
            names = {tag.name for tag in body.tags[:place]}
            return not (names.isdisjoint(HEADINGS) and names.isdisjoint(_BOLD)) and structure.may_repeat(title, text)
    return False
