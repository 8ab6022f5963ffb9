from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import sources
from generator.front_matter.syntax import fences_of
from generator.model import FieldMap, RawPost, SourceFile
from generator.sources import header, text
from generator.sources.writing import write
from tests.sizes import examples

SOURCE = SourceFile("content", "a/名.md", 1, 1, 1)


def read(content: str) -> RawPost:
    return sources.parse(SOURCE, content)


def values(raw: RawPost) -> dict[str, object]:
    return {field.name: field.value for field in raw.fields}


def codes(raw: RawPost) -> list[str]:
    return [problem.code for problem in raw.problems]


FORMS = {
    "fenced": "---\ntitle: 标题\ntags: [x, y]\n---\nbody",
    "blank lines before": "\n \n\u3000\n---\ntitle: 标题\ntags: [x, y]\n---\nbody",
    "mark and blanks on fences": "\ufeff--- \t\ntitle: 标题\ntags: [x, y]\n---\u3000\nbody",
    "longer fences": "-----\ntitle: 标题\ntags: [x, y]\n-----\nbody",
    "fences of two lengths": "---\ntitle: 标题\ntags: [x, y]\n-----\nbody",
    "no opening fence": "title: 标题\ntags: [x, y]\n---\nbody",
    "blank lines, no opening fence": "\n\ntitle: 标题\ntags:\n- x\n- y\n---\nbody",
    "JSON": ';;;\n"title": "标题",\n"tags": ["x", "y"]\n;;;\nbody',
    "JSON with braces": '\n;;;\n{"title": "标题",\n"tags": ["x", "y"]}\n;;;\nbody',
    "JSON without opening fence": '"title": "标题",\n"tags": ["x", "y"]\n;;;\nbody',
}


@pytest.mark.parametrize("form", FORMS)
def test_each_form_of_a_header_is_read(form):
    raw = read(FORMS[form])
    assert values(raw) == {"title": "标题", "tags": ("x", "y")}
    assert raw.body == "body"
    assert raw.body_line == FORMS[form].count("\n") + 1
    assert codes(raw) == []


def test_each_field_knows_its_line_and_column():
    raw = read("\n---\ntitle: x\ncategories:\n  - a\nthumbnail:\n---\nbody\n")
    assert [(field.name, field.line, field.column) for field in raw.fields] == [
        ("title", 3, 8),
        ("categories", 5, 3),
        ("thumbnail", 6, 1),
    ]


@pytest.mark.parametrize(
    "title",
    [
        "1.10", "12_00", "010", "0x1f", "1:59:59", "2021-03-12", "yes", "No", "true", "1e3", ".inf",
        "#", "#S12 一首歌# 来了", "每周一题 #102_ 答案", "[图]", "[a, b]", "{a: b}", "!x 重要", "a # b",
    ],
)  # fmt: skip
def test_a_title_is_the_text_of_its_line_whatever_yaml_thinks(title):
    raw = read(f"---\ntitle: {title}\ndate: 2021-01-01\n---\n")
    assert values(raw) == {"title": title, "date": "2021-01-01"}
    assert codes(raw) == []


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("快讯: 美股上涨", "快讯: 美股上涨"),
        ("@某人 关注了…", "@某人 关注了…"),
        ("%5 off", "%5 off"),
        ("`x` y", "`x` y"),
        ("- x", "- x"),
        ("*x* y", "*x* y"),
        ("[图] 新闻", "[图] 新闻"),
        ("{x} y", "{x} y"),
        ("'Not the end'_ Hundreds say", "'Not the end'_ Hundreds say"),
        ('"甲" 与 "乙"', '"甲" 与 "乙"'),
        ('"他说"你好""', '他说"你好"'),
        ("'It's \"fine\"'", 'It\'s "fine"'),
        ('"""""""""\'2015\'"""""""""', "2015"),
        ('""""""""""_World_ the man\'s hat, …""""""""""', "_World_ the man's hat, …"),
        ('"""""""""\'"Under the hill..."\'"""""""""', '"Under the hill..."'),
        ('"C:\\dir"', "C:\\dir"),
    ],
)
def test_a_title_that_yaml_refuses_is_read_from_its_line(written, title):
    raw = read(f"---\ntitle: {written}\ncategories:\n - a\n - b\ncomments: false\n---\nbody")
    assert values(raw) == {"title": title, "categories": ("a", "b"), "comments": "false"}
    assert codes(raw) == ["yaml-recovered"]
    assert raw.body == "body"


def test_a_recovered_header_says_where_what_and_how_to_mend_it():
    (problem,) = read("\n---\ntitle: 快讯: 美股上涨\n---\n").problems
    assert str(problem.where) == "content/a/名.md:3:10"
    assert problem.message == "not valid YAML: mapping values are not allowed in this context; read line by line: title"
    assert problem.help == 'quote the title:  title: "快讯: 美股上涨"'


def test_what_scripts_do_to_lists_names_and_blanks_is_undone():
    raw = read(
        "---\ntitle：　甲\n\tauthor:\u00a0乙\ncategories: \n - | 快讯\n - '丙'\n\n-丁\ndate: 2021-01-01 # 今天\n---\n"
    )
    assert values(raw) == {"title": "甲", "author": "乙", "categories": ("| 快讯", "丙", "丁"), "date": "2021-01-01"}
    assert codes(raw) == ["yaml-recovered"]


def test_a_title_over_several_lines_is_one_title():
    assert values(read("---\ntitle: 00_00\n  …\n  …晚行情\n---\n")) == {"title": "00_00 … …晚行情"}
    assert values(read("---\ntitle: 快讯: 00_00\n…晚行情\ndate: x\n---\n")) == {
        "title": "快讯: 00_00 …晚行情",
        "date": "x",
    }


def test_hash_signs_belong_to_names_but_begin_comments_elsewhere():
    raw = read("---\ntags:\n - #话题#\n - C#\n - a #12\n - b # remark\nlink: https://a.example/ #x\n---\n")
    assert values(raw) == {"tags": ("#话题#", "C#", "a #12", "b"), "link": "https://a.example/"}


def test_empty_and_null_values_are_none_but_quoted_ones_are_text():
    raw = read("---\ntitle: ~\nauthor: null\ncover:\nlink: ''\nlang: 'null'\n---\n")
    assert values(raw) == {"title": None, "author": None, "cover": None, "link": "", "lang": "null"}


def test_escapes_cannot_bring_back_dropped_characters():
    assert values(read('---\ntitle: "a\\0b\\u202Ec"\n---\n')) == {"title": "abc"}
    assert values(read(';;;\n"title": "a\\u0000b\\ud800"\n;;;\n')) == {"title": "ab"}


def test_the_last_of_repeated_fields_that_is_not_empty_wins():
    raw = read("---\ntitle: a\ntitle: b\ntitle:\n---\n")
    assert values(raw) == {"title": "b"}
    assert codes(raw) == ["field-unreadable"]


@pytest.mark.parametrize(
    "content",
    [
        "Note: this is prose\n\nmore prose\n\n---\n\nand more",
        "key: value\n---\nno field that anybody knows",
        "title: 甲\nand prose\n---\n",
        "# title: 甲\n---\n",
        "<p>title: a</p>\n---\n",
        "https://a.example/\n---\n",
        "标题\n---\n正文",
        "",
        "\n\n",
    ],
)
def test_prose_before_a_rule_is_no_header(content):
    raw = read(content)
    assert (raw.fields, raw.body, raw.has_header, raw.body_line) == ((), content, False, 1)
    assert codes(raw) == ["header-missing"]


@pytest.mark.parametrize(
    "content", ["---\nsome prose\n\nmore\n---\nrest", "---\n- a\n- b\n---\nrest", ";;;\n1\n;;;\nx"]
)
def test_fences_around_no_field_stay_in_the_text(content):
    raw = read(content)
    assert (raw.fields, raw.body, raw.has_header) == ((), content, False)
    assert codes(raw) == ["header-unreadable"]


def test_an_empty_header_is_a_header():
    assert read("---\n---\nbody").body == "body"
    assert codes(read("---\n# only a comment\n---\nbody")) == ["header-unreadable"]


def test_a_header_that_is_never_closed_gives_its_fields_and_loses_no_text():
    raw = read("---\ntitle: 甲\n\nauthor: 乙\n\nFirst: paragraph\n\nlast")
    assert values(raw) == {"title": "甲", "author": "乙"}
    assert raw.body == "\nFirst: paragraph\n\nlast"
    assert raw.body_line == 5
    assert codes(raw) == ["header-unclosed"]


@pytest.mark.parametrize(
    ("content", "help"),
    [
        ("---\ntitle: 甲\n\nmore", "put a line --- before line 3"),
        (';;;\n"title": "甲",\n\nmore', "put a line ;;; before line 3"),
        ("---\ntitle: 甲\n---more", "end the line behind the fence on line 3"),
        ("---\n\nmore", "close it with a line ---, or take the first line away"),
        (";;;\n\nmore", "close it with a line ;;;, or take the first line away"),
        ("---\n- a\n---\nmore", "write a field a line:  title: …"),
        (";;;\n1\n;;;\nmore", 'write a field a line:  "title": "…"'),
    ],
)
def test_the_help_names_the_fence_and_the_form_of_the_syntax(content, help):
    assert read(content).problems[0].help == help


def test_a_rule_far_below_does_not_close_a_header():
    raw = read("---\ntitle: 甲\n\n第一段\n第二段\n第三段\n\n---\nmore")
    assert values(raw) == {"title": "甲"}
    assert raw.body == "\n第一段\n第二段\n第三段\n\n---\nmore"
    assert codes(raw) == ["header-unclosed"]


def test_an_opening_fence_alone_is_shown_as_text():
    raw = read("---\n\njust a rule")
    assert (raw.body, raw.has_header, codes(raw)) == ("---\n\njust a rule", False, ["header-unclosed"])


def test_a_closing_fence_with_text_behind_it_closes():
    raw = read("---\ntitle: 甲\n---<div>b</div>")
    assert (values(raw), raw.body) == ({"title": "甲"}, "<div>b</div>")


def test_lines_in_a_broken_header_that_belong_to_no_field_go_to_the_body():
    raw = read("---\nstray words\ntitle: a: b\ndate: 2021-01-01\nauthor: c\n---\nbody")
    assert values(raw) == {"title": "a: b", "date": "2021-01-01", "author": "c"}
    assert raw.body == "stray words\n\nbody"


@pytest.mark.parametrize(
    "line",
    [
        "a: " + "[" * 30_000,
        "- " * 30_000,
        "a: &x [*x]",
        "a: &x y\nb: *x",
        "<<: {a: b}",
        "a: {<<: b}",
        "a: " + "x" * 70_000,
    ],
)
def test_headers_beyond_the_limits_are_read_line_by_line(line):
    raw = read(f"---\ntitle: 甲\n{line}\n---\nbody")
    assert values(raw)["title"] == "甲"
    assert codes(raw)[0] in ("header-limit", "yaml-recovered")
    assert raw.body.endswith("body")


def test_python_tags_in_yaml_make_nothing():
    raw = read("---\ntitle: x\na: !!python/object/apply:os.system ['echo']\n---\n")
    assert values(raw) == {"title": "x", "a": ("echo",)}


def test_mappings_keep_their_order():
    assert values(read("---\nextra:\n  b: 1\n  a: [c]\n---\n")) == {"extra": FieldMap((("b", "1"), ("a", ("c",))))}


HOSTILE = {
    "fields": "---\n" + "a: b\n" * 400_000 + "---\n",
    "items": "---\ntitle: x: y\ntags:\n" + "- b\n" * 200_000 + "---\n",
    "quoted items": "---\ntags: [" + "'a'," * 200_000 + "]\n---\n",
    "quotes": "---\ntitle: " + '"' * 2_000_000 + "\n---\n",
    "apostrophes": "---\ntitle: x: y\ntags: [" + "a" + "'" * 1_000_000 + "]\n---\n",
    "escapes": ';;;\n"a": "' + '\\"' * 32_000 + "\n;;;\n",
    "blanks": "---\ntitle: x: y\nabc" + " " * 2_000_000 + "x\n---\n",
    "dashes": "---\n" + "-" * 2_000_000 + "x",
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_headers_take_linear_time(name):
    start = time.process_time()
    read(HOSTILE[name])
    assert time.process_time() - start < 8  # quadratic ones take minutes


@pytest.mark.parametrize("value", ["\u00a0", "a\u3000", "\u3000a"])
def test_a_value_that_ends_in_a_wide_blank_reads_back_the_same(value):
    assert values(read(write({"title": "b", "a": value}, "body"))) == {"title": "b", "a": value}


NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,10}", fullmatch=True)
SCALARS = st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn")), max_size=40).filter(
    lambda value: value == hexo_safe(value)
)
VALUES = st.one_of(SCALARS, st.none(), st.lists(SCALARS, max_size=4).map(tuple))


def hexo_safe(value: str) -> str:
    from generator.characters import drop_controls

    return drop_controls(value)[0]


@examples(200)
@given(st.dictionaries(NAMES, VALUES, min_size=1, max_size=6))
def test_what_we_write_reads_back_the_same(fields):
    raw = read(write(fields, "body"))
    assert values(raw) == fields
    assert raw.body == "\nbody\n"
    assert codes(raw) == []


PIECES = st.sampled_from(
    ["---", ";;;", "\n", "title", ": ", "：", "- ", "'", '"', "[", "]", "{", "}", "#", "&a", "*a", "\t", "  ", "甲",
     "|", "!x", "date", "categories", "<<", "%", "\\", "\u2028", "\ufeff", ",", "?", "..."]
)  # fmt: skip


@examples(400)
@given(st.lists(PIECES, max_size=30).map("".join), st.booleans())
def test_any_text_is_a_post(content, is_fenced):
    content = f"---\n{content}\n---\nbody" if is_fenced else content
    raw = read(content)
    assert raw.body_line >= 1
    assert raw.has_header or raw.body == content
    assert all(1 <= field.line <= content.count("\n") + 1 and field.column >= 1 for field in raw.fields)


def test_a_text_without_a_header_is_what_is_left():
    fences = fences_of(sources.SYNTAXES)
    assert header.parse(SOURCE, "anything", (), fences) is None
    assert text.parse(SOURCE, "anything", (), fences).body == "anything"
