"""Hosts that lead to the reader's own machine or network, as browsers read them.

A reader's browser fetches the pictures of an article without a question, and one at `http://192.168.0.1/` would be a
request to the reader's router.
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from functools import lru_cache
from urllib.parse import unquote

_LOCAL_NAMES = "localhost|localdomain|local|internal|intranet|lan|home|corp|private"
_LOCAL_NAME = re.compile(rf"(?:.*\.)?(?:{_LOCAL_NAMES}|home\.arpa)")
# A name with a dot that ends in a word, which is how nearly every host is written.
_PUBLIC = re.compile(
    rf"https?://(?:[a-z0-9_~\-]+\.)+(?!(?:{_LOCAL_NAMES}|arpa)(?:[:/?#]|\Z))[a-z][a-z0-9\-]*(?::[0-9]*)?(?:[/?#]|\Z)",
    re.IGNORECASE,
)
_AUTHORITY = re.compile(r"https?://(?:[^/?#@]*@)?([^/?#]*)", re.IGNORECASE)
_PORT = re.compile(r":[0-9]*\Z")
_NUMBER = re.compile(r"0[xX][0-9A-Fa-f]*|[0-9]+")

_NETWORKS = tuple(
    map(
        ipaddress.ip_network,
        """
        0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.168.0.0/16
        198.18.0.0/15 224.0.0.0/4 240.0.0.0/4
        ::/127 100::/64 fc00::/7 fe80::/10 fec0::/10 ff00::/8
        """.split(),
    )
)
"""Addresses that are not of the public internet.  Source: IANA's registries of special-purpose addresses, 2026-11.

Written out: what Python calls global differs between its versions, and the same post must give the same page."""
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def is_surely_public(url: str) -> bool:
    """Whether the form of an http or https address alone says that its host is a public name; nearly all are such."""
    return _PUBLIC.match(url) is not None


def leads_home(url: str) -> bool:
    """Whether an http or https address leads to the reader's own machine or network, or to no host at all.

    Names that lead there by the domain name system cannot be known.  Source: WHATWG URL standard, host parsing.
    """
    if is_surely_public(url):
        return False
    found = _AUTHORITY.match(url)
    return found is not None and _is_local(found[1])


@lru_cache(maxsize=256)
def _is_local(authority: str) -> bool:
    if authority.startswith("["):
        return _is_local_address(authority.rpartition("]")[0][1:])
    name = unicodedata.normalize("NFKC", unquote(_PORT.sub("", authority)))
    # Ideographic full stops are dots in the names of hosts.
    name = name.replace("\u3002", ".").casefold().removesuffix(".")
    *_, last = name.rpartition(".")
    if _NUMBER.fullmatch(last):
        number = _ipv4_number(name)
        return number is None or _is_local_address(str(ipaddress.IPv4Address(number)))
    return "." not in name or _LOCAL_NAME.fullmatch(name) is not None


def _ipv4_number(name: str) -> int | None:
    """The address that browsers read in up to four numbers of base 8, 10 or 16; None where they read none."""
    parts = name.split(".")
    if len(parts) > 4 or not all(map(_NUMBER.fullmatch, parts)):
        return None
    try:
        numbers = [_number(part) for part in parts]
    except ValueError:
        return None
    *firsts, last = numbers
    if any(number > 255 for number in firsts) or last >> 8 * (5 - len(numbers)):
        return None
    return last + sum(number << 8 * (3 - place) for place, number in enumerate(firsts))


def _number(part: str) -> int:
    if part[:2] in ("0x", "0X"):
        return int(part[2:] or "0", 16)
    # Longer than any number that fits: Python would refuse to read thousands of digits.
    if len(part) > 40:
        raise ValueError(part)
    return int(part, 8 if part.startswith("0") and len(part) > 1 else 10)


def _is_local_address(text: str) -> bool:
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return True
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if inner is None and (address in _NAT64 or int(address) >> 32 == 0):
            inner = ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
        if inner is not None and _is_local_address(str(inner)):
            return True
    return any(address in network for network in _NETWORKS)
