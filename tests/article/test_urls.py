"""Addresses: what may stand in an article, read as browsers read it."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.article.urls import host, is_internal, safe_link, safe_media, safe_srcset, split_srcset


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
        ("HTTP://Example.org", "http://Example.org"),
        ("  https://example.org/\n", "https://example.org/"),
        ("ht\ntps://exa\tmple.org/", "https://example.org/"),
        ("//example.org/a", "https://example.org/a"),
        (r"\\example.org\a", "https://example.org/a"),
        (r"/\example.org", "https://example.org"),
        ("/\t/example.org", "https://example.org"),
        ("https:/example.org", "https://example.org"),
        ("https:////example.org", "https://example.org"),
        ("https://例子.测试/路径", "https://例子.测试/路径"),
        ("https://example.org/a b", "https://example.org/a%20b"),
        ('https://example.org/"<x>', "https://example.org/%22%3Cx%3E"),
        ("https://example.org:8080/", "https://example.org:8080/"),
        ("https://example.org:/", "https://example.org/"),
        ("https://[::1]:80/", "https://[::1]:80/"),
        ("https://example.org/@name", "https://example.org/@name"),
        ("mailto:desk@example.org?subject=a b", "mailto:desk@example.org?subject=a%20b"),
        ("../other.md#part", "../other.md#part"),
        ("/2003/05/", "/2003/05/"),
        ("图 1.png", "图%201.png"),
        ("?page=2", "?page=2"),
        ("#fn:1", "#fn:1"),
        ("pressmark-post:first-post", "pressmark-post:first-post"),
        ("https://example.org/a?b=1:2", "https://example.org/a?b=1:2"),
        ("http://192.168.0.1/setup", "http://192.168.0.1/setup"),
        ("http://nas.local/", "http://nas.local/"),
        ("https://👍.example/", "https://👍.example/"),
    ],
)
def test_a_link_is_written_as_browsers_read_it(written: str, expected: str) -> None:
    assert safe_link(written) == expected


@pytest.mark.parametrize(
    "written",
    [
        "",
        "#",
        " \n ",
        "javascript:alert(1)",
        "JaVa\nScRiPt:alert(1)",
        "\x01javascript:alert(1)",
        "javascript:123",
        "vbscript:1",
        "data:text/html,x",
        "tel:1",
        "file:///etc/hosts",
        "ed2k://|file|x|",
        "taptap://x",
        "blob:https://example.org/x",
        "https:example.org",
        "https://",
        "https:///",
        "https://user@example.org/",
        "https://user:pass@example.org/",
        "https://example.org:99999/",
        "https://example.org:8a/",
        "https://example.org:0/",
        "https://exa mple.org/",
        "https://exa%6dple.org/",
        "https://exa／mple.org/",
        "https://example.org\u2044evil.example/",
        "https://example.org\u2215.evil.example/",
        "https://example.org꞉443.evil.example/",
        "https://example.org：443.evil.example/",
        "https://user＠example.org/",
        "https://example.org%2eevil.example/",
        "https://example.org:443:80/",
        "https://example.org:javascript/",
        "https://256.1.1.1/",
        "https://1.2.3.4.5/",
        "https://example.08/",
        "https://[1]/",
        "https://../",
        "https://[::1/",
        "https://a<b/",
        "1:2",
        "中文:话",
        "a\x00b",
        "\ud800",
        "mailto:nobody",
        "mailto:javascript:1@x",
        "https://example.org/" + "a" * 4_000,
    ],
)
def test_a_link_that_may_not_stand_is_refused(written: str) -> None:
    assert safe_link(written) is None


@pytest.mark.parametrize(
    "written", ["mailto:desk@example.org", "#a", "pressmark-post:a", "data:image/gif;base64,R0lG", "?a"]
)
def test_media_are_only_web_and_relative_addresses(written: str) -> None:
    assert safe_media(written) is None


@pytest.mark.parametrize(
    "written",
    [
        "http://127.0.0.1/a.png",
        "//127.0.0.1:8080/a.png",
        "https:\\\\192.168.0.1\\a.png",
        "HTTP://LocalHost/a.png",
        "http://lo\ncalhost/a.png",
        "http://router/a.png",
        "http://router:80",
        "http://nas.LOCAL?a.png",
        "http://nas.local#.example.org",
        "http://nas.home.arpa./a.png",
        "http://[::1]:80/a.png",
        "http://２１３０７０６４３３/a.png",
        "http://0x7f.1/a.png",
    ],
)
def test_a_picture_on_the_readers_own_network_is_refused_and_a_link_there_is_not(written: str) -> None:
    assert safe_media(written) is None
    assert safe_srcset(f"https://example.org/a.png, {written} 2x") is None
    assert safe_link(written) is not None


@pytest.mark.parametrize(
    "written",
    [
        "http://8.8.8.8/x.png",
        "https://10.example.com/a.png",
        "https://127.example.org/a.png",
        "https://local.example/a.png",
        "https://lan.example.com:8080/a.png",
        "https://mylocal.example/localhost",
        "https://localhost.example./a.png",
        "https://img.notlocal/a.png",
        "https://例子.测试/路径.png",
        "localhost/a.png",
        "127.0.0.1/a.png",
    ],
)
def test_a_picture_elsewhere_or_in_the_site_stays(written: str) -> None:
    assert safe_media(written) == written


def test_media_addresses_lose_outer_blanks() -> None:
    assert safe_media(" cat.png ") == "cat.png"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("a.png", "a.png"),
        ("a.png 1x, b.png 2x", "a.png 1x, b.png 2x"),
        ("https://e.org/a,b.png 100w,https://e.org/c.png 200w", "https://e.org/a,b.png 100w, https://e.org/c.png 200w"),
        ("//e.org/a.png 1.5x", "https://e.org/a.png 1.5x"),
        ("a.png, b.png 2x", "a.png, b.png 2x"),
        ("a.png 1x, javascript:alert(1) 2x", None),
        ("a.png 1x, data:image/png;base64,AAAA 2x", None),
        ("a.png 1x 2x", None),
        ("a.png x", None),
        ("", None),
        (" , ,", None),
        (", ".join(f"{n}.png {n}w" for n in range(1, 60)), None),
    ],
)
def test_a_srcset_stands_as_a_whole_or_not_at_all(written: str, expected: str | None) -> None:
    assert safe_srcset(written) == expected


def test_commas_inside_a_candidate_belong_to_its_address() -> None:
    assert split_srcset("a,b.png 1x, c.png") == (("a,b.png", "1x"), ("c.png", ""))


def test_hosts_come_without_www_and_port() -> None:
    assert host("https://www.Example.org:8080/a") == "example.org"
    assert host("https://例子.测试?x") == "例子.测试"
    assert host("a/b") == ""


def test_internal_addresses_are_those_without_a_host() -> None:
    inside = [
        url for url in ("a.md", "/a", "?x", "pressmark-post:a", "https://e.org", "mailto:a@b", "#x") if is_internal(url)
    ]
    assert inside == ["a.md", "/a", "?x", "pressmark-post:a"]


_HOSTILE = st.text(
    alphabet=st.sampled_from(list("javscriptdtml:/\\?#@%.[]<>\"' \t\n\x00\x0b\u3000／：。0é中")), max_size=40
)


@given(st.one_of(_HOSTILE, st.text(max_size=60)))
def test_whatever_passes_is_harmless_and_passes_again_unchanged(written: str) -> None:
    safe = safe_link(written)
    if safe is None:
        return
    assert safe_link(safe) == safe
    assert not re.search(r"[\s\"'<>`\x00-\x20\x7f]", safe)
    assert html.escape(safe.replace("&", "")) == safe.replace("&", "")
    assert re.match(r"(?:https?://[^/\\?#@]|mailto:|pressmark-post:|[?#]|[^:/?#]+(?:[/?#]|$)|/(?!/))", safe)


def test_long_hostile_addresses_take_no_time() -> None:
    assert safe_link("/" * 3_000_000) is None
    assert safe_srcset(", " * 1_000_000) is None


PLAIN_ISH = st.one_of(
    st.from_regex(r"https?://[a-zA-Z0-9.~_:@\[\]\-]{0,12}([/?#][ -~]{0,12})?", fullmatch=True),
    st.from_regex(r"https?://\.{0,2}[a-z]{0,3}\.?[/?#]?[\x00-\u00ff\u2000-\u2070\u4e00]{0,4}", fullmatch=True),
    st.integers(3_500, 4_200).map(lambda count: "https://e.org/" + "a" * count),
    st.integers(170, 260).map(lambda count: "https://" + "a" * count + ".org/b"),
    st.builds(
        "{}{}{}".format,
        st.sampled_from(["http://", "https://a.", "https://10.0.0.", "http://a..", "http://xn--"]),
        st.sampled_from(
            ["local", "LAN", "locals", "home", "arpa", "home.arpa", "0x1", "1", "x1", "a", "org", "internal.", "org."]
        ),
        st.sampled_from(["", "/", "?a", "#a", ":1/", "/.local"]),
    ),
)


@given(PLAIN_ISH)
def test_the_short_way_for_plain_addresses_says_what_the_long_one_says(url):
    # A blank before it does not count, and leads the long way.
    assert safe_link(url) == safe_link(f" {url}")
    assert safe_media(url) == safe_media(f" {url}")
