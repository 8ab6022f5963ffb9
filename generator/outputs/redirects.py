"""Pages that lead from an alias to its post."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model import Page
from generator.outputs.contexts import PlanContext, RenderContext
from generator.outputs.parts import head
from generator.templating.views import RedirectPageView


def plan(context: PlanContext) -> Iterator[Page]:
    """A page for each alias that got its address."""
    index = context.index
    for address, id in index.redirects:
        content = (index.summaries[id].header.title, index.addresses[id])
        yield context.page(address, "redirect", RedirectPageView.template, content)


def view(page: Page, context: RenderContext) -> RedirectPageView:
    """The view of a redirect, whose canonical address is that of the post."""
    assert isinstance(page.content, tuple)
    title, address = page.content
    page_head = head(context, address, title, is_indexed=False)
    return RedirectPageView(context.site, page_head, title, context.href(address))
