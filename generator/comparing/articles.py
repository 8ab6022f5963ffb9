"""Compares one article as it would be published now with its published version."""

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
    """What an article has lost and gained since it was published; all is empty if nothing has changed.

    `missing` and `added` are passages of text.  `anchors` has one item with the ids of all lost headings, or none if no
    id is lost; `details` has one item with the lines around the text (such as the date) that are lost or new, or none.
    """

    missing: tuple[TextChange, ...]
    added: tuple[TextChange, ...]
    anchors: tuple[PageChange, ...]
    details: tuple[PageChange, ...]


def changes_of(
    before: Article, after: Article, source: str, was: str, to: str, removals: Callable[[str], Iterable[Removal]]
) -> Changes:
    """The changes of an article from `before`, published at the address `was`, to `after`, now at the address `to`.

    `source` is the id of the post (the path of its file), or empty for a static file.  `removals(source)` must return
    what cleaning now removes from this post; it is called only if text is missing.
    """
    missing, added = differences(before.blocks, after.blocks)
    around, around_now = ({squeezed(line) for line in article.details} for article in (before, after))
    # Text that moved between the article and the lines around it is neither missing nor new.
    missing = [passage for passage in missing if squeezed(passage.text) not in around_now - around]
    added = [passage for passage in added if squeezed(passage.text) not in around - around_now]
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
