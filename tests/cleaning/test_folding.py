from __future__ import annotations

import time

import pytest

from generator.cleaning import conform
from generator.stages.clean import clean
from tests.cleaning.drafts import CONFIG, after, counts, draft, raw_post
from tests.stages.test_clean import errors, filled


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("<details><summary>a</summary><p>b</p></details>", "<details><summary>a</summary><p>b</p></details>"),
        ("<details open=open><summary>a</summary>b</details>", '<details open="open"><summary>a</summary>b</details>'),
        ("<details>b<summary>a</summary>c</details>", "<details><summary>a</summary>bc</details>"),
        (
            "<details><div><summary>a</summary>b</div></details>",
            "<details><summary>a</summary><div>b</div></details>",
        ),
        (
            "<details><summary>a</summary>b<summary>c</summary></details>",
            "<details><summary>a</summary>b<div>c</div></details>",
        ),
        ("<details><p>b</p></details>", "<details><summary>…</summary><p>b</p></details>"),
        ("<details><summary></summary>b</details>", "<details><summary>…</summary>b</details>"),
        ("<details><summary> </summary></details>", "<div><div> </div></div>"),
        ("<summary>a</summary>b", "<div>a</div>b"),
        (
            "<details><summary>a</summary><details><summary>b</summary>c</details></details>",
            "<details><summary>a</summary><details><summary>b</summary>c</details></details>",
        ),
        (
            "<details><details><summary>b</summary>c</details></details>",
            "<details><summary>…</summary><details><summary>b</summary>c</details></details>",
        ),
        (
            "<details><summary><p>a</p><ul><li>b</li></ul><h3>c</h3></summary>d</details>",
            "<details><summary>a   b  <h3>c</h3></summary>d</details>",
        ),
        (
            "<details><summary>a<details><summary>b</summary>c</details></summary>d</details>",
            "<details><summary>a  b c</summary>d</details>",
        ),
    ],
)
def test_details_have_one_summary_at_their_beginning(written: str, expected: str) -> None:
    assert after(conform.apply, written) == expected


def test_a_summary_that_is_added_is_counted() -> None:
    post = draft("<details>甲</details><details><summary>乙</summary>丙</details>")
    conform.apply(post)
    assert counts(post) == {"conform:summary": 1}


def test_details_of_a_post_stay_with_what_they_hold() -> None:
    body = (
        "<p>Before the quiz.</p><details ontoggle=x() name=y class='toc z' open><summary onclick=x()>Answer</summary>"
        "<h3>Why</h3><ul><li>because</li></ul><pre><code>let a;</code></pre></details><p>after</p>"
    )
    post = clean(raw_post(body, title="t"), CONFIG)
    html = filled(post)
    assert '<details open=""><summary>Answer</summary><h2 id="h-Why">Why</h2><ul><li>because</li></ul><pre>' in html
    assert errors(html) == []
    assert [heading.text for heading in post.headings] == ["Why"]
    assert post.excerpt == "Before the quiz. after"
    assert post.account is not None
    assert post.account.lost == 0


def test_an_excerpt_tells_what_is_folded_only_if_there_is_nothing_else() -> None:
    post = clean(raw_post("<details><summary>问</summary><p>答案在这里。</p></details>", title="t"), CONFIG)
    assert post.excerpt == "问 答案在这里。"


@pytest.mark.parametrize("piece", ["<details>", "<details><summary>", "<details>x", "<summary>x", "<details><div>x"])
def test_nested_details_take_linear_time(piece: str) -> None:
    post = draft(piece * 500 + "<details>x</details>" * 2_000)
    start = time.process_time()
    conform.apply(post)
    assert time.process_time() - start < 1
