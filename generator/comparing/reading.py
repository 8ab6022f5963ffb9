"""Reads finished HTML pages, made by any site generator: their article, their redirect, and their links."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from urllib.parse import quote, unquote, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from generator.addresses import address_of
from generator.article.elements import HEADINGS, SILENT
from generator.article.nodes import Node, read_element
from generator.article.text import BORDERS, tidy, written_text

_CONTENT = (
    ".content,.entry-content,.post-content,.article-content,.article-entry,.post-body,.article-body,"
    ".markdown-body,.e-content,[itemprop=articleBody]"
)
_WITHOUT_ARTICLE = ".h-entry,.hentry,[itemprop=articleBody],.post-content,.entry-content,.article-content"
_AROUND = "nav,aside,.meta,.tags,.notice,.copies,.contents,.imprint,.breadcrumbs"
# Parts of a page that are derived from this article or from others.
_DERIVED = ".notice,.copies,.contents,.imprint,.toc,.top"
_UNSEEN = SILENT - {"math"}
_PARTED = {**BORDERS, **dict.fromkeys(("span", "time", "a"), "\n")}
# `1,234 words`, `4 min` or both, but no date: one number, and little beside it.
_NUMBER = r"\D{0,12}\d[\d.,\u00a0\u202f ]*\D{0,12}"
_COUNT = re.compile(rf"{_NUMBER}(?:·{_NUMBER})?")
# What separates parts, such as `›`, is no text.
_LETTER = re.compile(r"\w")
_REFRESH = re.compile(r"\s*[\d.]*\s*[;,]?\s*(?:url\s*=\s*)?['\"]?(.*?)['\"]?\s*", re.IGNORECASE | re.DOTALL)
_ARTICLE_TYPES = ("Article", "NewsArticle", "BlogPosting")
_LD_BYTES = 64 * 1024
_ADDRESS_CHARACTERS = 2_000


@dataclass(frozen=True, slots=True)
class Article:
    """The content of an article page, as read from its HTML; runs of whitespace in texts are one space.

    Texts are empty if the page does not have them.
    """

    title: str
    blocks: tuple[str, ...]
    """The title, then the text of each block, such as a paragraph."""
    details: tuple[str, ...]
    """The lines of the page around the text: date, source, author, categories, tags."""
    anchors: tuple[str, ...]
    """Ids of headings in the article, and of elements in these headings."""
    ids: frozenset[str]
    """All ids of elements of the page."""
    link: str
    """Address of the original article, of which this one is a copy."""
    published: str
    """Time of publication, as written in the page."""
    canonical: str
    """The canonical address (`<link rel=canonical>`) that the page names."""


def parse(data: bytes) -> LexborHTMLParser:
    """The HTML page `data` as a tree; bytes that are not UTF-8 are replaced."""
    return LexborHTMLParser(data.decode("utf-8", "replace"))


def redirect_of(tree: LexborHTMLParser) -> str | None:
    """The address, as written, to which `<meta http-equiv=refresh>` of a page redirects; None if there is none."""
    for node in tree.css("meta[http-equiv]"):
        if (node.attributes.get("http-equiv") or "").strip().lower() == "refresh":
            match = _REFRESH.fullmatch((node.attributes.get("content") or "")[:_ADDRESS_CHARACTERS])
            if match is not None and match[1]:
                return match[1]
    return None


def article_root(tree: LexborHTMLParser) -> LexborNode | None:
    """The element that contains the one article of a page; None if the page has no article or is a list of several."""
    articles = tree.css("article")
    is_typed = _is_typed(tree)
    if articles:
        return articles[0] if is_typed or (len(articles) == 1 and not _is_card(articles[0])) else None
    entries = tree.css(_WITHOUT_ARTICLE)
    if is_typed:
        return entries[0] if entries else _main(tree)
    return entries[0] if len(entries) == 1 else None


def sure_root(tree: LexborHTMLParser) -> LexborNode:
    """The element that contains the article of a page which is known to have one article.

    If no element is clearly the only article of the page, it is the first that may be an article, else the main part of
    the page, else its body.
    """
    return article_root(tree) or tree.css_first(f"article,{_WITHOUT_ARTICLE}") or _main(tree)


def _main(tree: LexborHTMLParser) -> LexborNode:
    # A page of frames has no body.
    main = tree.css_first("main") or tree.css_first("#main,#content,.main") or tree.body or tree.root
    assert main is not None
    return main


def _is_card(article: LexborNode) -> bool:
    """Whether the article is a card in a list, in which the first heading is a link."""
    heading = article.css_first("h1,h2,h3")
    link = heading.css_first("a[href]") if heading is not None else None
    return link is not None and not (link.attributes.get("href") or "").startswith("#")


def _is_typed(tree: LexborHTMLParser) -> bool:
    kind = tree.css_first('meta[property="og:type"]')
    if kind is not None:
        return (kind.attributes.get("content") or "").strip().lower() == "article"
    return _linked_data(tree).get("@type") in _ARTICLE_TYPES


def _linked_data(tree: LexborHTMLParser) -> dict[str, object]:
    for node in tree.css("script[type]"):
        if (node.attributes.get("type") or "").strip().lower() == "application/ld+json":
            text = node.text() or ""
            try:
                value = json.loads(text) if len(text) <= _LD_BYTES else None
            except (ValueError, RecursionError):
                continue
            if isinstance(value, dict):
                return value
    return {}


def same_article(old: bytes, new: bytes) -> bool:
    """Whether two pages contain the same article, byte for byte, so that parsing the pages is unnecessary."""
    if old == new:
        return True
    one, other = (data[data.find(b"<article") : data.rfind(b"</article>")] for data in (old, new))
    return one == other and b"<h1" in one


def _is_detail(line: str) -> bool:
    """Whether a line around an article says something of the article, other than how long it is."""
    return bool(_LETTER.search(line)) and not _COUNT.fullmatch(line)


def read_article(tree: LexborHTMLParser, root: LexborNode) -> Article:
    """The content of an article page; `root` is the element of `tree` that contains the article."""
    heading = root.css_first("h1") or tree.css_first("h1")
    title = " ".join(text_lines(heading)) if heading is not None else ""
    content = root.css_first(_CONTENT)
    without = {node.mem_id for node in root.css(_DERIVED)} - {root.mem_id}
    if content is not None:
        text = text_lines(content, without=without - {content.mem_id})
        around = text_lines(root, _PARTED, without | {content.mem_id})
    else:
        if heading is not None:
            without.add(heading.mem_id)
        nodes = {node.mem_id: node for node in (*_ends(root), *root.css(_AROUND)) if node.mem_id not in without}
        nodes.pop(root.mem_id, None)
        text = text_lines(root, without=without | nodes.keys())
        around = [
            line for id, node in nodes.items() for line in text_lines(node, _PARTED, without | (nodes.keys() - {id}))
        ]
    shown = title or _document_title(tree)
    # In other themes the heading may be part of the text.  A first line that repeats the title is then dropped.
    is_apart = heading is not None and (content is None or not _holds(content, heading))
    if text and not is_apart and _squeezed(text[0]) == _squeezed(shown):
        text = text[1:]
    return Article(
        title=shown,
        blocks=(shown, *text),
        details=tuple(
            [line for line in around if line != shown and _LETTER.search(line) and not _COUNT.fullmatch(line)]
        ),
        anchors=tuple(dict.fromkeys(_ids(_below_headings(root)))),
        ids=frozenset(_ids(tree.css("[id],a[name]"))),
        link=_link(tree, root),
        published=_published(tree, root),
        canonical=canonical_of(tree),
    )


def _holds(node: LexborNode, heading: LexborNode) -> bool:
    return any(one.mem_id == heading.mem_id for one in node.css("h1"))


def _ends(root: LexborNode) -> Iterator[LexborNode]:
    """The elements `<header>` and `<footer>` among the children of an article."""
    child = root.first_child
    while child is not None:
        if child.tag in ("header", "footer"):
            yield child
        child = child.next


def text_lines(root: LexborNode, borders: Mapping[str, str] = BORDERS, without: Set[int] = frozenset()) -> list[str]:
    """The visible text of the element `root`, as one line for each block, such as a paragraph.

    A formula that the page has both as TeX and as a rendering gives only the TeX.  `borders` is {tag: text to put
    before and after each element with this tag}.  `without` has the `mem_id` of each node to leave out.
    """
    text = written_text(read_element(root, without=without), borders, _UNSEEN, is_left_out=_is_drawn)
    lines = tidy(unicodedata.normalize("NFC", text))
    return lines.split("\n") if lines else []


def _is_drawn(node: Node) -> bool:
    """Whether a node is the rendering, by MathML or KaTeX, of a formula whose TeX is in a sibling of the node."""
    around, before = node.parent, node.prev
    if around is not None and around.tag == "semantics":
        last = around.last_child
        return node is not last and last is not None and last.tag == "annotation"
    return before is not None and node.value("class") == "katex-html" and before.value("class") == "katex-mathml"


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _below_headings(root: LexborNode) -> list[LexborNode]:
    return root.css(",".join(f"{name}[id],{name} [id],{name} a[name]" for name in sorted(HEADINGS)))


def _ids(nodes: list[LexborNode]) -> Iterator[str]:
    for node in nodes:
        attributes = node.attributes
        if name := attributes.get("id") or attributes.get("name"):
            yield name


def _link(tree: LexborHTMLParser, root: LexborNode) -> str:
    for node in root.css(".meta a[rel]"):
        if "external" in (node.attributes.get("rel") or "").split():
            return (node.attributes.get("href") or "").strip()
    link = _linked_data(tree).get("isBasedOn")
    return link.strip() if isinstance(link, str) else ""


def _published(tree: LexborHTMLParser, root: LexborNode) -> str:
    node = root.css_first("time[datetime]")
    if node is not None:
        return (node.attributes.get("datetime") or "").strip()
    node = tree.css_first('meta[property="article:published_time"]')
    return (node.attributes.get("content") or "").strip() if node is not None else ""


def canonical_of(tree: LexborHTMLParser) -> str:
    """The canonical address that a page names in `<link rel=canonical>`; empty if the page names none."""
    for node in tree.css("link[rel]"):
        if "canonical" in (node.attributes.get("rel") or "").lower().split():
            return (node.attributes.get("href") or "").strip()
    return ""


def _document_title(tree: LexborHTMLParser) -> str:
    node = tree.css_first("title")
    return " ".join((node.text() or "").split()) if node is not None else ""


def title_of(tree: LexborHTMLParser) -> str:
    """The title of a page: the text of its first `<h1>`, else of its `<title>`; empty if it has neither."""
    heading = tree.css_first("h1")
    return (" ".join(text_lines(heading)) if heading is not None else "") or _document_title(tree)


# ---------------------------------------------------------------------------------------------- links


def listed_links(tree: LexborHTMLParser) -> Iterator[str]:
    """The targets of the links in the main part of a page that lists posts, as written in `href`.

    If the page has lists of posts as Pressmark writes them, now or in earlier versions, only the links to these posts.
    """
    root = tree.css_first("main") or tree.body
    if root is None:
        return
    nodes = root.css(".posts > li > a[href], .posts h3 a[href], .cards .card-title a[href]") or root.css("a[href]")
    for node in nodes:
        yield node.attributes.get("href") or ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a site is published: its host names (with ports), and the path of its home page, which ends in a slash.

    The path is such as `/blog/` in `https://example.org/blog/`.
    """

    hosts: frozenset[str]
    base_path: str

    def path(self, href: str, page: str) -> str | None:
        """The path, relative to the home page, to which the link `href` leads from the page in the file `page`.

        None if the link leads out of the site or is no valid address.
        """
        here = f"https://{_NOWHERE}{quote(self.base_path + page)}"
        try:
            to = urlsplit(urljoin(here, href.strip()))
        except ValueError:
            return None
        if to.scheme not in ("http", "https") or (to.netloc != _NOWHERE and to.netloc not in self.hosts):
            return None
        path = unicodedata.normalize("NFC", unquote(to.path)) or "/"
        return path[len(self.base_path) :] if path.startswith(self.base_path) else None


_NOWHERE = "nowhere.invalid"


def place_of(page: str, canonical: str) -> Place | None:
    """Where a site is published, as shown by `canonical`, the canonical URL of its page in the file `page`.

    For example, `https://example.org/blog/a/` for the file `a/index.html` shows the host and `/blog/`.  None if
    `canonical` does not end in the path of `page`.
    """
    try:
        parts = urlsplit(canonical)
    except ValueError:
        return None
    address = address_of(page)
    path = unicodedata.normalize("NFC", unquote(parts.path)) or "/"
    for form in (address, f"/{page}", address.removesuffix(".html"), address.rstrip("/")):
        if parts.netloc and path.endswith(form):
            return Place(frozenset({parts.netloc}), path.removesuffix(form) + "/")
    return None


def files_at(path: str) -> tuple[str, ...]:
    """The paths of files that a web host may show for the requested `path`, likeliest first; paths have no first slash.

    For `a`, these are `a`, `a/index.html` and `a.html`; for `a/`, only `a/index.html`.
    """
    if not path or path.endswith("/"):
        return (f"{path}index.html",)
    return path, f"{path}/index.html", f"{path}.html"
