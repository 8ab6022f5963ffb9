"""The same output under any locale."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.sites import SmallSite, post, tree
from tests.sizes import IS_LONG
from tests.waiting import PATIENCE_S

_ROOT = Path(__file__).resolve().parents[1]
LOCALES = ("C.UTF-8", "C", "zh_CN.GBK", "en_US.ISO-8859-1")


@pytest.fixture(scope="module")
def locales(needs: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the two locales that a machine may not have."""
    program = needs("localedef")
    folder = tmp_path_factory.mktemp("locales")
    for name in ("zh_CN.GBK", "en_US.ISO-8859-1"):
        language, _, charset = name.partition(".")
        made = subprocess.run([program, "-i", language, "-f", charset, str(folder / name)], capture_output=True)
        if made.returncode != 0 and not (folder / name).exists():
            message = f"this machine has no sources of locales: {made.stderr.decode().strip()}"
            (pytest.fail if os.environ.get("PRESSMARK_REQUIRE_ALL") == "1" else pytest.skip)(message)
    return folder


def run(folder: Path, locales: Path, locale: str, *arguments: str | bytes, **more: str) -> subprocess.CompletedProcess:
    variables = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "PYTHON"))}
    variables |= {"LOCPATH": str(locales), "LC_ALL": locale, "PYTHONPATH": str(_ROOT), **more}
    command = [sys.executable, "-m", "generator", *arguments]
    return subprocess.run(command, cwd=folder, env=variables, capture_output=True, timeout=2 * PATIENCE_S)


def built(site: SmallSite, locales: Path, locale: str, **more: str) -> dict[str, bytes]:
    shutil.rmtree(site.folder / ".pressmark", ignore_errors=True)
    shutil.rmtree(site.output, ignore_errors=True)
    result = run(site.folder, locales, locale, "build", **more)
    assert result.returncode == 0, result.stderr
    return tree(site.output)


def test_names_of_files_are_read_as_utf8_in_any_locale(small_site, locales):
    small_site.write("渡口.md", "没有标题的文章 ![图](图.png) [另一篇](b.md)\n")
    small_site.write("图.png", b"\x89PNG\r\n\x1a\nx")
    small_site.write("b.md", post("乙", "[渡口](渡口.md)", date="2024-01-01"))
    small_site.put("static/文件/说明.txt", "x")
    first = built(small_site, locales, "C.UTF-8")
    assert "图.png" in first
    assert "文件/说明.txt" in first
    for locale in LOCALES[1:]:
        assert built(small_site, locales, locale) == first
    assert built(small_site, locales, "C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0") == first


def test_several_processes_read_the_same_names(small_site, locales):
    for number in range(6):
        small_site.write(f"渡{number}.md", f"正文 {number}\n")
    first = built(small_site, locales, "C.UTF-8")
    shutil.rmtree(small_site.folder / ".pressmark")
    shutil.rmtree(small_site.output)
    assert run(small_site.folder, locales, "zh_CN.GBK", "build", "--jobs", "2").returncode == 0
    assert tree(small_site.output) == first


def test_an_output_folder_and_a_report_get_the_names_that_were_typed(small_site, locales):
    small_site.write("甲.md", post("甲", "x", date="2024-01-01"))
    result = run(small_site.folder, locales, "zh_CN.GBK", "build", "-o", "输出", "--json", "报告.json")
    assert result.returncode == 0, result.stderr
    assert (small_site.folder / "输出" / "index.html").is_file()
    assert "输出" in (small_site.folder / "报告.json").read_text("utf-8")


def test_a_title_that_is_typed_in_the_encoding_of_the_locale_is_read_in_it(small_site, locales):
    result = run(small_site.folder, locales, "zh_CN.GBK", "new", "渡口".encode("gbk"))
    assert result.returncode == 0, result.stderr
    (made,) = (small_site.folder / "content").rglob("*.md")
    assert "渡口" in made.read_text("utf-8")


def test_who_asks_python_for_another_encoding_gets_no_endless_restart(small_site, locales):
    variables = {**os.environ, "LOCPATH": str(locales), "LC_ALL": "zh_CN.GBK", "PYTHONPATH": str(_ROOT)}
    variables.pop("PYTHONUTF8", None)
    command = [sys.executable, "-X", "utf8=0", "-m", "generator", "--version"]
    assert subprocess.run(command, env=variables, capture_output=True, timeout=PATIENCE_S).returncode == 0


NAMES = st.text(st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters="/"), min_size=1, max_size=20)


LISTS = st.lists(st.one_of(NAMES, st.binary(min_size=1, max_size=12).map(os.fsdecode)), min_size=20, max_size=40)
"""Of these the first would be twenty times the same name, and each takes four builds."""


@settings(max_examples=100 if IS_LONG else 1, suppress_health_check=list(HealthCheck))
@given(LISTS.filter(lambda names: sum(not name.isascii() for name in set(names)) > len(names) / 2))
def test_any_names_at_all_give_the_same_site_in_four_locales(tmp_path_factory, locales, names):
    site = SmallSite(tmp_path_factory.mktemp("names") / "site")
    for name in names:
        if name not in (".", "..") and "/" not in name and "\0" not in name and len(os.fsencode(name)) < 200:
            (site.folder / "content" / f"{name}.md").write_bytes(b"A post without a title of its own.\n")
    first = built(site, locales, LOCALES[0])
    for locale in LOCALES[1:]:
        assert built(site, locales, locale) == first
