"""What makes posts copies of one article without comparing their texts: source, title, original, and digests."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from generator.article.canonical import Article
from generator.article.text import letters
from generator.copies.texts import MOST_CHARACTERS
from generator.digest import digest_text
from generator.model import Header, Likeness

MOST_OF_NAME = 300
"""Of longer titles and names only the beginning is compared: normalising sorts combining marks, one by one."""

# `mark` stands around damaged places of a text.
_PLAIN = frozenset({"p", "br", "img", "mark"})
_SCHEME = re.compile(r"(?:https?:)?//", re.IGNORECASE)
# Scripts that fetch a feed again and again give a picture that stands for none another number each time.
_RANDOM = re.compile(r"(?<=[?&])(?:random|rand|rnd|seed|lock|sig)=\d+")
# What follows the name of a file only says how it is sent and who may have it, which changes with each visit.
_FILE_QUERY = re.compile(r"(?<=\.)(jpe?g|png|gif|webp|avif|svg|bmp)\?.*", re.IGNORECASE | re.DOTALL)


def likeness(article: Article, runs: list[str], link: str) -> Likeness:
    """The features of `article` by which copies are recognised; `has_sketch` and `damage` are not filled in.

    `runs` are the words of its visible text in order, without blanks and punctuation; `link` is the address of the
    original article without tracking parameters, empty if it is unknown.
    """
    # Normalised without punctuation: because of full-width commas, all of a Chinese text would have to be looked up.
    written = letters(runs)
    text = unicodedata.normalize("NFKC", written[:MOST_CHARACTERS])
    if len(written) > MOST_CHARACTERS:
        text = f"{text} {len(written)}"
    pictures = sorted({_picture_key(tag.attributes.get("src", "")) for tag in article.tags if tag.name == "img"})
    return Likeness(
        text=digest_text(text) if text else "",
        pictures=digest_text("\n".join(pictures)) if pictures else "",
        link=link_key(link),
        is_marked_up=_is_marked_up(article),
    )


def _is_marked_up(article: Article) -> bool:
    paragraphs = sum(tag.name == "p" and not tag.is_end for tag in article.tags)
    return paragraphs > 1 or any(tag.name not in _PLAIN for tag in article.tags)


def _picture_key(address: str) -> str:
    return _RANDOM.sub("", _FILE_QUERY.sub(r"\1", _SCHEME.sub("", address, count=1)))


def link_key(link: str) -> str:
    """The part of a web address that tells which page it is: without scheme, `www.`, fragment and slash at the end.

    Empty if the address has neither path nor query: that is the home page of a site, which no article has for itself.
    """
    page, question, query = link.partition("#")[0].partition("?")
    host, _, path = _SCHEME.sub("", page, count=1).partition("/")
    path = path.rstrip("/")
    # Parameters have no order.
    query = "&".join(sorted(filter(None, query.split("&"))))
    return f"{host.casefold().removeprefix('www.')}/{path}{question}{query}" if path or query else ""


def feed_key(header: Header) -> str:
    """The name of the feed that a post comes from, as letters and digits in lower case.

    It is the same whether a script writes `SOURCE - FEED` into one field, or gives the two parts as nested categories.
    Empty if the post has neither a source nor nested categories.
    """
    origin = _letters(header.origin)
    for path in header.categories:
        # The first category is the subject; a feed has one wherever it is filed.
        nested = _letters("".join(path[1:]))
        if nested and (not origin or nested.startswith(origin)):
            return nested
    return origin


def title_key(title: str) -> str:
    """`title` as letters and digits in lower case, so that titles that differ only in punctuation and case are equal.

    A title without letters and digits keeps its punctuation, except quotes and blanks around it.
    """
    return _letters(title) or title.strip("\"'“”‘’ ")


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text[:MOST_OF_NAME]).casefold()))


def shared_marks(likenesses: Iterable[Likeness]) -> Iterable[str]:
    """For each of `likenesses`, one or two texts; posts that are copies of each other have one of these in common.

    They are the digest of the post's text (or, without text, of its pictures; empty if it has neither), and `link` with
    the address of the original article if that is known.  Near copies whose texts differ need not share one.
    """
    for item in likenesses:
        yield item.text or item.pictures
        if item.link:
            yield f"link {item.link}"
