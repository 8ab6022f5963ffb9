"""The corpus that benchmarks build."""

from __future__ import annotations

import sys

import pytest

from benchmarks.corpus import source_text, write_corpus
from benchmarks.run import main, measure


def test_a_post_depends_on_the_seed_and_its_number_only(tmp_path):
    write_corpus(tmp_path / "small", 3)
    write_corpus(tmp_path / "large", 5)
    small, large = (sorted((tmp_path / name).rglob("*.md")) for name in ("small", "large"))
    assert [path.read_text() for path in small] == [path.read_text() for path in large[:3]]
    assert source_text(7) == source_text(7) != source_text(8)
    assert source_text(7, seed=2) != source_text(7)


@pytest.mark.slow
def test_the_shares_are_those_of_a_real_archive():
    texts = [source_text(number) for number in range(1000)]
    assert 0.18 < sum("appendQr_wrap" in text for text in texts) / 1000 < 0.28
    assert 0.03 < sum("\n## " in text for text in texts) / 1000 < 0.08
    assert 0.01 < sum("title: 快讯: " in text for text in texts) / 1000 < 0.05
    sizes = sorted(len(text.encode()) for text in texts)
    assert 4_500 < sizes[500] < 7_500


@pytest.mark.starts_processes
def test_a_command_is_measured_with_its_children():
    program = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'sum(range(10**7))'])"
    found = measure([sys.executable, "-c", program])
    assert found.wall_s > 0
    assert found.cpu_s > 0
    assert found.memory_bytes > 1_000_000


@pytest.mark.starts_processes
def test_the_runner_prints_a_row_for_each_kind_of_build(capsys, monkeypatch):
    monkeypatch.setattr("benchmarks.run.time.sleep", lambda seconds: None)
    main(["--posts", "12", "--jobs", "1"])
    rows = [line for line in capsys.readouterr().out.splitlines() if line.startswith("| ")]
    assert [row.split(" | ")[0] for row in rows[2:]] == [
        "| cold", "| unchanged", "| one body edited", "| one title edited", "| one post added",
        "| one template changed",
    ]  # fmt: skip
