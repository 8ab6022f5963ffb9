"""Selectors of rules: what is read, what they are keyed by, what they cost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.cleaning.filters.selectors import selectors
from tests.sizes import examples


@pytest.mark.parametrize(
    ("text", "kind", "key"),
    [
        (".ad", "class", "ad"),
        ("#ad", "id", "ad"),
        ("div.ad", "class", "ad"),
        ("div#x.ad", "id", "x"),
        (".box > p.ad", "class", "ad"),
        ('div[style*="width:1px"]', "attribute", "style"),
        ("a", "tag", "a"),
        ("P", "tag", "p"),
        ("div:has(.qr)", "tag", "div"),
        (".a:not(.b)", "class", "a"),
        (":is(p, div)", "", ""),
        ("a[href*='x.y#z']", "attribute", "href"),
    ],
)
def test_a_selector_is_keyed_by_its_last_compound(text: str, kind: str, key: str) -> None:
    found = selectors(text)
    assert found is not None
    assert [(item.key_kind, item.key) for item in found] == [(kind, key)]


def test_a_list_of_selectors_is_cut_at_its_own_commas_only() -> None:
    found = selectors(".a, p:is(.b, .c) , [title='x,y']")
    assert found is not None
    assert [item.text for item in found] == [".a", "p:is(.b, .c)", "[title='x,y']"]


@pytest.mark.parametrize(
    "text",
    [
        "", "p::before", "p >", "> p", "p:foo", "[a", "a]", "a('", "..a", ".a\\:b", "ns|p",
        "p:lexbor-contains('x')", ":is(" * 9 + "p" + ")" * 9, ".a" * 2000, ",", "a,,b",
    ],
)  # fmt: skip
def test_a_selector_that_cannot_be_read_is_refused(text: str) -> None:
    assert selectors(text) is None


def test_work_grows_with_combinators_and_a_simple_selector_costs_nothing_more() -> None:
    simple, deep, wide = (found[0] for text in (".a", ".z .a .b", "p ~ .a") if (found := selectors(text)))
    assert simple.cost(1000, 10) == 1
    assert deep.cost(1000, 10) == 100
    assert wide.cost(1000, 10) == 1000


@examples(200)
@given(st.text(alphabet="ap.#[]()\"'>~+ ,:*=^$|\\x-has", max_size=24))
def test_no_text_breaks_the_reader_of_selectors(text: str) -> None:
    found = selectors(text)
    assert found is None or all(item.text for item in found)
