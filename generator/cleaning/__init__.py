"""Cleaning: one step a module, each on a `Draft`; `STEPS` is the order."""

from __future__ import annotations

from collections.abc import Callable

from generator.cleaning import conform, filters, media, original, structure
from generator.cleaning.draft import Draft
from generator.cleaning.filter_lists import compile_rules
from generator.config import RuleList

STEPS: tuple[tuple[str, Callable[[Draft], None]], ...] = (
    ("filters", filters.apply),
    ("media", media.apply),
    ("original", original.apply),
    ("conform", conform.apply),
    ("structure", structure.apply),
)
"""The steps on the tree with the names that `[cleaning] off` takes; sanitizing and the URL policy follow, always."""

REQUIRED = frozenset({"conform"})
"""Steps that `off` does not reach."""


def switchable(rules: tuple[RuleList, ...]) -> frozenset[str]:
    """Every name that `off` takes: steps, what a step does, filter lists and their rules."""
    steps = {name for name, _ in STEPS if name not in REQUIRED}
    parts = {f"media:{name}" for name in media.RULES} | {f"structure:{name}" for name in structure.RULES}
    return frozenset(steps | parts | {one.name for one in rules} | {rule.id for rule in compile_rules(rules).rules})
