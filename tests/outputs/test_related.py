"""Which posts are called related: few, older, of the same owner, and about the same subject."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import pytest

from generator.outputs.related import _chosen
from generator.site_index import CopySet
from tests.sites import SmallSite, post

FILLERS = [f"{word}{other}" for word in "甲乙丙丁戊己庚辛壬癸" for other in "山川草木虫鱼鸟兽金石土风雷"]
"""Titles that share nothing with others but a character, so that what two others share is rare."""


def written(site: SmallSite, titles: list[str], folder: str = "content", **fields: dict[str, object]) -> None:
    """Posts with these titles, one a day; `fields` has more front matter by the name of the post."""
    for day, title in enumerate(titles):
        name = f"p{day}"
        date = f"20{day // 300 + 10}-{day // 25 % 12 + 1:02}-{day % 25 + 1:02}"
        site.put(f"{folder}/{name}.md", post(title, "Words.", date=date, permalink=f"{name}/", **fields.get(name, {})))


def related(site: SmallSite, name: str) -> list[str]:
    found = re.search(r'<div class="related">.*?</div>', site.page(f"/{name}/"), re.S)
    return re.findall(r'href="/(\w+)/"', found[0]) if found else []


@pytest.fixture
def site(small_site: SmallSite) -> SmallSite:
    """A site without what costs time here."""
    small_site.settings("[search]\nenabled = false")
    return small_site


def test_a_tag_that_few_posts_have_relates_them_to_older_ones_but_not_to_the_one_before(site):
    tags = {name: {"tags": ["Tides"]} for name in ("p0", "p2", "p8", "p9")}
    written(site, FILLERS[:10], **tags)
    site.build()
    assert {name: related(site, name) for name in tags} == {
        "p0": [], "p2": ["p0"], "p8": ["p2", "p0"], "p9": ["p2", "p0"],
    }  # fmt: skip


def test_a_tag_that_most_posts_have_relates_none(site):
    written(site, FILLERS[:9], **{f"p{day}": {"tags": ["News"]} for day in range(9)})
    site.build()
    assert related(site, "p8") == []


def test_rare_words_of_titles_relate_posts_and_common_ones_and_single_ones_do_not(site):
    titles = FILLERS[:]
    titles[3], titles[4], titles[128], titles[129] = "渡轮码头重建", "灯塔开放", "新渡轮码头通航", "夜航灯塔"
    written(site, titles)
    site.build()
    assert related(site, "p128") == ["p3"]
    assert related(site, "p129") == []


def test_the_number_of_related_posts_is_a_setting(site):
    tags = {name: {"tags": ["Tides"]} for name in ("p0", "p1", "p4")}
    written(site, FILLERS[:5], **tags)
    site.settings("[search]\nenabled = false\n[theme]\nrelated = 1")
    site.build()
    assert related(site, "p4") == ["p1"]
    site.settings("[search]\nenabled = false\n[theme]\nrelated = 0")
    site.build()
    assert related(site, "p4") == []


def test_a_page_of_the_owner_names_no_post_of_a_stranger(site):
    site.settings("[search]\nenabled = false", content=[{"path": "content", "trusted": True}, "feed"])
    written(site, FILLERS[:11], p2={"tags": ["Tides"]}, p10={"tags": ["Tides"]})
    for name, day in (("theirs", "02"), ("last", "28")):
        site.put(f"feed/{name}.md", post(name, name, date=f"2010-01-{day}", permalink=f"{name}/", tags=["Tides"]))
    site.build()
    assert related(site, "p10") == ["p2"]
    assert related(site, "last") == []


def test_of_the_copies_of_an_article_one_is_related_and_its_own_copies_are_not():
    near, own = CopySet(("b", "c"), ""), CopySet(("d", "new"), "")
    index: Any = SimpleNamespace(
        copies={"b": near, "c": near, "d": own, "new": own}, neighbours={"new": ("", "e")}, revisions={"new": "f"}
    )
    scores = dict.fromkeys(range(6), 3)
    assert _chosen("new", ["a", "b", "c", "d", "e", "f"], scores, 4, index) == ("c", "a")


def test_a_new_post_changes_no_related_posts_of_older_ones(site):
    tags = {f"p{day}": {"tags": ["Tides"]} for day in (0, 2, 5, 7)}
    written(site, FILLERS[:7], **tags)
    site.build()
    before = {name: related(site, name) for name in ("p2", "p5")}
    written(site, FILLERS[:8], **tags)
    report = site.build()
    assert {name: related(site, name) for name in ("p2", "p5")} == before
    # The post before it leads to it, as ever.
    assert [address for address in report.written if re.fullmatch(r"/p\d/", address)] == ["/p6/", "/p7/"]
