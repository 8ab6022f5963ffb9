"""Copies that are known by their original, or by feed, title and body, on whole small sites without `[copies]`."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from typing import Any

import pytest
from typer.testing import CliRunner

from generator.cli import app
from generator.runtime.store import Store
from tests.copies.looks import BY_NAME, look
from tests.sites import SmallSite, post

LINK = "https://gull.example/2024/fog"
SENTENCES = (
    "The ferry lay at the quay until noon because nobody could see the outer mole.",
    "A horn was sounded every two minutes, and the gulls answered it with great patience.",
    "Three lorries with apples waited on the ramp; their drivers played cards on a crate.",
    "The harbour master walked the length of the pier and counted the bollards aloud.",
    "At eleven a light wind came from the west and tore the first hole into the grey.",
    "By noon the church tower stood there again as if it had never been away.",
    "The second boat took the mail, the apples and a dog that belonged to nobody.",
    "In the evening the old lamp burned, although there was nothing left to warn of.",
    "The kiosk sold out of coffee and began to sell the soup of the day before.",
    "A child drew the fog on a slate and was praised for the likeness of it.",
)
OTHER = (
    "The council has bought a second snow plough, which is to stand beside the fire station.",
    "Whoever wants to learn to mend nets may come on Thursdays; thread and needles are there.",
    "The museum shows forty bottles with ships in them and one ship with a bottle in it.",
    "On Sunday the brass band plays at the weir, and in rain below the railway bridge.",
    "The price of salt has not changed since the spring, says the cooper, and that is odd.",
    "Two swans have taken the duck house and will not be talked out of it by anybody.",
    "The school has a new bell, a tone deeper than the old one, and lessons feel longer.",
)


def paragraphs(sentences: Sequence[str]) -> str:
    return "".join(f"<p>{one}</p>" for one in sentences)


FULL = paragraphs(SENTENCES)


def article(title: str = "Fog", body: str = FULL, **fields: object) -> str:
    """A post of the feed Gull unless its fields say otherwise."""
    return post(title, body, **({"date": "2024-01-05", "source": "Gull"} | fields))


@pytest.fixture
def site(small_site: SmallSite) -> SmallSite:
    small_site.settings(**BY_NAME)
    return small_site


# ------------------------------------------------------------------------------------------- what is a copy


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (LINK, LINK),
        (LINK, f"{LINK}?utm_source=letter&utm_medium=mail"),
        (LINK, "http://gull.example/2024/fog"),
        (f"{LINK}?id=7&utm_campaign=x", "http://gull.example/2024/fog?id=7"),
        (f"{LINK}?spm=a1.b2.c3", f"{LINK}?utm_source=feed"),
        ("https://GULL.example/2024/fog", LINK),
    ],
)
def test_the_same_text_of_one_original_is_listed_once(site: SmallSite, one: str, other: str) -> None:
    site.write("a.md", article("Fog", link=one))
    site.write("b.md", article("Fog in the harbour", link=other))
    seen = look(site)
    assert seen.posts == {"a", "b"}
    assert len(seen.listed) == len(seen.copies) == 1
    ((copy, best),) = seen.copies
    assert seen.listed == {best}
    assert (seen.leads[copy], seen.leads[best]) == ({best}, {copy})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (f"{LINK}?id=7", f"{LINK}?id=8"),
        (LINK, "https://gull.example/2024/Fog"),
        (LINK, "https://crow.example/2024/fog"),
        (f"{LINK}?page=1&utm_source=feed", f"{LINK}?page=2&utm_source=feed"),
        (LINK, ""),
    ],
)
def test_like_texts_of_two_originals_are_no_copies(site: SmallSite, one: str, other: str) -> None:
    site.write("a.md", article(link=one))
    site.write("b.md", article("Mist", paragraphs(SENTENCES[:8]), link=other))
    seen = look(site)
    assert (seen.listed, seen.copies, seen.leads["a"] | seen.leads["b"]) == ({"a", "b"}, set(), frozenset())


def test_the_same_long_text_of_two_originals_is_listed_twice(site: SmallSite) -> None:
    site.write("a.md", article(link=f"{LINK}?id=7"))
    site.write("b.md", article("Mist", link=f"{LINK}?id=8"))
    assert look(site).listed == {"a", "b"}


def test_two_texts_about_one_original_are_no_copies(site: SmallSite) -> None:
    site.write("a.md", article(link=LINK))
    body = paragraphs((*SENTENCES[:3], *OTHER))
    site.write("b.md", article("A comment", body, source="Crow", link=LINK))
    seen = look(site)
    assert (seen.listed, seen.copies) == ({"a", "b"}, set())


def test_a_text_that_is_half_of_another_of_one_original_is_its_copy(site: SmallSite) -> None:
    site.write("a.md", article(link=LINK))
    body = paragraphs((*SENTENCES[:7], *OTHER[:3]))
    site.write("b.md", article("A comment", body, source="Crow", link=LINK))
    seen = look(site)
    assert seen.listed == {"a", "b"}
    assert len(seen.copies) == 1


def test_a_feed_whose_link_is_its_home_page_joins_nothing(site: SmallSite) -> None:
    for number in range(100):
        words = " ".join(f"w{number}x{place}" for place in range(40))
        body = f"<p>{words}.</p>" if number % 2 else f"<p>No. {number} of {words}.</p>"
        site.write(f"p{number}.md", article(f"Letter {number}", body, link="https://gull.example/"))
    seen = look(site)
    assert len(seen.listed) == 100
    assert seen.copies == set()


@pytest.mark.parametrize(
    "link", ["https://gull.example/", "https://gull.example", "https://gull.example/?utm_source=a"]
)
@pytest.mark.parametrize("dates", [["2024-01-05"] * 3, ["2024-01-05", "2024-01-12", "2024-01-19"], [""] * 3])
def test_letters_in_one_frame_of_a_feed_whose_link_is_its_home_page_are_all_listed(
    site: SmallSite, link: str, dates: list[str]
) -> None:
    for number, date in enumerate(dates):
        body = paragraphs([*SENTENCES[:2], *OTHER[2 * number : 2 * number + 2], *SENTENCES[2:5]])
        site.write(f"p{number}.md", article(f"Letter {number}", body, link=link, date=date))
    seen = look(site)
    assert (seen.listed, seen.copies) == ({"p0", "p1", "p2"}, set())
    assert seen.report.revisions == 0


def test_pictures_of_a_feed_whose_link_is_its_home_page_are_all_listed(site: SmallSite) -> None:
    for number in range(6):
        body = f'<p>{"Look:" if number > 2 else ""}</p><img src="https://img.gull.example/{number}.jpg">'
        site.write(f"p{number}.md", article(f"Picture {number}", body, link="https://gull.example/"))
    seen = look(site)
    assert len(seen.listed) == 6
    assert seen.copies == set()


def test_the_same_title_and_body_of_one_feed_is_listed_once(site: SmallSite) -> None:
    site.write("a.md", article())
    site.write("b.md", article(body=FULL.replace("</p><p>", "</p>\n\n<p>"), date="2024-02-05"))
    seen = look(site)
    assert len(seen.listed) == len(seen.copies) == 1


@pytest.mark.parametrize(
    "title",
    ['"""""""""\'Fog\'"""""""""', '""""""""""Fog""""""""""', '"Fog"', "'Fog'", "Fog ", '"""""""\'"Fog"\'"""""""'],
)
def test_quotes_that_a_script_left_around_a_title_make_no_other_title(site: SmallSite, title: str) -> None:
    site.write("a.md", article())
    site.write("b.md", article().replace('title: "Fog"', f"title: {title}"))
    seen = look(site)
    assert len(seen.listed) == len(seen.copies) == 1


@pytest.mark.parametrize(
    ("title", "body", "fields"),
    [
        ("Fog again", FULL, {}),
        ("Fog", FULL.replace("apples", "pears"), {}),
        ("Fog", FULL + '<img src="https://img.gull.example/2.jpg">', {}),
        ("Fog", FULL, {"source": "Crow"}),
        ("Fog", FULL, {"source": "Gull - Sport"}),
    ],
)
def test_another_title_body_picture_or_feed_is_another_post(
    site: SmallSite, title: str, body: str, fields: dict[str, Any]
) -> None:
    site.write("a.md", article(body=FULL + '<img src="https://img.gull.example/1.jpg">' if "<img" in body else FULL))
    site.write("b.md", article(title, body, **fields))
    assert look(site).listed == {"a", "b"}


def test_random_pictures_make_no_other_body(site: SmallSite) -> None:
    site.settings('[cleaning]\nplaceholders = ["random.example/"]', **BY_NAME)
    for name, number in (("a", 17), ("b", 4711)):
        picture = f"https://random.example/400/300?random={number}"
        site.write(f"{name}.md", article(body=f'{FULL}<img src="{picture}">', headimg=picture))
    assert len(look(site).listed) == 1


# ---------------------------------------------------------------------------------- what becomes of copies


def test_copies_of_two_feeds_are_both_listed_and_lead_to_each_other(site: SmallSite) -> None:
    site.write("a.md", article(link=LINK))
    site.write("b.md", article("Fog, says the Gull", source="Crow", link=f"{LINK}?utm_source=crow"))
    seen = look(site)
    assert seen.listed == {"a", "b"}
    assert len(seen.copies) == 1
    assert (seen.leads["a"], seen.leads["b"]) == ({"b"}, {"a"})


def test_an_excerpt_in_another_feed_leads_to_the_full_text(site: SmallSite) -> None:
    site.write(
        "a.md", article("Fog (excerpt)", f"<p>{SENTENCES[0]}</p><p>{SENTENCES[1]}</p>", source="Crow", link=LINK)
    )
    site.write("z.md", article(link=LINK))
    seen = look(site)
    assert (seen.listed, seen.copies) == ({"a", "z"}, {("a", "z")})
    assert (seen.leads["a"], seen.leads["z"]) == ({"z"}, {"a"})


def test_each_feed_lists_the_best_of_its_own_copies(site: SmallSite) -> None:
    wall = " ".join(SENTENCES)
    site.write("a.md", article("Fog 1", wall, link=LINK, markup="text"))
    site.write("b.md", article("Fog 2", FULL, link=LINK))
    site.write("c.md", article("Fog 3", wall, link=LINK, markup="text", source="Crow"))
    site.write("d.md", article("Fog 4", wall, link=LINK, markup="text", source="Crow"))
    seen = look(site)
    assert seen.posts == {"a", "b", "c", "d"}
    assert seen.listed in ({"b", "c"}, {"b", "d"})
    assert {best for _, best in seen.copies} == {"b"}
    assert len(seen.copies) == 3


def test_a_text_with_paragraphs_is_better_than_a_wall_of_the_same_words(site: SmallSite) -> None:
    for well, wall, some in (("a", "z", SENTENCES), ("y", "b", OTHER)):
        link = f"https://gull.example/{wall}"
        site.write(f"{well}.md", article(f"Fog {wall}", paragraphs(some), link=link))
        site.write(f"{wall}.md", article(f"Fog {wall}", " ".join(some), link=link, markup="text"))
    assert look(site).copies == {("z", "a"), ("b", "y")}


def test_a_text_with_a_list_and_a_heading_is_better_than_paragraphs_of_the_same_words(site: SmallSite) -> None:
    for well, plain, some in (("a", "z", SENTENCES), ("y", "b", OTHER)):
        link = f"https://gull.example/{plain}"
        marked = f"<h2>{some[0]}</h2><ul><li>{some[1]}</li><li>{some[2]}</li></ul>{paragraphs(some[3:])}"
        site.write(f"{well}.md", article(f"Fog {plain}", marked, link=link))
        site.write(f"{plain}.md", article(f"Fog {plain}", " ".join(some), link=link, markup="text"))
    assert look(site).copies == {("z", "a"), ("b", "y")}


def test_a_copy_that_is_not_listed_stands_on_no_list_feed_sitemap_and_beside_no_article(site: SmallSite) -> None:
    more = {"tags": ["sea"], "categories": ["News"]}
    site.write("a.md", article(link=LINK, **more))
    site.write("b.md", article("Fog in the harbour", link=LINK, **more))
    site.write("c.md", article("Later", SENTENCES[0], date="2024-01-06", **more))
    site.write("d.md", article("Earlier", SENTENCES[1], date="2024-01-04", **more))
    seen = look(site)
    ((copy, best),) = seen.copies
    holding = [name for name, data in site.files().items() if f"/{copy}/".encode() in data]
    # Its own page names itself nowhere but in links; the best copy leads to it.
    assert set(holding) <= {f"{copy}/index.html", f"{best}/index.html"}
    for name in (
        "tags/sea/index.html",
        "categories/News/index.html",
        "sources/Gull/index.html",
        "archives/2024/index.html",
    ):
        assert site.files()[name].count(f'href="/{best}/"'.encode()) >= 1, name


def test_without_the_best_copy_another_is_listed_again(site: SmallSite) -> None:
    site.write("a.md", article(link=LINK))
    site.write("b.md", article("Fog in the harbour", link=LINK))
    ((copy, best),) = look(site).copies
    (site.folder / "content" / f"{best}.md").unlink()
    seen = look(site)
    assert (seen.posts, seen.listed, seen.copies, seen.leads[copy]) == ({copy}, {copy}, set(), frozenset())


def test_names_of_files_decide_only_between_equals(site: SmallSite) -> None:
    for full, short, some in (("a", "b", SENTENCES), ("d", "c", OTHER)):
        site.write(f"{full}.md", article(f"Fog {full}", paragraphs(some), link=f"{LINK}{full}"))
        site.write(f"{short}.md", article("In short", paragraphs(some[:5]), link=f"{LINK}{full}", source="Crow"))
    assert look(site).copies == {("b", "a"), ("c", "d")}


# ---------------------------------------------------------------------------------------------- revisions


def test_a_newer_text_of_the_same_feed_and_original_stays_listed_beside_the_older(site: SmallSite) -> None:
    site.write("a.md", article(link=LINK))
    newer = FULL.replace("Three lorries", "Four lorries") + "<p>The ferry company has apologised since.</p>"
    site.write("b.md", article(body=newer, link=LINK, date="2024-01-09"))
    seen = look(site)
    assert (seen.listed, seen.copies) == ({"a", "b"}, set())


def test_revisions_are_counted_in_the_report(site: SmallSite) -> None:
    site.write("a.md", article(link=LINK))
    for number in range(2):
        newer = f"{FULL}<p>Correction {number}: there were more apples than we wrote.</p>"
        site.write(f"b{number}.md", article(body=newer, link=LINK, date=f"2024-01-1{number}"))
    report = look(site).report
    assert report.revisions == 2


# ------------------------------------------------------------------------------ posts that take no part


@pytest.mark.parametrize("fields", [{"hidden": True}, {"hidden": True, "sticky": 3}])
def test_a_hidden_post_is_never_the_best(site: SmallSite, fields: dict[str, Any]) -> None:
    site.settings(content=[{"path": "content", "trusted": True}], **BY_NAME)
    site.write("a.md", article(link=LINK, date="2023-01-01", **fields))
    site.write("b.md", article("Fog in short", " ".join(SENTENCES[:8]), link=LINK))
    seen = look(site)
    assert seen.posts == {"a", "b"}
    assert seen.listed == {"b"}
    assert seen.canonical["b"] == "b"
    assert seen.leads["b"] == frozenset()


def test_a_draft_is_never_the_best(site: SmallSite) -> None:
    site.write("a.md", article(link=LINK, draft=True, date="2023-01-01"))
    site.write("b.md", article("Fog in short", " ".join(SENTENCES[:8]), link=LINK))
    seen = look(site)
    assert (seen.posts, seen.listed, seen.copies) == ({"b"}, {"b"}, set())
    seen = look(site, drafts=True)
    assert "b" in seen.listed
    assert seen.canonical["b"] == "b"


def test_a_post_with_a_password_takes_no_part(site: SmallSite) -> None:
    site.write("a.md", article(link=LINK, password="open sesame", date="2023-01-01"))
    site.write("b.md", article("Fog in short", " ".join(SENTENCES[:8]), link=LINK))
    seen = look(site)
    assert (seen.posts, seen.listed, seen.copies, seen.leads["b"]) == ({"b"}, {"b"}, set(), frozenset())


@pytest.mark.parametrize("name", ["pages/about.md", "about.md"])
def test_pages_take_no_part(site: SmallSite, name: str) -> None:
    site.write(name, article(link=LINK, layout="page", date="2023-01-01"))
    site.write("a.md", article(link=LINK))
    seen = look(site)
    assert seen.listed == {"a"}
    assert (seen.copies, seen.leads["a"], seen.leads["about"]) == (set(), frozenset(), frozenset())


# ------------------------------------------------------------------------------------------------ strangers

STRANGE: list[dict[str, Any]] = [
    {},
    {"date": "1999-01-01"},
    {"date": "2029-01-01"},
    {"body": FULL + paragraphs(OTHER)},
    {"body": FULL.replace("<p>", "<p><b>And</b> "), "title": "Fog, with more markup"},
    {"sticky": 9, "cover": "https://img.crow.example/1.jpg", "tags": ["one", "two"], "author": "The Gull"},
    {"link": f"{LINK}?utm_source=crow", "permalink": "a/"},
    {"source": "Crow"},
]


@pytest.mark.parametrize("strange", STRANGE)
@pytest.mark.parametrize("mine", [FULL, f"<p>{SENTENCES[0]} {SENTENCES[1]}</p>"], ids=["full", "short"])
def test_whatever_a_stranger_writes_a_trusted_post_goes_behind_no_untrusted_one(
    site: SmallSite, strange: dict[str, Any], mine: str
) -> None:
    site.settings(content=["theirs", {"path": "mine", "trusted": True}], **BY_NAME)
    site.put("mine/own.md", article(body=mine, link=LINK, date="2024-03-05"))
    fields = {"link": LINK, "date": "2024-01-05"} | strange
    site.put("theirs/strange.md", article(fields.pop("title", "Fog"), fields.pop("body", mine), **fields))
    seen = look(site)
    assert seen.posts == {"own", "strange"} or seen.posts == {"own", "a"}
    assert "own" in seen.listed
    assert seen.canonical["own"] == "own"


def test_an_untrusted_post_takes_no_post_of_another_feed_from_the_lists(site: SmallSite) -> None:
    site.settings(content=["one", "two"], **BY_NAME)
    site.put("one/a.md", article("Fog in short", SENTENCES[0], link=LINK))
    site.put("two/b.md", article(source="Crow", link=LINK, date="2020-01-01"))
    site.put("two/c.md", article("Fog in short", SENTENCES[0], source="Crow", author="Gull", categories=["Gull"]))
    seen = look(site)
    assert seen.listed == {"a", "b", "c"}


def test_strangers_neither_join_nor_separate_posts_of_the_owner(site: SmallSite) -> None:
    site.settings(content=["theirs", {"path": "mine", "trusted": True}], **BY_NAME)
    whole, start = FULL, "".join(f"<p>{one}</p>" for one in SENTENCES[:7])
    site.put("mine/a.md", article("Fog", whole, link=LINK))
    site.put("mine/b.md", article("Fog in short", start, link=LINK))
    site.put("mine/c.md", article("Other", paragraphs(OTHER), link=f"{LINK}/other"))
    for number in range(3):
        site.put(f"theirs/s{number}.md", article(f"Buy {number}", f"<p>Buy number {number}.</p>" * 9, link=LINK))
    for name, link in (("t1", LINK), ("t2", f"{LINK}/other")):
        site.put(f"theirs/{name}.md", article("Both", whole + paragraphs(OTHER), link=link))
    seen = look(site)
    assert {"a", "c"} <= seen.listed
    assert "b" not in seen.listed
    assert {name: best for name, best in seen.copies if name in "abc"} == {"b": "a"}


def test_a_post_that_search_engines_may_not_show_is_not_the_best(site: SmallSite) -> None:
    site.settings(content=[{"path": "closed", "noindex": True}, "open"], **BY_NAME)
    for root, name in (("closed", "a"), ("open", "b")):
        site.put(f"{root}/{name}.md", article())
    assert look(site).copies == {("a", "b")}


# -------------------------------------------------------------------------------------------- what is told


def test_explain_names_the_best_copy_and_the_reason(site: SmallSite) -> None:
    site.write("a.md", article(link=LINK))
    site.write("b.md", article("Fog in the harbour", " ".join(SENTENCES), link=LINK, markup="text"))
    assert look(site).copies == {("b", "a")}
    for name, other in (("a", "b"), ("b", "a")):
        result = CliRunner().invoke(app, ["explain", f"content/{name}.md", str(site.folder), "--jobs", "1"])
        assert result.exit_code == 0, (result.stderr, result.exception)
        (line,) = [
            line for line in result.stdout.splitlines() if f"content/{other}.md" in line or f"/{other}/" in line
        ][:1]
        assert "cop" in result.stdout.casefold(), line
        assert "markup" in result.stdout.casefold()


@pytest.mark.starts_processes
def test_check_counts_articles_and_copies(site: SmallSite) -> None:
    for number in range(3):
        for name in "ab":
            site.write(f"{name}{number}.md", article(f"Fog {name}", SENTENCES[number], link=f"{LINK}{number}"))
    result = CliRunner().invoke(app, ["check", str(site.folder), "--jobs", "1"])
    assert result.exit_code == 0, (result.stderr, result.exception)
    lines = [line for line in result.output.splitlines() if "cop" in line.casefold()]
    assert any("3" in line for line in lines), result.output


def test_a_site_without_copies_tells_nothing_of_them(site: SmallSite) -> None:
    site.write("a.md", article())
    site.write("b.md", article("Mist", "<p>Nothing to see.</p>"))
    seen = look(site)
    assert seen.report.problems == ()
    assert b"copies" not in site.files()["a/index.html"].partition(b"<main")[2]


def test_the_order_of_files_changes_nothing(site: SmallSite, tmp_path: Any) -> None:
    other = SmallSite(tmp_path / "other")
    other.settings(**BY_NAME)
    bodies = [
        FULL,
        " ".join(SENTENCES),
        FULL.replace("<p>", "<p><b></b>"),
        paragraphs(SENTENCES[:8]),
    ]
    texts = {f"{number}.md": article(f"Fog {number}", body, link=LINK) for number, body in enumerate(bodies)}
    for name, text in texts.items():
        site.write(name, text)
    for name, text in reversed(texts.items()):
        other.write(name, text)
    look(site)
    look(other)
    assert site.files() == other.files()


def test_a_damaged_row_of_the_store_is_computed_again(site: SmallSite) -> None:
    for name, source in (("a", "Gull"), ("b", "Crow")):
        site.write(
            f"{name}.md", article(body=paragraphs(SENTENCES[: 8 if name == "a" else 10]), link=LINK, source=source)
        )
    before = look(site)
    assert len(before.copies) == 1
    with closing(Store(site.folder / ".pressmark/store.sqlite")) as store:
        (name,) = store.keys("similar:")
        store.put_many([(name, b"damaged")])
    site.write("c.md", article("Something else", paragraphs(OTHER)))
    assert look(site).copies == before.copies
