"""The filter lists that ship with Pressmark, one text file per family of sites."""

from __future__ import annotations

from importlib.resources import files

from generator.config import RuleList


def shipped() -> tuple[RuleList, ...]:
    """All lists that ship, sorted by name; the name of a list is that of its file without `.txt`."""
    texts = {
        file.name.removesuffix(".txt"): file.read_text("utf-8")
        for file in files(__name__).iterdir()
        if file.name.endswith(".txt")
    }
    return tuple(RuleList(name, text) for name, text in sorted(texts.items()))
