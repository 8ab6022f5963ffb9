"""What ships: the wheel works without the checkout, the lock is complete, and the scripts are sound."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.starts_processes

_ROOT = Path(__file__).resolve().parents[1]
_PROJECT = tomllib.loads((_ROOT / "pyproject.toml").read_text("utf-8"))


def _hatchling(source: Path, target: str, folder: Path) -> Path:
    command = [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(folder)]
    subprocess.run(command, cwd=source, check=True, capture_output=True)
    return next(folder.iterdir())


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _hatchling(_ROOT, "sdist", tmp_path_factory.mktemp("sdist"))


@pytest.fixture(scope="module")
def wheel(sdist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel that is built from the sdist, as package indexes do."""
    folder = tmp_path_factory.mktemp("source")
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, filter="data")
    return _hatchling(next(folder.iterdir()), "wheel", tmp_path_factory.mktemp("wheel"))


def test_the_sdist_is_a_whole_checkout(sdist: Path) -> None:
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert names >= {"pyproject.toml", "Makefile", "site.toml", "generator/cli.py", "templates/base.html"}
    assert all(any(name.startswith(folder) for name in names) for folder in ("content/", "blog/"))
    assert not any(name.startswith((".venv", "public/", ".pressmark")) for name in names)


def test_the_wheel_works_without_the_checkout(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        archive.extractall(tmp_path / "installed")
    assert names >= {"generator/_bundled/templates/base.html", "generator/_bundled/static/theme/style.css"}
    assert any(re.fullmatch(r"generator/rules/\w+\.txt", name) for name in names)
    assert "generator/preview/preview.js" in names
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "installed")}
    for arguments in (["init", "blog"], ["build", "blog", "--strict", "--jobs", "2"], ["eject", "post.html", "blog"]):
        command = [sys.executable, "-m", "generator", *arguments]
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    assert (tmp_path / "blog/public/index.html").exists()
    assert list((tmp_path / "blog/public/theme").iterdir())


def test_the_wheel_installs_the_command(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        entry = next(name for name in archive.namelist() if name.endswith("entry_points.txt"))
        assert "pressmark = generator.cli:main" in archive.read(entry).decode()


def _locked() -> dict[str, str]:
    lines = (_ROOT / "requirements.lock").read_text("utf-8").splitlines()
    pairs = [line.split("==") for line in lines if not line.startswith("#")]
    return {name.lower().replace("_", "-"): version for name, version in pairs}


def test_the_lock_names_exact_versions_and_nothing_else() -> None:
    assert all(re.fullmatch(r"\d+(?:\.\d+)+", version) for version in _locked().values())


def test_the_lock_holds_every_dependency() -> None:
    project = _PROJECT["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"], *_PROJECT["build-system"]["requires"]]
    names = {re.split(r"[\s\[<>=!~;]", line)[0].lower().replace("_", "-") for line in wanted} | {"editables"}
    assert names - set(_locked()) == set()


@pytest.mark.parametrize("name", [".ci/run"])
def test_scripts_are_executable_and_parse(name: str) -> None:
    assert os.access(_ROOT / name, os.X_OK)
    subprocess.run(["bash", "-n", str(_ROOT / name)], check=True)


@pytest.mark.parametrize("target", ["site", "quick", "test", "test-long", "check", "clean"])
def test_make_knows_its_targets(target: str) -> None:
    subprocess.run(["make", "--dry-run", target], cwd=_ROOT, check=True, capture_output=True)


def test_make_says_what_is_missing_without_a_fitting_python(tmp_path: Path) -> None:
    fake = tmp_path / "python"
    fake.write_text('#!/bin/sh\ncase "$2" in *version_info*) exit 0;; esac\nexit 1\n')
    fake.chmod(0o755)
    command = ["make", "-f", str(_ROOT / "Makefile"), "site", f"PYTHON={fake}"]
    for name in ("requirements.lock", "pyproject.toml"):
        (tmp_path / name).touch()
    (tmp_path / "generator").mkdir()
    (tmp_path / "generator" / "__init__.py").touch()
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "apt install python3-venv" in done.stderr
    assert not (tmp_path / ".venv").exists()
