"""Addresses on the page that a post was taken from."""

from __future__ import annotations

import pytest

from generator.article.elsewhere import elsewhere, fragment_on
from generator.article.urls import safe_link, safe_media

PAGE = "https://news.example/2021/bridge/?page=1#top"


# Source: RFC 3986, section 5.4, and the WHATWG URL standard for empty parts and encoded dots.
@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("chart.html", "https://news.example/2021/bridge/chart.html"),
        ("./a/./b", "https://news.example/2021/bridge/a/b"),
        ("../old/", "https://news.example/2021/old/"),
        ("../../../../old", "https://news.example/old"),
        ("/a/../b//c", "https://news.example/b//c"),
        (".", "https://news.example/2021/bridge/"),
        ("..", "https://news.example/2021/"),
        ("/..", "https://news.example/"),
        ("%2E%2e/old", "https://news.example/2021/old"),
        ("a?b=../c#d", "https://news.example/2021/bridge/a?b=../c#d"),
        ("?page=2#map", "https://news.example/2021/bridge/?page=2#map"),
        ("图/桥.png", "https://news.example/2021/bridge/图/桥.png"),
        ("...", "https://news.example/2021/bridge/..."),
    ],
)
def test_a_relative_address_means_what_it_means_on_its_page(written, address):
    assert elsewhere(PAGE, written, safe_link) == address


def test_a_page_without_a_path_is_a_folder_and_an_address_in_a_path_keeps_its_slashes():
    assert elsewhere("https://news.example", "a", safe_link) == "https://news.example/a"
    assert elsewhere("https://news.example?x=/", "?a", safe_link) == "https://news.example/?a"
    assert elsewhere("https://old.example/web/https://a.example/b", "c", safe_link) == (
        "https://old.example/web/https://a.example/c"
    )


@pytest.mark.parametrize(
    ("page", "written"),
    [("", "a"), ("/a/", "b"), ("mailto:a@example.org", "b"), (PAGE, "a" * 3_990), ("http://192.168.0.1/", "a.png")],
)
def test_what_the_policy_refuses_leads_nowhere(page, written):
    assert elsewhere(page, written, safe_media) == ""


@pytest.mark.parametrize(
    ("address", "fragment"),
    [
        ("https://news.example/2021/bridge/#part2", "part2"),
        ("http://www.news.example/2021/bridge#part2", "part2"),
        ("//NEWS.example:443/2021/bridge/?page=1#part2", "part2"),
        ("/2021/bridge/#part2", "part2"),
        ("../bridge#part2", "part2"),
        ("?page=1#%E6%A1%A5", "%E6%A1%A5"),
        ("https://news.example/2021/bridge/", ""),
        ("https://news.example/2021/bridge/#", ""),
        ("https://news.example/2021/bridge/2/#part2", ""),
        ("https://news.example/2021/Bridge/#part2", ""),
        ("https://news.example/2021/bridge/?page=2#part2", ""),
        ("https://old.news.example/2021/bridge/#part2", ""),
        ("https://news.example:8080/2021/bridge/#part2", ""),
        ("javascript:1#part2", ""),
        ("#part2", ""),
    ],
)
def test_a_link_to_the_page_itself_is_known_by_its_address(address, fragment):
    assert fragment_on(PAGE, address) == fragment


def test_without_a_page_no_link_leads_to_it():
    assert fragment_on("", "https://news.example/#a") == ""
