"""The step that takes the address of the original article, `link`, from the body of a post that has none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from generator.article.nodes import Node
from generator.article.text import comparable
from generator.article.urls import host, safe_link
from generator.cleaning.draft import Draft
from generator.cleaning.repeated_title import first_line

_LABEL = (
    r"(?:(?:查看|阅读|閱讀|点击)?原文(?:链接|連結|鏈接|地址|网址|網址)?|(?:来源|來源|原始)(?:链接|連結|鏈接)"
    r"|(?:view |read )?(?:the )?original (?:article|post|link|source))"
)
_HINT = re.compile(r"原文|(?:来源|來源|原始)[链連鏈]|original (?:article|post|link|source)", re.IGNORECASE)
# Two characters of each hint.  An expression that ignores case tries every position of a body: five times as slow.
_SIGNS_OF_HINT = re.compile("[原来來lL][文源始 ]")
_SAYS_ORIGINAL = re.compile(rf"[\[【（(「]?{_LABEL}[\]】）)」]?\s?[:：>»→]{{0,2}}", re.IGNORECASE)
_BEFORE_LINK = re.compile(rf"{_LABEL}\s?[:：]\s?$", re.IGNORECASE)
# An address in running text ends where Chinese punctuation begins.
_WRITTEN = re.compile(
    rf"{_LABEL}\s?[:：]\s?(https?://[^\s<>\"'，。；、！？：（）《》【】「」“”]{{4,1000}})", re.IGNORECASE
)
# An arrow or an emoji before or behind the words, which is no bracket.
_SIGNS = re.compile(r"^[^\w\[【（(「]++|[^\w\]】）)」]++$")
_LONGEST_TEXT = 40


def apply(draft: Draft) -> None:
    """Set the `link` of a post that has none to the address that its body names as that of the original article.

    A first line that repeats the title and is a link counts, too.  If the body names several addresses, none is used:
    the post is probably a digest of other articles.
    """
    if draft.header.link:
        return
    if address := _of_title(draft):
        draft.header = replace(draft.header, link=address)
        return
    text = draft.raw.body
    if _SIGNS_OF_HINT.search(text) is None or _HINT.search(text) is None:
        return
    originals = {safe for address in _addresses(draft.body) if (safe := safe_link(address)) and host(safe)}
    if len(originals) == 1:
        draft.header = replace(draft.header, link=originals.pop())


def _of_title(draft: Draft) -> str:
    """The address of a first line that is a link and repeats the title; empty if there is none."""
    line = first_line(draft.body)
    if line is None or not (wanted := comparable(draft.header.title)) or comparable(line.text()) != wanted:
        return ""
    links = [line] if line.tag == "a" else line.elements("a")
    if len(links) != 1 or comparable(links[0].text()) != wanted:
        return ""
    address = safe_link(links[0].value("href"))
    return address if address and host(address) else ""


def _addresses(body: Node) -> Iterator[str]:
    for node in body.walk():
        if node.tag == "a" and "href" in node.attributes:
            before = node.prev
            if _SAYS_ORIGINAL.fullmatch(_SIGNS.sub("", node.text().strip()[:_LONGEST_TEXT])) or (
                before is not None and before.is_text and _BEFORE_LINK.search(before.text_content[-_LONGEST_TEXT:])
            ):
                yield node.value("href")
        elif "://" in node.text_content and (match := _WRITTEN.search(node.text_content)):
            yield match[1]
