"""Finds the plugin with which a Hexo blog renders its Markdown, and converts the settings of this renderer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from generator.commands.hexo.config import HexoBlog, Value, table, text, texts
from generator.commands.hexo.settings import ConvertedSettings

_PREFIX = "hexo-renderer-"
_USUAL = f"{_PREFIX}marked"
"""The renderer of a blog that names none."""
_MARKDOWN = re.compile(rf"{_PREFIX}(?:kramed|pandoc|mdx?|.*mark.*)", re.DOTALL)
_FALSE = ("", "~", "null", "false", "0")
_MOST_SHOWN = 60

_AS_WRITTEN = ("“”‘’", "quotes, dashes and dots are left as they are written")
_ADDRESSES = ("true", "a bare address becomes a link in each post")
_HTML = "HTML in a post is read as HTML, and sanitized"
_IDS = "a heading has an id of ours; links to it within the post are corrected"

# By setting: (the default of the renderer, the reason why another value is not carried over).
_MARKED: Mapping[str, tuple[str, str]] = {
    "gfm": ("true", "lines are joined; tables, `~~deleted~~` and bare addresses are read all the same"),
    "pedantic": ("false", "lines are joined; everything else is read as in CommonMark"),
    "quotes": _AS_WRITTEN,
    "modifyAnchors": ("0", _IDS),
    "anchorAlias": ("false", _IDS),
    "autolink": _ADDRESSES,
    "tables": ("true", "tables are read"),
    "sanitize": ("false", _HTML),
    "external_link": ("false", "links open where the reader wants them to"),
    "disableNunjucks": ("false", "the tags that docs/markup.md lists are converted, others stay text"),
    "descriptionLists": ("true", "a line that begins with a colon below a term is its description"),
    "figcaption": ("false", "the text of a picture does not stand below it; write `<figure>` with a `<figcaption>`"),
}
_RENDER: Mapping[str, tuple[str, str]] = {
    "html": ("true", _HTML),
    "linkify": _ADDRESSES,
    "quotes": _AS_WRITTEN,
}
_ANCHORS: Mapping[str, tuple[str, str]] = {
    "permalink": ("false", "a heading has no sign that links to it"),
    "case": ("0", _IDS),
    "separator": ("-", _IDS),
    "collisionSuffix": ("", _IDS),
}
_NO_DIFFERENCE = frozenset(
    "breaks smartLists smartypants mangle sanitizeUrl dompurify headerIds headerPrefix langPrefix xhtml silent "
    "prependRoot postAsset lazyload typographer xhtmlOut pre_class highlight level permalinkClass permalinkSide "
    "permalinkSymbol extensions mathEngine timeout".split()
)
"""Settings of renderers that are converted below, or whose effect readers would not notice."""

_OWN_PLUGIN = re.compile(
    r"(?:@[^/]+/)?(?:markdown-it-)?(?:footnotes?|sub|sup|mark|deflist|checkbox(?:es)?|task-?(?:lists?|checkbox)"
    r"|(?:latex-?)?katex|mathjax\d?|texmath|latex|container|admonitions?|callouts?|github-alerts|imsize|cjk-friendly)"
    r"(?:-(?:plus|external|gfm|next|it))*"
)
"""Matches the names of plugins of markdown-it whose syntax Pressmark reads itself."""


def markdown_of(blog: HexoBlog, converted: ConvertedSettings) -> tuple[dict[str, Any], str]:
    """How to read the Markdown of the blog: (settings for `[[content]]` in site.toml, a sentence with the reason).

    Each setting of the blog's renderer that changes what readers see and has no equivalent is added to
    `converted.omitted`.
    """
    # Of several renderers, Hexo uses the one that it loads last, and npm sorts their names.
    *others, name = [name for name in blog.plugins if _MARKDOWN.fullmatch(name.rpartition("/")[2])] or [_USUAL]
    for other in others:
        converted.omit(other, f"Hexo reads Markdown with {name}, which it loads later")
    match name.rpartition("/")[2].removeprefix(_PREFIX):
        case "marked" | "kramed" as key:
            breaks = _marked(key, table(blog.config, key), converted)
        case "markdown-it":
            breaks = _markdown_it(blog.config.get("markdown"), converted)
        case "markdown-it-plus":
            settings = table(blog.config, "markdown_it_plus")
            breaks = _render("markdown_it_plus", settings, converted)
            _plugins("markdown_it_plus", settings, converted)
            converted.omit(
                name, "`:names:` of emoji, `++inserted++`, abbreviations and `@[toc]` stay as they are written"
            )
        case "pandoc":
            settings = table(blog.config, "pandoc")
            breaks = "+hard_line_breaks" in texts(settings, "extensions")
            _omit_others("pandoc", settings, {}, converted)
            converted.omit(
                name, "Markdown is read as GitHub does; attributes, citations and divisions of Pandoc stay text"
            )
        case _:
            breaks = True
            converted.omit(name, "Markdown is read as GitHub does; what this renderer adds to it stays text")
    lines = "line breaks are kept" if breaks else "lines of a paragraph are joined"
    chosen = {"dialect": "gfm"} | ({} if breaks else {"line_breaks": False})
    return chosen, f"Markdown is read as `gfm`, which is closest to {name}; {lines}"


def _marked(key: str, settings: Mapping[str, Value], converted: ConvertedSettings) -> bool:
    """Convert the settings of the renderer marked or kramed (both have the same), and return whether line breaks are
    kept."""
    external = settings.get("external_link")
    if isinstance(external, dict):
        settings = {**settings, "external_link": external.get("enable", "false")}
    if not _is_on(settings, "smartypants", default=True):
        settings = {name: value for name, value in settings.items() if name != "quotes"}
    if isinstance(settings.get("dompurify"), dict):
        converted.omit(f"{key}.dompurify", "posts are sanitized with a list of ours, see docs/cleaning.md")
    _omit_others(key, settings, _MARKED, converted)
    # Pedantic Markdown and Markdown without GitHub's additions have no breaks, whatever `breaks` is.
    return (
        _is_on(settings, "breaks", default=True)
        and _is_on(settings, "gfm", default=True)
        and not _is_on(settings, "pedantic", default=False)
    )


def _markdown_it(value: Value | None, converted: ConvertedSettings) -> bool:
    """Convert the settings of hexo-renderer-markdown-it, and return whether line breaks are kept."""
    # Up to version 3, the name of a preset could stand for all settings.
    settings = value if isinstance(value, dict) else {"preset": value} if isinstance(value, str) else {}
    preset = text(settings, "preset", "default")
    if preset != "default":
        converted.omit("markdown.preset", f"{_shown(preset)} leaves out what `gfm` reads, such as tables")
    for name, what in (("enable_rules", "all rules are on"), ("disable_rules", "no rule can be switched off")):
        if settings.get(name) not in (None, [], *_FALSE):
            converted.omit(f"markdown.{name}", f"{_shown(settings[name])}: {what}")
    _plugins("markdown", settings, converted)
    _omit_others("markdown.anchors", table(settings, "anchors"), _ANCHORS, converted)
    return _render("markdown.render", table(settings, "render"), converted)


def _render(key: str, settings: Mapping[str, Value], converted: ConvertedSettings) -> bool:
    """Convert the options of markdown-it, which are below `key`, and return whether line breaks are kept."""
    options = {name: value for name, value in settings.items() if name != "plugins"}
    if not _is_on(options, "typographer", default=True):
        options.pop("quotes", None)
    _omit_others(key, options, _RENDER, converted)
    return _is_on(options, "breaks", default=True)


def _plugins(key: str, settings: Mapping[str, Value], converted: ConvertedSettings) -> None:
    plugins = settings.get("plugins")
    for name in dict.fromkeys(_plugin_names(plugins if isinstance(plugins, list) else [plugins])):
        if not _OWN_PLUGIN.fullmatch(name.lower()):
            converted.omit(f"{key}.plugins", f"what {_shown(name)} adds to Markdown stays as it is written")


def _plugin_names(plugins: list[Any]) -> Iterator[str]:
    """The names of the plugins in a setting that are not switched off."""
    for plugin in plugins:
        if isinstance(plugin, dict) and isinstance(plugin.get("plugin"), dict):
            plugin = plugin["plugin"]
        if isinstance(plugin, dict):
            if _is_on(plugin, "enable", default=True) and (name := text(plugin, "name")):
                yield name
        elif isinstance(plugin, str) and plugin not in _FALSE:
            yield plugin.strip()


def _omit_others(
    key: str, settings: Mapping[str, Value], known: Mapping[str, tuple[str, str]], converted: ConvertedSettings
) -> None:
    """Add each setting that is not at its default to `converted.omitted`, unless readers would not notice it."""
    for name, value in settings.items():
        default, reason = known.get(name, ("", "it has no counterpart"))
        written = value.strip().lower() if isinstance(value, str) else None
        is_default = written == default or (written in _FALSE and default in _FALSE)
        if name not in _NO_DIFFERENCE and not is_default:
            converted.omit(f"{key}.{name}", f"{_shown(value)}: {reason}")


def _is_on(settings: Mapping[str, Value], name: str, *, default: bool) -> bool:
    """Whether JavaScript takes the setting `name` for true."""
    value = settings.get(name, "true" if default else "false")
    return not isinstance(value, str) or value.strip().lower() not in _FALSE


def _shown(value: Value | None) -> str:
    """`value` for a message, on one line and cut if it is long; of a mapping, only its keys."""
    if isinstance(value, dict):
        value = ", ".join(map(str, value))
    elif isinstance(value, list):
        value = ", ".join(item if isinstance(item, str) else "…" for item in value)
    line = " ".join((value or "").split())
    return f"`{line if len(line) <= _MOST_SHOWN else line[: _MOST_SHOWN - 1] + '…'}`"
