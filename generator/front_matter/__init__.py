"""Converts front matter to a `Header`: each field is typed, checked and limited in length."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from generator.article.urls import safe_link, safe_media
from generator.clean_config import CleanConfig
from generator.dates import parse_date
from generator.errors import Problem, Where, problem
from generator.front_matter.fields import KNOWN_FIELDS
from generator.front_matter.kept_back import kept_by
from generator.front_matter.title import title_of_body, title_of_path
from generator.layouts import make_layout
from generator.model import FieldMap, FieldValue, Header, RawPost, SourceFile
from generator.privacy import entries, is_secret, name_key

MAX_TITLE = 300
MAX_NAME = 200
MAX_LEVELS = 10
MAX_PATHS = 10
MAX_TAGS = 50
MAX_ALIASES = 20
MAX_EXTRA = 100
MAX_TEXT = 5000
MAX_ADDRESS = 2000

_BLANKS = re.compile(r"[ \t\r\n]+")
# Zero-width characters are included: with one of them, two categories could look the same and be different.
_OUTER_BLANKS = "".join(sign for sign in map(chr, range(0x3001)) if sign.isspace()) + "\u200b\u2060\ufeff"
_LANG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,4}")
_WEB = re.compile(r"https?:", re.IGNORECASE)
_NUMBER = re.compile(r"[+-]?\d{1,9}", re.ASCII)
_COVERS = ("headimg", "thumbnail", "cover", "photos")
_TRUE = frozenset({"true", "yes", "on", "1"})
_FALSE = frozenset({"false", "0"})
_MARKUPS = ("html", "markdown", "text")
_NO_EXTRA = KNOWN_FIELDS - {"abbrlink"}


def header(raw: RawPost, config: CleanConfig) -> tuple[Header, tuple[Problem, ...]]:
    """The typed fields of a post, and the problems found in them.

    Unusable fields count as missing, and overlong values are cut.  For a post that is kept from the public, the header
    has only `is_draft` and `kept_by`, so that no later step can show the rest.
    """
    fields = _Fields(raw, config)
    if by := kept_by(raw, config.private):
        return Header(title="", is_draft=fields.is_draft(), kept_by=by), ()
    categories = fields.categories()
    author, source = fields.name("author"), fields.name("source")
    given = fields.title()
    typed = Header(
        title=given or fields.default_title(),
        published=fields.date("date", "date-unreadable"),
        updated=fields.date("updated", "field-unreadable"),
        categories=categories,
        tags=fields.tags(),
        author=author,
        origin=source or author or fields.layout.origin(categories),
        link=fields.link(),
        permalink=fields.address("permalink"),
        layout=fields.name("layout") or "post",
        comments=fields.is_not_false("comments"),
        is_draft=fields.is_draft(),
        excerpt=fields.text("excerpt", MAX_TEXT) or fields.text("description", MAX_TEXT),
        cover=fields.cover(),
        lang=fields.lang(),
        aliases=fields.aliases(),
        sticky=fields.sticky(),
        has_toc=fields.is_not_false("toc", default=False),
        markup=fields.markup(),
        is_title_given=bool(given),
        is_hidden=fields.is_hidden(),
        is_indexed=fields.is_indexed(),
        is_in_sitemap=fields.is_not_false("sitemap"),
        extra=fields.extra(),
    )
    problems = tuple(fields.problems)
    # A page is in no list, so it needs no date.
    if problems and kind(raw.source, typed, config) == "page":
        problems = tuple(item for item in problems if item.code != "date-missing")
    return typed, problems


def kind(source: SourceFile, header: Header, config: CleanConfig) -> str:
    """Whether a source is a `post` or a `page`, according to the layout of its content root."""
    return make_layout(*config.layout(source.root)).kind(source, header)


class _Fields:
    """Converts the fields of one post, and collects the problems."""

    def __init__(self, raw: RawPost, config: CleanConfig) -> None:
        self.raw = raw
        self.config = config
        self.values: Mapping[str, FieldValue] = {name: value for name, value, _, _ in raw.fields}
        self.problems: list[Problem] = []
        self.layout = make_layout(*config.layout(raw.source.root))
        self.named = self.layout.name_fields(raw.source.path)
        """The fields that the file name contains, by name."""

    def report(self, code: str, name: str, message: str, help: str = "") -> None:
        field = next((field for field in self.raw.fields if field.name == name), None)
        where = Where(self.raw.source.id, field.line, field.column) if field else Where(self.raw.source.id)
        self.problems.append(problem(code, where, message, help))

    def value(self, name: str) -> FieldValue:
        return self.values.get(name)

    def text(self, name: str, limit: int) -> str:
        """The field `name` as text, cut after `limit` characters; the items of a list are joined with commas."""
        if name not in self.values:
            return ""
        text = _as_text(self.values[name]).strip()
        if len(text) <= limit:
            return text
        self.report("field-unreadable", name, f"{name} has {len(text)} characters, cut at {limit}")
        return text[:limit].rstrip() + "…"

    def name(self, name: str) -> str:
        return _as_name(self.text(name, MAX_NAME))

    def title(self) -> str:
        return _as_name(self.text("title", MAX_TITLE))

    def default_title(self) -> str:
        title = title_of_body(self.raw.body)
        origin = "its first words" if title else "its file name"
        self.report("title-missing", "title", f"no title, so {origin} became it", "add a line:  title: …")
        return title or title_of_path(self.raw.source.path)

    def date(self, name: str, code: str) -> datetime | None:
        text = _as_text(self.value(name)).strip()
        if not text and name == "date":
            text = self.named.get("date", "")
        if not text:
            if name == "date":
                self.report(
                    "date-missing", name, "no date, so it is listed as undated", "add a line:  date: YYYY-MM-DD"
                )
            return None
        moment = parse_date(text, self.config.zone)
        if moment is None:
            shown = text if len(text) <= 60 else text[:60] + "…"
            self.report(code, name, f"{shown!r} is not a date", f"write it as  {name}: YYYY-MM-DD HH:MM:SS")
        return moment

    def categories(self) -> tuple[tuple[str, ...], ...]:
        """The category paths of the post, by Hexo's rules; `category` is used if `categories` is empty.

        A text is a path of one level, and a list is one path.  If any item of the list is a list, each item is a path.
        """
        unique = self.paths("categories") or self.paths("category")
        if len(unique) > MAX_PATHS:
            self.report("field-unreadable", "categories", f"{len(unique)} categories; the first {MAX_PATHS} count")
        return unique[:MAX_PATHS]

    def paths(self, field: str) -> tuple[tuple[str, ...], ...]:
        value = self.value(field)
        items = value if isinstance(value, tuple) else (value,)
        is_many = tuple in map(type, items)
        paths = [self.names(field, path, MAX_LEVELS) for path in (items if is_many else (items,))]
        return tuple(dict.fromkeys(filter(None, paths)))

    def tags(self) -> tuple[str, ...]:
        """The tags of the post; as in Hexo, `tag` is used if `tags` is empty."""
        names = self.names("tags", self.value("tags"), MAX_TAGS) or self.names("tag", self.value("tag"), MAX_TAGS)
        return tuple(dict.fromkeys(names))

    def names(self, field: str, value: FieldValue, limit: int) -> tuple[str, ...]:
        """The first `limit` names in `value`, without empty ones, each cut after `MAX_NAME` characters."""
        names = [name for text in _texts(value) if (name := _as_name(text))]
        if len(names) <= limit and max(map(len, names), default=0) <= MAX_NAME:
            return tuple(names)
        message = f"{field} has too many or too long names; {limit} of {MAX_NAME} characters count"
        self.report("field-unreadable", field, message)
        return tuple(name if len(name) <= MAX_NAME else name[:MAX_NAME].rstrip() + "…" for name in names[:limit])

    def link(self) -> str:
        text = self.address("link")
        if not text:
            return ""
        safe = safe_link(text) if _WEB.match(text) else None
        if safe is not None:
            return safe
        self.report("field-unreadable", "link", "link is no web address", "write it as  link: https://…")
        return ""

    def address(self, name: str) -> str:
        text = _decoded(_as_text(self.value(name))).strip()
        if len(text) > MAX_ADDRESS or "\n" in text:
            self.report("field-unreadable", name, f"{name} is no address of at most {MAX_ADDRESS} characters")
            return ""
        return text

    def aliases(self) -> tuple[str, ...]:
        if "aliases" not in self.values:
            return ()
        texts = tuple(dict.fromkeys(text.strip() for text in _texts(self.values["aliases"]) if text.strip()))
        good = tuple(text for text in texts if len(text) <= MAX_ADDRESS and "\n" not in text)[:MAX_ALIASES]
        if len(good) < len(texts):
            self.report("field-unreadable", "aliases", f"{len(texts) - len(good)} aliases are too long or too many")
        return good

    def cover(self) -> str:
        for name in filter(self.values.__contains__, _COVERS):
            texts = [text.strip() for text in _texts(self.values[name]) if text.strip()]
            if texts and len(texts[0]) > MAX_ADDRESS:
                self.report("field-unreadable", name, f"{name} is longer than {MAX_ADDRESS} characters")
            elif texts and safe_media(texts[0]) is None:
                message = f"{name} is no address from which a picture may be loaded"
                self.report("field-unreadable", name, message, f"write it as  {name}: https://…  or as a path")
            elif texts:
                return texts[0]
        return ""

    def is_not_false(self, name: str, *, default: bool = True) -> bool:
        """Whether a field is not false; `default` if it has no value.  As in Hexo, only `false` and `0` are false."""
        text = _as_text(self.values[name]).strip().lower() if name in self.values else ""
        return text not in _FALSE if text else default

    def is_true(self, name: str) -> bool:
        """Whether a field is `true`, `yes`, `on` or `1`."""
        return _as_text(self.value(name)).strip().lower() in _TRUE

    def is_hidden(self) -> bool:
        wanted = entries(self.config.private.hidden)
        return any(name_key(name) in wanted and self.is_true(name) for name in self.values)

    def is_indexed(self) -> bool:
        words = {word for text in _texts(self.value("robots")) for word in re.split(r"[\s,]+", text.lower())}
        return not (self.is_true("noindex") or words & {"noindex", "none"})

    def is_draft(self) -> bool:
        # A draft is not published, so any unclear value of `draft` counts as no.
        is_marked = self.is_true("draft")
        return is_marked or not self.is_not_false("published") or "_drafts" in self.raw.source.id.split("/")[:-1]

    def lang(self) -> str:
        text = self.named.get("lang", self.text("lang", MAX_NAME)).replace("_", "-")
        if not text or _LANG.fullmatch(text):
            return text
        self.report("field-unreadable", "lang", "lang is no language tag", "write it as  lang: zh-CN")
        return ""

    def sticky(self) -> int:
        text = self.text("sticky", MAX_NAME).lower()
        if not text or text in _FALSE:
            return 0
        if not self.config.root(self.raw.source.root)[0]:
            message = "sticky has no effect here: the content root is not trusted"
            self.report("field-untrusted", "sticky", message, "set trusted = true for the root in site.toml")
            return 0
        if text == "true" or _NUMBER.fullmatch(text):
            return 1 if text == "true" else int(text)
        self.report("field-unreadable", "sticky", "sticky is no whole number", "write it as  sticky: 1")
        return 0

    def markup(self) -> str:
        text = self.text("markup", MAX_NAME).lower()
        if not text or text in _MARKUPS:
            return text
        self.report("field-unreadable", "markup", "markup is not html, markdown or text")
        return ""

    def extra(self) -> tuple[tuple[str, str], ...]:
        """(name, text) of all other fields, sorted; long texts are cut, lists and mappings are left out."""
        own = {
            name: _decoded(value).strip()
            for name, value in self.values.items()
            if name not in _NO_EXTRA and name and len(name) <= MAX_NAME and isinstance(value, str)
            if not is_secret(name, self.config.private.password)
        }
        named = {name: text for name, text in self.named.items() if name not in _NO_EXTRA}
        pairs = sorted((own | named).items())
        if len(pairs) > MAX_EXTRA:
            message = f"{len(pairs)} fields of your own; the first {MAX_EXTRA} by name count"
            self.report("field-unreadable", pairs[0][0], message)
        return tuple(
            (name, text if len(text) <= MAX_TEXT else text[:MAX_TEXT] + "…") for name, text in pairs[:MAX_EXTRA]
        )


def _decoded(text: str) -> str:
    # Scrapers that write for Hexo escape braces to hide them from its template engine.
    return text.replace("&#123;", "{").replace("&#125;", "}") if "&#12" in text else text


def _as_name(text: str) -> str:
    if text.isprintable() and "  " not in text:
        return text.strip(" ")
    name = _BLANKS.sub(" ", text).strip(_OUTER_BLANKS)
    # A name of zero-width characters only counts as empty, because nobody could see it.
    return name if any(character.isprintable() and character != " " for character in name) else ""


def _as_text(value: FieldValue) -> str:
    if value is None:
        return ""
    return _decoded(value) if isinstance(value, str) else ", ".join(_texts(value))


def _texts(value: FieldValue) -> list[str]:
    """All texts in a value, with nested lists flattened.

    A mapping becomes a text again: an item such as `C: a language` is a mapping in YAML, but was meant as text.
    """
    if value is None:
        return []
    if isinstance(value, str):
        return [_decoded(value)]
    if isinstance(value, FieldMap):
        return [f"{name}: {', '.join(_texts(item))}".strip() for name, item in value.items]
    texts: list[str] = []
    for item in value:
        if isinstance(item, str):
            texts.append(_decoded(item))
        else:  # the depth of front matter is limited, so this recursion is, too
            texts += _texts(item)
    return texts
