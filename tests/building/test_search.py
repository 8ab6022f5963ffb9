"""The index is kept up to date: with as few buckets as an edit needs, and as a clean build would make it."""

from __future__ import annotations

import tempfile
from contextlib import closing
from pathlib import Path

import pytest

from generator.building import posts, search, tasks
from generator.building.inspection import inspect
from generator.building.search_tasks import lost_terms
from generator.building.site import BuildOptions
from generator.clean_config import CleanConfig
from generator.model import Post, RawPost
from generator.runtime.progress import Silent
from generator.runtime.store import Store
from generator.search import segments
from generator.search.postings import bucket_of, packed
from generator.search.texts import Terms
from tests.search.reading import Index, stored_and_made_terms
from tests.sites import AgedSite, clean_copy, post

WORDS = "alder birch cedar damson elder fir gorse hazel ivy juniper".split()


@pytest.fixture
def site(tmp_path) -> AgedSite:
    """Ten posts, each with a word of its own, in a built site whose index has segments of four posts at most."""
    made = AgedSite(tmp_path / "site")
    for day in range(10):
        made.write(f"{day}.md", text(day))
    made.build()
    return made


@pytest.fixture(autouse=True)
def small_segments(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, count in (("LARGEST", 4), ("MIDDLE", 2), ("SMALLEST", 1)):
        monkeypatch.setattr(segments, name, count)
    monkeypatch.setattr(segments.Segment, "buckets", property(lambda self: (1, 1, 8, 8, 16)[self.count]))
    monkeypatch.setattr(search, "MOST_CHANGES", 2)


def text(day: int, body: str = "", **more: object) -> str:
    fields = {"date": f"2024-01-{day + 10}", "permalink": f"p{day}/", "source": "Gull"} | more
    return post(
        f"Post {day}", f"<p>{body or f'The {WORDS[day]} stands on its own hill, the {day}th one.'}</p>", **fields
    )


def is_clean(site: AgedSite) -> bool:
    """Whether the last build made the index of a clean one."""
    with tempfile.TemporaryDirectory(dir=site.folder.parent) as folder:
        clean = clean_copy(site, Path(folder) / "site")
        clean.build()
        return Index(site).files() == Index(clean).files()


def written(site: AgedSite) -> set[str]:
    """The files of the index that a build writes."""
    return {address.removeprefix("/search/") for address in site.build().written if address.startswith("/search/")}


def store(site: AgedSite) -> closing[Store]:
    return closing(Store(site.folder / ".pressmark/store.sqlite"))


# ------------------------------------------------------------------------------------------ small edits


def test_posts_are_numbered_from_the_oldest_and_found_by_their_words(site):
    index = Index(site)
    assert [count for count, _, _ in index.manifest()["segments"]] == [4, 4, 2]
    assert [title for _, title, *_ in index.titles()] == [f"Post {day}" for day in range(10)]
    assert [index.posts(word) for word in WORDS] == [{f"/p{day}/"} for day in range(10)]
    assert index.of_source("Gull") == {f"/p{day}/" for day in range(10)}


def test_one_edit_of_a_body_writes_the_buckets_with_changed_terms_the_manifest_and_nothing_else(site):
    site.write("5.md", text(5, "The firs stand on their own hill, the 5th one."))
    # "fir" and "firs" begin alike; "the", "stands" and "its" went, "stand" and "their" came.
    changed = {bucket_of(term, 16) for term in ("fir", "firs", "stand", "stands", "its", "their")}
    changed |= {bucket_of(f"\x02{beginning}", 16) for beginning in ("i", "it")}
    assert written(site) == {"index.json", *(f"b/1/{bucket}.bin" for bucket in changed)}
    assert Index(site).posts("firs") == {"/p5/"}
    assert is_clean(site)


def test_the_terms_that_come_with_cleaning_are_those_of_the_post_in_the_store(site):
    stored, made = stored_and_made_terms(site.folder / ".pressmark/store.sqlite")
    assert len(stored) == 10
    assert stored == made


def test_an_edit_that_changes_no_term_writes_nothing_of_the_index(site):
    site.write("5.md", text(5, "The fir stands on its own hill; the 5th one!"))
    assert written(site) == set()
    assert is_clean(site)


def test_a_segment_of_which_many_posts_changed_is_made_anew_and_the_others_stay(site, monkeypatch):
    made: list[tuple[str, ...]] = []
    rebuild = search.rebuild_batch
    monkeypatch.setattr(search, "rebuild_batch", lambda worker, batch: made.append(batch) or rebuild(worker, batch))
    for day in (4, 5, 6):
        site.write(f"{day}.md", text(day, f"Nothing but moss grows here, said {day} of them."))
    site.write("0.md", text(0, "Nothing but fern grows here."))
    assert {name[:3] for name in written(site)} == {"b/0", "b/1", "ind"}
    assert [len(part.posts) for batch in made for part in batch] == [4]
    assert is_clean(site)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["oldest", "middle", "newest"])
def test_a_post_that_comes_or_goes_at_any_age(site, name):
    date = {"oldest": "2024-01-01", "middle": "2024-01-15T12:00:00Z", "newest": "2024-02-01"}[name]
    site.write("x.md", text(0, "A new tree.", date=date, permalink="x/"))
    names = written(site)
    if name == "newest":
        assert not [name for name in names if name.startswith(("b/0/", "b/1/"))]
    assert Index(site).posts("tree") == {"/x/"}
    assert Index(site).posts("juniper") == {"/p9/"}
    assert is_clean(site)
    (site.folder / "content/x.md").unlink()
    written(site)
    assert Index(site).posts("tree") == set()
    assert is_clean(site)


@pytest.mark.slow
def test_a_site_grows_and_shrinks_over_every_border_of_segments_and_buckets(tmp_path):
    site = AgedSite(tmp_path / "small")
    for day in (*range(6), *reversed(range(6))):
        path = site.folder / f"content/{day}.md"
        if path.exists():
            path.unlink()
        else:
            site.write(f"{day}.md", text(day))
        site.build()
        count = len(list((site.folder / "content").iterdir()))
        assert sum(count for count, _, _ in Index(site).manifest()["segments"]) == count
        assert [Index(site).posts(word) for word in WORDS[:count]] == [{f"/p{day}/"} for day in range(count)]
        if count == 5:
            assert is_clean(site)


def test_pages_undated_and_dated_posts_and_the_years_change_places(site):
    for name, more in (
        ("5.md", {"layout": "page"}),
        ("6.md", {"date": ""}),
        ("0.md", {"date": "2023-12-31"}),
        ("5.md", {}),
    ):
        site.write(name, text(int(name[0]), **more))
        site.build()
    assert is_clean(site)
    assert [title for _, title, *_ in Index(site).titles()][:2] == ["Post 6", "Post 0"]
    assert Index(site).manifest()["years"] == [[2023, 1], [2024, 2]]


def test_a_bucket_that_loses_its_last_term_is_that_of_a_clean_build(site):
    for day in range(8, 10):
        site.write(f"{day}.md", post("……", "<p>……</p>", date=f"2024-01-{day + 10}", permalink=f"p{day}/"))
    site.build()
    assert is_clean(site)


def test_emoji_and_rare_characters_come_and_go(site):
    for body in ("The 😀 fir, 𠮷野 and 😁.", "The 😀 fir, 𠮷野 and 😁😀.", "The fir, 野."):
        site.write("5.md", text(5, body))
        site.build()
        assert Index(site).posts("\ud83d\ude00") == ({"/p5/"} if "😀" in body else set())
    assert is_clean(site)
    assert "\ud83d\ude00" not in Index(site).terms()


# ------------------------------------------------------------------------------- what the store has lost


@pytest.mark.slow
def test_what_the_store_lost_or_has_damaged_is_made_anew(site):
    fir, firs = text(5), text(5, "The firs stand on their own hill, the 5th one.")
    wanted = {fir: Index(site).files()}
    site.write("5.md", firs)
    site.build()
    assert is_clean(site)
    wanted[firs] = Index(site).files()
    for part in ("terms:", "bucket:", "search:"):
        for damage, edited in (("lost", fir), ("damaged", firs)):
            with store(site) as items:
                if damage == "lost":
                    items.keep(part, frozenset())
                else:
                    items.put_many([(key, b"damaged") for key in items.keys(part)])
            site.write("5.md", edited)
            site.build()
            assert Index(site).files() == wanted[edited], (part, damage)


def test_a_damaged_bucket_is_never_published_and_a_full_build_makes_it_anew(site):
    before = Index(site).files()
    with store(site) as items:
        items.put_many([(key, b"damaged") for key in items.keys("bucket:")])
    (site.output / "search/b/0/0.bin").unlink()
    report = site.build()
    assert [problem.code for problem in report.problems] == ["internal"]
    assert not site.has("/search/b/0/0.bin")
    site.build(full=True)
    assert Index(site).files() == before


def test_a_file_of_the_index_that_was_deleted_or_changed_is_written_again(site):
    before = Index(site).files()
    (site.output / "search/b/0/0.bin").unlink()
    (site.output / "search/index.json").write_bytes(b"{}")
    assert written(site) == {"b/0/0.bin", "index.json"}
    assert Index(site).files() == before


def test_a_command_that_reads_the_site_between_an_edit_and_a_build_hides_nothing_from_the_build(site):
    site.write("5.md", text(5, "The yew stands on its own hill, the 5th one."))
    with inspect(BuildOptions(site.folder, jobs=1), Silent()) as found:
        assert found.search is not None
    site.build()
    assert Index(site).posts("yew") == {"/p5/"}
    assert is_clean(site)


def test_a_build_that_ends_before_it_writes_hides_nothing_from_the_next_one(site, monkeypatch):
    site.write("5.md", text(5, "The yew stands on its own hill, the 5th one."))
    with monkeypatch.context() as patch:
        patch.setattr("generator.building.pages.make_way", None)
        with pytest.raises(TypeError):
            site.build()
    site.build()
    assert Index(site).posts("yew") == {"/p5/"}
    assert is_clean(site)


def test_two_output_folders_have_an_index_each(site, tmp_path):
    site.build(output=tmp_path / "other", drafts=True)
    site.write("5.md", text(5, "The yew stands on its own hill, the 5th one."))
    site.build()
    site.build(output=tmp_path / "other", drafts=True)
    names = [path.relative_to(site.output) for path in (site.output / "search").rglob("*.bin")]
    assert len(names) > 30
    assert [
        name for name in names if (tmp_path / "other" / name).read_bytes() != (site.output / name).read_bytes()
    ] == []


def test_the_store_keeps_terms_and_buckets_of_the_last_build_only(site):
    for body in ("The yew is old.", "The oak is old."):
        site.write("5.md", text(5, body))
        site.build()
    site.write("5.md", text(5, "The elm is old.", tags=["new"]))
    site.build()
    with store(site) as items:
        assert len(items.keys("terms:")) == 10
        index = Index(site).files()
        buckets = {data for name, data in index.items() if name.startswith("b/")}
        assert len(items.keys("bucket:")) == len(buckets)


# ------------------------------------------------------------------------------------ settings, workers


def test_without_a_search_there_is_neither_a_page_nor_a_file_of_it(site):
    before = Index(site).files()
    site.settings("[search]\nenabled = false")
    assert len(site.build().removed) == len(before)
    assert not (site.output / "search").exists()
    site.settings()
    site.build()
    assert Index(site).files() == before


def test_the_index_moves_with_its_folder(site):
    before = Index(site).files()
    site.settings('[search]\ndir = "find/it"')
    site.build()
    after = Index(site, "find/it").files()
    assert not (site.output / "search").exists()
    assert after.keys() == before.keys()
    assert {name for name in after if after[name] != before[name]} <= {"index.html", "opensearch.xml"}


def test_a_preview_without_an_index_has_the_page_of_the_search_and_an_index_when_it_is_wanted(site):
    site.build(search=False)
    assert Index(site).files().keys() == {"index.html", "opensearch.xml"}
    site.write("5.md", text(5, "The yew stands on its own hill, the 5th one."))
    site.build(search=False)
    site.build()
    assert Index(site).posts("yew") == {"/p5/"}
    assert is_clean(site)


def test_a_post_whose_terms_cannot_be_made_is_published_and_not_found(site, monkeypatch):
    """With one job there is no worker that could die, but a lack of memory is treated like a death."""
    made = posts.terms_of_post

    def terms_of_post(title: str, *more: object) -> Terms:
        if title == "Post 5":
            raise MemoryError
        return made(title, *more)

    with monkeypatch.context() as patch:
        patch.setattr(posts, "terms_of_post", terms_of_post)
        for day in range(4, 8):
            site.write(f"{day}.md", text(day, f"The yew stands on a hill of {day}."))
        site.build()
    assert "yew" in site.page("/p5/")
    assert Index(site).posts("yew") == {"/p4/", "/p6/", "/p7/"}
    assert [title for _, title, *_ in Index(site).titles()] == [f"Post {day}" for day in range(10)]
    site.write("5.md", text(5, "The yew stands on a hill of 5, again."))
    site.build()
    assert Index(site).posts("again") == {"/p5/"}
    assert is_clean(site)


def test_the_new_text_of_a_post_that_can_only_be_published_as_text_is_found(site, monkeypatch):
    def clean(raw: RawPost, config: CleanConfig, **as_text: str) -> Post:
        if raw.source.path == "5.md" and not as_text:
            raise MemoryError
        return made(raw, config, **as_text)

    made = tasks.clean
    monkeypatch.setattr(tasks, "clean", clean)
    for word in ("yew", "oak"):
        site.write("5.md", text(5, f"The {word} stands on its own hill."))
        site.build()
        assert f"&lt;p&gt;The {word}" in site.page("/p5/")
        assert Index(site).posts(word) == {"/p5/"}
    assert Index(site).posts("yew") == set()


def test_a_post_without_terms_is_stored_by_the_build_itself_if_no_worker_can(site):
    with store(site) as items:
        assert lost_terms(items, "some-post") == 1
        assert items.get("terms:some-post") == packed(Terms(set(), set()))
