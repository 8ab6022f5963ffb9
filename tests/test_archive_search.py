"""The search of the real archive, asked in a browser and compared with a scan of all published texts.

The queries are drawn from these texts, of which nothing stands here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pytest

from benchmarks.host import hosted
from benchmarks.queries import draw
from benchmarks.scan import Published, published_posts, scan
from benchmarks.search_page import SearchPage
from tests.sizes import IS_LONG

COUNTS = {"string": (500, 26), "word": (60, 5), "mixed": (40, 5), "absent": (30, 4)}
"""How many queries of each kind are asked in `make test-long`, and in `make test`."""


class Asked(NamedTuple):
    """The search page of the archive, and the posts that it can find."""

    page: SearchPage
    posts: list[Published]


@pytest.fixture(scope="module")
def asked(archive_site, browser) -> Iterator[Asked]:
    """The search page in a tab of a browser, served as a host does it."""
    output = archive_site[0].output
    with hosted(output, "/repo/") as (home, _):
        context = browser.new_context()
        yield Asked(SearchPage(context, home), list(published_posts(output)))
        context.close()


@pytest.mark.parametrize("kind", COUNTS)
def test_the_search_page_shows_each_post_that_contains_a_query_once_and_no_other(asked, kind):
    queries = draw(kind, COUNTS[kind][0 if IS_LONG else 1], asked.posts)
    shown = {query: sorted(asked.page.ask(query)) for query in queries}
    wanted = {query: sorted(scan(asked.posts, query)) for query in queries}
    assert {query: posts for query, posts in shown.items() if posts != wanted[query]} == {}
    assert any(wanted.values()) == (kind != "absent")
    assert asked.page.said == []


def test_the_scan_reads_every_post_of_the_archive(asked, shared):
    assert len(asked.posts) == sum(path.is_file() for path in shared("archive").rglob("*"))
