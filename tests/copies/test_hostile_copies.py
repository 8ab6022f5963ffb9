"""Bad input for what finds copies: masses of equal posts, texts without shape, wrong settings, an absent library."""

from __future__ import annotations

import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest

from generator.building.inspection import inspect
from generator.building.site import BuildOptions
from generator.copies.candidates import updated
from generator.copies.clusters import clusters
from generator.copies.sketches import sketch
from generator.copies.texts import Similarity, normalised, shingles, similarity
from generator.errors import SiteError
from generator.runtime.progress import Silent
from tests.copies.looks import BY_NAME, look
from tests.sites import SmallSite, post

NEAR = "[copies]\n"
LINK = "https://gull.example/2024/fog"
TALE = "摆渡人每天清晨把船划到对岸，船上坐着去集市的人。他不收钱，只要每人讲一件昨天的事。"
LONG = TALE + "年复一年，他听过的事比岸上的石头还多，却从来不说给下一个人听。后来桥修好了，没有人再坐船。"


def numbered(number: int) -> str:
    """A text of some hundred characters that has little in common with that of another number."""
    random = Random(number)
    return "".join(chr(random.randrange(0x4E00, 0x9F00)) for _ in range(120))


@pytest.fixture
def site(small_site: SmallSite) -> SmallSite:
    small_site.settings(NEAR, **BY_NAME)
    return small_site


# ------------------------------------------------------------------------------------------------- masses


@pytest.mark.slow
def test_hundreds_of_identical_posts_are_listed_once_and_lead_to_each_other_in_few_bytes(site: SmallSite) -> None:
    for number in range(300):
        site.write(f"p{number}.md", post("Fog", f"<p>{LONG}</p>", date="2024-01-05", source="Gull"))
    start = time.process_time()
    seen = look(site)
    assert time.process_time() - start < 10
    assert len(seen.posts) == 300
    assert len(seen.listed) == 1
    assert set(seen.canonical.values()) == seen.listed
    # A page that named every copy would weigh 45 KB, all of them 13 MB.
    assert max(len((site.output / name / "index.html").read_bytes()) for name in seen.posts) < 20_000


@pytest.mark.parametrize(
    "body", ["", "<p>Look.</p>", "<p></p><p>\u3000</p>", '<img src="https://img.gull.example/1.jpg">']
)
def test_posts_with_next_to_nothing_in_them_stay_listed(site: SmallSite, body: str) -> None:
    for number in range(60):
        site.write(f"p{number}.md", post(f"No. {number}", body, date="2024-01-05", source=f"Gull {number % 3}"))
    seen = look(site)
    assert len(seen.listed) == 60
    assert seen.copies == set()


@pytest.mark.slow
def test_hundreds_of_texts_behind_one_link_cost_no_comparison_of_each_with_each(small_site: SmallSite) -> None:
    took = []
    for link in ("https://gull.example/{}", "https://gull.example/"):
        for number in range(300):
            fields = {"date": "2024-01-05", "source": f"Gull {number}", "link": link.format(number)}
            small_site.write(f"p{number}.md", post(f"No. {number}", f"<p>{numbered(number)}</p>", **fields))
        start = time.process_time()
        with inspect(BuildOptions(small_site.folder, jobs=1), Silent()) as seen:
            assert len(seen.index.dated) == 300
        took.append(time.process_time() - start)
    assert took[1] < 2 * took[0] + 2


def test_ten_thousand_texts_with_one_sketch_are_a_template_and_no_pairs() -> None:
    same = sketch(normalised(LONG * 2))
    start = time.process_time()
    table = updated(None, {f"{number:032x}": same for number in range(10_000)})
    assert time.process_time() - start < 3
    assert len(table.pairs) < 100_000


def test_ten_thousand_empty_sketches_make_no_pair() -> None:
    empty = sketch(normalised(""))
    table = updated(None, {f"{number:032x}": empty for number in range(10_000)})
    assert len(table.pairs) == 0


# --------------------------------------------------------------------------------------- texts without shape


def test_a_post_that_contains_a_hundred_others_is_a_copy_of_none_and_joins_none(site: SmallSite) -> None:
    texts = [numbered(number) for number in range(100)]
    for number, text in enumerate(texts):
        site.write(f"p{number}.md", post(f"No. {number}", f"<p>{text}</p>", date="2024-01-05", source="Gull"))
    site.write(
        "all.md", post("The hundred", "".join(f"<p>{one}</p>" for one in texts), date="2024-02-05", source="Gull")
    )
    seen = look(site)
    assert len(seen.listed) == 101
    assert seen.copies == set()


def test_a_post_that_contains_a_hundred_others_of_its_link_costs_no_post(site: SmallSite) -> None:
    texts = [numbered(number) for number in range(100)]
    for number, text in enumerate(texts):
        fields = {"date": "2024-01-05", "source": "Gull", "link": LINK}
        site.write(f"p{number}.md", post(f"No. {number}", f"<p>{text}</p>", **fields))
    body = "".join(f"<p>{one}</p>" for one in texts)
    site.write("all.md", post("The hundred", body, date="2023-02-05", source="Crow", link=LINK))
    seen = look(site)
    assert len(seen.listed) == 101


SHAPELESS = {
    "one Han": "啊" * 5000,
    "another Han": "哈" * 5000,
    "one letter": "a" * 5000,
    "one word": "ha " * 5000,
    "signs": "?!" * 5000,
    "digits": "0" * 5000,
    "emoji": "🙂" * 2000,
    "combining marks": "e" + "\u0301" * 5000,
    "hangul": "가나다" * 1000,
    "right to left": "שלום עולם " * 500,
    "wide letters": "ＡＢＣ" * 1000,
    "parentheses": "(" * 3000 + "bié" + ")" * 3000,
    "annotations": "別(bié)" * 1500,
    "outside the first plane": "𠮷𡈽" * 1000,
    "every script": "汉字漢字かなカナ한글 Latin Кирилл ελλ עברית عرب हिन्दी ไทย 𝔘 ﬁ ½ " * 100,
}


def test_texts_without_shape_are_published_and_are_no_copies_of_each_other(site: SmallSite) -> None:
    for number, (name, text) in enumerate(SHAPELESS.items()):
        site.write(f"p{number}.md", post(name, f"<p>{text}</p>", date="2024-01-05", source="Gull"))
    start = time.process_time()
    seen = look(site)
    assert time.process_time() - start < 10
    assert len(seen.listed) == len(SHAPELESS)
    assert seen.copies == set()
    assert [problem for problem in seen.report.problems if problem.severity == "error"] == []


@pytest.mark.parametrize("text", SHAPELESS.values(), ids=SHAPELESS.keys())
def test_a_text_without_shape_has_few_shingles_and_is_like_itself_only(text: str) -> None:
    start = time.process_time()
    some = shingles(normalised(text * 10))
    sketch(normalised(text * 10))
    other = shingles(normalised(LONG))
    assert time.process_time() - start < 2
    assert similarity(some, other).jaccard < 0.1
    if some:
        assert similarity(some, some).jaccard == 1.0


def test_nothing_is_like_nothing() -> None:
    none = shingles(normalised("…"))
    assert (similarity(none, none).jaccard, similarity(none, none).containment) == (0.0, 0.0)


def test_a_chain_of_near_copies_is_no_cluster_of_all() -> None:
    names = [f"{number:032x}" for number in range(50)]
    pairs = dict.fromkeys(pairwise(names), Similarity(0.85, 0.9))
    found = clusters(pairs)
    assert max(map(len, found)) == 2
    assert clusters(dict(reversed(pairs.items()))) == found


def test_containment_alone_makes_no_cluster() -> None:
    whole, *parts = (f"{number:032x}" for number in range(101))
    assert list(clusters({(whole, part): Similarity(0.01, 1.0) for part in parts})) == []


def test_a_large_set_of_equals_is_one_cluster_soon() -> None:
    names = [f"{number:032x}" for number in range(200)]
    pairs = {(one, other): Similarity(0.9, 0.95) for place, one in enumerate(names) for other in names[place + 1 :]}
    start = time.process_time()
    found = clusters(pairs)
    assert time.process_time() - start < 2
    assert [sorted(some) for some in found] == [names]


# ---------------------------------------------------------------------------------------- settings, library


@pytest.mark.parametrize(
    ("table", "line", "word"),
    [
        ("copies = 3", 7, "copies"),
        ('copies = "near"', 7, "copies"),
        ("copies = [1]", 7, "copies"),
        ('[copies]\nlist = "x"', 8, "list"),
        ("[copies]\nlist = 2", 8, "list"),
        ("[copies]\n\nlst = false", 9, "lst"),
        ("[copies]\nthreshold = 0.1", 8, "threshold"),
        ("[[copies]]\nlist = false", 7, "copies"),
    ],
)
def test_settings_of_the_wrong_type_are_named_with_file_and_line(
    small_site: SmallSite, table: str, line: int, word: str
) -> None:
    text = 'title = "T"\n\nurl = "https://example.org/"\n# A comment.\n\nlanguage = "en"\n' + table + "\n"
    (small_site.folder / "site.toml").write_text(text, "utf-8")
    small_site.write("a.md", post("A", "<p>Text.</p>"))
    with pytest.raises(SiteError) as caught:
        small_site.build()
    said = str(caught.value)
    assert word in said
    assert f"site.toml:{line}" in said
    assert not small_site.output.exists()


PROGRAM = """
import sys
{before}
from generator.cli import app
code = app(["build", {folder!r}, "--jobs", "1"], standalone_mode=False)
print("numpy" in sys.modules)
sys.exit(code)
"""


def run(site: SmallSite, before: str = "") -> subprocess.CompletedProcess[str]:
    code = PROGRAM.format(before=before, folder=str(site.folder))
    root = Path(__file__).resolve().parents[2]
    return subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code], cwd=root, capture_output=True, text=True, timeout=120, check=False
    )


@pytest.mark.starts_processes
def test_without_the_table_no_numbers_are_imported(small_site: SmallSite) -> None:
    for name in "ab":
        small_site.write(f"{name}.md", post("Fog", f"<p>{LONG}</p>", link=LINK, source="Gull"))
    result = run(small_site)
    assert result.returncode == 0, result.stderr
    assert result.stdout.splitlines()[-1] == "False"


@pytest.mark.starts_processes
def test_with_the_table_and_without_the_library_a_message_says_how_to_install_it(site: SmallSite) -> None:
    site.write("a.md", post("A", f"<p>{LONG}</p>"))
    result = run(site, "sys.modules['numpy'] = None")
    said = result.stdout + result.stderr
    assert "Traceback" not in said, said
    assert result.returncode != 0, said
    assert "site.toml" in said
    assert "copies" in said
    assert "pip install" in said
    assert not site.output.exists()
