"""The folder `source` of a Hexo blog, used where it lies."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.config.reading import SettingsError
from generator.config.sources import ContentRoot
from generator.layouts import layout_of
from generator.layouts.hexo import Hexo
from tests.sites import clean_build, post

ROOT = ContentRoot(
    path="source",
    trusted=True,
    layout="hexo",
    skip_render=("demo/**", "*.{html,htm}", "_posts/raw/*.md"),
    include=(".well-known/**", "_redirects"),
    exclude=("notes/[ab]?.md", "tags/index.md"),
)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("_posts/a.md", "source"),
        ("_posts/2024/b c.html", "source"),
        ("_drafts/a.markdown", "source"),
        ("_posts/a/cat.png", "asset"),
        ("_posts/notes.txt", "asset"),
        ("_posts/raw/a.md", "asset"),
        ("_posts/_old/a.md", "ignored"),
        ("_posts/.hidden.md", "ignored"),
        ("_posts/a.md~", "ignored"),
        ("about/index.md", "source"),
        ("demo/x/index.html", "verbatim"),
        ("google.html", "verbatim"),
        ("sub/google.html", "source"),
        ("images/cat.png", "verbatim"),
        ("robots.txt", "verbatim"),
        ("CNAME", "verbatim"),
        ("_data/menu.yml", "ignored"),
        (".well-known/a/b.json", "verbatim"),
        ("_redirects", "verbatim"),
        (".secret", "ignored"),
        ("notes/a1.md", "excluded"),
        ("notes/c1.md", "source"),
        ("tags/index.md", "excluded"),
    ],
)
def test_files_are_told_apart_as_hexo_does(path, expected):
    # Source: hexo/lib/plugins/processor/.
    assert layout_of(ROOT).role(path, ROOT) == expected


ROOT_WITH_ASSETS = {
    "path": "content", "layout": "hexo", "trusted": True, "post_asset_folder": True, "skip_render": ["raw.html"]
}  # fmt: skip


@pytest.fixture
def blog(small_site):
    """A blog whose source folder is a content root."""
    root = {"path": "content", "layout": "hexo", "trusted": True, "skip_render": ["raw.html"]}
    small_site.settings(content=[root], permalink=":year/:title/")
    small_site.write(
        "_posts/first.md", post("First", "See [the page](../../about/) and ![](cat.png).", date="2024-01-02")
    )
    small_site.write("_posts/first/cat.png", b"cat")
    small_site.write("_posts/first/book.pdf", b"book")
    small_site.write("about/index.md", post("About", "![](me.png) and [more](../more.html)"))
    small_site.write("about/me.png", b"me")
    small_site.write("more.md", post("More", "![](/images/a.png)", layout="post"))
    small_site.write("images/a.png", b"a")
    small_site.write("raw.html", "<script>raw</script>")
    small_site.write("theme/x.css", "x")
    small_site.write("_data/links.yml", "a: 1")
    return small_site


def test_posts_pages_and_files_lie_where_hexo_puts_them(blog):
    report = blog.build()
    for address in ("/2024/first/", "/2024/first/cat.png", "/about/", "/about/me.png", "/more.html", "/images/a.png"):
        assert blog.has(address), address
    assert blog.page("/raw.html") == "<script>raw</script>"
    assert blog.has("/theme/x.css")
    problems = [(one.code, one.where.path) for one in report.problems if one.code != "picture-unreadable"]
    assert problems == [
        ("file-ignored", "content/_data/links.yml"),
        ("file-ignored", "content/_posts/first/book.pdf"),
    ]


def test_links_are_read_from_the_address_of_the_page(blog):
    blog.build()
    assert 'href="/about/"' in blog.page("/2024/first/")
    assert 'src="/2024/first/cat.png"' in blog.page("/2024/first/")
    assert 'src="/about/me.png"' in blog.page("/about/")
    assert 'href="/more.html"' in blog.page("/about/")


def test_a_picture_that_does_not_lie_there_is_looked_for_at_the_root(blog):
    blog.write("_posts/b.md", post("B", "![](images/a.png) ![gone](../../x.png) [no](images/a.png)", date="2024-01-03"))
    blog.build()
    page = blog.page("/2024/b/")
    assert 'src="/images/a.png"' in page
    assert "gone no" in page


@pytest.mark.parametrize(
    ("name", "body", "shown"),
    [
        ("a.md", "<!-- toc -->\n\n**x**", "<strong>x</strong>"),
        ("a.md", "x", "<p>x</p>"),
        ("a.html", "**x**", "**x**"),
    ],
)
def test_what_a_body_is_written_in_is_what_its_suffix_says(blog, name, body, shown):
    blog.write(f"_posts/{name}", post("A", body, date="2024-01-03"))
    blog.build()
    assert shown in blog.page("/2024/a/")


def test_with_post_asset_folder_all_files_of_a_post_are_published(blog):
    blog.settings(
        content=[{"path": "content", "layout": "hexo", "trusted": True, "post_asset_folder": True}],
        permalink="p/:title.html",
    )
    blog.build()
    assert blog.has("/p/first.html")
    assert (blog.output / "p/first/book.pdf").read_bytes() == b"book"


def test_only_the_folder_makes_a_post_or_a_page(blog):
    blog.write("_posts/page.md", post("Odd", "x", date="2024-01-02", layout="page"))
    blog.build()
    assert "Odd" in blog.page("/")
    assert "More" not in blog.page("/archives/2024/")


def test_a_page_of_the_blog_stands_in_for_the_404_page(blog):
    blog.write("404.md", post("Lost", "Nothing here."))
    report = blog.build()
    assert "Nothing here." in blog.page("/404.html")
    assert "address-taken" not in {one.code for one in report.problems}


@pytest.mark.parametrize(
    ("permalink", "address"),
    [("x/y", "/x/y.html"), ("x/y/", "/x/y/"), ("x/y/index.html", "/x/y/"), ("x/z.htm", "/x/z.htm")],
)
def test_a_page_lies_at_its_permalink(blog, permalink, address):
    blog.write("own.md", post("Own", "x", permalink=permalink))
    assert address in blog.build().written


def test_a_second_build_of_a_blog_does_nothing_and_an_edited_file_is_copied_again(blog):
    blog.build()
    assert blog.build().written == ()
    blog.write("images/a.png", b"b")
    assert blog.build().written == ("/images/a.png",)


def test_a_folder_of_strangers_cannot_be_laid_out_as_a_hexo_blog(blog):
    blog.settings(content=[{"path": "content", "layout": "hexo"}])
    with pytest.raises(SettingsError, match="write trusted = true if it is yours"):
        blog.build()


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        (":title.md", "_posts/sub/A b?.md", {"title": "sub/A b?"}),
        (":title.md", "_drafts/a.html", {"title": "a"}),
        (
            ":year-:month-:day-:title.md",
            "_posts/2024-01-02-a-b.md",
            {"year": "2024", "month": "01", "day": "02", "title": "a-b"},
        ),
        (":year-:month-:day-:title.md", "_posts/x/a b.md", {"title": "x-a-b"}),
        (":lang/:title.md", "_posts/en/x/a.md", {"lang": "en", "title": "x/a"}),
        (":year/:i_month/:title", "_posts/2024/1/v1.2.md", {"year": "2024", "i_month": "1", "title": "v1.2"}),
        ("(:title)[.md", "_posts/(a)[.md", {"title": "a"}),
        (":title:title.md", "_posts/aa.md", {"title": "a"}),
    ],
)
def test_the_name_of_a_post_is_read_as_hexo_does(pattern, path, expected):
    # Source: hexo/lib/plugins/processor/post.ts.
    assert Hexo(pattern).read_name(path) == expected


def test_a_name_gives_the_title_of_an_address_a_date_and_fields(blog):
    root = {"path": "content", "layout": "hexo", "trusted": True, "new_post_name": ":lang/:year-:month-:day-:title.md"}
    blog.settings(content=[root], permalink=":lang/:title/", timezone="Asia/Shanghai")
    blog.write("_posts/en/2024-03-04-a.md", post("A", "{% post_link b %}"))
    blog.write("_posts/zh/2024-03-04-b.md", post("B", "x", date="2023-01-01"))
    blog.build()
    assert 'datetime="2024-03-04T00:00:00+08:00"' in blog.page("/en/a/")
    assert 'href="/zh/b/"' in blog.page("/en/a/")
    assert 'datetime="2023-01-01T00:00:00+08:00"' in blog.page("/zh/b/")
    assert '<html lang="en"' in blog.page("/en/a/")


def test_after_any_edit_a_blog_is_as_if_it_were_built_anew(blog):
    blog.settings(content=[ROOT_WITH_ASSETS], permalink=":year/:title/")
    blog.build()
    for path, text in (
        ("content/_posts/first/cat.png", b"other"),
        ("content/_posts/first.md", post("First", "![](dog.png)", date="2025-01-02")),
        ("content/_posts/first/dog.png", b"dog"),
        ("content/about/index.md", post("About", "[the post](../2025/first/)")),
        ("content/raw.html", "<p>changed"),
        ("content/404.md", post("Lost", "x")),
        ("content/robots.txt", "User-agent: *"),
    ):
        blog.put(path, text)
        blog.build()
        assert blog.files() == clean_build(blog), path


def test_hidden_files_are_published_where_include_names_them(blog):
    blog.settings(content=[ROOT_WITH_ASSETS | {"include": [".well-known/*", ".other/x.txt", "_redirects"]}])
    for name in (".well-known/a.txt", ".well-known/deep/b.txt", ".other/x.txt", ".git/config", "_redirects", "_other"):
        blog.write(name, "x")
    report = blog.build()
    assert {address for address in report.written if address.startswith(("/.w", "/_"))} == {
        "/.well-known/a.txt",
        "/_redirects",
    }
    ignored = {one.where.path for one in report.problems if one.code == "file-ignored"}
    assert {"content/.other/x.txt", "content/_other", "content/.well-known/deep/b.txt"} <= ignored


SIGNS = st.text(alphabet="ab/.*?[]{}!^-,:\\_~%(名 \n", max_size=12)


@given(path=SIGNS, pattern=SIGNS, name=SIGNS)
def test_any_pattern_is_a_pattern(path, pattern, name):
    root = ContentRoot(path="source", layout="hexo", trusted=True, include=(pattern,), skip_render=(pattern, "[b-a]"))
    assert layout_of(root).role(path, root) in ("source", "asset", "verbatim", "ignored")
    assert "title" in Hexo(name).read_name(path)


def test_files_beside_posts_of_a_blog_at_an_absolute_path_do_not_stop_the_build(small_site, tmp_path):
    blog = tmp_path / "elsewhere" / "source"
    (blog / "_posts" / "shots").mkdir(parents=True)
    (blog / "_posts" / "a.md").write_text(post("A", "![x](shots/x.png)", date="2020-05-05"))
    (blog / "_posts" / "shots" / "x.png").write_bytes(b"\x89PNG\r\n\x1a\nx")
    small_site.settings(f'[[content]]\npath = "{blog}"\ntrusted = true\nlayout = "hexo"\n')
    report = small_site.build()
    assert report.posts == 1
