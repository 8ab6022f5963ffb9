"""Compares the files of two sites that are not HTML pages: which are gone, and which are new."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator.publishing.branch import is_page
from generator.publishing.tree import OutputFile

_MEDIA = re.compile(
    r".*\.(?:png|jpe?g|gif|webp|avif|bmp|ico|svg|mp3|m4a|ogg|oga|opus|wav|flac|mp4|m4v|webm|ogv|mov|pdf|zip|epub)",
    re.IGNORECASE | re.DOTALL,
)
_FINGERPRINT = re.compile(r"\.[0-9a-f]{10}(?=\.[^./]+$)")
_OURS = frozenset({".pressmark-output", "CNAME", ".nojekyll"})
"""Files that are not compared: only programs read them, and they depend on how a site is published."""


@dataclass(frozen=True, slots=True)
class Files:
    """The addresses of files other than pages that are gone or new, sorted.

    Files that are gone are in `media_gone` if they are pictures, sound, videos, PDF or archives, and else in `gone`;
    new files of all kinds are in `new`.
    """

    gone: tuple[str, ...]
    new: tuple[str, ...]
    media_gone: tuple[str, ...]


def other_files(old: Mapping[str, OutputFile], now: Iterable[str], search: str) -> Files:
    """The files other than HTML pages that only `old` or only `now` has.

    `old` is {path: file} of the published site, `now` the paths of the current one.  Paths that differ only in the
    digest in a file name, as in `style.0123456789.css`, count as the same file.  The files of the search index, which
    are below the folder `search`, are left out: only the script of the same build reads them.
    """
    before = {name for name, file in old.items() if not is_page(file.path) and not name.startswith(search)} - _OURS
    after = {name for name in now if not is_page(os.fsencode(name)) and not name.startswith(search)} - _OURS
    plain_before, plain_after = ({_FINGERPRINT.sub("", name) for name in side} for side in (before, after))
    gone = sorted(name for name in before - after if _FINGERPRINT.sub("", name) not in plain_after)
    new = sorted(name for name in after - before if _FINGERPRINT.sub("", name) not in plain_before)
    return Files(
        tuple(f"/{name}" for name in gone if not _MEDIA.fullmatch(name)),
        tuple(f"/{name}" for name in new),
        tuple(f"/{name}" for name in gone if _MEDIA.fullmatch(name)),
    )
