"""Posts that a password protects: nothing of them is published, and a warning names each one."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from generator.cli import app
from tests.sites import AgedSite, SmallSite, clean_build, codes, post

SECRET = "The combination of the safe is written on the back of the clock."
WORD = "hunter2-swordfish"
OPEN = "The harbour freezes in January, and the ferry waits for the ice to go before it leaves for the island."


def source(header: str, body: str = SECRET) -> str:
    return f"---\ntitle: Diary\ndate: 2024-05-05\n{header}\n---\n{body}\n"


def leaks(site: SmallSite) -> list[str]:
    """Files of the site that hold a text that nobody may read."""
    words = [SECRET.encode(), SECRET[:30].encode(), WORD.encode()]
    return [name for name, data in site.files().items() if any(word in data for word in words)]


def built(site: SmallSite, text: str, **options: object) -> list[str]:
    """The codes of the warnings after a build with one post beside others."""
    site.write("open.md", post("Open", OPEN, date="2024-05-04"))
    site.write("diary.md", text)
    report = site.build(**options)
    assert leaks(site) == []
    assert all(WORD not in f"{one.message} {one.help} {one.trace}" for one in report.problems)
    return codes(report)


def test_a_post_with_a_password_is_in_no_file_and_a_warning_names_it(small_site):
    small_site.settings('[feeds]\ncontent = "full"')
    small_site.write("open.md", post("Open", f'{OPEN} <a href="diary.md">There</a>', date="2024-05-04"))
    text = source(f"password: {WORD}\ntags: [Safes]\ncategories: [Private]\nsource: The desk\naliases: [/old/]")
    small_site.write("diary.md", f"{text}![](clock.png)")
    small_site.write("clock.png", b"clock")
    small_site.write("other.md", post("Other", OPEN, date="2024-05-06"))
    report = small_site.build()
    assert codes(report) == ["password-skipped"]
    (found,) = (one for one in report.problems if one.code == "password-skipped")
    assert (found.where.path, found.where.line) == ("content/diary.md", 0)
    assert leaks(small_site) == []
    everything = b"".join(small_site.files().values())
    for trace in (b"Diary", b"Safes", b"The desk", b"/old/", b"clock.png"):
        assert trace not in everything
    assert report.posts == 2
    assert not any("clock" in name for name in small_site.files())


@pytest.mark.parametrize(
    "field",
    [
        f"password: {WORD}", f"password: '{WORD}'", f'password: "{WORD}"', "password: 0", "password: 123456",
        "password: true", "password: no", f"password: [{WORD}]", f"password:\n- {WORD}", f"password: {{a: {WORD}}}",
        "password: [[]]", f"password: |\n  {WORD}", "password: '  '", f"Password: {WORD}", f"PASSWORD: {WORD}",
        f"passwd: {WORD}", f"pwd: {WORD}", f"enc_pwd: {WORD}", f"encPwd: {WORD}", f"post-password: {WORD}",
        "encrypt: true", "encrypted: yes", "protected: 1", "private: true", "encrypt:\n  enable: true",
        f"params:\n  password: {WORD}", f"a:\n  b:\n    pwd: {WORD}", "visibility: private", "Visibility: Password",
        "status: private", "visibility: [members]", "post_status: private", f"ｐａｓｓｗｏｒｄ: {WORD}",
        f"? password\n: {WORD}", f'"pass\\u0077ord": {WORD}', f"password: !!str {WORD}", f"password: &a {WORD}",
        f"password: {WORD}\npassword: ''", f"password: {WORD}\npassword: false", f"password: ''\npwd: {WORD}",
    ],
)  # fmt: skip
def test_whatever_protects_a_post_leaves_it_out(small_site, field):
    assert built(small_site, source(field)) == ["password-skipped"]


@pytest.mark.parametrize(
    "field",
    [
        "password:", "password: ''", 'password: ""', "password: ~", "password: null", "password: false",
        "password: False", "password: []", "encrypt: false", "private: false", "visibility: public", "status: publish",
        "# password: x", "passwords: two", "mood: 'password: x'", "excerpt: |\n  password: x", "message: Say friend",
        "tags:\n- 'password: how to choose one'",
    ],
)  # fmt: skip
def test_what_protects_nothing_leaves_nothing_out(small_site, field):
    small_site.write("diary.md", source(field))
    report = small_site.build()
    assert codes(report) == []
    assert report.posts == 1


@pytest.mark.parametrize(
    "text",
    [
        f"---\ntitle: News: again\npassword: {WORD}\n---\n{SECRET}",
        f"---\ntitle: News: again\npassword:{WORD}\n---\n{SECRET}",
        f"---\ntitle: News: again\nPassword：{WORD}\n---\n{SECRET}",
        f"---\ntitle: 'a\n  password: {WORD}\n---\n{SECRET}",
        f"---\ntitle: a\n  password: {WORD}\n---\n{SECRET}",
        f"---\ntitle: a: b\npassword:\n  {WORD}\n---\n{SECRET}",
        f"---\n{{title: a: b, password: {WORD}}}\n---\n{SECRET}",
        f"---\npassword:{WORD}\n---\n{SECRET}",
        f"---\nPass_Word = {WORD}\n---\n{SECRET}",
        f"---\n\tpassword: {WORD}\ntitle: a\n---\n{SECRET}",
        f"---\ntitle: a\npassword: *{WORD}\n---\n{SECRET}",
        f"---\ntitle: a\npassword: @{WORD}\n---\n{SECRET}",
        f"---\none\ntwo\nthree\nfour\ntitle: a\nenc_pwd:{WORD}\n---\n{SECRET}",
        f"---\ntitle: a\npassword: {WORD}\n\n{SECRET}",
        f"---\ntitle: a\nenc_pwd:{WORD}\n\n{SECRET}",
        f"---\ntitle: a\n\nenc_pwd: {WORD}\n\n{SECRET}",
        f"title: a\npassword: {WORD}\n---\n{SECRET}",
        f"enc_pwd: {WORD}\n---\n{SECRET}",
        f"title: a\nenc_pwd: {WORD}\n\n{SECRET}",
        f"\ufeff\n\n---\ntitle: a\npassword: {WORD}\n---\n{SECRET}",
        f';;;\n"title": "a",\n"password": "{WORD}"\n;;;\n{SECRET}',
        f';;;\n"title": "a",\n"password": "{WORD}",\n;;;\n{SECRET}',
        f';;;\n{{"title": "a", "password": "{WORD}",}}\n;;;\n{SECRET}',
        f'"title": "a",\n"password": "{WORD}"\n;;;\n{SECRET}',
        f'{{\n "title": "a",\n "password": "{WORD}"\n}}\n{SECRET}',
        f'{{"title": "a", "password": "{WORD}"}}\n\n{SECRET}',
        f'+++\ntitle = "a"\npassword = "{WORD}"\n+++\n{SECRET}',
        f'+++\ntitle = "a"\n[params]\n  password = "{WORD}"\n+++\n{SECRET}',
        f'+++\ntitle = a\npassword = "{WORD}"\n+++\n{SECRET}',
        f'+++\ntitle = a\n[params]\n  enc_pwd = "{WORD}"\n+++\n{SECRET}',
        f'+++\ntitle = a\nparams.password = "{WORD}"\n+++\n{SECRET}',
        f'+++\ntitle = "a"\nparams.password = "{WORD}"\n+++\n{SECRET}',
        f'+++\ntitle = "a"\n[params.a.b]\nvisibility = "private"\n+++\n{SECRET}',
        f'+++\ntitle = "a"\npassword = "{WORD}"\n\n{SECRET}',
        f'title = "a"\npassword = "{WORD}"\n+++\n{SECRET}',
        "---\ntitle: a: b\nvisibility:private\n---\n" + SECRET,
    ],
)
def test_a_header_that_cannot_be_read_protects_what_it_would_protect(small_site, text):
    assert built(small_site, text) == ["password-skipped"]


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: News: again\npassword: ''\n---\nWords.",
        "---\ntitle: News: again\npassword:\ndate: 2024-01-01\n---\nWords.",
        "---\ntitle: News: again\n# password: x\n---\nWords.",
        "---\ntitle: News: again\nexcerpt: He said, password: x\n---\nWords.",
        "Password: the word of the year\n\nWords.",
        "Words.\n\npassword: x\n",
        "---\ntitle: a\n---\npassword: x\n---\nWords.",
        "- one\n- password: two\n\n---\n\nWords.",
        "# Password: a history\n\n---\n\nWords.",
    ],
)
def test_words_about_passwords_are_words(small_site, text):
    small_site.write("a.md", text)
    report = small_site.build()
    assert "password-skipped" not in codes(report)
    assert report.posts == 1


@pytest.mark.parametrize("options", [{}, {"drafts": True}, {"full": True}])
def test_neither_drafts_nor_trust_let_a_protected_post_through(small_site, options):
    small_site.settings(content=[{"path": "content", "trusted": True}])
    small_site.write("_drafts/a.md", source(f"password: {WORD}"))
    small_site.write("pages/b.md", source(f"password: {WORD}"))
    found = built(small_site, source(f"password: {WORD}"), **options)
    assert found == ["password-skipped"] * (3 if "drafts" in options else 2)


def test_a_draft_that_is_not_published_is_a_draft(small_site):
    small_site.write("a.md", source(f"password: {WORD}\ndraft: true"))
    report = small_site.build()
    assert [one.code for one in report.problems] == ["draft-skipped"]
    assert leaks(small_site) == []


def test_the_settings_name_other_fields(small_site):
    small_site.settings('[front_matter]\npassword = ["lock", "access: staff"]')
    assert built(small_site, source(f"Lock: {WORD}")) == ["password-skipped"]
    assert built(small_site, source("access: Staff")) == ["password-skipped"]
    small_site.write("diary.md", source("access: all", OPEN))
    assert codes(small_site.build()) == []


def test_with_no_field_named_the_post_is_published_and_its_password_is_not(small_site):
    small_site.settings("[front_matter]\npassword = []")
    small_site.put("templates/post.html", "<article><h1>{{ post.title }}</h1>{{ post.extra|length }}</article>")
    small_site.write("diary.md", post("Diary", "Words.", date="2024-05-05", permalink="d/", enc_pwd=WORD, encPwd=WORD))
    assert codes(small_site.build()) == []
    assert small_site.page("/d/") == "<article><h1>Diary</h1>0</article>"


@pytest.mark.parametrize(
    ("fields", "is_left_out"),
    [
        ({"tags": ["Diary", "x"]}, True),
        ({"tag": " diary"}, True),
        ({"categories": [["A", "diary"], ["B"]]}, True),
        ({"category": "ＤＩＡＲＹ"}, True),
        ({"tags": [*map(str, range(80)), "diary"]}, True),
        ({"tags": ["diary"], "password": ""}, False),
        ({"tags": ["diary"], "password": None}, False),
        ({"tags": ["diary"], "password": False}, False),
        ({"tags": ["diaries"]}, False),
        ({"title": "diary"}, False),
    ],
)
def test_posts_of_a_private_tag_are_left_out_unless_they_say_otherwise(small_site, fields, is_left_out):
    small_site.settings('[front_matter]\nprivate_tags = ["diary"]')
    small_site.write("a.md", post(**({"title": "A", "body": SECRET, "date": "2024-01-01"} | fields)))
    report = small_site.build()
    assert bool(leaks(small_site)) != is_left_out
    assert ("password-skipped" in codes(report)) == is_left_out


@pytest.mark.parametrize("written", ["Q&A", "Q&amp;A", "- | Q&#38;A"])
def test_a_private_tag_is_known_by_what_readers_would_see(small_site, written):
    small_site.settings('[front_matter]\nprivate_tags = ["q&a"]')
    small_site.write("a.md", post("A", SECRET, tags=[written], date="2024-01-01"))
    assert codes(small_site.build()) == ["password-skipped"]
    assert leaks(small_site) == []


def test_a_hidden_field_that_could_protect_hides_where_the_settings_say_so(small_site):
    small_site.settings('[front_matter]\nhidden = ["private"]')
    small_site.write("a.md", source("private: true\npermalink: a/", OPEN))
    report = small_site.build()
    assert [one.code for one in report.problems] == ["post-hidden"]
    assert built(small_site, source(f"private: {WORD}")) == ["password-skipped"]


@pytest.mark.parametrize("value", ['[""]', '["--"]', '[": private"]'])
def test_a_name_that_could_mean_any_field_is_refused(small_site, value):
    small_site.settings(f"[front_matter]\npassword = {value}")
    result = CliRunner().invoke(app, ["build", str(small_site.folder)])
    assert result.exit_code == 2
    assert "front_matter.password: each entry needs a name with a letter or a digit" in result.output


def test_files_in_the_folder_of_a_protected_post_of_a_hexo_blog_stay_where_they_are(small_site):
    root = {"path": "content", "layout": "hexo", "trusted": True, "post_asset_folder": True}
    small_site.settings(content=[root])
    small_site.write("_posts/diary.md", source(f"password: {WORD}"))
    small_site.write("_posts/diary/scan.png", b"scan")
    small_site.write(
        "_posts/other.md", post("Other", "{% post_link diary %} {% asset_img none.png %}", date="2024-01-01")
    )
    small_site.write("_posts/other/kept.png", b"kept")
    assert codes(small_site.build()) == ["password-skipped"]
    assert leaks(small_site) == []
    assert [name.rpartition("/")[2] for name in small_site.files() if name.endswith(".png")] == ["kept.png"]
    assert not [name for name, data in small_site.files().items() if b"Diary" in data]


def test_a_long_line_of_signs_takes_no_longer_than_others(small_site):
    for number, sign in enumerate((",", ", a", "{a ", "{password", "a" * 60 + " ", '"', "password ")):
        small_site.write(f"{number}.md", f"---\ntitle: a: b\n{{{sign * 20_000}\n---\n{OPEN}")
    assert small_site.build().sources == 7


# --------------------------------------------------------------------------------------- commands


def run(site: SmallSite, command: str, *options: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, [command, *options, "--site", str(site.folder)])
    assert WORD not in result.output
    assert SECRET not in result.output
    return result.exit_code, result.output


def test_commands_name_the_post_and_show_nothing_of_it(small_site):
    small_site.write("diary.md", source(f"passwd: {WORD}\ntitle: again: {WORD}"))
    assert run(small_site, "build", "--strict")[0] == 3
    status, output = run(small_site, "build", "--json", "-", "--full", "--verbose")
    assert status == 0
    rows = json.loads(output[output.index("{") : output.rindex("}") + 1])["problems"]
    assert [(row["code"], row["path"], row["line"]) for row in rows] == [("password-skipped", "content/diary.md", 0)]
    assert "content/diary.md: warning password-skipped" in run(small_site, "check", "--verbose")[1]
    output = run(small_site, "explain", "content/diary.md", "--body")[1]
    assert "Published    no\nProtected    by the field 'passwd'\n" in output
    assert "content/diary.md: warning password-skipped: not published, because the field 'passwd'" in output


def test_explain_shows_no_password_of_a_post_that_is_published(small_site):
    small_site.settings("[front_matter]\npassword = []")
    small_site.write("a.md", post("A", "Words.", enc_pwd=WORD))
    assert "enc_pwd: (not shown)" in run(small_site, "explain", "content/a.md")[1]


# ----------------------------------------------------------------------------------- another build


@pytest.fixture
def aged(tmp_path) -> AgedSite:
    site = AgedSite(tmp_path / "site")
    site.write("open.md", post("Open", OPEN, date="2024-05-04", permalink="open/"))
    site.write("diary.md", source("permalink: diary/"))
    site.write("later.md", post("Later", OPEN * 2, date="2024-05-06"))
    site.build()
    return site


def test_a_password_that_is_set_later_removes_the_page_and_all_that_showed_it(aged):
    assert aged.has("/diary/")
    aged.write("diary.md", source(f"permalink: diary/\npassword: {WORD}"))
    report = aged.build()
    assert codes(report) == ["password-skipped"]
    assert "/diary/" in report.removed
    assert leaks(aged) == []
    assert aged.files() == clean_build(aged)
    # Nothing but the text changes: the remembered plan serves.
    aged.write("diary.md", source(f"permalink: diary/\npassword: {WORD}", SECRET * 2))
    assert codes(aged.build()) == ["password-skipped"]
    assert aged.files() == clean_build(aged)
    aged.write("diary.md", source("permalink: diary/"))
    assert codes(aged.build()) == []
    assert aged.has("/diary/")
    assert aged.files() == clean_build(aged)


@pytest.mark.parametrize("table", ['password = ["lock"]', 'private_tags = ["t"]', 'hidden = ["lock"]', "password = []"])
def test_names_that_are_changed_later_count_for_all_posts(aged, table):
    aged.write("diary.md", source("permalink: diary/\nlock: true\ntags: [t]"))
    aged.write("other.md", source("permalink: other/\npassword: x", OPEN))
    aged.build()
    aged.settings(f"[front_matter]\n{table}")
    aged.build()
    assert aged.files() == clean_build(aged)
    aged.settings()
    aged.build()
    assert aged.files() == clean_build(aged)
