"""Bad input: whatever a source, a setting or a template holds, the others are built and nothing else is touched."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from generator.building import tasks
from generator.building.site import BuildOptions, open_site
from generator.building.sources import clean_task
from generator.stages.scan import scan
from tests.hostile_posts import HOSTILE, LARGE, MARKER
from tests.sites import codes, post, tree

GOOD = post("Good", "<p>An honest article about the harbour.</p>", permalink="good/", date="2024-01-01")


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in HOSTILE if name not in LARGE])
def test_a_hostile_post_is_published_in_some_form_and_the_others_are_untouched(small_site, tmp_path, name):
    small_site.write("good.md", GOOD)
    small_site.write("bad.md", HOSTILE[name].text)
    outside = tree(small_site.folder / "content")
    report = small_site.build()
    assert report.posts == 2, report.problems
    assert not [problem for problem in report.problems if problem.severity == "error"]
    assert "An honest article about the harbour." in small_site.page("/good/")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["site"]
    assert tree(small_site.folder / "content") == outside
    assert not Path(MARKER).exists()
    for file, data in small_site.files().items():
        if file.endswith(".html"):
            text = data.decode("utf-8")
            assert "<script>alert" not in text
            assert "javascript:" not in text.replace("Urls", "")


def test_template_code_in_a_post_stays_text(small_site):
    small_site.write("a.md", HOSTILE["template code"].text.replace("---\n", "---\npermalink: x/\n", 1))
    small_site.build()
    html = small_site.page("/x/")
    assert "{{ 7*7 }}" in html
    assert "49" not in html.partition("<article")[2].partition("</article>")[0]
    assert "root:" not in html


@pytest.mark.parametrize(
    "name", ["中" * 84 + ".md", " .md", ".md", "a?b#c%d.md", "'\"\\.md", "e\u0301.md", "\udcff.md", "-rf .md"]
)
def test_odd_file_names_are_published(small_site, name):
    (small_site.folder / "content" / name).write_text(post("Odd name", "text"), "utf-8")
    small_site.settings(permalink=":title/")
    report = small_site.build()
    assert report.posts == 1
    assert not [problem for problem in report.problems if problem.severity == "error"]
    assert any(b"Odd name" in data for file, data in small_site.files().items() if file.endswith(".html"))


def test_names_that_differ_only_in_normalisation_are_two_pages(small_site):
    small_site.write("\u00e9.md", post("Composed", "text"))
    small_site.write("e\u0301.md", post("Decomposed", "text"))
    report = small_site.build()
    assert report.posts == 2
    assert codes(report) == ["address-taken"]


def test_a_source_that_vanished_after_the_scan_is_named_and_the_others_are_cleaned(small_site):
    small_site.write("good.md", GOOD)
    small_site.write("gone.md", GOOD)
    sources = scan(small_site.folder, ("content",)).sources
    (small_site.folder / "content" / "gone.md").unlink()
    with tasks.begin(clean_task(open_site(BuildOptions(small_site.folder)))) as worker:
        gone, good = tasks.clean_batch(worker, tuple(tasks.Stale(source, may_reuse=True) for source in sources))
    assert good.summary is not None
    assert good.summary.header.title == "Good"
    assert (gone.problem.code, gone.problem.where.path) == ("source-unreadable", "content/gone.md")


def test_a_source_that_is_too_large_is_named_and_the_others_are_built(small_site):
    small_site.write("good.md", GOOD)
    small_site.write("large.md", "x" * (20 * 1024 * 1024 + 1))
    report = small_site.build()
    assert codes(report) == ["source-unreadable"]
    assert small_site.has("/good/")


def test_links_inside_a_content_root_are_not_followed(small_site, tmp_path):
    (tmp_path / "secret.md").write_text(post("Secret"))
    small_site.write("good.md", GOOD)
    (small_site.folder / "content" / "link.md").symlink_to(tmp_path / "secret.md")
    (small_site.folder / "content" / "loop").symlink_to(small_site.folder / "content")
    report = small_site.build()
    assert report.posts == 1
    assert [problem.code for problem in report.problems] == ["symlink-skipped", "symlink-skipped"]


def test_a_link_in_the_output_folder_is_not_written_through(small_site, tmp_path):
    small_site.write("good.md", GOOD)
    small_site.build()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (small_site.output / "good" / "index.html").unlink()
    (small_site.output / "good").rmdir()
    (small_site.output / "good").symlink_to(elsewhere)
    report = small_site.build()
    assert codes(report) == ["write-failed"]
    assert list(elsewhere.iterdir()) == []


@pytest.mark.starts_processes
def test_commands_on_bad_input_print_no_traceback(small_site):
    small_site.write("bad.md", HOSTILE["controls"].text)
    small_site.write("worse.md", HOSTILE["not yaml"].text)
    command = [sys.executable, "-m", "generator", "build", str(small_site.folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert "Traceback" not in done.stderr + done.stdout
    assert "\x1b" not in done.stderr + done.stdout
    assert "content/worse.md:2" in done.stderr
    assert "help:" in done.stderr
