"""Wrappers: whatever is nested in whatever, none is left that holds nothing, and nothing that holds something goes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from generator.cleaning.draft import Draft, Tally
from generator.cleaning.spacing import BLANK
from generator.cleaning.wrappers import collapse
from tests.cleaning.drafts import draft

HOLDING = ("img", "td", "pre")
WRAPPERS = ("div", "blockquote", "section", "em", "b", "ul", "li", "span")


def element(parts: tuple[str, list[str]]) -> str:
    return f"<{parts[0]}>{''.join(parts[1])}</{parts[0]}>"


BODIES = st.lists(
    st.recursive(
        st.sampled_from(["\n", " ", "\u3000", "\u200b", "word", "<!--x-->", "<img>", "<b></b>", "<pre>\n</pre>"]),
        lambda inner: st.tuples(st.sampled_from(WRAPPERS), st.lists(inner, max_size=3)).map(element),
        max_leaves=12,
    ),
    max_size=4,
).map("".join)


def collapsed(body: str) -> Draft:
    post = draft(body)
    collapse(post.body, Tally(post, "structure"))
    return post


def _signs(text: str) -> str:
    return "".join(sign for sign in text if sign not in BLANK)


@given(BODIES)
def test_every_wrapper_that_is_left_holds_something(body):
    for node in collapsed(body).body.elements(*WRAPPERS):
        assert node.text().strip(BLANK) or node.first(*HOLDING) is not None


@given(BODIES)
def test_all_text_and_what_holds_something_by_itself_stays(body):
    before, after = draft(body).body, collapsed(body).body
    assert _signs(after.text()) == _signs(before.text())
    assert [len(after.elements(tag)) for tag in HOLDING] == [len(before.elements(tag)) for tag in HOLDING]
