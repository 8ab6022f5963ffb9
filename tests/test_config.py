"""The models of the settings, and the slice that cleaning is given."""

from __future__ import annotations

import pickle

from generator.config import CleanConfig, Config, clean_config
from generator.settings import load_config


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
