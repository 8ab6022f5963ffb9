"""Estimates which elements an HTML parser holds open at a position in tag soup, without building a tree."""

from __future__ import annotations

from dataclasses import dataclass, field

from generator.article.elements import (
    CELLS,
    CLOSING_P,
    FORMATTING,
    HEADINGS,
    HTML_AGAIN,
    ITEM_BORDERS,
    ITEMS,
    OPTIONS,
    ROW_GROUPS,
    SCOPE,
    SCOPED,
    SPECIAL,
    TABLE,
    TABLE_SCOPE,
    VOID,
)

_TABLE_PARTS = TABLE - {"table"}
_CLOSED_IN_TABLE = {
    **dict.fromkeys(CELLS, CELLS), "tr": frozenset({"tr"}), **dict.fromkeys(ROW_GROUPS, ROW_GROUPS),
}  # fmt: skip
_CLOSED_BY_ITEM = {"li": frozenset({"li"}), **dict.fromkeys(ITEMS - {"li"}, ITEMS - {"li"})}
_RUBY = frozenset({"rt", "rp"})
_ONLY_AT_TOP = {
    "option": frozenset({"option"}), "optgroup": OPTIONS, **dict.fromkeys(_RUBY, _RUBY),
    **dict.fromkeys(HEADINGS, HEADINGS),
}  # fmt: skip


@dataclass(slots=True, eq=False)
class _Element:
    name: str
    attributes: str = ""
    is_open: bool = True


@dataclass(slots=True)
class OpenElements:
    """An estimate of the elements that an HTML parser holds open while it reads tag after tag.

    It includes formatting elements, such as `b`, that a parser closes with their block and opens again after it.  Rules
    that are expensive to follow are simplified so that the estimate is rather too high than too low.  The cost of a tag
    grows with the depth and the number of formatting elements, so callers should stop at a limit for each.

    Source: HTML standard, 13.2.4.2, 13.2.4.3 and 13.2.6.
    """

    rebuilt_characters: int = 0
    """Characters that reopened formatting elements have added to the tree so far."""
    _stack: list[_Element] = field(default_factory=list)
    _formatting: list[_Element] = field(default_factory=list)
    _counts: dict[str, int] = field(default_factory=dict)

    @property
    def depth(self) -> int:
        """The estimated number of open elements."""
        return len(self._stack)

    @property
    def formatting_count(self) -> int:
        """The number of formatting elements that are open, or that a parser would open again."""
        return len(self._formatting)

    @property
    def is_in_drawing(self) -> bool:
        """Whether `svg` or `math` is open; there, `style` and `title` contain elements, and `/>` closes an element."""
        return bool(self._counts.get("svg") or self._counts.get("math"))

    def add_text(self) -> None:
        """Change the estimate as a parser does when it reads text between two tags.

        It opens again the formatting elements, such as `b`, that were closed together with a block.
        """
        first = len(self._formatting)
        while first and not self._formatting[first - 1].is_open:
            first -= 1
        for index in range(first, len(self._formatting)):
            old = self._formatting[index]
            self._formatting[index] = self._push(old.name, old.attributes)
            self.rebuilt_characters += 2 * len(old.name) + len(old.attributes) + 6

    def add_start_tag(self, name: str, attributes: str) -> None:
        """Change the estimate as a parser does at a start tag; `attributes` is the text between the name and `>`."""
        is_in_drawing = self.is_in_drawing
        if name in _TABLE_PARTS and not is_in_drawing and not self._counts.get("table"):
            # Table parts outside of a table are ignored.
            return
        if name in CLOSING_P:
            self._close(frozenset({"p"}), SCOPE | {"button"})
        else:
            self.add_text()
        if is_in_drawing:
            pass
        elif name in _CLOSED_BY_ITEM:
            self._close(_CLOSED_BY_ITEM[name], ITEM_BORDERS)
        elif name in _CLOSED_IN_TABLE:
            self._close(_CLOSED_IN_TABLE[name], TABLE_SCOPE)
        elif name in _ONLY_AT_TOP and self._stack and self._stack[-1].name in _ONLY_AT_TOP[name]:
            self._pop()
        if name in VOID or (attributes.endswith("/") and self._is_foreign(name)):
            return
        if name not in FORMATTING:
            self._push(name, "")
            return
        if name in ("a", "nobr") and not is_in_drawing:
            self._end_formatting(name)
        self._remember(name, attributes.strip().rstrip("/"))

    def add_end_tag(self, name: str) -> None:
        """Change the estimate as a parser does at the end tag of an element called `name`."""
        if name in FORMATTING or name == "form":
            self._end_formatting(name)
        elif name in HTML_AGAIN:
            if self._stack and self._stack[-1].name == name:
                self._pop()
        elif name in TABLE:
            if self._counts.get("table"):
                self._close(frozenset({name}), TABLE_SCOPE - {name})
        elif name in HEADINGS:
            self._close(HEADINGS, SCOPE)
        elif name in CLOSING_P or (name in SCOPED and not self.is_in_drawing):
            self._close(frozenset({name}), SCOPE | {"ul", "ol"} if name == "li" else SCOPE - {name})
        else:
            self._close(frozenset({name}), SPECIAL | HTML_AGAIN)

    def _is_foreign(self, name: str) -> bool:
        if not self.is_in_drawing or name in FORMATTING or name in SPECIAL:
            return name in ("svg", "math")
        return not any(self._counts.get(way_back) for way_back in HTML_AGAIN)

    def _push(self, name: str, attributes: str) -> _Element:
        element = _Element(name, attributes)
        self._stack.append(element)
        self._counts[name] = self._counts.get(name, 0) + 1
        return element

    def _pop(self, index: int = -1) -> None:
        element = self._stack.pop(index)
        element.is_open = False
        self._counts[element.name] -= 1

    def _close(self, names: frozenset[str], borders: frozenset[str]) -> None:
        if not any(self._counts.get(name) for name in names):
            return
        for index in range(len(self._stack) - 1, -1, -1):
            if self._stack[index].name in names:
                while len(self._stack) > index:
                    self._pop()
                return
            if self._stack[index].name in borders:
                return

    def _end_formatting(self, name: str) -> None:
        # The adoption agency algorithm: blocks inside the element stay open when it is closed, as they do in a form.
        for index in range(len(self._formatting) - 1, -1, -1):
            if self._formatting[index].name == name:
                del self._formatting[index]
                break
        if not self._counts.get(name):
            return
        for index in range(len(self._stack) - 1, -1, -1):
            if self._stack[index].name == name:
                self._pop(index)
                return

    def _remember(self, name: str, attributes: str) -> None:
        same = [i for i, other in enumerate(self._formatting) if (other.name, other.attributes) == (name, attributes)]
        # The "Noah's Ark clause": at most three equal elements are kept.
        if len(same) >= 3:
            del self._formatting[same[0]]
        self._formatting.append(self._push(name, attributes))
