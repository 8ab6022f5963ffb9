import pytest

from generator.bodies.markdown import python_markdown
from generator.bodies.markdown.dialects import Dialect


def to_html(text: str) -> str:
    return python_markdown.to_html(text, Dialect("markdown"))


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ('那是 Ann\\\'s \\"书\\"', '<p>那是 Ann\'s "书"</p>'),
        ("5\\~10 元，\\$5", "<p>5~10 元，$5</p>"),
        ("\\<b\\> 与 \\&amp; 与 \\&", "<p>&lt;b&gt; 与 &amp;amp; 与 &amp;</p>"),
        ("3\\% \\= x\\^2\\^", "<p>3% = x^2^</p>"),
        ("C\\:\\\\dir，a\\/b，c \\@ d，\\;\\,\\?", "<p>C:\\dir，a/b，c @ d，;,?</p>"),
        ("## It\\'s \\~五\\~", "<h2>It's ~五~</h2>"),
        ("\\a \\文 `\\'`", "<p>\\a \\文 <code>\\'</code></p>"),
    ],
)
def test_a_backslash_before_punctuation_vanishes(text: str, html: str) -> None:
    assert to_html(text) == html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("当 a<b 且 b>c 时", "<p>当 a&lt;b 且 b&gt;c 时</p>"),
        ("若 $x<i$，则 $i_1<i_2$ 且 $b_j>i_1$", None),
        ("x<y，z>w", "<p>x&lt;y，z&gt;w</p>"),
        ("<p 且 q> 为真", "<p>&lt;p 且 q&gt; 为真</p>"),
        ("<某人> 说 <hr 吗>", "<p>&lt;某人&gt; 说 &lt;hr 吗&gt;</p>"),
        ("i<3 && j>4；a <- b", "<p>i&lt;3 &amp;&amp; j&gt;4；a &lt;- b</p>"),
    ],
)
def test_a_sign_that_begins_no_tag_is_text(text: str, html: str | None) -> None:
    formulas = (
        '<p>若 <code class="math">x&lt;i</code>，则 <code class="math">i_1&lt;i_2</code> 且 '
        '<code class="math">b_j&gt;i_1</code></p>'
    )
    assert to_html(text) == (html or formulas)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("==重点== ~~删~~ H~2~O x^2^", "<p><mark>重点</mark> <del>删</del> H<sub>2</sub>O x<sup>2</sup></p>"),
        ("==重*点*==", "<p><mark>重<em>点</em></mark></p>"),
        ("5~10，周一~周五，a == b == c，2^10 和 2^20，^_^", None),
        (
            "**http://a.example/b**，文",
            '<p><strong><a href="http://a.example/b">http://a.example/b</a></strong>，文</p>',
        ),
        ("https://a.example/?a=1&b=2。", None),
    ],
)
def test_marks_within_a_line(text: str, html: str | None) -> None:
    made = to_html(text)
    if html is not None:
        assert made == html
    elif text.startswith("http"):
        assert made == '<p><a href="https://a.example/?a=1&amp;b=2">https://a.example/?a=1&amp;b=2</a>。</p>'
    else:
        assert made == f"<p>{text}</p>"
