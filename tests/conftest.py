"""Fixtures: small whole sites, and programs that may be absent."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import sizes
from tests.browsers import FLAGS
from tests.repositories import isolate
from tests.sites import SmallSite

sizes.load_profile()


@pytest.fixture
def small_site(tmp_path: Path) -> SmallSite:
    """An empty site with settings and nothing else."""
    return SmallSite(tmp_path / "site")


@pytest.fixture(scope="session")
def needs() -> Callable[..., str]:
    """The path of a program; without it the test is skipped, or fails where everything is required."""

    def find(*names: str) -> str:
        for name in names:
            if found := shutil.which(name):
                return found
        message = f"{' or '.join(names)} is not installed"
        if os.environ.get("PRESSMARK_REQUIRE_ALL") == "1":
            pytest.fail(message)
        pytest.skip(message)

    return find


@pytest.fixture(scope="session")
def shared() -> Callable[[str], Path]:
    """A folder of other people's posts beside the repository; without it the test is skipped."""

    def find(name: str) -> Path:
        folder = Path(__file__).resolve().parents[2] / "shared" / name
        if not folder.is_dir():
            pytest.skip(f"there is no folder {name} beside the repository")
        return folder

    return find


@pytest.fixture
def isolated_git(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, needs: Callable[..., str]) -> None:
    """git without the settings of this machine, with a fixed name and time."""
    needs("git")
    isolate(monkeypatch, tmp_path / "home")


@pytest.fixture(scope="module")
def browser(needs: Callable[..., str]) -> Iterator[Any]:
    """A running Chromium."""
    from playwright.sync_api import sync_playwright

    program = needs("chromium", "chromium-browser", "google-chrome")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield running
        running.close()
