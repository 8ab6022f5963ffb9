"""Posts in the store: what is put there comes back, and what is damaged counts as missing."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace

import pytest

from generator.building.posts import Fetcher, drop_others, load_summaries, packed
from generator.clean_config import CleanConfig, clean_config
from generator.config import Config
from generator.config.sources import ContentRoot
from generator.model import SourceFile
from generator.rules import shipped
from generator.runtime.store import Store
from generator.stages.clean import clean, summarise
from generator.stages.read import parse


@pytest.fixture
def store(tmp_path):
    with closing(Store(tmp_path / "store.sqlite")) as opened:
        yield opened


@pytest.fixture
def post():
    config: CleanConfig = clean_config(
        Config(title="T", url="https://example.org/", content=(ContentRoot(path="content"),)), shipped()
    )
    return clean(parse(SourceFile("content", "a.md", 1, 1, 1), b"---\ntitle: A\n---\n<p>The ferry.</p>"), config)


def test_a_post_and_its_summary_come_back_as_they_were(store, post):
    store.put_many(packed("k", post, summarise(post)))
    fetcher = Fetcher(store, {post.id: "k"})
    assert fetcher.post(post.id) == replace(post, text="")
    assert fetcher.summary(post.id) == summarise(post)


def test_a_damaged_summary_counts_as_missing(store, post):
    store.put_many([*packed("k", post, summarise(post)), ("summary:other", b"no pickle")])
    assert load_summaries(store, ["k", "other", "nobody"]) == {"k": summarise(post)}


def test_a_post_that_was_never_cleaned_is_a_key_error(store):
    with pytest.raises(KeyError):
        Fetcher(store, {}).post("content/a.md")
    with pytest.raises(KeyError):
        Fetcher(store, {"content/a.md": "k"}).summary("content/a.md")


def test_posts_that_no_source_has_any_more_are_dropped(store, post):
    for key in ("old", "new"):
        store.put_many(packed(key, post, summarise(post)))
    drop_others(store, {"new"})
    assert store.keys("post:") == {"post:new"}
    assert store.keys("summary:") == {"summary:new"}
