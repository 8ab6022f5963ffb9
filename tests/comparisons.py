"""A site that was published, and what `check --against` says of it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result

from generator.cli import app
from tests.sites import SmallSite, post

TEXTS = (
    "The harbour was quiet that morning, and the ferry came in an hour late because of fog over the outer mole.",
    "A new lamp stands at the end of the pier; the old one had been out since the storm in February, says the master.",
    "Nobody had seen so many herring boats in the basin for twenty years, and the fish market stayed open until nine.",
    "The council voted for a second lock, which shall let barges of eighty metres pass to the upper canal by autumn.",
)
AD = "Subscribe to our letter and win a kettle."


def article(number: int, *more: str, **fields: object) -> str:
    body = "".join(f"<p>{text}</p>" for text in (TEXTS[number], f"<b>Number {number}</b> ends here.", *more))
    about = {
        "date": f"2024-01-0{number + 1}",
        "source": "Pier",
        "tags": ["sea"],
        "link": f"https://pier.example/{number}",
    }
    return post(f"Title {number}", body, **(about | fields))


def run(site: SmallSite, *arguments: str, against: str | Path | None = None) -> Result:
    name = str(against if against is not None else site.folder / "old")
    return CliRunner().invoke(app, ["check", str(site.folder), "--against", name, "--jobs", "1", *arguments])


def found(site: SmallSite, **options: Any) -> dict[str, Any]:
    result = run(site, "--json", "-", **options)
    assert result.exit_code == 0, (result.stderr, result.exception)
    value = json.loads(result.stdout)
    assert isinstance(value, dict)
    return value


def changed(value: dict[str, Any]) -> set[str]:
    """The names of all lists with something in them."""
    return {name for name, rows in value.items() if isinstance(rows, list) and rows} - {"problems", "remarks"}


def address(site: SmallSite, title: str) -> str:
    """Where the post of this title is in the published site."""
    (path,) = (p for p in (site.folder / "old").rglob("index.html") if f"<h1>{title}</h1>" in p.read_text("utf-8"))
    return f"/{path.parent.relative_to(site.folder / 'old').as_posix()}/"


def published_site(site: SmallSite) -> SmallSite:
    """Four posts of one source, and a copy of the finished site in `old`."""
    for number in range(4):
        site.write(f"{number}.md", article(number, f'<p class="ad">{AD}</p>' if number < 2 else ""))
    site.write("pages/about.md", post("About", "About the gazette."))
    site.build()
    shutil.copytree(site.output, site.folder / "old")
    return site


def publish(site: SmallSite) -> None:
    """Build the site, and put a copy of it into `old` in place of what is there."""
    site.build()
    shutil.rmtree(site.folder / "old", ignore_errors=True)
    shutil.copytree(site.output, site.folder / "old")


def address_now(site: SmallSite, title: str) -> str:
    (path,) = (p for p in site.output.rglob("index.html") if f"<h1>{title}</h1>" in p.read_text("utf-8"))
    return f"/{path.parent.relative_to(site.output).as_posix()}/"
