"""The kinds of page: a small site that has all of them, and the pages of any site by kind."""

from __future__ import annotations

import re
import struct
import zlib
from pathlib import Path
from urllib.parse import quote

from tests.sites import SmallSite, post

PICTURES = "https://pictures.example/"
"""The host of remote pictures; `tests.readers` answers them."""

POSTS: dict[str, str] = {
    "pictures": f"""<p>渡口的三张照片。</p><img src="{PICTURES}0.jpg" alt="旧码头"><p>码头在河的北岸。</p>
<img src="{PICTURES}1.jpg"><p>第二座桥。</p><p><img src="harbour.png" alt="港口"></p>
<figure><img src="{PICTURES}2.jpg"><figcaption>夜里的灯塔</figcaption></figure>""",
    "code": f"""<p>程序如下：</p><pre><code class="language-python">def ferry(boat):
    return "{"long " * 60}"
</code></pre><p>行内 <code>{"x" * 200}</code> 也是。</p>""",
    "table": f"<table><tr>{'<th>栏</th>' * 30}</tr><tr>{'<td>数字</td>' * 30}</tr></table>",
    "formulas": rf"<p>一个很长的公式：</p>\[ {'a_1 + ' * 60} b = \frac{{1}}{{2}} \]<p>行内 \(\sqrt{{x}}\) 一个。</p>",
    "headings": "".join(
        f"<h{level}>第 {number} 节</h{level}><p>{'河水慢慢地流。' * 12}</p>"
        for number, level in enumerate((1, 4, 2, 2, 5, 3, 6), 1)
    ),
    "copies": f"<p>{'同一篇文章在两份报纸上。' * 30}</p>",
    "damage": "<p>这里丢了\ufffd\ufffd字，这里也\ufffd是。</p>",
    "lists": f'<ul><li><a href="https://example.com/{"long" * 40}">一</a></li><li><p>二</p></li></ul><hr>',
}
"""Bodies by what is special about them."""

_MANY = 500

_PARTS = {
    "pictures": r"<img\b",
    "code": r"<pre\b",
    "table": r"<table\b",
    "formulas": r"<math\b",
    "contents": r'class="(?:[^"]* )?contents\b',
    "copies": r'class="(?:[^"]* )?copies\b',
    "damage": r'id="damaged-1"',
    "quotation": r"<blockquote\b",
    "frame": r'class="(?:[^"]* )?embed\b',
}
"""What is looked for in articles."""

_LISTS = (
    ("home", r""),
    ("home, deep", r"page/\d+/"),
    ("categories", r"categories/"),
    ("tags", r"tags/"),
    ("sources", r"sources/"),
    ("archives", r"archives/"),
    ("category, deep", r"categories/.+/page/\d+/"),
    ("category", r"categories/.+/"),
    ("tag", r"tags/.+/"),
    ("source", r"sources/.+/"),
    ("year", r"archives/\d{4}/(?:page/\d+/)?"),
    ("month", r"archives/\d{4}/\d\d/(?:page/\d+/)?"),
    ("day", r"archives/\d{4}/\d\d/\d\d/(?:page/\d+/)?"),
    ("undated", r"undated/(?:page/\d+/)?"),
    ("search", r"search/"),
    ("not found", r"404\.html"),
    ("statistics", r"statistics/"),
)
"""Kinds of pages and their addresses under the usual settings; the first that fits counts."""

SMALL_KINDS = frozenset(
    {name for name, _ in _LISTS}
    | {f"article with {part}" for part in _PARTS} - {"article with quotation", "article with frame"}
    | {"article", "page", "redirect"}
)
"""The kinds that the small site must have."""


def small_site(folder: Path) -> Path:
    """The output folder of a site with every kind of page, built in `folder`, whose parent can be served."""
    site = SmallSite(folder / "site")
    _write(site)
    output = folder / "served/p"
    site.build(output=output, url="https://example.org/p/")
    return output


def bundled_site(folder: Path) -> Path:
    """The same for the site that the repository contains."""
    site = SmallSite(folder / "site")
    (site.folder / "content").rmdir()
    (site.folder / "site.toml").unlink()
    for name in ("site.toml", "content", "blog", "filters"):
        (site.folder / name).symlink_to(Path(__file__).parents[1] / name)
    output = folder / "served/pressmark"
    site.build(output=output)
    return output


def _write(site: SmallSite) -> None:
    site.settings(
        "[lists]\nper_page = 3\n[statistics]\nenabled = true\n",
        language="zh-CN",
        timezone="Asia/Shanghai",
        title="渡口旧报",
    )
    site.write("harbour.png", _png(640, 480))
    for number, (name, body) in enumerate(POSTS.items()):
        fields = {
            "date": f"2024-0{1 + number % 2}-0{1 + number % 3} 08:00:00",
            "categories": ["新闻", f"很长的栏目名称{number % 2}" * 6, "今日推荐 / 精选"],
            "tags": ["渡口", f"C{'+' * (number % 3)}"],
            "source": f"渡口晚报{number % 3}",
            "permalink": f"{name}/",
            "toc": True,
        }
        site.write(f"{name}.html", post(f"{name}：渡口的第 {number} 天" * 3, body, **fields))
    link = {"link": "https://origin.example/1", "date": "2023-05-01", "cover": f"{PICTURES}3.jpg"}
    site.write("copy.html", post("同一篇", POSTS["copies"], source="日报", permalink="copy/", **link))
    site.write("copies.html", post("另一篇", POSTS["copies"], source="晚报", permalink="copies/", **link))
    for number in range(10):
        fields = {"date": f"2022-03-0{1 + number % 2}", "cover": f"{PICTURES}{number}.jpg", "categories": ["新闻"]}
        site.write(f"plain{number}.html", post(f"第 {number} 张", f"<p>第 {number} 句话。</p>", **fields))
    for number in range(6):
        site.write(f"undated{number}.html", post(f"没有日期的 {number}", "" if number else "<p>不知道是哪一天。</p>"))
    site.write("pages/about.md", post("关于", "## 说明\n\n这是一个存档。", aliases="/old/"))


def _png(width: int, height: int) -> bytes:
    """A grey picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress((b"\0" + b"\x80" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def kinds(output: Path) -> dict[str, list[str]]:
    """The addresses of a finished site by kind of page, relative to home, the longest pages first.

    An article is named once for each special part that it has.
    """
    found: dict[str, list[tuple[int, str]]] = {}
    for file in output.rglob("*.html"):
        address = file.relative_to(output).as_posix().removesuffix("index.html")
        html = file.read_text("utf-8")
        for kind in _kinds(address, html):
            found.setdefault(kind, []).append((-len(html), quote(address)))
    return {kind: [address for _, address in sorted(pages)] for kind, pages in found.items()}


def many(paths: list[str]) -> list[str]:
    """An evenly spaced sample of `paths`, at most `_MANY`, the same in each run."""
    ordered = sorted(paths)
    count = min(len(ordered), _MANY)
    return [ordered[number * len(ordered) // count] for number in range(count)]


def _kinds(address: str, html: str) -> list[str]:
    if 'http-equiv="refresh"' in html:
        return ["redirect"]
    for kind, pattern in _LISTS:
        if re.fullmatch(pattern, address):
            return [kind]
    article = html.partition("<article")[2].partition("</article>")[0]
    if re.search(r'og:type"? content="?article', html) is None:
        return ["page"]
    return ["article", *(f"article with {name}" for name, part in _PARTS.items() if re.search(part, article))]
