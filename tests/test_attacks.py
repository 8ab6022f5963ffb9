"""Attacks of our own in a real browser: nothing of a post runs, is refused by the page's policy, or is out of place."""

from __future__ import annotations

import http.server
import json
import re
import threading
import xml.etree.ElementTree as ElementTree
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import pytest

from generator.article.pictures import ALONE
from generator.article.vocabulary import ATTRIBUTES, CLASSES, GLOBAL_ATTRIBUTES, TAG_CLASSES, TAGS
from generator.clean_config import Root
from generator.model import SourceFile
from generator.stages.clean import clean
from generator.stages.read import parse
from tests.browsers import FLAGS, PROGRAMS
from tests.cleaning.drafts import CONFIG
from tests.payloads import PAYLOADS
from tests.payloads.payload import Payload
from tests.sites import SmallSite
from tests.sizes import IS_LONG
from tests.stages.test_clean import filled

FOLDER = Path(__file__).parent
TYPES = {".html": "text/html; charset=utf-8", ".xml": "text/xml", ".js": "text/javascript", ".css": "text/css"}
PAGE_TAGS = (
    "html head body meta title script link header nav main footer button article aside h1 section noscript".split()
)
RULES = {
    "tags": sorted(TAGS),
    "pageTags": sorted(TAGS | set(PAGE_TAGS)),
    "searchTags": sorted(TAGS | set(PAGE_TAGS) | {"form", "input", "label", "option", "select", "template"}),
    "globals": sorted(GLOBAL_ATTRIBUTES),
    "attributes": {tag: sorted(names) for tag, names in ATTRIBUTES.items()} | {"a": ["href", "rel"]},
    "classes": sorted(CLASSES.union(*TAG_CLASSES.values()) | {"anchor", "bar", "code", "gone", ALONE}),
    # Written out: what the program itself allows is not asked here.
    "formulaTags": "math semantics annotation mrow mi mn mo mtext ms mspace mfrac msqrt mroot msub msup msubsup munder "
    "mover munderover mmultiscripts mprescripts mtable mtr mtd mstyle mpadded mphantom menclose".split(),
    "formulaAttributes": "class display displaystyle scriptlevel stretchy symmetric lspace rspace form movablelimits "
    "accent accentunder minsize maxsize width height depth linethickness mathvariant mathcolor encoding".split(),
}

FAMILIES = [payload.name.rstrip("0123456789") for payload in PAYLOADS]
# Opening a page takes some 0.1 s of CPU; the page of a feed reader holds them all in any case.
OPENED = [number for number, name in enumerate(FAMILIES) if IS_LONG or (number - FAMILIES.index(name)) % 5 == 0]
"""Numbers of the payloads whose pages are opened: some of each family."""

Found = dict[str, dict[str, list[str]]]
"""By page: what was found there, by kind."""


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> SmallSite:
    """A site with a post for each payload, and feeds that hold them all."""
    made = SmallSite(tmp_path_factory.mktemp("attacks") / "site")
    made.settings(f"[lists]\nper_page = 200\n[feeds]\nsize = {len(PAYLOADS)}")
    for number, payload in enumerate(PAYLOADS):
        made.write(f"{number}.md", payload.source(f"p/{number}/"))
    report = made.build()
    assert report.posts == len(PAYLOADS)
    assert not [problem for problem in report.problems if problem.severity == "error"]
    return made


@pytest.fixture(scope="module")
def files(site) -> dict[str, bytes]:
    """What is served: the site, what readers of feeds and of other markup show, and each payload without care."""
    served = {"/" + name.removesuffix("index.html"): data for name, data in site.files().items()}
    served |= {f"/careless/{number}": payload.careless() for number, payload in enumerate(PAYLOADS)}
    policy = re.search(rb"<meta http-equiv=\"Content-Security-Policy[^>]*>", served["/p/0/"])
    assert policy is not None
    served["/careless/policy"] = policy[0] + b"<script>alert(1)</script><a href=javascript:alert(1)>x</a>"
    entries = ElementTree.fromstring(served["/atom.xml"]).iter("{http://www.w3.org/2005/Atom}content")
    served["/reader"] = _reader([entry.text or "" for entry in entries])
    for markup in ("markdown", "text"):
        bodies = [payload for payload in PAYLOADS if payload.markup != markup and not payload.fields]
        served[f"/reader/{markup}"] = _reader([_cleaned(replace(payload, markup=markup)) for payload in bodies])
    bodies = [replace(payload, markup="markdown") for payload in PAYLOADS if not payload.fields]
    served["/reader/markdown/other"] = _reader([_cleaned(payload, "markdown") for payload in bodies])
    return served


def _reader(articles: list[str]) -> bytes:
    """Articles as a reader without a policy of its own shows them."""
    assert len(articles) > len(PAYLOADS) / 2
    contents = "".join(f'<div class="content">{article}</div>' for article in articles)
    return f"<!DOCTYPE html><meta charset=utf-8><title>x</title><body>{contents}".encode()


def _cleaned(payload: Payload, dialect: str = "gfm") -> str:
    raw = parse(SourceFile("content", "a.md", 0, 0, 0), payload.source("a/"))
    return filled(clean(raw, replace(CONFIG, roots=(Root("content", dialect=dialect),))))


@pytest.fixture(scope="module")
def browse(needs, files) -> Iterator[Any]:
    """A function that opens pages and says what was found and what others were asked for, in one Chromium.

    It reaches this machine only.
    """
    from playwright.sync_api import sync_playwright

    class Served(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = unquote(self.path.partition("?")[0])
            data = files.get(path)
            self.send_response(404 if data is None and path != "/driver" else 200)
            suffix = "." + path.rpartition(".")[2] if re.search(r"\.[a-z]+$", path) else ".html"
            self.send_header("Content-Type", TYPES.get(suffix, "application/octet-stream"))
            self.send_header("Cache-Control", "max-age=600")
            self.send_header("Content-Length", str(len(data or b"")))
            self.end_headers()
            self.wfile.write(data or b"")

        def log_message(self, *values: object) -> None:
            pass

    program = needs(*PROGRAMS)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Served) as server, sync_playwright() as playwright:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        address = f"http://127.0.0.1:{server.server_port}"
        flags = [*FLAGS, "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]
        browser = playwright.chromium.launch(executable_path=program, args=flags)
        page = browser.new_page()
        page.add_init_script((FOLDER / "attacks_hooks.js").read_text("utf-8"))

        asked: list[tuple[str, str]] = []
        page.on("request", lambda request: asked.append((request.resource_type, request.url)))

        def opened(pages: list[str]) -> tuple[Found, list[tuple[str, str]]]:
            page.goto(f"{address}/driver")
            asked.clear()
            rules = RULES | {"script": address + "/theme/script"}
            found: Found = defaultdict(lambda: defaultdict(list))
            options = {"pages": [quote(name) for name in pages], "rules": rules, "atOnce": 8}
            for where, kind, what in page.evaluate((FOLDER / "attacks.js").read_text("utf-8"), options):
                found[unquote(where)][kind].append(what)
            return found, [(kind, url) for kind, url in asked if not url.startswith((address, "data:"))]

        yield opened
        browser.close()
        server.shutdown()
        thread.join()


def test_payloads_are_many_and_no_two_are_the_same():
    assert len(OPENED) >= 200
    assert {FAMILIES[number] for number in OPENED} == set(FAMILIES)
    assert len({payload.name for payload in PAYLOADS}) == len(PAYLOADS)
    assert len({json.dumps([payload.body, payload.markup, payload.fields]) for payload in PAYLOADS}) == len(PAYLOADS)


def test_no_post_runs_is_refused_or_is_out_of_place_in_any_page_list_or_feed(browse, files):
    left_out = {f"/p/{number}/" for number in range(len(PAYLOADS))} - {f"/p/{number}/" for number in OPENED}
    pages = [name for name in files if name.endswith(("/", ".xml")) or name.startswith(("/reader", "/404"))]
    pages = [name for name in pages if name not in left_out]
    found, asked = browse(pages)
    wrong = {
        _named(page): {kind: kinds[kind] for kind in ("ran", "refused", "fault") if kinds[kind]}
        for page, kinds in found.items()
    }
    assert {page: kinds for page, kinds in wrong.items() if kinds} == {}
    assert {name for name in pages if found[name]["opened"]} == set(pages)
    # An article's own pictures may come from anywhere; nothing else does.
    assert {kind for kind, _ in asked} <= {"image"}, asked


def test_the_same_payloads_run_and_are_out_of_place_where_nobody_takes_care(browse):
    pages = [f"/careless/{number}" for number in OPENED[:: 1 if IS_LONG else 3]]
    found, _ = browse([*pages, "/careless/policy"])
    assert len(found["/careless/policy"]["refused"]) >= 2
    assert not found["/careless/policy"]["ran"]
    ran = [page for page in pages if found[page]["ran"]]
    faulty = [page for page in pages if found[page]["fault"]]
    print(f"of {len(pages)} payloads {len(ran)} ran, {len(faulty)} were out of place")
    assert len(ran) > len(pages) / 3
    assert len(faulty) > len(pages) / 2


def _named(page: str) -> str:
    match = re.fullmatch(r"/p/(\d+)/", page)
    return f"{page} {PAYLOADS[int(match[1])]}" if match else page
