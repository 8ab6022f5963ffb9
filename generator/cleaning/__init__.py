"""Cleaning: one step a module, each on a `Draft`; `STEPS` is the order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from generator.cleaning import conform, filters, media, original, structure
from generator.cleaning.draft import Draft
from generator.cleaning.filters.lists import compile_rules
from generator.config import RuleList
from generator.rules import names

_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Step:
    """A step of cleaning, which changes the tree of a draft."""

    name: str
    """What `[cleaning] off` takes."""
    apply: Callable[[Draft], None]
    is_required: bool = False
    """Whether `off` does not reach it."""
    rules: tuple[str, ...] = ()
    """What the step does, by the names that `off` takes behind the name of the step and a colon."""


def checked(*steps: Step) -> tuple[Step, ...]:
    """The steps.  Raises ValueError where a name does not tell one of them from all else that `off` takes."""
    counts = Counter(step.name for step in steps)
    for step in steps:
        if _NAME.fullmatch(step.name) is None:
            raise ValueError(f"{step.name!r} cannot name a step: use lower-case letters, digits and hyphens")
        if counts[step.name] > 1:
            raise ValueError(f"{step.name!r} names more than one step")
        if step.name in names():
            raise ValueError(f"{step.name!r} cannot name a step: a filter list that ships is called so")
    return steps


STEPS: tuple[Step, ...] = checked(
    Step("filters", filters.apply),
    Step("media", media.apply, rules=media.RULES),
    Step("original", original.apply),
    Step("conform", conform.apply, is_required=True),
    Step("structure", structure.apply, rules=structure.RULES),
)
"""The steps on the tree, in their order; sanitizing and the URL policy follow, always."""


def switchable(rules: tuple[RuleList, ...]) -> frozenset[str]:
    """Every name that `off` takes: steps, what a step does, filter lists and their rules."""
    steps = {step.name for step in STEPS if not step.is_required}
    parts = {f"{step.name}:{rule}" for step in STEPS for rule in step.rules}
    return frozenset(steps | parts | {one.name for one in rules} | {rule.id for rule in compile_rules(rules).rules})
