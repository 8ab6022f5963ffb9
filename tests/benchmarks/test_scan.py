"""What the scan of finished pages takes for the text of a post, and what it finds."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.scan import Published, Quality, folded, published, quality, scan, words_of

PAGE = """<!DOCTYPE html><html><body><header><h1>Not closed</h1></header><article class="article">
<div class="content">
<p>The lighthouse<br>keeper\u200bs log, <b>bo</b>ld.</p><pre>one
two</pre><p>folded
line</p><table><tbody><tr><td>left</td><td>right</td></tr></tbody></table>
<p>a note<sup><a class="footnote-ref" href="#1">1</a></sup> <math><mi>x</mi></math><ruby>港<rt>gǎng</rt></ruby></p>
</div>
<footer>Imprint</footer></article></body></html>"""

POSTS = [
    Published("a/", "灯塔日记", ("港口今天开放，3月再说。", "The iPhone of the keeper")),
    Published("b/", "Harbour", ("時間不多了", "第二天，港", "口袋里有 IPhones")),
]


def test_the_text_is_what_the_page_shows_between_its_title_and_its_footer(tmp_path: Path):
    (tmp_path / "index.html").write_text(PAGE, "utf-8")
    assert published(tmp_path / "index.html", "2024/a/") == Published(
        "2024/a/",
        "Not closed",
        ("The lighthouse", "keepers log, bold.", "one", "two", "folded line", "left right", "a note 港gǎng"),
    )


def test_a_page_that_is_no_article_has_no_text(tmp_path: Path):
    (tmp_path / "index.html").write_text("<h1>Archives</h1><p>2024</p>", "utf-8")
    assert published(tmp_path / "index.html", "archives/") is None


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("港口", {"a/"}),  # in the other one it begins a line and another ends
        ("时间", {"b/"}),
        ("時間不", {"b/"}),
        ("放，3月", {"a/"}),
        ("iphone", {"a/", "b/"}),
        ("ＩＰＨＯＮＥ", {"a/", "b/"}),
        ("iphone ", {"a/"}),
        ("iphone!", {"a/", "b/"}),
        ("iphone !", {"a/"}),
        ("iphone 开放", {"a/"}),
        ("iphone keeper 灯塔", {"a/"}),
        ("phone", set()),
        ("the keep", {"a/"}),
        ("灯塔 harbour", set()),
    ],
)
def test_all_parts_of_a_query_are_found_and_the_last_word_may_go_on(query: str, found: set[str]):
    assert scan(POSTS, query) == found


def test_texts_are_folded_and_cut_into_words_at_signs_and_at_characters_without_blanks():
    assert folded("ＡＢ 愛Éﬁ") == "ab 爱éfi"
    assert list(words_of("r2-d2 用iphone15拍 naïve_name")) == ["r2", "d2", "iphone15", "naïve", "name"]


def test_the_quality_of_an_answer_is_a_mean_of_queries():
    found = {"港口": {"a/", "b/"}, "时间": {"b/"}, "absent": set(), "iphone": {"a/"}}
    assert quality(found, POSTS) == Quality(recall=(1 + 1 + 0.5) / 3, precision=(0.5 + 1 + 1 + 1) / 4, exact=0.5)
