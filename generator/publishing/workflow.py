"""Makes the workflow file with which GitHub Actions builds and publishes a site at every push."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from generator.errors import SiteError, Where
from generator.publishing.wheel import NAME, Wheel

PATH = ".github/workflows/pressmark.yml"


@dataclass(frozen=True, slots=True)
class Workflow:
    """The values in a GitHub workflow file that differ from site to site."""

    folder: str
    """The folder of the site, relative to the top of the repository; empty if it is the top."""
    output: str
    """The output folder, relative to `folder`."""
    branch: str
    """The branch of the sources: a push to this branch builds and publishes the site."""
    requirement: str | Wheel
    """What pip installs to get Pressmark: a requirement, or a wheel that lies beside the workflow file."""
    has_submodules: bool
    """Whether the workflow must check out git submodules, too."""


def workflow_text(workflow: Workflow) -> str:
    """The text of the workflow file, as YAML.

    Raises SiteError workflow-refused if a folder, branch or requirement cannot be written into such a file safely.
    """
    for name in (workflow.folder, workflow.output):
        # actions/cache reads its paths as patterns, and excludes paths that begin with an exclamation mark.
        if name and (re.search(r"[^\w./ +,@=-]", name) or name.startswith(("/", "-", " ")) or ".." in name.split("/")):
            _refuse(name, "is no path that a workflow can name", "give the folder a plain name inside the repository")
    if re.search(r"[*?+\[\]!\s]", workflow.branch) or "${{" in workflow.branch:
        _refuse(workflow.branch, "is no name of a branch that a workflow can wait for", "give it a plain name")
    place = f"{workflow.folder}/" if workflow.folder else ""
    return _TEXT.format(
        branch=json.dumps(workflow.branch, ensure_ascii=False),
        folder=json.dumps(workflow.folder or ".", ensure_ascii=False),
        place=place,
        output=workflow.output,
        uploaded=json.dumps(f"{place}{workflow.output}", ensure_ascii=False),
        install=_install(workflow.requirement),
        submodules="\n          submodules: recursive" if workflow.has_submodules else "",
    )


def _install(requirement: str | Wheel) -> str:
    if isinstance(requirement, Wheel):
        if not NAME.fullmatch(requirement.name):
            _refuse(requirement.name, "is no name of a wheel that pip can install", "name one with --requirement")
        return _WHEEL.format(wheel=json.dumps(requirement.name), digest=json.dumps(requirement.digest))
    if not re.fullmatch(r"[A-Za-z][^\n\r]*|\./?[^\n\r]*", requirement) or "${{" in requirement:
        _refuse(requirement, "is nothing that pip can install", "write it as pressmark==1.2.3")
    return _REQUIREMENT.format(requirement=json.dumps(requirement, ensure_ascii=False))


def _refuse(name: str, message: str, help: str) -> None:
    raise SiteError("workflow-refused", f"{name!r} {message}", Where(PATH), help)


# A JSON string is also valid YAML.  Values of a site never go into a script; scripts read them from variables.
_REQUIREMENT = """\
        run: python -m pip install "$REQUIREMENT"
        env:
          REQUIREMENT: {requirement}"""

# The absolute path, because the steps run in the folder of the site.
_WHEEL = """\
        run: |
          cd "$GITHUB_WORKSPACE/.github/workflows"
          echo "$SHA256  $WHEEL" | sha256sum --check --strict
          python -m pip install "./$WHEEL"
        env:
          WHEEL: {wheel}
          SHA256: {digest}"""

_TEXT = """\
# Builds the site at every push and publishes it on GitHub Pages.  Written by: pressmark deploy --workflow
# In the settings of the repository, below Pages, choose as source: GitHub Actions.
name: Pressmark

on:
  push:
    branches: [{branch}]
  workflow_dispatch:

permissions:
  contents: read

# One deployment at a time; one that has begun is not cut off.
concurrency:
  group: pages
  cancel-in-progress: false

jobs:
  build:
    runs-on: ubuntu-latest
    timeout-minutes: 60
    defaults:
      run:
        working-directory: {folder}
    steps:
      - name: Check out
        uses: actions/checkout@v7
        with:
          persist-credentials: false{submodules}
      - name: Set up Python
        uses: actions/setup-python@v7
        with:
          python-version: "3.13"
      - name: Install
{install}
      - name: Ask for the address
        id: pages
        uses: actions/configure-pages@v6
      # The records of the last build and the files that they speak of, always together.
      - name: Restore the last build
        uses: actions/cache@v6
        with:
          path: |
            {place}.pressmark
            {place}{output}
          key: pressmark-${{{{ github.run_id }}}}-${{{{ github.run_attempt }}}}
          restore-keys: pressmark-
      - name: Build
        run: pressmark build --url "$PAGES_URL/" --json "$RUNNER_TEMP/report.json"
        env:
          PAGES_URL: ${{{{ steps.pages.outputs.base_url }}}}
      - name: Say what was found
        if: ${{{{ !cancelled() }}}}
        shell: python
        run: |
          import json, os, pathlib

          report = pathlib.Path(os.environ["RUNNER_TEMP"], "report.json")
          lines = ["## Pressmark", ""]
          if report.exists():
              said = json.loads(report.read_text("utf-8"))
              counts = said["counts"]
              found = [row for row in said["problems"] if row["severity"] != "note"]
              lines += [
                  f"{{counts['posts']:,}} posts, {{counts['pages']:,}} files, {{counts['written']:,}} new or changed.",
                  f"{{counts['errors']:,}} errors, {{counts['warnings']:,}} warnings.",
                  "",
              ]
              for row in found[:200]:
                  place = ":".join(str(part) for part in (row["path"], row["line"], row["column"]) if part)
                  text = f"{{place}}: {{row['severity']}} {{row['code']}}: {{row['message']}}"
                  # Indented, it is shown as it is, whatever a post put into it.
                  lines.append("    " + " ".join(text.split())[:500].encode("utf-8", "replace").decode())
              if len(found) > 200:
                  lines += ["", f"{{len(found) - 200:,}} more"]
          else:
              lines.append("The build did not come to its end; its messages are in the log.")
          with open(os.environ["GITHUB_STEP_SUMMARY"], "a", encoding="utf-8") as summary:
              summary.write("\\n".join(lines) + "\\n")
      - name: Upload
        uses: actions/upload-pages-artifact@v5
        with:
          path: {uploaded}
          # As .nojekyll and .well-known are.
          include-hidden-files: true

  deploy:
    needs: build
    runs-on: ubuntu-latest
    timeout-minutes: 15
    permissions:
      pages: write
      id-token: write
    environment:
      name: github-pages
      url: ${{{{ steps.deployment.outputs.page_url }}}}
    steps:
      - name: Deploy
        id: deployment
        uses: actions/deploy-pages@v5
"""
