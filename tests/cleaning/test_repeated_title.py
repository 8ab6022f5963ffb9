"""The rule `structure:title`: what repeats the title goes, and what the first heading says without the site's name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator.cleaning import conform, structure
from generator.cleaning.draft import Draft
from generator.model import Header
from generator.stages.clean import clean
from tests.cleaning.drafts import CONFIG, after, counts, draft, raw_post, text_of


@pytest.mark.parametrize(
    ("title", "written", "expected"),
    [
        ("P2_ 数组", "<h1>P2. 数组</h1><p>a</p>", "<p>a</p>"),
        ("A day", "<div><img src='a.png'><h2>A Day!</h2>b</div>", '<div><img src="a.png">b</div>'),
        ("A day", "<h2>A day</h2>", "<h2>A day</h2>"),
        ("A day", "<p>x</p><h2>A day</h2>", "<p>x</p><h2>A day</h2>"),
        ("A day", "<h2>A day at the sea</h2><p>a</p>", "<h2>A day at the sea</h2><p>a</p>"),
        ("", "<h2>!</h2><p>a</p>", "<h2>!</h2><p>a</p>"),
        ("A day", '<img src="a.png"><br><strong>A day</strong><br><br>b', '<img src="a.png"><br><br>b'),
        ("A day", "<p><b>A day</b><br>in May</p>", "<p>in May</p>"),
        ("A day", "<p><span><b>A day</b><br>in May</span></p>", "<p>in May</p>"),
        ("A day", "<p><span><b>A day</b></span> in May</p>", "<p><b>A day</b> in May</p>"),
        ("A day", "<p><b>A day</b> by the sea</p>", "<p><b>A day</b> by the sea</p>"),
        ("A day", "<p><b>A day</b><i>!</i></p>", "<p><b>A day</b><i>!</i></p>"),
        ("A day", "<p><b>A day</b></p>", "<p><b>A day</b></p>"),
    ],
)
def test_a_first_heading_that_repeats_the_title_goes(title: str, written: str, expected: str) -> None:
    assert after(structure.apply, written, title=title) == expected


TEXT = "<p>The council met in May.</p>"


def cleaned(title: str, body: str, **header: str) -> Draft:
    """A draft after the two steps that look at headings."""
    post = draft(body, title=title)
    post.header = replace(post.header, **header)
    conform.apply(post)
    structure.apply(post)
    return post


def outcome(title: str, body: str, **header: str) -> tuple[str, bool]:
    """(the title, whether the heading is gone)."""
    post = cleaned(title, body, **header)
    return post.header.title, counts(post).get("structure:title") == 1


@pytest.mark.parametrize(
    ("title", "heading"),
    [
        ("A new pier - Harbour News", "A new pier"),
        ("A new pier – The Harbour News", "A new pier"),
        ("A new pier — Harbour News", "A new pier"),
        ("A new pier | harbour news online", "A new pier"),
        ("A new pier _ Harbour News", "A new pier"),
        ("A new pier :: tides.example", "A new pier"),
        ("A new pier · tides.example", "A new pier"),
        ("A new pier » Harbour News » Harbour", "A new pier"),
        ("Harbour News | A new pier", "A new pier"),
        ("A new pier - City - Harbour News", "A new pier"),
        ("A new pier: the plan - Harbour News", "A new pier: the plan"),
        ("大桥今日通车_港口新闻网", "大桥今日通车"),
        ("大桥今日通车-港口新闻", "大桥今日通车"),
        ("大桥今日通车 | 港口日报", "大桥今日通车"),
        ("新しい橋ができる｜港の便り", "新しい橋ができる"),
        ("新しい橋ができる - 港の便り", "新しい橋ができる"),
    ],
)
@pytest.mark.parametrize("form", ["<h1>{}</h1>", "<article><header><h1>{}</h1></header>", "<h2>{}</h2>"])
def test_a_title_loses_the_name_of_its_site_where_the_first_heading_does(title: str, heading: str, form: str) -> None:
    assert outcome(title, form.format(heading) + TEXT) == (heading, True)


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("A new pier - Harbour News", TEXT),
        ("A new pier - Harbour News", "<h1>Another pier</h1>" + TEXT),
        ("A new pier - Harbour News", "<p>Words.</p><h1>A new pier</h1>" + TEXT),
        ("A new pier - Harbour News", "<h2>A new pier</h2><p>a</p><h2>Tides</h2>" + TEXT),
        ("A new pier - Harbour News", "<h1>A new pier</h1><p>a</p><h1>Tides</h1>" + TEXT),
        ("A new pier - Harbour News", "<h3>A new pier</h3><p>a</p><h2>Tides</h2>" + TEXT),
        ("A new pier - Harbour News", "<p><b>A new pier</b></p>" + TEXT),
        ("A new pier - Harbour News", "<h1>A new pier</h1>"),
        ("A new pier - what it costs us all", "<h1>A new pier</h1>" + TEXT),
        ("A new pier - Part 2", "<h1>A new pier</h1>" + TEXT),
        ("A new pier | Chapter III", "<h1>A new pier</h1>" + TEXT),
        ("A new pier - A plan, and its costs", "<h1>A new pier</h1>" + TEXT),
        ("大桥今日通车 - 第三部分", "<h1>大桥今日通车</h1>" + TEXT),
        ("大桥今日通车_下篇", "<h1>大桥今日通车</h1>" + TEXT),
        ("Lisbon - A Guide", "<h1>Lisbon</h1>" + TEXT),
        ("北京-上海", "<h2>北京</h2>" + TEXT),
        ("well-known piers", "<h1>well</h1>" + TEXT),
        ("A new pier: Harbour News", "<h1>A new pier</h1>" + TEXT),
    ],
)
def test_a_title_stays_where_its_other_part_is_no_name_or_the_heading_is_no_title(title: str, body: str) -> None:
    assert outcome(title, body) == (title, False)


@pytest.mark.parametrize(
    "header",
    [{"author": "the tide tellers"}, {"origin": "The Tide Tellers"}, {"link": "https://www.thetidetellers.example/1"}],
)
def test_the_author_the_source_or_the_host_is_a_name_however_it_is_written(header: dict[str, str]) -> None:
    title = "Lisbon - the tide tellers"
    assert outcome(title, "<p><b>Lisbon</b></p>" + TEXT, **header) == ("Lisbon", True)
    assert outcome(title, "<h1>Lisbon</h1>" + TEXT) == (title, False)


LONG = "The council met on Monday, and after three hours of talk it chose the pier of wood"


@pytest.mark.parametrize(
    ("title", "heading"),
    [
        (LONG[:40], LONG),
        (f"{LONG[:20]}…", LONG),
        (f"{LONG[:20]}...", LONG),
        ("市议会周一开会，经过三个小时的讨论后", "市议会周一开会，经过三个小时的讨论后决定修建一座木制码头"),
        ("港の会議は月曜日に開か…", "港の会議は月曜日に開かれ、三時間の議論ののち、木の桟橋を建てることに決めた"),
    ],
)
def test_a_title_that_was_cut_becomes_the_whole_heading(title: str, heading: str) -> None:
    assert outcome(title, f"<h1>{heading}</h1>{TEXT}") == (heading, True)


def test_a_heading_that_goes_on_after_a_short_title_stays() -> None:
    assert outcome("A new pier", f"<h1>A new pier for the old harbour of the town</h1>{TEXT}") == ("A new pier", False)
    assert outcome(LONG, f"<h1>{LONG} {'and more ' * 40}</h1>{TEXT}") == (LONG, False)


def test_the_title_of_a_post_without_one_is_its_whole_heading_which_does_not_stand_twice() -> None:
    post = clean(raw_post(f"<h1>{LONG}</h1>{TEXT}"), CONFIG)
    assert (post.header.title, text_of(post)) == (LONG, "The council met in May.")
    assert post.account.lost == 0


def test_the_heading_that_went_is_shown_with_the_title_of_the_field() -> None:
    post = cleaned("A new pier - Harbour News", "<h1>A <i>new</i>  pier ¶</h1>" + TEXT)
    assert post.header == Header(title="A new pier")
    assert [removal.text for removal in post.removals if removal.rule == "structure:title"] == [
        "A new pier ¶ (A new pier - Harbour News)"
    ]


def test_it_can_be_switched_off() -> None:
    title = "A new pier - Harbour News"
    raw = raw_post(f"<h1>A new pier</h1>{TEXT}", title=title)
    post = clean(raw, replace(CONFIG, off=("structure:title",)))
    assert (post.header.title, text_of(post)) == (title, "A new pier\nThe council met in May.")
