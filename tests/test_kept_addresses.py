"""What people may have linked stays where it is, or leads to where it went."""

from __future__ import annotations

import pytest

from tests.kept_addresses import SITES, missing, table


@pytest.mark.parametrize("name", SITES)
def test_every_address_and_heading_of_an_earlier_version_is_there_or_redirected(name, tmp_path):
    site = SITES[name](tmp_path / "kept")
    site.build()
    rows = table(name)
    assert len(rows) > 50
    assert missing(site, rows) == set()


def test_a_moved_page_counts_as_kept_only_where_a_redirect_leads_to_its_heading(tmp_path):
    site = SITES["made"](tmp_path / "kept")
    site.put("blog/hello.md", (site.folder / "blog/hello.md").read_text().replace('"/hello/"', '"/moved/"'))
    site.build()
    assert missing(site, {"/hello/", "/moved/"}) == {"/hello/"}
    site.put(
        "blog/pages/about.md",
        (site.folder / "blog/pages/about.md")
        .read_text()
        .replace("---\n", '---\npermalink: /who/\naliases: ["/about/"]\n', 1),
    )
    site.build()
    assert missing(site, {"/about/", "/about/#h-Who", "/about/#h-gone"}) == {"/about/#h-gone"}
