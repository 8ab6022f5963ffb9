"""TOML headers between `+++` lines: what Hugo and Zola write, what is broken in it, and what would cost too much."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest

from generator.front_matter import header
from generator.model import FieldMap, Header, SourceFile
from generator.stages.read import parse
from tests.cleaning.drafts import CONFIG
from tests.sources.test_header import codes, read, values

SOURCE = SourceFile("content", "a.md", 1, 1, 1)


def typed(fields: str) -> tuple[Header, list[str]]:
    raw = parse(SOURCE, f"+++\n{fields}\n+++\nbody".encode())
    found, problems = header(raw, CONFIG)
    return found, [problem.code for problem in (*raw.problems, *problems)]


def test_a_header_of_hugo_is_typed() -> None:
    found, problems = typed(
        'title = "潮の話 &amp; more"\ndate = 2021-11-04T11:38:02+08:00\nlastmod = 2021-11-05\ndraft = false\n'
        'tags = [\n  "tides", # a comment\n  "moon",\n]\ncategories = ["Sea"]\n'
        'aliases = ["/old/"]\nslug = "tides"\n'
        '[params]\n  author = "Anna"\n  draft = true\n[cover]\n  image = "https://img.example/1.jpg"\n'
    )
    assert found == Header(
        title="潮の話 & more",
        published=datetime(2021, 11, 4, 3, 38, 2, tzinfo=UTC),
        updated=datetime(2021, 11, 5, tzinfo=UTC),
        categories=(("Sea",),),
        tags=("tides", "moon"),
        author="Anna",
        origin="Anna",
        cover="https://img.example/1.jpg",
        aliases=("/old/",),
        extra=(("lastmod", "2021-11-05"), ("slug", "tides")),
    )
    assert problems == []


def test_a_header_of_zola_is_typed() -> None:
    found, problems = typed('title = "a"\ndate = 2021-11-04\n[taxonomies]\ntags = ["x", "y"]\n[extra]\nauthor = "Ben"')
    assert (found.tags, found.author, problems) == (("x", "y"), "Ben", [])


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2021-11-04T11:38:02+08:00", datetime(2021, 11, 4, 3, 38, 2, tzinfo=UTC)),
        ("2021-11-04T03:38:02Z", datetime(2021, 11, 4, 3, 38, 2, tzinfo=UTC)),
        ("2021-11-04 03:38:02.5Z", datetime(2021, 11, 4, 3, 38, 2, tzinfo=UTC)),
        ("2021-11-04T03:38:02", datetime(2021, 11, 4, 3, 38, 2, tzinfo=UTC)),
        ("2021-11-04", datetime(2021, 11, 4, tzinfo=UTC)),
        ('"2021-11-04 03:38"', datetime(2021, 11, 4, 3, 38, tzinfo=UTC)),
    ],
)
def test_dates_with_and_without_an_offset_are_read(written: str, moment: datetime) -> None:
    assert typed(f'title = "a"\ndate = {written}')[0].published == moment


def test_each_value_is_text_with_its_place() -> None:
    raw = read('\n+++\ntitle = "1.10"\n  weight = 3\n"my own" = 1.50\n[params]\ntitle = [true]\n+++\nbody')
    params = FieldMap((("title", ("true",)),))
    assert values(raw) == {"title": "1.10", "weight": "3", "my own": "1.50", "params": params}
    assert [(field.line, field.column) for field in raw.fields] == [(3, 9), (4, 12), (5, 12), (6, 8)]
    assert raw.body == "body"


def test_drafts_are_drafts() -> None:
    assert typed('title = "a"\ndraft = true')[0].is_draft


def test_a_mistake_is_named_with_its_place_and_the_corrected_line() -> None:
    raw = read(
        '+++\ntitle = A bridge: "stone"\ndate = 2021-11-04\ntags = [\n  "x",\n  "y"\n]\n'
        '[params]\nmood = "fair"\n+++\nbody'
    )
    assert values(raw) == {"title": 'A bridge: "stone"', "date": "2021-11-04", "tags": ("x", "y"), "mood": "fair"}
    assert raw.body == "body"
    (problem,) = raw.problems
    assert (problem.code, str(problem.where)) == ("yaml-recovered", "content/a/名.md:2:9")
    assert problem.message.startswith("not valid TOML: Invalid value")
    assert problem.help == 'quote the title:  title = "A bridge: \\"stone\\""'


@pytest.mark.parametrize("line", ["stray words", "tags = [1, 2", "[params"])
def test_other_mistakes_come_with_a_way_to_mend_them(line: str) -> None:
    raw = read(f'+++\ntitle = "a"\ndate = 2021-11-04\nauthor = "b"\n{line}\n+++\nbody')
    assert codes(raw) == ["yaml-recovered"]
    assert raw.problems[0].help == 'write a field a line, its text in double quotes:  name = "text"'
    assert values(raw)["title"] == "a"


@pytest.mark.parametrize(
    "text",
    ["+++\n\nA sum of three.\n", "++ a", "+++ b/file.txt\n+1", "a = b\n\nwords\n+++\n", "x = 1\n+++\nwords"],
)
def test_prose_and_code_with_plus_signs_is_no_header(text: str) -> None:
    raw = read(text)
    assert (raw.fields, raw.body) == ((), text)


HOSTILE = {
    "lists in lists": "a = " + "[" * 30_000,
    "tables in tables": "a = " + "{b=" * 15_000,
    "parts of a name": ".".join("a" * 30_000) + " = 1",
    "parts of a name in a table": "[" + ".".join("a" * 30_000) + "]",
    "parts of quoted names": "'a'." * 15_000 + "b = 1",
    "names": "\n".join(f"a{number} = 1" for number in range(5_500)),
    "tables": "[[a]]\n" * 10_000,
    "deep tables": ("[" + "a." * 60 + "a]\n") * 1 + "\n".join(f"[{'a.' * 50}b{number}]" for number in range(500)),
    "digits": "a = " + "1" * 60_000,
    "quotes": "a = " + '"' * 60_000,
    "blanks": "a" + " " * 60_000 + "x",
    "brackets": "[" * 60_000,
    "letters": "a" * 60_000,
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_headers_take_linear_time_and_cost_no_post(name: str) -> None:
    start = time.process_time()
    raw = read(f'+++\ntitle = "潮汐"\ndate = 2021-11-04\n{HOSTILE[name]}\n+++\nbody')
    assert time.process_time() - start < 4
    assert values(raw)["title"] == "潮汐"
    assert raw.body.endswith("body")
