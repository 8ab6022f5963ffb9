"""Settings: what is read, and every mistake named with its place."""

from __future__ import annotations

import pickle
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from generator.config.reading import SettingsError, load_config


def problems(folder, text):
    """(place, message, help) of each thing that is wrong with a site.toml."""
    (folder / "site.toml").write_text(text, "utf-8")
    with pytest.raises(SettingsError) as caught:
        load_config(folder)
    return [(str(one.where), one.message, one.help) for one in caught.value.problems]


def test_title_and_url_are_enough(tmp_path):
    (tmp_path / "site.toml").write_text('title = "T"\nurl = "https://example.org/repo"\n')
    config = load_config(tmp_path)
    assert (config.url, config.base_path, config.origin) == (
        "https://example.org/repo/",
        "/repo/",
        "https://example.org",
    )
    assert [root.path for root in config.content] == ["content"]
    assert config.zone == ZoneInfo("UTC")


def test_a_folder_without_settings_is_refused_with_a_hint(tmp_path):
    with pytest.raises(SettingsError) as caught:
        load_config(tmp_path)
    (problem,) = caught.value.problems
    assert problem.code == "site-missing"
    assert "pressmark init" in problem.help


def test_all_mistakes_are_told_in_one_go_each_with_its_line(tmp_path):
    text = 'titel = "T"\nurl = "example.org"\n\n[lists]\nper_pag = 3\n\n[cleaning]\nsanitize = "maybe"\n'
    found = problems(tmp_path, text)
    assert ("site.toml:1:1", "there is no setting titel", "did you mean title?") in found
    assert ("site.toml:5:1", "there is no setting lists.per_pag", "did you mean per_page?") in found
    assert ("site.toml", "title is missing", 'add a line: title = "…"') in found
    places = [place for place, _, _ in found]
    assert places.count("site.toml:2:1") == 1
    assert places.count("site.toml:8:1") == 1


def test_text_that_is_no_toml_is_named_with_line_and_column(tmp_path):
    ((place, _, help),) = problems(tmp_path, 'title = "T"\nurl = https://example.org\n')
    assert place == "site.toml:2:7"
    assert "quotes" in help


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ('timezone = "Mars/Olympus"', "Asia/Shanghai"),
        ('permalink = "post.html"', ":key"),
        ("content = []", "at least one"),
        ('content = [{path = "a", trust = true}]', "there is no setting"),
        ('language = "xx"', "language"),
        ('url = "https://user@example.org/"', "user name"),
        ("[lists]\nper_page = 0", "per_page"),
        ('[deploy]\ncname = "not a host"', "host name"),
    ],
)
def test_a_value_that_cannot_be_used_is_explained(tmp_path, line, part):
    first = 'title = "T"\n' + ("" if line.startswith("url") else 'url = "https://example.org/"\n')
    (found,) = problems(tmp_path, f"{first}{line}\n")
    assert part in found[1] + found[2]


@pytest.mark.parametrize(
    ("lines", "place", "message", "help"),
    [
        ("per_page = 3", 3, "there is no setting per_page", "per_page belongs below a line [lists]"),
        ("trusted = true", 3, "there is no setting trusted", "trusted belongs below a line [[content]]"),
        ("[theme]\noutput = 'x'", 4, "there is no setting theme.output", "output belongs at the top of the file"),
        ("[site]\nauthor = 'x'", 3, "there is no setting site", "author: write them at the top of the file"),
        ("[list]\nper_page = 3", 3, "there is no setting list", "did you mean lists?"),
        ("[[content]]\npath = 'a'\n[[content]]\npth = 'b'", 6, "there is no setting content.pth", "mean path?"),
        ("title = 'again'", 3, "Cannot overwrite a value", "may stand once"),
        ("author = “me”", 3, "Invalid value", "straight quotes"),
    ],
)
def test_a_setting_in_the_wrong_place_is_told_where_it_belongs(tmp_path, lines, place, message, help):
    found = problems(tmp_path, f'title = "T"\nurl = "https://example.org/"\n{lines}\n')
    assert any(
        where.startswith(f"site.toml:{place}:") and what == message and help in how for where, what, how in found
    ), found


@pytest.mark.parametrize(
    ("lines", "place", "message"),
    [
        ("author = 3", "3:1", "author: write a text in quotes"),
        ("lists = 3", "3:1", "lists: this is a table: write [lists] on a line of its own, and its settings below"),
        ("content = 3", "3:1", "content: write a list of folders such as content = "),
        ("[content]\npath = 'a'", "3:1", "content: write a list of folders such as content = "),
        ("[feeds]\nsize = 0", "4:1", "feeds.size: write a number of at least 1"),
        ("[feeds]\nsize = 1001", "4:1", "feeds.size: write a number of at most 1000"),
        ("[feeds]\nsize = 3.5", "4:1", "feeds.size: write a whole number without quotes"),
        ("future = 'maybe'", "3:1", "future: write true or false without quotes"),
        ("[cleaning]\noff = 'sina'", "4:1", 'cleaning.off: write a list in square brackets: off = ["…"]'),
        ("[theme]\nmenu = ['a']", "4:1", "theme.menu: write pairs of text and address: "),
        ("[theme]\nmenu = [['a']]", "4:1", "theme.menu: write pairs of text and address: "),
        ("[theme]\naccent = 'red'", "4:1", 'theme.accent: write a colour such as "#0a6", or one for light and one for'),
        ("[theme]\naccent = ['#fff']", "4:1", 'theme.accent: write a colour such as "#0a6", or one for light and one'),
        ("[theme]\naccent = 7", "4:1", 'theme.accent: write a colour such as "#0a6", or one for light and one for'),
        ("[theme]\ncss = 7", "4:1", 'theme.css: write a list in square brackets: css = ["…"]'),
        ("[theme]\ncss = 'look.scss'", "4:1", "theme.css: write the path of a file below static/ that ends in .css"),
        ("[theme]\ncss = ['https://a.example/x.css']", "4:1", "theme.css: write the path of a file below static/"),
        ("[theme]\nlogo = 'logo.pdf'", "4:1", "theme.logo: write the path of a file below static/ that ends in .svg"),
        ("[lists]\npagination = 'x'", "4:1", "lists.pagination: write 'stable' or 'hexo'"),
        ("[[content]]\npath = 'a'\nmarkup = 'html'\n[[content]]\npath = 'b'\nmarkup = 'md'", "8:1", "content.markup"),
    ],
)
def test_what_to_write_is_told_in_words_of_toml(tmp_path, lines, place, message):
    ((where, what, _),) = problems(tmp_path, f'title = "T"\nurl = "https://example.org/"\n{lines}\n')
    assert where == f"site.toml:{place}"
    assert what.startswith(message)


def test_mistakes_are_told_from_the_top_of_the_file_down(tmp_path):
    found = problems(tmp_path, 'title = "T"\nurl = "https://example.org/"\nlanguge = "en"\n[lists]\nper_page = 0\n')
    assert [where for where, _, _ in found] == ["site.toml:3:1", "site.toml:5:1"]


@pytest.mark.parametrize(
    ("data", "part"), [(b"\xef\xbb\xbftitle = 'T'\n", "byte order mark"), (b"title = '\xff'\n", "is not UTF-8")]
)
def test_settings_in_a_foreign_encoding_say_what_to_do(tmp_path, data, part):
    (tmp_path / "site.toml").write_bytes(data)
    with pytest.raises(SettingsError) as caught:
        load_config(tmp_path)
    assert part in caught.value.problems[0].message
    assert "UTF-8" in caught.value.problems[0].help


def test_a_folder_inside_a_site_is_told_where_the_site_is(tmp_path, monkeypatch):
    (tmp_path / "site.toml").write_text('title = "T"\nurl = "https://example.org/"\n')
    (tmp_path / "content" / "posts").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "content" / "posts")
    with pytest.raises(SettingsError) as caught:
        load_config(Path())
    assert caught.value.problems[0].help == "the site around it is ../..: go there, or name it with --site ../.."


def test_a_file_and_a_folder_that_is_not_there_are_told_apart(tmp_path):
    (tmp_path / "site.toml").write_text("")
    for name, part in (("site.toml", "is a file"), ("nowhere/at/all", "there is no such folder")):
        with pytest.raises(SettingsError) as caught:
            load_config(tmp_path / name)
        assert caught.value.problems[0].code == "site-missing"
        assert caught.value.problems[0].message == part


def test_the_command_line_wins_over_the_file(tmp_path):
    (tmp_path / "site.toml").write_text('title = "T"\nurl = "https://example.org/"\n')
    assert load_config(tmp_path, url="https://example.com/x").base_path == "/x/"
    assert load_config(tmp_path, url=None).base_path == "/"


def test_settings_errors_come_back_whole_from_another_process(tmp_path):
    with pytest.raises(SettingsError) as caught:
        load_config(tmp_path)
    assert pickle.loads(pickle.dumps(caught.value)).problems == caught.value.problems


def test_a_name_in_off_that_nothing_has_is_refused_with_the_nearest_one(small_site):
    small_site.settings('[cleaning]\noff = ["filter"]')
    with pytest.raises(SettingsError) as caught:
        small_site.build()
    assert caught.value.problems[0].help == "did you mean filters?"
    small_site.settings('[cleaning.off_post]\n"content/a.md" = ["mediums"]')
    with pytest.raises(SettingsError) as caught:
        small_site.build()
    assert caught.value.problems[0].message == "cleaning.off_post.'content/a.md': there is no 'mediums'"


@pytest.mark.parametrize(
    "line",
    ['[lists]\nper_page = "3"', "[feeds]\nsize = true", 'future = "no"', 'content = [{path = "a", trusted = "yes"}]'],
)
def test_a_value_of_another_type_is_not_guessed(tmp_path, line):
    assert len(problems(tmp_path, f'title = "T"\nurl = "https://example.org/"\n{line}\n')) == 1


@pytest.mark.parametrize("url", ["https://example.org:99999/", "https://[::1/", "https://:80/"])
def test_an_address_that_cannot_be_is_refused(tmp_path, url):
    assert len(problems(tmp_path, f'title = "T"\nurl = "{url}"\n')) == 1
