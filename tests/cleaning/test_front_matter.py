from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.clean_config import CleanConfig, Root
from generator.front_matter import header, kind
from generator.front_matter.title import title_of_body, title_of_path
from generator.model import Field, FieldMap, Header, RawPost, SourceFile
from generator.stages.read import parse
from tests.cleaning.drafts import CONFIG
from tests.sizes import examples


def config(*, is_trusted: bool = False) -> CleanConfig:
    return replace(CONFIG, timezone="Asia/Shanghai", language="zh-CN", roots=(Root("content", is_trusted),))


def typed(text: str, path: str = "a/b.md", *, is_trusted: bool = False) -> tuple[Header, list[str]]:
    raw = parse(SourceFile("content", path, 1, 1, 1), text.encode())
    found, problems = header(raw, config(is_trusted=is_trusted))
    return found, [problem.code for problem in (*raw.problems, *problems)]


def post(fields: str) -> Header:
    return typed(f"---\n{fields}\n---\nbody")[0]


def test_a_whole_header_is_typed():
    found, codes = typed(
        "---\ntitle: ' 快讯  &#123;x&#125; '\ndate: Thu, 04 Nov 2021 03:38:02 GMT\nupdated: 2021-11-05\n"
        "categories:\n - 甲\n - 乙\ntags: [a, b, a]\nauthor: 丙\n"
        "link: https://a.example/1?b=c\npermalink: /x/\nlayout: post\ncomments: false\n"
        "excerpt: 摘要\nthumbnail: https://a.example/1.png\nlang: zh_TW\naliases: [/old/, /older/]\n"
        "toc: true\nmarkup: HTML\n"
        "abbrlink: 1f\nmood: 好\nnested: {a: b}\nempty:\n---\nbody"
    )
    assert found == Header(
        title="快讯 {x}",
        published=datetime(2021, 11, 4, 3, 38, 2, tzinfo=UTC),
        updated=datetime(2021, 11, 4, 16, tzinfo=UTC),
        categories=(("甲", "乙"),),
        tags=("a", "b"),
        author="丙",
        origin="丙",
        link="https://a.example/1?b=c",
        permalink="/x/",
        comments=False,
        excerpt="摘要",
        cover="https://a.example/1.png",
        lang="zh-TW",
        aliases=("/old/", "/older/"),
        has_toc=True,
        markup="html",
        extra=(("abbrlink", "1f"), ("mood", "好")),
    )
    assert codes == []


@pytest.mark.parametrize(
    ("written", "paths"),
    [
        ("categories: 甲", (("甲",),)),
        ("category: 甲", (("甲",),)),
        ("categories: 甲, 乙", (("甲, 乙",),)),
        ("categories: [甲, 乙]", (("甲", "乙"),)),
        ("categories:\n- [甲, 乙]\n- 丙\n- [甲, 乙]", (("甲", "乙"), ("丙",))),
        ("categories: [甲 / 乙, ~, '', 丙]", (("甲 / 乙", "丙"),)),
        ("categories:\n - '今日推荐 '\n - '　精选'", (("今日推荐", "精选"),)),
        ("categories:\n - C: 语言", (("C: 语言",),)),
        ("categories: []", ()),
        ("categories: []\ncategory: 甲", (("甲",),)),
        ("categories: 甲\ncategory: 乙", (("甲",),)),
        ("categories:", ()),
    ],
)
def test_categories_follow_the_rules_of_hexo(written, paths):
    assert post(written).categories == paths


def test_tags_are_not_split_at_commas():
    assert post("tags: a, b").tags == ("a, b",)
    assert post("tags: [a, ~, b]\ntag: c").tags == ("a", "b")
    assert post("tags:\ntag: c").tags == ("c",)


@pytest.mark.parametrize(
    ("written", "origin"),
    [
        ("source: 甲\nauthor: 乙\ncategories: [丙, 丁]", "甲"),
        ("author: 乙\ncategories: [丙, 丁]", "乙"),
        ("categories: [丙, 丁, 戊]", "丁"),
        ("categories: [丙]", ""),
    ],
)
def test_the_source_of_a_post_is_its_source_author_or_second_category(written, origin):
    assert post(written).origin == origin


@pytest.mark.parametrize(
    ("written", "is_true"),
    [("false", False), ("'false'", False), ("0", False), ("False", False),
     ("no", True), ("off", True), ("", True), ("1", True)],
)  # fmt: skip
def test_only_false_and_zero_are_false(written, is_true):
    assert post(f"comments: {written}").comments is is_true
    assert post(f"published: {written}").is_draft is not is_true


def test_drafts_are_marked_or_lie_in_a_drafts_folder():
    assert post("draft: true").is_draft
    assert not post("draft: no").is_draft
    assert typed("---\ntitle: a\n---\n", "x/_drafts/a.md")[0].is_draft
    assert not typed("---\ntitle: a\n---\n", "x/_drafts.md")[0].is_draft


@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", "//a.example", "https://", "https://u@a.example/", "http://[x", "https://a b", "x" * 5000,
     "https://a.example:443:80/", "https://a.example:javascript/", "https://a.example%2eb.example/", "/a",
     "mailto:a@b.c", "https://a.example:99999/", "https://a.example／b.example/", "https://a.example\u2215b.example/",
     "https://1.2.3.4.5/", "pressmark-post:a", "#a"],
)  # fmt: skip
def test_a_link_is_a_web_address_or_nothing(link):
    found, codes = typed(f"---\ntitle: a\ndate: 2021-01-01\nlink: '{link}'\n---\n")
    assert (found.link, codes) == ("", ["field-unreadable"])


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("https://a.example/b c", "https://a.example/b%20c"),
        ("https:\\\\a.example\\b", "https://a.example/b"),
        ("HTTPS://a.example", "https://a.example"),
        ("https://a.example/<x>", "https://a.example/%3Cx%3E"),
        ("http://192.168.0.1/", "http://192.168.0.1/"),
    ],
)
def test_a_link_is_written_as_links_of_a_body_are(written, expected):
    assert post(f"link: '{written}'").link == expected


@pytest.mark.parametrize("name", ["link", "headimg", "thumbnail", "cover"])
def test_an_address_that_the_policy_refuses_is_named_with_its_line_and_not_used(name):
    raw = parse(
        SourceFile("content", "a.md", 1, 1, 1),
        f"---\ntitle: a\ndate: 2021-01-01\n{name}: https://a.example:443:80/\n---\n".encode(),
    )
    found, (problem,) = header(raw, config())
    assert (found.link, found.cover) == ("", "")
    assert f"{problem.where}: {problem.code}: {problem.message}".startswith(
        f"content/a.md:4:{len(name) + 3}: field-unreadable: {name} is no "
    )


def test_a_cover_that_is_refused_makes_way_for_the_next_field():
    found, codes = typed("---\ntitle: a\ndate: 2021-01-01\nheadimg: http://127.0.0.1/a.png\nphotos: [b.png]\n---\n")
    assert (found.cover, codes) == ("b.png", ["field-unreadable"])


def test_sticky_wants_a_trusted_root():
    text = "---\ntitle: a\ndate: 2021-01-01\nsticky: 3\n---\n"
    assert typed(text)[0].sticky == 0
    assert typed(text)[1] == ["field-untrusted"]
    assert typed(text, is_trusted=True)[0].sticky == 3
    assert typed(text.replace("3", "many"), is_trusted=True)[1] == ["field-unreadable"]


def test_dates_that_are_missing_or_unreadable_leave_a_post_undated():
    assert typed("---\ntitle: a\n---\n")[1] == ["date-missing"]
    raw = parse(SourceFile("content", "a.md", 1, 1, 1), b"---\ntitle: a\ndate: 2003-13-01\n---\n")
    found, (problem,) = header(raw, config())
    assert found.published is None
    assert f"{problem.where}: {problem.code}: {problem.message}" == (
        "content/a.md:3:7: date-unreadable: '2003-13-01' is not a date"
    )
    assert problem.help == "write it as  date: YYYY-MM-DD HH:MM:SS"


def test_the_first_picture_that_is_named_is_the_cover():
    assert post("cover: c.png\nthumbnail: b.png\nheadimg: ''").cover == "b.png"
    assert post("photos:\n - d.png\n - e.png").cover == "d.png"


def test_fields_with_closed_values_refuse_others():
    found, codes = typed("---\ntitle: a\ndate: 2021-01-01\nmarkup: latex\nlang: '<x>'\n---\n")
    assert (found.markup, found.lang, codes) == ("", "", ["field-unreadable", "field-unreadable"])


def test_absurd_lengths_are_cut():
    found, codes = typed(
        "---\ntitle: "
        + "长" * 400
        + "\ndate: 2021-01-01\ncategories: ["
        + "x, " * 30
        + "]\ntags: ["
        + "名" * 300
        + "]\n---\n"
    )
    assert found.title == "长" * 300 + "…"
    assert len(found.categories[0]) == 10
    assert found.tags == ("名" * 200 + "…",)
    assert codes == ["field-unreadable"] * 3


def test_a_title_of_invisible_characters_is_no_title():
    found, codes = typed("---\ntitle: '\u200b '\ndate: 2021-01-01\n---\n第一行")
    assert (found.title, found.is_title_given, codes) == ("第一行", False, ["title-missing"])


@pytest.mark.parametrize(
    ("body", "title"),
    [
        ("第一行\n第二行", "第一行"),
        ("# Heading\ntext", "Heading"),
        ("\n---\n\n![](a.png)\n> said", "said"),
        ("<style>a{}</style><!-- no --><div>\n <p>段<b>落</b></p><p>x</p>", "段落"),
        ("a &lt;b&gt; c<br>d", "a <b> c"),
        ("3 < 4 and so on", "3 < 4 and so on"),
        ("长" * 30 + "，" + "句" * 40 + "。" + "尾" * 30, "长" * 30 + "，" + "句" * 40 + "。"),
        ("长" * 30 + "，" + "句" * 30 + "，" + "尾" * 30, "长" * 30 + "，" + "句" * 30),
        ("长" * 100, ""),
        ("<img src=a>", ""),
        ("<script>x", ""),
        ("", ""),
    ],
)
def test_the_first_line_or_clauses_of_a_body_are_a_title(body, title):
    assert title_of_body(body) == title


@pytest.mark.parametrize(
    ("path", "title"),
    [("a/快讯.md", "快讯"), (".md", ".md"), ("a/ .md", ".md"), ("x/\udcff.html", "\ufffd"),
     ("a/1.0.0.md", "1.0.0"), (".NET 8.md", ".NET 8"), ("a\n\x01b.md", "a b")],
)  # fmt: skip
def test_a_file_name_is_the_last_resort_for_a_title(path, title):
    assert title_of_path(path) == title


@pytest.mark.parametrize(
    ("root", "path", "fields", "expected"),
    [
        ("content", "a.md", "title: a", "post"),
        ("content", "a.md", "layout: page", "page"),
        ("content", "pages/about/a.md", "title: a", "page"),
        ("content", "pages.md", "title: a", "post"),
        ("content", "a/pages/b.md", "title: a", "post"),
        ("site/pages", "b.md", "title: a", "page"),
    ],
)
def test_pages_are_told_by_layout_or_folder(root, path, fields, expected):
    source = SourceFile(root, path, 1, 1, 1)
    found, _ = header(parse(source, f"---\n{fields}\n---\n".encode()), config())
    assert kind(source, found, config()) == expected


NAMES = st.sampled_from(
    ["title", "date", "updated", "categories", "tags", "author", "link", "permalink", "published", "draft", "cover",
     "lang", "aliases", "sticky", "toc", "markup", "excerpt", "photos", "mood", ""]
)  # fmt: skip
VALUES = st.recursive(
    st.one_of(st.none(), st.text(max_size=10)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(tuple),
        st.lists(st.tuples(st.text(max_size=3), inner), max_size=3).map(lambda items: FieldMap(tuple(items))),
    ),
    max_leaves=6,
)


@examples(200)
@given(st.lists(st.tuples(NAMES, VALUES), max_size=8), st.booleans(), st.text(max_size=50))
def test_any_fields_make_a_header_with_a_title(pairs, is_trusted, body):
    fields = tuple(Field(name, value, 2) for name, value in pairs)
    raw = RawPost(SourceFile("content", "a.md", 1, 1, 1), fields, body, 1, True)
    assert header(raw, config(is_trusted=is_trusted))[0].title
