"""Where templates come from, and which templates a template names."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, TemplateNotFound, meta, nodes

_GRAMMAR = Environment()
"""Used for parsing only: which templates a template names does not depend on where they are."""
OURS = "theme/"
"""Before the name of a template, this means the one that ships, also where the site has its own of that name."""


class Loader(FileSystemLoader):
    """Finds a template in the first of its folders that has it, and after `theme/` in the last, the bundled one."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        if template.startswith(OURS):
            try:
                return FileSystemLoader(self.searchpath[-1]).get_source(environment, template.removeprefix(OURS))
            except TemplateNotFound:
                # A site may have templates in a folder of this name.
                pass
        return super().get_source(environment, template)

    def list_templates(self) -> list[str]:
        """The names of all templates; those of ours that the site replaces have the name with `theme/` as well."""
        first, last = super().list_templates(), FileSystemLoader(self.searchpath[-1]).list_templates()
        return sorted({*first, *(OURS + name for name in last if self.is_replaced(name))})

    def is_replaced(self, name: str) -> bool:
        """Whether the site has a template of this name in place of the one that ships."""
        paths = [folder for folder in self.searchpath if Path(folder, name).is_file()]
        return len(paths) > 1 and paths[-1] == self.searchpath[-1]


# The bundled templates include the same parts, and a process that builds repeatedly parses the same templates.
@lru_cache(maxsize=256)
def named_in(source: str, name: str) -> tuple[str | None, ...]:
    """The templates that a template extends, includes and imports; None stands for one named by an expression."""
    return tuple(meta.find_referenced_templates(_GRAMMAR.parse(source, name)))


def loader_of(environment: Environment) -> Loader:
    """The loader of `environment`; raises TypeError if `make_environment` did not make it."""
    if not isinstance(environment.loader, Loader):
        raise TypeError("the environment was not made by make_environment")
    return environment.loader


def source_of(environment: Environment, name: str) -> str | None:
    """The source of the template `name`; None if there is none."""
    try:
        return loader_of(environment).get_source(environment, name)[0]
    except TemplateNotFound:
        return None


def used_by(environment: Environment, name: str) -> list[str]:
    """The template `name` and all that it extends, includes or imports, but not those named by an expression."""
    found = [name]
    for current in found:
        named = named_in(source_of(environment, current) or "", current)
        others = dict.fromkeys(environment.join_path(other, current) for other in named if other)
        found += [other for other in others if other not in found]
    return found


def extended_by(environment: Environment, name: str) -> tuple[str | None, int]:
    """The template that the template `name` extends, and the line; (None, 0) if none, or one named by an expression."""
    for node in _GRAMMAR.parse(source_of(environment, name) or "", name).find_all(nodes.Extends):
        if isinstance(node.template, nodes.Const) and isinstance(node.template.value, str):
            return environment.join_path(node.template.value, name), node.lineno
    return None, 0
