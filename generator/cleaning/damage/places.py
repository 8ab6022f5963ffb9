"""Places where characters were lost for good: they are only marked, never mended."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from generator.cleaning.damage.encodings import undecodable
from generator.cleaning.damage.readings import has_tone
from generator.cleaning.damage.shifts import shifted
from generator.cleaning.damage.signs import HAN, LETTER, LOST, MARKED, han_count, misread
from generator.han import simplified


class Place(NamedTuple):
    """A damaged part of a text, from `start` to before `end`, and the reason why it counts as damaged."""

    start: int
    end: int
    reason: str


class _Doubt(NamedTuple):
    """A `?` between two Chinese characters: where it is, and how unlikely a question is, from 0 to 2.

    Only at 2 the words on both sides exclude a question.
    """

    start: int
    weight: int


_REPLACED = re.compile(f"{LOST}+|(?:ï¿½)+")
_REPLACED_TWICE = re.compile("(?:锟斤拷)+")
"""What UTF-8 of two U+FFFD is in GB18030.  Programmers know it, so it is a subject, too."""
_SUBJECT = re.compile(
    "烫烫烫|屯屯屯|程序|程式|[编編]程|工程[师師]|笑[话話]|[电電][脑腦]|屏幕|螢幕|[计計]算[机機]|[软軟][件體]|[变變]成|[显顯]示|锟斤拷[是的和与或这三]"
    "|[“\"'‘「『《【(（](?:锟斤拷)+[”\"'’」』》】)）]"
)
"""What shows that a text with `锟斤拷` is about it."""
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_READING = re.compile(rf"[?{LOST}]([(（]?)([{LETTER}]{{1,7}})[)）][@-~]?")
_QUESTION = re.compile(rf"\?(?<=[{HAN}]\?)(?=[{HAN}])")
_BETWEEN = re.compile(rf"\?(?<=[{HAN}]\?)(?:!?[{HAN}]|[(（]?[{LETTER}]{{0,6}}[{MARKED}])")
_ENDING = re.compile(rf"\?(?<=[{HAN}”」』)）]\?)(?=$|[\s\0”」』)）\"'])", re.MULTILINE)
"""A question mark that ends a line or a quotation, as authors write it."""
_WIDE_STOP = re.compile("[，。；：、！？]")
_CLAUSE = re.compile(r"[^，。；：、！？,;:!?\s\0“「『]*$")
_CLAUSE_CHARACTERS = 40
_ASKING = re.compile(r"[吗嘛呢么吧谁哪何什怎几啥咋孰焉乎耶岂否]|多少|难道|是不是|有没有|没有$|(.)[不没]\1")
"""Words of questions, in simplified characters."""
_CLOSED = re.compile("[了啊呀哦的啦]$")
_NO_START = re.compile(
    "们|的(?![确士哥黎卢当])|了(?![解结却不断然无事如若悟得望])|着(?![什急重眼手实力装凉火迷魔色陆想落地笔墨意])|吗(?!啡)|呢(?![子喃绒])"
)
"""What no sentence begins with."""
_NO_END = re.compile("(?:^|[他她它们我你都也会将已就又才不])被$|(?<![参给赠施授付相])与$|以及$|或$|(?<!之)最$|很$")
"""What no sentence ends with."""
_QUERY = re.compile(r"\?[^\s\0，。；：、！？?]{0,40}=")
"""A `?` in an address."""
_MANY = 3
"""So many `?` that are certainly damage show that others are, too."""
_SHORT = 4
"""A clause of fewer characters may be a question without any word for it."""


def has_losses(text: str) -> bool:
    """Whether `text` may have lost characters, so that the slow search for them is worth while.

    It has U+FFFD or a usual garbled form of it, or a `?` between Chinese characters or before pinyin.
    """
    if LOST in text or "锟斤拷" in text or "ï¿½" in text:
        return True
    return "?" in text and _BETWEEN.search(text) is not None


def lost(texts: Sequence[str], *, is_damaged: bool) -> list[list[Place]]:
    """For each of `texts`, all texts of one post, the places where characters were lost, in order and without overlaps.

    `is_damaged` says that the post had other damage, which was repaired.  Then a place counts even if it is only likely
    that a reading fell apart.
    """
    sure = [list(_sure(text, is_damaged=is_damaged)) for text in texts]
    if any(map(_REPLACED_TWICE.search, texts)) and not _is_subject(texts):
        for places, text in zip(sure, texts, strict=True):
            places += (Place(*match.span(), "replaced") for match in _REPLACED_TWICE.finditer(text))
    doubts = [list(_doubts(text)) for text in texts]
    least = _least_weight(texts, doubts)
    return [
        _merged([*places, *(Place(start, start + 1, "question") for start, weight in found if weight >= least)])
        for places, found in zip(sure, doubts, strict=True)
    ]


def _is_subject(texts: Sequence[str]) -> bool:
    """Whether a post with `锟斤拷` may be about it: it is a small part, never stands twice in a row, or words tell."""
    lengths = [match.end() - match.start() for text in texts for match in _REPLACED_TWICE.finditer(text)]
    is_little = max(lengths) == 3 or 10 * sum(lengths) < sum(map(han_count, texts))
    return is_little or any(map(_SUBJECT.search, texts))


def _sure(text: str, *, is_damaged: bool) -> Iterator[Place]:
    if LOST in text or "ï" in text:
        yield from (Place(*match.span(), "replaced") for match in _REPLACED.finditer(text))
    for match in _READING.finditer(text) if ")" in text or "）" in text else ():
        # Without its parenthesis it is no question with a reading behind it, but what damage made of `歷(lì)`.
        is_likely = is_damaged if match[1] else not _is_in_parentheses(text, match.start())
        if has_tone(match[2]) and is_likely:
            yield Place(*match.span(), "reading")
    # Pairs of bytes that are wrong throughout a text leave one over at its end, or give characters that nobody uses.
    if LOST in text or "?" in text or _PRIVATE.search(text):
        yield from (Place(*span, "shifted") for span in shifted(text))
    if misread().search(text):
        yield from (Place(*span, "encoding") for span in undecodable(text))


def _is_in_parentheses(text: str, place: int) -> bool:
    before = text[max(0, place - _CLAUSE_CHARACTERS) : place].replace("（", "(").replace("）", ")")
    return before.rfind("(") > before.rfind(")")


def _doubts(text: str) -> Iterator[_Doubt]:
    """Each `?` between Chinese characters, with a weight of -1 if a word of its sentence makes it a question."""
    for match in _QUESTION.finditer(text):
        start = match.start()
        clause = simplified(_clause(text, start))
        if "/" in clause or "." in clause or _QUERY.match(text, start):
            continue
        if _ASKING.search(clause):
            yield _Doubt(start, -1)
        elif _NO_END.search(clause) or _NO_START.match(simplified(text[start + 1 : start + 3])):
            yield _Doubt(start, 2)
        else:
            yield _Doubt(start, int(len(clause) > _SHORT and not _CLOSED.search(clause)))


def _clause(text: str, end: int) -> str:
    found = _CLAUSE.search(text[max(0, end - _CLAUSE_CHARACTERS) : end])
    return found[0] if found else ""


def _least_weight(texts: Sequence[str], doubts: Iterable[Sequence[_Doubt]]) -> int:
    """The least weight of a doubt that counts as damage in this post; 3 if none does."""
    weights = Counter(doubt.weight for found in doubts for doubt in found)
    if not weights[2] or not any(map(_WIDE_STOP.search, texts)):
        return 3
    # Authors who write questions this way have a word for most of them; others use the stops of Chinese.
    asked = weights[-1] + sum(1 for text in texts for _ in _ENDING.finditer(text))
    return 1 if weights[2] >= max(_MANY, 2 * asked) else 2


def _merged(places: list[Place]) -> list[Place]:
    merged: list[Place] = []
    for place in sorted(places):
        if merged and place.start <= merged[-1].end:
            merged[-1] = merged[-1]._replace(end=max(place.end, merged[-1].end))
        else:
            merged.append(place)
    return merged
