"""The view that filter rules have of one post, with a limit on the time that they may take together."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser, LexborNode

from generator.article.nodes import Node, as_parsed
from generator.article.urls import host
from generator.cleaning.draft import Draft
from generator.cleaning.filters.patterns import SUBJECT_LIMIT, Pattern
from generator.cleaning.filters.rules import NOWHERE, WEAK, Rule, RuleSet, Scope, TextTest, Traits
from generator.cleaning.filters.selectors import Selector
from generator.cleaning.filters.tree import Snapshot, addresses
from generator.model import Header

Candidates = tuple[tuple[Rule, Selector], ...]
ByKey = dict[str, Candidates]

# A step takes about 10 ns, so rules spend at most about half a second on the worst post (measured 2026-11).
_SELECTOR_STEPS = 20_000_000
_PATTERN_STEPS = 50_000_000
_STEPS_PER_MATCH = 200
_RAW_LIMIT = 1000
_LABEL_LIMIT = 8
_AUTHORITY = re.compile(r"(?:https?:)?//([^/?#\\\s]{1,255})", re.IGNORECASE)
# Copies on some sites have the reading in ASCII parentheses after each traditional character.
_READING = re.compile(r"(?<=[\u3400-\u9fff])\([a-zü\u00e0-\u00fc\u0101-\u01dc]{1,7}\)")


def subject(text: str) -> str:
    """`text` in the form in which patterns are tried on it.

    Runs of blanks become one blank, and readings of Chinese characters in parentheses are removed.  The result is cut
    at one character above the limit for patterns, so that a longer text can be recognised.
    """
    if len(text) > _RAW_LIMIT:
        return text[: SUBJECT_LIMIT + 1]
    text = unicodedata.normalize("NFC", text)
    if "(" in text:
        text = _READING.sub("", text)
    return " ".join(text.split())[: SUBJECT_LIMIT + 1]


def plain_address(address: str, proxies: tuple[str, ...]) -> str:
    """`address` without scheme, fragment and the prefix of a known image proxy, for comparing pictures."""
    text = address.strip()
    for proxy in proxies:
        for prefix in (proxy, proxy.partition(":")[2]):
            if prefix and text.startswith(prefix):
                text = text[len(prefix) :]
                text = unquote(text) if "%2F" in text[:20] or "%2f" in text[:20] else text
                break
    return re.sub(r"^(?:https?:)?//", "", text.partition("#")[0])


@dataclass
class Sight:
    """Matches filter rules with one post: holds the rules and a snapshot of the post, and limits the time it takes.

    The limit is a number of steps.  Results are kept, so that nothing is computed twice.
    """

    draft: Draft
    rules: RuleSet
    shot: Snapshot
    _fits: dict[int, int] = field(default_factory=dict)
    _scope_fits: dict[Scope, int] = field(default_factory=dict)
    _found: dict[str, list[int]] = field(default_factory=dict)
    _selector_steps: int = _SELECTOR_STEPS
    _pattern_steps: int = _PATTERN_STEPS

    def fit(self, rule: Rule) -> int:
        """How surely the rule is meant for this post: `NOWHERE` (it is not), `WEAK`, `MARKED` or `STRONG`.

        Also `NOWHERE` if the rule is switched off, or if an exception cancels it.
        """
        if rule.order not in self._fits:
            self._fits[rule.order] = self._fit(rule)
        return self._fits[rule.order]

    def _fit(self, rule: Rule) -> int:
        if self._is_off(rule):
            return NOWHERE
        if rule.scope.is_everywhere and rule.body not in self.rules.exceptions:
            return WEAK
        fit = self._scope_fit(rule.scope)
        for exception in self.rules.exceptions.get(rule.body, ()) if fit else ():
            if not self._is_off(exception) and self._scope_fit(exception.scope):
                return NOWHERE
        return fit

    def _scope_fit(self, scope: Scope) -> int:
        # Most rules of a list share one scope.
        if scope not in self._scope_fits:
            self._scope_fits[scope] = scope.fit(self._traits_for(scope))
        return self._scope_fits[scope]

    def _traits_for(self, scope: Scope) -> Traits:
        """The traits of the post that matter for a scope.

        The hosts of its addresses are only extracted if a host of the scope occurs in an attribute.
        """
        # Outside ASCII, lower-casing depends on context (final sigma), so a substring test could miss.
        if any(host in self._values or not host.isascii() for host in (*scope.hosts, *scope.other_hosts)):
            traits = self._traits_with_hosts
        else:
            traits = self._own_traits
        return replace(traits, platforms=self._platforms) if scope.platforms else traits

    @cached_property
    def _platforms(self) -> frozenset[str]:
        """The platforms whose markup the body holds."""
        tokens = {f".{name}" for names in self._class_names.values() for name in names}
        tokens.update(f"#{value}" for value in self.shot.values_of("id"))
        return frozenset(
            rule.name
            for rule in self.rules.by_action.get("platform", ())
            if not self._is_off(rule)
            and (not rule.marks.isdisjoint(tokens) or any(map(self._values.__contains__, rule.mark_texts)))
        )

    @cached_property
    def _class_names(self) -> dict[str, dict[str, None]]:
        """The names in each value of `class`."""
        return {value: dict.fromkeys(value.split()) for value in self.shot.values_of("class")}

    @cached_property
    def _values(self) -> str:
        return self.shot.values.lower()

    @cached_property
    def _own_traits(self) -> Traits:
        return _own_traits(self.draft.header)

    @cached_property
    def _traits_with_hosts(self) -> Traits:
        return replace(self._own_traits, body_hosts=_body_hosts(self.shot))

    @cached_property
    def page_host(self) -> str:
        """The host of the page that the post was taken from; empty if it is unknown."""
        return host(self.draft.config.page_of(self.draft.header))

    def _is_off(self, rule: Rule) -> bool:
        off = self.draft.config.off
        return bool(off) and (rule.id in off or rule.list_name in off)

    def rules_with(self, action: str) -> list[Rule]:
        """The rules with the action `action`, such as `comment`, that apply to the post.

        Exceptions, and rules on elements, hosts or fixed words, are not among them: a `RuleSet` has other indexes for
        these.
        """
        return [rule for rule in self.rules.by_action.get(action, ()) if self.fit(rule)]

    @cached_property
    def candidates(self) -> tuple[Candidates, ByKey, ByKey, ByKey, ByKey]:
        """The (rule, selector) pairs for elements that may match an element of the post, in five groups.

        The first group has the pairs whose selector needs no certain tag, attribute, id or class.  The others are
        mappings of the pairs that need one: by tag, by name of the attribute, by id, and by the whole value of `class`
        that contains it.
        """
        shot = self.shot
        return (
            self._candidates("", "") if "" in self.rules.by_key else (),
            self._active("tag", set(shot.tags)),
            self._active("attribute", shot.names),
            self._active("id", shot.values_of("id")) if "id" in shot.names else {},
            self._active_classes() if "class" in shot.names else {},
        )

    def matches(self) -> list[tuple[int, Rule]]:
        """(index of an element in the snapshot, rule) for each rule that matches an element, in document order."""
        shot = self.shot
        keyless, tags, attributes, ids, classes = self.candidates
        # Nearly every post ends here, before the loop over its elements.
        if not any(self.candidates):
            return []
        names = {*attributes, *(["id"] if ids else ()), *(["class"] if classes else ())}
        matching: list[tuple[int, Rule]] = []
        for index, own in enumerate(shot.attributes):
            if names.isdisjoint(own) and shot.tags[index] not in tags and not keyless:
                continue
            tried = [*keyless, *tags.get(shot.tags[index], ())]
            if attributes:
                tried += [pair for name in own for pair in attributes.get(name, ())]
            if ids:
                tried += ids.get(own.get("id") or "", ())
            if classes:
                tried += classes.get(own.get("class") or "", ())
            hits = {rule.order: rule for rule, selector in tried if self._matches(index, rule, selector)}
            if hits:
                matching += [(index, hits[order]) for order in sorted(hits)]
        return matching

    def _active(self, kind: str, present: set[str]) -> dict[str, Candidates]:
        """The rules with keys of one kind that may match something in the post, by those keys that are `present`."""
        keyed = self.rules.by_key.get(kind, {})
        return {key: pairs for key in present & keyed.keys() if (pairs := self._candidates(kind, key))}

    def _active_classes(self) -> dict[str, Candidates]:
        """The rules with a class that may match something in the post, by the value of `class` that contains it.

        A post has few such values, which its elements repeat.
        """
        named = self._class_names
        active = self._active("class", set().union(*named.values()))
        if not active:
            return {}
        return {value: tuple(pair for name in names for pair in active.get(name, ())) for value, names in named.items()}

    def _candidates(self, kind: str, key: str) -> Candidates:
        """The rules with a given key that may match something in the post."""
        values = self.shot.values
        pairs = []
        for pair in self.rules.by_key[kind][key]:
            rule, selector = pair
            # Hundreds of rules begin with `a[href^="…"]`, and all but a few of them end here.
            for literal in selector.literals:
                if literal not in values:
                    break
            else:
                if self.fit(rule) and (not rule.texts or self._may_hold(rule)):
                    pairs.append(pair)
        return tuple(pairs)

    def _may_hold(self, rule: Rule) -> bool:
        return all(test.pattern is not None or self._places(test.literal) for test in rule.texts)

    def _matches(self, index: int, rule: Rule, selector: Selector) -> bool:
        shot = self.shot
        if selector.needle and selector.needle not in (shot.attributes[index].get(selector.key) or ""):
            return False
        if not selector.is_simple:
            # The words are cheaper to look for than a selector with `:has()`.
            if rule.texts and not all(self._holds(test, *shot.span(index)) for test in rule.texts):
                return False
            cost = _STEPS_PER_MATCH + selector.cost(len(shot.nodes), shot.depth if selector.per_depth else 1)
            if cost > self._selector_steps:
                return False
            self._selector_steps -= cost
            if not self._is_matched(shot.nodes[index], selector.text):
                return False
        elif selector.tag and selector.tag != shot.tags[index].lower():
            return False
        if rule.is_blank and not shot.is_blank(index):
            return False
        return all(self._holds(test, *shot.span(index)) for test in rule.texts)

    def _is_matched(self, node: Node, selector: str) -> bool:
        """Whether a selector that is not simple matches an element, according to the parser."""
        _, natives = self._parsed
        native = natives[node]
        # Not `css_matches`: it is also true if only an element inside matches (selectolax 1.0.2).
        match = native.css_first(selector)
        return match is not None and match.mem_id == native.mem_id

    @cached_property
    def _parsed(self) -> tuple[LexborHTMLParser, dict[Node, LexborNode]]:
        return as_parsed(self.draft.body)

    def _holds(self, test: TextTest, start: int, end: int) -> bool:
        if test.pattern is not None:
            return (
                end - start <= _RAW_LIMIT and self.search(test.pattern, subject(self.shot.text[start:end])) is not None
            )
        places = self._places(test.literal)
        at = bisect_left(places, start)
        return at < len(places) and places[at] + len(test.literal) <= end

    def _places(self, literal: str) -> list[int]:
        """The positions in the post's text at which a literal begins."""
        if literal not in self._found:
            places = []
            at = self.shot.text.find(literal)
            while at >= 0:
                places.append(at)
                at = self.shot.text.find(literal, at + len(literal))
            self._found[literal] = places
        return self._found[literal]

    def search(self, pattern: Pattern, text: str) -> re.Match[str] | None:
        """The first match of a pattern in `text`.

        None if there is none, or if the post has used up its limit of steps.
        """
        return pattern.search(text) if self._may_search(pattern) else None

    def may_match(self, probe: Pattern | None, text: str) -> bool:
        """Whether one of several patterns, joined into `probe`, may match `text`.

        Also True if `probe` is None because they cannot be joined, or if the post has used up its limit of steps.
        """
        return probe is None or not self._may_search(probe) or probe.search(text) is not None

    def _may_search(self, pattern: Pattern) -> bool:
        cost = pattern.cost + _STEPS_PER_MATCH
        if cost > self._pattern_steps:
            return False
        self._pattern_steps -= cost
        return True


def _own_traits(header: Header) -> Traits:
    """The traits that come from the fields of a post."""
    names = {("source", header.origin), ("author", header.author)}
    names |= {("category", name) for path in header.categories for name in path}
    own = _AUTHORITY.match(header.link)
    return Traits(
        own_hosts=frozenset(with_parents([own[1].lower()])) if own else frozenset(),
        body_hosts=frozenset(),
        names=frozenset(name for name in names if name[1]),
    )


def _body_hosts(shot: Snapshot) -> frozenset[str]:
    authorities: set[str] = set()
    for attributes in shot.attributes:
        for address in addresses(attributes):
            # The address of a proxied picture contains two hosts, and both count.
            authorities.update(match[1].lower() for match in _AUTHORITY.finditer(address[:2000]))
    return frozenset(with_parents(sorted(authorities)))


def with_parents(authorities: list[str]) -> Iterator[str]:
    """The host in each of `authorities`, such as `user@www.example.org:80`, and all of its parent domains."""
    for authority in authorities:
        host = authority.rpartition("@")[2].partition(":")[0].rstrip(".")
        labels = host.split(".")[-_LABEL_LIMIT:]
        yield from (".".join(labels[at:]) for at in range(len(labels)))
