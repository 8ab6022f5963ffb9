"""The steps of cleaning, one per module.  Each changes a `Draft`; `STEPS` lists them in the order in which they run."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from generator.clean_config import RuleList
from generator.cleaning import conform, damage, document, filters, formulas, media, original, structure
from generator.cleaning.draft import Draft
from generator.cleaning.filters.lists import compile_rules
from generator.rules import names

_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of cleaning: a function that changes a post in place, and the name of the step in settings.

    The parts of the step have names, too (`rules`).  A step that `is_required` cannot be switched off as a whole.
    """

    name: str
    """The name that switches the step off in `[cleaning] off`."""
    apply: Callable[[Draft], None]
    is_required: bool = False
    """Whether the step cannot be switched off."""
    rules: tuple[str, ...] = ()
    """The names of the parts of the step; `off` takes each as `STEP:RULE`."""


def checked(*steps: Step) -> tuple[Step, ...]:
    """`steps` unchanged, if all of their names are valid.

    Raises ValueError if a name is malformed, used twice, or the name of a bundled filter list.
    """
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
    Step("document", document.apply),
    Step("formulas", formulas.apply, is_required=True, rules=formulas.RULES),
    Step("filters", filters.apply),
    Step("media", media.apply, rules=media.RULES),
    Step("original", original.apply),
    Step("conform", conform.apply, is_required=True),
    Step("structure", structure.apply, rules=structure.RULES),
    Step("damage", damage.apply, rules=damage.RULES),
)
"""The steps that change the tree, in their order.  Sanitizing and the URL policy always follow them."""


def switchable(rules: tuple[RuleList, ...]) -> frozenset[str]:
    """Every name that the setting `off` accepts: steps, rules of steps (`STEP:RULE`), filter lists and their rules.

    `rules` are all filter lists of the site.
    """
    steps = {step.name for step in STEPS if not step.is_required}
    parts = {f"{step.name}:{rule}" for step in STEPS for rule in step.rules}
    lists = {rule_list.name for rule_list in rules}
    return frozenset(steps | parts | lists | {rule.id for rule in compile_rules(rules).rules})
