"""Sources built to take long among ordinary ones: limits on counts stop each of them before a timer could."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.sites import SmallSite, post
from tests.slow_posts import SLOW

IS_LONG = os.environ.get("PRESSMARK_TEST_LONG") == "1"
ORDINARY = 60
PLACES = {name: f"slow-{number:02}" for number, name in enumerate(SLOW)}


def _fill(site: SmallSite, bodies: dict[str, str]) -> None:
    site.settings(permalink=":key/")
    for number in range(ORDINARY):
        body = f"<p>The {number}th article about the harbour.</p><p>The <b>ferry</b> is back.</p>"
        site.write(
            f"{number:02}.md",
            post(f"Good {number}", body, date="2024-01-02", tags=["ferry"], permalink=f"post-{number:02}/"),
        )
    for name, body in bodies.items():
        markup = SLOW[name].markup
        site.write(f"{PLACES[name]}.md", post(f"Slow {name}", body, date="2024-01-01", markup=markup, summary="x"))


def _build(site: SmallSite, jobs: int) -> list[dict[str, str]]:
    """What a build, in a process of its own that must end well, reports."""
    report = site.folder.with_suffix(".json")
    command = [sys.executable, "-m", "generator", "build", str(site.folder), "--quiet", "--jobs", str(jobs)]
    done = subprocess.run([*command, "--json", str(report)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    problems: list[dict[str, str]] = json.loads(report.read_text("utf-8"))["problems"]
    return problems


def test_slow_posts_are_named_and_change_no_byte_of_the_others(tmp_path):
    one, two, harmless = SmallSite(tmp_path / "one"), SmallSite(tmp_path / "two"), SmallSite(tmp_path / "harmless")
    bodies = {name: slow.make(slow.many if IS_LONG else slow.few) for name, slow in SLOW.items()}
    _fill(one, bodies)
    problems = _build(one, 1)
    assert [problem for problem in problems if problem["severity"] == "error"] == []
    assert [problem for problem in problems if "ended the process" in problem["message"]] == []
    told = {
        Path(problem["path"]).stem: problem["message"] for problem in problems if problem["code"] == "shown-as-text"
    }
    wanted = {PLACES[name]: slow.reason for name, slow in SLOW.items() if slow.reason}
    assert {place: reason for place, reason in wanted.items() if reason not in told.get(place, "")} == {}

    _fill(two, bodies)
    _build(two, 2)
    files = one.files()
    assert two.files() == files

    _fill(harmless, dict.fromkeys(SLOW, "A harmless body."))
    _build(harmless, 1)
    others = harmless.files()
    pages = [f"post-{number:02}/index.html" for number in range(ORDINARY)]
    assert [page for page in pages if files[page] != others[page]] == []
