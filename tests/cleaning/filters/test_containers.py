"""What stands beside the element that holds an article: the page's goes, the article's stays."""

from __future__ import annotations

import pytest

from generator.cleaning import filters
from tests.cleaning.filter_drafts import draft_of, inner

RULES = "#container .body"
ARTICLE = f'<div class="body"><p>{"The ferry was late again, and nobody minded. " * 6}</p></div>'


def left_of(html: str) -> str:
    draft = draft_of(html, RULES)
    filters.apply(draft)
    return inner(draft)


@pytest.mark.parametrize(
    "beside",
    [
        '<div class="post-share">Like it</div>',
        '<div><div id="related">The last boat</div></div>',
        '<div><a href="/a">The last boat</a> <a href="/b">The first boat</a></div>',
        "<footer>Harbour Press</footer>",
        "<form><label>Your name</label></form>",
    ],
)
def test_an_element_goes_if_its_name_its_links_or_its_tag_are_those_of_a_page(beside: str) -> None:
    assert left_of(ARTICLE + beside) == ARTICLE


@pytest.mark.parametrize(
    "beside",
    [
        "<table><tbody><tr><td>1901</td><td>310 barrels</td></tr></tbody></table>",
        "<dl><dt>keel</dt><dd>the backbone</dd></dl>",
        '<div class="recipe-card"><p>one leek</p></div>',
        "<footer><p>He moved to the sea.</p></footer>",
        '<figure><img src="a.jpg"><figcaption>The start</figcaption></figure>',
        '<div class="body"><p>Fog.</p></div>',
        "<p>“Is it all like this?”</p>",
    ],
)
def test_an_element_stays_if_nothing_shows_that_it_belongs_to_the_page(beside: str) -> None:
    assert left_of(ARTICLE + beside) == ARTICLE + beside


def test_other_named_boxes_go_where_two_elements_show_a_whole_page() -> None:
    box, text, parts = (
        '<div class="zone-7">Report</div>',
        "<p>At low water</p>",
        "<nav>Home</nav><footer>Press</footer>",
    )
    assert left_of(ARTICLE + box + text) == ARTICLE + box + text
    assert left_of(ARTICLE + box + text + parts) == ARTICLE + text
