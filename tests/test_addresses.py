"""Keys, slugs, permalinks and claims."""

from __future__ import annotations

import unicodedata
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.addresses import (
    SEGMENT_BYTES,
    Claims,
    absolute,
    expand,
    file_path,
    href,
    normalise,
    post_key,
    slugize,
    term_slug,
    with_suffix,
)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("C", "C"),
        ("a b", "a-b"),
        ("地方新闻", "地方新闻"),
        ("港湾日报－国內", "港湾日报－国內"),
        ("a/b", "a-b"),
        ("Crème brûlée", "Creme-brulee"),
        ("Ａｂｃ", "Abc"),
        ("Straße, ħ ı Ø Æ", "Strase-h-i-O-AE"),
        ("!!!", ""),
        ("C++", "C"),
    ],
)
def test_a_slug_is_the_one_that_hexo_makes(name, expected):
    # Source: hexo-util slugize.
    assert slugize(name) == expected


def test_names_that_hexo_puts_on_one_page_get_pages_of_their_own():
    slugs = [term_slug(name) for name in ("C", "C++", "C#", "a/b", "a b", "!!!", "???", "page", "undated", "..")]
    assert slugs[0] == "C"
    assert slugs[4] == "a-b"
    assert len(set(slugs)) == len(slugs)
    assert "" not in slugs


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024/first-post/", "/2024/first-post/"),
        ("/a//b", "/a/b"),
        (" a / b ", "/a/b"),
        ("e\u0301.html", "/\u00e9.html"),
        ("../../etc/passwd", None),
        ("/a/../b", None),
        ("a/. ./b", None),
        ("．．／etc", None),
        ("a\\b", None),
        ("a\0b", None),
        ("a\u202eb", None),
        ("\ud800", None),
        ("", None),
        ("/", None),
        (".htaccess", None),
    ],
)
def test_an_address_stays_inside_the_output_folder_or_is_refused(text, expected):
    assert normalise(text) == expected


@given(st.text(max_size=400))
def test_no_text_at_all_makes_an_address_that_leaves_the_output_folder(text):
    address = normalise(text)
    if address is not None:
        parts = PurePosixPath(file_path(address)).parts
        assert parts
        assert ".." not in parts
        assert not address.startswith("//")
        assert all(0 < len(part.encode()) <= 255 for part in parts)
        assert unicodedata.is_normalized("NFC", address)


def test_a_long_part_is_cut_between_characters_and_keeps_its_extension():
    address = normalise("p/" + "中" * 100 + ".html")
    assert address is not None
    assert address.endswith(".html")
    assert len(address.removeprefix("/p/").encode()) <= SEGMENT_BYTES
    assert normalise("p/" + "中" * 101 + ".html") != address


def test_a_missing_variable_becomes_the_key():
    assert expand("p/:abbrlink.html", {}.get, "0a1b2c3d4e5f") == "p/0a1b2c3d4e5f.html"
    assert expand(":year_:month/", {"year": "2024", "month": "05"}.get, "k") == "2024_05/"


def test_the_key_depends_on_the_path_and_on_the_name_of_the_root_if_it_has_one():
    assert post_key("", "x.md") != post_key("a", "x.md")
    assert post_key("a", "x.md") != post_key("b", "x.md")
    assert post_key("", "e\u0301.md") == post_key("", "\u00e9.md")


@pytest.mark.parametrize(
    ("address", "link", "url"),
    [
        ("/a b/?x#y/", "/repo/a%20b/%3Fx%23y/", "https://example.org/repo/a%20b/%3Fx%23y/"),
        ("/100%/", "/repo/100%25/", "https://example.org/repo/100%25/"),
        ("/中/", "/repo/中/", "https://example.org/repo/%E4%B8%AD/"),
        (
            "/é·中 《x》\u202e/",
            "/repo/é%C2%B7中%20%E3%80%8Ax%E3%80%8B%E2%80%AE/",
            "https://example.org/repo/%C3%A9%C2%B7%E4%B8%AD%20%E3%80%8Ax%E3%80%8B%E2%80%AE/",
        ),
    ],
)
def test_links_are_encoded_and_carry_the_base_path(address, link, url):
    assert href(address, "/repo/") == link
    assert absolute(address, "https://example.org/repo/") == url


def test_two_addresses_that_differ_in_case_only_are_one_file_somewhere():
    claims = Claims()
    assert claims.take("/Tech/", "first") is None
    assert claims.take("/tech/", "second") == "first"


def test_a_file_cannot_stand_where_a_folder_is_needed():
    claims = Claims()
    assert claims.take("/a.html", "file") is None
    assert claims.take("/a.html/b/", "below it") == "file"
    assert claims.take("/b/c/", "folder") is None
    assert claims.take("/b", "in its way") == "folder"
    assert claims.take("/b/index.html", "another") is None
    assert claims.take("/b/", "the same file") == "another"


def test_who_comes_second_gets_digits_and_who_imitates_them_gets_a_number():
    claims = Claims()
    claims.take("/x-abc123/", "imitator")
    assert claims.take_near("/x/", "first", "abc123") == "/x/"
    assert claims.take_near("/x/", "second", "abc123") == "/abc123-2/x/"


def test_a_file_in_the_way_of_a_folder_does_not_stop_anybody():
    claims = Claims()
    claims.take("/x.html", "file")
    assert claims.take_near("/x.html/y/", "below it", "abc123") == "/abc123-2/y/"
    assert claims.take_near("/x.html/y/", "another", "abc123") == "/abc123-3/y/"


def test_a_name_of_300_bytes_and_an_address_of_6000_are_cut_or_refused():
    slug = term_slug("长" * 100)
    assert len(slug.encode()) <= SEGMENT_BYTES
    assert slug != term_slug("长" * 101)
    assert normalise("/".join(["长" * 60] * 30)) is None


@pytest.mark.parametrize(
    ("address", "expected"),
    [("/a/", "/a-1/"), ("/a.html", "/a-1.html"), ("/a", "/a-1"), ("/", "/1/"), ("/.well-known", "/.well-known-1")],
)
def test_a_suffix_stands_behind_the_stem(address, expected):
    assert with_suffix(address, "1") == expected
