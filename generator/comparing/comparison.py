"""Compares the current site with a published one page by page; of unmatched articles, only sketches are kept."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from generator.addresses import PLACE, address_of, file_path
from generator.building.inspection import Inspection
from generator.comparing.articles import changes_of
from generator.comparing.collected import ArticlePair, CurrentPages, Differences
from generator.comparing.files import other_files
from generator.comparing.findings import (
    Comparison,
    Gone,
    Moved,
    RedirectChange,
)
from generator.comparing.lists import CurrentList, PublishedPages, kind_of, lists_changed, own_page
from generator.comparing.moves import Sketch, is_other_article, match, score, sketch
from generator.comparing.reading import (
    Article,
    Place,
    article_root,
    canonical_of,
    files_at,
    parse,
    place_of,
    read_article,
    redirect_of,
    same_article,
    sure_root,
    title_of,
)
from generator.errors import Severity, SiteError
from generator.model import Removal
from generator.outputs.assets import FILE
from generator.outputs.lists.listings import ARCHIVE
from generator.outputs.lists.pages import LIST, ListContent
from generator.outputs.page import Page
from generator.outputs.posts import ARTICLES, POST
from generator.outputs.redirects import REDIRECT
from generator.publishing.branch import is_page
from generator.publishing.published import Published
from generator.publishing.tree import OutputFile
from generator.runtime.progress import Progress

_BATCH = 128


def compare(inspection: Inspection, published: Published, progress: Progress) -> Comparison:
    """What would change if the current site, in `inspection`, were published in place of the site `published`.

    Pages that cannot be read or rendered do not end the comparison but are listed in the result.  Raises SiteError
    git-failed if git cannot read the published branch.
    """
    return _Comparing(inspection, published, progress).run()


class _Comparing:
    """A comparison of two sites while its pages are being read."""

    def __init__(self, inspection: Inspection, published: Published, progress: Progress) -> None:
        self._inspection, self._published, self._progress = inspection, published, progress
        self._old = {_name(file): file for file in published.files}
        self._pages = {name: file for name, file in self._old.items() if is_page(file.path)}
        self._now, self._found = CurrentPages(), Differences()
        self._place = self._find_place()
        self._gone: dict[str, Sketch] = {}
        self._new: dict[str, Sketch] = {}
        self._replaced: dict[str, ArticlePair] = {}
        self._redirected: dict[str, str] = {}
        self._lists: dict[str, str] = {}
        """Titles of published pages that are gone and are no articles, such as lists, by file."""

    def run(self) -> Comparison:
        """Compare the two sites and return the differences; moved articles are read twice, all other pages once."""
        self._progress.phase("compare", 0)
        self._go_through_now()
        self._go_through_gone()
        moved = self._match()
        self._progress.phase("moved", len(moved))
        self._go_through_moved(moved)
        self._progress.phase("lists", len(self._now.listed))
        return self._result({pair.was: pair.to for pair in moved})

    def _find_place(self) -> Place:
        """Where the site was published, according to the canonical address in its home page or in another page."""
        names = sorted(self._pages, key=lambda name: (name != "index.html", name.count("/"), name))[:8]
        for name, data in self._read(names):
            if data and (place := place_of(name, canonical_of(parse(data)))) is not None:
                return place
        return Place(frozenset(), self._inspection.site.config.base_path)

    def _read(self, names: Iterable[str]) -> Iterator[tuple[str, bytes | None]]:
        chosen = list(names)
        contents = self._published.read(self._old[name] for name in chosen)
        yield from zip(chosen, (data for _, data in contents), strict=True)

    # ---------------------------------------------------------------------------- pages that are there

    def _go_through_now(self) -> None:
        pages = iter(self._inspection.pages())
        while batch := list(islice(pages, _BATCH)):
            looked_at = {}
            for page in batch:
                name = file_path(page.address)
                self._now.kinds[name] = page.kind
                if page.kind in ARTICLES:
                    self._now.sources[name] = page.shows[0]
                elif page.kind == LIST:
                    self._note_list(page, name)
                is_static_page = page.kind == FILE and is_page(os.fsencode(name))
                if page.kind in ARTICLES or (name in self._pages and (page.kind == REDIRECT or is_static_page)):
                    looked_at[name] = page
            old = dict(self._read(name for name in looked_at if name in self._pages))
            for name, page in looked_at.items():
                self._look(page, name, old.get(name))
            self._progress.advance(len(batch))

    def _note_list(self, page: Page[ListContent], name: str) -> None:
        content = page.content
        if (content.kind,) == ARCHIVE:  # the lists of the years show the same posts
            return
        own = own_page(name, self._inspection.site.config.lists.pagination_dir)
        kind = "undated" if content.is_undated else content.kind
        listed = self._now.listed.setdefault(own, CurrentList(kind, []))
        listed.posts.extend(file_path(self._inspection.index.addresses[id]) for id in page.shows)

    def _look(self, page: Page[Any], name: str, old: bytes | None) -> None:
        """Compare the current page `page`, in the file `name`, with `old`, the published file at its address.

        `old` is None if there was no such file, or if it cannot be read.
        """
        if old is None and name in self._pages:
            self._found.unread.append(address_of(name))
            return
        if page.kind == REDIRECT:
            if old is not None:
                self._look_at_redirect(name, page.content.address.partition(PLACE)[0], old, page.content.list)
            return
        new = self._rendered(page)
        if new is None:
            return
        if old is None:
            self._new[name] = self._sketch_now(page, name, new)
            return
        if page.kind == FILE:
            to = redirect_of(parse(new))
            if to is not None:
                self._look_at_redirect(name, self._address(to, name), old)
                return
        self._found.compared += 1
        if same_article(old, new):
            return
        if page.kind == FILE:
            self._look_at_file(name, old, new)
        else:
            self._look_at_article(page, name, old, new)

    def _look_at_file(self, name: str, old: bytes, new: bytes) -> None:
        """Compare a static file that may hold an article."""
        tree, new_tree = parse(old), parse(new)
        root, new_root = article_root(tree), article_root(new_tree)
        if root is not None and new_root is not None:
            before, after = read_article(tree, root), read_article(new_tree, new_root)
            if before != after:
                self._compare_articles(before, after, name, name)

    def _look_at_article(self, page: Page[Any], name: str, old: bytes, new: bytes) -> None:
        """Compare an article with the page that was at its address."""
        tree, new_tree = parse(old), parse(new)
        if redirect_of(tree) is not None:
            # A redirect became an article, so nothing is lost at this address.
            self._new[name] = self._sketch_now(page, name, new)
            return
        before, after = read_article(tree, sure_root(tree)), read_article(new_tree, sure_root(new_tree))
        if before == after:
            return
        was, now = sketch(before, name, self._place), sketch(after, name, self._place_now, self._key(name))
        if is_other_article(was, now):
            self._gone[name], self._new[name] = was, now
            self._replaced[name] = ArticlePair(name, name)
            return
        self._compare_articles(before, after, name, name)

    def _look_at_redirect(self, name: str, to: str, old: bytes, small_list: tuple[str, ...] = ()) -> None:
        """Compare a redirect to `to` with the page that was at its address.

        `small_list` has the kind and names of a list that is shown elsewhere because it is small; empty otherwise.
        """
        tree = parse(old)
        if (was := redirect_of(tree)) is not None:
            before = self._address(was, name)
            if before != to:
                self._found.redirects.append(RedirectChange(address_of(name), before, to))
        elif to.startswith("/") and article_root(tree) is not None:
            self._redirected[name] = to
        elif not small_list:
            title = title_of(tree)
            self._found.moved.append(Moved(address_of(name), to, "", title, redirect=to, is_same=False))

    def _address(self, href: str, name: str) -> str:
        """The address in the site to which the link `href` of the page `name` leads; `href` if it leads elsewhere."""
        path = self._place.path(href, name) if href else None
        if path is None:
            path = self._place_now.path(href, name)
        if path is None:
            return href
        known = next((file for file in files_at(path) if file in self._pages or file in self._now.kinds), None)
        return address_of(known if known is not None else path)

    @property
    def _place_now(self) -> Place:
        config = self._inspection.site.config
        return Place(frozenset({config.origin.partition("//")[2]}), config.base_path)

    def _rendered(self, page: Page[Any]) -> bytes | None:
        try:
            return self._inspection.render(page)
        except SiteError as error:
            self._found.problems[error.problem] = None
            return None

    def _key(self, name: str) -> str:
        id = self._now.sources.get(name)
        return self._inspection.index.summaries[id].key if id is not None else ""

    def _sketch_now(self, page: Page[Any], name: str, data: bytes) -> Sketch:
        tree = parse(data)
        return sketch(read_article(tree, sure_root(tree)), name, self._place_now, self._key(name))

    # -------------------------------------------------------------------------------- pages that are gone

    def _go_through_gone(self) -> None:
        folder = self._inspection.site.config.lists.pagination_dir
        names = [name for name in self._pages if name not in self._now.kinds and own_page(name, folder) == name]
        self._progress.phase("gone", len(names))
        for name, data in self._read(names):
            self._progress.advance()
            if data is None:
                self._found.unread.append(address_of(name))
                self._found.gone.append(Gone(address_of(name), "page", ""))
                continue
            tree = parse(data)
            if (to := redirect_of(tree)) is not None:
                self._found.gone.append(Gone(address_of(name), "redirect", f"→ {self._address(to, name)}"))
            elif (root := article_root(tree)) is not None:
                self._gone[name] = sketch(read_article(tree, root), name, self._place)
            else:
                self._lists[name] = title_of(tree)

    def _match(self) -> list[ArticlePair]:
        """Match gone articles with new ones, record those without a match as gone, and return the pairs to compare."""
        matches = match(self._gone, self._new)
        pairs = []
        for name, gone in self._gone.items():
            to = matches.moved.get(name)
            pair = self._replaced.get(name)
            if to is not None and to != name:
                title = self._new[to].shown_title
                source = self._now.sources[to]
                is_replaced = pair is not None
                self._found.moved.append(
                    Moved(address_of(name), address_of(to), source, title, is_replaced=is_replaced)
                )
                pairs.append(ArticlePair(name, to))
            elif pair is not None:
                # It did not move, so the article at this address was rewritten.
                pairs.append(pair)
            else:
                candidates = tuple(address_of(path) for path in matches.unsure.get(name, ()))
                self._found.gone.append(Gone(address_of(name), "article", gone.shown_title, candidates))
        pairs += [ArticlePair(name, self._file_now(to), to) for name, to in self._redirected.items()]
        return sorted(pairs, key=lambda pair: pair.was)

    def _file_now(self, address: str) -> str:
        """The path of the file that a web host would now show at `address`; empty if there is none."""
        return next((file for file in files_at(address.removeprefix("/")) if file in self._now.kinds), "")

    # --------------------------------------------------------------------------------- articles that moved

    def _go_through_moved(self, pairs: list[ArticlePair]) -> None:
        """Compare the texts of articles that have moved, or were replaced, with their published versions."""
        due: dict[str, list[ArticlePair]] = {}
        for pair in pairs:
            gone, new = self._gone.get(pair.was), self._new.get(pair.to)
            if gone is None or new is None or gone.whole != new.whole:
                due.setdefault(pair.to, []).append(pair)
            else:
                self._progress.advance()
        pages = iter(self._inspection.pages()) if due else iter(())
        while due and (batch := list(islice(pages, _BATCH))):
            articles = [page for page in batch if page.kind in ARTICLES and file_path(page.address) in due]
            chosen = [(page, pair) for page in articles for pair in due.pop(file_path(page.address))]
            old = dict(self._read(pair.was for _, pair in chosen))
            for page, pair in chosen:
                self._look_across(page, pair, old[pair.was])
                self._progress.advance()
        for pair in (pair for rest in due.values() for pair in rest):
            address = address_of(pair.was)
            if pair.to:  # it leads to a page that is no article, such as a list
                self._found.moved.append(Moved(address, pair.redirect, "", "", pair.redirect, is_same=False))
            else:
                self._found.gone.append(Gone(address, "article", f"→ {pair.redirect}, where nothing is"))

    def _look_across(self, page: Page[Any], pair: ArticlePair, old: bytes | None) -> None:
        new = self._rendered(page)
        if old is None or new is None:
            return
        tree, new_tree = parse(old), parse(new)
        before, after = read_article(tree, sure_root(tree)), read_article(new_tree, sure_root(new_tree))
        is_same = True
        if pair.redirect:
            old_sketch = sketch(before, pair.was, self._place)
            new_sketch = sketch(after, pair.to, self._place_now, self._key(pair.to))
            is_same = bool(score(old_sketch, new_sketch, pair.to))
            source = self._now.sources[pair.to]
            self._found.moved.append(
                Moved(address_of(pair.was), pair.redirect, source, before.title, pair.redirect, is_same=is_same)
            )
        if is_same:
            self._compare_articles(before, after, pair.was, pair.to)

    def _compare_articles(self, before: Article, after: Article, was: str, to: str) -> None:
        source, found = self._now.sources.get(to, ""), self._found
        changes = changes_of(before, after, source, address_of(was), address_of(to), self._removals)
        found.missing += changes.missing
        found.added += changes.added
        found.anchors += changes.anchors
        found.details += changes.details

    def _removals(self, source: str) -> tuple[Removal, ...]:
        return self._inspection.post(source).removals if source else ()

    # ----------------------------------------------------------------------------------------------- result

    def _result(self, moved: dict[str, str]) -> Comparison:
        now, found = self._now, self._found
        settings = self._inspection.site.config.lists
        names = {*self._gone, *self._redirected}
        # A rewritten article did not move.
        elsewhere = {name: moved.get(name, "") for name in names if moved.get(name) != name}
        posts = {name for name in now.sources if now.kinds[name] == POST}
        kinds = {name: kind_of(name, settings) for name in self._pages if name in self._lists}
        found.gone += [
            Gone(address_of(name), "page" if kinds[name] == "other" else "list", title)
            for name, title in self._lists.items()
        ]
        before = PublishedPages(self._pages, elsewhere, self._place, self._read)
        gone = [name for name, kind in kinds.items() if kind != "other"]
        index = self._inspection.index
        unlisted = {file_path(index.addresses[id]) for id in index.unlisted if id in index.copies}
        lists = tuple(lists_changed(before, gone, now.listed, posts, unlisted, settings, self._progress.advance))
        redirects = [item for item in found.redirects if moved.get(file_path(item.was)) != file_path(item.to)]
        folder = settings.pagination_dir
        pages_now = [name for name in now.kinds if is_page(os.fsencode(name))]
        list_pages = [name for name in (*self._pages, *pages_now) if own_page(name, folder) != name]
        files = other_files(self._old, now.kinds, f"{self._inspection.site.config.search.dir}/")
        return Comparison(
            shown=self._published.shown,
            remarks=self._published.remarks,
            before=len(self._pages),
            now=len(pages_now),
            compared=found.compared,
            gone=tuple(sorted(found.gone, key=lambda one: one.address)),
            moved=tuple(sorted(found.moved, key=lambda one: one.address)),
            new=tuple(sorted(address_of(name) for name in pages_now if self._is_new(name, moved, folder))),
            missing=tuple(sorted(found.missing, key=lambda one: one.address)),
            added=tuple(sorted(found.added, key=lambda one: one.address)),
            anchors=tuple(sorted(found.anchors, key=lambda one: one.address)),
            details=tuple(sorted(found.details, key=lambda one: one.address)),
            lists=lists,
            redirects=tuple(sorted(redirects, key=lambda one: one.address)),
            list_pages_gone=tuple(sorted(address_of(name) for name in list_pages if name not in now.kinds)),
            list_pages_new=tuple(sorted(address_of(name) for name in list_pages if name not in self._pages)),
            media_gone=files.media_gone,
            files_gone=files.gone,
            files_new=files.new,
            unread=tuple(sorted(found.unread)),
            problems=(
                *(item for item in self._inspection.log.problems if item.severity is Severity.ERROR),
                *found.problems,
            ),
        )

    def _is_new(self, name: str, moved: dict[str, str], folder: str) -> bool:
        return name not in self._pages and name not in moved.values() and own_page(name, folder) == name


def _name(file: OutputFile) -> str:
    """The path of a file in the Unicode form NFC, as in addresses: paths that differ only in their form are equal."""
    return unicodedata.normalize("NFC", os.fsdecode(file.path))
