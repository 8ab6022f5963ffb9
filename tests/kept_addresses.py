"""Addresses and heading ids that people may have linked: tables of two sites, which every later version keeps.

`python -m tests.kept_addresses` adds what is new to the tables, and takes nothing out of them.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path
from urllib.parse import unquote

from generator.addresses import file_path
from tests.sites import SmallSite, post

ROOT = Path(__file__).resolve().parents[1]
TABLES = Path(__file__).resolve().parent / "kept"
_HEADING = re.compile(r"<h[1-6][^>]*\sid=\"([^\"]+)\"")
_REDIRECT = re.compile(r"<meta http-equiv=\"refresh\" content=\"0; url=([^\"]+)\"", re.IGNORECASE)


def bundled_site(folder: Path) -> SmallSite:
    """The site of this checkout, built elsewhere."""
    site = SmallSite.found(folder)
    folder.mkdir()
    for name in ("site.toml", "content", "static", "templates", "filters"):
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy2)(source, folder / name)
    # The table is older than the second content root, which gives posts other keys.
    settings = (folder / "site.toml").read_text("utf-8")
    first, _, second = settings.partition("\n# A second folder")
    (folder / "site.toml").write_text(first + second[second.index("\n[cleaning]") :], "utf-8")
    return site


def made_site(folder: Path) -> SmallSite:
    """A site with one of each kind of address: roots, pages, terms, dates, lists of several pages, media, aliases."""
    site = SmallSite(folder)
    roots = (
        '[[content]]\npath = "blog"\ntrusted = true\n[[content]]\npath = "feed"\n[[content]]\npath = "notes"\n'
        'markup = "markdown"\n'
    )
    site.settings(f"{roots}[lists]\nper_page = 3\n", timezone="Asia/Shanghai")
    site.put("blog/pages/about.md", post("About", "## Who\n\n## 谁\n\n## Who\n\n### C++ & C#\n"))
    site.put("blog/pages/tide/index.md", post("Tide", "<h2 id='low'>Low</h2><h2>High water</h2><h4>潮</h4>"))
    site.put(
        "blog/hello.md", post("Hello", "Words.", date="2024-02-29 23:30:00", permalink="/hello/", tags=["C", "C++"])
    )
    site.put("blog/old.md", post("Old", "Words.", date="2003-05-01", aliases=["/archive/old.html", "/p/1/"]))
    names = ["C", "C++", "C#", "Node.js", "a b", "a/b", "水位", "！", "Straße", "page"]
    for number in range(12):
        fields = {
            "date": f"2023-{number + 1:02d}-{number + 10} 08:00:00",
            "categories": [["金融", "鹭汀财经"], ["港湾"], ["C++", names[number % 10]]][number % 3],
            "tags": [names[number % 10], "水位"],
            "author": ["鹭汀日报", "Ann"][number % 2],
        }
        body = (
            f"## 水位 {number}\n\n![图](pictures/{number % 2}.png)\n\n### Low tide, at {number}\n\n{'Words. ' * 30}\n"
        )
        site.put(f"feed/2023/第{number}篇.md", post(f"第{number}篇", body, **fields))
    site.put("feed/2023/pictures/0.png", b"\x89PNG\r\n\x1a\n0")
    site.put("feed/2023/pictures/1.png", b"\x89PNG\r\n\x1a\n1")
    site.put("feed/undated one.md", post("Undated", "<h2>Where it stands</h2><h2>Where it stands</h2><p>x</p>"))
    site.put("feed/no header.txt", "The ferry leaves at nine\n\nand comes back when the tide allows it.\n")
    site.put("feed/asks.md", post("Asks", "x", date="2023-01-01", permalink="asks/for/this.html"))
    site.put(
        "notes/2022/day.md", post("A day", "# One\n\n## Two\n\n## `code`\n\n## 1. Three\n", date="2022-12-31T23:00:00Z")
    )
    site.put("static/file.txt", "x")
    return site


SITES = {"bundled": bundled_site, "made": made_site}


def rows_of(site: SmallSite) -> set[str]:
    """Every address of a built site, and `address#id` of each heading of an article; theme files carry a digest."""
    rows = set()
    for name, data in site.files().items():
        if name.startswith((".pressmark", "theme/")):
            continue
        address = (
            f"/{name.removesuffix('index.html') if name.endswith(('/index.html',)) or name == 'index.html' else name}"
        )
        rows.add(address)
        if name.endswith(".html"):
            article = data.decode("utf-8").partition("<article")[2].partition("</article>")[0]
            rows |= {f"{address}#{id}" for id in _HEADING.findall(article)}
    return rows


def missing(site: SmallSite, rows: set[str]) -> set[str]:
    """Which of `rows` a built site has no longer, neither at its address nor where a redirect there leads."""
    present = rows_of(site)
    return {row for row in rows - present if not (has_redirect(site, row) or row in present)}


def has_redirect(site: SmallSite, row: str) -> bool:
    """Whether the page of a row leads to one that has what the row names."""
    address, _, heading = row.partition("#")
    path = site.output / file_path(address)
    found = _REDIRECT.search(path.read_text("utf-8")) if path.is_file() and path.suffix == ".html" else None
    if found is None:
        return False
    target = site.output / file_path(unquote(found[1]))
    return target.is_file() and (not heading or f'id="{heading}"' in target.read_text("utf-8"))


def table(name: str) -> set[str]:
    """The rows that a site had at some time."""
    path = TABLES / f"{name}.txt"
    return set(path.read_text("utf-8").splitlines()) if path.exists() else set()


def main() -> None:
    """Add the addresses of today to the tables."""
    for name, make in SITES.items():
        with tempfile.TemporaryDirectory() as folder:
            site = make(Path(folder) / "site")
            site.build()
            rows = table(name) | rows_of(site)
        TABLES.mkdir(exist_ok=True)
        (TABLES / f"{name}.txt").write_text("\n".join(sorted(rows)) + "\n", "utf-8")


if __name__ == "__main__":
    main()
