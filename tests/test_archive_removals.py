"""What is removed from the real archive: every rule counted, more than five hundred removals read and judged.  Copies.

Nothing of other people's text stands in the tables in `archive/`: `totals.tsv` counts the removals of each rule,
and `judged.tsv` names those that somebody read in their surroundings, at most 20 a rule, 10 where all are of one make,
each by the digest of its source.  A change that makes these tests fail removes something that nobody has read yet: read
it, then write down what the tests print.
"""

from __future__ import annotations

import csv
import hashlib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from generator.article.nodes import read_body
from generator.article.references import text_of as visible
from generator.article.text import visible_text
from generator.bodies.hexo_tags import decoded
from generator.clean_config import clean_config
from generator.config import Config
from generator.copies.candidates import updated
from generator.copies.clusters import clusters
from generator.copies.sketches import sketch
from generator.copies.texts import normalised, shingles, similarity
from generator.model import Post, RawPost, SourceFile
from generator.rules import shipped
from generator.stages.clean import clean
from generator.stages.read import parse
from tests.cleaning.drafts import text_of

TABLES = Path(__file__).parent / "archive"
FLAGS = {"text-lost", "removal-undone", "shown-as-text", "page-joined"}


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A source of the archive and the post that it made."""

    digest: str
    raw: RawPost
    post: Post


@pytest.fixture(scope="module")
def archive(shared) -> list[Cleaned]:
    folder = shared("archive")
    config = clean_config(Config(title="t", url="https://example.org/repo/"), shipped())
    found = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        data = path.read_bytes()
        raw = parse(SourceFile("content", path.relative_to(folder).as_posix(), len(data), 0, 0), data)
        found.append(Cleaned(hashlib.sha256(data).hexdigest()[:12], raw, clean(raw, config)))
    return found


def table(name: str) -> list[dict[str, str]]:
    with (TABLES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_nothing_is_removed_from_the_archive_that_was_not_counted_and_judged(archive):
    removed: Counter[tuple[str, str, str]] = Counter()
    for one in archive:
        for removal in one.post.removals:
            removed[one.digest, removal.rule, removal.kind] += removal.count
    posts = Counter((rule, kind) for _, rule, kind in removed)
    counts: Counter[tuple[str, str]] = Counter()
    for (_, rule, kind), count in removed.items():
        counts[rule, kind] += count
    totals = [f"{rule}\t{kind}\t{posts[rule, kind]}\t{counts[rule, kind]}" for rule, kind in sorted(posts)]
    pinned = ["\t".join(row.values()) for row in table("totals.tsv")]
    assert pinned == totals, "\n".join(["now:", *sorted(set(totals) - set(pinned))])

    judged = {(row["source"], row["rule"], row["kind"]): int(row["count"]) for row in table("judged.tsv")}
    changed = {key: removed[key] for key, count in judged.items() if removed[key] != count}
    assert changed == {}


def test_no_removal_was_judged_wrong_and_enough_were_judged():
    rows = table("judged.tsv")
    assert len(rows) >= 300
    assert {row["verdict"] for row in rows} == {"right"}
    assert all(row["why"] for row in rows)
    judged = Counter((row["rule"], row["kind"]) for row in rows)
    assert max(judged.values()) <= 20
    assert set(judged) == {(row["rule"], row["kind"]) for row in table("totals.tsv")}


def test_no_post_of_the_archive_loses_two_fifths_of_its_text_without_a_word(archive):
    silent = {}
    for one in archive:
        body = read_body(decoded(one.raw.body))
        for node in body.elements("script", "style"):
            node.remove()
        written = len("".join(visible_text(body).split()))
        kept = len("".join(text_of(one.post).split()))
        if kept < 0.6 * written and not FLAGS & {problem.code for problem in one.post.problems}:
            silent[one.digest] = (written, kept)
    assert silent == {}


def test_the_near_copies_in_the_archive_are_those_that_somebody_read_and_judged(archive):
    """Each was read: two newspapers, or an agency and one, have an article with other spaces and another title."""
    words = {item.digest: normalised(visible(item.post.segments)) for item in archive}
    sketches = {digest: made for digest, text in words.items() if (made := sketch(text))}
    pairs = updated(None, sketches).pairs
    similar = {pair: similarity(*(shingles(words[digest]) for digest in pair)) for pair in pairs}
    judged = {(row["one"], row["other"]) for row in table("copies.tsv") if row["judged"] == "same"}
    assert set(clusters(similar)) == judged
