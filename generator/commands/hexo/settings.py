"""Converts the settings of a Hexo blog into settings for `site.toml`, and explains which have no equivalent there."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo

from generator.addresses import normalise
from generator.commands.hexo.config import HexoBlog, Value, flag, number, table, text, texts
from generator.config.privacy import name_key

LONGEST_PAGE = 1000
_EXAMPLE = "https://example.org/"
_LANGUAGES = {
    "zh": "zh-CN",
    "zh-hans": "zh-CN",
    "zh-sg": "zh-CN",
    "zh-hant": "zh-TW",
    "zh-hk": "zh-TW",
    "default": "en",
}
_KINDS = {"home": "index", "archive": "archive", "category": "category", "tag": "tag"}
_OWN_PLUGINS = re.compile(
    r"hexo-(?:cli|server|abbrlink|deployer-git|(?:renderer|theme)-.+|generator-(?:index|archive|category|tag|feed|sitemap))"
)
_READ = frozenset(
    "title subtitle description author language timezone url root permalink permalink_defaults pretty_urls source_dir "
    "tag_dir archive_dir category_dir filename_case future post_asset_folder skip_render include exclude ignore "
    "new_post_name default_category category_map tag_map per_page pagination_dir index_generator archive_generator "
    "category_generator tag_generator archive feed abbrlink server theme_config public_dir default_layout "
    "encrypt hide_posts sitemap syntax_highlighter highlight prismjs code_dir i18n_dir meta_generator "
    "marked kramed markdown markdown_it_plus pandoc".split()
)
"""Settings of Hexo that other functions convert, or that can be dropped without a remark to the user."""

_FORMULAS = "it is not needed: formulas are written into the page when the site is built (`math`)"
_REASONS: dict[str, tuple[str, str]] = {
    # name: (Hexo's default, for which no remark is needed; the reason why it is not carried over)
    "keywords": ("", "search engines do not read keywords of a whole site"),
    "titlecase": ("false", "titles are shown as they are written"),
    "relative_link": ("false", "links begin with the path of `url`"),
    "render_drafts": ("false", "drafts are published by `pressmark build --drafts` and shown by `serve --drafts` only"),
    "date_format": ("YYYY-MM-DD", "dates are shown as the language of the site has them"),
    "time_format": ("HH:mm:ss", "dates are shown as the language of the site has them"),
    "updated_option": ("", "a post says itself when it was updated: a file has another time after each checkout"),
    "external_link": ("", "links open where the reader wants them to"),
    "theme": ("", "themes of Hexo are programs; the look is a folder `templates/` of your own, see docs/templates.md"),
    "deploy": ("", "`pressmark deploy` publishes on GitHub Pages, see docs/deploying.md"),
    "alias": ("", "write `aliases` into the front matter of the post that an old address shall lead to"),
    "search": ("", "every site has a search of its own, see docs/search.md"),
    "math": ("", _FORMULAS),
    "mathjax": ("false", _FORMULAS),
    "katex": ("false", _FORMULAS),
}

_PLUGINS = dict.fromkeys(("hexo-math", "hexo-katex", "hexo-filter-mathjax", "hexo-filter-katex"), _FORMULAS) | {
    "hexo-blog-encrypt": "nothing is encrypted here: `build` leaves out posts with a password and names each of them",
    "hexo-encrypt": "nothing is encrypted here: `build` leaves out posts with a password and names each of them",
    "hexo-hide-posts": "it does not run, and is not needed: hidden posts have a page and stand in no list",
}
"""{plugin of Hexo: remark to the user}; a plugin that is not listed gets a general remark."""


@dataclass(slots=True)
class ConvertedSettings:
    """Settings for `site.toml`, and the settings, plugins and files of a Hexo blog that have no equivalent there.

    `tables` is {table of site.toml: {setting: value}}; settings outside all tables are below the empty name.
    """

    tables: dict[str, dict[str, Any]] = field(default_factory=lambda: {"": {}, "lists": {}, "feeds": {}, "theme": {}})
    omitted: list[tuple[str, str]] = field(default_factory=list)
    """(name in Hexo, such as that of a setting; the reason why it is omitted) for what has no equivalent."""

    def set(self, table: str, name: str, value: Any, default: Any = None) -> None:
        """Set the setting `name` in the table `table` of site.toml to `value`, unless `value` equals `default`."""
        if value != default:
            self.tables.setdefault(table, {})[name] = value

    def omit(self, name: str, reason: str) -> None:
        """Record that `name`, such as a setting of Hexo, has no equivalent in site.toml, and the reason."""
        self.omitted.append((name, reason))


def convert_settings(blog: HexoBlog) -> ConvertedSettings:
    """The settings of `blog` as settings for `site.toml`, and what has no equivalent there.

    Settings for reading its Markdown are not included; `markdown_of` converts these.
    """
    converted = ConvertedSettings()
    _site(blog, converted)
    _addresses(blog, converted)
    _lists(blog, converted)
    _feeds(blog, converted)
    _theme(blog, converted)
    _private(blog, converted)
    _rest(blog, converted)
    return converted


def _site(blog: HexoBlog, converted: ConvertedSettings) -> None:
    config = blog.config
    converted.set("", "title", text(config, "title", "Hexo"))
    converted.set("", "url", _url(blog, converted))
    for name in ("subtitle", "description"):
        converted.set("", name, text(config, name), "")
    converted.set("", "author", text(config, "author"), "")
    converted.set("", "language", _language(blog, converted))
    zone = text(config, "timezone")
    if not zone:
        converted.omit(
            "timezone", "Hexo reads dates in the zone of the machine; here it is UTC until you set `timezone`"
        )
    elif _is_zone(zone):
        converted.set("", "timezone", zone)
    else:
        converted.omit("timezone", f"{zone!r} is no zone of the tz database; dates are read in UTC")
    converted.set("", "future", flag(config, "future", default=True), True)


def _url(blog: HexoBlog, converted: ConvertedSettings) -> str:
    written = text(blog.config, "url", "http://example.com")
    try:
        parts = urlsplit(written)
        is_usable = (
            parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port is None or parts.port > 0)
        )
    except ValueError:
        is_usable = False
    if not is_usable or parts.query or parts.fragment or parts.username:
        converted.omit("url", f"{written!r} is not the address of a site; set `url`")
        return _EXAMPLE
    if parts.hostname == "example.com":
        converted.omit("url", "it is still the example of Hexo; set `url` to where the site will be")
    # Links of Hexo begin with `root`, even if the path of `url` differs.
    written = text(blog.config, "root", parts.path or "/").strip("/")
    root = re.sub(r"[?#\\\x00-\x20\x7f]", lambda match: quote(match[0]), written)
    return f"{parts.scheme}://{parts.netloc}/{root}/" if root else f"{parts.scheme}://{parts.netloc}/"


def _language(blog: HexoBlog, converted: ConvertedSettings) -> str:
    written = next(iter(texts(blog.config, "language")), "en")
    known = {"zh-cn": "zh-CN", "zh-tw": "zh-TW", "en": "en", "ja": "ja"} | _LANGUAGES
    folded = written.lower().replace("_", "-")
    language = known.get(folded) or known.get(folded.partition("-")[0])
    if language is None:
        converted.omit("language", f"there is no interface in {written!r}; it is in English")
    if len(texts(blog.config, "language")) > 1:
        converted.omit("language", "a site has one language; a post may have another one with `lang`")
    return language or "en"


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


def _addresses(blog: HexoBlog, converted: ConvertedSettings) -> None:
    config = blog.config
    pattern = text(config, "permalink", ":year/:month/:day/:title/")
    if not re.search(r":\w", pattern):
        converted.omit(
            "permalink", f"{pattern!r} gives all posts the same address; they get the addresses of Hexo's default"
        )
        pattern = ":year/:month/:day/:title/"
    converted.set("", "permalink", pattern)
    if not pattern.endswith(("/", ".html", ".htm")):
        converted.omit("permalink", "Hexo writes files without a suffix; here the same address is a folder")
    if ":id" in re.findall(r":\w+", pattern):
        converted.omit("permalink", "Hexo draws `:id` anew for each cache; a post without `id` gets its `:key` instead")
    if ":category" in re.findall(r":\w+", pattern):
        converted.omit("permalink", "of several categories Hexo takes one by chance; here it is always the first")
    converted.set("", "permalink_defaults", _names(config, "permalink_defaults"), {})
    converted.set("", "default_category", text(config, "default_category", "uncategorized"), "uncategorized")
    converted.set("", "trailing_html", flag(table(config, "pretty_urls"), "trailing_html", default=True), True)


def _names(config: Any, name: str) -> dict[str, str]:
    """The setting `name` as a mapping of text to text; entries with other or empty values are left out."""
    mapping = table(config, name)
    return {key: value for key in mapping if (value := text(mapping, key)) and isinstance(key, str)}


def _lists(blog: HexoBlog, converted: ConvertedSettings) -> None:
    config = blog.config
    converted.set("lists", "pagination", "hexo")
    converted.set("lists", "slugs", "hexo")
    converted.set("lists", "filename_case", {"1": "lower", "2": "upper"}.get(text(config, "filename_case"), ""), "")
    for name, default in (
        ("category_dir", "categories"),
        ("tag_dir", "tags"),
        ("archive_dir", "archives"),
        ("pagination_dir", "page"),
    ):
        written = text(config, name, default)
        may_be_top = name in ("category_dir", "tag_dir") and written == "/"
        if may_be_top or normalise(written) is not None:
            converted.set("lists", name, written if may_be_top else written.strip("/"), default)
        else:
            converted.omit(name, f"{written!r} is no folder of the site; it is {default!r}")
    site_size = _per_page(config, "per_page", converted)
    sizes = {}
    for kind, plugin in _KINDS.items():
        settings = table(config, f"{plugin}_generator")
        size = _per_page(settings, f"{plugin}_generator.per_page", converted)
        if kind == "archive" and text(config, "archive") == "1" and size is None:
            size = LONGEST_PAGE
        if size is not None and size != (site_size or 10):
            sizes[kind] = size
        if text(settings, "order_by", "-date") != "-date":
            converted.omit(f"{plugin}_generator.order_by", "lists are ordered by date, the newest first")
    converted.set("lists", "per_page", site_size or 10)
    converted.set("lists", "per_page_of", sizes, {})
    if flag(table(config, "archive_generator"), "daily", default=False):
        converted.set("lists", "day_posts", 1)
    index = table(config, "index_generator")
    if text(index, "path").strip("/"):
        converted.omit("index_generator.path", "the list of all posts is the home page")
    if text(index, "pagination_dir", text(config, "pagination_dir", "page")) != text(config, "pagination_dir", "page"):
        converted.omit("index_generator.pagination_dir", "all lists have their pages in `pagination_dir`")
    for name in ("category_map", "tag_map"):
        converted.set("lists", name, _names(config, name), {})


def _per_page(settings: Any, name: str, converted: ConvertedSettings) -> int | None:
    size = number(settings, "per_page")
    if size is not None and not 1 <= size <= LONGEST_PAGE:
        converted.omit(name, f"a page of a list holds at most {LONGEST_PAGE} posts, so it is set to that")
        return LONGEST_PAGE
    return size


def _feeds(blog: HexoBlog, converted: ConvertedSettings) -> None:
    settings = table(blog.config, "feed")
    kinds = [kind for kind in texts(settings, "type") if kind in ("atom", "rss2")] or ["atom"]
    paths = texts(settings, "path") or [f"{kind}.xml" for kind in kinds]
    converted.set("feeds", "rss", "rss2.xml")
    for kind, path in zip(kinds, paths, strict=False):
        path = path if posixpath.splitext(path)[1] else f"{path}.xml"
        address = normalise(path)
        if address is not None and address.endswith(".xml"):
            name, default = ("rss", "rss.xml") if kind == "rss2" else ("atom", "atom.xml")
            converted.tables["feeds"].pop(name, None)
            converted.set("feeds", name, address.removeprefix("/"), default)
        else:
            converted.omit("feed.path", f"{path!r} is no file named .xml; the feed is {kind}.xml")
    limit = number(settings, "limit")
    if limit is not None:
        converted.set("feeds", "size", min(limit, LONGEST_PAGE) or LONGEST_PAGE, 20)
    converted.set("feeds", "content", "full" if flag(settings, "content", default=True) else "summary", "full")
    paths = texts(table(blog.config, "sitemap"), "path") or ["sitemap.xml", "sitemap.txt"]
    has_sitemap = "hexo-generator-sitemap" in blog.plugins or "sitemap" in blog.config
    for path in paths if has_sitemap else ():
        if path.lstrip("/") != "sitemap.xml":
            converted.omit(f"sitemap {path}", "the sitemap is sitemap.xml, which robots.txt names")


def _theme(blog: HexoBlog, converted: ConvertedSettings) -> None:
    lists = converted.tables["lists"]
    folders = (("category_dir", "categories"), ("tag_dir", "tags"), ("archive_dir", "archives"))
    # Our menu always has the home page and the overviews, so they need no entries.
    ours = {"/", *(f"/{lists.get(name, default)}/" for name, default in folders)}
    menu = [pair for pair in _menu(blog.theme.get("menu"), 3) if f"{pair[1].rstrip('/')}/" not in ours]
    converted.set("theme", "menu", [list(pair) for pair in dict.fromkeys(menu)], [])
    for name in ("favicon", "logo", "avatar"):
        if blog.theme.get(name):
            converted.omit(f"{name} of the theme", "put a picture of your own at static/theme/icon.svg")
    others = sorted(name for name in blog.theme if name not in ("menu", "favicon", "logo", "avatar"))
    if others:
        shown = ", ".join(others[:8]) + (f" and {len(others) - 8} more" if len(others) > 8 else "")
        converted.omit("configuration of the theme", f"it is for that theme: {shown}")


def _menu(value: Value | None, levels: int) -> Iterator[tuple[str, str]]:
    """(text, address) of each entry of a theme's menu, which may be nested `levels` deep.

    Themes write an entry as `name: address || icon`, or as a mapping in a list.
    """
    pairs: list[tuple[str, Any]] = []
    if isinstance(value, dict):
        pairs = list(value.items())
    elif isinstance(value, list):
        for item in value:
            if isinstance(item, dict):
                name = text(item, "title") or text(item, "name") or text(item, "key")
                pairs += [(name, item)] if name else list(item.items())
    for name, item in pairs if levels else ():
        address = item
        if isinstance(item, dict):
            address = next((written for key in ("link", "path", "url") if (written := text(item, key))), None)
            if address is None:
                yield from _menu(item, levels - 1)
                continue
        if isinstance(address, list):
            yield from _menu(address, levels - 1)
        elif isinstance(address, str) and isinstance(name, str):
            address = address.partition("||")[0].strip()
            label = name.strip().capitalize() if name.isascii() and name.islower() else name.strip()
            if label and (address.startswith(("http://", "https://")) or _is_path(address)):
                yield label, address if "://" in address else f"/{address.lstrip('/')}"


def _is_path(address: str) -> bool:
    return bool(address) and not re.search(r"[\s:\\?#\x00-\x1f]", address)


def _private(blog: HexoBlog, converted: ConvertedSettings) -> None:
    """Convert the settings of hexo-blog-encrypt and hexo-hide-posts; passwords are neither copied nor shown."""
    entries = table(blog.config, "encrypt").get("tags")
    tags = [text(entry, "name") for entry in (entries if isinstance(entries, list) else ()) if isinstance(entry, dict)]
    tags = [tag for tag in dict.fromkeys(tags) if name_key(tag)]
    converted.set("front_matter", "private_tags", tags, [])
    if blog.config.get("encrypt"):
        what = "posts with these tags are left out (`private_tags`); " if tags else ""
        converted.omit("encrypt", f"{what}nothing is encrypted here, and the passwords stay where they are")
    hiding = table(blog.config, "hide_posts")
    name = text(hiding, "filter", "hidden")
    if not flag(hiding, "enable", default=True):
        converted.set("front_matter", "hidden", [])
    elif name_key(name):
        converted.set("front_matter", "hidden", [name], ["hidden"])
    for setting in sorted({"allowlist_generators", "public_generators", "blocklist_generators"} & hiding.keys()):
        converted.omit(f"hide_posts.{setting}", "hidden posts stand in no list, feed or sitemap at all")
    if not flag(hiding, "noindex", default=True):
        converted.omit("hide_posts.noindex", "the page of a hidden post always asks search engines to stay away")


def _rest(blog: HexoBlog, converted: ConvertedSettings) -> None:
    config = blog.config
    for name, (own, reason) in _REASONS.items():
        value = config.get(name)
        is_off = name == "external_link" and not flag(table(config, name), "enable", default=True)
        is_off = is_off or (name == "deploy" and not any(isinstance(kind, str) and kind for kind in _types(value)))
        is_default = isinstance(value, str) and text(config, name, own) == own
        if name in config and value and not is_default and not is_off:
            converted.omit(name, reason)
    for name in sorted(set(map(str, config)) - _READ - _REASONS.keys()):
        if config.get(name):
            converted.omit(name, "a setting of a plugin or theme; these do not run here")
    for plugin in blog.plugins:
        if not _OWN_PLUGINS.fullmatch(plugin.rpartition("/")[2]):
            converted.omit(plugin, _PLUGINS.get(plugin, "plugins of Hexo do not run here"))


def _types(value: Value | None) -> Iterator[Value | None]:
    for item in value if isinstance(value, list) else [value]:
        yield item.get("type") if isinstance(item, dict) else item
