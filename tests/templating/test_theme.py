"""The templates and the style that ship, as pages: valid, quiet, readable."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import feedparser
import html5lib
import pytest
from jinja2 import Environment

from generator.building.theme import contrast
from generator.bundled import bundled
from generator.outputs import VIEWS
from generator.search.encoding import compressed
from generator.templating.environment import make_environment, render
from generator.templating.pieces import TermGroupView, TermView
from generator.templating.views import (
    FeedView,
    PagePageView,
    PostPageView,
    RobotsView,
    RowFragment,
    RssView,
    TermsPageView,
)
from tests.templating import samples

PAGES = dict(samples.pages())
HOSTILE_PAGES = dict(samples.pages(samples.HOSTILE))
MACHINE_FILES = dict(samples.machine_files())
STATIC = bundled("static") / "theme"


@pytest.fixture(scope="module")
def environment() -> Environment:
    return make_environment((bundled("templates"),))


def html(environment: Environment, view: Any) -> str:
    return render(environment, view).decode()


def tree(page: str) -> ET.Element:
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    root = parser.parse(page)
    assert isinstance(root, ET.Element)
    return root


def classed(root: ET.Element, name: str) -> list[ET.Element]:
    return [element for element in root.iter() if name in (element.get("class") or "").split()]


def test_every_template_is_tried_here():
    tried = {type(view) for view in [*PAGES.values(), *MACHINE_FILES.values()]}
    assert tried == set(VIEWS)


@pytest.mark.parametrize("language", ["zh-CN", "zh-TW", "en", "ja"])
def test_every_page_is_valid_html_in_every_language(environment: Environment, language: str):
    for name, view in samples.pages(language=language):
        root = tree(html(environment, view))
        assert root.get("lang") == language, name


@pytest.mark.parametrize("name", HOSTILE_PAGES)
def test_a_hostile_title_stays_text_in_every_place(environment: Environment, name: str):
    page = html(environment, HOSTILE_PAGES[name])
    root = tree(page)
    assert "<script>alert" not in page
    assert "\x00" not in page
    assert "\ufffe" not in page
    assert "49" not in root.findtext(".//title", "")
    for script in root.iter("script"):
        assert script.get("src") == "/p/theme/script.js" or script.get("type") == "application/ld+json"
    assert not [key for element in root.iter() for key in element.keys() if key.startswith("on") or key == "style"]  # noqa: SIM118 - Elements iterate over children


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_no_other_host_for_anything(environment: Environment, name: str):
    for element in tree(html(environment, PAGES[name])).iter():
        for attribute in ("src", "srcset", "poster", "data"):
            assert not urlsplit(element.get(attribute, "")).netloc
        if element.tag == "link" and element.get("rel") not in ("canonical",):
            assert not urlsplit(element.get("href", "")).netloc


@pytest.mark.parametrize("name", PAGES)
def test_the_policy_stands_before_anything_that_loads(environment: Environment, name: str):
    first, second, third, *_ = tree(html(environment, PAGES[name])).find("head")  # type: ignore[misc]
    assert first.attrib == {"charset": "utf-8"}
    policy = "default-src 'none'" if name == "redirect" else samples.CSP
    assert second.attrib == {"http-equiv": "Content-Security-Policy", "content": policy}
    assert third.attrib == {"name": "referrer", "content": "no-referrer"}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_one_main_and_one_h1_and_ids_only_once(environment: Environment, name: str):
    root = tree(html(environment, PAGES[name]))
    assert len(list(root.iter("main"))) == 1
    assert len(list(root.iter("h1"))) == 1
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", [name for name in PAGES if name != "redirect"])
def test_a_page_has_a_skip_link_and_landmarks(environment: Environment, name: str):
    root = tree(html(environment, PAGES[name]))
    skip = classed(root, "skip")[0]
    assert skip.get("href") == "#main"
    assert root.find("body/header/nav[@aria-label]") is not None
    assert root.find("body/main").get("id") == "main"  # type: ignore[union-attr]
    assert root.find("body/footer") is not None


@pytest.mark.parametrize("name", PAGES)
def test_every_picture_is_fetched_late_and_without_referrer(environment: Environment, name: str):
    root = tree(html(environment, PAGES[name]))
    # One line in the head counts for all pictures and links of the page.
    assert [meta.get("content") for meta in root.iter("meta") if meta.get("name") == "referrer"] == ["no-referrer"]
    for image in root.iter("img"):
        assert image.get("loading") == "lazy"
        assert image.get("alt") == ""


def test_a_post_is_one_article_with_its_title_and_time(environment: Environment):
    root = tree(html(environment, PAGES["post"]))
    (article,) = root.iter("article")
    assert article.findtext(".//h1") == "渡口"
    (time,) = article.iter("time")
    assert time.get("datetime") == "2021-11-04T11:38:02+08:00"
    assert time.text == "2021年11月4日"
    (breadcrumbs,) = classed(article, "breadcrumbs")
    assert " ".join("".join(breadcrumbs.itertext()).split()) == "渡口 › 渡口 › 渡口 · 渡口"
    assert not list(article.iter("button"))


def test_neighbours_stand_outside_the_article(environment: Environment):
    root = tree(html(environment, PAGES["post"]))
    (article,) = root.iter("article")
    assert not classed(article, "neighbours")
    (nav,) = classed(root, "neighbours")
    assert [(link.get("rel"), link.get("href")) for link in nav.iter("a")] == [
        ("prev", "/p/b/"),
        ("next", "/p/c/"),
        (None, "/p/g/"),
    ]


def test_an_article_says_where_it_is_from_and_what_was_taken_out(environment: Environment):
    page = html(environment, PAGES["post"])
    assert '<a href="https://www.example.com/n/1.html?a=1&amp;b=2" rel="external">example.com</a>' in page
    assert "3,412 字" in page
    assert "约 9 分钟" in page
    damage, notice = classed(tree(page), "notice")
    assert [item.text for item in notice.iter("li")] == ["2 则广告", "1 处编辑署名"]
    assert damage.findtext("p") == "本文有 2 处文字损坏（损坏值 20）："
    assert [(link.text, link.get("href")) for link in damage.iter("a")] == [
        ("1", "#damaged-1"),
        ("较好副本中的同一段", "/p/d/#:~:text=x"),
        ("2", "#damaged-2"),
    ]


def test_an_undated_post_says_so_and_has_no_time(environment: Environment):
    root = tree(html(environment, PAGES["bare post"]))
    assert not list(root.iter("time"))
    assert [element.text for element in classed(root, "undated")] == ["日期不详"]


def test_a_post_in_another_language_says_so(environment: Environment):
    view = samples.post_page(samples.bare_post("Rain", lang="en"))
    (article,) = tree(html(environment, view)).iter("article")
    assert article.get("lang") == "en"
    assert [card.get("lang") for card in classed(tree(html(environment, PAGES["home"])), "card")] == ["en"]


def test_a_title_in_another_language_than_its_post_says_so(environment: Environment):
    view = samples.post_page(samples.bare_post("Rain", lang="en", title_lang="ja"))
    (title,) = tree(html(environment, view)).iter("h1")
    assert title.get("lang") == "ja"
    assert [title.get("lang") for title in tree(html(environment, PAGES["home"])).iter("h3")] == ["ja"]


def test_a_post_with_neither_text_nor_picture_is_one_line(environment: Environment):
    (posts,) = classed(tree(html(environment, PAGES["home"])), "posts")
    rich, bare = posts
    assert [child.tag for child in rich] == ["h3", "p", "p", "a"]
    assert [child.tag for child in bare] == ["a"]


def test_a_row_names_the_source_except_in_the_list_of_the_source(environment: Environment):
    card = samples.cards("渡口")[0]
    rows = [html(environment, RowFragment(samples.site(), card, shows_source)) for shows_source in (True, False)]
    assert ["<span" in row for row in rows] == [True, False]


def test_comments_are_included_only_where_they_are_allowed(environment: Environment, tmp_path: Path):
    (tmp_path / "partials").mkdir()
    (tmp_path / "partials/comments.html").write_text("<p>COMMENTS {{ post.title }}</p>\n", "utf-8")
    own = make_environment((tmp_path, bundled("templates")))
    assert "<p>COMMENTS 渡口</p>" in html(own, PAGES["post"])
    assert "COMMENTS" not in html(own, PAGES["bare post"])
    page = PAGES["page"]
    assert isinstance(page, PagePageView)
    assert "COMMENTS" in html(own, page)


def test_structured_data_survives_a_title_that_ends_a_script(environment: Environment):
    view = HOSTILE_PAGES["post"]
    assert isinstance(view, PostPageView)
    (script,) = (s for s in tree(html(environment, view)).iter("script") if s.get("type"))
    assert json.loads(script.text or "")["headline"].startswith("<script>alert(1)</script>")


def test_a_page_of_a_plain_site_has_nothing_for_a_look_of_its_own(environment: Environment):
    page = html(environment, PAGES["post"])
    assert page.count('rel="stylesheet"') == 1
    assert "apple-touch-icon" not in page
    assert "\n\n</head>" not in page
    assert page.endswith("</footer>\n</body>\n</html>\n")


@pytest.mark.parametrize("name", ["home", "post"])
def test_a_site_may_have_style_sheets_a_logo_and_an_icon_of_its_own(environment: Environment, name: str):
    own = replace(
        PAGES[name].site,
        css_hrefs=("/p/look.css", "/p/more.css"),
        logo_href="/p/logo.svg",
        icon_href="/p/icon.png",
        touch_icon_href="/p/icon.png",
    )
    root = tree(html(environment, replace(PAGES[name], site=own)))
    links = [(link.get("rel"), link.get("href")) for link in root.iter("link")]
    assert links[:5] == [
        ("stylesheet", "/p/theme/style.css"),
        ("stylesheet", "/p/look.css"),
        ("stylesheet", "/p/more.css"),
        ("icon", "/p/icon.png"),
        ("apple-touch-icon", "/p/icon.png"),
    ]
    (title,) = classed(root, "site-name")
    assert "".join(title.itertext()) == ""
    (logo,) = title.iter("img")
    assert logo.attrib == {"class": "logo", "src": "/p/logo.svg", "alt": "渡口"}


def test_a_site_may_add_to_head_and_end_of_its_pages(tmp_path: Path):
    (tmp_path / "extra-head.html").write_text('<meta name="x" content="{{ head.title }}">\n', "utf-8")
    (tmp_path / "extra-body.html").write_text('<script src="{{ site.base }}own.js"></script>\n', "utf-8")
    page = html(make_environment((tmp_path, bundled("templates"))), PAGES["404"])
    assert '<meta name="x" content="渡口 · 渡口旧报">\n</head>' in page
    assert page.endswith('</footer>\n<script src="/p/own.js"></script>\n</body>\n</html>\n')


def test_search_engines_are_kept_away_only_where_the_head_says_so(environment: Environment):
    assert '<meta name="robots" content="noindex">' in html(environment, PAGES["404"])
    assert "noindex" not in html(environment, PAGES["home"])
    assert 'rel="canonical"' not in html(environment, PAGES["404"])


def test_the_menu_marks_the_page_that_is_shown(environment: Environment):
    view = samples.post_page(samples.bare_post(), head=samples.head(canonical="https://example.org/p/archives/"))
    current = [e for e in tree(html(environment, view)).iter("a") if e.get("aria-current")]
    assert [e.get("href") for e in current] == ["/p/archives/"]


def test_a_list_leads_to_its_other_pages(environment: Environment):
    root = tree(html(environment, PAGES["older home"]))
    (nav,) = classed(root, "pagination")
    assert [link.get("href") for link in nav.iter("a")] == ["/p/", "/p/page/4/", "/p/page/2/", "/p/page/1/", "/p/y/"]
    links = {e.get("rel"): e.get("href") for e in root.iter("link")}
    assert (links["prev"], links["next"]) == ("/p/page/4/", "/p/page/2/")
    assert not classed(tree(html(environment, PAGES["home"])), "pagination")


def test_a_calendar_links_days_with_posts_only(environment: Environment):
    (calendar,) = classed(tree(html(environment, PAGES["year list"])), "calendar")
    assert [cell.get("class") for cell in calendar.iter("td")] == [None, "h1", None, "h3", None]
    assert [cell.get("colspan") for cell in calendar.iter("td")] == ["3", None, None, None, None]
    assert ["".join(link.itertext()) for link in calendar.iter("a")] == ["渡口", "1 (1)", "3 (1)"]


def test_a_month_without_posts_is_a_cell_without_link(environment: Environment):
    (years,) = classed(tree(html(environment, PAGES["archives"])), "years")
    cells = [("".join(cell.itertext()), cell.get("class")) for cell in years.findall("li/ol/li")]
    assert cells == [("1月 5", "h2"), ("2月", None)]


def test_letters_lead_to_their_tags(environment: Environment):
    root = tree(html(environment, PAGES["tags"]))
    (letters,) = classed(root, "letters")
    assert [link.get("href") for link in letters.iter("a")] == ["#other"]
    assert [heading.get("id") for heading in root.iter("h2")] == ["other"]
    assert [e.get("class") for e in root.findall(".//section/ul/li")] == ["w8", None, None]


def test_a_category_tree_is_nested_lists(environment: Environment):
    root = tree(html(environment, PAGES["categories"]))
    first = classed(root, "terms-categories")[0]
    assert first.find("ul/li/ul/li/ul/li/a") is not None
    assert first.findtext("ul/li/b") == "1,234"


def test_a_deep_tree_is_rendered(environment: Environment):
    term = TermView("x", "/p/t/", 1, 1, "", ())
    for _ in range(60):
        term = TermView("x", "/p/t/", 1, 1, "", (term,))
    view = PAGES["categories"]
    assert isinstance(view, TermsPageView)
    assert html(environment, replace(view, groups=(TermGroupView("", "", (term,)),))).count("<ul>") == 61 + 1


def test_a_redirect_leads_on_without_script(environment: Environment):
    root = tree(html(environment, PAGES["redirect"]))
    (refresh,) = (m for m in root.iter("meta") if m.get("http-equiv") == "refresh")
    assert refresh.get("content") == "0; url=/p/a/?x=1&y=2"
    assert [link.get("href") for link in root.iter("a")] == ["/p/a/?x=1&y=2"]


@pytest.mark.parametrize("kind", [FeedView, RssView])
@pytest.mark.parametrize("title", ["渡口", samples.HOSTILE])
def test_feeds_are_read_by_an_independent_reader(environment: Environment, kind: type[FeedView], title: str):
    data = render(environment, samples.feed(kind, title))
    ET.fromstring(data)
    found = feedparser.parse(data)
    assert not found.bozo
    assert found.feed.title
    entry = found.entries[0]
    assert entry.id == "tag:example.org,2021:p/0123456789ab"
    assert entry.link == "https://example.org/p/a/?x=1&y=2"
    assert entry.published_parsed[:5] == (2021, 11, 4, 3, 38)
    assert [tag.term for tag in entry.tags] == ["地方", "C++ & <b>"]
    assert entry.content[0].value == '<p>雨 &lt; 雪 &amp; <a href="https://example.org/?a=1&amp;b=2">桥</a></p>'
    assert entry.author == "秦渡"


@pytest.mark.parametrize("kind", [FeedView, RssView])
def test_an_empty_feed_is_valid(environment: Environment, kind: type[FeedView]):
    found = feedparser.parse(render(environment, samples.feed(kind, entries=(), updated="", updated_rfc822="")))
    assert not found.bozo
    assert found.feed.title == "渡口"


def test_a_summary_in_rss_is_text_for_readers_that_take_it_for_html(environment: Environment):
    root = ET.fromstring(render(environment, samples.feed(RssView)))
    assert root.findtext("channel/item/description") == "1 &lt; 2 &amp; 3"


def test_sitemaps_are_valid_xml(environment: Environment):
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    root = ET.fromstring(render(environment, MACHINE_FILES["sitemap"]))
    assert [e.text for e in root.iter(f"{space}loc")] == ["https://example.org/p/?a=1&b=2", "https://example.org/p/b/"]
    assert [e.text for e in root.iter(f"{space}lastmod")] == ["2021-11-04T11:38:02+08:00"]
    index = ET.fromstring(render(environment, MACHINE_FILES["sitemap index"]))
    assert index.tag == f"{space}sitemapindex"


def test_the_list_of_feeds_is_valid_opml(environment: Environment):
    """Source: opml.org/spec2.opml."""
    root = ET.fromstring(render(environment, MACHINE_FILES["opml"]))
    assert (root.tag, root.get("version"), [part.tag for part in root]) == ("opml", "2.0", ["head", "body"])
    assert root.findtext("head/title") == "渡口旧报"
    assert [line.get("text") for line in root.findall("body/outline")] == ["渡口旧报", "分类", "来源"]
    assert [line.attrib for line in root.findall("body/outline[2]/outline")] == [
        {
            "type": "rss",
            "text": "地方 & <b>",
            "title": "地方 & <b>",
            "xmlUrl": "https://example.org/p/categories/a/atom.xml",
            "htmlUrl": "https://example.org/p/c/",
        }
    ] * 2


def test_robots_names_the_sitemap(environment: Environment):
    text = html(environment, RobotsView("https://example.org/a&b/sitemap.xml"))
    assert text == "User-agent: *\nAllow: /\n\nSitemap: https://example.org/a%26b/sitemap.xml\n"


def test_style_and_scripts_are_small_as_hosts_send_them_which_is_compressed():
    sizes = {name: len(compressed((STATIC / name).read_bytes())) for name in ("style.css", "script.js", "search.js")}
    assert sizes["style.css"] < 6.5 * 1024
    assert sizes["script.js"] < 4 * 1024
    assert sizes["search.js"] < 7.5 * 1024


def test_style_and_icon_fetch_nothing():
    for name in ("style.css", "icon.svg"):
        text = (STATIC / name).read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"url\(|@import|https?:|//", text)


@pytest.mark.parametrize("mode", [0, 1])
@pytest.mark.parametrize(
    ("text", "ground"),
    [
        *((text, ground) for text in ("ink", "soft", "accent") for ground in ("paper", "tint")),
        *((text, "tint") for text in ("keyword", "string", "number", "name")),
        ("ink", "heat-1"), ("ink", "heat-2"), ("ink", "heat-3"), ("paper", "heat-4"),
    ],
)  # fmt: skip
def test_text_has_enough_contrast_in_both_modes(text: str, ground: str, mode: int):
    """At least 4.5 to 1.  Source: WCAG 2.2, success criterion 1.4.3."""
    css = (STATIC / "style.css").read_text("utf-8")
    colours = {
        name: pair for name, *pair in re.findall(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", css)
    }
    assert contrast(colours[text][mode], colours[ground][mode]) >= 4.5


@pytest.mark.parametrize("name", PAGES)
def test_headings_leave_no_level_out(environment: Environment, name: str):
    levels = [
        int(tag.tag[1]) for tag in tree(html(environment, PAGES[name])).iter() if re.fullmatch("h[1-6]", str(tag.tag))
    ]
    assert all(level <= above + 1 for above, level in zip([0, *levels], levels, strict=False))
