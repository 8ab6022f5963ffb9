"""Edits of the real archive: what is written, predicted from the finished pages alone, and the reason `explain` gives.

Skipped where the archive is absent; nothing of its text stands here.
"""

from __future__ import annotations

import os
import re
import shutil
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from generator.addresses import file_path, post_key
from generator.building.inspection import inspect
from generator.building.site import BuildOptions
from generator.bundled import bundled
from generator.commands.explaining import explain_target
from generator.runtime.progress import Silent
from tests.costs import Costs, counted, files_of
from tests.pages import posts_of as listed_posts
from tests.sites import AgedSite

pytestmark = pytest.mark.starts_processes

BASE = "/repo/"
PER_PAGE = 47
"""With the one more post that a test adds, the archive fills its pages: 893 = 19 x 47."""
SITE_FEEDS = {"atom.xml", "rss.xml", "feed.json"}
OWN, OTHERS = "its own source changed", "what it shows of other posts, lists and files changed"
TEMPLATE, NEW, NOT_DUE = "its template, or one that it uses changed", "it was never written", "leaves it as it is"
REDIRECT = 'http-equiv="refresh"'
POST = re.compile(r"\d{4}/\d\d/\d\d/([0-9a-f]{12})/index\.html")


@pytest.fixture(scope="module")
def site(archive_site, shared, tmp_path_factory) -> AgedSite:
    """A built copy of the archive, whose files are old."""
    made = AgedSite(tmp_path_factory.mktemp("archive") / "site")
    shutil.copytree(shared("archive"), made.folder / "content", dirs_exist_ok=True)
    for path in (made.folder / "content").rglob("*"):
        os.utime(path, (AgedSite.clock, AgedSite.clock))
    made.settings(
        url=f"https://example.org{BASE}",
        timezone="Asia/Shanghai",
        language="zh-CN",
        lists={"per_page": PER_PAGE, "cards": PER_PAGE},
    )
    # What was cleaned there need not be cleaned again.
    (made.folder / ".pressmark").mkdir()
    shutil.copy2(archive_site[0].folder / ".pressmark/store.sqlite", made.folder / ".pressmark")
    made.build(jobs=0)
    return made


class Output:
    """The finished pages, read without our own code: who shows a post, and how."""

    def __init__(self, site: AgedSite) -> None:
        self.files = {name: data.decode("utf-8", "replace") for name, data in site.files().items()}
        self.sources = {
            post_key("", path.relative_to(site.folder / "content").as_posix()): path
            for path in (site.folder / "content").rglob("*")
            if path.is_file()
        }
        self.cards = {
            name: [href for href, _ in listed_posts(text)]
            for name, text in self.files.items()
            if name.endswith(".html")
        }

        self._links = reverse(self.files, r'href="([^"#]+)"')
        self._neighbours = reverse(self.files, r'<a href="([^"]+)" rel="(?:prev|next)"')
        feeds = {name: text for name, text in self.files.items() if name.endswith("atom.xml") or name in SITE_FEEDS}
        self._feeds = reverse(feeds, rf"https://example\.org({BASE}[^\"<]+)")

    def source(self, name: str) -> Path:
        found = POST.fullmatch(name)
        assert found, name
        return self.sources[found[1]]

    def lists(self, name: str) -> set[str]:
        """Pages that list a post."""
        return {page for page in self._links[href(name)] if href(name) in self.cards.get(page, ())}

    def excerpts(self, name: str) -> set[str]:
        """Pages that show the excerpt of a post."""
        return {page for page in self.lists(name) if f'<h3><a href="{href(name)}"' in self.files[page]}

    def feeds(self, name: str) -> set[str]:
        return self._feeds[href(name)]

    def neighbours(self, name: str) -> set[str]:
        return self._neighbours[href(name)]

    def counts(self) -> Counter[str]:
        """How many posts each list has, by its own page."""
        found: Counter[str] = Counter()
        for name, cards in self.cards.items():
            found[re.sub(r"page/\d+/index\.html$", "index.html", name)] += len(cards)
        return found

    def plain_posts(self) -> Iterator[str]:
        """Posts that only lists, feeds and neighbours know of, with a body that is longer than any excerpt."""
        for name in filter(POST.fullmatch, sorted(self.files)):
            _, body = halves(self.source(name))
            is_long = len(re.sub(r"<[^>]*>|\s", "", body)) > 2000
            pages = {page for page in self._links[href(name)] - {name} if page.endswith(".html")}
            is_known = len(self.neighbours(name)) == 2 and pages == self.lists(name) | self.neighbours(name)
            if is_long and is_known:
                yield name


def reverse(files: dict[str, str], pattern: str) -> defaultdict[str, set[str]]:
    """The files that hold each text that the pattern finds."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for name, text in files.items():
        for one in re.findall(pattern, text):
            found[one].add(name)
    return found


def halves(path: Path) -> tuple[str, str]:
    """Front matter with its marks, and body."""
    found = re.match(r"(\s*---\n(?:[^\n]*\n)*?---\n)(.*)", path.read_text("utf-8"), re.DOTALL)
    assert found, path
    return found[1], found[2]


def with_title(head: str, title: str) -> str:
    return re.sub(r"(?m)^title: .*$", f"title: {title}", head, count=1)


def href(name: str) -> str:
    return BASE + name.removesuffix("index.html")


def edit(site: AgedSite, path: Path, text: str) -> None:
    site.put(path.relative_to(site.folder).as_posix(), text)


def without_index(names: Iterable[str]) -> set[str]:
    """`names` without the files of the search index, of which an edit changes those with the terms of the post."""
    return {name for name in names if not name.startswith("search/")}


def check_build(site: AgedSite, reasons: dict[str, str], left: set[str]) -> Costs:
    """Build; exactly the files with a reason are written, and `explain` gives it before; it leaves those of `left`."""
    before = files_of(site)
    options = BuildOptions(site.folder, jobs=1)
    with counted() as costs:
        with inspect(options, Silent()) as inspection:
            found = {
                file_path(page.address): "\n".join(explain_target(page.address, inspection))
                for page in inspection.pages()
                if file_path(page.address) in (reasons.keys() | left)
            }
        costs.rendered.clear()
        report = site.build()
    assert {name for name, reason in reasons.items() if reason not in found[name]} == set()
    assert {name for name in left if NOT_DUE not in found[name]} == set()
    assert without_index(map(file_path, report.written)) == reasons.keys()
    assert report.removed == ()
    after = files_of(site)
    assert without_index(name for name in after if before.get(name) != after[name]) == reasons.keys()
    assert not [one for one in report.problems if one.severity == "error"]
    return costs


def test_a_second_build_of_the_archive_reads_renders_and_writes_nothing(site):
    before = files_of(site)
    with counted() as costs:
        report = site.build()
    assert (report.posts, report.written, report.removed) == (len(list(posts_of(before))), (), ())
    assert costs == Costs()
    # The same where something has to be looked at.
    os.utime(next(path for path in (site.folder / "content").rglob("*") if path.is_file()))
    with counted() as costs:
        assert site.build().written == ()
    assert (len(costs.read), costs.cleaned, costs.rendered) == (1, [], [])
    assert files_of(site) == before


def posts_of(files: dict[str, object]) -> Iterator[str]:
    return (name for name in files if POST.fullmatch(name))


def test_an_edited_beginning_writes_its_page_and_the_lists_and_feeds_that_show_its_excerpt(site):
    output = Output(site)
    name = next(output.plain_posts())
    source = output.source(name)
    head, body = halves(source)
    edit(site, source, f"{head}<p>{'Words that nobody wrote before. ' * 3}</p>\n\n{body}")
    reasons = dict.fromkeys(output.excerpts(name) | output.feeds(name), OTHERS) | {name: OWN}
    assert len(reasons) > 3
    costs = check_build(site, reasons, left=output.neighbours(name) | {"sitemap.xml", "categories/index.html"})
    assert len(costs.cleaned) == 1
    assert without_index(map(file_path, costs.rendered)) == reasons.keys()


def test_an_edited_end_writes_its_page_and_the_feeds_that_print_its_body(site):
    output = Output(site)
    newest = output.files["feed.json"]
    plain = list(output.plain_posts())
    in_feeds = [name for name in plain if href(name) in newest]
    for name in (*in_feeds[:1], next(name for name in plain if name not in in_feeds)):
        source = output.source(name)
        edit(site, source, source.read_text("utf-8") + "\n\n<p>Words at the end that nobody wrote before.</p>\n")
        feeds = output.feeds(name) & SITE_FEEDS
        assert feeds == (SITE_FEEDS if name in in_feeds else set())
        left = output.neighbours(name) | output.lists(name) | (output.feeds(name) - SITE_FEEDS)
        costs = check_build(site, dict.fromkeys(feeds, OTHERS) | {name: OWN}, left)
        assert len(costs.cleaned) == 1
        assert without_index(map(file_path, costs.rendered)) == {name} | feeds


def test_an_edited_title_writes_the_neighbours_too(site):
    output = Output(site)
    name = list(output.plain_posts())[1]
    source = output.source(name)
    head, body = halves(source)
    edit(site, source, with_title(head, "Another title") + body)
    shown = output.lists(name) | output.feeds(name) | output.neighbours(name)
    left = {"sitemap.xml", "categories/index.html", "archives/index.html"}
    costs = check_build(site, dict.fromkeys(shown, OTHERS) | {name: OWN}, left)
    assert len(costs.cleaned) == 1
    assert without_index(map(file_path, costs.rendered)) == shown | {name}


def test_a_new_newest_post_writes_its_page_one_neighbour_and_one_page_of_each_list_three_at_a_border(site):
    output = Output(site)
    newest = output.cards["index.html"][0].removeprefix(BASE) + "index.html"
    moment = re.search(r'<time datetime="([^"]+)"', output.files[newest])
    assert moment
    later = datetime.fromisoformat(moment[1]) + timedelta(seconds=1)
    source = output.source(newest)
    head = with_title(halves(source)[0], "The newest")
    head = re.sub(r"(?m)^date: .*$", f"date: {later.isoformat()}", head, count=1)
    path = source.with_name("the newest.md")
    edit(site, path, f"{head}<p>Words that nobody wrote before.</p>\n")

    key = post_key("", path.relative_to(site.folder / "content").as_posix())
    name = f"{later:%Y/%m/%d}/{key}/index.html"
    assert not [page for page in output.lists(newest) if "page/" in page]
    wanted, borders = output.lists(newest), 0
    for own in output.lists(newest):
        count = output.counts()[own] + 1
        if count % PER_PAGE == 0 and count >= 2 * PER_PAGE:
            split_off = count // PER_PAGE - 1
            folder = own.removesuffix("index.html")
            numbers = [number for number in (split_off, split_off - 1) if number]
            wanted |= {f"{folder}page/{number}/index.html" for number in numbers}
            borders += len(numbers) == 2
    assert borders == 1
    wanted |= {f"{own.partition('/')[0]}/index.html" for own in output.lists(newest) if "/" in own}
    wanted |= output.feeds(newest) | {"sitemap.xml"}
    new = {page for page in wanted if page not in output.files} | {name}
    reasons = dict.fromkeys(wanted | {newest}, OTHERS) | dict.fromkeys(new, NEW)
    (below,) = output.neighbours(newest)
    costs = check_build(site, reasons, left={below, "page/1/index.html", "404.html", "robots.txt"})
    assert len(costs.cleaned) == 1
    assert without_index(map(file_path, costs.rendered)) == reasons.keys()


@pytest.mark.parametrize(
    ("template", "old", "pages"),
    [
        ("list.html", "{% block main %}", r"(categories|tags|sources|archives)/.+/index\.html"),
        ("terms.html", "{% block main %}", r"(categories|tags|sources)/index\.html"),
        ("post.html", "{% block main %}", POST.pattern),
    ],
)
def test_an_edited_template_writes_the_pages_that_use_it(site, template, old, pages):
    text = (bundled("templates") / template).read_text("utf-8")
    site.put(f"templates/{template}", text.replace(old, f"{old}<p>A mark.</p>"))
    names = set(site.files())
    wanted = {name for name, text in Output(site).files.items() if re.fullmatch(pages, name) and REDIRECT not in text}
    assert wanted
    before = files_of(site)
    some = dict.fromkeys(sorted(wanted)[:3], TEMPLATE)
    with inspect(BuildOptions(site.folder, jobs=1), Silent()) as inspection:
        for name in (*some, *sorted(names - wanted - {".pressmark-output"})[:3]):
            told = "\n".join(explain_target(f"/{name}", inspection))
            assert (TEMPLATE if name in some else NOT_DUE) in told
    with counted() as costs:
        report = site.build()
    assert set(map(file_path, report.written)) == set(map(file_path, costs.rendered)) == wanted
    assert costs.cleaned == []
    after = files_of(site)
    assert {name for name in after if before[name] != after[name]} == wanted
