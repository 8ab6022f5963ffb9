"""The words of Markdown: each is in the HTML that a dialect makes of it, but for those that no reader is to see."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.article.nodes import read_body
from generator.article.text import visible_text
from generator.bodies.markdown.dialects import Dialect, to_html
from generator.model import SourceFile
from generator.stages.read import parse
from tests.bodies.markdown.nested.documents import any_documents, documents

DIALECTS = ("gfm", "markdown")

_WORDS = re.compile(r"[A-Za-z]{3,}|[\u4e00-\u9fff]")
# What Markdown says and does not show: tags, a comment, a language, addresses, titles and the name of a link.
_UNSEEN = re.compile(r"</?[a-z]+(?: [^<>\n]*)?>|!\[[^\]]*\]|```\w+|\([^)\n]*\)|\[[a-z]\](?:: .*)?|&#?\w+;")


def shown(html: str) -> str:
    return visible_text(read_body(html))


def are_shown(text: str, name: str) -> bool:
    """Whether the words of `text` that a reader is to see are in its HTML, each once and in order."""
    # Comments stand on several lines, and each has what its containers put before it.
    bare = _UNSEEN.sub("", re.sub(r"(?s)<!--.*?-->", "", text))
    return _WORDS.findall(shown(to_html(text, Dialect(name)))) == _WORDS.findall(bare)


@pytest.mark.parametrize("name", DIALECTS)
def test_every_word_of_the_recorded_documents_is_in_their_html(name: str) -> None:
    assert [document for document, text in documents() if not are_shown(text, name)] == []


@pytest.mark.parametrize("name", DIALECTS)
@given(texts=st.lists(any_documents(), max_size=3))
def test_every_word_of_a_document_is_in_its_html_once_and_in_order(name: str, texts: list[str]) -> None:
    assert are_shown("\n\n".join(texts), name)


@pytest.mark.parametrize("name", DIALECTS)
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("| 甲 | 乙 |\n|--|--|\n| 丙 | 丁 | 戊 | 己 |", "甲乙丙丁戊己"),
        ("| 甲 |\n|--|\n|| 乙 | 丙", "甲乙丙"),
        ("甲 | 乙\n--|--\n丙 | 丁 | `戊 || 己` | 庚", "甲乙丙丁戊己庚"),
        ("> - | 甲 | 乙 |\n>   |--|--|\n>   | 丙 | 丁 | **戊**", "甲乙丙丁戊"),
        ("甲[^1]\n\n[^1]: 乙\n[^1]: 丙\n\n[^1]: 丁", "甲乙丙丁"),
        ("甲[^1]\n\n[^1]: 乙\n\n    [^2]: 丙\n\n[^3]: 丁", "甲乙丁丙"),
        ("甲\n\n[^1]: 乙\n\n    [^1]: 丙", "甲乙丙"),
        ("甲\n\n> [^1]: 乙\n\n- [^2]: 丙", "甲乙丙"),
        ("甲[^1]\n\n[^1]: 乙\n\n    - [^2]: 丙\n\n    丁", "甲乙丙丁"),
    ],
)
def test_words_for_which_there_is_no_place_find_one(text: str, words: str, name: str) -> None:
    assert sorted(re.findall(r"[\u4e00-\u9fff]", shown(to_html(text, Dialect(name))))) == sorted(words)


# ----------------------------------------------------------------------- posts that other tests build, and real ones

SITE = Path(__file__).parents[2] / "hexo/site/source"

UNSHOWN = {
    "autolinks.md": {"ref": 2},
    "constructs.md": {"NOTE": 1},
    "lists.md": {"1": 2, "2": 2, "7": 1, "x": 1},
}
"""By file: names of links, the kind of a callout, numbers of items, the sign in a box."""


def words_of(text: str) -> Counter[str]:
    return Counter(re.findall(r"[A-Za-z0-9]+|[\u3040-\u30ff\u4e00-\u9fff]", unquote(unescape(text))))


@pytest.mark.parametrize("name", DIALECTS)
def test_the_words_of_the_posts_that_hexo_is_compared_on_are_all_in_the_html(name: str) -> None:
    lost = {}
    for path in SITE.rglob("*.md"):
        data = path.read_bytes()
        body = parse(SourceFile("content", path.name, len(data), 0, 0), data).body
        if missing := words_of(body) - words_of(to_html(body, Dialect(name))):
            lost[path.name] = dict(missing)
    assert lost == UNSHOWN


@pytest.mark.parametrize("name", DIALECTS)
def test_the_letters_of_the_archive_read_as_markdown_are_all_in_the_html(
    shared: Callable[[str], Path], name: str
) -> None:
    different = []
    for path in sorted(path for path in shared("archive").rglob("*") if path.is_file()):
        # With another sign for `<`: the tags that a post shows would be tags in Markdown.
        text = shown(path.read_text("utf-8", "replace").split("\n---\n", 1)[-1]).replace("<", "＜")
        if letters(shown(to_html(text, Dialect(name)))) != letters(text):
            different.append(len(letters(text)) - len(letters(shown(to_html(text, Dialect(name))))))
    # One post shows how a picture is written in Markdown.
    assert different == [len("imagelabelimagepathimagecaption")]


def letters(text: str) -> str:
    return re.sub(r"[\W\d_]+", "", text)
