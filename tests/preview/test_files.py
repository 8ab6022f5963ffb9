"""From the path of a request to a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.preview.files import Part, Redirect, Refused, asked_part, content_type, locate


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A preview folder beside a secret."""
    root = tmp_path / "preview"
    for name in (
        "index.html",
        "a/index.html",
        "pretty.html",
        "feed.xml",
        "港口/index.html",
        ".pressmark-output",
        "empty/x",
    ):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(name)
    (tmp_path / "secret").write_text("secret")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/index.html").write_text("secret")
    return root


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("", "index.html"),
        ("a/", "a/index.html"),
        ("a/index.html", "a/index.html"),
        ("pretty", "pretty.html"),
        ("feed.xml", "feed.xml"),
        ("%E6%B8%AF%E5%8F%A3/", "港口/index.html"),
    ],
)
def test_a_path_leads_to_the_file_that_a_web_server_would_send(root, path, name):
    assert locate(root, path) == root / name


@pytest.mark.parametrize(("path", "to"), [("a", "a/"), ("%E6%B8%AF%E5%8F%A3", "%E6%B8%AF%E5%8F%A3/")])
def test_a_folder_is_asked_for_with_a_slash(root, path, to):
    assert locate(root, path) == Redirect(to)


@pytest.mark.parametrize(
    "path",
    ["b", "b/", "empty", "empty/", "a//", "/a/", "//evil.example/", "feed.xml/", "%ff", "x" * 5000, ".pressmark-output",
     "%2epressmark-output", "pretty.html.html"],
)  # fmt: skip
def test_where_nothing_is_nothing_is_found(root, path):
    assert locate(root, path) is None


@pytest.mark.parametrize(
    "path",
    ["../secret", "a/../../secret", "%2e%2e/secret", "..%2fsecret", "%2E%2E%2Fsecret", "..\\secret", "..%5csecret",
     "a/%2e%2e/%2e%2e/secret", "./secret", "a%00"],
)  # fmt: skip
def test_no_spelling_of_dots_leaves_the_folder(root, path):
    with pytest.raises(Refused):
        locate(root, path)


@pytest.mark.parametrize("path", ["%252e%252e/secret", "..;/secret", ".../secret", "．．/secret"])
def test_what_only_looks_like_dots_is_a_name_that_nothing_has(root, path):
    assert locate(root, path) is None


def test_no_link_leaves_the_folder(root):
    (root / "file").symlink_to(root.parent / "secret")
    (root / "folder").symlink_to(root.parent / "outside")
    (root / "inner").symlink_to(root / "a")
    (root / "self").symlink_to(root / "self")
    for path in ("file", "folder", "folder/", "folder/index.html"):
        with pytest.raises(Refused):
            locate(root, path)
    assert locate(root, "inner/") == root / "inner/index.html"
    assert locate(root, "self") is None


@pytest.mark.parametrize(
    ("name", "type"),
    [
        ("a.html", "text/html; charset=utf-8"),
        ("a.css", "text/css; charset=utf-8"),
        ("a.js", "text/javascript; charset=utf-8"),
        ("atom.xml", "application/xml; charset=utf-8"),
        ("feed.json", "application/json; charset=utf-8"),
        ("robots.txt", "text/plain; charset=utf-8"),
        ("a.svg", "image/svg+xml; charset=utf-8"),
        ("a.webp", "image/webp"),
        ("a.mp3", "audio/mpeg"),
        ("a.woff2", "font/woff2"),
        ("a.xml.gz", "application/octet-stream"),
        ("CNAME", "application/octet-stream"),
    ],
)
def test_types_of_text_say_their_charset(name, type):
    assert content_type(Path(name)) == type


# RFC 9110 section 14.1.2, with its own examples for a file of 10,000 bytes.
@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("bytes=0-499", Part(0, 500)),
        ("bytes=500-999", Part(500, 1000)),
        ("bytes=-500", Part(9500, 10000)),
        ("bytes=9500-", Part(9500, 10000)),
        ("bytes=0-99999", Part(0, 10000)),
        ("bytes=-99999", Part(0, 10000)),
        ("bytes=0-0,-1", None),
        ("bytes=9-3", None),
        ("bytes=-", None),
        ("bytes=x-", None),
        ("lines=1-2", None),
        ("bytes=١-٢", None),
        ("", None),
    ],
)
def test_a_range_names_a_part_or_is_passed_over(header, part):
    assert asked_part(header, 10_000) == part


@pytest.mark.parametrize(("header", "size"), [("bytes=10000-", 10_000), ("bytes=-0", 10_000), ("bytes=0-", 0)])
def test_a_part_that_is_not_there_is_an_error(header, size):
    with pytest.raises(ValueError):
        asked_part(header, size)
