"""Pages that list posts: home, categories, tags, sources, years, months, days and undated posts."""

from __future__ import annotations

import re

from tests.pages import posts_of
from tests.sites import post

LONG = "The ferry to the island leaves at nine and comes back when the tide allows it, as it has for sixty years. "


def titles(page: str) -> list[str]:
    """The titles of the posts on a page of a list, from the top."""
    return [title for _, title in posts_of(page)]


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


def test_a_list_shows_its_posts_from_the_newest(small_site):
    for day in (2, 3, 1):
        small_site.write(f"{day}.md", post(f"Post {day}", LONG, date=f"2024-01-0{day}", tags=["sea"]))
    small_site.build()
    for address in ("/", "/tags/sea/", "/archives/2024/"):
        assert titles(small_site.page(address)) == ["Post 3", "Post 2", "Post 1"]
    small_site.settings("[lists]\nday_posts = 1")
    small_site.build()
    assert titles(small_site.page("/archives/2024/01/02/")) == ["Post 2"]


def test_a_month_leads_to_the_months_before_and_after_that_have_posts(small_site):
    for month in ("01", "03", "07"):
        small_site.write(f"{month}.md", post(f"Month {month}", date=f"2024-{month}-05"))
    small_site.build()
    page = small_site.page("/archives/2024/03/")
    assert 'href="/archives/2024/01/"' in page
    assert 'href="/archives/2024/07/"' in page
    assert 'href="/archives/2024/02/"' not in page


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


def test_a_sticky_post_does_not_change_where_the_posts_of_a_year_begin(small_site):
    small_site.settings("[lists]\nper_page = 2", content=[{"path": "content", "trusted": True}])
    small_site.write("old.md", post("Old", date="2005-01-01", sticky=5))
    for year in range(2008, 2014):
        small_site.write(f"{year}.md", post(f"Of {year}", date=f"{year}-01-01"))
    small_site.build()
    years = re.findall(
        r'<a href="([^"]+)">(\d{4})</a>', small_site.page("/").partition("Go to")[2].partition("</p>")[0]
    )
    assert [year for _, year in years] == ["2012", "2011", "2010", "2009", "2008"]
    assert "/" not in [address for address, year in years if year != "2012"]


def test_a_page_leads_to_fifty_years_at_most(small_site):
    small_site.settings("[lists]\nper_page = 2\n[feeds]\nper = []")
    for year in range(1900, 1960):
        small_site.write(f"{year}.md", post(f"Of {year}", date=f"{year}-01-01"))
    small_site.build()
    assert small_site.page("/").partition("Go to")[2].partition("</p>")[0].count("<a ") == 50


def test_a_template_gets_of_a_row_only_what_a_row_depends_on(small_site):
    small_site.settings("[lists]\ncards = 1\nper_page = 5")
    shown = "{% for group in groups %}{% for card in group.cards %}[{{ card.excerpt }}]{% endfor %}{% endfor %}"
    small_site.put("templates/list.html", shown)
    for day in (1, 2):
        small_site.write(f"{day}.md", post(f"Post {day}", f"{LONG}{day}.", date=f"2024-01-0{day}", tags=["sea"]))
    small_site.build()
    excerpts = re.findall(r"\[(.*?)\]", small_site.page("/tags/sea/"))
    assert [bool(excerpt) for excerpt in excerpts] == [True, False]


def test_a_small_term_keeps_its_address_and_its_feed(small_site):
    small_site.settings("[lists]\nmin_posts = 2")
    small_site.write("a.md", post("A", LONG, date="2024-01-01", category="Rare", tags=["once"], permalink="a/"))
    small_site.build()
    for address in ("/categories/Rare/", "/tags/once/"):
        assert 'content="0; url=/a/"' in small_site.page(address)
    assert small_site.has("/categories/Rare/atom.xml")
    assert 'href="/tags/once/"' not in small_site.page("/a/")
    assert "once" in small_site.page("/a/")


def test_a_small_term_of_undated_posts_leads_to_the_first_of_them(small_site):
    small_site.settings("[lists]\nmin_posts = 3")
    for name in ("a", "b"):
        small_site.write(f"{name}.md", post(name, LONG, tags=["once"], source="Pier", permalink=f"{name}/"))
    small_site.build()
    for address in ("/tags/once/", "/sources/Pier/"):
        assert 'content="0; url=/a/"' in small_site.page(address)
    assert {"/a/", "/b/"} <= set(re.findall(r'href="(/[ab]/)"', small_site.page("/undated/")))


def test_sticky_posts_come_first_only_from_a_trusted_root(small_site):
    small_site.write("a.md", post("Alpha", date="2020-01-01", sticky=1))
    small_site.write("b.md", post("Beta", date="2024-01-01"))
    small_site.build()
    assert small_site.page("/").index("Beta") < small_site.page("/").index("Alpha")
    small_site.settings(content=[{"path": "content", "trusted": True}])
    small_site.build()
    assert small_site.page("/").index("Alpha") < small_site.page("/").index("Beta")
