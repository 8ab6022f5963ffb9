"""Makes a wheel (the file that pip installs) of the running program from the program's own files.

The same files give the same bytes.  The wheel is packed here because pip and the build backend hatchling may not be
installed.  A test compares the wheel of a checkout with the one that hatchling makes.
"""

from __future__ import annotations

import csv
import io
import os
import re
import stat
import tomllib
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import Distribution
from pathlib import Path

from generator import __version__
from generator.bundled import bundled
from generator.errors import SiteError, Where
from generator.publishing.installation import (
    DISTRIBUTION,
    PACKAGE,
    Installation,
    digest_field,
    folder_of,
    is_shipped,
    recorded,
)

MOST_BYTES = 50 * 1000**2
"""The maximum size of a wheel: GitHub warns of files above 50 MiB, and a repository keeps each file for ever."""

NAME = re.compile(rf"{DISTRIBUTION}-([A-Za-z0-9_.+!]+)-py3-none-any\.whl")

_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest time that a ZIP archive can store
_KEPT = re.compile(r"METADATA|WHEEL|entry_points\.txt|licenses/.+")
"""The files of .dist-info that go into the wheel.  Those that an installer added may name folders and addresses of this
machine."""
_WHEEL = "Wheel-Version: 1.0\nGenerator: pressmark\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


@dataclass(frozen=True, slots=True)
class Wheel:
    """A wheel, the file that pip installs: its file name and its bytes."""

    name: str
    data: bytes

    @property
    def digest(self) -> str:
        """The SHA-256 digest of the bytes, as hex digits."""
        return sha256(self.data).hexdigest()


def make_wheel(installation: Installation) -> Wheel:
    """A wheel with which pip installs the running program, `installation`, on another machine.

    Raises SiteError workflow-refused if the files of the program cannot be read or have more than `MOST_BYTES` (50 MB),
    or if the program is neither installed nor in a checkout.
    """
    distribution = installation.distribution
    try:
        if distribution is not None:
            version, files, texts = _installed_files(distribution)
        else:
            version, files, texts = _checked_out_files(installation.package)
        size_bytes = sum(path.stat().st_size for path in files.values())
        if size_bytes > MOST_BYTES:
            raise _too_large(installation.package, size_bytes)
        contents = {name: path.read_bytes() for name, path in files.items()} | texts
    except OSError as error:
        raise _refused(Path(error.filename or installation.package), f"cannot be read: {error.strerror}") from error
    data = _packed(contents, f"{DISTRIBUTION}-{version}.dist-info")
    if len(data) > MOST_BYTES:
        raise _too_large(installation.package, len(data))
    return Wheel(f"{DISTRIBUTION}-{version}-py3-none-any.whl", data)


def _refused(path: Path, message: str) -> SiteError:
    help = "name with --requirement what GitHub shall install"
    return SiteError("workflow-refused", message, Where(str(path)), help)


def _too_large(path: Path, size_bytes: int) -> SiteError:
    megabytes = f"{size_bytes / 1000**2:,.0f} MB"
    return _refused(path, f"its wheel would weigh {megabytes}; more than {MOST_BYTES // 1000**2} MB are not written")


# -------------------------------------------------------------------------------- what goes into a wheel


def _installed_files(distribution: Distribution) -> tuple[str, dict[str, Path], dict[str, bytes]]:
    """(version, {name in the wheel: file}, {}) of an installed distribution; the last item is always empty."""
    folder, names = folder_of(distribution), recorded(distribution)
    matches = (re.fullmatch(rf"({DISTRIBUTION}-(.+)\.dist-info)/METADATA", name) for name in names)
    info = next((match for match in matches if match), None)
    if info is None or not NAME.fullmatch(f"{DISTRIBUTION}-{info[2]}-py3-none-any.whl"):
        raise _refused(folder, "holds no record of what was installed")
    kept = {}
    for name in names:
        top, _, rest = name.partition("/")
        is_kept = is_shipped(name) if top == PACKAGE else top == info[1] and _KEPT.fullmatch(rest)
        if is_kept and ".." not in name.split("/"):
            kept[name] = folder / name
    return info[2], kept, {}


def _checked_out_files(package: Path) -> tuple[str, dict[str, Path], dict[str, bytes]]:
    """(version, {name in the wheel: file}, {name in the wheel: content} of the metadata) of a checkout.

    The names are those given by [tool.hatch.build.targets.wheel] in pyproject.toml.
    """
    license = package.parent / "LICENSE"
    try:
        project = tomllib.loads((package.parent / "pyproject.toml").read_text("utf-8"))["project"]
        texts = _metadata(project, has_license=license.is_file())
    except (FileNotFoundError, NotADirectoryError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise _refused(package, "is neither an installed package nor a checkout of one") from error
    version = re.sub(r"[^A-Za-z0-9.+!]", "_", __version__)
    info = f"{DISTRIBUTION}-{version}.dist-info"
    files = {f"{PACKAGE}/{name}": path for name, path in _below(package)}
    for kind in ("templates", "static"):
        files |= {f"{PACKAGE}/_bundled/{kind}/{name}": path for name, path in _below(bundled(kind, package))}
    if license.is_file():
        files[f"{info}/licenses/LICENSE"] = license
    return version, files, {f"{info}/{name}": text.encode() for name, text in texts.items()}


def _below(folder: Path) -> Iterator[tuple[str, Path]]:
    for place, _, names in os.walk(folder):
        for path in (Path(place, name) for name in names):
            name = path.relative_to(folder).as_posix()
            if is_shipped(name) and path.is_file():
                yield name, path


def _metadata(project: dict[str, object], *, has_license: bool) -> dict[str, str]:
    """{file name: text} of the metadata in a wheel, made from `project`, the table [project] of pyproject.toml.

    Source: Core metadata specifications, https://packaging.python.org/en/latest/specifications/core-metadata/.
    """
    if project["name"] != DISTRIBUTION:
        raise KeyError(DISTRIBUTION)
    dependencies, scripts = project["dependencies"], project["scripts"]
    assert isinstance(dependencies, list)
    assert isinstance(scripts, dict)
    lines = [
        "Metadata-Version: 2.4",
        f"Name: {DISTRIBUTION}",
        f"Version: {__version__}",
        f"Summary: {project['description']}",
        f"License-Expression: {project['license']}",
        *(["License-File: LICENSE"] if has_license else []),
        f"Requires-Python: {project['requires-python']}",
        *(f"Requires-Dist: {dependency}" for dependency in sorted(dependencies)),
    ]
    commands = [f"{name} = {target}" for name, target in sorted(scripts.items())]
    return {
        "METADATA": "\n".join(lines) + "\n",
        "WHEEL": _WHEEL,
        "entry_points.txt": "\n".join(["[console_scripts]", *commands]) + "\n",
    }


# --------------------------------------------------------------------------------------------- packing


def _packed(contents: Mapping[str, bytes], info: str) -> bytes:
    """A ZIP archive of `contents` ({name: bytes}), and of the list RECORD of these files in the folder `info`.

    Source: Binary distribution format, https://packaging.python.org/en/latest/specifications/binary-distribution-format/.
    """
    # The .dist-info files come last, as the specification recommends.
    names = sorted(contents, key=lambda name: (name.startswith(f"{info}/"), name))
    record = io.StringIO()
    rows = csv.writer(record, lineterminator="\n")
    rows.writerows((name, digest_field(contents[name]), len(contents[name])) for name in names)
    rows.writerow((f"{info}/RECORD", "", ""))
    archive = io.BytesIO()
    # Not compressed: so the bytes do not depend on the version of zlib, and git, which compresses anyway, can store a
    # later wheel as a delta.
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as wheel:
        for name in [*names, f"{info}/RECORD"]:
            entry = zipfile.ZipInfo(name, _TIME)
            entry.create_system = 3  # Unix; otherwise the mode is ignored
            entry.external_attr = (stat.S_IFREG | 0o644) << 16
            wheel.writestr(entry, contents[name] if name in contents else record.getvalue().encode())
    return archive.getvalue()
