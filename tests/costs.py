"""What a build did to get its result, and what it left: sources read and cleaned, pages rendered, files on disk."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from generator.building import pages, tasks
from generator.building.report import BuildReport
from generator.templating.pieces import SiteView
from tests.sites import SmallSite


@dataclass
class Costs:
    """Ids of sources and addresses of pages, each as often as it was worked on."""

    read: list[str] = field(default_factory=list)
    cleaned: list[str] = field(default_factory=list)
    rendered: list[str] = field(default_factory=list)
    addresses: Mapping[str, str] = field(default_factory=dict)
    """Of all posts, by id."""
    on_every_page: SiteView | None = None
    """The menu, the feeds and the theme's files."""


@contextmanager
def counted() -> Iterator[Costs]:
    """Count what builds in this process do; they must run with one job."""
    costs = Costs()

    def watch(patch: pytest.MonkeyPatch, module: Any, name: str, note: Callable[..., None]) -> None:
        work = getattr(module, name)

        def noted(*arguments: Any, **more: Any) -> Any:
            result = work(*arguments, **more)
            note(result, *arguments)
            return result

        patch.setattr(module, name, noted)

    with pytest.MonkeyPatch.context() as patch:
        watch(patch, tasks, "read_bytes", lambda _, site, source: costs.read.append(source.id))
        watch(patch, tasks, "clean", lambda _, raw, config: costs.cleaned.append(raw.source.id))
        watch(patch, tasks, "render", lambda _, page, *more: costs.rendered.append(page.address))
        watch(patch, pages, "index", lambda made, *more: setattr(costs, "addresses", made.addresses))
        watch(patch, pages, "site_view", lambda made, *more: setattr(costs, "on_every_page", made))
        yield costs


@dataclass(frozen=True)
class File:
    """A file of the output folder, and what tells that it was not replaced."""

    data: bytes
    mtime_ns: int
    inode: int


def status_of(path: Path | str) -> tuple[int, ...]:
    found = os.lstat(path)
    return found.st_size, found.st_mtime_ns, found.st_ino


def files_of(site: SmallSite) -> dict[str, File]:
    """Every file of the output folder by path."""
    if not site.output.exists():
        return {}
    return {name: File(data, *status_of(f"{site.output}/{name}")[1:]) for name, data in site.files().items()}


def told(report: BuildReport) -> tuple[object, ...]:
    """What a report says of the site, whatever the build had to do for it."""
    problems = [one for one in report.problems if not one.code.startswith("output-")]
    return report.sources, report.posts, report.undated, report.pages, report.size_bytes, report.removals, problems


def replace_keeping_time(path: Path, data: bytes) -> None:
    """Put another file in the place of one, with its time: only the inode tells."""
    time_ns = path.stat().st_mtime_ns
    other = path.with_name(".other")
    other.write_bytes(data)
    os.utime(other, ns=(time_ns, time_ns))
    other.replace(path)
