"""Queries are drawn from texts, the same ones each time."""

from __future__ import annotations

from benchmarks.queries import KINDS, draw, has_pair
from benchmarks.scan import Published, scan

HARBOUR = "灯塔看守人每天四次写下天气，三十年来没有漏掉一次。浪从海面上来，船在港口等待。今天的日记写得很短，明天再说。"
NAMES = "甲乙 丙丁 戊己 庚辛 壬癸 子丑 寅卯 辰巳 午未 申酉 戌亥 乾坤".split()
POSTS = [
    Published(f"{number}/", name, (f"{HARBOUR[number:]}Beacon{number} 与Harbour日志", f"Storm{number} Tide"))
    for number, name in enumerate(NAMES)
]


def test_each_kind_is_drawn_from_the_posts_and_found_in_one_of_them_but_for_absent_ones():
    for kind in KINDS:
        queries = draw(kind, 5, POSTS)
        assert len(set(queries)) == 5
        assert all(bool(scan(POSTS, query)) == (kind != "absent") for query in queries), kind


def test_fewer_queries_are_the_first_of_more():
    assert draw("string", 3, POSTS) == draw("string", 6, POSTS)[:3] != draw("string", 3, POSTS, seed=2)


def test_a_pair_is_two_letters_of_which_one_needs_no_blanks():
    assert [has_pair(text) for text in ("港口", "3月", "C港", "港，口", "ab", "，港")] == [
        True,
        True,
        True,
        False,
        False,
        False,
    ]
