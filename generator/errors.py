"""Errors and warnings: `Problem`, a value, and `SiteError`, an exception that holds a `Problem`."""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How bad a problem is.

    An error makes the site wrong.  A warning is about a fault that was worked around.  A note needs no action, and
    commands print notes in full only with `--verbose`.
    """

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE

MESSAGES: dict[str, tuple[Severity, str]] = {
    # the site as a whole
    "site-missing": (_E, "the folder has no site.toml"),
    "settings-syntax": (_E, "site.toml is not valid TOML"),
    "settings-unknown": (_E, "a setting that does not exist"),
    "settings-value": (_E, "a setting with a value that cannot be used"),
    "extra-missing": (_E, "a library that the settings need and that is not installed"),
    "content-missing": (_E, "a content root that does not exist"),
    "rules-missing": (_E, "a filter list that does not exist or cannot be read"),
    "settings-unused": (_W, "a name in the settings that nothing in the site has"),
    "accent-faint": (_N, "an accent colour that is hard to read on the paper of the theme"),
    "rules-unsupported": (_N, "lines of a filter list that Pressmark does not support"),
    "template-syntax": (_E, "a template that Jinja cannot read"),
    "template-missing": (_E, "a template that does not exist"),
    "template-failed": (_E, "a template that failed while a page was rendered"),
    "output-refused": (_E, "an output folder that Pressmark must not write into"),
    "write-failed": (_E, "a file that could not be written"),
    "locked": (_E, "another build of the same site is running"),
    "file-exists": (_E, "a command would overwrite a file of yours"),
    "output-foreign": (_N, "a file in the output folder that Pressmark did not write, left alone"),
    "output-changed": (_W, "a file no longer planned that was changed by hand, left alone"),
    "cache-rebuilt": (_N, "a cache in .pressmark that was damaged or of another version, made anew"),
    "cache-failed": (_E, "a cache in .pressmark that cannot be read or written"),
    "internal": (_E, "a mistake in Pressmark itself"),
    "template-unknown": (_E, "a template or theme file to copy that does not ship with Pressmark"),
    "target-unknown": (_E, "something to explain that the site does not have"),
    "port-unusable": (_E, "an address or port that the preview cannot listen at"),
    # init --from-hexo
    "hexo-missing": (_E, "a folder that is no Hexo blog"),
    "hexo-config": (_E, "settings of a Hexo blog that cannot be read"),
    # check
    "link-broken": (_W, "a page links to a place in the site where nothing is"),
    "page-structure": (_W, "a page that is not built as promised: one article with one heading, readable feeds"),
    "page-blocked": (_W, "a file of another host in a template, which the Content-Security-Policy blocks"),
    "page-inline": (_W, "inline script or style in a template, which the Content-Security-Policy blocks"),
    "page-active": (_E, "something in an article that could act: script, style, an event attribute"),
    # check --against
    "against-unknown": (_E, "something to compare with that is neither a folder nor a branch"),
    "against-unfit": (_E, "something to compare with that is no published site"),
    "address-gone": (_W, "an address of the published site with nothing there any more"),
    "redirect-missing": (_W, "an article that moves without a redirect at its old address"),
    "text-missing": (_W, "text of a published article that is missing now"),
    "media-gone": (_W, "a published picture or other media file that is gone"),
    "page-uncompared": (_W, "a published page that could not be read"),
    "address-moved": (_N, "an address that leads to another one now, by a redirect"),
    "redirect-changed": (_N, "a redirect that leads to another place now"),
    "text-added": (_N, "text of an article that was not published before"),
    "details-changed": (_N, "dates, names, categories or tags of an article that changed"),
    "anchor-gone": (_N, "ids of headings that an article has no longer"),
    "list-changed": (_N, "a list that is gone, new, or has other posts"),
    # deploy
    "deploy-unconfirmed": (_E, "a question before a deploy that nobody was there to answer"),
    "removals-unconfirmed": (_E, "a deploy that would take more than a tenth of the pages off the branch"),
    "output-unfit": (
        _E,
        "an output folder that must not be published: with drafts, unfinished, or for another address",
    ),
    "url-differs": (_E, "a url that is not the address where the site will be shown"),
    "site-too-large": (_E, "more than GitHub Pages or GitHub takes"),
    "site-large": (_W, "near a limit of GitHub Pages or GitHub"),
    "file-unpublished": (_W, "something in the output folder that cannot be published"),
    "git-missing": (_E, "git is not installed, or too old"),
    "git-failed": (_E, "git could not do something on this machine"),
    "repository-missing": (_E, "a site that lies in no git repository"),
    "remote-missing": (_E, "a remote that the repository does not have"),
    "remote-failed": (_E, "a remote that could not be reached or that let nobody in, or a push that was cut off"),
    "branch-refused": (_E, "a branch that a deploy must not write to"),
    "branch-moved": (_E, "a branch that somebody else changed during the deploy"),
    "push-rejected": (_E, "a push that the remote did not take"),
    "head-detached": (_W, "a deploy while no branch is checked out"),
    "work-uncommitted": (_W, "a deploy of sources that are not committed"),
    "workflow-refused": (_E, "a workflow that cannot be written for this site"),
    # reading
    "draft-skipped": (_N, "a draft, which is not published without --drafts"),
    "password-skipped": (_W, "a post that a password or a private tag protects, which is not published"),
    "post-hidden": (_N, "a post that has a page and stands in no list"),
    "post-copied": (_N, "an article of which the site has several copies"),
    "post-revised": (_N, "a newer text of an article that the site has, too"),
    "search-heavy": (_N, "a post that makes the search index large"),
    "future-skipped": (_N, "a post dated in the future, which the settings keep back"),
    "source-unreadable": (_E, "a source that could not be read and is not published"),
    "file-ignored": (_N, "a file that is not published"),
    "picture-unreadable": (_N, "a picture file whose width and height could not be read"),
    "symlink-skipped": (_N, "a symbolic link inside a content root, not followed"),
    "encoding-guessed": (_W, "a source that is not UTF-8, read as GB18030"),
    "encoding-repaired": (_W, "a source with bytes that no encoding explains, replaced"),
    "characters-dropped": (_N, "control characters that no page may hold, dropped"),
    "header-missing": (_N, "a source without front matter"),
    "header-unclosed": (_W, "front matter that is opened and never closed"),
    "header-unreadable": (_W, "front matter in which no field could be read, shown as text"),
    "header-limit": (_W, "front matter that is too large, too deep or uses aliases, read line by line"),
    "yaml-recovered": (_W, "front matter that is not valid YAML, read line by line"),
    "date-missing": (_N, "a post without a date, published as undated"),
    "date-unreadable": (_W, "a date that cannot be read, published as undated"),
    "title-missing": (_N, "a post without a title, which got its first line or its file name"),
    "field-unreadable": (_W, "a field whose value cannot be used"),
    "field-untrusted": (_N, "a field that only a trusted content root may set"),
    # cleaning
    "shown-as-text": (_W, "a body beyond the limits or that broke a converter, published as escaped text"),
    "hexo-tag-unknown": (_N, "a Hexo tag that Pressmark does not know, left as text"),
    "removal-undone": (_W, "rules that would have removed most of a post, undone for that post"),
    "lost": (_W, "words, pictures or links of a body that are neither published nor recorded as removed"),
    "text-lost": (_W, "a post that lost more than 40 % of its text in cleaning"),
    "text-damaged": (_N, "a text with places where characters were lost for good, marked on its page"),
    "page-joined": (_N, "parts of a page that a converter had taken for code, read as markup again"),
    "formula-unread": (_N, "formulas that could not be read as TeX, shown as they were written"),
    "sanitizer-stricter": (_N, "the second sanitizer removed something that the first had let through"),
    "link-dropped": (_N, "a link or picture with an address that may not be published"),
    "dead-link": (_N, "a link into the site that leads nowhere, shown as text"),
    # addresses
    "address-taken": (_W, "two things wanted one address, and one of them moved"),
    "address-refused": (_W, "a permalink or alias that is no usable address"),
    "address-shortened": (_N, "an address with a part over 200 bytes, cut"),
}
"""Every message code with its severity and meaning; `docs/messages.md` explains each."""


@dataclass(frozen=True, slots=True, order=True)
class Where:
    """A place in a file: the path as the user knows it, line and column counted from 1; line 0 means the whole file."""

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        parts = [self.path, *(str(n) for n in (self.line, self.column) if n)]
        return ":".join(parts)


@dataclass(frozen=True, slots=True)
class Problem:
    """An error, a warning or a note about a place in a file; `help` explains how to fix it, and may be empty."""

    code: str
    severity: Severity
    where: Where
    message: str
    help: str = ""
    trace: str = ""
    """The traceback of a mistake of ours; written to the report file only."""


def problem(code: str, where: Where, message: str, help: str = "") -> Problem:
    """A `Problem` with this `code` and the severity that `MESSAGES` has for the code.

    Raises KeyError for an unknown code.
    """
    return Problem(code, MESSAGES[code][0], where, message, help)


class SiteError(Exception):
    """Raised if the site, not the program, is wrong and a function has nothing to return; `problem` has the message."""

    def __init__(self, code: str, message: str, where: Where, help: str = "") -> None:
        super().__init__(code, message, where, help)
        self.problem = problem(code, where, message, help)

    def __str__(self) -> str:
        return f"{self.problem.where}: {self.problem.code}: {self.problem.message}"


DAMAGED = (pickle.UnpicklingError, EOFError, AttributeError, ImportError, IndexError, ValueError, TypeError)
"""The exceptions that unpickling a value damaged on disk can raise; the value is then made again."""
