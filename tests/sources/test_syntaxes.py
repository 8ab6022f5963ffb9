"""Adding a header syntax as `docs/how-it-works.md` says: a file (`added_header.py`) and a row, and no more."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from generator.front_matter.syntax import Syntax, fences_of
from generator.model import FieldMap, RawPost, SourceFile
from generator.sources import SYNTAXES, parse
from generator.sources.json_header import JSON
from generator.sources.yaml_header import YAML
from tests.sources.added_header import ADDED
from tests.sources.test_header import FORMS, PIECES, codes, values

SOURCE = SourceFile("content", "a.md", 1, 1, 1)
WITH_ADDED = (*SYNTAXES, ADDED)


def read(content: str) -> RawPost:
    return parse(SOURCE, content, syntaxes=WITH_ADDED)


CLOSED = {
    "fenced": '%%%\ntitle = "潮汐"\ntags = ["x", "y"]\n%%%\nbody',
    "mark, blank lines and blanks on fences": '\ufeff\n \n%%% \t\ntitle = "潮汐"\ntags = ["x", "y"]\n%%%\u3000\nbody',
    "longer fences": '%%%%%\ntitle = "潮汐"\ntags = ["x", "y"]\n%%%%\nbody',
    "no opening fence": 'title = "潮汐"\ntags = ["x", "y"]\n%%%\nbody',
}


@pytest.mark.parametrize("form", CLOSED)
def test_a_closed_header_in_an_added_syntax_is_read(form):
    raw = read(CLOSED[form])
    assert values(raw) == {"title": "潮汐", "tags": ("x", "y")}
    assert (raw.body, raw.body_line) == ("body", CLOSED[form].count("\n") + 1)
    assert codes(raw) == []


def test_each_value_of_toml_is_text_with_its_place():
    raw = read(
        '\n%%%\ntitle = "1.10"\ndate = 2021-03-12\nweight = 3\nratio = 1.50\ndraft = false\n[own]\na = [true]\n%%%\n'
    )
    assert values(raw) == {
        "title": "1.10",
        "date": "2021-03-12",
        "weight": "3",
        "ratio": "1.50",
        "draft": "false",
        "own": FieldMap((("a", ("true",)),)),
    }
    assert [(field.line, field.column) for field in raw.fields[:3]] == [(3, 9), (4, 8), (5, 10)]


def test_an_unclosed_header_in_an_added_syntax_gives_its_fields_and_loses_no_text():
    raw = read('%%%\ntitle = "潮汐"\n\ndate = 2021-03-12\n\nA first paragraph.\n')
    assert values(raw) == {"title": "潮汐", "date": "2021-03-12"}
    assert raw.body == "\nA first paragraph.\n"
    (problem,) = raw.problems
    assert (problem.code, problem.help) == ("header-unclosed", "put a line %%% before line 5")


def test_a_closing_fence_of_an_added_syntax_with_text_behind_it_closes():
    raw = read('%%%\ntitle = "潮汐"\n%%%<div>b</div>')
    assert (values(raw), raw.body) == ({"title": "潮汐"}, "<div>b</div>")


def test_a_broken_header_in_an_added_syntax_is_read_line_by_line():
    raw = read('%%%\ntitle = "潮汐" und mehr\nauthor = tide\nstray words\ntags = ["x", "y"]\n%%%\nbody')
    assert values(raw) == {"title": '"潮汐" und mehr', "author": "tide", "tags": ("x", "y")}
    assert raw.body == "stray words\n\nbody"
    (problem,) = raw.problems
    assert (problem.code, str(problem.where)) == ("yaml-recovered", "content/a.md:2:14")
    assert problem.message.startswith("not valid TOML: ")
    assert problem.message.endswith("; read line by line: title, author, tags")
    assert problem.help == 'quote the title:  title = "\\"潮汐\\" und mehr"'


@pytest.mark.parametrize(
    "line", ["a = " + "[" * 30_000, "a = " + "1" * 5_000, 'a = "' + "x" * 70_000 + '"', "a = 1\na = 2"]
)
def test_what_an_added_syntax_refuses_costs_no_post(line):
    raw = read(f'%%%\ntitle = "潮汐"\n{line}\n%%%\nbody')
    assert values(raw)["title"] == "潮汐"
    assert codes(raw)[0] in ("header-limit", "yaml-recovered")
    assert raw.body.endswith("body")


def test_lines_between_fences_without_a_field_stay_in_the_text():
    content = "%%%\nmore prose than fields\n%%%\nbody"
    raw = read(content)
    assert (raw.body, raw.has_header, codes(raw)) == (content, False, ["header-unreadable"])
    assert raw.problems[0].help == 'write a field a line:  title = "…"'


def test_without_the_added_syntax_its_header_is_text():
    raw = parse(SOURCE, CLOSED["fenced"])
    assert (raw.body, raw.has_header, codes(raw)) == (CLOSED["fenced"], False, ["header-missing"])


@pytest.mark.parametrize("form", FORMS)
def test_other_headers_are_read_as_without_the_added_syntax(form):
    assert read(FORMS[form]) == parse(SOURCE, FORMS[form])


@settings(max_examples=600, deadline=None)
@given(
    st.sampled_from(["", "---\n", ";;;\n", "title = 甲\n"]),
    st.lists(st.one_of(PIECES, st.sampled_from(["\n---", "\n;;;\n", "%", "%%", "=", "title: 甲\n"])), max_size=30),
)
@example("---\n", ["title: 甲\n", "---", "%", "甲"])
@example("", ["title = 甲", "\n---", "\n"])
def test_any_text_without_a_fence_of_the_added_syntax_is_read_as_without_it(opening, pieces):
    content = opening + "".join(pieces)
    assume("%%%" not in content)
    assert read(content) == parse(SOURCE, content)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"name": ""}, "needs a name"),
        ({"fence": "a"}, "'a' is none"),
        ({"fence": "7"}, "'7' is none"),
        ({"fence": "潮"}, "'潮' is none"),
        ({"fence": " "}, "' ' is none"),
        ({"fence": "\u3000"}, "is none"),
        ({"fence": "\n"}, "is none"),
        ({"fence": "\ufeff"}, "is none"),
        ({"fence": ""}, "'' is none"),
        ({"fence": "%%%"}, "is none"),
        ({"example": ""}, "needs an example"),
        ({"between": ""}, "between a name and its value"),
        ({"between": "= "}, "between a name and its value"),
        ({"parse": None}, "parse is no function"),
        ({"advice": "quote it"}, "advice is no function"),
        ({"bare_line": None}, "bare_line is no function"),
    ],
)
def test_a_row_that_cannot_work_is_refused_when_it_is_made(change, message):
    with pytest.raises(ValueError, match=message):
        replace(ADDED, **change)


def test_a_row_without_a_parser_cannot_be_made():
    with pytest.raises(TypeError, match="parse"):
        Syntax("TOML", "+")


def test_two_syntaxes_with_one_fence_or_one_name_are_refused():
    with pytest.raises(ValueError, match="two header syntaxes have the fence ;"):
        fences_of((YAML, JSON, replace(ADDED, fence=";")))
    with pytest.raises(ValueError, match="two header syntaxes have the name YAML"):
        fences_of((YAML, replace(ADDED, name="YAML")))


@pytest.mark.parametrize("fence", ["^", "]", "\\", "*", "|", "."])
def test_a_fence_of_a_sign_that_means_something_in_a_pattern_is_taken_as_it_is(fence):
    syntaxes = (*SYNTAXES, replace(ADDED, fence=fence))
    raw = parse(SOURCE, f'{fence * 3}\ntitle = "潮汐"\n{fence * 4}\nbody', syntaxes=syntaxes)
    assert (values(raw), raw.body) == ({"title": "潮汐"}, "body")
