"""Decides whether one of the last lines of a post, which a rule matches, is a by-line or part of the article.

The lines beside it decide this.  Only rules without a scope are checked: a rule for one source was written for the way
in which that source closes its articles.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from generator.article.elements import CAPTIONS, CELLS, HEADINGS, ITEMS
from generator.cleaning.filters.tree import Snapshot, ends_line

HELD_TAGS = ITEMS | CELLS | CAPTIONS | {"blockquote", "q"}
"""Elements whose lines belong to something larger: a list, a table, a quotation or a picture."""
REACH = 6
"""How many lines on each side are examined."""

_ITEM_LINES = 3
_LIKE_LENGTH = 60
_VERSE_LENGTH = 20
_VERSE_LINES = 2
_WORDLESS_LENGTH = 3
_PROSE_WORDS = 30
_SENTENCE_WORDS = 8
_CLOSERS = "”’」』\"')）】]》〉"
_LABELLED = re.compile(r"(?P<bracket>[（(【\[]?)(?P<label>[^:：丨|/／]{1,24}?) ?[:：丨|/／] ?[^:：丨|/／].*")
_SPACED = re.compile(r"(?P<bracket>[（(【\[]?)(?P<label>[^\W\d_]{1,6}) [^\W\d_][^\s，。,.]{0,11}")
_NUMBERED = re.compile(r"[-+±]?\d[\d.,:]*\s?\D.{0,30}|\D{1,30}\s\d[\d.,:%]*")
_COUNTER = re.compile(r"\d[\d.,]*[kKmMwW万萬]?\s?(?P<kind>\D.*)")
# "The mayor said: …" is a sentence, however short; "Q: …" is a line of an interview.
_SAYING = re.compile(
    r".(?:说|說|道|称|稱|表示|认为|認為|指出|强调|介绍|提醒|写道|回答)$|\b(?:said|says|wrote|asked|added)$"
)
_NEWS_LABEL = re.compile(
    r"(?:本文|新闻|消息|图片|圖片|视频|资料|文章)?(?:来源|來源|稿源|出处|作者|撰文|撰稿|采写|文|文字|图|圖|图文|图片|圖片|题图|图源"
    r"|摄影|攝影|记者|記者|通讯员|实习生|实习记者|校对|校對|审核|审校|初审|复审|终审|审读|责编|責編|编辑|編輯|责任编辑|責任編輯"
    r"|值班编辑|监制|排版|统筹|原标题|原文|链接|转自|source|author|by|text|photos?|images?|editor)",
    re.IGNORECASE,
)
_END_MARK = re.compile(r"\W*(?:END|完|全文完|全文終|本文完|终|終|fin)\W*", re.IGNORECASE)
_SALUTATION = re.compile(
    r"(?:此致|敬礼|敬禮|敬上|谨上|謹上|敬启|顺颂|敬祝|即颂|祝).{0,8}|(?:敬具|敬白|かしこ|草々).{0,2}"
    r"|.{0,20}\b(?:regards|sincerely|yours|faithfully|truly|love|wishes)\b.{0,10}",
    re.IGNORECASE,
)
_PLACES = re.compile(r"[\d一二两兩三四五六七八九十]{1,3} ?[名位人个個]$")
"""The number of people wanted, in a job advertisement."""
_STOCK = re.compile(
    r"Reserved|©|Copyright ?[\d(]|ICP|^.{0,20}版[权權]所有[，,。. ]?(?:[未翻违違侵].{0,24})?$", re.IGNORECASE
)


@dataclass
class Line:
    """One of the last lines of a post, with the properties by which it is compared with the lines around it."""

    text: str
    """Blanks collapsed; empty for a line with media."""
    words: int
    tags: tuple[str, ...]
    """The elements around it, the innermost last."""
    block: int
    """The innermost block around it, or -1 for the body."""
    is_item: bool
    """Whether it is in a list, a table, a quotation or a caption that is not the whole article."""

    @property
    def is_heading(self) -> bool:
        """Whether the line is in a heading."""
        return not HEADINGS.isdisjoint(self.tags)

    @cached_property
    def shape(self) -> tuple[str, str]:
        """The form of the line and its label, such as ("labelled", "Editor"); lines of one list have the same form.

        The label is the part before the value, as in "Label: value"; it is empty for a form without one.  Both are
        empty for prose.
        """
        if not self.text or len(self.text) > _LIKE_LENGTH:
            return "", ""
        for pattern, form in ((_LABELLED, "labelled"), (_SPACED, "spaced")):
            if (match := pattern.fullmatch(self.text)) and not _SAYING.search(match["label"]):
                return form + ("[" if match["bracket"] else ""), match["label"].replace(" ", "")
        return ("numbered", "") if _NUMBERED.fullmatch(self.text) else ("", "")

    @property
    def is_news_label(self) -> bool:
        """Whether the line begins with a label for the source or a contributor of an article, such as "Editor:"."""
        return _NEWS_LABEL.fullmatch(self.shape[1]) is not None

    @property
    def leads_on(self) -> bool:
        """Whether the line introduces the next line: it ends with a colon, or inside a quotation that is not closed."""
        return self.text.endswith((":", "：")) or any(
            self.text.count(opening) > self.text.count(closing) for opening, closing in ("“”", "「」", "『』", "《》")
        )

    @property
    def is_sentence(self) -> bool:
        """Whether the line ends with a full stop or another sign that ends a sentence."""
        return is_sentence(self.text)

    @property
    def is_closed(self) -> bool:
        """Whether an article may end with this line, because it is complete.

        True for a picture, a sentence, a long paragraph, a line such as "END", a note in brackets, a by-line and a list
        item.
        """
        return (
            len(self.text) <= _WORDLESS_LENGTH
            or self.is_sentence
            or self.is_item
            or self.words >= _PROSE_WORDS
            or self.text[-1] in ")）】]"
            or self.is_news_label
            or _END_MARK.fullmatch(self.text) is not None
        )

    @property
    def is_very_short(self) -> bool:
        """Whether the line has only two or three characters, at least one of which belongs to a word.

        False for a sentence, and for a line that marks the end of an article, such as "END".
        """
        is_short = 1 < len(self.text) <= _WORDLESS_LENGTH
        return is_short and self.words > 0 and not self.is_sentence and _END_MARK.fullmatch(self.text) is None

    @property
    def is_verse(self) -> bool:
        """Whether the line is as short as one of a poem or dialogue.

        False for a note in brackets, a list item, a by-line, and a line that marks the end of an article, such as
        "END".
        """
        return (
            _WORDLESS_LENGTH < len(self.text) <= _VERSE_LENGTH
            and self.text[-1] not in ")）】]"
            and not self.is_item
            and not self.is_news_label
            and _END_MARK.fullmatch(self.text) is None
        )


def is_sentence(text: str) -> bool:
    """Whether `text`, a line, ends with a full stop or another sign that ends a sentence."""
    bare = text.rstrip(_CLOSERS)
    return bare.endswith(tuple("。！？!?…．")) or (bare.endswith(".") and not bare[-2:-1].isdigit())


def is_statement(text: str) -> bool:
    """Whether `text`, a line, is a sentence of the article although it contains words that footers use.

    False for a stock phrase of footers, such as a copyright notice.
    """
    if _STOCK.search(text):
        return False
    bare = text.rstrip(_CLOSERS)
    return bare.endswith(tuple("。！？!?…．")) or (bare.endswith(".") and text.count(" ") >= _SENTENCE_WORDS - 1)


def is_remark(text: str) -> bool:
    """Whether `text`, a line, ends like a sentence and is no stock phrase of footers, such as a copyright notice."""
    return is_sentence(text) and _STOCK.search(text) is None


def line_at(shot: Snapshot, pieces: range, gone: bytearray) -> Line:
    """The `Line` made of `pieces`, a range of indexes of texts, pictures, players and frames in `shot.pieces`.

    Pieces in removed elements are left out; `gone` has one byte for each element, 1 if it is removed.
    """
    left = [piece for piece in shot.pieces_left(pieces, gone) if shot.pieces[piece].strip() or shot.is_medium(piece)]
    has_media = any(map(shot.is_medium, left))
    text = "" if has_media else " ".join(shot.line_text(left).split())
    around = _around(shot, left[0]) if left else []
    block = next((index for index in reversed(around) if ends_line(shot.tags[index])), -1)
    # If the innermost holds the whole article, so do those around it.
    held = next((index for index in reversed(around) if shot.tags[index] in HELD_TAGS), None)
    return Line(
        text,
        sum(shot.words(*shot.offsets[piece : piece + 2]) for piece in left),
        tuple(shot.tags[index] for index in around),
        block,
        held is not None and _is_part(shot, held),
    )


def _around(shot: Snapshot, piece: int) -> list[int]:
    """The elements around a piece, the innermost last."""
    owner = shot.owners[piece]
    return [index for index in range(owner + 1) if shot.lasts[index] >= owner]


def _is_part(shot: Snapshot, index: int) -> bool:
    """Whether an element is less than the whole article; old pages put the whole article into a table cell."""
    start, end = shot.span(index)
    if 2 * shot.words(start, end) < shot.total_words:
        return True
    return sum(1 for line in shot.text[start:end].split("\n") if line.strip()) <= _ITEM_LINES


def belongs(line: Line, before: Sequence[Line], after: Sequence[Line], matched: Sequence[Line], kind: str) -> bool:
    """Whether `line`, at the end of a post, is part of the article, although a rule matches it.

    `before` and `after` have the lines beside it, the nearest first; `matched` has all lines that the rule matches.
    `kind` is the kind of removal of the rule, such as `byline`.
    """
    if line.is_item:
        return True
    others = [neighbour for neighbour in before if neighbour not in matched]
    previous = others[0] if others else None
    if previous is not None and (previous.leads_on or (previous.is_heading and not line.is_heading)):
        return True
    if _is_listed(line, others, [neighbour for neighbour in after if neighbour not in matched]):
        return True
    if counter := _COUNTER.fullmatch(line.text):
        if any(is_remark(neighbour.text) for neighbour in after if neighbour not in matched):
            return True
        return _is_figure(counter["kind"], line, previous, matched)
    if kind == "byline" and _PLACES.search(line.text):
        return True
    return kind == "byline" and not line.shape[0].endswith("[") and _is_signature(others)


def _is_listed(line: Line, before: Sequence[Line], after: Sequence[Line]) -> bool:
    """Whether the neighbours have the same form, as in a list of credits.

    A single neighbour that names the source or a contributor of the article is not enough.
    """
    like = [*_like(line, before), *_like(line, after)]
    return len(like) > 1 or any(not neighbour.is_news_label or neighbour.is_sentence for neighbour in like)


def _like(line: Line, others: Sequence[Line]) -> list[Line]:
    like: list[Line] = []
    for other in others:
        if not line.shape[0] or other.shape[0] != line.shape[0]:
            break
        like.append(other)
    return like


def _is_figure(kind: str, line: Line, previous: Line | None, matched: Sequence[Line]) -> bool:
    """Whether a number with a word is part of the article, and not a counter of the page (as in "12 comments").

    Lines with counters of different kinds are counters of the page.  So is a single one after the end of the article,
    in a block of its own.
    """
    counters = [match for other in matched if other is not line and (match := _COUNTER.fullmatch(other.text))]
    if any(match["kind"].rstrip("s") != kind.rstrip("s") for match in counters):
        return False
    return previous is not None and (not previous.is_closed or previous.block == line.block)


def _is_signature(before: Sequence[Line]) -> bool:
    """Whether a name follows the end of a letter, a poem or a dialogue, as its signature."""
    if not before:
        return False
    if not before[0].is_closed or _SALUTATION.fullmatch(before[0].text):
        return True
    return len(before) >= _VERSE_LINES and all(line.is_verse for line in before[:_VERSE_LINES])
