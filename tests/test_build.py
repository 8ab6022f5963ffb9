"""Whole small sites: what is built, where it lies, and what is said about it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import feedparser
import pytest

from generator.errors import SiteError
from tests.sites import codes, post, tree

LONG = "The ferry to the island leaves at nine and comes back when the tide allows it, as it has for sixty years. "


def test_an_empty_site_builds_and_has_no_empty_lists(small_site):
    report = small_site.build()
    assert report.posts == 0
    assert sorted(name for name in small_site.files() if not name.startswith("theme/")) == [
        ".nojekyll",
        ".pressmark-output",
        "404.html",
        "index.html",
        "robots.txt",
        "sitemap.xml",
    ]


def test_every_source_ends_as_exactly_one_page(small_site):
    small_site.write("a.md", post("A", date="2024-01-02", permalink="x/"))
    small_site.write("sub/b.html", post("B", "<p>b</p>", permalink="x/"))
    small_site.write("c.txt", "A text without any front matter.\n")
    small_site.write(".md", post("D"))
    small_site.write("pages/about.md", post("About"))
    report = small_site.build()
    assert report.sources == report.posts == 5
    assert codes(report) == ["address-taken"]
    assert small_site.has("/x/")
    assert small_site.has("/about/")


def test_of_two_posts_with_one_permalink_the_older_one_keeps_it(small_site):
    small_site.write("b.md", post("Older", date="2020-01-01", permalink="x/"))
    small_site.write("a.md", post("Newer", date="2021-01-01", permalink="x/"))
    report = small_site.build()
    assert "<h1>Older</h1>" in small_site.page("/x/").replace(' class="title"', "")
    (moved,) = [problem for problem in report.problems if problem.code == "address-taken"]
    assert moved.where.path == "content/a.md"
    assert "content/b.md" in moved.message


def test_a_post_is_on_its_lists_and_links_lead_to_them(small_site):
    small_site.settings(timezone="Asia/Shanghai")
    small_site.write(
        "a.md",
        post("A", LONG, date="2024-01-01T20:00:00Z", categories=["News", "Harbour"], tags=["C++"], source="Gazette"),
    )
    small_site.build()
    for address in (
        "/", "/categories/", "/categories/News/", "/categories/News/Harbour/", "/tags/", "/tags/C-62420a/",
        "/sources/", "/sources/Gazette/", "/archives/", "/archives/2024/", "/archives/2024/01/",
        "/archives/2024/01/02/",
    ):  # fmt: skip
        assert small_site.has(address), address
    (page,) = [name for name in small_site.files() if name.startswith("2024/01/02/")]
    html = (small_site.output / page).read_text("utf-8")
    assert 'href="/categories/News/Harbour/"' in html
    assert 'href="/tags/C-62420a/"' in html
    assert "2024-01-02T04:00:00+08:00" in html


def test_several_category_paths_each_have_a_breadcrumb(small_site):
    small_site.write("a.md", post("A", date="2024-01-01", categories=[["News", "Harbour"], ["News"], ["Weather"]]))
    small_site.build()
    html = next(text.decode() for name, text in small_site.files().items() if name.startswith("2024/"))
    assert html.count('href="/categories/News/"') == 1
    assert html.count('href="/categories/Weather/"') == 1
    assert small_site.has("/categories/Weather/")


def test_undated_posts_have_a_list_of_their_own_and_no_invented_date(small_site):
    small_site.write("a.md", post("A", LONG, category="News"))
    small_site.write("b.md", post("B", LONG, category="News", date="2024-01-01"))
    report = small_site.build()
    assert report.undated == 1
    assert small_site.has("/undated/")
    assert small_site.has("/categories/News/undated/")
    (page,) = [name for name in small_site.files() if name.startswith("undated/") and name != "undated/index.html"]
    assert (
        "<time" not in (small_site.output / page).read_text("utf-8").partition("<article")[2].partition("</article>")[0]
    )


def test_a_link_to_the_file_of_another_post_becomes_a_link_to_its_page(small_site):
    small_site.settings(url="https://example.org/repo/")
    small_site.write(
        "a.md", post("A", "See [the other](sub/b.md#part), [gone](gone.md) and {% post_link b %}.", date="2024-01-01")
    )
    small_site.write("sub/b.md", post("B", "Back to [a](../a.md).", permalink="b/"))
    report = small_site.build()
    html = next(text.decode() for name, text in small_site.files().items() if name.startswith("2024/"))
    assert 'href="/repo/b/#part"' in html
    assert html.count('href="/repo/b/') >= 2
    assert ">B</a>" in html
    assert "gone</a>" not in html
    assert "gone" in html
    assert [problem.where.path for problem in report.problems if problem.code == "dead-link"] == ["content/a.md"]


def test_a_picture_beside_a_post_is_published_when_a_post_shows_it(small_site):
    small_site.write("a/cat.png", b"\x89PNG fake")
    small_site.write("a/other.png", b"\x89PNG unused")
    small_site.write("a/evil.svg", "<svg onload='alert(1)'/>")
    small_site.write("a/a.md", post("A", "![a cat](cat.png) ![bad](evil.svg)", permalink="x/"))
    report = small_site.build()
    assert small_site.has("/a/cat.png")
    assert 'src="/a/cat.png"' in small_site.page("/x/")
    assert not small_site.has("/a/other.png")
    assert not small_site.has("/a/evil.svg")
    ignored = [problem.where.path for problem in report.problems if problem.code == "file-ignored"]
    assert ignored == ["content/a/evil.svg", "content/a/other.png"]


def test_no_page_or_feed_asks_for_anything_on_the_network_of_its_reader(small_site):
    router = "http://192.168.0.1/a.png"
    body = (
        f'<p>{LONG}</p><img src="{router}" alt="A quay"><img data-src="{router}">'
        f'<video src="{router}" poster="{router}"></video>'
        f'<img src="https://a.example/b.png" srcset="{router} 2x"><audio><source src="{router}"></audio>'
        f'<img src="https://images.weserv.nl/?url={router}">'
    )
    small_site.write("a.html", post("A", body, headimg=router, permalink="a/", date="2024-01-01"))
    report = small_site.build()
    assert not [name for name, data in small_site.files().items() if b"192.168" in data]
    assert "https://a.example/b.png" in small_site.page("/a/")
    assert "A quay" in small_site.page("/a/")
    assert [(one.code, one.where.line) for one in report.problems] == [("field-unreadable", 3)]
    assert {one.rule for one in report.removals} >= {"conform:picture", "media:source", "media:player"}


def test_a_link_to_the_network_of_its_reader_stays_and_an_original_that_is_no_address_does_not(small_site):
    small_site.write(
        "a.html", post("A", '<a href="http://192.168.0.1/">x</a>', link="https://a.example:443:80/", permalink="a/")
    )
    small_site.build()
    assert 'href="http://192.168.0.1/"' in small_site.page("/a/")
    assert not [name for name, data in small_site.files().items() if b"a.example" in data]


def test_an_alias_leads_to_its_post(small_site):
    small_site.write("a.md", post("A", permalink="new/", aliases=["old/place.html", "older"]))
    small_site.build()
    assert "/new/" in small_site.page("/old/place.html")
    assert "/new/" in small_site.page("/older/")


def test_an_alias_never_takes_the_address_of_something_else(small_site):
    small_site.write("a.md", post("A", permalink="a/", aliases=["/", "b/", "../../etc/passwd"]))
    small_site.write("b.md", post("B", permalink="b/"))
    report = small_site.build()
    assert codes(report) == ["address-refused", "address-refused", "address-taken"]


def test_drafts_are_published_only_when_asked_for(small_site):
    small_site.write("a.md", post("A", draft=True, permalink="a/"))
    small_site.write("b.md", post("B", published=False, permalink="b/"))
    report = small_site.build()
    assert report.posts == 0
    assert [problem.code for problem in report.problems if problem.code == "draft-skipped"] == ["draft-skipped"] * 2
    assert small_site.build(drafts=True).posts == 2
    assert small_site.build().removed == ("/a/", "/b/", "/undated/")


def test_future_posts_are_kept_back_only_by_setting(small_site):
    small_site.write("a.md", post("A", date="2030-01-01", permalink="a/"))
    now = datetime(2026, 1, 1, tzinfo=UTC)
    assert small_site.build(now=now).posts == 1
    small_site.settings(future=False)
    report = small_site.build(now=now)
    assert report.posts == 0
    assert [problem.code for problem in report.problems] == ["future-skipped"]


def test_a_copy_is_a_page_that_names_the_others(small_site):
    small_site.write("a.md", post("One", f"<p>{LONG}</p>", permalink="a/", date="2024-01-01", source="Gazette"))
    small_site.write("b.txt", post("Two", LONG, permalink="b/", date="2024-01-02", source="Mirror"))
    small_site.build()
    assert 'href="/b/"' in small_site.page("/a/")
    assert "Mirror" in small_site.page("/a/")


def test_a_second_build_writes_nothing_and_a_removed_post_goes(small_site):
    small_site.write("a.md", post("A", permalink="a/"))
    path = small_site.write("b.md", post("B", permalink="b/"))
    first = small_site.build()
    assert "/a/" in first.written
    assert small_site.build().written == ()
    path.unlink()
    assert "/b/" in small_site.build().removed
    assert not (small_site.output / "b").exists()


def test_files_that_are_not_ours_stay(small_site):
    small_site.build()
    note = small_site.output / "note.txt"
    note.write_text("mine")
    report = small_site.build(full=True)
    assert note.read_text() == "mine"
    assert [one.where.path for one in report.foreign] == [str(note)]


def test_files_that_are_not_ours_are_named_again_as_long_as_they_lie_there(small_site):
    small_site.put("public/note.txt", "mine")
    first = small_site.build(adopt=True)
    assert [one.where.path for one in first.foreign] == [str(small_site.output / "note.txt")]
    assert small_site.build().foreign == first.foreign
    small_site.write("a.md", post("A"))
    assert small_site.build().foreign == first.foreign
    (small_site.output / "note.txt").unlink()
    small_site.write("b.md", post("B"))
    assert small_site.build().foreign == ()


def test_an_output_folder_that_is_not_ours_is_refused_and_adopted_on_demand(small_site):
    small_site.put("public/mine.txt", "mine")
    with pytest.raises(SiteError, match="output-refused"):
        small_site.build()
    assert list(small_site.files()) == ["mine.txt"]
    small_site.build(adopt=True)
    assert small_site.page("/").startswith("<!")
    assert small_site.files()["mine.txt"] == b"mine"


@pytest.mark.parametrize("name", ["atom.xml", "rss.xml"])
def test_the_feeds_are_read_by_an_independent_reader(small_site, name):
    small_site.settings(url="https://example.org/repo/", description="News & more")
    small_site.write("pic.png", b"\x89PNG")
    small_site.write(
        "a.md", post("A & <B>", f"<p>{LONG}\x0c]]&gt;</p><img src='pic.png'>", date="2024-01-02T03:04:05+08:00")
    )
    small_site.build()
    feed = feedparser.parse(small_site.files()[name])
    assert not feed.bozo
    (entry,) = feed.entries
    # feedparser reads titles as HTML; the markup must arrive as text.
    assert entry.title in ("A & <B>", "A &amp; &lt;B&gt;")
    assert entry.link.startswith("https://example.org/repo/2024/01/0")
    assert entry.published_parsed[:6] == (2024, 1, 1, 19, 4, 5)
    assert 'src="https://example.org/repo/pic.png"' in entry.content[0].value


def test_the_json_feed_holds_the_whole_article(small_site):
    small_site.write("a.md", post("A", f"<p>{LONG}</p>", date="2024-01-02", tags=["x"]))
    small_site.build()
    feed = json.loads(small_site.page("/feed.json"))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert LONG.strip() in feed["items"][0]["content_html"]
    assert feed["items"][0]["tags"] == ["x"]


def test_a_category_has_a_feed_of_its_own(small_site):
    small_site.write("a.md", post("A", LONG, date="2024-01-02", categories=["News"]))
    small_site.build()
    feed = feedparser.parse(small_site.files()["categories/News/atom.xml"])
    assert not feed.bozo
    assert [entry.title for entry in feed.entries] == ["A"]
    assert "categories/News/atom.xml" in small_site.page("/categories/News/")


def test_a_files_of_the_site_win_over_the_ones_that_we_would_make(small_site):
    small_site.settings('[deploy]\ncname = "archive.example.org"')
    small_site.put("static/robots.txt", "User-agent: *\nDisallow: /\n")
    small_site.put("static/404.html", "<!doctype html><title>gone</title>")
    small_site.put("static/.well-known/x.txt", "x")
    small_site.build()
    assert "Disallow: /" in small_site.page("/robots.txt")
    assert "gone" in small_site.page("/404.html")
    assert small_site.page("/CNAME") == "archive.example.org\n"
    assert small_site.has("/.well-known/x.txt")


def test_theme_files_carry_their_digest_in_the_name(small_site):
    small_site.put("static/theme/style.css", "body{}")
    small_site.build()
    (style,) = [name for name in small_site.files() if name.endswith(".css")]
    assert style.startswith("theme/style.")
    assert f'href="/{style}"' in small_site.page("/")


def test_a_template_of_the_site_replaces_ours(small_site):
    small_site.put("templates/404.html", "<!doctype html><title>{{ site.title }}</title>")
    small_site.build()
    assert small_site.page("/404.html") == "<!doctype html><title>Small site</title>"


def test_a_broken_template_is_named_once_and_all_other_pages_are_built(small_site):
    for name in "abc":
        small_site.write(f"{name}.md", post(name, permalink=f"{name}/"))
    small_site.put("templates/post.html", "<p>\n{{ post.titel }}</p>")
    report = small_site.build()
    (problem,) = [problem for problem in report.problems if problem.severity == "error"]
    assert (problem.code, str(problem.where)) == ("template-failed", "templates/post.html:2")
    assert small_site.has("/")
    assert not small_site.has("/a/")


def test_a_page_that_fails_keeps_its_last_good_file(small_site):
    small_site.write("a.md", post("A", permalink="a/"))
    small_site.build()
    good = small_site.page("/a/")
    template = small_site.put("templates/post.html", "{% if %}")
    report = small_site.build()
    assert [problem.code for problem in report.problems if problem.severity == "error"] == ["template-syntax"]
    assert small_site.page("/a/") == good
    template.unlink()
    assert small_site.build().written == ()


def test_stable_pagination_leaves_full_pages_alone(small_site):
    small_site.settings("[lists]\nper_page = 2")
    for day in range(1, 8):
        small_site.write(f"{day}.md", post(f"Post {day}", date=f"2024-01-0{day}", permalink=f"p{day}/"))
    small_site.build()
    before = small_site.files()
    assert "page/2/index.html" in before
    small_site.write("8.md", post("Post 8", date="2024-01-08", permalink="p8/"))
    report = small_site.build()
    home = [address for address in report.written if address == "/" or address.startswith("/page/")]
    assert sorted(home) == ["/", "/page/2/", "/page/3/"]
    assert small_site.files()["page/1/index.html"] == before["page/1/index.html"]


def test_sticky_posts_come_first_only_from_a_trusted_root(small_site):
    small_site.write("a.md", post("Alpha", date="2020-01-01", sticky=1))
    small_site.write("b.md", post("Beta", date="2024-01-01"))
    small_site.build()
    assert small_site.page("/").index("Beta") < small_site.page("/").index("Alpha")
    small_site.settings(content=[{"path": "content", "trusted": True}])
    small_site.build()
    assert small_site.page("/").index("Alpha") < small_site.page("/").index("Beta")


def test_only_a_trusted_root_takes_an_address_that_begins_with_a_slash(small_site):
    small_site.write("a.md", post("A", permalink="/a/"))
    report = small_site.build()
    assert [problem.code for problem in report.problems if "permalink" in problem.message] == ["field-untrusted"]
    assert not small_site.has("/a/")
    small_site.settings(content=[{"path": "content", "trusted": True}])
    small_site.build()
    assert small_site.has("/a/")


def test_several_content_roots_are_one_site(small_site):
    small_site.settings(content=["content", "more"])
    small_site.write("a.md", post("A"))
    small_site.put("more/a.md", post("B"))
    report = small_site.build()
    assert report.posts == 2
    assert codes(report) == []


def test_a_large_sitemap_is_split(small_site, monkeypatch):
    monkeypatch.setattr("generator.outputs.fixed.SITEMAP_SIZE", 3)
    monkeypatch.setattr("generator.outputs.sitemap.SITEMAP_SIZE", 3)
    for day in range(1, 6):
        small_site.write(f"{day}.md", post(str(day), date=f"2024-01-0{day}", permalink=f"p{day}/"))
    small_site.build()
    index = small_site.page("/sitemap.xml")
    pieces = [name for name in small_site.files() if name.startswith("sitemap-")]
    assert len(pieces) >= 2
    assert all(f"https://example.org/{name}" in index for name in pieces)
    urls = "".join(small_site.page(f"/{name}") for name in pieces)
    assert all(f"<loc>https://example.org/p{day}/</loc>" in urls for day in range(1, 6))


@pytest.mark.starts_processes
def test_the_same_site_is_built_by_several_processes(small_site, tmp_path):
    for number in range(12):
        small_site.write(f"{number}.md", post(f"Post {number}", LONG, date=f"2024-01-{number + 1:02d}", tags=["x"]))
    small_site.build(jobs=1)
    alone = small_site.files()
    small_site.build(jobs=2, output=Path(tmp_path / "two"))
    assert tree(tmp_path / "two") == alone


def test_a_second_build_of_a_process_reads_a_template_again_while_another_one_cannot_be_read(small_site):
    """A preview builds again and again in one process, and people mend one mistake after the other."""
    small_site.write("a.md", post("One", "words", permalink="a/"))
    small_site.put("templates/partials/note.html", "{% if %}")
    small_site.put("templates/post.html", "{{ post.nothing }}{% include 'partials/note.html' %}")
    assert "template-failed" in codes(small_site.build())
    small_site.put("templates/post.html", "{{ post.title }}{% include 'partials/note.html' %}")
    assert codes(small_site.build()) == ["template-syntax"]


def test_a_pdf_of_an_untrusted_root_is_not_published_and_the_note_says_why(small_site):
    small_site.write("a.md", post("A", "[the book](book.pdf) and ![a picture](a.png)", date="2024-01-01"))
    small_site.write("book.pdf", b"%PDF-1.7\n")
    small_site.write("a.png", b"\x89PNG\r\n\x1a\n")
    report = small_site.build()
    assert small_site.has("/a.png")
    assert not small_site.has("/book.pdf")
    (note,) = [one for one in report.problems if one.code == "dead-link"]
    assert "static/" in note.help
    small_site.settings(content=[{"path": "content", "trusted": True}])
    small_site.build()
    assert small_site.has("/book.pdf")
