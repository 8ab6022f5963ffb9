"""The bundled posts: our own invention, in the shapes that they are there to show."""

from __future__ import annotations

import re
import struct
import zlib
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from generator.clean_config import CleanConfig, clean_config
from generator.config.reading import load_config
from generator.front_matter import header, kind
from generator.model import Header, RawPost
from generator.stages.clean import clean
from generator.stages.read import read
from generator.stages.scan import scan
from tests.libraries import watch

ROOT = Path(__file__).parents[1]
CONTENT = ROOT / "content"
SPECIMENS = {"gfm": "content/pages/specimen-gfm.md", "markdown": "blog/pages/specimen.md"}
"""By dialect, the page that shows what Markdown can do."""
FINANCE = "content/feeds/金融/鹭汀财经/鹭汀财经－镇內/鹭汀：以渡口换桥为契机 推动沿河老街更新.md"
COPY = "content/feeds/文摘/小城文摘/小城文摘－转载/鹭汀以渡口换桥为契机推动沿河老街更新（转）.md"

SETTINGS: CleanConfig = clean_config(load_config(ROOT), ())
FOUND = scan(ROOT, ("content", "blog"))
RAW: dict[str, RawPost] = {source.id: read(ROOT, source) for source in FOUND.sources}
HEADERS: dict[str, Header] = {id: header(raw, SETTINGS)[0] for id, raw in RAW.items()}


def codes(id: str) -> set[str]:
    return {found.code for found in (*RAW[id].problems, *header(RAW[id], SETTINGS)[1])}


def named(part: str) -> str:
    """The id of the one source with `part` in it."""
    found = [id for id in RAW if part in id]
    assert len(found) == 1, found
    return found[0]


def visible(body: str) -> str:
    """The text of a body of ours without comments, style sheets, tags and blanks."""
    body = re.sub(r"<!--.*?-->|<style>.*?</style>", "", body, flags=re.DOTALL)
    return re.sub(r"\s", "", re.sub(r"<[^>]*>", "", body))


# --------------------------------------------------------------------------------- the whole collection


def test_there_are_about_thirty_sources_and_nothing_but_pictures_beside_them() -> None:
    assert 25 <= len(RAW) <= 40
    assert {Path(file.path).suffix for file in FOUND.others} == {".png"}
    assert FOUND.problems == ()


def test_every_extension_of_a_source_but_the_longer_spellings_is_shown() -> None:
    assert {Path(id).suffix for id in RAW} == {".md", ".html", ".txt"}


def test_dates_reach_from_2003_to_2024() -> None:
    years = {item.published.astimezone(SETTINGS.zone).year for item in HEADERS.values() if item.published}
    assert (min(years), max(years)) == (2003, 2024)
    assert len(years) >= 12


def test_names_of_files_are_portable() -> None:
    for id in (*RAW, *(file.id for file in FOUND.others)):
        assert not re.search(r'[\\:*?"<>|\x00-\x1f]', id), id
        assert all(len(part.encode()) <= 143 for part in id.split("/")), id
        assert not any(part != part.strip() for part in id.split("/")), id
    assert len({id.casefold() for id in RAW}) == len(RAW)


def test_every_foreign_address_belongs_to_an_example_host() -> None:
    allowed = re.compile(r"(?:[\w-]+\.)*example\.(?:com|org|net)")
    for id, raw in RAW.items():
        text = raw.body + "".join(str(field.value) for field in raw.fields)
        for host in re.findall(r"https?://([^/\s\"'<>）)]+)", text):
            # A share button and a placeholder are recognised by where they lead.
            assert allowed.fullmatch(host) or host in ("www.facebook.com", "picsum.photos"), f"{id}: {host}"


@pytest.mark.parametrize("folder", ["seeds", "archive"])
def test_no_sentence_comes_from_other_peoples_texts(folder: str) -> None:
    shared = ROOT.parent / "shared" / folder
    if not shared.is_dir():
        pytest.skip("other people's texts are not here")
    sentence = re.compile(r"[\u4e00-\u9fff，、；]{14,}")
    ours = {found: id for id, raw in RAW.items() for found in sentence.findall(raw.body)}
    assert len(ours) > 100
    for path in sorted(shared.rglob("*")):
        if path.is_file():
            theirs = set(sentence.findall(path.read_bytes().decode("utf-8", "replace")))
            assert not theirs & ours.keys(), path


@pytest.mark.parametrize("path", sorted(CONTENT.rglob("*.png")), ids=lambda path: path.name)
def test_pictures_are_whole_and_small(path: Path) -> None:
    data = path.read_bytes()
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", data[16:24]) == (960, 540)
    assert len(data) < 20_000
    position, names = 8, []
    while position < len(data):
        (length,) = struct.unpack(">I", data[position : position + 4])
        name, body = data[position + 4 : position + 8], data[position + 8 : position + 8 + length]
        assert struct.unpack(">I", data[position + 8 + length : position + 12 + length])[0] == zlib.crc32(name + body)
        names.append(name)
        position += 12 + length
    assert (names[0], names[-1], set(names)) == (b"IHDR", b"IEND", {b"IHDR", b"PLTE", b"IDAT", b"IEND"})


# ------------------------------------------------------------------------------- the scraped article


def test_a_finance_article_has_the_structure_of_a_scraped_one() -> None:
    text = (ROOT / FINANCE).read_text("utf-8")
    advertisement = "https://img.example.com/finance/0f3a/20220516/200x200.png"
    assert text.startswith(
        "\n---\ntitle: '鹭汀：以渡口换桥为契机 推动沿河老街更新'\ncategories: \n - 金融\n - 鹭汀财经\n - "
    )
    assert (
        f"\nheadimg: '{advertisement}'\nauthor: 鹭汀财经\ncomments: false\ndate: Tue, 18 Oct 2022 09:38:02 GMT\n"
        in text
    )
    assert f"\nthumbnail: '{advertisement}'\n---\n\n<div>   \n" in text
    assert f'<img src="{advertisement}" referrerpolicy="no-referrer">' in text
    assert text.count("<!-- 文末二维码 start -->") == 4
    assert ".appendQr_wrap&#123;" in text
    assert text.count('<span id="stock_') == text.count('"></span>') == 2
    assert text.count('<p cms-style="font-L">') == 7
    assert text.count('data-sudaclick="') == 2
    assert '<p class="article-editor">责任编辑：编辑部 </p>' in text
    assert text.endswith("\n</div>\n            ")
    assert len(HEADERS[FINANCE].categories[0]) == 3


def test_the_plain_text_copy_has_the_very_words_of_the_article() -> None:
    article = visible(RAW[FINANCE].body)
    end = article.index("小镇行情")
    assert visible(RAW[COPY].body) == article[:end]
    assert "<" not in RAW[COPY].body
    assert HEADERS[COPY].origin != HEADERS[FINANCE].origin


# ------------------------------------------------------------------------------------- odd headers


def test_two_headers_are_no_yaml_and_their_fields_are_read() -> None:
    assert [id for id in RAW if "yaml-recovered" in codes(id)] == [
        named("/kx-20230620.md"),
        named("/鹭汀日报－镇闻/2015.md"),
    ]
    assert HEADERS[named("/kx-20230620.md")].title == "快讯: 小澜河水位回落至三尺二寸"
    assert HEADERS[named("/kx-20230620.md")].categories == (("报纸", "鹭汀日报", "鹭汀日报－快讯"),)


def test_layers_of_quotes_are_taken_off_a_title() -> None:
    assert HEADERS[named("/鹭汀日报－镇闻/2015.md")].title == "2015"


def test_one_header_lacks_its_first_fence_and_one_is_json() -> None:
    assert not (ROOT / named("/寻猫启事.md")).read_text("utf-8").startswith("---")
    assert ";;;" in (ROOT / named("/猫已找到.md")).read_text("utf-8")
    assert HEADERS[named("/寻猫启事.md")].categories == (("报纸", "鹭汀日报"),)
    assert HEADERS[named("/猫已找到.md")].tags == ("猫", "启事")


def test_one_source_is_in_an_old_encoding() -> None:
    assert [id for id in RAW if "encoding-guessed" in codes(id)] == [named("河灯节照常举行.txt")]
    assert HEADERS[named("河灯节照常举行.txt")].title == "河灯节照常举行"


def test_one_source_has_no_front_matter() -> None:
    assert [id for id in RAW if "header-missing" in codes(id)] == [named("开馆须知.txt")]
    assert HEADERS[named("开馆须知.txt")].title == "鹭汀图书馆开馆须知"


def test_three_posts_are_undated() -> None:
    undated = [
        id for id, item in HEADERS.items() if item.published is None and kind(RAW[id].source, item, SETTINGS) == "post"
    ]
    assert sorted(undated) == [
        named("开馆须知.txt"),
        named("一张没有日期的剪报.md"),
        named("what-the-ferryman-keeps.md"),
    ]
    assert "date-unreadable" in codes(named("一张没有日期的剪报.md"))


# -------------------------------------------------------------------------------------- hand-written


def test_two_posts_have_one_title_and_one_day() -> None:
    levels = [id for id, item in HEADERS.items() if item.title == "今日水位"]
    assert len(levels) == 2
    assert len({HEADERS[id].published.astimezone(SETTINGS.zone).date() for id in levels}) == 1  # type: ignore[union-attr]


def test_a_post_may_have_several_paths_of_categories_and_a_slash_in_a_name() -> None:
    assert HEADERS["content/posts/lantern-night.md"].categories == (
        ("博客", "汀上笔记", "散记"),
        ("镇志", "节日"),
        ("今日推荐 / 精选",),
    )
    assert HEADERS[named("旧磁带里的叫卖声（一）.md")].categories == (("广播", "鹭汀广播", "今日推荐 / 精选"),)


def test_tags_that_differ_only_in_signs_stand_side_by_side() -> None:
    assert HEADERS["content/posts/three-gauges.md"].tags == ("C", "C++", "C#", "水位")


def test_hand_written_posts_show_what_markdown_can_do() -> None:
    everything = "".join(raw.body for id, raw in RAW.items() if id.startswith("content/posts/"))
    for sign in (
        "```python",
        "| :--- |",
        "[^rule]:",
        "- [x]",
        "~~",
        "<!-- more -->",
        "{% post_link ",
        "{% blockquote ",
    ):
        assert sign in everything, sign
    assert "](clock-tower.md)" in everything
    assert "](water-gauge.png)" in everything


def test_links_between_bundled_posts_and_pictures_lead_to_files() -> None:
    for id, raw in RAW.items():
        folder = (ROOT / id).parent
        for target in re.findall(r"\]\(([^)\s]+)\)", raw.body):
            is_there = (folder / target).is_file() or target in ("/specimen/", "/specimen-gfm/")
            assert "://" in target or is_there, f"{id}: {target}"
        for target in re.findall(r'data-src="([^"]+)"', raw.body):
            assert (folder / target).is_file(), f"{id}: {target}"
        for slug in re.findall(r"\{% post_link ([\w-]+)", raw.body):
            assert (CONTENT / "posts" / f"{slug}.md").is_file(), f"{id}: {slug}"
        cover = HEADERS[id].cover
        assert not cover or "://" in cover or (folder / cover).is_file(), f"{id}: {cover}"


def test_an_alias_a_permalink_a_draft_a_language_and_a_page_are_shown() -> None:
    assert HEADERS["content/posts/river-table.md"].aliases == ("/river/",)
    assert HEADERS["content/posts/repairing-umbrellas.md"].permalink == "notes/umbrella/"
    assert [id for id, item in HEADERS.items() if item.is_draft] == ["content/posts/next-winter.md"]
    assert {item.lang for item in HEADERS.values()} == {"", "en", "zh-TW"}
    pages = {id for id, item in HEADERS.items() if kind(RAW[id].source, item, SETTINGS) == "page"}
    assert pages == {"content/pages/about.md", *SPECIMENS.values()}
    assert HEADERS["content/posts/clock-tower.md"].has_toc


# ------------------------------------------------------------------------------------ the two dialects


@cache
def calls() -> Counter[str]:
    """How often each library is called when all bundled posts are cleaned."""
    found: Counter[str] = Counter()
    with watch(lambda library: found.update([library])):
        for raw in RAW.values():
            clean(raw, SETTINGS)
    return found


def test_both_dialects_read_bundled_posts() -> None:
    assert calls()["markdown"] == 1
    assert calls()["markdown-it-py"] > 10


@pytest.mark.parametrize("dialect", SPECIMENS)
@pytest.mark.parametrize(
    "sign",
    [
        "<math><semantics>",
        '<math display="block">',
        "<annotation",
        '<div class="callout callout-note">',
        '<div class="callout callout-warning">',
        "<details><summary>",
        '.py</figcaption><pre><code class="language-python"><span data-line="1">',
        '<span class="marked" data-line="',
        '<a class="footnote-ref"',
        "<mark>",
        "<del>",
        "<sub>2</sub>",
        "<sup>2</sup>",
        "☑",
        "<dd>",
        "$3 ",
    ],
)
def test_the_specimen_of_each_dialect_shows_a_construct(dialect: str, sign: str) -> None:
    assert sign in specimen(dialect)


@pytest.mark.parametrize("dialect", SPECIMENS)
def test_a_specimen_has_a_table_and_a_list_within_items_of_a_list(dialect: str) -> None:
    lists = re.findall(r"<ol>\n<li>.*?</ol>", specimen(dialect), re.DOTALL)
    assert [("<table>" in one, "<ul>" in one, one.count("<li>")) for one in lists[:1]] == [(True, True, 5)]


@pytest.mark.parametrize("dialect", SPECIMENS)
def test_the_page_about_the_archive_leads_to_each_specimen(dialect: str) -> None:
    assert f"](/{Path(SPECIMENS[dialect]).stem}/)" in RAW["content/pages/about.md"].body


@cache
def specimen(dialect: str) -> str:
    """The article of the page that shows a dialect."""
    post = clean(RAW[SPECIMENS[dialect]], SETTINGS)
    return "".join(segment for segment in post.segments if isinstance(segment, str))
