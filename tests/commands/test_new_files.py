"""Commands that write into a site: init, new and eject; none of them ever overwrites."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from pathlib import Path

import frontmatter
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from generator.bundled import bundled
from generator.commands.eject import copy_file, shipped_files
from generator.commands.new_post import new_post
from generator.commands.new_site import new_site
from generator.config import Config
from generator.config.reading import SettingsError, load_config
from generator.errors import SiteError
from tests.sites import SmallSite, post
from tests.sizes import examples

_NOW = datetime(2026, 11, 22, 23, 30, 15, tzinfo=UTC)


def _init(folder: Path, title: str = "A site", url: str = "https://example.org/", language: str = "en") -> None:
    new_site(folder, title=title, url=url, language=language, now=_NOW)


# ---------------------------------------------------------------------------------------------- init


@pytest.mark.parametrize("language", ["zh-CN", "zh-TW", "en", "ja"])
def test_init_makes_a_site_that_builds_without_a_warning(tmp_path: Path, language: str) -> None:
    folder = tmp_path / "new" / "site"
    made = new_site(folder, title="A site", url="https://example.org/x/", language=language, now=_NOW)
    assert made == (
        ".gitignore",
        "content/pages/about.md",
        "content/posts/first.md",
        "site.toml",
        "static/.gitkeep",
        "templates/.gitkeep",
    )
    site = SmallSite.found(folder)
    report = site.build()
    assert report.posts == 2
    assert {found.severity for found in report.problems} <= {"note"}


def test_the_sample_post_and_page_are_written_as_people_write_front_matter(tmp_path: Path) -> None:
    new_site(tmp_path / "site", language="en", now=datetime(2026, 11, 4, 9, 8, 7, 6, tzinfo=UTC))
    content = tmp_path / "site" / "content"
    assert (content / "posts" / "first.md").read_text("utf-8") == (
        "---\ntitle: First post\ndate: 2026-11-04 09:08:07\ncategories: [Notes]\n---\n\n"
        "Welcome! This is a sample post.\n\n<!-- more -->\n\nOpen `content/posts/` to rewrite it, or delete it.\n"
    )
    assert (content / "pages" / "about.md").read_text("utf-8") == (
        "---\ntitle: About\n---\n\nWrite a few words about this site here.\n"
    )


@examples(60)
@given(title=st.text(min_size=1, max_size=40))
def test_any_title_is_safe_in_the_settings(tmp_path_factory: pytest.TempPathFactory, title: str) -> None:
    folder = tmp_path_factory.mktemp("site")
    assume(title.strip())
    _init(folder, title=title)
    written = tomllib.loads((folder / "site.toml").read_text("utf-8"))
    assert written["title"] == title.encode("utf-8", "replace").decode()


def test_init_marks_its_content_as_trusted_and_puts_titles_into_addresses(tmp_path: Path) -> None:
    _init(tmp_path, title='A "quoted" \\ title')
    config = load_config(tmp_path)
    assert config.title == 'A "quoted" \\ title'
    assert config.permalink == ":year/:month/:day/:title/"
    assert [(root.path, root.trusted) for root in config.content] == [("content", True)]


def test_init_names_the_dialect_of_markdown_and_how_to_change_it(tmp_path: Path) -> None:
    _init(tmp_path)
    assert [root.dialect for root in load_config(tmp_path).content] == ["markdown"]
    lines = (tmp_path / "site.toml").read_text("utf-8").splitlines()
    assert lines[lines.index('dialect = "markdown"') - 1] == (
        '# How Markdown is read: "markdown" with the extensions of Python-Markdown, "gfm" as on GitHub and in Hexo.'
    )


@pytest.mark.parametrize("name", ["site.toml", "content/posts/first.md"])
def test_init_overwrites_nothing_and_then_writes_nothing(tmp_path: Path, name: str) -> None:
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_text("mine")
    with pytest.raises(SiteError) as caught:
        _init(tmp_path)
    assert caught.value.problem.code == "file-exists"
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [tmp_path / name]
    assert (tmp_path / name).read_text() == "mine"


def test_init_keeps_the_ignore_file_of_a_repository(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("mine")
    _init(tmp_path)
    assert (tmp_path / ".gitignore").read_text() == "mine"
    assert (tmp_path / "site.toml").exists()


@pytest.mark.parametrize("option", [{"url": "nonsense"}, {"title": "  "}])
def test_init_refuses_settings_that_cannot_be_used(tmp_path: Path, option: dict[str, str]) -> None:
    with pytest.raises(SettingsError):
        _init(tmp_path / "site", **option)
    assert not (tmp_path / "site").exists()


def test_init_refuses_an_unknown_language(tmp_path: Path) -> None:
    with pytest.raises(SettingsError):
        _init(tmp_path, language="xx")


# ----------------------------------------------------------------------------------------------- new


def _new(folder: Path, title: str, date: str | None = None, *, is_draft: bool = False, is_page: bool = False) -> Path:
    config = Config(title="A site", url="https://example.org/", timezone="Asia/Shanghai")
    return new_post(title, folder, config, date=date, now=_NOW, is_draft=is_draft, is_page=is_page)


def test_a_new_post_has_title_and_date_in_the_zone_of_the_site(tmp_path: Path) -> None:
    path = _new(tmp_path, "  茶馆:\n旧事 ")
    assert path == tmp_path / "content" / "posts" / "茶馆-旧事.md"
    assert path.read_text("utf-8") == "---\ntitle: '茶馆: 旧事'\ndate: 2026-11-23 07:30:15\n---\n\n"


def test_a_date_is_read_as_in_front_matter(tmp_path: Path) -> None:
    text = _new(tmp_path, "One", "2026-01-02").read_text()
    assert "date: 2026-01-02 00:00:00\n" in text
    text = _new(tmp_path, "Two", "2026-01-02T00:00:00Z").read_text()
    assert "date: 2026-01-02 08:00:00\n" in text
    with pytest.raises(SiteError, match="date-unreadable"):
        _new(tmp_path, "Three", "soon")


def test_a_draft_says_so_and_a_page_has_no_date(tmp_path: Path) -> None:
    assert "\ndraft: true\n" in _new(tmp_path, "Draft", is_draft=True).read_text()
    page = _new(tmp_path, "Colophon", is_page=True)
    assert page == tmp_path / "content" / "pages" / "Colophon.md"
    assert page.read_text() == "---\ntitle: Colophon\n---\n\n"


def test_emoji_in_a_title_stay_as_they_are(tmp_path: Path) -> None:
    assert _new(tmp_path, "🎉 Party").read_text("utf-8").startswith("---\ntitle: 🎉 Party\n")


def test_a_second_post_of_the_same_name_is_refused(tmp_path: Path) -> None:
    path = _new(tmp_path, "One")
    path.write_text("mine")
    with pytest.raises(SiteError, match="file-exists"):
        _new(tmp_path, "One")
    assert path.read_text() == "mine"


def test_a_post_needs_a_title(tmp_path: Path) -> None:
    with pytest.raises(SiteError, match="title-missing"):
        _new(tmp_path, " \n")


@examples(60)
@given(title=st.text(min_size=1, max_size=300))
def test_any_title_makes_a_file_in_posts_that_reads_back(tmp_path_factory: pytest.TempPathFactory, title: str) -> None:
    folder = tmp_path_factory.mktemp("site")
    expected = " ".join(title.encode("utf-8", "replace").decode().split())
    assume(expected)
    path = _new(folder, title)
    assert path.parent == folder / "content" / "posts"
    assert frontmatter.loads(path.read_text("utf-8"))["title"] == expected


# --------------------------------------------------------------------------------------------- eject


def test_a_template_is_copied_byte_for_byte(tmp_path: Path) -> None:
    path = copy_file("partials/comments.html", tmp_path)
    assert path == tmp_path / "templates" / "partials" / "comments.html"
    assert path.read_bytes() == (bundled("templates") / "partials" / "comments.html").read_bytes()
    path.write_text("mine")
    with pytest.raises(SiteError, match="file-exists"):
        copy_file("partials/comments.html", tmp_path)
    assert path.read_text() == "mine"


def test_a_file_of_the_theme_is_copied_to_the_place_from_which_it_replaces_ours(small_site: SmallSite) -> None:
    for name in ("style.css", "script.js", "search.js", "icon.svg"):
        path = copy_file(name, small_site.folder)
        assert path == small_site.folder / "static" / "theme" / name
        assert path.read_bytes() == (bundled("static") / "theme" / name).read_bytes()
        path.write_text(f"/* mine: {name} */")
    small_site.write("a.md", post("A", "x", date="2024-01-01"))
    small_site.build()
    published = {name: data for name, data in small_site.files().items() if name.startswith("theme/")}
    assert sorted(published.values()) == [
        b"/* mine: icon.svg */", b"/* mine: script.js */", b"/* mine: search.js */", b"/* mine: style.css */",
    ]  # fmt: skip
    assert all(f'"/{name}"' in small_site.page("/") for name in published)


@pytest.mark.parametrize("name", ["psot.html", "../generator/cli.py", "/etc/hostname", "", "a\0b"])
def test_only_files_that_ship_are_copied(tmp_path: Path, name: str) -> None:
    with pytest.raises(SiteError) as caught:
        copy_file(name, tmp_path)
    assert caught.value.problem.code == "template-unknown"
    assert not (tmp_path / "templates").exists()


def test_a_typing_mistake_gets_a_hint(tmp_path: Path) -> None:
    with pytest.raises(SiteError) as caught:
        copy_file("psot.html", tmp_path)
    assert caught.value.problem.help == "did you mean post.html?"
    assert "post.html" in shipped_files()
    assert "strings/en.toml" in shipped_files()
    assert "style.css" in shipped_files()
    with pytest.raises(SiteError) as caught:
        copy_file("styles.css", tmp_path)
    assert caught.value.problem.help == "did you mean style.css?"
