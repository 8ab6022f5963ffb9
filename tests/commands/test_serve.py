"""`pressmark serve` as it is typed: how it begins, what it says, and how it ends."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from generator.cli import app
from tests.preview.served import ROOT, Preview
from tests.sites import SmallSite, post
from tests.waiting import PATIENCE_S, wait_until


@pytest.fixture
def site(small_site: SmallSite) -> SmallSite:
    small_site.write("a.md", post("One", "words", permalink="a/"))
    return small_site


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[SmallSite, Preview]]:
    """A site with a warning and without posts of the future, and its preview; tests add posts to it."""
    site = SmallSite(tmp_path_factory.mktemp("served") / "site")
    site.settings(future=False)
    site.write("a.md", post("One", "words", permalink="a/"))
    site.write("old.md", post("Old", "words", date="never"))
    with Preview(site.folder) as preview:
        yield site, preview


@pytest.mark.starts_processes
def test_it_says_what_it_built_and_where_it_serves_and_ends_at_once_with_ctrl_c(site: SmallSite) -> None:
    with Preview(site.folder) as preview:
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", preview.address)
        assert "Read         1 source, 1 post, 1 of them undated\n" in preview.said
        assert re.search(r"^Built .*\.pressmark/preview in [\d.]+ s, .+1 note\.$", preview.said, re.MULTILINE)
        assert preview.interrupt() == 0
        assert preview.said.endswith("Stopped.\n")
        assert "Traceback" not in preview.said


@pytest.mark.starts_processes
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_it_ends_in_order_when_it_is_told_to(site: SmallSite, number: signal.Signals) -> None:
    with Preview(site.folder) as preview:
        os.kill(preview.process.pid, number)
        assert preview.ended() == 0
        assert preview.said.endswith("Stopped.\n")


@pytest.mark.starts_processes
def test_the_output_folder_is_never_touched(served: tuple[SmallSite, Preview]) -> None:
    site, _ = served
    assert not site.output.exists()
    assert (site.folder / ".pressmark/preview/a/index.html").is_file()


def test_a_port_in_use_is_named_with_the_option_that_helps(site: SmallSite) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = CliRunner().invoke(app, ["serve", str(site.folder), "--port", str(port)])
    assert result.exit_code == 1
    assert f"127.0.0.1:{port}: error port-unusable: port {port} is in use" in result.stderr
    assert "--port 0" in result.stderr


def test_a_host_that_is_no_address_of_this_machine_is_an_error(site: SmallSite) -> None:
    for host in ("192.0.2.1", "no such host"):
        result = CliRunner().invoke(app, ["serve", str(site.folder), "--port", "0", "--host", host])
        assert result.exit_code == 1
        assert "error port-unusable: " in result.stderr
        assert "with --host" in result.stderr


def test_a_folder_that_is_no_site_or_settings_that_cannot_be_used_end_it_with_2(
    site: SmallSite, tmp_path: Path
) -> None:
    result = CliRunner().invoke(app, ["serve", str(tmp_path)])
    assert (result.exit_code, "site-missing" in result.stderr) == (2, True)
    site.settings(languge="en")
    result = CliRunner().invoke(app, ["serve", str(site.folder)])
    assert (result.exit_code, "did you mean language?" in result.stderr) == (2, True)


@pytest.mark.starts_processes
def test_an_open_server_says_so_and_answers_by_numbers(site: SmallSite) -> None:
    with Preview(site.folder, "--host", "0.0.0.0") as preview:
        assert "over the network" in preview.said
        assert preview.address.startswith("http://127.0.0.1:")
        assert preview.get("/", Host="192.168.7.7:8000")[0].status == 200
        assert preview.get("/", Host="evil.example:8000")[0].status == 421


@pytest.mark.starts_processes
def test_drafts_and_posts_of_the_future_are_served_when_asked_for(site: SmallSite) -> None:
    site.settings(future=False)
    site.write("d.md", post("Draft", "words", permalink="d/", draft=True))
    site.write("f.md", post("Future", "words", permalink="f/", date="2999-01-01"))
    found = {}
    for option in ("--drafts", "--future"):
        with Preview(site.folder, option) as preview:
            found[option] = [preview.get(path)[0].status for path in ("/a/", "/d/", "/f/")]
    assert found == {"--drafts": [200, 200, 404], "--future": [200, 404, 200]}


@pytest.mark.starts_processes
def test_a_post_that_is_dated_after_the_start_is_served(served: tuple[SmallSite, Preview]) -> None:
    """`pressmark new` dates a post with the moment it is made."""
    site, preview = served
    command = [sys.executable, "-m", "generator", "new", "Later", "--site", str(site.folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    preview.wait_until_shown("/", "Later")


@pytest.mark.starts_processes
def test_open_opens_the_address_in_a_browser_that_may_stay_open(
    site: SmallSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As one does that runs in the terminal."""
    program = tmp_path / "browser"
    program.write_text(f'''#!{sys.executable}
import pathlib, sys, time, urllib.request
page = urllib.request.urlopen(sys.argv[1], timeout={PATIENCE_S}).read()
part = pathlib.Path("{tmp_path}/part")
part.write_bytes(sys.argv[1].encode() + page)
part.rename("{tmp_path}/shown")
time.sleep({PATIENCE_S})
''')
    program.chmod(0o755)
    monkeypatch.setenv("BROWSER", f"{program} %s")
    with Preview(site.folder, "--open") as preview:
        site.write("b.md", post("Two", "words", permalink="b/"))
        preview.wait_until_shown("/b/", "words")
        wait_until((tmp_path / "shown").is_file)
        assert (tmp_path / "shown").read_text("utf-8").startswith(f"{preview.address}<!DOCTYPE html>")


@pytest.mark.starts_processes
def test_quiet_says_errors_only(site: SmallSite) -> None:
    preview = Preview(site.folder, "--quiet")
    site.put("templates/post.html", "{% if %}")
    preview.wait_for("error template-syntax")
    preview.interrupt()
    assert {line.split(":")[0] for line in preview.said.splitlines() if not line.startswith("  ")} == {
        "templates/post.html"
    }


@pytest.mark.starts_processes
def test_warnings_of_what_was_edited_are_shown_and_those_of_before_are_not(served: tuple[SmallSite, Preview]) -> None:
    site, preview = served
    assert "content/old.md:3:7: warning date-unreadable: " in preview.said
    site.write("new.md", post("New", "words", date="nor this"))
    preview.wait_for(r"content/new\.md (and \d+ more )?→ ")
    assert preview.said.count("content/old.md") == 1
    assert preview.said.count("content/new.md:3:7: warning date-unreadable: ") == 1


def test_where_the_system_runs_out_of_watches_files_are_looked_at(site: SmallSite, needs, tmp_path: Path) -> None:
    strace = needs("strace")
    command = (
        "-c",
        "import os, sys; os.execv(sys.argv[1], [*sys.argv[1:7], sys.executable, '-m', 'generator', *sys.argv[7:]])",
        strace, "-f", "-o", str(tmp_path / "trace"), "-e", "inject=inotify_add_watch:error=ENOSPC",
    )  # fmt: skip
    with Preview(site.folder, program=command) as preview:
        preview.wait_for(
            r"the system does not report changes \(OS file watch limit reached\.\); all files are compared every"
        )
        site.write("a.md", post("One", "other words", permalink="a/"))
        preview.wait_until_shown("/a/", "other words")


@pytest.mark.starts_processes
def test_a_site_that_is_its_own_content_root_can_be_served(tmp_path: Path) -> None:
    site = SmallSite(tmp_path / "site")
    site.settings(content=["."], output="../public")
    site.put("a.md", post("One", "words", permalink="a/"))
    with Preview(site.folder) as preview:
        site.put("a.md", post("One", "other words", permalink="a/"))
        preview.wait_until_shown("/a/", "other words")
