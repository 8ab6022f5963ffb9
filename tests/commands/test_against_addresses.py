"""`check --against`: addresses and lists that are gone, moved or new."""

from __future__ import annotations

import json

import pytest

from tests.comparisons import AD, TEXTS, address, article, changed, found, publish, published_site, run
from tests.sites import SmallSite, post

pytestmark = pytest.mark.starts_processes


@pytest.fixture
def site(small_site: SmallSite) -> SmallSite:
    return published_site(small_site)


def test_a_deleted_post_is_gone_and_lost_from_its_lists(site: SmallSite) -> None:
    gone = address(site, "Title 3")
    (site.folder / "content/3.md").unlink()
    value = found(site)
    assert {row["address"]: row["kind"] for row in value["gone"]} == {
        gone: "article", "/archives/2024/01/04/": "redirect",
    }  # fmt: skip
    lists = {row["address"]: (row["kind"], row["state"], row["lost"]) for row in value["lists"]}
    assert lists["/"] == ("home", "changed", [gone])
    assert lists["/tags/sea/"] == ("tag", "changed", [gone])
    assert lists["/sources/Pier/"] == ("source", "changed", [gone])
    assert lists["/archives/2024/01/"] == ("archive", "changed", [gone])
    result = run(site, "--strict")
    assert result.exit_code == 3
    assert f"  {gone}  Title 3\n" in result.stdout
    assert "  Tags: 1 changed: 0 entries gained, 1 lost\n" in result.stdout
    assert f"    /tags/sea/  lost 1 post ({gone})\n" in result.stdout


def test_a_new_post_is_counted_and_gained_by_its_lists(site: SmallSite) -> None:
    site.write("new.md", post("New", "Words of another day.", date="2024-02-01", tags=["land"], permalink="new/"))
    value = found(site)
    assert changed(value) == {"new", "lists"}
    assert "/new/" in value["new"]
    assert {"/archives/2024/02/01/", "/tags/land/"} < set(value["new"])
    lists = {row["address"]: (row["state"], row["gained"]) for row in value["lists"]}
    assert lists["/"] == ("changed", ["/new/"])
    assert lists["/tags/land/"] == ("new", [])
    assert run(site, "--strict").exit_code == 0


def test_articles_at_other_addresses_are_found_again_and_nothing_else_changes(site: SmallSite) -> None:
    was = {number: address(site, f"Title {number}") for number in range(4)}
    site.settings(permalink=":year/:title.html")
    value = found(site)
    assert changed(value) == {"moved"}
    assert {row["address"]: (row["to"], row["redirect"]) for row in value["moved"]} == {
        was[number]: (f"/2024/{number}.html", "") for number in range(4)
    }
    result = run(site, "--strict")
    assert result.exit_code == 3
    assert "warning redirect-missing: 4 articles move, and no redirect is left at the old address\n" in result.stdout
    assert f"  {was[0]} → /2024/0.html\n    content/0.md\n" in result.stdout


def test_an_alias_makes_a_move_good(site: SmallSite) -> None:
    was = address(site, "Title 2")
    site.write("2.md", article(2, permalink="herring/", aliases=[was]))
    value = found(site)
    assert changed(value) == {"moved"}
    assert [(row["address"], row["to"], row["redirect"], row["is_same"]) for row in value["moved"]] == [
        (was, "/herring/", "/herring/", True)
    ]
    result = run(site, "--strict")
    assert result.exit_code == 0, result.stdout
    assert f"note address-moved: 1 address with a redirect now\n  {was} → /herring/\n" in result.stdout


@pytest.mark.parametrize("with_alias", [True, False])
def test_text_is_compared_across_a_move(site: SmallSite, with_alias: bool) -> None:
    was = address(site, "Title 0")
    aliases = [was] if with_alias else []
    site.write("0.md", article(0, permalink="fog/", aliases=aliases).replace("an hour late ", ""))
    value = found(site)
    assert changed(value) == {"moved", "missing"}
    # The invitation at its end is gone, too.
    assert [(row["address"], row["was"], row["text"]) for row in value["missing"]] == [
        ("/fog/", was, "an hour late"),
        ("/fog/", was, AD),
    ]
    assert f"      /fog/ (was {was})\n" in run(site).stdout


def test_a_redirect_to_something_else_says_so(site: SmallSite) -> None:
    was = address(site, "Title 2")
    (site.folder / "content/2.md").unlink()
    site.write("3.md", article(3, aliases=[was]))
    (row,) = found(site)["moved"]
    assert (row["address"], row["redirect"], row["is_same"]) == (was, address(site, "Title 3"), False)
    assert "    the redirect leads to another page than the one that was there\n" in run(site).stdout


def test_a_static_page_can_be_the_redirect(site: SmallSite) -> None:
    was = address(site, "Title 2")
    site.write("2.md", article(2, permalink="herring/"))
    site.put(f"static{was}index.html", "<meta http-equiv=Refresh content='0;URL=/herring/'>")
    (row,) = found(site)["moved"]
    assert (row["redirect"], row["is_same"]) == ("/herring/", True)
    site.put(f"static{was}index.html", "<meta http-equiv=Refresh content='0;URL=/nowhere/'>")
    assert [row["address"] for row in found(site)["gone"]] == [was]


def test_two_articles_that_change_places_are_both_found(site: SmallSite) -> None:
    site.write("0.md", article(0, permalink="a/"))
    site.write("1.md", article(1, permalink="b/"))
    publish(site)
    site.write("0.md", article(0, permalink="b/"))
    site.write("1.md", article(1, permalink="a/"))
    value = found(site)
    assert changed(value) == {"moved"}
    assert [(row["address"], row["to"], row["is_replaced"]) for row in value["moved"]] == [
        ("/a/", "/b/", True),
        ("/b/", "/a/", True),
    ]
    assert "    another article is at the old address now\n" in run(site).stdout


def test_an_article_that_is_written_anew_in_its_place_has_lost_its_text(site: SmallSite) -> None:
    site.write(
        "0.md",
        article(2, permalink="", date="2024-01-01").replace("Title 2", "Other").replace("example/2", "example/0"),
    )
    (site.folder / "content/2.md").unlink()
    value = found(site)
    assert TEXTS[0] in [row["text"] for row in value["missing"]]


def twin(number: int, **fields: object) -> str:
    return post("Tides", f"<p>{TEXTS[0]}</p>", **fields)


def test_of_several_candidates_none_is_guessed(small_site: SmallSite) -> None:
    small_site.write("a.md", twin(0, permalink="a/"))
    publish(small_site)
    (small_site.folder / "content/a.md").unlink()
    small_site.write("b.md", twin(0, permalink="b/"))
    small_site.write("c.md", twin(0, permalink="c/"))
    value = found(small_site)
    assert value["moved"] == []
    assert [(row["address"], row["candidates"]) for row in value["gone"]] == [("/a/", ["/b/", "/c/"])]
    assert "    it may be /b/, /c/: too much alike to tell\n" in run(small_site).stdout
    # Its original tells which it is.
    small_site.write("c.md", twin(0, permalink="c/", link="https://pier.example/1"))
    small_site.write("a.md", twin(0, permalink="a/", link="https://pier.example/1"))
    (small_site.folder / "content/b.md").unlink()
    (small_site.folder / "content/c.md").unlink()
    publish(small_site)
    (small_site.folder / "content/a.md").unlink()
    small_site.write("b.md", twin(0, permalink="b/"))
    small_site.write("c.md", twin(0, permalink="c/", link="https://pier.example/1"))
    assert [(row["address"], row["to"]) for row in found(small_site)["moved"]] == [("/a/", "/c/")]


def test_articles_of_one_title_are_told_apart_by_their_texts(small_site: SmallSite) -> None:
    def fill(pattern: str, change: str = "") -> None:
        for number, text in enumerate(TEXTS):
            body = f"<p>{text}{change}</p>"
            small_site.write(f"{number}.md", post("Daily", body, date="2024-01-01", permalink=pattern.format(number)))

    fill("old{}/")
    publish(small_site)
    for path in (small_site.folder / "content").iterdir():
        path.rename(path.with_name(f"renamed-{path.name}"))
    for path in (small_site.folder / "content").iterdir():
        path.unlink()
    fill("new{}/", " With a word at its end.")
    value = found(small_site)
    assert [(row["address"], row["to"]) for row in value["moved"]] == [(f"/old{n}/", f"/new{n}/") for n in range(4)]
    assert value["gone"] == []


def test_pages_of_lists_that_shift_are_counted_and_nothing_more(small_site: SmallSite) -> None:
    for number in range(30):
        small_site.write(
            f"{number}.md", post(f"Post {number}", f"Words {number}.", date="2024-01-01", permalink=f"p{number}/")
        )
    small_site.settings("[lists]\nper_page = 4")
    publish(small_site)
    small_site.settings("[lists]\nper_page = 7")
    value = found(small_site)
    assert changed(value) == {"list_pages_gone"}
    assert run(small_site, "--strict").exit_code == 0
    small_site.settings('[lists]\nper_page = 7\npagination = "hexo"')
    assert changed(found(small_site)) == {"list_pages_gone", "list_pages_new"}


def test_a_redirect_that_goes_or_leads_elsewhere_is_told(site: SmallSite) -> None:
    site.write("0.md", article(0, aliases=["/x/", "/y/"]))
    publish(site)
    site.write("0.md", article(0))
    site.write("1.md", article(1, f'<p class="ad">{AD}</p>', aliases=["/y/"]))
    value = found(site)
    assert [(row["address"], row["kind"]) for row in value["gone"]] == [("/x/", "redirect")]
    assert [(row["address"], row["was"], row["to"]) for row in value["redirects"]] == [
        ("/y/", address(site, "Title 0"), address(site, "Title 1"))
    ]


def test_pictures_that_are_gone_are_named_and_other_files_counted(site: SmallSite) -> None:
    for name in ("old/2024/harbour.PNG", "old/note.txt", "old/theme/style.0123456789.css", "old/CNAME"):
        site.put(name, "x")
    value = found(site)
    assert changed(value) == {"media_gone", "files_gone"}
    assert (value["media_gone"], value["files_gone"]) == (["/2024/harbour.PNG"], ["/note.txt"])
    result = run(site, "--strict")
    assert result.exit_code == 3
    assert "warning media-gone: 1 picture or other media file gone\n  /2024/harbour.PNG\n" in result.stdout
    assert "Other files  1 gone, 0 new\n" in result.stdout


def test_only_some_are_shown_and_all_of_them_with_verbose_and_as_json(small_site: SmallSite) -> None:
    for number in range(9):
        small_site.write(f"{number}.md", post(f"Post {number}", f"Words {number}.", permalink=f"p{number}/"))
    publish(small_site)
    for number in range(8):
        (small_site.folder / f"content/{number}.md").unlink()
    lines = run(small_site).stdout
    assert "  /p4/  Post 4\n  and 3 more\n" in lines
    assert "  /p7/  Post 7\n" in run(small_site, "--verbose").stdout
    value = found(small_site)
    assert [row["address"] for row in value["gone"]] == [f"/p{number}/" for number in range(8)]
    assert value["counts"]["gone"] == value["counts"]["warnings"] == 8
    report = small_site.folder / "report.json"
    run(small_site, "--json", str(report))
    assert json.loads(report.read_text("utf-8")) == value
    assert run(small_site, "--quiet").stdout == ""


def test_the_output_folder_and_the_site_stay_as_they_are(site: SmallSite) -> None:
    before = site.files()
    site.settings(permalink=":title.html")
    run(site)
    assert site.files() == before
