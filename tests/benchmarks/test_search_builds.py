"""The sites that the benchmark of search builds, and the edits between the builds."""

from __future__ import annotations

import difflib
from pathlib import Path

from benchmarks.search_builds import add_newest, edit_sentence, index_files, write_posts
from benchmarks.search_queries import by_part
from generator.building.site import BuildOptions, open_site


def texts(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in sorted((folder / "content").rglob("*.md"))}


def test_both_sites_have_the_same_posts_and_only_one_has_a_search(tmp_path: Path):
    write_posts(tmp_path, 3, None)
    configs = [open_site(BuildOptions(tmp_path / side)).config for side in ("without", "with")]
    assert [config.search.enabled for config in configs] == [False, True]
    assert configs[0].content == configs[1].content
    assert list(texts(tmp_path)) == ["0000000.md", "0000001.md", "0000002.md"]


def test_ready_posts_are_taken_as_they_are(tmp_path: Path):
    write_posts(tmp_path / "made", 4, None)
    write_posts(tmp_path / "taken", 3, tmp_path / "made" / "content")
    assert list(texts(tmp_path / "taken").items()) == list(texts(tmp_path / "made").items())[:3]


def test_an_edit_turns_some_characters_of_one_paragraph_around(tmp_path: Path):
    write_posts(tmp_path, 12, None)
    before = texts(tmp_path)
    edit_sentence(tmp_path, 12)
    (name,) = [name for name, text in texts(tmp_path).items() if text != before[name]]
    changes = difflib.ndiff(before[name].splitlines(), texts(tmp_path)[name].splitlines())
    old, new = [line[2:] for line in changes if line[0] in "-+"]
    assert sorted(old) == sorted(new)


def test_the_post_that_is_added_is_the_newest_and_has_a_date(tmp_path: Path):
    write_posts(tmp_path, 2, None)
    add_newest(tmp_path, 2)
    assert list(texts(tmp_path)) == ["0000000.md", "0000001.md", "0000002.md"]
    assert "date: Mon, 02 Jan 2012 00:00:00 GMT" in texts(tmp_path)["0000002.md"]


def test_the_index_is_all_below_the_search_page_but_the_page_and_its_description(tmp_path: Path):
    for name in ("index.html", "opensearch.xml", "index.json", "b/0/1.bin", "t/0.bin"):
        path = tmp_path / "search" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    assert sorted(path.name for path in index_files(tmp_path)) == ["0.bin", "1.bin", "index.json"]


def test_what_a_query_loads_is_counted_by_kind_of_file():
    sent = [
        ("search/", 1),
        ("theme/style.1f.css", 2),
        ("theme/search.1f.js", 4),
        ("search/b/0/1.bin", 8),
        ("2024/a/", 16),
    ]
    assert by_part(sent) == {"search page": 3, "script": 4, "buckets": 8, "pages": 16}
