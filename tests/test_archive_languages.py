"""The languages of 200 posts of the real archive, drawn at random and judged by reading title and beginning.

`archive/languages.tsv` has the digest of each source and the judged language, and nothing of other people's text.  The
posts are those of `random.Random(19).sample(range(892), 200)` among the sources sorted by path.
"""

from __future__ import annotations

import hashlib
from collections import Counter

from generator.clean_config import clean_config
from generator.config import Config
from generator.model import SourceFile
from generator.rules import shipped
from generator.stages.clean import clean
from generator.stages.read import parse
from tests.test_archive_removals import table

TOO_SHORT = {
    "9dd4a696fd65",  # four English words, three of them a name
    "f6a9125ecb3d",  # five Japanese characters
}


def test_the_language_of_a_post_is_told_as_a_reader_judged_it(shared):
    folder = shared("archive")
    judged = {row["source"]: row["language"] for row in table("languages.tsv")}
    config = clean_config(Config(title="t", url="https://example.org/", language="zh-CN"), shipped())
    published = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        data = path.read_bytes()
        source = hashlib.sha256(data).hexdigest()[:12]
        if source in judged:
            raw = parse(SourceFile("content", path.relative_to(folder).as_posix(), len(data), 0, 0), data)
            published[source] = clean(raw, config).language or "zh-Hans"
    assert published.keys() == judged.keys()
    wrong = {source for source, language in judged.items() if language not in (published[source], "none")}
    assert wrong == TOO_SHORT


def test_two_hundred_posts_were_judged():
    judged = Counter(row["language"] for row in table("languages.tsv"))
    assert judged == {"zh-Hans": 166, "zh-Hant": 25, "en": 7, "ja": 1, "none": 1}
