"""Where lists lie."""

from __future__ import annotations

import pytest

from generator.config.pages import ListSettings
from generator.config.reading import SettingsError
from generator.outputs.lists.listings import term_part
from tests.sites import clean_build, post

LONG = "长" * 100


@pytest.mark.parametrize(
    ("settings", "kind", "name", "expected"),
    [
        ({}, "tag", "Node.js", "Node-js-4afcbf"),
        ({"slugs": "hexo"}, "tag", "Node.js", "Node-js"),
        ({"slugs": "hexo"}, "tag", "C++", "C"),
        ({"slugs": "hexo"}, "tag", "!!!", "ed47ef"),
        ({"slugs": "hexo"}, "tag", "page", "page-09f62a"),
        ({"slugs": "hexo", "pagination_dir": "p/x"}, "tag", "p", "p-fdc93a"),
        ({"slugs": "hexo", "filename_case": "lower"}, "category", "Über Uns", "uber-uns"),
        ({"filename_case": "upper"}, "tag", "Sea", "SEA"),
        ({"filename_case": "upper"}, "source", "Sea", "Sea"),
        ({"tag_map": {"随笔": "Essays & more"}, "slugs": "hexo"}, "tag", "随笔", "Essays-more"),
        ({"tag_map": {"随笔": "essays"}}, "category", "随笔", "随笔"),
        ({"category_map": {"随笔": "essays"}}, "category", "随笔", "essays"),
    ],
)
def test_a_name_is_a_part_of_an_address(settings, kind, name, expected):
    assert term_part(kind, name, ListSettings(**settings)) == expected


def test_a_name_of_any_length_is_short_enough_in_an_address():
    assert len(term_part("tag", LONG, ListSettings(slugs="hexo")).encode()) <= 200


@pytest.fixture
def listed(small_site):
    for number in range(3):
        small_site.write(
            f"{number}.md",
            post(f"Post {number}", "x", date=f"2024-01-0{number + 1}", categories=["A", "B"], tags=["C", "C++"]),
        )
    return small_site


def test_lists_lie_in_the_folders_that_the_settings_name(listed):
    listed.settings(
        '[lists]\npagination = "hexo"\nper_page = 2\ncategory_dir = "topics"\ntag_dir = "by/tag/"\n'
        'archive_dir = "when"\npagination_dir = "p"'
    )
    written = set(listed.build().written)
    expected = {
        "/topics/",
        "/topics/A/",
        "/topics/A/B/p/2/",
        "/by/tag/",
        "/by/tag/C/",
        "/when/",
        "/when/2024/p/2/",
        "/p/2/",
    }
    assert expected <= written
    assert not any(address.startswith(("/categories", "/tags", "/archives", "/page")) for address in written)
    assert 'href="/topics/"' in listed.page("/")
    assert listed.files() == clean_build(listed)


def test_categories_at_the_top_have_no_page_of_all_of_them(listed):
    listed.settings('[lists]\ncategory_dir = "/"')
    written = listed.build().written
    assert "/A/B/" in written
    assert "/A/atom.xml" in written
    assert listed.page("/A/").count('href="/categories/"') == 0


def test_names_that_meet_in_hexo_slugs_get_digits_and_are_named(listed):
    listed.settings('[lists]\nslugs = "hexo"')
    report = listed.build()
    tags = [address for address in report.written if address.startswith("/tags/C")]
    assert len(tags) == 2
    assert "/tags/C/" in tags
    assert [one.code for one in report.problems] == ["address-taken"]


def test_each_kind_of_list_has_its_own_number_of_posts(listed):
    listed.settings('[lists]\npagination = "hexo"\nper_page = 1\nper_page_of = { home = 3, archive = 2 }')
    written = listed.build().written
    assert "/page/2/" not in written
    assert "/archives/2024/page/2/" in written
    assert "/archives/2024/page/3/" not in written
    assert "/categories/A/page/3/" in written


@pytest.mark.parametrize(
    "value", ['archive_dir = "/"', 'tag_dir = "../x"', 'pagination_dir = "."', 'tag_dir = "theme/a"']
)
def test_a_folder_of_lists_lies_in_the_site(listed, value):
    listed.settings(f"[lists]\n{value}")
    with pytest.raises(SettingsError, match="write the name of a folder"):
        listed.build()


def test_a_pattern_of_addresses_has_values_for_what_a_post_lacks(listed):
    listed.settings(
        permalink=":lang/:mood/:category/:name/", permalink_defaults={"lang": "en"}, default_category="none"
    )
    listed.write("plain.md", post("Plain", "x", mood="calm"))
    assert "/en/calm/none/plain/" in listed.build().written


def test_with_the_pagination_of_hexo_all_posts_have_pages_below_the_archives(listed):
    listed.settings('[lists]\npagination = "hexo"\nper_page = 1')
    report = listed.build()
    assert {"/archives/", "/archives/page/2/", "/archives/page/3/"} <= set(report.written)
    assert "Post 1" in listed.page("/archives/page/2/")
    assert "Post 2" not in listed.page("/archives/page/2/")
    assert "<h1>Archives" in listed.page("/archives/page/2/")
    assert listed.page("/sitemap.xml").count("<loc>https://example.org/archives/</loc>") == 1
    assert report.problems == ()
    listed.write("9.md", post("Newest", "x", date="2024-02-01"))
    listed.build()
    assert "Post 2" in listed.page("/archives/page/2/")
    assert listed.files() == clean_build(listed)
