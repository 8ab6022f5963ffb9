"""Sets levels and ids of headings, after sanitizing, and adapts links to them: no level is left out, no id is ours."""

from __future__ import annotations

import html as entities
from collections.abc import Mapping
from urllib.parse import unquote

from generator.addresses import slugize
from generator.article.canonical import Article, Tag, with_attributes, written_attributes
from generator.article.elsewhere import fragment_on
from generator.article.vocabulary import TARGET_PREFIX, target_id
from generator.model import Heading

ID_CHARACTERS = 60
TEXT_CHARACTERS = 200

_LEVELS = {f"h{level}": level for level in range(2, 7)}


def levelled(article: Article) -> tuple[Article, int]:
    """The article with headings that begin at `h2`, below the title, and leave no level out, and how many changed.

    Headings of one level below the same heading stay on one level, whatever the numbers were.
    """
    places = [place for place, tag in enumerate(article.tags) if tag.name in _LEVELS]
    if not places:
        return article, 0
    tags = list(article.tags)
    above: list[int] = []
    starts: list[int] = []
    changed = 0
    for place in places:
        tag = tags[place]
        if tag.is_end:
            level = starts.pop() if starts else _LEVELS[tag.name]
        else:
            while above and above[-1] >= _LEVELS[tag.name]:
                above.pop()
            above.append(_LEVELS[tag.name])
            level = len(above) + 1
            starts.append(level)
            changed += level != _LEVELS[tag.name]
        if level != _LEVELS[tag.name]:
            tags[place] = _renamed(tag, f"h{level}")
    return (Article(article.texts, tuple(tags)), changed) if changed else (article, 0)


def _renamed(tag: Tag, name: str) -> Tag:
    written = f"</{name}>" if tag.is_end else f"<{name}{written_attributes(tag.attributes.items())}>"
    return tag._replace(name=name, written=written)


def anchored(article: Article, page: str = "") -> tuple[Article, tuple[Heading, ...]]:
    """The article with a new id on each heading, and its headings that have text, in order.

    The id is `h-` followed by the slug of the heading's text, or by a number.  If two other elements have the same id,
    the second loses it.  A link to an id that no element has loses its address; a link to the former id of a heading
    leads to its new one.  A link to a fragment of `page`, the address of the original article, leads to the element of
    the article with that id, if there is one.
    """
    marked = [(place, tag) for place, tag in enumerate(article.tags) if tag.attributes or tag.name in _LEVELS]
    heading_places = [place for place, tag in marked if tag.name in _LEVELS]
    ids = {place: tag.attributes["id"] for place, tag in marked if "id" in tag.attributes}
    links = {place: fragment for place, tag in marked if (fragment := _fragment(tag, page))}
    if not heading_places and not ids and not links:
        return article, ()
    tags = list(article.tags)
    seen: set[str] = set()
    named: dict[int, str] = {}
    for place, id in ids.items():
        # Each heading gets an id of ours; links to the id that its author gave it are redirected to ours.
        if tags[place].name in _LEVELS:
            named[place] = entities.unescape(id)
            tags[place] = _without(tags[place], "id")
        elif id in seen:
            tags[place] = _without(tags[place], "id")
        else:
            seen.add(id)
    taken = {entities.unescape(id) for id in ids.values() if not id.startswith(TARGET_PREFIX)}
    headings: list[Heading] = []
    aliases: dict[str, str] = {}
    numbers: dict[str, int] = {}
    starts: list[int] = []
    for place in heading_places:
        if not tags[place].is_end:
            starts.append(place)
        elif starts:
            start = starts.pop()
            written = "".join(article.texts[start + 1 : place + 1])
            text = " ".join(entities.unescape(written).split())[:TEXT_CHARACTERS]
            id = _new_id(text, len(headings) + 1, taken, numbers)
            tags[start] = with_attributes(tags[start], {**tags[start].attributes, "id": entities.escape(id)})
            aliases.setdefault(named.get(start, id), id)
            if text:
                headings.append(Heading(_LEVELS[tags[start].name], id, text))
    # A heading keeps its id if an anchor has the same one, because the address of the heading is older.
    of_headings = set(aliases.values())
    for place, id in ids.items():
        if tags[place].name not in _LEVELS and entities.unescape(id) in of_headings:
            tags[place] = _without(tags[place], "id")
    known = taken | of_headings | {entities.unescape(id) for id in seen}
    for place, fragment in links.items():
        tags[place] = _link(tags[place], fragment, known, aliases)
    return Article(article.texts, tuple(tags)), tuple(headings)


def _without(tag: Tag, name: str) -> Tag:
    return with_attributes(tag, {key: value for key, value in tag.attributes.items() if key != name})


def _new_id(text: str, number: int, taken: set[str], numbers: dict[str, int]) -> str:
    base = TARGET_PREFIX + (slugize(text)[:ID_CHARACTERS].strip("-") or str(number))
    id = base
    while id in taken:
        # Counted per base, so that ten thousand equal headings do not each try all numbers before theirs.
        numbers[base] = numbers.get(base, 0) + 1
        id = f"{base}-{numbers[base]}"
    taken.add(id)
    return id


def _fragment(tag: Tag, page: str) -> str:
    """The name of the place to which a link leads in the article or on its original `page`; empty for other tags."""
    address = tag.attributes.get("href", "")
    if "#" not in address:
        return ""
    address = entities.unescape(address)
    return address[1:] if address[0] == "#" else fragment_on(page, address)


def _link(tag: Tag, fragment: str, known: set[str], aliases: Mapping[str, str]) -> Tag:
    """A link to a fragment, redirected to a known id.

    If no known id matches, a link to the original page stays, and one in the article loses its address.
    """
    written = unquote(fragment)
    for candidate in (
        written,
        aliases.get(target_id(written), ""),
        target_id(written),
        TARGET_PREFIX + slugize(written),
    ):
        if candidate in known:
            return with_attributes(tag, {**tag.attributes, "href": f"#{entities.escape(candidate)}"})
    return _without(tag, "href") if tag.attributes["href"].startswith("#") else tag
