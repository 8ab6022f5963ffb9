"""`check --against`: what would change of a published site, and that nothing of it goes unseen."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from generator.cli import app
from generator.errors import Severity
from tests.repositories import PublishedSite, git
from tests.sites import SmallSite, post

TEXTS = (
    "The harbour was quiet that morning, and the ferry came in an hour late because of fog over the outer mole.",
    "A new lamp stands at the end of the pier; the old one had been out since the storm in February, says the master.",
    "Nobody had seen so many herring boats in the basin for twenty years, and the fish market stayed open until nine.",
    "The council voted for a second lock, which shall let barges of eighty metres pass to the upper canal by autumn.",
)
AD = "Subscribe to our letter and win a kettle."


def article(number: int, *more: str, **fields: object) -> str:
    body = "".join(f"<p>{text}</p>" for text in (TEXTS[number], f"<b>Number {number}</b> ends here.", *more))
    about = {
        "date": f"2024-01-0{number + 1}",
        "source": "Pier",
        "tags": ["sea"],
        "link": f"https://pier.example/{number}",
    }
    return post(f"Title {number}", body, **(about | fields))


@pytest.fixture
def site(small_site: SmallSite) -> SmallSite:
    """Four posts of one source, and a copy of the finished site in `old`."""
    for number in range(4):
        small_site.write(f"{number}.md", article(number, f'<p class="ad">{AD}</p>' if number < 2 else ""))
    small_site.write("pages/about.md", post("About", "About the gazette."))
    small_site.build()
    shutil.copytree(small_site.output, small_site.folder / "old")
    return small_site


def run(site: SmallSite, *arguments: str, against: str | Path | None = None) -> Result:
    name = str(against if against is not None else site.folder / "old")
    return CliRunner().invoke(app, ["check", str(site.folder), "--against", name, "--jobs", "1", *arguments])


def found(site: SmallSite, **options: Any) -> dict[str, Any]:
    result = run(site, "--json", "-", **options)
    assert result.exit_code == 0, (result.stderr, result.exception)
    value = json.loads(result.stdout)
    assert isinstance(value, dict)
    return value


def changed(value: dict[str, Any]) -> set[str]:
    """The names of all lists with something in them."""
    return {name for name, rows in value.items() if isinstance(rows, list) and rows} - {"problems", "remarks"}


def address(site: SmallSite, title: str) -> str:
    """Where the post of this title is in the published site."""
    (path,) = (p for p in (site.folder / "old").rglob("index.html") if f"<h1>{title}</h1>" in p.read_text("utf-8"))
    return f"/{path.parent.relative_to(site.folder / 'old').as_posix()}/"


# ------------------------------------------------------------------------------------------- articles


def test_an_unchanged_site_has_no_differences(site: SmallSite) -> None:
    result = run(site, "--strict")
    assert result.exit_code == 0, result.stderr
    assert result.stdout.splitlines() == [
        f"Against      the folder {site.folder / 'old'}",
        "Pages        18 published, 18 now",
        "",
        "Nothing is gone, and no article has lost or gained any text.",
    ]
    assert changed(found(site)) == set()


def test_another_theme_address_and_version_are_no_differences(site: SmallSite) -> None:
    site.settings(url="https://elsewhere.example/blog/")
    for path in (site.folder / "old").rglob("*.html"):
        text = path.read_text("utf-8").replace('class="content"', 'class="content old" data-x="1"')
        path.write_text(text.replace("<p>", "<p class='x'>\n ").replace("<b>", "<strong>").replace("</b>", "</strong>"))
    assert changed(found(site)) == set()
    assert run(site, "--strict").exit_code == 0


def test_text_that_a_rule_takes_out_is_missing_by_that_rule(site: SmallSite) -> None:
    site.put("rules/mine.txt", "! kind: promotion\n##.ad\n")
    site.settings('[cleaning]\nrules = ["rules/mine.txt"]')
    value = found(site)
    assert changed(value) == {"missing"}
    rows = value["missing"]
    assert [(row["source"], row["address"], row["kind"], row["text"]) for row in rows] == [
        ("content/0.md", address(site, "Title 0"), "promotion", AD),
        ("content/1.md", address(site, "Title 1"), "promotion", AD),
    ]
    assert all(row["rule"].startswith("rules/mine.txt:") for row in rows)
    assert {row["characters"] for row in rows} == {34}
    result = run(site, "--strict")
    assert result.exit_code == 3
    assert "warning text-missing: 2 passages missing from 2 articles, 68 characters\n" in result.stdout
    assert f"  2 passages from 2 articles, by rule {rows[0]['rule']} (promotion) at rules/mine.txt:2\n" in result.stdout
    assert f"    content/0.md\n      {rows[0]['address']}\n      - {AD}\n" in result.stdout
    assert run(site).exit_code == 0


def test_each_part_of_a_long_removal_is_missing_by_its_rule(site: SmallSite) -> None:
    parts = [f"<p>{text} And more of it: {number}.</p>" for number, text in enumerate(TEXTS * 2)]
    site.write("0.md", article(0, f"<div class='box'>{''.join(parts)}</div>"))
    # Else there is too much of it to be taken out by a rule without a scope.
    site.put("rules/mine.txt", "! kind: promotion\nsource=Pier##.box\n")
    site.build()
    shutil.rmtree(site.folder / "old")
    shutil.copytree(site.output, site.folder / "old")
    site.settings('[cleaning]\nrules = ["rules/mine.txt"]')
    rows = found(site)["missing"]
    assert len(rows) == 8
    assert {row["kind"] for row in rows} == {"promotion"}


def test_an_edit_is_told_by_words_and_by_no_rule(site: SmallSite) -> None:
    text = article(2).replace("twenty years", "thirty years").replace("herring boats", "boats")
    site.write("2.md", text.replace("Number 2", "Number zwei"))
    value = found(site)
    assert changed(value) == {"missing", "added"}
    assert [(row["text"], row["rule"]) for row in value["missing"]] == [("herring", ""), ("twenty", ""), ("2", "")]
    assert [row["text"] for row in value["added"]] == ["thirty", "zwei"]
    lines = run(site, "--strict").stdout
    assert "  3 passages from 1 article, by no rule\n" in lines
    assert "note text-added: 2 passages new in 1 article, 10 characters\n" in lines


def test_new_text_alone_is_no_warning(site: SmallSite) -> None:
    site.write("2.md", article(2, "<p>一段新的文字。</p>"))
    value = found(site)
    assert changed(value) == {"added"}
    assert [row["text"] for row in value["added"]] == ["一段新的文字。"]
    assert run(site, "--strict").exit_code == 0


def test_markup_that_changes_around_the_same_words_is_no_difference(site: SmallSite) -> None:
    text = (
        article(2)
        .replace("<p>Nobody had", "<div>Nobody</div><blockquote>had")
        .replace("<b>Number 2</b>", "<i>Num</i>ber 2")
    )
    site.write("2.md", text)
    assert changed(found(site)) == set()


def test_a_title_is_text_of_its_article(site: SmallSite) -> None:
    site.write("2.md", article(2).replace("Title 2", "Title two"))
    value = found(site)
    assert [row["text"] for row in value["missing"]] == ["Title 2"]
    assert [row["text"] for row in value["added"]] == ["Title two"]


def test_what_stands_around_a_text_is_a_note(site: SmallSite) -> None:
    site.write("2.md", article(2, date="2024-01-03", source="Pier", author="The harbour master"))
    value = found(site)
    assert changed(value) == {"details"}
    assert value["details"][0]["new"] == ["Author", "The harbour master"]
    assert run(site, "--strict").exit_code == 0


def test_ids_of_headings_that_links_name_are_missed(site: SmallSite) -> None:
    site.write("2.md", article(2, "<h2 id='tide'>The tide</h2>", "<h2>Other</h2>"))
    site.build()
    shutil.rmtree(site.folder / "old")
    shutil.copytree(site.output, site.folder / "old")
    site.write("2.md", article(2, "<p>The tide</p>", "<h2>Other</h2>"))
    value = found(site)
    assert changed(value) == {"anchors"}
    (row,) = value["anchors"]
    assert (row["source"], len(row["gone"])) == ("content/2.md", 1)
    assert (
        f"note anchor-gone: 1 heading of 1 article without the id that links may name\n  {row['address']}  #"
        in run(site).stdout
    )


# ------------------------------------------------------------------------------------------ addresses


def test_a_deleted_post_is_gone_and_lost_from_its_lists(site: SmallSite) -> None:
    gone = address(site, "Title 3")
    (site.folder / "content/3.md").unlink()
    value = found(site)
    assert {row["address"]: row["kind"] for row in value["gone"]} == {gone: "article", "/archives/2024/01/04/": "list"}
    lists = {row["address"]: (row["kind"], row["state"], row["lost"]) for row in value["lists"]}
    assert lists["/"] == ("home", "changed", [gone])
    assert lists["/tags/sea/"] == ("tag", "changed", [gone])
    assert lists["/sources/Pier/"] == ("source", "changed", [gone])
    assert lists["/archives/2024/01/04/"] == ("archive", "gone", [])
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
    assert "    what the redirect leads to is not what was there\n" in run(site).stdout


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
    site.build()
    shutil.rmtree(site.folder / "old")
    shutil.copytree(site.output, site.folder / "old")
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
    small_site.build()
    shutil.copytree(small_site.output, small_site.folder / "old")
    (small_site.folder / "content/a.md").unlink()
    small_site.write("b.md", twin(0, permalink="b/"))
    small_site.write("c.md", twin(0, permalink="c/"))
    value = found(small_site)
    assert value["moved"] == []
    assert [(row["address"], row["candidates"]) for row in value["gone"]] == [("/a/", ["/b/", "/c/"])]
    assert "    it may be /b/, /c/: nothing tells them apart\n" in run(small_site).stdout
    # Its original tells which it is.
    small_site.write("c.md", twin(0, permalink="c/", link="https://pier.example/1"))
    small_site.write("a.md", twin(0, permalink="a/", link="https://pier.example/1"))
    (small_site.folder / "content/b.md").unlink()
    (small_site.folder / "content/c.md").unlink()
    small_site.build()
    shutil.rmtree(small_site.folder / "old")
    shutil.copytree(small_site.output, small_site.folder / "old")
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
    small_site.build()
    shutil.copytree(small_site.output, small_site.folder / "old")
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
    small_site.build()
    shutil.copytree(small_site.output, small_site.folder / "old")
    small_site.settings("[lists]\nper_page = 7")
    value = found(small_site)
    assert changed(value) == {"list_pages_gone"}
    assert run(small_site, "--strict").exit_code == 0
    small_site.settings('[lists]\nper_page = 7\npagination = "hexo"')
    assert changed(found(small_site)) == {"list_pages_gone", "list_pages_new"}


def test_a_redirect_that_goes_or_leads_elsewhere_is_told(site: SmallSite) -> None:
    site.write("0.md", article(0, aliases=["/x/", "/y/"]))
    site.build()
    shutil.rmtree(site.folder / "old")
    shutil.copytree(site.output, site.folder / "old")
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
    small_site.build()
    shutil.copytree(small_site.output, small_site.folder / "old")
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


# ----------------------------------------------------------------------------------- folder and branch


@pytest.fixture
def deployed(isolated_git, tmp_path: Path) -> PublishedSite:
    site = PublishedSite(tmp_path)
    for number in range(4):
        site.write(f"{number}.md", article(number))
    site.commit()
    result = site.deploy()
    assert result.exit_code == 0, result.stderr
    shutil.copytree(site.output, site.folder / "old")
    return site


def without_names(value: dict[str, Any]) -> dict[str, Any]:
    return {name: rows for name, rows in value.items() if name not in ("against", "remarks")}


def test_a_branch_gives_the_same_as_a_folder(deployed: PublishedSite) -> None:
    deployed.settings(url="https://example.org/repo/", permalink=":title.html")
    (deployed.folder / "content/2.md").unlink()
    deployed.write("1.md", article(1).replace("old one", "first one"))
    folder = found(deployed)
    assert {"moved", "gone", "missing", "added", "lists"} <= changed(folder)
    branch = found(deployed, against="gh-pages")
    assert branch["against"].startswith("gh-pages as last deployed, ")
    assert without_names(branch) == without_names(folder)
    git(deployed.top, "fetch", "--quiet", "origin")
    remote = found(deployed, against="origin/gh-pages")
    assert remote["against"].startswith("origin/gh-pages, ")
    assert without_names(remote) == without_names(folder)
    git(deployed.top, "branch", "--quiet", "gh-pages", "origin/gh-pages")
    local = found(deployed, against="gh-pages")
    assert local["against"].startswith("gh-pages, ")
    assert without_names(local) == without_names(folder)
    commit = os.fsdecode(git(deployed.top, "rev-parse", "gh-pages")).strip()
    assert without_names(found(deployed, against=commit)) == without_names(folder)


def test_the_sites_own_deploy_has_no_differences(deployed: PublishedSite) -> None:
    assert changed(found(deployed, against="gh-pages")) == set()


def test_a_branch_that_is_older_than_another_of_its_name_says_so(
    deployed: PublishedSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(deployed.top, "fetch", "--quiet", "origin", "gh-pages:gh-pages")
    deployed.write("new.md", post("New", "Words.", date="2024-01-05"))
    monkeypatch.setenv("GIT_COMMITTER_DATE", "1700000100 +0000")
    assert deployed.deploy().exit_code == 0
    value = found(deployed, against="gh-pages")
    assert value["against"].startswith("gh-pages, ")
    assert value["remarks"] == ["gh-pages as last deployed is newer than this."]
    assert changed(found(deployed, against="refs/published/gh-pages")) == set()


def test_a_folder_wins_over_a_branch_of_its_name(
    deployed: PublishedSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(deployed.output, tmp_path / "here/gh-pages")
    monkeypatch.chdir(tmp_path / "here")
    value = found(deployed, against="gh-pages")
    assert value["against"] == "the folder gh-pages"
    assert value["remarks"] == ["gh-pages is a branch, too; for that, write refs/heads/gh-pages."]


@pytest.mark.parametrize("name", ["gh-page", "origin/gh-pages-old", "--help", "a b\nc", "", "HEAD:nothing"])
def test_what_is_neither_a_folder_nor_a_branch_is_refused_with_those_that_are_near(
    deployed: PublishedSite, name: str
) -> None:
    git(deployed.top, "fetch", "--quiet", "origin", "gh-pages:gh-pages")
    result = run(deployed, against=name)
    assert result.exit_code == 2
    assert "error against-unknown: there is neither a folder nor a branch or commit of that name" in result.stderr
    if name == "gh-page":
        assert "help: did you mean gh-pages" in result.stderr


def test_outside_of_a_repository_only_folders_are_known(small_site: SmallSite, isolated_git: None) -> None:
    result = run(small_site, against="gh-pages")
    assert result.exit_code == 2
    assert "there is no such folder, and the site lies in no git repository" in result.stderr


def test_sources_and_folders_without_pages_are_refused(deployed: PublishedSite) -> None:
    (deployed.folder / "empty/below").mkdir(parents=True)
    deployed.put("empty/below/a.txt", "x")
    for name, message in (
        (str(deployed.folder / "empty"), "holds no page: there is no file that ends in .html"),
        ("main", "holds the sources of a site (site.toml), not a site that was published"),
        (str(deployed.folder), "holds the sources of a site (site.toml), not a site that was published"),
    ):
        result = run(deployed, against=name)
        assert result.exit_code == 2
        assert f"error against-unfit: {message}" in result.stderr


def test_comparing_and_suggesting_exclude_each_other(site: SmallSite) -> None:
    assert run(site, "--suggest-rules").exit_code == 2


# -------------------------------------------------------------------------------------- hostile folders


def test_a_folder_of_any_kind_is_read_without_harm(site: SmallSite) -> None:
    old = site.folder / "old"
    pages = {
        "broken.html": b"<article><h1>Unclosed <p>Words<div><table><b>\xff\xfe\x00</h1><script>alert(1)</script>",
        "frames.html": b"<frameset><frame src=x></frameset>",
        "empty.html": b"",
        "deep.html": b"<article>" + b"<div>" * 20_000 + b"deep" + b"</div>" * 20_000,
        "nested.html": b"<article><div class='notice copies'><p class=imprint><nav class=meta>x</nav></p></div>T",
        "json.html": b"<script type=application/ld+json>" + b"[" * 50_000 + b"</script><article><h1>J</h1></article>",
        "refresh.html": b"<meta http-equiv=refresh content='" + b" " * 100_000 + b"'>",
        "away.html": b"<meta http-equiv=refresh content='0; url=//[bad'>",
        "odd\nname\x1b[31m.html": b"<article><h1>\x1b[31mRed</h1></article>",
        "50%25.html": b"<article><h1>Percent</h1></article>",
        "upper.HTML": b"<article><h1>Upper</h1></article>",
        "huge.html": b"<article>" + b"<p>x</p>" * 2_200_000,
    }
    for name, data in pages.items():
        (old / name).write_bytes(data)
    (old / os.fsdecode(b"\xff.html")).write_bytes(b"<article><h1>Bytes</h1></article>")
    (old / "link.html").symlink_to("/etc/passwd")
    (old / "loop").symlink_to(old)
    os.mkfifo(old / "pipe.html")
    (old / f"{address(site, 'Title 2')[1:]}index.html").write_bytes(b"<frameset>")
    result = run(site, "--verbose")
    assert result.exit_code == 0, (result.stderr, result.exception)
    assert "\x1b" not in result.stdout
    assert "             Passed over 5 files, folders or links that cannot be published.\n" in result.stdout
    assert "warning page-uncompared: 1 published page could not be read\n  /huge.html\n" in result.stdout
    value = found(site)
    assert {row["address"] for row in value["gone"]} >= {f"/{name}" for name in pages} - {"/huge.html"}
    assert {"/link.html", "/pipe.html"}.isdisjoint(row["address"] for row in value["gone"])
    assert {row["severity"] for row in value["problems"]} <= {Severity.WARNING, Severity.NOTE}


def test_a_site_of_another_generator_is_told_in_its_own_way(site: SmallSite) -> None:
    old = site.folder / "old"
    shutil.rmtree(old)
    for number in range(3):
        (old / f"posts/{number}").mkdir(parents=True)
        site.put(
            f"old/posts/{number}/index.html",
            f"<title>Title {number} - Pier</title><nav><a href=/>Home</a></nav><div class=post><article>"
            f"<h1 class=post-title>Title {number}</h1><span>2 min</span><div class='entry-content'>"
            f"<p>{TEXTS[number]}</p><p>Number {number} ends here.</p></div></article></div><aside>Title 0</aside>",
        )
    cards = "".join(f"<article><h2><a href='/posts/{number}/'>Title {number}</a></h2></article>" for number in range(3))
    site.put("old/index.html", f"<main>{cards}</main>")
    value = found(site)
    assert [(row["address"], row["to"]) for row in value["moved"]] == [
        (f"/posts/{number}/", address_now(site, f"Title {number}")) for number in range(3)
    ]
    assert [row["text"] for row in value["added"]] == [AD, AD]
    assert value["missing"] == []
    home = next(row for row in value["lists"] if row["address"] == "/")
    assert (home["gained"], home["lost"]) == ([address_now(site, "Title 3")], [])


def address_now(site: SmallSite, title: str) -> str:
    (path,) = (p for p in site.output.rglob("index.html") if f"<h1>{title}</h1>" in p.read_text("utf-8"))
    return f"/{path.parent.relative_to(site.output).as_posix()}/"
