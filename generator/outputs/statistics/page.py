"""The page of statistics: numbers about all posts in lists, charts by time and by source, and the file `stats.json`."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from generator.config.pages import StatisticsSettings
from generator.dates import local_date
from generator.outputs.contexts import Census, PlanContext, RenderContext
from generator.outputs.page import Page
from generator.outputs.parts import head
from generator.outputs.statistics.charts import Amount, Drawn, columns, rows
from generator.site_index import SiteIndex
from generator.stored import Stored
from generator.templating.filters import counted, day_text, fill, month_text, number, year_text
from generator.templating.pieces import ChartView
from generator.templating.views import StatisticsPageView

STATISTICS = "statistics"
VERSION = 1
"""The version of the form of `stats.json`."""
MOST_COLUMNS = 120
"""The largest number of columns in a chart: on a phone, each still has two pixels."""
MOST_SOURCES = 30
"""Sources with a bar of their own: the largest ones.  One row stands for all others."""


@dataclass(frozen=True, slots=True)
class Statistics(Stored):
    """The numbers of the posts in lists.  Hidden posts, copies that no list has, and pages are not counted.

    `first` and `last` are the days of the oldest and the newest post, as (year, month, day); None without dated posts.
    """

    posts: int
    undated: int
    words: int
    first: tuple[int, int, int] | None
    last: tuple[int, int, int] | None
    months: tuple[tuple[int, int, int, str], ...]
    """(year, month, number of posts, address of their list or empty) of each month that has posts, from the oldest."""
    years: tuple[tuple[int, int, str], ...]
    """(year, number of posts, address) in the same way."""
    sources: tuple[tuple[str, int, str], ...]
    """(name, number of posts, address) of each source, the largest first."""
    categories: int
    tags: int


def claims(census: Census) -> tuple[str, ...]:
    """The addresses to reserve for the page and `stats.json`; none if the site has no statistics."""
    return addresses(census.config.statistics)


def addresses(settings: StatisticsSettings) -> tuple[str, ...]:
    """The addresses of the page and `stats.json`; none if the site has no statistics."""
    return (settings.address, f"{settings.address}stats.json") if settings.enabled else ()


def plan(context: PlanContext) -> Iterator[Page[Statistics]]:
    """The page and `stats.json`; none if the site has no statistics."""
    settings = context.config.statistics
    if settings.enabled:
        numbers = _numbers(context)
        yield Page(settings.address, STATISTICS, StatisticsPageView.template, numbers)
        yield Page(f"{settings.address}stats.json", STATISTICS, "", numbers)


def _numbers(context: PlanContext) -> Statistics:
    index, zone = context.index, context.config.zone
    headers = [index.summaries[id].header for id in (*index.dated, *index.undated)]
    days = sorted(local_date(header.published, zone) for header in headers if header.published)
    months = Counter((day.year, day.month) for day in days)
    years = Counter(day.year for day in days)
    sources = Counter(header.origin for header in headers if header.origin)
    categories = {path[:depth] for header in headers for path in header.categories for depth in range(1, len(path) + 1)}
    return Statistics(
        posts=len(headers),
        undated=len(index.undated),
        words=sum(index.summaries[id].word_count for id in (*index.dated, *index.undated)),
        first=_parts(days[0]) if days else None,
        last=_parts(days[-1]) if days else None,
        months=tuple(
            (year, month, count, _list(index, "month", f"{year:04d}", f"{month:02d}"))
            for (year, month), count in sorted(months.items())
        ),
        years=tuple((year, count, _list(index, "year", f"{year:04d}")) for year, count in sorted(years.items())),
        sources=tuple(
            (name, count, _list(index, "source", name))
            for name, count in sorted(sources.items(), key=lambda item: (-item[1], item[0]))
        ),
        categories=len(categories),
        tags=len({tag for header in headers for tag in header.tags}),
    )


def _list(index: SiteIndex, *key: str) -> str:
    """The address of a list; empty if the site has no such list."""
    return index.terms.get(key, ("", ""))[1]


def _parts(day: date) -> tuple[int, int, int]:
    return day.year, day.month, day.day


def view(page: Page[Statistics], context: RenderContext) -> StatisticsPageView | bytes:
    """The view of the page, or the bytes of `stats.json`."""
    numbers = page.content
    if not page.template:
        return _file(numbers)
    title = context.text("statistics")
    page_head = head(context, page.address, title, is_indexed=False)
    return StatisticsPageView(
        site=context.site,
        head=page_head,
        menu=context.menu(page_head),
        footer=context.footer(),
        title=title,
        figures=tuple(_figures(numbers, context)),
        charts=tuple(_charts(numbers, context)),
        file_href=context.href(f"{page.address}stats.json"),
    )


def _figures(numbers: Statistics, context: RenderContext) -> Iterator[tuple[str, str]]:
    """(name, value) of the numbers to show; nothing is said of what the site has not."""
    yield context.text("statistics_posts"), number(numbers.posts)
    yield context.text("statistics_words"), number(numbers.words)
    for name, count in (
        ("undated", numbers.undated),
        ("sources", len(numbers.sources)),
        ("categories", numbers.categories),
        ("tags", numbers.tags),
    ):
        if count:
            yield context.text(name), number(count)
    for name, day in (("statistics_first", numbers.first), ("statistics_last", numbers.last)):
        if day:
            yield context.text(name), day_text(*day, context.site.text)


def _charts(numbers: Statistics, context: RenderContext) -> Iterator[ChartView]:
    if numbers.months and len(span := _span(numbers)) <= MOST_COLUMNS:
        yield _chart("months", "statistics_month", columns(tuple(_months(span, numbers, context))), context)
    if len(numbers.years) > 1:
        yield _chart("years", "search_year", columns(tuple(_years(numbers, context))), context)
    if numbers.sources:
        yield _chart("sources", "source", _sources(numbers.sources, context), context)


def _span(numbers: Statistics) -> range:
    """The months from the first to the last with posts, counted from January of the year 0."""
    (first_year, first_month, *_), (last_year, last_month, *_) = numbers.months[0], numbers.months[-1]
    return range(first_year * 12 + first_month - 1, last_year * 12 + last_month)


def _months(span: range, numbers: Statistics, context: RenderContext) -> Iterator[Amount]:
    """An amount for each month in `span`, also for those without posts."""
    known = {year * 12 + month - 1: (count, address) for year, month, count, address in numbers.months}
    for place in span:
        year, month = place // 12, place % 12 + 1
        count, address = known.get(place, (0, ""))
        mark = str(year) if month == 1 else ""
        yield Amount(month_text(year, month, context.site.text), count, context.href(address), mark)


def _years(numbers: Statistics, context: RenderContext) -> Iterator[Amount]:
    """An amount for each year from the first to the last; for many years, one for ten or a hundred of them."""
    strings, first, last = context.site.text, numbers.years[0][0], numbers.years[-1][0]
    size = next(size for size in (1, 10, 100) if last // size - first // size < MOST_COLUMNS)
    counts: Counter[int] = Counter()
    for year, count, _ in numbers.years:
        counts[year // size] += count
    addresses = {year: address for year, _, address in numbers.years} if size == 1 else {}
    for place in range(first // size, last // size + 1):
        year = max(place * size, 1)
        text = year_text(year, strings)
        if size > 1:
            text = f"{text} – {year_text(place * size + size - 1, strings)}"
        yield Amount(text, counts[place], context.href(addresses.get(year, "")), str(year))


def _sources(sources: Sequence[tuple[str, int, str]], context: RenderContext) -> Drawn:
    largest = tuple(Amount(name, count, context.href(address)) for name, count, address in sources[:MOST_SOURCES])
    others = sources[MOST_SOURCES:]
    if not others:
        return rows(largest, None)
    text = counted(context.site.text, "statistics_others", len(others))
    return rows(largest, Amount(text, sum(count for _, count, _ in others)))


def _chart(name: str, heading: str, drawn: Drawn, context: RenderContext) -> ChartView:
    return ChartView(
        name=name,
        title=context.text(f"statistics_{name}"),
        heading=context.text(heading),
        text=fill(context.site.text["statistics_most"], name=drawn.most.text, count=number(drawn.most.count)),
        height=drawn.height,
        bars=drawn.bars,
        labels=drawn.labels,
        lines=drawn.lines,
    )


def _file(numbers: Statistics) -> bytes:
    """The bytes of `stats.json`; `docs/statistics.md` describes its form."""
    value = {
        "version": VERSION,
        "posts": numbers.posts,
        "undated": numbers.undated,
        "words": numbers.words,
        "first": _day(numbers.first),
        "last": _day(numbers.last),
        "months": {f"{year:04d}-{month:02d}": count for year, month, count, _ in numbers.months},
        "years": {f"{year:04d}": count for year, count, _ in numbers.years},
        "sources": [{"name": name, "posts": count} for name, count, _ in numbers.sources],
        "categories": numbers.categories,
        "tags": numbers.tags,
    }
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def _day(parts: tuple[int, int, int] | None) -> str | None:
    return date(*parts).isoformat() if parts else None
