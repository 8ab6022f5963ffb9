"""The page of statistics and `stats.json`: what is counted, and that no archive makes it too large."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest

from generator.building.inspection import Inspection, inspect
from generator.building.site import BuildOptions
from generator.errors import SiteError
from generator.outputs.statistics.page import Statistics
from generator.runtime.progress import Silent
from tests.sites import SmallSite, clean_build, post

ENABLED = "[statistics]\nenabled = true\n[search]\nenabled = false"


@pytest.fixture
def counted_site(small_site: SmallSite) -> SmallSite:
    """A site with statistics and without a search."""
    small_site.settings(ENABLED)
    return small_site


def numbers(site: SmallSite) -> Any:
    """What `stats.json` of the built site says."""
    return json.loads(site.page("/statistics/stats.json"))


def titles(page: str) -> list[str]:
    return re.findall(r"<h2>(.*?)</h2>", page)


def table(page: str, name: str) -> list[tuple[str, str]]:
    """(text, number) of each row below the chart `name`."""
    chart = page.partition(f'id="{name}-title"')[2].partition("</table>")[0]
    return re.findall(r'<tr><th scope="row">(?:<a [^>]+>)?(.*?)(?:</a>)?</th><td>(.*?)</td></tr>', chart)


def rendered(inspection: Inspection, content: Statistics) -> dict[str, str]:
    """The files of the statistics, with `content` instead of the numbers of the site, by address."""
    return {
        page.address: inspection.render(replace(page, content=content)).decode()
        for page in inspection.pages()
        if page.kind == "statistics"
    }


NOTHING = Statistics(0, 0, 0, None, None, (), (), (), 0, 0)


def drawn(site: SmallSite, **values: Any) -> str:
    """The page of a site with these numbers."""
    with inspect(BuildOptions(site.folder, jobs=1), Silent()) as inspection:
        return rendered(inspection, replace(NOTHING, **values))["/statistics/"]


def test_there_is_no_page_unless_the_settings_ask_for_it(small_site):
    small_site.write("a.md", post("A", date="2024-01-01"))
    small_site.build()
    assert not small_site.has("/statistics/")
    assert not small_site.has("/statistics/stats.json")
    assert "/statistics/" not in small_site.page("/")


def test_the_menu_leads_to_the_page_and_the_page_to_its_file(counted_site):
    counted_site.write("a.md", post("A", date="2024-01-01"))
    counted_site.build()
    assert '<a href="/statistics/">Statistics</a>' in counted_site.page("/")
    page = counted_site.page("/statistics/")
    assert '<a href="/statistics/" aria-current="page">Statistics</a>' in page
    assert '<a href="/statistics/stats.json">' in page
    assert '<meta name="robots" content="noindex"' in page


def test_posts_in_lists_are_counted_and_no_others(counted_site):
    long = "The ferry to the island leaves at nine and comes back when the tide allows it, as it has for sixty years."
    link = {"link": "https://gull.example/1"}
    counted_site.write("a.md", post("A", "Two words.", date="2021-11-04", source="Gull", tags=["sea", "tide"]))
    counted_site.write(
        "b.md", post("B", long, date="2022-01-02", source="Gull", categories=["News", "Harbour"], **link)
    )
    counted_site.write("copy.md", post("B", long, date="2022-01-03", source="Gull", **link))
    counted_site.write("hidden.md", post("Hidden", "Unseen.", date="2020-01-01", hidden=True))
    counted_site.write("undated.md", post("Undated", "One.", tags=["sea"]))
    counted_site.write("pages/about.md", post("About", "Nobody counts this."))
    counted_site.build()
    assert numbers(counted_site) == {
        "version": 1,
        "posts": 3,
        "undated": 1,
        "words": 25,
        "first": "2021-11-04",
        "last": "2022-01-02",
        "months": {"2021-11": 1, "2022-01": 1},
        "years": {"2021": 1, "2022": 1},
        "sources": [{"name": "Gull", "posts": 2}],
        "categories": 2,
        "tags": 2,
    }
    page = counted_site.page("/statistics/")
    assert re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", page) == [
        ("Articles", "3"),
        ("Words", "25"),
        ("Undated", "1"),
        ("Sources", "1"),
        ("Categories", "2"),
        ("Tags", "2"),
        ("First article", "4 November 2021"),
        ("Latest article", "2 January 2022"),
    ]
    assert titles(page) == ["Articles by month", "Articles by year", "Articles by source"]
    assert table(page, "months") == [("November 2021", "1"), ("January 2022", "1")]
    assert table(page, "years") == [("2021", "1"), ("2022", "1")]
    assert table(page, "sources") == [("Gull", "2")]
    assert "Most: Gull, 2." in page
    assert '<a href="/archives/2021/11/">November 2021</a>' in page


def test_a_site_without_posts_has_a_page_without_charts(counted_site):
    counted_site.build()
    page = counted_site.page("/statistics/")
    assert "<svg" not in page
    assert re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", page) == [("Articles", "0"), ("Words", "0")]
    assert numbers(counted_site)["first"] is None


def test_days_are_those_of_the_time_zone_of_the_site(counted_site):
    counted_site.settings(ENABLED, timezone="Asia/Shanghai")
    counted_site.write("a.md", post("A", date="2021-12-31T23:30:00Z"))
    counted_site.build()
    assert numbers(counted_site)["months"] == {"2022-01": 1}


@pytest.mark.parametrize(
    ("first", "last", "shown", "columns"),
    [
        ((2012, 1), (2021, 12), ["Articles by month", "Articles by year"], 10),
        ((2012, 1), (2022, 1), ["Articles by year"], 11),
        ((1903, 1), (2022, 1), ["Articles by year"], 120),
        ((1902, 1), (2022, 1), ["Articles by year"], 13),
        ((1, 1), (9999, 12), ["Articles by year"], 100),
    ],
)
def test_a_chart_has_at_most_120_columns(counted_site, first, last, shown, columns):
    years = tuple((year, 1, "") for year in range(first[0], last[0] + 1))
    page = drawn(counted_site, months=((*first, 1, ""), (*last, 1, "")), years=years)
    assert titles(page) == shown
    assert len(table(page, "years")) == columns


def test_the_first_and_the_last_year_that_a_date_can_have(counted_site):
    counted_site.write("a.md", post("A", date="0001-01-01"))
    counted_site.write("b.md", post("B", date="9999-12-31"))
    counted_site.build()
    assert numbers(counted_site)["years"] == {"0001": 1, "9999": 1}
    assert table(counted_site.page("/statistics/"), "years") == [("1 – 99", "1"), ("9900 – 9999", "1")]


def test_a_month_with_a_million_posts_leaves_a_column_for_the_one_beside_it(counted_site):
    page = drawn(counted_site, months=((2021, 11, 1, ""), (2021, 12, 1_000_000, "")))
    assert table(page, "months") == [("November 2021", "1"), ("December 2021", "1,000,000")]
    assert re.findall(r"<rect [^>]*?height=\"(\d+)\">", page) == ["1", "160"]


def test_of_5000_sources_30_have_a_bar_and_the_file_has_all(counted_site):
    sources = tuple((f"Source {number:04}", 5000 - number, "") for number in range(5000))
    with inspect(BuildOptions(counted_site.folder, jobs=1), Silent()) as inspection:
        files = rendered(inspection, replace(NOTHING, sources=sources))
    rows = table(files["/statistics/"], "sources")
    assert len(rows) == 31
    assert rows[0] == ("Source 0000", "5,000")
    assert rows[-1] == ("4,970 more sources", "12,352,935")
    assert len(json.loads(files["/statistics/stats.json"])["sources"]) == 5000


def test_names_of_sources_are_texts(counted_site):
    name = """</title></svg><script>alert(1)</script>"'{{ 7*7 }}"""
    counted_site.write("a.md", post("A", date="2024-01-01", source=name))
    counted_site.build()
    page = counted_site.page("/statistics/")
    assert "<script>" not in page
    assert "{{ 7*7 }}" in page
    assert [source["name"] for source in numbers(counted_site)["sources"]] == [name]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.md", post("A", "One two three four.", date="2024-01-01")),
        ("a.md", post("A", "Three four.", date="2024-01-01")),
        ("b.md", post("B", date="2024-02-01", source="Gull")),
    ],
    ids=["more words", "other words", "a new post"],
)
def test_after_an_edit_the_numbers_are_those_of_a_clean_build(counted_site, name, text):
    counted_site.write("a.md", post("A", "One two.", date="2024-01-01"))
    counted_site.build()
    counted_site.write(name, text)
    counted_site.build()
    assert counted_site.files() == clean_build(counted_site)


def test_the_page_can_be_moved_but_not_into_the_search(counted_site):
    counted_site.settings('[statistics]\nenabled = true\ndir = "numbers"')
    counted_site.build()
    assert counted_site.has("/numbers/stats.json")
    counted_site.settings('[statistics]\nenabled = true\ndir = "Search/numbers"')
    with pytest.raises(SiteError, match="the search needs the folder search for itself"):
        counted_site.build()


@pytest.mark.parametrize(
    ("name", "permalink", "help"),
    [
        ("content/a.md", "statistics/", "give it a permalink of its own, or "),
        ("content/a.md", "Statistics.html", "give it a permalink of its own, or "),
        ("content/a.md", "statistics/stats.json", "give it a permalink of its own, or "),
        ("static/statistics/index.html", "", ""),
        ("static/statistics", "", ""),
    ],
)
def test_what_wants_the_address_gets_another_and_the_warning_says_how_to_move_the_page(
    counted_site, name, permalink, help
):
    counted_site.put(name, post("A", "Mine.", date="2024-01-01", **{"permalink": permalink} if permalink else {}))
    (found,) = counted_site.build().problems
    assert "<h1>Statistics</h1>" in counted_site.page("/statistics/")
    assert found.code == "address-taken"
    assert found.help == f"{help}name another folder for the statistics in [statistics] dir"


def test_what_wants_another_address_in_the_folder_of_the_page_is_not_told_to_move_it(counted_site):
    for name in "ab":
        counted_site.write(f"{name}.md", post(name, date="2024-01-01", permalink="statistics/of-boats/"))
    (found,) = counted_site.build().problems
    assert (found.code, found.help) == ("address-taken", "give it a permalink of its own")
