"""Ids for the marks of damaged places, set after sanitizing like those of headings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from generator.article.canonical import Article, with_attributes
from generator.article.vocabulary import DAMAGED
from generator.model import Damage


def place_id(number: int) -> str:
    """The id of the mark of the damaged place with this number, from 1; no id of a heading or of a post is like it."""
    return f"{DAMAGED}-{number}"


def numbered(article: Article, damage: Sequence[Damage]) -> tuple[Article, tuple[Damage, ...]]:
    """The article with an id on each mark of a damaged place, and the records of damage with the ids of their marks.

    The records keep their empty ids if the article does not have all marks, because it is shown as plain text.
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
