"""The tables of elements: what a parser makes of each, how they lie to each other, and that there are no others."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

import generator
from generator.article import elements
from generator.article.elements import (
    BLOCKS,
    CELLS,
    CLOSING_P,
    EDITS,
    EMBEDDED,
    EMPTY_RAW_TEXT,
    FLOW,
    FORMATTING,
    HTML_AGAIN,
    INLINE,
    KNOWN,
    LI_LISTS,
    OPTIONAL_END,
    PLAYER_PARTS,
    RAW_TEXT,
    SILENT,
    SPANS,
    TABLE,
    UNSEEN,
    VOID,
    alternation,
    first_letters,
)
from generator.article.vocabulary import CONTENT_DROPPED, TAGS

PACKAGE = Path(generator.__file__).parent
TABLES = {name: table for name, table in vars(elements).items() if isinstance(table, frozenset)}
RUBY = frozenset({"ruby", "rp", "rt"})
IGNORED = (TABLE - {"table"}) | {"html", "head", "body", "frame", "frameset"}
"""Elements whose tags a parser passes over where they do not belong."""


def body(html: str) -> LexborNode:
    found = LexborHTMLParser(f"<!DOCTYPE html><body>{html}</body>").body
    assert found is not None
    return found


def names_with(names: frozenset[str], claim: Callable[[str], bool]) -> frozenset[str]:
    return frozenset(name for name in names if claim(name))


# --------------------------------------------------------------------------------------- what a parser says


def test_void_elements_are_those_that_hold_nothing_of_what_follows() -> None:
    def is_empty(name: str) -> bool:
        node = body(f"<div><{name}>a</div>").css_first(name)
        assert node is not None, name
        return node.first_child is None

    # A parser keeps what is in a template elsewhere, moves a text out of a table, and reads `image` as `img`.
    tried = KNOWN - IGNORED - {"image", "table", "template"}
    assert names_with(tried, is_empty) == VOID & tried


def test_raw_text_elements_are_those_in_which_a_tag_is_text() -> None:
    tried = KNOWN - VOID - IGNORED - {"template"}
    assert names_with(tried, lambda name: body(f"<{name}><s>a</s></{name}>").css_first("s") is None) == RAW_TEXT


def test_closing_p_has_the_elements_that_no_parser_leaves_in_a_paragraph() -> None:
    tried = KNOWN - IGNORED - {"image"}
    assert names_with(tried, lambda name: body(f"<p>a<{name}>").css_first(f"p > {name}") is None) == CLOSING_P


def test_formatting_elements_are_those_that_a_parser_opens_again() -> None:
    def is_opened_again(name: str) -> bool:
        return (body(f"<div><{name}>a</div>b").inner_html or "").count(f"<{name}>") > 1

    assert names_with(KNOWN - VOID - RAW_TEXT - IGNORED - {"div"}, is_opened_again) == FORMATTING


def test_a_paragraph_may_stand_in_flow() -> None:
    for name in sorted(FLOW - TABLE - {"body"}):
        html = f"<{name}><p>a</p></{name}>"
        assert body(html).inner_html == html


# ---------------------------------------------------------------------------- what follows from each other


def test_every_element_of_a_table_is_known() -> None:
    for name, table in TABLES.items():
        assert table - HTML_AGAIN <= KNOWN, name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        *combinations(("BLOCKS", "CELLS", "INLINE", "EMBEDDED"), 2),
        *combinations(("VOID", "RAW_TEXT", "INLINE", "OPTIONAL_END"), 2),
        *combinations(("SILENT", "INLINE", "CELLS"), 2),
        ("SILENT", "BLOCKS"),
        ("CONTROLS", "INLINE"),
        ("LABELS", "CONTROLS"),
    ],
)
def test_no_element_is_both(one: str, other: str) -> None:
    assert not TABLES[one] & TABLES[other]


def test_what_is_a_part_of_another_table() -> None:
    assert CLOSING_P <= BLOCKS
    assert SPANS <= INLINE
    assert EDITS <= INLINE
    assert {"nobr"} == FORMATTING - INLINE
    assert {"noembed", "noframes"} == UNSEEN - SILENT
    assert EMPTY_RAW_TEXT <= RAW_TEXT
    assert PLAYER_PARTS <= VOID
    assert FLOW <= BLOCKS | CELLS


def test_every_element_that_an_article_may_have_is_of_one_kind() -> None:
    kinds = (BLOCKS, CELLS, INLINE, EMBEDDED, RUBY, VOID - EMBEDDED - BLOCKS, {"colgroup"})
    for name in sorted(TAGS):
        assert sum(name in kind for kind in kinds) == 1, name


def test_what_goes_with_its_content_is_never_allowed() -> None:
    assert not CONTENT_DROPPED & TAGS
    assert RAW_TEXT <= CONTENT_DROPPED


def test_an_article_may_have_no_silent_element_but_players_and_the_brackets_of_ruby() -> None:
    assert {"audio", "video", "rp"} == SILENT & TAGS


def test_an_end_that_may_be_missing_is_not_that_of_a_box() -> None:
    assert CELLS | {"body", "caption", "dd", "dt", "li"} == (FLOW | LI_LISTS) & OPTIONAL_END


def test_an_alternation_matches_each_name_and_no_other() -> None:
    pattern = re.compile(rf"<(?=[{first_letters(INLINE)}])(?:{alternation(INLINE)})(?=[\s>])")
    assert all(pattern.match(f"<{name}>") for name in INLINE)
    assert not any(pattern.match(f"<{name}>") for name in KNOWN - INLINE)


# ------------------------------------------------------------------------------- that there are no others

POLICY = {
    ("bodies/amp.py", "img anim video"): "the names of AMP's components",
    ("bodies/documents.py", "script style template"): "what a saved page holds beside its text",
    ("bodies/documents.py", "nav header footer"): "what stands around the article of a saved page",
    ("bodies/documents.py", "div ul section"): "what menus and boxes of a saved page are made of",
    ("cleaning/document.py", "script style template"): "what is no part of a page that people read",
    ("bodies/escaped.py", "html head body"): "with which an example of a page begins",
    ("bodies/escaped.py", "p br div"): "what editors put around lines of escaped text",
    ("bodies/torn_pages.py", "a img video"): "what bears the address of a page's own medium or link",
    ("cleaning/damage/paragraphs.py", "table rt var"): "what is no prose",
    ("cleaning/structure/emphasis.py", "b i s"): "which element takes the place of a style",
    ("cleaning/structure/emphasis.py", "b strong th"): "what looks bold without a style",
    ("cleaning/structure/emphasis.py", "i em cite"): "what looks italic without a style",
    ("cleaning/structure/emphasis.py", "s strike del"): "what looks struck without a style",
    ("cleaning/filters/hosts.py", "image subdocument frame"): "types of requests in lists of others",
    ("cleaning/filters/containers.py", "nav footer header"): "what a page has around its article",
    ("cleaning/filters/containers.py", "div section aside"): "boxes that say by their name whether they are the page's",
    ("cleaning/structure/gutters.py", "div p li"): "what may hold one line of code",
    ("cleaning/structure/gutters.py", "img a input"): "what no table of code has",
    ("cleaning/media/codes.py", "div section center"): "what sets a QR code apart from the text",
    ("cleaning/media/codes.py", "div section p"): "what holds a QR code and its line",
    ("cleaning/media/codes.py", "li dd dt"): "where a QR code belongs to something larger",
    ("cleaning/media/holders.py", "canvas div i"): "what may be empty inside a holder of a picture",
    ("cleaning/media/holders.py", "figure div span"): "what lazy loaders put a picture into",
    ("cleaning/media/twins.py", "figcaption li td"): "where two pictures are two",
    ("cleaning/repeated_title.py", "b strong a"): "what a line with the title may stand in",
    ("cleaning/conform.py", "h1 strike tt"): "which element takes the place of one that an article may not have",
    ("cleaning/conform.py", "image img picture"): "words that people write for want of a description",
    ("cleaning/original.py", "article post link"): "words of a sentence",
    ("cleaning/filters/evidence.py", "article post link"): "words of a sentence",
    ("cleaning/leftovers.py", "p div br"): "tags that people see where cleaning left them",
    ("cleaning/leftovers.py", "ul ol li"): "tags that people see where cleaning left them",
    ("article/formulas/__init__.py", "b i em"): "what the library for MathML writes into a text",
    ("article/sanitize/__init__.py", "svg math template"): "what attacks on sanitizers are made of",
    ("article/vocabulary.py", "a abbr audio"): "the allow-list",
    ("article/vocabulary.py", "a img source"): "the allowed attributes",
    ("article/vocabulary.py", "applet canvas datalist"): "what goes with its content",
    ("article/vocabulary.py", "code pre div"): "where the class of a language is allowed",
    ("article/vocabulary.py", "image video audio"): "kinds of media types",
    ("article/vocabulary.py", "span code img"): "where a class of ours is allowed",
    (
        "commands/checks/checking.py",
        "script style iframe",
    ): "what may act on a page: a check that shares nothing with cleaning",
    ("copies/evidence.py", "p br img"): "what every copy of an article has",
    ("commands/checks/blocking.py", "script style image"): "directives of the policy of a page",
    ("comparing/reading.py", "h1 h2 h3"): "the headings of a card",
    ("commands/hexo/renderers.py", "sub sup mark"): "names of plugins of markdown-it, not of elements",
    ("comparing/reading.py", "span time a"): "where a theme puts the details of a post",
    ("stages/clean.py", "pre table figcaption"): "what an excerpt leaves out",
}
"""Lists of elements that are decisions: module and first three names, and what is decided."""
_NAME = r"[a-z][a-z0-9]*"
_LISTED = re.compile(rf"{_NAME}(?:\|{_NAME}){{2,}}|{_NAME}(?:, ?{_NAME}){{2,}}")
_WORDS = re.compile(rf"\s*{_NAME}(?:\s+{_NAME}){{2,}}\s*")


def lists_in(module: Path) -> Iterator[list[str]]:
    """Every list of words that a module holds: a collection, the keys of a dictionary, an expression, a selector."""
    tree = ast.parse(module.read_text("utf-8"))
    comments = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        match node:
            case ast.Set(elts=parts) | ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.Dict(keys=parts):
                yield [part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)]
            case ast.Constant(value=str(text)) if id(node) not in comments:
                yield from (re.split(r"\||, ?", found) for found in _LISTED.findall(text))
                if _WORDS.fullmatch(text):
                    yield text.split()


def lists_of_elements() -> Iterator[tuple[str, str]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        module = path.relative_to(PACKAGE).as_posix()
        for words in lists_in(path) if module != "article/elements.py" else ():
            names = [word for word in words if word in KNOWN]
            if len(set(names)) >= 3 and 2 * len(names) > len(words):
                yield module, " ".join(words[:3])


def test_no_other_module_says_what_an_element_is() -> None:
    assert set(lists_of_elements()) == set(POLICY)


@pytest.mark.parametrize(
    "code",
    [
        'A = {"ul", "ol", "li"}',
        'A = frozenset({"ul", "ol", "li"})',
        'if tag in ("ul", "ol", "li"): pass',
        'A = {"ul": 1, "ol": 2, "li": 3}',
        'A = "ul ol li".split()',
        'A = re.compile(r"<(?:ul|ol|li)>")',
        'A = re.compile(rf"<(?:ul|ol|li|{B})>")',
        'nodes = body.css("ul, ol, li")',
        'nodes = body.css("ul,ol,li")',
    ],
)
def test_a_list_of_elements_is_found_in_any_form(tmp_path: Path, code: str) -> None:
    module = tmp_path / "a.py"
    module.write_text(f'"""A ul, ol, li."""\n{code}\n', "utf-8")
    assert [words for words in lists_in(module) if {"ul", "ol", "li"} <= set(words)] == [["ul", "ol", "li"]]
