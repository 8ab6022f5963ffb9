"""What makes posts copies of one article without comparing their texts: source, title, original, and digests."""

from __future__ import annotations

import html as entities
import re
import unicodedata
from collections.abc import Iterable

from generator.article.canonical import Article
from generator.characters import letters_and_digits
from generator.copies.texts import MOST_CHARACTERS
from generator.digest import digest_text
from generator.model import Header, Likeness

MOST_OF_NAME = 300
"""Of longer titles and names only the beginning is compared: normalising sorts combining marks, one by one."""

# `mark` stands around damaged places of a text.
_PLAIN = frozenset({"p", "br", "img", "mark"})
_SCHEME = re.compile(r"(?:https?:)?//", re.IGNORECASE)
_ADDRESSES = frozenset({"src", "href", "poster"})
# Scripts that fetch a feed again and again give a picture that stands for none another number each time, and some hosts
# sign the address of a picture anew for each visit.
_VOLATILE = re.compile(
    r"(?<=[?&])(?:rand(?:om)?|rnd|sign(?:ature)?|expires?|token|auth_key|x-(?:oss|amz|cos|bce|tos)-[\w-]+"
    r"|ossaccesskeyid|awsaccesskeyid)=[^&#]*&?",
    re.IGNORECASE,
)
_START = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?|jsp)$", re.IGNORECASE)


def likeness(article: Article, text: str, words: str, link: str) -> Likeness:
    """The features of `article` by which copies are recognised; `has_sketch` and `damage` are not filled in.

    `text` is its visible text, and `words` the same as `normalised` returns it, or empty if its words are compared with
    no other text.  `link` is the address of the original article without tracking parameters, empty if it is unknown.
    """
    attributes = (pair for tag in article.tags if tag.attributes for pair in tag.attributes.items())
    addresses = sorted({_address_key(value) for name, value in attributes if name in _ADDRESSES})
    # Spaces between Chinese and other characters differ from copy to copy.
    solid = "".join(text.split())
    return Likeness(
        text=digest_text(f"{len(text)} {words}" if len(text) > MOST_CHARACTERS else words) if words else "",
        body=digest_text("\n".join([solid, *addresses])) if solid or addresses else "",
        addresses=digest_text("\n".join(addresses)) if addresses else "",
        link=link_key(link),
        is_marked_up=_is_marked_up(article),
    )


def _address_key(address: str) -> str:
    return _VOLATILE.sub("", _SCHEME.sub("", entities.unescape(address), count=1)).rstrip("?&")


def _is_marked_up(article: Article) -> bool:
    if any(tag.name not in _PLAIN for tag in article.tags):
        return True
    return sum(tag.name == "p" and not tag.is_end for tag in article.tags) > 1


def link_key(link: str) -> str:
    """The part of a web address that tells which page it is: without scheme, `www.`, fragment and slash at the end.

    Empty if the address has neither path (or only `index.html` or the like) nor query: that is the home page of a site,
    which no article has for itself.
    """
    page, question, query = link.partition("#")[0].partition("?")
    host, _, path = _SCHEME.sub("", page, count=1).partition("/")
    path = _START.sub("", f"/{path}").strip("/")
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
        if nested and origin in ("", nested, _letters(path[1])):
            return nested
    return origin


def title_key(title: str) -> str:
    """`title` in lower case without blanks, quotes, and the signs that scripts take out of names of files.

    Other signs stay, because they may be all that tells two titles apart: `C++` and `C#`.
    """
    return unicodedata.normalize("NFKC", title[:MOST_OF_NAME]).casefold().translate(_NO_TITLE)


# Scripts write `_` in place of signs that no file name may have.
_NO_TITLE = dict.fromkeys(map(ord, " \t\n\"'“”‘’«»‹›「」『』`_:/\\?*<>|[].,"))


def _letters(text: str) -> str:
    return letters_and_digits(text[:MOST_OF_NAME])


def shared_marks(likenesses: Iterable[Likeness]) -> Iterable[str]:
    """For each of `likenesses`, one or two texts; posts that are copies of each other have one of these in common.

    They are the digest of the post's body, and `link` with the address of the original article if that is known.  Near
    copies need not share one.
    """
    for item in likenesses:
        yield item.body
        if item.link:
            yield f"link {item.link}"
