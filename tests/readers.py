"""A reader in Chromium: what is wrong with pages on three screens, in light and dark, with pictures of other hosts."""

from __future__ import annotations

import html
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT

from tests.searched import HELPERS

WIDTHS = (360, 768, 1440)
"""Of windows: a phone, a tablet and a screen."""
MOST_SHIFT = 0.01

_OTHER_HOSTS = re.compile(r"^https?://(?!127\.0\.0\.1[:/])")
# Taller than the place that the theme keeps for a picture of unknown size.
_PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{1}"><rect width="{0}" height="{1}"/></svg>'
_LARGE = ("6000", "7000")
_WATCH = """
  window.reports = [];
  window.shift = 0;
  document.addEventListener("securitypolicyviolation", (event) =>
    reports.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`));
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) {
      shift += entry.value;
      window.shifted = entry.sources.map(({ node }) => (node?.outerHTML ?? node?.textContent ?? "").slice(0, 120));
    }
  }).observe({ type: "layout-shift", buffered: true });
  window.painted = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  // Of each picture that can be seen it is known whether it is to be had.
  window.pictured = async () => {
    const isSeen = (box) => box.bottom > 0 && box.top < innerHeight && box.width > 0;
    const pictures = Array.from(document.images).filter((image) => isSeen(image.getBoundingClientRect()));
    await Promise.all(pictures.filter((image) => !image.complete).map((image) => new Promise((done) => {
      image.addEventListener("load", done);
      image.addEventListener("error", done);
    })));
    await painted();
  };
  window.steps = () => {
    const headings = Array.from(document.querySelectorAll("h1, h2, h3, h4, h5, h6"));
    const levels = headings.filter((heading) => heading.checkVisibility()).map((heading) => +heading.localName[1]);
    return levels.filter((level, place) => level > (levels[place - 1] ?? 0) + 1).length ? levels.join() : "";
  };
"""
AXE = {"reporter": "no-passes", "rules": {"target-size": {"enabled": True}}}
"""Options of axe-core.  To tell of all that is right, too, takes it half as long again."""
AXE_IN_THE_DARK = {"reporter": "no-passes", "runOnly": ["color-contrast"]}
"""Colours are all that differs there."""


@dataclass
class Reader:
    """A browser window; `asked` and `said` are of the page that it shows."""

    page: Any
    home: str
    """The address of the site."""
    asked: list[tuple[str, str]] = field(default_factory=list)
    """Of each request to another host the kind and the address."""
    said: list[str] = field(default_factory=list)
    """Errors in the console, but for remote pictures that cannot be had."""
    sizes: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Of each picture for which the page declares a width and a height these two, by address."""
    held: list[Any] = field(default_factory=list)
    """Pictures whose host is slow."""
    is_early: bool = True
    """Whether pictures of slow hosts have to wait."""

    def answer(self, route: Any) -> None:
        """Answer for other hosts: of four pictures one is refused, one is missing, one is slow and one is huge."""
        match zlib.crc32(route.request.url.encode()) % 4:
            case 0:
                route.abort()
            case 1:
                route.fulfill(status=404)
            case 2 if self.is_early:
                self.held.append(route)
            case _:
                self.send(route)

    def send(self, route: Any) -> None:
        """Answer with a picture of the size that the page declares, or else with a huge one."""
        size = self.sizes.get(route.request.url, _LARGE)
        route.fulfill(body=_PICTURE.format(*size), content_type="image/svg+xml")

    def deliver(self) -> None:
        """Let the pictures come that are held, and those that are asked for later."""
        self.is_early = False
        while self.held:
            self.send(self.held.pop())

    def note_request(self, request: Any) -> None:
        """Remember a request to another host."""
        if _OTHER_HOSTS.match(request.url):
            self.asked.append((request.resource_type, request.url))

    def note_message(self, message: Any) -> None:
        """Remember an error in the console."""
        if message.type in ("error", "warning") and not _OTHER_HOSTS.match(message.location["url"]):
            self.said.append(message.text)

    def open(self, kind: str, path: str, width: int) -> None:
        """Load a page in a window of this width and wait for all that it shows, slow pictures last."""
        self.asked.clear()
        self.said.clear()
        self.is_early = True
        self.sizes = dict(declared_sizes(self.page.request.get(self.home + path).text()))
        self.page.set_viewport_size({"width": width, "height": 800})
        self.page.goto(self.home + path)
        if kind == "redirect":
            self.page.wait_for_url(lambda url: url != self.home + path)
        if kind == "search":
            self.page.evaluate("settled()")
        self.page.evaluate("painted()")
        self.deliver()
        self.page.evaluate("pictured()")

    def faults(self, kind: str, path: str, widths: Sequence[int]) -> Iterator[str]:
        """What is wrong with a page that is loaded at each of these widths; axe-core looks at the first one."""
        for width in widths:
            self.open(kind, path, width)
            shift, sources, reports = self.page.evaluate("[shift, window.shifted, reports]")
            if shift >= MOST_SHIFT:
                yield f"shifts by {shift:.3f} at {width}: {sources}"
            yield from (f"report: {report}" for report in reports)
            yield from (f"console: {text}" for text in self.said)
            yield from (f"asks for {kind} {url}" for kind, url in self.asked if kind not in ("image", "media"))
            if width == widths[0]:
                yield from self.violations(width)
                yield from self.sideways()

    def violations(self, width: int) -> Iterator[str]:
        """What axe-core finds wrong with the page as it is shown, in light and dark, and with its headings."""
        if steps := self.page.evaluate("steps()"):
            yield f"headings skip a level: {steps}"
        self.page.evaluate(AXE_SCRIPT)
        for scheme, options in (("dark", AXE_IN_THE_DARK), ("light", AXE)):
            self.page.emulate_media(color_scheme=scheme)
            for rule in self.page.evaluate("options => axe.run(options)", options)["violations"]:
                yield from (f"{rule['id']} at {width}, {scheme}: {node['html'][:160]}" for node in rule["nodes"])

    def sideways(self) -> Iterator[str]:
        """The widths of windows in which the page scrolls sideways."""
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 800})
            shown = self.page.evaluate("document.documentElement.scrollWidth")
            if shown > width:
                yield f"scrolls sideways at {width}: {shown}"


def declared_sizes(page: str) -> Iterator[tuple[str, tuple[str, str]]]:
    """The address of each picture in the HTML `page`, and its size, as far as it has both a width and a height."""
    for tag in re.findall(r"<img [^>]*>", page):
        found = [re.search(rf' {name}="([^"]+)"', tag) for name in ("src", "width", "height")]
        if all(found):
            address, width, height = (html.unescape(one[1]) for one in found if one)
            yield address, (width, height)


@contextmanager
def reading(browser: Any, home: str) -> Iterator[Reader]:
    """A reader of the site with this address."""
    context = browser.new_context(color_scheme="light")
    context.add_init_script(HELPERS + _WATCH)
    reader = Reader(context.new_page(), home)
    context.route(_OTHER_HOSTS, reader.answer)
    reader.page.on("request", reader.note_request)
    reader.page.on("console", reader.note_message)
    reader.page.on("pageerror", lambda error: reader.said.append(str(error)))
    yield reader
    context.close()


def all_faults(browser: Any, home: str, pages: Iterable[tuple[str, str]], widths: Sequence[int]) -> str:
    """What is wrong with pages, each given by its kind and its path; a line for each fault."""
    with reading(browser, home) as reader:
        return "\n".join(
            f"{kind} /{path}: {fault}" for kind, path in pages for fault in reader.faults(kind, path, widths)
        )
