import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.bodies.hexo_tags import UnknownTag, has_known, replace
from tests.sizes import examples


def markdown(text: str) -> str:
    return replace(text, "markdown", "my-post")[0]


def html(text: str) -> str:
    return replace(text, "html", "my-post")[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{% raw %}{{ a }} {% b %}{% endraw %}", "{{ a }} {% b %}"),
        ("{% img /a/b.png %}", '<img src="/a/b.png" alt="">'),
        (
            "{% img left big /a/b.png 100 200 'T' 'A' %}",
            '<img src="/a/b.png" width="100" height="200" title="T" alt="A">',
        ),
        ('{% img /a.png \'"T" "A"\' %}', '<img src="/a.png" title="T" alt="A">'),
        ("{% link 两 字 https://a.example/ true 题 %}", '<a href="https://a.example/" title="题">两 字</a>'),
        ("{% iframe https://a.example/x 10 10 %}", '<a href="https://a.example/x">https://a.example/x</a>'),
        ("{% post_link hello '你好' %}", '<a href="pressmark-post:hello">你好</a>'),
        ("{% post_link hello#part %}", '<a href="pressmark-post:hello#part">hello#part</a>'),
        ("[x]({% post_path a(b) %})", "[x](pressmark-post:a%28b%29)"),
        ('{% asset_img "my cat.png" 猫 %}', '<img src="my-post/my%20cat.png" title="猫" alt="猫">'),
        ("{% asset_link a.zip 下载 %}", '<a href="my-post/a.zip">下载</a>'),
        ("![x]({% asset_path b.png %})", "![x](my-post/b.png)"),
        ("{%- post_link a -%}", '<a href="pressmark-post:a">a</a>'),
    ],
)
def test_known_tags_become_html(text: str, expected: str) -> None:
    assert markdown(text) == expected


def test_a_quotation_in_markdown_holds_markdown() -> None:
    text = "{% blockquote 某人, 某书 https://a.example/ 第一章 %}\n**文**\n{% endblockquote %}"
    assert markdown(text) == (
        '\n\n> **文**\n> \n> — <strong>某人</strong> <cite><a href="https://a.example/">第一章</a></cite>\n\n'
    )


def test_quotations_nest_in_html() -> None:
    text = "{% quote %}a{% pullquote right %}b{% endpullquote %}c{% endquote %}"
    assert html(text) == '<blockquote>a<blockquote class="pullquote">b</blockquote>c</blockquote>'


def test_code_in_markdown_becomes_a_fence_that_its_content_cannot_close() -> None:
    text = "{% codeblock 名 lang:js https://a.example/x.js 源 line_number:false %}\n```\n&#123;\n{% endcodeblock %}"
    assert markdown(text) == "````js line_number:false 名 https://a.example/x.js 源\n```\n{\n````\n"


def test_code_in_html_is_escaped() -> None:
    assert html("{% code lang:c %}\na<b\n{% endcode %}") == (
        '<figure class="highlight"><pre><code class="language-c">a&lt;b</code></pre></figure>'
    )


def test_unknown_tags_stay_and_are_counted() -> None:
    text = "a\n{% youtube x %}\n{% note %}{% youtube y %}"
    assert replace(text, "markdown", "p") == (
        text,
        (UnknownTag("youtube", 2, 1), UnknownTag("note", 1, 2)),
    )


@pytest.mark.parametrize("text", ["{{ 7*7 }} {# c #}", "{% raw %}", "{% quote %}a", "{%%} {% % %}", "{% img %}"])
def test_what_is_no_whole_tag_stays(text: str) -> None:
    assert markdown(text) == text


@pytest.mark.parametrize(
    "text", ["`{% img a.png %}`", "```\n{% img a.png %}\n```", "<pre>{% img a.png %}</pre>", "<!-- {% img a.png %} -->"]
)
def test_code_and_comments_hold_no_tags(text: str) -> None:
    assert replace(text, "markdown", "p") == (text, ())


def test_encoded_braces_are_decoded_once_and_make_no_tags() -> None:
    assert html("&#123;% img a.png %&#125; &amp;#123;") == "{% img a.png %} &amp;#123;"


def test_text_has_no_tags_but_gets_its_braces() -> None:
    assert replace("{% img a.png %} &#123;", "text", "p") == ("{% img a.png %} {", ())


def test_nothing_from_a_tag_becomes_markup() -> None:
    made = html("""{% link <b>x https://a.example/"onclick="x t"<i> %}{% img a.png '"><script>' %}""")
    assert "<b>" not in made
    assert "<script>" not in made
    assert '"onclick' not in made


def test_a_tag_that_is_known_is_recognised() -> None:
    assert has_known("a {% post_link b %}")
    assert not has_known("a {% unknown b %} {{ c }}")


@pytest.mark.slow
@pytest.mark.parametrize(
    "unit", ["{%", "{% raw %}", "%}", "{% quote %}", "{% endquote %}", "`", "<code>", "{% a ", '{% codeblock "', "<!--"]
)
@pytest.mark.parametrize("kind", ["markdown", "html"])
def test_repetition_takes_linear_time(unit: str, kind: str) -> None:
    text = unit * (300_000 // len(unit))
    start = time.process_time()
    replace(text, kind, "p")
    assert time.process_time() - start < 2


_PIECES = st.sampled_from(
    [
        "{% raw %}",
        "{% endraw %}",
        "{% quote %}",
        "{% endquote %}",
        "{% code %}",
        "{% endcode %}",
        "`",
        "```\n",
        "\n",
        "a",
    ]
)


@examples(200)
@given(st.lists(_PIECES, max_size=30), st.sampled_from(["html", "markdown"]))
def test_no_word_is_lost(pieces: list[str], kind: str) -> None:
    text = "".join(pieces)
    assert replace(text, kind, "p")[0].count("字") == text.count("字")


def test_options_of_a_code_block_go_into_its_label() -> None:
    tag = "{% codeblock a.js lang:js mark:2,4 first_line:5 https://a.example/x src %}\na\n{% endcodeblock %}"
    made = replace(tag, "markdown", "")[0]
    assert made.startswith("```js mark:2,4 first_line:5 a.js https://a.example/x src\n")
