"""Every hostile source in one archive: the build ends well, small, and no other post's page is different by a byte."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import pytest

from generator.addresses import file_path
from generator.building.inspection import inspect
from generator.building.site import BuildOptions
from generator.runtime.progress import Silent
from tests.hostile_posts import HOSTILE, LARGE, MARKER
from tests.sites import SmallSite, post, tree
from tests.sizes import IS_LONG

pytestmark = pytest.mark.starts_processes

POSTS = 10_000 if IS_LONG else 220
MOST_BYTES = 1_000_000_000
PLACES = {name: f"{number * 3:05}.md" for number, name in enumerate(HOSTILE)}
"""File names of hostile sources; as all dates are the same, each has two honest posts for neighbours."""


class Peaks(threading.Thread):
    """The most memory that each process of a build held at any moment, by pid; Linux only."""

    def __init__(self, parent: int) -> None:
        super().__init__()
        self.bytes: dict[int, int] = {}
        self._parent = parent
        self._over = threading.Event()
        self.start()

    def run(self) -> None:
        while not self._over.wait(0.02):
            for pid in (self._parent, *_descendants(self._parent)):
                with suppress(OSError, StopIteration):
                    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
                    self.bytes[pid] = 1024 * int(next(line for line in lines if line.startswith("VmHWM")).split()[1])

    def stop(self) -> None:
        self._over.set()
        self.join()


def _descendants(pid: int) -> list[int]:
    with suppress(OSError):
        children = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
        return [one for child in children for one in (child, *_descendants(child))]
    return []


def _build(site: SmallSite, *options: str) -> tuple[dict[str, object], Peaks]:
    """The report of a build in a process of its own, which must end with 0, and its memory."""
    command = [sys.executable, "-m", "generator", "build", str(site.folder), "--quiet", *options]
    report = site.folder.with_suffix(".json")
    with subprocess.Popen([*command, "--json", str(report)], stderr=subprocess.PIPE, text=True) as process:
        peaks = Peaks(process.pid)
        said = process.communicate()[1]
        peaks.stop()
    assert process.returncode == 0, said
    assert "Traceback" not in said
    return json.loads(report.read_text("utf-8")), peaks


class Place(NamedTuple):
    """Where a post lies, and the fields by which others find it."""

    address: str
    title: str
    date: str
    categories: tuple[tuple[str, ...], ...]
    tags: tuple[str, ...]
    source: str
    lang: str
    hidden: bool

    def harmless(self) -> str:
        """A post that lies there with a harmless body."""
        fields = {name: value for name, value in self._asdict().items() if value and name not in ("address", "title")}
        return post(self.title, f"<p>A harmless body at {self.address}.</p>", permalink=self.address[1:], **fields)


def _places(site: SmallSite) -> dict[str, Place]:
    """What became of each post, by the name of its file."""
    found = {}
    with inspect(BuildOptions(site.folder), Silent()) as seen:
        for id, address in seen.index.addresses.items():
            header = seen.index.summaries[id].header
            date = header.published.isoformat() if header.published else ""
            found[Path(id).name] = Place(
                address,
                header.title,
                date,
                header.categories,
                header.tags,
                header.origin,
                seen.index.summaries[id].language,
                # Some hostile posts are copies of each other, which the harmless ones in their place are not.
                id in seen.index.unlisted,
            )
    return found


def _honest(site: SmallSite) -> None:
    for number in range(POSTS):
        name = f"{number:05}.md"
        if name not in PLACES.values():
            body = f"<p>An honest article, the {number}th, about the harbour.</p><p>The ferry is back.</p>"
            site.write(name, post(f"Good {number}", body, date="2024-01-01", categories=["harbour"], tags=["ferry"]))


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")
def test_hostile_posts_change_no_byte_of_the_others_and_take_no_memory(tmp_path):
    hostile = SmallSite(tmp_path / "hostile")
    hostile.settings(permalink=":key/")
    _honest(hostile)
    for name, place in PLACES.items():
        hostile.write(place, HOSTILE[name].text)
    sources = tree(hostile.folder / "content")
    report, peaks = _build(hostile, "--jobs", "2")
    assert len(peaks.bytes) >= 3
    print(f"at most {max(peaks.bytes.values()) / 1e6:.0f} MB in one of {len(peaks.bytes)} processes")
    assert max(peaks.bytes.values()) < MOST_BYTES
    assert tree(hostile.folder / "content") == sources
    assert not Path(MARKER).exists()

    told = {(Path(problem["path"]).name, problem["code"]) for problem in report["problems"]}
    untold = {name for name, place in PLACES.items() if HOSTILE[name].code and (place, HOSTILE[name].code) not in told}
    assert untold == set()

    harmless = SmallSite(tmp_path / "harmless")
    harmless.settings(permalink=":key/")
    _honest(harmless)
    became = _places(hostile)
    assert became.keys() == sources.keys()
    for place in PLACES.values():
        harmless.write(place, became[place].harmless())
    _build(harmless, "--jobs", "2")
    now = {name: place._replace(lang=became[name].lang) for name, place in _places(harmless).items()}
    assert now == became
    files, others = hostile.files(), harmless.files()
    pages = [file_path(became[name].address) for name in sources if name not in PLACES.values()]
    assert len(pages) == POSTS - len(PLACES)
    assert [page for page in pages if files[page] != others[page]] == []


# The test above has the same posts and the same bound, but for builds with workers.
@pytest.mark.long
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")
def test_the_largest_hostile_posts_take_no_memory_where_one_process_does_all(tmp_path):
    site = SmallSite(tmp_path / "site")
    for number, name in enumerate(sorted(LARGE)):
        site.write(f"{number}.md", HOSTILE[name].text)
    _, peaks = _build(site, "--jobs", "1")
    print(f"at most {max(peaks.bytes.values()) / 1e6:.0f} MB")
    assert max(peaks.bytes.values()) < MOST_BYTES
