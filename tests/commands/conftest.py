"""Fixtures: a program that nobody else has."""

from __future__ import annotations

import pytest

from generator.commands import workflow as command
from generator.publishing.installation import Installation
from tests.installations import checkout


@pytest.fixture(scope="session")
def unpublished_checkout(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """A checkout outside of any repository."""
    return checkout(tmp_path_factory.mktemp("checkout"))


@pytest.fixture
def unpublished(unpublished_checkout: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    """A workflow installs a wheel of that checkout: the one that the tests run from may have been pushed."""
    monkeypatch.setattr(command, "running_installation", lambda: unpublished_checkout)
