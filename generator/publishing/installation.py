"""The program that runs, as it lies on this machine: installed from a wheel, or in a checkout."""

from __future__ import annotations

import csv
import re
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import Distribution, distributions
from pathlib import Path

PACKAGE = "generator"
DISTRIBUTION = "pressmark"

_MADE_BY_MACHINES = re.compile(r"(?:.*/)?(?:__pycache__/.*|\.DS_Store|[^/]*\.py[co]|[^/]*~|\.[^/]*\.sw[a-p])")


@dataclass(frozen=True, slots=True)
class Installation:
    """Where the program lies, and what it was installed from."""

    package: Path
    """The folder of the package."""
    distribution: Distribution | None
    """What an installer recorded with the package; None if it lies in a checkout."""


def running_installation() -> Installation:
    """The installation that this process runs from.

    An environment may know of another one: `python -m generator` in a checkout takes what lies there.
    """
    package = Path(__file__).resolve().parents[1]
    first = f"{PACKAGE}/__init__.py"
    for found in distributions(name=DISTRIBUTION):
        # An editable installation records no module of the package, only a link to it.
        if first in recorded(found) and folder_of(found) / first == package / "__init__.py":
            return Installation(package, found)
    return Installation(package, None)


def folder_of(distribution: Distribution) -> Path:
    """The folder that the recorded paths begin at."""
    return Path(str(distribution.locate_file(""))).resolve()


def recorded(distribution: Distribution) -> dict[str, str]:
    """The digest of every file of a distribution by its path, as `digest_field` has it, or empty.

    Source: Recording installed projects, https://packaging.python.org/en/latest/specifications/recording-installed-packages/.
    `Distribution.files` will not do, as since Python 3.12 it leaves out what is missing.
    """
    rows = csv.reader((distribution.read_text("RECORD") or "").splitlines())
    return {row[0]: row[1] for row in rows if len(row) >= 2}


def digest_field(data: bytes) -> str:
    """The digest of a file as a RECORD has it."""
    return "sha256=" + urlsafe_b64encode(sha256(data).digest()).decode().rstrip("=")


def is_shipped(name: str) -> bool:
    """Whether a file in the folder of the package is part of it, and was not left there by Python or an editor."""
    return _MADE_BY_MACHINES.fullmatch(name) is None
