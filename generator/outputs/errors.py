"""The page for an address that does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model import Page
from generator.outputs.contexts import PlanContext, RenderContext
from generator.outputs.fixed import NOT_FOUND
from generator.outputs.parts import head
from generator.templating.views import NotFoundPageView


def plan(context: PlanContext) -> Iterator[Page]:
    """404.html, unless the site brings its own."""
    index = context.index
    own = {file.address for file in index.static} | {index.addresses[id] for id in index.pages}
    if NOT_FOUND not in own:
        yield context.page(NOT_FOUND, "error", NotFoundPageView.template, None)


def view(page: Page, context: RenderContext) -> NotFoundPageView:
    """The view of 404.html; it has no address of its own, as it is served for any."""
    return NotFoundPageView(context.site, head(context, "", context.text("not_found"), is_indexed=False))
