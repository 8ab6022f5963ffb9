"""The registry of steps: what stands in it runs on every post, and what does not, on none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator.cleaning import STEPS, Step, checked, plain, switchable
from generator.cleaning.draft import Draft
from generator.config import Config, clean_config
from generator.model import Header, Post, RawPost
from generator.rules import shipped
from generator.stages.clean import clean
from tests.cleaning.drafts import raw_post, written

CONFIG = clean_config(Config(title="t", url="https://example.org/"), shipped())
PLAIN_BODIES = (
    "<p>The ferry leaves at nine.</p>",
    "<div><p>雾里的灯亮了一夜。</p><ul><li>一</li><li>二</li></ul></div>",
    '<p><a href="https://a.example/">A</a><img src="https://a.example/1.jpg"></p>',
)
OTHER_BODIES = (
    "<p>not closed",
    "<table><tr><td>a</td><td>b</td></tr></table>",
    '<p onclick="a()">handler</p>',
    "# Markdown\n\n- one\n- **two**\n",
    "Nothing but text.",
    "",
)


def mark(draft: Draft) -> None:
    """A step of a newcomer."""
    draft.body.insert_child("*")


def is_marked(post: Post) -> bool:
    return "*" in written(post)


def makes_plain_article(raw: RawPost, steps: tuple[Step, ...]) -> bool:
    draft = Draft(raw, Header("t"), CONFIG, raw.body, "")
    return plain.article_of(draft, steps) is not None


@pytest.mark.parametrize("body", [*PLAIN_BODIES, *OTHER_BODIES])
@pytest.mark.parametrize("place", [0, 3, len(STEPS)])
def test_an_added_step_runs_on_every_post(body: str, place: int) -> None:
    assert not is_marked(clean(raw_post(body), CONFIG))
    steps = (*STEPS[:place], Step("mark", mark), *STEPS[place:])
    assert is_marked(clean(raw_post(body), CONFIG, steps=steps))


@pytest.mark.parametrize("body", PLAIN_BODIES)
def test_a_step_without_a_guard_switches_the_plain_way_off(body: str) -> None:
    raw = raw_post(body)
    assert makes_plain_article(raw, STEPS)
    assert not makes_plain_article(raw, (*STEPS, Step("mark", mark)))


def test_a_step_with_a_guard_runs_on_the_plain_bodies_that_it_would_change() -> None:
    steps = (*STEPS, Step("mark", mark, leaves_plain=lambda draft: "ferry" not in draft.html))
    ferry, lamp, _ = (raw_post(body) for body in PLAIN_BODIES)
    assert is_marked(clean(ferry, CONFIG, steps=steps))
    # Here the guard says that the step changes nothing.
    assert makes_plain_article(lamp, steps)
    assert not is_marked(clean(lamp, CONFIG, steps=steps))


@pytest.mark.parametrize("name", [step.name for step in STEPS])
def test_a_step_that_is_taken_out_or_replaced_does_nothing_to_plain_bodies_either(name: str) -> None:
    raw = raw_post(PLAIN_BODIES[0])
    assert not makes_plain_article(raw, tuple(step for step in STEPS if step.name != name))
    replaced = tuple(replace(step, apply=mark) if step.name == name else step for step in STEPS)
    assert is_marked(clean(raw, CONFIG, steps=replaced))


def test_steps_in_another_order_take_their_way_through_the_tree() -> None:
    assert not makes_plain_article(raw_post(PLAIN_BODIES[0]), STEPS[::-1])


@pytest.mark.parametrize("body", [PLAIN_BODIES[0], OTHER_BODIES[0]])
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
