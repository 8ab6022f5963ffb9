"""A deterministic corpus: post number i depends on the seed and i only, so that any size has the same first posts."""

from __future__ import annotations

import random
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

SEED = 1
START = datetime(2012, 1, 1, tzinfo=UTC)
HAN = [chr(code) for code in range(0x4E00, 0x4E00 + 2500)]
SOURCES = [f"来源{number}" for number in range(24)]

ADVERTISEMENT = """
            <!-- slot -->
            <style>.appendQr_wrap&#123;padding:8px;&#125;</style>
            <div class="clearfix appendQr_wrap"><div class="appendQr_normal"><img src="https://img.example.com/qr.png"></div>
            <div class="appendQr_normal_txt">扫码下载示例客户端</div></div>
            <ins class="adsbygoogle" data-ad-client="x"></ins>
"""


def source_text(number: int, seed: int = SEED) -> str:
    """The text of post `number`: sizes, advertisements, broken headers and Markdown in the shares of a real archive."""
    chance = random.Random(f"{seed}:{number}")
    title = _words(chance, 8, 24)
    source = chance.choice(SOURCES)
    moment = START + timedelta(minutes=37 * number + chance.randrange(30))
    body = _markdown(chance) if chance.random() < 0.05 else _html(chance)
    shown = f"快讯: {title}" if chance.random() < 0.03 else f"'{title}'"
    date = "Invalid Date" if chance.random() < 0.02 else f"{moment:%a, %d %b %Y %H:%M:%S} GMT"
    categories = [f"门类{chance.randrange(12)}", source, f"{source}－{chance.randrange(3)}"]
    tags = sorted({f"标签{chance.randrange(2000)}" for _ in range(chance.randrange(4))})
    lines = ["", "---", f"title: {shown}", "categories: ", *(f" - {name}" for name in categories)]
    lines += [
        f"tags: [{', '.join(tags)}]",
        f"author: {source}",
        "comments: false",
        f"date: {date}",
        "---",
        "",
        body,
        "",
    ]
    return "\n".join(lines)


def _words(chance: random.Random, least: int, most: int) -> str:
    return "".join(chance.choices(HAN, k=chance.randint(least, most)))


def _sentence(chance: random.Random) -> str:
    return "，".join(_words(chance, 4, 14) for _ in range(chance.randint(1, 4))) + "。"


def _html(chance: random.Random) -> str:
    # Log-normal as measured: median 5.5 KB a file, a twentieth below 2 and a twentieth above 18.
    size = chance.lognormvariate(8.45, 0.75)
    parts = ["<div>   "]
    length = 0
    while length < size:
        roll = chance.random()
        if roll < 0.08:
            part = (
                f'<p><img src="https://img.example.com/{chance.randrange(10**6)}.jpg" referrerpolicy="no-referrer"></p>'
            )
        elif roll < 0.14:
            part = f"<h3>{_words(chance, 4, 12)}</h3>"
        elif roll < 0.18:
            part = f'<ul><li>{_sentence(chance)}</li><li><a href="https://example.com/{chance.random()}">链接</a></li></ul>'
        else:
            text = "".join(_sentence(chance) for _ in range(chance.randint(1, 5)))
            part = f'<p style="text-indent:2em">　　{text}</p>'
        parts.append(part)
        length += len(part.encode())
    if chance.random() < 0.03:
        parts.append(
            '<script>alert(1)</script><p onclick="alert(2)">点</p><iframe src="https://video.example.com/1"></iframe>'
        )
    if chance.random() < 0.23:
        parts.append(ADVERTISEMENT)
    return "\n".join([*parts, "</div>"])


def _markdown(chance: random.Random) -> str:
    parts = []
    for _ in range(chance.randint(3, 12)):
        parts.append(f"## {_words(chance, 4, 10)}")
        parts.append(f"{_sentence(chance)}**{_words(chance, 2, 5)}**{_sentence(chance)}[链接](https://example.com/)")
        parts.append("\n".join(f"- {_sentence(chance)}" for _ in range(chance.randint(1, 4))))
        if chance.random() < 0.2:
            parts.append("```python\nfor line in lines:\n    print(line)\n```")
    return "\n\n".join(parts)


def write_corpus(folder: Path, count: int, seed: int = SEED) -> None:
    """A site of `count` posts in `folder`, a thousand in each folder below `content`."""
    folder.mkdir(parents=True)
    (folder / "site.toml").write_text(
        'title = "基准"\nurl = "https://example.org/"\ntimezone = "Asia/Shanghai"\n[lists]\nper_page = 100\n', "utf-8"
    )
    for number in range(count):
        path = folder / "content" / f"{number // 1000:04d}" / f"{number:07d}.md"
        if number % 1000 == 0:
            path.parent.mkdir(parents=True)
        path.write_text(source_text(number, seed), "utf-8")


if __name__ == "__main__":
    write_corpus(Path(sys.argv[1]), int(sys.argv[2]))
