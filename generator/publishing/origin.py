"""Finds the public git repository and commit from which the running Pressmark can be installed again, if any."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from importlib.metadata import Distribution
from pathlib import Path
from urllib.parse import urlsplit

from generator.publishing.git import Answer, Git
from generator.publishing.installation import (
    DISTRIBUTION,
    PACKAGE,
    Installation,
    digest_field,
    folder_of,
    is_shipped,
    recorded,
)

_PARTS = (PACKAGE, "templates", "static", "pyproject.toml")
"""The files and folders of a checkout from which a wheel is made."""

_LOCAL = frozenset(
    "arpa corp home internal intranet invalid lan local localdomain localhost onion private test".split()
)
"""Top-level domains of host names that other machines cannot resolve.

Source: Special-Use Domain Names, https://www.iana.org/assignments/special-use-domain-names/, and common usage.
"""


def pinned_requirement(installation: Installation, git: Git) -> str | None:
    """The requirement `pressmark @ git+URL@COMMIT` with which pip installs exactly the running program.

    None if the program was not installed or checked out from a public git repository, if its files have been changed
    since, or if its commit has not been pushed.  `git` runs the git commands in the checkout, if there is one.
    """
    if installation.distribution is not None:
        origin = _installed(installation.distribution)
    else:
        origin = _checked_out(installation.package.parent, git)
    return f"{DISTRIBUTION} @ git+{origin[0]}@{origin[1]}" if origin else None


def _installed(distribution: Distribution) -> tuple[str, str] | None:
    """(https address, commit) of the git repository that pip installed from; None without one, or after changes.

    Source: PEP 610, direct_url.json.
    """
    try:
        origin = json.loads(distribution.read_text("direct_url.json") or "")
    except ValueError:
        return None
    if not isinstance(origin, dict) or not isinstance(vcs := origin.get("vcs_info"), dict):
        return None
    web, commit = web_address(str(origin.get("url", ""))), str(vcs.get("commit_id", ""))
    if not web or vcs.get("vcs") != "git" or "subdirectory" in origin or not re.fullmatch("[0-9a-f]{40,64}", commit):
        return None
    return (web, commit) if _is_as_installed(distribution) else None


def _is_as_installed(distribution: Distribution) -> bool:
    folder = folder_of(distribution)
    for name, digest in recorded(distribution).items():
        if name.startswith(f"{PACKAGE}/") and is_shipped(name):
            try:
                data = (folder / name).read_bytes()
            except OSError:
                return False
            if digest_field(data) != digest:
                return False
    return True


def _checked_out(folder: Path, git: Git) -> tuple[str, str] | None:
    """(https address of the remote origin, commit) of the checkout in `folder`.

    None if the files have been changed, or the commit has not been pushed to origin.
    """
    if not (folder / ".git").exists():
        return None

    def ask(*arguments: str) -> Answer:
        return git.run("-C", str(folder), "-c", "core.fsmonitor=false", *arguments)

    # If origin pushes to another address than it fetches from, git shows pushed commits as branches of origin all the
    # same, so both must be the same address.
    urls = [*ask("remote", "get-url", "--all", "origin").lines]
    urls += ask("remote", "get-url", "--all", "--push", "origin").lines
    addresses = {web_address(url) for url in urls}
    commit = "".join(ask("rev-parse", "--verify", "--quiet", "HEAD^{commit}").lines)
    if len(addresses) != 1 or not (web := addresses.pop()) or not commit:
        return None
    if not ask("for-each-ref", "--count=1", f"--contains={commit}", "refs/remotes/origin/").lines:
        return None
    return (web, commit) if _is_unchanged(ask) else None


def _is_unchanged(ask: Callable[..., Answer]) -> bool:
    status = ask("status", "--porcelain", "-z", "--untracked-files=all", "--ignored", "--", *_PARTS)
    # git does not check files that are flagged as unchanged; ls-files shows them with another letter than H.
    files = ask("ls-files", "-v", "-z", "--", *_PARTS)
    if status.code != 0 or files.code != 0:
        return False
    changed = [row for row in os.fsdecode(status.result).split("\0") if row]
    return all(row.startswith("!! ") and not is_shipped(row[3:]) for row in changed) and all(
        row.startswith("H ") for row in os.fsdecode(files.result).split("\0") if row
    )


def web_address(url: str) -> str | None:
    """The https address for the git repository at `url`, without user name and password.

    None if `url` uses another protocol than https and ssh, has a query, a fragment or a character that means something
    to pip, or has a host that only machines in a local network can reach.
    """
    if match := re.fullmatch(r"[\w.-]+@([\w.-]+):(?!/)(.+)", url):
        url = f"ssh://{match[1]}/{match[2]}"
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return None
    if parts.scheme not in ("https", "ssh") or parts.query or parts.fragment or not _is_public(host):
        return None
    # Other characters would have a meaning in a requirement of pip.
    if not re.fullmatch(r"/[A-Za-z0-9._~%+/-]*[A-Za-z0-9._~%+-]/?", parts.path):
        return None
    return f"https://{host}{f':{port}' if parts.scheme == 'https' and port else ''}{parts.path}"


def _is_public(host: str) -> bool:
    """Whether `host` may be reachable from anywhere: a domain name whose top-level domain is not for local networks."""
    name = re.fullmatch(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*\.([a-z][a-z0-9-]*)", host)
    return name is not None and name[1] not in _LOCAL
