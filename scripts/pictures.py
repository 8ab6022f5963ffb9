"""Makes the pictures of the README: the bundled site in Chromium, at the width of a desk and of a phone.

    make pictures

The site is built into a temporary folder and served on this machine only.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs/pictures"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--disable-background-networking")


@dataclass(frozen=True, slots=True)
class Picture:
    """A page of the bundled site as a browser of a size shows it."""

    name: str
    page: str
    width: int
    height: int


PICTURES = (
    Picture("home", "", 1280, 800),
    Picture("post", "2024/08/19/695f04f1a718/", 1280, 800),
    Picture("phone", "", 500, 800),
)


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder without writing a line for each request."""

    def log_message(self, format: str, *args: object) -> None:
        """Write nothing."""


def main() -> None:
    """Take all pictures.  Ends with 1 if no browser is installed."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        sys.exit(f"No browser found: install one of {', '.join(BROWSERS)}.")
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder))
        url = f"http://127.0.0.1:{server.server_port}/"
        build = [sys.executable, "-m", "generator", "build", str(ROOT), "-o", folder, "--url", url, "--quiet"]
        subprocess.run(build, check=True, cwd=ROOT)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        for picture in PICTURES:
            take(browser, url, picture)
        server.shutdown()


def take(browser: str, url: str, picture: Picture) -> None:
    """Write one picture."""
    target = FOLDER / f"{picture.name}.png"
    size = f"--window-size={picture.width},{picture.height}"
    command = [browser, *FLAGS, size, f"--screenshot={target}", url + picture.page]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    print(f"{target.relative_to(ROOT)}: {target.stat().st_size // 1024} KB")


if __name__ == "__main__":
    main()
