"""The registry of outputs: a mistake in it is named before a page is lost over it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

import pytest
from markupsafe import Markup

from generator.building.inspection import inspect
from generator.building.site import BuildOptions
from generator.bundled import bundled
from generator.outputs import OUTPUTS, VIEWS, Output, by_name, planned
from generator.outputs.contexts import PlanContext
from generator.outputs.page import Page
from generator.runtime.progress import Silent
from generator.templating.environment import make_environment, print_fragment, render
from generator.templating.views import MenuFragment, NotFoundPageView
from tests.sites import post
from tests.templating import samples

ADDRESS = "/mine/"


def output(name="mine", kind="mine", address=ADDRESS, template="404.html", views=(NotFoundPageView,)):
    return Output(name, lambda context: iter([Page(address, kind, template, None)]), lambda page, context: b"", views)


@pytest.fixture
def context(small_site):
    """A site that has the address, because a page of it is there."""
    small_site.write("pages/mine.md", post("Mine", "text", layout="page", permalink="mine/"))
    with inspect(BuildOptions(small_site.folder, jobs=1), Silent()) as found:
        yield PlanContext(found.index, found.site.config)


def test_two_outputs_of_one_name_are_refused():
    with pytest.raises(ValueError, match="two outputs are called 'post'"):
        by_name((*OUTPUTS, replace(OUTPUTS[-1], name="post")))


def test_a_page_is_planned_as_its_output_says(context):
    assert [page.address for page in planned(output(address="/404.html"), context)] == ["/404.html"]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (output(address="/nobody/"), "the output 'mine' plans /nobody/, which it does not claim"),
        (output(kind="other", address="/404.html"), "plans /404.html as a page of kind 'other'"),
        (output(views=(), address="/404.html"), "/404.html is printed by 404.html, of which 'mine' names no view"),
    ],
)
def test_a_page_that_the_registry_would_lose_sight_of_is_refused(context, wrong, message):
    with pytest.raises(ValueError, match=message):
        list(planned(wrong, context))


def test_a_view_that_shows_a_fragment_without_naming_it_is_refused():
    """Its pages would not be due when the template of the fragment changes."""

    @dataclass(frozen=True, slots=True)
    class ForgetfulView:
        template: ClassVar[str] = "404.html"
        menu: Markup

    environment = make_environment((bundled("templates"),))
    menu = print_fragment(environment, MenuFragment(samples.site(), "", ""))
    with pytest.raises(ValueError, match="ForgetfulView shows MenuFragment, which its `fragments` do not name"):
        render(environment, ForgetfulView(menu))


def test_each_template_has_one_view():
    templates = [view.template for view in VIEWS]
    assert len(templates) == len(set(templates))
