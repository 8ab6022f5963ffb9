"""The tree of a body: what is read is what a parser read, and whatever is done to it, its links agree."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from generator.article.nodes import COMMENT, TEXT, Node, as_parsed, below, read_body, write_body
from tests.sizes import examples

SOUP = (
    "<p>|</p>|<div class='a b'>|</div>|<b>|</b>|<i x=\"1&quot;<>&amp;\">|</i>|<br>|<table>|<tr>|<td>|</table>|<!--x-->"
    "|<!-->|<pre>\n|</pre>|<style>a>b&amp;|</style>|<script>1<2|</script>|<textarea>|</textarea>|<xmp>|</xmp>|<plaintext>|<ul>|<li>"
    "|<a href=x>|</a>|<img src='&#x3c;' alt>|&lt;b&gt;|&nbsp;|& |<?php x ?>|<iframe>|</iframe>|<noscript>|</noscript>"
    '|<q"=1 <>|<svg viewBox=0>|</svg>|<select>|<option>|</select>|<body class=z>|字| |\n'
).split("|")
BODIES = st.lists(st.sampled_from(SOUP), max_size=20).map("".join)


def parsed(html: str) -> str:
    body = LexborHTMLParser(f"<!DOCTYPE html><html><head></head><body>{html}</body></html>").body
    assert body is not None
    return body.inner_html or ""


def assert_linked(body: Node) -> None:
    """Each node and its neighbours, parent and children say the same of each other."""
    for node in body.walk():
        children = node.children()
        assert [child.parent for child in children] == [node] * len(children)
        assert [child.prev for child in children] == [None, *children][: len(children)]
        assert [child.next for child in children] == [*children[1:], None][: len(children)]
        assert (node.first_child, node.last_child) == ((children[0], children[-1]) if children else (None, None))


@examples(500)
@given(BODIES)
def test_a_body_is_written_as_its_parser_writes_it(html: str) -> None:
    body = read_body(html)
    assert write_body(body) == parsed(html)
    assert_linked(body)


@given(BODIES)
def test_a_parser_has_the_same_elements_and_texts(html: str) -> None:
    body = read_body(html)
    parser, natives = as_parsed(body)
    assert parser.body is not None
    assert natives.keys() == {body, *body.elements()}
    assert parser.body.text() == body.text()


@examples(300)
@given(BODIES, st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50), st.integers(0, 6)), max_size=10))
def test_changes_leave_a_tree_whose_links_agree(html: str, changes: list[tuple[int, int, int]]) -> None:
    body = read_body(html)
    for at, to, change in changes:
        nodes = body.walk()[1:]
        if not nodes:
            break
        node, other = nodes[at % len(nodes)], nodes[to % len(nodes)]
        if change == 0:
            node.remove()
        elif change == 1:
            node.unwrap()
        elif change == 2:
            node.wrap(Node("div"))
        elif change == 3:
            node.replace_with("text")
        elif node is not other and node not in other.ancestors():
            (other.insert_before, other.insert_after, other.append)[change - 4](node)
        assert_linked(body)


def test_a_node_that_was_taken_out_can_still_be_read() -> None:
    body = read_body("<p>a<b>b</b></p>c")
    paragraph = body.first("p")
    assert paragraph is not None
    paragraph.remove()
    assert paragraph.text() == "ab"
    assert write_body(body) == "c"
    body.append(paragraph)
    assert write_body(body) == "c<p>a<b>b</b></p>"


def test_what_an_element_held_stands_in_its_place() -> None:
    body = read_body("<p>a<b>b<i>c</i></b>d</p>")
    for node in body.elements("b", "i"):
        node.unwrap()
    assert write_body(body) == "<p>abcd</p>"
    assert [node.tag for node in body.walk()] == ["body", "p", TEXT, TEXT, TEXT, TEXT]


def test_an_element_gets_another_name_and_keeps_what_is_named() -> None:
    body = read_body('<center class="a" onclick="b"><i>c</i></center>')
    body.elements("center")[0].rename("div", frozenset({"class"}))
    assert write_body(body) == '<div class="a"><i>c</i></div>'


def test_what_stands_in_a_template_is_text() -> None:
    body = read_body('<template a="1>2"><p>a<template>b</template></p></template>')
    (template,) = body.elements()
    assert template.text() == "<p>a<template>b</template></p>"
    assert write_body(body) == '<template a="1&gt;2"><p>a<template>b</template></p></template>'


def test_nodes_below_others_are_found_once() -> None:
    body = read_body("<div><p><b></b></p></div><i></i><p></p>")
    assert sorted(node.tag for node in below(body.elements("div", "p"))) == ["b", "p"]


def test_all_kinds_of_nodes_are_told_apart() -> None:
    body = read_body("a<!--b--><?c ?><p>")
    assert [node.tag for node in body.walk()] == ["body", TEXT, COMMENT, "-other", "p"]
    assert [node.is_element for node in body.walk()] == [True, False, False, False, True]
    assert body.text() == "a"


@pytest.mark.parametrize("unit", ["<div>", "<b>", "<ul><li>"])
def test_deep_nesting_is_read_changed_and_written_without_recursion(unit: str) -> None:
    body = read_body(unit * 5_000 + "deep")
    assert body.text() == "deep"
    for node in reversed(body.elements()):
        node.unwrap()
    assert write_body(body) == "deep"
