"""Pages that redirect: from an alias to its post, and from a small list to what is shown instead."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.addresses import PLACE
from generator.outputs.contexts import PlanContext, RenderContext
from generator.outputs.lists.pages import title_of
from generator.outputs.page import Page
from generator.outputs.parts import head
from generator.stored import Stored
from generator.templating.views import RedirectPageView

REDIRECT = "redirect"


@dataclass(frozen=True, slots=True)
class RedirectContent(Stored):
    """Where a redirect leads: the title and address of a post, or the kind and path of a list and its place."""

    title: str
    address: str
    list: tuple[str, ...] = ()
    """The kind of a list, then its names or its date; empty if the redirect leads to a post."""


def plan(context: PlanContext) -> Iterator[Page[RedirectContent]]:
    """A page at each alias (old address) of a post, which leads to the post, unless another page has this address.

    Each list without a page of its own has one, too: it leads to what is shown instead.
    """
    index = context.index
    for address, id in index.redirects:
        content = RedirectContent(index.summaries[id].header.title, index.addresses[id])
        yield Page(address, REDIRECT, RedirectPageView.template, content)
    for address, shown in index.merged.items():
        listing = index.listings[address]
        content = RedirectContent("", shown, (listing.kind, *listing.path))
        yield Page(address, REDIRECT, RedirectPageView.template, content)


def view(page: Page[RedirectContent], context: RenderContext) -> RedirectPageView:
    """The view of a redirect; its canonical address is that of the page to which it leads."""
    content = page.content
    title = content.title if not content.list else title_of(content.list[0], content.list[1:], context)
    page_head = head(context, content.address.partition(PLACE)[0], title, is_indexed=False)
    return RedirectPageView(context.site, page_head, title, context.href(content.address))
