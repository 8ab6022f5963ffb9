from __future__ import annotations

import pytest

from generator.errors import SiteError
from generator.publishing.target import GitHubRepository, check_url, github_repository


@pytest.mark.parametrize(
    "url",
    [
        "https://github.com/Ann/pages.git",
        "https://github.com/Ann/pages",
        "https://ann:token@github.com/Ann/pages/",
        "http://www.github.com/Ann/pages",
        "git@github.com:Ann/pages.git",
        "github.com:Ann/pages",
        "ssh://git@github.com/Ann/pages.git",
        "ssh://git@ssh.github.com:443/Ann/pages.git",
        "git://github.com/Ann/pages",
    ],
)
def test_a_repository_on_github_is_known_by_any_of_its_addresses(url: str) -> None:
    assert github_repository(url) == GitHubRepository("Ann", "pages")


@pytest.mark.parametrize(
    "url",
    [
        "https://gitlab.com/ann/pages",
        "git@work:ann/pages",
        "../remote.git",
        "/srv/github.com/a/b",
        "https://github.com/ann",
        "https://[github.com/a/b",
        "https://github.com.evil.example/a/b",
        "",
    ],
)
def test_other_remotes_are_not_taken_for_github(url: str) -> None:
    assert github_repository(url) is None


@pytest.mark.parametrize(
    ("repository", "address"),
    [(("Ann", "Pages"), "https://ann.github.io/Pages/"), (("Ann", "Ann.github.io"), "https://ann.github.io/")],
)
def test_the_address_of_a_repository_has_its_name_unless_it_is_the_site_of_its_owner(
    repository: tuple[str, str], address: str
) -> None:
    assert GitHubRepository(*repository).address == address


PROJECT, OWN = GitHubRepository("ann", "pages"), GitHubRepository("ann", "ann.github.io")


@pytest.mark.parametrize(
    ("url", "repository", "cname"),
    [
        ("https://ann.github.io/pages/", PROJECT, ""),
        ("https://Ann.github.io/Pages/", PROJECT, ""),
        ("https://ann.github.io/", OWN, ""),
        ("https://news.example.net/", PROJECT, "news.example.net"),
        ("https://news.example.net/", OWN, "news.example.net"),
        ("https://news.example.net/", None, "news.example.net"),
        # The domain of the owner's own site is that of all the owner's repositories.
        ("https://example.net/pages/", PROJECT, ""),
        ("https://anything.example/at/all/", None, ""),
    ],
)
def test_an_address_where_the_site_will_be_is_accepted(
    url: str, repository: GitHubRepository | None, cname: str
) -> None:
    check_url(url, repository, cname, "site.toml")


@pytest.mark.parametrize(
    ("url", "repository", "cname", "help"),
    [
        ("https://ann.github.io/", PROJECT, "", 'write: url = "https://ann.github.io/pages/"'),
        ("http://ann.github.io/pages/", PROJECT, "", 'write: url = "https://ann.github.io/pages/"'),
        ("https://ann.github.io/pages/blog/", PROJECT, "", 'write: url = "https://ann.github.io/pages/"'),
        ("https://bob.github.io/pages/", PROJECT, "", 'write: url = "https://ann.github.io/pages/"'),
        ("https://example.org/", PROJECT, "", 'write: url = "https://ann.github.io/pages/"'),
        ("http://127.0.0.1:8000/", PROJECT, "", 'write: url = "https://ann.github.io/pages/"'),
        ("https://ann.github.io/ann.github.io/", OWN, "", 'write: url = "https://ann.github.io/"'),
        ("https://ann.github.io/pages/", PROJECT, "news.example.net", 'write: url = "https://news.example.net/"'),
        ("https://news.example.net/pages/", PROJECT, "news.example.net", 'write: url = "https://news.example.net/"'),
        (
            "https://news.example.net/",
            PROJECT,
            "",
            'write: url = "https://ann.github.io/pages/"; or, if news.example.net is your own, write below [deploy]: '
            'cname = "news.example.net"',
        ),
    ],
)
def test_another_address_is_refused_with_the_line_to_write(
    url: str, repository: GitHubRepository | None, cname: str, help: str
) -> None:
    with pytest.raises(SiteError) as caught:
        check_url(url, repository, cname, "site.toml")
    assert caught.value.problem.code == "url-differs"
    assert caught.value.problem.help == help
