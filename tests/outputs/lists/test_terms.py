"""Overviews: all categories, all tags, all sources, and all years."""

from __future__ import annotations

import re

from tests.sites import post


def terms(page: str) -> list[tuple[str, str, str]]:
    """(address, name, number of posts) of each term on an overview, from the top."""
    main = page.partition("<main")[2]
    return re.findall(r'<a href="([^"]+)">([^<]+)</a> <b>(\d+)</b>', main)


def test_categories_are_a_tree_with_the_largest_first(small_site):
    for number, path in enumerate((["News"], ["News", "Harbour"], ["News", "Harbour"], ["Weather"])):
        small_site.write(f"{number}.md", post(f"Post {number}", date="2024-01-01", categories=path))
    small_site.build()
    assert terms(small_site.page("/categories/")) == [
        ("/categories/News/", "News", "3"),
        ("/categories/News/Harbour/", "Harbour", "2"),
        ("/categories/Weather/", "Weather", "1"),
    ]


def test_a_post_of_several_tags_counts_once(small_site):
    small_site.write("a.md", post("A", date="2024-01-01", tags=["sea", "tide"]))
    small_site.write("b.md", post("B", date="2024-01-01", tags=["sea"]))
    small_site.build()
    page = small_site.page("/tags/")
    assert terms(page) == [("/tags/sea/", "sea", "2"), ("/tags/tide/", "tide", "1")]
    assert "<span>2 articles</span>" in page


def test_many_tags_are_grouped_by_their_first_letter_and_few_are_not(small_site):
    names = [f"{letter}{number}" for letter in "abc" for number in range(10)]
    small_site.write("a.md", post("A", date="2024-01-01", tags=[*names[:-1]]))
    small_site.build()
    assert re.findall("<h2.*</h2>", small_site.page("/tags/")) == []
    small_site.write("a.md", post("A", date="2024-01-01", tags=[*names, "Érable", "ßeta", "码头"]))
    small_site.build()
    groups = [("A", "A"), ("B", "B"), ("C", "C"), ("E", "E"), ("S", "S"), ("other", "Other")]
    assert re.findall('<h2 id="(.*)">(.*)</h2>', small_site.page("/tags/")) == groups
    assert re.findall('<a href="#(.*?)">(.*?)</a> ', small_site.page("/tags/")) == groups


def test_sources_come_by_number_of_posts_with_their_weight_and_their_years(small_site):
    days = {"Tide": ["2003-01-01", "2011-05-06", "2009-01-01", "2009-01-02"], "Quay": ["2010-01-01", "2010-12-31"]}
    for source, dates in {**days, "Undated": [""]}.items():
        for number, day in enumerate(dates):
            small_site.write(f"{source}{number}.md", post(f"{source} {number}", date=day or None, source=source))
    small_site.build()
    entries = re.findall(
        r'<li(?: class="(w\d)")?><a [^>]*>(.*?)</a> <b>(\d+)</b>(.*?)</li>', small_site.page("/sources/")
    )
    assert entries == [
        ("w8", "Tide", "4", " 2003–2011"),
        ("w6", "Quay", "2", " 2010"),
        ("w4", "Undated", "1", ""),
    ]


def test_years_come_from_the_newest_with_their_months_and_with_the_undated_posts(small_site):
    for day in ("2023-12-31", "2024-01-01", "2024-05-02", "2024-05-03"):
        small_site.write(f"{day}.md", post(day, date=day))
    small_site.write("undated.md", post("Undated"))
    small_site.build()
    main = small_site.page("/archives/").partition("<main")[2]
    assert re.findall(r'<a href="([^"]+)">[^<]+</a> <span class="count">(\d+)</span>', main) == [
        ("/undated/", "1"),
        ("/archives/2024/", "3"),
        ("/archives/2023/", "1"),
    ]
    cells = re.findall(r'<li( class="h\d")?>(?:<a href="([^"]+)">)?([^< ]+)', main.partition("<ol>")[2])
    # Twelve months of two years, and the second year itself.
    assert len(cells) == 12 + 1 + 12
    assert [cell for cell in cells if cell[1]] == [
        (' class="h2"', "/archives/2024/01/", "Jan"),
        (' class="h4"', "/archives/2024/05/", "May"),
        (' class="h2"', "/archives/2023/12/", "Dec"),
    ]
    assert ("", "", "Feb") in cells


def test_what_no_post_has_has_no_overview(small_site):
    small_site.write("a.md", post("A", date="2024-01-01", tags=["sea"]))
    small_site.build()
    assert small_site.has("/tags/")
    assert not small_site.has("/categories/")
    assert not small_site.has("/sources/")
