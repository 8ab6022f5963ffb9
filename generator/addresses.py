"""Addresses: keys, slugs, permalinks, and how an address becomes a file, a link and a claim.

An address is the decoded path below the home page, in NFC, beginning with `/`; one that ends in `/` is a folder
with an `index.html`.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import quote

from generator.digest import digest_text

SEGMENT_BYTES = 200
ADDRESS_BYTES = 1_000
"""A whole address, far below what a path may be on any system."""
RESERVED_SLUGS = frozenset({"page", "undated", "index.html", "atom.xml"})
"""Names that lists use below their own address: a term of that name gets its digest behind it."""

# hexo-util slugize: runs of blanks and of these ASCII signs become one hyphen.
_SLUG_SIGNS = re.compile(r"[\s~`!@#$%^&*()\-_+=\[\]{}|\\;:\"'<>,.?/]+")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069\ufeff]")
_SURROGATES = re.compile(r"[\ud800-\udfff]")


def post_key(root_name: str, path: str) -> str:
    """The `:key` of a source: 12 hex digits of its NFC path, behind the name of its root if that has one."""
    name = f"{root_name}/{path}" if root_name else path
    return digest_text(unicodedata.normalize("NFC", name), size_bytes=6)


def slugize(text: str) -> str:
    """`text` as Hexo slugizes it, case kept: diacritics off Latin letters, blanks and ASCII signs to hyphens."""
    text = _CONTROLS.sub("", _SURROGATES.sub("", _fold_latin(text)))
    return _SLUG_SIGNS.sub("-", text).strip("-")


_FOLDED = re.compile("[\uff21-\uff3a\uff41-\uff5a\u00c0-\u024f\u1e00-\u1eff]")


def _fold_latin(text: str) -> str:
    if text.isascii():
        return text
    text = unicodedata.normalize("NFC", text)
    if not _FOLDED.search(text):
        return text
    folded = []
    for char in text:
        # Full-width Latin letters and accented Latin fold; ideographs, kana and their punctuation do not.
        code = ord(char)
        if 0xFF21 <= code <= 0xFF3A or 0xFF41 <= code <= 0xFF5A:
            folded.append(chr(code - 0xFEE0))
        elif 0xC0 <= code <= 0x24F or 0x1E00 <= code <= 0x1EFF:
            base = "".join(c for c in unicodedata.normalize("NFD", char) if not unicodedata.combining(c))
            folded.append(_LIGATURES.get(base, base))
        else:
            folded.append(char)
    return "".join(folded)


_LIGATURES = {"Æ": "AE", "æ": "ae", "Œ": "OE", "œ": "oe"} | dict(
    zip("ßØøŁłĐđĦħŦŧĿŀŉıſ", "sOoLlDdHhTtLlnil", strict=True)
)  # What Hexo has for letters that do not come apart; whoever moves over has them in addresses.


@lru_cache(maxsize=16_384)
def term_slug(name: str) -> str:
    """The part of an address that stands for a category, tag or source; it depends on the name alone.

    It is the slugized name where slugizing changed nothing but blanks, else that and six digits of the name's
    digest, so that `C`, `C++` and `C#` are three pages.
    """
    slug = slugize(name)
    is_plain = slug == re.sub(r"\s+", "-", unicodedata.normalize("NFC", name).strip())
    if (
        slug
        and is_plain
        and len(slug.encode("utf-8")) <= SEGMENT_BYTES
        and slug.casefold() not in RESERVED_SLUGS
        and set(slug) != {"."}
    ):
        return slug
    head = slug.encode("utf-8")[: SEGMENT_BYTES - 7].decode("utf-8", "ignore")
    return f"{head}-{term_digits(name)}".lstrip("-")


def term_digits(name: str) -> str:
    """Six hex digits that tell a name from others with the same slug."""
    return digest_text(unicodedata.normalize("NFC", name), size_bytes=3)


# ------------------------------------------------------------------------------- from text to address


# Nothing in it can change or be refused: nearly every address is one of these.
_PLAIN = re.compile(r"/?[A-Za-z0-9_\-](?:[A-Za-z0-9_\-]|\.(?!\.)|/(?=[A-Za-z0-9_\-]))*/?")


def normalise(text: str) -> str | None:
    """`text` as an address, or None if it leaves the output folder or names no place in it.

    NFC, one slash at the beginning, no empty parts, blanks at the ends of parts dropped; parts over 200 bytes are
    cut on a character border and get a digest.  Refused: `.` and `..` parts (full-width ones too), NUL, backslashes,
    control characters, lone surrogates, and the marker and hidden files at the top.
    """
    if len(text) <= SEGMENT_BYTES and _PLAIN.fullmatch(text):
        return text if text.startswith("/") else f"/{text}"
    text = unicodedata.normalize("NFC", text).replace("\u00a0", " ")
    # NFKC turns full-width dots and slashes into path parts, so what is refused is looked for there as well.
    for form in (text, unicodedata.normalize("NFKC", text)):
        if _CONTROLS.search(form) or _SURROGATES.search(form) or "\\" in form:
            return None
        if any(part.strip() in (".", "..") for part in form.split("/")):
            return None
    parts = [part for part in (_without_outer_blanks(part) for part in text.split("/")) if part]
    if not parts or parts[0].startswith("."):
        return None
    path = "/" + "/".join(_shortened(part) for part in parts)
    if len(path.encode("utf-8")) > ADDRESS_BYTES:
        return None
    return path + "/" if text.endswith("/") else path


def _without_outer_blanks(part: str) -> str:
    return part.strip().strip("\u3000").strip()


def _shortened(part: str) -> str:
    encoded = part.encode("utf-8")
    if len(encoded) <= SEGMENT_BYTES:
        return part
    stem, dot, suffix = part.rpartition(".")
    suffix = f".{suffix}" if dot and stem and len(suffix) <= 8 and suffix.isalnum() else ""
    tail = f"-{digest_text(part, size_bytes=4)}{suffix}"
    head = encoded[: SEGMENT_BYTES - len(tail.encode())].decode("utf-8", "ignore")
    return head.rstrip() + tail


def is_shortened(text: str) -> bool:
    """Whether `normalise` would cut a part of `text`."""
    return any(len(part.strip().encode("utf-8", "replace")) > SEGMENT_BYTES for part in text.split("/"))


_VARIABLE = re.compile(r":(\w*[^\W_])")


def expand(pattern: str, variable: Callable[[str], str | None], missing: str) -> str:
    """`pattern` with each `:name` replaced by `variable` of that name; one that is unknown or empty becomes `missing`.

    Source: hexo-util permalink.ts, whose `:year_:month` reads as two variables.
    """
    return _VARIABLE.sub(lambda match: variable(match[1]) or missing, pattern)


# ------------------------------------------------------------------------------- from address to file and link


def file_path(address: str) -> str:
    """The file of an address, relative to the output folder: `/a/` is `a/index.html`, `/a.html` is `a.html`."""
    path = address.removeprefix("/")
    return f"{path}index.html" if address.endswith("/") else path


def address_of(path: str) -> str:
    """The address of a file of the output folder, the other way round."""
    return f"/{path.removesuffix('index.html')}" if f"/{path}".endswith("/index.html") else f"/{path}"


FINGERPRINTED = "/theme/"
"""Static files below this address carry their digest in the name, so that browsers may keep them for ever."""


def fingerprinted(address: str, digest: str) -> str:
    """The address that a static file is published at: with its digest in the name below `/theme/`."""
    if not address.startswith(FINGERPRINTED):
        return address
    stem, _, suffix = address.rpartition(".")
    return f"{stem}.{digest[:10]}.{suffix}"


def href(address: str, base_path: str) -> str:
    """An address as it stands in an attribute: percent-encoded, below `base_path` (a slash at both ends)."""
    return base_path + _quoted(address.removeprefix("/"))


def absolute(address: str, url: str) -> str:
    """An address with scheme and host; `url` is the address of the home page, with a slash at the end."""
    return url + _quoted(address.removeprefix("/"))


@lru_cache(maxsize=16_384)
def _quoted(path: str) -> str:
    return quote(path, safe="/-._~!$&'()*+,;=:@")


# -------------------------------------------------------------------------------------------- claims


def _folded(path: str) -> str:
    if path.isascii():
        return path.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


@dataclass(slots=True)
class Claims:
    """Who has which address: no two files in one place, in any case, and none where a folder is needed."""

    addresses: set[str] = field(default_factory=set)
    """Everything claimed, as written."""
    _owners: dict[str, str] = field(default_factory=dict)
    _folders: dict[str, str] = field(default_factory=dict)

    def owner(self, address: str) -> str | None:
        """Who stands in the way of `address`, or None if it is free."""
        return self._owner(_folded(file_path(address)))

    def _owner(self, path: str) -> str | None:
        if path in self._owners:
            return self._owners[path]
        if path in self._folders:
            return self._folders[path]
        for folder in _parents(path):
            if folder in self._owners:
                return self._owners[folder]
        return None

    def take(self, address: str, owner: str) -> str | None:
        """Claim `address` for `owner`.  Returns who has it already, and then claims nothing; None if it was free."""
        path = _folded(file_path(address))
        taken_by = self._owner(path)
        if taken_by is not None:
            return taken_by
        self.addresses.add(address)
        self._owners[path] = owner
        for folder in _parents(path):
            self._folders.setdefault(folder, owner)
        return None

    def take_near(self, address: str, owner: str, digits: str) -> str:
        """Claim `address` or, if it is taken, the same with `-` and `digits` behind its last part; what was claimed."""
        for candidate in _ways_out(address, digits):
            if self.take(candidate, owner) is None:
                return candidate
        raise AssertionError("the ways out never end")


def _ways_out(address: str, digits: str) -> Iterator[str]:
    yield address
    yield with_suffix(address, digits)
    # Somebody imitates our way out, or has a file where this address needs a folder: a first part of its own, each
    # time another one, so that this ends after as many rounds as there are claims.
    last = address.rstrip("/").rpartition("/")[2] + ("/" if address.endswith("/") else "")
    for number in itertools.count(2):
        yield f"/{digits}-{number}/{last.removeprefix('/')}"


def with_suffix(address: str, suffix: str) -> str:
    """`address` with `-` and `suffix` behind the stem of its last part."""
    if address == "/":
        return f"/{suffix}/"
    if address.endswith("/"):
        return f"{address[:-1]}-{suffix}/"
    folder, _, name = address.rpartition("/")
    stem, dot, extension = name.rpartition(".")
    return f"{folder}/{stem}-{suffix}.{extension}" if dot and stem else f"{folder}/{name}-{suffix}"


def _parents(path: str) -> Iterable[str]:
    position = path.find("/")
    while position >= 0:
        yield path[:position]
        position = path.find("/", position + 1)
