"""The step that repairs what copying did to a text, where that is certain, and marks the places where it is not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TypeAlias

from generator.article.elements import CODE
from generator.article.vocabulary import DAMAGED, FORMULA_CLASSES
from generator.cleaning.damage import places, readings, references
from generator.cleaning.damage.encodings import decoded_anew
from generator.cleaning.damage.paragraphs import Edit, changed, paragraphs
from generator.cleaning.damage.places import Place
from generator.cleaning.damage.signs import HAN, han_count, is_about_encodings, misread, rare_count
from generator.cleaning.draft import Draft, Tally
from generator.model import Damage

RULES = ("encoding", "references", "pinyin", "invisible", "mark")
"""The parts of this step in the order in which they run; `off` takes each as `damage:NAME`."""

MOST_PLACES = 100
"""Most places that are marked in a post; a post with more of them is damaged throughout."""
TEXT_CHARACTERS = 500
PLACE_SCORE = 10
"""How much a marked place counts; a repair, a comma and a rare character count 1."""

KIND = "damage"
"""The kind of removal of what copying did to a text."""
MARK = "damage:mark"
"""The rule that marks places."""

_INVISIBLE = re.compile("(?<=\\w)[\u00ad\ufeff]+(?=\\w)")
_INVISIBLE_REFERENCE = re.compile("&(?:shy;|#(?:0{0,9}(?:173|65279)|x0{0,9}(?:ad|feff))(?![0-9a-f]))", re.IGNORECASE)
_COMMA = re.compile(f",(?<=[{HAN}],)(?=[{HAN}])")
_RARE_SHARE = 0.1

_EditsOf: TypeAlias = Callable[[Sequence[str]], Iterable[Sequence[Edit]]]
"""Gives for each of the texts of a post the edits that repair it."""


def apply(draft: Draft) -> None:
    """Repair and mark the damage in a post, its title and its excerpt; code, tables and formulas stay as they are."""
    header = draft.header
    text = "\n".join((draft.written or draft.body.text(), header.title, header.excerpt))
    # Nearly every post ends here, so only what is quick to find out is asked.
    signs = {
        "encoding": misread().search(text) is not None,
        "references": references.has_references(text),
        "pinyin": readings.has_readings(text),
        "invisible": _has_invisible(draft.raw.body),
        "mark": places.has_losses(text),
    }
    if not any(signs.values()):
        return
    tally = Tally(draft, "damage")
    prose = _Prose(draft, tally)
    is_example = is_about_encodings(text)
    if signs["encoding"]:
        prose.repair("encoding", _decoded_mostly if is_example else _decoded)
    if signs["references"] and not _is_about_markup(draft, text):
        prose.repair("references", lambda texts: [list(references.resolved(text)) for text in texts])
    if signs["pinyin"]:
        # The last two texts are the title and the excerpt.
        prose.repair("pinyin", lambda texts: readings.inserted(texts, of_body=len(texts) - 2))
    if signs["invisible"]:
        prose.repair("invisible", lambda texts: [_invisible(text) for text in texts])
    if tally.is_on("mark") and not is_example:
        prose.mark()
    tally.close()


def score(draft: Draft) -> int:
    """How much the text of a post was damaged: the scores of its damaged paragraphs, plus 1 for each repair."""
    repairs = sum(removal.count for removal in draft.removals if removal.kind == KIND)
    return repairs + sum(item.score for item in draft.damage)


def _kind(rule: str) -> str:
    # Invisible characters in words are a habit of editors; nobody loses anything by them.
    return "markup" if rule == "invisible" else KIND


def _has_invisible(written: str) -> bool:
    is_raw = "\u00ad" in written or "\ufeff" in written
    return is_raw or ("&" in written and _INVISIBLE_REFERENCE.search(written) is not None)


def _is_about_markup(draft: Draft, text: str) -> bool:
    if references.is_about_markup(text) or references.are_mentioned(text):
        return True
    return any(FORMULA_CLASSES.isdisjoint(node.value("class").split()) for node in draft.body.elements(*CODE))


def _decoded(texts: Sequence[str]) -> list[list[Edit]]:
    return [decoded_anew(text) for text in texts]


def _decoded_mostly(texts: Sequence[str]) -> list[list[Edit]]:
    """The edits of `_decoded` if they concern most of a post; in one about encodings, others would spoil examples."""
    edits = _decoded(texts)
    length = sum(edit.end - edit.start for found in edits for edit in found)
    return edits if 2 * length >= sum(map(len, texts)) else [[] for _ in texts]


def _invisible(text: str) -> list[Edit]:
    """Edits that take invisible characters out of words; none where they may be bytes of a wrong encoding."""
    if misread().search(text):
        return []
    return [Edit(*match.span(), "") for match in _INVISIBLE.finditer(text)]


class _Prose:
    """The paragraphs of a post with its title and excerpt, while they are repaired and marked."""

    def __init__(self, draft: Draft, tally: Tally) -> None:
        self._draft = draft
        self._tally = tally
        self._paragraphs = list(paragraphs(draft.body))
        self._repairs = [Counter[str]() for _ in self._paragraphs]

    def repair(self, rule: str, edits_of: _EditsOf) -> None:
        """Apply and record the edits of one rule, unless the settings switch `rule` off.

        `edits_of` takes the texts of all paragraphs, the title and the excerpt, and returns a list of edits for each.
        """
        if not self._tally.is_on(rule):
            return
        header = self._draft.header
        texts = [*(paragraph.text for paragraph in self._paragraphs), header.title, header.excerpt]
        *edits, in_title, in_excerpt = edits_of(texts)
        for paragraph, repairs, here in zip(self._paragraphs, self._repairs, edits, strict=True):
            if here:
                self._record(rule, paragraph.text, here)
                self._draft.taken.add(_kind(rule), "\n".join(paragraph.text[start:end] for start, end, _ in here))
                self._draft.said_twice += sum(max(0, end - start - len(new)) for start, end, new in here)
                repairs[rule] += len(here) if _kind(rule) == KIND else 0
                paragraph.change(here)
        if in_title or in_excerpt:
            self._record(rule, header.title, in_title)
            self._record(rule, header.excerpt, in_excerpt)
            title, excerpt = changed(header.title, in_title), changed(header.excerpt, in_excerpt)
            self._draft.header = replace(header, title=title, excerpt=excerpt)

    def _record(self, rule: str, text: str, edits: Sequence[Edit]) -> None:
        for start, end, new in edits:
            # What is only taken out is shown with the character before it.
            written = f"{text[start:end]} → {new}" if new else text[max(0, start - 1) : end]
            self._tally.add(rule, _kind(rule), written)

    def mark(self) -> None:
        """Mark the places where characters are lost for good, and add the paragraphs with them to `draft.damage`.

        Places beyond the first `MOST_PLACES` are neither marked nor recorded.  A note names those in the title and the
        excerpt, which have no marks.
        """
        _drop_marks(self._draft)
        header = self._draft.header
        texts = [*(paragraph.text for paragraph in self._paragraphs), header.title, header.excerpt]
        is_damaged = any(repairs["encoding"] or repairs["pinyin"] for repairs in self._repairs)
        *in_body, in_title, in_excerpt = places.lost(texts, is_damaged=is_damaged)
        left = MOST_PLACES
        for paragraph, repairs, found in zip(self._paragraphs, self._repairs, in_body, strict=True):
            if marked := found[:left]:
                left -= len(marked)
                self._draft.damage.append(_damage(paragraph.text, marked, repairs))
                paragraph.mark([(place.start, place.end) for place in marked])
        _note(self._draft, is_title=bool(in_title), is_excerpt=bool(in_excerpt))


def _drop_marks(draft: Draft) -> None:
    """Take our class from the marks of an author."""
    for node in draft.body.elements("mark"):
        if DAMAGED in node.value("class"):
            del node.attributes["class"]


def _damage(text: str, marked: Sequence[Place], repairs: Counter[str]) -> Damage:
    """The record of a paragraph with damaged places; it gets its id when the article is sanitized."""
    weak = Counter(repairs)
    weak["comma"] = len(_COMMA.findall(text))
    rare = rare_count(text)
    weak["rare"] = rare if rare >= _RARE_SHARE * han_count(text) else 0
    reasons = Counter(place.reason for place in marked)
    return Damage(
        paragraph_id="",
        score=PLACE_SCORE * len(marked) + weak.total(),
        reasons=tuple(sorted((+(reasons + weak)).items())),
        text=text.replace("\0", " ").strip()[:TEXT_CHARACTERS],
        places=tuple((reason, text[start:end].replace("\0", " ")[:TEXT_CHARACTERS]) for start, end, reason in marked),
    )


def _note(draft: Draft, *, is_title: bool, is_excerpt: bool) -> None:
    shown = [text for damage in draft.damage for _, text in damage.places]
    if shown:
        count = f"{len(shown)} places of the text are" if len(shown) > 1 else "1 place of the text is"
        draft.noted(
            "text-damaged",
            f"{count} damaged: {_shown(shown[0])}",
            "look for a better copy; the page marks each place",
            draft.raw.body_line,
        )
    if is_title:
        draft.noted("text-damaged", f"the title is damaged: {_shown(draft.header.title)}", "look for a better copy")
    if is_excerpt:
        draft.noted("text-damaged", f"the excerpt is damaged: {_shown(draft.header.excerpt)}", "look for a better copy")


def _shown(text: str) -> str:
    return repr(" ".join(text.split())[:80])
