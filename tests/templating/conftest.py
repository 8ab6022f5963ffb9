"""Fixtures of the tests of templates."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    """The templates folder of a site."""
    (tmp_path / "templates").mkdir()
    return tmp_path / "templates"
