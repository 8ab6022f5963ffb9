"""A draft between two steps: what one step leaves for the next is the tree as it is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from generator.cleaning import STEPS
from generator.cleaning.draft import Outline, read_outline
from tests.cleaning.filter_drafts import draft_of

PARTS = [
    "\n",
    "word",
    "<!--x-->",
    "<!--more-->",
    "<?php ?>",
    '<img src="a.png" title="a.png" width="1.5px" height="30" loading="eager">',
    '<img src="/a/1px.gif" width=1 height=1>',
    '<img data-src="https://a.example/b.png">',
    '<img srcset="c.png 2x">',
    "<img>",
    '<a href="b">',
    '<a href="https://a.example/?utm_source=x">',
    '<a href="javascript:x">',
    '<p style="x" onclick="y">',
    "<h1>",
    "</p>",
    "</a>",
    "<picture><source srcset=a.png>",
    "<video src=a.mp4>",
    "<noscript>",
    "</noscript>",
    "<iframe src=https://a.example/>",
    "</iframe>",
    "<style>p",
    "</style>",
    "<template><p>",
    "</template>",
    "<svg><title>",
    "<math>",
    "<input type=checkbox>",
    "<br>",
]


RULES = "##h1\n##img[src^=c]\n##p:remove-attr(style)\n#comment /x/"


def described(outline: Outline) -> list[tuple[object, ...]]:
    return [(node.mem_id, tag, dict(attributes), text) for node, tag, attributes, text in outline]


@given(st.lists(st.sampled_from(PARTS), max_size=12), st.sampled_from([RULES, "##nothing", ""]))
def test_a_step_leaves_an_outline_only_of_the_tree_as_it_is(parts, rules):
    post = draft_of("".join(parts), rules)
    for step in STEPS:
        step.apply(post)
        # What the step left; else it is read now, and right.
        left = post.outline()
        assert described(left) == described(read_outline(post.body))
        post.leave(left)


def test_an_outline_is_given_once():
    post = draft_of("<p>a</p>", "")
    outline = post.outline()
    post.leave(outline)
    assert post.outline() is outline
    assert post.outline() is not outline
