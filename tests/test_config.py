"""The models of the settings, and the slice that cleaning is given."""

from __future__ import annotations

from generator.clean_config import Root, clean_config
from generator.settings import load_config


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
