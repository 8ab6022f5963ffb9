"""Unescapes HTML that a feed escaped once too often, such as `&lt;p&gt;…&lt;/p&gt;`.

An article about HTML shows escaped tags, too.  So every `&lt;` must begin a tag of a known element, tags must be
balanced, paragraphs must begin and end where sentences do, and nothing may stand in code.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

from generator.article.elements import CODE, KNOWN, OPTIONAL_END, TELLING_BLOCKS, VOID, alternation

_LESS = r"&(?:lt|#0{0,5}60|#x0{0,5}3c);"
_GREATER = r"(?:&(?:gt|#0{0,5}62|#x0{0,5}3e);|>)"
_FIRST = re.compile(_LESS, re.IGNORECASE)
_TOKEN = re.compile(
    rf"{_LESS}(?P<end>/?)(?P<name>[a-z][a-z0-9]*+)"
    rf"(?P<rest>(?:[^&<>]|&(?!(?:lt|gt|#0{{0,5}}6[02]|#x0{{0,5}}3[ce]);))*+){_GREATER}"
    rf"|(?P<comment>{_LESS}!--(?:(?!--{_GREATER}).){{0,200}}--{_GREATER})"
    rf"|(?P<sign>{_LESS})"
    r"|<(?P<real>[/!?]?[a-z][^\s<>/]*+)[^<>]*+>",
    re.IGNORECASE | re.DOTALL,
)
_REAL = re.compile(r"<[/!?a-z][^<>]*+>", re.IGNORECASE)
_IN_CODE = re.compile(rf"<(?P<end>/?)(?:{alternation(CODE)})(?=[\s/>])", re.IGNORECASE)
_NEXT = re.compile(rf"\s*+(?:<|{_LESS}|\]\]>|\Z)", re.IGNORECASE)
_NEXT_MARK = re.compile(r"<|\]\]>")
_SECTION = "<![CDATA["
_SHOWS_CODE = re.compile(r"\bcode|sourcecode|highlight|hljs|\blang(?:uage)?-|prism|syntax|brush|snippet", re.IGNORECASE)
ABOUT_CODE = re.compile(
    r"html|css|xml|markup|代码|代碼|程式碼|源码|模板|コード|タグ"
    r"|\b(?:codes?|snippets?|scripts?|templates?|divs?|(?:end|start|closing|opening) tags?)\b"
    r"|(?:标签|標籤|\btags?\b)(?!\s*[:：])",
    re.IGNORECASE,
)
"""Words of a text about HTML."""
_WRAPPING = frozenset({"p", "br", "div", "span", "section", "article", "/p", "/div", "/span", "/section", "/article"})
"""Real tags that may stand among the escaped ones: an editor or a script puts them around lines."""
_PAGE = frozenset({"html", "head", "body", "title", "meta", "link", "script", "style", "form", "input", "svg"})
"""Elements with which a shown example begins rather than an article."""
_PAIRED = TELLING_BLOCKS - VOID
_SENTENCE_END = ("。", "！", "？", "…", ".", "!", "?", "”", "」", "』", '"', "）", ")", ";")
_TOLERATED = 10
"""One tag in so many may be out of place."""
_MOST = 0.8
_MOST_HEAD = 0.7


@dataclass(slots=True)
class _Count:
    """Counts of the escaped tags of a body, which show whether they are its markup or examples in a text about HTML."""

    tags: int = 0
    blocks: int = 0
    strong: int = 0
    """Tags that a text about HTML shows less often: paired blocks, links and pictures with addresses, breaks at the end
    of a line.
    """
    odd: int = 0
    """Tags that do not match, and blocks that begin or end within a sentence."""
    opened: list[str] = field(default_factory=list)

    def add(self, token: re.Match[str], text: str, previous: int) -> bool:
        """Count the escaped tag `token` of `text`, and return True; if it cannot be markup of an article, return False.

        `previous` is the index in `text` behind the tag before it.
        """
        name, rest = token["name"].lower(), token["rest"]
        if not _is_tag(token) or (not self.tags and name in _PAGE):
            return False
        self.tags += 1
        is_paired = name in _PAIRED
        between = text[previous : token.start()].rstrip()
        self.blocks += name in TELLING_BLOCKS
        self.strong += is_paired or (name in ("a", "img") and "://" in rest)
        self.strong += name == "br" and (not between or text.startswith("\n", token.end()))
        if token["end"]:
            self._close(name)
            self.odd += is_paired and _NEXT.match(text, token.end()) is None
        else:
            if name not in VOID and name not in OPTIONAL_END:
                self.opened.append(name)
            self.odd += is_paired and bool(between) and not between.endswith(_SENTENCE_END)
        return True

    def _close(self, name: str) -> None:
        if name in OPTIONAL_END or name in VOID:
            return
        if name not in self.opened[-8:]:
            self.odd += 1
            return
        while self.opened.pop() != name:
            self.odd += 1

    @property
    def is_markup(self) -> bool:
        """Whether the tags counted so far look like markup of an article, not like examples in a text about HTML."""
        return self.tags > 1 and self.strong > 0 and (self.odd + len(self.opened)) * _TOLERATED <= self.tags


def unescaped(body: str) -> tuple[str, bool]:
    """`body`, unescaped if it is HTML that was escaped once too often, and whether it was unescaped."""
    if "&" not in body or (first := _FIRST.search(body)) is None or "```" in body:
        return body, False
    before = body[: first.start()]
    if _is_shown(before):
        return body, False
    count = _Count()
    start = max(before.rfind(">") + 1, before.rfind(_SECTION) + len(_SECTION) if _SECTION in before else 0)
    previous, last = start, first.start()
    is_outside = False
    for token in _TOKEN.finditer(body, first.start()):
        if token["real"]:
            is_outside |= token["real"].lower() not in _WRAPPING or _SHOWS_CODE.search(token[0]) is not None
        # What follows other markup is outside of the escaped part, or else the post shows tags on purpose.
        elif is_outside or token["sign"] or (token["name"] and not count.add(token, body, previous)):
            return body, False
        else:
            last = token.end()
        previous = token.end()
    after = _NEXT_MARK.search(body, last)
    end = after.start() if after is not None else len(body)
    part = body[start:end]
    is_most = len(_REAL.sub("", part)) >= _MOST * len(_REAL.sub("", body))
    if not is_most or not count.is_markup or not _is_article(part, first.start() - start, last - start, count):
        return body, False
    return before[:start].removesuffix(_SECTION) + html.unescape(part) + body[end:].removeprefix("]]>"), True


def known_tags(text: str) -> list[re.Match[str]]:
    """Matches for the escaped tags and comments in `text`, such as `&lt;p&gt;`, in order.

    Of a match, the group `end` is `/` for an end tag, `name` is the name of a tag (None for a comment), and `rest` the
    text after the name.  Empty if any escaped `<` begins neither a comment nor a tag of HTML.
    """
    tags = []
    for token in _TOKEN.finditer(text):
        if token["sign"] or (token["name"] and not _is_tag(token)):
            return []
        if token["real"] is None:
            tags.append(token)
    return tags


def _is_tag(token: re.Match[str]) -> bool:
    rest = token["rest"].strip(" \t\n/")
    return token["name"].lower() in KNOWN and (not rest or "=" in rest)


def _is_article(part: str, first: int, last: int, count: _Count) -> bool:
    """Whether a part with escaped tags from `first` to `last` is an article; with words outside it needs more signs."""
    text = _TOKEN.sub(" ", part)
    outside = f"{part[:first]} {part[last:]}".split()
    if not outside:
        return bool(text.strip()) or count.strong > 1
    return (
        count.blocks > 0
        and count.strong > 1
        and len(part[:first]) <= _MOST_HEAD * len(text)
        and not part[:first].rstrip().endswith((":", "："))
        and ABOUT_CODE.search(text) is None
    )


def _is_shown(before: str) -> bool:
    """Whether escaped tags after `before` are shown on purpose: in code, in an attribute, after a grave accent."""
    if before.endswith("`") or (before.rfind("<") > before.rfind(">") and not before.endswith(_SECTION)):
        return True
    depth = 0
    for tag in _IN_CODE.finditer(before):
        depth += -1 if tag["end"] else 1
    return depth > 0 or any(_SHOWS_CODE.search(tag) for tag in _REAL.findall(before))
