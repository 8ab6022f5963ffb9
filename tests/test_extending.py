"""Each way to extend the program, done as docs/how-it-works.md says in a copy of the program, in no more files."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.sites import AgedSite, clean_copy, post

ROOT = Path(__file__).parents[1]
COUNT = 12
"""Posts of the site; the newest three are shown by the new kind of page."""


@dataclass(frozen=True)
class Extension:
    """A change of the program: new files by path, and lines that others get in front of a line of theirs."""

    row: str
    """What the table of the documentation calls it."""
    new: Mapping[str, str]
    lines: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """(the line that is there, what is put in front of it) by path."""


STEP = '''"""A step of cleaning that changes nothing, and records that it was there."""

from __future__ import annotations

from generator.cleaning.draft import Draft


def apply(draft: Draft) -> None:
    """Record one removal for each post."""
    draft.removed("whisper.seen", "comment", draft.config.whisper_word, where="whisper")
'''

OUTPUT = '''"""The newest posts with their first words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from generator.stored import Stored
from generator.outputs.contexts import Census, PlanContext, RenderContext
from generator.outputs.page import Page, Reads
from generator.outputs.parts import head
from generator.templating.pieces import HeadView, LinkView, SiteView
from generator.templating.views import FooterFragment, MenuFragment

ADDRESS = "/latest/"


@dataclass(frozen=True, slots=True)
class LatestView:
    template: ClassVar[str] = "latest.html"
    fragments: ClassVar[tuple[type, ...]] = (MenuFragment, FooterFragment)
    site: SiteView
    head: HeadView
    menu: Markup
    footer: Markup
    motto: str
    lines: tuple[tuple[LinkView, str], ...]


@dataclass(frozen=True, slots=True)
class LatestContent(Stored):
    addresses: tuple[str, ...]


def claims(census: Census) -> tuple[str, ...]:
    return (ADDRESS,)


def plan(context: PlanContext) -> Iterator[Page[LatestContent]]:
    newest = context.index.dated[:3]
    content = LatestContent(tuple(context.index.addresses[id] for id in newest))
    yield Page(ADDRESS, "latest", LatestView.template, content, newest, Reads.SUMMARIES)


def view(page: Page[LatestContent], context: RenderContext) -> LatestView:
    page_head = head(context, page.address, "Latest")
    lines = []
    for id, address in zip(page.shows, page.content.addresses, strict=True):
        summary = context.summary(id)
        lines.append((LinkView(summary.header.title, context.href(address)), summary.excerpt))
    menu, footer = context.menu(page_head), context.footer()
    return LatestView(context.site, page_head, menu, footer, context.config.motto, tuple(lines))
'''

TEMPLATE = """{% extends "base.html" %}
{% block main %}
<h1>{{ motto }}</h1>
{% for link, excerpt in lines %}
<p><a href="{{ link.href }}">{{ link.text }}</a> {{ excerpt }}</p>
{% endfor %}
{% endblock %}
"""

COMMAND = '''"""The command `tally`."""

from __future__ import annotations

import typer

from generator.commands.options import SiteArgument, site_folder


def tally(site: SiteArgument = None) -> None:
    """Count the sources of the site."""
    typer.echo(sum(path.is_file() for path in (site_folder(site, None) / "content").rglob("*")))
'''

EXTENSIONS = [
    Extension(
        "read another header syntax",
        {"generator/sources/added_header.py": (ROOT / "tests/sources/added_header.py").read_text("utf-8")},
        {
            "generator/sources/__init__.py": {
                "from generator.sources.yaml_header import YAML\n": (
                    "from generator.sources.added_header import ADDED\n"
                ),
                "    JSON,\n": "    ADDED,\n",
            }
        },
    ),
    Extension(
        "clean something else out of posts",
        {"generator/cleaning/whisper.py": STEP},
        {
            "generator/cleaning/__init__.py": {
                "from generator.cleaning.draft import Draft\n": "from generator.cleaning import whisper\n",
                '    Step("structure",': '    Step("whisper", whisper.apply),\n',
            }
        },
    ),
    Extension(
        "make another kind of page",
        {"generator/outputs/latest.py": OUTPUT, "templates/latest.html": TEMPLATE},
        {
            "generator/outputs/__init__.py": {
                "from generator.outputs.page import Page\n": "from generator.outputs import latest\n",
                "    Output(redirects.": (
                    '    Output("latest", latest.plan, latest.view, (latest.LatestView,), latest.claims),\n'
                ),
            }
        },
    ),
    Extension(
        "add a setting for pages",
        {},
        {
            "generator/config/__init__.py": {
                "    subtitle: str = Field(": '    motto: str = Field(default="", description="…")\n'
            }
        },
    ),
    Extension(
        "add a setting for cleaning",
        {},
        {
            "generator/config/sources.py": {
                "    off_source: dict[": '    whisper_word: str = Field(default="", description="…")\n'
            },
            "generator/clean_config.py": {"    off_source: tuple[": "    whisper_word: str\n"},
        },
    ),
    Extension(
        "add a command",
        {"generator/commands/tally.py": COMMAND},
        {
            "generator/commands/__init__.py": {
                '    Command("eject",': '    Command("tally", "Count the sources of the site."),\n'
            }
        },
    ),
]


class Program:
    """A copy of the program that can be changed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("generator", "templates", "static"):
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))

    def extend(self, extension: Extension) -> None:
        for name, text in extension.new.items():
            assert not (self.folder / name).exists()
            (self.folder / name).write_text(text, "utf-8")
        for name, lines in extension.lines.items():
            text = (self.folder / name).read_text("utf-8")
            for line, more in lines.items():
                assert text.count(line) == 1, (name, line)
                text = text.replace(line, more + line)
            (self.folder / name).write_text(text, "utf-8")

    def run(self, *arguments: str | Path) -> str:
        # Without bytecode each of a dozen runs would compile the whole program.
        environment = {**os.environ, "PYTHONPATH": str(self.folder), "PYTHONDONTWRITEBYTECODE": ""}
        command = [sys.executable, "-m", "generator", *arguments]
        done = subprocess.run(command, cwd=self.folder, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def build(self, site: AgedSite, *, jobs: int) -> dict[str, Any]:
        """Build with so many worker processes, and return the report."""
        found: dict[str, Any] = json.loads(self.run("build", site.folder, "--jobs", str(jobs), "--json", "-"))
        return found


@pytest.fixture
def site(tmp_path: Path) -> AgedSite:
    made = AgedSite(tmp_path / "site")
    made.settings('[cleaning]\nwhisper_word = "hush"', motto="Read slowly")
    for day in range(1, COUNT):
        body = f"<p>The ferry to island {day} leaves at nine.</p>" if day % 2 else f"Ferry **{day}** leaves at nine."
        made.write(f"{day}.md", post(f"Post {day}", body, date=f"2024-01-{day:02d}", permalink=f"p{day}/"))
    header = f'%%%\ntitle = "Twelfth"\ndate = 2024-01-{COUNT}\npermalink = "p{COUNT}/"\n%%%\n'
    made.write(f"{COUNT}.md", f"{header}<p>The twelfth ferry leaves at ten.</p>")
    return made


@pytest.mark.starts_processes
def test_the_program_is_extended_as_the_documentation_says(tmp_path: Path, site: AgedSite) -> None:
    program = Program(tmp_path / "program")
    for extension in EXTENSIONS:
        program.extend(extension)
    # A stranger's post wants the address of the new page.
    site.write("13.md", post("Thirteenth", "<p>It has no date.</p>", permalink="latest/"))
    report = program.build(site, jobs=2)
    assert removals_of(report) == {("whisper.seen", COUNT + 1)}
    assert '<a href="/p12/">Twelfth</a> The twelfth ferry leaves at ten.' in site.page("/latest/")
    assert "<h1>Read slowly</h1>" in site.page("/latest/")
    assert "hush" in program.run("explain", "content/1.md", "-s", site.folder)
    assert program.run("tally", site.folder) == f"{COUNT + 1}\n"
    assert "Count the sources of the site." in program.run("--help")
    assert_incremental_equals_clean(program, site, tmp_path / "first")

    site.write("12.md", (site.folder / "content/12.md").read_text("utf-8").replace("at ten", "at eleven"))
    report = program.build(site, jobs=1)
    assert {"/latest/", "/p12/"} <= set(report["written"])
    assert "/p3/" not in report["written"]
    assert "leaves at eleven" in site.page("/latest/")
    assert removals_of(report) == {("whisper.seen", COUNT + 1)}
    assert_incremental_equals_clean(program, site, tmp_path / "body")

    site.settings('[cleaning]\nwhisper_word = "pst"', motto="Read twice")
    assert "/latest/" in program.build(site, jobs=2)["written"]
    assert "pst" in program.run("explain", "content/1.md", "-s", site.folder)
    assert_incremental_equals_clean(program, site, tmp_path / "settings")

    template = program.folder / "templates/latest.html"
    template.write_text(template.read_text("utf-8").replace("<p>", '<p class="line">'), "utf-8")
    assert program.build(site, jobs=1)["written"] == ["/latest/"]
    assert_incremental_equals_clean(program, site, tmp_path / "template")


def removals_of(report: dict[str, Any]) -> set[tuple[str, int]]:
    """(rule, number of posts) of all that was removed."""
    return {(one["rule"], one["posts"]) for one in report["removals"]}


def assert_incremental_equals_clean(program: Program, site: AgedSite, folder: Path) -> None:
    copy = clean_copy(site, folder)
    program.run("build", copy.folder, "--jobs", "1", "--quiet")
    assert copy.files() == site.files()


@pytest.mark.parametrize("extension", EXTENSIONS, ids=lambda one: one.row)
def test_an_extension_touches_as_many_files_as_the_documentation_says(extension: Extension) -> None:
    text = (ROOT / "docs/how-it-works.md").read_text("utf-8")
    ((count, places),) = re.findall(rf"^\| {extension.row} \| (\d+) \| (.*) \|$", text, re.MULTILINE)
    assert len({*extension.new, *extension.lines}) == int(count)
    for name in extension.lines:
        assert f"`{name}`" in places
    for name in extension.new:
        assert f"`{name.rpartition('/')[0]}/`" in places or name.startswith("templates/")
