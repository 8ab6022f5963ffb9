from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment
from markupsafe import Markup, escape

from generator.bundled import bundled
from generator.errors import SiteError
from generator.outputs import VIEWS
from generator.templating.environment import TemplateDigests, escaped, make_environment, render
from generator.templating.failures import DROPPED_FILTERS
from generator.templating.filters import FILTERS
from tests.templating import samples
from tests.templating.notes import NoteView, with_note


def test_a_template_gets_the_fields_of_its_view(templates: Path):
    environment = with_note(templates, "<p>{{ text }}</p>{{ html }}\n")
    assert render(environment, NoteView("渡口")) == "<p>渡口</p><b>x</b>\n".encode()


def test_a_template_of_the_site_comes_first_and_the_rest_ships(templates: Path):
    (templates / "404.html").write_text("own {{ site.title }}\n", "utf-8")
    environment = make_environment((templates, bundled("templates")))
    pages = dict(samples.pages())
    assert render(environment, pages["404"]) == "own 渡口\n".encode()
    assert b"<!DOCTYPE html>" in render(environment, pages["home"])


@pytest.mark.parametrize("name", ["note.html", "note.xml", "note.txt", "note.html.j2", "note"])
def test_text_is_escaped_whatever_the_name_of_the_template(templates: Path, name: str):
    @dataclass(frozen=True)
    class View:
        template: ClassVar[str]
        text: str

    View.template = name
    (templates / name).write_text("{{ text }}", "utf-8")
    assert render(make_environment((templates,)), View("<b>&'\"{{ 7*7 }}")) == b"&lt;b&gt;&amp;&#39;&#34;{{ 7*7 }}"


def test_a_loop_says_where_it_is(templates: Path):
    source = "{% for a in 'xy' %}{{ loop.index0 }}{{ loop.index }}{{ loop.first }}{{ loop.last }}{{ loop.length }}"
    source += "{{ loop.revindex }}{{ loop.previtem is defined }} {% endfor %}"
    assert render(with_note(templates, source), NoteView("")) == b"01TrueFalse22False 12FalseTrue21True "


def test_data_is_printed_as_json_that_a_script_element_may_hold(templates: Path):
    environment = with_note(templates, "{{ {'b': '</script>渡', 'a': 1}|tojson }}{{ [1, 2]|tojson(indent=1) }}")
    assert render(environment, NoteView("")) == '{"a":1,"b":"\\u003c/script\\u003e渡"}[\n 1,\n 2\n]'.encode()


@given(st.one_of(st.text(), st.text("&<>\"'#;amp"), st.integers(), st.none(), st.builds(Markup, st.text())))
def test_a_value_is_escaped_as_jinja_would_do_it(value: object):
    assert escaped(value) == str(escape(value))


def test_characters_that_no_page_may_hold_do_not_reach_it(templates: Path):
    environment = with_note(templates, "{{ text }}")
    assert render(environment, NoteView("a\x00\x1b[31m\ud800\ufffeb\n")) == b"a[31mb\n"


@pytest.mark.parametrize(
    "reach",
    [
        "site.__class__",
        "site.text.__class__",
        "site.__dataclass_fields__",
        "site.text.table.clear()",
        "post.title.__doc__",
    ],
)
def test_a_template_does_not_reach_behind_its_values(templates: Path, reach: str):
    (templates / "post.html").write_text(f"{{{{ {reach} }}}}", "utf-8")
    environment = make_environment((templates, bundled("templates")))
    with pytest.raises(
        SiteError, match=r"templates/post\.html:1: template-failed: access to attribute|is not safely callable"
    ):
        render(environment, samples.post_page(samples.bare_post()))


def test_templates_have_our_filters_and_none_that_make_html_of_text():
    environment = make_environment((bundled("templates"),))
    assert set(FILTERS) <= set(environment.filters)
    assert not set(DROPPED_FILTERS) & set(environment.filters)
    assert sorted(environment.globals) == ["dict", "namespace", "range"]


def test_no_template_is_made_from_a_text():
    package = Path(make_environment.__code__.co_filename).parent.parent
    users = [file.name for file in package.rglob("*.py") if ".from_string(" in file.read_text("utf-8")]
    assert users == []


def test_every_template_that_ships_can_be_read_and_every_view_has_one():
    environment = make_environment((bundled("templates"),))
    shipped = environment.list_templates()
    assert {view.template for view in VIEWS} <= set(shipped)
    for name in shipped:
        if not name.endswith(".toml"):
            environment.get_template(name)


def test_the_digest_of_a_template_holds_what_it_uses(templates: Path):
    (templates / "part.html").write_text("one", "utf-8")
    (templates / "other.html").write_text("other", "utf-8")
    before = TemplateDigests(with_note(templates, '{% include "part.html" %}')).of_template("note.html")
    assert TemplateDigests(with_note(templates, '{% include "part.html" %}')).of_template("note.html") == before
    (templates / "other.html").write_text("changed", "utf-8")
    assert TemplateDigests(with_note(templates, '{% include "part.html" %}')).of_template("note.html") == before
    (templates / "part.html").write_text("two", "utf-8")
    assert TemplateDigests(with_note(templates, '{% include "part.html" %}')).of_template("note.html") != before


def test_the_digest_of_a_template_with_a_computed_name_holds_all(templates: Path):
    (templates / "other.html").write_text("other", "utf-8")
    before = TemplateDigests(with_note(templates, "{% include text %}")).of_template("note.html")
    (templates / "other.html").write_text("changed", "utf-8")
    assert TemplateDigests(with_note(templates, "{% include text %}")).of_template("note.html") != before


def test_the_digest_of_a_template_holds_the_strings(templates: Path):
    environment = with_note(templates, "x")
    before = TemplateDigests(environment).of_template("note.html")
    (templates / "strings").mkdir()
    (templates / "strings/en.toml").write_text('home = "Front"\n', "utf-8")
    assert TemplateDigests(environment).of_template("note.html") != before


def test_the_digest_changes_when_an_optional_template_appears(templates: Path):
    environment = with_note(templates, '{% include "own.html" ignore missing %}')
    before = TemplateDigests(environment).of_template("note.html")
    (templates / "own.html").write_text("x", "utf-8")
    assert TemplateDigests(environment).of_template("note.html") != before


def test_templates_that_use_each_other_in_a_circle_have_a_digest(templates: Path):
    (templates / "part.html").write_text('{% include "note.html" %}', "utf-8")
    assert len(TemplateDigests(with_note(templates, '{% include "part.html" %}')).of_template("note.html")) == 32


def test_the_digest_of_a_broken_or_missing_template_says_what_is_wrong(templates: Path):
    with pytest.raises(SiteError, match=r"templates/note\.html:1: template-syntax"):
        TemplateDigests(with_note(templates, "{% if %}")).of_template("note.html")
    with pytest.raises(SiteError, match=r"templates/nope\.html: template-missing"):
        TemplateDigests(with_note(templates, "")).of_template("nope.html")


def test_the_same_view_gives_the_same_bytes():
    pages = dict(samples.pages())
    first = make_environment((bundled("templates"),))
    second = make_environment((bundled("templates"),))
    view = replace(pages["post"], head=replace(pages["post"].head, json_ld={"b": 1, "a": 2}))
    again = replace(pages["post"], head=replace(pages["post"].head, json_ld={"a": 2, "b": 1}))
    assert render(first, view) == render(second, again)


# ------------------------------------------------------------------------- templates that extend ours


def own_home(templates: Path, **sources: str) -> Environment:
    """The templates that ship, with own ones: `home` is `home.html`, `partials__card` is `partials/card.html`."""
    for name, source in sources.items():
        path = templates / f"{name.replace('__', '/')}.html"
        path.parent.mkdir(exist_ok=True)
        path.write_text(source, "utf-8")
    return make_environment((templates, bundled("templates")))


@pytest.mark.parametrize("name", ["404.html", "theme/404.html"])
def test_a_template_extends_the_one_that_ships_under_the_same_name(templates: Path, name: str):
    view = dict(samples.pages())["404"]
    shipped = render(own_home(templates), view)
    source = f'{{% extends "{name}" %}}\n{{% block after_main %}}\n<p>mine</p>\n{{% endblock %}}\n'
    assert render(own_home(templates, **{"404": source}), view) == shipped.replace(
        b"</main>\n", b"</main>\n<p>mine</p>\n"
    )


def test_a_part_includes_or_imports_from_the_one_that_ships_under_the_same_name(templates: Path):
    view = dict(samples.pages())["post"]
    shipped = render(own_home(templates), view).decode()
    around = '<div class="mine">\n{% include ["nothing.html", "partials/byline.html"] %}\n</div>\n'
    page = render(own_home(templates, partials__byline=around), view).decode()
    assert page.count('<div class="mine">') == 1
    (inside,) = [page.partition('<div class="mine">\n')[2].partition("\n</div>\n</header>")[0]]
    assert inside in shipped

    (templates / "partials/byline.html").write_text('{% import "partials/byline.html" as ours %}by\n', "utf-8")
    with pytest.raises(SiteError, match="'post' is undefined"):  # what is imported, here ours, gets no view
        render(own_home(templates), view)


@pytest.mark.parametrize("name", ["base", "home"])
def test_the_name_of_the_site_is_one_block_which_is_a_heading_on_the_home_page(templates: Path, name: str):
    pages = dict(samples.pages())
    shipped = own_home(templates)
    assert b'<h1 class="site-name"><a' in render(shipped, pages["home"])
    assert b'<p class="site-name"><a' in render(shipped, pages["404"])
    block = '<{{ name_element|default("p") }}>mine</{{ name_element|default("p") }}>'
    own = f'{{% extends "{name}.html" %}}{{% block site_name %}}{block}{{% endblock %}}'
    environment = own_home(templates, **{name: own})
    assert b"<h1>mine</h1>" in render(environment, pages["home"])
    assert (b"<p>mine</p>" in render(environment, pages["404"])) == (name == "base")


def test_every_frame_of_ours_can_be_extended_and_other_templates_still_get_the_one_of_the_site(templates: Path):
    base = '{% extends "base.html" %}{% block masthead %}<header>mine</header>\n{% endblock %}'
    page = render(own_home(templates, base=base), dict(samples.pages())["404"]).decode()
    assert "<header>mine</header>" in page
    assert 'class="masthead"' not in page
    assert "<footer" in page


def test_a_template_that_does_not_ship_may_include_itself(templates: Path):
    source = '{% if html %}<p>{{ text }}</p>{% with html = "" %}{% include "note.html" %}{% endwith %}{% endif %}'
    assert render(with_note(templates, source), NoteView("a")) == b"<p>a</p>"


def test_a_template_of_the_site_in_a_folder_called_theme_is_still_there(templates: Path):
    (templates / "theme").mkdir()
    (templates / "theme/own.html").write_text("own", "utf-8")
    assert render(with_note(templates, '{% include "theme/own.html" %}'), NoteView("a")) == b"own"


def test_the_digest_of_a_template_that_extends_ours_holds_ours(tmp_path: Path, templates: Path):
    shipped = tmp_path / "shipped"
    shipped.mkdir()
    (shipped / "base.html").write_text("{% block main %}{% endblock %}", "utf-8")
    (shipped / "note.html").write_text('{% extends "base.html" %}', "utf-8")
    (templates / "note.html").write_text('{% extends "note.html" %}{% block main %}x{% endblock %}', "utf-8")

    def digest() -> str:
        return TemplateDigests(make_environment((templates, shipped))).of_template("note.html")

    before = digest()
    assert digest() == before
    (shipped / "note.html").write_text('{% extends "base.html" %} ', "utf-8")
    changed = digest()
    assert changed != before
    (shipped / "base.html").write_text("{% block main %}{% endblock %} ", "utf-8")
    assert digest() not in (before, changed)
    (templates / "note.html").write_text("{% set name = 'note.html' %}{% extends name %}", "utf-8")
    computed = digest()
    (shipped / "note.html").write_text('{% extends "base.html" %}', "utf-8")
    assert digest() != computed


def test_a_mistake_in_a_template_that_extends_ours_has_its_own_place(templates: Path):
    environment = own_home(
        templates, **{"404": '{% extends "404.html" %}\n{% block main %}\n{{ tilte }}{% endblock %}'}
    )
    with pytest.raises(SiteError) as caught:
        render(environment, dict(samples.pages())["404"])
    assert (caught.value.problem.where.path, caught.value.problem.where.line) == ("templates/404.html", 3)
    environment = own_home(templates, **{"404": '{% extends "theme/nothing.html" %}'})
    with pytest.raises(SiteError) as caught:
        render(environment, dict(samples.pages())["404"])
    assert caught.value.problem.message == "there is no template theme/nothing.html"


def test_templates_that_extend_each_other_in_a_circle_are_a_mistake_with_a_place(templates: Path):
    environment = own_home(templates, **{"404": '{% extends "mine.html" %}', "mine": '{% extends "404.html" %}'})
    with pytest.raises(SiteError) as caught:
        render(environment, dict(samples.pages())["404"])
    assert caught.value.problem.code == "template-syntax"
    own = {"404": '{% extends "mine.html" %}', "mine": '{% extends "theme/404.html" %}'}
    assert b"</html>" in render(own_home(templates, **own), dict(samples.pages())["404"])
