"""The dialect of a Hexo blog, and the settings of the renderer that read its Markdown."""

from __future__ import annotations

import json

import pytest

from tests.commands.hexo.test_moving import Blog
from tests.sites import post

WRAPPED = "The keeper wrote this\nin an editor that breaks lines\nat sixty characters.\n"
JOINED = "<p>The keeper wrote this\nin an editor that breaks lines\nat sixty characters.</p>"
BROKEN = "<p>The keeper wrote this<br>\nin an editor that breaks lines<br>\nat sixty characters.</p>"


@pytest.fixture
def blog(tmp_path):
    return Blog(tmp_path)


def installed(blog: Blog, *plugins: str) -> None:
    blog.put("package.json", json.dumps({"dependencies": dict.fromkeys(plugins, "1")}))


def breaks(blog: Blog, config: str, *plugins: str) -> bool:
    """Whether the site that is made of `config` keeps line breaks."""
    if plugins:
        installed(blog, *plugins)
    root = blog.moved(config)["content"][0]
    assert root["dialect"] == "gfm"
    return root.get("line_breaks", True)


def left(blog: Blog, config: str, *plugins: str) -> dict[str, str]:
    """What is not carried over of the settings of a renderer."""
    installed(blog, *(plugins or ("hexo-renderer-marked",)))
    blog.moved(config)
    own = {"url", "timezone"}
    return {name: reason for name, reason in blog.left().items() if name not in own}


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        ("marked: {gfm: true, breaks: false}", JOINED),
        ("marked:\n  gfm: false\n  breaks: true", JOINED),
        ("marked:\n  pedantic: true", JOINED),
        ("marked:\n  breaks:", JOINED),
        ("marked:\n  smartypants: false", BROKEN),
        ("title: Lamps", BROKEN),
    ],
)
def test_lines_of_a_paragraph_are_broken_or_joined_as_in_the_blog(blog, config, expected):
    blog.put("source/_posts/lamp.md", post("Lamp", WRAPPED, date="2024-01-03"))
    blog.moved(config)
    assert expected in blog.built().page("/2024/01/03/lamp/")


@pytest.mark.parametrize(
    ("config", "plugins", "expected"),
    [
        ("markdown:\n  render:\n    breaks: false", ("hexo-renderer-markdown-it",), False),
        ("markdown:\n  render:\n    html: true", ("hexo-renderer-markdown-it",), True),
        ("markdown: commonmark", ("hexo-renderer-markdown-it",), True),
        ("marked:\n  breaks: false", ("hexo-renderer-markdown-it",), True),
        ("markdown:\n  render:\n    breaks: false", ("hexo-renderer-marked",), True),
        ("markdown_it_plus:\n  breaks: false", ("@lamps/hexo-renderer-markdown-it-plus",), False),
        ("kramed:\n  breaks: false", ("hexo-renderer-kramed",), False),
        ("kramed:\n  breaks: true", ("hexo-renderer-kramed", "hexo-renderer-ejs"), True),
        ("title: x", ("hexo-renderer-pandoc",), False),
        ("pandoc:\n  extensions: ['+hard_line_breaks']", ("hexo-renderer-pandoc",), True),
        ("title: x", ("hexo-renderer-multi-markdown-it",), True),
        ("marked:\n  breaks: false", ("hexo-renderer-markdown-it", "hexo-renderer-marked"), False),
        ("marked:\n  breaks: false", ("hexo-renderer-mathjax", "hexo-renderer-stylus"), False),
    ],
)
def test_the_installed_renderer_decides_whose_settings_count(blog, config, plugins, expected):
    assert breaks(blog, config, *plugins) == expected


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        ("gfm: false", {"marked.gfm": "`false`"}),
        ("pedantic: true", {"marked.pedantic": "`true`"}),
        ("quotes: '«»„“'", {"marked.quotes": "`«»„“`"}),
        ("modifyAnchors: 1", {"marked.modifyAnchors": "`1`"}),
        ("anchorAlias: true", {"marked.anchorAlias": "`true`"}),
        ("autolink: false", {"marked.autolink": "`false`"}),
        ("external_link:\n    enable: true\n    exclude: [a.example]", {"marked.external_link": "`true`"}),
        ("external_link: true", {"marked.external_link": "`true`"}),
        ("disableNunjucks: true", {"marked.disableNunjucks": "`true`"}),
        ("descriptionLists: false", {"marked.descriptionLists": "`false`"}),
        ("figcaption: true", {"marked.figcaption": "`true`"}),
        ("dompurify:\n    FORBID_TAGS: [b]", {"marked.dompurify": "posts"}),
        ("tideTable: [high, low]", {"marked.tideTable": "`high, low`"}),
        # What is at its default, or makes no difference.
        ("breaks: false", {}),
        ("gfm: true\n  pedantic: false\n  breaks: true\n  smartypants: true\n  quotes: '“”‘’'", {}),
        ("modifyAnchors: 0\n  anchorAlias: false\n  autolink: true\n  descriptionLists: true", {}),
        ("smartypants: false\n  quotes: '«»„“'", {}),
        ("smartLists: false\n  mangle: false\n  headerIds: false\n  sanitizeUrl: true\n  dompurify: true", {}),
        ("prependRoot: false\n  postAsset: true\n  lazyload: true\n  figcaption: false", {}),
        ("external_link:\n    enable: false\n    nofollow: true", {}),
    ],
)
def test_settings_of_marked_that_readers_would_miss_are_named_with_their_value(blog, config, expected):
    found = left(blog, f"marked:\n  {config}\n")
    assert {name: reason.split(": ")[0].split(" ")[0] if name.endswith("dompurify") else reason.partition(": ")[0]
            for name, reason in found.items()} == expected  # fmt: skip


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        ("preset: zero", ["markdown.preset"]),
        ("preset: default", []),
        ("disable_rules: [table]", ["markdown.disable_rules"]),
        ("enable_rules:", []),
        ("render:\n    html: false\n    linkify: false", ["markdown.render.html", "markdown.render.linkify"]),
        ("render:\n    typographer: false\n    quotes: '«»„“'\n    xhtmlOut: true\n    langPrefix: x", []),
        ("render:\n    quotes: '«»„“'", ["markdown.render.quotes"]),
        ("anchors:\n    permalink: true\n    permalinkSymbol: §", ["markdown.anchors.permalink"]),
        ("anchors:\n    level: 1\n    permalink: false\n    separator: '-'", []),
        ("plugins: [markdown-it-footnote, markdown-it-sub, markdown-it-sup, markdown-it-mark]", []),
        ("plugins: [markdown-it-deflist, markdown-it-container, '@traptitech/markdown-it-katex']", []),
        ("plugins: [markdown-it-task-lists, markdown-it-checkbox, markdown-it-mathjax3, markdown-it-texmath]", []),
        ("plugins: [markdown-it-abbr]", ["markdown.plugins"]),
        ("plugins:\n    - name: markdown-it-emoji\n      options: {}", ["markdown.plugins"]),
        ("plugins:\n    - name: markdown-it-emoji\n      enable: false", []),
        ("plugins:\n    - plugin:\n        name: markdown-it-ins\n        enable: true", ["markdown.plugins"]),
        ("plugins:", []),
    ],
)
def test_settings_of_markdown_it_that_readers_would_miss_are_named(blog, config, expected):
    assert list(left(blog, f"markdown:\n  {config}\n", "hexo-renderer-markdown-it")) == expected


def test_each_missing_plugin_is_named(blog):
    blog.put("_config.yml", "markdown:\n  plugins: [markdown-it-abbr, markdown-it-ins, markdown-it-sub]\n")
    installed(blog, "hexo-renderer-markdown-it")
    lines = blog.init().stderr.splitlines()
    assert [line for line in lines if "markdown.plugins" in line] == [
        "  markdown.plugins: what `markdown-it-abbr` adds to Markdown stays as it is written",
        "  markdown.plugins: what `markdown-it-ins` adds to Markdown stays as it is written",
    ]


def test_settings_of_a_renderer_that_is_not_used_are_not_named(blog):
    assert left(blog, "marked:\n  figcaption: true\nkramed:\n  tables: false\n", "hexo-renderer-markdown-it") == {}


def test_a_renderer_without_an_equivalent_is_named(blog):
    for name in ("hexo-renderer-pandoc", "hexo-renderer-multi-markdown-it", "hexo-renderer-markdown-it-plus"):
        again = Blog(blog.folder.parent / name)
        assert list(left(again, "title: x", name)) == [name]


def test_of_two_renderers_the_one_that_hexo_ignores_is_named(blog):
    found = left(blog, "title: x", "hexo-renderer-marked", "hexo-renderer-kramed")
    assert found == {"hexo-renderer-kramed": "Hexo reads Markdown with hexo-renderer-marked, which it loads later"}


def test_settings_and_plugins_for_formulas_are_not_needed(blog):
    found = left(blog, "math:\n  engine: mathjax\nmathjax: false\n", "hexo-filter-katex")
    reason = "formulas are written into the page when the site is built (`math`)"
    assert found == {
        "math": f"it is not needed: {reason}",
        "hexo-filter-katex": f"it is not needed: {reason}",
    }


def test_the_dialect_and_the_reason_are_told_and_written(blog):
    blog.put("_config.yml", "marked:\n  breaks: false\n")
    told = blog.init().stderr.splitlines()
    reason = "Markdown is read as `gfm`, which is closest to hexo-renderer-marked; lines of a paragraph are joined."
    assert reason in told
    written = (blog.site / "site.toml").read_text("utf-8").splitlines()
    assert written[written.index("[[content]]") - 1] == f"# {reason}"
    assert {'dialect = "gfm"', "line_breaks = false"} <= set(written)


def test_strange_values_do_no_harm(blog):
    strange = "marked: [a]\nkramed: 5\nmarkdown:\n  render: [x]\n  plugins: {a: b}\n  anchors: no\n  preset: [zero]\n"
    for name in ("marked", "markdown-it", "markdown-it-plus", "kramed", "pandoc"):
        again = Blog(blog.folder.parent / name)
        assert breaks(again, strange, f"hexo-renderer-{name}") == (name != "pandoc")
