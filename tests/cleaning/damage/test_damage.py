"""Damage: clean texts stay, texts damaged by known recipes are repaired or marked, and what is removed is recorded."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from generator.article.nodes import read_body
from generator.cleaning import damage
from generator.model import Post
from generator.stages.clean import clean
from tests.cleaning.damage import recipes
from tests.cleaning.damage.recipes import lines
from tests.cleaning.drafts import CONFIG, raw_post, text_of, written

CLEAN = lines("clean.txt")
SENTENCES = lines("sentences.txt")
FIRST = SENTENCES[0]
TRADITIONAL = recipes.traditional("".join(SENTENCES[:3]))
READ = recipes.with_readings(TRADITIONAL)
"""A text with enough readings that a program put in: 28 of them."""


def cleaned(body: str, **fields: str) -> Post:
    return clean(raw_post(body, title="Damage", date="2020-01-01", **fields), CONFIG)


def paragraph(text: str) -> str:
    return f"<p>{html.escape(text, quote=False)}</p>"


def marks(post: Post) -> list[str]:
    """The text of each mark on the page."""
    return [node.text() for node in read_body(written(post)).elements("mark")]


def rules(post: Post) -> dict[str, int]:
    return {removal.rule: removal.count for removal in post.removals if removal.rule.startswith("damage:")}


# ------------------------------------------------------------------------------------- clean texts


def test_two_hundred_clean_paragraphs_stay_as_they_are() -> None:
    assert len(set(CLEAN)) >= 200
    changed = []
    for text in CLEAN:
        post = cleaned(paragraph(text))
        if written(post) != paragraph(text) or rules(post) or post.damage:
            changed.append((written(post), rules(post), post.damage))
    assert changed == []


def test_a_post_of_all_clean_paragraphs_stays_as_it_is() -> None:
    body = "\n".join(map(paragraph, [*CLEAN, *SENTENCES]))
    post = cleaned(body)
    assert (written(post), rules(post), post.damage, post.likeness.damage) == (body, {}, (), 0)


@pytest.mark.parametrize(
    "body",
    [
        f"<pre><code>{recipes.utf8_as_windows_1252(FIRST)}</code></pre>",
        f"<p>一<code>{recipes.gb18030_as_latin_1(FIRST)}</code>二</p>",
        f"<p>一<kbd>{recipes.with_readings(recipes.traditional(FIRST))}</kbd>二</p>",
        "<pre>&amp;nbsp;&amp;#20013; \ufffd 中?国</pre>",
        '<div class="table"><table><tbody><tr><td>\ufffd</td><td>&amp;nbsp;</td></tr></tbody></table></div>',
        "<p><ruby>國<rp>(</rp><rt>guó</rt><rp>)</rp></ruby><ruby>學<rp>(</rp><rt>xué</rt><rp>)</rp></ruby></p>",
        # A text about such signs shows them on purpose.
        "<p>在 HTML 里，空格写成 &amp;nbsp;，小于号写成 &amp;lt;。</p>",
        "<p>The entity &amp;copy; becomes a sign.</p>",
        "<p>To get a short dash type &amp;ndash; and for the section sign type &amp;sect;.</p>",
        "<p>The symbol for a degree is &amp;deg;, as everybody knows.</p>",
        "<p>Escape it as &amp;amp;amp;, or nobody will see it.</p><p>A ferry &amp;ndash; and a pier.</p>",
        "<p>For a long dash, use &amp;mdash;. Press both and then &amp;eacute; appears.</p>",
        "<p>有人爱用 &amp;hearts; 装饰签名，也有人爱用&amp;rarr;。</p>",
        "<p>省略号要输入 &amp;hellip;，版权记号要输入 &amp;copy;。</p>",
        "<p>长横线在这里写成 &amp;mdash;，不要写成两个减号。</p>",
        "<p>文章里到处都是“&amp;nbsp;”，看着很累。</p>",
        "<p>The letter was full of (&amp;rsquo;) and nobody cared.</p>",
        "<p>写 &amp;lt;b&gt; 就会变粗。</p>",
        "<p>编码错了，“中文”就成了“ä¸­æ–‡å­—ç¬¦”，或者“锟斤拷”和 \ufffd。</p>",
        # What these columns of a page in Cyrillic became is no Chinese.
        "<p>Ïðèâåò, ìèð! Ýòî òåêñò ïî-ðóññêè, è îí äëèííûé.</p>",
        # Question marks that are typed so, beside a character that is lost, and one damaged place.
        "<p>店里的老板明天就要回老家?我一点也不知道。新来的厨师也要走?这家店还开不开了。</p>",
        "<p>这趟船今天已经开走?那我只好等明天。岛上的旅馆全都住满?我睡在码头。</p>",
        "<p>他把钥匙交给邻居?邻居又交给别人。”</p><p>她去过埃及?我不信。现在出发还来得及?我们试试。</p>",
        "<p>你昨天买了新的棉被?我也买了。比赛你也参与?我来看。这是世界之最?不见得。</p>",
        "<p>第?天的晚饭，由第?组来做。</p>",
        "<p>先看 某站/查找?字=渡口，再看 某站/目录?页=三，最后看 某站.示例/最?的=一。</p>",
        "<p>他问老师（这个字念什么?lì）。</p>",
        # A text about what became of lost characters.
        "<p>老同事都记得锟斤拷和烫烫烫，每次说起来都要笑。</p>",
        "<p>桌上放着一个写着“锟斤拷锟斤拷”的杯子。</p>",
        "<p>锟斤拷是三个常见的怪字，写信的人都见过锟斤拷。</p>",
        "<p>他给猫起名叫锟斤拷，给狗起名叫屯屯屯。</p>",
        f"<p>{FIRST * 3}那一行只有锟斤拷锟斤拷。</p>",
        "<p>电脑上满是锟斤拷锟斤拷锟斤拷，谁也看不懂。</p>",
        # Readings that explain words, and a book for learners.
        "<p>饕(tāo)餮(tiè)、魑(chī)魅(mèi)、龍(lóng)。</p>",
        "<p>我(wǒ)學(xué)語(yǔ)文(wén)，他(tā)聽(tīng)。</p>",
        # A reading of another character, and one that a long text explains once.
        "<p>國(xué)學(guó)語(tīng)</p>",
        f"<p>龜(guī){FIRST}</p>",
        "<p>國(China)學(study)語(word)</p>",
    ],
)
def test_code_tables_examples_and_explanations_stay(body: str) -> None:
    post = cleaned(body)
    assert (rules(post), post.damage) == ({}, ())
    assert text_of(post) == text_of(clean(raw_post(body), replace(CONFIG, off=("damage",))))


# ------------------------------------------------------------------------------------ damaged texts

REPAIRED = [
    recipes.utf8_as_latin_1,
    recipes.utf8_as_windows_1252,
    recipes.utf8_as_windows_1252_twice,
    recipes.gb18030_as_latin_1,
    recipes.gb18030_as_windows_1252,
    recipes.numbers_escaped_twice,
]
MARKED = [
    recipes.utf8_as_windows_1252_with_losses,
    recipes.one_byte_late,
    recipes.without_a_byte,
    recipes.without_characters,
]
Recipe = Callable[[str], str]


@pytest.mark.parametrize("recipe", REPAIRED)
def test_what_loses_nothing_is_repaired(recipe: Recipe) -> None:
    wrong = []
    for text in SENTENCES:
        post = cleaned(paragraph(recipe(text)))
        if text_of(post) != text or post.damage or post.account.lost or not rules(post):
            wrong.append((text_of(post), post.damage, post.account, rules(post)))
    assert wrong == []


@pytest.mark.parametrize("recipe", MARKED)
def test_what_lost_something_is_marked_and_stays(recipe: Recipe) -> None:
    wrong = []
    for text in SENTENCES:
        damaged = recipe(text)
        post = cleaned(paragraph(damaged))
        if not marks(post) or rules(post) or text_of(post) != text_of(cleaned_off(damaged)):
            wrong.append((text, text_of(post), marks(post), rules(post)))
    assert wrong == []


def cleaned_off(text: str) -> Post:
    return clean(raw_post(paragraph(text)), replace(CONFIG, off=("damage",)))


def test_utf8_read_as_gb18030_is_repaired_where_no_byte_is_lost_and_marked_elsewhere() -> None:
    repaired = 0
    for text in (piece for sentence in SENTENCES for piece in (sentence, sentence[:12], sentence[:6])):
        post = cleaned(paragraph(recipes.utf8_as_gb18030(text)))
        if post.damage:
            assert "\ufffd" in recipes.utf8_as_gb18030(text)
            assert rules(post) == {}
        else:
            assert text_of(post) == text
            repaired += 1
    assert repaired > 25


@pytest.mark.parametrize("length", [6, 9, 14, 21, 28])
def test_only_the_wrong_characters_are_marked_and_not_the_words_around(length: int) -> None:
    wrong = []
    for text in SENTENCES:
        damaged = recipes.utf8_as_gb18030(text[:length])
        post = cleaned(f"<p>昨天收到的信：{damaged}。就是这一句，请您看看。</p>")
        if marks(post) not in ([damaged], [damaged.rstrip("\ufffd")]):
            wrong.append((damaged, marks(post)))
    # Behind a lost byte fewer than four characters may be left.
    assert len(wrong) <= 1


@pytest.mark.parametrize("parentheses", ["()", "（）"])
def test_readings_that_a_program_put_behind_traditional_characters_go(parentheses: str) -> None:
    wrong = []
    for place in range(len(SENTENCES) - 2):
        text = recipes.traditional("".join(SENTENCES[place : place + 3]))
        damaged = recipes.with_readings(text)
        post = cleaned(paragraph(damaged.replace("(", parentheses[0]).replace(")", parentheses[1])))
        is_counted = rules(post) == {"damage:pinyin": damaged.count("(")}
        if text_of(post) != text or post.damage or post.account.lost or not is_counted:
            wrong.append((text, text_of(post), rules(post)))
    assert wrong == []


def test_question_marks_in_place_of_characters_are_marked_in_nearly_all_paragraphs_of_a_post() -> None:
    damaged = list(map(recipes.with_question_marks, SENTENCES))
    post = cleaned("\n".join(map(paragraph, damaged)))
    assert set(marks(post)) == {"?"}
    assert len(post.damage) >= 23
    assert (rules(post), text_of(post)) == ({}, "\n".join(damaged))


@pytest.mark.parametrize(
    ("body", "places"),
    [
        # A lost character, and the text around it that says so.
        ("<p>The caf\ufffd is open.</p>", [("replaced", "\ufffd")]),
        ("<p>船夫\ufffd\ufffd\ufffd唱歌</p>", [("replaced", "\ufffd\ufffd\ufffd")]),
        ("<p>船夫锟斤拷锟斤拷唱歌</p>", [("replaced", "锟斤拷锟斤拷")]),
        ("<p>他锟斤拷唱锟斤拷锟斤拷锟斤拷歌</p>", [("replaced", "锟斤拷"), ("replaced", "锟斤拷锟斤拷锟斤拷")]),
        ("<p>桥边的?石，被?掉了。</p>", [("question", "?")]),
        ("<p>我最?欢看海，他很?看。</p>", [("question", "?"), ("question", "?")]),
        ("<p>同?们都走了。今天?山路不好走。</p>", [("question", "?")]),
        # Where the words allow no question at three places, the other ones are damage, too.
        ("<p>同?们都走了，我最?欢的桥，他也很?欢。山路今天不?走。</p>", [("question", "?")] * 4),
        # The bytes of a character apart: its reading was put between them.
        ("<p>这是老桥的?dú)v史，也是县里的。</p>", [("reading", "?dú)v")]),
        # One byte lost: the next characters have the wrong bytes.
        ("<p>这是?吨泄仓醒?的地图</p>", [("shifted", "?吨泄仓醒?")]),
        # Elements around the places.
        ("<p>船夫<b>\ufffd唱</b>歌\ufffd</p>", [("replaced", "\ufffd"), ("replaced", "\ufffd")]),
        ("<ul><li>船\ufffd<ul><li>夫\ufffd</li></ul></li></ul>", [("replaced", "\ufffd"), ("replaced", "\ufffd")]),
        ("<h2>船\ufffd</h2><p>夫<br>\ufffd</p>", [("replaced", "\ufffd"), ("replaced", "\ufffd")]),
    ],
)
def test_places_with_lost_characters_are_marked(body: str, places: list[tuple[str, str]]) -> None:
    post = cleaned(body)
    assert [place for item in post.damage for place in item.places] == places
    assert marks(post) == [text for _, text in places]
    off = replace(CONFIG, off=("damage",))
    assert text_of(post) == text_of(clean(raw_post(body, title="Damage", date="2020-01-01"), off))
    assert re.findall(r'id="(damaged-\d+)"', written(post)) == [f"damaged-{n + 1}" for n in range(len(places))]
    assert post.damage[0].paragraph_id == "damaged-1"


def test_a_damaged_paragraph_is_recorded_with_score_reasons_and_text() -> None:
    traditional = recipes.traditional(FIRST)
    body = (
        paragraph(recipes.with_readings(traditional) + "國(guó)務(wù),會(huì)的?dú)v史")
        + "<p>好。</p>"
        + "<p>橋\ufffd頭</p>"
    )
    post = cleaned(body)
    readings = recipes.with_readings(traditional).count("(") + 3
    first, second = post.damage
    assert first.text == f"{traditional}國務,會的?dú)v史"
    assert dict(first.reasons) == {"reading": 1, "pinyin": readings, "comma": 1}
    assert first.score == 10 + readings + 1
    assert (first.paragraph_id, first.places) == ("damaged-1", (("reading", "?dú)v"),))
    assert (second.paragraph_id, second.reasons, second.score) == ("damaged-2", (("replaced", 1),), 10)
    # The post counts the repairs, and the scores of its paragraphs.
    assert post.likeness.damage == readings + first.score + second.score
    (note,) = (item for item in post.problems if item.code == "text-damaged")
    assert note.message == "2 places of the text are damaged: '?dú)v'"


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"title": "渡\ufffd口"}, "the title is damaged: '渡\ufffd口'"),
        ({"title": "同?们的信，第二封"}, "the title is damaged: '同?们的信，第二封'"),
        ({"excerpt": "The caf\ufffd"}, "the excerpt is damaged: 'The caf\ufffd'"),
    ],
)
def test_a_damaged_title_or_excerpt_is_reported_and_stays(fields: dict[str, str], message: str) -> None:
    post = clean(raw_post(paragraph(FIRST), **{"title": "Damage", "date": "2020-01-01"} | fields), CONFIG)
    assert [item.message for item in post.problems if item.code == "text-damaged"] == [message]
    assert (post.damage, rules(post), text_of(post)) == ((), {}, FIRST)
    assert post.header.title == fields.get("title", "Damage")


def test_a_repair_is_recorded_with_what_stood_there_and_no_word_is_lost() -> None:
    text = "國(guó)家的橋(qiáo)"
    post = cleaned(paragraph(text) + paragraph(READ), excerpt=text)
    (removal,) = (item for item in post.removals if item.rule == "damage:pinyin")
    count = READ.count("(")
    assert (removal.kind, removal.count) == ("damage", 4 + count)
    assert removal.text.startswith("國(guó)\n橋(qiáo)\n")
    words = 4 + sum(map(str.isalnum, TRADITIONAL))
    assert (post.account.words, post.account.published) == (words + 2 + count, words)
    assert post.account.removed == (("damage", 2 + count),)
    assert (post.excerpt, post.account.lost) == ("國家的橋", 0)


def test_readings_go_although_a_few_characters_have_none() -> None:
    rest = TRADITIONAL[:20]
    post = cleaned(paragraph(READ) + paragraph(rest))
    assert (rules(post), text_of(post)) == ({"damage:pinyin": READ.count("(")}, f"{TRADITIONAL}\n{rest}")


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Damage", "昨天來了一位新同學，姓酈(lì)，話不多。"),
        ("翟(zhái)與鄺(kuàng)", "這兩個姓都很少見，本地只有幾戶人家。"),
        ("Damage", "鶯(yīng)兒進門時，鴛(yuān)鴦(yāng)正在窗下繡花，簾外的鸚(yīng)鵡忽然叫了一聲。"),
        # Lists of words, with and without a word for what they are.
        (
            "Damage",
            "本課讀音：齟(jǔ)齬(yǔ)、囁(niè)嚅(rú)、繾(qiǎn)綣(quǎn)、攛(cuān)掇(duo)、慍(yùn)懟(duì)、醞(yùn)釀(niàng)",
        ),
        ("Damage", "齟(jǔ)齬(yǔ)、囁(niè)嚅(rú)、繾(qiǎn)綣(quǎn)、攛(cuān)掇(duo)、慍(yùn)懟(duì)、醞(yùn)釀(niàng)"),
        ("Damage", "國(guó)、學(xué)、會(huì)、語(yǔ)、時(shí)、說(shuō)、個(gè)、間(jiān)、問(wèn)、見(jiàn)"),
        # A text about readings in which each traditional character has one.
        ("課文的拼音", READ),
        ("Damage", f"本文給每個傳統的字注音。{READ}"),
        # An author explains each character once, or only some of them.
        ("Damage", READ + TRADITIONAL),
        ("Damage", f"{READ[:76]}{recipes.traditional(''.join(SENTENCES[5:12]))}"),
        # One fewer than a program puts in.
        ("Damage", "國(guó)家的學(xué)校在東(dōng)邊，我們的時(shí)間不多，開(kāi)門以後，他說(shuō)要去問(wèn)她。"),
    ],
)
def test_readings_that_an_author_may_have_written_stay(title: str, text: str) -> None:
    post = clean(raw_post(paragraph(text), title=title), CONFIG)
    assert (rules(post), post.header.title, text_of(post)) == ({}, title, text)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p><b>國</b><small>(guó)</small>家的<i>橋(qiáo)</i>。</p>", "<p><b>國</b>家的<i>橋</i>。</p>"),
        ("<p>國(guó)家的橋(qiáo)不用解(jiě)釋。</p>", "<p>國家的橋不用解(jiě)釋。</p>"),
        ("<p>國（ guó ）<br>橋(qi<b>áo)</b>好</p>", "<p>國<br>橋好</p>"),
    ],
)
def test_readings_go_across_elements(body: str, expected: str) -> None:
    post = clean(raw_post(body + paragraph(READ)), CONFIG)
    assert (written(post), post.account.lost) == (expected + paragraph(TRADITIONAL), 0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ångström 到过老渡口", "Ångström 到过老渡口"),
        ("“老渡口”的木船……清晨—出发", "“老渡口”的木船……清晨—出发"),
        ("ab 老渡 cd 口的 ef", "ab 老渡 cd 口的 ef"),
    ],
)
@pytest.mark.parametrize("recipe", REPAIRED[:3])
def test_signs_and_letters_among_the_characters_are_repaired_too(recipe: Recipe, text: str, expected: str) -> None:
    assert text_of(cleaned(paragraph(recipe(text)))) == expected


def test_runs_of_two_kinds_in_a_text_are_not_mixed_up() -> None:
    one, other = FIRST[:6], SENTENCES[1][:6]
    mixed = f"{recipes.utf8_as_gb18030(one)} {recipes.utf8_as_windows_1252(other)} {recipes.gb18030_as_latin_1(FIRST)}"
    post = cleaned(paragraph(mixed))
    assert FIRST in text_of(post) or other in text_of(post)
    assert post.account.lost == 0


@pytest.mark.parametrize("text", ["老渡口", "café crème", "naïve"])
@pytest.mark.parametrize("recipe", REPAIRED[:5])
def test_what_is_too_short_or_latin_stays(recipe: Recipe, text: str) -> None:
    assert rules(cleaned(paragraph(recipe(text)))) == {}


def test_a_title_is_repaired_with_the_text() -> None:
    post = clean(raw_post(paragraph(FIRST), title=recipes.utf8_as_windows_1252("老渡口的木船")), CONFIG)
    assert (post.header.title, rules(post)) == ("老渡口的木船", {"damage:encoding": 1})
    title = "國(guó)家的橋(qiáo)"
    assert clean(raw_post(paragraph(READ), title=title), CONFIG).header.title == "國家的橋"
    # In a title alone there may be an explanation.
    assert clean(raw_post(paragraph(FIRST * 2), title=title), CONFIG).header.title == title
    assert clean(raw_post(paragraph(title), title=READ), CONFIG).header.title == READ


@pytest.mark.parametrize(
    ("written_so", "shown"),
    [
        ("他说&amp;ldquo;好&amp;rdquo;。", "他说“好”。"),
        ("&amp;nbsp;&amp;nbsp;渡口&amp;amp;nbsp;", "渡口"),
        ("&amp;#28193;&amp;#x53e3;", "渡口"),
        ("Smith &amp;amp; Sons", "Smith & Sons"),
        ("Smith &amp;amp;amp;amp; Sons", "Smith & Sons"),
        ("5 &amp;lt; 7", "5 < 7"),
        ("渡口&amp;unknown;&amp;#0;&amp;#1;", "渡口&unknown;&#0;&#1;"),
        ("caf&amp;eacute;", "café"),
        # Quotes behind such a word as "the", and dashes.
        (
            "The &amp;ldquo;old&amp;rdquo; ferry &amp;mdash; by night &amp;mdash; left.",
            "The “old” ferry — by night — left.",
        ),
        # A word for a character, far away.
        (
            f"He wrote to her. {'The ferry left. ' * 6}Then &amp;ldquo;no&amp;rdquo;.",
            f"He wrote to her. {'The ferry left. ' * 6}Then “no”.",
        ),
        # An article has no code either.
        ("&amp;nbsp;<code>a</code>", "&nbsp;a"),
    ],
)
def test_references_that_were_escaped_twice_become_characters(written_so: str, shown: str) -> None:
    assert text_of(cleaned(f"<p>{written_so}</p>")) == shown


def test_invisible_characters_inside_words_go_and_those_between_words_do_not_matter() -> None:
    post = cleaned("<p>渡\u00ad口的\ufeff船 hy&shy;phen&#173;ated&#xfeff;!</p>")
    assert written(post) == "<p>渡口的船 hyphenated\ufeff!</p>"
    assert rules(post) == {"damage:invisible": 4}
    assert post.likeness.damage == 0


@pytest.mark.parametrize("rule", damage.RULES)
def test_each_repair_can_be_switched_off(rule: str) -> None:
    texts = {
        "encoding": recipes.gb18030_as_latin_1(FIRST),
        "references": "a&ldquo;b&rdquo;",
        "pinyin": READ,
        "invisible": "渡\u00ad口",
        "mark": "渡\ufffd口",
    }
    body = paragraph(texts[rule])
    post = clean(raw_post(body), replace(CONFIG, off=(f"damage:{rule}",)))
    assert rules(post) == {}
    assert not re.search("<mark", written(post)) or rule == "encoding"
    assert (text_of(post) == text_of(cleaned_off(texts[rule]))) is True
    assert text_of(cleaned(body)) != text_of(post) or rule in ("mark", "invisible")


def test_a_mark_of_the_author_gets_no_id_of_ours() -> None:
    post = cleaned('<p><mark class="damaged" id="damaged-1">渡</mark>口\ufffd</p>')
    assert written(post) == '<p><mark>渡</mark>口<mark class="damaged" id="damaged-1">\ufffd</mark></p>'


def test_only_the_first_hundred_places_are_marked() -> None:
    post = cleaned("<p>渡\ufffd口</p>" * 150)
    assert (len(marks(post)), len(post.damage)) == (damage.MOST_PLACES, damage.MOST_PLACES)


def test_damage_in_a_body_that_is_shown_as_text_is_recorded_without_marks() -> None:
    post = clean(raw_post("<p>渡\ufffd口</p>"), CONFIG, only_text_because="a test")
    assert [item.paragraph_id for item in post.damage] == ["damaged-1"]


def test_the_damaged_seed_loses_its_readings_and_nothing_else(shared) -> None:
    (path,) = shared("seeds").glob("000_*")
    text = path.read_text("utf-8")
    readings = re.compile(r"[(（][a-zü\u00e0-\u01dc]{1,7}[)）]")
    assert len(readings.findall(text)) == 287
    body = raw_post(text, path=path.name)
    config = replace(CONFIG, off=("filters", "structure"))
    post = clean(body, config)
    assert text_of(post) == readings.sub("", text_of(clean(body, replace(config, off=(*config.off, "damage")))))
    assert [reason for item in post.damage for reason, _ in item.places] == ["reading", "shifted"]
    assert readings.search(post.header.title) is None
    assert post.account.lost == 0
