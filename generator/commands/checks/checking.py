"""Checks finished pages for broken links, for articles that could run code, and for unexpected page structure."""

from __future__ import annotations

import json
import re
import unicodedata
import xml.etree.ElementTree as ElementTree
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from types import MappingProxyType
from urllib.parse import unquote, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from generator.addresses import PLACE, absolute, file_path
from generator.building.inspection import Inspection
from generator.cleaning.leftovers import Leftover, Survey
from generator.commands.checks.blocking import Policy, allows_inline, blocked, policies_of
from generator.commands.checks.weighing import PostWeight, Scale, Weight
from generator.errors import Problem, SiteError, Where, problem
from generator.model import Reference, Segment
from generator.outputs.assets import FILE
from generator.outputs.posts import POST
from generator.outputs.redirects import RedirectContent
from generator.outputs.search.index import SEARCH_FILE
from generator.runtime.progress import Progress
from generator.site_index import SiteIndex

_LINKING = "[href],[src],[srcset],[poster],[data],[action],[formaction]"
_ACTING = "script,style,iframe,object,embed,applet,form,input,button,select,textarea,base,meta,link,[style]"
_COPIES = 3
"""Copies that the note about an article names."""
_HEAVY_PERCENT, _HEAVY_TERMS = 1, 5_000
"""A post makes the search index large if it has so great a part of all terms, and at least so many."""
_EVENT = re.compile(rb"[\s/\"']on[a-z]+\s*=", re.IGNORECASE)
_ACTIVE_URL = re.compile(r"[\x00-\x20]*(?:javascript|vbscript|data:text)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class IndexWeight:
    """How large the search index is: its files and their bytes, and the posts that it contains with all their terms."""

    files: int
    size_bytes: int
    posts: int
    terms: int


@dataclass(frozen=True, slots=True)
class Checked:
    """The result of checking a site."""

    files: int
    """The number of files of the site, static files included."""
    problems: tuple[Problem, ...]
    """Those that a build would report, and those that the check found."""
    index: IndexWeight | None
    """None if the site has no search index."""
    weights: tuple[Weight, ...]
    """The weight of the files of each kind."""
    post: PostWeight | None
    """What the page of a post weighs; None if the site has no posts."""


def check_site(inspection: Inspection, progress: Progress) -> Checked:
    """Render and check every page of the site `inspection`, but not static files; `progress` is told of each page."""
    pages = list(inspection.pages())
    redirects = {page.address: page.content.address for page in pages if isinstance(page.content, RedirectContent)}
    checker = Checker(inspection.site.config.url, (page.address for page in pages), redirects)
    problems = dict.fromkeys((*inspection.log.problems, *_about_copies(inspection.index)))
    scale, sizes = Scale(pages), []
    progress.phase("check", len(pages))
    for page in pages:
        # Static files are copied unchanged, so their content is not checked.
        if page.kind == FILE:
            scale.add_file(page)
        else:
            try:
                rendered = Rendered(page.address, page.kind, inspection.render(page))
            except SiteError as error:
                problems[error.problem] = None
            else:
                problems |= dict.fromkeys(checker.check(rendered))
                scale.add(page, rendered.data)
                if page.kind == SEARCH_FILE:
                    sizes.append(len(rendered.data))
        progress.advance()
    index = None
    if inspection.search is not None:
        counts = inspection.term_counts()
        index = IndexWeight(len(sizes), sum(sizes), len(counts), sum(counts.values()))
        problems |= dict.fromkeys(_heavy_posts(counts))
    return Checked(len(pages), tuple(problems), index, scale.weights(), scale.post())


def _about_copies(index: SiteIndex) -> Iterator[Problem]:
    """A note for each article of which the site has several copies, and for each newer text of an article."""
    unlisted = frozenset(index.unlisted)
    for copy_set in dict.fromkeys(index.copies.values()):
        others = copy_set.ids[1:]
        shown = ", ".join(others[:_COPIES]) + (f" and {len(others) - _COPIES:,} more" if len(others) > _COPIES else "")
        hidden = sum(other in unlisted for other in others)
        best_of = f"the best of {len(copy_set.ids):,} copies ({copy_set.reason})"
        listed = f"{hidden:,} of the others {'is' if hidden == 1 else 'are'} not listed" if hidden else "all are listed"
        message = f"{best_of}; {listed}: {shown}"
        yield problem("post-copied", Where(copy_set.best), message)
    for newer, older in index.revisions.items():
        yield problem("post-revised", Where(newer), f"a newer text of {older}")


def _heavy_posts(counts: Mapping[str, int]) -> Iterator[Problem]:
    """A note for each post that makes the search index large; `counts` has the number of terms of each, by id."""
    total = sum(counts.values())
    for id, count in counts.items():
        if count >= _HEAVY_TERMS and count * 100 > total * _HEAVY_PERCENT:
            message = f"{count:,} terms, {count / total:.1%} of the search index"
            yield problem(
                "search-heavy", Where(id), message, "write `search: false` if it need not be found by its text"
            )


def leftovers(inspection: Inspection, progress: Progress) -> Iterator[Leftover]:
    """Text in published posts that cleaning should have removed but left, counted for all posts of the same origin.

    The origin of a post is `header.origin`, such as its author; the results are sorted by origin.  Only one post is in
    memory at a time.
    """
    addresses = inspection.index.addresses
    published = sorted((post.header.origin, post.id) for post in inspection.summaries if post.id in addresses)
    progress.phase("leftovers", len(published))
    for origin, posts in groupby(published, key=lambda pair: pair[0]):
        survey = Survey(origin)
        for _, id in posts:
            post = inspection.post(id)
            survey.add(id, post.header.title, post.excerpt, "".join(map(_written, post.segments)))
            progress.advance()
        yield from survey.leftovers()


def _written(segment: Segment) -> str:
    """A segment of an article as HTML; a reference to a page of the site keeps the address that its author wrote."""
    match segment:
        case str():
            return segment
        case Reference():
            return f"{segment.before}{segment.target}{segment.suffix}{segment.after}"
    return "</a>"


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished page: its address in the site, such as `/tags/`, its kind (empty if unknown), and its bytes."""

    address: str
    kind: str
    data: bytes


class Checker:
    """Checks pages of one site: whether their links lead to files of the site, and whether their structure is sound.

    For example, the page of a post has one `<article>` and one `<h1>`, and nothing in an article can run code.
    """

    def __init__(self, url: str, addresses: Iterable[str], redirects: Mapping[str, str] = MappingProxyType({})) -> None:
        """`url` is the URL of the home page; `addresses` are the paths of all files of the site, such as `/tags/`.

        `redirects` has the addresses to which redirects lead; if one leads to a place on a page, the check of that page
        looks for the place.
        """
        self._url = url
        self._base_path = urlsplit(url).path
        self._files = {file_path(address) for address in addresses}
        self._places: dict[str, list[tuple[str, str]]] = defaultdict(list)
        """(id of a place, address of a redirect to it), by the address of the page on which the place is."""
        for redirect, target in redirects.items():
            address, _, id = target.partition(PLACE)
            if id:
                self._places[address].append((id, redirect))
        self._told: set[tuple[str, ...]] = set()
        """What the Content-Security-Policy blocks, as far as it was named: a template repeats it on all its pages."""

    def check(self, page: Rendered) -> tuple[Problem, ...]:
        """The problems of a page, without repetitions; `where` of each is the address of the page.

        Redirects to a place that the page does not have are problems of the redirects.
        What the Content-Security-Policy blocks is a problem of the first page that has it.  Only HTML, XML and JSON
        files are checked; there are no problems for other files.
        """
        name = file_path(page.address)
        if name.endswith(".html"):
            return tuple(dict.fromkeys(self._html(page)))
        read = {".xml": _xml_links, ".opml": _opml_links, ".json": _json_links}.get(name[name.rfind(".") :])
        return tuple(dict.fromkeys(self._machine_readable(page, read))) if read else ()

    def _html(self, page: Rendered) -> Iterator[Problem]:
        where = Where(page.address)
        tree = LexborHTMLParser(page.data.decode("utf-8", "replace"))
        for node in tree.css(_LINKING):
            for target in _targets(node):
                yield from self._target(page.address, target)
        yield from self._without_place(tree, page.address)
        articles = tree.css("article")
        if page.kind == POST:
            for name, nodes in (("article", articles), ("h1", tree.css("h1"))):
                if len(nodes) != 1:
                    yield problem("page-structure", where, f"{len(nodes)} <{name}> elements instead of one")
        for article in articles:
            for node in article.css(_ACTING):
                if not _is_microdata(node):
                    yield problem(
                        "page-active",
                        where,
                        f"<{node.tag}> in an article",
                        "please report this as a mistake in Pressmark",
                    )
        policies = policies_of(tree)
        yield from self._blocked(tree, policies, page.address)
        yield from self._inline(tree, policies, where)
        yield from _acting(tree, page)

    def _without_place(self, tree: LexborHTMLParser, address: str) -> Iterator[Problem]:
        places = self._places.get(address, ())
        ids = {node.attributes["id"] for node in tree.css("[id]")} if places else set()
        for id, redirect in places:
            if id not in ids:
                help = "the template that prints the groups of posts has to print the id of each: group.id"
                yield problem("link-broken", Where(redirect), f"no element of {address} has the id {id!r}", help)

    def _blocked(self, tree: LexborHTMLParser, policies: tuple[Policy, ...], address: str) -> Iterator[Problem]:
        for item in blocked(tree, policies, absolute(address, self._url), self._url):
            if self._is_new(item.directive, item.source):
                host = "this site" if item.source == "'self'" else item.source
                message = f"{item.directive} of the Content-Security-Policy blocks {item.target[:200]!r}"
                help = f"to allow {host}, write below a line [theme.csp] of site.toml: {item.setting}"
                yield problem("page-blocked", Where(address), message, help)

    def _inline(self, tree: LexborHTMLParser, policies: tuple[Policy, ...], where: Where) -> Iterator[Problem]:
        help = "put it into a file below static/ and link that"
        for node in tree.css("script,style,[style]"):
            kind = (node.attributes.get("type") or "").strip().lower()
            is_script = node.tag == "script" and "src" not in node.attributes and kind not in _DATA_BLOCKS
            if is_script or node.tag == "style":
                text, directive = node.text(), f"{node.tag}-src"
                if not allows_inline(policies, f"{directive}-elem", text) and self._is_new(directive, text):
                    name = "an inline <script>" if is_script else "<style>"
                    message = f"{name} is blocked by the Content-Security-Policy"
                    yield problem("page-inline", where, message, help)
            style = node.attributes.get("style")
            if style is not None and not allows_inline(policies, "style-src", "") and self._is_new("style", style):
                yield problem("page-inline", where, f"a style attribute on <{node.tag}> is blocked", help)

    def _is_new(self, *what: str) -> bool:
        is_new = what not in self._told
        self._told.add(what)
        return is_new

    def _machine_readable(self, page: Rendered, read: Callable[[bytes], Iterator[str]]) -> Iterator[Problem]:
        try:
            for target in read(page.data):
                yield from self._target(page.address, target)
        except (ElementTree.ParseError, ValueError) as error:
            yield problem("page-structure", Where(page.address), f"cannot be read: {error}")

    def _target(self, address: str, target: str) -> Iterator[Problem]:
        if (message := self._fault(address, target)) is not None:
            help = "check the template or the menu in site.toml"
            yield problem("link-broken", Where(address), f"{target[:200]!r} {message}", help)

    def _fault(self, address: str, target: str) -> str | None:
        """The reason why `target`, linked from the page at `address`, is broken.

        Returns None if it leads to a file of the site or to another host.
        """
        here = absolute(address, self._url)
        try:
            to, site = urlsplit(urljoin(here, target.strip())), urlsplit(self._url)
        except ValueError:
            return "is no address"
        if (to.scheme, to.netloc) != (site.scheme, site.netloc):
            return None
        path = unicodedata.normalize("NFC", unquote(to.path)) or "/"
        base = unicodedata.normalize("NFC", unquote(self._base_path))
        if not f"{path}/".startswith(base):
            # An absolute address may lead to another site on the same host; a path was meant for this site.
            return None if "//" in target else f"leads out of the site, which lies below {self._base_path}"
        name = path[len(base) :]
        if {name, f"{name}/index.html".lstrip("/"), f"{name}index.html", f"{name}.html"} & self._files:
            return None
        return "leads to nothing in the site"


def _targets(node: LexborNode) -> Iterator[str]:
    for name, value in node.attributes.items():
        if value is None:
            continue
        if name == "srcset":
            # An address may contain commas; a blank ends it, and the comma before the next one follows its size.
            for candidate in re.split(r",\s+|(?<=[wxh]),", value):
                if words := candidate.split():
                    yield words[0]
        elif name in ("href", "src", "poster", "data", "action", "formaction") and not value.startswith("#"):
            yield value


def _is_microdata(node: LexborNode) -> bool:
    return node.tag in ("meta", "link") and "itemprop" in node.attributes


def _acting(tree: LexborHTMLParser, page: Rendered) -> Iterator[Problem]:
    where = Where(page.address)
    for node in tree.css("[href],[src],[action],[formaction]"):
        if any(_ACTIVE_URL.match(target) for target in _targets(node)):
            yield problem("page-active", where, f"<{node.tag}> with an address that runs code", "")
    # Checking every attribute of every element is slow, and on most pages this search finds no event handler.
    if _EVENT.search(page.data):
        for node in tree.css("*"):
            for name in node.attributes:
                if name.startswith("on"):
                    yield problem("page-active", where, f"attribute {name[:40]} on <{node.tag}>", "")


_DATA_BLOCKS = ("application/ld+json", "application/json", "speculationrules")


def _xml_links(data: bytes) -> Iterator[str]:
    # Entity bombs are no danger here: our XML has no document type, and expat limits expansion itself.
    for node in ElementTree.fromstring(data).iter():
        name = node.tag.rpartition("}")[2]
        if name == "link" and "href" in node.attrib:
            yield node.attrib["href"]
        elif name in ("loc", "link", "url") and node.text and node.text.strip():
            yield node.text.strip()


def _opml_links(data: bytes) -> Iterator[str]:
    for node in ElementTree.fromstring(data).iter("outline"):
        yield from (node.attrib[name] for name in ("xmlUrl", "htmlUrl") if name in node.attrib)


def _json_links(data: bytes) -> Iterator[str]:
    feed = json.loads(data)
    if not isinstance(feed, dict):
        raise ValueError("not an object")
    rows = [feed, *(item for item in feed.get("items", ()) if isinstance(item, dict))]
    for row in rows:
        for name in ("home_page_url", "feed_url", "next_url", "url", "image", "icon", "favicon"):
            if isinstance(row.get(name), str):
                yield row[name]
