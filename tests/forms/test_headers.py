"""Headers through the whole of reading and cleaning: fences, line ends, categories and dates as scripts left them."""

from __future__ import annotations

import pytest

from tests.forms.posts import BODY, MOMENT, TEXT, Found, flat, found, published, quoted, three_levels, with_headimg

TITLE = "雾中的灯"
TWO = (("港口", "港口 - 早报"),)
THREE = (("港口", "早报", "头版"),)
FIELDS = f"title: {TITLE}\ncategories: \n - 港口\n - 早报\n - 头版\ndate: Wed, 16 Oct 2019 13:43:14 GMT"


@pytest.mark.parametrize(
    ("source", "categories"),
    [(flat(TITLE), TWO), (quoted(f"'{TITLE}'"), TWO), (three_levels(f"'{TITLE}'"), THREE),
     (with_headimg(f"'{TITLE}'"), THREE)],
    ids=["that is flat", "with quotes", "with three levels", "with a cover"],
)  # fmt: skip
def test_a_header_of_each_generation_of_the_script_is_read_without_a_word(source, categories) -> None:
    assert found(source) == Found(TITLE, MOMENT, categories, TEXT, ())


def test_only_the_last_generation_has_a_cover_of_its_own() -> None:
    assert published(with_headimg(f"'{TITLE}'")).cover == "https://z.example/1.jpg"
    assert published(three_levels(f"'{TITLE}'")).cover is None


WHOLE = {
    "with no blank line anywhere": (f"---\n{FIELDS}\n---\n{BODY}", ()),
    "with blank lines of blanks before it": (f" \n　\n\t\n---\n{FIELDS}\n---\n{BODY}", ()),
    "with a byte-order mark": (f"\ufeff---\n{FIELDS}\n---\n{BODY}", ()),
    "with two byte-order marks": (f"\ufeff\ufeff\n---\n{FIELDS}\n---\n{BODY}", ()),
    "with a byte-order mark after a blank line": (f"\n\ufeff---\n{FIELDS}\n---\n{BODY}", ()),
    "with the line ends of Windows": (f"---\n{FIELDS}\n---\n{BODY}".replace("\n", "\r\n"), ()),
    "with the line ends of old Macs": (f"---\n{FIELDS}\n---\n{BODY}".replace("\n", "\r"), ()),
    "with mixed line ends": (f"---\r\n{FIELDS}\r\n---\n{BODY}\r", ()),
    "with blanks behind its fences": (f"---  \t\n{FIELDS}\n---　\n{BODY}", ()),
    "with long fences": (f"------\n{FIELDS}\n------\n{BODY}", ()),
    "with fences of two lengths": (f"---\n{FIELDS}\n----\n{BODY}", ()),
    "without an opening fence": (f"{FIELDS}\n---\n{BODY}", ()),
    "without an opening fence after blank lines": (f"\n\n{FIELDS}\n---\n{BODY}", ()),
    "whose closing fence touches the text": (f"---\n{FIELDS}\n---{BODY}", ("header-unclosed",)),
    "that is never closed": (f"---\n{FIELDS}\n\n{BODY}", ("header-unclosed",)),
    "that is never closed and touches the text": (f"---\n{FIELDS}\n{BODY}", ("header-unclosed",)),
    "with an empty line after each field": ("---\n" + FIELDS.replace("\ndate", "\n\ndate") + f"\n\n---\n{BODY}", ()),
    "with a remark": (f"---\n# 灯\n{FIELDS}\n---\n{BODY}", ()),
    "indented as a whole": ("---\n  " + FIELDS.replace("\n", "\n  ") + f"\n---\n{BODY}", ()),
    "with a tab before a field": (f"---\n\t{FIELDS}\n---\n{BODY}", ("yaml-recovered",)),
    "with tabs before its items": ("---\n" + FIELDS.replace("\n -", "\n\t-") + f"\n---\n{BODY}", ("yaml-recovered",)),
    "with a tab behind a colon": (f"---\n{FIELDS.replace('title: ', 'title:' + chr(9))}\n---\n{BODY}", ()),
    "with full-width colons": (f"---\n{FIELDS.replace('title:', 'title：')}\n---\n{BODY}", ("yaml-recovered",)),
    "with full-width blanks behind colons": (
        f"---\n{FIELDS.replace('title: ', 'title:　')}\n---\n{BODY}", ("yaml-recovered",)
    ),
    "with no-break blanks behind colons": (
        f"---\n{FIELDS.replace('title: ', 'title:' + chr(0xA0))}\n---\n{BODY}", ("yaml-recovered",)
    ),
    "without a blank behind a colon": (
        f"---\n{FIELDS.replace('title: ', 'title:')}\n---\n{BODY}", ("yaml-recovered",)
    ),
    "with a blank before its colons": (f"---\n{FIELDS.replace('title:', 'title :')}\n---\n{BODY}", ()),
    "with upper-case names": (f"---\n{FIELDS.replace('title', 'Title').replace('date', 'DATE')}\n---\n{BODY}", ()),
    "with quoted names": (f"---\n{FIELDS.replace('title', chr(34) + 'title' + chr(34))}\n---\n{BODY}", ()),
    "in JSON": (
        f';;;\n"title": "{TITLE}", "categories": ["港口", "早报", "头版"], "date": "2019-10-16T13:43:14Z"\n;;;\n{BODY}',
        (),
    ),
    "in JSON with a comma too many": (
        f';;;\n"title": "{TITLE}",\n"categories": ["港口", "早报", "头版"],\n"date": "{MOMENT}Z",\n;;;\n{BODY}',
        ("yaml-recovered",),
    ),
    "with a field twice": (f"---\ntitle: 灯\n{FIELDS}\n---\n{BODY}", ("field-unreadable",)),
    "with an anchor": (f"---\n{FIELDS}\nmood: &a b\n---\n{BODY}", ("header-limit",)),
    "with a control character": (f"---\n{FIELDS}\nmood: a\x07\n---\n{BODY}", ("characters-dropped",)),
}  # fmt: skip


@pytest.mark.parametrize("form", WHOLE)
def test_a_header_is_read_whole(form: str) -> None:
    source, codes = WHOLE[form]
    assert found(source) == Found(TITLE, MOMENT, THREE, TEXT, codes)


@pytest.mark.parametrize(
    ("line", "code"), [("雾", "yaml-recovered"), ("<<: &a", "header-limit"), ("%YAML 1.1", "yaml-recovered")]
)
def test_a_line_of_a_broken_header_that_is_no_field_is_not_lost(line, code) -> None:
    source = f"---\n{line}\n{FIELDS}\n---\n{BODY}"
    assert found(source) == Found(TITLE, MOMENT, THREE, f"{line}\n{TEXT}", (code,))


@pytest.mark.parametrize(
    ("encoding", "codes"),
    [("utf-8-sig", ()), ("gb18030", ("encoding-guessed",)), ("gbk", ("encoding-guessed",)),
     ("utf-16", ("encoding-guessed",))],
)  # fmt: skip
def test_a_header_in_another_encoding_is_read_whole(encoding, codes) -> None:
    assert found(f"---\n{FIELDS}\n---\n{BODY}".encode(encoding)) == Found(TITLE, MOMENT, THREE, TEXT, codes)


def dated(date: str) -> Found:
    return found(f"---\ntitle: {TITLE}\ncategories:\n - 港口\ndate: {date}\n---\n{BODY}")


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("Sun, 21 Mar 2021 12:25:14 GMT", "2021-03-21 12:25:14"),
        ("'Sun, 21 Mar 2021 12:25:14 GMT'", "2021-03-21 12:25:14"),
        ("Sun, 21 Mar 2021 12:25:14 +0800", "2021-03-21 04:25:14"),
        ("21 Mar 21 12:25 GMT", "2021-03-21 12:25:00"),
        ("2021-03-21 16:43:21", "2021-03-21 08:43:21"),  # a fetch stamp has no zone, so it is read in that of the site
        ("2021-03-21T16:43:21Z", "2021-03-21 16:43:21"),
        ("2021-03-21T16:43:21.123+08:00", "2021-03-21 08:43:21"),
        ("2021-03-21", "2021-03-20 16:00:00"),
        ("2021-3-21 6:43", "2021-03-20 22:43:00"),
        ("2021/03/21 16:43:21", "2021-03-21 08:43:21"),
        ("2021.03.21", "2021-03-20 16:00:00"),
        ("20210321", "2021-03-20 16:00:00"),
        ("2021年3月21日 16:43", "2021-03-21 08:43:00"),
        ("2021年3月21号", "2021-03-20 16:00:00"),
        ("Sun Mar 21 2021 16:43:21 GMT+0800 (China Standard Time)", "2021-03-21 08:43:21"),
        ("2021-03-21　16:43:21", "2021-03-21 08:43:21"),
        ("2021-03-21 16：43：21", "2021-03-21 08:43:21"),
        ("2021-03-21 16:43:21 # 灯", "2021-03-21 08:43:21"),
        ("1936-12-31 00:00:00", "1936-12-30 16:00:00"),
        ("Thu, 01 Jan 1970 00:00:00 GMT", "1970-01-01 00:00:00"),
        ("2001-01-20", "2001-01-19 16:00:00"),
        ("2099-01-01", "2098-12-31 16:00:00"),
    ],
)
def test_a_date_is_read_as_scripts_and_people_write_it(written, moment) -> None:
    assert dated(written) == Found(TITLE, moment, (("港口",),), TEXT, ())


@pytest.mark.parametrize(
    "written",
    ["Invalid Date", "'Invalid Date'", "NaN", "undefined", "刚刚", "3天前", "2 days ago", "yesterday", "2021",
     "2003-13-01", "2021-02-30", "0000-00-00 00:00:00", "1616315001", "12:25", "2021-03-21 25:00", "[2021-03-21, 灯]",
     "{{ date }}", "-1", "10000-01-01"],
)  # fmt: skip
def test_what_is_no_date_leaves_a_post_undated_with_a_warning(written) -> None:
    whole = dated(written)
    assert (whole.title, whole.date, whole.categories, whole.text) == (TITLE, "", (("港口",),), TEXT)
    assert "date-unreadable" in whole.codes


@pytest.mark.parametrize("written", ["", "''", "~", "　", "null"])
def test_an_empty_date_leaves_a_post_undated_with_a_note(written) -> None:
    assert dated(written) == Found(TITLE, "", (("港口",),), TEXT, ("date-missing",))


CATEGORIES = {
    "a block sign before the last": (
        ": \n - 港口\n - 早报\n - | 快讯", (("港口", "早报", "快讯"),), ("yaml-recovered",)
    ),
    "a slash in a name": (": \n - 港口\n - 今日推荐 / 精选", (("港口", "今日推荐 / 精选"),), ()),
    "commas in a name": (": \n - 标签，栏目，分类\n - Hi, 港口 - 灯", (("标签，栏目，分类", "Hi, 港口 - 灯"),), ()),
    "blanks around names": (": \n - '今日推荐 '\n - '　精选'", (("今日推荐", "精选"),), ()),
    "an empty item": (": \n - 港口\n - \n - 头版", (("港口", "头版"),), ()),
    "a null": (": \n - 港口\n - ~", (("港口",),), ()),
    "numbers": (": \n - 2021\n - 1.10\n - 010", (("2021", "1.10", "010"),), ()),
    "a yes and a no": (": \n - yes\n - no", (("yes", "no"),), ()),
    "a hash in a name": (": \n - C#\n - '#灯#'\n - 题 #102", (("C#", "#灯#", "题 #102"),), ()),
    "a hash first": (": \n - 港口\n - #灯#", (("港口", "#灯#"),), ()),
    "an at sign first": (": \n - 港口\n - @渡口人", (("港口", "@渡口人"),), ("yaml-recovered",)),
    "a percent sign first": (": \n - 港口\n - %5", (("港口", "%5"),), ("yaml-recovered",)),
    "an exclamation mark first": (": \n - 港口\n - !灯 雾", (("港口", "!灯 雾"),), ("yaml-recovered",)),
    "an asterisk first": (": \n - 港口\n - *灯*", (("港口", "*灯*"),), ("yaml-recovered",)),
    "a colon in a name": (": \n - 港口\n - 编程: 灯", (("港口", "编程: 灯"),), ()),
    "brackets first": (": \n - 港口\n - [灯] 雾", (("港口", "[灯] 雾"),), ("yaml-recovered",)),
    "hidden braces": (": \n - 港口\n - &#123;灯&#125;", (("港口", "{灯}"),), ("yaml-recovered",)),
    "no blanks behind dashes": (": \n -港口\n -早报", (("港口", "早报"),), ("yaml-recovered",)),
    "no indentation": (":\n- 港口\n- 早报", (("港口", "早报"),), ()),
    "quotes": (": \n - '港口'\n - \"早报\"", (("港口", "早报"),), ()),
    "quotes set again and again": (
        ': \n - 港口\n - """""""\'早报\'"""""""', (("港口", "早报"),), ("yaml-recovered",)
    ),
    "one line": (": [港口, 早报]", (("港口", "早报"),), ()),
    "one name": (": 港口", (("港口",),), ()),
    "two paths": (": \n - [港口, 早报]\n - [渡口]", (("港口", "早报"), ("渡口",)), ()),
    "a name twice": (": \n - 港口\n - 港口", (("港口", "港口"),), ()),
    "emoji and kaomoji": (": \n - 🌫️\n - (´；ω；`)", (("🌫️", "(´；ω；`)"),), ()),
    "nothing": (": ", (), ()),
    "an empty list": (": []", (), ()),
}  # fmt: skip


@pytest.mark.parametrize("form", CATEGORIES)
def test_categories_are_the_names_that_stand_there(form: str) -> None:
    written, categories, codes = CATEGORIES[form]
    source = f"---\ntitle: {TITLE}\ncategories{written}\nauthor: 早报\ndate: 2019-10-16T13:43:14Z\n---\n{BODY}"
    assert found(source) == Found(TITLE, MOMENT, categories, TEXT, codes)


def test_a_header_of_empty_fields_leaves_an_undated_post_with_its_first_line_as_title() -> None:
    source = f"---\ntitle: \ncategories: \nauthor: \ncomments: \ndate: \nthumbnail: \nheadimg: ''\n---\n{BODY}"
    assert found(source) == Found(TEXT, "", (), TEXT, ("title-missing", "date-missing"))


@pytest.mark.parametrize(
    ("source", "title", "text"),
    [
        ("", "a", ""),
        ("\n \n", "a", ""),
        ("---", "a", "---"),
        ("---\n---", "a", ""),
        ("---\ntitle: 灯\n---", "灯", ""),
        (f"---\n---\n{BODY}", TEXT, TEXT),
        (BODY, TEXT, TEXT),
        ("只有一行字", "只有一行字", "只有一行字"),
        ("\ufeff", "a", ""),
    ],
)
def test_what_has_hardly_a_header_is_a_post_all_the_same(source, title, text) -> None:
    whole = found(source)
    assert (whole.title, whole.date, whole.categories, whole.text) == (title, "", (), text)
