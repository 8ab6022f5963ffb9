"""`deploy --workflow`: the steps install the program and build a fresh checkout with an old cache."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator import __version__
from generator.publishing.workflow import PATH
from tests.repositories import PublishedSite, git
from tests.sites import clean_build, post, tree

pytestmark = pytest.mark.usefixtures("isolated_git", "unpublished")


@pytest.fixture(scope="module")
def venv(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A virtual environment with pip and all that Pressmark needs, but without Pressmark."""
    folder = tmp_path_factory.mktemp("python")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    packages = next(folder.glob("lib/python*/site-packages"))
    ours = ("generator", "pressmark", "_editable_impl_pressmark", "__pycache__")
    for path in {path for name in ("purelib", "platlib") for path in Path(sysconfig.get_path(name)).iterdir()}:
        if not path.name.startswith(ours) and path.suffix != ".pth" and not (packages / path.name).exists():
            (packages / path.name).symlink_to(path)
    return folder


class Runner:
    """What GitHub does with the job `build`, on this machine: a checkout, a cache, and the scripts of the steps."""

    def __init__(self, site: PublishedSite, folder: Path, venv: Path) -> None:
        self.site, self.folder, self.venv = site, folder, venv
        self.top, self.cache, self.summary = folder / "a repo/work", folder / "cache.tar", folder / "summary.md"
        folder.mkdir(parents=True)
        for path in [*venv.glob("lib/python*/site-packages/generator"), *venv.glob("lib/*/*/pressmark-*")]:
            shutil.rmtree(path)
        (venv / "bin/pressmark").unlink(missing_ok=True)

    def run(self, *, without: str = "") -> dict[str, Any]:
        """Run the job from a new checkout; without a path of the cache.  The report of the build."""
        failed = self.failed(without=without)
        assert failed is None, failed
        report = json.loads((self.folder / "report.json").read_text("utf-8"))
        assert isinstance(report, dict)
        return report

    def failed(self, *, without: str = "") -> tuple[str, str] | None:
        """Run the job; (name, output) of the step that failed."""
        shutil.rmtree(self.top, ignore_errors=True)
        for name in ("summary.md", "report.json"):
            (self.folder / name).unlink(missing_ok=True)
        git(self.folder, "clone", "--quiet", "--depth=1", f"file://{self.site.top}", str(self.top))
        job = yaml.safe_load((self.top / PATH).read_text("utf-8"))["jobs"]["build"]
        cached: list[str] = []
        failed = None
        for step in job["steps"]:
            if failed and step.get("if") != "${{ !cancelled() }}":
                continue
            if step.get("uses", "").startswith("actions/cache@"):
                cached = step["with"]["path"].splitlines()
                self.restore(without)
            if "run" in step:
                done = self.step(step, self.top / job["defaults"]["run"]["working-directory"])
                if done.returncode:
                    failed = (step["name"], done.stdout + done.stderr)
        if not failed:
            # As actions/cache does it at the end of a job.
            subprocess.run(["tar", "--posix", "-cf", self.cache, *cached], cwd=self.top, check=True)
        return failed

    def restore(self, without: str) -> None:
        if self.cache.exists():
            subprocess.run(["tar", "-xf", self.cache], cwd=self.top, check=True)
            if without:
                shutil.rmtree(self.top / without)

    def step(self, step: dict[str, Any], folder: Path) -> subprocess.CompletedProcess[str]:
        """Run one script, in an environment that has nothing of this machine but its programs."""
        script = self.folder / "script"
        script.write_text(step["run"], "utf-8")
        shells = {"bash": ["bash", "-e"], "python": [str(self.venv / "bin/python")]}
        environment = {
            "PATH": f"{self.venv}/bin:{os.environ['PATH']}",
            "HOME": str(self.folder),
            "LANG": "C.UTF-8",
            "CI": "true",
            "GITHUB_WORKSPACE": str(self.top),
            "GITHUB_STEP_SUMMARY": str(self.summary),
            "RUNNER_TEMP": str(self.folder),
            # No network in tests.
            "PIP_NO_INDEX": "1",
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        }
        address = {"${{ steps.pages.outputs.base_url }}": "https://example.org/repo"}
        environment |= {name: address.get(value, value) for name, value in step.get("env", {}).items()}
        command = [*shells[step.get("shell", "bash")], str(script)]
        return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def published_with_workflow(folder: Path, *, below: str = "", posts: int = 3, arguments: tuple[str, ...] = ()) -> Any:
    """A site with its workflow, as people commit it."""
    site = PublishedSite(folder, below=below, posts=posts)
    site.put("static/.well-known/security.txt", "Contact: mailto:ann@example.org\n")
    assert site.deploy("--workflow", *arguments).exit_code == 0
    site.commit()
    return site


def test_the_steps_install_the_program_and_build_a_fresh_checkout_and_later_only_what_changed(
    tmp_path: Path, venv: Path
) -> None:
    site = published_with_workflow(tmp_path / "site", below="my site", posts=20)
    site.write("posts/odd.md", post("Odd", "Words.", date="<b>`never`</b>\nsecond line", permalink="odd/"))
    site.commit()
    runner = Runner(site, tmp_path / "runner", venv)
    output = runner.top / "my site/public"

    first = runner.run()
    assert tree(output) == clean_build(site)
    assert (output / ".nojekyll").exists()
    assert (output / ".well-known/security.txt").exists()
    assert first["counts"]["written"] == first["counts"]["pages"]
    said = runner.summary.read_text("utf-8")
    assert "21 posts, " in said
    assert "0 errors, 1 warnings." in said
    # What a post says is shown as it is, on one line.
    (row,) = [row for row in said.splitlines() if "date-unreadable" in row]
    assert row.startswith("    content/posts/odd.md:")
    assert "<b>`never`</b>" in row

    # All times of files are new, and nothing is written again.
    source = runner.top / "my site/content/posts/0.md"
    time = source.stat().st_mtime_ns
    second = runner.run()
    assert source.stat().st_mtime_ns > time
    assert second["counts"]["written"] == 0
    assert tree(output) == clean_build(site)

    site.write("posts/3.md", post("Post 3", "Other.", date="2024-01-02", permalink="p3/"))
    site.commit()
    third = runner.run()
    assert "/p3/" in third["written"]
    assert third["counts"]["written"] < third["counts"]["pages"] / 3
    assert tree(output) == clean_build(site)

    # A cache that lost the half of it, and another edit.
    for lost in ("my site/public", "my site/.pressmark"):
        site.write("posts/4.md", post("Post 4", lost, date="2024-01-02", permalink="p4/"))
        site.commit()
        report = runner.run(without=lost)
        assert lost == "my site/.pressmark" or report["counts"]["written"] == report["counts"]["pages"]
        assert tree(output) == clean_build(site)


def test_what_the_steps_installed_writes_the_same_workflow_and_the_same_wheel(tmp_path: Path, venv: Path) -> None:
    site = published_with_workflow(tmp_path / "site")
    runner = Runner(site, tmp_path / "runner", venv)
    runner.run()
    assert runner.run()["counts"]["written"] == 0
    assert tree(runner.top / "public") == clean_build(site)
    installed = next(venv.glob("lib/python*/site-packages/generator/build.py"))
    step = {"run": "pressmark deploy --workflow --dry-run", "env": {"PYTHONDONTWRITEBYTECODE": "1"}}
    again = runner.step(step, runner.top)
    assert again.stdout == (site.top / PATH).read_text("utf-8"), again.stderr
    name = f"pressmark-{__version__}-py3-none-any.whl"
    (site.top / PATH).with_name(name).unlink()
    again = runner.step({"run": f"pressmark deploy --workflow {site.folder}"}, tmp_path)
    assert again.stdout.split() == [str((site.top / PATH).with_name(name))]
    assert git(site.top, "status", "--porcelain") == b""
    # What is packed is what is installed.
    with installed.open("a") as stream:
        stream.write("# changed\n")
    assert runner.step(step, runner.top).stdout != (site.top / PATH).read_text("utf-8")


@pytest.mark.parametrize("break_it", [lambda path: path.write_bytes(b"PK"), lambda path: path.unlink()])
def test_a_wheel_with_another_digest_is_not_installed(break_it: Any, tmp_path: Path, venv: Path) -> None:
    site = published_with_workflow(tmp_path / "site", below="my site")
    break_it((site.top / PATH).with_name(f"pressmark-{__version__}-py3-none-any.whl"))
    site.commit()
    runner = Runner(site, tmp_path / "runner", venv)
    failed = runner.failed()
    assert failed is not None
    assert failed[0] == "Install"
    assert "FAILED" in failed[1]
    assert "Processing" not in failed[1]
    assert not (venv / "bin/pressmark").exists()
    assert "did not come to its end" in runner.summary.read_text()


def test_a_requirement_that_no_index_has_fails_in_the_step_that_installs(tmp_path: Path, venv: Path) -> None:
    site = published_with_workflow(tmp_path / "site", arguments=("--requirement", "pressmark==0.0.1"))
    failed = Runner(site, tmp_path / "runner", venv).failed()
    assert failed is not None
    assert failed[0] == "Install"
    assert "pressmark==0.0.1" in failed[1]
