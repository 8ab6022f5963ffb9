"""Patterns for the inside of a paragraph that the dialect `markdown` has besides those of Python-Markdown."""

from __future__ import annotations

import re
import string
from functools import lru_cache
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions.abbr import AbbrTreeprocessor
from markdown.inlinepatterns import (
    EscapeInlineProcessor,
    HtmlInlineProcessor,
    InlineProcessor,
    SubstituteTagInlineProcessor,
)
from markdown.treeprocessors import InlineProcessor as InlineTreeprocessor
from markdown.treeprocessors import UnescapeTreeprocessor
from markdown.util import AtomicString

from generator.bodies import formulas, plain_text
from generator.bodies.markdown.dialects import Dialect
from generator.bodies.markdown.inline_marks import MARKS, Mark
from generator.bodies.markdown.python_html import TAG

Found = tuple[Element | str | None, int | None, int | None]
"""What a pattern has made of its match, and the borders of the text that this replaces."""

_STASHED = "\x02"


def register(md: Markdown, dialect: Dialect) -> None:
    """Add the rules of the dialect `markdown` for parts of a paragraph to the converter `md`.

    They are for escapes, HTML, web addresses written as text, delimiters such as `==`, and formulas if `dialect` has
    them.  All other extensions must have been added before.
    """
    patterns = md.inlinePatterns
    md.ESCAPED_CHARS = list(string.punctuation)
    if dialect.has_math:
        # Before the escapes: `\(` begins a formula.
        patterns.register(_Formula(r"\$|\\[(\[\\]|\\begin\{", md), "formula", 187)
    # Before the escapes: a backslash at the end of a line is a break (CommonMark 0.31, 6.7).
    patterns.register(SubstituteTagInlineProcessor(r"\\\n", "br"), "hard_break", 185)
    patterns.register(_Escape(r"\\([!-/:-@\[-`{-~])", md), "escape", 180)
    patterns.register(_Anchor(r"<a(?=\s)[^<>]*>", md), "anchor", 95)
    patterns.register(HtmlInlineProcessor(_HTML, md), "html", 90)
    patterns.register(_BareAddress("://", md), "bare_address", 85)
    for place, mark in enumerate(MARKS):
        patterns.register(_Mark(mark, md), mark.name, 55 - place)
    inline = _Inline(md)
    md.treeprocessors.register(inline, "inline", 20)
    md.treeprocessors.register(_Unescape(inline), "unescape", 0)


_HTML = (
    rf"((?a:{TAG.pattern})|<!--(?:(?!<!--|-->).)*-->|<\?(?:(?!<\?|\?>).)*\?>"
    r"|<!\[CDATA\[(?:(?!<!\[CDATA\[|\]\]>).)*\]\]>)"
)

_SIGNS = {
    "backtick": ("`",), "formula": formulas.SIGNS, "hard_break": ("\\\n",), "escape": ("\\",), "footnote": ("[^",),
    "reference": ("[",), "link": ("](",), "image_link": ("![",), "image_reference": ("![",), "short_reference": ("[",),
    "short_image_ref": ("![",), "autolink": ("<",), "automail": ("<",), "linebreak": ("  \n",), "anchor": ("<a",),
    "html": ("<",), "bare_address": ("://",), "entity": ("&",), "em_strong": ("*", "_"), "nl": ("\n",),
    **{mark.name: (mark.sign,) for mark in MARKS},
}  # fmt: skip
"""By pattern, texts of which every match contains one."""

_REFERENCES = frozenset({"reference", "image_reference", "short_reference", "short_image_ref"})
"""Patterns that find nothing in a post which defines no link for them."""


class _Inline(InlineTreeprocessor):
    """Leaves out the patterns whose signs do not occur in a post, and the texts without any sign."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        abbreviations = md.treeprocessors["abbr"]
        self._abbreviations = abbreviations.abbrs if isinstance(abbreviations, AbbrTreeprocessor) else {}
        names = {md.inlinePatterns[name]: name for name in _SIGNS if name in md.inlinePatterns}
        self.used: frozenset[str] = frozenset()
        """The patterns whose signs occur."""
        self._named = [(pattern, names.get(pattern, "")) for pattern in md.inlinePatterns]

    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:
        text = "".join(tree.itertext())
        used = {name for name, signs in _SIGNS.items() if any(sign in text for sign in signs)}
        self.used = frozenset(used if self.md.references else used - _REFERENCES)
        self.inlinePatterns = [  # type: ignore[assignment]
            pattern for pattern, name in self._named if not name or name in self.used
        ]
        if not self._abbreviations:
            # Abbreviations are looked for later, in texts that are not atomic.
            has_sign = _any_sign(self.used).search
            for element in tree.iter():
                if element.text and has_sign(element.text) is None:
                    element.text = AtomicString(element.text)
        return super().run(tree, ancestors)


@lru_cache(256)
def _any_sign(names: frozenset[str]) -> re.Pattern[str]:
    """An expression that finds a sign of these patterns."""
    signs = {sign[0] for name in names for sign in _SIGNS[name]}
    return re.compile(f"[{re.escape(''.join(sorted(signs)))}]" if signs else r"(?!)")


class _Unescape(UnescapeTreeprocessor):
    """Puts escaped characters back; not tried on a post without them."""

    def __init__(self, inline: _Inline) -> None:
        super().__init__(inline.md)
        self._inline = inline

    def run(self, root: Element) -> None:
        if "escape" in self._inline.used:
            super().run(root)


class _Escape(EscapeInlineProcessor):
    """Any ASCII punctuation; `&` is stashed, or what follows might make a reference of it."""

    def handleMatch(self, m: re.Match[str], data: str) -> Found:  # type: ignore[override]
        if m[1] == "&":
            return self.md.htmlStash.store("&amp;"), m.start(), m.end()
        return super().handleMatch(m, data)


class _Formula(InlineProcessor):
    """A formula becomes code with its TeX as it is written."""

    def handleMatch(self, m: re.Match[str], data: str) -> Found:  # type: ignore[override]
        formula = formulas.formula_at(data, m.start())
        if formula is None or _STASHED in formula.tex:
            return None, None, None
        code = formulas.as_code(formula.tex, is_display=formula.is_display)
        return self.md.htmlStash.store(code), m.start(), formula.end


class _Anchor(HtmlInlineProcessor):
    """A raw link whose text holds an address is kept whole, or the address would become a link inside of it."""

    def handleMatch(self, m: re.Match[str], data: str) -> Found:  # type: ignore[override]
        end = data.find("<", m.end())
        if end < 0 or data[end : end + 4].lower() != "</a>" or "://" not in data[m.end() : end]:
            return None, None, None
        raw = self.backslash_unescape(self.unescape(data[m.start() : end + 4]))
        return self.md.htmlStash.store(raw), m.start(), end + 4


class _BareAddress(InlineProcessor):
    """An address in running text; what follows in Chinese is no part of it, nor are signs of emphasis around it."""

    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(self, m: re.Match[str], data: str) -> Found:  # type: ignore[override]
        scheme = 5 if data[m.start() - 5 : m.start()].lower() == "https" else 4
        start = m.start() - scheme
        found = plain_text.ADDRESS.match(data, start) if start >= 0 else None
        address = found[0].rstrip("*_~") if found is not None else ""
        if len(address) <= scheme + len("://"):
            return None, None, None
        link = Element("a", {"href": address})
        link.text = AtomicString(address)
        return link, start, start + len(address)


class _Mark(InlineProcessor):
    """`~~deleted~~`, `==marked==`, `~below~` and `^above^`."""

    def __init__(self, mark: Mark, md: Markdown) -> None:
        super().__init__(mark.pattern.pattern, md)
        self.compiled_re = mark.pattern
        self._mark = mark

    def handleMatch(self, m: re.Match[str], data: str) -> Found:  # type: ignore[override]
        element = Element(self._mark.element)
        element.text = m["content"] if self._mark.holds_markup else AtomicString(m["content"])
        return element, m.start(), m.end()
