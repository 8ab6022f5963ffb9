"""The wheel of the running program: complete, the same each time, and the same from a checkout and from a wheel."""

from __future__ import annotations

import csv
import io
import os
import re
import subprocess
import sys
import zipfile
from email import message_from_bytes
from pathlib import Path

import pytest

from generator import __version__
from generator.errors import SiteError
from generator.publishing.installation import Installation, digest_field
from generator.publishing.wheel import Wheel, make_wheel
from tests.installations import ROOT, checkout, installed

_INFO = f"pressmark-{__version__}.dist-info"


def contents(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Wheel:
    return make_wheel(checkout(tmp_path_factory.mktemp("checkout")))


@pytest.mark.starts_processes
def test_the_wheel_of_a_checkout_is_the_one_that_hatchling_builds(wheel: Wheel, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path / "dist")]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (path,) = (tmp_path / "dist").iterdir()
    assert path.name == wheel.name
    ours, theirs = contents(wheel.data), contents(path.read_bytes())
    assert ours.keys() == theirs.keys()
    differing = {name for name in ours if ours[name] != theirs[name]}
    assert differing <= {f"{_INFO}/{name}" for name in ("METADATA", "WHEEL", "RECORD")}
    one, two = (message_from_bytes(files[f"{_INFO}/METADATA"]) for files in (ours, theirs))
    for name in ("Name", "Version", "Summary", "License-Expression", "License-File", "Requires-Python"):
        assert one[name] == two[name], name

    def needed(names: list[str]) -> set[str]:
        return {name.lower() for name in names if "extra ==" not in name}

    assert needed(one.get_all("Requires-Dist", [])) == needed(two.get_all("Requires-Dist", []))
    # Once installed, hatchling's wheel is made again, too.
    again = make_wheel(installed(Wheel(path.name, path.read_bytes()), tmp_path / "lib"))
    assert again.name == path.name
    made = contents(again.data)
    records = [sorted(files.pop(f"{_INFO}/RECORD").splitlines()) for files in (made, theirs)]
    assert records[0] == records[1]
    assert made == theirs


def test_the_record_holds_every_file_with_its_digest_and_size(wheel: Wheel) -> None:
    files = contents(wheel.data)
    assert list(files)[-1] == f"{_INFO}/RECORD"
    rows = list(csv.reader(files[f"{_INFO}/RECORD"].decode().splitlines()))
    assert [row[0] for row in rows] == list(files)
    assert rows.pop() == [f"{_INFO}/RECORD", "", ""]
    assert all(row[1:] == [digest_field(files[row[0]]), str(len(files[row[0]]))] for row in rows)


def test_the_same_files_give_the_same_bytes_whatever_lies_beside_them(wheel: Wheel, tmp_path: Path) -> None:
    there = checkout(tmp_path / "other place")
    for path in there.package.rglob("*"):
        os.utime(path, (2_000_000_000, 2_000_000_000))
        path.chmod(0o700)
    for name in ("__pycache__/a.cpython-313.pyc", "rules/.ads.txt.swp", "rules/ads.txt~", ".DS_Store"):
        path = there.package / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x")
    (there.package.parent / "notes.txt").write_text("mine")
    assert make_wheel(there) == wheel
    # The time of a file would otherwise be that of its archive.
    with zipfile.ZipFile(io.BytesIO(wheel.data)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    (there.package / "rules/new.txt").write_text("||example.org^\n")
    assert "generator/rules/new.txt" in contents(make_wheel(there).data)


def test_what_a_wheel_installed_gives_the_same_wheel_again(wheel: Wheel, tmp_path: Path) -> None:
    origin = {"url": "file:///home/ann/secret/p.whl", "archive_info": {}}
    again = make_wheel(installed(wheel, tmp_path / "site-packages", origin))
    assert again == wheel
    assert b"/home/ann" not in again.data


def test_a_file_that_was_changed_since_is_packed_as_it_is_now(wheel: Wheel, tmp_path: Path) -> None:
    there = installed(wheel, tmp_path)
    (there.package / "digest.py").write_bytes(b"changed")
    files = contents(make_wheel(there).data)
    assert files["generator/digest.py"] == b"changed"
    assert f"generator/digest.py,{digest_field(b'changed')},7\n" in files[f"{_INFO}/RECORD"].decode()


def test_a_record_that_leads_out_of_its_folder_gets_nothing_into_the_wheel(wheel: Wheel, tmp_path: Path) -> None:
    there = installed(wheel, tmp_path / "lib")
    (tmp_path / "secret").write_text("x")
    with (tmp_path / "lib" / _INFO / "RECORD").open("a") as record:
        record.write(f"generator/../../secret,,\n{_INFO}/licenses/../../../secret,,\n{tmp_path}/secret,,\n")
    assert make_wheel(there) == wheel


def test_what_cannot_be_packed_is_refused(wheel: Wheel, tmp_path: Path) -> None:
    there = installed(wheel, tmp_path / "lib")
    (there.package / "digest.py").unlink()
    with pytest.raises(SiteError, match=r"digest.py: workflow-refused: cannot be read"):
        make_wheel(there)
    (tmp_path / "lib" / _INFO / "RECORD").write_text("")
    with pytest.raises(SiteError, match="holds no record of what was installed"):
        make_wheel(there)
    with pytest.raises(SiteError, match="neither an installed package nor a checkout") as caught:
        make_wheel(Installation(there.package, None))
    assert caught.value.problem.help == "name with --requirement what GitHub shall install"
    (tmp_path / "lib/pyproject.toml").write_text('[project]\nname = "other"\n')
    with pytest.raises(SiteError, match="neither an installed package nor a checkout"):
        make_wheel(Installation(there.package, None))


def test_a_wheel_of_more_than_50_mb_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    there = checkout(tmp_path)
    with (tmp_path / "static/film.bin").open("wb") as stream:
        stream.truncate(10**9)
    with pytest.raises(SiteError, match=r"would weigh 1,00\d MB; more than 50 MB are not written"):
        make_wheel(there)


def test_the_name_of_the_wheel_has_the_version(wheel: Wheel) -> None:
    assert wheel.name == f"pressmark-{__version__}-py3-none-any.whl"
    assert re.fullmatch("[0-9a-f]{64}", wheel.digest)
