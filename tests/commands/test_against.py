"""`check --against`: what would change of published articles, and that nothing of it goes unseen."""

from __future__ import annotations

import pytest

from tests.comparisons import AD, TEXTS, address, article, changed, found, publish, published_site, run
from tests.sites import SmallSite

pytestmark = pytest.mark.starts_processes


@pytest.fixture
def site(small_site: SmallSite) -> SmallSite:
    return published_site(small_site)


def test_an_unchanged_site_has_no_differences(site: SmallSite) -> None:
    result = run(site, "--strict")
    assert result.exit_code == 0, result.stderr
    assert result.stdout.splitlines() == [
        f"Against      the folder {site.folder / 'old'}",
        "Pages        19 published, 19 now",
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
    publish(site)
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
    assert value["details"][0]["new"] == ["Author The harbour master"]
    assert run(site, "--strict").exit_code == 0


def test_ids_of_headings_that_links_name_are_missed(site: SmallSite) -> None:
    site.write("2.md", article(2, "<h2 id='tide'>The tide</h2>", "<h2>Other</h2>"))
    publish(site)
    site.write("2.md", article(2, "<p>The tide</p>", "<h2>Other</h2>"))
    value = found(site)
    assert changed(value) == {"anchors"}
    (row,) = value["anchors"]
    assert (row["source"], len(row["gone"])) == ("content/2.md", 1)
    assert (
        f"note anchor-gone: 1 heading of 1 article without the id that links may name\n  {row['address']}  #"
        in run(site).stdout
    )
