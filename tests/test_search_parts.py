"""Of a large bucket the search loads the parts that a query needs, or the whole from a host that cannot send parts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import pytest

from benchmarks.host import hosted
from benchmarks.search_page import SearchPage
from tests.sites import SmallSite, post

pytestmark = pytest.mark.slow
LETTERS = "".join(Random(1).sample([chr(code) for code in range(0x4E00, 0x9000)], 9_000))
"""Most characters differ, so the terms alone are larger than the part that is asked for first."""
BUCKET = "search/b/0/0.bin"
FOUND = {
    LETTERS[:2]: "01",
    LETTERS[5_000:5_002]: "0",
    LETTERS[-2:]: "0",
    "ferry": "2",
    "fer": "12",
    f"{LETTERS[:2]} ferries ": "1",
    LETTERS[7:11]: "0",
}
"""Queries, and the numbers of the posts that they find."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    made = SmallSite(tmp_path_factory.mktemp("parts") / "site")
    for number, text in enumerate((LETTERS, f"{LETTERS[:9]} and the ferries", "The ferry is in the port.")):
        date = f"2024-01-0{number + 1}"
        made.write(f"{number}.md", post(f"Post {number}", f"<p>{text}</p>", date=date, permalink=f"{number}/"))
    made.build()
    return made


@pytest.fixture
def context(browser: Any) -> Iterator[Any]:
    context = browser.new_context()
    yield context
    context.close()


def found(page: SearchPage) -> dict[str, str]:
    """The posts that all queries find."""
    return {query: posts(page, query) for query in FOUND}


def posts(page: SearchPage, query: str) -> str:
    """The numbers of the posts that a query finds."""
    return "".join(sorted(address[-2] for address in page.ask(query)))


def test_of_a_large_bucket_only_the_terms_and_the_lists_of_a_query_are_loaded(context, site):
    with hosted(site.output) as (home, sent):
        page = SearchPage(context, home)
        assert found(page) == FOUND
        assert page.said == []
    first, rest, *lists = [loaded for address, loaded in sent if address == BUCKET]
    assert first == 6_144
    # The rest of the terms once, then the lists that a query needs; those of words that begin alike are neighbours.
    assert first + rest == end_of_terms((site.output / BUCKET).read_bytes())
    assert sum(lists) < 30


def end_of_terms(bucket: bytes) -> int:
    """How many bytes of a bucket, from its beginning, are its terms."""
    low, middle, high = bucket[:3]
    assert high < 128 <= min(low, middle)
    return 3 + (low - 128) + 128 * (middle - 128) + 128 * 128 * high


def whole(route: Any) -> None:
    route.fulfill(status=200, body=route.fetch(headers={}).body())


def compressed_part(route: Any) -> None:
    if "range" in route.request.headers:
        route.fulfill(status=206, body=b"a part of something else", headers={"Content-Encoding": "gzip"})
    else:
        route.continue_()


def refused(route: Any) -> None:
    if "range" in route.request.headers:
        route.fulfill(status=416)
    else:
        route.continue_()


def broken(route: Any) -> None:
    if "range" in route.request.headers:
        route.abort()
    else:
        route.continue_()


@pytest.mark.parametrize("answer", [whole, compressed_part, refused, broken], ids=lambda answer: answer.__name__)
def test_a_host_that_cannot_send_parts_sends_the_whole(context, site, answer: Callable[[Any], None]):
    context.route(f"**/{BUCKET}*", answer)
    with hosted(site.output) as (home, _):
        assert found(SearchPage(context, home)) == FOUND


def test_a_list_that_is_cut_short_is_told_and_asked_for_again(context, site):
    def cut(route: Any) -> None:
        route.fulfill(status=200, body=route.fetch(headers={}).body()[:-2])

    context.route(f"**/{BUCKET}*", cut)
    with hosted(site.output) as (home, _):
        page = SearchPage(context, home)
        told = page.tab.locator("[role=status]")
        # The lists of words are the last ones.
        assert posts(page, "the port") == ""
        assert "could not be loaded" in told.text_content()
        context.unroute_all()
        assert posts(page, "the port") == "2"
        assert told.text_content() == "1 article"
