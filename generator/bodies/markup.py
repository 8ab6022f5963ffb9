"""Detects whether a body is HTML, Markdown or plain text, and turns it into HTML within the limits."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.article.elements import TELLING_BLOCKS, TELLING_INLINE, alternation
from generator.bodies import amp, hexo_tags, html_repair, limits, plain_text, stray_tags
from generator.bodies.embedded import put_aside, put_back
from generator.bodies.markdown import fences
from generator.bodies.markdown import limits as markdown_limits
from generator.clean_config import CleanConfig
from generator.errors import Problem, Where, problem
from generator.layouts import make_layout
from generator.model import Header, RawPost, Removal

KINDS = ("html", "markdown", "text")

_BEGINS_WITH_TAG = re.compile(
    r"\s*+(?:<!--|<!doctype\b|</?(?!https?://)[A-Za-z][A-Za-z0-9:-]*+(?=[\s/>]|$))", re.IGNORECASE
)
_BEGINS_WITH_MORE = re.compile(r"\s*+<!--\s*+more\s*+-->", re.IGNORECASE)
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
    """A body as HTML that is not sanitized yet, and the kind of markup it was written in."""

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
    """The body of a source as HTML within the limits; a body that exceeds them becomes escaped text."""
    body = raw.body.replace("\x00", "")
    if "\r" in body:
        body = body.replace("\r\n", "\n").replace("\r", "\n")
    whole = body
    body, aside = put_aside(body)
    if reason := _too_much(body):
        return _shown_as_text(raw, whole, reason, config.language)
    kind = kind_of(raw, header, config)
    folder = _stem(raw.source.path)
    text, unknown = hexo_tags.replace(body, kind, folder)
    problems = tuple(_unknown_tag(raw, tag) for tag in unknown)
    removals: tuple[Removal, ...] = ()
    match kind:
        case "html":
            made, unclosed = html_repair.closed_quote(text)
            made, torn = html_repair.joined_page(made)
            made, escaped = html_repair.escaped_code(made)
            if torn:
                parts = "1 part of the page was" if torn == 1 else f"{torn} parts of the page were"
                where = Where(raw.source.id, raw.body_line)
                problems += (problem("page-joined", where, f"{parts} shown as code"),)
            removals = _counted(("markup.quote", unclosed), ("markup.page", torn), ("markup.code", escaped))
        case "markdown":
            pieces = list(fences.split(text))
            prose = "\n\n".join(part.text for part in pieces if isinstance(part, fences.Prose))
            fence_count = sum(isinstance(part, fences.Fence) for part in pieces)
            if reason := markdown_limits.markdown_exceeded(prose, fence_count):
                return _shown_as_text(raw, whole, reason, config.language)
            # Imported here, so that Python-Markdown and Pygments are only loaded for a post that needs them.
            from generator.bodies.markdown import convert as markdown_body

            try:
                made = markdown_body.to_html(text)
            except (RecursionError, ValueError, LookupError, AttributeError, TypeError) as error:
                # The only place where errors of Python-Markdown are caught: the post is published as text.
                return _shown_as_text(
                    raw, whole, f"the Markdown converter broke on it ({type(error).__name__})", config.language
                )
        case _:
            made = plain_text.to_html(text)
    written = made
    if kind != "text":
        made, signs = stray_tags.escaped_signs(made)
        made, foreign = amp.as_html(made)
        made, swallowing = stray_tags.ended(made)
        removals += _counted(("markup.sign", signs), ("markup.amp", foreign), ("markup.end", swallowing))
    if reason := limits.exceeded(made):
        reason = reason if kind == "html" else reason.replace("it has", "as HTML it has")
        return _shown_as_text(raw, whole, reason, config.language)
    return Markup(kind, made, put_back(written, aside), problems, removals, aside)


def _counted(*rules: tuple[str, int]) -> tuple[Removal, ...]:
    return tuple(Removal(rule, "markup", count=count, where="markup") for rule, count in rules if count)


def as_text(raw: RawPost, reason: str, config: CleanConfig) -> Markup:
    """The body of a source as escaped text, with a problem that gives the reason."""
    return _shown_as_text(raw, raw.body, reason, config.language)


def kind_of(raw: RawPost, header: Header, config: CleanConfig) -> str:
    """`html`, `markdown` or `text`, from front matter, else from the settings of the content root, else detected.

    In the folder of a Hexo blog, the suffix decides instead of detection.
    """
    is_trusted, root_markup = config.root(raw.source.root)
    for written in (header.markup, root_markup):
        if written in KINDS:
            return written
    if by_suffix := make_layout(*config.layout(raw.source.root)).markup(raw.source.path):
        return by_suffix
    suffix = raw.source.path.rpartition(".")[2].lower()
    return detected(raw.body, is_markdown_expected=is_trusted and suffix in ("md", "markdown"))


def detected(body: str, *, is_markdown_expected: bool = False) -> str:
    """The kind of markup that `body` is written in: `html`, `markdown` or `text`.  Takes linear time.

    The first rule that applies decides: a body that begins with a tag or comment is HTML; with `is_markdown_expected`
    (a `.md` file of a trusted root) it is Markdown; a body with fenced code is Markdown, and so is one with a plain
    sign or two weak signs of Markdown, or, among block tags or `br`, with more plain signs than such tags; one with
    HTML tags is HTML; one with a known Hexo tag is Markdown; any other is text.
    """
    # Hexo's `more` comment at the beginning does not tell which markup follows.
    if (more := _BEGINS_WITH_MORE.match(body)) is not None:
        body = body[more.end() :]
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
