"""Sets of copies: what joins posts, which is the best, and which are listed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from generator.copies.sets import Copies, Pair, copies, linked_pairs
from generator.copies.texts import Similarity
from generator.model import Header, Likeness, Summary

ALIKE = Similarity(0.9, 0.95)


def post(id: str, text: str = "", *, day: int | None = 1, words: int = 100, **more: object) -> Summary:
    """The summary of a post; `more` are fields of its header or its likeness."""
    when = datetime(2024, 1, day, tzinfo=UTC) if day else None
    of_header = {name: value for name, value in more.items() if name in Header.__slots__ and name != "link"}
    of_likeness = {name: value for name, value in more.items() if name in Likeness.__slots__}
    header = replace(Header("Title", published=when, origin="Gazette"), **of_header)
    return Summary(
        id=id, key="", kind="post", header=header, excerpt="", cover=None, word_count=words, is_rechecked=False,
        references=(), likeness=replace(Likeness(text, text), **of_likeness), removal_counts=(), problems=(),
        meta_digest="", body_digest="",
    )  # fmt: skip


def is_mine(id: str) -> bool:
    return id.startswith("own/")


def found(*posts: Summary, similar: Mapping[Pair, Similarity] | None = None, near=None, **options) -> Copies:
    by_id = {item.id: item for item in sorted(posts, key=lambda item: item.id)}
    return copies(
        by_id, similar or {}, near, is_trusted=is_mine, is_indexed=lambda id: by_id[id].header.is_indexed, **options
    )


def sets(*posts: Summary, **options) -> list[tuple[str, ...]]:
    return [item.ids for item in found(*posts, **options).sets]


def test_posts_of_one_feed_with_the_same_title_text_and_pictures_are_listed_once() -> None:
    result = found(post("a", "x"), post("b", "x"), post("c", "x", title="Other"), post("d", "y"), post("e", "x"))
    assert [item.ids for item in result.sets] == [("a", "b", "e")]
    assert result.unlisted == {"b": "a", "e": "a"}


def test_a_picture_tells_posts_apart_and_so_does_the_feed() -> None:
    assert sets(post("a", "x", body="1"), post("b", "x", body="2"), post("c", "x", origin="Herald")) == []


def test_posts_without_any_content_are_copies_only_under_a_title_of_their_own() -> None:
    assert sets(post("a"), post("b")) == [("a", "b")]
    assert sets(post("a", is_title_given=False), post("b", is_title_given=False)) == []


def test_a_long_text_joins_other_feeds_and_titles_if_near_copies_are_looked_for() -> None:
    posts = post("a", "x", has_sketch=True), post("b", "x", has_sketch=True, title="Other", origin="Herald")
    result = found(*posts, near=())
    assert [item.ids for item in result.sets] == [("a", "b")]
    assert result.unlisted == {}
    assert sets(*posts) == []
    assert sets(post("a", "x"), post("b", "x", title="Other"), near=()) == [], "too short"


def test_a_line_under_each_picture_of_a_feed_makes_no_copies() -> None:
    assert sets(post("a", "x", link="l", words=9, title="A"), post("b", "x", link="l", words=9, title="B")) == []
    assert sets(post("a", "x", link="l", words=10, title="A"), post("b", "x", link="l", words=10, title="B")) != []


def test_two_texts_of_one_original_are_copies_if_one_contains_half_of_the_other() -> None:
    a, b = post("a", "x", link="l"), post("b", "y", link="l", origin="Herald")
    assert linked_pairs([a, b]) == {("x", "y")}
    assert sets(a, b, similar={("x", "y"): Similarity(0.1, 0.5)}) == [("a", "b")]
    assert sets(a, b, similar={("x", "y"): Similarity(0.3, 0.49)}) == []


def test_the_home_page_of_a_feed_as_original_joins_nothing() -> None:
    posts = [post(f"{number:03}", f"{number:03}", link="home", title=str(number)) for number in range(100)]
    assert linked_pairs(posts) == set()
    assert sets(*posts) == []


def test_a_newer_text_of_one_feed_is_a_revision_and_no_copy() -> None:
    a, b = post("a", "x", link="l", day=1), post("b", "y", link="l", day=2)
    result = found(a, b, similar={("x", "y"): ALIKE})
    assert (result.sets, result.unlisted, result.revisions) == ((), {}, {"b": "a"})
    result = found(a, replace(b, header=replace(b.header, published=None)), similar={("x", "y"): ALIKE})
    assert (result.unlisted, result.revisions) == ({"b": "a"}, {})
    result = found(a, replace(b, header=replace(b.header, origin="Herald")), similar={("x", "y"): ALIKE})
    assert ([item.ids for item in result.sets], result.unlisted, result.revisions) == ([("a", "b")], {}, {})


def test_a_revision_is_no_near_copy_either() -> None:
    a, b = (post(id, text, link="l", day=day, has_sketch=True) for id, text, day in (("a", "x", 1), ("b", "y", 2)))
    assert sets(a, b, similar={("x", "y"): ALIKE}, near=[("x", "y")]) == []


def test_of_each_feed_the_best_is_listed_whatever_lies_between_them() -> None:
    posts = [
        post(id, "x", link="l", has_sketch=True, origin=origin) for id, origin in (("a", "G"), ("b", "H"), ("c", "G"))
    ]
    assert found(*posts).unlisted == {"c": "a"}
    assert found(*posts, lists_all=False).unlisted == {"b": "a", "c": "a"}


def test_near_texts_join_posts_that_stay_listed_unless_the_settings_say_otherwise() -> None:
    posts = post("a", "x", day=2, has_sketch=True), post("b", "y", day=1, has_sketch=True)
    result = found(*posts, near=[("x", "y")])
    assert ([item.ids for item in result.sets], result.unlisted) == ([("b", "a")], {})
    assert found(*posts, near=[("x", "y")], lists_all=False).unlisted == {"a": "b"}


def test_the_best_is_the_owners_then_undamaged_marked_up_longer_and_older() -> None:
    def best(*others: Summary) -> tuple[str, str]:
        (found_set,) = found(*others, near=()).sets
        return found_set.best, found_set.reason

    b = post("b", "x", has_sketch=True, day=5)
    assert best(b, replace(b, id="a")) == ("a", "its path comes first")
    assert best(b, post("a", "x", has_sketch=True, day=6)) == ("b", "it is older")
    assert best(b, post("a", "x", has_sketch=True, day=None)) == ("b", "it is older")
    assert best(b, post("a", "x", has_sketch=True, day=6, words=101)) == ("a", "it is longer")
    assert best(b, post("a", "x", has_sketch=True, words=9, is_marked_up=True)) == ("a", "it has markup")
    assert best(replace(b, likeness=replace(b.likeness, damage=1)), post("c", "x", has_sketch=True, words=9)) == (
        "c",
        "it has less damage",
    )
    assert best(b, post("a", "x", has_sketch=True, words=200, is_indexed=False)) == ("b", "search engines may show it")
    assert best(post("own/z", "x", has_sketch=True, words=1, damage=9), b) == ("own/z", "it is in a trusted folder")


def test_the_order_of_posts_changes_nothing() -> None:
    posts = [post(f"{number}", "x" if number % 2 else "y", link="l", day=number + 1) for number in range(6)]
    forward = {item.id: item for item in posts}
    backward = {item.id: item for item in reversed(posts)}
    results = [
        copies(some, {("x", "y"): ALIKE}, None, is_trusted=is_mine, is_indexed=lambda _: True)
        for some in (forward, backward)
    ]
    assert {frozenset(item.ids) for item in results[0].sets} == {frozenset(item.ids) for item in results[1].sets}
    assert results[0].unlisted == results[1].unlisted


def test_a_stranger_joins_no_two_posts_of_the_owner() -> None:
    mine = post("own/roses", "x", link="l", title="Roses"), post("own/sailing", "y", link="m", title="Sailing")
    spam = [
        post("spam1", "xy", link="l", title="Spam", day=None),
        post("spam2", "xy", link="m", title="Spam", day=None),
    ]
    alike = dict.fromkeys((("x", "xy"), ("xy", "y")), ALIKE)
    result = found(*mine, *spam, similar=alike)
    assert [item.ids for item in result.sets] == [("own/roses", "spam1", "spam2")]
    assert result.unlisted == {"spam1": "own/roses", "spam2": "own/roses"}
    assert found(*mine, spam[0], similar=alike, near=[("xy", "y")], lists_all=False).unlisted == {"spam1": "own/roses"}


def test_titles_of_a_stranger_do_not_separate_copies_of_the_owner() -> None:
    mine = [post("own/a", "x", link="l", title="A"), post("own/b", "x", link="l", title="B")]
    spam = [post(f"spam{number}", f"s{number}", link="l", title=f"Spam {number}") for number in range(30)]
    assert found(*mine, *spam).unlisted == {"own/b": "own/a"}
