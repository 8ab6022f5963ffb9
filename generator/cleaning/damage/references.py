"""Character references that were escaped twice, so that readers would see `&nbsp;` or `&#20013;` in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from html.entities import name2codepoint

from generator.characters import drop_controls
from generator.cleaning.damage.paragraphs import Edit
from generator.cleaning.damage.signs import LOST

_NAMED = r"(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,7});"
_REFERENCE = re.compile(rf"&{_NAMED}")
_REPEATED = re.compile(rf"&((?:amp;)*+)({_NAMED})?+")
_NAMES = name2codepoint.keys() | {"apos"}
_TAG = re.compile(r"(?:<|&(?:amp;){0,9}+lt;)[/!]?[A-Za-z]")
_ABOUT_MARKUP = re.compile(
    r"html|xml|css|markup|markdown|javascript|unicode|utf-8|url|\bentit(?:y|ies)\b|encoding"
    r"|escape (?:char|code|sequence)"
    r"|标签|標籤|实体|實體|转义|轉義|编码|編碼|代码|代碼|网页|網頁|字符|字元|浏览器|瀏覽器|源码|源碼"
    r"|タグ|エスケープ|実体参照|文字参照|ブラウザ|コード",
    re.IGNORECASE,
)
_MENTION_CHARACTERS, _WORD_CHARACTERS = 60, 12
_MENTION = re.compile(
    r"\b(?:signs?|symbols?|characters?|glyphs?|typ(?:e|es|ed|ing)|writ(?:e|es|ing|ten)|wrote|escap(?:e|es|ed|ing)"
    r"|enter|codes?|key(?:s|board)?|spell(?:s|ed|ing)?|stands? for|named?|called)\b"
    r"|[符記记][号號]|[写寫][成作为為]|[打键鍵输輸]入|打出|打成|表示|代表|代替|替[换換]|[叫称稱]作|入力|書く",
    re.IGNORECASE,
)
"""A word in a text that is about references, if it stands near one."""
_NOUN = re.compile(
    r"(?:\b(?:use[sd]?|using|press|put|then|an?|the|as|like|with|by)|[用打按加成为為])[ \u00a0]?"
    rf"&(?:amp;){{0,9}}{_NAMED}(?=[\s.,;:!?)，。；：、！？）]|$)",
    re.IGNORECASE,
)
"""A reference as a noun: a verb, an article or a preposition that stands before no punctuation, and no word behind."""
_QUOTED = re.compile(rf"(?<=[\"'“‘「『`(（])&(?:amp;){{0,9}}{_NAMED}(?=[\"'”’」』`)）])")


def has_references(text: str) -> bool:
    """Whether `text`, as readers see it, contains character references such as `&nbsp;`."""
    return "&" in text and _REFERENCE.search(text) is not None


def is_about_markup(text: str) -> bool:
    """Whether a text is about HTML or code, so that its references may be examples: it has words for that, or tags."""
    return _ABOUT_MARKUP.search(text) is not None or _TAG.search(text) is not None


def are_mentioned(text: str) -> bool:
    """Whether a text is about one of its references: one stands in quotes, as a noun, or near a word like "type"."""
    if _QUOTED.search(text) is not None or _NOUN.search(text) is not None:
        return True
    end = 0
    for match in _REFERENCE.finditer(text):
        # Where stretches overlap, little is searched twice: a word may stand across their border.
        start, end = max(end - _WORD_CHARACTERS, match.start() - _MENTION_CHARACTERS), match.end() + _MENTION_CHARACTERS
        if _MENTION.search(text, start, end):
            return True
    return False


def resolved(text: str) -> Iterator[Edit]:
    """Edits that replace each character reference in `text`, such as `&nbsp;`, by the character that it stands for.

    A reference that was escaped several times, such as `&amp;amp;nbsp;`, is resolved at once.  References with an
    unknown name, or to a control character, stay.
    """
    for match in _REPEATED.finditer(text):
        ampersands, name = match[1], match[2] or ("amp;" if match[1] else "")
        if not name or (name[0] != "#" and name[:-1] not in _NAMES):
            if not ampersands:
                continue
            # What follows is no reference, such as a parameter of an address.
            yield Edit(match.start(), match.end(1), "&")
            continue
        new = unescape(f"&{name}")
        if new not in ("", LOST) and not drop_controls(new)[1]:
            yield Edit(*match.span(), new)
