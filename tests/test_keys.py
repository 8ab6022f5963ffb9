"""Every part of every key is needed: without it some edit goes unseen, and each part has a line here with that edit.

The parts are enumerated from the classes and signatures that hold them, so that a new part without its line fails.
"""

from __future__ import annotations

import inspect
import time
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from generator.building import looking, pages, posts, search, search_tasks, sources, tasks
from generator.model import SourceFile, Summary
from generator.outputs import keys
from generator.outputs.page import Page, PageKey, Reads
from generator.outputs.search import index as files
from generator.runtime.files import file_record
from generator.runtime.ledger import FileRecord, OutputState, SourceRecord
from generator.stages import write
from tests import key_edits as edits
from tests.costs import counted, told
from tests.key_edits import Edit, KeySite, nothing
from tests.sites import clean_copy

# -------------------------------------------------------------------------------------- the mutations

Mutation = Callable[[pytest.MonkeyPatch], object]


def part_of(module: Any, name: str, part: str, value: object = "") -> Mutation:
    """Make a part of a frozen value the same wherever the value is made."""
    kind = getattr(module, name)
    return lambda patch: patch.setattr(
        module, name, lambda *given, **named: replace(kind(*given, **named), **{part: value})
    )


def page_without(part: str, constant: object) -> Mutation:
    """Plan pages as always, but make their keys from a constant in the place of what was planned."""
    of = keys.Keys.of

    def mutated(self: keys.Keys, page: Page[Any]) -> PageKey:
        return of(self, replace(page, **{part: constant}) if getattr(page, part) else page)

    return lambda patch: patch.setattr(keys.Keys, "of", mutated)


def content_without(kind: type, part: str, constant: object) -> Mutation:
    """Plan pages as always, but make the keys of one kind of page from a constant in the place of a part."""
    of = keys.Keys.of

    def mutated(self: keys.Keys, page: Page[Any]) -> PageKey:
        if isinstance(page.content, kind):
            page = replace(page, content=replace(page.content, **{part: constant}))
        return of(self, page)

    return lambda patch: patch.setattr(keys.Keys, "of", mutated)


def any_engine_of_the_index(patch: pytest.MonkeyPatch) -> None:
    """Let a later version use the index of this one."""
    known, engine = search._known, search.engine_digest

    def mutated(*given: Any) -> search.Known | None:
        with pytest.MonkeyPatch.context() as inner:
            inner.setattr(search, "engine_digest", engine)
            return known(*given)

    patch.setattr(search, "_known", mutated)


def no_known_posts(patch: pytest.MonkeyPatch) -> None:
    """Compare no segment with the posts that it had."""
    usable = search._usable

    def mutated(*given: Any) -> dict[tuple[int, int], tuple[tuple[str, ...], Any]]:
        return {place: ((), index) for place, (_, index) in usable(*given).items()}

    patch.setattr(search, "_usable", mutated)


def any_terms(patch: pytest.MonkeyPatch) -> None:
    for module in (posts, search, search_tasks):
        patch.setattr(module, "terms_key", lambda post: f"terms:{'any' if post else ''}")


def summary_without(digest: str) -> Mutation:
    """Make keys from summaries without one of their digests."""
    begin = keys.Keys.__init__

    def mutated(self: keys.Keys, frame: keys.Frame, summaries: Mapping[str, Summary]) -> None:
        begin(self, frame, {id: replace(one, **{digest: ""}) for id, one in summaries.items()})

    return lambda patch: patch.setattr(keys.Keys, "__init__", mutated)


def clean_key_without(part: str) -> Mutation:
    key = tasks.CleanTask.key

    def mutated(self: tasks.CleanTask, id: str, digest: str) -> str:
        return key(self, *({"id": id, "digest": digest} | {part: ""}).values())

    return lambda patch: patch.setattr(tasks.CleanTask, "key", mutated)


def source_without(part: str) -> Mutation:
    """Do not compare a part of the state of a source with its record."""
    compare = sources.is_as_recorded

    def mutated(source: SourceFile, record: SourceRecord) -> bool:
        if part == "seen_ns":
            return compare(source, replace(record, seen_ns=time.time_ns() * 2))
        return compare(replace(source, **{part: getattr(record, part)}), record)

    return lambda patch: patch.setattr(sources, "is_as_recorded", mutated)


def file_without(*parts: str) -> Mutation:
    """Do not compare some parts of the state of a file in the output folder with its record."""
    compare = looking.is_as_written

    def mutated(output: str, address: str, record: FileRecord) -> bool:
        found = file_record("", Path(output, looking.file_path(address)).lstat())
        return compare(output, address, replace(record, **{part: getattr(found, part) for part in parts}))

    return lambda patch: patch.setattr(looking, "is_as_written", mutated)


def scan_without(part: str) -> Mutation:
    """Let a part of what is known of each source not count for whether anything changed."""
    state = looking.site_state

    def mutated(site: Any, found: Any, *more: Any) -> str:
        constant = {part: 0 if part in ("size_bytes", "mtime_ns", "inode") else ""}
        sources = tuple(replace(file, **constant) for file in found.sources)
        return state(site, replace(found, sources=sources), *more)

    return lambda patch: patch.setattr(looking, "site_state", mutated)


def any_clean_key(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(sources, "is_fresh", lambda source, record, task: sources.is_as_recorded(source, record))


def any_page_key(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(pages, "is_due", lambda key, record: not record.key)


def one_state(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(looking, "digest_value", lambda value: "constant")


# ------------------------------------------------------------------------------------------ the lines

LINES: dict[str, tuple[Mutation, Edit, Edit]] = {
    # part: (the mutation, what is done before the first build, the edit that goes unseen)
    "PageKey.template": (part_of(keys, "PageKey", "template"), nothing, edits.edit_a_template),
    "PageKey.settings": (part_of(keys, "PageKey", "settings"), nothing, edits.change_the_title),
    "PageKey.own": (part_of(keys, "PageKey", "own"), nothing, edits.edit_a_body),
    "PageKey.others": (part_of(keys, "PageKey", "others"), nothing, edits.edit_a_title),
    "PageSettings.engine": (part_of(keys, "PageSettings", "engine"), nothing, edits.read_more_slowly),
    "PageSettings.settings": (part_of(keys, "PageSettings", "settings"), nothing, edits.change_the_zone),
    "PageSettings.site": (part_of(keys, "PageSettings", "site"), nothing, edits.edit_the_menu),
    "Page.template": (page_without("template", ""), nothing, edits.edit_a_template),
    "Page.content": (page_without("content", None), nothing, edits.edit_a_title),
    "Page.shows": (page_without("shows", ()), nothing, edits.edit_a_title),
    "Page.lines_from": (page_without("lines_from", 0), edits.mark_the_excerpt, edits.move_the_mark),
    "Page.reads": (page_without("reads", Reads.NOTHING), nothing, edits.edit_a_body),
    "Summary.meta_digest": (summary_without("meta_digest"), edits.mark_the_excerpt, edits.move_the_mark),
    "Summary.body_digest": (summary_without("body_digest"), edits.lead_somewhere, edits.lead_elsewhere),
    "CleanBase.engine": (part_of(sources, "CleanBase", "engine"), nothing, edits.count_words_otherwise),
    "CleanBase.config": (part_of(sources, "CleanBase", "config"), edits.use_a_rule, edits.edit_the_rule),
    # With the search, a build without this part fails, because it looks up the key of each post by its id.
    "key(id)": (clean_key_without("id"), edits.have_no_search, edits.rename),
    "key(digest)": (clean_key_without("digest"), nothing, edits.edit_a_body),
    "SourceRecord.size_bytes": (source_without("size_bytes"), nothing, edits.edit_with_the_old_time),
    "SourceRecord.mtime_ns": (source_without("mtime_ns"), nothing, edits.edit_with_the_old_size),
    "SourceRecord.inode": (source_without("inode"), nothing, edits.replace_with_the_old_size_and_time),
    "SourceRecord.seen_ns": (source_without("seen_ns"), edits.touch, edits.edit_at_once),
    "SourceRecord.key": (any_clean_key, edits.use_a_rule, edits.edit_the_rule),
    "FileRecord.digest": (part_of(write, "file_record", "digest"), nothing, edits.edit_with_the_old_size),
    # Where a disk keeps ctime it shows every edit; size and time are for those that do not.
    "FileRecord.size_bytes": (file_without("size_bytes", "ctime_ns"), nothing, edits.longer_by_hand),
    "FileRecord.mtime_ns": (file_without("mtime_ns", "ctime_ns"), nothing, edits.same_size_by_hand),
    "FileRecord.ctime_ns": (file_without("ctime_ns"), nothing, edits.same_size_and_time_by_hand),
    "FileRecord.inode": (file_without("inode"), edits.publish_twins, edits.swap_the_twins),
    "FileRecord.key": (any_page_key, nothing, edits.edit_a_body),
    "OutputState.digest": (one_state, nothing, edits.edit_a_body),
    "OutputState.seen_ns": (part_of(looking, "OutputState", "seen_ns", 2**62), edits.touch, edits.edit_at_once),
    "SiteState.files": (part_of(looking, "SiteState", "files"), nothing, edits.edit_a_body),
    "SiteState.problems": (part_of(looking, "SiteState", "problems"), nothing, edits.link_a_folder),
    "SiteState.templates": (part_of(looking, "SiteState", "templates"), nothing, edits.edit_a_template),
    "SiteState.static": (part_of(looking, "SiteState", "static"), nothing, edits.edit_a_static_file),
    "SiteState.settings": (part_of(looking, "SiteState", "settings"), nothing, edits.change_the_title),
    "SiteState.clean": (part_of(looking, "SiteState", "clean"), edits.use_a_rule, edits.edit_the_rule),
    "SiteState.drafts": (part_of(looking, "SiteState", "drafts"), edits.write_a_draft, edits.publish_drafts),
    "SiteState.now": (part_of(looking, "SiteState", "now"), edits.build_last_year, edits.build_today),
    "SiteState.search": (part_of(looking, "SiteState", "search"), edits.make_no_index, edits.make_an_index),
    "SourceFile.root": (scan_without("root"), nothing, edits.move_to_another_root),
    "SourceFile.path": (scan_without("path"), nothing, edits.rename),
    "SourceFile.size_bytes": (scan_without("size_bytes"), nothing, edits.edit_with_the_old_time),
    "SourceFile.mtime_ns": (scan_without("mtime_ns"), nothing, edits.edit_with_the_old_size),
    "SourceFile.inode": (scan_without("inode"), nothing, edits.replace_with_the_old_size_and_time),
}
SEARCH: dict[str, tuple[Mutation, Edit, Edit]] = {
    "Known.engine": (any_engine_of_the_index, nothing, edits.compress_otherwise),
    "Known.posts": (no_known_posts, nothing, edits.edit_a_body),
    "terms_key(post)": (any_terms, nothing, edits.edit_a_body),
    "Bucket.digest": (content_without(files.Bucket, "digest", ""), nothing, edits.edit_a_body),
    "Titles.addresses": (content_without(files.Titles, "addresses", ()), nothing, edits.take_the_address_of_a_post),
    "Manifest.segments": (content_without(files.Manifest, "segments", ()), nothing, edits.publish_a_post_without_terms),
    "Manifest.versions": (content_without(files.Manifest, "versions", ()), nothing, edits.edit_a_body),
    "Manifest.years": (content_without(files.Manifest, "years", ()), nothing, edits.date_a_post_back),
}
"""The same for the index of the search: what the store knows of it, and what is planned of its files."""
PRIVATE = [
    # What is not public shows in no list and some pages: the parts of keys by which that is seen, as above.
    (clean_key_without("digest"), nothing, edits.set_a_password),
    (clean_key_without("digest"), nothing, edits.hide_a_post),
    (part_of(looking, "SiteState", "files"), nothing, edits.keep_a_post_out_of_search_engines),
    (page_without("content", None), nothing, edits.hide_a_post),
    (page_without("content", None), nothing, edits.keep_a_post_out_of_search_engines),
    (page_without("content", None), nothing, edits.keep_a_root_out_of_search_engines),
    (part_of(keys, "PageSettings", "settings"), nothing, edits.keep_the_site_out_of_search_engines),
    (part_of(sources, "CleanBase", "config"), edits.lock_a_post, edits.take_locks_for_passwords),
    (any_clean_key, edits.lock_a_post, edits.take_locks_for_passwords),
    (one_state, nothing, edits.exclude_a_post),
]
MARKDOWN = [
    (mutation, edits.write_markdown, edit)
    for edit in (
        edits.read_markdown_as_python_does, edits.join_lines, edits.show_formulas_as_tex, edits.recognise_no_formulas
    )
    for mutation in (part_of(sources, "CleanBase", "config"), any_clean_key)
]  # fmt: skip
"""How Markdown and formulas are read is decided by settings that cleaning is given."""
ONLY_DEARER = {"SourceRecord.digest", "OutputState.report"}
"""Parts without which a build is right but does more; they have a test of their own below."""


def every_part() -> set[str]:
    kinds = (
        PageKey, keys.PageSettings, tasks.CleanBase, SourceRecord, FileRecord, OutputState, looking.SiteState,
        SourceFile,
    )  # fmt: skip
    found = {f"{kind.__name__}.{field.name}" for kind in kinds for field in fields(kind)}
    found |= {f"key({name})" for name in inspect.signature(tasks.CleanTask.key).parameters if name != "self"}
    # A record is found by the address of its page, and each kind of page has contents of a class of its own.
    found |= {f"Page.{field.name}" for field in fields(Page) if field.name not in ("address", "kind")}
    # The third digest only tells copies apart, which are planned.
    return found | {f"Summary.{name}" for name in ("meta_digest", "body_digest")}


def test_every_part_of_every_key_has_its_line():
    assert LINES.keys() | ONLY_DEARER == every_part()


def test_every_part_of_the_index_of_the_search_has_its_line():
    kinds = (search.Known, files.Bucket, files.Titles, files.Manifest)
    parts = {f"{kind.__name__}.{field.name}" for kind in kinds for field in fields(kind)}
    # Without the index that the store knows, all segments are made anew.
    assert SEARCH.keys() == parts - {"Known.index"} | {"terms_key(post)"}


def incremental_and_clean(folder: Path, before: Edit, edit: Edit, mutation: Mutation | None) -> list[object]:
    """What a build after the edit makes and tells, and what a build without a cache makes and tells."""
    site = KeySite(folder / "site")
    with pytest.MonkeyPatch.context() as patch:
        if mutation:
            mutation(patch)
        before(site)
        site.build(**site.options)
        edit(site)
        report = site.build(**site.options)
    copy = clean_copy(site, folder / "clean")
    clean = copy.build(**site.options)
    site.program.undo()
    return [(site.files(), told(report)), (copy.files(), told(clean))]


@pytest.mark.slow
@pytest.mark.parametrize("part", [*LINES, *SEARCH])
def test_without_any_one_part_of_a_key_an_edit_goes_unseen(tmp_path, part):
    mutation, before, edit = (LINES | SEARCH)[part]
    incremental, clean = incremental_and_clean(tmp_path / "whole", before, edit, None)
    assert incremental == clean
    incremental, clean = incremental_and_clean(tmp_path / "mutated", before, edit, mutation)
    assert incremental != clean


@pytest.mark.parametrize("edit", [edits.longer_by_hand, edits.same_size_by_hand])
def test_on_a_disk_that_keeps_no_ctime_the_size_and_the_time_show_an_edit(tmp_path, edit):
    incremental, clean = incremental_and_clean(tmp_path, nothing, edit, file_without("ctime_ns"))
    assert incremental == clean


@pytest.mark.slow
@pytest.mark.parametrize(("mutation", "before", "edit"), [*PRIVATE, *MARKDOWN], ids=lambda one: one.__name__)
def test_what_makes_a_post_private_and_how_its_markdown_is_read_shows_in_keys(tmp_path, mutation, before, edit):
    incremental, clean = incremental_and_clean(tmp_path / "whole", before, edit, None)
    assert incremental == clean
    incremental, clean = incremental_and_clean(tmp_path / "mutated", before, edit, mutation)
    assert incremental != clean


def test_without_the_digest_of_a_source_in_its_record_it_is_read_at_every_build(tmp_path, monkeypatch):
    assert sources_read_after(KeySite(tmp_path / "whole"), edits.edit_a_template) == 0
    fresh = sources.is_fresh
    monkeypatch.setattr(
        sources, "is_fresh", lambda source, record, task: fresh(source, replace(record, digest=""), task)
    )
    assert sources_read_after(KeySite(tmp_path / "mutated"), edits.edit_a_template) == 4


def sources_read_after(site: KeySite, edit: Edit) -> int:
    site.build()
    edit(site)
    with counted() as costs:
        site.build()
    return len(costs.read)


def test_without_the_report_of_the_last_build_everything_is_looked_at_again(tmp_path):
    for mutation, is_looked_at in ((nothing, False), (part_of(looking, "OutputState", "report", b""), True)):
        site = KeySite(tmp_path / str(is_looked_at))
        with pytest.MonkeyPatch.context() as patch:
            mutation(patch)
            site.build()
            with counted() as costs:
                assert site.build().written == ()
        assert bool(costs.addresses) == is_looked_at
