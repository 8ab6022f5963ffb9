"""Which files of other hosts, and which inline scripts and styles, the Content-Security-Policy of a page blocks."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import SplitResult, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from generator.outputs.site_view import CSP

_FALLBACKS = {
    "script-src-elem": ("script-src", "default-src"),
    "style-src-elem": ("style-src", "default-src"),
    "script-src": ("default-src",),
    "style-src": ("default-src",),
    "frame-src": ("child-src", "default-src"),
    "img-src": ("default-src",),
    "media-src": ("default-src",),
    "font-src": ("default-src",),
    "connect-src": ("default-src",),
    "object-src": ("default-src",),
    "manifest-src": ("default-src",),
    "form-action": (),
}
"""The directives that decide in place of another one that a policy lacks.  Source: CSP Level 3, section 6.8.3."""
_ATTRIBUTES = {
    ("script", "src"): "script-src",
    ("iframe", "src"): "frame-src",
    ("frame", "src"): "frame-src",
    ("img", "src"): "img-src",
    ("video", "poster"): "img-src",
    ("video", "src"): "media-src",
    ("audio", "src"): "media-src",
    ("track", "src"): "media-src",
    ("embed", "src"): "object-src",
    ("object", "data"): "object-src",
    ("form", "action"): "form-action",
    ("button", "formaction"): "form-action",
    ("input", "formaction"): "form-action",
    ("a", "ping"): "connect-src",
}
_LINKS = {
    "stylesheet": "style-src",
    "icon": "img-src",
    "apple-touch-icon": "img-src",
    "manifest": "manifest-src",
    "modulepreload": "script-src",
}
_PRELOADS = {
    "script": "script-src",
    "style": "style-src",
    "image": "img-src",
    "font": "font-src",
    "fetch": "connect-src",
    "audio": "media-src",
    "video": "media-src",
}
_LOADING = ",".join(["link[href]", *(f"{tag}[{attribute}]" for tag, attribute in _ATTRIBUTES)])

Policy = Mapping[str, tuple[str, ...]]
"""The sources of each directive of a Content-Security-Policy."""


@dataclass(frozen=True, slots=True)
class Blocked:
    """A host from which a page may not load what it names there."""

    directive: str
    source: str
    """The host with its scheme, as a policy names it, or `'self'`, or a scheme such as `data:`."""
    target: str
    """The first address there that the page names."""
    setting: str
    """The line of `[theme.csp]` that allows it, together with what the policy allows already."""


def policies_of(tree: LexborHTMLParser) -> tuple[Policy, ...]:
    """The policies in the `meta` elements of a page; each of them has to allow what the page loads."""
    metas = tree.css("meta[http-equiv][content]")
    named = (node for node in metas if (node.attributes["http-equiv"] or "").lower() == "content-security-policy")
    return tuple(_parsed(node.attributes["content"] or "") for node in named)


@lru_cache(maxsize=64)
def _parsed(text: str) -> Policy:
    parts = (part.split() for part in text.split(";"))
    return {words[0].lower(): tuple(words[1:]) for words in reversed([words for words in parts if words])}


def blocked(tree: LexborHTMLParser, policies: tuple[Policy, ...], here: str, site: str) -> Iterator[Blocked]:
    """What a page with these policies names but may not load, in the order of the page, hosts perhaps repeatedly.

    `here` is the address of the page, with scheme and host, and `site` that of the home page.
    """
    if not policies:
        return
    home = urlsplit(site)
    for node in tree.css(_LOADING):
        for directive, target in _loads(node):
            try:
                address = urlsplit(urljoin(here, target.strip()))
                _ = address.port
            except ValueError:
                continue  # no browser loads it either
            for policy in policies:
                sources = _sources(policy, directive)
                if sources is not None and not any(_allows(source, address, home) for source in sources):
                    source = _source(address, home)
                    ours = CSP.get(directive, "").split()
                    kept = [word for word in policy.get(directive, ()) if word not in (*ours, "'none'", source)]
                    yield Blocked(directive, source, target, f'{directive} = "{" ".join([*kept, source])}"')
                    break


def allows_inline(policies: tuple[Policy, ...], directive: str, text: str) -> bool:
    """Whether pages with these policies run the inline script, or apply the inline style, `text`."""
    digest = base64.b64encode(hashlib.sha256(text.encode("utf-8", "replace")).digest()).decode()
    wanted = {"'unsafe-inline'", f"'sha256-{digest}'"}
    return all(wanted & {*(_sources(policy, directive) or wanted)} for policy in policies)


def _loads(node: LexborNode) -> Iterator[tuple[str, str]]:
    """(directive, address) of what an element makes a browser load."""
    attributes = node.attributes
    if node.tag == "link":
        for word in (attributes.get("rel") or "").lower().split():
            directive = _PRELOADS.get((attributes.get("as") or "").lower()) if word == "preload" else _LINKS.get(word)
            if directive:
                yield directive, attributes.get("href") or ""
        return
    for (tag, attribute), directive in _ATTRIBUTES.items():
        if tag == node.tag and (target := attributes.get(attribute)):
            yield directive, target


def _sources(policy: Policy, directive: str) -> tuple[str, ...] | None:
    """The sources that decide about a directive; None if the policy says nothing about it."""
    return next((policy[name] for name in (directive, *_FALLBACKS[directive]) if name in policy), None)


def _source(address: SplitResult, site: SplitResult) -> str:
    if not address.netloc:
        return f"{address.scheme}:"
    is_own = (address.scheme, address.netloc) == (site.scheme, site.netloc)
    return "'self'" if is_own else f"{address.scheme}://{address.netloc.rpartition('@')[2]}"


def _allows(source: str, address: SplitResult, site: SplitResult) -> bool:
    """Whether a source in a policy covers an address.  Source: CSP Level 3, section 6.7.2.7."""
    source = source if "/" in source.partition("://")[2] else source.lower()
    if source == "'self'":
        return (address.scheme, address.netloc) == (site.scheme, site.netloc)
    if source == "*":
        return address.scheme in ("http", "https", "ws", "wss")
    if source.startswith("'"):
        return False
    if source.endswith(":") and "/" not in source:
        return _same_scheme(source[:-1], address.scheme)
    scheme, has_scheme, rest = source.rpartition("://")
    host, slash, path = rest.partition("/")
    name, _, port = host.lower().partition(":")
    found = address.hostname or ""
    is_host = found.endswith(name[1:]) if name.startswith("*.") else found == name
    wanted = address.port or (80 if address.scheme == "http" else 443)
    is_port = port in ("*", str(wanted)) if port else address.port in (None, 80, 443)
    is_path = not path or (
        address.path.startswith(slash + path) if path.endswith("/") else address.path == slash + path
    )
    return is_host and is_port and is_path and _same_scheme(scheme if has_scheme else site.scheme, address.scheme)


def _same_scheme(wanted: str, found: str) -> bool:
    return found == wanted or (wanted == "http" and found == "https")
