"""Takes the title, date, author, address and picture of a saved web page from the head of its HTML document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo

from generator.article.nodes import below, read_document
from generator.article.text import comparable
from generator.article.urls import safe_link, safe_media
from generator.bodies import limits
from generator.bodies.documents import is_document, left_out
from generator.characters import drop_controls
from generator.config.privacy import LINK_FIELDS, name_key
from generator.dates import parse_date
from generator.front_matter.other_names import AUTHORS, COVERS, DATES, OTHER_COVERS, SOURCES, UPDATES
from generator.model import Field, RawPost
from generator.sources.schema import Schema

_UTC = ZoneInfo("UTC")
_SAVED_FROM = re.compile(
    r"saved from url=\(\d{1,6}\)(\S{1,2000})|^\s{0,9}url:\s{0,9}(https?://\S{1,2000})", re.MULTILINE
)
_COMMENTS_END = 4_000
_LANG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,4}")
_WEB = re.compile(r"https?://", re.IGNORECASE)
_LONGEST_TITLE, _LONGEST_NAME = 300, 200
_MOST_LOOKED_AT = 20
_LEAST_HEADING, _LEAST_WIDE_HEADING = 7, 4
_BORDER_SIGNS = " \u3000\t|_-–—―·•»«｜丨:/"

_INSTEAD = {
    "title": ("title",),
    "date": ("date", *DATES),
    "updated": ("updated", *UPDATES),
    "author": AUTHORS,
    "source": SOURCES,
    "link": LINK_FIELDS,
    "cover": (*COVERS, *OTHER_COVERS),
    "lang": ("lang",),
}
"""The fields of front matter that take precedence, by the field that a document gives."""

_TITLES = ("og:title", "twitter:title", "dc.title", "dcterms.title", "citation_title")
_DATES = (
    "article:published_time", "og:article:published_time", "article:published", "datepublished", "citation_date",
    "citation_publication_date", "parsely-pub-date", "sailthru.date", "publish_date", "publishdate", "pubdate",
    "publication_date", "dc.date.issued", "dcterms.created", "dcterms.issued", "dc.date", "dcterms.date", "date",
    "weibo: article:create_at",
)  # fmt: skip
_UPDATES = ("article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "last-modified", "lastmod")
_AUTHORS = ("author", "article:author", "dc.creator", "dcterms.creator", "parsely-author", "sailthru.author", "byl",
            "citation_author")  # fmt: skip
_ADDRESSES = ("og:url", "savepage-url", "twitter:url")
_PICTURES = ("og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src", "thumbnail")
_SITES = ("og:site_name", "application-name")


def with_head(raw: RawPost) -> RawPost:
    """The post `raw` with further fields, such as a title, from the head of the HTML document that is its body.

    A field that front matter sets is not replaced.  If the body is no whole HTML document, or is too large to be
    parsed, `raw` itself is returned.
    """
    if not is_document(raw.body) or limits.exceeded(raw.body):
        return raw
    given = {name_key(field.name) for field in raw.fields if field.value}
    head = _Head(raw.body)
    fields = tuple(
        Field(name, drop_controls(value)[0], raw.body_line)
        for name, value in head.fields()
        if value and given.isdisjoint(map(name_key, _INSTEAD[name]))
    )
    if not fields:
        return raw
    # The document has a header, although it is no front matter.
    problems = tuple(problem for problem in raw.problems if problem.code != "header-missing")
    return replace(raw, fields=(*raw.fields, *fields), problems=problems)


class _Head:
    """What a document says about itself."""

    def __init__(self, html: str) -> None:
        self.root = read_document(html)
        self.nodes = self.root.elements()
        self.body = next((node for node in self.nodes if node.tag == "body"), self.root)
        self.metas: dict[str, str] = {}
        for node in self.nodes:
            if node.tag == "meta" and (content := node.value("content")):
                for name in (node.value("property"), node.value("name"), node.value("itemprop")):
                    self.metas.setdefault(name.lower(), content)
        self.schema = Schema(
            node.text()
            for node in self.nodes
            if node.tag == "script" and node.value("type").lower().partition(";")[0] == "application/ld+json"
        )
        gone = left_out(self.body)
        outside = below(gone) | set(gone)
        self.article = [node for node in self.body.elements() if node not in outside]
        self.saved_from = next((found[1] or found[2] for found in _SAVED_FROM.finditer(html[:_COMMENTS_END])), "")
        self.address = self._address()

    def fields(self) -> Iterator[tuple[str, str]]:
        site = self._first(_SITES) or self.schema.site
        yield "title", _as_written(self._title(site))
        yield "date", self._date()
        yield "updated", _first_date((*self._metas(_UPDATES), *self.schema.texts("dateModified")))
        yield "author", _as_written(self._author())
        yield "source", _as_written(site if len(site) <= _LONGEST_NAME else "")
        yield "link", self.address
        yield "cover", self._cover()
        yield "lang", self._lang()

    def _metas(self, names: Iterable[str]) -> Iterator[str]:
        return (" ".join(self.metas[name].split()) for name in names if name in self.metas)

    def _first(self, names: Iterable[str]) -> str:
        return next(filter(None, self._metas(names)), "")

    def _title(self, site: str) -> str:
        """The title without the name of the site, which the first heading, a field or JSON-LD knows."""
        written = next((node.text() for node in self.nodes if node.tag == "title"), "")
        titles = (*self.schema.texts("headline", "title"), *self._metas(_TITLES), " ".join(written[:5_000].split()))
        tops = [node for node in self.article if node.tag == "h1"][:_MOST_LOOKED_AT]
        headings = [" ".join(node.text().split()) for node in tops]
        title = next((title for title in titles if comparable(title)), "") or next(iter(headings), "")
        whole = comparable(title)
        # Cleaning compares the first line only, and a saved page often has a by-line or a date above its heading.
        for heading in headings:
            said = comparable(heading)
            is_long = len(said) >= (_LEAST_HEADING if said.isascii() else _LEAST_WIDE_HEADING)
            if is_long and said != comparable(site) and (whole.startswith(said) or whole.endswith(said)):
                return heading if len(heading) <= _LONGEST_TITLE else ""
        title = _without_site(title, site)
        return title if len(title) <= _LONGEST_TITLE else ""

    def _date(self) -> str:
        """When the document was published, as it is written there."""
        return _first_date((*self._metas(_DATES), *self.schema.texts("datePublished", "pubDate"), *self._times()))

    def _times(self) -> Iterator[str]:
        """Moments in the article that are marked as its own, or the only one that stands there."""
        for node in self.article:
            if "datePublished" in node.value("itemprop").split() or (
                node.tag == "time" and "pubdate" in node.attributes
            ):
                yield node.value("datetime") or node.value("content") or node.text()[:_LONGEST_NAME]
        times = [node for node in self.article if node.tag == "time" and node.value("datetime")]
        for node in times:
            classes = node.value("class")
            if "publish" in classes or "entry-date" in classes:
                yield node.value("datetime")
        written = {node.value("datetime") for node in times}
        if len(written) == 1:
            yield written.pop()

    def _author(self) -> str:
        marked = (node for node in self.article if "author" in f"{node.value('itemprop')} {node.value('rel')}".split())
        texts = (node.text() for node in islice(marked, _MOST_LOOKED_AT))
        for name in (", ".join(self.schema.texts("author")), *self._metas(_AUTHORS), *texts):
            name = " ".join(name.split())
            if name and len(name) <= _LONGEST_NAME and not _WEB.search(name):
                return name
        return ""

    def _address(self) -> str:
        """The canonical address, unless it is only the home page of a site from which another page was saved."""
        links = (node for node in self.nodes if node.tag == "link")
        canonical = (node.value("href") for node in links if "canonical" in node.value("rel").lower().split())
        written = (*canonical, *self._metas(_ADDRESSES), *self.schema.addresses("mainEntityOfPage", "url", "@id"))
        saved = _web_address(self.saved_from)
        base = saved or next((node.value("href") for node in self.nodes if node.tag == "base"), "")
        addresses = [address for text in written if (address := _web_address(_joined(base, text)))]
        pages = [address for address in (*addresses, saved) if address and _is_page(address)]
        return next(iter((*pages, *addresses, saved)), "")

    def _cover(self) -> str:
        for text in (*self._metas(_PICTURES), *self.schema.addresses("image")):
            address = _joined(self.address, text)
            if _WEB.match(address) and (safe := safe_media(address)):
                return safe
        return ""

    def _lang(self) -> str:
        lang = self.root.value("lang") or self.body.value("lang")
        return lang if _LANG.fullmatch(lang) else ""


def _first_date(texts: Iterable[str]) -> str:
    return next((text for text in texts if parse_date(text, _UTC)), "")


def _joined(base: str, address: str) -> str:
    try:
        return urljoin(base, address.strip())
    except ValueError:
        return ""


def _web_address(text: str) -> str:
    return (safe_link(text) or "") if _WEB.match(text) else ""


def _is_page(address: str) -> bool:
    parts = urlsplit(address)
    return bool(parts.path.strip("/") or parts.query)


def _without_site(title: str, site: str) -> str:
    """`title` without the name of the site at its end or beginning."""
    for name in filter(None, (site, site.partition(" ")[0])):
        for rest in (title.removesuffix(name), title.removeprefix(name)):
            bare = rest.strip(_BORDER_SIGNS)
            # A border must stand between them: `The history of Harbour` may end like its site.
            if rest != title and bare and bare not in (rest, rest.strip()):
                return bare
    return title


def _as_written(text: str) -> str:
    """`text` as a feed would write it, so that the header is decoded to this text and no further."""
    return text.replace("&", "&amp;")
