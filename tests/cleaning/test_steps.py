"""The registry of steps: what stands in it runs on every post, and what does not, on none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator.clean_config import clean_config
from generator.cleaning import STEPS, Step, checked, switchable
from generator.cleaning.draft import Draft
from generator.config import Config
from generator.model import Post
from generator.rules import shipped
from generator.stages.clean import clean
from tests.cleaning.drafts import raw_post, written

CONFIG = clean_config(Config(title="t", url="https://example.org/"), shipped())
BODIES = (
    "<p>The ferry leaves at nine.</p>",
    '<p><a href="https://a.example/">A</a><img src="https://a.example/1.jpg"></p>',
    "<p>not closed",
    "<table><tr><td>a</td><td>b</td></tr></table>",
    '<p onclick="a()">handler</p>',
    "# Markdown\n\n- one\n- **two**\n",
    "Nothing but text.",
    "",
)


def mark(draft: Draft) -> None:
    """A step of a newcomer."""
    draft.body.append("*")


def is_marked(post: Post) -> bool:
    return "*" in written(post)


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("place", [0, 3, len(STEPS)])
def test_an_added_step_runs_on_every_post(body: str, place: int) -> None:
    assert not is_marked(clean(raw_post(body), CONFIG))
    steps = (*STEPS[:place], Step("mark", mark), *STEPS[place:])
    assert is_marked(clean(raw_post(body), CONFIG, steps=steps))


@pytest.mark.parametrize("body", BODIES[:3])
def test_an_added_step_can_be_switched_off_unless_it_is_required(body: str) -> None:
    config = replace(CONFIG, off=("mark",))
    assert not is_marked(clean(raw_post(body), config, steps=(*STEPS, Step("mark", mark))))
    assert is_marked(clean(raw_post(body), config, steps=(*STEPS, Step("mark", mark, is_required=True))))


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("media", "'media' names more than one step"),
        ("media:lazy", "'media:lazy' cannot name a step: use lower-case letters, digits and hyphens"),
        ("two words", "'two words' cannot name a step: use lower-case letters, digits and hyphens"),
        ("", "'' cannot name a step: use lower-case letters, digits and hyphens"),
        ("wechat", "'wechat' cannot name a step: a filter list that ships is called so"),
    ],
)
def test_a_name_that_does_not_tell_a_step_from_all_else_is_refused(name: str, message: str) -> None:
    with pytest.raises(ValueError) as raised:
        checked(*STEPS, Step(name, mark))
    assert str(raised.value) == message


def test_off_takes_the_names_of_steps_and_of_what_they_do() -> None:
    names = switchable(())
    assert {"filters", "media", "original", "structure", "media:cover", "structure:span"} <= names
    assert not any(name.startswith("conform") for name in names)
