"""Inline elements that contain blocks go into these blocks."""

from __future__ import annotations

import pytest

from generator.cleaning import structure
from tests.cleaning.drafts import after


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<b><div>a</div></b>", "<div><b>a</b></div>"),
        ("a <b>b<div>c <i>d</i></div> e</b> f", "a <b>b</b><div><b>c <i>d</i></b></div><b> e</b> f"),
        ("<code>a<p>b</p></code>", "<code>a</code><p><code>b</code></p>"),
        ("<b><i><div>a</div></i>b</b>", "<div><b><i>a</i></b></div><b>b</b>"),
        ("<b><b><div>a</div></b></b>", "<div><b>a</b></div>"),
        ('<b><a href="x"><div>a</div></a></b>', '<a href="x"><div><b>a</b></div></a>'),
        ("<i><ul>\n<li>a</li>\n<li>b</li></ul></i>", "<ul>\n<li><i>a</i></li>\n<li><i>b</i></li></ul>"),
        ('<b id="x"><p>a</p><p>b</p></b>', '<p><b id="x">a</b></p><p><b>b</b></p>'),
        (
            f'<i lang="en" title="x" class="{"x" * 25}"><p>a</p><p>b</p></i>',
            f'<p><i lang="en" title="x" class="{"x" * 25}">a</i></p><p><i lang="en">b</i></p>',
        ),
        ("<s><u><i><b><code><p>a</p></code></b></i></u></s>", "<p><i><b><code>a</code></b></i></p>"),
        ("<i><div><pre>a</pre></div></i>", "<div><pre><i>a</i></pre></div>"),
        ('<a href="x"><div>a</div></a><del><p>b</p></del>', '<a href="x"><div>a</div></a><del><p>b</p></del>'),
        ("<b><br><p>a</p><br>b</b>", "<p><b>a</b></p><b>b</b>"),
        ("<b><!-- more --><div>a</div></b>", "<!-- more --><div><b>a</b></div>"),
        ("<p><b>a</b> <i>b</i></p>", "<p><b>a</b> <i>b</i></p>"),
    ],
)
def test_blocks_are_never_inside_inline_elements_but_links_and_edits(body, expected):
    assert after(structure.apply, body) == expected
