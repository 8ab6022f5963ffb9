"""Reads filter lists: from text to compiled rules.  Unsupported lines are counted and are no error."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import unquote

from generator.clean_config import RuleList
from generator.cleaning.filters.hosts import host_rule, is_host_rule
from generator.cleaning.filters.patterns import Pattern, delimited, folded
from generator.cleaning.filters.rules import (
    PHRASE_ACTIONS,
    RULE_KINDS,
    Refusal,
    Rule,
    RuleSet,
    Scope,
    TextTest,
    Unsupported,
    blank_rule,
    rule_set,
)
from generator.cleaning.filters.selectors import selectors
from generator.digest import digest_text
from generator.errors import Problem, Where, problem
from generator.model import REMOVAL_KINDS

__all__ = ["RULE_KINDS", "RuleSet", "compile_rules", "unsupported_rules"]

_LINE_LIMIT = 4000
_REFUSALS_KEPT = 50
_SEPARATOR = re.compile(
    r"#@#|#@?\?#|##|#@?\$\??#|#(?P<word>text@start|text@end|tail|comment|unwrap|capture|platform|closing|related|container)(?P<count>\(\d{1,3}\))?\s+"
)
_PARAMETER = re.compile(r"(?:\*|\|\|(?P<host>[\w.-]+)\^)?\$removeparam=(?P<name>[\w.~-]+|/.+/i?)")
_COMMENT = re.compile(r"(?P<pattern>\*|/.+?/i?)(?:\s+next-elements\((?P<tags>[a-z0-9,\s]+)\))?")
_CAPTURE = re.compile(r"(?P<name>[\w-]+)\s+(?P<pattern>/.+/i?)")
_HOST = re.compile(r"(?:[\w-]+\.)+[\w-]+")
_PLATFORM = re.compile(r"(?P<name>[a-z][a-z0-9-]*)(?P<marks>(?:\s+\S+)+)")
_NAMED = ("source", "author", "category")
_PROCEDURES = ("has-text", "-abp-contains", "contains", "remove-attr", "blank", "remove")
_SELECTOR_ACTIONS = {"##": "cosmetic", "#?#": "cosmetic", "#@#": "exception", "#@?#": "exception"}


@lru_cache(maxsize=4)
def compile_rules(rules: tuple[RuleList, ...]) -> RuleSet:
    """The rules of all filter lists, parsed once per process; lines that we do not support are counted.

    Line syntax: Adblock Plus cosmetic filters, https://help.adblockplus.org/hc/en-us/articles/360062733293, and the
    extensions of `docs/filter-rules.md`.
    """
    compiled: list[Rule] = []
    unsupported: dict[str, int] = {}
    refused: list[Refusal] = []
    for source in rules:
        kind = "advertisement"
        for number, line in enumerate(source.text.splitlines(), start=1):
            text = line.strip().removeprefix("\ufeff")
            if not text or text.startswith("["):
                continue
            if text.startswith("!"):
                kind = _section_kind(text) or kind
                continue
            where = f"{source.name}:{number}"
            try:
                rule = _rule(text)
            except Unsupported as reason:
                unsupported[source.name] = unsupported.get(source.name, 0) + 1
                if unsupported[source.name] <= _REFUSALS_KEPT:
                    refused.append(Refusal(where, text[:200], str(reason)))
                continue
            rule_id = f"{source.name}:{digest_text(text, size_bytes=3)}"
            compiled.append(
                replace(rule, id=rule_id, where=where, list_name=source.name, kind=kind, order=len(compiled))
            )
    return rule_set(tuple(compiled), unsupported, tuple(refused))


def unsupported_rules(rules: tuple[RuleList, ...]) -> tuple[Problem, ...]:
    """A problem for each filter list with lines that are not supported, with their number and the first of them."""
    compiled = compile_rules(rules)
    notes = []
    for name, count in sorted(compiled.unsupported.items()):
        first = next(refusal for refusal in compiled.refused if refusal.where.rpartition(":")[0] == name)
        where = Where(name, int(first.where.rpartition(":")[2]))
        lines = "1 line is" if count == 1 else f"{count:,} lines are"
        message = f"{lines} not supported; the first is {first.text[:100]!r}: {first.reason}"
        notes.append(problem("rules-unsupported", where, message, "docs/filter-rules.md says what is"))
    return tuple(notes)


def _section_kind(comment: str) -> str:
    """The removal kind that a comment such as `! kind: share` sets for the lines below it; empty for other comments."""
    name, colon, value = comment[1:].partition(":")
    kind = value.strip()
    return kind if colon and name.strip() == "kind" and kind in REMOVAL_KINDS else ""


def _rule(text: str) -> Rule:
    if len(text) > _LINE_LIMIT:
        raise Unsupported("line too long")
    if parameter := _PARAMETER.fullmatch(text):
        return _parameter_rule(parameter)
    if is_host_rule(text):
        return host_rule(text)
    separator = _SEPARATOR.search(text)
    if not separator:
        raise Unsupported("network rule" if "$" in text or text.startswith(("||", "@@")) else "no rule")
    scope = _scope(text[: separator.start()])
    body = text[separator.end() :].strip()
    if separator["word"]:
        return _word_rule(separator["word"], int((separator["count"] or "(0)")[1:-1]), scope, body)
    if separator[0] not in _SELECTOR_ACTIONS:
        raise Unsupported("style or script rule")
    rule = _selector_rule(scope, body)
    return replace(rule, action="exception") if _SELECTOR_ACTIONS[separator[0]] == "exception" else rule


def _word_rule(word: str, count: int, scope: Scope, body: str) -> Rule:
    action = word.replace("@", "-")
    if count and action not in ("text-start", "text-end", "tail", "closing"):
        raise Unsupported(f"#{word} takes no number")
    rule = blank_rule(action, scope, body, count=count or 1)
    if action in ("unwrap", "container"):
        targets = selectors(body)
        if not targets:
            raise Unsupported("selector")
        return replace(rule, selectors=targets)
    if action == "platform":
        platform = _PLATFORM.fullmatch(body)
        if not platform or not scope.is_everywhere:
            raise Unsupported("platform rule")
        names = platform["marks"].split()
        marks = frozenset(mark for mark in names if mark[0] in ".#")
        texts = tuple(mark.lower() for mark in names if mark not in marks)
        return replace(rule, name=platform["name"], marks=marks, mark_texts=texts)
    if action in PHRASE_ACTIONS and not body.startswith("/"):
        if not (words := folded(body)):
            raise Unsupported("no words")
        return replace(rule, name=words)
    if action == "comment":
        comment = _COMMENT.fullmatch(body)
        if not comment:
            raise Unsupported("comment rule")
        tags = tuple(tag.strip() for tag in (comment["tags"] or "").split(",") if tag.strip())
        return replace(rule, pattern=None if comment["pattern"] == "*" else _pattern(comment["pattern"]), tags=tags)
    if action == "capture":
        capture = _CAPTURE.fullmatch(body)
        if not capture:
            raise Unsupported("capture rule")
        return replace(rule, name=capture["name"], pattern=_pattern(capture["pattern"]))
    return replace(rule, pattern=_pattern(body))


def _parameter_rule(match: re.Match[str]) -> Rule:
    name = match["name"]
    rule = blank_rule("removeparam", Scope(), match[0], name=name, host=(match["host"] or "").lower())
    return replace(rule, name="", pattern=_pattern(name)) if name.startswith("/") else rule


def _selector_rule(scope: Scope, body: str) -> Rule:
    css, procedures = _procedures(body)
    if procedures and "," in re.sub(r"\([^()]*\)|\[[^\]]*\]", "", css):
        raise Unsupported("a list of selectors with a procedure")
    targets = selectors(css.replace(":-abp-has(", ":has("))
    if not targets:
        raise Unsupported("selector")
    rule = blank_rule("cosmetic", scope, body, selectors=targets)
    for name, argument in procedures:
        if name == "remove-attr":
            if not re.fullmatch(r"[\w:.-]+", argument):
                raise Unsupported("attribute name")
            rule = replace(rule, action="remove-attr", name=argument.lower())
        elif name == "blank":
            rule = replace(rule, action="blank" if rule.action == "cosmetic" else rule.action, is_blank=True)
        elif name != "remove":
            action = rule.action if rule.action == "remove-attr" else "has-text"
            rule = replace(rule, action=action, texts=(*rule.texts, _text_test(argument)))
    return rule


def _text_test(argument: str) -> TextTest:
    if argument.startswith("/") and re.search(r"/[a-z]*\Z", argument[1:]):
        return TextTest("", _pattern(argument))
    literal = argument[1:-1] if len(argument) > 2 and argument[0] == argument[-1] and argument[0] in "\"'" else argument
    if not literal.strip():
        raise Unsupported("empty text")
    return TextTest(literal, None)


def _pattern(text: str) -> Pattern:
    compiled = delimited(text)
    if not compiled:
        raise Unsupported("pattern that is not valid or could take long")
    return compiled


@dataclass(slots=True)
class _Cursor:
    text: str
    at: int


def _procedures(body: str) -> tuple[str, list[tuple[str, str]]]:
    """The CSS part of a body and the (name, argument) of the procedures that follow it."""
    start = _procedure_start(body)
    if start is None:
        return body, []
    procedures: list[tuple[str, str]] = []
    cursor = _Cursor(body, start)
    while cursor.at < len(body):
        name = next((name for name in _PROCEDURES if body.startswith(f":{name}", cursor.at)), None)
        if name is None:
            raise Unsupported("something after a procedure")
        cursor.at += len(name) + 1
        procedures.append((name, "" if name == "blank" else _argument(cursor)))
    return body[:start].strip(), procedures


def _procedure_start(body: str) -> int | None:
    depth = 0
    quote = ""
    for at, sign in enumerate(body):
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "\"'":
            quote = sign
        elif sign in "([":
            depth += 1
        elif sign in ")]":
            depth -= 1
        elif sign == ":" and not depth:
            rest = body[at + 1 : at + 20]
            if rest == "blank" or rest.startswith(("blank:", *(f"{name}(" for name in _PROCEDURES))):
                return at
    return None


def _argument(cursor: _Cursor) -> str:
    """The text in the parentheses at the cursor, which is moved behind them.

    A pattern may contain parentheses, so it ends at the first `/)` or `/i)` followed by the end of the body or a colon.
    """
    text, start = cursor.text, cursor.at + 1
    if not text.startswith("(", cursor.at):
        raise Unsupported("a procedure without argument")
    is_pattern = text.startswith("/", start)
    depth = 0
    for at in range(start, len(text)):
        if is_pattern:
            is_closed = text[at] == ")" and text[at - 1] in "/i" and text[at + 1 : at + 2] in ("", ":")
        else:
            is_closed = text[at] == ")" and not depth
            depth += (text[at] == "(") - (text[at] == ")")
        if is_closed:
            cursor.at = at + 1
            return text[start:at].strip()
    raise Unsupported("parentheses that do not close")


def _scope(text: str) -> Scope:
    parts: dict[bool, tuple[list[str], list[tuple[str, str]]]] = {False: ([], []), True: ([], [])}
    platforms: list[str] = []
    for part in filter(None, (item.strip() for item in text.split(","))):
        is_other = part.startswith("~")
        hosts, names = parts[is_other]
        item = part.removeprefix("~")
        field, equals, name = item.partition("=")
        if equals and field in _NAMED:
            names.append((field, unquote(name).strip()))
        elif equals and field == "platform" and not is_other:
            platforms.append(name.strip())
        elif _HOST.fullmatch(item):
            hosts.append(item.lower().removeprefix("www."))
        else:
            raise Unsupported("scope")
    (hosts, names), (other_hosts, other_names) = parts[False], parts[True]
    return Scope(tuple(hosts), tuple(names), tuple(other_hosts), tuple(other_names), tuple(platforms))
