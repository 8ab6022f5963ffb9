"""Reading finished pages of any origin."""

from __future__ import annotations

import pytest

from generator.comparing.reading import (
    Place,
    article_root,
    files_at,
    listed_links,
    parse,
    place_of,
    read_article,
    redirect_of,
    sure_root,
)


def blocks(html: str) -> tuple[str, ...]:
    tree = parse(html.encode())
    return read_article(tree, sure_root(tree)).blocks


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<article><h1>T</h1><div class=content><p>One<b>two</b><p>Three</div></article>", ("T", "Onetwo", "Three")),
        ("<article><header><h1>T</h1><p>By Ann</header><p>One</article>", ("T", "One")),
        ("<article><h1>T</h1><nav><nav>x</nav></nav><p>One<footer>f</footer></article>", ("T", "One")),
        ("<h1>T</h1><article><p>One<br>two</article>", ("T", "One", "two")),
        ("<title>T</title><main><p>One</main><aside>Two</aside>", ("T", "One")),
        ("<title>T</title><article><div class=entry-content><h2>T</h2>One</div></article>", ("T", "One")),
        ("<article><h1>T</h1><div class=content><p>T<p>One</div></article>", ("T", "T", "One")),
        ("<article><div class=content><h1>T</h1><p>One</div></article>", ("T", "One")),
        ("<article><h1>T</h1><p>a<script>x</script><!-- y --><style>z</style>b</article>", ("T", "ab")),
        ("<article><h1>T</h1><p><math><mi>x</mi></math></article>", ("T", "x")),
        (
            "<article><h1>T</h1><p>a <span class=katex><span class=katex-mathml><math><semantics><mrow>x2</mrow>"
            "<annotation>x^2</annotation></semantics></math></span><span class=katex-html>x2</span></span></article>",
            ("T", "a x^2"),
        ),
        ("<article><h1>T</h1><p>a <span class=katex-html>x2</span></article>", ("T", "a x2")),
        ("<article><h1>T</h1><pre>a\n  b</pre></article>", ("T", "a", "b")),
        ("<article><h1>T</h1><div class='content notice'>One</div></article>", ("T", "One")),
        ("", ("",)),
    ],
)
def test_the_text_of_an_article(html: str, expected: tuple[str, ...]) -> None:
    assert blocks(html) == expected


def test_what_stands_around_the_text_without_counts() -> None:
    html = (
        "<article><h1>T</h1><p class=meta><time>2024-01-02</time><span><span>Author</span> Ann</span>"
        "<span>1,234 words</span><span>约 4 分钟</span></p><div class=content>One</div>"
        "<footer><ul class=tags><li>sea</ul><aside class=notice>3 things</aside></footer></article>"
    )
    tree = parse(html.encode())
    assert read_article(tree, sure_root(tree)).details == ("2024-01-02", "Author", "Ann", "sea")


@pytest.mark.parametrize(
    ("html", "is_article"),
    [
        ("<article><h1>T</h1></article>", True),
        ("<article><h2><a href=/x/>T</a></h2></article>", False),
        ("<article>1</article><article>2</article>", False),
        ("<meta property=og:type content=article><article>1</article><article>2</article>", True),
        ("<div class=h-entry>T</div>", True),
        ("<div class=h-entry>T</div><div class=h-entry>T</div>", False),
        ('<script type=\'application/ld+json\'>{"@type": "BlogPosting"}</script><main>T</main>', True),
        ("<main><a href=/x/>T</a></main>", False),
    ],
)
def test_articles_are_told_from_lists(html: str, is_article: bool) -> None:
    assert (article_root(parse(html.encode())) is not None) == is_article


@pytest.mark.parametrize(
    ("content", "to"),
    [("0; url=/x/", "/x/"), ("0;URL='/x/'", "/x/"), ("0, /x/", "/x/"), ("5", None), ("", None), ("0; url=", None)],
)
def test_where_a_page_sends_its_reader(content: str, to: str | None) -> None:
    assert redirect_of(parse(f'<META HTTP-EQUIV=Refresh content="{content}">'.encode())) == to


@pytest.mark.parametrize(
    ("page", "canonical", "base_path"),
    [
        ("index.html", "https://example.org/", "/"),
        ("index.html", "https://example.org/blog/", "/blog/"),
        ("a/b/index.html", "https://example.org/blog/a/b/", "/blog/"),
        ("a.html", "https://example.org/blog/a", "/blog/"),
        ("文/index.html", "https://example.org/%E6%96%87/", "/"),
        ("a/index.html", "https://example.org/b/", None),
        ("a/index.html", "https://[bad/", None),
    ],
)
def test_where_a_site_was_published(page: str, canonical: str, base_path: str | None) -> None:
    found = place_of(page, canonical)
    assert (found.base_path if found is not None else None) == base_path


@pytest.mark.parametrize(
    ("href", "path"),
    [
        ("/blog/x/", "x/"), ("x.html#y", "a/x.html"), ("../x/?q", "x/"), ("https://example.org/blog/x/", "x/"),
        ("//example.org/blog/", ""), ("/other/", None), ("https://elsewhere.example/blog/x/", None),
        ("mailto:a@example.org", None), ("//[bad", None), ("/blog/%E6%96%87/", "文/"),
    ],
)  # fmt: skip
def test_where_a_link_leads(href: str, path: str | None) -> None:
    assert Place(frozenset({"example.org"}), "/blog/").path(href, "a/index.html") == path


def test_files_that_a_host_shows() -> None:
    assert files_at("") == ("index.html",)
    assert files_at("a/") == ("a/index.html",)
    assert files_at("a") == ("a", "a/index.html", "a.html")


def test_lists_link_to_posts_by_their_cards_or_else_in_their_main_part() -> None:
    posts = "<ol class=posts><li><a href=1>T</a><li class=card><h3><a href=2>T</a></h3><p><a href=4>x</a></ol>"
    assert list(listed_links(parse(f"<nav><a href=0></a></nav><main>{posts}<a href=3></a></main>".encode()))) == [
        "1",
        "2",
    ]
    cards = "<ol class=cards><li><h2 class=card-title><a href=1>T</a></h2><p><a href=2>x</a></ol>"
    assert list(listed_links(parse(f"<nav><a href=0></a></nav><main>{cards}<a href=3></a></main>".encode()))) == ["1"]
    assert list(listed_links(parse(b"<nav><a href=0></a></nav><main><a href=3></a></main>"))) == ["3"]
