"""Which paths in the output folder may be published: one check for all code that accepts or writes a path.

A path is refused if any program that handles it could interpret it as something else: git, which reserves `.git` and
its short names; web hosts, which give some names a meaning; and file systems that ignore case, normal forms, trailing
dots or invisible characters.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from urllib.parse import unquote

MARKER = ".pressmark-output"
"""The file that marks an output folder as ours.  Like every hidden name it cannot be the path of a page."""
TEMPORARY_PREFIX = ".pressmark-tmp-"
"""The prefix of names of half-written files.  No path that may be published has such a part."""
PART_BYTES = 255
"""The maximum length of a name on common file systems."""

OWNER_FOLDERS = frozenset({".well-known"})
OWNER_FILES = frozenset({".nojekyll", ".domains"})
"""Hidden names at the top that hosts expect there; only the owner of a site may publish them."""
OWNER_NAMES = frozenset(
    """
    cname _headers _redirects _worker.js _routes.json _config.yml
    favicon.ico apple-touch-icon.png apple-touch-icon-precomposed.png
    """.split()
)
"""Names at the top, in lower case, to which hosts or browsers give a meaning: only the owner may use them."""

INDEX = "index.html"
_INDEX_NAMES = frozenset(
    "index.html index.htm index.xhtml index.shtml index.php default.html default.htm iisstart.htm".split()
)
"""Names that some host shows for a folder; `index.html`, in this spelling and as the last part, is allowed."""
_DEVICES = frozenset(
    "con prn aux nul conin$ conout$ clock$".split()
    + [f"{device}{digit}" for device in ("com", "lpt") for digit in "0123456789¹²³"]
)
"""Names of devices on Windows, with any suffix.  Source: "Naming Files, Paths, and Namespaces"."""
# `GIT~1` is `.git` and `GI7EBA~1` may be `.gitmodules` to NTFS and to git, which checks for both.
_SHORT_NAME = re.compile(r"[^.~]{1,6}~[0-9]{1,6}(?:\.[^.]{0,3})?")
# Control characters, marks that reorder or hide text, and all characters that HFS+ ignores in names.
UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]")


def refusal(path: str, *, by_owner: bool = False) -> str | None:
    """The reason why a file at `path`, relative to the output folder, may not be published; None if it may.

    `by_owner` is True for files of the owner of the site, which may have names such as `CNAME` that posts may not take.
    """
    parts = path.split("/")
    if by_owner:
        if parts[0] in OWNER_FOLDERS and len(parts) > 1:
            parts = parts[1:]
        elif path in OWNER_FILES:
            return None
    elif not OWNER_NAMES.isdisjoint(_forms(parts[0])):
        return f"{parts[0]!r} at the top belongs to the owner of the site"
    last = len(parts) - 1
    for place, part in enumerate(parts):
        if (why := part_refusal(part)) is not None and not (place == last and part == INDEX):
            return why
    return None


@lru_cache(maxsize=16_384)
def part_refusal(part: str) -> str | None:
    """The reason why `part` may not be the name of a folder or file in the output folder; None if it may.

    There is a reason for `index.html` too, because no folder may have this name; a caller must allow it for files.
    """
    # Nearly every part is a number or a key.
    if part.isascii() and part.isalnum() and 6 < len(part) < PART_BYTES:
        return None
    if UNSEEN.search(part):
        return f"{part!r} has characters that cannot be seen"
    if len(part.encode("utf-8")) > PART_BYTES:
        return f"{part[:40]!r}… is longer than {PART_BYTES} bytes"
    if any(not piece.strip() or piece.startswith(".") for piece in _dotted_pieces(part)):
        return f"{part!r} is a hidden name, which git and hosts keep for themselves"
    for form in _forms(part):
        if not form or "/" in form or "\\" in form or UNSEEN.search(form):
            return f"{part!r} is no name"
        if form.startswith("."):
            return f"{part!r} is a hidden name, which git and hosts keep for themselves"
        if form.rstrip(". ") != form:
            return f"{part!r} ends in a dot or a blank, which some file systems drop"
        if _SHORT_NAME.fullmatch(form) and len(form.partition(".")[0]) <= 8:
            return f"{part!r} may be the short form of another name on Windows"
        if form.partition(".")[0].rstrip() in _DEVICES:
            return f"{part!r} is a device on Windows"
        if form in _INDEX_NAMES:
            return f"{part!r} is what some hosts show for a folder"
    return None


def _dotted_pieces(part: str) -> list[str]:
    """The pieces between slashes after full-width dots and slashes became plain ones; most parts are one piece."""
    folded = unicodedata.normalize("NFKC", part)
    return [folded] if folded == part or "." not in folded else re.split(r"[/\\]", folded)


def _forms(part: str) -> frozenset[str]:
    """The names that programs may read in a part: in lower case, percent-decoded repeatedly, and without the name of an
    NTFS stream."""
    forms: set[str] = set()
    waiting = [part]
    while waiting:
        form = waiting.pop().casefold()
        if form not in forms:
            forms.add(form)
            # Both shorten a text or leave it unchanged, so this ends.
            waiting += [unquote(form, errors="replace"), form.partition(":")[0] or form]
    return frozenset(forms)
