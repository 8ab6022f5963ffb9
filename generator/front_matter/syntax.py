"""What a header syntax is, and the patterns that find the fences of several syntaxes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from generator.model import Field


def _as_written(line: str) -> str:
    return line


# Compared by identity: rows are constants, and the patterns made from them are looked up for every source.
@dataclass(frozen=True, slots=True, eq=False)
class Syntax:
    """All that is particular about one header syntax.  Raises ValueError for a row that cannot work."""

    name: str
    fence: str
    """The character of which three or more, on a line of their own, open and close a header."""
    parse: Callable[[str, int], tuple[Field, ...]]
    """The fields of a header (its text without fences, the line of the source on which it begins), in order.

    Raises HeaderError, with places counted within the header: `header-limit` beyond our limits, else `yaml-recovered`,
    which is the code of every syntax.
    """
    advice: Callable[[str, int, Mapping[int, Field]], str]
    """How to mend a header that the parser refused: its text, the line at which the parser stopped, and the fields
    that could be read line by line, by the line of their value or name; lines count from 1 within the header."""
    example: str
    """A title as one writes it, to be shown in messages."""
    between: str = ":："
    """The sign between a name and its value, and the signs that people write instead of it."""
    bare_line: Callable[[str], str] = _as_written
    """A line of a broken header, stripped, without what separates fields; empty if it holds nothing else."""

    def __post_init__(self) -> None:
        """Refuse what would only show when a source is read."""
        if not self.name:
            raise ValueError("a header syntax needs a name")
        if len(self.fence) != 1 or self.fence.isalnum() or self.fence.isspace() or not self.fence.isprintable():
            raise ValueError(f"{self.name}: a fence is made of one sign such as + or ~, and {self.fence!r} is none")
        if not self.between or any(sign.isalnum() or sign.isspace() for sign in self.between):
            raise ValueError(f"{self.name}: {self.between!r} cannot stand between a name and its value")
        if not self.example:
            raise ValueError(f"{self.name}: a row needs an example of a field")
        for what in ("parse", "advice", "bare_line"):
            if not callable(getattr(self, what)):
                raise ValueError(f"{self.name}: {what} is no function")


@dataclass(frozen=True, slots=True)
class Fences:
    """Some syntaxes in the order in which they are tried, and the patterns that find their fences."""

    syntaxes: tuple[Syntax, ...]
    line: re.Pattern[str]
    """A whole line that is a fence, which is the first group."""
    glued: re.Pattern[str]
    """A fence with text behind it on the same line."""
    closing: Mapping[str, re.Pattern[str]]
    """The next line that closes a header, by the character of the fence.

    Any length closes: the fences of Hexo's `-----` headers and of damaged ones differ.
    """


@cache
def fences_of(syntaxes: tuple[Syntax, ...]) -> Fences:
    """The fences of `syntaxes`.  Raises ValueError if two syntaxes have the same fence or the same name."""
    for what, values in (("fence", [one.fence for one in syntaxes]), ("name", [one.name for one in syntaxes])):
        if twice := sorted({value for value in values if values.count(value) > 1}):
            raise ValueError(f"two header syntaxes have the {what} {twice[0]}")
    runs = {one.fence: rf"{re.escape(one.fence)}{{3,}}+" for one in syntaxes}
    either = "|".join(runs.values())
    return Fences(
        syntaxes,
        line=re.compile(rf"({either})[^\S\n]*"),
        # Whichever syntaxes there are, `-` or `;` behind a fence makes it an ornament, as in `---;---`.
        glued=re.compile(rf"(?:{either})(?=[^\s;-])"),
        closing={fence: re.compile(rf"^{run}[^\S\n]*$", re.MULTILINE) for fence, run in runs.items()},
    )
