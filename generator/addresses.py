"""Makes addresses from names, patterns and paths, turns them into files and links, and records which are taken.

An address is the decoded path below the home page, in NFC, beginning with `/`; one that ends in `/` is a folder with an
`index.html`.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import quote

from generator.characters import fold_latin
from generator.digest import digest_text
from generator.publishable import INDEX, UNSEEN, part_refusal, refusal

SEGMENT_BYTES = 200
ADDRESS_BYTES = 1_000
"""The maximum length of a whole address, far below the limit for paths on any system."""
RESERVED_SLUGS = frozenset({"page", "undated", "index.html", "atom.xml"})
"""Names that lists use below their own address; a term with such a name gets digits of its digest appended."""

# hexo-util slugize: runs of blanks and of these ASCII signs become one hyphen.
_SLUG_SIGNS = re.compile(r"[\s~`!@#$%^&*()\-_+=\[\]{}|\\;:\"'<>,.?/]+")


def post_key(root_name: str, path: str) -> str:
    """The value of `:key` in the address of a source: 12 hex digits, from the digest of `root_name`, `/` and `path`.

    `root_name` stands for the content root, and `path` is the path of the source in it.  If `root_name` is empty, the
    digest is that of `path` alone.
    """
    name = f"{root_name}/{path}" if root_name else path
    return digest_text(unicodedata.normalize("NFC", name), size_bytes=6)


def slugize(text: str) -> str:
    """`text` as a part of an address, as Hexo makes it; empty if `text` has only blanks and ASCII punctuation.

    Latin letters lose their accents, each run of blanks and ASCII punctuation becomes one hyphen (none at the ends),
    and case is kept.
    """
    text = UNSEEN.sub("", fold_latin(text))
    return _SLUG_SIGNS.sub("-", text).strip("-")


@lru_cache(maxsize=16_384)
def term_slug(name: str) -> str:
    """The part of an address that stands for a category, tag or source called `name`; it depends on the name alone.

    It is `slugize(name)` if that equals `name` with a hyphen for each run of blanks.  Otherwise six hex digits of the
    name's digest are added, so that `C`, `C++` and `C#` are three pages.  They are also added if the slug is empty,
    over 200 bytes long, in `RESERVED_SLUGS`, or forbidden as a file name (such as `con`).
    """
    slug = slugize(name)
    is_plain = slug == re.sub(r"\s+", "-", unicodedata.normalize("NFC", name).strip())
    if (
        slug
        and is_plain
        and len(slug.encode("utf-8")) <= SEGMENT_BYTES
        and slug.casefold() not in RESERVED_SLUGS
        and refusal(slug) is None
    ):
        return slug
    return slug_with_digits(slug, name)


def slug_with_digits(slug: str, name: str) -> str:
    """`slug`, `-` and six hex digits of the digest of `name`; `slug` is cut if the whole is over 200 bytes long.

    If that is forbidden as a file name, the digits alone are returned.
    """
    head = slug.encode("utf-8")[: SEGMENT_BYTES - 7].decode("utf-8", "ignore")
    part = f"{head}-{term_digits(name)}".lstrip("-")
    return part if refusal(part) is None else term_digits(name)


def term_digits(name: str) -> str:
    """Six hex digits of the digest of `name`, to tell apart names that have the same slug."""
    return digest_text(unicodedata.normalize("NFC", name), size_bytes=3)


# ------------------------------------------------------------------------------- from text to address


# Matches addresses that normalising cannot change, which is nearly every address.
_PLAIN = re.compile(r"/?[A-Za-z0-9_\-](?:[A-Za-z0-9_\-]|\.(?!\.)|/(?=[A-Za-z0-9_\-]))*/?")


def normalise(text: str, *, by_owner: bool = False) -> str | None:
    """`text` as an address; None if it is empty or too long, leaves the output folder, or may not be published.

    The result is in NFC, with one slash at the beginning, without empty parts, and without blanks at the ends of parts.
    A part over 200 bytes is truncated between two characters, and hex digits of its digest are added.  With `by_owner`,
    names such as `CNAME`, which only files of the site's owner may have, are accepted.
    """
    address = _normal_form(text)
    if address is None or refusal(file_path(address), by_owner=by_owner) is not None:
        return None
    return address


def publishable(text: str) -> tuple[str | None, str]:
    """`text` as an address that may be published, and the reason why a part of it was renamed (empty if none was).

    For example, `.git/config/` becomes `/git-1ee9b9/config/`.  The address is None if `text` is empty or too long, or
    if it leaves the output folder.
    """
    address = _normal_form(text)
    if address is None or (why := refusal(file_path(address))) is None:
        return address, ""
    parts = address.removeprefix("/").split("/")
    changed = [part if _may_stay(parts, place) else _renamed(part) for place, part in enumerate(parts)]
    return normalise("/".join(changed)), why


def _may_stay(parts: list[str], place: int) -> bool:
    part = parts[place]
    if not part or (part == INDEX and place == len(parts) - 1):
        return True
    return part_refusal(part) is None and (place > 0 or refusal(f"{part}/{INDEX}") is None)


_PAGE_SUFFIX = re.compile(r"(?<=.)\.html?$", re.IGNORECASE)


def _renamed(part: str) -> str:
    match = _PAGE_SUFFIX.search(part)
    stem, suffix = (part[: match.start()], match[0]) if match else (part, "")
    return f"{slug_with_digits(slugize(stem), part)}{suffix}"


def _normal_form(text: str) -> str | None:
    if len(text) <= SEGMENT_BYTES and _PLAIN.fullmatch(text):
        return text if text.startswith("/") else f"/{text}"
    text = unicodedata.normalize("NFC", text).replace("\u00a0", " ")
    # NFKC turns full-width dots and slashes into path parts, so both forms are checked.
    for form in (text, unicodedata.normalize("NFKC", text)):
        if UNSEEN.search(form) or "\\" in form:
            return None
        if any(part.strip() in (".", "..") for part in form.split("/")):
            return None
    parts = [part for part in (_without_outer_blanks(part) for part in text.split("/")) if part]
    if not parts:
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
    """Whether a part of `text` between two slashes is over 200 bytes long, so that `normalise` truncates it."""
    return any(len(part.strip().encode("utf-8", "replace")) > SEGMENT_BYTES for part in text.split("/"))


_VARIABLE = re.compile(r":(\w*[^\W_])")


def expand(pattern: str, variable: Callable[[str], str | None], missing: str) -> str:
    """`pattern` with each `:name` replaced by the result of `variable` for `name`, or by `missing` if that is empty.

    An empty result is None or "".  A name does not end in `_`, so `:year_:month` has the names `year` and `month`.
    Source: hexo-util permalink.ts.
    """
    return _VARIABLE.sub(lambda match: variable(match[1]) or missing, pattern)


# ------------------------------------------------------------------------------- from address to file and link


def file_path(address: str) -> str:
    """The path of the file at `address` in the output folder: `a/index.html` for `/a/`, `a.html` for `/a.html`."""
    path = address.removeprefix("/")
    return f"{path}{INDEX}" if address.endswith("/") else path


def address_of(path: str) -> str:
    """The address of the file at `path`, which is relative to the output folder: `/a/` for `a/index.html`."""
    return f"/{path.removesuffix('index.html')}" if f"/{path}".endswith("/index.html") else f"/{path}"


FINGERPRINTED = "/theme/"
"""Static files below this address have their digest in the name, so that browsers may cache them for ever."""


def fingerprinted(address: str, digest: str) -> str:
    """The published address of a static file; `digest` is the digest of its bytes in hex.

    Below `/theme/`, the first ten digits of `digest` are put before the suffix: `/theme/a.css` becomes
    `/theme/a.0123456789.css`.  Any other address is returned unchanged.
    """
    if not address.startswith(FINGERPRINTED):
        return address
    stem, _, suffix = address.rpartition(".")
    return f"{stem}.{digest[:10]}.{suffix}"


PLACE = "\n#"
"""Stands between the address of a page and the id of a place on it; an address may have a `#`, but no line end."""


def href(address: str, base_path: str) -> str:
    """`address` as the target of a link in HTML, without scheme and host, with `base_path` in front.

    Letters and digits of all scripts stay as they are, because a Chinese character has 3 bytes and its percent-encoding
    9; all else that is not ASCII is percent-encoded.  `base_path` is the path of the home page, with a slash at both
    ends.  After `PLACE`, `address` may have the id of a place on the page, which becomes the fragment.  Source: URL
    Standard, valid URL strings.
    """
    page, place, id = address.partition(PLACE)
    shown = base_path + _linked(page.removeprefix("/"))
    return f"{shown}#{id}" if place else shown


def absolute(address: str, url: str) -> str:
    """`address` with scheme and host, percent-encoded; `url` is that of the home page, with a slash at the end.

    Feeds and sitemaps need addresses in ASCII.
    """
    return url + _quoted(address.removeprefix("/"))


_SAFE = "/-._~!$&'()*+,;=:@"
_UNLINKED = re.compile(rf"[^\w{re.escape(_SAFE)}]+")


@lru_cache(maxsize=16_384)
def _quoted(path: str) -> str:
    return quote(path, safe=_SAFE)


@lru_cache(maxsize=16_384)
def _linked(path: str) -> str:
    return _UNLINKED.sub(lambda match: quote(match[0]), path)


# -------------------------------------------------------------------------------------------- claims


def _folded(path: str) -> str:
    if path.isascii():
        return path.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


@dataclass(slots=True)
class Claims:
    """A record of the addresses of the site that are taken, each with its owner (the id of a post, or another text).

    An address cannot be taken if one with the same path, ignoring case, is taken, or if one of the two would be a file
    where the other needs a folder.
    """

    kept: str = r"(?!)"
    """A regular expression for paths, relative to the output folder and in lower case, that only the site's own pages
    may take, so that no post takes the place of the next page of a growing list."""
    addresses: set[str] = field(default_factory=set)
    """All addresses that are taken, as written."""
    _owners: dict[str, str] = field(default_factory=dict)
    _folders: dict[str, str] = field(default_factory=dict)
    _kept: re.Pattern[str] = field(init=False)

    def __post_init__(self) -> None:
        """Compile the regular expression `kept`."""
        self._kept = re.compile(self.kept)

    def owner(self, address: str, seeker: str = "") -> str | None:
        """The owner of the taken address that prevents `seeker` from taking `address`; None if nothing prevents it.

        The taken address is `address` itself (even if `seeker` owns it), or one that is a file where `address` needs a
        folder, or the other way round.  If `kept` matches `address`, only `OURS`, the site itself, may take it, so
        others get `OURS`.
        """
        return self._owner(_folded(file_path(address)), seeker)

    def _owner(self, path: str, seeker: str) -> str | None:
        if path in self._owners:
            return self._owners[path]
        if path in self._folders:
            return self._folders[path]
        for folder in _parents(path):
            if folder in self._owners:
                return self._owners[folder]
        return OURS if seeker != OURS and self._kept.fullmatch(path) else None

    def take(self, address: str, owner: str) -> str | None:
        """Record that `address` belongs to `owner`, and return None; if it cannot be taken, return who owns it instead.

        It cannot be taken twice, even by the same owner, nor if a taken address is a file where it needs a folder, or
        the other way round: then the owner of the taken one is returned.  If `kept` matches it and `owner` is not
        `OURS`, it is `OURS`.
        """
        path = _folded(file_path(address))
        taken_by = self._owner(path, owner)
        if taken_by is not None:
            return taken_by
        self.addresses.add(address)
        self._owners[path] = owner
        for folder in _parents(path):
            self._folders.setdefault(folder, owner)
        return None

    def take_near(
        self,
        address: str,
        owner: str,
        digits: str,
        *,
        also: Callable[[str], Iterable[str]] = lambda address: (),
        beside: Callable[[str], Iterable[str]] = lambda address: (),
    ) -> str:
        """Record that `address` belongs to `owner`, or a similar address if that is not free; return the one recorded.

        Similar addresses are tried in this order: `address` with `-` and `digits` added to its last part, then the last
        part of `address` below `/DIGITS-2/`, below `/DIGITS-3/`, and so on.  For each of them, `also` returns further
        addresses, which must be free and are recorded with it, and `beside` returns addresses that must only be free.
        """
        for candidate in _ways_out(address, digits):
            claimed = (candidate, *also(candidate))
            if all(self.owner(needed, owner) is None for needed in (*claimed, *beside(candidate))):
                for needed in claimed:
                    self.take(needed, owner)
                return candidate
        raise AssertionError("the ways out never end")


OURS = "the site itself"
"""The owner of the pages and files that every site has."""


def _ways_out(address: str, digits: str) -> Iterator[str]:
    yield address
    yield with_suffix(address, digits)
    # Another post has that address on purpose, or a file where this one needs a folder.  Each further candidate has a
    # new first part, so one is free after at most as many rounds as there are claims.
    last = address.rstrip("/").rpartition("/")[2] + ("/" if address.endswith("/") else "")
    for number in itertools.count(2):
        yield f"/{digits}-{number}/{last.removeprefix('/')}"


def twin(address: str) -> str:
    """The other address at which some web hosts show the file at `address`.

    It is `/a.html` for `/a/`, `/index.html` for `/`, and `/a/` for `/a.html` or `/a`.
    """
    if address.endswith("/"):
        return f"{address.rstrip('/') or '/index'}.html"
    return re.sub(r"\.html?$", "", address) + "/"


def with_suffix(address: str, suffix: str) -> str:
    """`address` with `-` and `suffix` added to the name of its last part, before an ending such as `.html`.

    `/a/` becomes `/a-SUFFIX/`, `/a.html` becomes `/a-SUFFIX.html`, and `/` becomes `/SUFFIX/`.
    """
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
