"""The Jinja environment: what templates may do, how they are printed, and what they depend on."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from dataclasses import fields
from functools import lru_cache
from pathlib import Path
from typing import Any, ClassVar, Protocol

from jinja2 import (
    BytecodeCache,
    Environment,
    StrictUndefined,
    Template,
    TemplateNotFound,
)
from jinja2.filters import FILTERS as JINJA_FILTERS
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from generator.digest import digest_text, digest_value
from generator.templating.failures import DROPPED_FILTERS, site_error
from generator.templating.filters import FILTERS, xml_text
from generator.templating.loading import OURS, Loader, loader_of, named_in, source_of
from generator.templating.sandbox import Generator
from generator.templating.strings import Strings

_GLOBALS = ("range", "dict", "namespace")


class View(Protocol):
    """The values that one template prints: a frozen dataclass whose attribute `template` names the template.

    Some of the values may be HTML that other templates have printed before, such as the menu.  The view then has an
    attribute `fragments` with the classes of the views of these templates.
    """

    template: ClassVar[str]
    __dataclass_fields__: ClassVar[dict[str, Any]]


class _Fields(dict[type, frozenset[str]]):
    """The names that templates may read directly, by type: fields of dataclasses and of `loop`, none of other types."""

    def __init__(self) -> None:
        super().__init__({LoopContext: frozenset({"index", "index0", "first", "last", "length"})})

    def __missing__(self, kind: type) -> frozenset[str]:
        self[kind] = frozenset(getattr(kind, "__dataclass_fields__", ())) if kind is not Strings else frozenset()
        return self[kind]


def escaped(value: object) -> str:
    """`value` as HTML: text is escaped, `Markup` stays unchanged, and other values become escaped text.

    The result is that of `markupsafe.escape`, in half the time for text.
    """
    if type(value) is not str:
        # `escape` would copy a Markup, such as an article.
        return value if isinstance(value, Markup) else escape(value)
    text = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("'", "&#39;").replace('"', "&#34;")


class _Environment(ImmutableSandboxedEnvironment):
    code_generator_class = Generator

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = _Fields()
        self.escaped = escaped
        self._by_name: dict[str, Template] = {}

    def get_template(
        self, name: str | Template, parent: str | None = None, globals: MutableMapping[str, Any] | None = None
    ) -> Template:
        # Called for each include, although templates do not change while an environment exists.
        if not isinstance(name, str) or globals is not None:
            return super().get_template(name, parent, globals)
        if name == parent:
            name = self.join_path(name, parent)
        if name not in self._by_name:
            template = self._by_name[name] = super().get_template(name)
            # Jinja leaves a chain of mappings here, which would be searched for each include.
            template.globals = dict(template.globals)
        return self._by_name[name]

    def join_path(self, template: str, parent: str) -> str:
        """The name of the template that the template `parent` calls `template`.

        A template of the site that names itself means the one that ships, which it replaces.
        """
        return OURS + template if template == parent and loader_of(self).is_replaced(template) else template

    def getattr(self, obj: Any, attribute: str) -> Any:
        # A page reads a dozen interface strings.
        if type(obj) is Strings and attribute in obj.table:
            return obj.table[attribute]
        return super().getattr(obj, attribute)


def make_environment(folders: tuple[Path, ...], *, compiled: BytecodeCache | None = None) -> Environment:
    """A Jinja environment that looks for templates in `folders` in turn; the last folder has the bundled templates.

    A template that extends, includes or imports its own name gets the bundled one of that name; others reach it with
    `theme/` before the name.

    Values are escaped in all templates, an unknown name is an error, and templates have access to neither files nor the
    clock.  Templates in the cache `compiled` are not compiled again; None means no cache.
    """
    environment = _Environment(
        loader=Loader([str(folder.absolute()) for folder in folders]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        bytecode_cache=compiled,
    )
    environment.globals = {name: environment.globals[name] for name in _GLOBALS}
    kept: dict[str, Callable[..., Any]] = {
        name: function for name, function in JINJA_FILTERS.items() if name not in DROPPED_FILTERS
    }
    environment.filters = kept | FILTERS
    environment.policies["json.dumps_kwargs"] = {
        "sort_keys": True,
        "ensure_ascii": False,
        "separators": (",", ":"),
    }
    return environment


def render(environment: Environment, view: View) -> bytes:
    """The page that the template of `view` prints, in UTF-8, without characters that HTML or XML forbid.

    Raises SiteError `template-missing`, `template-syntax` or `template-failed` with file and line of the template.
    """
    return xml_text(_printed(environment, view)).encode()


class Printed(Markup):
    """HTML that was printed for a fragment, a part of many pages that has a template of its own, such as the menu.

    It may also be the HTML of several fragments of the same class, one after the other, such as the posts of a list.
    """

    fragment: type[View]

    @classmethod
    def by(cls, fragment: type[View], html: str) -> Printed:
        """The HTML `html`, marked as printed from one or more views of the class `fragment`."""
        printed = cls(html)
        printed.fragment = fragment
        return printed


def print_fragment(environment: Environment, view: View) -> Printed:
    """The HTML of a part that many pages contain, such as the menu, printed by the template of `view`.

    Raises SiteError `template-missing`, `template-syntax` or `template-failed` with file and line of the template.
    """
    return Printed.by(type(view), _printed(environment, view))


def _printed(environment: Environment, view: View) -> str:
    values = {name: getattr(view, name) for name in _names(type(view))}
    for value in values.values():
        if type(value) is Printed and value.fragment not in fragments_of(type(view)):
            # Pages with this view would not be rendered again when the template of the fragment changes.
            raise ValueError(
                f"{type(view).__name__} shows {value.fragment.__name__}, which its `fragments` do not name"
            )
    try:
        return environment.get_template(view.template).render(values)
    except Exception as error:  # a site's own template may raise anything; the message names its line
        raise site_error(environment, view.template, error) from error


@lru_cache(maxsize=32)
def _names(kind: type[View]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def fragments_of(view: type[View]) -> tuple[type[View], ...]:
    """The classes of the parts, such as the menu, whose HTML views of the class `view` contain; may be empty."""
    fragments: tuple[type[View], ...] = getattr(view, "fragments", ())
    return fragments


class TemplateDigests:
    """Computes digests of the templates of a Jinja environment; each template is read only once."""

    def __init__(self, environment: Environment) -> None:
        """List the templates in `environment`."""
        self._environment = environment
        self._every = environment.list_templates()
        self._tables = [name for name in self._every if name.startswith("strings/")]
        self._read: dict[str, tuple[str | None, tuple[str | None, ...]]] = {}

    def of_view(self, view: type[View]) -> str:
        """One digest for the template of `view` and the templates of its fragments, such as the menu.

        Raises SiteError `template-missing`, `template-syntax` or `template-failed`.
        """
        return digest_value(tuple(self.of_template(part.template) for part in (view, *fragments_of(view))))

    def of_template(self, name: str) -> str:
        """One digest for the template `name`, all that it extends, includes or imports, and the interface texts.

        A template that names another one by an expression counts as using all templates.  Raises SiteError
        `template-missing`, `template-syntax` or `template-failed`.
        """
        digests: dict[str, str | None] = {}
        waiting = [name, *self._tables]
        while waiting:
            current = waiting.pop()
            if current in digests:
                continue
            digests[current], used = self._digest_and_used(current)
            for other in used:
                waiting.extend(self._every if other is None else [other])
        if digests[name] is None:
            raise site_error(self._environment, name, TemplateNotFound(name))
        return digest_value(digests)

    def _digest_and_used(self, name: str) -> tuple[str | None, tuple[str | None, ...]]:
        """The digest of a file, None if it does not exist, and the templates that it names."""
        if name not in self._read:
            try:
                source = source_of(self._environment, name)
                # A string table names no templates, and an optional include need not exist.
                named = named_in(source or "", name) if not name.endswith(".toml") else ()
                used = tuple(other and self._environment.join_path(other, name) for other in named)
            except Exception as error:  # not UTF-8, too deep, a number too long: Jinja has no list of what it raises
                raise site_error(self._environment, name, error) from error
            self._read[name] = None if source is None else digest_text(source), used
        return self._read[name]
