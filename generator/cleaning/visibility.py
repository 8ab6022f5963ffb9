"""Who may see a post: what its front matter says of passwords, of lists, and of search engines.

Whatever is not sure counts as private: a post that is left out is named and can be brought back, and one that was
published cannot be taken back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from generator.config import CleanConfig
from generator.formats.fields import WITH_PASSWORD
from generator.model import Field, FieldMap, FieldValue, Header, RawPost

PRIVATE_STATES = frozenset({"private", "password", "protected"})
_STATE_FIELDS = frozenset({"visibility", "status", "post_status"})
"""Fields in which exports of WordPress and Typecho say who may see a post."""
_NO = frozenset({"", "false", "no", "off", "0", "null", "~", "none"})
_NO_PASSWORD = frozenset({"", "false", "null", "~"})
"""A password may be `0` or `no`."""
_FENCE = re.compile(r"\s*(?:-{3,}|;{3,}|\+{3,}|\{)")
_LINE = re.compile(r"^[\s\"'{,]*([A-Za-z_][A-Za-z0-9_.-]{0,63})[\"']?\s*[:：=]\s*(\S?)", re.MULTILINE)
_HEADER_CHARACTERS = 64 * 1024


def is_private(raw: RawPost, header: Header, config: CleanConfig) -> bool:
    """Whether a post has a password or is private, by whatever field a plugin reads, or by a tag of `private_tags`.

    A password that is there and empty takes back what a tag says, as hexo-blog-encrypt has it.
    """
    named = [field for field in raw.fields if field.name.casefold() in config.password_fields]
    if any(_is_set(field) for field in named) or any(map(_is_private_state, raw.fields)):
        return True
    names = {*header.tags, *(name for path in header.categories for name in path)}
    if not named and not names.isdisjoint(config.private_tags):
        return True
    return not raw.has_header and _FENCE.match(raw.body) is not None and _names_password(raw.body, config)


def _is_set(field: Field) -> bool:
    is_password = WITH_PASSWORD.search(field.name) is not None
    return any(text.strip().casefold() not in (_NO_PASSWORD if is_password else _NO) for text in _texts(field.value))


def _is_private_state(field: Field) -> bool:
    return field.name.casefold() in _STATE_FIELDS and any(
        text.strip().casefold() in PRIVATE_STATES for text in _texts(field.value)
    )


def _names_password(body: str, config: CleanConfig) -> bool:
    """Whether what looks like the beginning of a header that nobody can read has a line with a password."""
    return any(
        match[1].casefold() in config.password_fields and match[2]
        for match in _LINE.finditer(body, 0, _HEADER_CHARACTERS)
    )


def is_hidden(fields: Iterable[Field], config: CleanConfig) -> bool:
    """Whether a post stands in no list: a field of `[front_matter] hidden` says so."""
    return any(_says_yes(field) for field in fields if field.name.casefold() in config.hidden_fields)


def is_unindexed(fields: Iterable[Field]) -> bool:
    """Whether search engines shall pass a post over: `noindex: true`, or `robots: noindex`."""
    return any(
        (field.name.casefold() == "noindex" and _says_yes(field))
        or (field.name.casefold() == "robots" and any(_is_noindex(text) for text in _texts(field.value)))
        for field in fields
    )


def _says_yes(field: Field) -> bool:
    return any(text.strip().casefold() not in _NO for text in _texts(field.value))


def _is_noindex(text: str) -> bool:
    return not {"noindex", "none"}.isdisjoint(re.split(r"[\s,]+", text.casefold()))


def _texts(value: FieldValue) -> Iterator[str]:
    """All texts in a value, however it is nested; front matter has at most 64 levels."""
    match value:
        case str():
            yield value
        case FieldMap(items=items):
            for _, item in items:
                yield from _texts(item)
        case tuple():
            for item in value:
                yield from _texts(item)
