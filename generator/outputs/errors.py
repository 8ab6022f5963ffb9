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
    """The address to reserve for 404.html; empty if a static file or a page of a trusted content root replaces it."""
    return () if NOT_FOUND in census.replaced else (NOT_FOUND,)


def plan(context: PlanContext) -> Iterator[Page[None]]:
    """The page 404.html; none if a static file or a page that an author wrote has its address."""
    index = context.index
    own = {file.address for file in index.static} | {index.addresses[id] for id in index.pages}
    if NOT_FOUND not in own:
        yield Page(NOT_FOUND, ERROR, NotFoundPageView.template, None)


def view(page: Page[None], context: RenderContext) -> NotFoundPageView:
    """The view of 404.html, without a canonical address, because web servers send it for any missing address."""
    page_head = head(context, "", context.text("not_found"), is_indexed=False)
    further = context.config.lists.pagination_dir
    return NotFoundPageView(context.site, page_head, context.menu(page_head), context.footer(), further)
