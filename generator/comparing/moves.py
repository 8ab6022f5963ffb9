"""Finds published articles at other addresses of the current site, by their text, title, date and address.

An article for which two candidates are about equally likely is not matched with either.
"""

from __future__ import annotations

import re
import zlib
from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.article.text import letters, runs_of
from generator.comparing.reading import Article, Place, files_at
from generator.digest import digest_plain, digest_text

_MOST_RUNS = 5_000
_LONG, _LEAST = 12, 6
# In Chinese a run is all text between two punctuation marks, and an edit in one run leaves the others unchanged.
_PIECE = re.compile(rf".{{{_LEAST}}}(?:.{{1,{_LEAST - 1}}}$)?|.+", re.DOTALL)
_KEPT = 48
"""The number of hashes kept of a text: the smallest ones, whose overlap estimates how much two texts share (MinHash).
"""
_LOOKED_UP = 8
"""The number of smallest hashes of which two articles must share one to be compared because of their texts."""
_SHORT = 60
"""Texts with fewer letters and digits are too short to identify an article."""
_CROWD = 50
"""A property, such as a title, that more pages than this share identifies none of them."""
_MARGIN = 0.4
"""The difference by which the score of one candidate must exceed all others to be accepted as a match."""
_KEY = re.compile(r"[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Sketch:
    """A few hundred bytes about an article, by which it is recognised at another address or in another version.

    In `title` and `link` (the address of the original article), case and whitespace are removed; `shown_title` is the
    title as the page shows it.  Texts are empty if the page does not have them.
    """

    whole: str
    """Digest of the text, the lines around the text, and the ids of headings."""
    letters: str
    """Digest of the letters and digits of the text; empty if it has none."""
    length: int
    """The number of letters and digits of the text."""
    hashes: array[int]
    """The smallest hashes, at most 48, of all groups of a few words of the text, sorted."""
    shown_title: str
    title: str
    link: str
    published: str
    canonical: str
    """The file of the canonical address that the page names; empty if the page names none, or names its own address."""
    key: str
    """The part of the address that is 12 hex digits, computed from the path of the post's source; empty if none is."""
    slug: str
    """The last part of the address that is not a number; empty if there is none."""


def sketch(article: Article, path: str, place: Place, key: str = "") -> Sketch:
    """The sketch of the article in the file `path`, for comparing it with other articles.

    `place` is where the site of this file is published.  `key` consists of 12 hex digits, made from the path of the
    source of the post; if it is unknown (empty), the first part of `path` that consists of 12 hex digits is used.
    """
    runs = runs_of("\n".join(article.blocks[1:]))
    text = letters(runs)
    canonical = place.path(article.canonical, path) if article.canonical else None
    files = files_at(canonical) if canonical is not None else ()
    parts = [part for part in path.removesuffix("index.html").removesuffix(".html").split("/") if part]
    return Sketch(
        whole=digest_plain((article.blocks, article.details, article.anchors)),
        letters=digest_text(text, size_bytes=12) if text else "",
        length=len(text),
        hashes=_hashes(runs[:_MOST_RUNS]),
        shown_title=article.title,
        title=_folded(article.title),
        link=_folded(re.sub(r"^https?://", "", article.link).rstrip("/")),
        published=article.published,
        canonical=next((file for file in files if file != path), "") if path not in files else "",
        key=key or next((part for part in parts if _KEY.fullmatch(part)), ""),
        slug=next((part for part in reversed(parts) if not part.isdecimal()), ""),
    )


def _folded(text: str) -> str:
    return "".join(text.casefold().split())


def _hashes(runs: Sequence[str]) -> array[int]:
    """The `_KEPT` smallest hashes of all groups of a few words in a text, which is given as runs of letters."""
    pieces = [piece for run in runs for piece in (_PIECE.findall(run) if len(run) > _LONG else (run,))]
    around = zip(pieces, (*pieces[1:], ""), (*pieces[2:], "", ""), strict=False)
    # A single Latin word is too common, so three pieces are joined; a long piece of another script stands alone.
    stretches = {f"{one}{two}{three}" if one.isascii() or len(one) < _LEAST else one for one, two, three in around}
    # The checksums are multiplied because the smallest plain checksums are no fair sample: similar texts have similar
    # ones.
    hashes = {zlib.crc32(text.encode("utf-8", "surrogatepass")) * 2_654_435_761 & 0xFFFF_FFFF for text in stretches}
    return array("I", sorted(hashes)[:_KEPT])


def likeness(one: Sketch, other: Sketch) -> float:
    """The estimated share of text that two articles have in common, from 0 (none, or no text) to 1 (the same text)."""
    if one.letters and one.letters == other.letters:
        return 1.0
    if not one.hashes or not other.hashes:
        return 0.0
    mine, theirs = set(one.hashes), set(other.hashes)
    smallest = sorted(mine | theirs)[:_KEPT]
    return sum(value in mine and value in theirs for value in smallest) / len(smallest)


def score(one: Sketch, other: Sketch, path: str) -> float:
    """How likely it is that `other`, in the file `path`, is the same article as `one`: a number from about 1.5 to 16.

    0 means that the two have too little in common to be the same article.
    """
    like = likeness(one, other)
    is_exact = bool(one.letters) and one.letters == other.letters
    is_short = min(one.length, other.length) < _SHORT
    has_title = bool(one.title) and one.title == other.title
    has_link = bool(one.link) and one.link == other.link
    has_date = bool(one.published) and one.published == other.published
    has_key = bool(one.key) and one.key == other.key
    names_it = one.canonical == path
    reasons = (
        is_exact and (not is_short or has_title or has_link or has_key),
        like >= 0.7 and not is_short,
        like >= 0.2 and (has_title or has_link or has_key),
        has_link and has_title,
        has_key and (like >= 0.1 or has_title or has_date),
        names_it and (like >= 0.1 or has_title),
        has_title and has_date and like >= 0.1,
        has_title and one.published == other.published and is_short,
    )
    if not any(reasons):
        return 0.0
    has_slug = bool(one.slug) and one.slug == other.slug
    return 3 * like + is_exact + 2 * has_link + 1.5 * has_title + has_date + 4 * has_key + 3 * names_it + 0.7 * has_slug


def is_other_article(one: Sketch, other: Sketch) -> bool:
    """Whether two articles, `one` published earlier and `other` now at the same address, are different articles.

    True only if both texts are long enough to be compared and share less than 15 % of text, the titles differ, and the
    pages do not name the same original article of which they are copies.
    """
    if one.title == other.title or (one.link and one.link == other.link):
        return False
    return min(one.length, other.length) >= _SHORT and likeness(one, other) < 0.15


@dataclass(frozen=True, slots=True)
class Matches:
    """Where articles that are gone from their published files are now.

    An article that no current article resembles is neither in `moved` nor in `unsure`.
    """

    moved: Mapping[str, str]
    """{published file: current file} of articles that were matched."""
    unsure: Mapping[str, tuple[str, ...]]
    """{published file: current files, likeliest first} of articles that may be in any of these files."""


def match(gone: Mapping[str, Sketch], new: Mapping[str, Sketch]) -> Matches:
    """Find the new articles that are the same as articles gone from their published files.

    `gone` and `new` are {file: sketch}.  A new article is a match if it is clearly likelier than all other new ones,
    and if it is not about as likely, or likelier, that another gone article became this new one.  If the texts are
    exactly the same, another gone article may be about as likely.
    """
    index = _index(new)
    rated: dict[str, list[tuple[float, str]]] = {}
    best: defaultdict[str, float] = defaultdict(float)
    for path, one in gone.items():
        found = [(rate, to) for to in _candidates(one, index) if (rate := score(one, new[to], to))]
        rated[path] = sorted(found, key=lambda pair: (-pair[0], pair[1]))[:_CROWD]
        for rate, to in found:
            best[to] = max(best[to], rate)
    rivals: defaultdict[str, int] = defaultdict(int)
    for found in rated.values():
        for rate, to in found:
            rivals[to] += rate > best[to] - _MARGIN
    moved: dict[str, str] = {}
    unsure: dict[str, tuple[str, ...]] = {}
    for path, found in rated.items():
        near = [to for rate, to in found if rate > found[0][0] - _MARGIN]
        if len(near) == 1 and _is_its_own(gone[path], new[near[0]], found[0][0], best[near[0]], rivals[near[0]]):
            moved[path] = near[0]
        elif near:
            unsure[path] = tuple(near)
    return Matches(moved, unsure)


def _is_its_own(one: Sketch, other: Sketch, rate: float, best: float, rivals: int) -> bool:
    if rate < best:
        return bool(one.letters) and one.letters == other.letters and rate > best - _MARGIN
    return rivals == 1 or (bool(one.letters) and one.letters == other.letters)


_Index = Mapping[tuple[str, object], Sequence[str]]


def _index(new: Mapping[str, Sketch]) -> _Index:
    index: defaultdict[tuple[str, object], list[str]] = defaultdict(list)
    for path, one in new.items():
        for name in _names(one):
            index[name].append(path)
        index["path", path].append(path)
    return index


def _names(one: Sketch) -> Iterator[tuple[str, object]]:
    """(kind, value) of each property by which articles are looked up: two that share none are not compared."""
    if one.key:
        yield "key", one.key
    if one.letters:
        yield "letters", one.letters
    if one.link:
        yield "link", one.link
    if one.title:
        yield "title", one.title
    if one.title and one.published:
        yield "dated", (one.title, one.published)
    for value in one.hashes[:_LOOKED_UP]:
        yield "text", value


def _candidates(one: Sketch, index: _Index) -> Sequence[str]:
    found: dict[str, None] = {}
    for name in (*_names(one), ("path", one.canonical)):
        paths = index.get(name, ())
        # Texts, originals and dated titles are used even if many pages share them: the match is then unsure.
        if len(paths) <= _CROWD or name[0] in ("letters", "link", "dated"):
            found |= dict.fromkeys(paths[: 4 * _CROWD])
    return tuple(found)
