"""Which paths may be published."""

from __future__ import annotations

import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.addresses import file_path, normalise, publishable, term_slug
from generator.publishable import refusal

REFUSED = """
.git/config
a/.git/config
a/.GIT/x
a/git~1/b
GIT~1
a/.gitmodules
a/.gitattributes/index.html
gitmod~1
GI7EBA~1
a/gi250a~2.txt
.pressmark-output
x/.pressmark-tmp-9.html
a/.hidden
a/..html
index.htm
a/INDEX.HTM
a/Index.html
index.html/x
default.htm
a./b
a/b.
a/b /c
con
a/NUL.html
COM1/x
lpt9.tar.gz
com¹.html
conin$
a/%2egit/x
a/%252egit/x
a/%2e%2e/x
a%2fb
a%5Cb
.git::$INDEX_ALLOCATION
git~1::$INDEX_ALLOCATION
index.htm::$DATA
．git/x
a/．．／b
CNAME
cname/index.html
_redirects
_HEADERS/x
favicon.ico
.nojekyll
.well-known/x
""".split("\n")[1:-1]

ALLOWED = """
index.html
a/index.html
2020/05/05/0a1b2c3d4e5f/index.html
标签/新闻／国内/index.html
a/CNAME
a/favicon.ico
console/index.html
nullable.html
com10.html
git/index.html
gitmodules.html
a~b
100%/index.html
a b/c.d.html
~ann/index.html
a:b/index.html
❤️/index.html
""".split("\n")[1:-1]


@pytest.mark.parametrize(
    "path", [*REFUSED, "a/.g\u200cit/x", "a/.g\u206ait", "a\u202eb", "a\x00b", "a\x7fb", "a\udcffb", ""]
)
def test_a_name_that_some_program_reads_as_another_one_is_refused(path):
    assert refusal(path)


@pytest.mark.parametrize("path", ALLOWED)
def test_any_other_name_may_be_published(path):
    assert refusal(path) is None


@pytest.mark.parametrize(
    "path", ["CNAME", "_redirects", "favicon.ico", ".nojekyll", ".well-known/acme/token", ".domains"]
)
def test_the_owner_may_publish_what_hosts_expect_at_the_top(path):
    assert refusal(path)
    assert refusal(path, by_owner=True) is None


@pytest.mark.parametrize(
    "path", [".well-known", ".well-known/.git/x", ".git/x", "a/.nojekyll", "index.htm", ".htpasswd"]
)
def test_not_even_the_owner_publishes_what_git_and_hosts_misread(path):
    assert refusal(path, by_owner=True)


def test_a_refused_part_of_a_permalink_gets_a_name_like_it():
    assert publishable("x/.git/config/") == ("/x/git-1ee9b9/config/", refusal("x/.git/config"))
    assert publishable("x/.pressmark-tmp-9.html")[0] == "/x/pressmark-tmp-9-0e1912.html"
    assert publishable("a/aux/")[0] == "/a/aux-e22761/"
    assert publishable("a/b/") == ("/a/b/", "")
    assert publishable("../x") == (None, "")


NAMES = st.text(st.sampled_from([*".git~1:%2e /\\CNcnaux0hm", "\u200c", "\u00ad", "．", "中", "\ud800"]), max_size=14)


@given(st.one_of(NAMES, st.text(max_size=30)))
def test_whatever_a_post_asks_for_its_address_may_be_published(text):
    address = publishable(text)[0]
    if address is not None:
        assert refusal(file_path(address)) is None
        assert normalise(address) == address


@given(st.one_of(NAMES, st.text(max_size=30)))
def test_whatever_a_term_is_called_its_address_may_be_published(name):
    assert refusal(f"tags/{term_slug(name)}/index.html") is None
    assert refusal(f"{term_slug(name)}/index.html") is None


@given(st.lists(NAMES, min_size=1, max_size=12))
def test_git_checks_what_may_be_published_without_a_word(tmp_path_factory, needs, names):
    needs("git")
    folder = tmp_path_factory.mktemp("repository")
    subprocess.run(["git", "init", "--quiet", "--bare", str(folder)], check=True)
    paths = sorted({file_path(address) for name in names if (address := publishable(f"{name}/")[0]) is not None})
    stream = b"commit refs/heads/main\ncommitter a <a@b.c> 0 +0000\ndata 0\n"
    # fast-import reads a path to the end of its line.
    stream += b"".join(b"M 100644 inline %s\ndata 1\nx\n" % _quoted(path) for path in paths)
    subprocess.run(["git", "-C", str(folder), "fast-import", "--quiet"], input=stream, check=True, capture_output=True)
    checked = subprocess.run(
        ["git", "-C", str(folder), "-c", "core.protectNTFS=true", "-c", "core.protectHFS=true", "fsck", "--strict"],
        capture_output=True,
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


def _quoted(path: str) -> bytes:
    return b'"' + path.encode().replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'
