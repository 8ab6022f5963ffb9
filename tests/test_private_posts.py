"""Posts that not everybody may read: left out, out of all lists, or passed over by search engines."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from generator.cli import app
from tests.sites import AgedSite, SmallSite, clean_build, codes, post

SECRET = "SECRETTEXT of the diary"


def everything(site: SmallSite) -> str:
    """All files of the output in one text."""
    return "\n".join(data.decode("utf-8", "replace") for data in site.files().values())


HEADERS = {
    "password": "password: hunter2",
    "number": "password: 0",
    "quoted": "password: 'hunter2'",
    "list": "password: [hunter2, other]",
    "block": "password: |\n  hunter2",
    "mapping": "encrypt:\n  password: hunter2",
    "upper case": "Password: hunter2",
    "other field": "enc_pwd: hunter2",
    "flag": "encrypt: true",
    "yes": "protected: yes",
    "wordpress": "visibility: password",
    "status": "status: private",
    "no blank": "password:hunter2",
    "chinese colon": "password： hunter2",
    "twice": "password: hunter2\npassword:",
    "no yaml": 'summary: "a: b\npassword: hunter2\n  - [x',
    "tab": "\tpassword: hunter2",
}


@pytest.mark.parametrize("header", HEADERS.values(), ids=HEADERS)
def test_a_post_with_a_password_is_nowhere_on_the_site(small_site, header):
    small_site.write(
        "diary.md", f"---\ntitle: My diary\ndate: 2020-05-05\ntags: [diary]\n{header}\n---\n{SECRET}\n![x](pic.png)\n"
    )
    small_site.write("pic.png", b"\x89PNG\r\n\x1a\n")
    small_site.write("other.md", post("Other", "[diary](diary.md) {% post_link diary %}", date="2020-05-06"))
    for options in ({}, {"drafts": True}):
        report = small_site.build(**options)
        assert [one.where.path for one in report.problems if one.code == "password-skipped"] == ["content/diary.md"]
        said = "".join(f"{one.message} {one.help}" for one in report.problems)
        for secret in ("SECRETTEXT", "hunter2", "My diary"):
            assert secret not in everything(small_site)
            assert secret not in said
        assert not small_site.has("/pic.png")
        assert not small_site.has("/tags/diary/")
        assert b"SECRETTEXT" not in (small_site.folder / ".pressmark" / "store.sqlite").read_bytes()


@pytest.mark.parametrize(
    "text",
    [
        f"---json\n{{\n}}\npassword: hunter2\n{SECRET}\n",
        f"---\npassword: hunter2\n{SECRET}\n",
        f'{{\n  "password": "hunter2",\n  broken\n}}\n{SECRET}\n',
        f';;;\n"title": "x",\n"password": "hunter2"\n;;;\n{SECRET}\n',
        f"+++\npassword = 'hunter2'\n+++\n{SECRET}\n",
        f"\n\n---\n{'x: ' + 'y' * 70_000}\npassword: hunter2\n---\n{SECRET}\n",
    ],
)
def test_a_header_that_cannot_be_read_keeps_a_post_with_a_password_back(small_site, text):
    small_site.write("diary.md", text)
    small_site.build()
    assert "SECRETTEXT" not in everything(small_site) or "y" * 70_000 in text
    assert "hunter2" not in everything(small_site) or "y" * 70_000 in text


@pytest.mark.parametrize(
    "header", ["password:", "password: ''", "password: false", "encrypt: no", "private: 0", "status: publish"]
)
def test_a_post_that_says_that_it_has_no_password_is_published(small_site, header):
    small_site.write("a.md", f"---\ntitle: A\ndate: 2020-05-05\n{header}\n---\nWords for everybody.\n")
    report = small_site.build()
    assert codes(report) == []
    assert "Words for everybody." in everything(small_site)


def test_a_password_in_the_text_of_a_post_is_a_text(small_site):
    small_site.write("a.md", "---\ntitle: A\ndate: 2020-05-05\n---\npassword: hunter2 is a poor one.\n")
    small_site.write("b.md", "How to choose a password\n\npassword: hunter2 is a poor one.\n")
    assert codes(small_site.build()) == []
    assert everything(small_site).count("is a poor one") >= 2


def test_tags_and_fields_of_the_settings_make_posts_private(small_site):
    small_site.settings('[front_matter]\nprivate_tags = ["private"]\npassword = ["Key"]\n')
    small_site.write("a.md", post("A", SECRET, date="2020-05-05", tags=["private"]))
    small_site.write("b.md", post("B", SECRET, date="2020-05-05", categories=["x", "private"]))
    small_site.write("c.md", post("C", SECRET, date="2020-05-05", key="hunter2"))
    small_site.write("d.md", post("D", "For everybody.", date="2020-05-05", tags=["private"], key=""))
    report = small_site.build()
    assert codes(report) == ["password-skipped"] * 3
    assert "SECRETTEXT" not in everything(small_site)
    assert "For everybody." in everything(small_site)


def test_a_private_post_is_3_under_strict_and_explain_says_why_it_has_no_page(small_site):
    small_site.write("a.md", post("A", SECRET, date="2020-05-05", password="hunter2"))
    result = CliRunner().invoke(app, ["build", str(small_site.folder), "--strict", "--jobs", "1"])
    assert result.exit_code == 3
    assert "hunter2" not in result.output
    told = CliRunner().invoke(app, ["explain", "content/a.md", str(small_site.folder), "--jobs", "1"])
    assert told.exit_code == 0
    assert "password-skipped" in told.output


# ---------------------------------------------------------------------------------------------- hidden


@pytest.fixture
def hidden(small_site: SmallSite) -> SmallSite:
    small_site.write("a.md", post("Anna's day", "x", date="2020-05-04", tags=["seen"]))
    body = (
        "HIDDENTEXT, long enough to be compared with others, of which there is another copy that is listed elsewhere."
    )
    small_site.write(
        "h.md", post("Hidden day", body, date="2020-05-05", tags=["seen", "unseen"], categories=["x"], hidden=True)
    )
    small_site.write("copy.md", post("Copy", body, date="2020-05-06"))
    small_site.write("pages/p.md", post("Hidden page", "PAGETEXT", hidden=True))
    return small_site


def test_a_hidden_post_has_a_page_and_stands_in_no_list_feed_or_sitemap(hidden):
    report = hidden.build()
    assert [one.where.path for one in report.problems if one.code == "post-hidden"] == [
        "content/h.md",
        "content/pages/p.md",
    ]
    shown = {name for name, data in hidden.files().items() if b"Hidden day" in data or b"Hidden page" in data}
    own = {name for name in shown if b"<h1>Hidden" in hidden.files()[name]}
    assert shown == own
    assert len(own) == 2
    assert all(b'<meta name="robots" content="noindex">' in hidden.files()[name] for name in own)
    addresses = ["/" + name.removesuffix("index.html") for name in own]
    for listing in ("/sitemap.xml", "/", "/atom.xml", "/feed.json", "/tags/seen/", "/archives/2020/"):
        assert not any(address in hidden.page(listing) for address in addresses)
    assert not hidden.has("/tags/unseen/")
    assert not hidden.has("/categories/x/")
    assert not hidden.has("/archives/2020/05/05/")


def test_a_post_may_link_to_a_hidden_one(hidden):
    hidden.write("a.md", post("Anna's day", "{% post_link h %}", date="2020-05-04", permalink="a/"))
    hidden.build()
    assert ">Hidden day</a>" in hidden.page("/a/")


@pytest.mark.parametrize("value", [False, "no", 0, ""])
def test_a_post_that_says_that_it_is_not_hidden_is_listed(small_site, value):
    small_site.write("a.md", post("A day", "x", date="2020-05-05", hidden=value))
    small_site.build()
    assert "A day" in small_site.page("/")


# --------------------------------------------------------------------------------------------- noindex

ROBOTS = '<meta name="robots" content="noindex">'


@pytest.mark.parametrize("fields", [{"noindex": True}, {"robots": "noindex, nofollow"}, {"robots": ["none"]}])
def test_a_post_asks_search_engines_to_pass_it_over(small_site, fields):
    small_site.write("a.md", post("A", "x", date="2020-05-05", permalink="a/", tags=["one"], **fields))
    small_site.write("b.md", post("B", "x", date="2020-05-05", permalink="b/", tags=["two"], robots="index"))
    small_site.build()
    assert ROBOTS in small_site.page("/a/")
    assert ROBOTS not in small_site.page("/b/")
    assert "/a/<" not in small_site.page("/sitemap.xml")
    assert "/b/<" in small_site.page("/sitemap.xml")
    # A list of nothing else is treated like what it lists, and all others are not.
    assert ROBOTS in small_site.page("/tags/one/")
    assert "/tags/one/<" not in small_site.page("/sitemap.xml")
    assert ROBOTS not in small_site.page("/")


def test_a_root_and_a_site_ask_search_engines_to_pass_them_over(small_site):
    small_site.put("own/a.md", post("A", "x", date="2020-05-05", permalink="a/"))
    small_site.put("feed/b.md", post("B", "x", date="2020-05-05", permalink="b/"))
    small_site.settings('[[content]]\npath = "own"\n[[content]]\npath = "feed"\nnoindex = true\n')
    small_site.build()
    assert ROBOTS not in small_site.page("/a/")
    assert ROBOTS in small_site.page("/b/")
    assert "Sitemap:" in small_site.page("/robots.txt")
    small_site.settings('[[content]]\npath = "own"\n[[content]]\npath = "feed"\n', noindex=True)
    small_site.build()
    pages = [data.decode() for name, data in small_site.files().items() if name.endswith(".html")]
    assert all(ROBOTS in page for page in pages)
    assert not small_site.has("/sitemap.xml")
    assert "Sitemap:" not in small_site.page("/robots.txt")
    assert "Disallow" not in small_site.page("/robots.txt")


# --------------------------------------------------------------------------------------------- exclude


def test_excluded_files_and_folders_of_any_root_are_neither_posts_nor_media(small_site):
    small_site.settings(content=[{"path": "content", "exclude": ["drafts", "2019/**", "*.bak.md", "x/[ab]?.{md,txt}"]}])
    for name in ("drafts/a.md", "drafts/deep/b.md", "2019/c.md", "d.bak.md", "x/a1.md", "x/c1.md", "e.md"):
        small_site.write(name, post(name, f"![x](/drafts/pic.png) {name}", date="2020-05-05"))
    small_site.write("drafts/pic.png", b"\x89PNG\r\n\x1a\n")
    report = small_site.build()
    assert report.posts == 2
    assert not small_site.has("/drafts/pic.png")
    ignored = {one.where.path: one.message for one in report.problems if one.code == "file-ignored"}
    assert len(ignored) == 6
    assert all("exclude" in message for message in ignored.values())


# ----------------------------------------------------------------------------------------- incremental


@pytest.mark.parametrize("field", ["password", "hidden", "noindex"])
def test_a_post_that_is_withdrawn_and_brought_back_leaves_no_trace(tmp_path, field):
    site = AgedSite(tmp_path / "site")
    for day in range(1, 5):
        site.write(
            f"{day}.md", post(f"Day {day}", f"Words of day {day}.", date=f"2020-05-0{day}", tags=["a", f"t{day}"])
        )
    site.build()
    before = site.files()
    text = post("Day 2", "Words of day 2.", date="2020-05-02", tags=["a", "t2"], **{field: True})
    site.write("2.md", text)
    site.build()
    assert site.files() == clean_build(site)
    assert site.files() != before
    site.write("2.md", post("Day 2", "Words of day 2.", date="2020-05-02", tags=["a", "t2"]))
    site.build()
    assert site.files() == before


def test_settings_that_withdraw_posts_are_part_of_what_a_build_depends_on(tmp_path):
    site = AgedSite(tmp_path / "site")
    for day in range(1, 4):
        site.write(f"{day}.md", post(f"Day {day}", "Words.", date=f"2020-05-0{day}", tags=[f"t{day}"], lock="x"))
    site.build()
    for settings in (
        {"front_matter": {"password": ["lock"]}},
        {"front_matter": {"private_tags": ["t1"]}},
        {"front_matter": {"hidden": ["lock"]}},
        {"content": [{"path": "content", "exclude": ["1.md"]}]},
        {"content": [{"path": "content", "noindex": True}]},
        {"noindex": True},
        {},
    ):
        site.settings(**settings)
        site.build()
        assert site.files() == clean_build(site), json.dumps(settings)
