"""The filter lists that ship with Pressmark, one text file per family of sites."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from generator.clean_config import RuleList


def names() -> tuple[str, ...]:
    """The names of all filter lists that ship with Pressmark, sorted; each is a file name without `.txt`."""
    file_names = (file.name for file in files(__name__).iterdir())
    return tuple(sorted(name.removesuffix(".txt") for name in file_names if name.endswith(".txt")))


# The files of the program stay as they are while it runs, and reading them took a fifth of a build with nothing to do.
@cache
def shipped() -> tuple[RuleList, ...]:
    """All filter lists that ship with Pressmark, with their text, sorted by name."""
    return tuple(RuleList(name, (files(__name__) / f"{name}.txt").read_text("utf-8")) for name in names())
