"""Filter rules on hosts: they remove pictures and frames by the host, and the beginning of the path, of an address."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from generator.article.elements import FRAMES
from generator.article.nodes import Attributes
from generator.article.urls import site_of, split_srcset
from generator.cleaning.filters.rules import Rule, Scope, Unsupported, blank_rule
from generator.cleaning.filters.sight import Sight, plain_address, with_parents
from generator.cleaning.filters.tree import Snapshot, addresses

_RULE = re.compile(
    r"(?P<is_exception>@@)?\|\|(?P<host>(?:[\w-]+\.)+[\w-]+)(?P<path>/[^\s*^|$]*)?(?P<end>\^)?\*?(?:\$(?P<options>\S+))?"
)
_HOST = re.compile(r"(?:[\w-]+\.)+[\w-]+")
_OBJECTS = frozenset({"object", "embed"})
_TYPES = {
    "image": frozenset({"img"}),
    "subdocument": FRAMES - _OBJECTS,
    "frame": FRAMES - _OBJECTS,
    "object": _OBJECTS,
}
"""The elements that make requests of a type."""
_OTHER_TYPES = frozenset(
    "css document doc font media other ping popup script stylesheet websocket xhr xmlhttprequest".split()
)
"""Types of requests that no picture and no frame makes."""
_PARTIES = {"third-party": True, "3p": True, "~third-party": False, "~3p": False, "first-party": False, "1p": False}
_SHOWN = frozenset({"img"}) | FRAMES
_WEB = re.compile(r"(?:https?:)?//", re.IGNORECASE)
_SEPARATOR = re.compile(r"[^\w.%\-]|\Z")
_SOURCES = 20
MAX_ADDRESSES = 5_000
"""The pictures and frames of a post that are looked up; more are no article."""


def is_host_rule(text: str) -> bool:
    """Whether `text`, a line of a filter list, is a rule on a host (`||host^`), or an exception from such a rule."""
    return text.startswith(("||", "@@||"))


def host_rule(text: str) -> Rule:
    """The rule in `text`, a line of a filter list such as `||ads.example^`.

    Raises `Unsupported` for options and patterns that concern neither pictures nor frames.

    Syntax: Adblock Plus, https://help.adblockplus.org/hc/en-us/articles/360062733293.
    """
    match = _RULE.fullmatch(text)
    if match is None:
        raise Unsupported("network rule with a pattern")
    tags: set[str] = set()
    has_types = False
    party: bool | None = None
    scope = Scope()
    for option in filter(None, (match["options"] or "").lower().split(",")):
        name, _, value = option.partition("=")
        if option in _TYPES or option in _OTHER_TYPES:
            has_types = True
            tags |= _TYPES.get(option, frozenset())
        elif option in _PARTIES and party is None:
            party = _PARTIES[option]
        elif name in ("domain", "from") and value and scope.is_everywhere:
            scope = _scope(value)
        else:
            raise Unsupported(f"network rule with the option {name[:40]!r}")
    if has_types and not tags:
        raise Unsupported("network rule on neither pictures nor frames")
    return blank_rule(
        "exception" if match["is_exception"] else "host",
        scope,
        text,
        host=match["host"].lower(),
        path=(match["path"] or "").lower() + (match["end"] or "" if match["path"] else ""),
        tags=tuple(sorted(tags)),
        is_third_party=party,
    )


def _scope(value: str) -> Scope:
    hosts: dict[bool, list[str]] = {False: [], True: []}
    for part in value.split("|"):
        host = part.removeprefix("~")
        if not _HOST.fullmatch(host):
            raise Unsupported("network rule with a pattern as domain")
        hosts[part.startswith("~")].append(host.removeprefix("www."))
    return Scope(hosts=tuple(hosts[False]), other_hosts=tuple(hosts[True]))


class _Place(NamedTuple):
    """Where an address leads: its host in lower case, and its path with the query."""

    host: str
    path: str


def host_matches(sight: Sight) -> Iterator[tuple[int, Rule]]:
    """(index in the snapshot, rule) for each picture and frame of a post that rules on hosts match.

    Every address of the picture or frame must be matched by such a rule; the rule given is that for the first address.
    The index of an `img` in a `picture` is that of the `picture`.
    """
    if not sight.rules.by_host or _SHOWN.isdisjoint(sight.shot.tags):
        return
    shown = [index for index, tag in enumerate(sight.shot.tags) if tag in _SHOWN]
    for index in shown[:MAX_ADDRESSES]:
        tag = sight.shot.tags[index]
        places = [_place(address, sight) for address in _addresses(sight.shot.attributes[index])]
        rules = [_matching(sight, tag, place) if place else None for place in places]
        if all(rules) and rules and (first := rules[0]):
            yield _whole(sight.shot, index), first


def _whole(shot: Snapshot, index: int) -> int:
    """The `picture` element around a picture, or the picture itself."""
    parent = shot.nodes[index].parent
    if parent is None or parent.tag != "picture":
        return index
    near = range(index - 1, max(-1, index - 1 - _SOURCES), -1)
    return next((at for at in near if shot.nodes[at] is parent), index)


def _addresses(attributes: Attributes) -> list[str]:
    """The addresses of a picture or frame, without those that hold the picture themselves."""
    written = addresses(attributes)
    written += [value] if (value := attributes.get("data")) else []
    written += [address for address, _ in split_srcset(attributes.get("srcset") or "")]
    return [address for address in written if not address.lstrip()[:6].lower().startswith(("data:", "about:"))]


def _place(address: str, sight: Sight) -> _Place | None:
    """Where an address leads, behind a known proxy; None for one without a host."""
    text = address.strip()
    if not _WEB.match(text):
        return None
    authority, slash, path = plain_address(text, sight.draft.config.proxies)[:2_000].lower().partition("/")
    front, mark, query = authority.partition("?")
    host = front.rpartition("@")[2].partition(":")[0].rstrip(".")
    return _Place(host, mark + query if mark else slash + path)


def _matching(sight: Sight, tag: str, place: _Place) -> Rule | None:
    """The first rule that matches an address and that no exception cancels."""
    rule = _first(sight, sight.rules.by_host, tag, place)
    if rule is not None and _first(sight, sight.rules.host_exceptions, tag, place) is not None:
        return None
    return rule


def _first(sight: Sight, by_host: Mapping[str, Sequence[Rule]], tag: str, place: _Place) -> Rule | None:
    return next(
        (
            rule
            for host in with_parents([place.host])
            for rule in by_host.get(host, ())
            if (not rule.tags or tag in rule.tags)
            and _begins(place.path, rule.path)
            and (rule.is_third_party is None or rule.is_third_party is _is_third_party(sight, place.host))
            and sight.fit(rule)
        ),
        None,
    )


def _begins(path: str, wanted: str) -> bool:
    """Whether a path begins with a literal; `^` at its end stands for a separator or the end of the address."""
    literal = wanted.removesuffix("^")
    return path.startswith(literal) and (literal == wanted or _SEPARATOR.match(path, len(literal)) is not None)


def _is_third_party(sight: Sight, host: str) -> bool | None:
    """Whether a host belongs to another site than the page that a post was taken from; None if that is unknown.

    Of sites below `co.uk` too little is removed, and not too much.
    """
    own = sight.page_host
    return site_of(host) != site_of(own) if own else None
