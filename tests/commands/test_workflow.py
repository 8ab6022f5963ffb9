"""`deploy --workflow`: the file is what GitHub reads, and nothing is written that was not meant."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.building.site import BuildOptions
from generator.commands import workflow as command
from generator.commands.printing.terminal import make_terminal
from generator.errors import SiteError
from generator.publishing.wheel import Wheel
from generator.publishing.workflow import PATH, Workflow, workflow_text
from tests.repositories import PublishedSite, git

# The inputs of each action at the newest version.  Source: its action.yml and its releases, 2026-11; before the last
# of checkout (7.0.1), setup-python (7.0.0), cache (6.1.0), configure-pages (6.0.0), upload-pages-artifact (5.0.0) and
# deploy-pages (5.0.0), setup-python had one more, pip-install.
_INPUTS = {
    "actions/checkout@v7": """
        repository ref token ssh-key ssh-known-hosts ssh-strict ssh-user persist-credentials path clean filter
        sparse-checkout sparse-checkout-cone-mode fetch-depth fetch-tags show-progress lfs submodules set-safe-directory
        github-server-url allow-unsafe-pr-checkout
    """,
    "actions/setup-python@v7": """
        python-version python-version-file cache architecture check-latest token cache-dependency-path
        update-environment allow-prereleases freethreaded pip-version
    """,
    "actions/cache@v6": """
        path key restore-keys upload-chunk-size enableCrossOsArchive fail-on-cache-miss lookup-only
    """,
    "actions/configure-pages@v6": "static_site_generator generator_config_file token enablement",
    "actions/upload-pages-artifact@v5": "name path retention-days include-hidden-files",
    "actions/deploy-pages@v5": "token timeout error_count reporting_interval artifact_name preview",
}
_OUTPUTS = {"pages": {"base_url", "origin", "host", "base_path"}, "deployment": {"page_url"}}
_STEP_KEYS = {"name", "id", "if", "uses", "with", "run", "env", "shell"}


pytestmark = pytest.mark.usefixtures("isolated_git", "unpublished")


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


WHEEL = Wheel("pressmark-1.2.3-py3-none-any.whl", b"wheel")


# ------------------------------------------------------------------------------------------- the file


@pytest.mark.parametrize("fields", [{}, {"folder": "docs/my site", "requirement": WHEEL, "has_submodules": True}])
def test_every_action_gets_only_inputs_that_it_has_and_the_fewest_permissions(fields: dict[str, Any]) -> None:
    found = parsed(workflow_text(example(**fields)))
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
    assert used[0] == "actions/checkout@v7"


def test_outputs_of_steps_that_are_used_exist() -> None:
    text = workflow_text(example())
    used = re.findall(r"steps\.(\w+)\.outputs\.(\w+)", text)
    assert {id for id, _ in used} == _OUTPUTS.keys()
    assert all(name in _OUTPUTS[id] for id, name in used)
    ids = [step["id"] for job in parsed(text)["jobs"].values() for step in job["steps"] if "id" in step]
    assert sorted(ids) == sorted(_OUTPUTS)


def test_no_script_has_anything_of_the_site_or_of_an_expression_in_it() -> None:
    other: dict[str, str] = {"folder": "a", "output": "b", "branch": "c"}
    for first, second in (
        ("pressmark", "d @ git+https://e/f@$(g)"),
        (WHEEL, Wheel("pressmark-2-py3-none-any.whl", b"")),
    ):
        plain = parsed(workflow_text(example(requirement=first)))["jobs"]["build"]["steps"]
        strange = parsed(workflow_text(example(requirement=second, **other)))["jobs"]["build"]["steps"]
        for one, two in zip(plain, strange, strict=True):
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
        {"requirement": Wheel("pressmark-1-py3-none-any.whl\n", b"")},
        {"requirement": Wheel("../pressmark-1-py3-none-any.whl", b"")},
        {"requirement": Wheel("pressmark-1${{x}}-py3-none-any.whl", b"")},
        {"branch": "a*"},
        {"branch": "${{x}}"},
    ],
)
def test_names_that_would_mean_something_else_in_a_workflow_are_refused(fields: dict[str, Any]) -> None:
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
    assert steps["actions/checkout@v7"]["with"] == {"persist-credentials": False, "submodules": "recursive"}
    assert steps["actions/cache@v6"]["with"]["path"].split("\n") == ["docs/site/.pressmark", "docs/site/www", ""]
    assert steps["actions/upload-pages-artifact@v5"]["with"] == {"path": "docs/site/www", "include-hidden-files": True}
    assert steps["Install"]["env"] == {"REQUIREMENT": "pressmark==1.2.3"}
    assert {name: data for name, data in site.own().items() if not name.startswith(".github")} == before
    assert not (site.folder / "www").exists()


def test_a_workflow_that_differs_is_replaced_only_when_told(tmp_path: Path) -> None:
    site = PublishedSite(tmp_path)
    written(site)
    path = site.top / PATH
    mine = path.read_text() + "# mine\n"
    assert "is up to date" in site.deploy("--workflow", yes=False).stderr
    path.write_text(mine)
    refused = site.deploy("--workflow", yes=False)
    assert refused.exit_code == 5
    assert "error deploy-unconfirmed: is there already and differs" in refused.stderr
    assert path.read_text() == mine
    assert site.deploy("--workflow").exit_code == 0
    assert "# mine" not in path.read_text()
    assert [path.name for path in path.parent.iterdir() if path.suffix != ".whl"] == ["pressmark.yml"]


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
