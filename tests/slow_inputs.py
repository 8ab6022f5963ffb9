"""Sources built to be slow: each just below the limits on size, or above one on work, for one part of the program."""

from __future__ import annotations

from collections.abc import Mapping

from tests.sizes import IS_LONG

SCALE = 1.0 if IS_LONG else 0.05
"""How much of the largest size the ordinary run takes."""


def times(text: str, count: int) -> str:
    return text * int(count * SCALE)


def html(body: str, head: str = "") -> str:
    return f"---\ntitle: Slow\ndate: 2024-01-01\nmarkup: html\n{head}---\n{body}\n"


def markdown(body: str) -> str:
    return f"---\ntitle: Slow\ndate: 2024-01-01\nmarkup: markdown\n---\n{body}\n"


def text(body: str) -> str:
    return f"---\ntitle: Slow\ndate: 2024-01-01\nmarkup: text\n---\n{body}\n"


def sources() -> Mapping[str, str]:
    """Text of each source by what it is to slow down."""
    link = '<a href="https://a.example/x">x</a>'
    return {
        "bleach-siblings": html("javascript: " + times("<p><b>x</b>", 30_000)),
        "bleach-frames": html(times("<embed src=https://a.example/x>", 40_000)),
        "bleach-items": html("<svg></svg><ul>" + times(f"<li>{link}</li>", 20_000) + "</ul>"),
        "bleach-cells": html("<svg></svg><table><tr>" + times("<td><i>x</i></td>", 20_000)),
        "bleach-references": html("javascript: " + times("a &amp; b ", 45_000)),
        "bleach-depth": html("<svg></svg>" + "<div>" * 500 + times("x<br>", 50_000)),
        "formatting": html(times("<b><i><u><p>x", 8_000)),
        "formatting-attributes": html(times('<font color="a" face="b"><p>x', 8_000)),
        "tables-in-tables": html(times("<table><tr><td>", 160) + "x"),
        "text-in-tables": html("<table>" + times("x<tr>", 40_000)),
        "links-in-links": html(times('<a href="https://a.example/">', 30_000)),
        "lists-in-a-list": html("<ul>" + times("\n<ul>t</ul>\n", 30_000)),
        "empty-lists-in-a-list": html("<ul>" + times(" <ul> </ul> ", 30_000)),
        "pictures-in-lists": html(times("<ul>", 450) + times('<ul><img src="https://a.example/x.png"></ul>', 24_000)),
        "unclosed-lists": html(times("<ul><li>x", 240)),
        "empty-elements": html(times("<p></p><div></div><span></span>", 25_000)),
        "heading-levels": html(times("<h3>x</h3><h6>y</h6><h4>z</h4>", 15_000)),
        "breaks": html(times("<br>", 90_000)),
        "blanks": html("<p>" + times("&nbsp;\u3000 ", 100_000) + "</p>"),
        "pictures-of-picture": html(
            "<picture>" + times('<source srcset="javascript:x"><img src="javascript:x">', 40_000) + "</picture>"
        ),
        "pictures": html(times('<img src="https://a.example/x.png" data-src="y">', 30_000)),
        "lazy-attributes": html(
            "<img " + times('data-a="/x/a.png" ', 900) + ">" + times("<img data-b=/x/b.png>", 20_000)
        ),
        "holders": html(times("<div data-src=/x.png>", 450) + times("<div data-src=/x.png></div>", 20_000)),
        "backgrounds": html(times('<div style="' + "background:" * 150 + '"></div>', 1_000)),
        "twins": html(times('<img src="/photo-1x1.jpg"><noscript><img src="/photo.jpg"></noscript>', 15_000)),
        "containers": html(times('<div class="entry-content">x</div><div class="share">y</div>', 20_000)),
        "marks-in-disorder": html("<p>x" + times("\u0300\u0323", 200_000)),
        "one-character": html("<p>" + times("渡", 300_000)),
        "damage-questions": html("<p>" + times("?渡", 150_000) + "</p>" + times("?", 100_000) + times("(", 100_000)),
        "damage-readings": html(times("<p>國(guó)</p>", 20_000) + times("<b>國</b><i>(guó)</i>", 20_000)),
        "damage-bytes": html("<p>" + times("Ã¤", 100_000) + "</p><p>" + times("鑰佹浮鑰x", 50_000) + "</p>"),
        "damage-parts": html("<p>" + times("鑰佹浮鍙渡", 60_000) + "</p><p>" + times("鑰佹浮\ufffd", 60_000) + "</p>"),
        "damage-lost": html(times("<p>\ufffd渡口木船</p>", 20_000) + times("渡口木船", 50_000) + "\ufffd"),
        "damage-references": html("<p>" + times("&amp;amp;", 90_000) + "</p>"),
        "damage-mentions": html(
            "<p>" + times("'&amp;lt;", 50_000) + times("&amp;", 50_000) + times("typ ", 50_000) + "</p>"
        ),
        "closing-words": html(times("<p>Like</p><p>Share</p><p>Save</p><p>x</p>", 15_000)),
        "frames-with-titles": html(
            times('<p><a href="/x">x</a></p><iframe src="https://a.example/x" title="video">', 9_000)
        ),
        "line-numbers": html("<pre>" + times('<span class="ln">', 500) + times("1 ", 100_000)),
        "line-number-tables": html(
            times('<table><tr><td class="gutter">1<td class="code"><pre>x</pre></table>', 9_000)
        ),
        "lists-of-code": html(times('<ol class="dp-c"><li>x', 240) + times("<li>y", 20_000)),
        "numbers-by-colour": html("<pre>" + times('<span style="color:red">1</span> x\n', 20_000)),
        "drawings": html(times("<figure><svg><text>x</text></svg></figure>", 15_000)),
        "drawings-in-drawings": html("<figure>" + times("<svg>", 480) + times("<text>x</text>", 20_000)),
        "codes": html(times("<div>", 480) + times('<img src="/qr.png">', 10) + times("<p>扫码关注</p>", 20_000)),
        "data-pictures": html(times('<img src="data:image/png;base64,' + "A" * 5_000 + '">', 300)),
        "data-without-end": html(times("<img src=data:image/png;base64,", 40_000)),
        "srcset": html('<img src="a.png" srcset="' + times("https://a.example/x.png 1x, ", 6_000) + '">'),
        "one-attribute": html('<p title="' + times("x", 60_000) + '">x</p>'),
        "attributes": html("<p " + times("a=b ", 1_000) + ">x</p>"),
        "quotes": html(times("<p title='\">", 30_000)),
        "brackets": html(times("<", 400_000)),
        "signs": html(times("a<b 且 ", 60_000)),
        "signs-without-end": html(times("<b 且", 90_000)),
        "comments": html(times("<!--", 90_000)),
        "declarations": html(times("<![CDATA[", 40_000)),
        "iframes-without-end": html(times("<iframe>", 45_000) + "</iframe>"),
        "scripts-without-end": html(times("<script ", 45_000)),
        "titles-without-end": html(times("<title>x", 45_000)),
        "objects-without-end": html(times("<object data=x><param name=a>", 25_000)),
        "videos-without-end": html(times("<video><source src=a>", 30_000)),
        "selects": html(times("<select><option>x", 30_000)),
        "amp": html(times('<amp-img src="https://a.example/x.png">', 25_000)),
        "amp-without-end": html(times("<amp-youtube data-videoid", 25_000)),
        "anchors": html(times('<a id="x"></a><a href="#x">y</a>', 18_000)),
        "anchors-in-empty-blocks": html(times('<p><a name="x"></a></p><a href="#x"></a>', 18_000) + "x"),
        "relative-addresses": html(
            times('<img src="a" srcset="b 1x, c 2x"><a href="?d">e</a>', 12_000),
            f"link: https://a.example/{'x/' * 1_500}\n",
        ),
        "links-to-places": html(times('<a href="../#x">y</a>', 30_000) + "<p id=x>z", "link: https://a.example/b/c\n"),
        "comments-at-the-start": text(times("<!--a-->", 90_000) + "x").replace("markup: text\n", ""),
        "escaped-once": text(times("&lt;p&gt;x&lt;/p&gt;", 90_000)).replace("markup: text\n", ""),
        "escaped-unmatched": text(times("&lt;b&gt;&lt;/i&gt;", 60_000)).replace("markup: text\n", ""),
        "torn-pages": html("<p>x</p>" + times("<pre><code> &lt;/p&gt;&lt;p&gt;x</code></pre>", 20_000)),
        "links-of-headings": html("<h2>x" + times('<a href="#x">#</a>', 25_000) + "</h2>"),
        "styles": html(times('<span style="font-weight:bold">x</span>', 30_000)),
        "nested-styles": html(times('<span style="font-weight:bold">x', 240)),
        "document-menus": html("<html>" + "<nav>" * 400 + times("<br><header>x</header>", 15_000)),
        "document-articles": html("<html><title>x</title>" + times("<article><h1>x</h1>y</article>", 15_000)),
        "document-articles-in-articles": html("<html><main>" + "<article><h1>x" * 200 + times("<p>x</p>", 20_000)),
        "document-metas": html("<html>" + times("<meta name=author content=x>", 40_000) + "<p>x"),
        "document-data": html("<html><script type=application/ld+json>" + times("[", 90_000) + "</script><p>x"),
        "document-authors": html("<html>" + "<p itemprop=author>" + times("<i rel=author><b>x</b></i>", 20_000)),
        "headings": html(times("<h2>Same</h2>", 25_000)),
        "hidden": html(times('<div style="display:none">x</div>', 25_000)),
        "code": html(times("<pre><code>", 250) + times("<x y>", 20_000)),
        "unknown-elements": html(times("<x-y>", 500) + times("<x-z>a</x-z>", 20_000)),
        "numbers": html(times("9" * 5000 + " ", 200)),
        "one-line": html(times("港", 1_500_000)),
        "one-letter": html(times("a", 1_500_000)),
        "ampersands": html(times("&", 49_000)),
        "original": html(times("原文链接：", 100_000)),
        "addresses": html(times("https://a.example/b ", 60_000)),
        "code-in-code": html("<pre>x" + times("<pre>y</pre>", 49_000)),
        "paragraphs-in-code": html("<pre>x" * 500 + times("<p>y</p>", 48_000)),
        "blocks-in-code": html("<pre>" + "<div>" * 480 + times("<div>x</div>", 20_000)),
        "headings-in-code": html('<pre class="language-c">' + times("x<h2>y</h2>", 15_000)),
        "code-in-headings-in-code": html(times("<pre>x<h2>y", 240) + times("<p>z</p>", 20_000)),
        "paragraphs-in-frames": html("<table><tr><td>" * 150 + times("<p>x", 95_000)),
        "paragraphs-in-spans": html("<span>" * 500 + times("<p>x", 95_000)),
        "unclosed-code": html(times("<code>", 60_000) + "</code>"),
        "greater-than": html("<p>javascript: " + times(">", 1_900_000)),
        "no-break-spaces": html("<p>javascript: " + times("\u00a0x", 900_000)),
        "markdown-footnote": markdown("[^1]: y\n\n" + times("x[^1]\n\n", 14_000)),
        "markdown-fences": markdown(times("~~~\n````\n", 180_000)),
        "markdown-signs": markdown("x\n\n" + times("*a* [b](c) `d`\n\n", 29_000)),
        "markdown-two-lists": markdown(times("1. a\n- b\n", 14_000)),
        "text-ampersands": text(times("https://a.example/?" + "&a=" * 5_000 + "\n", 120)),
        "text-ligatures": text(times("\ufdfa", 1_900_000)),
        "more": html(times("<!-- more -->", 60_000)),
        "markdown-stars": markdown(times("*a **b ", 20_000)),
        "markdown-brackets": markdown(times("[", 20_000)),
        "markdown-quotes": markdown(times("> ", 2_000) + "x"),
        "markdown-lists": markdown("\n".join("  " * (number % 40) + "- x" for number in range(int(8_000 * SCALE)))),
        "markdown-tables": markdown("|a|b|\n|-|-|\n" + times("|x|y|\n", 20_000)),
        "markdown-code": markdown("```python\n" + times("x = '''\n", 20_000) + "```"),
        "markdown-marks": markdown(times("==a ~~b x^1+ y~2 ", 12_000)),
        "markdown-callouts": markdown("::: note\n" * 12 + times("!!! tip\n    > [!NOTE]\n    > a\n\n", 2_000)),
        "markdown-colons-without-end": markdown(times("::: note a\n\n:: b\n\n", 8_000)),
        "markdown-labels": markdown(times("```js {1-9999,1-9999} title={ a=b\nx\n```\n", 4_000)),
        "markdown-marked-code": markdown(times("```js {" + "1-9999," * 140 + "}\n" + "\n" * 1_900 + "```\n", 600)),
        "markdown-numbered-code": markdown("```js linenums {1-9999}\n" + times("\n", 1_900) + "```\n"),
        "markdown-pictures": markdown(times("![a](b =1x ![a|1](c){ ", 8_000)),
        "details": html(
            times("<details><summary>x</summary>", 240) + times("<details><summary></summary>y</details>", 9_000)
        ),
        "summaries": html(times("<details><div><p><summary>x", 120) + times("<summary><p>y</p></summary>", 9_000)),
        "sizes": html(times('<img src="/a.png" style="' + ";width:1%" * 200 + '" class="size-x">', 900)),
        "formulas": markdown(times("$x_1$ ", 150_000)),
        "formulas-on-lines": markdown(times("$$\nx\n$$\n\n", 100_000)),
        "formulas-without-end": markdown(times("$$\na\n\n", 100_000)),
        "formulas-of-signs": html("<p>" + times("$\\", 400_000) + "^</p>"),
        "formulas-of-brackets": html("<p>" + times("\\[ x_1 ", 150_000) + "</p>"),
        "formulas-of-environments": html("<p>" + times("\\begin{align}", 100_000) + "</p>"),
        "formulas-of-primes": markdown(times("$" + "x" + "'" * 1_900 + "$\n\n", 900)),
        "formulas-of-pages": html(times('<span class="katex"><math><mi>x</mi></math></span>', 20_000)),
        "formulas-in-formulas": html(times('<span class="MathJax">', 480) + times("<math><mi>x</mi></math>", 20_000)),
        "formulas-in-scripts": html(
            times('<span class="MathJax_Preview">x</span><script type="math/tex">x</script>', 12_000)
        ),
        "formulas-in-attributes": html(times('<span data-mathml="<math><mi>x</mi></math>">x</span>', 20_000)),
        "formulas-in-pictures": html(times('<img src="https://a.example/equation?tex=x_1">', 20_000)),
        "hexo-tags": markdown(times("{% raw %}", 20_000)),
        "front-matter-lists": html("x", "tags: [" + times("a, ", 15_000) + "]\n"),
        "front-matter-nesting": html("x", "extra: " + times("[", 5_000) + "\n"),
        "front-matter-lines": html("x", times("a: 'b\n", 9_000)),
        "front-matter-aliases": html("x", "a: &a [x]\n" + times("b: *a\n", 6_000)),
        "long-title": "---\ntitle: " + times("长", 20_000) + "\ndate: 2024-01-01\n---\nx\n",
        "no-header": times("title ", 200_000),
    }
