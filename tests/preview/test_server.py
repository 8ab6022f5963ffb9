"""What a client of the preview sees: pages, files, refusals; and what it is told when the site changes."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import livereload.handlers
import pytest
from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

from tests.preview.served import Preview
from tests.sites import SmallSite, post, tree
from tests.waiting import PATIENCE_S

pytestmark = pytest.mark.starts_processes

LINE = re.compile(
    rb'<script src="/\.pressmark/preview\.js\?[\w-]+" defer></script>'
    rb'<script src="/livereload\.js\?[^"]*" defer></script>\n'
)
SOUND = bytes(range(256)) * 2000


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> SmallSite:
    """A site below a base path, with a draft, a sound, and a post of the future."""
    site = SmallSite(tmp_path_factory.mktemp("served") / "site")
    site.settings(url="https://example.org/my%20repo/", future=False)
    site.write("a.md", post("One", "<p>first words</p><audio src='s.mp3'></audio>", date="2024-01-01", permalink="a/"))
    site.write("s.mp3", SOUND)
    site.write("draft.md", post("Draft", "a secret plan", date="2024-01-02", draft=True, permalink="draft/"))
    site.write("late.md", post("Late", "from the future", date="2999-01-02", permalink="late/"))
    site.put("static/plain.html", "<p>A page of my own, without head and doctype")
    site.build()
    return site


@pytest.fixture(scope="module")
def preview(site: SmallSite) -> Iterator[Preview]:
    with Preview(site.folder, "--drafts") as preview:
        yield preview


HOME = "/my%20repo/"


def files(site: SmallSite) -> dict[str, bytes]:
    return tree(site.folder / ".pressmark/preview")


# ------------------------------------------------------------------------------------------------ pages


def test_pages_are_served_below_the_base_path_with_one_line_more_than_build_writes(site, preview):
    assert preview.address.endswith(HOME)
    for name, data in files(site).items():
        if name.startswith("."):
            continue
        path = HOME + name.removesuffix("index.html") if name.endswith("index.html") else HOME + name
        answer, served = preview.get(path)
        assert answer.status == 200, path
        if name.endswith(".html"):
            assert len(LINE.findall(served)) == 1, path
            served = LINE.sub(b"", served)
        assert served == data, path


def test_a_file_of_the_search_index_is_waited_for_until_the_index_is_made(site, preview):
    index = site.folder / ".pressmark/preview/search"
    assert preview.get(f"{HOME}search/")[0].status == 200
    answer, manifest = preview.get(f"{HOME}search/index.json")
    assert answer.status == 200
    assert json.loads(manifest)["segments"][0][0] == 1
    assert preview.get(f"{HOME}search/b/0/0.bin")[1] == (index / "b/0/0.bin").read_bytes()
    # Pages that are open need not be loaded again for it.
    assert "reloaded" not in preview.said


def test_the_preview_is_what_build_writes_for_its_address(site, preview, tmp_path):
    preview.get(f"{HOME}search/index.json")
    site.build(output=tmp_path / "other", url=preview.address, drafts=True, now=datetime.now(UTC))
    built, other = files(site), tree(tmp_path / "other")
    assert [name for name in built.keys() | other.keys() if built.get(name) != other.get(name)] == []


def test_a_draft_is_served_and_the_output_has_none(site, preview):
    assert b"a secret plan" in preview.get(f"{HOME}draft/")[1]
    site.build()
    assert not site.has("/draft/")
    assert not [name for name, data in site.files().items() if b"a secret plan" in data]


def test_a_post_of_the_future_waits_for_its_day_or_for_the_option(site, preview):
    assert preview.get(f"{HOME}late/")[0].status == 404


def test_the_root_leads_to_the_base_path_and_a_folder_to_its_slash(preview):
    for path, to in {"/": HOME, "/my%20repo": HOME, f"{HOME}a": f"{HOME}a/", f"{HOME}a?b=c": f"{HOME}a/?b=c"}.items():
        answer, _ = preview.get(path)
        assert (answer.status, answer.headers["Location"]) == (302, to)


@pytest.mark.parametrize(
    "path", [f"{HOME}nothing/", f"{HOME}nothing.png", "/outside/", "/a/", f"{HOME}/evil.example/", HOME + "x" * 3000]
)
def test_what_is_not_there_gets_the_404_page_of_the_site_with_its_status(site, preview, path):
    answer, page = preview.get(path)
    assert answer.status == 404
    assert LINE.sub(b"", page) == files(site)["404.html"]


def test_everything_says_that_it_must_not_be_stored_and_text_its_charset(preview):
    kinds = {
        HOME: "text/html; charset=utf-8",
        f"{HOME}atom.xml": "application/xml; charset=utf-8",
        f"{HOME}robots.txt": "text/plain; charset=utf-8",
        f"{HOME}nothing/": "text/html; charset=utf-8",
        f"{HOME}../x": "text/plain; charset=utf-8",
        "/": None,
        "/livereload.js": "application/javascript",
        "/.pressmark/preview.js": "text/javascript; charset=utf-8",
        "/.pressmark/problem": "application/json; charset=UTF-8",
    }
    for path, kind in kinds.items():
        answer, _ = preview.get(path)
        assert answer.headers["Cache-Control"] == "no-store", path
        assert "Etag" not in answer.headers, path
        assert kind is None or answer.headers["Content-Type"] == kind


def test_the_client_script_is_livereloads_own(preview):
    vendored = Path(livereload.handlers.__file__).with_name("vendors") / "livereload.js"
    assert preview.get("/livereload.js")[1] == vendored.read_bytes()


def test_a_head_request_gets_the_headers_of_a_get_request(preview):
    for path in (HOME, f"{HOME}a/s.mp3", f"{HOME}nothing/"):
        full, body = preview.get(path)
        head, nothing = preview.get(path, method="HEAD")
        assert (head.status, nothing) == (full.status, b"")
        assert head.headers["Content-Length"] == full.headers["Content-Length"] == str(len(body))


def test_other_methods_are_refused(preview):
    for method in ("POST", "PUT", "DELETE"):
        assert preview.get(HOME, method=method)[0].status == 405


def test_media_are_sent_in_parts(site, preview):
    path = next(HOME + name for name in files(site) if name.endswith(".mp3"))
    answer, body = preview.get(path)
    assert (answer.status, answer.headers["Accept-Ranges"], body) == (200, "bytes", SOUND)
    for header, start, end in [
        ("bytes=0-99", 0, 100),
        ("bytes=300000-", 300_000, 512_000),
        ("bytes=-7", 511_993, 512_000),
    ]:
        answer, body = preview.get(path, Range=header)
        assert (answer.status, body) == (206, SOUND[start:end])
        assert answer.headers["Content-Range"] == f"bytes {start}-{end - 1}/512000"
    answer, body = preview.get(path, Range="bytes=512000-")
    assert (answer.status, answer.headers["Content-Range"], body) == (416, "bytes */512000", b"")
    assert preview.get(path, Range="bytes=0-9", If_Range='"a"')[0].status == 200


# --------------------------------------------------------------------------------------------- refusals


@pytest.mark.parametrize(
    "path",
    ["../ledger.sqlite", "..%2fledger.sqlite", "%2e%2e/ledger.sqlite", "%2E%2E%2Fledger.sqlite",
     "a/..%5c../ledger.sqlite", "a/../../../site.toml", "..\\ledger.sqlite"],
)  # fmt: skip
def test_no_spelling_of_dots_leaves_the_preview(preview, path):
    answer, body = preview.get(HOME + path)
    assert (answer.status, body) == (403, b"403\n")


def test_neither_the_marker_nor_the_cache_is_a_page(preview):
    for path in (".pressmark-output", "%252e%252e/ledger.sqlite", "../preview/index.html"):
        assert preview.get(HOME + path)[0].status in (403, 404)


def test_a_link_out_of_the_preview_is_refused(site, preview, tmp_path):
    (tmp_path / "secret.txt").write_text("secret")
    link = site.folder / ".pressmark/preview/link.txt"
    link.symlink_to(tmp_path / "secret.txt")
    folder = site.folder / ".pressmark/preview/folder"
    folder.symlink_to(tmp_path)
    try:
        for path in ("link.txt", "folder/secret.txt"):
            answer, body = preview.get(HOME + path)
            assert (answer.status, b"secret" in body) == (403, False)
    finally:
        link.unlink()
        folder.unlink()


@pytest.mark.parametrize("path", [HOME, f"{HOME}nothing/", "/livereload", "/livereload.js", "/.pressmark/problem"])
@pytest.mark.parametrize("host", ["evil.example", "evil.example:{}", "127.0.0.1.evil.example:{}", "192.168.1.1:{}"])
def test_a_foreign_host_is_refused_everywhere(preview, path, host):
    answer, body = preview.get(path, Host=host.format(preview.port))
    assert answer.status == 421
    assert b"<" not in body


def test_a_request_for_another_server_gets_nothing(preview):
    for request in (b"GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n", b"GET / HTTP/1.1\r\n"):
        answer = preview.raw(request + b"Connection: close\r\n\r\n")
        assert re.match(rb"HTTP/1\.1 4\d\d ", answer)
    assert preview.raw(b"\x16\x03\x01 nonsense\r\n\r\n") in (b"", b"HTTP/1.1 400 Bad Request\r\n\r\n")
    assert preview.get(HOME)[0].status == 200


async def _connect(preview: Preview, **headers: str) -> Any:
    return await websocket_connect(HTTPRequest(f"ws://127.0.0.1:{preview.port}/livereload", headers=headers))


async def _end(socket: Any) -> None:
    stream = socket.protocol.stream
    socket.close()
    while not stream.closed():
        await asyncio.sleep(0.01)


def _asked_by(preview: Preview, origin: str) -> int:
    """The status that a page of `origin` gets when it asks for a socket."""
    upgrade = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec_WebSocket_Version": "13"}
    key = {"Sec_WebSocket_Key": "dGhlIHNhbXBsZSBub25jZQ=="}  # RFC 6455 section 1.3
    return preview.get("/livereload", **upgrade, **key, Origin=origin.format(preview.port))[0].status


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "http://127.0.0.1:1", "http://localhost:{}", "null", "file://"]
)
def test_a_page_of_another_origin_gets_no_socket(preview, origin):
    assert _asked_by(preview, origin) == 403
    assert _asked_by(preview, "http://127.0.0.1:{}") == 101


def test_nonsense_in_a_socket_ends_that_socket_and_nothing_else(preview):
    async def talk(text: str) -> None:
        socket = await _connect(preview)
        stream = socket.protocol.stream
        await socket.write_message(text)
        assert await asyncio.wait_for(socket.read_message(), PATIENCE_S) is None
        socket.close()
        while not stream.closed():
            await asyncio.sleep(0.01)

    said = preview.said
    for text in ("{", "[]", "7", '"a"', "{}", "x" * 100_000, "[" * 30_000, '{"a":' * 10_000):
        asyncio.run(talk(text))
    assert preview.get(HOME)[0].status == 200
    assert preview.said == said


# --------------------------------------------------------------------------------------------- reloading


async def _told_at_info(preview: Preview, state: str) -> dict[str, Any]:
    """What a page that was served in `state` is told when its socket opens."""
    socket = await _connect(preview, Origin=f"http://127.0.0.1:{preview.port}")
    await socket.write_message(
        json.dumps({"command": "hello", "protocols": ["http://livereload.com/protocols/official-7"]})
    )
    assert json.loads(await socket.read_message())["command"] == "hello"
    info = {"command": "info", "plugins": {"pressmark": {"state": state}}, "url": preview.address}
    await socket.write_message(json.dumps(info))
    told: dict[str, Any] = json.loads(await asyncio.wait_for(socket.read_message(), PATIENCE_S))
    await _end(socket)
    return told


def test_a_page_that_missed_a_change_while_it_loaded_is_loaded_again(preview):
    """The page was read, then the site changed, then the page's socket opened: nobody would tell it."""
    state = re.search(rb"preview\.js\?([\w-]+)", preview.get(HOME)[1])[1].decode()
    assert asyncio.run(_told_at_info(preview, state))["path"] == "pressmark-problem"
    for old in ("of another server-1", state[:-1], ""):
        assert asyncio.run(_told_at_info(preview, old)) == {"command": "reload", "path": "*"}


def test_a_change_is_one_line_and_a_file_that_changes_no_page_is_told_too(tmp_path):
    site = SmallSite(tmp_path / "site")
    site.write("a.md", post("One", "words", permalink="a/"))
    with Preview(site.folder) as preview:
        site.write("a.md", post("One", "other words", permalink="a/"))
        preview.wait_for(r"^\d\d:\d\d:\d\d content/a\.md → \d+ pages in [\d.]+ m?s$")
        said = len(preview.said)
        site.write("b.png", b"")
        preview.wait_for(r"content/b\.png → no page changed in ", after=said)
        (site.folder / "content/a.md").unlink()
        preview.wait_for(r"content/a\.md → \d+ pages, \d+ removed in ", after=said)
        assert preview.get("/a/")[0].status == 404


def test_roots_that_come_with_an_edit_of_the_settings_are_watched(tmp_path):
    site = SmallSite(tmp_path / "site")
    site.put("../more/b.md", post("Two", "words", permalink="b/"))
    with Preview(site.folder) as preview:
        site.settings(content=["content", "../more"], url="https://example.org/base/")
        preview.wait_until_shown("/base/b/", "words")
        site.put("../more/b.md", post("Two", "other words", permalink="b/"))
        preview.wait_until_shown("/base/b/", "other words")
        site.settings(content=["content"], url="https://example.org/")
        preview.wait_until_shown("/b/", "Page not found")


BROKEN = {
    "settings": ("site.toml", 'title = "x"\nurl = "https://example.org/"\nlanguge = "en"\n', "did you mean language?"),
    "toml": ("site.toml", "title = \n", "site.toml:1:"),
    "no-content": (
        "site.toml",
        'title = "x"\nurl = "https://example.org/"\ncontent = ["gone"]\n',
        "there is no folder 'gone'",
    ),
    "template": ("templates/post.html", "<p>\n{% if %}\n", "templates/post.html:2: error template-syntax"),
    "view": (
        "templates/post.html",
        "{{ post.nothing }}\n",
        "template-failed: 'PostView object' has no attribute 'nothing'",
    ),
    "include": ("templates/post.html", "{% include 'partials/gone.html' %}\n", "template-missing"),
}


def test_nothing_in_a_site_ends_the_server_and_each_problem_goes_when_it_is_mended(tmp_path):
    site = SmallSite(tmp_path / "site")
    site.write("a.md", post("One", "words", permalink="a/"))
    settings = (site.folder / "site.toml").read_text("utf-8")
    with Preview(site.folder) as preview:
        page = preview.get("/a/")[1]
        for name, (path, text, message) in BROKEN.items():
            site.put(path, text)
            preview.wait_until_shown("/.pressmark/problem", message)
            assert LINE.sub(b"", preview.get("/a/")[1]) == LINE.sub(b"", page), name
            if path == "site.toml":
                site.put(path, settings)
            else:
                (site.folder / path).unlink()
            preview.wait_until_shown("/.pressmark/problem", '{"text": ""}')
        assert "  2 | {% if %}\n" in preview.said
        assert preview.said.count("template-syntax") == 1


def test_a_broken_template_is_named_as_it_is_now_and_not_as_it_was(tmp_path):
    site = SmallSite(tmp_path / "site")
    site.write("a.md", post("One", "words", permalink="a/"))
    with Preview(site.folder) as preview:
        for name in ("one", "two", "three"):
            site.put("templates/post.html", f"{{% include 'partials/{name}.html' %}}")
            preview.wait_until_shown("/.pressmark/problem", f"partials/{name}.html")
            assert preview.get("/.pressmark/problem")[1].count(b" error ") == 1


def test_a_server_starts_with_a_broken_site_and_shows_it_when_it_is_mended(tmp_path):
    site = SmallSite(tmp_path / "site")
    (site.folder / "content").rmdir()
    with Preview(site.folder) as preview:
        assert "error content-missing" in preview.said
        answer, body = preview.get("/")
        assert answer.status == 404
        assert LINE.search(body)
        assert "content-missing" in preview.get("/.pressmark/problem")[1].decode()
        site.write("a.md", post("One", "words", permalink="a/"))
        preview.wait_until_shown("/a/", "words")
        preview.wait_until_shown("/.pressmark/problem", '{"text": ""}')


def test_a_content_root_behind_a_link_is_watched(tmp_path):
    site = SmallSite(tmp_path / "site")
    (tmp_path / "elsewhere").mkdir()
    (site.folder / "content").rmdir()
    (site.folder / "content").symlink_to(tmp_path / "elsewhere")
    with Preview(site.folder) as preview:
        site.write("a.md", post("One", "words", permalink="a/"))
        preview.wait_until_shown("/a/", "words")
        preview.wait_for(r"^\S+ content/a\.md → ")
