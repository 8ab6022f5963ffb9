"""The lists for platforms: each rule with a post that shows it, and the same words where they must not be touched."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.article.nodes import read_body
from generator.article.text import visible_text
from generator.cleaning import filters
from generator.cleaning.filters.lists import compile_rules
from generator.cleaning.filters.rules import Rule
from generator.model import Header
from generator.rules import shipped
from tests.cleaning.filter_drafts import draft_of, inner

EXAMPLES = Path(__file__).parent / "examples"
RULES = compile_rules(shipped())
PLATFORMS = {rule.name: (*sorted(rule.marks), *rule.mark_texts) for rule in RULES.rules if rule.action == "platform"}
SENTENCES = (
    "城南旧巷里的那家书店已经开了三十年，门口总是摆着两盆兰花。",
    "雨停的时候，老板把椅子搬到檐下，听对岸的船笛。",
)
ARTICLE = "".join(f"<p>{SENTENCES[at % 2] * 4}</p>" for at in range(6))
SHORT = "".join(f"<p>{sentence * 2}</p>" for sentence in SENTENCES)
LEAD = SHORT * 2
LISTED = {
    (rule.list_name, rule.action, rule.body): rule
    for rule in RULES.rules
    if (EXAMPLES / f"{rule.list_name}.tsv").is_file() and rule.action != "platform"
}


def rows(name: str) -> Iterator[tuple[Rule, str]]:
    """(rule, example) of each line of a table."""
    with (EXAMPLES / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield LISTED[name, row["action"], row["rule"]], row["example"]


def marked(rule: Rule, html: str) -> str:
    """A body that shows the markup of the rule's platform around `html`."""
    if not rule.scope.platforms:
        return html
    mark = PLATFORMS[rule.scope.platforms[0]][0]
    if mark.startswith((".", "#")):
        name = "class" if mark[0] == "." else "id"
        return f'{html}<p>{SENTENCES[0]}<i {name}="{mark[1:]}">{SENTENCES[1]}</i></p>'
    address = f"https://{mark.lstrip('.')}" if "." in mark.partition("/")[0] else f"https://a.example/?{mark}"
    return f'{html}<p>{SENTENCES[0]}<a href="{address}">{SENTENCES[1]}</a></p>'


def shown(rule: Rule, example: str) -> str:
    """A post in which the rule takes `example`."""
    if rule.action == "container":
        selector = rule.body
        name = "id" if selector[0] == "#" else "class"
        value = re.sub(r"[.#]", " ", selector.partition("[")[0]).strip()
        prop = ' itemprop="articleBody"' if "[" in selector else ""
        return f'<div {name}="{value}"{prop}>{marked(rule, ARTICLE)}</div>{example}'
    before = (
        "<p>Share on Facebook</p><p>分享到</p><p>Click to share</p>"
        if rule.count > 1 and rule.action == "closing"
        else ""
    )
    if rule.action == "text-start":
        return example + marked(rule, ARTICLE)
    return marked(rule, ARTICLE) + before + example


def taken(html: str, rule: Rule) -> tuple[set[str], str]:
    """(ids of the rules that removed something, visible text of what is left)."""
    host = rule.scope.hosts[0] if rule.scope.hosts and not rule.scope.platforms else "elsewhere.example"
    draft = draft_of(html, shipped(), Header("渡口", link=f"https://{host}/1"))
    filters.apply(draft)
    return {removal.rule for removal in draft.removals}, visible_text(read_body(inner(draft)))


@pytest.mark.parametrize("name", sorted(path.stem for path in EXAMPLES.glob("*.tsv")))
def test_each_rule_of_a_list_takes_its_example_and_nothing_of_the_article(name: str) -> None:
    wanted = "".join(visible_text(read_body(ARTICLE)).split())
    failed = []
    for rule, example in rows(name):
        ids, left = taken(shown(rule, example), rule)
        if rule.id not in ids or wanted not in "".join(left.split()):
            failed.append((rule.where, rule.body, example, ids))
    assert failed == []


@pytest.mark.parametrize("name", sorted(path.stem for path in EXAMPLES.glob("*.tsv")))
def test_the_words_of_an_example_stay_where_they_are_part_of_an_article(name: str) -> None:
    failed = []
    for rule, example in rows(name):
        words = " ".join(visible_text(read_body(example)).split())
        if not words or (rule.pattern is None and not rule.texts and not rule.name):
            continue
        for html in (
            f"{LEAD}<ul><li>{words}</li><li>潮汐表</li></ul>",
            f"{LEAD}<p>门上贴着一张纸，写着：</p><p>{words}</p>",
            f"{LEAD}<blockquote><p>{words}</p></blockquote>",
            f"{LEAD}<h2>{SENTENCES[1]}</h2><p>{words}</p>",
            f"{LEAD}<p>{words}</p>{SHORT * (rule.count // 2 + 1)}",
            f"{LEAD}<p>老板说，“{words}”这几个字他写了一遍又一遍，最后还是擦掉了。</p>",
        ):
            ids, left = taken(html, rule)
            if words.split()[0] not in left:
                failed.append((rule.where, html[len(LEAD) :], ids))
    assert failed == []


def test_each_rule_of_these_lists_has_an_example() -> None:
    names = {path.stem for path in EXAMPLES.glob("*.tsv")}
    listed = {(name, rule.action, rule.body) for name in names for rule, _ in rows(name)}
    assert set(LISTED) - listed == set()
