"""Ids for the marks of damaged places, set after sanitizing like those of headings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from generator.article.canonical import Article, with_attributes
from generator.article.vocabulary import DAMAGED
from generator.model import Damage

PLACE = re.compile(rf'<mark\b[^>]* id="{DAMAGED}-\d+"[^>]*>[^<]*</mark>')
"""The element around a damaged place, in the HTML of an article; its id is `place_id` of the place."""


def place_id(number: int) -> str:
    """The id of the element `mark` around the damaged place with this number in its article, counted from 1.

    Ids of headings, and ids that authors wrote, never look like it.
    """
    return f"{DAMAGED}-{number}"


def numbered(article: Article, damage: Sequence[Damage]) -> tuple[Article, tuple[Damage, ...]]:
    """The article with an id on each `mark` around a damaged place, and `damage` with the id of the first mark of each.

    `damage` has the records of all damaged paragraphs, in the order of the article.  Both are returned unchanged if the
    article has more or fewer marks than `damage` has places, as when it is shown as plain text.
    """
    if not damage:
        return article, ()
    starts = [
        place
        for place, tag in enumerate(article.tags)
        if tag.name == "mark" and not tag.is_end and tag.attributes.get("class") == DAMAGED
    ]
    if len(starts) != sum(len(item.places) for item in damage):
        return article, tuple(damage)
    tags = list(article.tags)
    for number, place in enumerate(starts, start=1):
        tags[place] = with_attributes(tags[place], {**tags[place].attributes, "id": place_id(number)})
    records: list[Damage] = []
    number = 1
    for item in damage:
        records.append(replace(item, paragraph_id=place_id(number)))
        number += len(item.places)
    return Article(article.texts, tuple(tags)), tuple(records)
