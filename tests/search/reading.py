"""Reads the search index of a built site as the script does: which posts have a term, and what is shown of them."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass

from generator.search.postings import bucket_of, read_bucket
from generator.search.texts import category_term, code_units, source_term
from tests.sites import SmallSite


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
        titles, found, start = self.titles(), set(), 0
        for segment, (count, buckets, _) in enumerate(self.manifest()["segments"]):
            data = gzip.decompress(self._data(f"b/{segment}/{bucket_of(term, buckets)}.bin"))
            found |= {titles[start + post][0] for post in read_bucket(data).get(term, ())}
            start += count
        return found

    def in_category(self, *path: str) -> set[str]:
        return self.posts(code_units(category_term(path)))

    def of_source(self, name: str) -> set[str]:
        return self.posts(code_units(source_term(name)))

    def terms(self) -> set[str]:
        """All terms of the index."""
        buckets = [gzip.decompress(data) for name, data in self.files().items() if name.startswith("b/")]
        return {term for data in buckets for term in read_bucket(data)}

    def _data(self, name: str) -> bytes:
        return (self.site.output / self.folder / name).read_bytes()
