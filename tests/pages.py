"""An independent look at finished pages: balance, what may act, and where links lead.  Written without our own code."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import quote, unquote, urldefrag, urljoin, urlsplit

VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
ACTING = ("annotation-xml", "maction", "mglyph", "malignmark")
"""Elements of MathML that hold HTML or react."""
LINK_SCHEMES = frozenset({"http", "https", "mailto"})


class Page(HTMLParser):
    """A finished page, read tag by tag; `faults` says what is wrong with it."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.links: list[str] = []
        self.media: list[str] = []
        self.ids: set[str] = set()
        self.counts: dict[str, int] = {}
        self.text = ""
        self._open: list[str] = []
        self._is_search = False
        self.feed(html)
        self.close()
        if self._open:
            self.faults.append(f"never closed: {self._open}")

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.counts[tag] = self.counts.get(tag, 0) + 1
        values = {name: value or "" for name, value in attributes}
        if len(values) != len(attributes):
            self.faults.append(f"<{tag}> has an attribute twice")
        if tag == "script" and "src" not in values and values.get("type") != "application/ld+json":
            self.faults.append("a script in the page")
        self._is_search = self._is_search or values.get("class") == "search-results"
        is_ours = (tag == "form" and values.get("role") == "search") or (tag == "template" and self._is_search)
        if tag in ("style", "iframe", "object", "embed", "form", "svg", "template", "base", *ACTING) and not is_ours:
            self.faults.append(f"<{tag}>")
        self.faults += [f"{name} on <{tag}>" for name in values if name.startswith("on") or name in ("style", "srcdoc")]
        if "id" in values:
            if values["id"] in self.ids:
                self.faults.append(f"id {values['id']} twice")
            self.ids.add(values["id"])
        for name in ("href", "src", "poster", "cite"):
            if name in values:
                self._address(tag, name, values[name])
        if "srcset" in values:
            for candidate in values["srcset"].split(","):
                self._address(tag, "src", candidate.split()[0] if candidate.split() else "")
        if tag not in VOID:
            self._open.append(tag)

    def _address(self, tag: str, name: str, value: str) -> None:
        scheme = urlsplit(value).scheme
        allowed = LINK_SCHEMES if name == "href" else LINK_SCHEMES - {"mailto"}
        if scheme and scheme not in allowed:
            self.faults.append(f"<{tag} {name}={value[:60]}>")
        (self.links if name == "href" else self.media).append(value)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self._open or self._open[-1] != tag:
            self.faults.append(f"</{tag}> inside {self._open[-2:]}")
            if tag in self._open:
                while self._open.pop() != tag:
                    pass
            return
        self._open.pop()

    def handle_data(self, data: str) -> None:
        self.text += data


def broken_links(files: dict[str, bytes], pages: dict[str, Page], url: str) -> list[str]:
    """Internal links and media of `pages` (by file) that no file of the site answers; `url` is the home page."""
    broken = []
    for name, page in pages.items():
        here = url + quote(name.removesuffix("index.html"))
        for link in (*page.links, *page.media):
            target, fragment = urldefrag(urljoin(here, link))
            if not target.startswith(url):
                if urlsplit(target).netloc == urlsplit(url).netloc:
                    broken.append(f"{name}: {link} leaves the base path")
                continue
            path = unquote(urlsplit(target).path[len(urlsplit(url).path) :])
            file = f"{path}index.html" if path == "" or path.endswith("/") else path
            if file not in files:
                broken.append(f"{name}: {link}")
            elif fragment and file in pages and unquote(fragment) not in pages[file].ids:
                broken.append(f"{name}: {link} has no such id")
    return broken


def posts_of(page: str) -> list[tuple[str, str]]:
    """(target, title) of the links to posts on a page of a list, as written, from the top; cards and rows alike."""
    found = []
    for group in re.findall(r'<ol class="posts">.*?</ol>', page, re.DOTALL):
        found += re.findall(r'<(?:li[^>]*><|h3[^>]*><)a href="([^"]+)"[^>]*>([^<]*)</a>', group)
    return found
