"""What a filter list says after reading: rules with their scopes, and rule sets with an index over them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.cleaning.filters.patterns import Pattern, any_of
from generator.cleaning.filters.selectors import Selector

RULE_KINDS = (
    "cosmetic", "exception", "has-text", "blank", "remove-attr", "comment", "text-start", "text-end", "tail", "unwrap",
    "removeparam", "capture",
)  # fmt: skip
"""Everything that a line of a filter list can be; `docs/filter-rules.md` has a section for each."""

NOWHERE, WEAK, STRONG = 0, 1, 2
"""How a rule's scope fits a post: not; everywhere, or because of a host that it links or shows; by its own fields."""


@dataclass(frozen=True, slots=True)
class Traits:
    """What scopes ask of a post.  Hosts come with all their parent domains."""

    own_hosts: frozenset[str]
    """Hosts of its `link` field."""
    body_hosts: frozenset[str]
    """Hosts of its links and pictures."""
    names: frozenset[tuple[str, str]]
    """(`source`, `author` or `category`, name)."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a rule holds: any of `hosts` and `names`, none of the others; both empty means everywhere."""

    hosts: tuple[str, ...] = ()
    names: tuple[tuple[str, str], ...] = ()
    other_hosts: tuple[str, ...] = ()
    other_names: tuple[tuple[str, str], ...] = ()

    @property
    def is_everywhere(self) -> bool:
        """Whether it fits every post alike."""
        return not (self.hosts or self.names or self.other_hosts or self.other_names)

    def fit(self, traits: Traits) -> int:
        """`NOWHERE`, `WEAK` or `STRONG`.

        A link to a host says little about where a post comes from, so such a fit keeps the caps of unscoped rules.
        """
        if any(host in traits.own_hosts or host in traits.body_hosts for host in self.other_hosts):
            return NOWHERE
        if any(name in traits.names for name in self.other_names):
            return NOWHERE
        if any(name in traits.names for name in self.names) or any(host in traits.own_hosts for host in self.hosts):
            return STRONG
        if not self.hosts and not self.names:
            return WEAK
        return WEAK if any(host in traits.body_hosts for host in self.hosts) else NOWHERE


@dataclass(frozen=True, slots=True)
class TextTest:
    """The argument of `:has-text()`: a literal, or a pattern when it is not None."""

    literal: str
    pattern: Pattern | None


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of a filter list.  Which fields count depends on `action`, one of `RULE_KINDS`."""

    id: str
    """Name of the list, `:`, six hex digits of the line's digest."""
    where: str
    """Name of the list, `:`, line number."""
    list_name: str
    action: str
    kind: str
    """The removal kind that readers are told."""
    order: int
    scope: Scope
    body: str
    """What stands after the separator; an exception undoes the rules with the same body."""
    selectors: tuple[Selector, ...] = ()
    texts: tuple[TextTest, ...] = ()
    is_blank: bool = False
    """Whether the element must hold neither text nor media."""
    name: str = ""
    """The attribute of `remove-attr`, the parameter of `removeparam`, the field of `capture`."""
    host: str = ""
    """Of `removeparam`: the host that a link must have."""
    pattern: Pattern | None = None
    count: int = 1
    """Lines at the start or end that a text rule looks at; lines that must fit for `tail`."""
    tags: tuple[str, ...] = ()
    """Elements that must follow a comment and go with it."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A line that is not supported."""

    where: str
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class EdgeRules:
    """The rules of one action on the first or last lines of a post."""

    action: str
    rules: tuple[Rule, ...]
    probes: tuple[tuple[int, Pattern | None], ...]
    """(how many lines, what matches where any of the rules does that look at so many), the nearest lines first; None
    where there is no such pattern.  For `tail` the number says nothing."""


@dataclass(frozen=True, slots=True)
class RuleSet:
    """The rules of all lists; element rules are indexed by what the last compound of their selectors needs."""

    rules: tuple[Rule, ...]
    unsupported: Mapping[str, int]
    """How many lines of each list are not supported; lists without such lines are absent."""
    refused: tuple[Refusal, ...]
    """The first of these lines of each list."""
    by_key: Mapping[str, Mapping[str, tuple[tuple[Rule, Selector], ...]]] = field(default_factory=dict)
    """By key kind and key: `cosmetic`, `has-text`, `blank`, `remove-attr` and `unwrap` rules."""
    by_action: Mapping[str, tuple[Rule, ...]] = field(default_factory=dict)
    """All other rules."""
    exceptions: Mapping[str, tuple[Rule, ...]] = field(default_factory=dict)
    """By body."""
    edges: tuple[EdgeRules, ...] = ()
    """`text-end`, `text-start` and `tail` rules, in this order."""


EDGE_ACTIONS = ("text-end", "text-start", "tail")
ELEMENT_ACTIONS = frozenset({"cosmetic", "has-text", "blank", "remove-attr", "unwrap"})


def rule_set(rules: tuple[Rule, ...], unsupported: Mapping[str, int], refused: tuple[Refusal, ...]) -> RuleSet:
    """The rules with their indexes."""
    by_key: dict[str, dict[str, list[tuple[Rule, Selector]]]] = {}
    by_action: dict[str, list[Rule]] = {}
    exceptions: dict[str, list[Rule]] = {}
    for rule in rules:
        if rule.action == "exception":
            exceptions.setdefault(rule.body, []).append(rule)
        elif rule.action in ELEMENT_ACTIONS:
            for selector in rule.selectors:
                by_key.setdefault(selector.key_kind, {}).setdefault(selector.key, []).append((rule, selector))
        else:
            by_action.setdefault(rule.action, []).append(rule)
    return RuleSet(
        rules,
        dict(unsupported),
        refused,
        {kind: {key: tuple(found) for key, found in keyed.items()} for kind, keyed in by_key.items()},
        {action: tuple(found) for action, found in by_action.items()},
        {body: tuple(found) for body, found in exceptions.items()},
        tuple(_edge_rules(tuple(by_action[action])) for action in EDGE_ACTIONS if action in by_action),
    )


def _edge_rules(rules: tuple[Rule, ...]) -> EdgeRules:
    reaches = [1] if rules[0].action == "tail" else sorted({rule.count for rule in rules})
    patterns = [(rule.count, rule.pattern) for rule in rules if rule.pattern is not None]
    probes = [(reach, any_of([pattern for count, pattern in patterns if count >= reach])) for reach in reaches]
    return EdgeRules(rules[0].action, rules, tuple(probes))
