"""What a safe article of a median post costs: the tree, all steps and sanitizing, beside nh3 alone and bleach alone.

CPU time in one process.  The posts are cleaned in several rounds, of which the cheapest counts for each; the figure is
the median of all posts that are HTML.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

import bleach
import nh3

from benchmarks.corpus import source_text
from generator.cleaning import STEPS, markup
from generator.cleaning.draft import Draft
from generator.cleaning.front_matter import header
from generator.cleaning.vocabulary import ATTRIBUTES, CONTENT_DROPPED, GLOBAL_ATTRIBUTES, TAGS
from generator.config import CleanConfig, Config, RuleList, clean_config
from generator.model import RawPost, SourceFile
from generator.rules import shipped
from generator.stages.clean import safe_article
from generator.stages.read import parse

T = TypeVar("T")

POSTS = 1_000
"""So many that no round remembers addresses and tags of the one before: what is remembered is less than they have."""
ROUNDS = 3
GENERIC_RULES = 20_000


def main() -> None:
    """Print a table: each way to clean with its milliseconds a median post."""
    config = clean_config(Config(title="Benchmark", url="https://example.org/"), shipped())
    many = replace(config, rules=(*config.rules, RuleList("generic", generic_rules(GENERIC_RULES))))
    raws = html_posts(POSTS, config)
    texts = [raw.body for raw in raws]
    allowed = {"*": set(GLOBAL_ATTRIBUTES), **{tag: set(names) for tag, names in ATTRIBUTES.items()}}
    alone = nh3.Cleaner(tags=set(TAGS), clean_content_tags=set(CONTENT_DROPPED), attributes=allowed)
    second = bleach.Cleaner(tags=TAGS, attributes={name: list(found) for name, found in allowed.items()}, strip=True)
    print("| a median post | CPU ms |")
    print("| --- | ---: |")
    for name, cost in (
        ("all steps and sanitizing, shipped rules", median_ms(lambda raw: cleaned(raw, config), raws)),
        (f"the same with {GENERIC_RULES:,} generic rules", median_ms(lambda raw: cleaned(raw, many), raws)),
        ("nh3 alone", median_ms(lambda text: timed(alone.clean, text), texts)),
        ("bleach alone", median_ms(lambda text: timed(second.clean, text), texts)),
    ):
        print(f"| {name} | {cost:.2f} |", flush=True)


def html_posts(count: int, config: CleanConfig) -> list[RawPost]:
    """The first `count` posts of the corpus whose body is HTML."""
    posts = []
    for number in range(2 * count):
        data = source_text(number).encode()
        raw = parse(SourceFile("content", f"{number}.md", len(data), 0, 0), data)
        if markup.kind_of(raw, header(raw, config)[0], config) == "html":
            posts.append(raw)
    return posts[:count]


def generic_rules(count: int) -> str:
    """Rules in the shares of a public list: nearly all a bare class or id, some attributes, all without scope."""
    chance = random.Random(1)
    lines = []
    for number in range(count):
        name = f"{chance.choice(('ad', 'banner', 'sponsor', 'promo'))}-{number:x}"
        forms = (f"##.{name}", f"###{name}", f'##a[href^="https://{name}.example/"]', f'##div[class^="{name}"]')
        lines.append(chance.choices(forms, (70, 26, 3, 1))[0])
    return "\n".join(lines)


def cleaned(raw: RawPost, config: CleanConfig) -> float:
    """The CPU seconds from the HTML of one post to its article."""
    found, _ = header(raw, config)
    draft = Draft(raw, found, config, markup.to_html(raw, found, config).html, found.cover)
    start = time.process_time()
    safe_article(draft, STEPS)
    return time.process_time() - start


def timed(work: Callable[[str], str], text: str) -> float:
    """The CPU seconds of one call."""
    start = time.process_time()
    work(text)
    return time.process_time() - start


def median_ms(cost: Callable[[T], float], posts: Sequence[T]) -> float:
    """The median over the posts of what the cheapest of several rounds cost."""
    rounds = [[cost(post) for post in posts] for _ in range(ROUNDS)]
    return 1000 * statistics.median(min(costs) for costs in zip(*rounds, strict=True))


if __name__ == "__main__":
    main()
