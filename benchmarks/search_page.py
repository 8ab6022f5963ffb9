"""The search page of a finished site in Chromium, asked from outside as a reader asks it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from shutil import which
from typing import Any
from urllib.parse import unquote

from playwright.sync_api import sync_playwright

from tests.browsers import FLAGS, PROGRAMS

# The page waits until nobody types for a moment; here nobody does.
_AT_ONCE = """{
  const later = window.setTimeout;
  window.setTimeout = (task, delay) => later(task, delay < 1000 ? 0 : delay);
}"""

_ASK = """async ([query, wanted]) => {
  const panel = document.querySelector(".search-results");
  const [status, list, more] = ["[role=status]", "ol", "button"].map((name) => panel.querySelector(name));
  const answered = () => new Promise((resolve, reject) => {
    setTimeout(() => reject(Error(`no answer to ${query}`)), 60_000);
    const look = () => {
      if (status.textContent === panel.dataset.loading) return;
      watcher.disconnect();
      resolve();
    };
    const watcher = new MutationObserver(look);
    watcher.observe(status, { childList: true, characterData: true, subtree: true });
  });
  const box = document.querySelector("main [role=search]").elements.q;
  status.textContent = panel.dataset.loading;
  let answer = answered();
  box.value = query;
  box.dispatchEvent(new InputEvent("input", { bubbles: true }));
  await answer;
  while (list.children.length < (wanted ?? Infinity) && !more.hidden) {
    answer = answered();
    more.click();
    await answer;
  }
  return [...list.querySelectorAll("h2 a")].map((link) => link.href);
}"""


class SearchPage:
    """The search page of the site whose home page is at `home`, in a tab of a browser."""

    def __init__(self, context: Any, home: str) -> None:
        """Open the page in a new tab of `context`."""
        self.tab = context.new_page()
        self.said: list[str] = []
        """What appeared in the console."""
        self.tab.on("console", lambda message: self.said.append(message.text))
        self.tab.on("pageerror", lambda error: self.said.append(str(error)))
        self.tab.add_init_script(_AT_ONCE)
        self._home = home
        self.tab.goto(f"{home}search/")
        self.tab.locator(".search-results [role=status]:not(:empty)").wait_for(state="attached")

    def ask(self, query: str, wanted: int | None = None) -> list[str]:
        """The addresses below the home page of the posts that the page shows for a query, in its order.

        Its button for more results is pressed until it has shown `wanted` of them, or all.
        """
        links = self.tab.evaluate(_ASK, [query, wanted])
        return [unquote(link.partition("#")[0]).removeprefix(self._home) for link in links]


@contextmanager
def chromium() -> Iterator[Any]:
    """A running Chromium.  Raises FileNotFoundError if none is installed."""
    program = next(filter(None, map(which, PROGRAMS)), None)
    if program is None:
        raise FileNotFoundError(f"{' or '.join(PROGRAMS)} is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()
