from __future__ import annotations

import pickle
import re
from pathlib import Path

import pytest

from generator.bundled import bundled
from generator.config import LANGUAGES
from generator.digest import digest_value
from generator.errors import SiteError
from generator.model import NOTICE_KINDS
from generator.templating import strings

SHIPPED = bundled("templates")


def table(language: str) -> strings.Strings:
    return strings.load((SHIPPED,), language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_strings(language: str):
    assert list(table(language)) == list(table("zh-CN"))
    assert all(text.strip() for text in table(language).values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_fills_in_the_same_values(language: str):
    def placeholders(text: str) -> set[str]:
        # A month has a name in some languages and a number in others.
        return set(re.findall(r"\{(\w+)\}", text)) - {"name", "month"}

    for name, text in table(language).items():
        assert placeholders(text) == placeholders(table("en")[name]), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_removal_can_be_told(language: str):
    for kind in NOTICE_KINDS:
        assert "{count}" in table(language)[f"removed_{kind}"]
        assert f"removed_{kind}_one" in table(language)


def test_no_string_has_the_name_of_an_attribute_of_the_table():
    assert [name for name in table("en") if hasattr(strings.Strings, name)] == []


def test_every_string_that_a_template_names_exists():
    named = {
        name
        for file in SHIPPED.rglob("*.*")
        if file.suffix != ".toml"
        for pair in re.findall(r'site\.text\.(\w+)|counted\("(\w+)"', file.read_text("utf-8"))
        for name in pair
        if name
    }
    assert len(named) > 30
    assert named - set(table("en")) == set()


def test_a_site_overrides_single_strings(tmp_path: Path):
    (tmp_path / "strings").mkdir()
    (tmp_path / "strings/en.toml").write_text('home = "Front page"\nmine = "Mine"\n', "utf-8")
    found = strings.load((tmp_path, SHIPPED), "en")
    assert (found["home"], found["mine"], found["tags"]) == ("Front page", "Mine", "Tags")


def test_a_missing_string_says_which_one_is_near():
    with pytest.raises(SiteError) as caught:
        table("en")["hme"]
    problem = caught.value.problem
    assert problem.message == "there is no interface string 'hme' in en"
    assert (problem.code, problem.help) == ("template-failed", "did you mean home?")
    assert "hme" not in table("en")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("home = ,", "templates/strings/en.toml:1:8: template-syntax: Invalid value"),
        ("home = 3", "templates/strings/en.toml: template-syntax: home is not text"),
        ("home = '\xff'", "templates/strings/en.toml: template-syntax: cannot be read"),
    ],
)
def test_a_table_that_cannot_be_used_says_where(tmp_path: Path, written: str, said: str):
    folder = tmp_path / "templates"
    (folder / "strings").mkdir(parents=True)
    (folder / "strings/en.toml").write_bytes(written.encode("latin-1"))
    with pytest.raises(SiteError) as caught:
        strings.load((folder, SHIPPED), "en")
    assert str(caught.value).startswith(said)


def test_a_language_without_a_table_is_refused(tmp_path: Path):
    with pytest.raises(SiteError) as caught:
        strings.load((tmp_path,), "en")
    assert caught.value.problem.code == "template-missing"


def test_strings_travel_to_workers_and_have_a_digest():
    found = table("ja")
    assert pickle.loads(pickle.dumps(found)) == found
    assert digest_value(found) != digest_value(table("en"))
