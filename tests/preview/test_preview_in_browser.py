"""What somebody sees who writes: each change appears in Chromium by itself, and what is wrong over the page."""

from __future__ import annotations

import json
import random
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.preview.served import Preview
from tests.sites import SmallSite, post
from tests.sizes import IS_LONG
from tests.waiting import PATIENCE_S

PATIENCE_MS = PATIENCE_S * 1000
OVERLAY = "pressmark-problem pre"


def write(site: SmallSite, words: str) -> None:
    site.write("a.md", post("One", f"<p>{words}</p>", date="2024-01-01", permalink="a/"))


@pytest.fixture(scope="module")
def preview(browser, tmp_path_factory) -> Iterator[tuple[SmallSite, Preview]]:
    """A site below a base path, and its preview."""
    site = SmallSite(tmp_path_factory.mktemp("watched") / "site")
    site.settings(url="https://example.org/repo/")
    write(site, "first")
    with Preview(site.folder) as preview:
        yield site, preview


@pytest.fixture(scope="module")
def context(browser) -> Iterator[Any]:
    """The windows of one reader: another reader for each of them takes a third of a second of CPU."""
    context = browser.new_context()
    yield context
    context.close()


class Page:
    """A page that is open, and all that happens in it."""

    def __init__(self, context: Any, address: str) -> None:
        self.page = context.new_page()
        self.said: list[str] = []
        self.frames: list[dict[str, Any]] = []
        self.loads = 0
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("load", self._count)
        self.page.on("websocket", self._hear)
        self.page.goto(address)
        self.wait_until_connected()

    def _count(self, page: Any) -> None:
        self.loads += 1

    def _hear(self, socket: Any) -> None:
        assert socket.url.endswith("/livereload")
        socket.on("framereceived", lambda frame: self.frames.append(json.loads(frame)))

    def wait_until_connected(self) -> None:
        self.wait_for("window.LiveReload?.connector?.protocol === 7")

    def wait_for(self, claim: str) -> None:
        """Wait until an expression is true in whatever document is there then, once it has a body."""
        end = time.monotonic() + PATIENCE_S
        while True:
            try:
                if self.page.evaluate(f"document.body !== null && Boolean({claim})"):
                    return
            except Exception as error:  # the document went while it was asked
                if "navigation" not in str(error) and "destroyed" not in str(error):
                    raise
            assert time.monotonic() < end, self.page.content()
            self.page.wait_for_timeout(20)

    def wait_for_loads(self, count: int) -> None:
        """Wait until a page was loaded that often, and is connected: words are there before its pictures are."""
        end = time.monotonic() + PATIENCE_S
        while self.loads < count:
            assert time.monotonic() < end, self.loads
            self.page.wait_for_timeout(20)
        self.wait_until_connected()

    def wait_for_words(self, words: str) -> None:
        self.wait_for(f"document.querySelector('article')?.textContent.includes({json.dumps(words)})")


@pytest.fixture
def page(context, preview) -> Iterator[Page]:
    site, server = preview
    said = len(server.said)
    write(site, "first")
    # The file is there before the build has ended, which would load the page once more.
    server.wait_for(r"content/a\.md( and \d+ more)? → ", after=said)
    server.wait_until_shown("/repo/a/", ">first<")
    page = Page(context, f"{server.address}a/")
    yield page
    assert [text for text in page.said if "404" not in text] == []
    page.page.close()


def test_an_edited_post_appears_by_livereloads_own_script_and_socket(preview, page):
    site, server = preview
    page.wait_for_words("first")
    write(site, "second")
    page.wait_for_words("second")
    page.wait_for_loads(2)
    commands = [(frame["command"], frame.get("path")) for frame in page.frames]
    assert commands[:3] == [("hello", None), ("reload", "pressmark-problem"), ("reload", "*")]
    assert page.frames[0]["serverName"] == "livereload-tornado"
    assert page.loads == 2
    server.wait_for(r"content/a\.md → \d+ pages in [\d.]+ m?s, 1 browser reloaded$")


def test_an_edited_template_style_sheet_and_settings_appear(preview, page):
    site, _ = preview
    site.put("templates/partials/comments.html", "<p id='added'>from a template</p>")
    page.wait_for("document.querySelector('#added')?.textContent === 'from a template'")
    site.put("templates/partials/comments.html", "<p id='added'>edited</p>")
    page.wait_for("document.querySelector('#added')?.textContent === 'edited'")
    style = (Path(__file__).parents[2] / "static/theme/style.css").read_text("utf-8")
    site.put("static/theme/style.css", style + "\n#added { color: rgb(1, 2, 3) }\n")
    page.wait_for("getComputedStyle(document.querySelector('#added') || document.body).color === 'rgb(1, 2, 3)'")
    site.put("static/theme/style.css", style + "\n#added { color: rgb(4, 5, 6) }\n")
    page.wait_for("getComputedStyle(document.querySelector('#added') || document.body).color === 'rgb(4, 5, 6)'")
    site.settings(url="https://example.org/repo/", title="Another name")
    page.wait_for("document.title.includes('Another name')")
    page.wait_for("document.body.textContent.includes('Another name')")


# Between twenty edits; many are within one second of the one before.
GAPS_S = (0.1, 0.2, 3.0, 0.1, 0.3, 0.6, 0.2, 0.9, 0.1, 0.4, 0.1, 1.5, 0.2, 0.1, 0.7, 0.3, 0.1, 0.5, 0.1, 0.0)


def test_of_twenty_edits_of_four_kinds_none_is_lost(preview, page):
    """The last state of the post, the template, the style sheet and the settings is shown at the end."""
    site, _ = preview
    style = (Path(__file__).parents[2] / "static/theme/style.css").read_text("utf-8")
    edits = (
        lambda number: write(site, f"edit {number}."),
        lambda number: site.put("templates/partials/comments.html", f"<p id='added'>{number}</p>"),
        lambda number: site.put("static/theme/style.css", f"{style}\n#added {{ color: rgb({number}, 0, 0) }}\n"),
        lambda number: site.settings(url="https://example.org/repo/", title=f"Name {number}."),
    )
    for number, gap_s in enumerate(GAPS_S):
        edits[number % 4](number)
        page.page.wait_for_timeout(1000 * gap_s)
    page.wait_for_words("edit 16.")
    page.wait_for("document.querySelector('#added')?.textContent === '17'")
    page.wait_for("getComputedStyle(document.querySelector('#added') || document.body).color === 'rgb(18, 0, 0)'")
    page.wait_for("document.title.includes('Name 19.')")


def test_of_two_edits_at_any_distance_the_second_one_is_shown(preview, page):
    """Also where it comes while the page is loading again, which livereload by itself forgets."""
    site, _ = preview
    chance = random.Random(4)
    # The page is loading again in most of the shorter range.
    count, shortest_ms, longest_ms = (100, 0, 400) if IS_LONG else (8, 80, 240)
    for number in range(count):
        write(site, f"one {number}.")
        page.page.wait_for_timeout(chance.uniform(shortest_ms, longest_ms))
        write(site, f"two {number}.")
        page.wait_for_words(f"two {number}.")


def test_what_is_wrong_lies_over_the_last_good_page_until_it_is_mended(preview, page):
    site, server = preview
    site.put("templates/post.html", "<p>\n{% if <b>港口 %}\n")
    page.wait_for("document.querySelector('pressmark-problem')?.shadowRoot.textContent.includes('template-syntax')")
    text = page.page.locator(OVERLAY).text_content()
    assert text.startswith("templates/post.html:2: error template-syntax: ")
    assert "\n  2 | {% if <b>港口 %}\n" in text
    server.wait_for(re.escape(text))
    assert page.page.locator(OVERLAY).is_visible()
    assert page.page.locator("article").text_content().strip().startswith("One")
    assert page.page.locator("pressmark-problem b").count() == 0
    assert page.loads == 1
    page.page.goto(f"{server.address}")
    page.wait_for("document.querySelector('pressmark-problem') !== null")
    (site.folder / "templates/post.html").unlink()
    page.wait_for("document.querySelector('pressmark-problem') === null")
    assert page.page.locator("main").is_visible()


def test_what_was_put_away_stays_away_until_something_else_is_wrong(preview, page):
    site, _ = preview
    site.put("templates/post.html", "{% one %}")
    page.page.locator(OVERLAY).wait_for(timeout=PATIENCE_MS)
    page.page.keyboard.press("Escape")
    assert page.page.locator(OVERLAY).count() == 0
    page.page.reload()
    page.wait_until_connected()
    page.page.wait_for_timeout(300)
    assert page.page.locator(OVERLAY).count() == 0
    site.put("templates/post.html", "{% two %}")
    page.wait_for("document.querySelector('pressmark-problem')?.shadowRoot.textContent.includes('two')")
    page.page.locator("pressmark-problem button").click()
    assert page.page.locator(OVERLAY).count() == 0
    (site.folder / "templates/post.html").unlink()
    site.put("templates/partials/comments.html", "<p id='added'>mended</p>")
    page.wait_for("document.querySelector('#added')?.textContent === 'mended'")


def test_a_page_of_a_server_that_was_started_again_is_loaded_again(context, tmp_path):
    site = SmallSite(tmp_path / "site")
    write(site, "first")
    with Preview(site.folder) as server:
        page = Page(context, f"{server.address}a/")
        port = server.port
    write(site, "while nobody served")
    with Preview(site.folder, "--port", str(port)):
        page.wait_for_words("while nobody served")
    page.page.close()


def test_pages_without_a_head_and_below_localhost_are_loaded_again(context, tmp_path):
    site = SmallSite(tmp_path / "site")
    site.put("static/own.html", "<p>one")
    with Preview(site.folder) as server:
        page = Page(context, f"http://localhost:{server.port}/own.html")
        site.put("static/own.html", "<textarea>two")
        page.wait_for("document.body.textContent.includes('two')")
        page.wait_until_connected()
        site.put("static/own.html", "<!-- never closed three")
        page.wait_for("!document.body.textContent.includes('two')")
        page.wait_until_connected()
        site.put("static/own.html", "<p>four")
        page.wait_for("document.body.textContent.includes('four')")
        page.page.close()
