"""A deterministic corpus: post number i depends on the seed and i only, so that any size has the same first posts."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from benchmarks.feeds import body
from benchmarks.headers import DAYS_BETWEEN, IN_A_FETCH, START, header
from benchmarks.pieces import Author, words
from benchmarks.plain_bodies import plain_body

SEED = 1
BODIES = {False: "bodies like those of a real archive", True: "plain bodies"}
"""What the bodies of the two corpora are called; the key is `plain`, as `source_text` takes it."""
IMAGE = re.compile(r'<img\b[^>]* src="([^"]*)')
DATE = re.compile(r"^date: .*$", re.MULTILINE)
SOURCES = [f"来源{number}" for number in range(24)]


def source_text(number: int, seed: int = SEED, *, plain: bool = False, is_growing: bool = False) -> str:
    """The text of post `number`, in the forms and shares of a real archive, or plain; `is_growing` as in `header`."""
    return _plain(number, seed) if plain else _archived(number, seed, is_growing=is_growing)


def newest_text(count: int, *, plain: bool = False) -> str:
    """The text of a post that is newer than the first `count` posts."""
    after = START + timedelta(days=DAYS_BETWEEN * (count // IN_A_FETCH) + 1)
    text = source_text(count, plain=plain)
    return text if plain else DATE.sub(f"date: {after:%a, %d %b %Y %H:%M:%S} GMT", text, count=1)


def _plain(number: int, seed: int) -> str:
    chance = Random(f"{seed}:{number}")
    title = words(chance, 8, 24)
    source = chance.choice(SOURCES)
    moment = START + timedelta(minutes=37 * number + chance.randrange(30))
    written = plain_body(chance)
    shown, date = _title(chance, title), _date(chance, moment)
    categories = [f"门类{chance.randrange(12)}", source, f"{source}－{chance.randrange(3)}"]
    tags = sorted({f"标签{chance.randrange(2000)}" for _ in range(chance.randrange(4))})
    return _text(shown, categories, [f"tags: [{', '.join(tags)}]", *_more(source, date)], written)


def _archived(number: int, seed: int, *, is_growing: bool) -> str:
    chance = Author(f"{seed}:{number}")
    title = words(chance, 8, 24)
    made = header(number, seed, is_growing=is_growing)
    written = body(chance, title)
    shown, date = _title(chance, title), _date(chance, made.moment)
    found = IMAGE.search(written)
    cover = found[1] if found else f"https://img.example.com/blank.png?random={chance.randrange(1000)}"
    pictures = [f"headimg: '{cover}'", f"thumbnail: '{cover}'"]
    return _text(shown, made.categories, [*_more(made.source, date), *pictures], written)


def _title(chance: Random, title: str) -> str:
    return f"快讯: {title}" if chance.random() < 0.03 else f"'{title}'"


def _date(chance: Random, moment: datetime) -> str:
    return "Invalid Date" if chance.random() < 0.02 else f"{moment:%a, %d %b %Y %H:%M:%S} GMT"


def _more(source: str, date: str) -> list[str]:
    return [f"author: {source}", "comments: false", f"date: {date}"]


def _text(title: str, categories: Iterable[str], more: Iterable[str], body: str) -> str:
    lines = ["", "---", f"title: {title}", "categories: ", *(f" - {name}" for name in categories), *more, "---"]
    return "\n".join([*lines, "", body, ""])


def write_corpus(folder: Path, count: int, seed: int = SEED, *, plain: bool = False, is_growing: bool = False) -> None:
    """A site of `count` posts in `folder`, a thousand in each folder below `content`."""
    folder.mkdir(parents=True)
    (folder / "site.toml").write_text(
        'title = "基准"\nurl = "https://example.org/"\ntimezone = "Asia/Shanghai"\n[lists]\nper_page = 100\n', "utf-8"
    )
    for number in range(count):
        path = folder / "content" / f"{number // 1000:04d}" / f"{number:07d}.md"
        if number % 1000 == 0:
            path.parent.mkdir(parents=True)
        path.write_text(source_text(number, seed, plain=plain, is_growing=is_growing), "utf-8")


def add_corpora(parser: argparse.ArgumentParser) -> None:
    """The options of a benchmark that chooses between the two corpora, and takes both unless told."""
    chosen = parser.add_mutually_exclusive_group()
    chosen.add_argument("--plain", action="store_true", help="only plain bodies")
    chosen.add_argument("--archive", action="store_true", help="only bodies like those of a real archive")


def corpora(chosen: argparse.Namespace) -> list[bool]:
    """For each corpus that these options choose whether it is the plain one."""
    return [plain for plain in BODIES if not (chosen.archive if plain else chosen.plain)]


def main(arguments: list[str]) -> None:
    """Write a corpus into a folder that does not exist yet."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("posts", type=int)
    parser.add_argument("--plain", action="store_true", help="bodies that are nearly all plain")
    chosen = parser.parse_args(arguments)
    write_corpus(chosen.folder, chosen.posts, plain=chosen.plain)


if __name__ == "__main__":
    main(sys.argv[1:])
