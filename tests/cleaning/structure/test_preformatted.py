"""Blocks inside of code are lines of it, or leave it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator.cleaning import structure
from tests.cleaning.drafts import CONFIG, after, counts, draft


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        # A line of code in each block, as editors write them.
        ("<pre><div>a</div><div>  b</div></pre>", "<pre>a\n  b</pre>"),
        ("<pre>\n<p>a</p>\n<p>b</p>\n</pre>", "<pre>a\nb\n</pre>"),
        ("<pre>a<div>b</div>c</pre>", "<pre>a\nb\nc</pre>"),
        ("<pre><div>a</div><div><br></div><div>b</div></pre>", "<pre>a\n<br>b</pre>"),
        ("<pre><div><div>a</div><div>b<br></div></div>c</pre>", "<pre>a\nb<br>c</pre>"),
        ("<pre><code>a<p>b</p>c</code></pre>", "<pre><code>a\nb\nc</code></pre>"),
        (
            '<pre><code class="x">a</code><p></p>\n<code>b</code></pre>',
            '<pre><code class="x">a</code>\n<code>b</code></pre>',
        ),
        ("<pre>a<img src=x.png><div>b</div></pre>", '<pre>a<img src="x.png">\nb</pre>'),
        ("<pre><div><!-- x -->a</div></pre>", "<pre><!-- x -->a</pre>"),
        ('<pre><a href="x"><div>a</div><div>b</div></a></pre>', '<pre><a href="x">a\nb</a></pre>'),
        # Paragraphs and other blocks after code that was never closed.
        ("<pre>a\n b<p>c</p><p>d</p></pre>", "<pre>a\n b</pre><p>c</p><p>d</p>"),
        ("<pre>a<h2>b</h2>c\n d<ul><li>e</li></ul></pre>", "<pre>a</pre><h2>b</h2><pre>c\n d</pre><ul><li>e</li></ul>"),
        ("<pre><b>a</b> b<div><p>c</p></div></pre>", "<pre><b>a</b> b</pre><div><p>c</p></div>"),
        ("<pre><hr>\na\n<hr>\n</pre>", "<hr><pre>a\n</pre><hr>\n"),
        (
            '<pre id="x"><ul><li>a</li></ul><p id="y">b</p></pre>',
            '<ul id="x"><li>a</li></ul><p id="y">b</p>',
        ),
        (
            '<pre id="x" class="language-c" title="y">a<h2>b</h2>c</pre>',
            '<pre id="x" class="language-c" title="y">a</pre><h2>b</h2><pre class="language-c">c</pre>',
        ),
        (
            "<pre><code>a\n<h2>b</h2>\nc</code></pre>",
            "<pre><code>a\n</code></pre><h2><code>b</code></h2><pre><code>\nc</code></pre>",
        ),
        ('<pre>a<a href="x"><h2>b</h2></a></pre>', '<pre>a</pre><a href="x"><h2>b</h2></a>'),
        (
            "<pre>a<blockquote><pre>b<div>c</div></pre></blockquote></pre>",
            "<pre>a</pre><blockquote><pre>b\nc</pre></blockquote>",
        ),
        ("<pre><h2>a</h2>\n  <b>b</b> c</pre>", "<h2>a</h2>\n<pre>  <b>b</b> c</pre>"),
        ("<div>a\n  <pre>b<h2>c</h2></pre></div>", "<div>a\n  <pre>b</pre><h2>c</h2></div>"),
        ("<div><i>a</i>  <pre>b<h2>c</h2></pre></div>", "<div><i>a</i>  <pre>b</pre><h2>c</h2></div>"),
        ("<pre>a<b>b</b><br>c</pre>", "<pre>a<b>b</b><br>c</pre>"),
    ],
)
def test_code_holds_no_blocks(body: str, expected: str) -> None:
    assert after(structure.apply, body, config=replace(CONFIG, off=("structure:code",))) == expected


def test_code_without_blocks_is_counted_once_for_each() -> None:
    post = draft("<pre><div>a</div><div>b</div></pre><pre>a<p>b</p></pre><pre>a</pre>")
    structure.apply(post)
    assert counts(post) == {"structure:nesting": 2}


def test_blocks_stay_in_code_if_the_rule_is_off() -> None:
    written = "<pre>a<p>b</p></pre>"
    assert after(structure.apply, written, config=replace(CONFIG, off=("structure:nesting",))) == written
