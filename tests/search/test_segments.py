"""How posts are cut into segments, and segments into buckets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.search.files import POSTS_IN_BLOCK
from generator.search.segments import LARGEST, MIDDLE, SMALLEST, Segment, segments


@pytest.mark.parametrize(
    ("count", "found"),
    [
        (0, []),
        (1, [(0, 1)]),
        (30, [(0, 30)]),
        (1_023, [(0, 1_023)]),
        (1_024, [(0, 1_024)]),
        (1_025, [(0, 1_024), (1_024, 1)]),
        (3_000, [(0, 2_048), (2_048, 952)]),
        (16_384, [(0, 16_384)]),
        (100_000, [(0, 98_304), (98_304, 1_024), (99_328, 672)]),
        (300_000, [(0, 131_072), (131_072, 131_072), (262_144, 32_768), (294_912, 4_096), (299_008, 992)]),
    ],
)
def test_posts_are_cut_from_the_oldest_into_large_segments_multiples_and_a_rest(count, found):
    assert [(segment.start, segment.count) for segment in segments(count)] == found


@given(st.integers(0, 3 * LARGEST))
def test_segments_hold_each_post_once_and_only_the_last_one_is_small(count):
    found = segments(count)
    assert [segment.start for segment in found] == [0, *(segment.end for segment in found)][: len(found)]
    assert sum(segment.count for segment in found) == count
    assert all(SMALLEST <= segment.count <= LARGEST for segment in found[:-1])
    assert len(found) <= count // LARGEST + 3


@given(st.integers(0, 3 * LARGEST))
def test_a_new_newest_post_changes_the_last_segment_and_seldom_those_before_it(count):
    before, after = segments(count), segments(count + 1)
    kept = [segment for segment in before if segment in after]
    # What was joined are the last ones.
    assert kept == list(before[: len(kept)])
    if (count + 1) % SMALLEST:
        assert kept == list(before[: len(before) - bool(count % SMALLEST)])
    elif (count + 1) % MIDDLE:
        assert sum(segment.count for segment in after[len(kept) :]) < MIDDLE


@pytest.mark.parametrize(
    ("count", "buckets"),
    [
        (1, 1), (30, 1), (63, 1), (64, 16), (100, 24), (200, 48), (500, 120), (1_000, 248), (1_024, 256), (2_048, 360),
        (4_096, 512), (16_384, 1_024), (98_304, 2_504), (131_072, 2_896),
    ],
)  # fmt: skip
def test_the_number_of_buckets_follows_the_number_of_posts(count, buckets):
    assert Segment(0, count).buckets == buckets


@given(st.integers(1, LARGEST))
def test_the_number_of_buckets_is_one_or_a_multiple_of_eight_and_never_less_for_more_posts(count):
    buckets = Segment(0, count).buckets
    assert buckets == 1 or buckets % 8 == 0
    assert buckets <= Segment(0, count + 1).buckets


def test_a_hundred_thousand_posts_have_fewer_files_than_five_thousand():
    assert sum(segment.buckets for segment in segments(100_000)) + 100_000 // POSTS_IN_BLOCK < 5_000
