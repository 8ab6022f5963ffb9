"""The Jinja environment: where templates come from, what they may do, and the errors raised when a template fails."""

from __future__ import annotations

import re
from collections.abc import Callable, MutableMapping
from dataclasses import fields
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any, ClassVar, Protocol

from jinja2 import (
    BytecodeCache,
    Environment,
    FileSystemLoader,
    StrictUndefined,
    Template,
    TemplateNotFound,
    TemplateSyntaxError,
    UndefinedError,
    meta,
)
from jinja2.exceptions import SecurityError
from jinja2.filters import FILTERS as JINJA_FILTERS
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from generator.digest import digest_text, digest_value
from generator.errors import SiteError, Where
from generator.templating.filters import FILTERS, xml_text
from generator.templating.sandbox import Generator
from generator.templating.strings import Strings

DROPPED_FILTERS = ("safe", "xmlattr", "urlize", "random", "pprint")
"""Filters of Jinja that templates do not have.

`safe`, `xmlattr` and `urlize` make HTML out of text, the result of `random` varies, and `pprint` shows object ids.
"""

_GRAMMAR = Environment()
"""Used for parsing only: which templates a template names does not depend on where they are."""
_GLOBALS = ("range", "dict", "namespace")
_MESSAGE_LENGTH = 300


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


OURS = "theme/"
"""Before the name of a template, this means the one that ships, also where the site has its own of that name."""


class _Loader(FileSystemLoader):
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
        return OURS + template if template == parent and _loader(self).is_replaced(template) else template

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
        loader=_Loader([str(folder.absolute()) for folder in folders]),
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
    except Exception as error:  # a site's own template may raise anything
        raise _site_error(environment, view.template, error) from error


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
            raise _site_error(self._environment, name, TemplateNotFound(name))
        return digest_value(digests)

    def _digest_and_used(self, name: str) -> tuple[str | None, tuple[str | None, ...]]:
        """The digest of a file, None if it does not exist, and the templates that it names."""
        if name not in self._read:
            try:
                source = _source(self._environment, name)
                # A string table names no templates, and an optional include need not exist.
                named = _named_in(source or "", name) if not name.endswith(".toml") else ()
                used = tuple(other and self._environment.join_path(other, name) for other in named)
            except Exception as error:  # a site's own template may be anything
                raise _site_error(self._environment, name, error) from error
            self._read[name] = None if source is None else digest_text(source), used
        return self._read[name]


# The bundled templates include the same parts, and a process that builds repeatedly parses the same templates.
@lru_cache(maxsize=256)
def _named_in(source: str, name: str) -> tuple[str | None, ...]:
    """The templates that a template extends, includes and imports; None stands for one named by an expression."""
    return tuple(meta.find_referenced_templates(_GRAMMAR.parse(source, name)))


def _source(environment: Environment, name: str) -> str | None:
    try:
        return _loader(environment).get_source(environment, name)[0]
    except TemplateNotFound:
        return None


def _loader(environment: Environment) -> _Loader:
    if not isinstance(environment.loader, _Loader):
        raise TypeError("the environment was not made by make_environment")
    return environment.loader


def _site_error(environment: Environment, name: str, error: Exception) -> SiteError:
    """The SiteError for an error in the template `name` or one that it uses, with file and line."""
    where = _where(environment, name, error.__traceback__)
    if isinstance(error, SiteError):
        return SiteError(error.problem.code, error.problem.message, where, error.problem.help)
    if isinstance(error, TemplateSyntaxError):
        place = Where(_shown(environment, error.filename or error.name or name), error.lineno)
        return SiteError("template-syntax", error.message or "not a template", place, _syntax_help(error))
    if isinstance(error, TemplateNotFound):
        missing = " or ".join(str(name) for name in getattr(error, "templates", ())) or str(error.name)
        help = "pressmark eject lists the templates that ship; others belong into templates/ of your site"
        return SiteError("template-missing", f"there is no template {_short(missing)}", where, help)
    if isinstance(error, UnicodeDecodeError):
        return SiteError("template-syntax", f"is not UTF-8: {error}", where, "save the template as UTF-8")
    if isinstance(error, UndefinedError):
        help = "docs/templates.md names every field that this template is given"
        # Authors of templates need not know in which module a view is defined.
        message = re.sub(r"'generator\.(?:\w+\.)+(\w+ object)'", r"'\1'", error.message or "undefined")
        return SiteError("template-failed", _short(message), where, help)
    if isinstance(error, SecurityError):
        help = "templates may read fields of their view and use filters; work belongs in the view"
        return SiteError("template-failed", _short(str(error)), where, help)
    return SiteError("template-failed", _short(f"{type(error).__name__}: {error}"), where)


def _where(environment: Environment, name: str, trace: TracebackType | None) -> Where:
    """The deepest template line of a trace, or else the template as a whole."""
    folders = tuple(_loader(environment).searchpath)
    deepest = None
    while trace:
        file = trace.tb_frame.f_code.co_filename
        # Jinja rewrites the trace so that frames of templates have the file and line of the template.
        if file.startswith(folders) and not file.endswith(".py"):
            deepest = Where(_shown(environment, file), trace.tb_lineno)
        trace = trace.tb_next
    return deepest or Where(_shown(environment, name))


def _shown(environment: Environment, name: str) -> str:
    """The name of a template for users: `templates/post.html` for one of the site, the full path for a bundled one."""
    folders = _loader(environment).searchpath
    for index, folder in enumerate(folders):
        file = Path(folder, name)  # an absolute name stays as it is
        if not file.is_relative_to(folder) or not file.is_file():
            continue
        is_shipped = index == len(folders) - 1
        return str(file) if is_shipped else f"{Path(folder).name}/{file.relative_to(folder).as_posix()}"
    return f"templates/{name}"


def _syntax_help(error: TemplateSyntaxError) -> str:
    message = error.message or ""
    if any(message.startswith(f"No filter named '{name}'") for name in DROPPED_FILTERS):
        return "Pressmark leaves this filter out on purpose: docs/templates.md, section Filters"
    if "needs to be closed" in message:
        return "close every block: {% if %} with {% endif %}, {% for %} with {% endfor %}"
    if message.startswith("autoescape"):
        return "fields of type Markup are printed as HTML already; everything else is text"
    return "the syntax is that of Jinja: https://jinja.palletsprojects.com/templates/"


def _short(message: str) -> str:
    return message if len(message) <= _MESSAGE_LENGTH else message[:_MESSAGE_LENGTH] + "…"
