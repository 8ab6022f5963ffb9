"""The page for an address that does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from generator.outputs.contexts import Census, PlanContext, RenderContext
from generator.outputs.fixed import NOT_FOUND
from generator.outputs.page import Page
from generator.outputs.parts import head
from generator.templating.views import NotFoundPageView

ERROR = "error"


def claims(census: Census) -> tuple[str, ...]:
    """The address of 404.html; none if the site has that file itself."""
    return () if NOT_FOUND in census.replaced else (NOT_FOUND,)


def plan(context: PlanContext) -> Iterator[Page[None]]:
    """The page 404.html; none if the site has that file itself."""
    index = context.index
    own = {file.address for file in index.static} | {index.addresses[id] for id in index.pages}
    if NOT_FOUND not in own:
        yield Page(NOT_FOUND, ERROR, NotFoundPageView.template, None)


def view(page: Page[None], context: RenderContext) -> NotFoundPageView:
    """The view of 404.html; without a canonical address, because hosts serve it for any address."""
    page_head = head(context, "", context.text("not_found"), is_indexed=False)
    return NotFoundPageView(context.site, page_head, context.menu(page_head), context.footer())
