"""The same site built with Hexo and with Pressmark, each brought into one form: `Recorded`."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from typer.testing import CliRunner

from generator.addresses import file_path
from generator.build import build
from generator.building.inspection import inspect
from generator.building.site import BuildOptions
from generator.cli import app
from generator.outputs.permalinks import post_address
from generator.runtime.progress import Silent
from tests.hexo.text import Content

HERE = Path(__file__).parent
URL = "https://example.org/blog"
PATTERNS = (
    ":year/:month/:day/:title/",
    ":year-:month-:day-:name.html",
    ":i_month/:i_day/:name/",
    ":hour/:minute/:second/:name/",
    "t/:timestamp/",
    "p/:post_title/",
    "h/:hash/",
    ":id/:name/",
    ":category/:name/",
    "p/:abbrlink.html",
    ":lang/:name/",
    ":author/:name/",
    ":source/:name/",
    ":year_:month/:name/",
)
"""Patterns of addresses: every variable that Hexo has, and fields of a post."""

SOURCES = "../blog/source/"
"""How names of our sources begin."""


@dataclass(frozen=True)
class Recorded:
    """What a generator made: a value for each (what, where), and the lists with their pages."""

    values: dict[tuple[str, str], str]
    """`where` is a source, or a source and a pattern; a source that is not published is not among them."""
    lists: dict[str, dict[int, tuple[str, ...]]]
    """Sources on each page of each list, by the address of the list and the number of the page."""
    files: frozenset[str]
    """Paths of all files."""


def built_with_hexo(program: str, folder: Path) -> Recorded:
    """The site built in `folder` by the Hexo whose program that is."""
    site = shutil.copytree(HERE / "site", folder)
    shutil.copy(HERE / "package.json", site)
    (site / "node_modules").symlink_to(Path(program).parents[1])
    # The zone of the machine is part of Hexo's output, and this is the one in which it agrees with itself.
    environment = {**os.environ, "TZ": "UTC", "PATTERNS": json.dumps(PATTERNS)}
    subprocess.run([program, "generate", "--silent"], cwd=site, env=environment, check=True, capture_output=True)
    public = site / "public"
    owners: dict[str, str] = {}
    records = json.loads((public / "record.json").read_text("utf-8"))
    for record in records:
        # Of several posts with one address the file is of the last one; without a layout it has no name in it.
        path = record["path"].partition("?")[0].lstrip("/")
        file = file_path(f"/{path}")
        text = (public / file).read_text("utf-8").strip()
        owners[record["source"]] = file if text == record["source"] or text == record["content"].strip() else ""
    values: dict[tuple[str, str], str] = {}
    for record in records:
        if file := owners[record["source"]]:
            values |= _values(record["source"], "/" + file.removesuffix("index.html"), record)
    for pattern, found in json.loads((public / "permalinks.json").read_text("utf-8")).items():
        for source, path in found.items():
            values["permalink", f"{source} as {pattern}"] = path if path.startswith("/") else f"/{path}"
    return Recorded(values, _lists(public, {}), _files(public))


def built_with_pressmark(folder: Path) -> Recorded:
    """The site as `init --from-hexo` takes it over, built in `folder` by Pressmark."""
    site = folder / "site"
    shutil.copytree(HERE / "site", folder / "blog")
    made = CliRunner().invoke(app, ["init", "--from-hexo", str(folder / "blog"), str(site)])
    assert made.exit_code == 0, made.output
    shutil.copytree(HERE / "templates", site / "templates", dirs_exist_ok=True)
    options = BuildOptions(site=site, jobs=1)
    build(options, Silent())
    values: dict[tuple[str, str], str] = {}
    sources: dict[str, str] = {}
    with inspect(options, Silent()) as inspection:
        config, summaries = inspection.site.config, inspection.index.summaries
        for id, address in inspection.index.addresses.items():
            source = id.removeprefix(SOURCES)
            sources[f"{urlsplit(URL).path}{address.removesuffix('.html')}"] = source
            record = json.loads((site / "public" / file_path(address)).read_text("utf-8"))
            values |= _values(source, address, record)
        for pattern in PATTERNS:
            slugged = config.model_copy(update={"permalink": pattern})
            for id, summary in summaries.items():
                if summary.kind == "post":
                    where = f"{id.removeprefix(SOURCES)} as {pattern}"
                    values["permalink", where] = post_address(summary, slugged)[0]
    return Recorded(values, _lists(site / "public", sources), _files(site / "public"))


def _values(source: str, address: str, record: dict[str, Any]) -> dict[tuple[str, str], str]:
    content = Content(record["content"])
    categories = {" > ".join(path[:depth]) for path in record["categories"] for depth in range(1, len(path) + 1)}
    found = {
        "address": address,
        "title": record["title"].strip(),
        "published": _instant(record["published"]),
        "updated": _instant(record["updated"]),
        "categories": "\n".join(sorted(categories)),
        "tags": "\n".join(sorted(record["tags"])),
        "excerpt": " ".join(Content(record["excerpt"]).text.split()),
        "text": content.text,
        "anchors": "\n".join(content.anchors),
        "links": "\n".join(_target(address, link) for link in content.links),
    }
    return {(what, source): value for what, value in found.items()}


def _instant(text: str) -> str:
    return datetime.fromisoformat(text).astimezone(UTC).isoformat(timespec="seconds") if text else ""


def _target(address: str, link: str) -> str:
    """Where a link leads: inside of the site an address, with everything decoded."""
    target = unquote(urljoin(f"{URL}{address}", link))
    return target.removeprefix(URL) if target.startswith(f"{URL}/") else target


def _files(public: Path) -> frozenset[str]:
    return frozenset(path.relative_to(public).as_posix() for path in public.rglob("*") if path.is_file())


def _lists(public: Path, sources: dict[str, str]) -> dict[str, dict[int, tuple[str, ...]]]:
    """Every list by its address; `sources` by address where pages name addresses."""
    found: dict[str, dict[int, tuple[str, ...]]] = {}
    for file in _files(public):
        if not file.endswith("index.html"):
            continue
        text = (public / file).read_text("utf-8")
        if not text.startswith('{"posts"'):
            continue
        address, _, number = f"/{file.removesuffix('index.html')}".rstrip("/").rpartition("/page/")
        whole = f"/{file.removesuffix('index.html')}"
        base = f"{address}/" if number.isdecimal() and "/page/" in whole else whole
        posts = (unquote(post) for post in json.loads(text)["posts"])
        found.setdefault(base, {})[int(number) if base != whole else 1] = tuple(
            sources.get(post, post) for post in posts
        )
    return found


def flat(pages: dict[int, tuple[str, ...]]) -> list[str]:
    """All sources of a list in order."""
    return [source for number in sorted(pages) for source in pages[number]]
