"""What is a term and what is not: pairs of scripts without blanks, words, beginnings of words, titles, filters."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.search.texts import (
    CATEGORY,
    LONGEST_WORD,
    PREFIX,
    SOURCE,
    TITLE,
    Terms,
    category_term,
    code_units,
    folded,
    pair_text,
    source_term,
    terms_of,
    terms_of_post,
)


def shown(value: object) -> str:
    """A parameter in the name of a test; sets have no order of their own."""
    return ascii(sorted(value)) if isinstance(value, (set, frozenset)) else ascii(value)


def pairs(text: str) -> set[str]:
    """The pairs of a text as a reader sees them: two halves of one character as that character."""
    return {joined(pair_text(pair)) for pair in terms_of(text).pairs}


def joined(term: str) -> str:
    return term.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def words(text: str) -> set[str]:
    return {word for word in terms_of(text).words if word[0] != PREFIX}


def beginnings(text: str) -> set[str]:
    return {word[1:] for word in terms_of(text).words if word[0] == PREFIX}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("摆渡船来", {"摆渡", "渡船", "船来"}),
        ("渡", set()),
        ("擺渡", {"摆渡"}),
        ("さくら", {"さく", "くら"}),
        ("コーヒー", {"コー", "ーヒ", "ヒー"}),
        ("ﾌﾈ", {"フネ"}),
        ("바다 배", {"바다"}),
        ("바다", {"바다"}),
        ("เรือ", {"เร", "รื", "ือ"}),
        ("ເຮືອ", {"ເຮ", "ຮື", "ືອ"}),
        ("လှေ", {"လှ", "ှေ"}),
        ("ទូក", {"ទូ", "ូក"}),
        ("時々", {"时々"}),
        ("〇一", {"〇一"}),
        ("㍿", {"株式", "式会", "会社"}),
    ],
    ids=shown,
)
def test_scripts_without_blanks_are_found_by_pairs_of_characters(text, found):
    assert pairs(text) == found
    assert words(text) == set()


@pytest.mark.parametrize(
    "sign",
    ["，", " ", "\u3000", "\n", "、", "「", "·", "…", "/", "_", "\ufffd", "︱", "<", "\u200b", "\x00", "\ufe0f"],
    ids=shown,
)
def test_a_sign_or_a_blank_parts_two_characters(sign):
    assert pairs(f"船{sign}渡") == set()


@pytest.mark.parametrize(
    ("text", "found", "others"),
    [
        ("3月", {"3月"}, {"3"}),
        ("３月", {"3月"}, {"3"}),
        ("①月", {"1月"}, {"1"}),
        ("用Lua写", {"用l", "a写"}, {"lua"}),
        ("é船", {"é船"}, {"é"}),
        ("船-a", set(), {"a"}),
        ("第3-4回", {"第3", "4回"}, {"3", "4"}),
    ],
    ids=shown,
)
def test_where_scripts_meet_the_border_is_a_pair_and_the_word_is_a_word(text, found, others):
    assert (pairs(text), words(text)) == (found, others)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ferry FERRY ferry", {"ferry"}),
        ("ＦＥＲＲＹ", {"ferry"}),
        ("don't", {"don", "t"}),
        ("C++ x_y a-b 1.5", {"c", "x", "y", "a", "b", "1", "5"}),
        ("ﬁsh", {"fish"}),
        ("x² ½ ㎏ Ⅳ", {"x2", "1", "2", "kg", "iv"}),
        ("été e\u0301te\u0301 ÉTÉ", {"été"}),
        ("Straße", {"straße"}),
        ("İ", {"i"}),
        ("ΟΔΟΣ'Α", {"οδοσ", "α"}),
        ("Причал", {"причал"}),
        ("हिन्दी", {"हिन्दी"}),
        ("שָׁלוֹם", {"שָׁלוֹם"}),
        ("مُحَمَّد", {"مُحَمَّد"}),
        ("ދިވެހި", {"ދިވެހި"}),
        ("नाव। किनारा॥", {"नाव", "किनारा"}),
        ("בית־ספר׃", {"בית", "ספר"}),
        ("𝐀𝐁", {"ab"}),
        ("", set()),
        ("…… -- ·", set()),
        ("\x01a\x02b\x03c\x04d", {"a", "b", "c", "d"}),
    ],
    ids=shown,
)
def test_other_scripts_are_found_by_words(text, found):
    assert (words(text), pairs(text)) == (found, set())


@pytest.mark.parametrize(
    ("text", "found"),
    [("a", {"a"}), ("ab", {"a", "ab"}), ("abc", {"a", "ab"}), ("ferry 9", {"f", "fe", "9"}), ("船", set())],
)
def test_a_word_is_found_by_its_first_one_or_two_characters(text, found):
    assert beginnings(text) == found


def test_a_long_word_counts_with_its_first_characters():
    assert words("x" * (LONGEST_WORD + 1)) == words("x" * 100_000) == {"x" * LONGEST_WORD}


def test_characters_beyond_the_first_plane_are_two_units_which_pair_with_their_neighbours():
    assert pairs("𠮷") == {"𠮷"}
    assert {pair_text(pair) for pair in terms_of("𠮷野").pairs} == {"\ud842\udfb7", "\udfb7野"}
    assert {pair_text(pair) for pair in terms_of("a⛵😀b").pairs} == {"\ud83d\ude00", "\ude00b"}
    assert terms_of("\ud83d x \ude00") == terms_of("x")
    assert pairs("👨\u200d👩") == {"👨", "👩"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("無雙", "无双"),
        ("ＡＢＣ１", "abc1"),
        ("ﾊﾞ", "バ"),
        ("が", "か\u3099"),
        ("가", "\u1100\u1161"),
        ("\u2126", "Ω"),
        ("ſ", "s"),
        ("ΟΔΟΣ", "οδοσ"),
        ("οδος", "οδοσ"),
        ("İ", "i"),
    ],
    ids=shown,
)
def test_two_spellings_of_one_text_are_folded_into_one(one, other):
    assert folded(one) == folded(other)
    assert terms_of(f"x{one}y") == terms_of(f"x{other}y")


@given(st.text(st.sampled_from("船渡擺無aB1 ,，\n\téー한เ😀𠮷\u0301㎏"), max_size=30))
def test_the_pairs_of_a_text_are_its_neighbouring_units_that_no_sign_parts_and_of_which_one_is_wide(text):
    units = list(code_units(folded(text)))
    wide, signs = {*code_units("船渡摆无ー한เ😀𠮷")}, {*" ,\n\t"}
    expected = {"".join(pair) for pair in pairwise(units) if {*pair} & wide and not {*pair} & signs}
    assert {pair_text(pair) for pair in terms_of(text).pairs} == expected


def of_post(title: str = "", text: str = "", categories: tuple[tuple[str, ...], ...] = (), source: str = "") -> Terms:
    return terms_of_post(title, text, categories, source)


def test_terms_of_a_title_are_there_twice():
    terms = of_post("Old 船歌", "new")
    assert {pair_text(pair) for pair in terms.pairs} == {"船歌"}
    assert terms.words == {
        "old", "new", f"{PREFIX}o", f"{PREFIX}ol", f"{PREFIX}n", f"{PREFIX}ne",
        f"old{TITLE}", f"{PREFIX}o{TITLE}", f"{PREFIX}ol{TITLE}", f"船歌{TITLE}",
    }  # fmt: skip


def test_a_title_does_not_run_into_the_text():
    assert of_post("船", "渡").pairs == set()


def test_invisible_characters_of_a_title_count_no_more_than_those_of_a_text():
    assert of_post("船\u200b歌 co\u00adop") == of_post("船歌 coop")


def test_a_post_is_found_by_its_categories_those_above_them_and_its_source():
    terms = of_post("", "", (("Sea", "Boats"), ("Sea", "Fog")), "Gull")
    assert terms.words == {f"{CATEGORY}Sea", f"{CATEGORY}Sea\x1fBoats", f"{CATEGORY}Sea\x1fFog", f"{SOURCE}Gull"}
    assert category_term(("Sea", "Boats")) in terms.words
    assert source_term("Gull") in terms.words


def test_names_keep_their_case_and_signs_and_have_no_line_breaks():
    terms = of_post("", "", (("A\nB\x01\r", "C++"),), "D\nE")
    assert terms.words == {f"{CATEGORY}A B\x01\r", f"{CATEGORY}A B\x01\r\x1fC++", f"{SOURCE}D E"}


def test_no_text_of_a_post_is_a_term_of_a_category_or_a_title():
    terms = of_post("", f"{CATEGORY}Sea {SOURCE}Gull old{TITLE} {PREFIX}zz")
    assert not [word for word in terms.words if word[0] in (CATEGORY, SOURCE) or word.endswith(TITLE)]


def test_names_are_code_units_as_all_terms_are():
    assert of_post("", "", (("😀",),), "𠮷").words == {f"{CATEGORY}\ud83d\ude00", f"{SOURCE}\ud842\udfb7"}


@given(st.text())
def test_code_units_are_those_of_utf_16(text):
    units = code_units(text)
    assert max(units, default="") <= "\uffff"
    assert units.encode("utf-16-le", "surrogatepass") == text.encode("utf-16-le", "surrogatepass")


@pytest.mark.parametrize(
    "text",
    ["船", "a", "😀", "a ", "船 ", "a船", "é", "\u0301", "，", "a-", "㍿", "\u0300\u0323", "\n", "가"],
    ids=shown,
)
def test_a_text_of_one_thing_a_million_times_has_few_terms_and_takes_linear_time(text):
    count = 40_000
    start = time.process_time()
    terms = terms_of(text * count)
    assert time.process_time() - start < 1
    assert len(terms.pairs) + len(terms.words) < 20


def test_a_hostile_title_and_hostile_names_give_few_terms_in_linear_time():
    start = time.process_time()
    terms = terms_of_post("船" * 50_000 + "a" * 50_000, "", [("x" * 200, "船" * 200) * 5] * 10, "\n" * 10_000)
    assert time.process_time() - start < 1
    # The two pairs and the word of the title with two beginnings, each twice; ten levels of a category, and a source.
    assert (len(terms.pairs), len(terms.words)) == (2, 3 + 2 + 3 + 10 + 1)
    assert max(map(len, terms.words)) < 12_000
