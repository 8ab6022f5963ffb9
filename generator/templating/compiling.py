"""How templates become Python: what Jinja does, with less to do for each page.

Nothing here changes what a template says.  Fields of views are read in place, what depends on the site alone is
worked out when a template is compiled, and what a loop prints for a value that stands in many pages is printed once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NoReturn

from jinja2 import TemplateNotFound, TemplateSyntaxError, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.visitor import NodeTransformer

from generator.digest import digest_text

_MOST_ROUNDS = 20
"""A loop over the menu is written out; one over more than this is left a loop."""
# To whom a name can mean something else than the view gives, or nothing.
_REBINDING = re.compile(r"\{%(?:(?!%\}).)*?\b(?:site\b(?!\s*[.\[])|import\b|without\b)", re.DOTALL)
_MOST_EXTENDED = 10
_UNREADABLE = (TemplateNotFound, TemplateSyntaxError, UnicodeDecodeError, OSError)
_TEXT = (nodes.Output, nodes.If, nodes.For, nodes.With, nodes.Include)


def may_rebind(source: str) -> bool:
    """Whether a template may call something else `site`, or use a template that is not given it; doubt is yes."""
    return _REBINDING.search(source) is not None


class Generator(CodeGenerator):
    """Writes the Python of a template."""

    _kept: tuple[list[nodes.Node], str, str] | None = None
    """Body and variable of the loop whose rounds are kept, and the variable that holds what is kept."""

    def write_commons(self) -> None:
        super().write_commons()
        self.writeline("fields, escaped = environment.fields, environment.escaped")

    def visit_Getattr(self, node: nodes.Getattr, frame: Any) -> None:
        # A field of a view is read in place; asking the environment for each took a quarter of the time of a page.
        if node.attr.startswith("_"):
            super().visit_Getattr(node, frame)
            return
        self.write(f"(_value.{node.attr} if {node.attr!r} in fields[type(_value := ")
        self.visit(node.node, frame)
        self.write(f")] else environment.getattr(_value, {node.attr!r}))")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        # What is printed is joined with the rest of the page at once, so it need not be made Markup.
        self.write("escaped(")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        self.write(")")

    def visit_ScopedEvalContextModifier(self, node: nodes.ScopedEvalContextModifier, frame: Any) -> NoReturn:
        # Only sanitizing makes HTML out of the text of a post, so escaping cannot be switched off.
        self.fail("autoescape cannot be switched in a template", node.lineno)

    def blockvisit(self, nodes: Iterable[nodes.Node], frame: Frame) -> None:
        if self._kept is not None and nodes is self._kept[0]:
            self._visit_kept(*self._kept, frame)
        elif frame.buffer is None and frame.parent is None:
            # A template and a block say all that they have to say at once: each text by itself went through a
            # generator for each template around it.
            self.buffer(frame)
            super().blockvisit(nodes, frame)
            self.writeline(f"yield concat({frame.buffer})")
        else:
            super().blockvisit(nodes, frame)

    def visit_For(self, node: nodes.For, frame: Frame) -> None:
        before = self._kept
        if isinstance(node.target, nodes.Name) and not node.recursive and _names(node.body) == {node.target.name}:
            kept = self.temporary_identifier()
            # Loops that say the same, as that over cards in two templates does, keep what they print in one place.
            self.writeline(f"{kept} = environment.kept[{digest_text(repr((node.target.name, node.body)))!r}]")
            self._kept = node.body, node.target.name, kept
        super().visit_For(node, frame)
        self._kept = before

    def _visit_kept(self, body: list[nodes.Node], name: str, kept: str, frame: Frame) -> None:
        """The body of a loop that depends on nothing but the loop's variable, as `Kept` describes it."""
        round, value, buffer = self.temporary_identifier(), frame.symbols.ref(name), frame.buffer
        self.writeline(f"{round} = {kept}.get(id({value}))")
        self.writeline(f"if {round} is None:")
        self.indent()
        self.buffer(frame)
        super().blockvisit(body, frame)
        self.writeline(f"{round} = {kept}.keep({value}, concat({frame.buffer}))")
        self.outdent()
        frame.buffer = buffer
        self.writeline(f"{buffer}.append({round}[1])")


class Kept(dict[int, tuple[object, str]]):
    """What a loop printed for values of some types, by their identities; the values are kept, too, so that no other
    one gets the identity of one of them."""

    def __init__(self, kinds: frozenset[type], limit: int) -> None:
        """Values of `kinds` are kept, `limit` at once."""
        super().__init__()
        self._kinds = kinds
        self._limit = limit

    def keep(self, value: object, text: str) -> tuple[object, str]:
        """`value` with the text that was printed for it."""
        if type(value) in self._kinds:
            if len(self) >= self._limit:
                self.clear()
            self[id(value)] = value, text
        return value, text


class Joining(NodeTransformer):
    """Puts the templates that a template extends and includes into it, where that makes one text of them.

    Those that set names, define macros or refer to blocks stay apart, as does what cannot be read.
    """

    def __init__(self, parse: Callable[[str], nodes.Template]) -> None:
        """`parse` reads a template."""
        self._parse = parse
        self._blocks: dict[str, nodes.Block] = {}
        self._around: list[str] = []

    def joined(self, node: nodes.Template) -> nodes.Template:
        """The template with the others in it."""
        chain = [node]
        try:
            while (extended := _extended(chain[-1])) and len(chain) <= _MOST_EXTENDED:
                chain.append(self._parse(extended))
        except _UNREADABLE:
            return node
        if not all(_is_text(one, (nodes.Extends, nodes.Block)) for one in chain):
            return node
        # Of blocks of one name that of the template which extends the others counts.
        self._blocks = {block.name: block for one in reversed(chain) for block in one.find_all(nodes.Block)}
        whole: nodes.Template = self.visit(_with(chain[-1], {}))
        return whole

    def visit_Block(self, node: nodes.Block) -> list[nodes.Node]:
        return self._visited(self._blocks[node.name].body)

    def visit_Include(self, node: nodes.Include) -> nodes.Node | list[nodes.Node]:
        name = node.template.value if isinstance(node.template, nodes.Const) else None
        if not isinstance(name, str) or name in self._around or node.ignore_missing or not node.with_context:
            return node
        try:
            template = self._parse(name)
        except _UNREADABLE:
            return node
        if not _is_text(template):
            return node
        self._around.append(name)
        found = self._visited(template.body)
        self._around.pop()
        return found

    def _visited(self, body: list[nodes.Node]) -> list[nodes.Node]:
        return [one for node in body for one in self.visit_list(_with(node, {}))]


class Knowing(NodeTransformer):
    """Works out what a template makes of values that are known before it is rendered.

    A text, a number or a choice that depends on them alone is put in its place, and a short loop over one of them is
    written out.  What cannot be worked out stays as it is, and fails when it is rendered, if it fails.
    """

    def __init__(self, known: Mapping[str, object]) -> None:
        """The values by name."""
        self._known = known

    def generic_visit(self, node: nodes.Node, *args: Any, **kwargs: Any) -> nodes.Node:
        if isinstance(node, nodes.Expr):
            try:
                value = self._value(node)
                return nodes.Const.from_untrusted(value, lineno=node.lineno, environment=node.environment)
            except nodes.Impossible:
                pass
        return super().generic_visit(node, *args, **kwargs)

    def visit_If(self, node: nodes.If) -> nodes.Node | list[nodes.Node]:
        if node.find(nodes.Block):
            return self.generic_visit(node)
        arms, otherwise = [], node.else_
        for arm in (node, *node.elif_):
            test, body = self.visit(arm.test), [part for one in arm.body for part in self.visit_list(one)]
            if isinstance(test, nodes.Const) and test.value:
                otherwise = body
                break
            if not isinstance(test, nodes.Const):
                arms.append(nodes.If(test, body, [], [], lineno=arm.lineno, environment=arm.environment))
        else:
            otherwise = [part for one in node.else_ for part in self.visit_list(one)]
        if not arms:
            return otherwise
        arms[0].elif_, arms[0].else_ = arms[1:], otherwise
        return arms[0]

    def visit_For(self, node: nodes.For) -> nodes.Node | list[nodes.Node]:
        return list(self._rounds(node)) or self.generic_visit(node)

    def _rounds(self, node: nodes.For) -> Iterator[nodes.Node]:
        """The loop written out; nothing where that cannot be done."""
        if not isinstance(node.target, nodes.Name) or node.recursive or node.test or node.else_:
            return
        name, names = node.target.name, _names(node.body)
        try:
            values = self._value(node.iter)
        except nodes.Impossible:
            return
        if names is None or "loop" in names or not isinstance(values, tuple) or len(values) > _MOST_ROUNDS:
            return
        knowing = [Knowing({**self._known, name: value}) for value in values]
        rounds = [part for one in knowing for statement in node.body for part in one.visit_list(_with(statement, {}))]
        if not any(used.name == name for one in rounds for used in one.find_all(nodes.Name)):
            yield from rounds

    def _value(self, node: nodes.Node) -> Any:
        """What an expression is; raises Impossible where something else than what is known decides it."""
        names = {used.name for used in (node, *node.find_all(nodes.Name)) if isinstance(used, nodes.Name)}
        if not names or not names <= self._known.keys():
            raise nodes.Impossible
        known: nodes.Expr = _with(node, self._known)
        return known.as_const()


def _names(body: Iterable[nodes.Node]) -> set[str] | None:
    """The names that statements use; None where they do more than to print."""
    names = set()
    for statement in body:
        for node in (statement, *statement.find_all((nodes.Stmt, nodes.Name))):
            if isinstance(node, nodes.Name):
                names.add(node.name)
            elif type(node) not in (nodes.Output, nodes.If):
                return None
    return names


def _with(node: Any, known: Mapping[str, object]) -> Any:
    """A copy of a node with values in the place of names."""
    if isinstance(node, list):
        return [_with(one, known) for one in node]
    if not isinstance(node, nodes.Node):
        return node
    place = {"lineno": node.lineno, "environment": node.environment}
    if isinstance(node, nodes.Name) and node.name in known:
        return nodes.Const(known[node.name], **place)
    return type(node)(*(_with(getattr(node, field), known) for field in node.fields), **place)


def _extended(node: nodes.Template) -> str | None:
    """The template that a template extends, where all that it has besides are blocks; else None."""
    first, rest = (node.body[0], node.body[1:]) if node.body else (None, [])
    if not isinstance(first, nodes.Extends) or not all(isinstance(one, nodes.Block | nodes.Output) for one in rest):
        return None
    return first.template.value if isinstance(first.template, nodes.Const) else None


def _is_text(node: nodes.Node, more: tuple[type[nodes.Stmt], ...] = (), *, is_repeated: bool = False) -> bool:
    """Whether a template can stand in another one: it only prints, and no name in it means something else there."""
    for child in node.iter_child_nodes():
        if isinstance(child, nodes.Stmt) and not isinstance(child, (*_TEXT, *more)):
            return False
        if isinstance(child, nodes.Block) and child.required:
            return False
        if isinstance(child, nodes.Name) and child.name in ("self", "super", *(() if is_repeated else ("loop",))):
            return False
        # A block does not see the names of a loop around it.
        is_scope = isinstance(child, nodes.For | nodes.With)
        if not _is_text(child, () if is_scope else more, is_repeated=is_repeated or isinstance(child, nodes.For)):
            return False
    return True


def merged(node: nodes.Node) -> None:
    """Make one statement of those that print, one after the other."""
    for name, value in node.iter_fields():
        if isinstance(value, list):
            found: list[Any] = []
            for one in value:
                if isinstance(one, nodes.Output) and found and isinstance(found[-1], nodes.Output):
                    found[-1].nodes += one.nodes
                else:
                    found.append(one)
            setattr(node, name, found)
    for child in node.iter_child_nodes():
        merged(child)
