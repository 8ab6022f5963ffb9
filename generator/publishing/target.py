"""The URL at which GitHub Pages shows a repository, and the check that a site was built for this URL."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from generator.errors import SiteError, Where

_HOSTS = ("github.com", "www.github.com", "ssh.github.com")


@dataclass(frozen=True, slots=True)
class GitHubRepository:
    """A repository on github.com: the names of its owner and of the repository."""

    owner: str
    name: str

    @property
    def address(self) -> str:
        """The URL at which GitHub Pages shows the repository if no custom domain is set, with a slash at the end.

        It is `https://OWNER.github.io/` for the repository `OWNER.github.io`, and `https://OWNER.github.io/NAME/` for
        others.
        """
        host = f"{self.owner.lower()}.github.io"
        return f"https://{host}/" if self.name.lower() == host else f"https://{host}/{self.name}/"


def github_repository(url: str) -> GitHubRepository | None:
    """The repository at `url`, the https or ssh address of a git remote; None if the address is not on github.com."""
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
    """Raise SiteError url-differs unless GitHub Pages will show the site at `url`, for which the site was built.

    `cname` is the custom domain in the file CNAME, or empty; `settings` is the name of the settings file, for the
    message.  Without `repository` and `cname`, the address is unknown and nothing is raised.
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
    """Whether two URLs are the same, without regard to case and to a slash at the end."""
    return one.rstrip("/").lower() == other.rstrip("/").lower()
