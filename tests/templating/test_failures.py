"""Errors in templates: each is named with its place and a way out."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.bundled import bundled
from generator.errors import Problem, SiteError
from generator.templating.environment import make_environment, render
from tests.templating import samples
from tests.templating.notes import NoteView, with_note


def failure(templates: Path, source: str | bytes, text: str = "x") -> Problem:
    environment = with_note(templates, source)
    with pytest.raises(SiteError) as caught:
        render(environment, NoteView(text))
    return caught.value.problem


def test_a_syntax_error_says_file_line_and_way_out(templates: Path):
    problem = failure(templates, "<p>\n{% for a in text %}\n{% if a %}\n{% endfor %}\n")
    assert str(problem.where) == "templates/note.html:4"
    assert problem.message.startswith("Encountered unknown tag 'endfor'.")
    assert problem.help == "close every block: {% if %} with {% endif %}, {% for %} with {% endfor %}"
    problem = failure(templates, "<p>\n{% if text %}\n</p>\n")
    assert problem.message.startswith("Unexpected end of template. Jinja was looking for")
    assert problem.help == "close every block: {% if %} with {% endif %}, {% for %} with {% endfor %}"


@pytest.mark.parametrize(
    ("source", "code", "where", "message"),
    [
        ("a\n{{ tilte }}", "template-failed", "templates/note.html:2", "'tilte' is undefined"),
        ("\n\n{{ text.nope }}", "template-failed", "templates/note.html:3", "'str object' has no attribute 'nope'"),
        ("{{ text.__class__ }}", "template-failed", "templates/note.html:1", "access to attribute '__class__'"),
        ("\n{{ 1 // 0 }}", "template-failed", "templates/note.html:2", "ZeroDivisionError"),
        ("{{ text|fill }}", "template-failed", "templates/note.html:1", "ValueError: the text"),
        ('\n{% include "nope.html" %}', "template-missing", "templates/note.html:2", "there is no template nope.html"),
        ('{% extends "../a.html" %}', "template-missing", "templates/note.html:1", "there is no template ../a.html"),
        ('{% include ["a", "b"] %}', "template-missing", "templates/note.html:1", "there is no template a or b"),
        ("{{ text|safe }}", "template-syntax", "templates/note.html:1", "No filter named 'safe'"),
        ("{% autoescape false %}{% endautoescape %}", "template-syntax", "templates/note.html:1", "autoescape cannot"),
        ("{{ lipsum() }}", "template-failed", "templates/note.html:1", "'lipsum' is undefined"),
        ("{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}", "template-failed", "templates/note.html:1", "too often"),
        ('\n{% include "note.html" %}', "template-failed", "templates/note.html:2", "call themselves too often"),
        (b"\xff", "template-syntax", "templates/note.html", "is not UTF-8"),
        ("{{ range(1000000000) }}", "template-failed", "templates/note.html:1", "OverflowError: Range too big"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_template_is_said_with_its_place(
    templates: Path, source: str | bytes, code: str, where: str, message: str
):
    problem = failure(templates, source, "{a}")
    assert (problem.code, str(problem.where)) == (code, where)
    assert message in problem.message


@pytest.mark.parametrize(
    ("others", "where", "message"),
    [
        ({"note.html": '\n{% extends "note.html" %}'}, "note.html:2", "note.html extends note.html"),
        (
            {"note.html": '{% extends "frame.html" %}', "frame.html": '<p>\n\n{% extends "note.html" %}'},
            "frame.html:3",
            "note.html extends frame.html, which extends note.html",
        ),
        (
            {
                "note.html": '{% include "part.html" %}',
                "part.html": '{% extends "list.html" %}',
                "list.html": '{% extends "own.html" %}',
                "own.html": '{% extends "list.html" %}',
            },
            "own.html:1",
            "list.html extends own.html, which extends list.html",
        ),
    ],
)
def test_templates_that_extend_each_other_in_a_circle_are_named(
    templates: Path, others: dict[str, str], where: str, message: str
):
    for name, source in others.items():
        (templates / name).write_text(source, "utf-8")
    problem = failure(templates, others["note.html"])
    assert (problem.code, str(problem.where)) == ("template-syntax", f"templates/{where}")
    assert problem.message == f"the template extends itself: {message}"
    is_ours = "own.html" in others
    ours = '; "theme/list.html" names the one that ships' if is_ours else ""
    assert problem.help == f"extend another template here{ours}"


def test_an_error_in_an_included_template_names_that_template(templates: Path):
    (templates / "part.html").write_text("fine\n{{ nope }}\n", "utf-8")
    assert str(failure(templates, '\n\n{% include "part.html" %}').where) == "templates/part.html:2"
    (templates / "part.html").write_text("fine\n{% nope %}\n", "utf-8")
    assert str(failure(templates, '\n\n{% include "part.html" %}').where) == "templates/part.html:2"


def test_a_missing_string_is_said_with_the_line_of_the_template(templates: Path):
    (templates / "404.html").write_text("a\n{{ site.text.hme }}\n", "utf-8")
    environment = make_environment((templates, bundled("templates")))
    with pytest.raises(SiteError) as caught:
        render(environment, dict(samples.pages())["404"])
    problem = caught.value.problem
    assert str(problem.where) == "templates/404.html:2"
    assert problem.message == "there is no interface string 'hme' in zh-CN"


def test_a_template_that_exists_nowhere_is_missing():
    environment = make_environment((bundled("templates"),))
    with pytest.raises(SiteError) as caught:
        render(environment, NoteView("x"))
    assert str(caught.value) == "templates/note.html: template-missing: there is no template note.html"


def test_a_message_does_not_carry_a_whole_post():
    environment = make_environment((bundled("templates"),))
    environment.filters["fail"] = lambda text: int(text)
    template = environment.from_string("{{ text|fail }}")
    environment.get_template = lambda *_: template  # type: ignore[method-assign]
    with pytest.raises(SiteError) as caught:
        render(environment, NoteView("x" * 100_000))
    assert len(caught.value.problem.message) < 400
