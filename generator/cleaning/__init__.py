"""Cleaning: one step a module, each on a `Draft`; `STEPS` is the order."""

from __future__ import annotations

from collections.abc import Callable

from generator.cleaning import conform, filters, media, structure
from generator.cleaning.draft import Draft

STEPS: tuple[tuple[str, Callable[[Draft], None]], ...] = (
    ("filters", filters.apply),
    ("media", media.apply),
    ("conform", conform.apply),
    ("structure", structure.apply),
)
"""The steps on the tree with the names that `[cleaning] off` takes; sanitizing and the URL policy follow, always."""

REQUIRED = frozenset({"conform"})
"""Steps that `off` does not reach."""
