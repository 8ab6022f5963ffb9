"""Excerpts for lists: the post's own excerpt, the text before `<!-- more -->`, or the beginning of the text."""

from __future__ import annotations

import re
import unicodedata

from generator.article.formulas import CLASS, DISPLAY
from generator.article.nodes import Node, read_body
from generator.article.text import is_footnote_mark, tidy, visible_text, written_text
from generator.characters import letters_and_digits
from generator.model import Header

LENGTH = 140
"""Most characters of an excerpt that is taken from the beginning of a post."""

CHOSEN_LENGTH = 500
"""Most characters of an excerpt that the author chose."""

_ENOUGH = 20_000
"""Only this many characters are processed, so that a post of 2 MB is not split into words for its first line."""

_SENTENCE_ENDS = "。！？!?…；;"
_CLAUSE_ENDS = "，,、：:）)”」』》"
_CLOSING = "”’」』）)》\"'"
_PLAIN = re.compile(r"[0-9A-Za-z\u4e00-\u9fa5]{2}")
"""Two characters, of which the first has the same key whatever follows it."""
_NO_WORDS = re.compile(
    # Half a bracket or quotation, of which the first half went with the title; a quote may also open a quotation.
    r"(?:[\s\]\)}】」』）》〉｝〕〗”]|[\"'’](?=[\s,.:;!?，。：；！？]|$)|[【〔\[（(]\s*+[】〕\]）)]"
    # Punctuation, but not the sign of a number, of an option, of a name such as `.NET`, or of a topic.
    r"|[:：,，、。;；!！?？·]|[*=|｜>＞^\\]|\.(?![A-Za-z0-9])|-(?!\d|-[a-z])|[+±](?!\d)|#(?=[\s#])|[~～〜](?!/)|_(?=[\s_])"
    # Dashes, bullets, arrows, lines, shapes, dingbats, emoji and their selectors.
    r"|[\u2010-\u2015\u2022\u2023\u2043\u2190-\u21ff\u2500-\u27bf\u2b00-\u2bff\u3003\u3013\u30fb\u203b\uff0d"
    r"\ufe0e\ufe0f\u200b-\u200d\U0001f000-\U0001faff])++"
)
_ADDRESS = re.compile(r"(?i:https?://|www\.)[!-~]++(?! +[a-z])")
"""A bare address; one that begins an English sentence is a word of it."""
_MOST_PARTS = 8
_JOINING = frozenset("\u200c\u200d\ufe0e\ufe0f")


def split_more(body: Node) -> str | None:
    """Remove the first comment `<!-- more -->` from `body`, and return the visible text before it.

    None if there is no such comment.  Blanks and case in the comment do not matter.  Source: Hexo,
    `lib/plugins/filter/after_post_render/excerpt.ts`.
    """
    for node in body.walk():
        if node.is_comment and node.text_content.strip().lower() == "more":
            text = tidy(written_text(body, until=node, is_left_out=_is_left_out))
            node.remove()
            return text
    return None


def _is_left_out(node: Node) -> bool:
    """Whether a node is a mark of a footnote, or a formula on a line of its own: no line of text can show it."""
    return is_footnote_mark(node) or (node.tag == "code" and node.attributes.get("class") == f"{CLASS} {DISPLAY}")


def excerpt(header: Header, title: str, text: str, more_text: str | None) -> str:
    """The excerpt of a post, as plain text on one line, with `…` where it was cut.

    Empty if it would only repeat `title`.  The excerpt comes from front matter, else from `more_text`, the text before
    the comment `<!-- more -->`, else from `text`, the text of the whole post.
    """
    if header.excerpt.strip():
        return _cut(_plain(header.excerpt), CHOSEN_LENGTH)
    if more_text is not None:
        chosen = _beginning(_without_title(more_text, title), CHOSEN_LENGTH)
        if chosen:
            return chosen
    return _beginning(_without_title(text, title), LENGTH)


def _beginning(text: str, length: int) -> str:
    text = from_words(text)
    # Twice the length is always enough, because the blanks of `text` are single.
    return _cut(_one_line(text[: 2 * length]), length)


def from_words(text: str) -> str:
    """`text` from its first word on, without punctuation and web addresses before it; unchanged if it has no words."""
    rest = text
    for _ in range(_MOST_PARTS):
        sign = _NO_WORDS.match(rest) or _ADDRESS.match(rest)
        if sign is None:
            break
        rest = rest[sign.end() :]
    return rest if rest is text or any(map(str.isalnum, rest)) else text


def begins_with_sign(text: str) -> bool:
    """Whether `text` begins with punctuation, a symbol or a web address instead of a word."""
    return _NO_WORDS.match(text) is not None or _ADDRESS.match(text) is not None


def _plain(text: str) -> str:
    text = text[:_ENOUGH]
    if "<" in text or "&" in text:
        text = visible_text(read_body(text))
    return _one_line(text)


def _one_line(text: str) -> str:
    return " ".join(text[:_ENOUGH].split())


def _without_title(text: str, title: str) -> str:
    """`text` without a title at its beginning, on one line or several, or followed by punctuation."""
    text = text[:_ENOUGH].strip()
    rest = text
    left = letters_and_digits(title)
    if not left:
        return rest
    whole = left
    while rest:
        line, _, following = rest.partition("\n")
        # Most lines differ from the title in their first character; the key of a whole line costs fifty times as much.
        is_other = _PLAIN.match(line) is not None and not left.startswith(line[0].lower())
        key = "" if is_other else letters_and_digits(line)
        if is_other or (key and not left.startswith(key)):
            # The lines matched only the beginning of the title, so they belong to the text.
            return _without_prefix(rest, left, title) if left == whole else text
        left = left[len(key) :]
        rest = following
        if not left:
            return rest.strip()
    # The whole text is the beginning of the title, or it has no letters or digits: a text of emoji is kept.
    is_seen = any(character.isprintable() and character != " " for character in text)
    return text if left == whole and is_seen else ""


def _without_prefix(text: str, key: str, title: str) -> str:
    """`text` without a first clause that equals the title; the text stays if the title only begins a longer word."""
    seen = ""
    for position, character in enumerate(text):
        if seen == key:
            if title.rstrip().endswith(("…", "...", "。。。")):
                return "…" + from_words(text[position:].lstrip(" \n…。."))
            if character.isalnum():
                return text
            return text[position:].lstrip(" \n\t" + _SENTENCE_ENDS + _CLAUSE_ENDS + "._-—|·")
        seen += letters_and_digits(character)
        if not key.startswith(seen):
            return text
    return "" if seen == key else text


def _cut(text: str, length: int) -> str:
    """At most about `length` characters of `text`, cut after a sentence, else a clause, else a word."""
    if len(text) <= length:
        return text
    end = length
    while end > length // 2 and (
        unicodedata.combining(text[end]) or text[end] in _JOINING or text[end - 1] == "\u200d"
    ):
        end -= 1
    window = text[:end]
    near = length * 3 // 5
    for borders in (_SENTENCE_ENDS, _CLAUSE_ENDS):
        position = max((_border(text, window, sign) for sign in borders), default=-1)
        if borders is _SENTENCE_ENDS:
            position = max(position, window.rfind(". ") + 1)
        if position > near:
            kept = window[:position]
            return (kept if borders is _SENTENCE_ENDS else kept.rstrip("，,、：:")).rstrip("… ") + "…"
    if text[end].isalnum() and text[end].isascii() and (space := window.rfind(" ")) > near:
        window = window[:space]
    return window.rstrip(" ，,、：:") + "…"


def _border(text: str, window: str, sign: str) -> int:
    """The end of the last `sign` in `window` and the closing quotes after it; -1 if there is none."""
    position = window.rfind(sign)
    # The signs in 12:30, in 1,000 and in an address are not borders.
    while position > 0 and sign in ",:;!?" and text[position + 1 : position + 2] not in (" ", "", "”", '"'):
        if not text[position + 1].isascii() and not text[position - 1].isascii():
            break
        position = window.rfind(sign, 0, position)
    if position < 0:
        return -1
    position += 1
    while position < len(window) and window[position] in _CLOSING:
        position += 1
    return position
