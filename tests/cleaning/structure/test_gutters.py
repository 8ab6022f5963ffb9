"""Line numbers: the columns of common highlighters, and numbers that are no line numbers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator.cleaning import structure
from generator.stages.clean import clean
from tests.cleaning.drafts import CONFIG, after, draft, raw_post, written

GO = '<pre><code class="language-go">a := 1\nb := 2\n</code></pre>'


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        # Hexo
        (
            '<figure class="highlight go"><figcaption>main.go</figcaption><table><tr><td class="gutter"><pre>'
            '<span class="line">1</span><br><span class="line">2</span><br></pre></td><td class="code"><pre>'
            '<span class="line">a := 1</span><br><span class="line">b := 2</span><br></pre></td></tr></table></figure>',
            f'<figure class="highlight"><figcaption>main.go</figcaption>{GO}</figure>',
        ),
        # Pygments, Sphinx
        (
            '<div class="highlight-go notranslate"><table class="highlighttable"><tr><td class="linenos">'
            '<div class="linenodiv">'
            '<pre>1\n2</pre></div></td><td class="code"><div class="highlight"><pre>a := 1\nb := 2\n'
            "</pre></div></td></tr></table></div>",
            GO,
        ),
        # SyntaxHighlighter
        (
            '<div class="syntaxhighlighter go"><table><tbody><tr><td class="gutter"><div class="line number1">1</div>\n'
            '<div class="line number2">2</div></td><td class="code"><div class="container">\n'
            '<div class="line number1"><code class="plain">a :=</code><code class="plain">&nbsp;1</code></div>\n'
            '<div class="line number2"><code class="plain">b := 2</code></div></div></td></tr></tbody></table></div>',
            '<pre><code class="language-go">a := 1\nb := 2</code></pre>',
        ),
        # Chroma, as Hugo writes it
        (
            '<div class="highlight"><div class="chroma">'
            '<table class="lntable"><tr><td class="lntd"><pre class="chroma"><code>'
            '<span class="lnt">1\n</span><span class="lnt">2\n</span></code></pre></td>'
            '<td class="lntd"><pre class="chroma"><code class="language-go" data-lang="go">'
            '<span class="n">a</span> := 1\nb := 2\n</code></pre></td></tr></table>'
            "</div></div>",
            '<pre><code class="language-go"><span class="n">a</span> := 1\nb := 2\n</code></pre>',
        ),
        # Rouge, as Jekyll writes it: the table is in the block
        (
            '<div class="language-go highlighter-rouge"><div class="highlight"><pre class="highlight"><code>'
            '<table class="rouge-table"><tbody><tr><td class="rouge-gutter gl"><pre class="lineno">1\n2\n</pre></td>'
            '<td class="rouge-code"><pre>a := 1\nb := 2\n</pre></td></tr></tbody></table></code></pre></div></div>',
            '<pre class="highlight"><code class="language-go">a := 1\nb := 2\n</code></pre>',
        ),
        # GitHub
        (
            '<div class="blob-wrapper type-go"><table class="highlight"><tbody><tr><td id="L1" class="blob-num" '
            'data-line-number="1"></td>\n<td class="blob-code">a := 1</td></tr>\n<tr><td class="blob-num">2</td>\n'
            '<td class="blob-code">b := 2</td></tr></tbody></table></div>',
            GO,
        ),
        # highlight.js with line numbers, as CSDN writes it
        (
            '<pre><code class="language-go hljs"><ol class="hljs-ln"><li><div class="hljs-ln-numbers">'
            '<div class="hljs-ln-line hljs-ln-n" data-line-number="1"></div></div><div class="hljs-ln-code">'
            '<div class="hljs-ln-line">a := 1</div></div></li><li><div class="hljs-ln-numbers"></div>'
            '<div class="hljs-ln-code"><div class="hljs-ln-line">b := 2</div></div></li></ol></code></pre>',
            GO,
        ),
        (
            '<pre><code class="language-go">a := 1\nb := 2\n</code>'
            '<ul class="pre-numbering"><li>1</li><li>2</li></ul></pre>',
            GO,
        ),
        # numbers in the lines
        (
            '<pre><code class="language-go"><span class="lineno">1 </span>a := 1\n'
            '<span class="lineno">2 </span>b := 2\n'
            "</code></pre>",
            GO,
        ),
        (
            '<pre><code class="language-go"><span class="line"><span class="ln">1</span>'
            '<span class="cl">a := 1\n</span></span>'
            '<span class="line"><span class="ln">2</span><span class="cl">b := 2\n</span></span></code></pre>',
            GO,
        ),
        # Google's prettify and the first SyntaxHighlighter: a list of lines
        (
            '<pre class="prettyprint lang-go linenums"><ol class="linenums"><li class="L0">a := 1</li>'
            '<li class="L1">b := 2</li></ol></pre>',
            GO,
        ),
        (
            '<div class="dp-highlighter"><ol class="dp-py" start="1"><li class="alt"><span>a = 1</span></li>\n'
            "<li>b = 2</li></ol></div>",
            '<pre><code class="language-python">a = 1\nb = 2\n</code></pre>',
        ),
        # WeChat: each line is code of its own
        (
            '<section class="code-snippet__fix"><ul class="code-snippet__line-index"><li></li><li></li></ul>'
            '<pre class="code-snippet__js" data-lang="go"><code><span>a := 1</span></code>'
            "<code><span>b := 2</span></code>"
            "</pre></section>",
            '<pre><code class="language-go">a := 1\nb := 2</code></pre>',
        ),
        # by nothing but a colour
        (
            '<div class="cnblogs_code"><pre><span style="color: #008080;">1</span> a := 1\n'
            '<span style="color: #008080;">2</span> b := 2</pre></div>',
            "<pre>a := 1\nb := 2</pre>",
        ),
        # without classes, a column of numbers beside a block of code
        (
            "<table><tr><td><pre>1\n2</pre></td><td><pre>a := 1\nb := 2</pre></td></tr></table>",
            "<pre><code>a := 1\nb := 2</code></pre>",
        ),
    ],
)
def test_line_numbers_go_and_code_is_one_block(body: str, expected: str) -> None:
    post = clean(raw_post(f"<p>Text of the article.</p>{body}"), CONFIG)
    assert expected in written(post)
    assert post.account.lost == 0
    assert ("structure:numbers", "markup") in {(removal.rule, removal.kind) for removal in post.removals}


@pytest.mark.parametrize(
    "body",
    [
        "<table><tbody><tr><td>1</td><td>Anna</td></tr><tr><td>2</td><td>Bea</td></tr></tbody></table>",
        "<table><tr><td>1</td><td><code>ls</code></td></tr><tr><td>2</td><td><code>cd</code></td></tr></table>",
        "<table><tbody><tr><td>4</td><td><pre>four</pre></td></tr></tbody></table>",
        "<table><tbody><tr><td>10\n20</td><td><pre>ten\ntwenty</pre></td></tr></tbody></table>",
        '<p><span class="ln">12</span> lines</p>',
        '<pre><span class="number">42</span> is the answer</pre>',
        '<pre><span class="lineno">Line one</span></pre>',
        '<pre><span class="hljs-number">1</span> Anna\n<span class="hljs-number">2</span> Bea</pre>',
        '<pre><span style="color:red">1</span>,Anna\n<span style="color:red">2</span>,Bea</pre>',
        '<pre><span style="color:red">1</span> Anna\nand\n<span style="color:red">2</span> Bea</pre>',
        '<pre><span style="color:red">4</span> Anna\n<span style="color:red">7</span> Bea</pre>',
        '<ol class="steps"><li>Open the door</li><li>Go in</li></ol>',
        "<pre><code>ls</code> and <code>cd</code></pre>",
        '<table class="score"><tbody><tr><td class="line">1</td><td>2</td></tr></tbody></table>',
    ],
)
def test_other_numbers_stay(body: str) -> None:
    text = draft(body).body.text()
    assert draft(after(structure.apply, body)).body.text() == text


def test_the_rule_can_be_switched_off() -> None:
    body = '<pre><span class="lineno">1</span>a</pre>'
    assert "1" in draft(after(structure.apply, body, config=replace(CONFIG, off=("structure:numbers",)))).body.text()
