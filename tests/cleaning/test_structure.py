"""Structure: each row of the catalogue of broken markup with an invented post that shows it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator.cleaning import structure
from tests.cleaning.drafts import CONFIG, after, counts, draft


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        # hidden
        ('<p>a</p><div style="color:red; DISPLAY : none">b<p hidden>c</p></div>', "<p>a</p>"),
        ('<div style="display:none">the whole post</div>', '<div style="display:none">the whole post</div>'),
        ('<p hidden>a</p><img src="a.png">', '<img src="a.png">'),
        # alignment
        ('<p style="text-align:center">a</p>', '<p style="text-align:center" class="align-center">a</p>'),
        ('<p class="x" align="RIGHT">a</p>', '<p class="align-right x" align="RIGHT">a</p>'),
        ('<p class="has-text-align-center">a</p>', '<p class="align-center has-text-align-center">a</p>'),
        ('<p class="x ql-align-right">a</p>', '<p class="align-right x ql-align-right">a</p>'),
        ('<p align="middle">a</p>', '<p align="middle" class="align-center">a</p>'),
        ('<p class="context-center text-centered">a</p>', '<p class="context-center text-centered">a</p>'),
        ('<p style="text-align:left">a</p>', '<p style="text-align:left">a</p>'),
        # items without a list
        ("<h3>a</h3><li>b</li>\n<li>c</li><p>d</p>", "<h3>a</h3><ul><li>b</li>\n<li>c</li></ul><p>d</p>"),
        ("<ul><li>a</li></ul>", "<ul><li>a</li></ul>"),
        ("<dd>a</dd>", "<div>a</div>"),
        # something else between the items of a list
        (
            '<ul><a href="x">a</a> b\n<li>c</li>\n<p>d</p><ul><i>e</i></ul></ul>',
            '<ul><li><a href="x">a</a> b\n</li><li>c</li>\n<li><p>d</p><ul><li><i>e</i></li></ul></li></ul>',
        ),
        ("<ol><br><li>a</li> <br> <li>b</li></ol>", "<ol><li>a</li>  <li>b</li></ol>"),
        ("<ul><!-- more --><li>a</li></ul>", "<ul><!-- more --><li>a</li></ul>"),
        ("<dl><dt>a</dt><dd>b</dd></dl>", "<dl><dt>a</dt><dd>b</dd></dl>"),
        # headings without words
        ('<h2 id="a"><b><img src="a.png" alt=""> </b></h2>', '<div id="a"><b><img src="a.png" alt=""> </b></div>'),
        ('<h2><img src="a.png" alt="旧"></h2>', '<h2><img src="a.png" alt="旧"></h2>'),
        ('<h2><img src="a.png"><i>a</i></h2>', '<h2><img src="a.png"><i>a</i></h2>'),
        # line breaks
        ("a<br><br>\n<br><br>b<br>c", "a<br><br>\nb<br>c"),
        # indents by hand
        ("<p>　　甲</p><p>\u00a0\u00a0\u00a0乙<br>　　丙</p>", "<p>甲</p><p>乙<br>　　丙</p>"),
        ("<p><span><strong>　　甲</strong></span></p>", "<p><strong>甲</strong></p>"),
        ("<pre>　　甲</pre>", "<pre>　　甲</pre>"),
        # blank lines between elements
        (
            "<p>a</p>\n\n  \n<p>b \n c</p><pre>\n\n \n<b>d</b>\n\n</pre>",
            "<p>a</p>\n<p>b \n c</p><pre>\n \n<b>d</b>\n\n</pre>",
        ),
        # empty wrappers
        ("<p>a</p><p> 　 </p><div><span></span></div><p><br></p>", "<p>a</p>"),
        ("<p>a<span><br></span>b</p>", "<p>a<br>b</p>"),
        ("<p>a</p><h3><b><br></b></h3><p><span><br></span></p><p>b</p>", "<p>a</p><p>b</p>"),
        ('<div><p><img src="a.png"></p></div>', '<div><p><img src="a.png"></p></div>'),
        ("<p><!-- more --></p>", "<p><!-- more --></p>"),
        ("<pre>a<span></span></pre>", "<pre>a</pre>"),
        # spans that mean nothing
        (
            '<p><span class="blue">a</span><font size="4">b</font><span lang="en">c</span></p>',
            '<p>ab<span lang="en">c</span></p>',
        ),
        ('<p>a<span class="VisuallyHidden">b</span>c</p>', "<p>a b c</p>"),
        (
            '<a href="https://e.org"><span class="invisible">https://</span>e.org</a>',
            '<a href="https://e.org">https://e.org</a>',
        ),
        # tables
        (
            "<table><tbody><tr><td></td><td></td></tr></tbody></table>",
            '<div class="table"><table><tbody><tr><td></td><td></td></tr></tbody></table></div>',
        ),
        (
            '<div class="table"><table><tbody><tr><td>a</td><td>b</td></tr></tbody></table></div>',
            '<div class="table"><table><tbody><tr><td>a</td><td>b</td></tr></tbody></table></div>',
        ),
        # header cells that name nothing
        (
            '<table><tr><th scope="col" colspan="2" align="right">\u00a0\u200b<br></th><th>a</th></tr></table>',
            '<div class="table"><table><tbody><tr><td colspan="2" align="right" class="align-right">&nbsp;\u200b</td>'
            "<th>a</th></tr></tbody></table></div>",
        ),
        (
            '<table><tr><th><img src="a.png" alt=""></th><th><b><img src="a.png" alt="b"></b></th></tr></table>',
            '<div class="table"><table><tbody><tr><td><img src="a.png" alt=""></td>'
            '<th><b><img src="a.png" alt="b"></b></th></tr></tbody></table></div>',
        ),
        (
            "<table><tr><th><table><tr><th></th><td>a</td></tr></table></th><td>b</td></tr></table>",
            '<div class="table"><table><tbody><tr><th><table><tbody><tr><td></td><td>a</td></tr></tbody></table></th>'
            "<td>b</td></tr></tbody></table></div>",
        ),
        # tables of one cell are frames
        ("<table><tbody><tr><td><p>a</p>b</td></tr></tbody></table>c", "<div><p>a</p>b</div>c"),
        ("<table><tr><td>a<table><tr><td>b</td></tr></table></td></tr></table>", "<div>a<div>b</div></div>"),
        ("<table><tbody><tr><td></td></tr></tbody></table>a", "a"),
        (
            "<table><caption>a</caption><tbody><tr><td>b</td></tr></tbody></table>",
            '<div class="table"><table><caption>a</caption><tbody><tr><td>b</td></tr></tbody></table></div>',
        ),
        # code
        (
            '<pre><code><span class="hljs-keyword">let</span> a<i class="copy-btn">复制代码</i></code></pre>',
            '<pre class="highlight"><code><span class="k">let</span> a</code></pre>',
        ),
        # code that Markdown tore at a blank line
        (
            "<pre><code>f() {\n\n<pre><code>g(&amp;#123;&amp;#125;)\n</code></pre><p>}</p></code></pre>",
            "<pre><code>f() {\n\n    g({})\n}\n</code></pre>",
        ),
        ("<pre>&amp;#123;</pre>", "<pre>&amp;#123;</pre>"),
        ('<pre><span class="token string">"a"</span></pre>', '<pre class="highlight"><span class="s">"a"</span></pre>'),
    ],
)
def test_structure_is_mended(written: str, expected: str) -> None:
    assert after(structure.apply, written) == expected


def test_a_long_hidden_block_stays_as_a_script_may_have_shown_it() -> None:
    article = "a line of the article. " * 20
    written = f'<p>a</p><div style="display: none"><p>{article}</p></div>'
    assert "a line of the article" in after(structure.apply, written)
    assert ">c<" in after(structure.apply, '<p>a</p><div style="visibility: hidden">c</div>')


def test_repairs_are_counted_by_rule() -> None:
    post = draft("<p hidden>a</p><p></p><p></p><table><tr><th></th><th>a</th></tr></table>b<br><br><br>")
    structure.apply(post)
    assert counts(post) == {
        "structure:hidden": 1, "structure:breaks": 3, "structure:empty": 2, "structure:table": 1
    }  # fmt: skip


def test_each_rule_can_be_switched_off() -> None:
    written = "<h2>t</h2><p hidden>a</p><li>b</li><p></p><br><br><br><p>　c<span>d</span></p><table></table>"
    off = tuple(f"structure:{rule}" for rule in structure.RULES)
    assert after(structure.apply, written, title="t", config=replace(CONFIG, off=off)) == after(lambda _: None, written)


def test_nested_wrappers_do_not_recurse() -> None:
    assert after(structure.apply, "<div>" * 2_000 + "a").endswith("</div>")
    assert after(structure.apply, "<span>" * 2_000 + "a") == "a"
    assert after(structure.apply, "<div>" * 2_000) == ""


def test_code_torn_within_torn_code_is_joined_once() -> None:
    body = "<pre><code>a\n<pre><code>b\n<pre><code>c</code></pre><p>d</p></code></pre><p>e</p></code></pre>"
    result = after(structure.apply, body)
    assert result.count("<pre") == 1
    assert "<p>" not in result
    beside = after(structure.apply, "<pre>a<pre>b<pre>c</pre></pre><p>d</p><p>e</p></pre>")
    assert beside == "<pre>a    bcd\ne\n</pre>"


def test_frames_in_each_other_are_taken_off_but_not_one_around_a_real_table() -> None:
    frame = "<table><tr><td>{}</td></tr></table>"
    assert "<table>" not in after(structure.apply, frame.format(frame.format("a")))
    real = "<table><tr><td>a</td><td>b</td></tr></table>"
    assert after(structure.apply, frame.format(real)).count("<table>") == 2
