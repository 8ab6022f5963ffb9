"""The plan stage: from the index to every page of the site."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.outputs import OUTPUTS, planned
from generator.outputs.contexts import PlanContext
from generator.outputs.page import Page


def plan(context: PlanContext) -> Iterator[Page[Any]]:
    """Every page of the site, with the content that it will show, one kind of page after the other.

    `context` has the index of the site and its settings.
    """
    for output in OUTPUTS:
        yield from planned(output, context)
