"""Articles and pages.  Planning decides everything on them that depends on other posts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from urllib.parse import quote

from markupsafe import Markup

from generator.article.damage import place_id
from generator.model import Post, Summary
from generator.outputs.contexts import PlanContext, RenderContext
from generator.outputs.indexing import is_indexed
from generator.outputs.page import Page, Reads
from generator.outputs.parts import (
    NO_TARGET,
    Target,
    moment_iso,
    moment_text,
    notice,
    planned_cover,
    term,
    term_link,
    title_lang,
)  # fmt: skip
from generator.outputs.references import fill, in_article, resolve
from generator.outputs.related import related_posts
from generator.pictures import Sides
from generator.stored import Stored
from generator.templating.filters import counted, number
from generator.templating.pieces import DamageView, HeadingView, HeadView, LinkView, OtherPostView, PostView
from generator.templating.views import PagePageView, PostPageView

POST, PAGE = "post", "page"
ARTICLES = frozenset({POST, PAGE})
"""The kinds of page that are made from a single source."""
CHARACTERS_PER_MINUTE = 400
"""Reading speed for Chinese, the language of most posts."""
LONG_MINUTES = 5
"""From this reading time on, an article has a link back to its top."""


_CLAUSE = re.compile(r".{8,60}?(?=[，。；：！？、,.;:!?])")
_WORDS = re.compile(r".{8,60}(?=\s)")
_ENDS = re.compile(r"[，。；：！？、,.;:!?\s]")
DESCRIPTION_BYTES = 240
"""Most bytes of the description of a page: search engines show about 80 Chinese characters or 160 Latin letters."""
MOST_COPIES = 20
"""Copies that a page names: a text that hundreds of posts share is a template, not an article."""


@dataclass(frozen=True, slots=True)
class OtherPost(Stored):
    """A post to which the page of another one leads: a neighbour, a related post or a copy."""

    title: str
    address: str
    language: str
    """The language of the title; empty if it is that of the site."""
    source: str = ""
    published: datetime | None = None


@dataclass(frozen=True, slots=True)
class PostContent(Stored):
    """What the page of an article shows besides the article itself: the links to other posts, lists and files."""

    resolutions: tuple[tuple[tuple[str, str], str], ...]
    cover: str
    source: Target
    tags: tuple[Target, ...]
    breadcrumbs: tuple[tuple[Target, ...], ...]
    newer: OtherPost | None
    older: OtherPost | None
    related: tuple[OtherPost, ...]
    best: OtherPost | None
    """The best copy of the article, if the article is not that itself."""
    copies: tuple[OtherPost, ...]
    """The other copies."""
    whole: tuple[str, ...]
    """For each damaged place, the address of the same line in an undamaged copy; empty if there is none."""
    is_indexed: bool
    sides: tuple[tuple[str, Sides], ...]
    """The sizes of the pictures among the files to which the post refers, by address."""


def plan_posts(context: PlanContext) -> Iterator[Page[PostContent]]:
    """One page of the site for each post, hidden posts included."""
    index = context.index
    related = related_posts(index, context.config)
    return _plan((*index.dated, *index.undated, *index.unlisted), context, related)


def plan_pages(context: PlanContext) -> Iterator[Page[PostContent]]:
    """One page of the site for each source that is no post and in no list, such as an about page."""
    return _plan(context.index.pages, context, {})


def _plan(
    ids: Iterable[str], context: PlanContext, related: Mapping[str, tuple[str, ...]]
) -> Iterator[Page[PostContent]]:
    index = context.index
    sides = {file.address: file.sides for file in (*index.static, *index.media.values()) if file.sides is not None}
    breadcrumbs: dict[tuple[tuple[str, ...], ...], tuple[tuple[Target, ...], ...]] = {}
    for id in ids:
        summary = index.summaries[id]
        categories = summary.header.categories if summary.kind == "post" else ()
        if categories not in breadcrumbs:
            breadcrumbs[categories] = _breadcrumbs(categories, context)
        best, others = _copies(id, context)
        resolutions = resolve(summary, index, context.config)
        content = PostContent(
            resolutions=tuple(sorted(resolutions.items())),
            cover=planned_cover(summary, context),
            source=term(context, "source", summary.header.origin) if _has_source(summary) else NO_TARGET,
            tags=tuple(filter(any, (term(context, "tag", tag) for tag in _tags(summary)))),
            breadcrumbs=breadcrumbs[categories],
            newer=_neighbour(id, 0, context),
            older=_neighbour(id, 1, context),
            related=tuple([_other(other, context) for other in related.get(id, ())]),
            best=best,
            copies=others,
            whole=_whole(id, context),
            is_indexed=is_indexed(summary, context.config),
            sides=tuple(sorted((address, sides[address]) for address in {*resolutions.values()} & sides.keys())),
        )
        template = PostPageView.template if summary.kind == POST else PagePageView.template
        yield Page(index.addresses[id], summary.kind, template, content, (id,), Reads.BODIES)


def _has_source(summary: Summary) -> bool:
    return summary.kind == "post" and bool(summary.header.origin)


def _tags(summary: Summary) -> Iterable[str]:
    return dict.fromkeys(summary.header.tags) if summary.kind == "post" else ()


def _breadcrumbs(categories: tuple[tuple[str, ...], ...], context: PlanContext) -> tuple[tuple[Target, ...], ...]:
    paths = dict.fromkeys(categories)
    # A path that is the beginning of another one adds nothing.
    deepest = [path for path in paths if not any(other != path and other[: len(path)] == path for other in paths)]
    links = (
        tuple(filter(any, (term(context, "category", *path[:depth]) for depth in range(1, len(path) + 1))))
        for path in deepest
    )
    return tuple(filter(None, links))


def _neighbour(id: str, side: int, context: PlanContext) -> OtherPost | None:
    other = context.index.neighbours.get(id, ("", ""))[side]
    if not other:
        return None
    summary = context.index.summaries[other]
    return OtherPost(summary.header.title, context.index.addresses[other], summary.title_language)


def _copies(id: str, context: PlanContext) -> tuple[OtherPost | None, tuple[OtherPost, ...]]:
    """The best copy of a post, None if the post is that itself, and the others.

    A page of the owner names the owner's posts only, so that the title of an untrusted post never appears there.
    """
    copy_set = context.index.copies.get(id)
    if copy_set is None:
        return None, ()
    is_mine = context.config.locate(id)[0].trusted
    # Lazily, because thousands of posts may be one article.
    shown = (
        other
        for other in copy_set.ids
        if other not in (id, copy_set.best) and (not is_mine or context.config.locate(other)[0].trusted)
    )
    others = islice(shown, MOST_COPIES)
    best = None if copy_set.best == id else _other(copy_set.best, context)
    return best, tuple(_other(other, context) for other in others)


def _other(id: str, context: PlanContext) -> OtherPost:
    summary = context.index.summaries[id]
    header = summary.header
    address = context.index.addresses[id]
    return OtherPost(header.title, address, summary.title_language, header.origin, header.published)


def _whole(id: str, context: PlanContext) -> tuple[str, ...]:
    """The addresses of the lines of an undamaged copy that say the same as the damaged places of a post.

    A browser looks for the text in the fragment (a text directive), so that the copy needs no ids.
    """
    copy = context.index.whole.get(id)
    if copy is None or (context.config.locate(id)[0].trusted and not context.config.locate(copy.id)[0].trusted):
        return ()
    address = context.index.addresses[copy.id]
    return tuple(f"{address}#:~:text={_directive(line)}" if line else "" for line in copy.lines)


def _directive(line: str) -> str:
    """The beginning of a line for a text directive: up to a sign or a blank, because browsers look for whole words."""
    start = _CLAUSE.match(line) or _WORDS.match(line)
    return quote(start[0] if start is not None else line, safe="").replace("-", "%2D")


def view(page: Page[PostContent], context: RenderContext) -> PostPageView | PagePageView:
    """The view of an article: a PostPageView for a post, a PagePageView for a page such as an about page."""
    content = page.content
    post = context.post(page.shows[0])
    shown = _post_view(post, content, context)
    removed: dict[str, int] = {}
    for removal in post.removals:
        removed[removal.kind] = removed.get(removal.kind, 0) + removal.count
    told = notice(removed, context)
    damage_text, damage = _damage(post, content.whole, context)
    head = _head(page.address, post, shown, content, context)
    if page.kind == PAGE:
        return PagePageView(context.site, head, context.menu(head), context.footer(), shown, told, damage_text, damage)
    return PostPageView(
        site=context.site,
        head=head,
        menu=context.menu(head),
        footer=context.footer(),
        post=shown,
        breadcrumbs=tuple(_breadcrumb_views(content, context)),
        newer=_neighbour_view(content.newer, context),
        older=_neighbour_view(content.older, context),
        related=tuple(_other_view(other, context) for other in content.related),
        best_copy=_other_view(content.best, context) if content.best is not None else None,
        copies=tuple(_other_view(copy, context) for copy in content.copies),
        notice=told,
        damage_text=damage_text,
        damage=damage,
    )


def _breadcrumb_views(content: PostContent, context: RenderContext) -> Iterator[tuple[LinkView, ...]]:
    """The links of each category path, without a category that is called like the source, which is beside them."""
    source = content.source[0]
    for path in content.breadcrumbs:
        if links := tuple([term_link(level, context) for level in path if level[0] != source]):
            yield links


def _neighbour_view(post: OtherPost | None, context: RenderContext) -> LinkView | None:
    return LinkView(post.title, context.href(post.address), lang=post.language) if post is not None else None


def _damage(post: Post, whole: tuple[str, ...], context: RenderContext) -> tuple[str, tuple[DamageView, ...]]:
    """What the page says about places with lost characters, and a link to each; empty if there are none.

    `whole` has for each place the address of the same line in an undamaged copy, or is empty.
    """
    if not post.damage:
        return "", ()
    marked = [paragraph for paragraph in post.damage for _ in paragraph.places]
    # An article that is shown as text has no marks to which something could lead.
    addresses = whole if len(whole) == len(marked) else ("",) * len(marked)
    places = enumerate(zip(marked, addresses, strict=True), start=1)
    views = [
        DamageView(str(number), f"#{place_id(number)}", better_href=_line_href(address, context))
        for number, (paragraph, address) in places
        if paragraph.paragraph_id
    ]
    return counted(context.site.text, "damaged", len(marked), score=number(post.likeness.damage)), tuple(views)


def _line_href(address: str, context: RenderContext) -> str:
    # A fragment is escaped already.
    page, sign, directive = address.partition("#")
    return f"{context.href(page)}{sign}{directive}"


def _other_view(post: OtherPost, context: RenderContext) -> OtherPostView:
    published = moment_text(post.published, context)
    return OtherPostView(post.title, context.href(post.address), post.source, published, lang=post.language)


def _post_view(post: Post, content: PostContent, context: RenderContext) -> PostView:
    header, config = post.header, context.config
    sides = {**dict(content.sides), **{picture.address: picture.sides for picture in post.pictures if picture.sides}}
    html = fill(post.segments, dict(content.resolutions), context.href, sides)
    cover = context.href(content.cover)
    is_updated = header.updated is not None and (header.published is None or header.updated > header.published)
    minutes = max(1, round(post.word_count / CHARACTERS_PER_MINUTE))
    fewest = config.theme.contents
    is_divided = 0 < fewest <= len(post.headings)
    has_contents = bool(post.headings) and (is_divided if header.has_toc is None else header.has_toc)
    return PostView(
        title=header.title,
        content=Markup(html),
        excerpt=post.excerpt,
        published=moment_iso(header.published, config),
        published_text=moment_text(header.published, context),
        updated=moment_iso(header.updated, config) if is_updated else "",
        updated_text=moment_text(header.updated, context) if is_updated else "",
        author="" if header.author == header.origin else header.author,
        source=term_link(content.source, context) if content.source != NO_TARGET else None,
        link=header.link,
        tags=tuple([term_link(tag, context) for tag in content.tags]),
        # A cover that is also in the article is not shown twice.
        cover="" if not cover or in_article(cover) in html else cover,
        cover_sides=sides.get(content.cover),
        word_count=post.word_count,
        reading_minutes=minutes,
        headings=tuple([HeadingView(h.level, f"#{h.id}", h.text) for h in post.headings]) if has_contents else (),
        is_long=has_contents or minutes >= LONG_MINUTES,
        labels=tuple(_labels(post, html, cover, context)),
        lang=post.language,
        title_lang=title_lang(post, context),
        allows_comments=header.comments,
        extra=dict(header.extra),
    )


def _brief(text: str) -> str:
    """The beginning of `text`, cut after a sign or a word."""
    if len(text.encode()) <= DESCRIPTION_BYTES:
        return text
    beginning = text.encode()[:DESCRIPTION_BYTES].decode("utf-8", "ignore")
    ends = [found.end() for found in _ENDS.finditer(beginning)]
    return f"{beginning[: ends[-1]] if ends else beginning}".rstrip(" ，、,;；:：") + "…"


def _labels(post: Post, html: str, cover: str, context: RenderContext) -> Iterator[tuple[str, str]]:
    """The names of what the script adds to an article, for the attributes `data-…` from which it takes them.

    Only those that this article needs, because they stand on a hundred thousand pages.
    """
    text = context.site.text
    if post.headings:
        yield "section", text["section"]
    if "<pre" in html:
        yield "copy", f"{text['copy']}|{text['copied']}"
    if "<img" in html or cover:
        yield "enlarge", f"{text['enlarge']}|{text['close']}"
    if "<pre" in html or 'class="table"' in html or "<math" in html:
        yield "scroll", text["scroll"]


def _head(address: str, post: Post, shown: PostView, content: PostContent, context: RenderContext) -> HeadView:
    canonical = context.absolute(content.best.address if content.best is not None else address)
    image = context.absolute(content.cover)
    json_ld: dict[str, object] | None = None
    if post.kind == "post" and shown.link:
        # Of all that structured data could say of an article, only the original is in no meta element.  Consumers
        # which read both (search engines, reading views, reference managers) take the rest from there.
        json_ld = {"@context": "https://schema.org", "@type": "NewsArticle", "isBasedOn": shown.link}
    return HeadView(
        title=f"{shown.title} · {context.site.title}",
        name=shown.title,
        description=_brief(post.excerpt),
        address=context.absolute(address),
        canonical=canonical,
        kind="article" if post.kind == "post" else "website",
        image=image,
        is_indexed=content.is_indexed,
        published=shown.published,
        updated=shown.updated,
        author=post.header.author if post.kind == "post" else "",
        json_ld=json_ld,
    )
