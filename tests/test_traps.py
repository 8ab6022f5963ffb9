"""Posts that look like what is removed and are articles: each goes through all of cleaning and loses no word."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from generator.article.nodes import read_body
from generator.article.text import visible_text
from generator.rules import shipped
from generator.stages.clean import clean
from tests.cleaning.drafts import CONFIG, raw_post, text_of

WORDS = ("广告", "公众号", "扫码", "责任编辑")
LINES = (
    "城南的{}第一次成了街坊的话题。",
    "老茶馆的人说，{}贴到了桥头。",
    "她不信{}，只信自己的眼睛。",
    "关于{}，码头上另有说法。",
    "再谈{}时，潮水已经退了。",
)
POEM = "<p>山那边有灯<br>关注公众号：月亮<br>河这边有风<br>关注公众号：月亮<br>桥下的船<br>关注公众号：月亮</p>"
LINKS = "".join(f'<li><a href="https://list.example/{n}">推荐阅读第 {n} 期：潮汐与灯塔</a></li>' for n in range(1, 13))
CODE = (
    '<p>下面的标记会出现在页面上：</p><pre><code>&lt;div class="adsbygoogle"&gt;广告&lt;/div&gt;\n'
    "&lt;script&gt;alert(1)&lt;/script&gt;\n责任编辑：某某\nCopyright 2020 ICP备12345678号</code></pre>"
)
TRAPS = {
    **{f"every sentence: {word}": "".join(f"<p>{line.format(word)}</p>" for line in LINES) for word in WORDS},
    **{f"every line: {word}": "<br>".join(line.format(word) for line in LINES) for word in WORDS},
    **{f"plain text: {word}": "\n\n".join(line.format(word) for line in LINES) for word in WORDS},
    "all words in one paragraph": f"<p>{'、'.join(WORDS)}，这四个词他都写进了日记。</p>",
    "a poem with a refrain": POEM,
    "a list of links": f"<ul>{LINKS}</ul>",
    "a table of links": f"<table><tr><td><ol>{LINKS}</ol></td><td>往期</td></tr></table>",
    "code that shows markup": CODE,
    "twenty characters": "<p>扫码关注公众号，领取书店优惠券一张哦。</p>",
    "twenty plain characters": "责任编辑说，广告与公众号都没有了。",
    "one word": "<p>广告</p>",
}


# Last lines that are text, text that was hidden until somebody clicked, articles about what the lists take.
LINKS_OF: dict[str, str] = {}
for articles in sorted((Path(__file__).parent / "traps").glob("*.txt")):
    for article in articles.read_text("utf-8").split("\n== ")[1:]:
        name, _, body = article.partition("\n")
        if body.startswith("link: "):
            link, _, body = body.partition("\n")
            LINKS_OF[name] = link.removeprefix("link: ")
        assert name not in TRAPS, name
        TRAPS[name] = body.strip()


@pytest.mark.parametrize("name", TRAPS)
def test_an_article_about_what_is_removed_keeps_every_word(name: str) -> None:
    written = TRAPS[name]
    body = read_body(written.replace("\n\n", "<br>") if "<" not in written else written)
    post = clean(raw_post(written, title="潮汐表", link=LINKS_OF.get(name, "")), replace(CONFIG, rules=shipped()))
    assert text_of(post).split() == visible_text(body).split()
    assert not [removal for removal in post.removals if removal.kind not in ("markup", "attribute")]


CLOSED = "<p>城南的渡口开了一百年，去年冬天第一次停航，船工们在岸上坐了三天。</p>"
REAL = {
    "（责任编辑：王某）": "byline",
    "责任编辑：王某": "byline",
    "责编 王某": "byline",
    "编辑：王某": "byline",
    "- END -": "boilerplate",
    "12 likes": "boilerplate",
    "分享、收藏、赞、在看": "share",
}


@pytest.mark.parametrize("before", ["", "<p>来源：城南晚报</p>", "<p>他说：“船会再开的。”</p>"])
@pytest.mark.parametrize("line", REAL)
def test_the_same_lines_behind_an_ordinary_article_go(line: str, before: str) -> None:
    post = clean(raw_post(f"{CLOSED}{before}<p>{line}</p>", title="渡口"), replace(CONFIG, rules=shipped()))
    assert [removal.kind for removal in post.removals] == [REAL[line]]
    assert line not in text_of(post)


def test_labels_that_were_hidden_go_and_no_more_than_a_fifth() -> None:
    labels = '<div style="display:none">搜索 复制</div><p hidden>展开</p>'
    post = clean(raw_post(CLOSED + labels, title="渡口"), replace(CONFIG, rules=shipped()))
    assert text_of(post) == "城南的渡口开了一百年，去年冬天第一次停航，船工们在岸上坐了三天。"
    post = clean(raw_post(CLOSED + labels * 9, title="渡口"), replace(CONFIG, rules=shipped()))
    assert text_of(post).count("展开") == 9
