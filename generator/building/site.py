"""A site on disk: its settings, filter lists, templates and static files, opened once for a build."""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path

from generator.addresses import fingerprinted, normalise
from generator.building.theme import STYLE, accent_rules, check_files, faint_accents
from generator.bundled import bundled
from generator.clean_config import CleanConfig, RuleList, clean_config
from generator.config import SETTINGS_FILE, Config
from generator.config.reading import SettingsError, load_config
from generator.digest import address_digest
from generator.errors import Problem, SiteError, Where, problem
from generator.model import SourceFile
from generator.pictures import HEAD_BYTES, SUFFIXES, sides
from generator.rules import shipped
from generator.site_index import SiteFile


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """The options of the command line for one build; None, 0 and False mean that an option was not given."""

    site: Path
    output: Path | None = None
    url: str | None = None
    jobs: int = 0
    """The number of worker processes; 0 means one per core, or none for few changes."""
    drafts: bool = False
    now: datetime | None = None
    """The moment after which posts count as future ones, for sites with `future = false`."""
    full: bool = False
    """Whether to ignore the records of earlier builds and compare every file in the output folder."""
    adopt: bool = False
    """Whether to take over an output folder that is not empty."""
    search: bool = True
    """Whether to make the search index; False for a preview in which nobody has searched yet."""


@dataclass(frozen=True, slots=True)
class Site:
    """A site that is ready to be built: its folder, settings and templates, and the folders that are written."""

    folder: Path
    config: Config
    clean: CleanConfig
    templates: tuple[Path, ...]
    """The folders of templates, that of the site, if it has one, before the one that ships with the program."""
    output: Path
    cache: Path
    """`.pressmark` in the site, with data that the next build can use again."""

    @property
    def roots(self) -> tuple[str, ...]:
        """The paths of the content roots, as in the settings."""
        return tuple(root.path for root in self.config.content)

    @property
    def output_key(self) -> str:
        """The absolute path of the output folder, under which the ledger and the store keep its records."""
        return str(self.output.resolve())


def open_site(options: BuildOptions) -> Site:
    """The site in the folder `options.site`, with its settings and filter lists read.

    Raises SettingsError or SiteError if these cannot be used.
    """
    folder = options.site
    config = load_config(folder, url=options.url)
    if config.finds_near_copies and find_spec("numpy") is None:
        help = "install it with: pip install 'pressmark[copies]'; or take the table [copies] out"
        raise SiteError("extra-missing", "finding near copies needs numpy", Where(SETTINGS_FILE), help)
    rules = (*shipped(), *(_rule_list(folder, name) for name in config.cleaning.rules))
    _check_off(config, rules)
    if config.theme.files:
        names = _files_below(folder / "static")
        check_files(folder, config.theme, {address for name in names if (address := normalise(name, by_owner=True))})
    own = folder / "templates"
    ours = bundled("templates")
    templates = (own, ours) if own.is_dir() and own.resolve() != ours.resolve() else (ours,)
    output = options.output if options.output is not None else folder / config.output
    return Site(folder, config, clean_config(config, rules), templates, output, folder / ".pressmark")


def _check_off(config: Config, rules: tuple[RuleList, ...]) -> None:
    """Refuse an unknown name in `[cleaning] off`: ignoring it would leave on whatever it should switch off."""
    cleaning = config.cleaning
    names = [("off", name) for name in cleaning.off]
    for table in ("off_source", "off_post"):
        names += [(f"{table}.{key!r}", name) for key, off in getattr(cleaning, table).items() for name in off]
    if not names:
        return
    # Imported only if needed, because it loads all of cleaning.
    from generator.cleaning import switchable

    known = switchable(rules)
    for setting, name in names:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
            help = f"did you mean {near[0]}?" if near else "docs/cleaning.md says what can be switched off"
            where = Where(SETTINGS_FILE)
            raise SettingsError((problem("settings-value", where, f"cleaning.{setting}: there is no {name!r}", help),))


def _rule_list(folder: Path, name: str) -> RuleList:
    try:
        return RuleList(name, (folder / name).read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        message = f"cannot be read: {getattr(error, 'strerror', None) or error}"
        help = "paths in [cleaning] rules are relative to site.toml, and lists are UTF-8 text"
        raise SiteError("rules-missing", message, Where(name), help) from None


def static_files(site: Site, verbatim: Iterable[SourceFile]) -> tuple[tuple[SiteFile, ...], tuple[Problem, ...]]:
    """The static files of the theme, of a Hexo blog (`verbatim`) and of the site, and the problems with their names.

    The files are sorted by address.  If several have the same address, the last in the order above is returned.
    Symbolic links are left out.  Raises SiteError if a file or folder cannot be read.
    """
    files: dict[str, SiteFile] = {}
    problems: list[Problem] = []
    accent = site.config.theme.accent
    for name, shown, path, has_digest in _static_names(site, verbatim):
        address = normalise(name, by_owner=True)
        if address is None:
            message = "its name is no address that can be published"
            problems.append(problem("file-ignored", Where(shown), message, "give it another name"))
        else:
            file = _site_file(address, path, accent_rules(accent) if address == STYLE else b"")
            files[address] = replace(file, address=fingerprinted(address, file.digest)) if has_digest else file
    if accent:
        problems += faint_accents(site.folder, accent, _bytes_of(Path(files[STYLE].path)))
    return tuple(file for _, file in sorted(files.items())), tuple(problems)


def _static_names(site: Site, verbatim: Iterable[SourceFile]) -> Iterator[tuple[str, str, Path, bool]]:
    """(name, name in messages, path, whether its address may carry a digest) of each static file."""
    for folder in (bundled("static"), None, site.folder / "static"):
        if folder is None:
            # Pages of a migrated blog link to these files by name, so their names carry no digest.
            yield from ((file.path, file.id, site.folder / file.id, False) for file in verbatim)
        else:
            yield from ((name, f"static/{name}", folder / name, True) for name in _files_below(folder))


def _files_below(folder: Path) -> Iterator[str]:
    for parent, folders, names in os.walk(folder, onerror=_raise_unlisted):
        folders[:] = sorted(name for name in folders if not name.startswith(".") or name == ".well-known")
        for name in sorted(names):
            path = Path(parent, name)
            if not name.startswith(".") and path.is_file() and not path.is_symlink():
                yield path.relative_to(folder).as_posix()


def _raise_unlisted(error: OSError) -> None:
    # The folder is optional.  But if it exists and cannot be listed, its files must not count as deleted.
    if not isinstance(error, FileNotFoundError):
        message = f"the folder cannot be listed: {error.strerror}"
        raise SiteError("source-unreadable", message, Where(str(error.filename)), "check the folder") from None


@dataclass(frozen=True, slots=True)
class Media:
    """The pictures and other files beside posts, divided into those to publish and those to withhold.

    Both are mappings by the id of the file: its content root, `/`, and its path.
    """

    files: Mapping[str, SiteFile]
    withheld: Mapping[str, str]
    """The reason why a file is not published, for each file that was refused because of its bytes."""
    problems: tuple[Problem, ...]


def media_files(site: Site, ids: Iterable[tuple[str, str, str]], refusal: Callable[[str, bytes], str]) -> Media:
    """Read files that lie beside posts, and return which of them are published.

    `ids` has, for each file, its id, its address, and its path in the folder of the site as spelled on disk.  `refusal`
    gets the id and the bytes of a file and returns the reason why it is not published; an empty text if it is.  A file
    that cannot be read is a problem of the result.
    """
    files: dict[str, SiteFile] = {}
    withheld: dict[str, str] = {}
    problems: list[Problem] = []
    for id, address, name in ids:
        path = site.folder / name
        try:
            data = _bytes_of(path)
        except SiteError as error:
            problems.append(problem("source-unreadable", Where(name), error.problem.message))
            continue
        if reason := refusal(id, data):
            withheld[id] = reason
        else:
            file = SiteFile(address, str(path), address_digest(data))
            files[id] = _measured(file, data) if _is_picture(file) else file
    problems += [_unmeasured(id) for id, file in files.items() if _is_picture(file) and file.sides is None]
    return Media(files, withheld, tuple(problems))


def measured_static(static: Iterable[SiteFile]) -> tuple[tuple[SiteFile, ...], tuple[Problem, ...]]:
    """The files `static`, pictures with their size, and a note for each picture whose size cannot be read."""
    files, problems = [], []
    for file in static:
        if _is_picture(file):
            try:
                with Path(file.path).open("rb") as opened:
                    file = _measured(file, opened.read(HEAD_BYTES))
            except OSError:
                # Publishing the file reports this error.
                pass
            if file.sides is None:
                problems.append(_unmeasured(f"static{file.address}"))
        files.append(file)
    return tuple(files), tuple(problems)


def _is_picture(file: SiteFile) -> bool:
    return file.path.lower().endswith(SUFFIXES)


def _measured(file: SiteFile, data: bytes) -> SiteFile:
    return replace(file, sides=sides(data))


def _unmeasured(name: str) -> Problem:
    message = "its width and height cannot be read, so text below it moves when it loads"
    return problem("picture-unreadable", Where(name), message, "look whether a browser shows it")


def _site_file(address: str, path: Path, addition: bytes) -> SiteFile:
    return SiteFile(address, str(path), address_digest(_bytes_of(path) + addition), addition)


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise SiteError("source-unreadable", f"cannot be read: {error.strerror}", Where(str(path))) from None
