"""Rewrites blocks of the dialect `markdown` that have no Markdown in them: HTML and formulas."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from generator.article.elements import COMMONMARK_BLOCKS, COMMONMARK_VERBATIM, VOID, alternation
from generator.bodies import formulas
from generator.bodies.markdown.callouts import Callout

STASHED = "\x02"
"""The first character of a line that stands for HTML or begins a callout; authors cannot write it."""
CALLOUT = "\x02callout:{}\x03"
"""The line in front of a callout, with its number."""

HTML = re.compile(rf" {{0,3}}</?(?:{alternation(COMMONMARK_BLOCKS)})(?=[\s>]|/>|$)", re.IGNORECASE)
"""The beginning of a line of HTML."""
VERBATIM = re.compile(rf" {{0,3}}<(?:(?P<tag>{alternation(COMMONMARK_VERBATIM)})(?=[\s>]|$)|!--|\?)", re.IGNORECASE)
"""The same for HTML that goes on over blank lines, up to its end."""
_TAG = re.compile(rf"<(/?)(?:{alternation(COMMONMARK_BLOCKS - VOID)})(?=[\s/>])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reader:
    """What the blocks of one text share: where HTML is kept, the callouts so far, and whether there are formulas."""

    stash: Callable[[str], str]
    """Keeps a piece of HTML and returns the placeholder to write into the text for it."""
    callouts: list[tuple[Callout, str]]
    """Each callout so far, with the line that opens it; the rewritten lines have its index in this list."""
    has_math: bool = True


@dataclass(slots=True)
class Level:
    """A block of Markdown (the whole text, an item, a quotation …) while its `lines` are rewritten.

    `made` has the result.
    """

    lines: list[str]
    depth: int
    is_item: bool = False
    made: list[str] = field(default_factory=list)
    list_kind: str = ""
    """`ul` or `ol` directly after an item."""
    is_loose: bool = False
    """Whether a blank line is among the lines made."""
    opened: int = 0
    """Elements of HTML that are still open."""
    without_end: set[str] = field(default_factory=set)
    """Ends of HTML that are missing in the rest of the lines."""

    @property
    def is_after_blank(self) -> bool:
        return not self.made or not self.made[-1]

    def separate(self) -> None:
        if self.made and self.made[-1]:
            self.add_blank()

    def add_blank(self) -> None:
        self.made.append("")
        self.is_loose = True

    def add_alone(self, line: str) -> None:
        """Add `line` to the rewritten lines (`made`), as a block of its own between blank lines."""
        self.separate()
        self.list_kind = ""
        self.made.append(line)
        self.add_blank()


def read_formula(level: Level, index: int, reader: Reader) -> int:
    """Add the formula that fills whole lines of `level` from line `index` on to the rewritten lines (`level.made`).

    Returns the index of the line after the formula, or `index` if there is no formula.
    """
    block = formulas.formula_block(level.lines, index) if reader.has_math else None
    if block is None:
        return index
    end, tex = block
    level.add_alone(reader.stash(f"<p>{formulas.as_code(tex, is_display=True)}</p>"))
    return end


def read_html(level: Level, index: int, reader: Reader) -> int:
    """Add the lines of HTML that begin at line `index` of `level` to the rewritten lines (`level.made`).

    Returns the index of the line after them, or `index` if no HTML begins there.  The HTML ends with the element, or
    before a blank line; a comment or verbatim HTML, such as `<script>`, may contain blank lines.  A start tag of
    verbatim HTML without its end tag becomes text, because a browser would hide what follows.
    """
    lines, line = level.lines, level.lines[index]
    if verbatim := VERBATIM.match(line):
        closing = f"</{verbatim['tag'].lower()}" if verbatim["tag"] else "-->" if "<!--" in verbatim[0] else "?>"
        end = _line_with(lines, index, verbatim.end(), closing, level.without_end)
        if end > index:
            _add_html(level, index, end, reader)
        elif verbatim["tag"]:
            level.made.append(line.replace("<", "\\<", 1))
            end = index + 1
        return end
    if not HTML.match(line):
        return index
    end = index
    opened = 0
    while end < len(lines) and lines[end].strip():
        opened += sum(-1 if tag[1] else 1 for tag in _TAG.finditer(lines[end]))
        end += 1
        if opened <= 0:
            break
    level.opened = max(0, level.opened + opened)
    if opened > 0 and not any("<pre" in line for line in lines[index:end]):
        # Or Python-Markdown would read indented tags as code, once a blank line in the element makes it Markdown.
        lines[index:end] = [line.lstrip(" ") for line in lines[index:end]]
    _add_html(level, index, end, reader)
    return end


def _add_html(level: Level, index: int, end: int, reader: Reader) -> None:
    """Add lines of HTML; Python-Markdown finds them itself only outside of other blocks."""
    if level.depth:
        level.add_alone(reader.stash("\n".join(level.lines[index:end])))
        return
    level.separate()
    level.list_kind = ""
    # Python-Markdown only recognises what stands for an element at the beginning of a line.
    level.made += (level.lines[index].lstrip(" "), *level.lines[index + 1 : end])


def _line_with(lines: list[str], index: int, start: int, closing: str, missing: set[str]) -> int:
    """The index behind the line with `closing`, looked for from `start` in line `index`; `index` if there is none."""
    if closing in lines[index][start:].lower():
        return index + 1
    if closing not in missing:
        for place in range(index + 1, len(lines)):
            if closing in lines[place].lower():
                return place + 1
        missing.add(closing)
    return index
