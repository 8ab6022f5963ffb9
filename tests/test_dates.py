from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.dates import iso, local_date, parse_date, rfc822
from tests.sizes import examples

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOON = datetime(2021, 11, 4, 3, 38, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "Thu, 04 Nov 2021 03:38:02 GMT",  # RFC 5322 section 3.3
        "4 Nov 2021 03:38:02 UT",
        "Thu, 04 Nov 21 03:38:02 +0000",
        "thu, 04 nov 2021 11:38:02 +0800",
        "Thursday, 04-Nov-21 03:38:02 GMT",
        "Wed, 03 Nov 2021 22:38:02 EST",
        "2021-11-04T03:38:02Z",  # RFC 3339 section 5.6
        "2021-11-04T11:38:02.123456+08:00",
        "2021-11-04 11:38:02 +0800",
        "2021-11-04 11:38:02",
        "2021-11-4 11:38:02",
        "2021/11/04 11:38:02",
        "2021.11.4 11:38:02",
        "20211104T033802Z",
        "2021年11月4日 11:38:02",
        "2021 年 11 月 4 日 11：38：02",
        "Thu Nov 04 2021 11:38:02 GMT+0800 (中国标准时间)",
        "  2021-11-04 11:38:02\n",
        "2021-11-04 03:38:02 +0000 UTC",  # what Go prints
        "2021-11-04 11:38:02.25 +0800 CST",
        "2021-11-04 11:38:02.25 +0800 CST m=+0.012345",
        "2021-11-04 11:38:02 +0800 +0800",
        "2021-11-04 上午11:38:02",
        "2021-11-04 11:38:02 AM",
        "2021年11月4日 上午 11:38:02",
        "2021年11月4日(木) 11:38:02",
        "2021年11月4日 星期四 11:38:02",
        "2021年11月4日 午前11:38:02",
        "令和3年11月4日 11:38:02",
        "Thu Nov  4 11:38:02 2021",  # what C prints
        "Thu Nov 4 03:38:02 UTC 2021",
        "November 4, 2021 11:38:02",
        "November 4th, 2021 at 11:38:02 AM",
        "Nov. 4, 2021, 11:38:02 a.m.",
        "Thursday, November 4, 2021 3:38:02 AM GMT",
        "Nov 3, 2021 11:38:02 PM EDT",
        "4 November 2021 11:38:02",
        "4th Nov 2021, 11:38:02 AM",
        "Thursday 4 November 2021 at 11:38:02",
    ],
)
def test_each_form_names_the_same_moment(text):
    assert parse_date(text, SHANGHAI) == NOON


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2021-11-04", datetime(2021, 11, 3, 16, tzinfo=UTC)),
        ("2021年11月4日", datetime(2021, 11, 3, 16, tzinfo=UTC)),
        ("20211104", datetime(2021, 11, 3, 16, tzinfo=UTC)),
        ("November 4, 2021", datetime(2021, 11, 3, 16, tzinfo=UTC)),
        ("Thursday, November 4, 2021", datetime(2021, 11, 3, 16, tzinfo=UTC)),
        ("4th of November, 2021", datetime(2021, 11, 3, 16, tzinfo=UTC)),
        ("May 4, 2021", datetime(2021, 5, 3, 16, tzinfo=UTC)),
        ("Sept. 4 2021", datetime(2021, 9, 3, 16, tzinfo=UTC)),
        ("令和元年5月1日", datetime(2019, 4, 30, 16, tzinfo=UTC)),
        ("昭和64年1月7日", datetime(1989, 1, 6, 16, tzinfo=UTC)),
        ("2021年11月4日 木曜日", datetime(2021, 11, 3, 16, tzinfo=UTC)),
        ("2021-11-04 下午3:05", datetime(2021, 11, 4, 7, 5, tzinfo=UTC)),
        ("2021-11-04 下午 15:05", datetime(2021, 11, 4, 7, 5, tzinfo=UTC)),
        ("2021-11-04 上午12:05", datetime(2021, 11, 3, 16, 5, tzinfo=UTC)),
        ("2021/11/4 12:05 PM", datetime(2021, 11, 4, 4, 5, tzinfo=UTC)),
        ("2021年11月4日 午後3:05", datetime(2021, 11, 4, 7, 5, tzinfo=UTC)),
        ("2021-1-2 3:04", datetime(2021, 1, 1, 19, 4, tzinfo=UTC)),
        ("1936-12-31", datetime(1936, 12, 30, 16, tzinfo=UTC)),
        ("2016-12-31T23:59:60Z", datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC)),
    ],
)
def test_a_time_without_an_offset_is_read_in_the_zone_of_the_site(text, moment):
    assert parse_date(text, SHANGHAI) == moment


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Invalid Date",
        "昨天",
        "2021-02-30",
        "2021-13-01",
        "2021-11-04 25:00",
        "2021-11-04T11:38:02+99:99",
        "2021-11-04 11:38:02 ABC",
        "0000-01-01",
        "0001-01-01",  # before year 1 in UTC
        "9999-12-31T23:59:59-08:00",
        "9999-12-31T20:00:00Z",  # after year 9999 in Shanghai
        "1636000000",
        "1636000000000",
        "20219999",
        "12345678",
        "２０２１-１１-０４",
        "٢٠٢١-١١-٠٤",
        "2021-11",
        "11/04/2021",
        "04.11.2021",
        "2021-11-04 11:38:02 CST",
        "Thu Nov 4 11:38:02 CST 2021",
        "Nov 4, 2021 11:38 IST",
        "Nov 4, 21",
        "Novel 4, 2021",
        "November 31, 2021",
        "2021-11-04 14:30 AM",
        "令和年11月4日",
        "第3年11月4日",
        "November, 2021",
        "2021-11-04 11:38:02 UTC CST",
        "1:59" * 20,
        "9" * 5_000_000,
        " " * 5_000_000,
        "(" * 300,
        "\ud800",
    ],
)
def test_what_is_no_date_is_none(text):
    assert parse_date(text, SHANGHAI) is None


def test_moments_are_written_in_the_zone_of_the_site():
    assert iso(NOON, SHANGHAI) == "2021-11-04T11:38:02+08:00"
    assert iso(NOON, ZoneInfo("UTC")) == "2021-11-04T03:38:02+00:00"
    assert rfc822(NOON, SHANGHAI) == "Thu, 04 Nov 2021 11:38:02 +0800"
    assert rfc822(NOON, ZoneInfo("America/St_Johns")) == "Thu, 04 Nov 2021 01:08:02 -0230"
    assert local_date(datetime(2021, 11, 3, 16, tzinfo=UTC), SHANGHAI) == date(2021, 11, 4)


def test_offsets_with_seconds_are_written_with_whole_minutes():
    # Local mean time of Shanghai is +08:05:43; RFC 3339 has no seconds in offsets.
    old = datetime(1880, 1, 1, tzinfo=UTC)
    assert iso(old, SHANGHAI) == "1880-01-01T08:05:00+08:05"
    assert rfc822(old, SHANGHAI) == "Thu, 01 Jan 1880 08:05:00 +0805"


def test_zones_come_from_the_tzdata_package():
    import zoneinfo

    assert zoneinfo.TZPATH == ()


ZONES = st.sampled_from(["UTC", "Asia/Shanghai", "America/New_York", "Asia/Kathmandu", "Pacific/Apia"]).map(ZoneInfo)
MOMENTS = st.datetimes(datetime(2, 1, 1), datetime(9998, 12, 31)).map(lambda m: m.replace(tzinfo=UTC, microsecond=0))


@examples(200)
@given(MOMENTS, ZONES, ZONES)
def test_what_is_written_is_read_as_the_same_moment(moment, zone, other):
    assert parse_date(iso(moment, zone), other) == moment
    assert parse_date(rfc822(moment, zone), other) == moment


@examples(300)
@given(st.text(alphabet="0123456789-/:.TZ+年月日 GMTNov,()²", max_size=40), ZONES)
def test_no_text_raises_and_what_is_read_can_be_written(text, zone):
    moment = parse_date(text, zone)
    if moment is not None:
        assert parse_date(iso(moment, zone), zone) == moment
