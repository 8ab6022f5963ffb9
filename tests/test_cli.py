"""The command line from outside: exit codes, what goes to stdout and stderr, and nothing that looks like a crash."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from generator import __version__
from generator.cli import app
from generator.commands import COMMANDS
from generator.runtime.lock import hold_lock
from tests.sites import SmallSite, post
from tests.waiting import PATIENCE_S

_ROOT = Path(__file__).resolve().parents[1]


def _run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def _start(*arguments: str | Path, cwd: Path | None = None, **options: int) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(_ROOT)}
    command = [sys.executable, "-m", "generator", *map(str, arguments)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | options
    return subprocess.Popen(command, cwd=cwd, env=environment, start_new_session=True, **pipes)  # type: ignore[call-overload,no-any-return]


@pytest.fixture
def site(small_site: SmallSite) -> SmallSite:
    small_site.write("posts/one.md", post("One", "Some *words*.", date="2026-01-02"))
    return small_site


def _warned(site: SmallSite, count: int = 1) -> None:
    for number in range(count):
        site.write(f"posts/warned-{number}.md", f"---\ntitle: Warned {number}\ndate: never\n---\nText {number}.\n")


# ----------------------------------------------------------------------------------------- exit codes


def test_a_good_build_ends_with_0_and_a_summary(site: SmallSite) -> None:
    result = _run("build", site.folder, "--jobs", "1")
    assert result.exit_code == 0, result.stderr
    assert result.stdout == ""
    assert "Read         1 source, 1 post\n" in result.stderr
    assert re.search(r"\nBuilt .*public in \d+\.\d s, [\d.]+ kB\.  No problems\.\n$", result.stderr)
    assert "<h1" in site.page(
        "/2026/01/02/" + next((site.output / "2026/01/02").glob("*/index.html")).parent.name + "/"
    )


def test_a_second_build_writes_nothing(site: SmallSite) -> None:
    _run("build", site.folder, "--jobs", "1")
    assert ": 0 written, " in _run("build", site.folder, "--jobs", "1").stderr


def test_warnings_are_0_and_3_under_strict(site: SmallSite) -> None:
    _warned(site)
    result = _run("build", "-s", site.folder)
    assert result.exit_code == 0
    assert "content/posts/warned-0.md:3:7: warning date-unreadable: " in result.stderr
    assert "  3 | date: never\n    |       ^\n" in result.stderr
    assert _run("build", site.folder, "--strict").exit_code == 3
    assert _run("build", site.folder, "--strict", "--quiet").exit_code == 3
    assert _run("check", site.folder, "--strict").exit_code == 3


def test_many_warnings_are_grouped_and_listed_with_verbose(site: SmallSite) -> None:
    _warned(site, 7)
    result = _run("build", site.folder)
    assert "       7  date-unreadable: a date that cannot be read, published as undated\n" in result.stderr
    assert "          and 4 more\n" in result.stderr
    assert "warned-6.md:3:7" not in result.stderr
    assert "warned-6.md:3:7" in _run("build", site.folder, "--verbose").stderr


def test_an_error_is_1_and_everything_else_is_built(site: SmallSite) -> None:
    site.put("templates/404.html", "{% if %}")
    result = _run("build", site.folder)
    assert result.exit_code == 1
    assert "error template-syntax" in result.stderr
    assert (site.output / "index.html").exists()


@pytest.mark.parametrize(
    ("settings", "code"),
    [("titel = 'x'", "settings-unknown"), ("url = [", "settings-syntax"), ("title = 'x'\nurl = 'y'", "settings-value")],
)
def test_settings_that_cannot_be_used_are_2(site: SmallSite, settings: str, code: str) -> None:
    site.put("site.toml", settings)
    result = _run("build", site.folder)
    assert result.exit_code == 2
    assert f"error {code}: " in result.stderr


@pytest.mark.parametrize(
    "arguments", [["bild"], ["build", "--jobs", "-1"], ["build", "--now", "later"], ["build", "a", "-s", "b"], ["new"]]
)
def test_wrong_usage_is_2(arguments: list[str]) -> None:
    result = _run(*arguments)
    assert result.exit_code == 2
    assert "Error" in result.stderr


def test_a_folder_that_is_no_site_is_refused_with_a_hint(tmp_path: Path) -> None:
    for arguments in (["build"], ["check"], ["explain", "x"], ["new", "x"], ["eject", "post.html"]):
        result = _run(*arguments, "--site", tmp_path)
        assert result.exit_code == 2
        assert "site-missing" in result.stderr
        assert "pressmark init" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_locked_site_is_4(site: SmallSite) -> None:
    with hold_lock(site.folder / ".pressmark" / "lock"):
        result = _run("build", site.folder)
    assert result.exit_code == 4
    assert f"error locked: another build (pid {os.getpid()}, since " in result.stderr


def test_an_output_folder_that_is_refused_is_1(site: SmallSite) -> None:
    result = _run("build", site.folder, "--output", site.folder)
    assert result.exit_code == 1
    assert "error output-refused" in result.stderr
    site.put("public/mine.txt", "mine")
    assert _run("build", site.folder).exit_code == 1
    result = _run("build", site.folder, "--adopt")
    assert result.exit_code == 0
    assert "1 note." in result.stderr


# ---------------------------------------------------------------------------------------------- talk


_HEAVY = {"jinja2", "pydantic", "markdown", "nh3", "selectolax", "yaml", "generator.cleaning", "rich"}


_ENGINE = {"generator.build", "generator.building.site", "generator.config.reading"}
_COMMANDS = {f"generator.commands.{command.name}" for command in COMMANDS}
# Newer versions of typer load it themselves where they read a value or tell a usage error.
_BY_TYPER = {"pydantic"}


def _loaded(*arguments: str) -> set[str]:
    """Which commands, and which of the modules that take long to load, are there when a command has ended."""
    code = (
        f"import sys; from generator.cli import main; sys.argv[1:] = {list(arguments)!r}\n"
        f"try: main()\nexcept SystemExit: pass\nprint(*sorted({_HEAVY | _ENGINE | _COMMANDS!r} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=_ROOT, capture_output=True, text=True, check=True)
    return set(done.stdout.splitlines()[-1].split())


@pytest.mark.starts_processes
def test_a_build_that_has_nothing_to_do_loads_the_settings_and_no_more(site: SmallSite) -> None:
    os.utime(site.write("posts/two.md", post("Two", "words")), (1e9, 1e9))
    os.utime(site.folder / "content/posts/one.md", (1e9, 1e9))
    assert _loaded("build", "--quiet", str(site.folder)) > {"jinja2", "nh3"}
    assert _loaded("build", "--quiet", str(site.folder)) == {"pydantic", "generator.commands.build", *_ENGINE}


@pytest.mark.starts_processes
@pytest.mark.parametrize("arguments", [[], ["--help"], ["--version"], ["--nope"], ["bild"]])
def test_what_no_command_answers_loads_none(arguments: list[str]) -> None:
    assert _loaded(*arguments) <= _BY_TYPER


@pytest.mark.starts_processes
@pytest.mark.parametrize("command", [command.name for command in COMMANDS])
def test_help_and_usage_errors_of_a_command_load_neither_the_engine_nor_another_command(command: str) -> None:
    for arguments in ((command, "--help"), (command, "--nope")):
        assert _loaded(*arguments) - _BY_TYPER == {f"generator.commands.{command}"}


@pytest.mark.starts_processes
def test_version_is_printed() -> None:
    assert _run("--version").stdout == f"pressmark {__version__}\n"


def test_the_commands_are_these() -> None:
    listed = re.findall(r"^  (\w+)  ", _run("--help").stdout.partition("Commands:")[2], re.MULTILINE)
    assert listed == ["init", "build", "serve", "deploy", "new", "check", "explain", "eject"]


@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("pressmark e", ["explain", "eject"]),
        ("pressmark check --s", ["--site", "--suggest-rules", "--strict"]),
        ("pressmark bild --", ["--version", "--install-completion", "--show-completion", "--help"]),
    ],
)
def test_a_shell_completes_commands_and_their_options(typed: str, completed: list[str]) -> None:
    told = {"_PRESSMARK_COMPLETE": "complete_bash", "COMP_WORDS": typed, "COMP_CWORD": str(typed.count(" "))}
    result = CliRunner().invoke(app, [], env=told, prog_name="pressmark")
    assert result.stdout.split() == completed


def test_a_post_cannot_write_to_the_terminal(site: SmallSite) -> None:
    site.write("posts/\x1b]0;owned\x07.md", "---\ntitle: \x9b31mred\ndate: \x9b2J\x1b[2J\n---\ntext\n")
    for arguments in (["build"], ["check", "--verbose"], ["explain", "content/posts/\x1b]0;owned\x07.md"]):
        result = _run(*arguments, "-s", site.folder)
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", result.stdout + result.stderr)


def test_quiet_says_nothing_of_a_good_build(site: SmallSite) -> None:
    _warned(site)
    result = _run("build", site.folder, "--quiet")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")


def test_json_goes_to_stdout_alone_or_into_a_file(site: SmallSite, tmp_path: Path) -> None:
    result = _run("build", site.folder, "--json", "-", "--quiet")
    assert json.loads(result.stdout)["counts"]["posts"] == 1
    _run("build", site.folder, "--json", tmp_path / "report.json")
    assert json.loads((tmp_path / "report.json").read_text("utf-8"))["counts"]["written"] == 0
    result = _run("build", site.folder, "--json", tmp_path / "no" / "report.json")
    assert result.exit_code == 1
    assert "error write-failed" in result.stderr


@pytest.mark.starts_processes
def test_a_reader_that_leaves_is_no_crash(site: SmallSite) -> None:
    with _start("check", site.folder, "--json", "-") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        talk = process.stderr.read()
    assert b"Traceback" not in talk
    assert process.returncode in (0, 1)


@pytest.mark.starts_processes
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
def test_a_full_disk_behind_stdout_is_no_mistake_of_ours(site: SmallSite) -> None:
    with Path("/dev/full").open("wb") as full:
        process = _start("build", site.folder, "--json", "-", stdout=full.fileno())
        _, stderr = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 1
    assert b"stdout: error write-failed: the result: No space left on device" in stderr
    assert b"internal" not in stderr


def test_our_own_mistake_is_a_sentence_and_the_trace_is_in_a_file(
    site: SmallSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("a pipe burst")

    monkeypatch.setattr("generator.build.build", broken)
    result = _run("build", site.folder)
    assert result.exit_code == 1
    assert "error internal: RuntimeError: a pipe burst\n" in result.stderr
    log = site.folder / ".pressmark" / "error.log"
    assert str(log) in result.stderr
    assert "Traceback" not in result.stderr
    assert "a pipe burst" in log.read_text()


# ------------------------------------------------------------------------------------ check, explain


def test_check_leaves_the_output_alone(site: SmallSite) -> None:
    result = _run("check", site.folder)
    assert result.exit_code == 0, result.stderr
    assert re.search(r"Checked \d+ files\.  No problems\.\n", result.stderr)
    assert not site.output.exists()


def test_check_finds_a_menu_entry_that_leads_nowhere(site: SmallSite) -> None:
    site.settings('[theme]\nmenu = [["Gone", "/gone/"]]')
    result = _run("check", site.folder, "--json", "-")
    assert "'/gone/' leads to nothing in the site" in {row["message"] for row in json.loads(result.stdout)["problems"]}
    assert "link-broken: a page links to a place in the site where nothing is" in result.stderr


def test_explain_tells_the_story_of_a_source(site: SmallSite) -> None:
    site.write(
        "posts/two.md",
        "---\ntitle: Two\ndate: 2026-01-03\ntags: [a, b]\nauthor:\n---\n"
        '<p onclick="x()">Words <a href="one.md">first</a> and <a href="gone.md">lost</a>.</p><script>x()</script>\n',
    )
    result = _run("explain", "content/posts/two.md", site.folder)
    assert result.exit_code == 0, result.stderr
    lines = result.stdout.splitlines()
    assert lines[0] == "Source       content/posts/two.md"
    assert re.fullmatch(r"Published    /2026/01/03/[0-9a-f]{12}/", lines[1])
    assert "Older        content/posts/one.md" in lines
    assert "Header (4 fields; the body begins on line 7)" in lines
    assert "     4  tags: [a, b]" in lines
    assert "     5  author: (empty)" in lines
    assert any(line.startswith("  script") for line in lines)
    assert any(re.fullmatch(r"  link one\.md -> /2026/01/02/[0-9a-f]{12}/", line) for line in lines)
    assert "  link gone.md -> nothing: shown as text" in lines


def test_explain_names_the_markup_of_a_body_and_the_dialect_of_markdown(site: SmallSite) -> None:
    site.settings(content=["content", {"path": "own", "trusted": True}])
    bodies = {
        "content/a.md": "<p>Words.</p>",
        "content/b.md": "## Words",
        "content/c.txt": "Words.",
        "own/d.md": "Words.",
    }
    for path, body in bodies.items():
        site.put(path, post("Words", body, date="2026-01-03"))
    for path, expected in zip(bodies, ("HTML", "Markdown (gfm)", "plain text", "Markdown (markdown)"), strict=True):
        assert f"Body         {expected}" in _run("explain", path, site.folder).stdout.splitlines()


def test_explain_shows_a_body_before_and_after_cleaning(site: SmallSite) -> None:
    body = '<p onclick="x()">Words <a href="one.md">first</a>.</p><p>More.</p><ins class="adsbygoogle">Buy</ins>'
    site.write("posts/two.md", post("Two", body, date="2026-01-03", source="Pier"))
    address = _run("explain", "content/posts/one.md", site.folder).stdout.splitlines()[1].split()[1]
    lines = _run("explain", "content/posts/two.md", site.folder, "--body").stdout.splitlines()
    assert lines[lines.index("Body, before (-) and after (+) cleaning") + 1 :] == [
        '  -<p onclick="x()">Words <a href="one.md">first</a>.</p>',
        f'  +<p>Words <a href="{address}">first</a>.</p>',
        "   <p>More.</p>",
        '  -<ins class="adsbygoogle">Buy</ins>',
    ]
    unchanged = _run("explain", "content/posts/one.md", site.folder, "--body").stdout
    assert unchanged.endswith("\nBody: cleaning changed nothing\n")


def test_explain_compares_the_beginning_of_a_body_that_never_ends(site: SmallSite) -> None:
    site.write("posts/two.md", post("Two", "<p class=x>a</p>" * 5000, date="2026-01-03"))
    result = _run("explain", "content/posts/two.md", site.folder, "--body")
    assert result.stdout.endswith("  … only the first 4,000 lines were compared\n")


def test_explain_finds_a_source_from_where_one_stands(site: SmallSite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(site.folder / "content")
    result = _run("explain", "posts/one.md", "..")
    assert result.stdout.startswith("Source       content/posts/one.md\n")


def test_explain_takes_addresses(site: SmallSite) -> None:
    address = _run("explain", "content/posts/one.md", site.folder).stdout.splitlines()[1].split()[1]
    for target in (address, address.rstrip("/"), f"https://example.org{address}", f"{address}index.html"):
        result = _run("explain", target, site.folder)
        assert result.stdout.splitlines()[0] == f"Address      {address}"
        assert "Shows (1)\n  content/posts/one.md\n" in result.stdout
    assert "Kind         list\n" in _run("explain", "/", site.folder).stdout


def test_explain_says_what_it_does_not_know(site: SmallSite) -> None:
    result = _run("explain", "nothing\x1b.md", site.folder)
    assert result.exit_code == 1
    assert "nothing\\x1b.md: error target-unknown" in result.stderr


def test_explain_takes_the_path_of_a_finished_page_and_an_address_without_its_first_slash(site: SmallSite) -> None:
    assert _run("build", site.folder, "--jobs", "1").exit_code == 0
    for target in (site.output / "index.html", site.output, "/#top", "/?page=2"):
        assert _run("explain", target, site.folder).stdout.startswith("Address      /\n"), target


def test_explain_knows_static_files_and_pictures_by_their_path(site: SmallSite) -> None:
    site.write("posts/cat.png", "picture")
    site.write("posts/two.md", post("Two", "![](cat.png)", date="2026-01-03"))
    result = _run("explain", "content/posts/cat.png", site.folder)
    assert "Kind         asset\n" in result.stdout


@pytest.mark.parametrize("target", ["one.md", "content/posts/onne.md"])
def test_explain_names_the_source_that_was_meant(site: SmallSite, target: str) -> None:
    result = _run("explain", target, site.folder)
    assert result.exit_code == 1
    assert "help: did you mean content/posts/one.md?" in result.stderr


def test_explain_of_nothing_is_no_crash(site: SmallSite) -> None:
    result = _run("explain", "", site.folder)
    assert result.exit_code == 1
    assert "error target-unknown" in result.stderr


def test_explain_tells_of_a_draft_that_it_is_not_published(site: SmallSite) -> None:
    site.write("posts/draft.md", post("Draft", "Text.", draft=True))
    assert "\nPublished    no\n" in _run("explain", "content/posts/draft.md", site.folder).stdout
    assert "\nPublished    /" in _run("explain", "content/posts/draft.md", site.folder, "--drafts").stdout


# ------------------------------------------------------------------------------ init, new, eject


def test_a_site_from_nothing_in_three_commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = _run("init", "blog", "--language", "en")
    assert result.exit_code == 0
    assert "blog/site.toml" in result.stdout.splitlines()
    assert "cd blog && pressmark serve" in result.stderr
    result = _run("new", "Second post", "blog", "--date", "2026-02-03")
    assert result.stdout == "blog/content/posts/Second-post.md\n"
    assert _run("build", "blog", "--strict").exit_code == 0
    assert (tmp_path / "blog/public/2026/02/03/Second-post/index.html").exists()
    assert _run("init", "blog").exit_code == 1
    assert _run("new", "Second post", "blog").exit_code == 1


def test_what_init_says_comes_next_works_as_it_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    said = _run("init", "my blog").stderr
    assert "Next:  cd 'my blog' && pressmark serve --open\n" in said
    assert "pressmark new TITLE" in said
    assert "pressmark build\n" in said


@pytest.mark.parametrize("arguments", [("",), (" ",), ("Title", "--date", "2021-13-01")])
def test_a_title_or_date_that_cannot_be_used_is_an_error_and_2(site: SmallSite, arguments: tuple[str, ...]) -> None:
    result = _run("new", *arguments, "--site", site.folder)
    assert result.exit_code == 2
    assert re.search(r": error (title-missing|date-unreadable): ", result.stderr)


def test_a_title_without_quotes_gets_a_hint(site: SmallSite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(site.folder)
    result = _run("new", "My", "post")
    assert result.exit_code == 2
    assert "pressmark new 'My post'" in result.stderr


def test_eject_lists_and_copies(site: SmallSite) -> None:
    assert "post.html" in _run("eject").stdout.splitlines()
    result = _run("eject", "post.html", site.folder)
    assert result.stdout == f"{site.folder}/templates/post.html\n"
    assert _run("eject", "post.html", site.folder).exit_code == 1
    assert _run("build", site.folder).exit_code == 0
