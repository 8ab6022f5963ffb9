"""What a site weighs by part."""

from __future__ import annotations

import pytest

from benchmarks import hugo
from benchmarks.corpus import write_corpus
from benchmarks.weight import Line, inside_bytes, line, weigh

PAGE = '<p>{}</p><div class="content"{}>{}</div><div>after</div>'


@pytest.mark.parametrize("inside", ["", "<p>x</p>", "<div>一<div></div></div>", "<divider></divider>", "<div>"])
def test_the_text_of_an_article_ends_with_its_element(inside):
    size = len(inside.encode()) if inside != "<div>" else len("<div></div><div>after</div>")
    assert inside_bytes(PAGE.format("before", ' lang="en"', inside).encode()) == size


def test_every_file_belongs_to_a_part(tmp_path):
    files = {
        "2012/01/01/0123456789ab/index.html": PAGE.format("1234", "", "12345"),
        "index.html": "home",
        "archives/2012/01/index.html": "month",
        "categories/a/atom.xml": "feed",
        "feed.json": "{}",
        "search/index.json": "index",
        "search/index.html": "page",
        "theme/style.css": "style",
        "sitemap.xml": "map",
        ".nojekyll": "",
        "404.html": "lost",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    weight = weigh(tmp_path, 1)
    assert weight.files == {"articles": 1, "lists": 2, "feeds": 2, "search": 2, "rest": 4}
    assert weight.size_bytes == {
        "articles": 5,
        "around articles": len(PAGE.format("1234", "", "")),
        "lists": 9,
        "feeds": 6,
        "search": 9,
        "rest": 12,
    }


def test_what_is_fixed_and_what_a_post_adds_are_told_apart():
    assert line((10, 120), (40, 180)) == Line(fixed=100, each=2)
    assert Line(100, 2).at(1000) == 2100


def test_hugo_gets_every_post_of_a_corpus_with_its_header(tmp_path):
    write_corpus(tmp_path / "corpus", 5)
    hugo.write_site(tmp_path / "corpus", tmp_path / "hugo")
    posts = sorted((tmp_path / "hugo/content/posts").iterdir())
    assert [path.name for path in posts] == [f"000000{number}.html" for number in range(5)]
    assert all(path.read_text("utf-8").startswith('{"title": "') for path in posts)
    assert {path.name for path in (tmp_path / "hugo/layouts/_default").iterdir()} == {
        "baseof.html",
        "list.html",
        "single.html",
        "terms.html",
    }
