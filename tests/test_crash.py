"""A build that is killed or fails in the middle of a system call: the next one equals a clean build."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from generator.publishable import MARKER, TEMPORARY_PREFIX
from generator.stages.write import MARKER_TEXT
from tests.fault_server import TALE
from tests.faults import Outcome, Place, Server, faults, places
from tests.sites import SmallSite, post
from tests.sizes import IS_LONG

POSTS = 36
STEP = 1 if IS_LONG else 19
"""Every so manieth place of each kind is tried."""
_RARER = {"openat": 2, "pwrite64": 3}
"""Kinds of which most places are alike: files that are read, and pages of SQLite, which is tested better than here."""
FOREIGN = ("mine.txt", "g1/mine.txt", "gone/mine.txt", "mine/mine.txt")
"""Files of somebody else in the output folder: at its top, beside pages, where all pages go, and all alone."""
OLD = 1_000_000_000
"""Sources are as old as they are in life; young ones are read again at every build."""


def make(folder: Path) -> SmallSite:
    """Posts, most of them many to a folder, which keeps the build under test short, and some with their own."""
    site = SmallSite(folder)
    site.settings("[lists]\nper_page = 15\n[feeds]\nsize = 5\n[copies]")
    for number in range(1, POSTS + 1):
        fields = {"date": f"2024-01-0{number % 2 + 1}", "tags": ["x"] if number % 9 == 0 else []}
        text = f"Text {number}" if number > 3 else f"{TALE} {number}"
        if number <= 28:
            fields["permalink"] = f"gone/{number}.html" if number in (1, 2) else f"g{number % 5}/{number}.html"
        site.write(f"c{number % 3}/{number}.md", post(f"Post {number}", f"<p>{text}</p>", **fields))
    site.write(
        "c0/swap.md", post("Swap", '<p>A file.</p><img src="pic.png">', date="2024-01-01", permalink="swap.html")
    )
    site.write("c0/paws.md", post("Paws", "<p>A folder.</p>", date="2024-01-01", permalink="paws.html/inner.html"))
    site.write("c0/pic.png", b"picture")
    site.put("static/robots.txt", "User-agent: *\n")
    return site


def edit(site: SmallSite) -> None:
    """Changes that make a second build write, make folders, remove, and put folders for files and files for folders."""
    for number in (1, 2, 14):
        (site.folder / f"content/c{number % 3}/{number}.md").unlink()
    for number in (5, 6, 31):
        site.write(f"c{number % 3}/{number}.md", post(f"Other {number}", "<p>Other</p>", date="2024-01-02", tags=["y"]))
    for number in (20, 33):
        source = site.folder / f"content/c{number % 3}/{number}.md"
        renamed = source.rename(source.with_name(f"renamed-{number}.md"))
        renamed.write_text(renamed.read_text("utf-8").replace(f"/{number}.html", f"/{number}/renamed.html"), "utf-8")
    site.write("c0/swap.md", post("Swap", "<p>Inside.</p>", date="2024-01-01", permalink="swap.html/inner.html"))
    site.write("c0/paws.md", post("Paws", "<p>A file.</p>", date="2024-01-01", permalink="paws.html"))
    site.write("c1/new.md", post("New", f"<p>{TALE} New</p>", date="2024-01-03", permalink="new/deep/"))
    site.write("c0/pic.png", b"other picture")


def put_foreign(site: SmallSite) -> None:
    for name in FOREIGN:
        site.put(f"public/{name}", "mine")


def copy(site: Path, target: Path) -> None:
    """A site as it is, with the very files of its posts: for a build, another inode is another file."""
    shutil.copytree(site, target, ignore=shutil.ignore_patterns("content"))
    shutil.copytree(site / "content", target / "content", copy_function=os.link)


def age(site: SmallSite) -> None:
    for path in (site.folder / "content").rglob("*"):
        os.utime(path, (OLD, OLD))


@dataclass(frozen=True, slots=True)
class Case:
    """A site as a build under test finds it: it is laid out anew for each, always in the same folder."""

    prepared: Path
    site: SmallSite
    before: dict[str, bytes]
    wanted: dict[str, bytes]
    places: tuple[Place, ...]

    @property
    def arguments(self) -> list[str]:
        """A first build has to take over a folder in which there are files of somebody else."""
        return ["build", str(self.site.folder), "--jobs", "1", "--quiet", "--adopt"]

    def lay_out(self) -> None:
        shutil.rmtree(self.site.folder)
        copy(self.prepared, self.site.folder)

    def some(self, call: str) -> tuple[Place, ...]:
        """Every so manieth place of a kind, or all where there are few."""
        found = tuple(place for place in self.places if place.call == call)
        step = min(STEP * _RARER.get(call, 1), len(found) // 3 or 1)
        return found[step - 1 :: step]

    def told(self, place: Place) -> str:
        """The file that a message about a call must name."""
        path = place.path
        if path.name.startswith(TEMPORARY_PREFIX):
            path = path.parent
        return str(path.relative_to(self.site.folder))


def make_case(folder: Path, server: Server, *, is_first: bool) -> Case:
    site = make(folder / "site")
    age(site)
    if not is_first:
        site.build()
        edit(site)
    before = site.files() if site.output.exists() else {}
    put_foreign(site)
    prepared = folder / "prepared"
    copy(site.folder, prepared)
    case = Case(prepared, site, before, {}, ())
    case.lay_out()
    found = places(server, folder, case.arguments, site.folder)
    wanted = site.files()
    other = make(folder / "clean")
    if not is_first:
        edit(other)
    other.build()
    assert {name: data for name, data in wanted.items() if name not in FOREIGN} == other.files()
    return Case(prepared, site, before, other.files(), found)


@pytest.fixture(scope="module")
def server(needs) -> Iterator[Server]:
    with Server(needs("strace")) as started:
        yield started


@pytest.fixture(scope="module", params=["first build", "second build"])
def case(request, server, tmp_path_factory) -> Case:
    return make_case(tmp_path_factory.mktemp("case"), server, is_first=request.param == "first build")


def check_whole(case: Case, place: Place) -> None:
    """Every file is as it was, or as it shall be; the folder may say of itself that it is unfinished."""
    for name, data in case.site.files().items():
        if name == MARKER:
            assert data.startswith(MARKER_TEXT.encode()), place
        elif TEMPORARY_PREFIX not in name:
            assert data in (case.before.get(name), case.wanted.get(name), b"mine"), (place, name)


def check_recovery(case: Case) -> None:
    """The next build equals a clean one, leaves nothing half done, and all that is not ours is there."""
    report = case.site.build(adopt=True)
    assert not [one for one in report.problems if one.severity == "error"], report.problems
    assert case.site.files() == case.wanted | dict.fromkeys(FOREIGN, b"mine")
    assert not list(case.site.folder.rglob(f"{TEMPORARY_PREFIX}*"))


@pytest.mark.parametrize("call", ["rename", "openat", "unlink", "mkdir", "rmdir", "pwrite64"])
def test_a_killed_build_leaves_whole_files_and_the_next_build_equals_a_clean_one(server, tmp_path, case, call):
    some = case.some(call)
    if not some:
        assert case.before == {}, "a first build removes nothing"
        return
    with faults(server, tmp_path, "signal=SIGKILL", some) as build:
        for place in some:
            case.lay_out()
            done = build(case.arguments, place)
            assert done.status == -9, (place, done)
            check_whole(case, place)
            check_recovery(case)


@pytest.mark.parametrize(
    ("call", "name"),
    [
        ("write", "ENOSPC"), ("openat", "ENOSPC"), ("mkdir", "ENOSPC"), ("pwrite64", "ENOSPC"),
        ("rename", "EACCES"), ("openat", "EACCES"), ("mkdir", "EACCES"), ("unlink", "EACCES"), ("rmdir", "EACCES"),
    ],
)  # fmt: skip
def test_a_full_or_forbidding_disk_is_told_and_the_next_build_equals_a_clean_one(server, tmp_path, case, call, name):
    some = case.some(call)
    if not some:
        assert case.before == {}, "a first build removes nothing"
        return
    with faults(server, tmp_path, f"error={name}", some) as build:
        for place in some:
            case.lay_out()
            done = build(case.arguments, place)
            check_told(case, place, done, os.strerror(getattr(errno, name)))
            if done.status == 0:
                assert case.site.files() == case.wanted | dict.fromkeys(FOREIGN, b"mine"), place
            for path in case.before.keys() & case.wanted.keys():
                assert (case.site.output / path).is_file(), (place, path)
            if not place.path.is_relative_to(case.site.folder / "content"):  # without a source, lists are others
                check_whole(case, place)
            check_recovery(case)


def check_told(case: Case, place: Place, done: Outcome, reason: str) -> None:
    """A build whose disk fails goes on where nothing is lost by that, and else names the file and the reason."""
    assert "Traceback" not in done.talk, (place, done)
    assert "internal" not in done.talk, (place, done)
    if done.status == 0:
        assert done.talk == "", (place, done)
        # No page can have been written without these.
        assert place.call not in ("rename", "write"), place
    elif place.path.name == "site.toml":
        assert done.status == 2, (place, done)
        assert f"site.toml: error settings-syntax: cannot be read: {reason}" in done.talk
    else:
        assert done.status == 1, (place, done)
        if ".sqlite" in place.path.name:
            # SQLite does not say why, and which of its files is written when is not the same each time.
            assert ".sqlite: error cache-failed: cannot be used: " in done.talk, (place, done)
        else:
            assert case.told(place) in done.talk, (place, done)
            assert reason in done.talk, (place, done)
