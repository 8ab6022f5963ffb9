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
    CardView,
    CopyView,
    DamageView,
    DayView,
    HeadingView,
    HeadView,
    LinkView,
    MonthView,
    PaginationView,
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
    PagePageView,
    PostPageView,
    RedirectPageView,
    RobotsView,
    RssView,
    SearchPageView,
    SitemapEntryView,
    SitemapIndexView,
    SitemapView,
    TermsPageView,
)

HOSTILE = """<script>alert(1)</script>'"{{ 7*7 }}&amp;\x00\ud800\ufffe]]>"""
CSP = (
    "default-src 'none'; img-src 'self' https: http: data:; media-src 'self' https: http:; style-src 'self'; "
    "script-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'"
)
NO_PAGES = PaginationView("", "", "", "", 0)
SOME_PAGES = PaginationView("/p/page/4/", "/p/page/2/", "/p/", "/p/page/1/", 3)


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
        script_href="/p/theme/script.js",
        icon_href="/p/theme/icon.svg",
        search_href="/p/search/",
        search_script_href="/p/theme/search.js",
        menu=(LinkView(text["home"], "/p/"), LinkView(text["archives"], "/p/archives/")),
        feeds=(LinkView("application/atom+xml", "/p/atom.xml"), LinkView("application/feed+json", "/p/feed.json")),
        footer="版权归原作者",
        csp=CSP,
        generator="Pressmark 1.0",
        text=text,
    )


def head(title: str = "渡口", **changes: Any) -> HeadView:
    made = HeadView(
        title=f"{title} · 渡口旧报",
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
        "menu": print_fragment(ENVIRONMENT, MenuFragment(shown, here)),
        "footer": print_fragment(ENVIRONMENT, FooterFragment(shown)),
    }


def listed(shown: SiteView, found: tuple[CardView, ...]) -> dict[str, Any]:
    """Posts in a list, as views and as HTML."""
    html = Markup("").join([print_fragment(ENVIRONMENT, CardFragment(shown, one)) for one in found])
    return {"cards": found, "cards_html": html}


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
        word_count=3412,
        reading_minutes=9,
        headings=(HeadingView(2, "#h-1", "集市"),),
        lang="",
        title_lang="",
        allows_comments=True,
        extra={},
    )
    return replace(made, **changes)


def bare_post(title: str = "雨", **changes: Any) -> PostView:
    made = PostView(title, Markup("<p>雨。</p>"), "", "", "", "", "", "", None, "", (), "", 1, 1, (), "", "", False, {})
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
        best_copy=CopyView(title, "/p/f/", "晚报", "2021年11月4日"),
        copies=(CopyView(title, "/p/d/", "日报", "2021年11月5日"), CopyView(title, "/p/e/", "", "")),
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
    yield "post", rich_post_page(title, site=shown)
    yield "bare post", post_page(bare_post(title), site=shown)
    yield (
        "page",
        PagePageView(
            **front, post=post(title, lang="en"), notice=(RemovalView("share", 1, "1"),), damage_text="", damage=()
        ),
    )
    yield "home", HomePageView(**front, **some, pagination=NO_PAGES, shelf=(link,), count=2, undated=link)
    yield (
        "older home",
        HomePageView(**front, **some, pagination=SOME_PAGES, shelf=(), count=None, undated=None),
    )
    yield "empty home", HomePageView(**front, **none, pagination=NO_PAGES, shelf=(), count=0, undated=None)
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
    yield "404", NotFoundPageView(shown, head(title, canonical="", is_indexed=False), **around(shown, ""))
    yield "redirect", RedirectPageView(shown, head(title, is_indexed=False), title, "/p/a/?x=1&y=2")


def machine_files() -> Iterator[tuple[str, Any]]:
    """(name, view) of every file that is no HTML page."""
    yield "atom", feed()
    yield "rss", feed(RssView)
    entries = (
        SitemapEntryView("https://example.org/p/?a=1&b=2", "2021-11-04T11:38:02+08:00"),
        SitemapEntryView("https://example.org/p/b/", ""),
    )
    yield "sitemap", SitemapView(entries)
    yield "sitemap index", SitemapIndexView(entries)
    yield "robots", RobotsView("https://example.org/p/sitemap.xml")
    yield "opensearch", OpenSearchView(site(), "https://example.org/p/search/")
