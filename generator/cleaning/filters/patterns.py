"""Regular expressions of filter rules: only those of bounded cost are accepted, and only short texts are searched."""

from __future__ import annotations

import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass

SUBJECT_LIMIT = 200
"""The longest text in characters that a pattern can match; a paragraph is no by-line."""

_LENGTH_LIMIT = 500
_DEPTH_LIMIT = 8
# 100,000 steps are about a millisecond: `/广告.*链接.{1,2}$/` passes, three open-ended parts in a row do not.
_COST_LIMIT = 100_000
_REFUSED = (-1, False)
_QUANTIFIER = re.compile(r"(?:[*+?]|\{(\d{0,4})(,?)(\d{0,4})\})[?+]?")
_GROUP_START = re.compile(r"\((?:\?(?::|=|!|<=|<!|P<[A-Za-z_]\w*>))?")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled regular expression; `cost` is the largest number of steps that a search in one text can take."""

    regex: re.Pattern[str]
    cost: int
    is_anchored: bool
    """Whether the pattern can only match at the start of a subject."""

    def search(self, subject: str) -> re.Match[str] | None:
        """The first match in the text `subject`.

        None if there is none, or if the text is longer than `SUBJECT_LIMIT`.
        """
        if len(subject) > SUBJECT_LIMIT:
            return None
        # `re.search` would try `^` at every position, which takes longer than all the rest of such a search.
        return self.regex.match(subject) if self.is_anchored else self.regex.search(subject)


def pattern(source: str, *, ignore_case: bool = False) -> Pattern | None:
    """The compiled pattern for the regular expression `source`; None if it is not valid or matching could take long.

    Refused because of the time are nested quantifiers, repeated alternatives, back-references, conditions, and too many
    open-ended parts.
    """
    cost, is_anchored = _cost(source)
    if not 0 <= cost <= _COST_LIMIT:
        return None
    try:
        with warnings.catch_warnings():
            # A pattern whose meaning changes in a later Python is refused like an invalid one.
            warnings.simplefilter("error")
            return Pattern(re.compile(source, re.IGNORECASE if ignore_case else 0), cost, is_anchored)
    except (re.error, OverflowError, Warning):
        return None


def any_of(patterns: Sequence[Pattern]) -> Pattern | None:
    """One pattern that matches wherever any of `patterns` does; None if they cannot be joined into one."""
    parts = [f"(?{'i' * bool(part.regex.flags & re.IGNORECASE)}:{part.regex.pattern})" for part in patterns]
    try:
        regex = re.compile("|".join(parts))
    except (re.error, OverflowError):  # groups of the same name
        return None
    return Pattern(regex, sum(part.cost for part in patterns), all(part.is_anchored for part in patterns))


def delimited(text: str) -> Pattern | None:
    """The pattern in `text`, which is `/source/` or, if case makes no difference, `/source/i`.

    None if `text` has another form, or if the pattern is not valid or matching could take long.
    """
    is_caseless = text.endswith("/i")
    body = text[:-1] if is_caseless else text
    if len(body) < 3 or not (body.startswith("/") and body.endswith("/")):
        return None
    return pattern(body[1:-1], ignore_case=is_caseless)


def folded(text: str) -> str:
    """`text` in lower case, with single blanks and without punctuation at its ends.

    Lines of a post and the words of a rule are compared in this form.
    """
    # Letters and digits of all scripts are kept; so is what stands between them.
    start, end = 0, len(text)
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    return " ".join(text[start:end].split()).casefold()


@dataclass(slots=True)
class _Branch:
    """An open group while a pattern is read, with the ways to match its finished alternatives and the current one."""

    finished: int = 0
    ways: int = 1
    alternatives: int = 1
    is_variable: bool = False
    is_anchored: bool = True
    is_empty: bool = True


def _cost(source: str) -> tuple[int, bool]:  # noqa: C901 - one loop over the signs of a pattern, with one stack
    """(largest number of steps of a search in the longest subject, whether the pattern only matches at the start).

    The number is negative if the pattern is refused.  Each part that can match several lengths multiplies the ways to
    match, and a pattern without `^` can start at every character.
    """
    if len(source) > _LENGTH_LIMIT:
        return _REFUSED
    stack = [_Branch()]
    at = 0
    while at < len(source):
        sign = source[at]
        branch = stack[-1]
        ways, is_group, is_variable = 1, False, False
        if sign == "(":
            start = _GROUP_START.match(source, at)
            if start is None or (source.startswith("(?", at) and start.end() == at + 1) or len(stack) > _DEPTH_LIMIT:
                return _REFUSED
            stack.append(_Branch())
            at = start.end()
            continue
        if sign == "|":
            branch.finished += branch.ways
            branch.ways, branch.is_empty = 1, True
            branch.alternatives += 1
            at += 1
            continue
        if sign == ")":
            if len(stack) == 1:
                return _REFUSED
            closed = stack.pop()
            branch = stack[-1]
            ways, is_group = closed.finished + closed.ways, True
            is_variable = closed.is_variable or closed.alternatives > 1
            at += 1
        elif sign == "[":
            end = _class_end(source, at)
            if end is None:
                return _REFUSED
            at = end
        elif sign == "\\":
            if at + 1 >= len(source) or (source[at + 1].isdigit() and source[at + 1] != "0"):
                return _REFUSED
            at += 2
        elif sign in "*+?":
            return _REFUSED
        else:
            at += 1
        if branch.is_empty:
            branch.is_anchored = branch.is_anchored and sign == "^"
            branch.is_empty = False
        if quantifier := _QUANTIFIER.match(source, at):
            low, high = _bounds(quantifier)
            at = quantifier.end()
            branch.is_variable = branch.is_variable or low != high
            if high <= 1:
                ways += 1
            elif is_group and is_variable:
                return _REFUSED
            elif at < len(source) or is_group:
                # At the very end nothing follows that can fail, so shorter matches are never tried.
                ways *= min(high, SUBJECT_LIMIT) - min(low, SUBJECT_LIMIT) + 1
        branch.is_variable = branch.is_variable or is_variable
        branch.ways *= ways
        if branch.ways > _COST_LIMIT:
            return _REFUSED
    if len(stack) > 1:
        return _REFUSED
    whole = stack[0]
    is_anchored = whole.is_anchored and not whole.is_empty
    return (1 if is_anchored else SUBJECT_LIMIT) * (whole.finished + whole.ways), is_anchored


def _bounds(quantifier: re.Match[str]) -> tuple[int, int]:
    sign = quantifier[0][0]
    if sign == "?":
        return 0, 1
    if sign in "*+":
        return int(sign == "+"), SUBJECT_LIMIT
    low = int(quantifier[1] or 0)
    if not quantifier[2]:
        return low, low
    return low, int(quantifier[3]) if quantifier[3] else SUBJECT_LIMIT


def _class_end(source: str, at: int) -> int | None:
    """The index after the character class that starts at `at`.  Returns None if it is not closed."""
    at += 1
    if source.startswith("^", at):
        at += 1
    if source.startswith("]", at):
        at += 1
    while at < len(source):
        if source[at] == "\\":
            at += 2
        elif source[at] == "]":
            return at + 1
        else:
            at += 1
    return None
