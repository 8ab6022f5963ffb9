"""Pages that redirect from an alias to its post."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.outputs.contexts import PlanContext, RenderContext
from generator.outputs.page import Page
from generator.outputs.parts import head
from generator.stored import Stored
from generator.templating.views import RedirectPageView

REDIRECT = "redirect"


@dataclass(frozen=True, slots=True)
class RedirectContent(Stored):
    """Where a redirect leads: the title and address of a post."""

    title: str
    address: str


def plan(context: PlanContext) -> Iterator[Page[RedirectContent]]:
    """A page at each alias (old address) of a post, which leads to the post, unless another page has this address."""
    index = context.index
    for address, id in index.redirects:
        content = RedirectContent(index.summaries[id].header.title, index.addresses[id])
        yield Page(address, REDIRECT, RedirectPageView.template, content)


def view(page: Page[RedirectContent], context: RenderContext) -> RedirectPageView:
    """The view of a redirect; its canonical address is that of the post to which it leads."""
    title, address = page.content.title, page.content.address
    page_head = head(context, address, title, is_indexed=False)
    return RedirectPageView(context.site, page_head, title, context.href(address))
