"""The record of what one step removed: counts, and a few examples."""

from __future__ import annotations

from generator.cleaning.draft import Tally
from tests.cleaning.drafts import draft


def test_a_tally_keeps_three_examples_and_counts_all():
    post = draft("")
    tally = Tally(post, "step")
    for text in ("", "one", "two", "three", "four"):
        tally.add("rule", "markup", lambda text=text: text)
        tally.add("other", "tracking", text)
    tally.close()
    assert [(item.rule, item.kind, item.count, item.text) for item in post.removals] == [
        ("step:rule", "markup", 5, "one\ntwo\nthree"),
        ("step:other", "tracking", 5, "one\ntwo\nthree"),
    ]


def test_elements_without_text_are_not_read_again_and_again_for_an_example():
    read: list[int] = []

    def text(number: int) -> str:
        read.append(number)
        return ""

    tally = Tally(draft(""), "step")
    for number in range(1_000):
        tally.add("rule", "markup", lambda number=number: text(number))
    assert tally.count("rule") == 1_000
    assert len(read) == 100
