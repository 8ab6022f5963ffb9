"""What `[cleaning]` in `site.toml` does to a whole site: lists of its own, and what is switched off."""

from __future__ import annotations

import pytest

from generator.errors import SiteError
from tests.sites import codes, post

LONG = "The ferry to the island leaves at nine and comes back when the tide allows it, as it has for sixty years. "


def test_a_filter_list_of_the_site_is_used_and_what_it_does_not_support_is_counted(small_site):
    small_site.settings('[cleaning]\nrules = ["filters/own.txt"]')
    small_site.put("filters/own.txt", "! our own\n##.banner\n||ads.example.com^$script\n/banner/ad.\n")
    small_site.write("a.md", post("A", f'<p>{LONG}</p><div class="banner">Buy this</div>', permalink="a/"))
    report = small_site.build()
    assert "Buy this" not in small_site.page("/a/")
    assert LONG.strip() in small_site.page("/a/")
    (removed,) = report.removals
    assert (removed.kind, removed.count, removed.posts) == ("advertisement", 1, 1)
    (note,) = [problem for problem in report.problems if problem.code == "rules-unsupported"]
    assert str(note.where) == "filters/own.txt:3"
    assert note.message.startswith("2 lines are not supported")


def test_a_rule_a_step_and_a_list_can_be_switched_off(small_site):
    small_site.put("filters/own.txt", "##.banner\n")
    small_site.write("a.md", post("A", f'<p>{LONG}</p><div class="banner">Buy this</div>', permalink="a/"))
    small_site.settings('[cleaning]\nrules = ["filters/own.txt"]')
    rule = small_site.build().removals[0].rule
    for name in (rule, "filters", "filters/own.txt"):
        small_site.settings(f'[cleaning]\nrules = ["filters/own.txt"]\noff = ["{name}"]')
        small_site.build()
        assert "Buy this" in small_site.page("/a/"), name


def test_a_step_can_be_switched_off_for_the_posts_of_one_source_and_for_one_post(small_site):
    frame = '<p>Words.</p><iframe src="https://video.example/1"></iframe>'
    for name, source in (("a", "Pier"), ("b", "Mole"), ("c", "Mole")):
        small_site.write(f"{name}.md", post(name, frame, source=source, permalink=f"{name}/"))
    table = '[cleaning.{}]\n"{}" = ["media:frame"]'
    small_site.settings("\n".join([table.format("off_source", "Pier"), table.format("off_post", "content/b.md")]))
    assert codes(small_site.build()) == []
    shown = [name for name in "abc" if "video.example" in small_site.page(f"/{name}/")]
    assert shown == ["c"]
    small_site.settings("\n".join([table.format("off_source", "Dyke"), table.format("off_post", "content/z.md")]))
    report = small_site.build()
    found = [str(one.message) for one in report.problems if one.code == "settings-unused"]
    assert found == ["cleaning.off_post: there is no post content/z.md", "cleaning.off_source: there is no source Dyke"]
    assert all("video.example" in small_site.page(f"/{name}/") for name in "abc")


def test_relative_addresses_lead_to_the_base_of_their_source(small_site):
    body = '<p><a href="z.html">z</a> <img src="/y.png" alt="c"></p>'
    for name, more in (("a", {"source": "Pier"}), ("b", {"source": "Mole"}), ("c", {"link": "https://c.example/d/e"})):
        small_site.write(f"{name}.html", post(name, body, permalink=f"{name}/", **more))
    small_site.settings('[cleaning.base]\n"Pier" = "https://pier.example/news"')
    report = small_site.build()
    link = '<a href="{}" rel="noopener nofollow">z</a> <img src="{}" alt="c"'
    assert link.format("https://pier.example/news/z.html", "https://pier.example/y.png") in small_site.page("/a/")
    assert "<p>z c</p>" in small_site.page("/b/")
    assert link.format("https://c.example/d/z.html", "https://c.example/y.png") in small_site.page("/c/")
    assert [one.where.path for one in report.problems if one.code == "dead-link"] == ["content/b.html"] * 2
    small_site.settings('[cleaning.base]\n"Pier" = "https://quay.example/"')
    small_site.build()
    assert link.format("https://quay.example/z.html", "https://quay.example/y.png") in small_site.page("/a/")
    small_site.settings('[cleaning.base]\n"Peer" = "https://quay.example/"')
    messages = [str(one.message) for one in small_site.build().problems if one.code == "settings-unused"]
    assert messages == ["cleaning.base: there is no source Peer"]
    assert "<p>z c</p>" in small_site.page("/a/")


@pytest.mark.parametrize("base", ["news.example", "ftp://news.example/", "https://me@news.example/", "https:///"])
def test_a_base_is_a_web_address_without_a_user_name(small_site, base):
    small_site.settings(f'[cleaning.base]\n"Pier" = "{base}"')
    with pytest.raises(SiteError, match="settings"):
        small_site.build()


def test_a_missing_filter_list_stops_the_build(small_site):
    small_site.settings('[cleaning]\nrules = ["filters/none.txt"]')
    with pytest.raises(SiteError, match="rules-missing"):
        small_site.build()
