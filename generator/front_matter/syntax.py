"""`Syntax`, a form of front matter such as YAML, and `Fences`, the patterns that find front matter in a text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from generator.model import Field


def _as_written(line: str) -> str:
    return line


# Compared by identity: syntaxes are constants, and the patterns made from them are looked up for every source.
@dataclass(frozen=True, slots=True, eq=False)
class Syntax:
    """A form of front matter, such as YAML: its fence, its parser, and texts for error messages.

    Raises ValueError for values that cannot work, such as a fence of two characters.
    """

    name: str
    fence: str
    """A line of three or more of this character opens and closes a header."""
    parse: Callable[[str, int], tuple[Field, ...]]
    """Returns the fields of a header in order.

    It is called with the text without fences and the line of the source on which that begins.  It raises HeaderError
    with positions counted within the header; its code is `header-limit` for our limits, else `yaml-recovered`, which
    all syntaxes share.
    """
    advice: Callable[[str, int, Mapping[int, Field]], str]
    """Returns advice on how to correct a header that the parser refused.

    It is called with the text, the line at which the parser stopped, and the fields that were read line by line, by the
    line of their value or name; lines count from 1 within the header.
    """
    example: str
    """An example of a title field, to be shown in messages."""
    between: str = ":："
    """The sign between a name and its value, followed by the signs that authors write by mistake."""
    bare_line: Callable[[str], str] = _as_written
    """Returns a stripped line of damaged front matter without separators of fields, such as commas; empty if nothing
    else is on it."""

    def __post_init__(self) -> None:
        """Raise ValueError for mistakes that would otherwise only show when a source is read."""
        if not self.name:
            raise ValueError("a header syntax needs a name")
        if len(self.fence) != 1 or self.fence.isalnum() or self.fence.isspace() or not self.fence.isprintable():
            raise ValueError(f"{self.name}: a fence is made of one sign such as + or ~, and {self.fence!r} is none")
        if not self.between or any(sign.isalnum() or sign.isspace() for sign in self.between):
            raise ValueError(f"{self.name}: {self.between!r} cannot stand between a name and its value")
        if not self.example:
            raise ValueError(f"{self.name}: a row needs an example of a field")
        for name in ("parse", "advice", "bare_line"):
            if not callable(getattr(self, name)):
                raise ValueError(f"{self.name}: {name} is no function")


@dataclass(frozen=True, slots=True)
class Fences:
    """The forms of front matter, in the order in which they are tried, and patterns that find their fences.

    A fence is a line such as `---` before or after front matter.
    """

    syntaxes: tuple[Syntax, ...]
    line: re.Pattern[str]
    """Matches a whole line that is a fence; the fence is the first group."""
    glued: re.Pattern[str]
    """Matches a fence with text after it on the same line."""
    closing: Mapping[str, re.Pattern[str]]
    """For the character of each fence, a pattern that finds the next line that ends front matter.  The fence may have
    any length, because Hexo's `-----` and damaged front matter end in fences of other lengths."""


@cache
def fences_of(syntaxes: tuple[Syntax, ...]) -> Fences:
    """The patterns that find the fences of `syntaxes`.

    Raises ValueError if two of them have the same fence or name.
    """
    values_by_label = {"fence": [syntax.fence for syntax in syntaxes], "name": [syntax.name for syntax in syntaxes]}
    for label, values in values_by_label.items():
        if twice := sorted({value for value in values if values.count(value) > 1}):
            raise ValueError(f"two header syntaxes have the {label} {twice[0]}")
    runs = {syntax.fence: rf"{re.escape(syntax.fence)}{{3,}}+" for syntax in syntaxes}
    either = "|".join(runs.values())
    return Fences(
        syntaxes,
        line=re.compile(rf"({either})[^\S\n]*"),
        # With any syntaxes, a fence followed by `-` or `;` is an ornament, as in `---;---`.
        glued=re.compile(rf"(?:{either})(?=[^\s;-])"),
        closing={fence: re.compile(rf"^{run}[^\S\n]*$", re.MULTILINE) for fence, run in runs.items()},
    )
