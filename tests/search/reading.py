"""Reads the search index of a built site as the script does: which posts have a term, and what is shown of them."""

from __future__ import annotations

import gzip
import json
import pickle
import re
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from generator.building.posts import packed_terms
from generator.runtime.store import Store
from generator.search.postings import Term, bucket_of, read_bucket, terms_in
from generator.search.texts import UNSPACED, category_term, code_units, pair_text, source_term
from tests.sites import SmallSite


def number_or_text(term: str) -> Term:
    """A term as the index has it: a pair as a number."""
    is_pair = re.fullmatch(rf"(?=.?[{UNSPACED}\ud800-\udfff])..", term)
    return ord(term[0]) | ord(term[1]) << 16 if is_pair else term


def as_text(term: Term) -> str:
    """A term as a text."""
    return pair_text(term) if isinstance(term, int) else term


def stored_and_made_terms(path: Path) -> tuple[dict[str, set[Term]], dict[str, set[Term]]]:
    """The terms of each post that a store keeps, and those that its stored article has."""
    with closing(Store(path)) as store:
        posts = store.get_many(store.keys("post:"))
        made = dict(packed_terms(key.removeprefix("post:"), pickle.loads(data)) for key, data in posts.items())
        stored = store.get_many(made)
    return tuple({key: set(terms_in(row)) for key, row in rows.items()} for rows in (stored, made))


@dataclass(frozen=True)
class Index:
    """The files of the index in the folder `folder` of the output of a site."""

    site: SmallSite
    folder: str = "search"

    def manifest(self) -> dict[str, list[list[object]]]:
        return json.loads(self._data("index.json"))

    def files(self) -> dict[str, bytes]:
        """All files below the folder, by their path there."""
        whole = f"{self.folder}/"
        return {name.removeprefix(whole): data for name, data in self.site.files().items() if name.startswith(whole)}

    def titles(self) -> list[list[str]]:
        """Address, title, date, source and category of each post that can be found, the oldest first."""
        count = sum(count for count, _, _ in self.manifest()["segments"])
        blocks = [gzip.decompress(self._data(f"t/{block}.bin")).decode() for block in range(-(-count // 50))]
        found = [line.split("\t") for block in blocks for line in block.split("\n")]
        assert len(found) == count
        return found

    def posts(self, term: str) -> set[str]:
        """The addresses of the posts that have a term."""
        titles, found, start, term = self.titles(), set(), 0, number_or_text(term)
        for segment, (count, buckets, _) in enumerate(self.manifest()["segments"]):
            data = self._data(f"b/{segment}/{bucket_of(term, buckets)}.bin")
            found |= {titles[start + post][0] for post in read_bucket(data).get(term, ())}
            start += count
        return found

    def in_category(self, *path: str) -> set[str]:
        return self.posts(code_units(category_term(path)))

    def of_source(self, name: str) -> set[str]:
        return self.posts(code_units(source_term(name)))

    def terms(self) -> set[str]:
        """All terms of the index."""
        buckets = [data for name, data in self.files().items() if name.startswith("b/")]
        return {as_text(term) for data in buckets for term in read_bucket(data)}

    def _data(self, name: str) -> bytes:
        return (self.site.output / self.folder / name).read_bytes()
