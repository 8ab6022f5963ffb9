import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.bodies.limits import exceeded
from generator.bodies.markup import Markup, detected, kind_of, to_html
from generator.clean_config import Root, clean_config
from generator.config import Config
from generator.errors import Severity
from generator.model import Header, RawPost, SourceFile
from tests.sizes import examples

SHARED = Path(__file__).parents[3] / "shared"
ROOTS = (Root("scraped"), Root("mine", is_trusted=True), Root("notes", is_trusted=True, markup="text"))
CONFIG = replace(clean_config(Config(title="T", url="https://example.org/"), ()), roots=ROOTS)


def post(body: str, root: str = "scraped", path: str = "a/my post.md") -> RawPost:
    return RawPost(SourceFile(root, path, 1, 1, 1), (), body, 10, True)


def made(body: str, root: str = "scraped", markup: str = "") -> Markup:
    return to_html(post(body, root), Header("T", markup=markup), CONFIG)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("", "text"),
        ("只有文字。\n\n还有文字。", "text"),
        ("1 < 2 & a>b", "text"),
        ("#话题# 今天", "text"),
        ("一行\n-----\n一行", "text"),
        ("- 只有一行像单子", "text"),
        ("5 * 3 * 2 = 30", "text"),
        ("<https://a.example/> 看", "text"),
        ("<p>a</p>", "html"),
        ("\n   <div>\n    # a\n- b", "html"),
        ("<!-- x -->", "html"),
        ("<!-- x --><p># a", "html"),
        ("<!-- never ended # a", "html"),
        ("<!-- 1650000000 -->\n文字\n\n<p>**甲**</p>", "html"),
        ("</p>a", "html"),
        ("<web-view /> 是", "html"),
        ("+\n            \n                <h2 class=a>A</h2>", "html"),
        (">>新增<br>- a<br>- b", "html"),
        ("甲<br>\n<br>**乙**", "html"),
        ("甲<b>乙</b>", "html"),
        ("# 标题\n文", "markdown"),
        ("文\n\n```\n<div>\n```", "markdown"),
        ("看[这里](https://a.example/)", "markdown"),
        ("**重**要", "markdown"),
        ("- 甲\n- 乙", "markdown"),
        ("> 甲\n> 乙", "markdown"),
        ("`a` 和 `b`", "markdown"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "markdown"),
        ("## 甲\n<img src=a.png>\n\n看[这里](b)", "markdown"),
        ("{% post_link a %}", "markdown"),
        ("<!-- more -->\n# a", "markdown"),
        ("<!-- x --># a", "markdown"),
        ("<!--a-->\n<!--b-->\n- 甲\n- 乙", "markdown"),
        ("<!--markdown--><p>甲</p>", "markdown"),
        ("<!--1650000000-->\n只有文字。", "text"),
    ],
)
def test_the_kind_of_a_scraped_body_is_detected(body: str, kind: str) -> None:
    assert detected(body) == kind


@pytest.mark.parametrize(
    ("body", "html"),
    [
        # A feed script writes a link with dashes below it before the HTML of the feed.
        (
            "<!--1650000000-->\n[The bridge](https://n.example/b/)\n------\n\n<div>\n\n    <p>* a</p>\n</div>",
            '<!--1650000000--><h2><a href="https://n.example/b/">The bridge</a></h2>\n<div>\n\n    <p>* a</p>\n</div>',
        ),
        (
            "[新橋はいつ開くか？](https://n.example/b/)\n---\n<p>甲</p><p>乙</p>",
            '<h2><a href="https://n.example/b/">新橋はいつ開くか？</a></h2><p>甲</p><p>乙</p>',
        ),
        (
            "[新桥（下）](https://n.example/b_(2)/)\n\n<p>甲</p><p>乙</p>",
            '<p><a href="https://n.example/b_(2)/">新桥（下）</a></p>\n<p>甲</p><p>乙</p>',
        ),
        ("# 新桥\n<p>甲</p><p>乙</p>", "<h1>新桥</h1><p>甲</p><p>乙</p>"),
        ("New bridge\n=======\n<p>a</p><p>b</p>", "<h1>New bridge</h1><p>a</p><p>b</p>"),
        # The same before Markdown, where dashes below a sentence would be a rule.
        (
            "[新桥何时通车？](https://n.example/b/)\n---\n**甲**",
            '<h2><a href="https://n.example/b/">新桥何时通车？</a></h2><p><strong>甲</strong></p>',
        ),
        ("<!--markdown-->## 甲\n\n**乙**", "<!--markdown--><h2>甲</h2>\n<p><strong>乙</strong></p>"),
        ("<!--1650000000-->\n甲。\n\n乙。", "<!--1650000000--><p>甲。</p>\n<p>乙。</p>"),
    ],
)
def test_comments_and_a_heading_of_a_script_say_nothing_about_the_rest(body: str, html: str) -> None:
    assert made(body).html == html


@pytest.mark.parametrize(
    "body",
    [
        "#话题# 今天\n<p>甲</p>",
        "见 [这里](https://n.example/b/) 的文章\n<p>甲</p><p>乙</p>",
        "他说得很长。\n-----\n<p>甲</p>",
        "- 甲\n-----\n<p>甲</p>",
        "A <b>b</b>\n-----\n<p>甲</p>",
        "<!-- a --><p>甲</p>",
    ],
)
def test_other_lines_before_html_stay_html(body: str) -> None:
    assert made(body) == Markup("html", body, written=body)


def test_what_an_author_calls_html_or_text_keeps_its_comments_and_its_first_line() -> None:
    assert made("# a\n<p>b</p>", markup="html").html == "# a\n<p>b</p>"
    assert made("<!--x-->\na", markup="text").html == "<p>&lt;!--x--&gt;<br>\na</p>"


def test_html_that_is_escaped_once_too_often_is_html() -> None:
    result = made("<div>&lt;p&gt;# 甲 &amp;amp; 乙&lt;/p&gt;</div>")
    assert (result.kind, result.html) == ("html", "<div><p># 甲 &amp; 乙</p></div>")
    assert [(removal.rule, removal.count) for removal in result.removals] == [("markup.escaped", 1)]
    assert made("&lt;p&gt;甲&lt;/p&gt;", markup="html").html == "<p>甲</p>"
    assert made("&lt;p&gt;甲&lt;/p&gt;", markup="text").html == "<p>&amp;lt;p&amp;gt;甲&amp;lt;/p&amp;gt;</p>"
    assert made("&lt;p&gt;甲&lt;/p&gt;", markup="markdown").html == "<p>&lt;p&gt;甲&lt;/p&gt;</p>"


def test_front_matter_wins_over_the_root_and_the_root_over_detection() -> None:
    assert kind_of(post("# a", "notes"), Header("T", markup="html"), CONFIG) == "html"
    assert kind_of(post("# a", "notes"), Header("T"), CONFIG) == "text"
    assert kind_of(post("# a"), Header("T"), CONFIG) == "markdown"


def test_a_markdown_file_of_a_trusted_root_is_markdown_unless_it_begins_with_a_tag() -> None:
    assert kind_of(post("文字", "mine"), Header("T"), CONFIG) == "markdown"
    assert kind_of(post("文字", "mine", "a.txt"), Header("T"), CONFIG) == "text"
    assert kind_of(post("<p>文字</p>", "mine"), Header("T"), CONFIG) == "html"


def test_html_passes_as_it_is_written() -> None:
    body = "<div>\n\n        <p>甲</p>\n\n    <!-- b --></div>"
    assert made(body) == Markup("html", body, written=body)


def test_code_that_was_never_escaped_is_mended_and_told() -> None:
    result = made("<p><code><web-view /></code></p>")
    assert result.html == "<p><code>&lt;web-view /&gt;</code></p>"
    assert [(removal.rule, removal.kind, removal.count) for removal in result.removals] == [
        ("markup.code", "markup", 1)
    ]


def test_a_page_that_was_taken_for_code_is_mended_and_told() -> None:
    result = made("<div>a<pre><code>        &lt;p&gt;b&lt;/p&gt;</code></pre></div>")
    assert result.html == "<div>a        <p>b</p></div>"
    assert [(removal.rule, removal.kind, removal.count) for removal in result.removals] == [
        ("markup.page", "markup", 1)
    ]
    assert [(problem.code, problem.message) for problem in result.problems] == [
        ("page-joined", "1 part of the page was shown as code")
    ]


def test_hexo_tags_find_the_folder_of_the_post() -> None:
    assert made("{% asset_img a.png %}").html == '<img src="my%20post/a.png" alt="">'


def test_an_unknown_hexo_tag_is_noted_with_its_line() -> None:
    (noted,) = made("**a**\n{% youtube x %}").problems
    assert (noted.code, noted.where.line, noted.message) == ("hexo-tag-unknown", 11, "the tag youtube is left as text")


KILLERS: dict[str, Callable[[], str]] = {
    "five megabytes": lambda: "中文。\n" * 1_300_000,
    "less than": lambda: "<" * 5_000_000,
    "nested div": lambda: "<div>" * 100_000,
    "attributes": lambda: "<a " + " ".join(f"a{n}" for n in range(100_000)) + ">",
    "formatting": lambda: "".join(f"<font a{n}=1><p>" for n in range(10_000)),
    "brackets": lambda: "# a\n" + "[" * 20_000,
    "images": lambda: "# a\n" + "![" * 5_000,
    "open tags": lambda: "# a\n" + "<a " * 20_000,
    "nested items": lambda: "# a\n" + "* " * 300 + "x",
    "coloured code": lambda: ("```js\n" + "let a=1;\n" * 800 + "```\n") * 200,
}


@pytest.mark.slow
@pytest.mark.parametrize("name", KILLERS)
def test_a_body_that_is_too_much_is_published_within_the_limits(name: str) -> None:
    body = KILLERS[name]()
    start = time.process_time()
    result = made(body)
    assert time.process_time() - start < 8
    assert exceeded(result.html) is None
    if name not in ("brackets", "images", "open tags", "coloured code"):
        assert result.kind == "text"
        assert [(told.code, told.severity, told.where.line) for told in result.problems] == [
            ("shown-as-text", Severity.WARNING, 10)
        ]


def test_a_body_that_breaks_the_converter_is_shown_as_text(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*arguments: object) -> str:
        raise RecursionError

    monkeypatch.setattr("generator.bodies.markdown.gfm.to_html", broken)
    result = made("# <a>")
    assert (result.kind, result.html) == ("text", "<p># &lt;a&gt;</p>")
    assert result.problems[0].message == (
        "the body is shown as text: the Markdown converter broke on it (RecursionError)"
    )


@pytest.mark.slow
@pytest.mark.parametrize("unit", ["<p ", "[", "`", "- ", "**a", "#", "| ", "-", "```\n", "{%", "<!--", "<code>", "> "])
def test_detection_takes_linear_time(unit: str) -> None:
    body = "x " + unit * (600_000 // len(unit))
    start = time.process_time()
    detected(body)
    assert time.process_time() - start < 3


@examples(200)
@given(st.text(max_size=300), st.sampled_from(["", "html", "markdown", "text"]))
def test_any_body_makes_html_within_the_limits(body: str, markup: str) -> None:
    result = made(body, markup=markup)
    assert exceeded(result.html) is None
    assert "\x00" not in result.html


@pytest.mark.skipif(not (SHARED / "archive").is_dir(), reason="the shared archive is not here")
def test_real_scraped_posts_are_html_and_pass() -> None:
    for file in sorted((SHARED / "archive").rglob("*.md"))[::9]:
        text = file.read_text("utf-8", errors="replace")
        body = text.split("\n---\n", 1)[-1]
        result = made(body)
        assert (result.kind, {problem.code for problem in result.problems} - {"page-joined"}) == ("html", set()), (
            file.name
        )
