"""Which text one article has and another has not, and which rule took it out."""

from __future__ import annotations

import pytest

from generator.comparing.texts import differences, explained
from generator.model import Removal

ONE = "Every boat in the harbour was made fast by noon. The wind rose, and nobody went out."


def told(old: list[str], new: list[str]) -> tuple[list[str], list[str]]:
    missing, added = differences(old, new)
    return [one.text for one in missing], [one.text for one in added]


@pytest.mark.parametrize(
    ("old", "new", "missing", "added"),
    [
        ([ONE], [ONE], [], []),
        ([ONE, "Two."], ["Two.", ONE], [], []),
        ([ONE], ["Every boat in the harbour was", "made fast by noon.", "The wind rose, and nobody went out."], [], []),
        (["a  b"], ["a b"], [], []),
        ([ONE, "Gone."], [ONE], ["Gone."], []),
        ([ONE], [ONE, "New."], [], ["New."]),
        ([ONE, "Twice.", "Twice."], [ONE, "Twice."], ["Twice."], []),
        ([ONE], [ONE.replace("noon", "night")], ["noon"], ["night"]),
        ([ONE], [ONE.replace("The wind rose, and nobody went out.", "")], ["The wind rose, and nobody went out."], []),
        (["昨天下雨，今天晴。"], ["前天下雨，今天晴。"], ["昨"], ["前"]),
        (["今天晴。关注我们！", "完"], ["今天晴。", "完"], ["关注我们！"], []),
        ([ONE], ["全是别的话。"], [ONE], ["全是别的话。"]),
        (["Stop,now"], ["Stop.now"], [","], ["."]),
        ([], ["New."], [], ["New."]),
        (["", " "], [""], [], []),
    ],
)  # fmt: skip
def test_what_one_side_has_alone(old: list[str], new: list[str], missing: list[str], added: list[str]) -> None:
    assert told(old, new) == (missing, added)
    assert told(new, old) == (added, missing)


def test_texts_that_have_nothing_in_common_are_told_whole_however_long_they_are() -> None:
    old, new = [f"word{n} " * 50 for n in range(200)], [f"other{n} " * 50 for n in range(200)]
    missing, added = told(old, new)
    assert (len(missing), len(added)) == (200, 200)


AD = "Follow us and win a kettle."
LONG = "The long farewell of the editors begins here. " * 8


@pytest.mark.parametrize(
    ("passages", "removal", "is_explained"),
    [
        ([AD], Removal("r", "promotion", AD), [True]),
        ([AD], Removal("r", "promotion", "  Follow us and win\na kettle. "), [True]),
        ([AD, "Now."], Removal("r", "promotion", f"{AD} Now."), [True, True]),
        ([AD], Removal("r", "promotion", f"First.\n{AD}\nThird.", 7), [True]),
        # The text of a removal is cut in the middle of a passage, and what follows was taken out with it.
        ([LONG], Removal("r", "promotion", LONG[:160]), [True]),
        ([AD, LONG, "The end."], Removal("r", "promotion", f"{AD} {LONG}"[:160]), [True, True, True]),
        (["By Ann Lee"], Removal("r", "byline", "author: Ann Lee"), [True]),
        (["us"], Removal("r", "promotion", AD), [True]),
        (["An edit."], Removal("r", "promotion", AD), [False]),
        ([AD, "An edit."], Removal("r", "promotion", AD), [True, False]),
        ([f"A long paragraph that happens to say ad, and goes on: {ONE}"], Removal("r", "share", "ad"), [False]),
    ],
)  # fmt: skip
def test_what_a_removal_explains(passages: list[str], removal: Removal, is_explained: list[bool]) -> None:
    missing, _ = differences([ONE, *passages], [ONE])
    assert [found is removal for _, found in explained(missing, [removal])] == is_explained


def test_a_word_that_somebody_changed_is_not_explained_by_a_removal_that_holds_it() -> None:
    missing, _ = differences(["We win a kettle."], ["We win a pot."])
    assert [(one.text, found) for one, found in explained(missing, [Removal("r", "promotion", AD)])] == [
        ("kettle", None)
    ]
