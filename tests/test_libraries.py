"""The libraries that Pressmark is made of do the work: each command really calls those that it needs."""

from __future__ import annotations

import asyncio
from collections import Counter

import pytest
from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect
from typer.testing import CliRunner

from generator.cli import app
from tests.libraries import FUNCTIONS, watch
from tests.preview.served import Preview
from tests.sites import SmallSite, post

PROGRAM = """
from tests.libraries import watch_into
watch_into({file!r})
from generator.cli import main
if __name__ == "__main__":
    main()
"""


@pytest.fixture
def site(small_site: SmallSite) -> SmallSite:
    """Two hand-written posts, and one of a stranger with an attribute that makes it suspicious."""
    small_site.settings(content=[{"path": "own", "trusted": True, "dialect": "markdown"}, {"path": "content"}])
    for name in ("a", "b"):
        small_site.put(f"own/{name}.md", post(name, "Words of *mine*.", permalink=f"{name}/"))
    small_site.write(
        "c.md", post("c", "Words of *theirs*, <b onclick='x()'>bold</b>.", permalink="c/", markup="markdown")
    )
    return small_site


def calls_of(*arguments: str) -> Counter[str]:
    """How often a command calls each library."""
    calls: Counter[str] = Counter()
    with watch(lambda library: calls.update([library])):
        result = CliRunner().invoke(app, [*arguments])
    assert result.exit_code == 0, result.output
    return calls


def test_build_calls_a_library_for_each_page_header_body_and_suspicious_post(site):
    calls = calls_of("build", str(site.folder), "--jobs", "1")
    pages = len([name for name in site.files() if name.endswith(".html")])
    assert calls["jinja2"] >= pages > 3
    assert (calls["markdown"], calls["markdown-it-py"]) == (2, 1)
    assert calls["python-frontmatter"] == 3
    assert calls["bleach"] >= 1
    assert calls["livereload"] == 0


def test_a_second_build_calls_none_of_them(site):
    calls_of("build", str(site.folder), "--jobs", "1")
    assert calls_of("build", str(site.folder), "--jobs", "1") == {}


def test_new_writes_front_matter_with_its_library(site):
    assert calls_of("new", "A post", str(site.folder)) == {"python-frontmatter": 1}


@pytest.mark.starts_processes
def test_serve_calls_all_of_them_in_its_processes(site, tmp_path):
    """The build of a preview has a process of its own, so both processes write down what they call."""
    file, program = tmp_path / "calls", tmp_path / "program.py"
    program.write_text(PROGRAM.format(file=str(file)), "utf-8")
    with Preview(site.folder, "--jobs", "1", program=(str(program),)) as preview:
        asyncio.run(_say_hello(preview))
    calls = Counter(file.read_text().split())
    assert calls.keys() == FUNCTIONS.keys()
    assert (calls["markdown"], calls["markdown-it-py"], calls["python-frontmatter"]) == (2, 1, 3)


async def _say_hello(preview: Preview) -> None:
    """What the script of an open page says first."""
    request = HTTPRequest(f"ws://127.0.0.1:{preview.port}/livereload", headers={"Origin": preview.address.rstrip("/")})
    socket = await websocket_connect(request)
    hello = '{"command": "hello", "protocols": ["http://livereload.com/protocols/official-7"]}'
    await socket.write_message(hello)
    assert await socket.read_message() is not None
    socket.close()
