"""Pictures that posts hold themselves, published as files of their own; posts with the same picture share one."""

from __future__ import annotations

from collections.abc import Iterator

from generator.outputs.contexts import PlanContext, RenderContext
from generator.outputs.page import Page, Reads

PICTURE = "picture"


def plan(context: PlanContext) -> Iterator[Page[None]]:
    """A `Page` for each picture that is embedded in a post as a `data:` address; it is published as a file."""
    for address, id in context.index.pictures.items():
        yield Page(address, PICTURE, "", None, (id,), Reads.BODIES)


def view(page: Page[None], context: RenderContext) -> bytes:
    """The bytes of the picture for which `plan` made the page."""
    (id,) = page.shows
    return next(picture.data for picture in context.post(id).pictures if picture.address == page.address)
