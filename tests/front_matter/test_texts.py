"""Values of front matter as texts: entities decoded, and no marks of a list or block before a name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.characters import drop_controls
from generator.front_matter.texts import as_name, as_title, without_entities
from tests.sizes import examples


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("The baker&#8217;s &amp; miller&#8217;s fair", "The baker’s & miller’s fair"),
        ("&ldquo;Tide&rdquo; &#8211; a view", "“Tide” – a view"),
        ("&quot;潮汐&quot;与&#26376;亮", '"潮汐"与月亮'),
        ("港の&#x30D1;&#x30F3;屋", "港のパン屋"),
        ("It&amp;#8217;s &amp;quot;late&amp;quot;", 'It’s "late"'),
        ("A &lt;b&gt; in a title", "A <b> in a title"),
        ("Why &amp;amp; is written so", "Why &amp; is written so"),
        ("Why &amp;lt; is written so", "Why &lt; is written so"),
        ("one&nbsp;two", "one two"),
    ],
)
def test_references_that_a_feed_wrote_are_decoded(written: str, read: str) -> None:
    assert as_title(written) == read
    assert as_name(written) == read


@pytest.mark.parametrize(
    "written",
    [
        "Q&A",
        "R&D; or not",
        "AT&T",
        "a?x=1&copy=2",
        "&nosuchname;",
        "&;",
        "&#;",
        "&#x;",
        "& amp;",
        "fish & chips;",
        "&ampx",
    ],
)
def test_an_ampersand_that_begins_no_reference_stays(written: str) -> None:
    assert as_title(written) == written


@pytest.mark.parametrize("written", ["a&#0;b", "a&#x202e;b", "a&#xD800;b", "a&#27;b", "a&#9999999;b"])
def test_no_reference_brings_in_a_character_that_a_page_must_not_contain(written: str) -> None:
    assert drop_controls(without_entities(written))[1] == 0


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("- | 快讯", "快讯"),
        ("| 快讯", "快讯"),
        ("> Harbour News", "Harbour News"),
        (">- Harbour News", "Harbour News"),
        ("|- Harbour News", "Harbour News"),
        ("- Harbour News", "Harbour News"),
        ('- "Harbour News"', "Harbour News"),
        ("- | '港の便り'", "港の便り"),
        ("*　港の便り", "港の便り"),
    ],
)
def test_a_mark_that_a_script_left_is_no_part_of_a_name(written: str, name: str) -> None:
    assert as_name(written) == name


@pytest.mark.parametrize(
    "written", ["-", "|", ">", "- ", "C-", "a | b", "--flag", "->", ">_<", "|x|", "-5", '"a"', "> 'a' and 'b'", "*nix"]
)
def test_signs_that_belong_to_a_name_stay(written: str) -> None:
    assert as_name(written) in (written.strip(), written.removeprefix("> "))


@pytest.mark.parametrize("title", ["- Come in, he said", "> 9000", "|x| of a number", "a | b", "- - - | x"])
def test_a_title_keeps_what_may_be_no_mark(title: str) -> None:
    assert as_title(title) == title


@pytest.mark.parametrize("written", ["| 灯", "- | 灯", "|- 灯", '| "灯"'])
def test_a_bar_before_a_title_is_the_mark_of_a_block(written: str) -> None:
    assert as_title(written) == "灯"


@examples(300)
@given(st.text(alphabet="&#;ampltquo8217x-|>*'\" 潮", max_size=40))
def test_any_text_becomes_a_name_without_outer_blanks(text: str) -> None:
    assert as_name(text) == as_name(text).strip(" ")
