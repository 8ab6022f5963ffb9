"""The recipes of docs/theme.md, as a reader copies them out of it: in a site, and in a browser."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from generator.addresses import file_path
from generator.commands.checks.checking import Checker, Rendered
from tests.sites import SmallSite, post

_PAGE = (Path(__file__).resolve().parents[1] / "docs/theme.md").read_text("utf-8")
_PERMALINK = ":year/:month/:day/:title/"
_SITE, _POST = "https://example.org/", "https://example.org/2024/01/01/a/"

# What the services answer: they load what theirs load, as far as the policy of a page sees it.
_GISCUS = """
const link = document.createElement("link"), frame = document.createElement("iframe");
link.rel = "stylesheet"; link.href = "https://giscus.app/default.css"; document.head.prepend(link);
frame.src = "https://giscus.app/widget?lang=" + document.currentScript.dataset.lang; frame.style.opacity = "0";
document.currentScript.after(frame);
"""
_WALINE = """
document.head.append(document.createElement("style"));
export const init = ({ el, serverURL }) => fetch(serverURL + "/api/comment?path=" + location.pathname)
  .then(() => { el.textContent = "ready" }, () => { el.textContent = "failed" });
"""
_WATCH = """
window.blocked = [];
document.addEventListener("securitypolicyviolation", event => {
  blocked.push([event.effectiveDirective, event.blockedURI]);
});
"""


def recipe(heading: str) -> dict[str, str]:
    """The files that a section of the documentation shows, by path; those of `site.toml` are one text."""
    section = _PAGE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    files: dict[str, str] = {}
    for block in re.findall(r"^```\w+\n(.*?)^```$", section, re.MULTILINE | re.DOTALL):
        if named := re.match(r"(?:<!--|/\*|\{#|#|//) (\S+\.\w+)", block):
            files[named[1]] = files.get(named[1], "") + block
    return files


@pytest.fixture
def blog(small_site: SmallSite) -> SmallSite:
    small_site.write(
        "a.md", post("A", "A [link](https://example.org/).", date="2024-01-01", permalink="/2024/01/01/a/")
    )
    return small_site


def test_a_site_name_of_ones_own_stays_the_heading_of_the_home_page(blog: SmallSite):
    block = re.search(r"^```html\n(\{% block site_name %\}.*?)^```$", _PAGE, re.MULTILINE | re.DOTALL)
    assert block is not None
    blog.put("templates/base.html", '{% extends "base.html" %}' + block[1].replace("{{ site.title }}", "Mine"))
    blog.build()
    assert '<h1 class="site-name"><a href="/">Mine</a></h1>' in blog.page("/")
    assert '<p class="site-name"><a href="/">Mine</a></p>' in blog.page("/archives/")


def follow(blog: SmallSite, *headings: str, without: str = "") -> None:
    """Do what these sections of the documentation say; the settings but for the table `without`; then build."""
    settings = ""
    for heading in headings:
        files = recipe(heading)
        text = files.pop("site.toml")
        settings += text if not without else text.partition(f"[{without}]")[0]
        for path, source in files.items():
            blog.put(path, source)
    blog.settings(settings, permalink=_PERMALINK)
    assert {found.severity for found in blog.build().problems} <= {"note"}


def checked(blog: SmallSite) -> list[str]:
    """What `check` says of the pages of the site."""
    files = blog.files()
    checker = Checker(_SITE, (f"/{name}" for name in files))
    pages = (Rendered(f"/{name}", "", data) for name, data in files.items())
    return [f"{found.message}: {found.help}" for page in pages for found in checker.check(page)]


class Visit:
    """A page of a site as a browser shows it; the test answers every request."""

    def __init__(self, blog: SmallSite, context: Any, address: str) -> None:
        self.elsewhere: list[str] = []
        """What was asked for at other hosts."""
        self._files = blog.files()
        context.add_init_script(_WATCH)
        context.route("**/*", self._answer)
        self.page = context.new_page()
        self.page.goto(address)

    @property
    def blocked(self) -> list[tuple[str, str]]:
        """(directive, address) of everything that the policy of the page blocked so far."""
        return [tuple(pair) for pair in self.page.evaluate("blocked")]

    def _answer(self, route: Any) -> None:
        address = urlsplit(route.request.url)
        if address.netloc == "example.org":
            name = unquote(file_path(address.path))
            kind = mimetypes.guess_type(name)[0] or "text/html"
            status = 200 if name in self._files else 404
            route.fulfill(status=status, body=self._files.get(name, b""), content_type=kind)
            return
        self.elsewhere.append(f"{address.scheme}://{address.netloc}{address.path}")
        body, kind = (_GISCUS, "text/javascript") if address.path == "/client.js" else ("", "text/css")
        route.fulfill(status=200, body=body, content_type=kind, headers={"Access-Control-Allow-Origin": "*"})


@pytest.fixture
def context(browser: Any) -> Iterator[Any]:
    made = browser.new_context(color_scheme="light")
    yield made
    made.close()


@pytest.mark.slow
def test_a_blog_gets_its_own_look_and_comments_by_giscus_as_the_documentation_says(blog: SmallSite, context: Any):
    follow(blog, "Ten minutes", "Comments with giscus")
    assert checked(blog) == []
    visit = Visit(blog, context, _POST)
    assert visit.blocked == []
    assert sorted(visit.elsewhere) == [f"https://giscus.app/{name}" for name in ("client.js", "default.css", "widget")]
    look = visit.page.evaluate(
        """[
          getComputedStyle(document.querySelector(".article a")).color,
          getComputedStyle(document.documentElement).backgroundColor,
          document.querySelector("img.logo").naturalWidth > 0,
          document.querySelector("img.logo").getBoundingClientRect().height,
          document.querySelectorAll("link[rel=stylesheet][href^='/']").length,
        ]"""
    )
    assert look == ["rgb(0, 121, 107)", "rgb(255, 255, 255)", True, 56, 2]


@pytest.mark.slow
def test_without_its_settings_the_script_of_giscus_is_blocked_and_the_check_says_how_to_allow_it(
    blog: SmallSite, context: Any
):
    follow(blog, "Comments with giscus", without="theme.csp")
    assert checked(blog) == [
        "script-src of the Content-Security-Policy blocks 'https://giscus.app/client.js': "
        'to allow https://giscus.app, write below a line [theme.csp] of site.toml: script-src = "https://giscus.app"'
    ]
    visit = Visit(blog, context, _POST)
    assert visit.blocked == [("script-src-elem", "https://giscus.app/client.js")]
    assert visit.elsewhere == []


@pytest.mark.slow
@pytest.mark.parametrize(("without", "text"), [("", "ready"), ("theme.csp", "failed")])
def test_comments_by_waline_as_the_documentation_says(blog: SmallSite, context: Any, without: str, text: str):
    blog.put("static/waline/waline.js", _WALINE)
    blog.put("static/waline/waline.css", "#waline { color: green }")
    follow(blog, "Comments with Waline", without=without)
    assert checked(blog) == []
    visit = Visit(blog, context, _POST)
    visit.page.wait_for_function("document.getElementById('waline').textContent")
    assert visit.page.locator("#waline").inner_text() == text
    server = "https://comments.example.org/api/comment"
    assert visit.elsewhere == ([server] if not without else [])
    assert sorted(directive for directive, _ in visit.blocked) == (["connect-src", "style-src-elem"] if without else [])
    place = visit.page.locator("section.comments").bounding_box()
    article = visit.page.locator("article").bounding_box()
    assert (place["x"], place["width"]) == (article["x"], article["width"])


def test_the_other_recipes_of_the_documentation_build_and_pass_the_check(blog: SmallSite):
    ((path, source),) = recipe("Templates").items()
    blog.put(path, source)
    follow(blog, "Lines on every page")
    assert checked(blog) == []
    assert '<script defer src="https://count.example.org/count.js"></script>\n</head>' in blog.page("/archives/")
    assert '<p class="meta">2 words. Written without a machine.</p>\n</main>' in blog.page("/2024/01/01/a/")


def test_the_title_can_stand_beside_a_logo_as_the_documentation_says(blog: SmallSite):
    for path, source in (recipe("Ten minutes") | recipe("Logo and icon")).items():
        blog.put(path, source)
    blog.settings('[theme]\nlogo = "logo.svg"', permalink=_PERMALINK)
    blog.build()
    assert '<a href="/"><img class="logo" src="/logo.svg" alt="">Small site' in blog.page("/")
