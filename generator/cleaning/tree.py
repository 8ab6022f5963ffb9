"""Small operations on a tree that several steps share.

A node must not be touched after it or an ancestor was removed: its memory is free.  Steps therefore walk
`elements()` backwards, so that a node is always handled before the elements around it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import islice

from selectolax.lexbor import LexborHTMLParser, LexborNode

from generator.cleaning.draft import Attributes, Draft


def elements(root: LexborNode) -> list[LexborNode]:
    """All elements below `root` in the order of the document."""
    nodes = [node for node in root.traverse() if node.is_element_node]
    return nodes[1:] if nodes and nodes[0].mem_id == root.mem_id else nodes


def select(root: LexborNode, *selectors: str) -> list[LexborNode]:
    """The elements below `root` that match any of `selectors`, each once, in the order of the document."""
    # selectolax names an element once for each selector that it matches.
    return list({node.mem_id: node for node in root.css(", ".join(selectors))}.values())


def children(node: LexborNode) -> list[LexborNode]:
    """The children of a node with texts and comments."""
    found = []
    child = node.first_child
    while child is not None:
        found.append(child)
        child = child.next
    return found


def below(nodes: Iterable[LexborNode]) -> set[int]:
    """Memory ids of all elements inside any of `nodes`, which must stand in the order of the document."""
    ids: set[int] = set()
    for node in nodes:
        # An inner one was covered by the outer one; without this, nesting would cost its square.
        if node.mem_id not in ids:
            ids.update(inner.mem_id for inner in elements(node))
    return ids


def rename(tree: LexborHTMLParser, node: LexborNode, tag: str, keep: frozenset[str] = frozenset()) -> LexborNode:
    """A new element `tag` in the place of `node`, with its children and those attributes that `keep` names."""
    new = tree.create_node(tag)
    for name, value in node.attributes.items():
        if name in keep:
            new.attrs[name] = value or ""
    node.insert_before(new, move=True)
    for child in children(node):
        new.insert_child(child, move=True)
    node.decompose()
    return new


def take(draft: Draft, kind: str, node: LexborNode) -> None:
    """Tell the account of a node that goes with all that it holds."""
    whole = [node, *(elements(node) if node.is_element_node else ())]
    # The content of a template is in no tree that can be walked.
    text = "\n".join([node.text(), *(one.html or "" for one in whole if one.tag == "template")])
    draft.taken.add(kind, text, sum(one.tag == "img" for one in whole), sum(map(is_web_link, whole)))


def is_web_link(node: LexborNode) -> bool:
    """Whether a node is a link to the web."""
    return node.tag == "a" and attribute(node, "href").lower().startswith(("http://", "https://"))


def attribute(node: LexborNode, name: str) -> str:
    """The value of an attribute without outer blanks; empty when it is missing."""
    return (node.attrs.get(name) or "").strip()


def value_of(attributes: Attributes, name: str) -> str:
    """The same of attributes that were read already."""
    return (attributes.get(name) or "").strip()


def example(node: LexborNode) -> str:
    """The first words of a node, for a report."""
    return " ".join(node.text()[:2_000].split())


def drop_attribute(node: LexborNode, name: str) -> None:
    """Take an attribute off; nothing happens when it is not there."""
    if name in node.attributes:
        del node.attrs[name]


class Tally:
    """Counts what a step took out or mended, and tells the draft once for each rule."""

    def __init__(self, draft: Draft, step: str) -> None:
        self._draft = draft
        self._step = step
        self._counts: defaultdict[tuple[str, str], int] = defaultdict(int)
        self._texts: defaultdict[tuple[str, str], list[str]] = defaultdict(list)

    def is_on(self, rule: str) -> bool:
        """Whether a rule of this step may act."""
        # Hardly any site switches anything off, and each element asks several times.
        return not self._draft.config.off or not self._draft.is_off(f"{self._step}:{rule}")

    def add(self, rule: str, kind: str, text: str | Callable[[], str] = "") -> None:
        """Count one; the first few texts are kept as examples.

        A function is called only while one is wanted: reading the text of each of many nested elements takes long.
        """
        self._counts[rule, kind] += 1
        if text and len(texts := self._texts[rule, kind]) < 3 and (found := text if isinstance(text, str) else text()):
            texts.append(found[:160])

    def add_all(self, rule: str, kind: str, texts: Sequence[str]) -> None:
        """Count one for each text."""
        if texts:
            self._counts[rule, kind] += len(texts)
            kept = self._texts[rule, kind]
            kept += [text[:160] for text in islice(filter(None, texts), 3 - len(kept))]

    def gone(self, kind: str, node: LexborNode) -> None:
        """Tell the account of an element that goes with all that it holds."""
        take(self._draft, kind, node)

    def unlinked(self, link: LexborNode) -> None:
        """Tell the account of a link that loses its address and keeps what it holds."""
        self._draft.taken.add("", "", links=is_web_link(link))

    def said_twice(self, text: str) -> None:
        """Tell the draft of text that goes because the page shows it elsewhere."""
        self._draft.said_twice += len("".join(text.split()))

    def count(self, rule: str) -> int:
        """How often a rule acted so far."""
        return sum(count for (name, _), count in self._counts.items() if name == rule)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was counted so far."""
        return not self._counts

    def close(self) -> None:
        """Write the counts into the draft, in the order in which the rules first acted."""
        for (rule, kind), count in self._counts.items():
            self._draft.removed(f"{self._step}:{rule}", kind, "\n".join(self._texts[rule, kind]), count, self._step)
