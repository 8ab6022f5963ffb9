"""Views with invented content, one of each kind at least, for tests of the theme."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from markupsafe import Markup

from generator.bundled import bundled
from generator.templating import strings
from generator.templating.environment import make_environment, print_fragment
from generator.templating.filters import path
from generator.templating.pieces import (
    BarView,
    CardView,
    ChartLabelView,
    ChartView,
    DamageView,
    DayView,
    GroupView,
    HeadingView,
    HeadView,
    LinkView,
    MonthView,
    OtherPostView,
    PaginationView,
    PastView,
    PostView,
    RemovalView,
    SearchOptionView,
    SiteView,
    TermGroupView,
    TermView,
    YearMonthView,
    YearView,
)
from generator.templating.views import (
    ArchivesPageView,
    CardFragment,
    EntryView,
    FeedView,
    FooterFragment,
    HomePageView,
    ListPageView,
    MenuFragment,
    NotFoundPageView,
    OpenSearchView,
    OpmlEntryView,
    OpmlGroupView,
    OpmlView,
    PagePageView,
    PostPageView,
    RedirectPageView,
    RobotsView,
    RowFragment,
    RssView,
    SearchPageView,
    SitemapEntryView,
    SitemapIndexView,
    SitemapView,
    StatisticsPageView,
    TermsPageView,
)

HOSTILE = """<script>alert(1)</script>'"{{ 7*7 }}&amp;\x00\ud800\ufffe]]>"""
CSP = (
    "default-src 'none';img-src http: data:;media-src http:;style-src 'self';"
    "script-src 'self';connect-src 'self';base-uri 'none';form-action 'self'"
)
NO_PAGES = PaginationView("", "", "", "", 0, "", "", "", ())
SOME_PAGES = PaginationView(
    "/p/page/4/",
    "/p/page/2/",
    "/p/",
    "/p/page/1/",
    3,
    "2021年11月4日",
    "",
    "2021年9月1日",
    (LinkView("2020年", "/p/y/"),),
)


def site(language: str = "zh-CN", title: str = "渡口旧报") -> SiteView:
    text = strings.load((bundled("templates"),), language)
    return SiteView(
        title=title,
        subtitle="小镇二十年",
        description="报纸与笔记",
        author="编辑部",
        language=language,
        url="https://example.org/p/",
        base="/p/",
        style_href="/p/theme/style.css",
        css_hrefs=(),
        script_href="/p/theme/script.js",
        logo_href="",
        icon_href="/p/theme/icon.svg",
        touch_icon_href="",
        search_href="/p/search/",
        search_script_href="/p/theme/search.js",
        menu=(LinkView(text["home"], "/p/"), LinkView(text["archives"], "/p/archives/")),
        feeds=(LinkView("application/atom+xml", "/p/atom.xml"), LinkView("application/feed+json", "/p/feed.json")),
        opml_href="/p/feeds.opml",
        footer="版权归原作者",
        csp=Markup(CSP),
        color="#fbf9f4",
        generator="Pressmark 1.0",
        text=text,
    )


def head(title: str = "渡口", **changes: Any) -> HeadView:
    made = HeadView(
        title=f"{title} · 渡口旧报",
        name=title,
        description=f"关于{title}",
        address="https://example.org/p/a/",
        canonical="https://example.org/p/a/",
        kind="website",
        image="",
        is_indexed=True,
    )
    return replace(made, **changes)


ENVIRONMENT = make_environment((bundled("templates"),))


def around(shown: SiteView, here: str = "/p/") -> dict[str, Markup]:
    """The menu and the footer of a page."""
    return {
        "menu": print_fragment(ENVIRONMENT, MenuFragment(shown, here, "page")),
        "footer": print_fragment(ENVIRONMENT, FooterFragment(shown, is_home=False)),
    }


def listed(shown: SiteView, found: tuple[CardView, ...]) -> dict[str, Any]:
    """Posts in a list, as a card and as rows; none of them makes no group."""
    if not found:
        return {"groups": ()}
    parts = (CardFragment(shown, found[0]), *(RowFragment(shown, one, True) for one in found[1:]))
    html = Markup("").join([print_fragment(ENVIRONMENT, part) for part in parts])
    return {"groups": (GroupView(found[0].published_text, "d04", found, html),)}


def post(title: str = "渡口大桥通车二十年", **changes: Any) -> PostView:
    made = PostView(
        title=title,
        content=Markup("<p>二十年前的秋天，<em>第一辆</em>班车从桥上驶过。</p><h2 id='h-1'>集市</h2>"),
        excerpt="二十年前的秋天",
        published="2021-11-04T11:38:02+08:00",
        published_text="2021年11月4日",
        updated="2022-01-02T00:00:00+08:00",
        updated_text="2022年1月2日",
        author="秦渡",
        source=LinkView("渡口晚报", "/p/sources/a/"),
        link="https://www.example.com/n/1.html?a=1&b=2",
        tags=(LinkView("C++", "/p/tags/c/"),),
        cover="/p/a.png",
        cover_sides=(640, 480),
        word_count=3412,
        reading_minutes=9,
        headings=(HeadingView(2, "#h-1", "集市"), HeadingView(3, "#h-2", "桥上")),
        is_long=True,
        labels=(("section", "本节的链接"),),
        lang="",
        title_lang="",
        allows_comments=True,
        extra={},
    )
    return replace(made, **changes)


def bare_post(title: str = "雨", **changes: Any) -> PostView:
    made = PostView(
        title,
        Markup("<p>雨。</p>"),
        "",
        "",
        "",
        "",
        "",
        "",
        None,
        "",
        (),
        "",
        None,
        1,
        1,
        (),
        False,
        (),
        "",
        "",
        False,
        {},
    )
    return replace(made, **changes)


def post_page(shown: PostView, **changes: Any) -> PostPageView:
    of, at = changes.get("site") or site(), changes.get("head") or head(shown.title)
    made = PostPageView(
        site=of,
        head=at,
        **around(of, path(at.canonical)),
        post=shown,
        breadcrumbs=(),
        newer=None,
        older=None,
        related=(),
        best_copy=None,
        copies=(),
        notice=(),
        damage_text="",
        damage=(),
    )
    return replace(made, **changes)


def rich_post_page(title: str = "渡口大桥通车二十年", **changes: Any) -> PostPageView:
    level = LinkView(title, "/p/categories/a/")
    return post_page(
        post(title),
        head=head(
            title,
            kind="article",
            image="https://example.org/a.png",
            published="2021-11-04T11:38:02+08:00",
            updated="2022-01-02T00:00:00+08:00",
            json_ld={"@type": "NewsArticle", "headline": title},
            feeds=(LinkView(title, "/p/categories/a/atom.xml"),),
        ),
        breadcrumbs=((level, level, level), (level,)),
        newer=LinkView(title, "/p/b/"),
        older=LinkView(title, "/p/c/"),
        related=(OtherPostView(title, "/p/g/", "", "2020年1月2日", "en"),),
        best_copy=OtherPostView(title, "/p/f/", "晚报", "2021年11月4日"),
        copies=(OtherPostView(title, "/p/d/", "日报", "2021年11月5日"), OtherPostView(title, "/p/e/", "", "")),
        notice=(RemovalView("advertisement", 2, "2 则广告"), RemovalView("byline", 1, "1 处编辑署名")),
        damage_text="本文有 2 处文字损坏（损坏值 20）：",
        damage=(DamageView("1", "#damaged-1", "/p/d/#:~:text=x"), DamageView("2", "#damaged-2", "")),
        **changes,
    )


def card(title: str, **changes: Any) -> CardView:
    made = CardView(title, "/p/a/", "", "", "", "", None, None, "", "")
    return replace(made, **changes)


def cards(title: str) -> tuple[CardView, ...]:
    rich = card(
        title,
        excerpt=title,
        cover="/p/a.png",
        published="2021-11-04T11:38:02+08:00",
        published_text="2021年11月4日",
        source=LinkView(title, "/p/s/"),
        category=LinkView(title, "/p/c/"),
        lang="en",
        title_lang="ja",
    )
    return rich, card("雨")


def month(title: str) -> MonthView:
    days = (DayView(day, 1, "/p/d/" if day % 2 else "", day % 2, day if day % 2 else 0) for day in range(1, 5))
    week = (DayView(0, 3, "", 0, 0), *days)
    return MonthView(title, "/p/m/", 3, (week,))


def feed(kind: type[FeedView] = FeedView, title: str = "渡口", **changes: Any) -> FeedView:
    entry = EntryView(
        title=title,
        url="https://example.org/p/a/?x=1&y=2",
        id="tag:example.org,2021:p/0123456789ab",
        published="2021-11-04T11:38:02+08:00",
        published_rfc822="Thu, 04 Nov 2021 11:38:02 +0800",
        updated="2021-11-04T11:38:02+08:00",
        author="秦渡",
        categories=("地方", "C++ & <b>"),
        summary="1 < 2 & 3",
        content='<p>雨 &lt; 雪 &amp; <a href="https://example.org/?a=1&amp;b=2">桥</a></p>',
        image="https://example.org/a.png",
        lang="en",
        title_lang="ja",
    )
    undated = replace(entry, id="tag:example.org,2021:p/2", published="", published_rfc822="", updated="", content="")
    made = kind(
        site=site(),
        title=title,
        url="https://example.org/p/atom.xml",
        home="https://example.org/p/",
        updated="2021-11-04T11:38:02+08:00",
        updated_rfc822="Thu, 04 Nov 2021 11:38:02 +0800",
        entries=(entry, undated),
    )
    return replace(made, **changes)


def pages(title: str = "渡口", language: str = "zh-CN") -> Iterator[tuple[str, Any]]:
    """(name, view) of every kind of HTML page, rich and bare, with `title` in every place that a post can fill."""
    shown, link = site(language, title), LinkView(title, "/p/x/", 1234)
    front = {"site": shown, "head": head(title), **around(shown)}
    some, none = listed(shown, cards(title)), listed(shown, ())
    past = PastView("2020年", title, "/p/x/", "en"), PastView("2019年", title, "/p/y/", "")
    beside = {"shelf": (link,), "months": (link,), "sources": (link,), "past": past}
    alone: dict[str, Any] = {"shelf": (), "months": (), "sources": (), "past": ()}
    yield "post", rich_post_page(title, site=shown)
    yield "bare post", post_page(bare_post(title), site=shown)
    yield (
        "page",
        PagePageView(
            **front, post=post(title, lang="en"), notice=(RemovalView("share", 1, "1"),), damage_text="", damage=()
        ),
    )
    yield "home", HomePageView(**front, **some, pagination=NO_PAGES, count=2, undated=link, **beside)
    yield (
        "older home",
        HomePageView(**front, **some, pagination=SOME_PAGES, count=None, undated=None, **alone),
    )
    yield "empty home", HomePageView(**front, **none, pagination=NO_PAGES, count=0, undated=None, **alone)
    for kind in ("category", "tag", "source", "year", "month", "day", "undated"):
        yield (
            f"{kind} list",
            ListPageView(
                **front,
                kind=kind,
                title=title,
                breadcrumb=(link,) if kind in ("month", "category") else (),
                children=(link,),
                calendar=(month(title),),
                **some,
                pagination=SOME_PAGES,
                count=1,
                undated=link,
                earlier=link,
                later=link,
            ),
        )
    yield (
        "bare list",
        ListPageView(
            **front,
            kind="tag",
            title=title,
            breadcrumb=(),
            children=(),
            calendar=(),
            **none,
            pagination=NO_PAGES,
            count=None,
            undated=None,
            earlier=None,
            later=None,
        ),
    )
    leaf = TermView(title, "/p/t/", 1, 1, "", ())
    tree = TermView(title, "/p/t/", 1234, 8, "2009–2021", (TermView(title, "/p/t/", 3, 2, "2021", (leaf, leaf)), leaf))
    for kind in ("categories", "tags", "sources"):
        groups = (TermGroupView("", "", (tree, leaf)), TermGroupView(title, "other", (leaf,)))
        yield kind, TermsPageView(**front, kind=kind, title=title, groups=groups, count=5)
    months = (YearMonthView("1月", "/p/m/", 5, 2), YearMonthView("2月", "", 0, 0))
    years = (YearView("2021年", "/p/archives/2021/", 5, months),)
    yield "archives", ArchivesPageView(**front, title=title, years=years, undated=link, count=5)
    options = (
        SearchOptionView(f"{title} / {title}", f"{title}\n{title}", 1234),
        SearchOptionView(title, title, 1),
    )
    for name, some in (("search", options), ("bare search", ())):
        found = SearchPageView(
            **front,
            title=title,
            index_href="/p/search/",
            categories=some,
            sources=some,
            years=("2021", "2020")[: len(some)],
            lists=(link,)[: len(some)],
        )
        yield name, found
    bars = (BarView(title, 1234, "/p/x/", "0", 20, "100", 9), BarView(title, 1, "", "0", 58, "0.2", 9))
    labels = (ChartLabelView(title, "0", 14, "start"), ChartLabelView("1,234", "100", 14, "end"))
    chart = ChartView("sources", title, title, title, 76, bars, labels, (18, 98))
    for name, charts in (("statistics", (chart,)), ("bare statistics", ())):
        figures = ((title, title), (title, "2"))[: len(charts) + 1]
        yield name, StatisticsPageView(**front, title=title, figures=figures, charts=charts, file_href="/p/stats.json")
    lost = head(title, canonical="", is_indexed=False)
    yield "404", NotFoundPageView(shown, lost, **around(shown, ""), further="page")
    yield "redirect", RedirectPageView(shown, head(title, is_indexed=False), title, "/p/a/?x=1&y=2")


def machine_files() -> Iterator[tuple[str, Any]]:
    """(name, view) of every file that is no HTML page."""
    yield "atom", feed()
    yield "rss", feed(RssView)
    entries = (
        SitemapEntryView("https://example.org/p/?a=1&b=2", "2021-11-04T11:38:02+08:00"),
        SitemapEntryView("https://example.org/p/b/", ""),
    )
    category = OpmlEntryView("地方 & <b>", "https://example.org/p/categories/a/atom.xml", "https://example.org/p/c/")
    whole = OpmlEntryView("渡口旧报", "https://example.org/p/atom.xml", "https://example.org/p/")
    yield (
        "opml",
        OpmlView(site(), whole, (OpmlGroupView("分类", (category, category)), OpmlGroupView("来源", (whole,)))),
    )
    yield "sitemap", SitemapView(entries)
    yield "sitemap index", SitemapIndexView(entries)
    yield "robots", RobotsView("https://example.org/p/sitemap.xml")
    yield "opensearch", OpenSearchView(site(), "https://example.org/p/search/")
