"""The models of the settings, and the slice that cleaning is given."""

from __future__ import annotations

import pytest

from generator.clean_config import Root, clean_config
from generator.config.reading import SettingsError, load_config


def test_content_roots_are_paths_or_tables(tmp_path):
    text = (
        'title = "T"\nurl = "https://example.org/"\ncontent = ["a/", {path = "b", trusted = true, markup = "html"}]\n'
    )
    (tmp_path / "site.toml").write_text(text)
    settings = load_config(tmp_path)
    assert [(root.path, root.trusted, root.markup) for root in settings.content] == [
        ("a", False, ""),
        ("b", True, "html"),
    ]
    slice_ = clean_config(settings, ())
    assert slice_.root("b") == Root("b", is_trusted=True, markup="html", dialect="markdown")
    assert slice_.root("unknown") == Root("")


@pytest.mark.parametrize("table", ["search", "statistics"])
@pytest.mark.parametrize("folder", ["undated", "p/7", "P"])
def test_the_search_and_the_statistics_take_no_folder_of_lists(tmp_path, table, folder):
    settings = f'[lists]\npagination_dir = "p"\n[{table}]\nenabled = true\ndir = "{folder}"\n'
    (tmp_path / "site.toml").write_text(f'title = "T"\nurl = "https://example.org/"\n{settings}')
    with pytest.raises(SettingsError, match=f"lists need the folder {folder} for themselves; name another dir"):
        load_config(tmp_path)
