"""Waiting for what must happen, however busy the machine is; nothing is measured."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

PATIENCE_S = 60.0
"""How long is waited before a test fails; far more than anything takes."""


def wait_until(is_so: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not is_so():
        if time.monotonic() > end:
            pytest.fail("waited in vain")
        time.sleep(0.02)
