"""Bodies as scrapers left them, through all of reading and cleaning: open, surplus, torn, never escaped."""

from __future__ import annotations

import re

import pytest

from tests.cleaning.drafts import written
from tests.forms.posts import published

_IDS = re.compile(r' id="h-[^"]*"')


def article(body: str) -> str:
    """What stands in the article, without the wrapper that the script put around it."""
    source = f"---\ntitle: 雾中的灯\ndate: 2021-03-01\n---\n\n<div>{body}</div>"
    whole = written(published(source)).strip()
    assert (whole[:5], whole[-6:]) == ("<div>", "</div>")
    return _IDS.sub("", whole[5:-6].strip())


BROKEN = {
    "an open paragraph": ("<p>灯<p>雾", "<p>灯</p><p>雾</p>"),
    "an open bold": ("<p><b>灯</p><p>雾</p>", "<p><b>灯</b></p><p><b>雾</b></p>"),
    "an open div": ("<div><p>灯</p>", "<div><p>灯</p></div>"),
    "a surplus end of a div": ("<div>灯</div></div><div>雾</div>", "<div>灯</div></div><div>雾"),
    "a surplus end of a paragraph": ("灯</p>雾", "灯<br>雾"),
    "a surplus end of an item": ("<ul><li>灯</li></li><li>雾</li></ul>", "<ul><li>灯</li><li>雾</li></ul>"),
    "ends in the wrong order": ("<p><b><i>灯</b></i></p>", "<p><b><i>灯</i></b></p>"),
    "a list that is never closed": ("<ul><li>灯<li>雾", "<ul><li>灯</li><li>雾</li></ul>"),
    "a list beside an item in a list": (
        "<ul><li>灯</li><ul><li>雾</li></ul></ul>", "<ul><li>灯<ul><li>雾</li></ul></li></ul>"
    ),
    "an item after a heading": ("<h3>灯</h3><li>雾</li><li>船</li>", "<h2>灯</h2><ul><li>雾</li><li>船</li></ul>"),
    "a cell without a table": ("<td>灯</td><td>雾</td>", "灯雾"),
    "text between rows": ("<table>灯<tr><td>雾</td></tr></table>", "灯<div>雾</div>"),
    "a table that is never closed": (
        "<table><tr><th>灯<th>雾<tr><td>1<td>2",
        '<div class="table"><table><tbody><tr><th>灯</th><th>雾</th></tr>'
        "<tr><td>1</td><td>2</td></tr></tbody></table></div>",
    ),
    "a block in a paragraph": ("<p>灯<div>雾</div>船</p>", "<p>灯</p><div>雾</div>船"),
    "a link in a link": (
        '<a href="https://z.example/1">灯<a href="https://z.example/2">雾</a></a>',
        '<a href="https://z.example/1" rel="noopener nofollow">灯</a>'
        '<a href="https://z.example/2" rel="noopener nofollow">雾</a>',
    ),
    "a tag that is never ended": ("<p>灯</p><p class=", "<p>灯</p>"),
    "an angle bracket alone": ("<p>3 < 5 和 7 > 2</p>", "<p>3 &lt; 5 和 7 &gt; 2</p>"),
    "a heart": ("<p>灯 <3 雾</p>", "<p>灯 &lt;3 雾</p>"),
    "an ampersand alone": ("<p>灯 & 雾 &amp; 船 &nosuch;</p>", "<p>灯 &amp; 雾 &amp; 船 &amp;nosuch;</p>"),
    "a doubled escape": ("<p>灯 &amp;amp; 雾</p>", "<p>灯 &amp; 雾</p>"),
    "a comment that is never closed": ("<p>灯</p><!-- 雾", "<p>灯</p> 雾"),
    "a CDATA section": ("<p>灯<![CDATA[雾]]>船</p>", "<p>灯船</p>"),
    "a processing instruction": ('<?xml version="1.0"?><p>灯</p>', "<p>灯</p>"),
    "a whole page": (
        "<html><head><title>雾</title></head><body><p>灯</p></body></html>", "<p>灯</p>"
    ),
    "tags in capitals": ("<P>灯<BR>雾</P>", "<p>灯<br>雾</p>"),
    "tags that end themselves": ("<p>灯<br/>雾<b/>船</p>", "<p>灯<br>雾<b>船</b></p>"),
    "unknown elements": ("<p><lamp-box>灯</lamp-box></p><o:p>雾</o:p>", "<p>灯</p>雾"),
    "frames of another time": ("<noframes>灯</noframes><center>雾</center>", '<div class="align-center">雾</div>'),
    "a marquee": ("<marquee>灯</marquee><blink>雾</blink>", "<div>灯</div>雾"),
    "quotes inside an attribute": ('<p title="他说"灯"了">雾</p>', '<p title="他说">雾</p>'),
    "an attribute without an end": ('<p title="船>灯</p><p>雾</p>', '<p title="船">灯</p><p>雾</p>'),
    "attributes without blanks": ('<p class="a"id="b"style="c">灯</p>', "<p>灯</p>"),
    "template braces": ("<p>{{ 灯 }} {% 雾 %} {# 船 #}</p>", "<p>{{ 灯 }} {% 雾 %} {# 船 #}</p>"),
    "hidden braces": ("<p>&#123;&#123; 灯 &#125;&#125;</p>", "<p>{{ 灯 }}</p>"),
    "code without escaping": (
        "<pre><code>if a <b && c> d: List<Lamp> x;</code></pre>",
        "<pre><code>if a &lt;b &amp;&amp; c&gt; d: List&lt;Lamp&gt; x;</code></pre>",
    ),
    "code with a blank line": ("<pre><code>灯\n\n    雾\n</code></pre>", "<pre><code>灯\n\n    雾\n</code></pre>"),
    "code that a converter tore": (
        "<pre><code>void a() {\n    b();\n\n<pre><code>c();\n</code></pre><p>}</p></code></pre>",
        "<pre><code>void a() {\n    b();\n\n    c();\n}\n</code></pre>",
    ),
    "what looks like Markdown": (
        "<p>灯</p>\n\n    雾\n\n# 船\n\n> 桥\n\n1. 一",
        "<p>灯</p>\n\n    雾\n\n# 船\n\n&gt; 桥\n\n1. 一",
    ),
    "indentation deeper than code": (
        "<ul>\n\n            <li>灯</li>\n\n            <li>雾</li>\n</ul>", "<ul>\n<li>灯</li>\n<li>雾</li>\n</ul>"
    ),
    "an empty body in many wrappers": ("<div><section><p> </p><p>&nbsp;</p></section></div>灯", "灯"),
    "a heading in a link": (
        '<a href="https://z.example/1"><h2>灯</h2></a>',
        '<a href="https://z.example/1" rel="noopener nofollow"><h2>灯</h2></a>',
    ),
    "levels that jump": ("<h1>灯</h1><h5>雾</h5>", "<h2>灯</h2><h3>雾</h3>"),
    "the title as a heading": ("<h2>雾中的灯</h2><p>灯</p>", "<p>灯</p>"),
    "the title in bold": ("<p><strong>雾中的灯</strong></p><p>灯</p>", "<p>灯</p>"),
    "a definition list": ("<dl><dt>灯<dd>雾</dl>", "<dl><dt>灯</dt><dd>雾</dd></dl>"),
    "ruby": ("<ruby>灯<rt>deng</rt></ruby>", "<ruby>灯<rt>deng</rt></ruby>"),
}  # fmt: skip


@pytest.mark.parametrize("form", BROKEN)
def test_a_broken_body_becomes_what_it_was_meant_to_be(form: str) -> None:
    body, expected = BROKEN[form]
    assert article(body) == expected
