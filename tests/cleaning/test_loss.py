"""How much a post lost: most of its text never goes without a warning, and what stands elsewhere is no loss."""

from __future__ import annotations

import pytest

from generator.clean_config import CleanConfig, RuleList
from generator.stages.clean import clean
from tests.cleaning.drafts import raw_post, text_of
from tests.cleaning.filter_drafts import config_with

SENTENCE = "巷口的钟表铺每天早上七点开门，老板先给墙上的钟上弦。"


def told(body: str, rules: str = "", off: tuple[str, ...] = (), title: str = "钟表铺") -> list[str]:
    """The warnings about lost text of a post whose source is called 甲."""
    config: CleanConfig = config_with((RuleList("own", rules),) if rules else (), off)
    post = clean(raw_post(body, title=title, source="甲"), config)
    return [problem.message for problem in post.problems if problem.code == "text-lost"]


@pytest.mark.parametrize("off", [(), ("structure",)])
def test_a_post_that_lost_most_of_its_text_is_named(off: tuple[str, ...]) -> None:
    body = f"<p>{SENTENCE}</p><div class=b>{SENTENCE * 3}</div>"
    assert told(body, "source=甲##.b", off) == ["75 % of its text was removed"]


def test_loss_is_seen_without_filters_too() -> None:
    body = "<p>开门</p><button>关门</button>"
    assert told(body, off=("filters",)) == ["50 % of its text was removed"]


def test_hidden_text_that_is_a_sentence_is_not_lost() -> None:
    assert told(f"<p>{SENTENCE}</p><p hidden>{SENTENCE}</p>", off=("filters",)) == []


def test_hidden_labels_stay_where_other_rules_took_much() -> None:
    taken = f"<div class=b>{SENTENCE}</div><div class=b>{SENTENCE[:16]}</div>"
    body = f"<p>{SENTENCE * 2}</p><p hidden>甲乙丙丁戊己</p>{taken}"
    post = clean(raw_post(body, title="钟表铺", source="甲"), config_with((RuleList("own", "source=甲##.b"),)))
    assert "甲乙丙丁戊己" in text_of(post)


@pytest.mark.parametrize(
    "body",
    [
        f"<p>{SENTENCE * 2}</p><div class=b>{SENTENCE}</div>",
        f"<style>{SENTENCE * 9}</style><script>{SENTENCE * 9}</script><p>{SENTENCE}</p>",
        "<h1>钟表铺</h1><p>关门了</p>",
        "<p>"
        + '<span class="katex"><math><annotation>x+1</annotation></math><span class="katex-html">x+1</span></span>'
        + "</p>",
        "",
        "<img src='a.png'>",
        f"<p>{SENTENCE}</p>" + "<div> \n </div>" * 400,
    ],
)
def test_what_lost_little_or_nothing_of_its_own_is_not_named(body: str) -> None:
    assert told(body, "source=甲##.b") == []
