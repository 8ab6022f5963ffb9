"""The corpora that benchmarks build."""

from __future__ import annotations

import hashlib

import pytest

from benchmarks.corpus import source_text, write_corpus


@pytest.mark.parametrize("plain", [False, True])
def test_a_post_depends_on_the_seed_and_its_number_only(tmp_path, plain):
    write_corpus(tmp_path / "small", 3, plain=plain)
    write_corpus(tmp_path / "large", 5, plain=plain)
    small, large = (sorted((tmp_path / name).rglob("*.md")) for name in ("small", "large"))
    assert [path.read_text() for path in small] == [path.read_text() for path in large[:3]]
    assert source_text(7, plain=plain) == source_text(7, plain=plain) != source_text(8, plain=plain)
    assert source_text(7, seed=2, plain=plain) != source_text(7, plain=plain)


def test_the_plain_corpus_is_the_one_that_earlier_figures_were_measured_with():
    text = "".join(source_text(number, plain=True) for number in range(200))
    assert hashlib.sha256(text.encode()).hexdigest() == (
        "9bc25fef24130eaff1ab16fd69a05d9432957523093d8fd3d31de2b8aeb667f0"
    )
