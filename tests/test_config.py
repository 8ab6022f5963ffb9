"""Settings: what is read, and every mistake named with its place."""

from __future__ import annotations

import pickle
from zoneinfo import ZoneInfo

import pytest

from generator.config import CleanConfig, Config, SettingsError, clean_config, load_config


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


def test_the_command_line_wins_over_the_file(tmp_path):
    (tmp_path / "site.toml").write_text('title = "T"\nurl = "https://example.org/"\n')
    assert load_config(tmp_path, url="https://example.com/x").base_path == "/x/"
    assert load_config(tmp_path, url=None).base_path == "/"


def test_content_roots_are_paths_or_tables(tmp_path):
    text = (
        'title = "T"\nurl = "https://example.org/"\ncontent = ["a/", {path = "b", trusted = true, markup = "html"}]\n'
    )
    (tmp_path / "site.toml").write_text(text)
    config = load_config(tmp_path)
    assert [(root.path, root.trusted, root.markup) for root in config.content] == [
        ("a", False, ""),
        ("b", True, "html"),
    ]
    slice_ = clean_config(config, ())
    assert slice_.root("b") == (True, "html")
    assert slice_.root("unknown") == (False, "")


def test_the_slice_for_cleaning_does_not_depend_on_other_settings():
    one = clean_config(Config(title="A", url="https://example.org/"), ())
    other = clean_config(Config(title="B", url="https://example.com/x", output="elsewhere"), ())
    assert one.digest == other.digest
    third = clean_config(Config(title="A", url="https://example.org/", timezone="Asia/Shanghai"), ())
    assert one.digest != third.digest
    assert isinstance(pickle.loads(pickle.dumps(one)), CleanConfig)


def test_settings_errors_come_back_whole_from_another_process(tmp_path):
    with pytest.raises(SettingsError) as caught:
        load_config(tmp_path)
    assert pickle.loads(pickle.dumps(caught.value)).problems == caught.value.problems
