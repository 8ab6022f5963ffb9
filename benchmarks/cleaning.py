"""What the safe article of a post costs: the tree, all steps and sanitizing, beside nh3 alone and bleach alone.

CPU time in one process.  The posts are cleaned in several rounds, of which the cheapest counts for each; the figures
are the median and the mean of all posts that are HTML.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

import bleach
import nh3

from benchmarks.corpus import BODIES, add_corpora, corpora, source_text
from generator.article.nodes import read_body
from generator.article.vocabulary import ATTRIBUTES, CONTENT_DROPPED, GLOBAL_ATTRIBUTES, TAGS
from generator.bodies import markup
from generator.clean_config import CleanConfig, RuleList, clean_config
from generator.cleaning import STEPS
from generator.cleaning.draft import Draft
from generator.config import Config
from generator.front_matter import header
from generator.model import RawPost, SourceFile
from generator.rules import shipped
from generator.stages.clean import safe_article
from generator.stages.read import parse

T = TypeVar("T")

POSTS = 1_000
"""So many that no round remembers addresses and tags of the one before: what is remembered is less than they have."""
ROUNDS = 3
GENERIC_RULES = 20_000


def main(arguments: list[str]) -> None:
    """Print a table for each corpus: each way to clean with its milliseconds a post."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=POSTS)
    add_corpora(parser)
    chosen = parser.parse_args(arguments)
    config = clean_config(Config(title="Benchmark", url="https://example.org/"), shipped())
    for plain in corpora(chosen):
        raws = html_posts(chosen.posts, config, plain=plain)
        print(f"\n{len(raws):,} posts, {BODIES[plain]}:\n")
        print("| a post | median CPU ms | mean CPU ms |")
        print("| --- | ---: | ---: |")
        for name, costs_ms in ways(raws, config):
            print(f"| {name} | {statistics.median(costs_ms):.2f} | {statistics.mean(costs_ms):.2f} |", flush=True)


def ways(raws: list[RawPost], config: CleanConfig) -> Iterator[tuple[str, list[float]]]:
    """(name, CPU milliseconds of each post) of the ways to clean."""
    texts = [raw.body for raw in raws]
    many = replace(config, rules=(*config.rules, RuleList("generic", generic_rules(GENERIC_RULES))))
    hosts = replace(config, rules=(*config.rules, RuleList("hosts", host_rules(GENERIC_RULES))))
    allowed = {"*": set(GLOBAL_ATTRIBUTES), **{tag: set(names) for tag, names in ATTRIBUTES.items()}}
    alone = nh3.Cleaner(tags=set(TAGS), clean_content_tags=set(CONTENT_DROPPED), attributes=allowed)
    second = bleach.Cleaner(tags=TAGS, attributes={name: list(found) for name, found in allowed.items()}, strip=True)
    yield "all steps and sanitizing, shipped rules", cheapest_ms(lambda raw: cleaned(raw, config), raws)
    yield f"the same with {GENERIC_RULES:,} generic rules", cheapest_ms(lambda raw: cleaned(raw, many), raws)
    yield f"the same with {GENERIC_RULES:,} rules on hosts", cheapest_ms(lambda raw: cleaned(raw, hosts), raws)
    yield "nh3 alone", cheapest_ms(lambda text: timed(alone.clean, text), texts)
    yield "bleach alone", cheapest_ms(lambda text: timed(second.clean, text), texts)


def html_posts(count: int, config: CleanConfig, *, plain: bool) -> list[RawPost]:
    """The first `count` posts of a corpus whose body is HTML."""
    raws = read(source_text(number, plain=plain).encode() for number in range(2 * count))
    return [raw for raw in raws if markup.kind_of(raw, header(raw, config)[0], config) == "html"][:count]


def read(sources: Iterable[bytes]) -> list[RawPost]:
    """The posts with these bytes."""
    return [parse(SourceFile("content", f"{number}.md", len(data), 0, 0), data) for number, data in enumerate(sources)]


def generic_rules(count: int) -> str:
    """Rules in the shares of a public list: nearly all a bare class or id, some attributes, all without scope."""
    chance = random.Random(1)
    lines = []
    for number in range(count):
        name = f"{chance.choice(('ad', 'banner', 'sponsor', 'promo'))}-{number:x}"
        forms = (f"##.{name}", f"###{name}", f'##a[href^="https://{name}.example/"]', f'##div[class^="{name}"]')
        lines.append(chance.choices(forms, (70, 26, 3, 1))[0])
    return "\n".join(lines)


def host_rules(count: int) -> str:
    """Rules on hosts of advertisements in the shares of a public list: nearly all on a whole host."""
    chance = random.Random(2)
    forms = ("||{}^", "||{}^$third-party", "||{}/banner/", "||{}^$image,domain=news.example", "@@||{}^")
    return "\n".join(
        chance.choices(forms, (80, 14, 3, 2, 1))[0].format(f"ads{number:x}.example") for number in range(count)
    )


def cleaned(raw: RawPost, config: CleanConfig) -> float:
    """The CPU seconds from the HTML of one post to its article."""
    found, _ = header(raw, config)
    html = markup.to_html(raw, found, config).html
    start = time.process_time()
    safe_article(Draft(raw, found, config, read_body(html), found.cover), html, STEPS)
    return time.process_time() - start


def timed(work: Callable[[str], str], text: str) -> float:
    """The CPU seconds of one call."""
    start = time.process_time()
    work(text)
    return time.process_time() - start


def cheapest_ms(cost: Callable[[T], float], posts: Sequence[T]) -> list[float]:
    """For each post the milliseconds of the cheapest of several rounds."""
    rounds = [[cost(post) for post in posts] for _ in range(ROUNDS)]
    return [1000 * min(costs) for costs in zip(*rounds, strict=True)]


if __name__ == "__main__":
    main(sys.argv[1:])
