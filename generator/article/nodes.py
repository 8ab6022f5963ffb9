"""The body of a post as a tree of `Node`s, made from the parser's tree, changed by cleaning, and written as HTML."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from typing import TypeAlias

from selectolax.lexbor import LexborHTMLParser, LexborNode

from generator.article.elements import VERBATIM, VOID

Attributes: TypeAlias = dict[str, str | None]
"""The attributes of an element in source order; the value is None for an attribute without one."""

TEXT = "-text"
COMMENT = "-comment"
OTHER = "-other"
"""The tags of nodes that are not elements; the tag of an element never begins with a hyphen."""

# The explicit body keeps leading comments and style elements out of the head.
_DOCUMENT = "<!DOCTYPE html><html><head></head><body>{}</body></html>"
_VERBATIM = VERBATIM | {"template"}
"""The content of a template is one text node here, with its HTML."""
_WITHOUT_END = VOID - {"image"}
"""Elements that are written without an end tag (13.3); `image` only occurs in drawings, where it has one."""
_NO_ATTRIBUTES: Attributes = {}


class Node:
    """An element, a text, a comment or another node of a body.

    A node may be used after it is removed from its tree, which nodes of the parser Lexbor do not allow.  Reading its
    fields is also five to ten times as fast as reading those of a Lexbor node (measured 2026-11).
    """

    __slots__ = ("attributes", "first_child", "last_child", "next", "parent", "prev", "tag", "text_content")

    def __init__(self, tag: str, attributes: Attributes | None = None, text_content: str = "") -> None:
        self.tag = tag
        self.attributes = {} if attributes is None else attributes
        self.text_content = text_content
        """The content of a text or comment, or the source of another node; empty for an element."""
        self.parent: Node | None = None
        self.prev: Node | None = None
        self.next: Node | None = None
        self.first_child: Node | None = None
        self.last_child: Node | None = None

    @property
    def is_element(self) -> bool:
        """Whether the node is an element."""
        return self.tag[0] != "-"

    @property
    def is_text(self) -> bool:
        """Whether the node is a text."""
        return self.tag == TEXT

    @property
    def is_comment(self) -> bool:
        """Whether the node is a comment."""
        return self.tag == COMMENT

    def value(self, name: str) -> str:
        """The value of the attribute `name` without blanks at its ends; empty if the node has no such attribute."""
        return value_of(self.attributes, name)

    def children(self) -> list[Node]:
        """All child nodes, including texts and comments."""
        children = []
        child = self.first_child
        while child is not None:
            children.append(child)
            child = child.next
        return children

    def walk(self) -> list[Node]:
        """The node itself and all its descendants, including texts and comments, in document order."""
        nodes = [self]
        add = nodes.append
        later: list[Node] = []
        node = self.first_child
        while node is not None:
            add(node)
            following = node.next
            if (child := node.first_child) is not None:
                if following is not None:
                    later.append(following)
                node = child
            elif following is not None:
                node = following
            else:
                node = later.pop() if later else None
        return nodes

    def elements(self, *tags: str) -> list[Node]:
        """The elements inside the node, in document order; with `tags`, only those with one of these tags."""
        nodes = self.walk()
        del nodes[0]
        if tags:
            names = frozenset(tags)
            return [node for node in nodes if node.tag in names]
        return [node for node in nodes if node.tag[0] != "-"]

    def first(self, *tags: str) -> Node | None:
        """The first element inside the node, in document order, with one of `tags`, or with any tag if none is given.

        None if there is no such element.
        """
        return next(iter(self.elements(*tags)), None)

    def ancestors(self) -> Iterator[Node]:
        """The elements around the node, from the innermost to the outermost."""
        around = self.parent
        while around is not None:
            yield around
            around = around.parent

    def text(self) -> str:
        """The text of the node and its descendants, with blanks and newlines as written."""
        # Most elements contain a single text.
        only = self if self.tag == TEXT else self.first_child
        if only is None or (only.tag == TEXT and (only is self or only.next is None)):
            return only.text_content if only is not None else ""
        return "".join([node.text_content for node in self.walk() if node.tag == TEXT])

    # ------------------------------------------------------------------------------------- changing

    def remove(self) -> None:
        """Remove the node and its descendants from its tree."""
        parent, before, after = self.parent, self.prev, self.next
        if before is not None:
            before.next = after
        elif parent is not None:
            parent.first_child = after
        if after is not None:
            after.prev = before
        elif parent is not None:
            parent.last_child = before
        self.parent = self.prev = self.next = None

    def append(self, new: Node | str) -> None:
        """Add `new`, a node or a text, as the last child of this node; a node that is in a tree is moved."""
        node = _as_node(new)
        node.remove()
        node.parent, node.prev = self, self.last_child
        if self.last_child is not None:
            self.last_child.next = node
        else:
            self.first_child = node
        self.last_child = node

    def insert_before(self, new: Node | str) -> None:
        """Insert `new`, a node or a text, before this node; a node that is in a tree is moved."""
        node = _as_node(new)
        node.remove()
        node.parent, node.prev, node.next = self.parent, self.prev, self
        if self.prev is not None:
            self.prev.next = node
        elif self.parent is not None:
            self.parent.first_child = node
        self.prev = node

    def insert_after(self, new: Node | str) -> None:
        """Insert `new`, a node or a text, after this node; a node that is in a tree is moved."""
        if self.next is not None:
            self.next.insert_before(new)
        elif self.parent is not None:
            self.parent.append(new)

    def replace_with(self, new: Node | str) -> None:
        """Put `new`, a node or a text, in the place of this node, which is removed from its tree."""
        self.insert_before(new)
        self.remove()

    def unwrap(self) -> None:
        """Put the children of this node in its place, and remove the node itself."""
        for child in self.children():
            self.insert_before(child)
        self.remove()

    def dismantle(self) -> None:
        """Clear the links between the node and all its descendants, so that their memory is freed at once.

        The nodes must not be used any more.
        """
        for node in self.walk():
            node.parent = node.prev = node.next = node.first_child = node.last_child = None

    def rename(self, tag: str, keep: frozenset[str] = frozenset()) -> None:
        """Change the tag of the node to `tag`, and drop its attributes except those named in `keep`."""
        self.tag = tag
        self.attributes = {name: value for name, value in self.attributes.items() if name in keep}

    def wrap(self, wrapper: Node) -> None:
        """Put the element `wrapper` in the place of this node, and make this node its last child."""
        self.insert_before(wrapper)
        wrapper.append(self)


def value_of(attributes: Attributes, name: str) -> str:
    """The value of the attribute `name` without blanks at its ends; empty if there is no such attribute."""
    return (attributes.get(name) or "").strip()


def below(nodes: Iterable[Node]) -> set[Node]:
    """All elements inside any of `nodes`; `nodes` must be in document order.

    A node of `nodes` is in the result only if it is inside another one.
    """
    inside: set[Node] = set()
    for node in nodes:
        # The elements of a nested node were added with the outer one; adding them again would cost quadratic time.
        if node not in inside:
            inside.update(node.elements())
    return inside


def example(node: Node) -> str:
    """The text of a node on one line, cut at 2,000 characters, as an example in a report."""
    return " ".join(node.text()[:2_000].split())


def _as_node(new: Node | str) -> Node:
    return Node(TEXT, None, new) if isinstance(new, str) else new


# --------------------------------------------------------------------------------- reading and writing


def read_body(html: str) -> Node:
    """A `body` element that contains `html`, a fragment of HTML, parsed as in browsers; comments are kept."""
    parser = LexborHTMLParser(_DOCUMENT.format(html))
    if parser.body is None:
        raise ValueError("a parsed document always has a body")
    return read_element(parser.body)


def read_document(html: str) -> Node:
    """The `html` element of `html`, a whole document, parsed as in browsers."""
    root = LexborHTMLParser(html).root
    if root is None:
        raise ValueError("a parsed document always has a root")
    return read_element(root)


def read_element(root: LexborNode, *, without: Container[int] = ()) -> Node:
    """A copy, as a `Node`, of `root`, an element from the parser Lexbor.

    Inner nodes whose `mem_id`, the number by which Lexbor identifies a node, is in `without` are left out.
    """
    made = around = Node(root.tag or OTHER, root.attributes)
    natives: list[LexborNode] = []
    native = root.first_child
    # One loop with local names, without `append`: it runs once for each node of an archive.
    while native is not None:
        if without and native.mem_id in without:
            native = native.next
        else:
            tag = native.tag or OTHER
            child = None
            if tag == TEXT:
                node = Node(tag, _NO_ATTRIBUTES, native.text_content or "")
            elif tag[0] != "-":
                node = Node(tag, native.attributes)
                child = native.first_child
                if tag == "template" and child is None:
                    # Outside of drawings, the content of a template is in a document of its own.
                    node.append((native.html or "").partition(">")[2].removesuffix("</template>"))
            elif tag == COMMENT:
                node = Node(tag, _NO_ATTRIBUTES, (native.html or "")[4:-3])
            else:
                node = Node(OTHER, _NO_ATTRIBUTES, native.html or "")
            node.parent = around
            if (last := around.last_child) is not None:
                last.next = node
                node.prev = last
            else:
                around.first_child = node
            around.last_child = node
            if child is not None:
                natives.append(native)
                around = node
                native = child
                continue
            native = native.next
        while native is None and natives:
            native = natives.pop().next
            around = around.parent or made
    return made


def as_parsed(body: Node) -> tuple[LexborHTMLParser, dict[Node, LexborNode]]:
    """A new Lexbor parser with a copy of `body`, for CSS queries, and a mapping from each element to its copy.

    Texts are copied, comments are not.
    """
    parser = LexborHTMLParser(_DOCUMENT.format(""))
    root = parser.body
    assert root is not None
    made = {body: root}
    for node in body.walk()[1:]:
        around = made[node.parent or body]
        if node.tag == TEXT:
            around.insert_child(node.text_content)
        elif node.is_element:
            made[node] = parser.create_node(node.tag)
            for name, value in node.attributes.items():
                made[node].attrs[name] = value or ""
            around.insert_child(made[node], move=True)
    return parser, made


def visits(body: Node) -> Iterator[tuple[Node, bool]]:
    """The nodes inside `body` as pairs (node, is_end), in the order in which their tags are written in HTML.

    An element with an end tag comes twice: with False for its start tag, and with True for its end tag.  Any other node
    comes once, with False.
    """
    around: list[Node] = []
    node = body.first_child
    while node is not None:
        yield node, False
        if (child := node.first_child) is not None:
            around.append(node)
            node = child
            continue
        if node.tag[0] != "-" and node.tag not in _WITHOUT_END:
            yield node, True
        node = node.next
        while node is None and around:
            node = around.pop()
            yield node, True
            node = node.next


def write_body(body: Node) -> str:
    """The content of `body` as HTML, without the tags of `body` itself."""
    return "".join([_written(node, is_end=is_end) for node, is_end in visits(body)])


def _written(node: Node, *, is_end: bool) -> str:
    tag, text = node.tag, node.text_content
    if is_end:
        return f"</{tag}>"
    if tag == TEXT:
        return text if node.parent is not None and node.parent.tag in _VERBATIM else escaped(text)
    if tag == COMMENT:
        return f"<!--{text}-->"
    if tag == OTHER:
        return text
    return f"<{tag}{_attributes(node.attributes)}>" if node.attributes else f"<{tag}>"


def _attributes(attributes: Attributes) -> str:
    return "".join([f' {name}="{quoted(value) if value else ""}"' for name, value in attributes.items()])


def quoted(value: str) -> str:
    """`value` escaped for an attribute in double quotes."""
    text = escaped(value)
    return text.replace('"', "&quot;") if '"' in text else text


def escaped(text: str) -> str:
    """`text` escaped for HTML."""
    # Most texts have nothing to escape, and a search for a single character is fast.
    if "&" in text or "<" in text or ">" in text or "\u00a0" in text:
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\u00a0", "&nbsp;")
    return text
