"""What the sandbox of Jinja costs, saved where it guards nothing: fields of views and text in the output."""

from __future__ import annotations

from typing import Any, NoReturn

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame


class Generator(CodeGenerator):
    """Writes the Python of a template."""

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
