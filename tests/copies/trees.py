"""Articles that a script saved four times, in four trees and five forms of front matter; all of it is invented."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from tests.sites import SmallSite

PROXY = "https://cors.example/?"
PLACEHOLDER = "https://random.example/400/300?random="
ROOTS = ["post", "source/_posts"]
SETTINGS = f'''
[cleaning]
proxies = ["{PROXY}"]
placeholders = ["random.example/"]
[lists]
per_page = 1000
cards = 1000
day_posts = 1
[feeds]
size = 1000
'''
FORMS = ("unquoted", "artefact", "quoted", "levels", "headimg")
"""The forms in the order in which the script wrote them; `artefact` and `quoted` lie in one tree."""
OLDER, NEWER = FORMS[:2], FORMS[3:]


@dataclass(frozen=True)
class Article:
    """An article as its feed had it; the script writes it once for each of `forms`."""

    key: str
    category: str
    source: str
    feed: str
    title: str
    body: str
    """HTML; RANDOM stands for the number of a placeholder, which is another in each tree."""
    date: str = "Sun, 21 Mar 2021 12:25:14 GMT"
    """Empty: the feed had none, so that each tree has the time at which it was fetched."""
    cover: str = ""
    forms: tuple[str, ...] = FORMS
    level: str = ""
    """What the newest tree has before the third category by mistake."""


HARBOUR = ("传统媒体", "鹭汀晚报", "要闻")
FLASH = ("传统媒体", "鹭汀晚报", "快讯")
PICTURES = ("新媒体", "白塔画报", "每日图片")
NOTES = ("博客", "Hi, Kite", "笔记 - 全部")
GAME = ("游戏", "纸船工坊", "更新日志")

FOG = (
    "<p>清晨六点，鹭汀港被浓雾罩住，两班渡轮推迟开出。码头广播请乘客留在候船室，不要靠近栈桥。</p>"
    "<p>八点一刻雾散，头班船离港。</p>"
)

ARTICLES = (
    Article(
        "lock", *HARBOUR, "鹭汀第二船闸开工_ 工期三年",
        "<p>鹭汀第二船闸昨天在上河口开工。工程分两期，先筑围堰，再挖闸室，预计三年后通航。</p>\n\n"
        '<p><img src="http://img.luting.example/lock.jpg" referrerpolicy="no-referrer"></p>\n    '
        "<p>负责施工的老工程师说，河床下面是一层硬黏土，比预想的好挖；难处在于不能断航，白天要给驳船让路。</p>\n"
        "<p>沿岸居民担心噪声。管理处答应夜里十点以后停工，并在堤上种两排柳树。</p>",
        cover="http://img.luting.example/lock.jpg",
    ),
    Article("water", *FLASH, "明日停水", "<p>北街明日停水。</p>", date="", level="- | "),
    Article("heron", *PICTURES, "每日一图", '<img src="http://img.baita.example/heron.jpg">', date="",
            cover="http://img.baita.example/heron.jpg", forms=OLDER),
    Article("kiln", *PICTURES, "每日一图", '<img src="http://img.baita.example/kiln.jpg">', date="",
            cover="http://img.baita.example/kiln.jpg", forms=NEWER),
    Article("live", *PICTURES, "直播预告_ 周五晚七点", "", date=""),
    Article("fog", *HARBOUR, "全城大雾", FOG, date="Mon, 22 Mar 2021 00:10:00 GMT"),
    # Both feeds write to one folder in the first tree, where the later file took the place of the earlier.
    Article("fog again", *FLASH, "全城大雾", FOG, date="Mon, 22 Mar 2021 00:12:00 GMT", forms=FORMS[1:]),
    Article("tide", *FLASH, "今日潮汐", "<p>高潮 4:12 和 16:40，低潮 10:25 和 22:51，风力三级，适宜出海。</p>",
            date="Mon, 22 Mar 2021 01:00:00 GMT", forms=OLDER),
    Article("tide later", *FLASH, "今日潮汐", "<p>高潮 5:03 和 17:32，低潮 11:14 和 23:40，风力六级，小船勿出港。</p>",
            date="Tue, 23 Mar 2021 01:00:00 GMT", forms=NEWER),
    Article("dots", *NOTES, "……", "<p>写不出来。</p>", date=""),
    Article("marks", *NOTES, "？！", "<p>写不出来。</p>", date=""),
    Article(
        "braces", *NOTES, "模板里的 {{ name }} 怎么写",
        "<p>双花括号里写变量的名字，循环要用百分号。</p><pre><code>{% for x in y %}{{ x }}{% endfor %}</code></pre>"
        f"<p>忘了结尾的标签，整页就出不来。</p><img src='{PLACEHOLDER}RANDOM'>",
        date="Wed, 24 Mar 2021 22:41:00 GMT",
    ),
    Article("wait", *GAME, '"等我两分钟，快画完了"',
            "<p>新地图还差一座桥。画师说，等他两分钟。大家等了两天，是座断桥。</p>", date="Invalid Date"),
    Article("lamp", *NOTES, "The lamplighter's round", "<p>He starts at the mole, walks west and is home by nine; the "
            "last lamp is always the one at his own door.</p>", date="Thu, 25 Mar 2021 06:00:00 GMT"),
    Article("version", *GAME, "12_00", "<p>修复了船会穿过码头的问题。</p>", date="Fri, 26 Mar 2021 08:00:00 GMT"),
    Article("hash", *GAME, "#纸船节# 来了", "<p>放船的地方在三号码头，自带蜡烛。</p>",
            date="Fri, 26 Mar 2021 09:00:00 GMT"),
)  # fmt: skip


def write_trees(site: SmallSite) -> dict[str, tuple[str, ...]]:
    """Write every article in all its forms; the ids of the copies of each, by its key, in the order of its forms."""
    site.settings(SETTINGS, content=list(ROOTS))
    return {article.key: tuple(_write(site, article, form) for form in article.forms) for article in ARTICLES}


def _write(site: SmallSite, article: Article, form: str) -> str:
    path, text = WRITERS[form](article)
    assert not (site.folder / path).exists(), path
    site.put(path, text)
    return path


def _unquoted(article: Article) -> tuple[str, str]:
    text = _flat(article, article.title, article.cover, "2021-03-21 16:43:21", 1)
    return f"post/{article.category}/{_file_name(article.title)}.md", text


def _artefact(article: Article) -> tuple[str, str]:
    title = _layered(article.title)
    folder = f"post/{article.category}/{_joined(article)}"
    return f"{folder}/{_file_name(title)}.md", _flat(article, title, f"'{article.cover}'", "2021-03-22 01:02:03", 2)


def _quoted(article: Article) -> tuple[str, str]:
    text = _flat(article, _in_quotes(article.title), f"'{article.cover}'", "2021-03-22 03:59:28", 3)
    return f"post/{article.category}/{_joined(article)}/{_file_name(article.title)}.md", text


def _levels(article: Article) -> tuple[str, str]:
    lines = [
        f"title: {_in_quotes(article.title)}",
        "categories: ",
        *(f"    - {name}" for name in (article.category, article.source, article.feed)),
        "",
        f"author: {article.source}",
        "comments: false",
        f"date: {article.date or '2021-03-22 08:19:04'}",
        f"thumbnail: '{article.cover}'",
    ]
    return f"post/{_folder(article)}/{_file_name(article.title)}.md", _escaped(_text(lines, article, 4))


def _headimg(article: Article) -> tuple[str, str]:
    cover = article.cover.replace("http://", f"{PROXY}http://") or f"{PLACEHOLDER}5005"
    lines = [
        f"title: {_in_quotes(article.title)}",
        "categories: ",
        f" - {article.category}",
        f" - {article.source}",
        f" {article.level or '- '}{article.feed}",
        "",
        f"headimg: '{cover}'",
        f"author: {article.source}",
        "comments: false",
        f"date: {article.date or '2021-09-30 17:00:59'}",
        f"thumbnail: '{cover}'",
    ]
    text = _text(lines, article, 5).replace('src="http://', f'src="{PROXY}http://')
    return f"source/_posts/{_folder(article)}/{_file_name(article.title)}.md", _escaped(text)


WRITERS: dict[str, Callable[[Article], tuple[str, str]]] = {
    "unquoted": _unquoted,
    "artefact": _artefact,
    "quoted": _quoted,
    "levels": _levels,
    "headimg": _headimg,
}


def _flat(article: Article, title: str, cover: str, fetched: str, tree: int) -> str:
    lines = [
        f"title: {title}",
        "categories: ",
        f"    - {article.category}",
        f"    - {_joined(article)}",
        f"author: {_joined(article)}",
        "comments: false",
        f"date: {article.date or fetched}",
        f"thumbnail: {cover}",
    ]
    return _text(lines, article, tree)


def _text(lines: list[str], article: Article, tree: int) -> str:
    body = article.body.replace("RANDOM", str(1000 * tree + 7))
    return "\n".join(["", "---", *lines, "---", "", "<div>   ", f"{body}  ", "</div>", " " * 12])


def _joined(article: Article) -> str:
    return f"{article.source} - {article.feed}"


def _folder(article: Article) -> str:
    return f"{article.category}/{article.source}/{article.feed}"


def _in_quotes(title: str) -> str:
    sign = '"' if "'" in title else "'"
    return f"{sign}{title}{sign}"


def _layered(title: str) -> str:
    """The title with the quotes that the script added again for each field of the item."""
    layers = '"' * (10 if "'" in title else 9)
    inner = title if "'" in title else f"'{title}'"
    return f"{layers}{inner}{layers}"


def _file_name(title: str) -> str:
    return re.sub(r"[\n#.]", "", title)


def _escaped(text: str) -> str:
    return text.replace("{", "&#123;").replace("}", "&#125;")
