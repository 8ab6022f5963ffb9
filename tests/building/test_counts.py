"""The report of a build: what is counted after an edit equals what is counted anew."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from generator.building.counts import Counts, counts_after
from generator.model import Account, Header, Likeness, Summary

NOTHING = Counts(0, 0, 0, 0, 0, (), (), Account(), 0, 0)
REMOVALS = st.lists(
    st.tuples(st.sampled_from(["a", "b"]), st.sampled_from(["share", "byline"]), st.integers(1, 5)),
    max_size=3,
    unique_by=lambda one: one[:2],
)


@st.composite
def summaries(draw):
    words, lost = draw(st.integers(0, 9)), draw(st.integers(0, 3))
    return Summary(
        id="", key="", kind="post", header=Header(""), excerpt="", cover=None, word_count=words,
        is_rechecked=draw(st.booleans()), references=(), likeness=Likeness(),
        removal_counts=tuple(sorted(draw(REMOVALS))),
        problems=(), meta_digest="", body_digest="", account=Account(words, words, (("share", 2),) * lost, lost),
        damage_counts=tuple(sorted(draw(REMOVALS))),
    )  # fmt: skip


@given(st.lists(summaries(), max_size=4), st.lists(summaries(), max_size=4), st.lists(summaries(), max_size=4))
def test_counts_after_an_edit_are_those_of_all_posts_counted_anew(others, before, after):
    first = counts_after(NOTHING, (), [*others, *before])
    assert counts_after(first, before, after) == counts_after(NOTHING, (), [*others, *after])
