import time

import pytest

from generator.bodies.escaped import unescaped


@pytest.mark.parametrize(
    ("body", "made"),
    [
        ("&lt;p&gt;The council met.&lt;/p&gt;", "<p>The council met.</p>"),
        (
            "\n&lt;p&gt;镇议会开会。&lt;/p&gt;\n&lt;p&gt;甲 &amp;lt; 乙 &amp;amp; 丙&lt;/p&gt;\n",
            "\n<p>镇议会开会。</p>\n<p>甲 &lt; 乙 &amp; 丙</p>\n",
        ),
        (
            "<div>&lt;div class=&quot;a&quot;&gt;&lt;p&gt;橋が開く。&lt;br /&gt;来週から。&lt;/p&gt;&lt;/div&gt;</div>",
            '<div><div class="a"><p>橋が開く。<br />来週から。</p></div></div>',
        ),
        (
            '<description>&lt;img src="https://n.example/a.png"&gt;&lt;p>A <p></description>'.replace(
                " <p>", "&lt;/p&gt;"
            ),
            '<description><img src="https://n.example/a.png"><p>A</p></description>',
        ),
        ("<d><![CDATA[&lt;p&gt;a&lt;/p&gt;]]></d>", "<d><p>a</p></d>"),
        ("&#60;p&#62;a&#60;/p&#62;&#x3C;hr&#x3E;", "<p>a</p><hr>"),
        (
            "镇议会昨天开会。&lt;br&gt;\n大桥下周通车。&lt;br&gt;\n&lt;img src=&quot;https://n.example/a.png&quot;&gt;",
            '镇议会昨天开会。<br>\n大桥下周通车。<br>\n<img src="https://n.example/a.png">',
        ),
        (
            "The council met.&lt;p&gt;It was long.&lt;/p&gt;&lt;ul&gt;&lt;li&gt;a&lt;/li&gt;&lt;/ul&gt;",
            "The council met.<p>It was long.</p><ul><li>a</li></ul>",
        ),
        (
            "<p>&lt;p&gt;甲。&lt;/p&gt;<br>\n&lt;p&gt;乙。&lt;/p&gt;</p><p><a href='b'>more</a></p>",
            "<p><p>甲。</p><br>\n<p>乙。</p></p><p><a href='b'>more</a></p>",
        ),
        ("&lt;!--a--&gt;&lt;p&gt;a.&lt;pre&gt;&amp;lt;p&amp;gt;&lt;/pre&gt;", "<!--a--><p>a.<pre>&lt;p&gt;</pre>"),
    ],
)
def test_html_that_is_escaped_once_too_often_is_unescaped_once(body: str, made: str) -> None:
    assert unescaped(body) == (made, True)


@pytest.mark.parametrize(
    "body",
    [
        "<p>A paragraph is written &lt;p&gt;like this&lt;/p&gt; in HTML.</p>",
        "Write &lt;b&gt;bold&lt;/b&gt; and &lt;i&gt;italic&lt;/i&gt;.",
        "段落用 &lt;p&gt;甲&lt;/p&gt;，换行用 &lt;br&gt;，图片用 &lt;img src=&quot;a.png&quot;&gt;。",
        "リンクは &lt;a href=&quot;https://n.example/&quot;&gt;ここ&lt;/a&gt; と書きます。",
        "&lt;p&gt; begins a paragraph and &lt;/p&gt; ends it; &lt;div&gt; and &lt;/div&gt; do the same for a block.",
        "<pre>&lt;p&gt;a&lt;/p&gt;</pre>",
        "<pre><code>&lt;p&gt;a&lt;/p&gt;\n&lt;p&gt;b&lt;/p&gt;</code></pre>",
        '<div class="highlight"><div>&lt;p&gt;a&lt;/p&gt;</div></div>',
        "```html\n&lt;p&gt;a&lt;/p&gt;\n```",
        "`&lt;p&gt;a&lt;/p&gt;`",
        '<img alt="&lt;p&gt;a&lt;/p&gt;">',
        "示例代码如下：\n&lt;p&gt;甲&lt;/p&gt;",
        "&lt;div&gt;\n&lt;p&gt;甲&lt;/p&gt;\n&lt;/div&gt;\n\n以上代码显示一段文字。",
        "&lt;html&gt;&lt;body&gt;&lt;p&gt;a&lt;/p&gt;&lt;/body&gt;&lt;/html&gt;",
        "&lt;script&gt;a()&lt;/script&gt;&lt;p&gt;a&lt;/p&gt;",
        "&lt;p&gt;List&lt;String&gt; a&lt;/p&gt;",
        "&lt;p&gt;1 &lt; 2&lt;/p&gt;",
        "&lt;p&gt;a&lt;/div&gt;&lt;b&gt;",
        "&lt;T&gt;a&lt;/T&gt;",
        "&lt;b&gt;a&lt;/b&gt;",
        "A line.&lt;br&gt;And another.",
        "<h2>A page about tags</h2><p>Long words about tags and more.</p><p>&lt;p&gt;a&lt;/p&gt;</p>",
        "<p>&lt;p&gt;a&lt;/p&gt;</p><table><tr><td>b</td></tr></table><p>&lt;p&gt;c&lt;/p&gt;</p>",
        "&lt;p&gt;",
        "a & b",
        "",
    ],
)
def test_a_text_that_shows_tags_stays(body: str) -> None:
    assert unescaped(body) == (body, False)


@pytest.mark.parametrize(
    "piece",
    ["&lt;", "&lt;p", "&lt;p&gt;", "&lt;b&gt;", "&lt;/b&gt;", "&lt;!--", "<a ", "&lt;p&gt;<", "&#60;", "<pre>", "&"],
)
def test_looking_for_escaped_html_takes_linear_time(piece: str) -> None:
    start = time.process_time()
    unescaped(piece * 100_000)
    unescaped("&lt;p&gt;" + piece * 100_000)
    assert time.process_time() - start < 2
