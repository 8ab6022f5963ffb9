"""Writing the workflow with which GitHub builds and publishes the site."""

from __future__ import annotations

import json
import os
import re
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from urllib.parse import unquote, urlsplit

import typer

from generator import __version__
from generator.commands.endings import DEPLOY
from generator.commands.terminal import Terminal, safe
from generator.errors import SiteError, Where
from generator.publishing.git import Git
from generator.publishing.repository import find_repository
from generator.publishing.workflow import PATH, Workflow, workflow_text
from generator.site import BuildOptions, open_site


def write_workflow(
    options: BuildOptions, requirement: str | None, terminal: Terminal, *, is_confirmed: bool, is_dry: bool
) -> None:
    """Write the workflow of the site at the top of its repository, and tell what to do with it; or print it.

    A file that differs is replaced only after a question.  Raises SettingsError and SiteError.
    """
    site = open_site(options)
    repository = find_repository(site.folder)
    below = site.folder.resolve().relative_to(repository.top).as_posix()
    for root in site.roots:
        if not (site.folder / root).resolve().is_relative_to(repository.top):
            help = "a workflow has what is in the repository: move the folder into it, and change its path in site.toml"
            raise SiteError("workflow-refused", "lies outside of the repository", Where(root), help)
    output = os.path.relpath(site.output.resolve(), site.folder.resolve())
    wanted, is_anywhere = (requirement, True) if requirement else default_requirement(repository.git)
    text = workflow_text(
        Workflow(
            folder="" if below == "." else below,
            output=output,
            branch=repository.default_branch(),
            requirement=wanted,
            has_submodules=(repository.top / ".gitmodules").is_file(),
        )
    )
    if is_dry:
        terminal.data(text.rstrip("\n"))
        return
    path = repository.top / PATH
    shown = safe(str(path))
    if (old := _bytes(path)) == text.encode():
        terminal.say(f"{shown} is as it should be.")
        return
    if old is not None and not is_confirmed:
        answer = terminal.ask(f"{shown} differs from what would be written.  Replace it?")
        if answer is None:
            help = "replace it with --yes, or move it away"
            raise SiteError("deploy-unconfirmed", "is there already and differs", Where(str(path)), help)
        if not answer:
            terminal.say("Nothing was written.")
            raise typer.Exit(DEPLOY)
    _write(path, text.encode())
    terminal.data(shown)
    terminal.say(f"It installs {safe(wanted)}" + ("." if requirement else "; name another version with --requirement."))
    if not is_anywhere:
        terminal.say("This Pressmark came from a file or folder of this machine, so GitHub may find no such version.")
    terminal.say("Next, choose on GitHub, in the settings of the repository, below Pages: Source, GitHub Actions.")
    terminal.say(f"Then:  git add {PATH} && git commit && git push")


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise SiteError("write-failed", f"cannot be read: {error.strerror}", Where(str(path))) from error


def _write(path: Path, data: bytes) -> None:
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(data)
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise SiteError("write-failed", f"{error.strerror}", Where(str(path))) from error


# ---------------------------------------------------------------------------------------- requirement


def default_requirement(git: Git) -> tuple[str, bool]:
    """(what pip installs to get this very program, whether other machines find that): a commit where it was installed
    from one, else the version.

    Source: PEP 610, direct_url.json.
    """
    try:
        text = distribution("pressmark").read_text("direct_url.json")
        origin = json.loads(text) if text else {}
    except (PackageNotFoundError, ValueError):
        origin = {}
    url, commit = str(origin.get("url", "")), origin.get("vcs_info", {}).get("commit_id")
    if urlsplit(url).scheme == "file" and commit is None:
        url, commit = _checkout(Path(unquote(urlsplit(url).path)), git)
    web = web_address(url)
    if web and commit:
        return f"pressmark @ git+{web}@{commit}", True
    # Without an origin it came from an index.
    return f"pressmark=={__version__}", not origin


def _checkout(folder: Path, git: Git) -> tuple[str, str | None]:
    """(address of the remote, commit) of a checkout that the program runs from."""
    if not (folder / "generator").is_dir() or not (folder / ".git").exists():
        return "", None
    remote = git.run("-C", str(folder), "config", "--get", "remote.origin.url")
    commit = git.run("-C", str(folder), "rev-parse", "--verify", "--quiet", "HEAD^{commit}")
    return "".join(remote.lines[:1]), commit.lines[0] if commit.lines else None


def web_address(url: str) -> str | None:
    """The address of a repository for everybody: https, without a name or a password; None where there is none."""
    if match := re.fullmatch(r"[\w.-]+@([\w.-]+\.[\w-]+):(?!/)(.+)", url):
        return f"https://{match[1]}/{match[2]}"
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return None
    if parts.scheme not in ("https", "ssh") or "." not in host or not parts.path.strip("/"):
        return None
    port = f":{parts.port}" if parts.scheme == "https" and parts.port else ""
    return f"https://{host}{port}{parts.path}"
