"""The slice of the settings that cleaning is given."""

from __future__ import annotations

import importlib
import pickle
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

import pytest

from generator import clean_config as clean_config_module
from generator import config
from generator.clean_config import CleanConfig, RuleList, clean_config
from generator.config import Config
from generator.digest import digest_value


def test_the_slice_for_cleaning_does_not_depend_on_other_settings():
    one = clean_config(Config(title="A", url="https://example.org/"), ())
    other = clean_config(Config(title="B", url="https://example.com/x", output="elsewhere"), ())
    assert digest_value(one) == digest_value(other)
    third = clean_config(Config(title="A", url="https://example.org/", timezone="Asia/Shanghai"), ())
    assert digest_value(one) != digest_value(third)
    assert isinstance(pickle.loads(pickle.dumps(one)), CleanConfig)


def test_each_setting_of_cleaning_is_in_the_slice_in_a_form_that_has_an_order():
    cleaning = {
        "off": ["media"],
        "off_source": {"b": ["filters"], "a": ["media", "filters"]},
        "off_post": {"content/cafe\u0301.md": ["media"]},
        "rules": ["own.txt"],
    }
    slice_ = clean_config(Config(title="T", url="https://example.org/", cleaning=cleaning), (RuleList("own", "##.ad"),))
    assert slice_.off == ("media",)
    assert slice_.off_source == (("a", ("media", "filters")), ("b", ("filters",)))
    assert slice_.off_post == (("content/caf\u00e9.md", ("media",)),)
    assert slice_.rules == (RuleList("own", "##.ad"),)
    assert slice_.proxies == Config(title="T", url="https://example.org/").cleaning.proxies


SETTING = '    longest_line: int = Field(default=80, description="Characters of a line.")\n'
TABLE = '    depths: dict[str, int] = Field(default={}, description="Levels by name.")\n'


@contextmanager
def edited(folder: Path, *, settings: str, slice_: str) -> Iterator[ModuleType]:
    """The module `clean_config`, with lines added to `CleaningSettings` and to `CleanConfig`, as the docs tell."""
    changed = {
        config.sources: (settings, '\n    @field_validator("base")'),
        clean_config_module: (slice_, "\n    @property\n    def zone("),
    }
    (folder / "edited_config").mkdir()
    for module in (config.privacy, config.sources, config.pages, config.table, config, clean_config_module):
        text = _with(*changed[module], module) if module in changed else Path(module.__file__).read_text("utf-8")
        name = Path(module.__file__).relative_to(Path(config.__file__).parent.parent).as_posix()
        (folder / f"edited_{name}").write_text(text.replace("generator.config", "edited_config"), "utf-8")
    sys.path.insert(0, str(folder))
    try:
        yield importlib.import_module("edited_clean_config")
    finally:
        sys.path.remove(str(folder))
        for name in [name for name in sys.modules if name.startswith("edited_")]:
            del sys.modules[name]


def _with(lines: str, below: str, module: ModuleType) -> str:
    before, anchor, after = Path(module.__file__).read_text("utf-8").rpartition(below)
    return f"{before}{lines}{anchor}{after}"


def test_a_setting_of_cleaning_is_a_field_with_a_description_and_one_in_the_slice(tmp_path):
    slice_ = "    longest_line: int\n    depths: tuple[tuple[str, int], ...]\n"
    with edited(tmp_path, settings=SETTING + TABLE, slice_=slice_) as module:
        site = {"title": "T", "url": "https://example.org/"}
        default = module.clean_config(module.Config(**site), ())
        given = module.clean_config(
            module.Config(**site, cleaning={"longest_line": 40, "depths": {"b": 1, "a": 2}}), ()
        )
        assert (default.longest_line, default.depths) == (80, ())
        assert (given.longest_line, given.depths) == (40, (("a", 2), ("b", 1)))
        assert digest_value(default) != digest_value(given)


@pytest.mark.parametrize(
    ("settings", "slice_", "message"),
    [
        (SETTING, "", "unexpected keyword argument 'longest_line'"),
        ("", "    longest_line: int\n", "missing 1 required positional argument: 'longest_line'"),
        (SETTING, "    longest_lines: int\n", "longest_line"),
    ],
)
def test_a_setting_that_stands_in_one_of_the_two_places_only_is_an_error_at_import(tmp_path, settings, slice_, message):
    with pytest.raises(TypeError, match=message), edited(tmp_path, settings=settings, slice_=slice_):
        pass
