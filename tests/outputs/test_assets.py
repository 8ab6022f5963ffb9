"""Files that are published as they are: static files, media beside posts, and what hosts look for."""

from __future__ import annotations

from tests.sites import post


def test_a_static_file_is_published_byte_for_byte_and_again_when_it_changed(small_site):
    small_site.put("static/papers/map.bin", bytes(range(256)))
    small_site.build()
    assert small_site.files()["papers/map.bin"] == bytes(range(256))
    small_site.put("static/papers/map.bin", b"another map")
    assert small_site.build().written == ("/papers/map.bin",)
    assert small_site.files()["papers/map.bin"] == b"another map"


def test_hosts_are_told_to_leave_the_site_as_it_is_and_its_domain_where_it_has_one(small_site):
    small_site.build()
    assert small_site.files()[".nojekyll"] == b""
    assert not small_site.has("/CNAME")
    small_site.settings('[deploy]\ncname = "archive.example.org"')
    small_site.build()
    assert small_site.files()["CNAME"] == b"archive.example.org\n"


def test_a_picture_beside_a_post_is_published_when_a_post_shows_it(small_site):
    small_site.write("a/cat.png", b"\x89PNG fake")
    small_site.write("a/other.png", b"\x89PNG unused")
    small_site.write("a/evil.svg", "<svg onload='alert(1)'/>")
    small_site.write("a/a.md", post("A", "![a cat](cat.png) ![bad](evil.svg)", permalink="x/"))
    report = small_site.build()
    assert small_site.has("/a/cat.png")
    assert 'src="/a/cat.png"' in small_site.page("/x/")
    assert not small_site.has("/a/other.png")
    assert not small_site.has("/a/evil.svg")
    ignored = [problem.where.path for problem in report.problems if problem.code == "file-ignored"]
    assert ignored == ["content/a/evil.svg", "content/a/other.png"]


def test_files_of_the_site_win_over_the_ones_that_we_would_make(small_site):
    small_site.settings('[deploy]\ncname = "archive.example.org"')
    small_site.put("static/robots.txt", "User-agent: *\nDisallow: /\n")
    small_site.put("static/404.html", "<!doctype html><title>gone</title>")
    small_site.put("static/.well-known/x.txt", "x")
    small_site.build()
    assert "Disallow: /" in small_site.page("/robots.txt")
    assert "gone" in small_site.page("/404.html")
    assert small_site.page("/CNAME") == "archive.example.org\n"
    assert small_site.has("/.well-known/x.txt")


def test_theme_files_carry_their_digest_in_the_name(small_site):
    small_site.put("static/theme/style.css", "body{}")
    small_site.build()
    (style,) = [name for name in small_site.files() if name.endswith(".css")]
    assert style.startswith("theme/style.")
    assert f'href="/{style}"' in small_site.page("/")


def test_a_pdf_of_an_untrusted_root_is_not_published_and_the_note_says_why(small_site):
    small_site.write("a.md", post("A", "[the book](book.pdf) and ![a picture](a.png)", date="2024-01-01"))
    small_site.write("book.pdf", b"%PDF-1.7\n")
    small_site.write("a.png", b"\x89PNG\r\n\x1a\n")
    report = small_site.build()
    assert small_site.has("/a.png")
    assert not small_site.has("/book.pdf")
    (note,) = [one for one in report.problems if one.code == "dead-link"]
    assert "static/" in note.help
    small_site.settings(content=[{"path": "content", "trusted": True}])
    small_site.build()
    assert small_site.has("/book.pdf")
