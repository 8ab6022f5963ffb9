import time

import pytest

from generator.bodies.torn_pages import joined


def test_a_page_that_markdown_took_for_code_is_markup_again_and_its_end_tags_match() -> None:
    torn = (
        '<div><div style="display:none"><b>城南</b><pre><code>          &lt;p class="a"&gt;南&amp;amp;北&lt;/p&gt;\n'
        '    &lt;/div&gt;\n\n    &lt;div id="article"&gt;甲&lt;/div&gt;\n</code></pre></div><p>乙</p>'
    )
    assert joined(torn) == (
        '<div><div style="display:none"><b>城南</b>          <p class="a">南&amp;北</p>\n'
        '    </div>\n\n    <div id="article">甲</div>\n</div><p>乙</p>',
        1,
    )


def test_end_tags_alone_are_the_end_of_a_page() -> None:
    assert joined("<div>a<pre><code>  &lt;/div&gt;\n\n  \n</code></pre>b") == ("<div>a  </div>\n\n  \nb", 1)


@pytest.mark.parametrize(
    "html",
    [
        "<pre><code>&lt;/div&gt;</code></pre>",
        "<pre><code>  &lt;/div&gt; ends it</code></pre>",
        "<pre><code>&lt;div&gt;\n        &lt;p&gt;a&lt;/p&gt;\n&lt;/div&gt;</code></pre>",
        "<pre><code>    &lt;div&gt;a&lt;/div&gt;</code></pre>",
        '<pre><code class="language-html">            &lt;div&gt;a&lt;/div&gt;</code></pre>',
        "<pre><code>            if a &lt; b:\n                pass</code></pre>",
        "<pre><code>            &lt; 5 items</code></pre>",
        "<pre><code>            &lt;div&gt;<span>a</span></code></pre>",
        "<pre><code>            &lt;div&gt; never closed",
        # Words about code.
        '<p>Put this before the end tag:</p><pre><code>&lt;/div&gt;\n&lt;div class="a"&gt;b&lt;/div&gt;</code></pre>',
        '<p>图片标签加上 referrerpolicy：</p><pre><code>&lt;img src="https://i.example/a.png" '
        'referrerpolicy="no-referrer"&gt;</code></pre>',
        '<p>次のコードを使います。</p><pre><code>&lt;/p&gt;\n&lt;img src="https://i.example/a.png"&gt;</code></pre>',
        # An end tag at the start of a line, and code in a sentence.
        "<p>甲</p><pre><code>&lt;/div&gt;\n&lt;p&gt;a&lt;/p&gt;</code></pre>",
        "<p>甲 <code>data-src</code></p><pre><code>&lt;img data-src='https://i.example/1.jpg'&gt;</code></pre>",
        # Another block of code.
        "<p>甲</p><pre><code> &lt;/div&gt;\n&lt;p&gt;a&lt;/p&gt;</code></pre><pre><code>x = 1</code></pre>",
        "<p>甲</p><pre><code> &lt;/div&gt;\n&lt;p&gt;a&lt;/p&gt;</code></pre><pre class='a'>x = 1</pre>",
        "<p>甲</p><pre><code> &lt;/div&gt;\n&lt;p&gt;a&lt;/p&gt;</code></pre><pre><code>if a &lt; b:</code></pre>",
        # Whole examples, with addresses that are none.
        "<p>甲</p><pre><code>&lt;ul&gt;\n  &lt;li&gt;a&lt;/li&gt;\n&lt;/ul&gt;</code></pre>",
        '<p>甲</p><pre><code>&lt;img data-src="a.png" src="b.png"&gt;</code></pre>',
        # Tags that are none, and words before the first tag.
        "<p>甲</p><pre><code>&lt;/web-view&gt;\n&lt;p&gt;a&lt;/p&gt;</code></pre>",
        "<p>甲</p><pre><code>a &lt;/b&gt;\n&lt;p&gt;a&lt;/p&gt;</code></pre>",
    ],
)
def test_code_that_shows_html_stays_code(html: str) -> None:
    assert joined(html) == (html, 0)


@pytest.mark.parametrize(
    ("html", "made"),
    [
        (
            '<div><p>The council met.</p><pre><code>  &lt;/div&gt;\n    &lt;div class="tags"&gt;Bridge&lt;/div&gt;\n'
            "</code></pre>"
            "<pre><code>    &lt;p&gt;&lt;b&gt;Director:&lt;/b&gt;&lt;br&gt;\n</code></pre></div>",
            '<div><p>The council met.</p>  </div>\n    <div class="tags">Bridge</div>\n'
            "    <p><b>Director:</b><br>\n</div>",
        ),
        (
            '<p>镇议会开会。</p><pre><code>&lt;img src="https://i.example/1.jpg" alt="None" '
            'referrerpolicy="no-referrer"&gt;\n\n\n'
            "&lt;img src='https://i.example/2.jpg' referrerpolicy='no-referrer'&gt;\n</code></pre>",
            '<p>镇议会开会。</p><img src="https://i.example/1.jpg" alt="None" referrerpolicy="no-referrer">\n\n\n'
            "<img src='https://i.example/2.jpg' referrerpolicy='no-referrer'>\n",
        ),
        (
            "<p>橋が開く。</p><pre><code>  &lt;/section&gt;&lt;!-- a --&gt;\n"
            "&lt;p&gt;来週から。&lt;/p&gt;</code></pre>",
            "<p>橋が開く。</p>  </section><!-- a -->\n<p>来週から。</p>",
        ),
        (
            "<pre><code>&lt;img data-src=&quot;https://i.example/1.jpg&quot;&gt;甲&amp;lt;乙</code></pre>",
            '<img data-src="https://i.example/1.jpg">甲&lt;乙',
        ),
        (
            "<p>甲</p><pre><code>          &lt;p&gt;乙&lt;/p&gt;</code></pre>"
            "<pre><code>&lt;/div&gt;&lt;p&gt;丙&lt;/p&gt;</code></pre>",
            "<p>甲</p>          <p>乙</p></div><p>丙</p>",
        ),
    ],
)
def test_end_tags_before_others_and_what_a_scraper_writes_show_a_page(html: str, made: str) -> None:
    assert joined(html) == (made, html.count("<pre>"))


@pytest.mark.parametrize(
    "piece",
    ["<pre><code>", "<pre><code>&lt;/p&gt;", "<pre><code>&lt;/p&gt;&lt;p&gt;</code></pre>", "<pre><code>&lt;p "],
)
def test_joining_takes_linear_time(piece: str) -> None:
    start = time.process_time()
    joined(piece * 50_000)
    joined(f"<pre><code>{'&lt;/p&gt;&lt;p' * 50_000}</code></pre>")
    assert time.process_time() - start < 2
