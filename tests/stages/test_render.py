"""The render stage: from a planned page to its bytes."""

from __future__ import annotations

from tests.sites import codes, post


def test_a_page_is_its_template_with_its_view_filled_in(small_site):
    small_site.put("templates/post.html", "{{ post.title }}, {{ post.content }}, {{ site.title }}")
    small_site.write("a.md", post("A <ferry>", "<p>leaves at <em>nine</em></p>", permalink="a/"))
    small_site.build()
    assert small_site.page("/a/") == "A &lt;ferry&gt;, <p>leaves at <em>nine</em></p>, Small site"


def test_template_code_in_a_post_is_text(small_site):
    small_site.write("a.md", post("{{ 7 * 7 }}", "{{ site.title }}", permalink="a/"))
    small_site.build()
    article = small_site.page("/a/").partition("<article")[2].partition("</article>")[0]
    assert "{{ 7 * 7 }}" in article
    assert "{{ site.title }}" in article


def test_a_template_of_the_site_replaces_ours(small_site):
    small_site.put("templates/404.html", "<!doctype html><title>{{ site.title }}</title>")
    small_site.build()
    assert small_site.page("/404.html") == "<!doctype html><title>Small site</title>"


def test_a_broken_template_is_named_once_and_all_other_pages_are_built(small_site):
    for name in "abc":
        small_site.write(f"{name}.md", post(name, permalink=f"{name}/"))
    small_site.put("templates/post.html", "<p>\n{{ post.titel }}</p>")
    report = small_site.build()
    (problem,) = [problem for problem in report.problems if problem.severity == "error"]
    assert (problem.code, str(problem.where)) == ("template-failed", "templates/post.html:2")
    assert small_site.has("/")
    assert not small_site.has("/a/")


def test_a_page_that_fails_keeps_its_last_good_file(small_site):
    small_site.write("a.md", post("A", permalink="a/"))
    small_site.build()
    good = small_site.page("/a/")
    template = small_site.put("templates/post.html", "{% if %}")
    report = small_site.build()
    assert [problem.code for problem in report.problems if problem.severity == "error"] == ["template-syntax"]
    assert small_site.page("/a/") == good
    template.unlink()
    assert small_site.build().written == ()


def test_a_second_build_of_a_process_reads_a_template_again_while_another_one_cannot_be_read(small_site):
    """A preview builds again and again in one process, and people mend one mistake after the other."""
    small_site.write("a.md", post("One", "words", permalink="a/"))
    small_site.put("templates/partials/note.html", "{% if %}")
    small_site.put("templates/post.html", "{{ post.nothing }}{% include 'partials/note.html' %}")
    assert "template-failed" in codes(small_site.build())
    small_site.put("templates/post.html", "{{ post.title }}{% include 'partials/note.html' %}")
    assert codes(small_site.build()) == ["template-syntax"]
