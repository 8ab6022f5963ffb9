"""Rules of filter lists as values, their scopes, and `RuleSet`, all rules with indexes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from generator.cleaning.filters.patterns import Pattern, any_of
from generator.cleaning.filters.selectors import Selector

RULE_KINDS = (
    "cosmetic", "exception", "has-text", "blank", "remove-attr", "comment", "text-start", "text-end", "tail", "unwrap",
    "removeparam", "host", "capture", "platform", "closing", "related", "container",
)  # fmt: skip
"""All kinds of rules in a filter list; `docs/filter-rules.md` has a section for each."""

NOWHERE, WEAK, MARKED, STRONG = 0, 1, 2, 3
"""How a rule's scope fits a post.

`NOWHERE`: it does not.  `WEAK`: the rule has no scope, or the post links to a host of the scope or shows a picture from
it.  `MARKED`: the body holds markup of the scope's platform.  `STRONG`: the fields of the post match.
"""


@dataclass(frozen=True, slots=True)
class Traits:
    """What is known about the origin of a post: hosts, names and platforms, with which the scope of a rule is compared.

    Each host is listed with all its parent domains.
    """

    own_hosts: frozenset[str]
    """Hosts of its `link` field."""
    body_hosts: frozenset[str]
    """Hosts of its links and pictures."""
    names: frozenset[tuple[str, str]]
    """(`source`, `author` or `category`, name)."""
    platforms: frozenset[str] = frozenset()
    """Platforms whose markup the body holds."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Which posts a filter rule is for: those with one of `hosts`, `names` or `platforms`, or all if these are empty.

    Posts with one of `other_hosts` or `other_names` are excluded.
    """

    hosts: tuple[str, ...] = ()
    names: tuple[tuple[str, str], ...] = ()
    other_hosts: tuple[str, ...] = ()
    other_names: tuple[tuple[str, str], ...] = ()
    platforms: tuple[str, ...] = ()

    @property
    def is_everywhere(self) -> bool:
        """Whether a rule with this scope applies to all posts alike."""
        return not (self.hosts or self.names or self.platforms or self.other_hosts or self.other_names)

    def fit(self, traits: Traits) -> int:
        """How surely a rule is meant for a post with these traits: `NOWHERE` (it is not), `WEAK`, `MARKED` or `STRONG`.

        A rule for all posts is `WEAK`, and so is one whose host the post only links to, because that hardly shows where
        the post comes from.
        """
        if any(host in traits.own_hosts or host in traits.body_hosts for host in self.other_hosts):
            return NOWHERE
        if any(name in traits.names for name in self.other_names):
            return NOWHERE
        if any(name in traits.names for name in self.names) or any(host in traits.own_hosts for host in self.hosts):
            return STRONG
        if not traits.platforms.isdisjoint(self.platforms):
            return MARKED
        if not self.hosts and not self.names and not self.platforms:
            return WEAK
        return WEAK if any(host in traits.body_hosts for host in self.hosts) else NOWHERE


@dataclass(frozen=True, slots=True)
class TextTest:
    """The text that a rule with `:has-text()` looks for: a pattern or, if `pattern` is None, the text `literal`."""

    literal: str
    pattern: Pattern | None


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of a filter list; its `action`, one of `RULE_KINDS`, decides which of the other fields are used."""

    id: str
    """Name of the list, `:`, six hex digits of the line's digest."""
    where: str
    """Name of the list, `:`, line number."""
    list_name: str
    action: str
    kind: str
    """The kind of removal that is reported to readers."""
    order: int
    scope: Scope
    body: str
    """The text after the separator; an exception cancels the rules with the same body."""
    selectors: tuple[Selector, ...] = ()
    texts: tuple[TextTest, ...] = ()
    is_blank: bool = False
    """Whether the element must hold neither text nor media."""
    name: str = ""
    """The attribute of `remove-attr`, the parameter of `removeparam`, the field of `capture`, the platform's name, or
    the words of a `closing` or `related` rule as `folded` writes them."""
    host: str = ""
    """For `removeparam`: the host that a link must have.  For `host`: the host that a picture or frame comes from."""
    path: str = ""
    """For `host`: the beginning of the path in lower case; `^` at its end means a separator."""
    is_third_party: bool | None = None
    """For `host`: whether the host must belong to another site than the post; None if that makes no difference."""
    pattern: Pattern | None = None
    count: int = 1
    """For text rules: how many lines at the start or end are tried.  For `tail`: how many lines must match.

    For `closing`: how many closing words must stand at the end of the post.
    """
    tags: tuple[str, ...] = ()
    """Tags of the elements that must follow a comment and are removed with it.

    For `host`: tags of the elements that the rule removes; empty for pictures and frames.
    """
    marks: frozenset[str] = frozenset()
    """For `platform`: `.class` and `#id` of its markup."""
    mark_texts: tuple[str, ...] = ()
    """For `platform`: texts that occur in values of attributes of its markup, in lower case."""

    @property
    def is_word_for_word(self) -> bool:
        """Whether the rule is for a whole line with fixed words, such as "Back to top", that no article contains."""
        return self.action == "closing" and bool(self.name) and self.count == 1


def blank_rule(action: str, scope: Scope, body: str, **fields: Any) -> Rule:
    """A rule for a line of a filter list, whose id, place, list, kind and order are still empty.

    `body` is the text of the line after the separator, such as `##`; `fields` are further fields of `Rule`, by name.
    """
    return Rule(id="", where="", list_name="", action=action, kind="", order=0, scope=scope, body=body, **fields)


class Unsupported(Exception):
    """Raised for a line of a filter list that we do not support; the message is the reason."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A line of a filter list that we do not support, with its place and the reason."""

    where: str
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class EdgeRules:
    """All rules with one action, such as `text-end`, that remove the first or last lines of a post."""

    action: str
    rules: tuple[Rule, ...]
    probes: tuple[tuple[int, Pattern | None], ...]
    """(number of lines, pattern that matches wherever a rule for at least so many lines does), fewest lines first.

    The pattern is None if the rules cannot be joined into one.  For `tail` the number has no meaning.
    """


@dataclass(frozen=True, slots=True)
class RuleSet:
    """The rules of all filter lists, with indexes by which the few that may match a post are found."""

    rules: tuple[Rule, ...]
    unsupported: Mapping[str, int]
    """How many lines of each list are not supported; lists without such lines are absent."""
    refused: tuple[Refusal, ...]
    """The first unsupported lines of each list."""
    by_key: Mapping[str, Mapping[str, tuple[tuple[Rule, Selector], ...]]] = field(default_factory=dict)
    """The `cosmetic`, `has-text`, `blank`, `remove-attr` and `unwrap` rules by kind of key and key."""
    by_action: Mapping[str, tuple[Rule, ...]] = field(default_factory=dict)
    """All other rules but exceptions."""
    exceptions: Mapping[str, tuple[Rule, ...]] = field(default_factory=dict)
    """The exceptions by body."""
    by_host: Mapping[str, tuple[Rule, ...]] = field(default_factory=dict)
    """The `host` rules by their host."""
    host_exceptions: Mapping[str, tuple[Rule, ...]] = field(default_factory=dict)
    """The exceptions from `host` rules by their host."""
    edges: tuple[EdgeRules, ...] = ()
    """The `text-end`, `text-start` and `tail` rules, in this order."""
    phrases: Mapping[tuple[str, str], tuple[Rule, ...]] = field(default_factory=dict)
    """The `closing` and `related` rules with literal words, by action and words."""
    probes: Mapping[str, Pattern | None] = field(default_factory=dict)
    """For `closing` and `related`: a pattern that matches wherever one of their patterns does."""


EDGE_ACTIONS = ("text-end", "text-start", "tail")
PHRASE_ACTIONS = frozenset({"closing", "related"})
ELEMENT_ACTIONS = frozenset({"cosmetic", "has-text", "blank", "remove-attr", "unwrap", "container"})


def rule_set(rules: tuple[Rule, ...], unsupported: Mapping[str, int], refused: tuple[Refusal, ...]) -> RuleSet:
    """`rules` as a `RuleSet`, with its indexes.

    `unsupported` has the number of lines that are not supported, by the name of the list; `refused` has the first of
    them.
    """
    by_key: dict[str, dict[str, list[tuple[Rule, Selector]]]] = {}
    by_action: dict[str, list[Rule]] = {}
    exceptions: dict[str, list[Rule]] = {}
    by_host: dict[str, dict[str, list[Rule]]] = {"host": {}, "exception": {}}
    phrases: dict[tuple[str, str], list[Rule]] = {}
    for rule in rules:
        if rule.action in by_host and rule.host:
            by_host[rule.action].setdefault(rule.host, []).append(rule)
        elif rule.action == "exception":
            exceptions.setdefault(rule.body, []).append(rule)
        elif rule.action in ELEMENT_ACTIONS:
            for selector in rule.selectors:
                by_key.setdefault(selector.key_kind, {}).setdefault(selector.key, []).append((rule, selector))
        elif rule.action in PHRASE_ACTIONS and rule.name:
            phrases.setdefault((rule.action, rule.name), []).append(rule)
        else:
            by_action.setdefault(rule.action, []).append(rule)
    return RuleSet(
        rules,
        dict(unsupported),
        refused,
        {kind: {key: tuple(pairs) for key, pairs in keyed.items()} for kind, keyed in by_key.items()},
        {action: tuple(group) for action, group in by_action.items()},
        {body: tuple(group) for body, group in exceptions.items()},
        {host: tuple(group) for host, group in by_host["host"].items()},
        {host: tuple(group) for host, group in by_host["exception"].items()},
        tuple(_edge_rules(tuple(by_action[action])) for action in EDGE_ACTIONS if action in by_action),
        {words: tuple(group) for words, group in phrases.items()},
        {action: any_of(_patterns(by_action[action])) for action in PHRASE_ACTIONS if action in by_action},
    )


def _patterns(rules: Sequence[Rule]) -> list[Pattern]:
    return [rule.pattern for rule in rules if rule.pattern is not None]


def _edge_rules(rules: tuple[Rule, ...]) -> EdgeRules:
    reaches = [1] if rules[0].action == "tail" else sorted({rule.count for rule in rules})
    patterns = [(rule.count, rule.pattern) for rule in rules if rule.pattern is not None]
    probes = [(reach, any_of([pattern for count, pattern in patterns if count >= reach])) for reach in reaches]
    return EdgeRules(rules[0].action, rules, tuple(probes))
