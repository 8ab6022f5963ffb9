"""A site's own look: its files, and its accent in our style sheet."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.building.theme import ENOUGH, accent_rules, contrast, faint_accents
from generator.config.reading import SettingsError
from generator.errors import SiteError
from tests.sites import SmallSite, clean_build, post

_PAPER = b":root { --paper: light-dark(#fbf9f4, #191715) }"


def _mistakes(site: SmallSite, theme: str) -> list[str]:
    site.settings(f"[theme]\nmenu = []\n{theme}")
    with pytest.raises(SettingsError) as caught:
        site.build()
    return [f"{found.where}: {found.message}: {found.help}" for found in caught.value.problems]


def test_an_accent_becomes_part_of_our_style_sheet(small_site: SmallSite):
    small_site.write("a.md", post("A", "x", date="2024-01-01"))
    small_site.build()
    (plain,) = (name for name in small_site.files() if name.startswith("theme/style."))
    shipped = small_site.files()[plain]
    small_site.settings('[theme]\naccent = ["#075", "#66FFCC"]')
    small_site.build()
    files = small_site.files()
    (styled,) = (name for name in files if name.startswith("theme/style."))
    assert styled != plain
    assert files[styled] == shipped + (
        b":root { --accent: light-dark(#007755, #66ffcc)"
        b"; --heat-1: color-mix(in srgb, var(--accent) 12%, var(--paper))"
        b"; --heat-2: color-mix(in srgb, var(--accent) 21%, var(--paper))"
        b"; --heat-3: color-mix(in srgb, var(--accent) 30%, var(--paper)); --heat-4: var(--accent) }\n"
    )
    assert f'<link rel="stylesheet" href="/{styled}">' in small_site.page("/")
    assert files == clean_build(small_site)


def test_no_accent_adds_nothing():
    assert accent_rules(()) == b""


def test_a_faint_accent_is_noted_with_its_contrast_and_one_that_would_do(small_site: SmallSite):
    small_site.settings('[theme]\naccent = "#0a6"')
    (note,) = small_site.build().problems
    assert (note.code, note.severity, str(note.where)) == ("accent-faint", "note", "site.toml:5:1")
    assert note.message == "theme.accent: #00aa66 on light pages has a contrast of 2.9, less than 4.5"
    assert note.help == 'links are easier to read with accent = ["#00834f", "#00aa66"]'
    assert contrast("#00834f", "#fbf9f4") >= ENOUGH > contrast("#008550", "#fbf9f4")


@pytest.mark.parametrize(
    ("accent", "style", "count"),
    [
        (("#9c2b20", "#ee9a8a"), _PAPER, 0),
        (("#ffffff", "#000000"), _PAPER, 2),
        (("#ffffff", "#000000"), b"an own style sheet \xff", 0),
        ((), _PAPER, 0),
    ],
)
def test_colours_with_enough_contrast_or_on_unknown_paper_are_not_noted(
    tmp_path: Path, accent: tuple[str, ...], style: bytes, count: int
):
    notes = list(faint_accents(tmp_path, accent, style))
    assert [note.help for note in notes] == ['links are easier to read with accent = ["#737373", "#808080"]'] * count


@pytest.mark.parametrize(("one", "other", "value"), [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48)])
def test_contrast_is_that_of_the_guidelines(one: str, other: str, value: float):
    assert round(contrast(one, other), 2) == round(contrast(other, one), 2) == value


def test_days_of_a_calendar_can_be_read_with_the_strongest_accents():
    """Ink on the third step of heat, which is 30 % accent and 70 % paper."""
    for accent, paper, ink in (("#000000", "#fbf9f4", "#211d19"), ("#ffffff", "#191715", "#e4dfd7")):
        parts = [(int(accent[at : at + 2], 16) * 30 + int(paper[at : at + 2], 16) * 70) // 100 for at in (1, 3, 5)]
        assert contrast("#" + "".join(f"{part:02x}" for part in parts), ink) >= ENOUGH


def test_files_that_are_missing_are_mistakes_in_the_settings_with_line_and_way_out(small_site: SmallSite):
    small_site.put("static/look.css", "")
    small_site.put("static/pictures/logo.svg", "<svg/>")
    small_site.put("static/.hidden.css", "")
    assert _mistakes(small_site, 'css = ["lok.css", "/look.css"]\nlogo = "x.png"') == [
        "site.toml:6:1: theme.css: there is no file static/lok.css: did you mean look.css?",
        "site.toml:7:1: theme.logo: there is no file static/x.png: put the file there, or take it out of site.toml",
    ]
    assert _mistakes(small_site, 'favicon = "static/pictures/logo.svg"') == [
        "site.toml:6:1: theme.favicon: there is no file static/static/pictures/logo.svg: "
        "paths begin below static/: write pictures/logo.svg"
    ]
    assert _mistakes(small_site, 'css = ".hidden.css"')
    assert _mistakes(small_site, 'css = "../content/a.css"')


def test_pages_load_the_files_that_the_settings_name(small_site: SmallSite):
    small_site.put("static/look.css", "p { color: red }")
    small_site.put("static/theme/Größe 2.css", "p { color: blue }")
    small_site.put("static/logo.svg", "<svg/>")
    small_site.put("static/icon.PNG", b"\x89PNG")
    small_site.settings(
        '[theme]\ncss = ["look.css", "theme/Größe 2.css"]\nlogo = "/logo.svg"\nfavicon = "icon.PNG"',
        url="https://example.org/x/",
    )
    small_site.build()
    home = small_site.page("/")
    (own,) = (name for name in small_site.files() if name.startswith("theme/Größe 2."))
    assert '<link rel="stylesheet" href="/x/look.css">' in home
    assert f'href="/x/theme/Größe%202.{own.split(".")[1]}.css"' in home
    assert '<img class="logo" src="/x/logo.svg" alt="Small site">' in home
    assert '<link rel="icon" href="/x/icon.PNG">\n<link rel="apple-touch-icon" href="/x/icon.PNG">' in home


def test_an_edited_style_sheet_changes_no_page(small_site: SmallSite):
    small_site.put("static/look.css", "p { color: red }")
    small_site.settings('[theme]\ncss = "look.css"')
    small_site.write("a.md", post("A", "x", date="2024-01-01"))
    small_site.build()
    small_site.put("static/look.css", "p { color: blue }")
    report = small_site.build()
    assert report.written == ("/look.css",)
    (small_site.folder / "static/look.css").unlink()
    with pytest.raises(SiteError, match="settings-value"):
        small_site.build()
