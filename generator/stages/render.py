"""From a planned page to its bytes."""

from __future__ import annotations

from jinja2 import Environment

from generator.model import Page, RenderedPage
from generator.outputs import OUTPUTS
from generator.outputs.contexts import RenderContext
from generator.templating.environment import render as render_view

_BY_KIND = {kind: output for output in OUTPUTS for kind in output.kinds}


def render(page: Page, context: RenderContext, environment: Environment) -> RenderedPage:
    """The page as bytes.  Raises SiteError if its template fails or its file cannot be read."""
    made = _BY_KIND[page.kind].view(page, context)
    data = made if isinstance(made, bytes) else render_view(environment, made)
    return RenderedPage(page.address, data, page.key)
