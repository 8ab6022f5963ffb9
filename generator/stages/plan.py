"""From the index to all pages that are due, each with its key."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model import Page
from generator.outputs import OUTPUTS
from generator.outputs.contexts import PlanContext


def plan(context: PlanContext) -> Iterator[Page]:
    """Every page of the site, output by output."""
    for output in OUTPUTS:
        yield from output.plan(context)
