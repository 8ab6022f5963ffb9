"""Hexo's tags, `{% … %}`: known ones become HTML or Markdown, others remain as text, and nothing is executed."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from generator.article.urls import POST_SCHEME
from generator.bodies.markdown.fences import Fence, Prose, split

MAX_TAGS = 50_000
"""A body with more tags is shown as text."""

_LONGEST_TAG = 2_000
_DEEPEST_QUOTE = 20

_TAG = re.compile(r"\{%-?\s*([A-Za-z_][\w-]{0,40})(?=[\s%-])(.*?)-?%\}", re.DOTALL)
_ARGUMENT = re.compile(r"\"([^\"]*)\"|'([^']*)'|(\S+)")
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_BACKTICKS = re.compile(r"`+")
_HTML_CODE = re.compile(r"<(?:(!--)|(code|pre)(?=[\s>]))", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?:)?//\S+|/\S*", re.IGNORECASE)
_PICTURE = re.compile(r"[^\n]*[/.][^\n]*")
_CODE_OPTION = re.compile(r"(?:line_number|line_threshold|first_line|highlight|hl_lines|mark|wrap|caption)[:=].*", re.S)
_NOT_IN_ADDRESS = re.compile(r"[\s%#?\"'<>()\[\]:\\]")

_VERBATIM = {"raw": "endraw", "codeblock": "endcodeblock", "code": "endcode"}
_QUOTES = {"blockquote": "endblockquote", "quote": "endquote", "pullquote": "endpullquote"}
_SINGLE = frozenset(
    {"img", "image", "link", "a", "anchor", "iframe", "post_link", "post_path", "asset_img", "asset_image",
     "asset_link", "asset_path"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class UnknownTag:
    """A Hexo tag that is not known, so that it stays in the text.

    `count` is the number of times that it occurs, and `line` the line of its first occurrence, counted from 0.
    """

    name: str
    count: int
    line: int


@dataclass(frozen=True, slots=True)
class _Tag:
    start: int
    end: int
    name: str
    arguments: str


@dataclass(slots=True)
class _Quote:
    """A quotation that is still open, with its content so far."""

    name: str
    arguments: list[str]
    pieces: list[str] = field(default_factory=list)


def has_known(text: str) -> bool:
    """Whether `text` contains a Hexo tag `{% … %}` that `replace` can replace."""
    return any(tag.name in _VERBATIM or tag.name in _QUOTES or tag.name in _SINGLE for tag in _tags(text, []))


def decoded(text: str) -> str:
    """`text` with `&#123;` and `&#125;` as braces; scrapers escaped braces to hide them from Hexo's template engine."""
    return text.replace("&#123;", "{").replace("&#125;", "}") if "&" in text and "&#12" in text else text


def replace(text: str, kind: str, folder: str) -> tuple[str, tuple[UnknownTag, ...]]:
    """`text` with HTML or Markdown in place of the Hexo tags `{% … %}` that we know, and the unknown tags that remain.

    Braces that scrapers escaped are decoded once.  `kind`, the markup of the text, is `html`, `markdown` or `text`.
    `folder` is the name of the post's asset folder, which is the file name without its suffix.  Tags in code or in
    plain text remain, and so do variables (`{{ … }}`) and comments (`{# … #}`).

    Source: Hexo, `lib/plugins/tag/`.
    """
    # Searching for a single character is ten times as fast as for two.
    if kind == "text" or "{" not in text or "{%" not in text:
        return decoded(text), ()
    tags = list(_tags(text, list(_code_ranges(text, kind))))
    ends = _ends(tags)
    unknown: dict[str, tuple[int, int]] = {}
    pieces: list[str] = []
    quotes: list[_Quote] = []
    position = index = 0
    while index < len(tags):
        tag = tags[index]
        target = quotes[-1].pieces if quotes else pieces
        target.append(decoded(text[position : tag.start]))
        position = tag.end
        end = ends[index]
        if tag.name in _VERBATIM and end is not None:
            content = decoded(text[tag.end : tags[end].start])
            target.append(content if tag.name == "raw" else _code(content, tag, kind, text))
            position = tags[end].end
            index = end
        elif tag.name in _QUOTES and end is not None and len(quotes) < _DEEPEST_QUOTE:
            quotes.append(_Quote(tag.name, _arguments(tag.arguments)))
        elif quotes and tag.name == _QUOTES[quotes[-1].name]:
            closed = quotes.pop()
            (quotes[-1].pieces if quotes else pieces).append(_quotation(closed, kind))
        elif tag.name in _SINGLE and (made := _single(tag, folder)):
            target.append(made)
        else:
            target.append(decoded(text[tag.start : tag.end]))
            count, start = unknown.get(tag.name, (0, tag.start))
            unknown[tag.name] = count + 1, start
        index += 1
    (quotes[-1].pieces if quotes else pieces).append(decoded(text[position:]))
    while quotes:
        closed = quotes.pop()
        (quotes[-1].pieces if quotes else pieces).append(_quotation(closed, kind))
    return "".join(pieces), tuple(
        UnknownTag(name, count, text.count("\n", 0, start)) for name, (count, start) in unknown.items()
    )


def _code_ranges(text: str, kind: str) -> Iterator[tuple[int, int]]:
    """The (start, end) of each piece of code and each comment, in order."""
    if kind != "markdown":
        yield from _html_code_ranges(text, 0)
        return
    position = 0
    for part in split(_without_listings(text)):
        match part:
            case Fence(source=source):
                yield position, position + len(source)
                position += len(source) + 1
            case Prose(text=prose):
                yield from sorted([*_span_ranges(prose, position), *_html_code_ranges(prose, position)])
                position += len(prose) + 1


def _without_listings(text: str) -> str:
    """`text` with the content of `codeblock` and `code` tags masked, because it may show fences."""
    tags = list(_tags(text, []))
    ends = _ends(tags)
    pieces: list[str] = []
    position = 0
    for tag, end in zip(tags, ends, strict=True):
        if tag.name in ("codeblock", "code") and end is not None and tag.start >= position:
            content = text[tag.end : tags[end].start]
            pieces += (text[position : tag.end], re.sub(r"[^\n]", "x", content))
            position = tags[end].start
    return "".join(pieces) + text[position:]


def _html_code_ranges(text: str, offset: int) -> Iterator[tuple[int, int]]:
    position = 0
    never_closed: set[str] = set()
    folded = text.lower()
    while match := _HTML_CODE.search(folded, position):
        closing = "-->" if match[1] else f"</{match[2]}"
        end = -1 if closing in never_closed else folded.find(closing, match.end())
        position = match.end()
        if end < 0:
            never_closed.add(closing)
            continue
        yield offset + match.start(), offset + end
        position = end


def _span_ranges(text: str, offset: int) -> Iterator[tuple[int, int]]:
    """Inline code: from a run of backticks to the next of the same length in the same paragraph."""
    start = 0
    borders = [match.start() for match in _BLANK_LINE.finditer(text)] if "`" in text else []
    for end in [*borders, len(text)]:
        runs = list(_BACKTICKS.finditer(text, start, end))
        start = end
        following: dict[int, int] = {}
        partners: list[int | None] = [None] * len(runs)
        for index in range(len(runs) - 1, -1, -1):
            length = runs[index].end() - runs[index].start()
            partners[index] = following.get(length)
            following[length] = index
        index = 0
        while index < len(runs):
            partner = partners[index]
            if partner is not None:
                yield offset + runs[index].start(), offset + runs[partner].end()
                index = partner
            index += 1


def _tags(text: str, code: list[tuple[int, int]]) -> Iterator[_Tag]:
    position = next_code = 0
    end = -1
    while (start := text.find("{%", position)) >= 0:
        while next_code < len(code) and code[next_code][1] <= start:
            next_code += 1
        if next_code < len(code) and code[next_code][0] <= start:
            position = code[next_code][1]
            continue
        if end <= start:
            end = text.find("%}", start)
            if end < 0:
                return
        position = start + 2
        if end - start > _LONGEST_TAG:
            continue
        if match := _TAG.fullmatch(text, start, end + 2):
            yield _Tag(start, end + 2, match[1], match[2].strip())
            position = end + 2


def _ends(tags: list[_Tag]) -> list[int | None]:
    """For each tag, the index of the next tag that can end its block; None if there is none or it opens no block."""
    blocks = _VERBATIM | _QUOTES
    ends: list[int | None] = [None] * len(tags)
    following: dict[str, int] = {}
    for index in range(len(tags) - 1, -1, -1):
        name = tags[index].name
        if name in blocks:
            ends[index] = following.get(blocks[name])
        following[name] = index
    return ends


def _arguments(text: str) -> list[str]:
    return [next(group for group in match.groups() if group is not None) for match in _ARGUMENT.finditer(text)]


def _attribute(text: str) -> str:
    return html.escape(" ".join(text.split()))


def _path(text: str) -> str:
    """`text` as a relative address, encoded for Markdown and attributes; non-ASCII letters stay readable."""
    return _NOT_IN_ADDRESS.sub(lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode()), text)


def _link(address: str, text: str, title: str = "") -> str:
    shown = html.escape(text, quote=False).replace("[", "&#91;").replace("*", "&#42;").replace("_", "&#95;")
    hint = f' title="{_attribute(title)}"' if title else ""
    return f'<a href="{_attribute(address)}"{hint}>{shown}</a>'


def _code(content: str, tag: _Tag, kind: str, text: str) -> str:
    """A code block from `{% codeblock [title] [lang:language] [url] [link text] [options] %}`."""
    language = title = address = link_text = options = ""
    for argument in _arguments(tag.arguments):
        if argument.startswith("lang:") and re.fullmatch(r"[\w#+.-]{1,30}", argument[5:]):
            language = argument[5:].lower()
        elif _CODE_OPTION.fullmatch(argument):
            options += f"{argument} "
        elif not address and _ADDRESS.fullmatch(argument):
            address = argument
        elif address:
            link_text += f" {argument}"
        else:
            title += f" {argument}"
    title = " ".join(title.replace("`", "'").split())
    link_text = " ".join(link_text.replace("`", "'").split()) or "link"
    content = content.removeprefix("\r").removeprefix("\n").rstrip()
    if kind == "markdown":
        line_start = text.rfind("\n", 0, tag.start) + 1
        indent = text[line_start : tag.start]
        before = "" if not indent.strip(" >") else "\n"
        indent = "" if before else indent
        longest = max((len(match[0]) for match in _BACKTICKS.finditer(content)), default=0)
        fence = "`" * max(3, longest + 1)
        shown = f"{title} {address.replace('`', '%60')} {link_text}".strip() if address else title
        shown = f"{' '.join(options.replace('`', '').split())} {shown}".strip()
        label = f"{language or 'text'} {shown}".strip() if language or shown else ""
        return f"{before}{fence}{label}\n{content}\n{indent}{fence}\n"
    link = _link(address, link_text) if address else ""
    caption = " ".join(filter(None, (html.escape(title), link)))
    caption = f"<figcaption>{caption}</figcaption>" if caption else ""
    language = f' class="language-{language}"' if language else ""
    block = f"<pre><code{language}>{html.escape(content, quote=False)}</code></pre>"
    return f'<figure class="highlight">{caption}{block}</figure>'


def _quotation(quote: _Quote, kind: str) -> str:
    """A quotation from `{% blockquote [author[, source]] [link] [source_link_title] %}`.

    The arguments of a pull quote are only classes, so it gets no credit.
    """
    content = "".join(quote.pieces).strip("\n")
    footer = "" if quote.name == "pullquote" else _credit(quote.arguments)
    if kind == "markdown":
        content = content.strip() + (f"\n\n{footer}" if footer else "")
        return "\n\n" + "\n".join(f"> {line}" for line in content.split("\n")) + "\n\n"
    opening = '<blockquote class="pullquote">' if quote.name == "pullquote" else "<blockquote>"
    return f"{opening}{content}{f'<p>{footer}</p>' if footer else ''}</blockquote>"


def _credit(arguments: list[str]) -> str:
    position = next((i for i, word in enumerate(arguments) if _ADDRESS.fullmatch(word)), len(arguments))
    author, _, source = " ".join(arguments[:position]).partition(",")
    address = arguments[position] if position < len(arguments) else ""
    link_title = " ".join(arguments[position + 1 :])
    named = source.strip() or link_title
    parts = [f"<strong>{html.escape(author.strip(), quote=False)}</strong>"] if author.strip() else []
    if address:
        parts.append(f"<cite>{_link(address, link_title or named or address)}</cite>")
    elif named:
        parts.append(f"<cite>{html.escape(named, quote=False)}</cite>")
    return "— " + " ".join(parts) if parts else ""


def _single(tag: _Tag, folder: str) -> str:
    """The HTML or address for a tag without content; empty if its arguments are not valid."""
    arguments = _arguments(tag.arguments)
    if not arguments:
        return ""
    match tag.name:
        case "img" | "image":
            return _picture(arguments, "")
        case "asset_img" | "asset_image":
            return _picture(arguments, _path(folder) + "/")
        case "link" | "a" | "anchor":
            position = next((i for i, word in enumerate(arguments) if _ADDRESS.fullmatch(word)), None)
            if position is None:
                return ""
            title = arguments[position + 1 :]
            if title and title[0] in ("true", "false"):
                title = title[1:]
            text = " ".join(arguments[:position]) or arguments[position]
            return _link(arguments[position], text, " ".join(title))
        case "iframe":
            return _link(arguments[0], arguments[0])
        case "post_path":
            return f"{POST_SCHEME}:{_slug(arguments[0])}"
        case "post_link":
            title = [word for word in arguments[1:] if word not in ("true", "false")]
            return _link(f"{POST_SCHEME}:{_slug(arguments[0])}", " ".join(title) or arguments[0])
        case "asset_path":
            return f"{_path(folder)}/{_path(arguments[0])}"
        case _:
            title = [word for word in arguments[1:] if word not in ("true", "false")]
            return _link(f"{_path(folder)}/{_path(arguments[0])}", " ".join(title) or arguments[0])


def _slug(text: str) -> str:
    slug, mark, fragment = text.partition("#")
    return _path(slug) + (f"#{_path(fragment)}" if mark else "")


def _picture(arguments: list[str], folder: str) -> str:
    """A picture from `[class names] address [width] [height] [title [alt]]`; the classes are dropped."""
    position = next((i for i, word in enumerate(arguments) if _PICTURE.fullmatch(word)), None)
    if position is None:
        return ""
    address = arguments[position]
    rest = arguments[position + 1 :]
    size: list[str] = []
    while rest and len(size) < 2 and re.fullmatch(r"\d{1,5}(?:px)?", rest[0]):
        size.append(rest.pop(0).removesuffix("px"))
    if len(rest) == 1 and '"' in rest[0]:
        # Hexo accepts title and alt in one argument: '"title" "alt"'.
        rest = _arguments(rest[0])
    attributes = [f'src="{folder}{_path(address)}"' if folder else f'src="{_attribute(address)}"']
    attributes += [f'{name}="{value}"' for name, value in zip(("width", "height"), size, strict=False)]
    if rest:
        attributes.append(f'title="{_attribute(rest[0])}"')
    attributes.append(f'alt="{_attribute(rest[1] if len(rest) > 1 else (rest[0] if rest else ""))}"')
    return f"<img {' '.join(attributes)}>"
