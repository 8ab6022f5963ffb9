"""Removes line numbers beside code, and joins code that a table or list holds line by line into one block."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from itertools import islice

from generator.article.elements import CELLS, SPANS
from generator.article.nodes import Node, below, example
from generator.bodies.markdown.highlight import LANGUAGES
from generator.cleaning.draft import Tally

_MAX_CLASSES = 500
_GUTTER = re.compile(
    r"(?:^|\s)(?:gutter|rouge-gutter|lineno(?:s|div)?|line[-_]?num(?:ber)?s?(?:-rows|-node)?|lnt|ln|pre-numbering"
    r"|hljs-ln-(?:n|numbers|line hljs-ln-n)|blob-num|js-line-number|code-line-num(?:ber)?s?|diff-line-num"
    r"|react-syntax-highlighter-line-number|code-snippet__line-index|prettyprint-num)(?:\s|$)",
    re.IGNORECASE,
)
"""Line numbers of Hexo, Pygments, Rouge, Chroma, SyntaxHighlighter, Prism, highlight.js, GitHub, CSDN and WeChat."""
_LINES = re.compile(r"(?:^|\s)(?:linenums|hljs-ln|dp-[a-z]{1,12})(?:\s|$)", re.IGNORECASE)
"""Classes of a list whose items are lines of code."""
_IN_CODE = re.compile(r"highlight|hljs|syntax|prettyprint|chroma|rouge|code", re.IGNORECASE)
_NUMBERS = re.compile(r"[\d\s.:|\u00a0\u200b]*")
_LANGUAGE = re.compile(
    r"(?:^|\s)(?:lang(?:uage)?-|highlight-(?:source-)?|type-|brush:\s?|dp-)([a-z0-9+#_.\-]{1,30})(?=[\s;]|$)",
    re.IGNORECASE,
)
_SHORT = {"j": "java", "py": "python", "rb": "ruby", "c": "csharp"}
"""Languages by the letters after `dp-` in SyntaxHighlighter 1."""
_NO_LANGUAGE = frozenset({"plain", "plaintext", "text", "none", "default", "source", "numbers", "wrapper"})
_NEAR = 4
_BLOCKS = frozenset({"div", "p", "li", "ol", "ul", "section", "table", "tbody", "tr", "td"})


@dataclass(slots=True)
class _Table:
    """A table with the cells of each of its rows, without those of tables inside it."""

    node: Node
    rows: list[list[Node]] = field(default_factory=list)
    has_inner: bool = False


def matters(classes: Iterable[str], styles: Iterable[str], names: set[str], tags: set[str]) -> bool:
    """Whether a body may have line numbers beside code, so that `drop_numbers` must be called.

    `classes` and `styles` are all values of `class` and `style` in the body, `names` the names of its attributes, and
    `tags` its tags.
    """
    if "pre" in tags and ("table" in tags or "data-line-number" in names or ("span" in tags and any(styles))):
        return True
    return any(_GUTTER.search(value[:_MAX_CLASSES]) or _LINES.search(value[:_MAX_CLASSES]) for value in classes)


def drop_numbers(body: Node, tally: Tally) -> None:
    """Remove line numbers beside code; where code and numbers share a table or list, the code becomes one `pre`."""
    inside = below(body.elements("pre"))
    for table in reversed(_tables(body)):
        if not table.has_inner and _is_code(table):
            for row in table.rows:
                for cell in row[:-1]:
                    tally.take("numbers", "markup", cell, example(cell))
                    cell.remove()
            _as_block(table.node, [row[-1] for row in table.rows], is_inside=table.node in inside)
    for node in body.elements("ol"):
        items = _children(node)
        if _LINES.search(node.value("class")[:_MAX_CLASSES]) and items and all(item.tag == "li" for item in items):
            # A browser counts the items of a list itself, so there may be no numbers to take.
            tally.add("numbers", "markup", partial(example, node))
            _drop_gutters(node.elements(), tally, set(node.elements()))
            _as_block(node, items, is_inside=node in inside)
    blocks = body.elements("pre")
    _drop_gutters(body.elements(), tally, below(blocks))
    for block in blocks:
        _drop_counted(block, tally)
        _join_lines(block)


def _tables(body: Node) -> list[_Table]:
    tables: list[_Table] = []
    # The innermost table around each element, as in `tables`.
    around: dict[Node | None, _Table] = {}
    for node in body.elements():
        outer = around.get(node.parent)
        if node.tag == "table":
            if outer is not None:
                outer.has_inner = True
            outer = _Table(node)
            tables.append(outer)
        elif outer is not None and node.tag == "tr":
            outer.rows.append([])
        elif outer is not None and node.tag in CELLS and outer.rows:
            outer.rows[-1].append(node)
        if outer is not None:
            around[node] = outer
    return tables


def _is_code(table: _Table) -> bool:
    """Whether a table holds line numbers and code and nothing else."""
    if not table.rows or any(len(row) < 2 or len(row) > 3 for row in table.rows):
        return False
    numbers = [cell for row in table.rows for cell in row[:-1]]
    if not all(map(_is_numbers, numbers)):
        return False
    if all(map(_says_gutter, numbers)):
        return True
    # Without a class, only a block of code beside a column of as many numbers shows what they are.
    if len(table.rows) > 1 or len(numbers) > 1 or table.rows[0][-1].first("pre") is None:
        return False
    counted = [int(number) for number in re.findall(r"[0-9]{1,6}", "\n".join(_lines(numbers[0])))]
    return len(counted) > 1 and counted == list(range(counted[0], counted[0] + len(counted)))


def _lines(cell: Node) -> list[str]:
    """The texts in a cell, each apart, because numbers may stand in elements of their own."""
    return [node.text_content for node in cell.walk() if node.is_text]


def _is_numbers(node: Node) -> bool:
    """Whether an element holds numbers and blanks, and no picture, link or field."""
    current: Node | None = node
    # Stops at the first letter: marked elements may be nested, and each would read the whole text.
    later: list[Node] = []
    while current is not None:
        if current.tag in ("img", "a", "input") or (current.is_text and not _NUMBERS.fullmatch(current.text_content)):
            return False
        if current is not node and current.next is not None:
            later.append(current.next)
        current = current.first_child or (later.pop() if later else None)
    return True


def _says_gutter(node: Node) -> bool:
    """Whether an element or something in it is marked as line numbers."""
    return any(_marks(inner) for inner in (node, *islice(node.elements(), 5)))


def _marks(node: Node) -> bool:
    attributes = node.attributes
    return (
        "data-line-number" in attributes or _GUTTER.search((attributes.get("class") or "")[:_MAX_CLASSES]) is not None
    )


def _drop_gutters(nodes: Iterable[Node], tally: Tally, inside: set[Node]) -> None:
    """Remove those of `nodes` that are marked as line numbers and hold nothing else, in or beside code.

    `inside` holds the elements in code.
    """
    gone: set[Node] = set()
    for node in nodes:
        if node.parent in gone:
            gone.add(node)
        elif node.attributes and _marks(node) and (node in inside or _is_beside_code(node)) and _is_numbers(node):
            tally.take("numbers", "markup", node, example(node))
            gone.add(node)
    for node in gone:
        node.remove()


def _drop_counted(block: Node, tally: Tally) -> None:
    """Remove the numbers 1, 2, 3 … that begin the lines of a block, if each stands in a span with nothing but a style.

    Highlighters give the numbers of a text a class, and these are followed by a blank.
    """
    numbers: list[Node] = []
    is_start = True
    for node in block.walk():
        if node.tag == "br":
            is_start = True
        elif node.is_text and (text := node.text_content).strip():
            if is_start:
                if (number := node.parent) is None or not _counts_line(number, text.strip(), len(numbers) + 1):
                    return
                numbers.append(number)
            elif "\n" in text.rstrip("\n"):
                # A line that begins in the middle of a text begins without a number.
                return
            is_start = text.endswith("\n")
        elif "\n" in node.text_content:
            is_start = True
    if len(numbers) < 2:
        return
    for number in numbers:
        tally.take("numbers", "markup", number, example(number))
        if (following := number.next) is not None and following.is_text:
            following.text_content = following.text_content.removeprefix(" ")
        number.remove()


def _counts_line(holder: Node, text: str, number: int) -> bool:
    following = holder.next
    is_apart = following is None or not following.is_text or following.text_content[:1].isspace()
    return text == str(number) and holder.tag in SPANS and "class" not in holder.attributes and is_apart


def _is_beside_code(node: Node) -> bool:
    """Whether an element stands before or after a block of code, or in a box for one."""
    before, after = node.prev, node.next
    if before is not None and before.is_text and not before.text_content.strip():
        before = before.prev
    if after is not None and after.is_text and not after.text_content.strip():
        after = after.next
    if any(beside is not None and beside.tag == "pre" for beside in (before, after)):
        return True
    return any(
        around.tag in ("figure", "div") and _IN_CODE.search(around.value("class")[:_MAX_CLASSES])
        for around in islice(node.ancestors(), _NEAR)
    )


# ------------------------------------------------------------------------------------------ one block


def _as_block(holder: Node, parts: list[Node], *, is_inside: bool) -> None:
    """Put the code in `parts`, each of which begins a line, in the place of `holder`, which holds them.

    With `is_inside`, it stands in a block of code already.
    """
    language = _language(holder, parts)
    for part in parts:
        _flatten(part)
    code = Node("code", {"class": f"language-{language}"} if language else None)
    for part in parts:
        for child in part.children():
            code.append(child)
        if len(parts) > 1 and not _ends_line(code):
            code.append("\n")
    if not is_inside:
        block = Node("pre")
        block.append(code)
        holder.replace_with(block)
        return
    holder.replace_with(code)
    outer = next((around for around in islice(code.ancestors(), _NEAR) if around.tag == "code"), None)
    if outer is not None:
        outer.attributes = {**code.attributes, **outer.attributes}
        code.unwrap()


def _ends_line(code: Node) -> bool:
    last = code.last_child
    while last is not None and last.last_child is not None:
        last = last.last_child
    return last is not None and last.is_text and last.text_content.endswith("\n")


def _flatten(part: Node) -> None:
    """Unwrap all blocks in a part of code, so that each of its lines ends in a line end."""
    nodes = part.elements()
    holders = {
        outer for node in nodes if node.tag in _BLOCKS or node.tag == "pre" for outer in islice(node.ancestors(), 1)
    }
    lines = [node for node in nodes if node.tag in _BLOCKS and node not in holders]
    if lines:
        within = below(lines) | set(lines) | below(node for node in nodes if node.tag == "pre")
        for node in part.walk()[1:]:
            # Blanks between the elements of lines are those of the template.
            if node.is_text and not node.text_content.strip() and node.parent not in within:
                node.remove()
        for node in lines[:-1]:
            if not _ends_line(node):
                node.append("\n")
    for node in reversed(nodes):
        if node.tag == "br":
            node.replace_with("\n")
        elif node.tag in _BLOCKS or node.tag in ("pre", "code"):
            node.unwrap()
    for node in part.walk():
        if node.is_text and "\u00a0" in node.text_content:
            node.text_content = node.text_content.replace("\u00a0", " ")


def _join_lines(block: Node) -> None:
    """Make one `code` of those in a block that follow each other directly: each is a line."""
    codes = block.children()
    if len(codes) < 2 or any(child.tag != "code" for child in codes):
        return
    first = codes[0]
    if "class" not in first.attributes and (language := _language(block, [first])):
        first.attributes["class"] = f"language-{language}"
    for code in codes[1:]:
        if not _ends_line(first):
            first.append("\n")
        for child in code.children():
            first.append(child)
        code.remove()


def _children(node: Node) -> list[Node]:
    return [child for child in node.children() if child.is_element]


def _language(holder: Node, parts: list[Node]) -> str:
    """The language of a block of code, by the attributes in it and around it; empty if they name none."""
    inner = [node for part in parts[:1] for node in (part, *islice(part.elements("pre", "code", "div"), _NEAR))]
    for node in (*inner, holder, *islice(holder.ancestors(), _NEAR)):
        for name in ("data-lang", "data-language"):
            if language := _named(node.value(name)):
                return language
        classes = node.value("class")[:_MAX_CLASSES]
        match = _LANGUAGE.search(classes)
        if match and (language := _named(_SHORT.get(match[1].lower(), match[1]) if "dp-" in classes else match[1])):
            return language
        if _IN_CODE.search(classes):
            for token in classes.lower().split():
                if token in LANGUAGES:
                    return token
    return ""


def _named(language: str) -> str:
    language = language.lower().strip(";")
    return language if re.fullmatch(r"[a-z0-9+#_.\-]{1,30}", language) and language not in _NO_LANGUAGE else ""
