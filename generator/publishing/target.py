"""Where GitHub Pages shows what is pushed to a repository, and whether the site was built for that address."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from generator.errors import SiteError, Where

_HOSTS = ("github.com", "www.github.com", "ssh.github.com")


@dataclass(frozen=True, slots=True)
class GitHubRepository:
    """A repository on github.com."""

    owner: str
    name: str

    @property
    def address(self) -> str:
        """Of the home page of its site, as long as it has no domain of its own."""
        host = f"{self.owner.lower()}.github.io"
        return f"https://{host}/" if self.name.lower() == host else f"https://{host}/{self.name}/"


def github_repository(url: str) -> GitHubRepository | None:
    """The repository behind the address of a remote; None where it is not on github.com."""
    if match := re.fullmatch(r"(?:[^@/\s]+@)?([\w.-]+):(?!//)/?(.+)", url):
        host, path = match[1], match[2]
    else:
        try:
            parts = urlsplit(url)
            host, path = parts.hostname or "", parts.path
        except ValueError:
            return None
    names = [part for part in path.split("/") if part]
    if host.lower() not in _HOSTS or len(names) != 2:
        return None
    return GitHubRepository(names[0], names[1].removesuffix(".git"))


def check_url(url: str, repository: GitHubRepository | None, cname: str, settings: str) -> None:
    """Raises SiteError url-differs, with the line to write, where `url` is not where the site will be.

    `cname` is the domain in the file CNAME, if there is one; `settings` is the file to name.
    """
    wanted = f"https://{cname}/" if cname else repository.address if repository else None
    if wanted is None or _same_address(url, wanted):
        return
    where, parts = Where(settings), urlsplit(url)
    host = (parts.hostname or "").lower()
    if cname:
        message = f"the site was built for {url}, and its file CNAME names {cname}, which shows it at {wanted}"
        raise SiteError("url-differs", message, where, f'write: url = "{wanted}"')
    assert repository is not None
    is_own_site = urlsplit(wanted).path == "/"
    # Below the domain of a user's own site the sites of all the user's repositories appear without a CNAME.
    is_below_domain = not is_own_site and parts.path.lower() == urlsplit(wanted).path.lower()
    is_a_domain = not host.endswith(".github.io") and host not in ("github.com", "localhost", "127.0.0.1")
    if is_a_domain and is_below_domain:
        return
    message = f"the site was built for {url}, and GitHub Pages shows this repository at {wanted}"
    help = f'write: url = "{wanted}"'
    if is_a_domain and parts.path == "/" and not host.startswith("example."):
        help += f'; or, if {host} is your own, write below [deploy]: cname = "{host}"'
    raise SiteError("url-differs", message, where, help)


def _same_address(one: str, other: str) -> bool:
    """Hosts do not tell upper case from lower, and GitHub does not in names of repositories."""
    return one.rstrip("/").lower() == other.rstrip("/").lower()
