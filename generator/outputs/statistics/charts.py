"""Charts of numbers of posts: columns over time, and rows by name.

Across, everything is a percentage, so that a chart is as wide as the page; downwards, everything is in pixels, so that
texts and bars keep their size on a phone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.templating.filters import number
from generator.templating.pieces import BarView, ChartLabelView

MOST_LABELS = 7
"""The largest number of years below columns: on a phone, each has 45 pixels."""
LONGEST_NAME = 60
"""Characters of a name in a row; the table has the whole name."""
TOP, BOTTOM, COLUMNS_HEIGHT = 18, 178, 202
"""The distances of the highest and the lowest line from the top of a chart of columns, and the height of the chart."""
WIDEST = 6
"""The largest width of a column, in percent of the chart."""
ROW_HEIGHT, ROW_TEXT, ROW_BAR, BAR_HEIGHT = 38, 14, 20, 9


@dataclass(frozen=True, slots=True)
class Amount:
    """A number of posts; `mark` is a short text for it below a column, such as `2021`, and may be empty."""

    text: str
    count: int
    href: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """The parts of a chart, its height in pixels, and the largest of its amounts."""

    height: int
    most: Amount
    bars: tuple[BarView, ...]
    labels: tuple[ChartLabelView, ...]
    lines: tuple[int, ...] = ()


def columns(amounts: Sequence[Amount]) -> Drawn:
    """A column for each amount, which has space but no bar if its count is 0; at least one amount must have a count."""
    most = max(amounts, key=lambda amount: amount.count)
    top = _round_number(most.count)
    scale = [top, top // 2, 0] if top % 2 == 0 else [top, 0]
    levels = {count: BOTTOM - (BOTTOM - TOP) * count // top for count in scale}
    step = 100 / len(amounts)
    width = min(0.8 * step, WIDEST)
    bars = []
    for place, amount in enumerate(amounts):
        if amount.count:
            # A month with a single post shows even beside one with a million.
            height = max(1, (BOTTOM - TOP) * amount.count // top)
            x = _percent((place + 0.5) * step - width / 2)
            bars.append(BarView(amount.text, amount.count, amount.href, x, BOTTOM - height, _percent(width), height))
    labels = [ChartLabelView(number(count), "0", y - 4, "start") for count, y in levels.items() if count]
    return Drawn(COLUMNS_HEIGHT, most, tuple(bars), (*labels, *_below(amounts)), tuple(levels.values()))


def _round_number(count: int) -> int:
    """The smallest number not below `count` that is 1, 2, 4, 6 or 8, or one of these with zeros behind it."""
    power = int("1".ljust(len(str(count)), "0"))
    return next(factor * power for factor in (1, 2, 4, 6, 8, 10) if factor * power >= count)


def _below(amounts: Sequence[Amount]) -> Iterator[ChartLabelView]:
    """The labels below columns: some of the marks or, with fewer than two marks, the first and the last text."""
    marked = [place for place, amount in enumerate(amounts) if amount.mark]
    if len(marked) < 2:
        yield ChartLabelView(amounts[0].text, "0", BOTTOM + 18, "start")
        if len(amounts) > 1:
            yield ChartLabelView(amounts[-1].text, "100", BOTTOM + 18, "end")
        return
    for place in marked[:: -(-len(marked) // MOST_LABELS)]:
        middle = (place + 0.5) * 100 / len(amounts)
        # In the middle, a label at the edge would be cut.
        x, anchor = (0.0, "start") if middle < 4 else (100.0, "end") if middle > 96 else (middle, "middle")
        yield ChartLabelView(amounts[place].mark, _percent(x), BOTTOM + 18, anchor)


def rows(amounts: Sequence[Amount], others: Amount | None) -> Drawn:
    """A bar for each amount, below its name and its number, and a last row without a bar for `others`, their sum.

    At least one amount must have a count.
    """
    most = max(amounts, key=lambda amount: amount.count)
    bars, labels = [], []
    for place, amount in enumerate((*amounts, others) if others else amounts):
        y = place * ROW_HEIGHT
        # The sum of thousands of others would leave no bar for anybody else.
        width = _percent(max(0.2, 100 * amount.count / most.count)) if amount is not others else "0"
        bars.append(BarView(amount.text, amount.count, amount.href, "0", y + ROW_BAR, width, BAR_HEIGHT))
        name = amount.text if len(amount.text) <= LONGEST_NAME else f"{amount.text[: LONGEST_NAME - 1]}…"
        labels.append(ChartLabelView(name, "0", y + ROW_TEXT, "start"))
        # After the name: the number covers the end of a name that is too long for the page.
        labels.append(ChartLabelView(number(amount.count), "100", y + ROW_TEXT, "end"))
    return Drawn(len(bars) * ROW_HEIGHT, most, tuple(bars), tuple(labels))


def _percent(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
