"""Callouts: boxes with a note or a warning, in the three ways in which authors write them, as one form of HTML.

`> [!NOTE]` is GitHub's way (Obsidian adds a title), `!!! note "Title"` that of Python-Markdown, and `::: note Title`
that of VuePress, Docusaurus and markdown-it-container.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

_KINDS = {
    "note": "note info information abstract summary quote cite example default primary seealso todo question faq help",
    "tip": "tip hint success check done",
    "important": "important",
    "warning": "warning warn attention",
    "caution": "caution danger error failure fail bug critical",
}
_KIND_OF = {name: kind for kind, names in _KINDS.items() for name in names.split()}
_TITLES = {
    "zh-CN": {"note": "注意", "tip": "提示", "important": "重要", "warning": "警告", "caution": "小心"},
    "zh-TW": {"note": "注意", "tip": "提示", "important": "重要", "warning": "警告", "caution": "小心"},
    "ja": {"note": "メモ", "tip": "ヒント", "important": "重要", "warning": "警告", "caution": "注意"},
    "en": {"note": "Note", "tip": "Tip", "important": "Important", "warning": "Warning", "caution": "Caution"},
}

ALERT = re.compile(r"[ \t]*\[!(?P<name>[A-Za-z]{1,20})\][+-]?(?:[ \t]+(?P<title>[^\n]*))?[ \t]*(?:\n|$)")
"""The first line of a quotation that is a callout."""
ADMONITION = re.compile(
    r"(?:!!!|\?\?\?\+?)[ \t]+(?P<name>[A-Za-z][\w-]{0,30})(?P<classes>(?:[ \t]+[\w-]{1,30}){0,5}?)"
    r"(?:[ \t]+[\"“](?P<title>[^\n]*)[\"”])?[ \t]*"
)
"""The line in front of an indented callout."""
CONTAINER = re.compile(
    r"(?P<colons>:{3,})[ \t]*\{?\.?(?P<name>[A-Za-z][\w-]{0,30})\}?"
    r"(?:[ \t]*\[(?P<label>[^\]\n]*)\]|[ \t]+(?P<title>[^\n]*))?[ \t]*"
)
"""The line in front of a callout that ends with a line of as many colons."""


@dataclass(frozen=True, slots=True)
class Callout:
    """The beginning of a callout: its kind, and its title as it is written, which may be empty."""

    kind: str
    """`note`, `tip`, `important`, `warning`, `caution`, or `details` for a box that the reader opens."""
    title: str

    def opening(self, language: str) -> str:
        """The start of the element, with the title as text; without a title, the name of the kind in `language`."""
        if self.kind == "details":
            return (
                f"<details>\n<summary>{html.escape(self.title, quote=False)}</summary>\n"
                if self.title
                else "<details>\n"
            )
        return (
            f'<div class="callout callout-{self.kind}">\n'
            f'<p class="callout-title">{html.escape(self.shown_title(language), quote=False)}</p>\n'
        )

    def shown_title(self, language: str) -> str:
        """The title, or else the name of the kind in `language`; empty where `details` has none."""
        return self.title or _TITLES.get(language, _TITLES["en"]).get(self.kind, "")

    @property
    def closing(self) -> str:
        """The end of the element."""
        return "</details>\n" if self.kind == "details" else "</div>\n"


def callout(match: re.Match[str]) -> Callout | None:
    """The callout that a match of one of the patterns begins; None if its name is not that of a callout."""
    parts = match.groupdict()
    name = parts["name"].lower()
    title = (parts.get("label") or parts.get("title") or "").strip()
    if match[0].startswith("???"):
        return Callout("details", title or parts["name"].capitalize())
    if name == "details" and parts.get("colons"):
        return Callout("details", title)
    if name not in _KIND_OF and match[0].startswith("!!!"):
        return Callout("note", title or parts["name"].capitalize())
    return Callout(_KIND_OF[name], title) if name in _KIND_OF else None
