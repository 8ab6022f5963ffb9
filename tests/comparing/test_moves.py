"""Finding articles again: what suffices, and what does not."""

from __future__ import annotations

import random

import pytest

from generator.comparing.moves import Sketch, likeness, match, sketch
from generator.comparing.reading import Article, Place

PLACE = Place(frozenset({"example.org"}), "/")
_RANDOM = random.Random(7)
WORDS = ["".join(_RANDOM.choices("bcdfglmnprst", k=4)) + "a" for _ in range(400)]


def words(seed: int, count: int = 200) -> str:
    return " ".join(random.Random(seed).choices(WORDS, k=count))


def chinese(seed: int, count: int = 60) -> str:
    found = random.Random(seed)
    clause = "".join(chr(found.randrange(0x4E00, 0x9000)) for _ in range(count * 12))
    return "，".join(clause[start : start + 12] for start in range(0, len(clause), 12))


def made(
    path: str, title: str, text: str, *, link: str = "", date: str = "", canonical: str = "", key: str = ""
) -> Sketch:
    article = Article(title, (title, text), (), (), frozenset(), link, date, canonical)
    return sketch(article, path, PLACE, key)


def found(gone: dict[str, Sketch], new: dict[str, Sketch]) -> dict[str, str]:
    return dict(match(gone, new).moved)


@pytest.mark.parametrize("text", [words(1), chinese(1)])
def test_texts_that_differ_a_little_are_alike_and_others_are_not(text: str) -> None:
    half = len(text) // 2
    edited = text[:half] + " nova " + text[half + 6 :]
    other = chinese(2) if not text.isascii() else words(2)
    one = made("a.html", "", text)
    assert likeness(one, made("b.html", "", text)) == 1
    assert likeness(one, made("b.html", "", edited)) > 0.8
    assert likeness(one, made("b.html", "", f"{text} {other[: half // 2]}")) > 0.6
    assert likeness(one, made("b.html", "", other)) < 0.1


@pytest.mark.parametrize(
    ("gone", "new", "is_found"),
    [
        (("T", words(1)), ("Other", words(1)), True),
        (("T", words(1)), ("T", words(2)), False),
        (("T", "Short."), ("Other", "Short."), False),
        (("T", "Short."), ("T", "Short."), True),
        (("T", "Short."), ("T", "Shorter."), True),
        (("", ""), ("", ""), False),
        (("T", words(1)), ("T", words(1)[:700] + words(3)), True),
    ],
)
def test_one_candidate_is_taken_when_enough_speaks_for_it(
    gone: tuple[str, str], new: tuple[str, str], is_found: bool
) -> None:
    assert found({"a.html": made("a.html", *gone)}, {"b.html": made("b.html", *new)}) == (
        {"a.html": "b.html"} if is_found else {}
    )


def test_the_original_and_the_title_suffice_for_a_text_that_was_written_anew() -> None:
    gone = {"a.html": made("a.html", "T", words(1), link="http://pier.example/x/")}
    new = {"b.html": made("b.html", "T", words(2), link="https://pier.example/x")}
    assert found(gone, new) == {"a.html": "b.html"}


def test_a_date_tells_articles_of_one_title_and_nearly_one_text_apart() -> None:
    texts = [f"{words(1)} {number}" for number in range(5)]
    gone = {f"old{n}.html": made(f"old{n}.html", "Tides", text, date=f"2024-01-0{n}") for n, text in enumerate(texts)}
    new = {
        f"new{n}.html": made(f"new{n}.html", "Tides", f"{text} more", date=f"2024-01-0{n}")
        for n, text in enumerate(texts)
    }
    assert found(gone, new) == {f"old{n}.html": f"new{n}.html" for n in range(5)}
    dateless = {path: made(path, "Tides", f"{texts[n]} more") for n, path in enumerate(new)}
    unsure = match({"old1.html": made("old1.html", "Tides", texts[1])}, dateless)
    assert unsure.moved == {}
    assert set(unsure.unsure["old1.html"]) == set(new)


def test_the_key_of_a_source_tells_copies_apart() -> None:
    keys = ("0123456789ab", "ba9876543210")
    gone = {f"2024/{key}/index.html": made(f"2024/{key}/index.html", "T", words(1)) for key in keys}
    new = {f"{n}.html": made(f"{n}.html", "T", words(1), key=key) for n, key in enumerate(keys)}
    assert found(gone, new) == {f"2024/{key}/index.html": f"{n}.html" for n, key in enumerate(keys)}


def test_the_page_that_an_old_one_names_as_its_own_is_the_one() -> None:
    gone = {"a.html": made("a.html", "T", words(1), canonical="https://example.org/c/")}
    new = {f"{name}/index.html": made(f"{name}/index.html", "T", words(1)) for name in "bc"}
    assert found(gone, new) == {"a.html": "c/index.html"}


def test_copies_that_become_one_page_are_both_found_there() -> None:
    gone = {path: made(path, "T", words(1)) for path in ("a.html", "b.html")}
    assert found(gone, {"c.html": made("c.html", "T", words(1))}) == {"a.html": "c.html", "b.html": "c.html"}


def test_the_better_of_two_gets_the_only_page() -> None:
    gone = {"a.html": made("a.html", "T", words(1)), "b.html": made("b.html", "T", f"{words(1)[:700]} {words(5, 100)}")}
    assert found(gone, {"c.html": made("c.html", "T", words(1))}) == {"a.html": "c.html"}


@pytest.mark.slow
def test_thousands_of_one_title_cost_no_more_than_others() -> None:
    gone = {f"a{n}.html": made(f"a{n}.html", "Daily", words(n, 40)) for n in range(2000)}
    new = {f"b{n}.html": made(f"b{n}.html", "Daily", words(n, 40)) for n in range(2000)}
    assert found(gone, new) == {f"a{n}.html": f"b{n}.html" for n in range(2000)}
