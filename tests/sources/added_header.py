"""Front matter between `%%%` lines, as in mmark: a header syntax as a file of `generator/sources/` would hold it."""

from __future__ import annotations

from dataclasses import replace

from generator.sources.toml_header import TOML

ADDED = replace(TOML, name="mmark", fence="%")
