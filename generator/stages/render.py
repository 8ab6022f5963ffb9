"""The render stage: from a planned page to its bytes."""

from __future__ import annotations

from typing import Any

from jinja2 import Environment

from generator.outputs import BY_NAME
from generator.outputs.contexts import RenderContext
from generator.outputs.page import Page, RenderedPage
from generator.templating.environment import render as render_view


def render(page: Page[Any], context: RenderContext, environment: Environment) -> RenderedPage:
    """The address and finished bytes of a page.  Raises SiteError if its template fails or a file cannot be read."""
    view = BY_NAME[page.kind].view(page, context.for_page(page))
    data = view if isinstance(view, bytes) else render_view(environment, view)
    return RenderedPage(page.address, data)
