"""The kinds of page: each output plans its pages from the index and makes the view of one page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from generator.model import Page
from generator.outputs import assets, errors, feeds, lists, posts, redirects, sitemap, terms
from generator.outputs.contexts import PlanContext, RenderContext
from generator.outputs.feeds import FeedEntry
from generator.outputs.parts import Entry
from generator.templating.environment import View


@dataclass(frozen=True, slots=True)
class Output:
    """A way to make pages: `kinds` of page it makes, how they are planned, and the view (or the bytes) of one."""

    kinds: tuple[str, ...]
    plan: Callable[[PlanContext], Iterator[Page]]
    view: Callable[[Page, RenderContext], View | bytes]
    refresh: Callable[[Page, PlanContext], Page] | None = None
    """The page after nothing but texts of posts that it shows changed; None for kinds that show none."""


OUTPUTS = (
    Output(("post", "page"), posts.plan, posts.view, posts.refresh),
    Output(("list",), lists.plan, lists.view, lists.refresh),
    Output(("overview",), terms.plan, terms.view),
    Output(("feed",), feeds.plan, feeds.view, feeds.refresh),
    Output(("redirect",), redirects.plan, redirects.view),
    Output(("error",), errors.plan, errors.view),
    Output(("sitemap", "robots"), sitemap.plan, sitemap.view),
    Output(("asset",), assets.plan, assets.view),
)
"""Every kind of page, in the order in which they are made."""

SHARED = (Entry, FeedEntry)
"""What is planned once for a post and stands in many pages."""
