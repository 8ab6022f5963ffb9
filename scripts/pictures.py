"""Takes the pictures of README.md and docs/getting-started.md with Chromium: `make pictures`.

A picture shows one page of a freshly built site on a desktop, and another one on a phone.  Both are frames of one page,
because Chromium opens no window as narrow as a phone.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

from generator.build import build
from generator.building.site import BuildOptions
from generator.config.reading import load_config
from generator.runtime.progress import Silent
from tests.browsers import FLAGS, PROGRAMS, served

ROOT = Path(__file__).resolve().parents[1]
TUTORIAL = ROOT / "docs/getting-started.md"
BUNDLED = ("site.toml", "content", "blog", "static", "templates", "filters")
"""The files of this checkout that make the bundled site."""

FIRST_POST = "content/posts/The-bakery-at-six.md"
"""The tutorial's one file that belongs to its blog; the others belong to its archive."""

TIMEOUT_S = 60
VIRTUAL_TIME_MS = 5000
"""The time that a page believes to have had when its picture is taken: enough to load everything from this machine."""

DESKTOP_PX, PHONE_PX, HEIGHT_PX = 1120, 390, 860
"""The viewports, before they are scaled."""

SCALE = 0.62
GAP_PX = 24


@dataclass(frozen=True, slots=True)
class Picture:
    """The name of a picture, and the addresses of the pages that it shows."""

    name: str
    desktop: str
    phone: str


PICTURES = {
    "bundled": Picture("bundled.png", "/", "/2022/10/18/9af8436ade49/"),
    "blog": Picture("blog.png", "/", "/2026/01/02/The-bakery-at-six/"),
    "archive": Picture("archive.png", "/", "/2021/11/04/f453799f41cd/"),
}


def find_browser(names: Sequence[str] = PROGRAMS) -> str:
    """The path of an installed Chromium, looked for under the names that the tests use."""
    for name in names:
        if program := shutil.which(name):
            return program
    sys.exit(f"No pictures taken: {' or '.join(names)} is not installed.")


def tutorial_files(text: str) -> dict[str, str]:
    """The files that the tutorial tells to write, by path: code blocks below a line that ends in "`PATH`:"."""
    return dict(re.findall(r"`([\w./-]+)`:\n\n```\w*\n(.*?)^```$", text, re.MULTILINE | re.DOTALL))


def make_bundled(folder: Path) -> None:
    """Copy the bundled site to `folder`, away from the output and cache of the checkout."""
    for name in BUNDLED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name)
        else:
            folder.mkdir(exist_ok=True)
            shutil.copy(source, folder)


def make_blog(folder: Path) -> None:
    """Make the tutorial's blog with the tutorial's commands, on a fixed day."""
    command = [sys.executable, "-m", "generator"]
    for arguments in (
        ["init", str(folder), "--title", "My blog", "--url", "https://example.org/", "--language", "en"],
        ["new", "The bakery at six", "--date", "2026-01-02", "--site", str(folder)],
    ):
        subprocess.run([*command, *arguments], cwd=ROOT, check=True, capture_output=True)
    sample, post = folder / "content/posts/first.md", folder / FIRST_POST
    sample.write_text(re.sub(r"(?m)^date: .*$", "date: 2026-01-01", sample.read_text("utf-8")), "utf-8")
    post.write_text(post.read_text("utf-8") + tutorial_files(TUTORIAL.read_text("utf-8"))[FIRST_POST], "utf-8")


def make_archive(folder: Path) -> None:
    """Write the tutorial's archive."""
    for name, text in tutorial_files(TUTORIAL.read_text("utf-8")).items():
        if name != FIRST_POST:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")


MAKERS = {"bundled": make_bundled, "blog": make_blog, "archive": make_archive}


def framing(picture: Picture, base: str) -> str:
    """A page with the two pages of a picture side by side; `base` is the path of the site's home page."""
    frames = ""
    for address, width in ((picture.desktop, DESKTOP_PX), (picture.phone, PHONE_PX)):
        box = f"width:{round(width * SCALE)}px;height:{round(HEIGHT_PX * SCALE)}px"
        source = escape(base.rstrip("/") + address)
        frames += f'<div style="{box}"><iframe src="{source}" width="{width}" height="{HEIGHT_PX}"></iframe></div>'
    return f"""<!doctype html><meta charset="utf-8"><style>
html {{ background: #d8dde3 }}
body {{ margin: 0; padding: {GAP_PX}px; display: flex; gap: {GAP_PX}px }}
div {{ overflow: hidden; border-radius: 8px; box-shadow: 0 2px 10px #0004 }}
iframe {{ border: 0; background: #fff; transform: scale({SCALE}); transform-origin: 0 0 }}
</style>{frames}"""


def size() -> tuple[int, int]:
    """Width and height of every picture, in pixels."""
    width = round(DESKTOP_PX * SCALE) + round(PHONE_PX * SCALE) + 3 * GAP_PX
    return width, round(HEIGHT_PX * SCALE) + 2 * GAP_PX


def photograph(browser: str, address: str, target: Path, profile: Path) -> None:
    """Write a picture of the page at `address` to `target`."""
    width, height = size()
    command = [
        browser, "--headless", *FLAGS, "--hide-scrollbars", "--force-device-scale-factor=1",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", f"--user-data-dir={profile}",
        f"--virtual-time-budget={VIRTUAL_TIME_MS}", f"--window-size={width},{height}",
        f"--screenshot={target}", address,
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT_S, check=False)
    if done.returncode or not target.is_file():
        sys.exit(f"Chromium took no picture of {address}:\n{done.stderr}")


def take(name: str, browser: str, target: Path) -> None:
    """Build a site in a temporary folder and write its picture into the folder `target`."""
    picture = PICTURES[name]
    with tempfile.TemporaryDirectory() as temporary:
        site, web = Path(temporary, "site"), Path(temporary, "web")
        MAKERS[name](site)
        base = urlsplit(load_config(site).url).path
        build(BuildOptions(site, output=web / base.strip("/"), jobs=1), Silent())
        for address in (picture.desktop, picture.phone):
            if not (web / base.strip("/") / address.strip("/") / "index.html").is_file():
                sys.exit(f"The site {name} has no page {address}.")
        (web / "picture.html").write_text(framing(picture, base), "utf-8")
        with served(web) as server:
            photograph(browser, f"{server}/picture.html", target / picture.name, Path(temporary, "profile"))


def main() -> None:
    """Take all pictures."""
    browser, target = find_browser(), ROOT / "docs/pictures"
    target.mkdir(exist_ok=True)
    for name, picture in PICTURES.items():
        take(name, browser, target)
        print(f"docs/pictures/{picture.name}  {(target / picture.name).stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
