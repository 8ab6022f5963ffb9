"""What lists show of posts with hardly anything to show: no text, no picture, or nothing but the title."""

from __future__ import annotations

import re

import pytest

from generator.stages.clean import summarise
from tests.forms.posts import published
from tests.pages import posts_of
from tests.sites import SmallSite

TITLE = "雾中的灯: 第_3_盏"
SENTENCE = "渡口的灯在雾里亮了一夜，撑船的人坐在船头等天亮。"
PICTURE = "https://z.example/1.jpg"

CARDS = {
    "without a body": ("", "", ""),
    "of blanks": ("<div>   \n&nbsp;　\u200b</div>", "", ""),
    "of empty paragraphs": ("<p></p><p><br></p><p>&nbsp;</p>", "", ""),
    "of a comment": ("<!-- 灯 -->", "", ""),
    "of a rule": ("<hr>", "", ""),
    "of a picture": (f'<img src="{PICTURE}">', "", PICTURE),
    "of a picture that a script put there": ('<img src="https://picsum.photos/400/300?random=92">', "", ""),
    "of a blank picture": ('<img src="https://z.example/blank.png">', "", ""),
    "of a picture and its line": (f'<img src="{PICTURE}"><p>灯影</p>', "灯影", PICTURE),
    "of a picture behind the dead proxy": (
        '<img src="https://cors.zfour.workers.dev/?http://z.example/1.jpg">', "", "http://z.example/1.jpg"
    ),
    "of a frame": ('<iframe src="https://player.example/v"></iframe>', "player.example", ""),
    "of a film": ('<video src="https://v.example/a.mp4" poster="https://v.example/a.jpg"></video>', "", None),
    "of the title": (f"<p>{TITLE}</p>", "", ""),
    "of the title without tags": (TITLE, "", ""),
    "of the title with the signs that a script replaced": ("<p>雾中的灯: 第“3”盏</p>", "", ""),
    "of the title in other widths": ("<p>雾中的灯：第＿３＿盏</p>", "", ""),
    "of the title in two lines": ("<p>雾中的灯</p><p>第 3 盏</p>", "", ""),
    "of the title as a heading": (f"<h1>{TITLE}</h1>", "", ""),
    "of the title as a link": (f'<a href="https://z.example/">{TITLE}</a>', "", ""),
    "of the title twice": (f"<h2>{TITLE}</h2><p>{TITLE}</p>", "", ""),
    "of the beginning of the title": ("<p>雾中的灯</p>", "", ""),
    "of the title and a full stop": (f"<p>{TITLE}。</p>", "", ""),
    "of the title and a picture": (f'<p>{TITLE}</p><img src="{PICTURE}">', "", PICTURE),
    "of the title and more": (f"<p>{TITLE}</p><p>{SENTENCE}</p>", SENTENCE, ""),
    "of the title and more in one paragraph": (f"<p>{TITLE}，{SENTENCE}</p>", SENTENCE, ""),
    "of a title that goes on": ("<p>雾中的灯: 第_3_盏下的人走了。</p>", "雾中的灯: 第_3_盏下的人走了。", ""),
    "of a word": ("<p>灯</p>", "灯", ""),
    "of an emoji": ("<p>🏮</p>", "🏮", ""),
    "of kaomoji": ("<p>(´；ω；`)</p>", "(´；ω；`)", ""),
    "of an address": ("<p>https://z.example/1</p>", "https://z.example/1", ""),
    "of signs": ("<p>……</p>", "……", ""),
    "of a list": ("<ul><li>灯</li><li>雾</li></ul>", "灯 雾", ""),
    "of a table": ("<table><tr><td>灯</td><td>雾</td></tr></table>", "灯 雾", ""),
    "of code": ("<pre><code>light()\n  dim()</code></pre>", "light() dim()", ""),
    "of code and a line": ("<pre><code>light()</code></pre><p>灯</p>", "灯", ""),
    "of lines": ("灯<br>雾<br><br>船", "灯 雾 船", ""),
    "of escaped signs": ("<p>&lt;灯&gt; &amp; &#123;雾&#125;</p>", "<灯> & {雾}", ""),
    "of two sentences in one wall": (SENTENCE * 2, SENTENCE * 2, ""),
    "of a wall of text": (SENTENCE * 60, SENTENCE * 5 + "…", ""),
    "of a wall without a sentence": ("灯" * 1300, "灯" * 140 + "…", ""),
    "of a word without end": ("x" * 1300, "x" * 140 + "…", ""),
    "of English words": ("<p>" + "The lamp is lit again. " * 20 + "</p>", "The lamp is lit again. " * 6, ""),
}  # fmt: skip


def source(body: str) -> str:
    return f"---\ntitle: '{TITLE}'\ndate: 2021-03-01\nheadimg: 'https://picsum.photos/400/300?random=7'\n---\n{body}"


@pytest.mark.parametrize("form", CARDS)
def test_a_card_says_what_its_title_does_not(form: str) -> None:
    body, excerpt, cover = CARDS[form]
    card = summarise(published(source(body)))
    assert (card.header.title, card.excerpt.removesuffix("…").strip()) == (TITLE, excerpt.removesuffix("…").strip())
    assert (card.cover or "") == (cover or "")
    assert len(card.excerpt) <= 141


def test_no_card_of_a_list_has_an_empty_part(small_site: SmallSite) -> None:
    for number, (body, _, _) in enumerate(CARDS.values()):
        # In feeds of their own, because posts with one title and no content are copies.
        small_site.write(f"{number}.md", source(body).replace("headimg", f"source: Paper {number}\nheadimg"))
    small_site.write("none.md", "")
    small_site.settings(f"[lists]\ncards = {len(CARDS) + 1}")
    assert small_site.build().posts == len(CARDS) + 1
    lists = small_site.page("/") + small_site.page("/undated/")
    cards = re.findall(r'<li class="card"[^>]*>.*?</li>', lists, re.DOTALL)
    assert len(cards) == sum(bool(excerpt or cover) for _, excerpt, cover in CARDS.values())
    assert len(posts_of(lists)) == len(CARDS) + 1
    for card in cards:
        assert re.search(r'<h3><a href="/[^"]+">[^<]+</a></h3>', card)
        assert not re.search(r"<(p|span|div|a|time)[^>]*>\s*</\1>", card)
        assert 'src=""' not in card
        assert "picsum" not in card
