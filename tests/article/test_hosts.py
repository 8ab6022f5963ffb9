"""Hosts: read as browsers read them, and told whether they lie on the reader's own machine or network.

Source: WHATWG URL standard, "host parsing".
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.article.hosts import has_look_alike, is_local, read_host


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("127.1", "127.0.0.1"),
        ("127.0.1", "127.0.0.1"),
        ("2130706433", "127.0.0.1"),
        ("0x7f000001", "127.0.0.1"),
        ("0X7F.1", "127.0.0.1"),
        ("017700000001", "127.0.0.1"),
        ("0177.0.0.01", "127.0.0.1"),
        ("0300.0250.1", "192.168.0.1"),
        ("192.168.257", "192.168.1.1"),
        ("127.0.0.1.", "127.0.0.1"),
        ("0x", "0.0.0.0"),
        ("0", "0.0.0.0"),
        ("1.2.3.0x", "1.2.3.0"),
        ("１２７.０.０.１", "127.0.0.1"),
        ("①②⑦。0｡0．１", "127.0.0.1"),
        ("127.0.0.\u034f1", "127.0.0.1"),
        ("𝟏𝟐𝟕.1", "127.0.0.1"),
        ("[::1]", "::1"),
        ("[0:0:0:0:0:0:0:1]", "::1"),
        ("[1:0::FFFF]", "1::ffff"),
        ("Example.ORG", "example.org"),
        ("ＬＯＣＡＬＨＯＳＴ", "localhost"),
        ("localho\u017ft", "localhost"),
        ("xn--localhost-", "localhost"),
        ("例子。测试", "例子.测试"),
        ("256.1.1.1", None),
        ("1.2.3.4.5", None),
        ("1.2.3.256", None),
        ("1.256", "1.0.1.0"),
        ("4294967296", None),
        ("08.1.1.1", None),
        ("example.1", None),
        ("example.0x1f", None),
        ("1..1", None),
        ("[127.0.0.1]", None),
        ("[::1::]", None),
        ("[1:2:3:4:5:6:7:8:9]", None),
        ("[::127.0.0.01]", None),
    ],
)
def test_a_host_is_read_as_browsers_read_it(written: str, expected: str | None) -> None:
    found = read_host(written)
    assert (None if found is None else str(found)) == expected


@pytest.mark.parametrize(
    "written",
    [
        "127.0.0.1", "127.255.255.254", "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "172.16.0.1",
        "172.31.255.255", "192.168.0.1", "169.254.169.254", "100.64.0.1", "100.127.255.255", "192.0.0.8", "198.18.0.1",
        "198.19.255.255", "224.0.0.251", "239.255.255.250", "240.0.0.1", "255.255.255.255",
        "[::1]", "[::]", "[fc00::1]", "[fd12:3456::1]", "[fe80::1]", "[febf::1]", "[fec0::1]", "[ff02::fb]",
        "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[0:0:0:0:0:ffff:c0a8:0001]", "[::ffff:0:10.0.0.1]", "[::127.0.0.1]",
        "[64:ff9b::10.0.0.1]", "[64:ff9b::7f00:1]", "[64:ff9b:1::8.8.8.8]", "[2002:7f00:1::]", "[2002:c0a8:1::1]",
        "[2001:0:7f00:1::]", "[2001:0:808:808:0:0:f5ff:fffe]",
        "localhost", "LOCALHOST.", "app.localhost", "localhost.localdomain", "nas.local", "Printer.LOCAL.",
        "a.internal", "pc.lan", "home.arpa", "nas.home.arpa", "a.home", "a.intranet", "a.corp", "a.private", "router",
        "wiki", "ｎａｓ．ｌｏｃａｌ", "nas。local", "a.xn--local-", "nas.l\u2064ocal", "家",
    ],
)  # fmt: skip
def test_a_host_on_the_readers_own_machine_or_network_is_local(written: str) -> None:
    assert is_local(written)


@pytest.mark.parametrize(
    "written",
    [
        "8.8.8.8", "1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255",
        "128.0.0.0", "169.253.1.1", "172.15.255.255", "172.32.0.0", "192.0.1.0", "192.167.1.1", "192.169.0.0",
        "198.17.255.255", "198.20.0.0", "223.255.255.255", "192.0.2.1", "134744072",
        "[2606:4700::1111]", "[2001:db8::1]", "[::ffff:8.8.8.8]", "[64:ff9b::8.8.8.8]", "[2002:808:808::]",
        "10.example.com", "127.example.org", "local.example", "lan.example.com", "localhost.example", "xlocal.example",
        "example.locals", "example.org.", "127.0.0.1.example.org", "例子.测试", "xn--fsqu00a.xn--0zwm56d",
        "arpa.example", "a.arpa",
    ],
)  # fmt: skip
def test_a_host_that_anybody_can_reach_is_not(written: str) -> None:
    assert not is_local(written)


def test_signs_that_look_like_parts_of_an_address_are_told_from_those_of_names() -> None:
    taken = ("a⁄b.c", "a∕b.c", "a꞉80.c", "aː80.c", "a∶80.c", "a“b.c", "a╱b.c", "a։b.c")
    assert [name for name in taken if not has_look_alike(name)] == []
    names = ("a.c", "例子。测试", "l·l.cat", "ア・イ.jp", "👍.example", "भारत.example", "straße.example", "a_b.c")
    assert [name for name in names if has_look_alike(name)] == []


@given(st.integers(0, 2**32 - 1), st.sampled_from(["d", "#x", "#o"]), st.sampled_from(["", "."]), st.integers(1, 4))
def test_every_spelling_of_an_ipv4_address_is_the_same_address(value: int, form: str, end: str, count: int) -> None:
    parts = [value >> 24, value >> 16 & 255, value >> 8 & 255, value & 255]
    first = parts[: count - 1]
    last = value & (256 ** (5 - count) - 1)
    written = ".".join(format(part, form).replace("0o", "0") for part in (*first, last)) + end
    wide = written.translate({ord(sign): ord(sign) + 0xFEE0 for sign in "0123456789abcdefx"})
    assert read_host(written) == read_host(wide) == read_host(".".join(map(str, parts)))


@given(st.text(max_size=40))
def test_any_host_can_be_read(written: str) -> None:
    is_local(written)
    has_look_alike(written)
