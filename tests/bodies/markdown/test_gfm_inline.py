import pytest

from generator.bodies.markdown import gfm
from generator.bodies.markdown.dialects import Dialect


def made(text: str) -> str:
    return gfm.to_html(text, Dialect("gfm")).removeprefix("<p>").removesuffix("</p>")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**“强调”**文字", "<strong>“强调”</strong>文字"),
        ("文字**《书》**，后", "文字<strong>《书》</strong>，后"),
        ("他说**（小声）**：走", "他说<strong>（小声）</strong>：走"),
        ("**重点：**English", "<strong>重点：</strong>English"),
        ("这是*“斜”*体", "这是<em>“斜”</em>体"),
        ("**用`代码`**吧", "<strong>用<code>代码</code></strong>吧"),
        ("**$5**元", "<strong>$5</strong>元"),
        ("これは**「重要」**です", "これは<strong>「重要」</strong>です"),
        ("이것은 **“강조”**입니다", "이것은 <strong>“강조”</strong>입니다"),
        ("𠮷**“野”**家", "𠮷<strong>“野”</strong>家"),
        ("***“又粗又斜”***的", "<em><strong>“又粗又斜”</strong></em>的"),
    ],
)
def test_emphasis_needs_no_blanks_beside_chinese(text: str, html: str) -> None:
    assert made(text) == html


@pytest.mark.parametrize(
    "text",
    ["2 * 3 * 4", "a**“b”**c", "**Note:**text", "snake_case_name", "文_字_文", "** 文 **", "5*6 和 7 *8"],
)
def test_signs_that_commonmark_takes_for_text_are_text(text: str) -> None:
    assert "<" not in made(text)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (
            "见http://a.example/c_d_e，然后",
            '见<a href="http://a.example/c_d_e">http://a.example/c_d_e</a>，然后',
        ),
        ("HTTPS://a.example/。", '<a href="HTTPS://a.example/">HTTPS://a.example/</a>。'),
        ("(https://a.example/b)", '(<a href="https://a.example/b">https://a.example/b</a>)'),
        ("**https://a.example/**", '<strong><a href="https://a.example/">https://a.example/</a></strong>'),
        ("[https://a.example/](/b)", '<a href="/b">https://a.example/</a>'),
        ("<https://a.example/>", '<a href="https://a.example/">https://a.example/</a>'),
        ('<a href="/b">https://a.example/</a>', '<a href="/b">https://a.example/</a>'),
        ("`https://a.example/`", "<code>https://a.example/</code>"),
        ("![https://a.example/](/b.png)", '<img src="/b.png" alt="https://a.example/" />'),
        ("xhttps://a.example/", "xhttps://a.example/"),
        ("https://", "https://"),
    ],
)
def test_a_bare_address_is_a_link_outside_of_links_and_code(text: str, html: str) -> None:
    assert made(text) == html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("![图](/a.png =200x100)", '<img src="/a.png" alt="图" width="200" height="100" />'),
        ("![图](/a.png){width=50%}", '<img src="/a.png" alt="图" width="50%" />'),
        ("![图|200](/a.png)", '<img src="/a.png" alt="图" width="200" />'),
        ('![图](/图.png "题" =x50)', '<img src="/%E5%9B%BE.png" alt="图" height="50" title="题" />'),
        ("[![a|9](/b.png)](/c)", '<a href="/c"><img src="/b.png" alt="a" width="9" /></a>'),
        ("![图](/a.png)", '<img src="/a.png" alt="图" />'),
        ("![图](/a.png){note}", '<img src="/a.png" alt="图" />{note}'),
    ],
)
def test_a_picture_may_have_a_size(text: str, html: str) -> None:
    assert made(text) == html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("~~旧~~新", "<del>旧</del>新"),
        ("==**重**点==", "<mark><strong>重</strong>点</mark>"),
        ("H~2~O 与 x^2^", "H<sub>2</sub>O 与 x<sup>2</sup>"),
        ("5~10 与 `==a==`", "5~10 与 <code>==a==</code>"),
        ("设 $a_1*b_1$。", '设 <code class="math">a_1*b_1</code>。'),
        (r"It\'s \"a\" 5\~10 \$5 \<b\>", "It's &quot;a&quot; 5~10 $5 &lt;b&gt;"),
    ],
)
def test_marks_and_formulas_are_read_outside_of_code(text: str, html: str) -> None:
    assert made(text) == html
