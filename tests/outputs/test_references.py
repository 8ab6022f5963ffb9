"""What is published of files beside posts: from a root that is not trusted nothing that can act."""

from __future__ import annotations

import re

import pytest

from generator.config import Config
from generator.outputs.references import refusal_of_content
from tests.sites import SmallSite, clean_build, post

PNG = b"\x89PNG\r\n\x1a\n"


def picture(width: int, height: int) -> bytes:
    """The beginning of a PNG of this size."""
    return PNG + b"\x00\x00\x00\rIHDR" + width.to_bytes(4) + height.to_bytes(4) + bytes(20)


TRUSTED = {"path": "content", "trusted": True}


def notes(site: SmallSite) -> dict[str, str]:
    """The message and the help of each note on links and files, by code and path."""
    return {
        f"{one.code} {one.where.path}": f"{one.message}; {one.help}"
        for one in site.build().problems
        if one.code in ("dead-link", "file-ignored")
    }


def test_a_pdf_of_a_stranger_is_not_published_and_the_note_says_why_and_how_to_mend_it(small_site):
    small_site.write("a.md", post("A", "Read [the book](book.pdf).", permalink="a/"))
    small_site.write("book.pdf", b"%PDF-1.7")
    found = notes(small_site)
    assert not small_site.has("/book.pdf")
    assert "Read the book." in small_site.page("/a/")
    help = "set trusted = true for the root in site.toml if all of it is yours, or move the file to static/ and link to"
    reason = "not published: the content root is not trusted, and a PDF can hold scripts, forms and requests to other"
    assert found["dead-link content/a.md"].startswith(f"link to 'book.pdf', which is {reason}")
    assert found["file-ignored content/book.pdf"].startswith(reason)
    assert all(help in note for note in found.values())


def test_a_trusted_root_publishes_a_pdf(small_site):
    small_site.settings(content=[TRUSTED])
    small_site.write("a.md", post("A", "Read [the book](book.pdf).", permalink="a/"))
    small_site.write("book.pdf", b"%PDF-1.7")
    assert notes(small_site) == {}
    assert 'href="/book.pdf"' in small_site.page("/a/")
    assert small_site.output.joinpath("book.pdf").read_bytes() == b"%PDF-1.7"


def test_a_pdf_that_moved_to_static_is_linked(small_site):
    small_site.write("a.md", post("A", "Read [the book](/book.pdf).", permalink="a/"))
    small_site.put("static/book.pdf", b"%PDF-1.7")
    assert notes(small_site) == {}
    assert 'href="/book.pdf"' in small_site.page("/a/")


@pytest.mark.parametrize(
    "suffix", ["svg", "SVG", "svgz", "pdf", "PDF", "xml", "js", "mjs", "css", "swf", "xhtml", "mht", "wasm"]
)
def test_what_may_act_stays_out_of_the_site_however_a_post_refers_to_it(small_site, suffix):
    body = f'<p>A <a href="x.{suffix}">a</a> <img src="x.{suffix}" alt="b"> <video src="x.{suffix}"></video></p>'
    small_site.write("a.md", post("A", body, permalink="a/", cover=f"x.{suffix}"))
    small_site.write(f"x.{suffix}", b"data")
    found = notes(small_site)
    assert f"x.{suffix}" not in small_site.files()
    assert f"x.{suffix}" not in small_site.page("/a/")
    assert "the content root is not trusted" in found["dead-link content/a.md"]


@pytest.mark.parametrize(
    "data",
    [
        b"<!doctype html><script>alert(1)</script>",
        b"\xef\xbb\xbf \r\n<html>",
        b"\n\t<?xml version='1.0'?><svg/>",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        "\ufeff <script>".encode("utf-16-le"),
        "\ufeff\n<b>".encode("utf-16-be"),
        b"%PDF-1.7",
        b"%!PS-Adobe-3.0",
        b"CWS\x0b",
    ],
)
def test_a_picture_whose_bytes_are_those_of_a_page_is_not_published(small_site, data):
    small_site.write("a.md", post("A", "![A quay](x.png) [more](x.png)", permalink="a/"))
    path = small_site.write("x.png", data)
    found = notes(small_site)
    assert not small_site.has("/x.png")
    assert "A quay more" in small_site.page("/a/")
    reason = "not published: the content root is not trusted, and the file begins like a page, a document or a program"
    assert found["dead-link content/a.md"].partition(", which is ")[2].startswith(reason)
    assert found["file-ignored content/x.png"].startswith(reason)
    path.write_bytes(PNG)
    assert notes(small_site) == {}
    assert small_site.has("/x.png")


@pytest.mark.parametrize(
    "data",
    [
        PNG,
        b"\xff\xd8\xff\xe0\0\x10JFIF",
        b"GIF89a",
        b"RIFF\x24\0\0\0WEBPVP8 ",
        b"BM<\0\0\0",
        b"\0\0\x01\0",
        b"\0\0\0\x3cftypisom",
        b"\x1aE\xdf\xa3",
        b"OggS",
        b"ID3\x04",
        b"\xff\xfb\x90",
        b"fLaC",
        b"",
        b"anything else",
    ],
)
def test_media_are_published_whatever_suffix_they_have(data):
    assert refusal_of_content("content/x.jpg", data, Config(title="t", url="https://example.org/")) == ""


BODY = (
    '<p><a href="b.md#x">b</a> <a href="/gone/">gone</a> <img src="here.png" srcset="big.png 2x" alt="">'
    '<img src="there.png" alt="there"></p><video src="film.mp4" poster="here.png"></video>'
)


def test_what_is_in_the_site_is_linked_and_the_rest_leads_to_the_page_a_post_was_taken_from(small_site):
    small_site.write("a.html", post("A", BODY, permalink="a/", link="https://news.example/2021/a.html"))
    small_site.write("b.md", post("B", "Words.", permalink="b/"))
    small_site.write("here.png", PNG)
    assert notes(small_site) == {}
    page = small_site.page("/a/")
    assert '<a href="/b/#x">b</a>' in page
    assert '<a href="https://news.example/gone/" rel="noopener nofollow">gone</a>' in page
    assert '<img src="/here.png" alt="" referrerpolicy="no-referrer" loading="lazy" decoding="async">' in page
    waiting = 'alt="there" referrerpolicy="no-referrer" loading="lazy" decoding="async">'
    assert f'<img src="https://news.example/2021/there.png" {waiting}' in page
    film = '<video src="https://news.example/2021/film.mp4" poster="/here.png" controls="" preload="none"></video>'
    assert film in page


def test_feeds_and_covers_lead_to_the_page_too(small_site):
    body = '<p><a href="x">x</a> Words of an article.</p>'
    fields = {"link": "https://news.example/2021/a.html", "date": "2021-01-02"}
    small_site.write("a.html", post("A", body, permalink="a/", cover="/c.png?w=9", **fields))
    assert notes(small_site) == {}
    assert '"image": "https://news.example/c.png?w=9"' in small_site.page("/feed.json")
    assert 'src="https://news.example/c.png?w=9"' in small_site.page("/")
    assert "https://news.example/2021/x" in small_site.page("/atom.xml")


def test_a_query_leads_nowhere_in_the_site(small_site):
    small_site.write("a.html", post("A", '<p><a href="?page=2">more</a></p>', permalink="a/"))
    assert notes(small_site) == {}
    assert "<p>more</p>" in small_site.page("/a/")


def test_a_file_that_appears_or_goes_changes_the_link_as_in_a_clean_build(small_site):
    small_site.write("a.html", post("A", BODY, permalink="a/", link="https://news.example/2021/a.html"))
    small_site.build()
    assert small_site.files() == clean_build(small_site)
    there = small_site.write("there.png", PNG)
    small_site.write("b.md", post("B", "Words.", permalink="b/"))
    small_site.build()
    assert 'src="/there.png"' in small_site.page("/a/")
    assert small_site.files() == clean_build(small_site)
    there.unlink()
    small_site.write("a.html", post("A", BODY, permalink="a/", link="https://other.example/2021/a.html"))
    small_site.build()
    assert 'src="https://other.example/2021/there.png"' in small_site.page("/a/")
    assert small_site.files() == clean_build(small_site)


def test_a_picture_of_the_site_gets_its_size_and_one_with_a_size_keeps_it(small_site):
    small_site.settings(content=[TRUSTED])
    body = '<img src="a.png" alt="A"><img src="/b.gif" width="20"><img src="a.png" height="7">'
    body += '<img src="https://e.example/c.png">'
    small_site.write("a.md", post("A", f"<p>{body}</p>", permalink="a/", cover="boat.png"))
    small_site.write("a.png", picture(40, 30))
    small_site.write("boat.png", picture(400, 300))
    small_site.put("static/b.gif", b"GIF89a\x28\x00\x1e\x00" + bytes(20))
    assert [one for one in small_site.build().problems if one.code == "picture-unreadable"] == []
    page = small_site.page("/a/")
    found = re.findall(r'<img src="([^"]+)"((?: (?:alt|width|height)="\w*")*)', page)
    assert found == [
        ("/boat.png", ' alt="" width="400" height="300"'),
        ("/a.png", ' width="40" height="30" alt="A"'),
        ("/b.gif", ' height="15" width="20" alt=""'),
        ("/a.png", ' height="7" alt=""'),
        ("https://e.example/c.png", ' alt=""'),
    ]


def test_only_a_picture_whose_size_is_unknown_has_the_class_that_keeps_a_place(small_site):
    body = '<p><img src="a.png"></p><p><img src="a.png" width="60%"></p><p><img src="https://e.example/c.png"></p>'
    small_site.write("a.md", post("A", body, permalink="a/"))
    small_site.write("a.png", PNG)
    small_site.build()
    assert re.findall(r'<img [^>]* class="([^"]*)"', small_site.page("/a/")) == ["alone", "width-60 alone", "alone"]
    small_site.write("a.png", picture(40, 30))
    small_site.build()
    assert re.findall(r'<img [^>]* class="([^"]*)"', small_site.page("/a/")) == ["width-60", "alone"]
    assert small_site.files() == clean_build(small_site)


def test_the_size_in_a_page_is_that_of_the_present_file_and_an_unreadable_one_is_noted(small_site):
    small_site.write("a.md", post("A", '<p><img src="a.png"></p>', permalink="a/"))
    small_site.write("a.png", picture(40, 30))
    small_site.build()
    small_site.write("a.png", picture(50, 20))
    small_site.build()
    assert ' width="50" height="20"' in small_site.page("/a/")
    assert small_site.files() == clean_build(small_site)
    small_site.write("a.png", PNG)
    small_site.put("static/b.jpg", b"<html>")
    for _ in range(2):
        noted = [one.where.path for one in small_site.build().problems if one.code == "picture-unreadable"]
        assert noted == ["content/a.png", "static/b.jpg"]
    assert " width=" not in small_site.page("/a/").partition("<article")[2]
    assert small_site.files() == clean_build(small_site)
