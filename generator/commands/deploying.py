"""Runs `pressmark deploy`: builds and checks the site, shows what will change, asks the user, and pushes a branch."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import typer

from generator.addresses import address_of, file_path
from generator.build import build
from generator.building.marker import read_mark
from generator.building.run import LEDGER
from generator.building.site import BuildOptions, Site, open_site, static_files
from generator.commands.checks.checking import Checker, Rendered
from generator.commands.checks.weighing import shares_of
from generator.commands.printing import summary
from generator.commands.printing.endings import DEPLOY, ERRORS
from generator.commands.printing.terminal import Terminal, safe
from generator.config import SETTINGS_FILE
from generator.errors import Problem, Severity, SiteError, Where
from generator.outputs.fixed import CNAME, NO_JEKYLL
from generator.publishing.branch import Branch, Changes, Tip, changes, find_branch, vanished_pages
from generator.publishing.limits import limit_problems
from generator.publishing.repository import Repository, find_remote, find_repository, work_tree_problems
from generator.publishing.target import GitHubRepository, check_url, github_repository
from generator.publishing.tree import OutputFile, Tree, bytes_of, files_of, tree_of
from generator.runtime.ledger import Ledger
from generator.runtime.lock import hold_lock
from generator.runtime.progress import Progress
from generator.stages.scan import scan

_CNAME, _NO_JEKYLL = CNAME.lstrip("/").encode(), NO_JEKYLL.lstrip("/").encode()
_NAMED = 5
"""The maximum number of added, of changed and of removed files that are shown by name."""


@dataclass(frozen=True, slots=True)
class Choices:
    """The options of `pressmark deploy` from the command line.

    Without `remote` (None), `origin` or the only remote is meant; without `message`, the commit of the site gets a
    message that names the commit of the sources.
    """

    remote: str | None
    branch: str
    message: str | None
    squash: bool
    with_build: bool
    is_dry: bool
    is_confirmed: bool
    allows_removals: bool


@dataclass(frozen=True, slots=True)
class _Place:
    """The branch where a site is published, with its last commit (`tip`, None for a new branch)."""

    repository: Repository
    branch: Branch
    tip: Tip | None
    pages: GitHubRepository | None


def deploy(options: BuildOptions, choices: Choices, terminal: Terminal) -> None:
    """Build the site, push the output to the branch in `choices`, and print what happens.

    Depending on `choices`, nothing is built (the output is pushed as it is), or nothing is pushed (a dry run).  Raises
    SettingsError or SiteError if the site cannot be published, and typer.Exit if the reason has been printed already or
    the user has answered no.
    """
    site = open_site(options)
    # A missing repository or remote is reported before a long build, not after it.
    repository = find_repository(site.folder)
    remote = find_remote(repository, choices.remote)
    with hold_lock(site.cache / "deploy-lock", "deploy"):
        branch = find_branch(repository, remote, choices.branch, site.cache / "deploy.git")
        pages = github_repository(remote.url) or github_repository(remote.resolved)
        place = _Place(repository, branch, branch.fetch_tip(), pages)
        _refuse_sources(place, site)
        domain = _domain(site, place, built_already=not choices.with_build)
        check_url(site.config.url, pages, domain, SETTINGS_FILE)
        if choices.with_build:
            _build(options, terminal)
        _publish(site, place, choices, terminal)


def _refuse_sources(place: _Place, site: Site) -> None:
    """Raise SiteError branch-refused if the branch contains the sources of the site, because it would lose them."""
    below = site.folder.resolve().relative_to(place.repository.top)
    path = os.fsencode((below / SETTINGS_FILE).as_posix())
    if place.tip is not None and path in place.tip.blobs:
        message = f"{place.branch.shown} holds the sources ({SETTINGS_FILE}); a deploy would replace them by the site"
        where = Where(place.branch.remote.shown)
        raise SiteError("branch-refused", message, where, "choose another one with --branch")


def _build(options: BuildOptions, terminal: Terminal) -> None:
    progress = terminal.progress()
    try:
        report = build(options, progress)
    finally:
        progress.finish()
    summary.show_problems(report.problems, terminal, options.site, is_verbose=False)
    terminal.say(summary.last_line(report))
    _end_on_errors(report.problems, terminal)


def _end_on_errors(problems: Iterable[Problem], terminal: Terminal) -> None:
    if any(problem.severity is Severity.ERROR for problem in problems):
        terminal.say("Nothing was published.")
        raise typer.Exit(ERRORS)


def _domain(site: Site, place: _Place, *, built_already: bool) -> str:
    """The domain that the published file CNAME will contain; empty if there will be no such file."""
    own = site.output if built_already else site.folder / "static"
    if domain := _text(own / "CNAME") or site.config.deploy.cname:
        return domain
    if place.tip is not None and _CNAME in place.tip.blobs:
        return _first_line(place.branch.read(place.tip, _CNAME))
    return ""


def _text(path: Path) -> str:
    try:
        return _first_line(path.read_bytes())
    except OSError:
        return ""


def _first_line(data: bytes) -> str:
    return (data.decode("utf-8", "replace").split() or [""])[0].lower()


# -------------------------------------------------------------------------------------------- publish


def _publish(site: Site, place: _Place, choices: Choices, terminal: Terminal) -> None:
    progress = terminal.progress()
    try:
        # The lock keeps builds from changing the folder while it is read.
        with hold_lock(site.cache / "lock"):
            _refuse_unfit(site)
            files, left = files_of(site.output)
            beforehand = (*left, *limit_problems(files, site.output, *shares_of(files, site.config)))
            for problem in beforehand:
                terminal.show(problem, site.folder)
            if any(problem.severity is Severity.ERROR for problem in beforehand):
                raise typer.Exit(DEPLOY)
            progress.phase("compare", len(files))
            tree = _tree(site, place, files, progress)
            change = changes(place.tip, tree)
            problems = _check(site, tree, change, progress)
    finally:
        progress.finish()
    summary.show_problems(problems, terminal, site.folder, is_verbose=False)
    _end_on_errors(problems, terminal)
    is_squashed = choices.squash and place.tip is not None and place.tip.has_parents
    if place.tip is not None and not change and not is_squashed:
        terminal.say(f"Nothing to deploy: {place.branch.shown} holds this very site.  It is at {site.config.url}")
        return
    for problem in work_tree_problems(place.repository, site.folder, (site.output, site.cache)):
        terminal.show(problem, site.folder)
    sizes = {file.path: file.size_bytes for file in files}
    for line in _plan_lines(site, place, change, sizes, squash=choices.squash, is_squashed=is_squashed):
        terminal.say(line)
    if not choices.allows_removals:
        _refuse_removals(place, change, terminal, is_dry=choices.is_dry)
    if choices.is_dry:
        terminal.say("A dry run: nothing was pushed.")
        return
    if not choices.is_confirmed:
        _ask(place, change, terminal)
    message = choices.message or _message(place.repository, site)
    progress.phase("push", 0)
    try:
        commit = place.branch.push(tree, place.tip, message, site.output, squash=choices.squash)
    finally:
        progress.finish()
    _tell(site, place, commit, terminal)


def _refuse_removals(place: _Place, change: Changes, terminal: Terminal, *, is_dry: bool) -> None:
    """Raise SiteError removals-unconfirmed if so many pages would vanish that it looks like a mistake.

    A dry run shows a warning instead.
    """
    vanished = vanished_pages(place.tip, change)
    if vanished is None:
        return
    shown = [address_of(os.fsdecode(path)) for path in vanished.paths[:_NAMED]]
    more = f" and {len(vanished.paths) - _NAMED:,} more" if len(vanished.paths) > _NAMED else ""
    verb = "vanishes" if len(vanished.paths) == 1 else "vanish"
    message = (
        f"{len(vanished.paths):,} of the {summary.count_text(vanished.of, 'page')} of {place.branch.shown} {verb},"
        f" and no redirect takes their place: {', '.join(shown)}{more}"
    )
    help = (
        f"see what becomes of them: pressmark check --against {place.branch.shown}"
        " (aliases leave redirects); if all of it is meant: pressmark deploy --allow-removals"
    )
    error = SiteError("removals-unconfirmed", message, Where(place.branch.shown), help)
    if not is_dry:
        raise error
    terminal.show(replace(error.problem, severity=Severity.WARNING), Path())


def _refuse_unfit(site: Site) -> None:
    """Raise SiteError output-unfit unless the output folder holds the finished site, built for its current address.

    A folder with drafts is refused, too.
    """
    where, output = Where(str(site.output)), safe(str(site.output))
    mark = read_mark(site.output)
    if mark is None:
        help = "build it first: pressmark deploy, without --no-build"
        raise SiteError("output-unfit", "holds no site that this version of Pressmark built", where, help)
    if mark.kind.has_drafts:
        message = "holds drafts, or files left from a build with drafts"
        help = f"deploy without --no-build; if that does not help: delete {output}, and deploy again"
        raise SiteError("output-unfit", message, where, help)
    if not mark.is_whole or not _came_to_its_end(site):
        message = "the last build did not come to its end, or had errors"
        raise SiteError("output-unfit", message, where, "build it again: pressmark deploy, without --no-build")
    if mark.kind.url != site.config.url:
        message = f"was built for {mark.kind.url}, and the site is to be at {site.config.url}"
        raise SiteError("output-unfit", message, where, "build it again: pressmark deploy, without --no-build")


def _came_to_its_end(site: Site) -> bool:
    """Whether the last build was completed, as far as the ledger shows; True if there is no ledger."""
    path = site.cache / LEDGER
    if not path.exists():
        return True
    with closing(Ledger(path)) as ledger:
        folder = site.output_key
        return ledger.state(folder) is not None or not ledger.records(folder)


def _tree(site: Site, place: _Place, files: tuple[OutputFile, ...], progress: Progress) -> Tree:
    """The files to publish: those of the output folder, and CNAME if only the branch has it.

    Raises SiteError output-unfit if a file that GitHub Pages needs is missing.
    """
    names = {file.path for file in files}
    for name in (_NO_JEKYLL, _CNAME) if site.config.deploy.cname else (_NO_JEKYLL,):
        if name not in names:
            message = f"has no file {os.fsdecode(name)}, which GitHub Pages needs"
            help = "build it again: pressmark deploy, without --no-build"
            raise SiteError("output-unfit", message, Where(str(site.output)), help)
    kept: dict[bytes, str] = {}
    if _CNAME not in names and place.tip is not None and _CNAME in place.tip.blobs:
        # If a domain is set in GitHub's settings, GitHub writes this file into the branch only.
        kept[_CNAME] = place.tip.blobs[_CNAME].rpartition(" ")[2]
    return tree_of(site.output, files, kept, place.repository.algorithm, progress.advance)


def _check(site: Site, tree: Tree, change: Changes, progress: Progress) -> tuple[Problem, ...]:
    """The problems that `check` finds in new and changed pages; the other pages were checked by earlier deploys."""
    names = {os.fsdecode(path) for path in tree.blobs}
    own = {file_path(file.address) for file in static_files(site, scan(site.folder, site.config.content).verbatim)[0]}
    due = [name for name in map(os.fsdecode, (*change.added, *change.changed)) if name not in own]
    due = [name for name in due if name.endswith((".html", ".xml", ".opml", ".json"))]
    checker = Checker(site.config.url, (f"/{name}" for name in names))
    progress.phase("check", len(due))
    problems: dict[Problem, None] = {}
    for name in due:
        page = Rendered(f"/{name}", "", bytes_of(site.output, os.fsencode(name)))
        problems |= dict.fromkeys(checker.check(page))
        progress.advance()
    return tuple(problems)


# ---------------------------------------------------------------------------------------------- talk


def _plan_lines(
    site: Site, place: _Place, change: Changes, sizes: Mapping[bytes, int], *, squash: bool, is_squashed: bool
) -> Iterable[str]:
    """The lines that show what will be pushed, to which branch, and at which address it will appear."""
    branch = place.branch
    yield f"Publish      {safe(str(site.output))}: {len(sizes):,} files, {summary.size_text(sum(sizes.values()))}"
    yield f"To           {branch.shown} at {safe(branch.remote.shown)}" + (", a new branch" if not place.tip else "")
    yield f"Address      {safe(site.config.url)}"
    sent = sum(sizes.get(path, 0) for path in (*change.added, *change.changed))
    counts = f"{len(change.added):,} added, {len(change.changed):,} changed, {len(change.removed):,} removed"
    yield f"Changes      {counts}; {summary.size_text(sent)} of files to send, before compression"
    for sign, paths in (("+", change.added), ("~", change.changed), ("-", change.removed)):
        for path in paths[:_NAMED]:
            yield f"  {sign} {safe(os.fsdecode(path))}"
        if len(paths) > _NAMED:
            yield f"  {sign} and {len(paths) - _NAMED:,} more"
    if is_squashed:
        yield "History      one commit replaces all earlier commits of the branch"
    elif place.tip is not None and not squash and (change.changed or change.removed):
        yield "History      keeps the old content of these files; --squash leaves a single commit without it"


def _ask(place: _Place, change: Changes, terminal: Terminal) -> None:
    count = summary.count_text(len(change.added) + len(change.changed) + len(change.removed), "file")
    answer = terminal.ask(f"Push {count} to {place.branch.shown}?")
    if answer is None:
        help = "see what will change with --dry-run, and use --yes where nobody can answer"
        raise SiteError(
            "deploy-unconfirmed", "there is no terminal to ask the question on", Where(place.branch.shown), help
        )
    if not answer:
        terminal.say("Nothing was pushed.")
        raise typer.Exit(DEPLOY)


def _message(repository: Repository, site: Site) -> str:
    """The default message of the commit, with the commit of the sources."""
    commit = repository.commit()
    if commit is None:
        return "Publish the site"
    is_dirty = repository.is_dirty(site.folder, (site.output, site.cache))
    return f"Publish the site of {commit}" + (" with changes not committed" if is_dirty else "")


def _tell(site: Site, place: _Place, commit: str, terminal: Terminal) -> None:
    note = "  (GitHub may take up to ten minutes)" if place.pages is not None else ""
    terminal.say(f"Deployed {commit[:7]} to {place.branch.shown}: {site.config.url}{note}")
    if place.pages is not None and place.tip is None:
        settings = f"https://github.com/{place.pages.owner}/{place.pages.name}/settings/pages"
        name = place.branch.name
        terminal.say(f"The first time, choose at {settings}: Deploy from a branch, {name}, / (root)")
