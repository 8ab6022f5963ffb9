"""The commit that a workflow pins: only one that others can find, and only if it is what runs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generator.publishing.git import find_git
from generator.publishing.installation import Installation, running_installation
from generator.publishing.origin import pinned_requirement, web_address
from generator.publishing.wheel import Wheel, make_wheel
from tests.installations import ROOT, checkout, installed
from tests.repositories import git, line

pytestmark = pytest.mark.usefixtures("isolated_git")

_COMMIT = "0123456789abcdef0123456789abcdef01234567"
_VCS = {"vcs": "git", "commit_id": _COMMIT}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Wheel:
    return make_wheel(checkout(tmp_path_factory.mktemp("checkout")))


def test_what_an_editable_installation_runs_is_a_checkout() -> None:
    found = running_installation()
    assert found.package == ROOT / "generator"
    assert found.distribution is None


# ------------------------------------------------------------------------------------ an installation


@pytest.mark.parametrize(
    ("origin", "pinned"),
    [
        (None, None),
        ({"url": "https://example.org/pressmark-1.whl", "archive_info": {}}, None),
        ({"url": "https://ann:token@example.org/p.git", "vcs_info": _VCS}, "https://example.org/p.git"),
        ({"url": "ssh://git@example.org/p.git", "vcs_info": _VCS}, "https://example.org/p.git"),
        ({"url": "file:///srv/p.git", "vcs_info": _VCS}, None),
        ({"url": "https://example.org/p", "vcs_info": _VCS | {"vcs": "hg"}}, None),
        ({"url": "https://example.org/p", "vcs_info": {"vcs": "git"}}, None),
        ({"url": "https://example.org/p", "vcs_info": _VCS | {"commit_id": "main"}}, None),
        ({"url": "https://example.org/p", "vcs_info": _VCS, "subdirectory": "x"}, None),
        ({"url": "https://example.org/p", "vcs_info": None}, None),
        ({"url": "https://example.org:x/p", "vcs_info": _VCS}, None),
        ({"url": "file:///srv/checkout", "dir_info": {}}, None),
    ],
)
def test_an_installation_from_a_commit_is_required_by_it(
    origin: dict[str, Any] | None, pinned: str | None, wheel: Wheel, tmp_path: Path
) -> None:
    there = installed(wheel, tmp_path / "lib", origin)
    expected = f"pressmark @ git+{pinned}@{_COMMIT}" if pinned else None
    assert pinned_requirement(there, find_git(tmp_path)) == expected


@pytest.mark.parametrize("text", ["", "[]", "null", "{", '"x"'])
def test_an_origin_that_is_not_readable_is_none(text: str, wheel: Wheel, tmp_path: Path) -> None:
    there = installed(wheel, tmp_path / "lib", {})
    next(tmp_path.glob("lib/*.dist-info/direct_url.json")).write_text(text)
    assert pinned_requirement(there, find_git(tmp_path)) is None


@pytest.mark.parametrize("edit", [lambda path: path.write_text("changed"), lambda path: path.unlink()])
def test_an_installation_with_a_changed_file_is_not_the_commit(
    edit: Callable[[Path], Any], wheel: Wheel, tmp_path: Path
) -> None:
    there = installed(wheel, tmp_path / "lib", {"url": "https://example.org/p.git", "vcs_info": _VCS})
    edit(there.package / "_bundled/templates/base.html")
    assert pinned_requirement(there, find_git(tmp_path)) is None


# ---------------------------------------------------------------------------------------- a checkout


class Checkout:
    """A checkout of the program that was pushed to its origin."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.installation: Installation = checkout(folder)
        (folder / ".gitignore").write_text("__pycache__/\n*.log\n")
        git(folder, "init", "--quiet")
        self.commit()
        git(folder, "remote", "add", "origin", "https://ann:token@example.org/p.git")
        self.push()

    def commit(self) -> None:
        git(self.folder, "add", "--all")
        git(self.folder, "commit", "--quiet", "-m", "x")

    def push(self, remote: str = "origin", branch: str = "main") -> None:
        git(self.folder, "update-ref", f"refs/remotes/{remote}/{branch}", "HEAD")

    @property
    def pinned(self) -> str | None:
        return pinned_requirement(self.installation, find_git(self.folder.parent))

    @property
    def expected(self) -> str:
        return f"pressmark @ git+https://example.org/p.git@{line(self.folder, 'rev-parse', 'HEAD')}"


@pytest.fixture
def there(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path / "a checkout")


def test_a_checkout_is_required_by_its_commit_if_its_remote_is_there_for_all(there: Checkout) -> None:
    assert there.pinned == there.expected
    for url in ("../elsewhere", "file:///srv/p.git", "https://localhost/p.git", "https://example.org"):
        git(there.folder, "config", "remote.origin.url", url)
        assert there.pinned is None
    git(there.folder, "config", "remote.origin.url", "git@example.org:p.git")
    assert there.pinned == there.expected
    git(there.folder, "remote", "remove", "origin")
    assert there.pinned is None


def test_a_commit_that_was_never_pushed_does_not_count(there: Checkout) -> None:
    (there.folder / "notes.txt").write_text("x")
    there.commit()
    assert there.pinned is None
    # Neither does one that another remote has, or a branch here whose name looks so.
    there.push("upstream")
    there.push("origin2")
    git(there.folder, "branch", "origin/main")
    git(there.folder, "tag", "v1")
    assert there.pinned is None
    there.push(branch="topic")
    assert there.pinned == there.expected
    # An older commit of what was pushed is found, too.
    git(there.folder, "checkout", "--quiet", "--detach", "HEAD~")
    assert there.pinned == there.expected


def test_a_checkout_that_pushes_elsewhere_does_not_count(there: Checkout) -> None:
    git(there.folder, "remote", "set-url", "--push", "origin", "git@example.org:p.git")
    assert there.pinned == there.expected
    git(there.folder, "remote", "set-url", "--push", "origin", "git@example.org:other.git")
    assert there.pinned is None
    git(there.folder, "config", "--unset", "remote.origin.pushurl")
    git(there.folder, "config", "url./srv/mirror/.insteadOf", "https://ann:token@example.org/")
    assert there.pinned is None


def edit(there: Checkout) -> None:
    with (there.folder / "generator/build.py").open("a") as stream:
        stream.write("\n")


def stage(there: Checkout) -> None:
    edit(there)
    git(there.folder, "add", "--all")


def hide(there: Checkout) -> None:
    edit(there)
    git(there.folder, "update-index", "--assume-unchanged", "generator/build.py")


@pytest.mark.parametrize(
    "change",
    [
        edit,
        stage,
        hide,
        lambda there: (
            (there.folder / "generator/rules/ads.txt").unlink(missing_ok=True)
            or (there.folder / "templates/404.html").unlink()
        ),
        lambda there: (there.folder / "static/new.css").touch(),
        lambda there: (there.folder / "generator/ignored.log").touch(),
        lambda there: (there.folder / "pyproject.toml").write_text("[project]\n"),
        lambda there: git(there.folder, "mv", "templates/404.html", "templates/405.html"),
    ],
    ids=["edited", "staged", "hidden", "removed", "added", "ignored", "settings", "moved"],
)
def test_a_checkout_with_a_changed_package_is_not_the_commit(
    change: Callable[[Checkout], Any], there: Checkout
) -> None:
    change(there)
    assert there.pinned is None


def test_what_is_no_part_of_the_package_may_differ(there: Checkout) -> None:
    (there.folder / "notes.txt").touch()
    (there.folder / "LICENSE").write_text("other")
    compiled = there.folder / "generator/__pycache__/build.cpython-313.pyc"
    compiled.parent.mkdir()
    compiled.touch()
    assert there.pinned == there.expected


def test_a_package_in_the_repository_of_something_else_is_not_its_commit(there: Checkout) -> None:
    inner = checkout(there.folder / "vendor")
    there.commit()
    there.push()
    assert pinned_requirement(inner, find_git(there.folder)) is None


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://example.org:8443/p.git", "https://example.org:8443/p.git"),
        ("ssh://git@example.org:2222/a/p.git", "https://example.org/a/p.git"),
        ("ann@Example.org:~bob/p.git", "https://example.org/~bob/p.git"),
        ("http://example.org/p.git", None),
        ("https://192.168.1.5/p.git", None),
        ("git@127.0.0.1:p.git", None),
        ("https://git.home.arpa/p.git", None),
        ("https://nas.local/p.git", None),
        ("nas:p.git", None),
        ("https://example.org/a b.git", None),
        ("https://example.org/p.git@main", None),
        ("https://example.org/p.git#egg=other", None),
        ("https://example.org/${{x}}.git", None),
        ("https://example.org/", None),
        ("https://[::1/p", None),
        ("", None),
    ],
)
def test_an_address_for_everybody_is_https_without_credentials(url: str, address: str | None) -> None:
    assert web_address(url) == address
