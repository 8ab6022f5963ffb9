"""The address at which GitHub Pages shows a repository, and the check that the site was built for it."""

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
        """The address at which GitHub Pages shows the repository, unless it has a domain of its own."""
        host = f"{self.owner.lower()}.github.io"
        return f"https://{host}/" if self.name.lower() == host else f"https://{host}/{self.name}/"


def github_repository(url: str) -> GitHubRepository | None:
    """The repository that the address of a remote names; None if it is not on github.com."""
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
    """Raise SiteError url-differs, with the line to write, unless the site will be shown at its address `url`.

    `cname` is the domain in the file CNAME, or empty; `settings` is the settings file to name in the message.
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
    # If a user's own site has a custom domain, the user's other sites appear below it without a CNAME.
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
    """Whether two addresses are the same; host names and the names of GitHub repositories ignore case."""
    return one.rstrip("/").lower() == other.rstrip("/").lower()
