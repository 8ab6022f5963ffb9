"""Pairs of texts that must be compared."""

from __future__ import annotations

import random
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.copies import candidates
from generator.copies.arrays import Table
from generator.copies.candidates import BANDS, LEAST_AGREEING, MOST, ROWS, updated
from generator.copies.sketches import SIZE, sketch
from generator.copies.texts import normalised
from tests.sizes import examples

HAN = "".join(map(chr, range(0x4E00, 0x4E00 + 2_000)))
Sketches = dict[str, bytes]


def prose(chance: random.Random, length: int) -> str:
    return "".join(chance.choices(HAN, k=length))


def sketches_of(texts: dict[str, str]) -> Sketches:
    return {name: sketch(normalised(text)) for name, text in texts.items()}


def shown(table: Table) -> tuple[object, ...]:
    """All that a table holds, as values that can be compared."""
    return table.texts, table.sketches.tolist(), table.pairs, table.crowded


def related(chance: random.Random, count: int, share: float = 0.2) -> Sketches:
    """Sketches of some texts that are all alike in three or four groups."""
    bases = [np.array([chance.randrange(2**32) for _ in range(SIZE)], "<u4") for _ in range(chance.randint(1, 4))]
    found = {}
    for number in range(count):
        values = chance.choice(bases).copy()
        for place in range(SIZE):
            if chance.random() < share:
                values[place] = chance.randrange(2**32)
        found[f"{number:02}"] = values.tobytes()
    return found


def test_copies_are_pairs_and_other_texts_are_not() -> None:
    chance = random.Random(1)
    text, other = prose(chance, 500), prose(chance, 500)
    edited = text[:100] + prose(chance, 10) + text[110:]
    texts = {"c": text, "a": edited, "b": other, "d": text[:480], "e": "", "f": "渡船"}
    table = updated(None, sketches_of(texts))
    assert table.texts == ("a", "b", "c", "d")
    assert table.pairs == {("a", "c"), ("a", "d"), ("c", "d")}
    assert table.crowded == frozenset()


def test_a_site_without_texts_has_no_pairs() -> None:
    assert shown(updated(None, {})) == ((), [], frozenset(), frozenset())
    assert shown(updated(None, {"a": b""})) == ((), [], frozenset(), frozenset())


@given(st.integers(0, 10**6).map(random.Random))
def test_pairs_are_those_that_agree_in_a_band_and_in_two_thirds_of_all_values(chance: random.Random) -> None:
    sketches = related(chance, 12)
    values = {name: np.frombuffer(data, "<u4") for name, data in sketches.items()}

    def is_pair(a: str, b: str) -> bool:
        equal = values[a] == values[b]
        return bool(equal.reshape(BANDS, ROWS).all(axis=1).any()) and equal.sum() >= LEAST_AGREEING

    expected = {pair for pair in combinations(sorted(sketches), 2) if is_pair(*pair)}
    assert updated(None, sketches).pairs == expected


def test_the_order_of_the_texts_does_not_matter() -> None:
    sketches = related(random.Random(1), 30)
    assert shown(updated(None, dict(reversed(sketches.items())))) == shown(updated(None, sketches))


def test_the_look_up_of_a_new_text_finds_the_same_pairs_as_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(1)
    texts = {f"{number:03}": prose(chance, 200) for number in range(100)}
    earlier = updated(None, sketches_of(texts))
    texts["new"] = texts["050"][:190]
    whole = updated(None, sketches_of(texts))
    known = dict.fromkeys(earlier.texts)
    monkeypatch.setattr(candidates, "_MOST_CHANGED", 0.01)
    assert whole.pairs == {("050", "new")}
    assert shown(updated(earlier, {**known, **sketches_of({"new": texts["new"]})})) == shown(whole)


@examples(15)
@given(st.integers(0, 10**6).map(random.Random))
def test_texts_that_come_go_and_change_leave_what_a_new_start_finds(chance: random.Random) -> None:
    """Small buckets are crowded here, so that they fill and empty."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(candidates, "MOST", 3)
        patch.setattr(candidates, "_MOST_CHANGED", 9.0)
        everything = related(chance, 16, share=chance.choice([0.05, 0.2]))
        table, present = None, {}
        for _ in range(4):
            before = present
            present = {name: data for name, data in everything.items() if chance.random() < 0.7}
            if present and chance.random() < 0.3:
                present[min(present)] = everything["00"]
            known = {
                name: None if before.get(name) == data and chance.random() < 0.8 else data
                for name, data in present.items()
            }
            table = updated(table, known)
            assert shown(table) == shown(updated(None, present))


def test_a_table_to_which_nothing_is_new_is_the_same_object() -> None:
    earlier = updated(None, related(random.Random(1), 10))
    assert updated(earlier, dict.fromkeys(earlier.texts)) is earlier


def test_a_text_without_sketch_that_no_table_has_is_left_out() -> None:
    assert updated(None, {"a": None}).texts == ()


@pytest.mark.parametrize(("count", "pairs", "crowded"), [(MOST, MOST * (MOST - 1) // 2, 0), (MOST + 1, 0, MOST + 1)])
def test_texts_that_are_all_alike_are_a_template_when_there_are_many(count: int, pairs: int, crowded: int) -> None:
    same = sketch(HAN)
    table = updated(None, {f"{number:02}": same for number in range(count)})
    assert (len(table.pairs), len(table.crowded)) == (pairs, crowded)


def test_a_copy_of_a_text_is_found_beside_a_template() -> None:
    chance = random.Random(1)
    forecast = prose(chance, 300)
    texts = {f"{number:03}": forecast[:290] + f"{number:03}" for number in range(MOST * 3)}
    text = prose(chance, 300)
    table = updated(None, sketches_of({**texts, "x": text, "y": text[5:]}))
    assert table.pairs == {("x", "y")}
    assert table.crowded == texts.keys()


def test_ten_thousand_texts_that_are_the_same_or_empty_take_no_time() -> None:
    same, empty = sketch(HAN), sketch("")
    table = updated(None, {f"{number:05}": same if number % 2 else empty for number in range(20_000)})
    assert (len(table.texts), len(table.pairs), len(table.crowded)) == (10_000, 0, 10_000)


def test_a_text_that_contains_a_hundred_others_is_no_copy_of_them() -> None:
    chance = random.Random(1)
    texts = {f"{number:03}": prose(chance, 300) for number in range(100)}
    assert updated(None, sketches_of({**texts, "all": "".join(texts.values())})).pairs == frozenset()
