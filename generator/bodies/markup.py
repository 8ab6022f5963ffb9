"""Detects whether a body is HTML, Markdown or plain text, and turns it into HTML within the limits."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.article.elements import TELLING_BLOCKS, TELLING_INLINE, alternation
from generator.bodies import (
    amp,
    beginnings,
    escaped,
    hexo_tags,
    html_repair,
    limits,
    plain_text,
    stray_tags,
    torn_pages,
)
from generator.bodies.embedded import put_aside, put_back
from generator.bodies.markdown import fences
from generator.bodies.markdown.dialects import Dialect, NotConvertible
from generator.bodies.markdown.dialects import to_html as markdown_html
from generator.clean_config import CleanConfig
from generator.errors import Problem, Where, problem
from generator.layouts import make_layout
from generator.model import Header, RawPost, Removal

KINDS = ("html", "markdown", "text")

_BEGINS_WITH_TAG = re.compile(
    r"\s*+(?:<!--|<!doctype\b|</?(?!https?://)[A-Za-z][A-Za-z0-9:-]*+(?=[\s/>]|$))", re.IGNORECASE
)
# Without `a`, `b`, `code` and the like, which authors use in Markdown and quote in plain text.
_BLOCK_TAG = re.compile(
    rf"<(?:{alternation(TELLING_BLOCKS)})(?:\s[^<>]*+)?/?>",
    re.IGNORECASE,
)
_INLINE_TAG = re.compile(rf"</(?:{alternation(TELLING_INLINE)})>", re.IGNORECASE)
# Signs that hardly ever occur outside of Markdown.
_PLAIN_SIGN = re.compile(
    r"^ {0,3}#{1,6} +\S|^ {0,3}(?:```|~~~)|!?\[[^\[\]\n]{0,300}+\]\((?:<|https?:|/|\.|#|\w)[^()\n]{0,1000}+[)(]"
    r"|^ {0,3}\[[^\[\]\n]{1,100}+\]: +\S|^ {0,3}\|? {0,3}:?-{2,}+:? {0,3}\|[ |:-]*+$"
    r"|\*\*[^*\s][^*\n]{0,200}+\*\*",
    re.MULTILINE,
)
# Signs of which two are needed, of the same kind or of different ones; lines of `=` or `-` alone do not count.
_WEAK_SIGN = re.compile(
    r"^ {0,3}(?P<quote>>) ?\S|^ {0,3}(?P<item>[-*+] )\S|(?P<code>(?<!`)`[^`\n]{1,200}+`(?!`))|^(?P<line>=+|-{3,})$",
    re.MULTILINE,
)
_WEAK_SIGNS_NEEDED = 2


@dataclass(frozen=True, slots=True)
class Markup:
    """A body as HTML that is not sanitized yet, with the kind of markup it was written in, and records of repairs."""

    kind: str
    """`html`, `markdown` or `text`; `text` also if the body is shown as escaped text."""
    html: str
    written: str
    """The HTML before the repair of signs and tags that a parser would misread; the account is based on it."""
    problems: tuple[Problem, ...] = ()
    removals: tuple[Removal, ...] = ()
    aside: Mapping[str, str] = field(default_factory=dict)
    """Long `data:` addresses of pictures by the short ones that stand for them in `html`."""


def to_html(raw: RawPost, header: Header, config: CleanConfig) -> Markup:
    """The body of a source as HTML, after Markdown is converted and broken markup repaired; not sanitized yet.

    A body that is too large or complex for the parsers becomes escaped text, with a problem that says why.
    """
    body = raw.body.replace("\x00", "")
    if "\r" in body:
        body = body.replace("\r\n", "\n").replace("\r", "\n")
    body, aside = put_aside(body)
    if reason := _too_much(body):
        return _shown_as_text(raw, put_back(body, aside), reason, config.language)
    declared = _declared(raw, header, config)
    is_escaped = False
    if declared in ("", "html"):
        body, is_escaped = escaped.unescaped(body)
    kind = declared or _detected(raw, body, config)
    text, unknown = hexo_tags.replace(body, kind, _stem(raw.source.path))
    problems = tuple(_unknown_tag(raw, tag) for tag in unknown)
    dialect = _dialect(raw, config)
    comments, heading, text = _beginning(text, kind, is_declared=bool(declared))
    try:
        made = markdown_html(heading, dialect) if heading else ""
        removals = _counted(("markup.escaped", int(is_escaped)))
        match kind:
            case "html":
                html, mended, torn = _mended(text)
                made, removals = made + html, removals + mended
                if torn:
                    parts = "1 part of the page was" if torn == 1 else f"{torn} parts of the page were"
                    where = Where(raw.source.id, raw.body_line)
                    problems += (problem("page-joined", where, f"{parts} shown as code"),)
            case "markdown":
                # A blank line ends a block of HTML, even within a tag.
                converted, unclosed = html_repair.closed_quote(markdown_html(text, dialect))
                made, removals = made + converted, removals + _counted(("markup.quote", unclosed))
            case _:
                made += plain_text.to_html(text)
    except NotConvertible as error:
        return _shown_as_text(raw, put_back(body, aside), str(error), config.language)
    made = written = comments + made
    if kind != "text":
        made, signs = stray_tags.escaped_signs(made)
        made, foreign = amp.as_html(made)
        made, swallowing = stray_tags.ended(made)
        removals += _counted(("markup.sign", signs), ("markup.amp", foreign), ("markup.end", swallowing))
    if reason := limits.exceeded(made):
        reason = reason if kind == "html" else reason.replace("it has", "as HTML it has")
        return _shown_as_text(raw, put_back(body, aside), reason, config.language)
    return Markup(kind, made, put_back(written, aside), problems, removals, aside)


def _mended(html: str) -> tuple[str, tuple[Removal, ...], int]:
    """(HTML with what a scraper broke repaired, the repairs, the number of parts of a page that were code)."""
    made, unclosed = html_repair.closed_quote(html)
    made, torn = torn_pages.joined(made)
    made, unknown = html_repair.escaped_code(made)
    return made, _counted(("markup.quote", unclosed), ("markup.page", torn), ("markup.code", unknown)), torn


def _beginning(text: str, kind: str, *, is_declared: bool) -> tuple[str, str, str]:
    """(comments, a heading in Markdown, the rest) of a body: the parts that need not be of the kind of the rest.

    HTML keeps its comments in the rest, unless a heading follows them.
    """
    end = beginnings.after_comments(text) if "<!--" in text and (kind != "text" or not is_declared) else 0
    comments, rest = text[:end], text[end:]
    heading = ""
    if kind != "text" and not is_declared:
        heading, after = beginnings.heading(rest)
        if heading and (kind == "html" or beginnings.is_linked(heading)):
            return comments, heading, after
    return ("", "", text) if kind == "html" else (comments, "", rest)


def _counted(*rules: tuple[str, int]) -> tuple[Removal, ...]:
    return tuple(Removal(rule, "markup", count=count, where="markup") for rule, count in rules if count)


def as_text(raw: RawPost, reason: str, config: CleanConfig) -> Markup:
    """The body of a source as escaped text, with a problem that says why.

    `reason` is a clause about the body, such as "it has 5,000 Hexo tags".
    """
    return _shown_as_text(raw, raw.body, reason, config.language)


def kind_of(raw: RawPost, header: Header, config: CleanConfig) -> str:
    """The kind of markup of the body of `raw`: `html`, `markdown` or `text`.

    Front matter decides, else the settings, else the suffix of the file in the folder of a Hexo blog, else the text of
    the body.
    """
    return _declared(raw, header, config) or _detected(raw, raw.body, config)


def _declared(raw: RawPost, header: Header, config: CleanConfig) -> str:
    """The kind of a body that need not be detected; empty if it must be."""
    for written in (header.markup, config.root(raw.source.root).markup):
        if written in KINDS:
            return written
    return make_layout(*config.layout(raw.source.root)).markup(raw.source.path)


def _dialect(raw: RawPost, config: CleanConfig) -> Dialect:
    root = config.root(raw.source.root)
    return Dialect(root.dialect, root.has_line_breaks, config.math != "off", config.language)


def _detected(raw: RawPost, body: str, config: CleanConfig) -> str:
    is_trusted = config.root(raw.source.root).is_trusted
    suffix = raw.source.path.rpartition(".")[2].lower()
    return detected(body, is_markdown_expected=is_trusted and suffix in ("md", "markdown"))


def detected(body: str, *, is_markdown_expected: bool = False) -> str:
    """The kind of markup that `body` is written in: `html`, `markdown` or `text`.  Takes linear time.

    Comments at the beginning are skipped.  The first of these that applies decides:

    1. Typecho's comment `<!--markdown-->` at the beginning: Markdown.
    2. Nothing but comments, or a tag at the beginning: HTML.
    3. `is_markdown_expected` (a `.md` file of a trusted root), or fenced code: Markdown.
    4. Block tags or `br`: Markdown if there are more clear signs of it (a heading, a link, bold text), else HTML.
    5. One clear sign, or two weak ones (a quotation, a list item, code in backticks): Markdown.
    6. Other HTML tags: HTML.
    7. A known Hexo tag: Markdown.
    8. Anything else: text.
    """
    if "<!--" in body and (end := beginnings.after_comments(body)):
        if beginnings.names_markdown(body):
            return "markdown"
        body = body[end:]
        if not body.strip():
            return "html"
    if _BEGINS_WITH_TAG.match(body):
        return "html"
    if is_markdown_expected:
        return "markdown"
    prose = body
    has_fence = False
    if "```" in body or "~~~" in body:
        parts = list(fences.split(body))
        has_fence = any(isinstance(part, fences.Fence) for part in parts)
        prose = "\n".join(part.text for part in parts if isinstance(part, fences.Prose))
    has_blocks = _BLOCK_TAG.search(prose) is not None
    if has_fence or _has_markdown(prose, is_among_tags=has_blocks):
        return "markdown"
    if has_blocks or _INLINE_TAG.search(prose):
        return "html"
    return "markdown" if hexo_tags.has_known(body) else "text"


def _has_markdown(prose: str, *, is_among_tags: bool) -> bool:
    if is_among_tags:
        # Scraped HTML contains stars, dashes and brackets of all kinds; it is Markdown only if it has more Markdown
        # headings, links and the like than block tags.
        signs = sum(1 for _ in _PLAIN_SIGN.finditer(prose))
        return signs > sum(1 for _ in _BLOCK_TAG.finditer(prose))
    if _PLAIN_SIGN.search(prose):
        return True
    counts: dict[str, int] = {}
    for match in _WEAK_SIGN.finditer(prose):
        name = match.lastgroup or ""
        counts[name] = counts.get(name, 0) + 1
    return sum(counts.values()) >= _WEAK_SIGNS_NEEDED and counts.keys() != {"line"}


def _too_much(body: str) -> str | None:
    if len(body) > limits.MAX_CHARACTERS:
        return f"it has {len(body):,} characters; {limits.MAX_CHARACTERS:,} is the limit"
    if (tags := body.count("{%")) > hexo_tags.MAX_TAGS:
        return f"it has {tags:,} Hexo tags; {hexo_tags.MAX_TAGS:,} is the limit"
    return None


def _stem(path: str) -> str:
    name = path.rpartition("/")[2]
    return name.rpartition(".")[0] or name


def _unknown_tag(raw: RawPost, tag: hexo_tags.UnknownTag) -> Problem:
    times = "" if tag.count == 1 else f", {tag.count} times"
    where = Where(raw.source.id, raw.body_line + tag.line)
    return problem("hexo-tag-unknown", where, f"the tag {tag.name} is left as text{times}")


def _shown_as_text(raw: RawPost, body: str, reason: str, language: str) -> Markup:
    # The markup is shown too: all words among tags are better than some of the words.
    made = plain_text.escaped(hexo_tags.decoded(body), limits.MAX_CHARACTERS, language)
    where = Where(raw.source.id, raw.body_line)
    told = problem("shown-as-text", where, f"the body is shown as text: {reason}", "shorten or mend the body")
    return Markup("text", made, made, (told,))
