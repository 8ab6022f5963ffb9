"""Writes a GitHub Actions workflow that builds and publishes the site, and the wheel that the workflow installs."""

from __future__ import annotations

import os
import shlex
from pathlib import Path, PurePosixPath

import typer

from generator.building.site import BuildOptions, open_site
from generator.commands.printing.endings import DEPLOY
from generator.commands.printing.terminal import Terminal, safe
from generator.errors import SiteError, Where
from generator.publishing.installation import running_installation
from generator.publishing.origin import pinned_requirement
from generator.publishing.repository import Repository, find_repository
from generator.publishing.wheel import NAME, Wheel, make_wheel
from generator.publishing.workflow import PATH, Workflow, workflow_text

_FOLDER = PurePosixPath(PATH).parent


def write_workflow(
    options: BuildOptions, requirement: str | None, terminal: Terminal, *, is_confirmed: bool, is_dry: bool
) -> None:
    """Write a GitHub workflow that publishes the site into the site's git repository, and print what to do next.

    `requirement` is what pip installs in the workflow; None means the running version of Pressmark.  An existing
    workflow that differs is replaced only after a question, or if `is_confirmed`.  With `is_dry`, the workflow is only
    printed.  Raises SettingsError or SiteError, and typer.Exit if the user answers no.
    """
    site = open_site(options)
    repository = find_repository(site.folder)
    below = site.folder.resolve().relative_to(repository.top).as_posix()
    for root in site.roots:
        if not (site.folder / root).resolve().is_relative_to(repository.top):
            help = "a workflow has what is in the repository: move the folder into it, and change its path in site.toml"
            raise SiteError("workflow-refused", "lies outside of the repository", Where(root), help)
    output = os.path.relpath(site.output.resolve(), site.folder.resolve())
    wanted = requirement or default_requirement(repository)
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
    if not _may_write(path, text, terminal, is_confirmed=is_confirmed):
        terminal.say("Nothing was written.")
        raise typer.Exit(DEPLOY)
    files = {path: text.encode()}
    if isinstance(wanted, Wheel):
        files[path.with_name(wanted.name)] = wanted.data
    written = [file for file, data in files.items() if _replace(file, data)]
    removed = _remove_others(path.parent, wanted)
    if not written and not removed:
        terminal.say(f"{safe(str(path))} is up to date.")
        return
    for file in written:
        terminal.data(safe(str(file)))
    for file in removed:
        terminal.say(f"Removed {safe(str(file))}, which an earlier workflow installed.")
    _say_what_is_next(terminal, repository, wanted, is_chosen=requirement is not None, removed=removed)


def default_requirement(repository: Repository) -> str | Wheel:
    """What pip must install to get the running version of Pressmark.

    This is a requirement that names a commit in a public git repository, or if there is none, a wheel made from the
    program's own files.  Raises SiteError workflow-refused if no wheel can be made, or if git, as `repository` is
    configured, would change the bytes of the wheel.
    """
    installation = running_installation()
    if pinned := pinned_requirement(installation, repository.git):
        return pinned
    wheel = make_wheel(installation)
    if changing := _changing_attribute(repository, str(_FOLDER / wheel.name)):
        help = "add to .gitattributes: *.whl -text -filter -ident -working-tree-encoding"
        message = f"git would change its bytes: the attribute {changing} is set"
        raise SiteError("workflow-refused", message, Where(str(_FOLDER / wheel.name)), help)
    return wheel


def _changing_attribute(repository: Repository, path: str) -> str | None:
    """The attribute that makes git change the bytes of the binary file `path`; None if there is none.

    Source: gitattributes(5).
    """
    names = ("text", "eol", "filter", "ident", "working-tree-encoding")
    fields = os.fsdecode(repository.git.run("check-attr", "-z", *names, "--", path).result).split("\0")
    values = dict(zip(fields[1::3], fields[2::3], strict=False))
    # With `text=auto`, git does not convert files that contain null bytes.  `eol` alone implies `text`.
    if values.get("text") in ("unset", "auto"):
        values |= {"text": "unset", "eol": "unset"}
    return next((name for name in names if values.get(name, "unset") not in ("unset", "unspecified")), None)


# --------------------------------------------------------------------------------------------- writing


def _may_write(path: Path, text: str, terminal: Terminal, *, is_confirmed: bool) -> bool:
    """Whether the workflow may be written: if it is missing, unchanged or confirmed, or if the answer is yes.

    Raises SiteError deploy-unconfirmed if there is nobody to answer.
    """
    old = _bytes(path)
    if old is None or old == text.encode() or is_confirmed:
        return True
    answer = terminal.ask(f"{safe(str(path))} differs from what would be written.  Replace it?")
    if answer is None:
        help = "replace it with --yes, or move it away"
        raise SiteError("deploy-unconfirmed", "is there already and differs", Where(str(path)), help)
    return answer


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise SiteError("write-failed", f"cannot be read: {error.strerror}", Where(str(path))) from error


def _replace(path: Path, data: bytes) -> bool:
    """Write a file atomically, if it is missing or differs.  Returns whether it was written."""
    if _bytes(path) == data:
        return False
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(data)
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise SiteError("write-failed", f"{error.strerror}", Where(str(path))) from error
    return True


def _remove_others(folder: Path, wanted: str | Wheel) -> list[Path]:
    """Remove the wheels of earlier workflows, and return their paths.

    A wheel that the requirement `wanted` names is kept, because it is the user's own.
    """
    kept = wanted.name if isinstance(wanted, Wheel) else wanted
    removed = []
    for path in sorted(folder.iterdir()):
        if NAME.fullmatch(path.name) and path.name not in kept and path.is_file():
            try:
                path.unlink()
            except OSError as error:
                raise SiteError("write-failed", f"cannot be removed: {error.strerror}", Where(str(path))) from error
            removed.append(path)
    return removed


# --------------------------------------------------------------------------------------------- telling


def _say_what_is_next(
    terminal: Terminal, repository: Repository, wanted: str | Wheel, *, is_chosen: bool, removed: list[Path]
) -> None:
    added = [PATH]
    if isinstance(wanted, Wheel):
        added.append(str(_FOLDER / wanted.name))
        terminal.say("The workflow installs the wheel beside it, which was made from this very Pressmark.")
    else:
        terminal.say(f"The workflow installs {safe(wanted)}.")
    if not is_chosen:
        terminal.say("To install something else, name it with --requirement.")
    terminal.say("Next, choose on GitHub, in the settings of the repository, below Pages: Source, GitHub Actions.")
    files = "add and commit both files, as one needs the other" if len(added) > 1 else "add and commit the file"
    place = "" if Path.cwd() == repository.top else f", in {safe(str(repository.top))}"
    terminal.say(f"Then {files}, and push{place}:")
    git = repository.git
    force = ["--force"] if git.run("check-ignore", "--", *added).code == 0 else []
    # `git add` fails for a removed file that git does not track, so only tracked ones are named.
    gone = [str(_FOLDER / path.name) for path in removed]
    gone = [name for name in gone if git.run("ls-files", "--error-unmatch", "--", name).code == 0]
    terminal.say(f"  git add {shlex.join([*force, *added, *gone])} && git commit && git push")
