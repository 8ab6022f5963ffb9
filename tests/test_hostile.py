"""Bad input: whatever a source, a setting or a template holds, the others are built and nothing else is touched."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from generator import tasks
from generator.phases import clean_task
from generator.site import BuildOptions, open_site
from generator.stages.scan import scan
from tests.sites import codes, post, tree

GOOD = post("Good", "<p>An honest article about the harbour.</p>", permalink="good/", date="2024-01-01")

HOSTILE = {
    "yaml bomb": "---\ntitle: Bomb\na: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\nd: [*c,*c]\n---\ntext\n",
    "merge bomb": "---\ntitle: Bomb\na: &a {x: 1}\nb: &b {<<: [*a,*a,*a]}\nc: {<<: [*b,*b]}\n---\ntext\n",
    "nested brackets": "---\ntitle: Deep\nx: " + "[" * 30_000 + "\n---\ntext\n",
    "nested json": ';;;\n"title": "Deep", "x": ' + "[" * 30_000 + "\n;;;\ntext\n",
    "long number": "---\ntitle: Long\nx: " + "1:59" * 10_000 + "\n---\ntext\n",
    "big header": "---\ntitle: Big\nx: " + "y" * 100_000 + "\n---\ntext\n",
    "python tag": '---\ntitle: Tag\nx: !!python/object/apply:os.system ["touch /tmp/pressmark-was-here"]\n---\ntext\n',
    "not yaml": "---\ntitle: 'it's: broken\n---\ntext\n",
    "huge": post("Huge", "<p>" + "长" * 1_700_000 + "</p>"),
    "huge text": post("Huge text", "长。" * 900_000),
    "deep div": post("Deep", "<div>" * 100_000 + "x"),
    "deep table": post("Tables", "<table><tr><td>" * 10_000 + "x"),
    "deep font": post("Fonts", "".join(f"<font a{n}=1><p>" for n in range(10_000)) + "x"),
    "deep b": post("Bold", "".join(f"<b a{n}=1><p>" for n in range(500)) + "x"),
    "many attributes": post("Attributes", "<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">x</p>"),
    "less-than": post("Less", "<" * 2_000_000),
    "ampersands": post("Ampersands", "<p>" + "&abc" * 100_000),
    "comments": post("Comments", "<!--" * 300_000),
    "markdown brackets": post("Brackets", "# a\n\n" + "[" * 20_000, markup="markdown"),
    "markdown images": post("Images", "# a\n\n" + "![" * 5_000, markup="markdown"),
    "markdown tags": post("Tags", "# a\n\n" + "<a " * 20_000, markup="markdown"),
    "markdown emphasis": post("Stars", "# a\n\n" + "*a **b " * 20_000, markup="markdown"),
    "markdown ticks": post("Ticks", "# a\n\n" + "`" * 50_000 + "a" + "``" * 20_000, markup="markdown"),
    "markdown list": post("List", "\n".join("    " * depth + "- x" for depth in range(300)), markup="markdown"),
    "markdown quote": post("Quote", ">" * 2_000 + " x", markup="markdown"),
    "template code": post("{{ 7*7 }}{% for x in y %}", "<p>{{ 7*7 }}{% include '/etc/passwd' %}{# gone #}</p>"),
    "permalink": post("Permalink", "x", permalink="../../etc/passwd"),
    "permalink with zero": post("Zero", "x", permalink="a\0b/"),
    "alias": post("Alias", "x", aliases=["../../x", "/good/", "\\\\host\\x"]),
    "long permalink": post("Long", "x", permalink="长" * 300 + "/"),
    "surrogate": "---\ntitle: \ud800 half\n---\n\ud800\n",
    "controls": post("Con\x00trol\x1b[31m", "a\x00b\x0c\x1b[2J"),
    "not utf-8": b"---\ntitle: \xff\xfe\xfd\n---\n\xff\xff\xff\n",
    "empty": "",
    "blank": "\n\n  \n",
    "only a fence": "---\n",
    "a list": "---\n- a\n- b\n---\ntext\n",
    "dates": post("Dates", "x", date="9999-12-31T23:59:59-12:00", updated="0001-01-01T00:00:00+14:00"),
    "strange fields": "---\ntitle: {a: [b]}\ncategories: {a: b}\n"
    "tags: [[[[x]]], {y: z}]\ndate: [1]\naliases: {}\n---\nx\n",
    "html title": post(
        "</title><script>alert(1)</script>", "x", tags=["<script>alert(2)</script>"], source='"><img src=x>'
    ),
    "url fields": post("Urls", "x", link="javascript:alert(1)", headimg="javascript:alert(1)", thumbnail="data:x"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_post_is_published_in_some_form_and_the_others_are_untouched(small_site, tmp_path, name):
    small_site.write("good.md", GOOD)
    small_site.write("bad.md", HOSTILE[name])
    outside = tree(small_site.folder / "content")
    report = small_site.build()
    assert report.posts == 2, report.problems
    assert not [problem for problem in report.problems if problem.severity == "error"]
    assert "An honest article about the harbour." in small_site.page("/good/")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["site"]
    assert tree(small_site.folder / "content") == outside
    assert not Path("/tmp/pressmark-was-here").exists()
    for file, data in small_site.files().items():
        if file.endswith(".html"):
            text = data.decode("utf-8")
            assert "<script>alert" not in text
            assert "javascript:" not in text.replace("Urls", "")


def test_all_hostile_posts_together_are_one_site(small_site):
    for number, text in enumerate(HOSTILE.values()):
        small_site.write(f"{number}.md", text)
    small_site.write("good.md", GOOD)
    report = small_site.build()
    assert report.posts == len(HOSTILE) + 1
    assert not [problem for problem in report.problems if problem.severity == "error"]
    seen = {problem.code for problem in report.problems}
    assert {"header-limit", "yaml-recovered", "shown-as-text", "address-refused", "header-missing"} <= seen


def test_template_code_in_a_post_stays_text(small_site):
    small_site.write("a.md", HOSTILE["template code"].replace("---\n", "---\npermalink: x/\n", 1))
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
    tasks.begin(clean_task(open_site(BuildOptions(small_site.folder))))
    gone, good = tasks.clean_batch(tuple(tasks.Stale(source, may_reuse=True) for source in sources))
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


def test_commands_on_bad_input_print_no_traceback(small_site):
    small_site.write("bad.md", HOSTILE["controls"])
    small_site.write("worse.md", HOSTILE["not yaml"])
    command = [sys.executable, "-m", "generator", "build", str(small_site.folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert "Traceback" not in done.stderr + done.stdout
    assert "\x1b" not in done.stderr + done.stdout
    assert "content/worse.md:2" in done.stderr
    assert "help:" in done.stderr
