from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.bundled import bundled
from generator.errors import SiteError
from generator.templating.compiling import Kept, may_rebind
from generator.templating.environment import View, make_environment, render
from generator.templating.pieces import CardView, LinkView, SiteView
from tests.templating import samples

BUNDLED = (bundled("templates"),)
SITE = samples.site()
CARDS = tuple(CardView(f"Title {n}", f"/{n}/", "", "", "", "", None, None, "") for n in range(2))
PARTS = {
    "inner.html": "{{ site.title }}",
    "failing.html": "{{ site.title }}\n\n{{ nope }}",
    "broken.html": "{% if %}",
    "card.html": "<{{ card.title }}>",
    "loop.html": "{{ loop.index }}",
    "setting.html": "{% set card = 1 %}{{ card }}",
    "itself.html": "{% if nope is defined %}{% include 'itself.html' %}{% endif %}{{ site.title }}",
    "required.html": "{% block a required %}{% endblock %}",
    "layout.html": "{% with title = 'inner' %}<{% block a %}{{ site.title }}{% block b %}b{% endblock %}{% endblock %}"
    "{% endwith %}{% for card in cards %}{% block c %}c{% endblock %}{% endfor %}>",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class NoteView:
    """A view for templates of these tests."""

    template: ClassVar[str] = "note.html"
    site: SiteView = SITE
    cards: tuple[CardView, ...] = CARDS
    links: tuple[LinkView, ...] = (LinkView("a", "/a/"), LinkView("b", "/b/"))


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    """The templates folder of a site."""
    (tmp_path / "templates").mkdir()
    for name, source in PARTS.items():
        (tmp_path / "templates" / name).write_text(source, "utf-8")
    return tmp_path / "templates"


@pytest.mark.parametrize(("name", "view"), list(samples.pages()))
def test_a_page_compiled_for_its_site_is_the_page(name: str, view: View):
    environment = make_environment(BUNDLED, view.site)
    assert render(environment, view) == render(make_environment(BUNDLED), view)
    # Nothing failed and was rendered again as it is written.
    assert "plain" not in vars(environment)
    assert render(make_environment(BUNDLED, samples.site("en", "Other")), view) == render(environment, view)


@settings(max_examples=20)
@given(st.text(), st.text(), st.lists(st.builds(LinkView, st.text(), st.text()), max_size=25))
def test_a_page_is_the_same_whatever_its_site_is_called(title: str, footer: str, menu: list[LinkView]):
    site = replace(SITE, title=title, footer=footer, menu=tuple(menu), feeds=tuple(menu[:2]))
    view = replace(dict(samples.pages())["404"], site=site)
    assert render(make_environment(BUNDLED, site), view) == render(make_environment(BUNDLED), view)


@pytest.mark.parametrize(
    "source",
    [
        "{{ site.title }}{{ site.menu|length }}{{ site.text.newer|upper }}{{ site.text['older'] }}",
        "{{ site.text }}{{ site.nope }}",
        "\n{{ site.text.nope }}",
        "{% if site.nope is defined %}a{% else %}{{ site.subtitle or 'b' }}{% endif %}",
        "{% for entry in site.menu %}{{ entry.href }}{{ entry.nope }}{% endfor %}",
        "{% for entry in site.menu %}{{ loop.index }}{{ entry.text }}{% endfor %}",
        "{% for entry in site.menu %}{{ entry }}{% endfor %}",
        "{% for entry in site.menu %}{% set x = entry.text %}{{ x }}{% endfor %}{{ x }}",
        "{% for entry in site.menu if entry.text %}{{ entry.text }}{% else %}none{% endfor %}",
        "{% for entry in site.menu %}{% for card in cards %}{{ card.title }}{{ entry.text }}{% endfor %}{% endfor %}",
        "{% for card in cards %}{{ card.title }}{{ site.title }}{{ card.nope }}{% endfor %}",
        "{% for card in cards %}{{ card.title }}{{ loop.index }}{% endfor %}",
        "{% for card in cards %}{% if card.title %}{{ card.title }}{% endif %}{% else %}none{% endfor %}",
        "{% for link in links %}{{ link.text }}{% endfor %}",
        "{% for card in [1, 'a', none] %}{{ card }}{% endfor %}",
        "{% for card in cards recursive %}{{ card.title }}{% endfor %}",
        "{% set site = cards[0] %}{{ site.title }}{% include 'inner.html' %}",
        "{% for site in cards %}{{ site.title }}{% endfor %}{{ site.title }}",
        "{% macro m(a, site) %}{{ site.title }}{% endmacro %}{{ m(1, cards[0]) }}",
        "{% with site = cards[0] %}{% include 'inner.html' %}{% endwith %}",
        "{% include 'inner.html' without context %}",
        "{% import 'inner.html' as inner %}{{ inner }}",
        "{% extends 'base.html' %}{% block main %}{{ super() }}{{ site.title }}{% endblock %}",
        "{% block a %}{{ site.title }}{% endblock %}{{ self.a() }}",
        "{% set a %}{{ site.title }}<b>{% endset %}{{ a }}",
        "{% filter upper %}{{ site.title }}{% for card in cards %}{{ card.title }}{% endfor %}{% endfilter %}",
        "{% macro m() %}{% for card in cards %}{{ card.title }}{% endfor %}{{ caller() }}{% endmacro %}"
        "{% call m() %}{{ site.title }}{% endcall %}",
        "{{ 1 // site.menu|length }}\n{{ 1 // (site.menu|length - site.menu|length) }}",
        "{{ site.title",
        "{% if site.nope %}a{% endif %}",
        "{% if not site.title %}a{% elif site.menu %}b{{ cards|length }}{% elif cards %}c{% else %}d{% endif %}",
        "{% if cards %}a{% elif not site.title %}b{% elif site.title %}c{% else %}d{% endif %}",
        "{% if links[5] %}a{% elif not site.title %}b{% elif links %}c{% endif %}",
        "{% if site.title %}{% set a = 1 %}{% endif %}{{ a }}",
        "{% if not site.title %}{% block a %}a{% endblock %}{% endif %}{{ self.a() }}",
        "a\n{% include 'failing.html' %}",
        "{% include 'inner.html' ignore missing %}{% include 'none.html' ignore missing %}",
        "{% include ['none.html', 'partials/imprint.html'] %}",
        "{% include 'none.html' %}",
        "{% if not cards %}{% include 'none.html' %}{% include 'broken.html' %}{% endif %}",
        "{% include 'broken.html' %}",
        "{% for card in cards %}{% include 'card.html' %}{{ loop.index }}{% endfor %}",
        "{% for card in cards %}{% include 'loop.html' %}{% endfor %}",
        "{% with card = cards[1] %}{% include 'card.html' %}{% endwith %}{% include 'card.html' %}",
        "{% set card = cards[1] %}{% include 'card.html' %}{% include 'setting.html' %}{{ card.title }}",
        "{% macro m(card) %}{% include 'card.html' %}{% endmacro %}{{ m(cards[1]) }}",
        "{% include 'itself.html' %}",
        "{% extends 'layout.html' %}",
        "{% extends 'layout.html' %}dropped{{ nope }}{% block a %}own{{ cards[0].title }}{% endblock %}",
        "{% extends 'layout.html' %}{% block a %}{{ super() }}{% endblock %}",
        "{% extends 'layout.html' %}{% block b %}{{ title }}{{ site.title }}{% endblock %}",
        "{% extends 'layout.html' %}{% block c %}{{ card.title }}{% endblock %}",
        "{% extends 'layout.html' %}{% set title = 'own' %}{% block b %}{{ title }}{% endblock %}",
        "{% extends 'required.html' %}",
        "{% extends 'required.html' %}{% block a %}own{% endblock %}",
        "before{% extends 'required.html' %}{% block a %}own{% endblock %}",
        "{% if cards %}{% extends 'required.html' %}{% endif %}{% block a %}own{% endblock %}",
        "{% extends links[0].text %}",
        "{% extends 'none.html' %}",
        "{% extends 'broken.html' %}",
        "{% extends 'note.html' %}",
    ],
)
def test_any_template_says_the_same_compiled_for_its_site(templates: Path, source: str):
    (templates / "note.html").write_text(source, "utf-8")
    folders = (templates, *BUNDLED)
    assert outcome(folders, SITE) == outcome(folders, None)


def outcome(folders: tuple[Path, ...], site: SiteView | None) -> object:
    environment = make_environment(folders, site)
    found = []
    for _ in range(2):
        try:
            found.append(render(environment, NoteView()))
        except SiteError as error:
            found.append(error.problem)
    return found


@pytest.mark.parametrize(
    ("source", "may"),
    [
        ("{{ site.title }} {% if site.menu %}{% endif %}{% for a in site.menu %}{% endfor %} site = 1", False),
        ("{% set site = 1 %}", True),
        ("{%- set a,\n site = b -%}", True),
        ("{% for site in cards %}", True),
        ("{% macro m(a, site) %}", True),
        ("{% with site=1 %}", True),
        ("{% from 'a' import b as site %}", True),
        ("{% import 'a' as b %}", True),
        ("{% include 'a' without context %}", True),
    ],
)
def test_a_template_that_may_call_something_else_site_is_found(source: str, may: bool):
    assert may_rebind(source) is may
    assert not any(may_rebind(path.read_text("utf-8")) for path in BUNDLED[0].rglob("*.*"))


def test_what_a_loop_prints_for_a_card_is_kept(templates: Path):
    (templates / "note.html").write_text("{% for card in cards %}<{{ card.title }}>{% endfor %}", "utf-8")
    environment = make_environment((templates, *BUNDLED), SITE)
    assert render(environment, NoteView()) == b"<Title 0><Title 1>"
    (kept,) = environment.kept.values()
    assert kept == {id(card): (card, f"<{card.title}>") for card in CARDS}
    # A value that is equal and another object is printed anew, and no longer than a value lives is it taken for it.
    assert render(environment, NoteView(cards=(replace(CARDS[0]),))) == b"<Title 0>"
    assert len(kept) == 3


def test_what_a_loop_prints_for_a_link_is_kept(templates: Path):
    (templates / "note.html").write_text("{% for link in links %}<{{ link.text }}>{% endfor %}", "utf-8")
    environment = make_environment((templates, *BUNDLED), SITE)
    assert render(environment, NoteView()) == b"<a><b>"
    assert [text for kept in environment.kept.values() for _, text in kept.values()] == ["<a>", "<b>"]


def test_loops_that_say_the_same_keep_what_they_print_in_one_place(templates: Path):
    loop = "{% for card in cards %}<{{ card.title }}>{% endfor %}"
    other = "{% for card in cards %}<{{ card.href }}>{% endfor %}"
    (templates / "note.html").write_text(f"{loop}{other} {loop}", "utf-8")
    environment = make_environment((templates, *BUNDLED), SITE)
    assert render(environment, NoteView()) == b"<Title 0><Title 1></0/></1/> <Title 0><Title 1>"
    assert [len(kept) for kept in environment.kept.values()] == [2, 2]


def test_what_is_kept_has_a_limit():
    kept = Kept(frozenset({str}), limit=2)
    assert [kept.keep(value, "x")[1] for value in ("a", "b", "c", 1)] == ["x"] * 4
    assert list(kept.values()) == [("c", "x")]
