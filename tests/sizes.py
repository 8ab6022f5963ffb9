"""How much the tests try: `make test-long` tries more than `make test`, and `make quick` less."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

IS_LONG = os.environ.get("PRESSMARK_TEST_LONG") == "1"
IS_QUICK = os.environ.get("PRESSMARK_TEST_QUICK") == "1" and not IS_LONG

_LONG_TIMES = 8
_QUICK_SHARE = 0.1
_QUICK_LEAST = 10
# A machine that is busy with something else is no failure.
_SUPPRESSED = (HealthCheck.too_slow,)


def load_profile() -> None:
    """Load what holds for property tests that do not say how many examples they try."""
    count = 2000 if IS_LONG else _QUICK_LEAST if IS_QUICK else 100
    # What fails is to be this commit's, so each run tries the same; the long one looks elsewhere each time.
    settings.register_profile(
        "pressmark", deadline=None, derandomize=not IS_LONG, max_examples=count, suppress_health_check=_SUPPRESSED
    )
    settings.load_profile("pressmark")


def examples(count: int, *, suppressed: tuple[HealthCheck, ...] = ()) -> settings:
    """Settings of a property test that tries `count` examples in `make test`."""
    if IS_LONG:
        count *= _LONG_TIMES
    elif IS_QUICK:
        count = min(count, max(_QUICK_LEAST, int(count * _QUICK_SHARE)))
    return settings(max_examples=count, suppress_health_check=(*_SUPPRESSED, *suppressed))
