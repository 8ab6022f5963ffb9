"""A site for the tests of keys, and edits of it that each show in one part of a key."""

from __future__ import annotations

import os
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from generator.building import looking, search, sources
from generator.outputs import keys
from generator.search import postings
from tests.costs import replace_keeping_time
from tests.sites import AgedSite, post

LONG = "The ferry to the island leaves at nine and comes back when the tide allows it, as it has for sixty years. "
CONTENT = [{"path": "content"}, {"path": "more", "trusted": True}]


class KeySite(AgedSite):
    """Three dated posts, the first of them with a picture, and a trusted page in the menu."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.program = pytest.MonkeyPatch()
        self.options: dict[str, Any] = {}
        self.settings(content=CONTENT, future=False)
        self.put("own.txt", "##.other\n")
        self.put("more/pages/about.md", post("About", "Words."))
        for day in (1, 2, 3):
            self.write(f"{day}.md", self.text(day))

    @staticmethod
    def text(day: int, body: str = "", **more: object) -> str:
        body = body or f"<p>{LONG}Number {day}.</p>"
        return post(f"Post {day}", body, date=f"2024-01-0{day}T23:30:00Z", permalink=f"p{day}/", **more)

    def change_the_program(self) -> None:
        """A later version of Pressmark."""
        for module in (sources, keys, looking, search):
            self.program.setattr(module, "engine_digest", lambda: "a later version")


# ------------------------------------------------------------------------------------------ the edits

Edit = Callable[[KeySite], object]


def edit_a_body(site: KeySite) -> None:
    site.write("1.md", site.text(1, f"<p>{LONG}</p><p>More.</p>"))


def edit_a_title(site: KeySite) -> None:
    site.write("1.md", site.text(1).replace("Post 1", "First"))


def edit_the_menu(site: KeySite) -> None:
    site.put("more/pages/about.md", post("Who we are", "Words."))


def edit_a_template(site: KeySite) -> None:
    site.put("templates/404.html", "<!doctype html><title>gone</title>")


def edit_a_static_file(site: KeySite) -> None:
    site.put("static/robots.txt", "User-agent: *")


def count_words_otherwise(site: KeySite) -> None:
    site.change_the_program()
    site.program.setattr("generator.stages.clean.word_count", lambda text: 4321)


def read_more_slowly(site: KeySite) -> None:
    site.change_the_program()
    site.program.setattr("generator.outputs.posts.CHARACTERS_PER_MINUTE", 1)


def change_the_zone(site: KeySite) -> None:
    # The dates have an offset of their own, so cleaning makes the same of them; pages show them in another zone.
    site.settings(content=CONTENT, future=False, timezone="Asia/Shanghai")


def change_the_title(site: KeySite) -> None:
    site.settings(content=CONTENT, future=False, title="Another site")


def rename(site: KeySite) -> None:
    # The last one keeps its place among the others.
    (site.folder / "content/3.md").rename(site.folder / "content/4.md")


def move_to_another_root(site: KeySite) -> None:
    (site.folder / "content/3.md").rename(site.folder / "more/3.md")


def link_a_folder(site: KeySite) -> None:
    (site.folder / "content/link").symlink_to(site.folder)


def lead_elsewhere(site: KeySite) -> None:
    site.write("1.md", site.text(1, f'<p>{LONG}<a href="https://example.com/">There</a></p>'))


def lead_somewhere(site: KeySite) -> None:
    site.write("1.md", site.text(1, f'<p>{LONG}<a href="https://example.net/">There</a></p>'))


def mark_the_excerpt(site: KeySite) -> None:
    site.write("1.md", site.text(1, "<p>First.</p><!-- more --><p>Second.</p><p>Third.</p>"))


def move_the_mark(site: KeySite) -> None:
    site.write("1.md", site.text(1, "<p>First.</p><p>Second.</p><!-- more --><p>Third.</p>"))


def in_place(path: Path, old: str, new: str) -> None:
    """Edit a file so that neither its inode nor its time tells."""
    before = path.stat()
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    os.utime(path, ns=(before.st_mtime_ns, before.st_mtime_ns))


def edit_with_the_old_time(site: KeySite) -> None:
    in_place(site.folder / "content/1.md", "ferry", "little ferry")


def edit_with_the_old_size(site: KeySite) -> None:
    path = site.folder / "content/1.md"
    in_place(path, "ferry", "barge")
    site.age("content/1.md")


def replace_with_the_old_size_and_time(site: KeySite) -> None:
    path = site.folder / "content/1.md"
    replace_keeping_time(path, path.read_bytes().replace(b"ferry", b"barge"))


def touch(site: KeySite) -> None:
    os.utime(site.folder / "content/1.md")


def edit_at_once(site: KeySite) -> None:
    in_place(site.folder / "content/1.md", "ferry", "barge")


def use_a_rule(site: KeySite) -> None:
    site.settings(content=CONTENT, future=False, cleaning={"rules": ["own.txt"]})
    site.write("1.md", site.text(1, f'<p>{LONG}</p><p class="banner">Buy.</p>'))


def edit_the_rule(site: KeySite) -> None:
    site.put("own.txt", "##.banner\n")


def write_markdown(site: KeySite) -> None:
    site.write("1.md", site.text(1, f"{LONG}\n- one\n  - two\n\nand $x^2$ at\nlast.", markup="markdown"))


def read_markdown_as_python_does(site: KeySite) -> None:
    site.settings(content=[CONTENT[0] | {"dialect": "markdown"}, CONTENT[1]], future=False)


def join_lines(site: KeySite) -> None:
    site.settings(content=[CONTENT[0] | {"line_breaks": False}, CONTENT[1]], future=False)


def show_formulas_as_tex(site: KeySite) -> None:
    site.settings(content=CONTENT, future=False, math="tex")


def recognise_no_formulas(site: KeySite) -> None:
    site.settings(content=CONTENT, future=False, math="off")


def write_a_draft(site: KeySite) -> None:
    site.write("1.md", site.text(1, draft=True))


def set_a_password(site: KeySite) -> None:
    site.write("1.md", site.text(1, password="open sesame"))


def hide_a_post(site: KeySite) -> None:
    site.write("1.md", site.text(1, hidden=True))


def keep_a_post_out_of_search_engines(site: KeySite) -> None:
    site.write("1.md", site.text(1, noindex=True))


def keep_a_root_out_of_search_engines(site: KeySite) -> None:
    site.settings(content=[CONTENT[0] | {"noindex": True}, CONTENT[1]], future=False)


def keep_the_site_out_of_search_engines(site: KeySite) -> None:
    site.settings(content=CONTENT, future=False, noindex=True)


def lock_a_post(site: KeySite) -> None:
    site.write("1.md", site.text(1, lock=True))


def take_locks_for_passwords(site: KeySite) -> None:
    site.settings('[front_matter]\npassword = ["lock"]', content=CONTENT, future=False)


def exclude_a_post(site: KeySite) -> None:
    site.settings(content=[CONTENT[0] | {"exclude": ["1.md"]}, CONTENT[1]], future=False)


def publish_drafts(site: KeySite) -> None:
    site.options = {"drafts": True}


def build_last_year(site: KeySite) -> None:
    site.options = {"now": datetime(2023, 1, 1, tzinfo=UTC)}


def build_today(site: KeySite) -> None:
    site.options = {"now": datetime(2024, 6, 1, tzinfo=UTC)}


def compress_otherwise(site: KeySite) -> None:
    site.change_the_program()
    site.program.setattr(postings, "deflated", lambda data: zlib.compress(data, 1, wbits=-zlib.MAX_WBITS))


def take_the_address_of_a_post(site: KeySite) -> None:
    # The post says of itself what it said before.
    site.put("static/p1/index.html", "Mine.")


def publish_a_post_without_terms(site: KeySite) -> None:
    site.write("4.md", post("\u2026", "\u2026", date="2024-01-04T23:30:00Z", permalink="p4/"))


def date_a_post_back(site: KeySite) -> None:
    # It is the oldest one before and after.
    site.write("1.md", site.text(1).replace("2024-01-01", "2023-12-01"))


def have_no_search(site: KeySite) -> None:
    site.settings("[search]\nenabled = false", content=CONTENT, future=False)


def make_no_index(site: KeySite) -> None:
    site.options = {"search": False}


def make_an_index(site: KeySite) -> None:
    site.options = {"search": True}


def longer_by_hand(site: KeySite) -> None:
    in_place(site.output / "p1/index.html", "ferry", "little ferry")


def same_size_by_hand(site: KeySite) -> None:
    path = site.output / "p1/index.html"
    in_place(path, "ferry", "barge")
    os.utime(path, (1, 1))


def same_size_and_time_by_hand(site: KeySite) -> None:
    in_place(site.output / "p1/index.html", "ferry", "barge")


def publish_twins(site: KeySite) -> None:
    """Two files of one size that were changed at the same moment, as those are that a build writes in one tick."""
    twins = [site.put(f"static/{name}/twin.txt", name).relative_to(site.folder / "static") for name in ("a", "b")]
    site.build()
    for _ in range(1000):
        # Twice: a time that was looked at since is finer than others, so that the next change shows.
        for twin in (*twins, *twins):
            os.utime(site.output / twin, (1, 1))
        if len({(site.output / twin).stat().st_ctime_ns for twin in twins}) == 1:
            return
    pytest.skip("this disk counts time too finely for two changes at one moment")


def swap_the_twins(site: KeySite) -> None:
    """Folders that change places take their files with them, which keep even their ctime."""
    one, other, between = (site.output / name for name in ("a", "b", "between"))
    one.rename(between)
    other.rename(one)
    between.rename(other)


def nothing(_: object) -> None:
    pass
