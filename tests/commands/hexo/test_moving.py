"""`init --from-hexo`: a site of a Hexo blog, whose posts stay where they are and keep their addresses."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from generator.cli import app
from generator.commands.new_post import new_post
from generator.config import Config
from generator.config.reading import load_config
from tests.commands.test_new_files import _NOW
from tests.sites import SmallSite, post, tree
from tests.sizes import examples

STARTER = """\
# Hexo Configuration
title: Hexo
subtitle: ''
author: The harbour office
language: en
timezone: ''
url: http://example.com
permalink: :year/:month/:day/:title/
permalink_defaults:
pretty_urls:
  trailing_index: true
  trailing_html: true
tag_dir: tags
new_post_name: :title.md # File name of new posts
titlecase: false
external_link:
  enable: true
render_drafts: false
relative_link: false
future: true
default_category: uncategorized
category_map:
updated_option: 'mtime'
per_page: 10
pagination_dir: page
include:
theme: landscape
deploy:
  type: ''
"""


class Blog:
    """A Hexo blog and the place of the new site beside it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.site = folder / "blog", folder / "site"
        self.put("source/_posts/hello.md", post("Hello", "Words.", date="2024-01-02"))

    def put(self, name: str, text: str | bytes = "") -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())

    def init(self, *options: str) -> Any:
        before = tree(self.folder)
        result = CliRunner().invoke(app, ["init", "--from-hexo", str(self.folder), str(self.site), *options])
        assert tree(self.folder) == before
        return result

    def moved(self, config: str = "", **files: str) -> dict[str, Any]:
        """The settings that are made of `config`."""
        self.put("_config.yml", config)
        result = self.init()
        assert result.exit_code == 0, result.output
        return tomllib.loads((self.site / "site.toml").read_text("utf-8"))

    def left(self) -> dict[str, str]:
        """What the settings say is not carried over."""
        _, _, text = (self.site / "site.toml").read_text("utf-8").partition("# Not carried over:\n")
        return dict(line.removeprefix("# ").split(": ", 1) for line in text.splitlines() if line)

    def built(self) -> SmallSite:
        site = SmallSite.found(self.site)
        site.build()
        return site


@pytest.fixture
def blog(tmp_path):
    return Blog(tmp_path)


def test_the_settings_of_a_new_blog_are_carried_over(blog):
    assert blog.moved(STARTER) == {
        "title": "Hexo",
        "url": "http://example.com/",
        "author": "The harbour office",
        "language": "en",
        "permalink": ":year/:month/:day/:title/",
        "content": [{"path": "../blog/source", "layout": "hexo", "trusted": True, "dialect": "gfm"}],
        "lists": {"pagination": "hexo", "slugs": "hexo", "per_page": 10},
        "feeds": {"rss": "rss2.xml"},
    }
    assert blog.left().keys() == {"url", "timezone", "updated_option", "external_link", "theme"}
    site = blog.built()
    assert site.has("/2024/01/02/hello/")


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        ("title: 2024", {"title": "2024"}),
        ("title: no", {"title": "no"}),
        ("title: ~", {"title": "Hexo"}),
        ("url: https://a.example.net/blog", {"url": "https://a.example.net/blog/"}),
        ("url: https://a.example.net\nroot: /blog/", {"url": "https://a.example.net/blog/"}),
        ("url: https://a.example.net\nroot: /b?x/", {"url": "https://a.example.net/b%3Fx/"}),
        ("url: https://a.example.net/blog\nroot: /", {"url": "https://a.example.net/"}),
        ("url: nonsense", {"url": "https://example.org/"}),
        ("language:\n- zh-TW\n- en", {"language": "zh-TW"}),
        ("language: zh_Hans_CN", {"language": "zh-CN"}),
        ("language: fr", {"language": "en"}),
        ("timezone: Asia/Shanghai", {"timezone": "Asia/Shanghai"}),
        ("timezone: Mars", {"timezone": None}),
        ("future: false", {"future": False}),
        ("permalink: p/:abbrlink.html", {"permalink": "p/:abbrlink.html"}),
        ("permalink: post", {"permalink": ":year/:month/:day/:title/"}),
        ("permalink_defaults:\n  lang: en", {"permalink_defaults": {"lang": "en"}}),
        ("pretty_urls:\n  trailing_html: false", {"trailing_html": False}),
        ("default_category: misc", {"default_category": "misc"}),
        ("category_dir: topics/", {"lists.category_dir": "topics"}),
        ("tag_dir: /", {"lists.tag_dir": "/"}),
        ("archive_dir: ../x", {"lists.archive_dir": None}),
        ("pagination_dir: p", {"lists.pagination_dir": "p"}),
        ("filename_case: 1", {"lists.filename_case": "lower"}),
        ("filename_case: 2", {"lists.filename_case": "upper"}),
        ("category_map:\n  随笔: essays\n  2024: year", {"lists.category_map": {"随笔": "essays", "2024": "year"}}),
        ("tag_map:\n  'a b': \"c\\nd\"", {"lists.tag_map": {"a b": "c\nd"}}),
        ("per_page: 0", {"lists.per_page": 1000}),
        ("per_page: 100\narchive: 1", {"lists.per_page": 100, "lists.per_page_of": {"archive": 1000}}),
        ("index_generator:\n  per_page: 5", {"lists.per_page_of": {"home": 5}}),
        ("tag_generator:\n  per_page: 0", {"lists.per_page_of": {"tag": 1000}}),
        ("feed:\n  type: rss2\n  path: feed/index.xml", {"feeds.rss": "feed/index.xml"}),
        ("feed:\n  type: [atom, rss2]\n  path: [a.xml, b]", {"feeds.atom": "a.xml", "feeds.rss": "b.xml"}),
        ("feed:\n  limit: 0\n  content: false", {"feeds.size": 1000, "feeds.content": "summary"}),
        ("post_asset_folder: true", {"content.post_asset_folder": True}),
        ("new_post_name: :year-:title.md", {"content.new_post_name": ":year-:title.md"}),
        ("skip_render: demo/**", {"content.skip_render": ["demo/**"]}),
        ("include:\n- .well-known/**\nexclude: a\nignore: [b]", {"content.exclude": ["a", "b"]}),
    ],
)
def test_each_setting_has_its_place(blog, config, expected):
    found = blog.moved(config)
    found["content"] = found["content"][0]
    flat = found | {
        f"{table}.{name}": value for table in ("lists", "feeds", "content") for name, value in found[table].items()
    }
    assert {name: flat.get(name) for name in expected} == expected
    Config.model_validate(tomllib.loads((blog.site / "site.toml").read_text("utf-8")))


@pytest.mark.parametrize(
    ("config", "name"),
    [
        ("titlecase: true", "titlecase"),
        ("relative_link: true", "relative_link"),
        ("render_drafts: true", "render_drafts"),
        ("index_generator:\n  path: blog", "index_generator.path"),
        ("tag_generator:\n  order_by: name", "tag_generator.order_by"),
        ("permalink: :category/:title", "permalink"),
        ("valine:\n  appId: x", "valine"),
        ("deploy:\n- type: git", "deploy"),
        ("feed:\n  path: feed.json", "feed.path"),
        ("sitemap:\n  path: map.xml", "sitemap map.xml"),
        ("theme_config:\n  since: 2020", "configuration of the theme"),
        ("theme_config:\n  favicon: /a.png", "favicon of the theme"),
    ],
)
def test_what_has_no_equivalent_is_listed_with_the_reason(blog, config, name):
    blog.put("_config.yml", config)
    result = blog.init()
    assert name in blog.left()
    assert f"  {name}: {blog.left()[name]}" in result.stderr.splitlines()


def test_plugins_and_data_are_listed(blog):
    blog.put("package.json", '{"dependencies": {"hexo": "8", "hexo-generator-feed": "1", "hexo-math": "1"}}')
    blog.put("source/_data/friends.yml", "a: 1")
    blog.moved(STARTER)
    assert {"hexo-math", "_data/friends.yml"} <= blog.left().keys()
    assert "hexo-generator-feed" not in blog.left()


def test_the_menu_of_the_theme_is_kept_without_what_every_menu_has(blog):
    blog.put(
        "_config.next.yml",
        "menu:\n  home: / || fa\n  about: /about/ || fa\n  更多:\n    链接: links.html\n    x: //a b",
    )
    blog.put("themes/next/_config.yml", "menu:\n  Old: /old/")
    blog.put("source/about/index.md", post("About me", "x"))
    found = blog.moved("theme: next\ntag_dir: t\n")
    assert found["theme"]["menu"] == [["About", "/about/"], ["链接", "/links.html"]]
    assert blog.built().page("/").count('href="/about/"') == 1


def test_empty_pages_of_tags_and_categories_make_way_for_ours(blog):
    blog.put("source/tags/index.md", "---\ntitle: Tags\ntype: tags\n---\n")
    blog.put("source/index.md", post("Welcome", "x"))
    blog.put("source/categories/index.md", "---\ntitle: All\n---\nWords of their own.\n")
    blog.put("source/_posts/b.md", post("B", "x", date="2024-01-02", tags=["t"], categories=["c"]))
    assert blog.moved("")["content"][0]["exclude"] == ["tags/index.md"]
    assert {"page tags/index.md", "page categories/index.md", "page index.md"} <= blog.left().keys()
    assert blog.built().has("/tags/")


def test_the_domain_of_the_blog_is_kept(blog):
    blog.put("source/CNAME", "Blog.example.net\n")
    assert blog.moved("")["deploy"] == {"cname": "blog.example.net"}
    assert blog.built().page("/CNAME") == "Blog.example.net\n"


def test_posts_of_a_blog_have_no_source_but_the_one_they_name(blog):
    blog.put("source/_posts/b.md", post("B", "x", date="2024-01-02", categories=["c", "d"]))
    blog.moved("")
    assert not blog.built().has("/sources/")


def test_options_win_over_the_settings_of_the_blog(blog):
    blog.put("_config.yml", STARTER)
    blog.init("--title", "Mine", "--url", "https://example.net/", "--language", "ja")
    found = load_config(blog.site)
    assert (found.title, found.url, found.language) == ("Mine", "https://example.net/", "ja")


def test_a_new_post_goes_where_hexo_looks_for_it(blog):
    blog.moved("new_post_name: :lang/:year-:i_month-:day-:title.md")
    config = load_config(blog.site)
    for options, expected in (
        ({}, "source/_posts/en/2026-11-22-New.md"),
        ({"is_draft": True}, "source/_drafts/en/2026-11-22-New.md"),
        ({"is_page": True}, "source/New/index.md"),
    ):
        new_post("New", blog.site, config, date=None, now=_NOW, **({"is_draft": False, "is_page": False} | options))
        assert (blog.folder / expected).is_file()


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        ("title: a: b\n", "_config.yml:1:9: error hexo-config: not valid YAML"),
        ("a:\n\tb: 1", "_config.yml:2:1: error hexo-config: not valid YAML"),
        ("- a", "_config.yml: error hexo-config: is no list of settings"),
        ("[" * 30_000, "_config.yml: error hexo-config: more than 64 levels"),
        (
            "a: \ufffd".encode().decode("latin-1") + "x" * 300_000,
            "_config.yml: error hexo-config: is larger than 256 KiB",
        ),
    ],
)
def test_broken_settings_are_told_with_their_line(blog, config, expected):
    blog.put("_config.yml", config)
    result = blog.init()
    assert result.exit_code == 2
    assert expected in " ".join(result.stderr.split())
    assert not blog.site.exists()


def test_aliases_that_double_at_each_level_cost_nothing(blog):
    lines = ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 60))]
    blog.moved("\n".join([*lines, "theme_config: {menu: *a59}", ""]))


def test_settings_in_json_are_read_too(blog):
    blog.put("_config.json", '{"title": 5, "future": false, "author": null}')
    assert blog.init().exit_code == 0
    found = load_config(blog.site)
    assert (found.title, found.future, found.author) == ("5", False, "")


def test_a_folder_that_is_no_blog_is_refused(blog, tmp_path):
    for folder, expected in (
        (tmp_path / "none", "there is no such folder"),
        (blog.folder, "no _config.yml here"),
        (blog.folder / "source", "no _config.yml here"),
    ):
        result = CliRunner().invoke(app, ["init", "--from-hexo", str(folder), str(blog.site)])
        assert result.exit_code == 2
        assert expected in result.stderr
    blog.put("_config.yml", "source_dir: elsewhere")
    assert "there is no folder 'elsewhere' for the posts" in blog.init().stderr


def test_nothing_is_made_in_the_blog_or_over_a_site(blog):
    blog.put("_config.yml", STARTER)
    before = tree(blog.folder)
    for place in (blog.folder, blog.folder / "new"):
        result = CliRunner().invoke(app, ["init", "--from-hexo", str(blog.folder), str(place)])
        assert (result.exit_code, "lies in the blog" in result.stderr) == (1, True)
    assert tree(blog.folder) == before
    assert blog.init().exit_code == 0
    result = blog.init()
    assert (result.exit_code, "this folder is a site already" in result.stderr) == (1, True)


# The settings of the archive that Pressmark was made for: most of its posts have no `abbrlink`.
ABBREVIATED = "language: zh-CN\npermalink: p/:abbrlink.html\nper_page: 100\ntimezone: Asia/Shanghai\n"


def test_posts_without_abbrlink_never_share_an_address(blog):
    for number in range(40):
        abbrlink = {"abbrlink": "7" if number < 4 else f"{number:x}"} if number % 10 == 0 or number < 4 else {}
        text = post("同一个标题", f"<p>第 {number} 篇。</p>", date="2024-01-02", **abbrlink)
        blog.put(f"source/_posts/{number % 3}/{number}.md", text)
    blog.moved(ABBREVIATED)
    site = blog.built()
    pages = [name for name in site.files() if name.startswith("p/")]
    assert len(pages) == 41
    assert len({name.casefold() for name in pages}) == 41


def test_without_abbrlink_no_other_post_moves_an_address(blog):
    blog.moved(ABBREVIATED)
    for number in range(6):
        blog.put(f"source/_posts/{number}.md", post("同一个标题", f"<p>第 {number} 篇。</p>", date="2024-01-02"))
    before = {name: data for name, data in blog.built().files().items() if name.startswith("p/")}
    for number in (0, 3):
        (blog.folder / f"source/_posts/{number}.md").unlink()
    blog.put("source/_posts/earlier.md", post("同一个标题", "<p>新的。</p>", date="2001-01-01"))
    after = {name for name in blog.built().files() if name.startswith("p/")}
    assert len(before.keys() & after) == 5
    assert len(after) == 6


EVERYTHING = """\
url: https://blog.example.net/notes
root: /notes/
timezone: UTC
permalink: :category/:year-:i_month-:i_day/:post_title-:hour:minute:second.html
new_post_name: :year-:month-:day-:title.md
filename_case: 1
category_map:
  Walks: walking
tag_map:
  山水: hills & water
category_dir: topics
tag_dir: by/tag
archive_dir: when
pagination_dir: p
per_page: 2
index_generator:
  per_page: 1
archive_generator:
  per_page: 0
default_category: none
post_asset_folder: true
skip_render: lib/**
feed:
  type: [atom, rss2]
  path: [feed/a.xml, r.xml]
"""
FILES = {
    "2024-01-02-ice.md": post(
        "Ice on the ropes!",
        "x",
        date="2024-01-02 08:00:00",
        categories=["Walks", "Sea & Sand"],
        tags=["Node.js", "山水"],
    ),
    "2024-01-02-ice/rope.png": "p",
    "2023-11-30-fog.md": post("Fog", "x", tags=["Node.js"]),
    "old.md": post("Été", "x", date="2022-05-06 07:08:09", categories=["随笔"], tags=["Node.js"]),
    "kept.md": post("Kept", "x", date="2022-05-07", permalink="kept/here.html"),
    "../about/index.md": post("About", "x"),
    "../links.md": post("Links", "x"),
    "../lib/a.html": "<p>",
    "../images/a.png": "a",
}
# What Hexo 8.1.2 with its standard generators writes for these, but for its theme's files and sitemap.txt.
HEXO = """
about/index.html by/tag/hills-water/index.html feed/a.xml images/a.png index.html kept/here.html lib/a.html links.html
none/2023-11-30/fog-000000.html p/2/index.html p/3/index.html p/4/index.html r.xml sitemap.xml topics/walking/index.html
topics/walking/sea-sand/index.html topics/随笔/index.html
walking/sea-sand/2024-1-2/ice-on-the-ropes-080000.html
walking/sea-sand/2024-1-2/ice-on-the-ropes-080000/rope.png when/2022/05/index.html when/2022/index.html
when/2023/11/index.html when/2023/index.html when/2024/01/index.html when/2024/index.html when/index.html
随笔/2022-5-6/ete-070809.html
""".split()


def test_every_address_that_hexo_gives_is_kept(blog):
    (blog.folder / "source/_posts/hello.md").unlink()
    for name, text in FILES.items():
        blog.put(f"source/_posts/{name}", text)
    blog.moved(EVERYTHING)
    assert set(HEXO) <= blog.built().files().keys()


def test_the_tags_of_an_encrypting_plugin_are_private_and_their_passwords_stay_where_they_are(blog):
    blog.put("package.json", json.dumps({"dependencies": {"hexo-blog-encrypt": "^3.1.9"}}))
    blog.put("source/_posts/a.md", post("Secret", "Sealed words.", date="2024-01-02", tags=["Diary"]))
    blog.put("source/_posts/b.md", post("Free", "Open words.", date="2024-01-02", tags=["Diary"], password=""))
    tags = "[{name: Diary, password: swordfish}, {name: 2024, password: hunter2}, {password: x}, y]"
    moved = blog.moved(f"encrypt:\n  enable: true\n  message: Say friend\n  tags: {tags}\n")
    assert moved["front_matter"] == {"private_tags": ["Diary", "2024"]}
    assert "left out" in blog.left()["encrypt"]
    assert "names each of them" in blog.left()["hexo-blog-encrypt"]
    text = (blog.site / "site.toml").read_text("utf-8")
    assert not [word for word in ("swordfish", "hunter2", "Say friend") if word in text]
    files = blog.built().files()
    assert not [name for name, data in files.items() if b"Sealed" in data or b"Secret" in data]
    assert "2024/01/02/b/index.html" in files


def test_the_words_of_init_show_no_password(blog):
    blog.put("_config.yml", "encrypt: {password: hunter2, pwdfile: swordfish, tags: [{name: a, password: opensesame}]}")
    output = blog.init().output
    assert "encrypt: posts with these tags are left out (`private_tags`)" in output
    assert not [word for word in ("swordfish", "hunter2", "opensesame") if word in output]


@pytest.mark.parametrize(
    ("config", "expected", "left"),
    [
        ("hide_posts: {filter: secret}", {"hidden": ["secret"]}, []),
        ("hide_posts: {enable: false}", {"hidden": []}, []),
        ("hide_posts: {filter: hidden, noindex: true}", None, []),
        ("hide_posts: true", None, []),
        ("hide_posts: {noindex: false}", None, ["hide_posts.noindex"]),
        ("hide_posts: {allowlist_generators: ['*']}", None, ["hide_posts.allowlist_generators"]),
    ],
)
def test_what_hides_posts_is_carried_over(blog, config, expected, left):
    blog.put("source/_posts/a.md", post("Quiet", "x", date="2024-01-02", secret=True, hidden=True))
    assert blog.moved(config).get("front_matter") == expected
    assert [name for name in blog.left() if name.startswith("hide_posts")] == left
    assert ("Quiet" in blog.built().page("/")) == (expected == {"hidden": []})


def test_a_pattern_that_cannot_be_used_is_named(blog):
    assert blog.moved("exclude: ['a/', '!b', 'c\\d']\nignore: '[z-a]'")["content"][0]["exclude"] == ["a/"]
    assert blog.left()["exclude '!b'"] == "the pattern has '!' or a group in round brackets, which are not supported"
    assert len([name for name in blog.left() if name.startswith("exclude ")]) == 3


SETTINGS = st.sampled_from(
    "title url root language timezone permalink permalink_defaults default_category pretty_urls category_dir tag_dir "
    "archive_dir pagination_dir filename_case category_map tag_map per_page index_generator archive_generator "
    "tag_generator archive feed sitemap theme theme_config deploy future skip_render include exclude ignore "
    "post_asset_folder new_post_name external_link encrypt hide_posts new".split()
)
WORDS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["0", "7", "99999", "true", "false", "/", "..", "a/b", ":title", "http://[", "https://a.example", "x"]
    ),
)
NAMES = st.one_of(WORDS, st.sampled_from(["per_page", "path", "type", "limit", "menu", "order_by", "link", "enable"]))
VALUES = st.recursive(
    WORDS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(NAMES, inner, max_size=3)),
    max_leaves=8,
)


@pytest.mark.slow
@examples(100)
@given(st.dictionaries(SETTINGS, VALUES, max_size=6))
def test_whatever_stands_in_the_settings_makes_a_site_that_can_be_read(tmp_path_factory, config):
    blog = Blog(tmp_path_factory.mktemp("any"))
    blog.put("_config.json", json.dumps(config))
    result = blog.init()
    assert result.exit_code == 0, result.output
    load_config(blog.site)
