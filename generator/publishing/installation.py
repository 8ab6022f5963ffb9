"""The running program on this machine: installed from a wheel, or run from a checkout."""

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
    """Where the running program is, and how it was installed."""

    package: Path
    """The folder of the package."""
    distribution: Distribution | None
    """The installer's record of the package; None in a checkout."""


def running_installation() -> Installation:
    """The installation of the program that this process runs.

    The environment may contain another installation: `python -m generator` in a checkout runs the checkout.
    """
    package = Path(__file__).resolve().parents[1]
    first = f"{PACKAGE}/__init__.py"
    for distribution in distributions(name=DISTRIBUTION):
        # An editable installation records no module of the package, only a link to it.
        if first in recorded(distribution) and folder_of(distribution) / first == package / "__init__.py":
            return Installation(package, distribution)
    return Installation(package, None)


def folder_of(distribution: Distribution) -> Path:
    """The folder to which the paths in an installer's record of its files are relative."""
    return Path(str(distribution.locate_file(""))).resolve()


def recorded(distribution: Distribution) -> dict[str, str]:
    """The digest of each file of a distribution, as its installer recorded it, by path; some may be empty.

    They have the form of `digest_field`.  `Distribution.files` is of no use here: since Python 3.12 it leaves out
    missing files.

    Source: Recording installed projects,
    https://packaging.python.org/en/latest/specifications/recording-installed-packages/.
    """
    rows = csv.reader((distribution.read_text("RECORD") or "").splitlines())
    return {row[0]: row[1] for row in rows if len(row) >= 2}


def digest_field(data: bytes) -> str:
    """The digest of a file in the form that RECORD, an installer's list of files, uses."""
    return "sha256=" + urlsafe_b64encode(sha256(data).digest()).decode().rstrip("=")


def is_shipped(name: str) -> bool:
    """Whether a file in the package folder belongs to the package.

    False for files that Python or an editor left there.
    """
    return _MADE_BY_MACHINES.fullmatch(name) is None
