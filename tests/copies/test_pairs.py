"""A table of pairs that are copies under `[copies]`, and of pairs that only look like it; all texts are invented."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

import pytest

from tests.copies.looks import BY_NAME, Look, look
from tests.sites import SmallSite, post

ROWS = [line.split("\t") for line in (Path(__file__).parent / "pairs.tsv").read_text("utf-8").splitlines()[1:]]
PAIRS = [(f"p{number}a", f"p{number}b") for number in range(len(ROWS))]
NAMES = frozenset(chain.from_iterable(PAIRS))
IDS = [f"{row[0]}: {row[1]}, {row[2]}" for row in ROWS]


def html(body: str) -> str:
    return body if body.startswith("<") else "".join(f"<p>{one}</p>" for one in body.split("¶"))


def seen_with(folder: Path, settings: str) -> Look:
    site = SmallSite(folder / "site")
    site.settings(settings, **BY_NAME)
    for pair, (_, _, *fields) in zip(PAIRS, ROWS, strict=True):
        for name, (title, source, body) in zip(pair, (fields[:3], fields[3:]), strict=True):
            site.write(f"{name}.md", post(title, html(body), date="2024-01-05", source=source))
    return look(site)


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Look:
    """All pairs on one site with `[copies]`."""
    return seen_with(tmp_path_factory.mktemp("pairs"), "[copies]\n")


@pytest.mark.parametrize("number", range(len(ROWS)), ids=IDS)
def test_a_pair_is_judged_as_a_reader_would(seen: Look, number: int) -> None:
    one, other = PAIRS[number]
    is_pair = seen.canonical[one] == seen.canonical[other]
    assert is_pair == (ROWS[number][0] == "copies")
    leads = (seen.leads[one], seen.leads[other])
    assert leads == (({other}, {one}) if is_pair else (frozenset(), frozenset()))


def test_posts_of_two_pairs_are_no_copies(seen: Look) -> None:
    assert {tuple(sorted(pair)) for pair in seen.copies} <= set(PAIRS)


def test_near_copies_stay_listed(seen: Look) -> None:
    assert seen.posts == seen.listed == NAMES


def test_on_request_only_the_best_of_near_copies_are_listed(seen: Look, tmp_path: Path) -> None:
    best = seen_with(tmp_path, "[copies]\nlist = false\n")
    assert (best.posts, best.copies) == (NAMES, seen.copies)
    assert best.listed == NAMES - {name for name, _ in seen.copies}


def test_without_the_table_only_long_texts_of_the_same_words_are_copies(tmp_path: Path) -> None:
    seen = seen_with(tmp_path, "")
    same = {"re-titled", "width and signs", "markup", "converted and annotated"}
    assert {ROWS[int(name[1:-1])][1] for name, _ in seen.copies} <= same
    assert seen.listed == NAMES
