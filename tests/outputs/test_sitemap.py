"""The sitemap and robots.txt."""

from __future__ import annotations

import re

from tests.sites import codes, post


def entries(text: str) -> list[tuple[str, str]]:
    """(path, time of the last change) of each address in a sitemap."""
    found = re.findall(r"<loc>https://example\.org([^<]+)</loc>(?:\s*<lastmod>([^<]+)</lastmod>)?", text)
    return [(path, time) for path, time in found]


def test_each_page_for_readers_is_in_the_sitemap_with_the_time_of_its_last_change(small_site):
    small_site.write("a.md", post("A", date="2024-01-01", permalink="a/", tags=["sea"]))
    small_site.write("b.md", post("B", date="2024-01-02", updated="2024-03-04", permalink="b/"))
    small_site.write("pages/about.md", post("About"))
    small_site.build()
    found = dict(entries(small_site.page("/sitemap.xml")))
    assert found["/a/"] == "2024-01-01T00:00:00+00:00"
    assert found["/b/"] == "2024-03-04T00:00:00+00:00"
    assert found["/about/"] == ""
    assert found["/tags/sea/"] == "2024-01-01T00:00:00+00:00"
    assert {"/", "/tags/", "/archives/", "/archives/2024/"} <= found.keys()


def test_what_is_for_no_reader_is_not_in_the_sitemap(small_site):
    small_site.settings("[lists]\nper_page = 2")
    for day in range(1, 6):
        small_site.write(f"{day}.md", post(f"Post {day}", date=f"2024-01-0{day}", permalink=f"p{day}/"))
    small_site.write("a.md", post("A", permalink="a/", aliases=["old/"]))
    small_site.put("static/paper.txt", "as it is")
    small_site.build()
    found = {path for path, _ in entries(small_site.page("/sitemap.xml"))}
    for address in ("/page/1/", "/old/", "/404.html", "/atom.xml", "/paper.txt"):
        assert small_site.has(address)
        assert address not in found


def test_the_newest_post_stands_behind_all_other_posts(small_site):
    """A new one changes the end of a sitemap, and of many pieces the last."""
    for day in (2, 3, 1):
        small_site.write(f"{day}.md", post(f"Post {day}", date=f"2024-01-0{day}", permalink=f"p{day}/"))
    small_site.build()
    found = [path for path, _ in entries(small_site.page("/sitemap.xml"))]
    assert found[:3] == ["/p1/", "/p2/", "/p3/"]


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


def test_robots_txt_names_the_sitemap(small_site):
    small_site.build()
    assert small_site.page("/robots.txt") == "User-agent: *\nAllow: /\n\nSitemap: https://example.org/sitemap.xml\n"


def test_a_file_of_the_site_may_be_the_sitemap_where_there_is_none(small_site):
    small_site.settings(noindex=True)
    small_site.put("static/sitemap.xml", "<urlset/>")
    assert codes(small_site.build()) == []
    assert small_site.page("/sitemap.xml") == "<urlset/>"
