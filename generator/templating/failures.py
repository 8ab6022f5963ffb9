"""The errors that are raised when a template fails, with file, line and a way out."""

from __future__ import annotations

import re
from pathlib import Path
from types import TracebackType

from jinja2 import Environment, TemplateNotFound, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError

from generator.errors import SiteError, Where
from generator.templating.loading import OURS, extended_by, loader_of, used_by

DROPPED_FILTERS = ("safe", "xmlattr", "urlize", "random", "pprint")
"""Filters of Jinja that templates do not have.

`safe`, `xmlattr` and `urlize` make HTML out of text, the result of `random` varies, and `pprint` shows object ids.
"""

_MESSAGE_LENGTH = 300


def site_error(environment: Environment, name: str, error: Exception) -> SiteError:
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
    if isinstance(error, RecursionError):
        help = "a template that includes itself, or a macro that calls itself, needs a condition that ends it"
        endless = SiteError("template-failed", "templates or macros call themselves too often", where, help)
        return _circle(environment, name) or endless
    return SiteError("template-failed", _short(f"{type(error).__name__}: {error}"), where)


def _circle(environment: Environment, name: str) -> SiteError | None:
    """The SiteError for templates that extend each other in a circle; None if neither `name` nor what it uses does."""
    for first in used_by(environment, name):
        chain: dict[str, int] = {}
        current: str | None = first
        while current is not None and current not in chain:
            last = current
            current, chain[last] = extended_by(environment, last)
        if current is not None:
            names = list(chain)[list(chain).index(current) :]
            path = ", which extends ".join([*names[1:], current])
            ours = next((name for name in names if loader_of(environment).is_replaced(name)), "")
            help = "extend another template here" + (f'; "{OURS}{ours}" names the one that ships' if ours else "")
            message = _short(f"the template extends itself: {current} extends {path}")
            return SiteError("template-syntax", message, Where(_shown(environment, last), chain[last]), help)
    return None


def _where(environment: Environment, name: str, trace: TracebackType | None) -> Where:
    """The deepest template line of a trace, or else the template as a whole."""
    folders = tuple(loader_of(environment).searchpath)
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
    folders = loader_of(environment).searchpath
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
