"""`[front_matter]`: names of the fields and tags that keep a post from the public, and of fields with its original."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from pydantic import BaseModel, ConfigDict, Field, field_validator

from generator.characters import letters_and_digits

# hexo-blog-encrypt, gatsby-remark-encrypt, Nikola, MkDocs and VuePress use `password`, hexo-encrypt uses `encrypt`
# and `enc_pwd`; themes and other programs use the others.  The values are from exports of WordPress, Typecho and
# Ghost.
PASSWORD_FIELDS = (
    "password", "passwd", "passcode", "passphrase", "pwd", "pass", "enc_pwd", "enc_password", "encrypt", "encrypted",
    "encrypt_password", "encryption_password", "post_password", "protect", "protected", "private",
    "status: private", "status: password", "post_status: private", "post_status: password",
    "visibility: private", "visibility: password", "visibility: protected", "visibility: members", "visibility: paid",
    "visibility: tiers",
)  # fmt: skip

# Hexo's `link`; the others are from scrapers, Jekyll and Hugo themes, and the Web Clipper of Obsidian.
LINK_FIELDS = (
    "link", "original_url", "original_link", "source_url", "source_link", "canonical_url", "canonical", "original",
    "from", "url", "source",
)  # fmt: skip

_LONGEST = 200
"""The maximum length of a name; names from untrusted posts are cached in memory."""


@dataclass(frozen=True, slots=True)
class PrivateNames:
    """The settings of `[front_matter]` that keep posts from the public: names of fields and of tags.

    A post is not published if a field that `password` names has a value other than false, or if the post has a tag or
    category in `private_tags`.  A post with a field that `hidden` names has a page, but is in no list.
    """

    password: tuple[str, ...]
    private_tags: tuple[str, ...]
    hidden: tuple[str, ...]


class FrontMatterSettings(BaseModel):
    """`[front_matter]`: which fields and tags keep a post from the public, and which name the page that it is from."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    password: tuple[str, ...] = Field(
        default=PASSWORD_FIELDS,
        description="Fields that protect a post, which is then left out: names, or a name and a value.",
    )
    private_tags: tuple[str, ...] = Field(
        default=(), description="Tags and categories whose posts are left out unless their password is empty."
    )
    hidden: tuple[str, ...] = Field(
        default=("hidden",), description="Fields with which a post has a page and stands in no list."
    )

    link: tuple[str, ...] = Field(
        default=LINK_FIELDS,
        description="Fields that may hold the address of the original: the first that is a web address counts.",
    )

    @field_validator("password", "private_tags", "hidden", "link")
    @classmethod
    def _have_names(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        # A name without letters and digits would match fields that the owner did not mean.
        if any(not name_key(entry.partition(":")[0]) for entry in value):
            raise ValueError("each entry needs a name with a letter or a digit")
        return value

    @property
    def names(self) -> PrivateNames:
        """The settings about privacy, as a value that can be sent to worker processes."""
        return PrivateNames(self.password, self.private_tags, self.hidden)


def name_key(name: str) -> str:
    """The letters and digits of the field name `name` in lower case, to compare names without regard to spelling.

    For example, `postpassword` for `post_password` and `Post-Password`.  Empty for a name of over 200 characters.
    """
    return _name_key(name) if len(name) <= _LONGEST else ""


@lru_cache(maxsize=4096)
def _name_key(name: str) -> str:
    return letters_and_digits(name)


def term_key(name: str) -> str:
    """The name of a category or tag in the form in which two spellings of it are equal, such as `my tag` for `My  Tag`.

    Letters become lower case, full-width letters normal ones, and runs of blanks one blank.  Characters after the 200th
    are dropped.
    """
    return " ".join(unicodedata.normalize("NFKC", name[:_LONGEST]).casefold().split())


@lru_cache(maxsize=16)
def entries(names: tuple[str, ...]) -> Mapping[str, Mapping[str, str]]:
    """The entries of a setting, such as `encrypt` or `status: private`, as {name: {value: entry as written}}.

    Names and values have lower case and uniform spelling (`name_key`, `term_key`).  The value of an entry without a
    value, which stands for any value of the field, is empty.
    """
    by_name: dict[str, dict[str, str]] = {}
    for entry in names:
        name, _, value = entry.partition(":")
        by_name.setdefault(name_key(name), {})[term_key(value)] = entry
    return by_name


_NEVER_SHOWN = frozenset(key for key, values in entries(PASSWORD_FIELDS).items() if "" in values)


def is_secret(name: str, names: tuple[str, ...]) -> bool:
    """Whether a field called `name` may contain a password, so that its value must never be shown.

    `names` is the setting `password`.  True if `PASSWORD_FIELDS` or `names` has the name by itself; an entry with a
    value, such as `status: private`, does not make the field `status` secret.  Case, hyphens and underscores make no
    difference.
    """
    key = name_key(name)
    return key in _NEVER_SHOWN or "" in entries(names).get(key, ())
