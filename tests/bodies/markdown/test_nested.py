"""Nested blocks as Hexo reads them: 540 documents with recorded answers, and any others where Hexo is installed."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from generator.bodies.markdown.dialects import Dialect, to_html
from tests.bodies.markdown.nested import trees
from tests.bodies.markdown.nested.documents import UNLIKE_HEXO, any_documents, documents
from tests.bodies.markdown.nested.recorded import recorded, rendered_by_hexo
from tests.bodies.markdown.test_commonmark import tree
from tests.npm import folder
from tests.sizes import examples

DOCUMENTS = dict(documents())
RECORDED = recorded()

# Ids, links of headings, notes for loaders, our form of code, and how quotes are written are not what is compared.
_OURS = (
    (re.compile(r' id="[^"]*"| loading="lazy"| class="(?!language-)[^"]*"'), ""),
    (re.compile(r'<a href="#[^"]*"(?: title="[^"]*")?></a>'), ""),
    (re.compile(r'<pre><code class="language-(\w+)">'), r'<pre><code class="\1">'),
    (re.compile(r"</?span[^>]*>|</?figure[^>]*>"), ""),
    (re.compile(r'<input (?:checked="" )?disabled="" type="checkbox">'), "☐"),
    (re.compile("☑"), "☐"),
    (re.compile(r' style="text-align:(\w+)"'), r' align="\1"'),
    (re.compile("[“”]"), '"'),
)


def compared(html: str) -> list[Any]:
    for pattern, form in _OURS:
        html = pattern.sub(form, html)
    return tree(html)


def test_nested_blocks_are_read_as_in_hexo_but_for_those_with_a_reason() -> None:
    different: dict[str, list[str]] = {}
    for name, text in DOCUMENTS.items():
        if compared(to_html(text, Dialect("gfm"))) != compared(RECORDED[name]):
            outer, inner, leaf, form = name.split(", ")
            different.setdefault(leaf, []).append(f"{outer}, {inner}, {form}")
    assert different == {leaf: difference["documents"] for leaf, difference in UNLIKE_HEXO.items()}


@pytest.fixture(scope="module")
def hexo(needs: Callable[..., str]) -> None:
    needs("node")
    if not folder("hexo").is_dir():
        if os.environ.get("PRESSMARK_REQUIRE_ALL") == "1":
            pytest.fail("Hexo is not installed: make npm")
        pytest.skip("Hexo is not installed: make npm")


def test_what_is_recorded_is_what_hexo_makes(hexo: None) -> None:
    # Hexo writes the characters of a mail address as references, each time others.
    made = [unescape(html) for html in rendered_by_hexo(list(DOCUMENTS.values()))]
    assert dict(zip(DOCUMENTS, made, strict=True)) == {name: unescape(html) for name, html in RECORDED.items()}


# Not shrunk: each attempt starts a process, and the document that differs is in the message.
@settings(examples(2), phases=(Phase.generate,))
@given(st.lists(any_documents(), min_size=120, max_size=120, unique=True))
def test_any_nested_blocks_are_read_as_in_hexo(hexo: None, texts: list[str]) -> None:
    made = [compared(to_html(text, Dialect("gfm"))) for text in texts]
    for text, ours, theirs in zip(texts, made, map(compared, rendered_by_hexo(texts)), strict=True):
        assert ours == theirs, text


@given(trees.blocks())
def test_blocks_are_nested_as_they_were_written(several: list[trees.Block]) -> None:
    assert compared(to_html(trees.markdown(several), Dialect("gfm"))) == compared(trees.html(several))
