"""Finds the reason why a post is not published: a field that protects it, such as `password`, or a private tag.

Pressmark cannot encrypt.  A post that may be private is not published, and is reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from generator.config.privacy import PrivateNames, entries, name_key, term_key
from generator.front_matter.fields import KNOWN_FIELDS
from generator.front_matter.texts import as_name
from generator.model import FieldMap, FieldValue, RawPost

_TERMS = ("tags", "tag", "categories", "category")
_FALSE = "false"
# A name at the start of a line, or after a bracket or comma, as in JSON or YAML on one line.
_NAMED = re.compile(r"(?:^|[{\[,])[ \t?]*[\"'“”‘’]?([^\W\d][\w .-]{0,63}?)[\"'“”‘’]?[ \t]*+[:：=＝]")
_EMPTY = re.compile(r"(?:\"\"|''|~|null|false|\[[ \t]*\]|\{[ \t]*\})?[ \t]*(?:[,}\]].*|#.*)?", re.IGNORECASE)
_FIRST_VALUE = re.compile(r"[\s\"'“”‘’]*([^\"'“”‘’,}#]*)")


def kept_by(raw: RawPost, names: PrivateNames) -> str:
    """The field or tag because of which the post `raw` must not be published, as a phrase; empty if it may be.

    The phrase is such as "the field 'password'" and never contains the value of the field.  `names` are the names of
    such fields and tags in the settings.
    """
    wanted, hiding = entries(names.password), entries(names.hidden)
    is_cleared = False
    for name, value in _named_values(raw):
        values = wanted.get(name_key(name))
        # With `hidden = ["private"]`, `private: true` only hides a post; any other value still protects it.
        if values is None or (name_key(name) in hiding and value == "true"):
            continue
        if "" in values:
            if _is_set(value):
                return f"the field {values['']!r}"
            is_cleared = True
        for text in _texts(value):
            if (entry := values.get(term_key(text))) and text:
                return f"the field {entry!r}"
    if raw.unsure and (entry := _in_lines(raw.unsure, wanted)):
        return f"the field {entry!r}"
    return "" if is_cleared or not names.private_tags else _private_tag(raw, names.private_tags)


def _named_values(raw: RawPost) -> Iterator[tuple[str, FieldValue]]:
    """The (name, value) pairs of all fields, and of the mappings in fields that Pressmark does not know."""
    waiting: list[tuple[str, FieldValue]] = [(field.name, field.value) for field in raw.fields]
    for name, value in waiting:
        yield name, value
        if isinstance(value, FieldMap) and name not in KNOWN_FIELDS:
            waiting += value.items


def _is_set(value: FieldValue) -> bool:
    if isinstance(value, str):
        return value.lower() not in ("", _FALSE)
    return bool(value.items) if isinstance(value, FieldMap) else bool(value)


def _texts(value: FieldValue) -> Iterator[str]:
    waiting: list[FieldValue] = [value]
    for part in waiting:
        if isinstance(part, str):
            yield part
        elif isinstance(part, FieldMap):
            waiting += [item for _, item in part.items]
        elif part:
            waiting += part


def _private_tag(raw: RawPost, tags: tuple[str, ...]) -> str:
    """The private tag or category of a post as a phrase, even if it is beyond the number of tags that are shown."""
    written = [text for name, value, *_ in raw.fields if name in _TERMS for text in _texts(value)]
    # As it is written, and as readers would see it.
    keys = {term_key(text) for text in (*written, *map(as_name, written))}
    return next((f"the tag {tag!r}" for tag in tags if term_key(tag) in keys), "")


def _in_lines(text: str, wanted: Mapping[str, Mapping[str, str]]) -> str:
    """The entry of the settings that the lines of a broken header mention; empty if they mention none."""
    lines = text.split("\n")
    for number, line in enumerate(lines):
        content = line.lstrip()
        if content.startswith("#"):
            continue
        # A field may begin after a comma only in JSON and flow YAML, not in prose.
        is_flow = "{" in line or content[:1] in ('"', "'")
        for match in _NAMED.finditer(line):
            # In TOML, `params.password` is a name, too.
            values = wanted.get(name_key(match[1])) or wanted.get(name_key(match[1].rpartition(".")[2]))
            if values is None or (match.start() and not is_flow):
                continue
            rest = line[match.end() :].strip()
            if "" in values and (not _EMPTY.fullmatch(rest) or (not rest and _goes_on(lines, number))):
                return values[""]
            first = _FIRST_VALUE.match(rest)
            if first and (entry := values.get(term_key(first[1]))) and first[1].strip():
                return entry
    return ""


def _goes_on(lines: list[str], number: int) -> bool:
    """Whether the line after a field without a value belongs to it: it is indented more, or is a list item."""
    if number + 1 == len(lines) or not lines[number + 1].strip():
        return False
    line, after = lines[number], lines[number + 1]
    indents = len(line) - len(line.lstrip()), len(after) - len(after.lstrip())
    return indents[1] > indents[0] or after.lstrip().startswith("-")
