"""The corpus has the shares that were counted in a real archive, and what is counted is what stands in a post."""

from __future__ import annotations

import pytest

from benchmarks.cleaning import read
from benchmarks.corpus import source_text
from benchmarks.shares import Counted, count, is_broken
from generator.clean_config import CleanConfig, clean_config
from generator.config import Config
from generator.rules import shipped

POSTS = 600


@pytest.fixture(scope="module")
def config() -> CleanConfig:
    return clean_config(Config(title="Benchmark", url="https://example.org/"), shipped())


@pytest.fixture(scope="module")
def made(config: CleanConfig) -> Counted:
    return count(read(source_text(number).encode() for number in range(POSTS)), config)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("mark", "share", "mean"),
    [
        # As counted in 892 real posts; benchmarks/corpora.md has all of it.
        ("spans", 0.205, 5.64),
        ("tables", 0.027, 0.03),
        ("line breaks", 0.374, 5.59),
        ("font", 0.036, 0.41),
        ("inline styles", 0.330, 10.71),
        ("pictures of lazy loaders", 0.600, 3.25),
        ("sections", 0.031, 1.41),
        ("headings", 0.173, 1.48),
        ("lists", 0.083, 0.36),
        ("links", 0.312, 3.33),
    ],
)
def test_markup_stands_in_as_many_posts_as_in_the_archive_and_about_as_often(made, mark, share, mean):
    found_share, found_mean = made.marks[mark]
    assert abs(found_share - share) < 0.06
    assert mean / 1.7 < found_mean < mean * 1.7


@pytest.mark.slow
def test_as_many_posts_are_broken_and_touched_by_rules_as_in_the_archive(made):
    assert 0.03 < made.is_broken < 0.08  # 0.048
    assert 0.08 < made.has_removal < 0.17  # 0.135
    assert made.is_markdown == 0


@pytest.mark.slow
def test_posts_are_as_long_as_in_the_archive(made):
    tenth, median, nine_tenths = (made.sizes_bytes[int(part * POSTS)] for part in (0.1, 0.5, 0.9))
    assert 70 < tenth < 160  # 111
    assert 800 < median < 1_700  # 1,168
    assert 15_000 < nine_tenths < 28_000  # 22,574


@pytest.mark.slow
def test_no_post_of_the_plain_corpus_is_broken(config):
    plain = count(read(source_text(number, plain=True).encode() for number in range(100)), config)
    assert plain.is_broken == 0
    assert 0.18 < plain.has_removal < 0.28
    assert 0.02 < plain.is_markdown < 0.08


def test_each_mark_is_counted_by_post_and_by_place(config):
    header = b"---\ntitle: 1\n---\n"
    found = count(read([header + b"<p>1<br>2<br>3</p><p></p>", header + b"<p>1</p>"]), config)
    assert found.marks["paragraphs"] == (1.0, 1.5)
    assert found.marks["line breaks"] == (0.5, 1.0)
    assert found.marks["empty paragraphs"] == (0.5, 0.5)
    assert found.sizes_bytes == [8, 25]


@pytest.mark.parametrize(
    ("body", "broken"),
    [
        ("<p>a<br>b <img src=x></p>", False),
        ("<p><b>a</p></b>", True),
        ("<div><p>a</p>", True),
        ("a</div>", True),
        ('<p><span style="font-family:" roman";="" serif"="">a</span></p>', True),
        ('<video src="a.mp4" controls=""></video>', False),
    ],
)
def test_a_body_is_broken_where_a_parser_has_to_mend_it(body, broken):
    assert is_broken(body) == broken
