"""A site's own look, as `[theme]` names it: whether its files exist, and the accent colour in our style sheet."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterator
from pathlib import Path

from generator.addresses import FINGERPRINTED
from generator.config.pages import ThemeSettings
from generator.config.reading import SettingsError, place_of
from generator.errors import Problem, problem

STYLE = f"{FINGERPRINTED}style.css"
"""The address of our style sheet, before its digest is put into it."""

ENOUGH = 4.5
"""The least contrast of small text.  Source: WCAG 2.2, success criterion 1.4.3."""

_HEAT = (12, 21, 30)
"""Percent of the accent in the days of a calendar.  With 30 % of any colour, ink still has a contrast of 4.5."""
_PAPER = re.compile(r"--paper: *light-dark\((#[0-9a-f]{6}), *(#[0-9a-f]{6})\)")


def check_files(site: Path, theme: ThemeSettings, addresses: Collection[str]) -> None:
    """Raise SettingsError if a file that `[theme]` names is not among `addresses`, those of all files in `static/`."""
    problems = []
    for name, wanted in theme.files.items():
        for address in wanted:
            if address not in addresses:
                message = f"theme.{name}: there is no file static{address}"
                help = _help(address, addresses)
                problems.append(problem("settings-value", place_of(site, "theme", name), message, help))
    if problems:
        raise SettingsError(tuple(problems))


def _help(address: str, addresses: Collection[str]) -> str:
    inner = address.removeprefix("/static")
    if inner in addresses:
        return f"paths begin below static/: write {inner[1:]}"
    near = difflib.get_close_matches(address, addresses, n=1, cutoff=0.5)
    return f"did you mean {near[0][1:]}?" if near else "put the file there, or take it out of site.toml"


def accent_rules(accent: tuple[str, ...]) -> bytes:
    """What to add to our style sheet so that links, focus and calendars have the colours `accent`; empty without any.

    The first colour is for light pages, the second for dark ones.
    """
    if not accent:
        return b""
    heat = "".join(
        f"; --heat-{level}: color-mix(in srgb, var(--accent) {percent}%, var(--paper))"
        for level, percent in enumerate(_HEAT, start=1)
    )
    light, dark = accent
    return f":root {{ --accent: light-dark({light}, {dark}){heat}; --heat-4: var(--accent) }}\n".encode()


def faint_accents(site: Path, accent: tuple[str, ...], style: bytes) -> Iterator[Problem]:
    """A note for each of the colours `accent` that is hard to read on the paper that the style sheet `style` sets."""
    paper = _PAPER.search(style.decode("utf-8", "replace"))
    if not accent or paper is None:
        return
    grounds = paper.groups()
    better = '", "'.join(_readable(colour, ground) for colour, ground in zip(accent, grounds, strict=True))
    for mode, colour, ground in zip(("light", "dark"), accent, grounds, strict=True):
        found = contrast(colour, ground)
        if found < ENOUGH:
            message = f"theme.accent: {colour} on {mode} pages has a contrast of {found:.1f}, less than {ENOUGH}"
            help = f'links are easier to read with accent = ["{better}"]'
            yield problem("accent-faint", place_of(site, "theme", "accent"), message, help)


def _readable(colour: str, ground: str) -> str:
    """The colour nearest to `colour`, on its way to black or white, that has enough contrast on `ground`."""
    end = 0 if luminance(ground) > 0.2 else 255
    for percent in range(101):
        mixed = "#" + "".join(f"{round(part + (end - part) * percent / 100):02x}" for part in _parts(colour))
        if contrast(mixed, ground) >= ENOUGH:
            return mixed
    return mixed


def contrast(one: str, other: str) -> float:
    """The contrast of two colours such as `#00aa66`, from 1 to 21.  Source: WCAG 2.2, "contrast ratio"."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """How bright a colour such as `#00aa66` is, from 0 to 1.  Source: WCAG 2.2, "relative luminance"."""
    shares = [part / 255 for part in _parts(colour)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _parts(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))
