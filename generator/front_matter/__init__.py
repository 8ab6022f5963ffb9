"""Converts front matter to a `Header`: each field is typed, checked and limited in length."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from generator.article.urls import safe_link, safe_media
from generator.clean_config import CleanConfig
from generator.config.privacy import entries, is_secret, name_key
from generator.dates import parse_date
from generator.errors import Problem, Where, problem
from generator.front_matter.fields import KNOWN_FIELDS
from generator.front_matter.kept_back import kept_by
from generator.front_matter.other_names import (
    AUTHORS,
    COVERS,
    DATES,
    OTHER_COVERS,
    SOURCES,
    SUMMARIES,
    UPDATES,
    Given,
    addresses,
    persons,
)
from generator.front_matter.texts import as_name, as_text, as_title, decoded, texts
from generator.front_matter.title import title_of_body, title_of_path
from generator.layouts import make_layout
from generator.model import FieldValue, Header, RawPost, SourceFile

MAX_TITLE = 300
MAX_NAME = 200
MAX_LEVELS = 10
MAX_PATHS = 10
MAX_TAGS = 50
MAX_ALIASES = 20
MAX_EXTRA = 100
MAX_TEXT = 5000
MAX_ADDRESS = 2000

_LANG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,4}")
_WEB = re.compile(r"https?:", re.IGNORECASE)
_NUMBER = re.compile(r"[+-]?\d{1,9}", re.ASCII)
_IN_SOURCE = re.compile(r"https?://", re.IGNORECASE)
_TRUE = frozenset({"true", "yes", "on", "1"})
_FALSE = frozenset({"false", "0"})
_MARKUPS = ("html", "markdown", "text")
_NO_EXTRA = KNOWN_FIELDS - {"abbrlink"}


def header(raw: RawPost, config: CleanConfig) -> tuple[Header, tuple[Problem, ...]]:
    """The front matter of the source `raw` as typed fields, and the problems with them.

    A field that cannot be used counts as missing, and too long values are cut.  The header of a post that must not be
    published, such as one with a password, has only `is_draft` and `kept_by`, so that no later step can show the rest.
    """
    fields = _Fields(raw, config)
    if by := kept_by(raw, config.private):
        return Header(title="", is_draft=fields.is_draft(), kept_by=by), ()
    categories = fields.categories()
    author, source = fields.author(), fields.source()
    given = fields.title()
    typed = Header(
        title=given or fields.default_title(),
        published=fields.published(),
        updated=fields.updated(),
        categories=categories,
        tags=fields.tags(),
        author=author,
        origin=source or author or fields.layout.origin(categories),
        link=fields.link(),
        permalink=fields.address("permalink"),
        layout=fields.name("layout") or "post",
        comments=fields.is_not_false("comments"),
        is_draft=fields.is_draft(),
        excerpt=fields.summary(),
        cover=fields.cover(),
        lang=fields.lang(),
        aliases=fields.aliases(),
        sticky=fields.sticky(),
        has_toc=fields.is_not_false("toc") if fields.has_value("toc") else None,
        markup=fields.markup(),
        is_title_given=bool(given),
        is_hidden=fields.is_hidden(),
        is_indexed=fields.is_indexed(),
        is_searched=fields.is_not_false("search"),
        is_in_sitemap=fields.is_not_false("sitemap"),
        extra=fields.extra(),
    )
    problems = tuple(fields.problems)
    # A page is in no list, so it needs no date.
    if problems and kind(raw.source, typed, config) == "page":
        problems = tuple(item for item in problems if item.code != "date-missing")
    return typed, problems


def kind(source: SourceFile, header: Header, config: CleanConfig) -> str:
    """`post` or `page`: what a source is by its header and by the layout of its content root (a folder of sources)."""
    return make_layout(*config.layout(source.root)).kind(source, header)


class _Fields:
    """Converts the fields of one post, and collects the problems."""

    def __init__(self, raw: RawPost, config: CleanConfig) -> None:
        self.raw = raw
        self.config = config
        self.values: Mapping[str, FieldValue] = {name: value for name, value, _, _ in raw.fields}
        self.given = Given(self.values)
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
        """The text of the field `name`, cut at `limit` characters; empty if the field is missing.

        The items of a list are joined with commas.
        """
        return self.cut(name, as_text(self.values[name]).strip(), limit) if name in self.values else ""

    def cut(self, name: str, text: str, limit: int) -> str:
        """`text`, the value of the field `name`; if it has more than `limit` characters, it is cut with a warning."""
        if len(text) <= limit:
            return text
        self.report("field-unreadable", name, f"{name} has {len(text)} characters, cut at {limit}")
        return text[:limit].rstrip() + "…"

    def name(self, name: str) -> str:
        return as_name(self.text(name, MAX_NAME))

    def title(self) -> str:
        return as_title(self.text("title", MAX_TITLE))

    def default_title(self) -> str:
        title = title_of_body(self.raw.body)
        origin = "its first words" if title else "its file name"
        self.report("title-missing", "title", f"no title, so {origin} became it", "add a line:  title: …")
        return title or title_of_path(self.raw.source.path)

    def author(self) -> str:
        for name, value in self.given.each(AUTHORS):
            if author := self.cut(name, ", ".join(filter(None, map(as_name, persons(value)))), MAX_NAME):
                return author
        return ""

    def source(self) -> str:
        """The name of the site that the post came from, from the field `source`; empty if that holds no name."""
        for written, value in self.given.each(SOURCES):
            name = self.cut(written, ", ".join(filter(None, map(as_name, persons(value)))), MAX_NAME)
            if name and not _IN_SOURCE.match(name):
                return name
        return ""

    def summary(self) -> str:
        each = (self.cut(name, as_text(value).strip(), MAX_TEXT) for name, value in self.given.each(SUMMARIES))
        return next(filter(None, each), "")

    def published(self) -> datetime | None:
        text = as_text(self.value("date")).strip() or self.named.get("date", "")
        if text:
            return self.date("date", text, "date-unreadable")
        if (moment := self.first_date(DATES)) is None:
            self.report("date-missing", "date", "no date, so it is listed as undated", "add a line:  date: YYYY-MM-DD")
        return moment

    def updated(self) -> datetime | None:
        text = as_text(self.value("updated")).strip()
        return self.date("updated", text, "field-unreadable") if text else self.first_date(UPDATES)

    def date(self, name: str, text: str, code: str) -> datetime | None:
        moment = parse_date(text, self.config.zone)
        if moment is None:
            shown = text if len(text) <= 60 else text[:60] + "…"
            self.report(code, name, f"{shown!r} is not a date", f"write it as  {name}: YYYY-MM-DD HH:MM:SS")
        return moment

    def first_date(self, names: tuple[str, ...]) -> datetime | None:
        """The date in the first of the fields `names` that holds a date; None if none of them does.

        `published` holds a date, or a plain yes or no, which is passed over.
        """
        moments = (parse_date(as_text(value), self.config.zone) for _, value in self.given.each(names))
        return next((moment for moment in moments if moment), None)

    def categories(self) -> tuple[tuple[str, ...], ...]:
        """The category paths of the post, by Hexo's rules; `category` is used if `categories` is empty.

        A path has the names from the top category down.  A text is a path of one name, and a list of texts is one path.
        If any item of a list is a list itself, each item is a path.
        """
        each = (self.paths(name, value) for name, value in self.given.each(("categories", "category")))
        unique = next(filter(None, each), ())
        if len(unique) > MAX_PATHS:
            self.report("field-unreadable", "categories", f"{len(unique)} categories; the first {MAX_PATHS} count")
        return unique[:MAX_PATHS]

    def paths(self, field: str, value: FieldValue) -> tuple[tuple[str, ...], ...]:
        items = value if isinstance(value, tuple) else (value,)
        is_many = tuple in map(type, items)
        paths = [self.names(field, path, MAX_LEVELS) for path in (items if is_many else (items,))]
        return tuple(dict.fromkeys(filter(None, paths)))

    def tags(self) -> tuple[str, ...]:
        """The tags of the post, from the field `tags`, or, as in Hexo, from `tag` if `tags` is missing or empty."""
        each = (self.names(name, value, MAX_TAGS) for name, value in self.given.each(("tags", "tag")))
        return tuple(dict.fromkeys(next(filter(None, each), ())))

    def names(self, field: str, value: FieldValue, limit: int) -> tuple[str, ...]:
        """The names in `value`, the value of the field `field`, without empty ones.

        Only the first `limit` names are returned, and names of more than `MAX_NAME` characters are cut.
        """
        names = [name for text in texts(value) if (name := as_name(text))]
        if len(names) <= limit and max(map(len, names), default=0) <= MAX_NAME:
            return tuple(names)
        message = f"{field} has too many or too long names; {limit} of {MAX_NAME} characters count"
        self.report("field-unreadable", field, message)
        return tuple(name if len(name) <= MAX_NAME else name[:MAX_NAME].rstrip() + "…" for name in names[:limit])

    def link(self) -> str:
        """The web address of the original article; empty if the front matter has none.

        It comes from the first field that holds a web address, of `link` and the fields that the settings name.
        """
        names = self.config.link_fields
        for name, value in self.given.each(names if "link" in names else ("link", *names)):
            for text in addresses(value):
                if _WEB.match(text) and len(text) <= MAX_ADDRESS and (safe := safe_link(text)):
                    return safe
            # Other programs may mean something else by the other names.
            if name == "link" and as_text(value).strip():
                self.report("field-unreadable", "link", "link is no web address", "write it as  link: https://…")
        return ""

    def address(self, name: str) -> str:
        text = decoded(as_text(self.value(name))).strip()
        if len(text) > MAX_ADDRESS or "\n" in text:
            self.report("field-unreadable", name, f"{name} is no address of at most {MAX_ADDRESS} characters")
            return ""
        return text

    def aliases(self) -> tuple[str, ...]:
        if "aliases" not in self.values:
            return ()
        given = tuple(dict.fromkeys(text.strip() for text in texts(self.values["aliases"]) if text.strip()))
        good = tuple(text for text in given if len(text) <= MAX_ADDRESS and "\n" not in text)[:MAX_ALIASES]
        if len(good) < len(given):
            self.report("field-unreadable", "aliases", f"{len(given) - len(good)} aliases are too long or too many")
        return good

    def cover(self) -> str:
        for name, value in self.given.each(COVERS):
            if not (first := next(iter(addresses(value)), "")):
                continue
            if len(first) > MAX_ADDRESS:
                self.report("field-unreadable", name, f"{name} is longer than {MAX_ADDRESS} characters")
            elif safe_media(first) is None:
                message = f"{name} is no address from which a picture may be loaded"
                self.report("field-unreadable", name, message, f"write it as  {name}: https://…  or as a path")
            else:
                return first
        # A path in a post that somebody else's program wrote leads to a file of another site.
        is_own = self.config.root(self.raw.source.root).is_trusted
        for _, value in self.given.each(OTHER_COVERS):
            first = next(iter(addresses(value)), "")
            if len(first) <= MAX_ADDRESS and safe_media(first) and (_WEB.match(first) or (is_own and "." in first)):
                return first
        return ""

    def has_value(self, name: str) -> bool:
        """Whether the field `name` is there and not empty."""
        return name in self.values and bool(as_text(self.values[name]).strip())

    def is_not_false(self, name: str) -> bool:
        """False if the field `name` is `false` or `0`, as in Hexo; True for any other value and for none."""
        return name not in self.values or as_text(self.values[name]).strip().lower() not in _FALSE

    def is_true(self, name: str) -> bool:
        """Whether the value of the field `name` means yes, such as `true`."""
        return as_text(self.value(name)).strip().lower() in _TRUE

    def is_hidden(self) -> bool:
        wanted = entries(self.config.private.hidden)
        return any(name_key(name) in wanted and self.is_true(name) for name in self.values)

    def is_indexed(self) -> bool:
        words = {word for text in texts(self.value("robots")) for word in re.split(r"[\s,]+", text.lower())}
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
        if not self.config.root(self.raw.source.root).is_trusted:
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
        """The fields that Pressmark does not use, each as (name, text), sorted.

        Long texts are cut; fields whose value is a list or a mapping, and those with secrets, are left out.
        """
        own = {
            name: decoded(value).strip()
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
