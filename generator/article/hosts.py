"""Hosts as browsers parse them: which are invalid, and which are the reader's own machine or private network."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

LOCAL_ENDS = (
    "localhost", "localdomain", "local", "internal", "intranet", "lan", "home", "corp", "private", "home.arpa"
)  # fmt: skip
"""The last labels of names in a private network.

Source: RFC 6761 section 6.3, RFC 6762 section 3 and appendix G, RFC 8375; ICANN reserved `internal` in 2024.
"""

_LOCAL_SUFFIXES = tuple(f".{end}" for end in LOCAL_ENDS)

# Written out, because `is_private` of `ipaddress` differs between versions of Python.  Addresses for documentation,
# such as 192.0.2.0/24, lead nowhere and are not among them.  Source: IANA, special-purpose address registries.
_LOCAL_IPV4 = tuple(
    IPv4Network(text)
    for text in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.168.0.0/16", "198.18.0.0/15", "224.0.0.0/4", "240.0.0.0/4",
    )
)  # fmt: skip
_LOCAL_IPV6 = tuple(
    IPv6Network(text)
    for text in ("::/127", "64:ff9b:1::/48", "100::/64", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8")
)
_ENDS_WITH_IPV4 = tuple(IPv6Network(text) for text in ("::/96", "::ffff:0:0/96", "::ffff:0:0:0/96", "64:ff9b::/96"))
"""Compatible, mapped and translated addresses, and NAT64 (RFC 4291, 2765, 6052)."""

_NUMBER = re.compile(r"0x[0-9a-f]*|[0-9]+")
# Some browsers read a label such as `xn--name-` as the plain name in it.
_CLAIMS_ENCODING = re.compile(r"(?<![^.])xn--([a-z0-9\-]*)-(?![^.])")
_SIGNS = frozenset({"Pc", "Pd", "Pe", "Pf", "Pi", "Po", "Ps", "Sc", "Sk", "Sm"})
_UNSEEN = frozenset({"Cf", "Cn", "Me", "Mn"})
_FILLERS = "\u115f\u1160\u3164\uffa0"
# Full stops of other scripts, and signs that occur in real names (RFC 5892 appendix A).
_SIGNS_OF_NAMES = frozenset("。．｡·・\u05f3\u05f4\u0f0b")
_LOOK_ALIKES = frozenset("\u02d0\u2571")


# The pictures of a post come from a few hosts.
@lru_cache(maxsize=256)
def read_host(name: str) -> IPv4Address | IPv6Address | str | None:
    """The host `name` as browsers parse it: an IP address, else the name in lower case; None if browsers refuse it.

    `name` must not contain `%`.  Characters that at least one browser drops are dropped.

    Source: WHATWG URL standard, "host parser", "ends in a number checker" and "IPv4 parser"; UTS 46.
    """
    if name.startswith("["):
        try:
            return IPv6Address(name[1:-1])
        except ValueError:
            return None
    text = _CLAIMS_ENCODING.sub(r"\1", _mapped(name)).strip(".")
    labels = text.split(".")
    if _NUMBER.fullmatch(labels[-1]):
        return _ipv4(labels)
    return text or None


def is_local(name: str) -> bool:
    """Whether the host `name` seems to be the reader's own machine or in the reader's private network.

    No name is looked up.
    """
    match read_host(name):
        case IPv4Address() as address:
            return _is_local_ipv4(address)
        case IPv6Address() as address:
            return any(address in network for network in _LOCAL_IPV6) or any(map(_is_local_ipv4, _inside(address)))
        case str() as text:
            # A name of one label is looked up in the reader's own domain.
            return not _names_nothing(text) if "." not in text else f".{text}".endswith(_LOCAL_SUFFIXES)
        case None:
            return False


def has_look_alike(name: str) -> bool:
    """Whether the host `name` has a non-ASCII sign that looks like one at which a host ends, such as `/` or `:`."""
    return not name.isascii() and any(
        sign in _LOOK_ALIKES or (unicodedata.category(sign) in _SIGNS and sign not in _SIGNS_OF_NAMES)
        for sign in name
        if not sign.isascii()
    )


def _names_nothing(label: str) -> bool:
    """Whether a label is invalid Punycode, which no browser looks up."""
    try:
        return label.startswith("xn--") and not label[4:].encode().decode("punycode").isprintable()
    except UnicodeError:
        return True


def _mapped(name: str) -> str:
    if name.isascii():
        return name.lower()
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold()).replace("。", ".")
    return "".join(
        sign for sign in text if sign.isascii() or not (unicodedata.category(sign) in _UNSEEN or sign in _FILLERS)
    )


def _ipv4(labels: list[str]) -> IPv4Address | None:
    numbers = [_number(label) for label in labels]
    *first, last = numbers
    if len(numbers) > 4 or last is None or last >= 256 ** (4 - len(first)):
        return None
    value = last
    for place, number in enumerate(first):
        if number is None or number > 255:
            return None
        value += number << (24 - 8 * place)
    return IPv4Address(value)


def _number(label: str) -> int | None:
    """A part of an IPv4 address: hexadecimal after `0x`, octal after `0`, else decimal; None if it is not a number."""
    if not _NUMBER.fullmatch(label):
        return None
    if label.startswith("0x"):
        return int(label[2:] or "0", 16)
    if label.startswith("0"):
        return int(label, 8) if label.strip("01234567") == "" else None
    return int(label)


def _is_local_ipv4(address: IPv4Address) -> bool:
    return any(address in network for network in _LOCAL_IPV4)


def _inside(address: IPv6Address) -> Iterator[IPv4Address]:
    """The IPv4 addresses that are embedded in an IPv6 address."""
    if any(address in network for network in _ENDS_WITH_IPV4):
        yield IPv4Address(int(address) & 0xFFFF_FFFF)
    if address.sixtofour is not None:
        yield address.sixtofour
    if address.teredo is not None:
        yield from address.teredo
