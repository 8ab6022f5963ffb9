"""How posts are cut into segments, and segments into buckets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.search.segments import LARGEST, SMALLEST, Segment, segments


@pytest.mark.parametrize(
    ("count", "found"),
    [
        (0, []),
        (1, [(0, 1)]),
        (30, [(0, 30)]),
        (2_047, [(0, 2_047)]),
        (2_048, [(0, 2_048)]),
        (2_049, [(0, 2_048), (2_048, 1)]),
        (10_000, [(0, 8_192), (8_192, 1_808)]),
        (100_000, [(0, 65_536), (65_536, 32_768), (98_304, 1_696)]),
        (200_000, [(0, 65_536), (65_536, 65_536), (131_072, 65_536), (196_608, 2_048), (198_656, 1_344)]),
    ],
)
def test_posts_are_cut_from_the_oldest_into_powers_of_two_and_a_rest(count, found):
    assert [(segment.start, segment.count) for segment in segments(count)] == found


@given(st.integers(0, 3 * LARGEST))
def test_segments_hold_each_post_once_and_only_the_last_one_is_small(count):
    found = segments(count)
    assert [segment.start for segment in found] == [0, *(segment.end for segment in found)][: len(found)]
    assert sum(segment.count for segment in found) == count
    assert all(SMALLEST <= segment.count <= LARGEST for segment in found[:-1])
    assert all(segment.count.bit_count() == 1 for segment in found[:-1])
    assert all(0 < segment.count < 2 * SMALLEST for segment in found[-1:] if segment.count.bit_count() > 1)


@given(st.integers(0, 3 * LARGEST))
def test_a_new_newest_post_changes_no_segment_but_those_at_the_end(count):
    before, after = segments(count), segments(count + 1)
    kept = [segment for segment in before if segment in after]
    # What was joined are the last ones.
    assert kept == list(before[: len(kept)])
    assert sum(segment.count for segment in after[len(kept) :]) <= LARGEST
    if (count + 1) % SMALLEST:
        assert kept == list(before[: len(before) - bool(count % SMALLEST)])


@pytest.mark.parametrize(
    ("count", "buckets"),
    [
        (1, 1), (30, 1), (31, 1), (32, 2), (63, 2), (64, 4), (500, 16), (1_000, 32), (2_047, 64), (2_048, 128),
        (4_096, 128), (8_192, 256), (16_384, 512), (32_768, 1_024), (65_536, 2_048),
    ],
)  # fmt: skip
def test_the_number_of_buckets_follows_the_number_of_posts(count, buckets):
    assert Segment(0, count).buckets == buckets


@given(st.integers(1, LARGEST))
def test_the_number_of_buckets_is_a_power_of_two_and_never_less_for_more_posts(count):
    buckets = Segment(0, count).buckets
    assert buckets.bit_count() == 1
    assert buckets <= Segment(0, count + 1).buckets <= 2 * buckets


def test_a_hundred_thousand_posts_have_fewer_files_than_five_thousand():
    assert sum(segment.buckets for segment in segments(100_000)) + 100_000 // 64 < 5_000
