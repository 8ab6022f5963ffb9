"""`exclude`: files of a content root that are neither posts nor media, and patterns that are refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.config import Config
from generator.config.reading import SettingsError
from generator.config.sources import ContentRoot
from generator.patterns import covers, fault, matches
from tests.sites import AgedSite, SmallSite, clean_build, post


@pytest.mark.parametrize(
    ("pattern", "paths", "others"),
    [
        ("notes", ["notes", "notes/a.md", "notes/x/y.md"], ["notes.md", "a/notes/b.md", "notes2/a.md"]),
        ("notes/", ["notes/a.md", "notes/x/y.md"], ["notes2/a.md"]),
        ("/notes/", ["notes/a.md"], ["a/notes/b.md"]),
        ("./notes/", ["notes/a.md"], ["a/notes/b.md"]),
        ("**/notes", ["notes/a.md", "a/notes/b.md", "a/b/notes"], ["anotes/b.md"]),
        ("notes/**", ["notes/a.md", "notes/x/y.md"], ["a.md"]),
        ("*.txt", ["a.txt", ".txt"], ["x/a.txt", "a.txt.md"]),
        ("**/*.txt", ["a.txt", "x/a.txt", "x/y/a.txt"], ["a.md"]),
        ("20??", ["2024/a.md", "20ab"], ["202/a.md", "x/2024/a.md"]),
        ("[a-c]*", ["apple.md", "c/x.md"], ["dog.md"]),
        ("[!a]?.md", ["b1.md", "c2.md"], ["a1.md"]),
        ("{drafts,old}/*.md", ["drafts/a.md", "old/b.md"], ["new/a.md"]),
        ("a.md", ["a.md"], ["aXmd", "b/a.md"]),
        ("笔记/*", ["笔记/一.md", "笔记/x/二.md"], ["笔记.md"]),
        ("caf\u00e9/*", ["cafe\u0301/a.md"], []),
    ],
)
def test_a_pattern_means_paths_and_what_is_below_folders(pattern, paths, others):
    assert [path for path in (*paths, *others) if covers(path, [pattern])] == paths


def test_excluded_files_are_neither_posts_nor_media_and_are_named(small_site):
    small_site.settings(content=[{"path": "content", "exclude": ["notes", "**/*.tmp.md", "big.png"]}])
    small_site.write(
        "a.md", post("A", "![](big.png) ![](small.png) [n](notes/n.md)", date="2024-01-01", permalink="a/")
    )
    for name in ("notes/n.md", "notes/deep/m.md", "x/b.tmp.md", "x/c.md"):
        small_site.write(name, post(f"Title of {name}", "x", date="2024-01-01"))
    for name in ("big.png", "small.png", "notes/pic.png"):
        small_site.write(name, b"picture")
    report = small_site.build()
    found = [(one.code, one.where.path, one.message) for one in report.problems if one.code == "file-ignored"]
    message = "`exclude` in site.toml names it or a folder above it"
    assert found == [
        ("file-ignored", f"content/{name}", message)
        for name in ("big.png", "notes/deep/m.md", "notes/n.md", "notes/pic.png", "x/b.tmp.md")
    ]
    assert report.posts == 2
    assert "small.png" in small_site.files()
    assert "big.png" not in small_site.files()
    assert "Title of x/c.md" in small_site.page("/")


def test_each_root_has_patterns_of_its_own(small_site):
    small_site.settings(content=[{"path": "content", "exclude": ["a.md"]}, {"path": "more", "exclude": ["b.md"]}])
    for root in ("content", "more"):
        for name in ("a", "b"):
            small_site.put(f"{root}/{name}.md", post(f"{root} {name}", "x", date="2024-01-01"))
    small_site.build()
    shown = small_site.page("/")
    assert [one for one in ("content a", "content b", "more a", "more b") if one in shown] == ["content b", "more a"]


def test_a_plain_name_excludes_a_folder_of_a_hexo_blog_and_signs_mean_what_hexo_means(small_site):
    root = {"path": "content", "layout": "hexo", "trusted": True, "exclude": ["old", "js/*", "_posts/x.md"]}
    small_site.settings(content=[root])
    for name in ("old/a.txt", "js/a.js", "js/lib/b.js", "older/c.txt"):
        small_site.write(name, "x")
    small_site.write("_posts/x.md", post("X", "x", date="2024-01-01"))
    small_site.write("_data/y.yml", "a: 1")
    report = small_site.build()
    assert {"js/lib/b.js", "older/c.txt"} <= small_site.files().keys()
    ignored = {one.where.path: one.message for one in report.problems if one.code == "file-ignored"}
    message = "`exclude` in site.toml names it or a folder above it"
    assert ignored == {
        "content/_data/y.yml": "Hexo passes it over",
        "content/_posts/x.md": message,
        "content/js/a.js": message,
        "content/old/a.txt": message,
    }


def test_a_folder_that_cannot_be_listed_may_be_excluded(small_site):
    small_site.settings(content=[{"path": "content", "exclude": ["locked"]}])
    folder = small_site.write("locked/a.md", "x").parent
    folder.chmod(0)
    try:
        report = small_site.build()
    finally:
        folder.chmod(0o755)
    assert {one.code for one in report.problems} == {"file-ignored"}


@pytest.mark.parametrize(
    ("pattern", "what"),
    [
        ("", "no name"),
        ("  ", "no name"),
        ("/", "no name"),
        ("a\tb", "a control character"),
        ("notes\\\\a", "a backslash; folders are parted by /"),
        ("../other", "'..'; nothing outside of the folder is looked at"),
        ("!keep.md", "'!' or a group in round brackets, which are not supported"),
        ("@(a|b).md", "'!' or a group in round brackets, which are not supported"),
        ("[ab", "'[' without its other half, or one pair within another"),
        ("a}", "'}' without its other half, or one pair within another"),
        ("{a,{b,c}}", "'{' without its other half, or one pair within another"),
        ("[z-a].md", "a range that runs backwards"),
    ],
)
def test_an_odd_pattern_is_a_mistake_in_the_settings(small_site, pattern, what):
    small_site.settings(f'[[content]]\npath = "content"\nexclude = ["fine", "{pattern}"]')
    with pytest.raises(SettingsError) as caught:
        small_site.build()
    (problem,) = caught.value.problems
    assert problem.code == "settings-value"
    assert what in problem.message
    assert "write a path such as drafts/ or notes/*.txt" in problem.message


SIGNS = st.text(alphabet="ab/.*?[]{}!^-,:\\_~%(名 \n", max_size=12)


@given(path=SIGNS, pattern=SIGNS)
def test_any_pattern_is_a_pattern_or_refused(path, pattern):
    matches(path, [pattern])
    covers(path, [pattern])
    # Settings lose their outer blanks first.
    if not fault(pattern.strip()):
        Config(title="T", url="https://example.org/", content=(ContentRoot(path="content", exclude=(pattern,)),))


def test_a_pattern_that_comes_and_goes_leaves_nothing_behind(tmp_path):
    site = AgedSite(tmp_path / "site")
    for name in ("a", "notes/b"):
        site.write(f"{name}.md", post(name, "![](c.png)", date="2024-01-01", tags=[name]))
    site.write("notes/c.png", b"picture")
    site.build()
    before = site.files()
    toggle(site, ["notes/"])
    toggle(site, ["notes/c.png"])
    toggle(site, [])
    assert site.files() == before


def toggle(site: SmallSite, exclude: list[str]) -> None:
    site.settings(content=[{"path": "content", "exclude": exclude}])
    site.build()
    assert site.files() == clean_build(site)
