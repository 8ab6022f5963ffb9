"""Comparing one article with itself as it was published."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from generator.comparing.findings import PageChange, TextChange
from generator.comparing.reading import Article
from generator.comparing.texts import Passage, differences, explained, squeezed
from generator.model import Removal

_TEXT_CHARACTERS = 500


@dataclass(frozen=True, slots=True)
class Changes:
    """What an article has no longer, and what it has now."""

    missing: tuple[TextChange, ...]
    added: tuple[TextChange, ...]
    anchors: tuple[PageChange, ...]
    details: tuple[PageChange, ...]


def changes_of(
    before: Article, after: Article, source: str, was: str, to: str, removals: Callable[[str], Iterable[Removal]]
) -> Changes:
    """What changed of an article that was at the address `was` and is at `to`.

    `removals` tells what cleaning takes out of a source now; nobody asks where no text is missing.
    """
    missing, added = differences(before.blocks, after.blocks)
    around, around_now = ({squeezed(line) for line in one.details} for one in (before, after))
    # What went from the text to the lines around it, or came from there, is still there to be read.
    missing = [one for one in missing if squeezed(one.text) not in around_now - around]
    added = [one for one in added if squeezed(one.text) not in around - around_now]
    explanations = explained(missing, removals(source)) if missing else ()
    texts = {squeezed(line) for line in (*before.blocks, *after.blocks)}
    gone = tuple(line for line in before.details if squeezed(line) not in around_now | texts)
    new = tuple(line for line in after.details if squeezed(line) not in around | texts)
    anchors = tuple(anchor for anchor in before.anchors if anchor not in after.ids)
    return Changes(
        missing=tuple(_change(passage, source, was, to, removal) for passage, removal in explanations),
        added=tuple(_change(passage, source, was, to) for passage in added),
        anchors=(PageChange(source, to, anchors),) if anchors else (),
        details=(PageChange(source, to, gone, new),) if gone or new else (),
    )


def _change(passage: Passage, source: str, was: str, to: str, removal: Removal | None = None) -> TextChange:
    text = " ".join(passage.text.split())
    return TextChange(source, to, was, text[:_TEXT_CHARACTERS], len(squeezed(text)), removal)
