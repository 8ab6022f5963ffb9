"""`deploy --workflow`: the file is what GitHub reads, and its steps work in a fresh checkout with an old cache."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator import __version__
from generator.commands import workflow as command
from generator.commands.terminal import make_terminal
from generator.errors import SiteError
from generator.publishing.git import find_git
from generator.publishing.workflow import PATH, Workflow, workflow_text
from generator.site import BuildOptions
from tests.repositories import PublishedSite, git
from tests.sites import clean_build, post, tree

_ROOT = Path(__file__).resolve().parents[2]

# The inputs of each action at the version used.  Source: its action.yml, 2026-11.
_INPUTS = {
    "actions/checkout@v4": """
        repository ref token ssh-key ssh-known-hosts ssh-strict ssh-user persist-credentials path clean filter
        sparse-checkout sparse-checkout-cone-mode fetch-depth fetch-tags show-progress lfs submodules set-safe-directory
        github-server-url
    """,
    "actions/setup-python@v5": """
        python-version python-version-file cache architecture check-latest token cache-dependency-path
        update-environment allow-prereleases freethreaded
    """,
    "actions/cache@v4": """
        path key restore-keys upload-chunk-size enableCrossOsArchive fail-on-cache-miss lookup-only save-always
    """,
    "actions/configure-pages@v5": "static_site_generator generator_config_file token enablement",
    "actions/upload-pages-artifact@v3": "name path retention-days",
    "actions/deploy-pages@v4": "token timeout error_count reporting_interval artifact_name preview",
}
_OUTPUTS = {"pages": {"base_url", "origin", "host", "base_path"}, "deployment": {"page_url"}}
_STEP_KEYS = {"name", "id", "if", "uses", "with", "run", "env", "shell"}


pytestmark = pytest.mark.usefixtures("isolated_git")


def written(site: PublishedSite, *arguments: str) -> dict[str, Any]:
    """The workflow of a site, read back."""
    result = site.deploy("--workflow", *arguments)
    assert result.exit_code == 0, result.stderr
    return parsed((site.top / PATH).read_text("utf-8"))


def parsed(text: str) -> dict[str, Any]:
    found = yaml.safe_load(text)
    assert isinstance(found, dict)
    return found


def example(**fields: Any) -> Workflow:
    values = {"folder": "", "output": "public", "branch": "main", "requirement": "pressmark==1.2.3"}
    return Workflow(**(values | {"has_submodules": False} | fields))


# ------------------------------------------------------------------------------------------- the file


@pytest.mark.parametrize("folder", ["", "docs/my site"])
def test_every_action_gets_only_inputs_that_it_has_and_the_fewest_permissions(folder: str) -> None:
    found = parsed(workflow_text(example(folder=folder)))
    # YAML 1.1 reads the word `on` as true.
    assert found[True] == {"push": {"branches": ["main"]}, "workflow_dispatch": None}
    assert found["permissions"] == {"contents": "read"}
    assert found["concurrency"] == {"group": "pages", "cancel-in-progress": False}
    build, deploy = found["jobs"]["build"], found["jobs"]["deploy"]
    assert "permissions" not in build
    assert deploy["permissions"] == {"pages": "write", "id-token": "write"}
    assert deploy["needs"] == "build"
    assert deploy["environment"]["name"] == "github-pages"
    for job in (build, deploy):
        assert job["timeout-minutes"] > 0
        for step in job["steps"]:
            assert step.keys() <= _STEP_KEYS
            assert ("uses" in step) != ("run" in step)
            if "uses" in step:
                assert step.get("with", {}).keys() <= set(_INPUTS[step["uses"]].split()), step
    used = [step["uses"] for job in (build, deploy) for step in job["steps"] if "uses" in step]
    assert sorted(used) == sorted(_INPUTS)
    assert used[0] == "actions/checkout@v4"


def test_outputs_of_steps_that_are_used_exist() -> None:
    text = workflow_text(example())
    used = re.findall(r"steps\.(\w+)\.outputs\.(\w+)", text)
    assert {id for id, _ in used} == _OUTPUTS.keys()
    assert all(name in _OUTPUTS[id] for id, name in used)
    ids = [step["id"] for job in parsed(text)["jobs"].values() for step in job["steps"] if "id" in step]
    assert sorted(ids) == sorted(_OUTPUTS)


def test_no_script_has_anything_of_the_site_or_of_an_expression_in_it() -> None:
    plain = parsed(workflow_text(example()))
    other = parsed(workflow_text(example(folder="a", output="b", branch="c", requirement="d @ git+https://e/f@$(g)")))
    for one, two in zip(plain["jobs"]["build"]["steps"], other["jobs"]["build"]["steps"], strict=True):
        assert one.get("run") == two.get("run")
        assert "${{" not in one.get("run", "")


@pytest.mark.parametrize(
    "fields",
    [
        {"folder": "../elsewhere"},
        {"folder": "-x"},
        {"output": "/srv/www"},
        {"output": "a\nb"},
        {"output": "*"},
        {"output": "!public"},
        {"requirement": "${{ secrets.TOKEN }}"},
        {"requirement": "--index-url=https://evil.example/"},
        {"requirement": "a\nb"},
        {"requirement": ""},
        {"branch": "a*"},
        {"branch": "${{x}}"},
    ],
)
def test_names_that_would_mean_something_else_in_a_workflow_are_refused(fields: dict[str, str]) -> None:
    with pytest.raises(SiteError, match="workflow-refused"):
        workflow_text(example(**fields))


def test_content_outside_of_the_repository_is_refused(tmp_path: Path) -> None:
    site = PublishedSite(tmp_path)
    (tmp_path / "elsewhere").mkdir()
    site.settings(url="https://example.org/repo/", content=[os.path.relpath(tmp_path / "elsewhere", site.folder)])
    with pytest.raises(SiteError, match="workflow-refused: lies outside of the repository"):
        command.write_workflow(BuildOptions(site.folder), None, make_terminal(), is_confirmed=True, is_dry=True)


def test_a_site_in_a_folder_is_built_there_and_cached_and_uploaded_from_the_top(tmp_path: Path) -> None:
    site = PublishedSite(tmp_path, below="docs/site")
    site.settings(url="https://example.org/repo/", output="www")
    git(site.top, "switch", "--quiet", "-c", "trunk")
    (site.top / ".gitmodules").touch()
    before = {name: data for name, data in site.own().items() if not name.startswith(".github")}
    found = written(site, "--requirement", "pressmark==1.2.3")
    assert found[True]["push"]["branches"] == ["trunk"]
    build = found["jobs"]["build"]
    assert build["defaults"] == {"run": {"working-directory": "docs/site"}}
    steps = {step.get("uses", step["name"]): step for step in build["steps"]}
    assert steps["actions/checkout@v4"]["with"] == {"persist-credentials": False, "submodules": "recursive"}
    assert steps["actions/cache@v4"]["with"]["path"].split("\n") == ["docs/site/.pressmark", "docs/site/www", ""]
    assert steps["actions/upload-pages-artifact@v3"]["with"] == {"path": "docs/site/www"}
    assert steps["Install"]["env"] == {"REQUIREMENT": "pressmark==1.2.3"}
    assert {name: data for name, data in site.own().items() if not name.startswith(".github")} == before
    assert not (site.folder / "www").exists()


def test_a_workflow_that_differs_is_replaced_only_when_told(tmp_path: Path) -> None:
    site = PublishedSite(tmp_path)
    written(site)
    path = site.top / PATH
    mine = path.read_text() + "# mine\n"
    assert "is as it should be" in site.deploy("--workflow", yes=False).stderr
    path.write_text(mine)
    refused = site.deploy("--workflow", yes=False)
    assert refused.exit_code == 5
    assert "error deploy-unconfirmed: is there already and differs" in refused.stderr
    assert path.read_text() == mine
    assert site.deploy("--workflow").exit_code == 0
    assert "# mine" not in path.read_text()
    assert [path.name for path in path.parent.iterdir()] == ["pressmark.yml"]


def test_a_dry_run_prints_the_workflow_and_writes_nothing(tmp_path: Path) -> None:
    site = PublishedSite(tmp_path)
    before = site.own()
    result = site.deploy("--workflow", "--dry-run", yes=False)
    assert (result.exit_code, result.stderr) == (0, "")
    assert site.own() == before
    site.deploy("--workflow")
    assert (site.top / PATH).read_text("utf-8") == result.stdout


def test_a_requirement_without_a_workflow_is_wrong_usage(tmp_path: Path) -> None:
    assert PublishedSite(tmp_path).deploy("--requirement", "x").exit_code == 2


@pytest.mark.parametrize(
    "options", [["--branch", "trunk"], ["--url", "https://example.org/"], ["--squash"], ["--remote=a"], ["--no-build"]]
)
def test_what_a_workflow_would_not_heed_is_wrong_usage(tmp_path: Path, options: list[str]) -> None:
    site = PublishedSite(tmp_path)
    assert site.deploy("--workflow", *options).exit_code == 2
    assert not (site.top / PATH).exists()


# --------------------------------------------------------------------------------------- requirement


class Installed:
    """A distribution with a direct_url.json."""

    def __init__(self, origin: dict[str, Any] | None) -> None:
        self.text = json.dumps(origin) if origin is not None else None

    def read_text(self, name: str) -> str | None:
        assert name == "direct_url.json"
        return self.text


_COMMIT = "0123456789abcdef0123456789abcdef01234567"


@pytest.mark.parametrize(
    ("origin", "requirement"),
    [
        (None, (f"pressmark=={__version__}", True)),
        ({"url": "https://example.org/pressmark-1.whl", "archive_info": {}}, (f"pressmark=={__version__}", False)),
        (
            {"url": "https://ann:token@example.org/p.git", "vcs_info": {"vcs": "git", "commit_id": _COMMIT}},
            (f"pressmark @ git+https://example.org/p.git@{_COMMIT}", True),
        ),
        (
            {"url": "ssh://git@example.org/p.git", "vcs_info": {"vcs": "git", "commit_id": _COMMIT}},
            (f"pressmark @ git+https://example.org/p.git@{_COMMIT}", True),
        ),
        ({"url": "file:///nowhere", "dir_info": {"editable": True}}, (f"pressmark=={__version__}", False)),
    ],
)
def test_the_requirement_is_the_commit_or_version_that_wrote_it(
    origin: dict[str, Any] | None, requirement: tuple[str, bool], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "distribution", lambda _: Installed(origin))
    assert command.default_requirement(find_git(tmp_path)) == requirement


def test_a_checkout_is_required_by_its_commit_if_its_remote_is_there_for_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a checkout/generator").mkdir(parents=True)
    checkout = tmp_path / "a checkout"
    (checkout / "generator/x").touch()
    git(checkout, "init", "--quiet")
    git(checkout, "add", "--all")
    git(checkout, "commit", "--quiet", "-m", "x")
    commit = git(checkout, "rev-parse", "HEAD").decode().strip()
    origin = {"url": checkout.as_uri(), "dir_info": {"editable": True}}
    monkeypatch.setattr(command, "distribution", lambda _: Installed(origin))
    program = find_git(tmp_path)
    for url in ("../elsewhere", "file:///srv/p.git", "https://localhost/p.git"):
        git(checkout, "config", "remote.origin.url", url)
        assert command.default_requirement(program) == (f"pressmark=={__version__}", False)
    for url in ("https://ann:token@example.org/p.git", "git@example.org:p.git"):
        git(checkout, "config", "remote.origin.url", url)
        assert command.default_requirement(program) == (f"pressmark @ git+https://example.org/p.git@{commit}", True)


def test_a_version_that_github_may_not_find_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = PublishedSite(tmp_path)
    monkeypatch.setattr(command, "distribution", lambda _: Installed({"url": "file:///nowhere", "dir_info": {}}))
    assert "so GitHub may find no such version.\n" in site.deploy("--workflow").stderr
    assert "may find no such" not in site.deploy("--workflow", "--requirement", "pressmark==1.2.3").stderr


# ------------------------------------------------------------------------------------------ the steps


class Runner:
    """What GitHub does with the job `build`, on this machine: a checkout, a cache, and the scripts of the steps."""

    def __init__(self, site: PublishedSite, folder: Path) -> None:
        self.site, self.folder = site, folder
        self.top, self.cache, self.summary = folder / "work", folder / "cache.tar", folder / "summary.md"
        bin = folder / "bin"
        bin.mkdir(parents=True)
        for name, text in {
            "pressmark": f'exec "{sys.executable}" -m generator "$@"',
            # No network in tests: what would be installed is written down.
            "python": f'[ "$2" != pip ] && exec "{sys.executable}" "$@"; echo "$@" >"{folder}/pip"',
        }.items():
            (bin / name).write_text(f"#!/bin/sh\n{text}\n")
            (bin / name).chmod(0o755)

    def run(self, found: dict[str, Any], *, without: str = "") -> dict[str, Any]:
        """Run the job from a new checkout; without a path of the cache.  The report of the build."""
        shutil.rmtree(self.top, ignore_errors=True)
        self.summary.unlink(missing_ok=True)
        git(self.folder, "clone", "--quiet", "--depth=1", f"file://{self.site.top}", str(self.top))
        job = found["jobs"]["build"]
        cached: list[str] = []
        for step in job["steps"]:
            if step.get("uses", "").startswith("actions/cache@"):
                cached = step["with"]["path"].splitlines()
                self.restore(without)
            if "run" in step:
                self.step(step, self.top / job["defaults"]["run"]["working-directory"])
        # As actions/cache does it at the end of a job.
        subprocess.run(["tar", "--posix", "-cf", self.cache, *cached], cwd=self.top, check=True)
        report = json.loads((self.folder / "report.json").read_text("utf-8"))
        assert isinstance(report, dict)
        return report

    def restore(self, without: str) -> None:
        if self.cache.exists():
            subprocess.run(["tar", "-xf", self.cache], cwd=self.top, check=True)
            if without:
                shutil.rmtree(self.top / without)

    def step(self, step: dict[str, Any], folder: Path) -> None:
        script = self.folder / "script"
        script.write_text(step["run"], "utf-8")
        shells = {"bash": ["bash", "-e"], "python": ["python"]}
        environment = {
            **os.environ,
            "PATH": f"{self.folder}/bin:{os.environ['PATH']}",
            "PYTHONPATH": str(_ROOT),
            "RUNNER_TEMP": str(self.folder),
            "GITHUB_STEP_SUMMARY": str(self.summary),
        }
        address = {"${{ steps.pages.outputs.base_url }}": "https://example.org/repo"}
        environment |= {name: address.get(value, value) for name, value in step.get("env", {}).items()}
        command = [*shells[step.get("shell", "bash")], str(script)]
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr


def test_the_steps_build_a_fresh_checkout_with_an_old_cache_rightly_and_only_what_changed(tmp_path: Path) -> None:
    site = PublishedSite(tmp_path / "site", below="my site", posts=20)
    site.write("posts/odd.md", post("Odd", "Words.", date="<b>`never`</b>\nsecond line", permalink="odd/"))
    found = written(site, "--requirement", "pressmark==1.2.3")
    site.commit()
    runner = Runner(site, tmp_path / "runner")
    output = runner.top / "my site/public"

    first = runner.run(found)
    assert (runner.folder / "pip").read_text() == "-m pip install pressmark==1.2.3\n"
    assert tree(output) == clean_build(site)
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
    second = runner.run(found)
    assert source.stat().st_mtime_ns > time
    assert second["counts"]["written"] == 0
    assert tree(output) == clean_build(site)

    site.write("posts/3.md", post("Post 3", "Other.", date="2024-01-02", permalink="p3/"))
    site.commit()
    third = runner.run(found)
    assert "/p3/" in third["written"]
    assert third["counts"]["written"] < third["counts"]["pages"] / 3
    assert tree(output) == clean_build(site)

    fourth = runner.run(found, without="my site/public")
    assert fourth["counts"]["written"] == fourth["counts"]["pages"]
    assert tree(output) == clean_build(site)

    # A cache that lost the half of it, and another edit.
    for lost in ("my site/public", "my site/.pressmark"):
        site.write("posts/4.md", post("Post 4", lost, date="2024-01-02", permalink="p4/"))
        site.commit()
        runner.run(found, without=lost)
        assert tree(output) == clean_build(site)


def test_the_summary_says_so_when_the_build_did_not_come_to_its_end(tmp_path: Path) -> None:
    site = PublishedSite(tmp_path / "site")
    found = written(site)
    runner = Runner(site, tmp_path / "runner")
    (step,) = [step for step in found["jobs"]["build"]["steps"] if step.get("shell") == "python"]
    assert step["if"] == "${{ !cancelled() }}"
    runner.step(step, tmp_path)
    assert "did not come to its end" in runner.summary.read_text()
