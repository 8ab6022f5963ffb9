"""Any edits in any order: an incremental build equals a clean one, and does no more than was predicted.

What is written and removed is predicted to the file, from what lies in the output folder and from a clean build; what
is cleaned to the source; what is rendered by each kind of edit, as tightly as a key of digests can know it.
"""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, run_state_machine_as_test

from generator.addresses import file_path
from generator.building import search
from generator.building.inspection import inspect
from generator.building.site import BuildOptions
from generator.building.sources import YOUNG_NS
from generator.bundled import bundled
from generator.patterns import covers
from generator.publishable import MARKER
from generator.runtime.progress import Silent
from generator.runtime.store import Store
from generator.search import segments
from tests.costs import Costs, counted, files_of, replace_keeping_time, status_of, told
from tests.edits import (
    BODIES,
    CHANGES,
    COPIES,
    DEFAULTS,
    FIELDS,
    LONG,
    NAMES,
    NUMBERS,
    ONE_FIELD,
    OWN_TEMPLATES,
    PICTURES,
    SETTINGS,
    WORDS,
    edit,
    every_edit,
)
from tests.sites import AgedSite, clean_copy, post
from tests.sizes import IS_LONG

CLEANED_BY = ("language", "timezone", "math", "cleaning", "front_matter")
"""Settings that cleaning depends on, beside some of the content root."""
SITE_FEEDS = frozenset(("atom.xml", "rss.xml", "feed.json"))


@dataclass
class Text:
    """A source as the edits know it."""

    title: str
    body: str
    fields: dict[str, Any]

    @property
    def data(self) -> bytes:
        return post(self.title, self.body, **self.fields).encode()


@dataclass(frozen=True)
class Slack:
    """What an edit may render beside the files whose bytes differ."""

    headers: tuple[str, ...] = ()
    """Sources whose header or excerpt may have changed: their pages, and all that link to them (lists, feeds,
    neighbours, copies) but the sitemap."""
    bodies: tuple[str, ...] = ()
    """Sources of which only the body changed: their pages, and the site's feeds that hold them."""
    files: frozenset[str] = frozenset()
    everything: bool = False


class Edits(RuleBasedStateMachine):
    """A site that is edited at random and built after each edit."""

    folder: Path
    """An empty folder, the same for all scripts: Jinja keeps what it compiled by folder."""

    def __init__(self) -> None:
        super().__init__()
        self.site = AgedSite(self.folder / "site")
        self.settings = dict(DEFAULTS)
        self.texts: dict[str, Text] = {}
        self.slack = Slack(everything=True)
        self.lost = ""
        self.before: dict[str, bytes] = {}
        """The clean build before the edit."""
        self.costs = Costs()
        """What that build took."""
        self.sources: dict[str, bytes] = {}
        self.statuses: dict[str, tuple[int, ...]] = {}
        self.cleaned_with: object = None
        self.built_ns = 0

    def teardown(self) -> None:
        for path in self.folder.iterdir():
            shutil.rmtree(path)

    @initialize()
    def start(self) -> None:
        self.site.put("own.txt", "##.other\n")
        self.write_settings()
        for day in range(1, 6):
            fields = {"date": f"2024-01-0{day}", "tags": ["one"], "categories": ["X"]}
            self.write_text(f"{day}.md", Text(f"Post {day}", f"<p>{LONG}{day}</p>", fields))

    # -------------------------------------------------------------------------------------- sources

    def write_text(self, name: str, text: Text, *, only_body: bool = False) -> None:
        path = self.site.folder / "content" / name
        old = self.texts.get(name)
        # A header that was edited without our knowing it, or a title that comes from the body, changes with it.
        is_known = old is not None and old.title != "" and path.read_bytes() == old.data
        self.texts[name] = text
        self.site.write(name, text.data)
        id = f"content/{name}"
        self.slack = Slack(bodies=(id,)) if only_body and is_known else Slack(headers=(id,))

    def name_of(self, number: int) -> str:
        names = sorted(self.texts)
        return names[number % len(names)]

    def path_of(self, number: int) -> Path:
        return self.site.folder / "content" / self.name_of(number)

    @edit(name=NAMES, title=WORDS, body=BODIES, fields=FIELDS)
    def write_a_source(self, name, title, body, fields):
        self.write_text(name, Text(title, body, fields))

    @edit(title=WORDS, body=BODIES)
    def write_a_newest_post(self, title, body):
        self.write_text("new.md", Text(title, body, {"date": "2024-03-01", "tags": ["one"], "categories": ["X"]}))

    @edit(number=NUMBERS, body=BODIES)
    def edit_a_body(self, number, body):
        name = self.name_of(number)
        old = self.texts[name]
        # The first picture of a body is the post's cover, and lists are planned with it whether or not it is found.
        self.write_text(name, replace(old, body=body), only_body="<img" not in old.body + body)

    @edit(body=BODIES[:2])
    def edit_every_body(self, body):
        for name, old in list(self.texts.items()):
            self.write_text(name, replace(old, body=f"{body}<p>{name}</p>"))
        self.slack = Slack(headers=tuple(f"content/{name}" for name in self.texts))

    @edit(number=NUMBERS, body=BODIES[1:2])
    def edit_a_body_and_check(self, number, body):
        """A command that only reads the site keeps what it cleaned, and an index that the output folder has not."""
        self.edit_a_body(number, body)
        with inspect(BuildOptions(self.site.folder, jobs=1), Silent()):
            name = self.name_of(number)
            self.sources[f"content/{name}"] = self.path_of(number).read_bytes()

    @edit(number=NUMBERS, title=("one", "two", "Post 3", ""))
    def edit_a_title(self, number, title):
        name = self.name_of(number)
        self.write_text(name, replace(self.texts[name], title=title))

    @edit(number=NUMBERS, field=ONE_FIELD)
    def edit_a_field(self, number, field):
        name = self.name_of(number)
        old = self.texts[name]
        self.write_text(name, replace(old, fields=old.fields | dict([field])))

    @edit(number=NUMBERS, field=sorted(FIELDS))
    def drop_a_field(self, number, field):
        old = self.texts[self.name_of(number)]
        kept = {name: value for name, value in old.fields.items() if name != field}
        self.write_text(self.name_of(number), replace(old, fields=kept))

    @edit(number=NUMBERS)
    def break_or_mend_a_header(self, number):
        name, path = self.name_of(number), self.path_of(number)
        whole = self.texts[name].data
        is_broken = path.read_bytes() != whole
        self.site.write(name, whole if is_broken else whole.replace(b'title: "', b'title: a: "b'))
        self.slack = Slack(headers=(f"content/{name}",))

    @edit(number=NUMBERS)
    def delete_a_source(self, number):
        if len(self.texts) > 1:
            name = self.name_of(number)
            self.path_of(number).unlink()
            del self.texts[name]
            self.slack = Slack(headers=(f"content/{name}",))

    @edit(number=NUMBERS, to=("renamed.md", "sub/renamed.md", "a.md"))
    def rename_a_source(self, number, to):
        name = self.name_of(number)
        target = self.site.folder / "content" / to
        target.parent.mkdir(exist_ok=True)
        self.path_of(number).rename(target)
        self.texts[to] = self.texts.pop(name)
        self.slack = Slack(headers=(f"content/{name}", f"content/{to}"))

    @edit(number=NUMBERS, to=COPIES, change=CHANGES)
    def copy_a_source(self, number, to, change):
        name = self.name_of(number)
        text = self.texts[name]
        changed = dict(change)
        title, footer = changed.pop("title", text.title), changed.pop("footer", "")
        if links := changed.pop("link", ()):
            changed["link"] = links[0]
            self.write_text(name, replace(text, fields=text.fields | {"link": links[1]}))
        slack = self.slack if links else Slack()
        # Two posts that want one permalink are another subject.
        fields = {field: value for field, value in text.fields.items() if field not in ("permalink", "aliases")}
        self.write_text(to, Text(title, text.body + footer, fields | changed))
        self.slack = Slack(headers=self.slack.headers + slack.headers)

    @edit(number=NUMBERS)
    def delete_the_best_copy(self, number):
        """Delete a post that others name as canonical."""
        posts = {id: self.before[file_path(address)] for id, address in self.costs.addresses.items()}
        named = [unquote(found[1].decode()) for data in posts.values() if (found := CANONICAL.search(data))]
        best = [id for id, address in sorted(self.costs.addresses.items()) if sum(map(ends_in(address), named)) > 1]
        if best and len(self.texts) > 1:
            name = best[number % len(best)].removeprefix("content/")
            (self.site.folder / "content" / name).unlink()
            del self.texts[name]
            self.slack = Slack(headers=(f"content/{name}",))

    @edit(number=NUMBERS, how=("now", "aged", "replaced"))
    def touch_a_source(self, number, how):
        path = self.path_of(number)
        if how == "now":
            os.utime(path)
        elif how == "aged":
            self.site.write(self.name_of(number), path.read_bytes())
        else:
            replace_keeping_time(path, path.read_bytes())

    @edit(number=NUMBERS, keeps_time=(False, True))
    def edit_without_changing_the_size(self, number, keeps_time):
        name, path = self.name_of(number), self.path_of(number)
        data = path.read_bytes().replace(b"Post", b"Text", 1).replace(b"ferry", b"barge")
        if keeps_time:
            replace_keeping_time(path, data)
        else:
            self.site.write(name, data)
        self.slack = Slack(headers=(f"content/{name}",))

    # ------------------------------------------------------------------- everything beside the sources

    @edit(name=PICTURES, data=(b"", b"1", b"2", None))
    def write_or_delete_a_picture(self, name, data):
        if data is None:
            (self.site.folder / "content" / name).unlink(missing_ok=True)
        else:
            self.site.write(name, data)

    def write_settings(self) -> None:
        self.site.settings(**self.settings)

    @edit(setting=SETTINGS)
    def change_a_setting(self, setting):
        name, value = setting
        self.settings |= {name: value}
        self.settings_changed(name)

    @edit(name=sorted({name for name, _ in SETTINGS}))
    def reset_a_setting(self, name):
        self.settings = {key: kept for key, kept in self.settings.items() if key != name}
        self.settings |= {name: DEFAULTS[name]} if name in DEFAULTS else {}
        self.settings_changed(name)

    def settings_changed(self, name: str) -> None:
        self.write_settings()
        every = tuple(f"content/{name}" for name in self.texts)
        # Where posts lie, what is published and how it is cleaned reaches a page through what it shows.
        indirect = {"permalink": Slack(), "content": Slack(headers=every), "cleaning": Slack(headers=every)}
        self.slack = indirect.get(name, Slack(everything=True))

    @edit(line=("##.banner", "##.other"))
    def change_a_rule(self, line):
        self.site.put("own.txt", f"{line}\n")
        self.slack = Slack(
            bodies=tuple(f"content/{name}" for name, text in self.texts.items() if "banner" in text.body)
        )

    @edit(name=OWN_TEMPLATES, text=(*WORDS, None))
    def change_a_template(self, name, text):
        if text is None:
            (self.site.folder / "templates" / name).unlink(missing_ok=True)
        else:
            self.site.put(f"templates/{name}", with_mark(name, text))
        # Articles use these pieces whether or not they have something to show in them.
        is_piece_of_articles = name in ("partials/comments.html", "partials/notice.html")
        articles = frozenset(map(file_path, self.costs.addresses.values()))
        self.slack = Slack(files=articles) if is_piece_of_articles else Slack()

    @edit(name=OWN_TEMPLATES, text=WORDS)
    def break_and_mend_a_template(self, name, text):
        path = self.site.put(f"templates/{name}", "{% if %}")
        before = files_of(self.site)
        report = self.site.build()
        assert {one.code for one in report.problems if one.severity == "error"} == {"template-syntax"}
        assert (files_of(self.site), report.written, report.removed) == (before, (), ())
        path.unlink()
        self.change_a_template(name, text)

    @edit(name=("theme/style.css", "robots.txt", "sub/pic.png", "x.html"), text=(None, *WORDS))
    def change_a_static_file(self, name, text):
        if text is None:
            (self.site.folder / "static" / name).unlink(missing_ok=True)
        else:
            self.site.put(f"static/{name}", text)
        self.slack = Slack()

    # ------------------------------------------------------------------- the output folder and the cache

    @edit(number=NUMBERS, how=("delete", "longer", "edit", "hide", "touch"), and_delete=(False, True))
    def meddle_with_the_output(self, number, how, and_delete):
        names = sorted(self.before.keys() - {MARKER})
        name = names[number % len(names)]
        path = self.site.output / name
        data, time_ns = path.read_bytes(), path.stat().st_mtime_ns if how == "hide" else 1
        if how == "delete":
            path.unlink()
        else:
            path.write_bytes(data if how == "touch" else b"?" * (len(data) + (how == "longer")))
            os.utime(path, ns=(time_ns, time_ns))
        if and_delete:
            self.delete_a_source(number)
        self.slack = replace(self.slack, files=frozenset([name] if how != "touch" else ()))

    @edit(name=("ledger", "store"), number=NUMBERS)
    def lose_a_cache(self, name, number):
        # Without the touch nobody would look into the store.
        os.utime(self.path_of(number))
        for path in (self.site.folder / ".pressmark").glob(f"{name}.*"):
            path.unlink()
        self.lost = name
        self.slack = Slack(everything=True)

    @edit(part=("terms:", "bucket:", "search:"), number=NUMBERS, body=BODIES[1:4])
    def lose_a_part_of_the_index(self, part, number, body):
        with closing(Store(self.site.folder / ".pressmark/store.sqlite")) as store:
            store.keep(part, frozenset())
        self.edit_a_body(number, body)

    @edit()
    def build_without_an_index(self):
        self.site.build(search=False)
        self.slack = Slack(everything=True)

    # ---------------------------------------------------------------------------------- the prediction

    @invariant()
    def the_next_build_equals_a_clean_one_and_costs_what_changed(self):
        disk = files_of(self.site)
        content = self.settings.get("content", [{}])[0]
        excluded = [name for name in self.texts if covers(name, content.get("exclude", ()))]
        names = [name for name in self.texts if name not in excluded]
        sources = {f"content/{name}": (self.site.folder / "content" / name).read_bytes() for name in names}
        statuses = {id: status_of(self.site.folder / id) for id in sources}
        with counted() as clean_costs:
            copy = clean_copy(self.site, self.folder / "clean")
            clean_report = copy.build()
            after = copy.files()
            shutil.rmtree(copy.folder)
        start_ns = time.time_ns()
        with counted() as costs:
            report = self.site.build()
        found = files_of(self.site)

        assert told(report) == told(clean_report)
        # What a person changed is never removed, and what was left alone once is left alone for ever.
        foreign = {name for name, file in disk.items() if name not in after and file.data != self.before.get(name)}
        assert found.keys() == after.keys() | foreign
        assert {name: file.data for name, file in found.items() if name in after} == after

        differing = {name for name, data in after.items() if name not in disk or disk[name].data != data}
        assert set(map(file_path, report.written)) == differing - {MARKER}
        assert set(map(file_path, report.removed)) == disk.keys() - after.keys() - foreign
        assert [name for name in disk.keys() & found.keys() - differing if disk[name] != found[name]] == []

        read_as = {name: content.get(name) for name in ("trusted", "markup", "dialect", "line_breaks")}
        cleaned_by = [self.settings.get(name) for name in CLEANED_BY]
        # Only with this table a post gets a sketch; what the table holds is nothing to it.
        cleaned_by.append("copies" in self.settings)
        cleaned_with = (read_as, cleaned_by, (self.site.folder / "own.txt").read_bytes())
        is_all = self.lost == "store" or cleaned_with != self.cleaned_with
        assert sorted(costs.cleaned) == [id for id in sorted(sources) if is_all or sources[id] != self.sources.get(id)]
        young = {id for id, status in statuses.items() if status[1] >= self.built_ns - YOUNG_NS}
        changed = {id for id, status in statuses.items() if status != self.statuses.get(id)}
        assert set(costs.read) <= (sources.keys() if is_all or self.lost else young | changed)
        assert len(set(costs.rendered)) == len(costs.rendered)
        if not self.slack.everything and clean_costs.on_every_page == self.costs.on_every_page:
            allowed = self.allowed(after, clean_costs.addresses)
            assert set(map(file_path, costs.rendered)) <= differing | allowed

        with counted() as costs:
            report = self.site.build()
        assert (report.written, report.removed, costs.cleaned, costs.rendered) == ((), (), [], [])
        assert files_of(self.site) == found
        self.before, self.costs, self.sources, self.statuses = after, clean_costs, sources, statuses
        self.cleaned_with, self.built_ns, self.slack, self.lost = cleaned_with, start_ns, Slack(), ""

    def allowed(self, after: dict[str, bytes], addresses: Mapping[str, str]) -> set[str]:
        """The files that may be rendered even where they stay as they are."""
        found = set(self.slack.files)
        for id in (*self.slack.headers, *self.slack.bodies):
            for address in {self.costs.addresses.get(id, ""), addresses.get(id, "")} - {""}:
                holding = {name for files in (self.before, after) for name in files if address.encode() in files[name]}
                found.add(file_path(address))
                found |= holding - {"sitemap.xml"} if id in self.slack.headers else holding & SITE_FEEDS
        # Files of titles show less of a post than lists do, but depend on the same; the search page has sizes of lists.
        folder = self.settings.get("search", {}).get("dir", "search")
        if self.slack.headers or self.slack.bodies:
            found |= {name for name in after if name.startswith(f"{folder}/t/")}
        return found | {f"{folder}/index.html"} if self.slack.headers else found


def with_mark(name: str, mark: str) -> str:
    """A template that ships with a mark that shows on every page that uses it."""
    if name == "404.html":
        return f"<!doctype html><title>{mark} {{{{ site.title }}}}</title>"
    return (bundled("templates") / name).read_text("utf-8") + f"<!-- {mark} -->"


CANONICAL = re.compile(rb'<link rel="canonical" href="([^"]+)">')


def ends_in(address: str) -> Callable[[str], bool]:
    return lambda url: url.endswith(address)


PARTS = 6
"""In how many tests the edits are, so that several processes share them."""
SCRIPTS = 2400 if IS_LONG else 18


def machine(folder: Path, part: int) -> type[Edits]:
    return type(f"Edits{part}", (Edits,), {"folder": folder})


@pytest.fixture(autouse=True)
def _small_segments(monkeypatch: pytest.MonkeyPatch) -> None:
    """An index of a few posts has several segments of one to sixteen buckets, and few changes make one anew."""
    for name, count in (("LARGEST", 4), ("MIDDLE", 2), ("SMALLEST", 1)):
        monkeypatch.setattr(segments, name, count)
    monkeypatch.setattr(segments.Segment, "buckets", property(lambda self: (1, 1, 8, 8, 16)[self.count]))
    monkeypatch.setattr(search, "MOST_CHANGES", 2)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_any_edits_in_any_order_equal_a_clean_build_and_cost_what_was_predicted(tmp_path, part):
    every = list(HealthCheck)
    how = settings(max_examples=SCRIPTS // PARTS, stateful_step_count=6, deadline=None, suppress_health_check=every)
    run_state_machine_as_test(machine(tmp_path, part), settings=how)


# The scripts of the test above leave most values out: of 437 edits in any order ten changed a setting.
@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_every_kind_of_edit_and_each_of_its_values_does(tmp_path, part):
    script = machine(tmp_path, part)()
    script.start()
    script.the_next_build_equals_a_clean_one_and_costs_what_changed()
    for name, values in every_edit()[part::PARTS]:
        print(name, values)
        getattr(script, name)(**values)
        script.the_next_build_equals_a_clean_one_and_costs_what_changed()
