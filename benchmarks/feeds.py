"""Bodies like those of a real archive: feeds with markup of their own, in their shares of all posts.

The kinds of markup and their shares were counted in 892 posts which a feed reader wrote and Hexo rendered; all words,
names and addresses are invented.  benchmarks/corpora.md has the counts of both side by side.
"""

from __future__ import annotations

import html
from collections.abc import Callable
from random import Random

from benchmarks.pieces import (
    element,
    image_address,
    lazy_picture,
    link,
    many,
    name,
    picture,
    sentence,
    sentences,
    words,
)

Feed = Callable[[Random, str], str]
"""Makes the inside of a body for a post with this title."""


def body(chance: Random, title: str) -> str:
    """The body of a post of any feed, in two elements as feed readers write it."""
    (feed,) = chance.choices(list(FEEDS), list(FEEDS.values()))
    return f"<div>   \n<div>{feed(chance, title)}</div>\n  \n</div>\n            "


def _prose(chance: Random, share: float = 0.3, tag: str = "strong") -> str:
    """Some sentences, in this share of cases with words between them that stand out."""
    text = sentences(chance, 4)
    if chance.random() < 0.5:
        text += f"{name(chance)} {name(chance)} {chance.randrange(3000)} {sentence(chance)}"
    return f"{text}{element(tag, words(chance, 6, 30))}{sentence(chance)}" if chance.random() < share else text


def _items(chance: Random) -> str:
    return element("ul", "".join(element("li", sentence(chance)) for _ in range(many(chance, 4, 0.5))))


def _frame(chance: Random) -> str:
    address = f"https://video.example.com/{chance.randrange(10**9)}"
    return element("iframe", id="live", frameborder="0", src=address, style="width: 100%; height: 100%;")


# ------------------------------------------------------------------------------------------------- a few words


def _flash(chance: Random, title: str) -> str:
    return title if chance.random() < 0.6 else sentences(chance, 4)


def _card(chance: Random, title: str) -> str:
    return picture(chance) + element("p", words(chance, 4, 12))


def _episode(chance: Random, title: str) -> str:
    return link(chance, words(chance, 4, 8), rel="noopener")


def _status(chance: Random, title: str) -> str:
    lines = [sentences(chance, 3), *(picture(chance) for _ in range(chance.randint(0, 2)))]
    if chance.random() < 0.3:
        lines.append(element("p", link(chance, words(chance, 2, 8), rel="nofollow") + sentence(chance)))
    if chance.random() < 0.2:
        lines.append("<hr>")
    chance.shuffle(lines)
    return "<br>".join(lines) + "<br>" * chance.randint(1, 3)


def _course(chance: Random, title: str) -> str:
    price = element("strong", "价格:") + words(chance, 2, 6)
    return "<br>".join((picture(chance), element("strong", title), "", sentence(chance), price))


def _player(chance: Random, title: str) -> str:
    if chance.random() < 0.4:
        return _frame(chance)
    address = f"https://video.example.com/{chance.randrange(10**9)}.mp4"
    return "<br>".join((sentences(chance, 3), picture(chance), element("video", src=address, controls="")))


# ------------------------------------------------------------------------------------------------- simple articles


def _bulletin(chance: Random, title: str) -> str:
    return "".join(element("p", _prose(chance)) for _ in range(many(chance, 6, 0.9)))


NEWS_ATTRIBUTES: tuple[dict[str, object], ...] = ({}, {"style": "text-indent:2em;"}, {"data_vmark": "4a1f"})


def _news(chance: Random, title: str) -> str:
    css = chance.choice(NEWS_ATTRIBUTES)
    parts = [_news_part(chance, title, css) for _ in range(many(chance, 21, 0.8))]
    if chance.random() < 0.25:
        parts.append(element("p", f"原文链接：{link(chance, words(chance, 4, 20))}"))
    if chance.random() < 0.12:
        parts.append(element("p", f"责任编辑：{words(chance, 2, 4)}"))
    return "".join(parts)


def _news_part(chance: Random, title: str, css: dict[str, object]) -> str:
    roll = chance.random()
    if roll < 0.2:
        return element("p", picture(chance, alt=title), style="text-align: center;")
    if roll < 0.26:
        return element("p", sentence(chance) + link(chance, words(chance, 2, 6)) + sentence(chance), **css)
    if roll < 0.3:
        return element("p", sentence(chance) + element("span", words(chance, 10, 30), class_="accent"), **css)
    if roll < 0.31:
        return element("p", _frame(chance))
    if roll < 0.33:
        return element("h3", words(chance, 4, 16))
    return element("p", _prose(chance, 0.1) + "<br>" * (roll > 0.97), **css)


def _quotes(chance: Random, title: str) -> str:
    parts = []
    for _ in range(many(chance, 16, 0.6)):
        names = [
            link(chance, words(chance, 3, 4), class_="hot", style="color: #2f67d1;text-decoration: none;")
            for _ in range(chance.randrange(4))
        ]
        parts.append(element("p", "、".join(names) + _prose(chance)))
    return "".join(parts)


def _gallery(chance: Random, title: str) -> str:
    parts = ["<!-- page -->" if chance.random() < 0.4 else "", element("p", _prose(chance))]
    for _ in range(many(chance, 17, 0.5)):
        linked = link(chance, picture(chance, "picact ", border="0", alt="图"))
        parts.append(element("p", linked, class_="label", align="center"))
        if chance.random() < 0.3:
            parts.append(element("p") + element("p", _prose(chance)))
    return "".join((*parts, element("p", element("span", id="contentpage"), class_="label", align="center")))


def _spaced(chance: Random, title: str) -> str:
    css = chance.choice(("text-align:left;", "margin: 0; padding: 0; line-height: 2;", "line-height: 2em;"))
    return "".join(_spaced_part(chance, css) for _ in range(many(chance, 18, 0.6)))


def _spaced_part(chance: Random, css: str) -> str:
    text = element("p", _prose(chance, 0.3, "b") + "<br>" * chance.randrange(2), style=css)
    roll = chance.random()
    if roll < 0.15:
        return text + element("p", picture(chance, style="margin-top: 0px;"), style=css) + element("p")
    if roll < 0.25:
        return text + element("h3", element("b", words(chance, 4, 9), style="color: #3daad6;"))
    return text + element("p", "<br>", style=css)


# ------------------------------------------------------------------------------------------------- rich articles


def _manual(chance: Random, title: str) -> str:
    top = chance.randint(1, 2)
    parts = [_manual_part(chance, number, top) for number in range(many(chance, 55, 0.6))]
    if chance.random() < 0.3:
        row = element("tr", "".join(element("td", words(chance, 2, 9)) for _ in range(4)))
        parts.append(element("table", element("tbody", row * chance.randint(4, 16))))
    if chance.random() < 0.5:
        blank = element("div", style="float:left;width:336px;height:280px;")
        parts.append(element("div", blank, style="margin:40px auto 50px auto;overflow:hidden;"))
    return "".join(parts)


def _manual_part(chance: Random, number: int, top: int) -> str:
    roll = chance.random()
    if roll < 0.2:
        text = words(chance, 4, 16)
        return element(f"h{top + number % 3}", link(chance, text) if chance.random() < 0.4 else text, id=number)
    if roll < 0.3:
        return element("p", picture(chance, "aligncenter ", width=680, height=453))
    if roll < 0.33:
        return element("figure", picture(chance, loading="lazy") + element("figcaption", words(chance, 4, 20)))
    if roll < 0.43:
        return _items(chance)
    if roll < 0.44:
        code = f"for line in lines:\n    print(&#123;line: &quot;{words(chance, 4, 9)}&quot;&#125;)\n"
        return element("pre", element("code", code * chance.randint(1, 9), class_="language-python"))
    if roll < 0.55:
        return element("p", element("span", sentences(chance, 3), style="background-color:#ffffff; color:#333333"))
    links = [
        words(chance, 4, 20) + link(chance, words(chance, 2, 8), rel="noopener") for _ in range(chance.randrange(3))
    ]
    return element("p", "".join(links) + _prose(chance, 0.4, "strong" if number % 5 else "em"))


def _column(chance: Random, title: str) -> str:
    parts = [element("blockquote", element("p", sentences(chance, 2)))]
    parts += [_column_part(chance, number) for number in range(many(chance, 75, 0.5))]
    heart = element("svg", element("path", d="M9 4C9 3 10 2 10 1 9 0 8 0 7 0"), width=13, height=16)
    pay = element("div", words(chance, 8, 14), class_="support-title") + element("button", heart + "赞赏", data_id=1)
    return "".join((*parts, element("div", pay, class_="support-author")))


def _column_part(chance: Random, number: int) -> str:
    roll = chance.random()
    if roll < 0.12:
        return element("h2", words(chance, 4, 14), id=f"toc-{number}")
    if roll < 0.2:
        return element("p", picture(chance, "aligncenter size-full ", width=800, height=450))
    if roll < 0.23:
        return _items(chance)
    return element("p", _prose(chance, 0.15))


def _boxes(chance: Random, title: str) -> str:
    parts = []
    for number in range(many(chance, 12, 0.6)):
        parts += [element("p", _prose(chance)) for _ in range(chance.randint(0, 6))]
        address = image_address(chance)
        shown = lazy_picture(address, class_="lazy", id=f"img_{number}", data_original=address, data_height=673)
        inner = element("div", shown, class_="content_img_div")
        parts.append(element("p") + element("div", inner, class_="img_box", id=f"box_{number}", onclick=""))
        parts.append(words(chance, 8, 40) + element("p"))
    return "".join(parts)


def _forum(chance: Random, title: str) -> str:
    indent = "&nbsp;" if chance.random() < 0.5 else ""
    return "<br>".join(_forum_part(chance, number, indent) for number in range(many(chance, 60, 0.5)))


def _forum_part(chance: Random, number: int, indent: str) -> str:
    roll = chance.random()
    if roll < 0.12:
        address = image_address(chance)
        lazy = {"class_": "lazyload", "zoomfile": address, "data_original": address, "id": f"aimg_{number}"}
        return element("div", lazy_picture(address, **lazy, width=600), align="center")
    if roll < 0.3:
        return element("strong", element("font", words(chance, 6, 16), color="#de5650")) + "<br>"
    return f"{indent}{_prose(chance, 0)}<br>"


def _sections(chance: Random, title: str, median: int = 18) -> str:
    css = "font-size: 16px;color: rgb(0, 0, 0);line-height: 2em;margin: 25px 0px 20px;box-sizing: border-box;"
    blocks = []
    if chance.random() < 0.4:
        blocks.append(
            element("div", link(chance, words(chance, 20, 40)), class_="ad-wrap", style="margin-bottom: 8px;")
        )
    for _ in range(many(chance, median, 0.6)):
        block = "".join(_section_part(chance, css) for _ in range(chance.randint(1, 6)))
        for _ in range(chance.choice((0, 1, 2, 3, 9))):
            block = element("section", block, style=css, data_id="undefined")
        blocks.append(block)
    return element("div", style="height: 6px") + element("div", "".join(blocks), id="js_content", class_="rich_media")


def _section_part(chance: Random, css: str) -> str:
    roll = chance.random()
    if roll < 0.15:
        return element("p", picture(chance, data_ratio="0.3", data_type="png", data_w=838), style=css)
    if roll < 0.25:
        return element("p", "<br>", style=css)
    if roll < 0.35:
        return element("h2", element("span", element("strong", element("span", words(chance, 4, 12)))), style=css)
    text = element("span", sentences(chance, 3)) + element("strong", words(chance, 2, 8)) + element("span")
    return element("p", text, style=css)


# ------------------------------------------------------------------------------------------------- damage


def _pasted(chance: Random, title: str) -> str:
    """Styles with quotes of their own, of which a parser made attributes without a value."""
    torn = '<span style="font-family:" segoe="" ui",="" roboto,="" "helvetica="" neue",="" font-size:="" 14px;"="">'
    begin = torn if chance.random() < 0.7 else '<span style="font-size: 20px;">'
    return "".join(_pasted_part(chance, begin) for _ in range(many(chance, 31, 0.8)))


def _pasted_part(chance: Random, begin: str) -> str:
    roll = chance.random()
    if roll < 0.1:
        inner = element("span", picture(chance) + "<br>", style="font-size: 20px;")
    elif roll < 0.2:
        inner = "<br>"
    else:
        inner = "".join(f"{begin}{words(chance, 5, 60)}</span>" for _ in range(chance.randint(1, 3)))
        if chance.random() < 0.2:
            inner += link(chance, words(chance, 2, 8), style="font-size: 18px;")
    return element("p", inner, style="line-height: 2em;")


def _layout_table(chance: Random, title: str) -> str:
    lines = []
    for _ in range(many(chance, 10, 0.7)):
        text = element("font", words(chance, 4, 40), size=3)
        more = element("span", words(chance, 5, 30), style="font-size:medium;background-color:transparent")
        lines.append(element("div", "<br>" if chance.random() < 0.3 else text + more, style="font-size:13.3333px"))
    if chance.random() < 0.6:
        lines.append(element("div", element("h4", title) + _frame(chance), style="width:100%;"))
    cell = element("td", element("div", "".join(lines), dir="ltr"), class_="sites-layout-tile")
    return element("table", element("tbody", element("tr", cell)), cellspacing=0, class_="sites-layout-hbox")


def _torn_post(chance: Random, title: str) -> str:
    """A whole page, of which Markdown took the end for code behind a blank line."""
    return '<input type="hidden" id="topic">' + _torn(chance, _status(chance, title) + _bulletin(chance, title))


def _torn_article(chance: Random, title: str) -> str:
    """A whole page, of which Markdown took nearly all for code behind a blank line."""
    account = element("a", "示例", href="javascript:void(0);", id="js_name")
    line = element("div", account, id="meta_content", class_="rich_media_meta_list")
    return _torn(chance, line + _sections(chance, title, 32))


def _torn(chance: Random, rest: str) -> str:
    code = html.escape(f"            <div>{rest}</div>\n\n          </div>", quote=False)
    top = element("div", element("p", sentence(chance)) + element("pre", element("code", code)), class_="abstract")
    notice = element("blockquote", element("p", "博客内容遵循示例协议"))
    share = link(chance, picture(chance), class_="-mob-share-qq", rel="nofollow")
    others = [
        element("a", element("p", words(chance, 8, 20), class_="title"), class_=side, href=f"/p/{side}.html")
        for side in ("prev", "next")
    ]
    return "".join(
        (
            top,
            element("div", element("div", notice, class_="copyright"), class_="footer"),
            element("div", element("p", "2022-09-26"), class_="new-meta-item date", itemprop="dateUpdated"),
            element("div", share, class_="new-meta-item share -mob-share-list"),
            element("div", "".join(others), class_="prev-next"),
        )
    )


FEEDS: dict[Feed, float] = {
    _flash: 21.2,
    _card: 8.5,
    _episode: 1.7,
    _bulletin: 4,
    _status: 12,
    _course: 3.3,
    _player: 2.5,
    _news: 16.4,
    _quotes: 2,
    _gallery: 2.5,
    _spaced: 4.3,
    _manual: 4.2,
    _column: 3,
    _boxes: 2.1,
    _forum: 2.6,
    _sections: 2,
    _pasted: 4.2,
    _layout_table: 1.6,
    _torn_post: 2.2,
    _torn_article: 1.1,
}
"""The feeds with their shares of all posts, in per cent."""
