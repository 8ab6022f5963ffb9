"""What cleaning left in the posts of a source, with counts and examples."""

from __future__ import annotations

import time

from generator.cleaning.leftovers import Leftover, Survey

WORDS = "<p>The council met on {}.</p>"


def left(*posts: tuple[str, str, str]) -> list[tuple[str, int, int, str, tuple[str, ...]]]:
    survey = Survey("Pier")
    for number, (title, excerpt, article) in enumerate(posts):
        survey.add(f"{number}.md", title, excerpt, article)
    return [(one.kind, one.posts, one.of, one.text, one.examples) for one in survey.leftovers()]


def test_excerpts_titles_markdown_and_tags_are_counted() -> None:
    plain = ("Tides", "Words.", "<p>Words.</p>")
    assert left(
        ("Tides", "】Words.", "<p>Words.</p>"),
        ("潮汐", "https://a.example/ 正文", "<p>正文</p>"),
        ("Tides", "Words.", "<div><p>TIDES!</p><p>Words.</p></div>"),
        ("Tides", "Words.", "<p>A **strong** word</p>"),
        ("Tides", "Words.", "<p>See [here](https://a.example/).</p>"),
        ("Tides", "Words.", "<p>A &lt;p&gt; of words &lt;/p&gt;</p>"),
        plain,
    ) == [
        ("excerpt", 2, 7, "", ("0.md", "1.md")),
        ("title", 1, 7, "", ("2.md",)),
        ("markdown", 2, 7, "", ("3.md", "4.md")),
        ("tags", 1, 7, "", ("5.md",)),
    ]


def test_code_words_and_other_signs_are_not_left_over() -> None:
    assert (
        left(
            ("Tides", "Words.", "<pre><code>a ** b ** &lt;p&gt;\n**c**</code></pre><p>x ** y ** z</p>"),
            ("Tides", "“Words.", "<p>Tides and more.</p><p>a &lt; b, <code>&lt;p&gt;</code></p>"),
            ("Tides", "", "<p>Tides</p>"),
            ("", "-5 degrees", ""),
        )
        == []
    )


def test_blocks_in_eight_posts_and_a_fifth_of_them_repeat() -> None:
    footer = '<p>Editor: {}</p><p><img src="https://i.example/qr.png" alt=""></p>'
    posts = [
        ("t", "", WORDS.format("day" * number) + (footer.format("Ann" * (number + 1)) if number < 8 else ""))
        for number in range(40)
    ]
    assert left(*posts) == [
        ("block", 8, 40, "Editor: Ann", ("0.md", "1.md", "2.md")),
        ("block", 8, 40, "https://i.example/qr.png", ("0.md", "1.md", "2.md")),
    ]
    assert left(*posts[1:]) == []
    assert left(*posts, posts[-1]) == []


def test_a_line_twice_in_a_post_is_counted_once() -> None:
    assert left(*[("t", "", f"<p>Ship ahoy</p><p>{'x' * n}</p><p>Ship ahoy</p>") for n in range(2, 10)])[:1] == [
        ("block", 8, 8, "Ship ahoy", ("0.md", "1.md", "2.md"))
    ]


def test_few_blocks_of_many_posts_are_remembered() -> None:
    survey = Survey("Pier")
    for number in range(2_000):
        only = f"{chr(0x4E00 + number)}{chr(0x4E01 + number)}"
        survey.add(f"{number}.md", "t", "", f"<p>{only}</p><p>Subscribe</p>")
    assert list(survey.leftovers()) == [Leftover("Pier", "block", 2_000, 2_000, "Subscribe", ("0.md", "1.md", "2.md"))]
    assert len(survey._blocks) <= 501


def test_counting_takes_linear_time() -> None:
    start = time.process_time()
    survey = Survey("Pier")
    for piece in ("<pre>", "**", "](", "&lt;", "<p>", "<img ", "**a", "x<br>", "<code></code>"):
        survey.add("a.md", "t", "", piece * 100_000)
    assert time.process_time() - start < 4
