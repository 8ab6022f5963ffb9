"""Charts: columns and rows, and the texts around them."""

from __future__ import annotations

import pytest

from generator.outputs.statistics.charts import BOTTOM, TOP, Amount, columns, rows
from generator.templating.pieces import BarView, ChartLabelView


def test_a_column_is_as_high_as_its_part_of_the_highest_line():
    drawn = columns([Amount("2021", 40, "/2021/", "2021"), Amount("2022", 0), Amount("2023", 10, "", "2023")])
    assert drawn.bars == (
        BarView("2021", 40, "/2021/", "13.67", TOP, "6", BOTTOM - TOP),
        BarView("2023", 10, "", "80.33", BOTTOM - 40, "6", 40),
    )
    assert drawn.lines == (TOP, 98, BOTTOM)
    assert drawn.labels == (
        ChartLabelView("40", "0", 14, "start"),
        ChartLabelView("20", "0", 94, "start"),
        ChartLabelView("2021", "16.67", 196, "middle"),
        ChartLabelView("2023", "83.33", 196, "middle"),
    )


def test_a_single_post_shows_beside_a_million():
    assert [bar.height for bar in columns([Amount("a", 1), Amount("b", 1_000_000)]).bars] == [1, BOTTOM - TOP]


@pytest.mark.parametrize(
    ("most", "texts"),
    [
        (1, ["1"]),
        (3, ["4", "2"]),
        (9, ["10", "5"]),
        (41, ["60", "30"]),
        (717, ["800", "400"]),
        (1000, ["1,000", "500"]),
    ],
)
def test_the_lines_have_round_numbers(most: int, texts: list[str]):
    labels = columns([Amount("May", most)]).labels
    assert [label.text for label in labels if label.y < BOTTOM] == texts


def test_below_many_columns_are_at_most_seven_marks_and_none_is_cut_at_the_edge():
    labels = columns([Amount(str(year), 1, "", str(year)) for year in range(1990, 2110)]).labels[1:]
    assert [label.text for label in labels] == ["1990", "2008", "2026", "2044", "2062", "2080", "2098"]
    assert (labels[0].x, labels[0].anchor) == ("0", "start")


def test_below_few_months_are_the_first_and_the_last():
    labels = columns([Amount("May 2021", 1), Amount("June 2021", 1), Amount("July 2021", 1)]).labels[1:]
    assert [(label.text, label.x, label.anchor) for label in labels] == [
        ("May 2021", "0", "start"),
        ("July 2021", "100", "end"),
    ]


def test_a_row_has_its_name_and_its_number_above_the_bar():
    drawn = rows([Amount("Gull", 40, "/gull/"), Amount("Crow", 10)], None)
    assert drawn.bars == (BarView("Gull", 40, "/gull/", "0", 20, "100", 9), BarView("Crow", 10, "", "0", 58, "25", 9))
    assert drawn.labels == (
        ChartLabelView("Gull", "0", 14, "start"),
        ChartLabelView("40", "100", 14, "end"),
        ChartLabelView("Crow", "0", 52, "start"),
        ChartLabelView("10", "100", 52, "end"),
    )
    assert drawn.height == 76


def test_the_sum_of_all_others_has_a_row_and_no_bar():
    drawn = rows([Amount("Gull", 40)], Amount("9 more", 9000))
    assert [(bar.text, bar.count, bar.width) for bar in drawn.bars] == [("Gull", 40, "100"), ("9 more", 9000, "0")]
    assert [label.text for label in drawn.labels] == ["Gull", "40", "9 more", "9,000"]
    assert drawn.most.text == "Gull"


def test_a_long_name_is_cut_in_the_chart_and_whole_in_the_table():
    drawn = rows([Amount("渡" * 61, 1)], None)
    assert drawn.labels[0].text == "渡" * 59 + "…"
    assert drawn.bars[0].text == "渡" * 61
