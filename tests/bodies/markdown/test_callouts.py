from __future__ import annotations

import time

import pytest

from generator.bodies.markdown.callouts import (
    Callout,
    at_colons,
    at_signs,
    closing,
    frame,
    in_quotation,
    opening,
    title,
)


@pytest.mark.parametrize(
    ("line", "callout"),
    [
        ("[!NOTE]", Callout("note")),
        ("[!warning] ", Callout("warning")),
        ("[!Tip] 标 **题**", Callout("tip", "标 **题**")),
        ("[!faq]- 为什么？", Callout("question", "为什么？", is_folding=True)),
        ("[!bug]+", Callout("bug", None, is_folding=True, is_open=True)),
        ("[!info|right] 甲", Callout("info", "甲")),
        ("[!注意]", Callout("attention")),
        ("[!harbour]", None),
        ("[!NOTE]text", None),
        ("[1]", None),
        ("NOTE", None),
    ],
)
def test_a_quotation_opens_a_callout_with_a_name_in_brackets(line: str, callout: Callout | None) -> None:
    assert in_quotation(line) == callout


@pytest.mark.parametrize(
    ("line", "callout"),
    [
        ("!!! note", Callout("note")),
        ('!!! note "A b"', Callout("note", "A b")),
        ("!!! warning ''", Callout("warning", "")),
        ('!!! danger highlight blink "Do not"', Callout("danger", "Do not")),
        ("!!! info inline end", Callout("info")),
        ("!!! note 标题 一", Callout("note", "标题 一")),
        ("!!! note Don't run", Callout("note", "Don't run")),
        ('!!! note 见 "甲"', Callout("note", '见 "甲"')),
        ('??? tip "更多"', Callout("tip", "更多", is_folding=True)),
        ("???+ example", Callout("example", None, is_folding=True, is_open=True)),
        ("!!! harbour", Callout("note", "harbour")),
        ('!!! harbour "A"', Callout("note", "A")),
        ("!!! 天哪", None),
        ("!!! wow that was close", None),
        ("???", None),
        ("!! note", None),
    ],
)
def test_signs_open_a_callout(line: str, callout: Callout | None) -> None:
    assert at_signs(line) == callout


@pytest.mark.parametrize(
    ("line", "colons", "callout"),
    [
        ("::: note", 3, Callout("note")),
        ("::: tip 标 题", 3, Callout("tip", "标 题")),
        (":::note[A **b**]", 3, Callout("note", "A **b**")),
        (":::note[潮汐] 每天两次", 3, Callout("note", "潮汐 每天两次")),
        (':::caution{title="A b"}', 3, Callout("caution", "A b")),
        (":::: warning 甲 ::::", 4, Callout("warning", "甲")),
        (":::success", 3, Callout("success")),
        ("::: {.note}", 3, Callout("note")),
        (':::{.callout-tip title="A" collapse="true"}', 3, Callout("tip", "A", is_folding=True)),
        ("::: note {title=A}", 3, Callout("note", "A")),
        ("::: details 点开", 3, Callout("details", "点开", is_folding=True)),
        (":::spoiler", 3, Callout("details", None, is_folding=True)),
        ("::: details{open} 甲", 3, Callout("details", "甲", is_folding=True, is_open=True)),
        (":::", 3, None),
        ("::::: ", 5, None),
    ],
)
def test_colons_open_and_end_a_callout(line: str, colons: int, callout: Callout | None) -> None:
    assert at_colons(line) == (colons, callout)


@pytest.mark.parametrize("line", ["::: center", "::note", ":: note", ":::1", "::: note " + "x" * 2_000])
def test_other_lines_with_colons_are_text(line: str) -> None:
    assert at_colons(line) is None


@pytest.mark.parametrize(
    ("language", "word"),
    [("en", "Danger"), ("zh-CN", "危险"), ("zh-Hant-HK", "危險"), ("ja", "危険"), ("fr", "Danger")],
)
def test_a_callout_without_a_title_begins_with_the_word_of_the_language(language: str, word: str) -> None:
    assert title(Callout("danger"), language) == word


def test_a_callout_with_an_empty_title_has_none_unless_it_folds() -> None:
    assert title(Callout("note", ""), "en") == ""
    assert title(Callout("note", "", is_folding=True), "en") == "Note"


@pytest.mark.parametrize(
    ("callout", "html"),
    [
        (Callout("tip"), '<div class="callout callout-tip"><p class="callout-title">T</p>x</div>'),
        (Callout("bug"), '<div class="callout callout-caution"><p class="callout-title">T</p>x</div>'),
        (
            Callout("info", is_folding=True, is_open=True),
            '<details class="callout callout-note" open=""><summary class="callout-title">T</summary>x</details>',
        ),
        (Callout("details", is_folding=True), "<details><summary>T</summary>x</details>"),
    ],
)
def test_a_callout_is_a_box_with_a_title(callout: Callout, html: str) -> None:
    assert f"{opening(callout, 'T')}x{closing(callout)}" == html


def test_a_callout_without_a_title_has_no_line_for_it() -> None:
    assert opening(Callout("note", ""), "") == '<div class="callout callout-note">'
    assert frame(Callout("note")).title_tag == "p"


@pytest.mark.parametrize("piece", ["!!! note a ", "::: {.note a=", "[!note]", ':::note{title="', "::: note ::: "])
def test_a_long_line_is_refused_at_once(piece: str) -> None:
    start = time.process_time()
    for line in (piece * 80, piece * 20_000):
        for look in (in_quotation, at_signs, at_colons):
            look(line)
    assert time.process_time() - start < 0.1
