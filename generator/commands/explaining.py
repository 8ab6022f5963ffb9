"""Makes the lines that `pressmark explain` prints about a source (the file of a post) or about a page of the site."""

from __future__ import annotations

import difflib
import os
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from generator.addresses import absolute, href
from generator.article.elements import BLOCKS, CELLS, alternation
from generator.article.nodes import read_body, write_body
from generator.bodies.markup import kind_of, to_html
from generator.building.inspection import Inspection
from generator.building.looking import compare_file
from generator.commands.printing.summary import account_text
from generator.commands.printing.terminal import heading, safe
from generator.config.privacy import is_secret
from generator.errors import Problem, SiteError, Where
from generator.model import FieldMap, FieldValue, Post, RawPost
from generator.outputs.indexing import is_indexed
from generator.outputs.page import Page, PageKey
from generator.outputs.references import fill, resolve
from generator.site_index import SiteFile, SiteIndex

_TEXT_LENGTH = 160
_MOST_COPIES = 20


def explain_target(target: str, inspection: Inspection, *, with_body: bool = False) -> list[str]:
    """The lines that explain a source (where it is published, what was removed) or a page (what makes it change).

    `target` is the path of a source, relative to the working directory or the site, or the address or URL of a page.
    With `with_body`, the lines for a source include what cleaning changed in its body.  Raises SiteError target-unknown
    if `target` names no source and no page.
    """
    log = inspection.log
    sources = {source.id for source in inspection.found.sources}
    for id in _ids(target, inspection.site.folder):
        if id in sources:
            is_shown = with_body and not _kept_by(id, inspection)
            return [*_source_lines(id, inspection), *(_body_lines(id, inspection) if is_shown else ())]
    by_address = {page.address: page for page in inspection.pages()}
    for address in _addresses(target, inspection):
        if address in by_address:
            return list(_page_lines(by_address[address], inspection))
    for id in _ids(target, inspection.site.folder):
        for page in by_address.values():
            # Static files and pictures beside posts can also be named by their path in the site.
            if isinstance(page.content, SiteFile) and _is_same_file(page.content.path, inspection.site.folder / id):
                return list(_page_lines(page, inspection))
        if about := [problem for problem in log.problems if problem.where.path == id]:
            return [f"Source       {safe(id)}", "Published    no", "", *_problem_lines(about)]
    help = "name a source by its path, such as content/posts/a.md, or a page by its address, such as /tags/"
    if near := _nearest(target, sources):
        help = f"did you mean {near}?"
    raise SiteError("target-unknown", "neither a source of this site nor an address of it", Where(target), help)


def _ids(target: str, site: Path) -> Iterator[str]:
    if not target:
        return
    for path in (target, os.path.relpath(target, site)):
        yield path
        yield unicodedata.normalize("NFC", path)
        yield os.path.normpath(path)


def _addresses(target: str, inspection: Inspection) -> Iterator[str]:
    base_path = inspection.site.config.base_path
    if not target:
        return
    path = target
    if target.startswith(("http://", "https://")):
        try:
            path = urlsplit(target).path
        except ValueError:
            return
    path = unicodedata.normalize("NFC", unquote(path))
    # A path in the output folder, as a shell completes it, is the address of its page.
    in_output = os.path.relpath(target, inspection.site.output)
    names = [path, path.partition("#")[0].partition("?")[0]]
    if not in_output.startswith(".."):
        names.append("" if in_output == "." else in_output)
    for name in names:
        address = "/" + name.lstrip("/").removesuffix("index.html")
        if address.startswith(base_path):
            yield from _with_and_without_slash(address[len(base_path) - 1 :])
        yield from _with_and_without_slash(address)


def _with_and_without_slash(address: str) -> tuple[str, str]:
    return address, f"{address}/"


def _is_same_file(path: str, other: Path) -> bool:
    return os.path.relpath(path, other) == "."


def _nearest(target: str, sources: Iterable[str]) -> str | None:
    """A source with the same file name, else one in the same folder with a similar path; None if there is none."""
    names = sorted(sources)
    file = target.rpartition("/")[2]
    if same := [name for name in names if file and name.rpartition("/")[2] == file]:
        return same[0]
    # Comparing with every path is slow in a large site, so only paths in the same folder are compared.
    folder = target.rpartition("/")[0]
    beside = [name for name in names if folder and name.rpartition("/")[0] == folder][:1000]
    return next(iter(difflib.get_close_matches(target, beside, n=1, cutoff=0.8)), None)


# ----------------------------------------------------------------------------------------- a source


_MARKUP = {"html": "HTML", "markdown": "Markdown", "text": "plain text"}


def _source_lines(id: str, inspection: Inspection) -> Iterator[str]:
    index, config = inspection.index, inspection.site.config
    yield f"Source       {safe(id)}"
    address = index.addresses.get(id)
    yield f"Published    {safe(address) if address is not None else 'no'}"
    if address is not None:
        yield f"             {absolute(address, config.url)}"
    yield from _notes_for_readers(id, inspection)
    about = [problem for problem in inspection.log.problems if problem.where.path == id]
    if kept_by := _kept_by(id, inspection):
        # The header and body are only for people who know the password.
        yield f"Protected    by {safe(kept_by)}"
        yield ""
        yield from _problem_lines(about)
        return
    try:
        raw, post = inspection.raw(id), inspection.post(id)
    except (KeyError, SiteError):
        # The source cannot be shown; its problems give the reason.
        yield ""
        yield from _problem_lines(about)
        return
    header = post.header
    yield f"Kind         {post.kind}, key {post.key}, {post.word_count:,} words"
    kind = kind_of(raw, header, inspection.site.clean)
    dialect = f" ({inspection.site.clean.root(raw.source.root).dialect})" if kind == "markdown" else ""
    yield f"Body         {_MARKUP[kind]}{dialect}"
    yield f"Title        {safe(header.title)}{'' if header.is_title_given else '  (guessed)'}"
    yield f"Date         {header.published.isoformat() if header.published else 'none: undated'}"
    if header.link:
        yield f"Original     {safe(header.link)}"
    newer, older = index.neighbours.get(id, ("", ""))
    yield from (f"{label:<13}{safe(other)}" for label, other in (("Newer", newer), ("Older", older)) if other)
    yield from _copy_lines(id, index)
    yield from (f"Redirect     {safe(old)}" for old, to in index.redirects if to == id)
    yield ""
    yield from _header_lines(raw, inspection.site.clean.private.password)
    yield f"Words        {account_text(post.account)}"
    yield from _removal_lines(post)
    yield from _reference_lines(id, inspection)
    yield from _problem_lines([*about, *(problem for problem in post.problems if problem not in about)])


def _copy_lines(id: str, index: SiteIndex) -> Iterator[str]:
    """The lines about the other copies of a post, and which of them is the best."""
    copy_set = index.copies.get(id)
    if copy_set is None:
        return
    best = "this" if copy_set.best == id else safe(copy_set.best)
    yield f"Copies       {len(copy_set.ids):,} of one article; the best is {best}: {copy_set.reason}"
    unlisted = frozenset(index.unlisted)
    others = [other for other in copy_set.ids if other != id]
    if len(others) > _MOST_COPIES:
        yield f"             here the first {_MOST_COPIES} of them"
    for other in others[:_MOST_COPIES]:
        yield f"Copy         {safe(other)}{', not listed' if other in unlisted else ''}"


def _problem_lines(problems: Iterable[Problem]) -> Iterator[str]:
    in_order = sorted(problems, key=lambda problem: (problem.where, problem.code))
    yield f"Problems ({len(in_order)})" if in_order else "Problems: none"
    for problem in in_order:
        yield f"  {heading(problem)}"
        if problem.help:
            yield f"    help: {safe(problem.help)}"


def _notes_for_readers(id: str, inspection: Inspection) -> Iterator[str]:
    """The lines for a published source that is hidden from lists or from search engines."""
    index, config = inspection.index, inspection.site.config
    if id in index.addresses:
        summary = index.summaries[id]
        if summary.header.is_hidden:
            yield "Listed       no: it is hidden"
        elif id in index.copies and id in index.unlisted:
            yield "Listed       no: a better copy is"
        if not is_indexed(summary, config):
            yield "Indexed      no: its page asks search engines not to show it"


def _kept_by(id: str, inspection: Inspection) -> str:
    """The field or tag that protects a source, such as a password, so that it is not published; empty if none does."""
    return next((item.header.kept_by for item in inspection.summaries if item.id == id), "")


def _header_lines(raw: RawPost, secret: tuple[str, ...]) -> Iterator[str]:
    if not raw.has_header:
        yield "Header: none"
    else:
        yield f"Header ({len(raw.fields)} fields; the body begins on line {raw.body_line})"
    for field in raw.fields:
        value = "(not shown)" if field.value and is_secret(field.name, secret) else _cut(_value_text(field.value))
        yield f"  {field.line:>4}  {safe(field.name)}: {value}"
    yield ""


def _value_text(value: FieldValue) -> str:
    # The recursion is bounded, because a header has at most 64 levels.
    match value:
        case None:
            return "(empty)"
        case str():
            return value
        case FieldMap(items=items):
            return "{" + ", ".join(f"{name}: {_value_text(item)}" for name, item in items) + "}"
        case _:
            return "[" + ", ".join(_value_text(item) for item in value) + "]"


def _removal_lines(post: Post) -> Iterator[str]:
    total = sum(removal.count for removal in post.removals)
    yield f"Removed or mended ({total})" if total else "Removed or mended: nothing"
    for removal in post.removals:
        times = f" x{removal.count}" if removal.count != 1 else ""
        yield f"  {safe(removal.kind)}{times}  {safe(removal.rule)}  {safe(removal.where)}".rstrip()
        if removal.text:
            yield f"    {_cut(removal.text)}"
    if post.damage:
        yield f"Damaged ({sum(len(item.places) for item in post.damage)})  damage:mark"
    for item in post.damage:
        reasons = ", ".join(f"{count:,} {reason}" for reason, count in item.reasons)
        yield f"  {item.paragraph_id or '(without a mark)'}  score {item.score:,}: {reasons}"
        yield from (f"    {_cut(text)}" for _, text in item.places)
    if post.is_rechecked:
        yield "  The second sanitizer looked at this post."
    yield ""


def _reference_lines(id: str, inspection: Inspection) -> Iterator[str]:
    summary = next(item for item in inspection.summaries if item.id == id)
    if not summary.references:
        return
    resolved = resolve(summary, inspection.index, inspection.site.config)
    yield f"References into the site ({len(summary.references)})"
    for kind, target, elsewhere in summary.references:
        to = resolved.get((kind, target), elsewhere)
        yield f"  {kind} {_cut(target)} -> {_cut(to) if to else 'nothing: shown as text'}"
    yield ""


_MOST_BLOCKS = 4_000
_BLOCK_BORDER = re.compile(
    rf"(?<=.)(?=<(?:{alternation(BLOCKS | CELLS)}|style|script|!--)\b)"
    r"|(?<=</div>)|(?<=</p>)|(?<=</ul>)|(?<=<br>)"
)


def _body_lines(id: str, inspection: Inspection) -> Iterator[str]:
    """The differences between the body before and after cleaning, with a line for each block."""
    try:
        raw, post = inspection.raw(id), inspection.post(id)
    except (KeyError, SiteError):
        return
    summary = next(item for item in inspection.summaries if item.id == id)
    resolved = resolve(summary, inspection.index, inspection.site.config)
    before = _blocks(write_body(read_body(to_html(raw, post.header, inspection.site.clean).html)))
    after = _blocks(fill(post.segments, resolved, partial(href, base_path=inspection.site.config.base_path)))
    changes = list(difflib.unified_diff(before, after, n=1, lineterm=""))[2:]
    yield ""
    yield "Body, before (-) and after (+) cleaning" if changes else "Body: cleaning changed nothing"
    yield from (f"  {safe(line)}" for line in changes if not line.startswith("@@"))
    if max(len(before), len(after)) >= _MOST_BLOCKS:
        yield f"  … only the first {_MOST_BLOCKS:,} lines were compared"


def _blocks(html: str) -> list[str]:
    lines = (line.strip() for line in _BLOCK_BORDER.sub("\n", html).split("\n"))
    # The time for comparing grows with the square of the number of different lines.
    return list(islice((line for line in lines if line), _MOST_BLOCKS))


# ---------------------------------------------------------------------------------------- an address


def _page_lines(page: Page[Any], inspection: Inspection) -> Iterator[str]:
    yield f"Address      {safe(page.address)}"
    yield f"             {absolute(page.address, inspection.site.config.url)}"
    yield f"Kind         {page.kind}"
    key = inspection.key(page)
    yield f"Next build   {_why_due(page, key, inspection)}"
    yield "Key"
    for name in PageKey.__slots__:
        yield f"  {name:<10} {getattr(key, name) or '-'}"
    listing = inspection.index.listings.get(page.address)
    if listing is not None:
        yield f"Lists        {listing.count:,} posts in all"
    yield f"Shows ({len(page.shows)})" if page.shows else "Shows no source of its own"
    yield from (f"  {safe(id)}" for id in page.shows)


_MEANING = {
    "template": "its template, or one that it uses",
    "settings": "the settings, the theme's files, or Pressmark itself",
    "own": "its own source",
    "others": "what it shows of other posts, lists and files",
}


def _why_due(page: Page[Any], key: PageKey, inspection: Inspection) -> str:
    """Whether and why the next build makes `page` again, as text for the line `Next build`."""
    record = inspection.known.get(page.address)
    if record is None or not record.digest:
        return "makes it: it was never written into the output folder"
    if not record.key or compare_file(str(inspection.site.output), page.address, record) is None:
        return "makes it again: its file is missing or was changed by hand"
    before = dict(zip(PageKey.__slots__, record.key.split(" "), strict=False))
    meaning = _MEANING | ({"own": "a source whose text it prints"} if len(page.shows) > 1 else {})
    changed = [meaning[name] for name in PageKey.__slots__ if before.get(name) != getattr(key, name)]
    return f"makes it again: {'; '.join(changed)} changed" if changed else "leaves it as it is"


def _cut(text: str) -> str:
    text = safe(" ".join(text.split()))
    return text if len(text) <= _TEXT_LENGTH else f"{text[: _TEXT_LENGTH - 1]}…"
