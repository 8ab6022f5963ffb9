"""Nested blocks as Hexo reads them: 540 documents with recorded answers, and any others where Hexo is installed."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.article.nodes import read_body
from generator.article.text import visible_text
from generator.bodies.markdown.dialects import Dialect, to_html
from tests.bodies.markdown.nested.documents import UNLIKE_HEXO, any_documents, documents
from tests.bodies.markdown.nested.recorded import recorded, rendered_by_hexo
from tests.bodies.markdown.test_commonmark import tree
from tests.hexo.installed import folder
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
    if not folder().is_dir():
        if os.environ.get("PRESSMARK_REQUIRE_ALL") == "1":
            pytest.fail("Hexo is not installed: make hexo")
        pytest.skip("Hexo is not installed: make hexo")


def test_what_is_recorded_is_what_hexo_makes(hexo: None) -> None:
    # Hexo writes the characters of a mail address as references, each time others.
    made = [unescape(html) for html in rendered_by_hexo(list(DOCUMENTS.values()))]
    assert dict(zip(DOCUMENTS, made, strict=True)) == {name: unescape(html) for name, html in RECORDED.items()}


@examples(2)
@given(st.lists(any_documents(), min_size=120, max_size=120, unique=True))
def test_any_nested_blocks_are_read_as_in_hexo(hexo: None, texts: list[str]) -> None:
    made = [compared(to_html(text, Dialect("gfm"))) for text in texts]
    for text, ours, theirs in zip(texts, made, map(compared, rendered_by_hexo(texts)), strict=True):
        assert ours == theirs, text


# ------------------------------------------------------------------------------- nothing that is written is lost

_WORDS = re.compile(r"[A-Za-z]{3,}|[\u4e00-\u9fff]")
# What Markdown says and does not show: tags, a comment, a language, addresses, titles and the name of a link.
_UNSEEN = re.compile(r"</?[a-z]+(?: [^<>\n]*)?>|!\[[^\]]*\]|```\w+|\([^)\n]*\)|\[[a-z]\](?:: .*)?|&\w+;")


@pytest.mark.parametrize("name", ["gfm", "markdown"])
@pytest.mark.parametrize("document", sorted(DOCUMENTS))
def test_every_word_of_the_recorded_documents_is_in_their_html(document: str, name: str) -> None:
    _check_words(DOCUMENTS[document], name)


@pytest.mark.parametrize("name", ["gfm", "markdown"])
@given(texts=st.lists(any_documents(), max_size=3))
def test_every_word_of_a_document_is_in_its_html_once_and_in_order(name: str, texts: list[str]) -> None:
    _check_words("\n\n".join(texts), name)


def _check_words(text: str, name: str) -> None:
    # Comments stand on several lines, and each has what its containers put before it.
    bare = _UNSEEN.sub("", re.sub(r"(?s)<!--.*?-->", "", text))
    html = to_html(text, Dialect(name))
    shown = "\n".join(item for item in tree(html) if isinstance(item, str))
    assert _WORDS.findall(shown) == _WORDS.findall(bare)


def test_the_letters_of_the_archive_read_as_markdown_are_all_in_the_html(shared: Callable[[str], Path]) -> None:
    lost: Counter[str] = Counter()
    for file in sorted(path for path in shared("archive").rglob("*") if path.is_file()):
        body = file.read_text("utf-8", "replace").split("\n---\n", 1)[-1]
        # With another sign for `<`: the tags that a post shows would be tags in Markdown.
        text = visible_text(read_body(body)).replace("<", "＜")
        for name in ("gfm", "markdown"):
            html = to_html(text, Dialect(name))
            lost += Counter(filter(str.isalpha, text)) - Counter(filter(str.isalpha, visible_text(read_body(html))))
    # One post shows how a picture is written in Markdown, once for each dialect.
    assert lost.total() <= 2 * len("image label image path image caption")
