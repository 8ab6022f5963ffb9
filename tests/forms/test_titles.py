"""Titles through the whole of reading and cleaning, in every form in which a script wrote them; a line each."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.forms.posts import (
    MOMENT,
    TEXT,
    Found,
    by_rule,
    flat,
    found,
    layered,
    published,
    quoted,
    three_levels,
    with_headimg,
)

TWO = (("港口", "港口 - 早报"),)
THREE = (("港口", "早报", "头版"),)

PLAIN = {
    "a version": "1.2 (23)",
    "a float": "1.10",
    "an integer": "1936",
    "a long integer": "111111",
    "an integer with an underscore": "12_00",
    "an octal number": "010",
    "a hexadecimal number": "0x1F",
    "a number in base 60": "1:59:59",
    "a number with an exponent": "1e3",
    "infinity": ".inf",
    "no number": ".nan",
    "a day": "2021-03-12",
    "a moment": "2021-03-12 08:00:00",
    "a yes": "yes",
    "a No": "No",
    "an on": "on",
    "a true": "true",
    "a hash": "#",
    "a topic between hashes": "#渡口夜话# 开播了",
    "a number behind a hash": "每周一题 #102_ 谁点的灯",
    "a remark that is none": "灯 # 雾",
    "a whole list": "[灯, 雾]",
    "a mapping in braces": "{灯: 雾}",
    "a question mark": "？谁点的灯",
    "a full-width colon": "快讯：起雾了",
    "a colon without a blank": "快讯:起雾了",
    "a wide blank inside": "起雾　了",
    "kaomoji": "起雾了(´；ω；`)ヾ(･∀･`)",
    "emoji": "起雾了 🌫️👨‍👩‍👧",
    "combining marks": "Caf\u0065\u0301 雾",
    "a half surrogate pair's neighbour": "𠮷野家的灯",
    "markup": "<b>灯</b> & 雾 <船>",
    "a backslash": "C:\\渡口\\灯",
    "an apostrophe inside": "It's the lamp’s night",
    "dashes inside": "灯 --- 雾",
    "a tilde and more": "~ 灯",
    "a comma at the end": "灯，",
    "a full stop": "灯...",
    "an equals sign": "=灯=",
    "a pipe inside": "灯 | 雾",
    "two languages": "The Lamp 灯 ランプ 등불 Лампа",
}


@pytest.mark.parametrize("form", PLAIN)
def test_a_title_that_is_not_quoted_stays_the_text_of_its_line(form: str) -> None:
    assert found(flat(PLAIN[form])) == Found(PLAIN[form], MOMENT, TWO, TEXT, ())


REFUSED = {
    "brackets before words": "[图] 渡口起雾",
    "an exclamation mark": "!重要 起雾了",
    "template code": "{{ 灯 }} {% 雾 %}",
    "an at sign": "@渡口人 关注了起雾",
    "a percent sign": "%5 off",
    "a back-tick": "`灯` 雾",
    "an ampersand, which is an anchor": "&灯 雾",
    "an asterisk, which is an alias": "*灯 雾",
    "two asterisks": "**灯** 雾",
    "an item": "- 灯",
    "a mapping before words": "{灯} 雾",
    "a list before words and a colon": "[图] 快讯: 雾",
    "a colon and a blank": "快讯: 起雾了",
    "a colon at the end": "快讯:",
    "single quotes before words": "'We are not the fog'_ Hundreds say",
    "double quotes before words": '"灯" 与 雾',
    "two quoted words": "'灯' 与 '雾'",
    "a single quote that is never closed": "'灯 与 雾",
    "a double quote that is never closed": '"灯 与 雾',
    "a greater-than sign": "> 灯",
    "a greater-than sign and a word": ">灯",
    "a question mark and a blank": "? 灯: 雾",
    "a closing bracket": "] 灯",
    "a closing brace": "} 灯",
    "a comma first": ", 灯",
    "a tab inside": "灯: \t雾",
    "an unclosed list": "[图 渡口起雾",
    "an unclosed mapping": "{图 渡口起雾",
}


@pytest.mark.parametrize("form", REFUSED)
def test_a_title_that_yaml_refuses_is_read_from_its_line_and_warned_of(form: str) -> None:
    title = " ".join(REFUSED[form].split())
    assert found(flat(REFUSED[form])) in (
        Found(title, MOMENT, TWO, TEXT, ("yaml-recovered",)),
        Found(title, MOMENT, TWO, TEXT, ("header-limit",)),
    )


@pytest.mark.parametrize("write", [quoted, three_levels, with_headimg])
@pytest.mark.parametrize("form", PLAIN | REFUSED)
def test_a_title_in_the_quotes_of_the_script_is_what_stands_in_them(form: str, write) -> None:
    title = (PLAIN | REFUSED)[form]
    categories = TWO if write is quoted else THREE
    whole = found(write(by_rule(title)))
    assert (whole.title, whole.date, whole.categories, whole.text) == (
        " ".join(title.split()) if "\t" in title else title,
        MOMENT,
        categories,
        TEXT,
    )


LAYERED = {
    "a number": "2015",
    "words": "渡口起雾",
    "an apostrophe": "_World_ Asia's oldest lamp, …",
    "quotes of its own": '"Under the lamp..."',
    "quotes at its beginning": '"灯" 与雾',
    "quotes at its end": '雾与 "灯"',
    "two quoted words": '"灯" 与 "雾"',
    "quotes and an apostrophe": '"The lamp" isn\'t lit',
    "quoted words and an apostrophe": '"The lamp" isn\'t "lit"',
    "single quotes at its beginning": "'灯' 与雾",
    "two words in single quotes": "'灯' 与 '雾'",
    "a hash": "每周一题 #102_ 谁点的灯",
    "a colon": "快讯: 起雾了",
    "a day": "2021-03-12",
}


@pytest.mark.parametrize("layers", range(7, 13))
@pytest.mark.parametrize("form", LAYERED)
def test_quotes_that_were_set_again_and_again_are_all_taken_off(form: str, layers: int) -> None:
    written = layered(LAYERED[form], layers)
    assert found(quoted(written)) == Found(LAYERED[form], MOMENT, TWO, TEXT, ("yaml-recovered",))


ODD = {
    "over three lines, of which two are blanks and dots": ("00_00\n  …\n  …雾世界晚行情", "00_00 … …雾世界晚行情", ()),
    "over three lines at the margin": (
        "快讯: 00_00\n…\n…雾世界晚行情", "快讯: 00_00 … …雾世界晚行情", ("yaml-recovered",)
    ),
    "over two lines in quotes": ("'渡口\n  起雾'", "渡口 起雾", ()),
    "over two lines in quotes at the margin": ("'渡口\n起雾'", "渡口 起雾", ()),
    "as a block": ("|\n  渡口\n  起雾", "渡口 起雾", ()),
    "as a folded block": (">-\n  渡口\n  起雾", "渡口 起雾", ()),
    "with the mark of a block": ("| 灯", "灯", ("yaml-recovered",)),
    "in double quotes": ('"等我两分钟，灯快修好了"', "等我两分钟，灯快修好了", ()),
    "in full-width quotes": ("“等我两分钟，灯快修好了”", "“等我两分钟，灯快修好了”", ()),
    "in single quotes with one doubled": ("'It''s fog'", "It's fog", ()),
    "in single quotes with one that is not doubled": ("'It's fog'", "It's fog", ("yaml-recovered",)),
    "in double quotes with some inside": ('"他说"起雾了""', '他说"起雾了"', ("yaml-recovered",)),
    "in single quotes with both kinds inside": ("'It's \"fog\"'", 'It\'s "fog"', ("yaml-recovered",)),
    "in double quotes with both kinds inside": ('"It\'s "fog" again"', 'It\'s "fog" again', ("yaml-recovered",)),
    "in double quotes with a backslash": ('"C:\\渡口"', "C:\\渡口", ("yaml-recovered",)),
    "in double quotes with an escape": ('"灯\\u96fe"', "灯雾", ()),
    "with braces that a script hid": ("灯 &#123;雾&#125;", "灯 {雾}", ()),
    "between wide blanks": ("　起雾了　", "起雾了", ()),
    "between no-break blanks": ("\u00a0起雾了\u00a0", "起雾了", ()),
    "with runs of blanks": ("起雾" + " " * 38 + "了", "起雾 了", ()),
    "with a tab before it": ("\t起雾了", "起雾了", ()),
    "with a byte-order mark before it": ("\ufeff起雾了", "起雾了", ()),
    "with a zero-width blank in it": ("起\u200b雾了", "起\u200b雾了", ()),
    "with a control character in it": ("起\x08雾了", "起雾了", ("characters-dropped",)),
    "with a mark that turns the direction": ("起\u202e雾了", "起雾了", ("characters-dropped",)),
    "with a line separator in it": ("起\u2028雾了", "起 雾了", ()),
}  # fmt: skip


@pytest.mark.parametrize("form", ODD)
def test_a_title_that_was_written_oddly_is_read_as_it_was_meant(form: str) -> None:
    written, title, codes = ODD[form]
    assert found(flat(written)) == Found(title, MOMENT, TWO, TEXT, codes)


@pytest.mark.parametrize(
    "written", ["", " ", "　", "''", '""', "' '", "~", "null", "\u200b", '""""""""' + "''" + '""""""""']
)
def test_a_title_without_a_visible_character_is_none_and_the_first_line_takes_its_place(written: str) -> None:
    whole = found(flat(written))
    assert (whole.title, whole.date, whole.categories, whole.text) == (TEXT, MOMENT, TWO, TEXT)
    assert "title-missing" in whole.codes


@pytest.mark.parametrize("written", [*REFUSED.values(), *(layered(title, 9) for title in LAYERED.values())])
def test_a_source_that_is_mended_as_the_warning_says_is_read_the_same_without_a_warning(written: str) -> None:
    broken = flat(written)
    (problem,) = published(broken).problems
    lines = broken.split("\n")
    lines[problem.where.line - 1] = problem.help.partition(":  ")[2]
    assert found("\n".join(lines)) == replace(found(broken), codes=())
