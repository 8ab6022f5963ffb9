"""Invented texts in many languages: what is told is right, and what is uncertain is not told."""

from __future__ import annotations

import pytest

from generator.article.canonical import read, violation
from generator.article.language import LEAST, language_of, languages, with_latin_emphasis

TOLD = {
    "simplified Chinese": (
        "zh-Hans",
        "清晨的雾还没有散去，老船工已经把缆绳解开。河对岸的孩子们背着书包，一个接一个跳上船来。",
    ),
    "traditional Chinese": (
        "zh-Hant",
        "清晨的霧還沒有散去，老船工已經把纜繩解開。河對岸的孩子們背著書包，一個接一個跳上船來。",
    ),
    "Cantonese": (
        "zh-Hant",
        "今日落咗成日雨，我哋唔使返學，喺屋企煲湯同埋聽收音機，隔籬屋嘅貓又過嚟瞓覺喇，個爐仲未熄。",
    ),
    "a poem without a decisive character": ("zh", "雨落山中夜未央，北客思家月上床，明日一江秋水去，白沙孤舟下南方。"),
    "Japanese": (
        "ja",
        "朝の霧がまだ晴れないうちに、年老いた船頭は綱をほどいた。向こう岸の子供たちが鞄を背負って乗ってくる。",
    ),
    "Japanese with few kana": (
        "ja",
        "東西線全駅通過時刻変更\n平日朝時間帯増発、終電繰上実施区間一覧\n車両点検、運転再開見込午後三時の予定\n"
        "駅員配置検討会議資料公開、総売上額前年比二割増",
    ),
    "Japanese in katakana": ("ja", "コーヒーメーカー\nステンレスフィルター\nガラスポット\nタイマー"),
    "Korean": ("ko", "안개가 걷히기 전에 늙은 사공은 밧줄을 풀었다. 강 건너 아이들이 가방을 메고 배에 오른다."),
    "English": (
        "en",
        "Before the fog had lifted, the old ferryman untied the rope, and the children came with their bags.",
    ),
    "German": (
        "de",
        "Noch bevor sich der Nebel hob, löste der alte Fährmann das Seil, und die Kinder kamen mit ihren Taschen.",
    ),
    "French": (
        "fr",
        "Avant que la brume ne se lève, le vieux passeur a détaché la corde, et les enfants sont venus avec leur sac.",
    ),
    "Spanish": (
        "es",
        "Antes de que se levantara la niebla, el viejo barquero soltó la cuerda y los niños llegaron con sus mochilas.",
    ),
    "Portuguese": (
        "pt",
        "Antes que a névoa subisse, o velho barqueiro soltou a corda e os meninos chegaram com suas mochilas, um por "
        "um, mas não com pressa.",
    ),
    "Italian": (
        "it",
        "Prima che la nebbia si alzasse, il vecchio traghettatore sciolse la corda, e i ragazzi con gli zaini "
        "arrivarono alla riva.",
    ),
    "Russian": ("ru", "Туман ещё не рассеялся, когда старый паромщик отвязал канат, и дети с сумками вышли на берег."),
    "Ukrainian": (
        "uk",
        "Туман ще не розвіявся, коли старий поромник відв'язав канат, і діти з торбами вийшли на її берег.",
    ),
    "Bulgarian": (
        "bg",
        "Мъглата още не беше се вдигнала, когато старият лодкар отвърза въжето и децата дойдоха с чантите.",
    ),
    "Greek": ("el", "Πριν σηκωθεί η ομίχλη, ο γέρος βαρκάρης έλυσε το σχοινί και τα παιδιά ήρθαν με τις τσάντες."),
    "Arabic": (
        "ar",
        "قبل أن ينقشع الضباب حلّ الملاح العجوز حبل السفينة الصغيرة، وجاء الأولاد يحملون كتبهم إلى ضفة النهر.",
    ),
    "Hebrew": ("he", "לפני שהערפל התפזר התיר השייט הזקן את החבל, והילדים באו עם התיקים אל שפת הנהר."),
    "Thai": ("th", "ก่อนที่หมอกจะจาง คนแจวเรือชราแก้เชือกออก แล้วเด็กๆ ก็สะพายกระเป๋าลงเรือมาทีละคน"),
    "Georgian": ("ka", "ნისლი ჯერ არ გაფანტულიყო, როცა მოხუცმა მებორნემ თოკი ახსნა და ბავშვები მოვიდნენ."),
    "Tamil": ("ta", "மூடுபனி விலகும் முன் வயதான படகோட்டி கயிற்றை அவிழ்த்தார், குழந்தைகள் பைகளுடன் வந்தனர்."),
}
UNTOLD = {
    "nothing": "",
    "digits": "2024-05-06 12:30\n3.14159 × 2\n" * 20,
    "emoji": "🚢🌫️👧🏽🎒👍🏿" * 40,
    "signs": "。。。……——「」\n§ † ‡\n" * 20,
    "addresses": "https://www.example.org/a/b?c=d&e=f\n" * 10,
    "too little Chinese": "雾散了，船开了。",
    "too little English": "The end of the line",
    "English without common words": "Native Segmented Control Library, Version Five, Release Candidate",
    "one common word, many times": "Made for Anna. Made for Berta. Made for Clara. Made for Dora. Made for Emma.",
    "Dutch": "Voordat de mist optrok maakte de oude veerman het touw los, en de kinderen kwamen met hun tassen.",
    "Catalan": "Abans que s'aixequés la boira, el vell barquer va deixar anar la corda i els nens van venir.",
    "Vietnamese": "Trước khi sương tan, người lái đò già đã tháo dây, và lũ trẻ đeo cặp lần lượt bước xuống thuyền.",
    "Latin": "Antequam nebula discessit, senex nauta funem solvit et pueri cum libris ad ripam venerunt.",
    "Serbian": "Пре него што се магла подигла, стари скелеџија је одвезао уже, и деца су дошла с торбама на обалу.",
    "Persian": "پیش از آنکه مه برخیزد، قایقران پیر طناب را گشود و بچه‌ها با کیف‌هایشان یکی یکی سوار شدند.",
    "Yiddish": "איידער דער נעפל האָט זיך אויפֿגעהויבן האָט דער אַלטער שיפֿער אויפֿגעבונדן די שטריק.",
    "Hindi": "कोहरा छँटने से पहले बूढ़े नाविक ने रस्सी खोल दी और बच्चे बस्ते लेकर आ गए।",
}  # fmt: skip


@pytest.mark.parametrize("name", TOLD)
def test_a_language_is_told(name):
    language, text = TOLD[name]
    assert language_of(text) == language
    assert language_of("\n".join([text] * 500)) == language


@pytest.mark.parametrize("name", UNTOLD)
def test_nothing_is_told_without_certainty(name):
    assert language_of(UNTOLD[name]) == ""


CHINESE, ENGLISH, JAPANESE = TOLD["simplified Chinese"][1], TOLD["English"][1], TOLD["Japanese"][1]
COMMANDS = "先运行 kubectl apply -f deployment.yaml --namespace staging，再看 kubectl get pods 的结果对不对。\n"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        pytest.param(COMMANDS * 5, "zh-Hans", id="Chinese prose with more letters of commands than characters"),
        pytest.param(f"{CHINESE}\n{ENGLISH}\n" * 4, "", id="each paragraph in Chinese and English"),
        pytest.param(f"{CHINESE * 4}\n{ENGLISH}", "zh-Hans", id="an English quotation in a Chinese post"),
        pytest.param(f"{ENGLISH * 6}\n{CHINESE}", "en", id="a Chinese quotation in an English post"),
        pytest.param(f"{JAPANESE}\n" + CHINESE * 4, "zh-Hans", id="a Japanese quotation in a Chinese post"),
        pytest.param(f"{CHINESE}春の茶屋、雪の家。", "zh-Hans", id="no for de"),
        pytest.param(
            "新作《星夜物語（ほしよものがたり）》預計秋天推出，開發團隊表示玩家將在遊戲裡駕駛飛船，尋找失落的燈塔。",
            "zh-Hant",
            id="the reading of a Japanese name",
        ),
        pytest.param(TOLD["traditional Chinese"][1] + CHINESE, "", id="half traditional, half simplified"),
        pytest.param(CHINESE + "他姓乾，网名喆，写著名的龍。", "zh-Hans", id="a traditional name in simplified text"),
        pytest.param(
            "然后我们在山里面干了一天，云很低，台上只有几个人。",
            "zh",
            id="simplified forms that are traditional characters, too",
        ),
        pytest.param(ENGLISH.upper(), "en", id="capitals"),
        pytest.param("Ｔｈｅ　ｆｏｇ" * 10, "", id="full-width letters"),
        pytest.param("\ud800" * 100 + CHINESE, "zh-Hans", id="lone surrogates"),
    ],
)
def test_the_prose_that_dominates_is_told(text, language):
    assert language_of(text) == language


def test_a_text_is_told_as_soon_as_there_is_enough_of_it():
    assert language_of("这些书里写了我们说过") == "zh-Hans"
    assert language_of("这些书里写了我们说") == ""
    assert LEAST == 30


@pytest.mark.parametrize(
    "text", ["字" * 1_000_000, "a " * 500_000, "か漢" * 500_000, "the\n" * 250_000, "ж" * 1_000_000]
)
def test_a_long_text_takes_no_longer_than_a_short_one(text):
    # Eight pieces are read; joined, they are shorter than a thousand characters.
    assert language_of(text) in ("", "ja", "zh")


TITLES = [
    # title, text, `lang` of front matter, language of the site, (language of the post, of the title)
    ("河上的清晨", CHINESE, "", "zh-CN", ("", "")),
    ("河上的清晨", CHINESE, "", "zh-TW", ("zh-Hans", "zh-Hans")),
    ("河上的清晨", CHINESE, "", "en", ("zh-Hans", "zh-Hans")),
    ("The Ferry", ENGLISH, "", "zh-CN", ("en", "en")),
    ("The Ferry", ENGLISH, "", "en", ("", "")),
    ("The old ferryman and the fog on the river", CHINESE, "", "zh-CN", ("", "en")),
    ("The old ferryman and the fog on the river", CHINESE, "", "en", ("zh-Hans", "")),
    ("Ferryman Simulator Deluxe", CHINESE, "", "zh-CN", ("", "")),
    ("河上的清晨", ENGLISH, "", "zh-CN", ("en", "")),
    ("河上的清晨", ENGLISH, "", "en", ("", "")),
    ("老船工解开缆绳的那个清晨", ENGLISH, "", "en", ("", "zh-Hans")),
    ("東京散歩", JAPANESE, "", "zh-CN", ("ja", "ja")),
    ("河上的清晨", CHINESE, "en", "zh-CN", ("en", "")),
    ("The Ferry", CHINESE, "zh-cn", "zh-CN", ("", "")),
    ("The Ferry", ENGLISH, "en-GB", "zh-CN", ("en-GB", "en-GB")),
    ("The old ferryman and the fog on the river", "", "", "zh-CN", ("en", "en")),
    ("", "", "", "ja", ("", "")),
]  # fmt: skip


@pytest.mark.parametrize(("title", "text", "given", "site", "told"), TITLES)
def test_the_languages_of_a_post_and_its_title_are_told_where_they_are_not_that_of_the_site(
    title, text, given, site, told
):
    assert languages(title, text, given, site) == told


@pytest.mark.parametrize(
    ("html", "marked"),
    [
        ("<p>读<em>The Ferry</em>。</p>", '<p>读<em lang="und-Latn">The Ferry</em>。</p>'),
        ("<p>读<em>渡船</em>。</p>", "<p>读<em>渡船</em>。</p>"),
        ("<p>读<em>The Ferry 渡船</em>。</p>", "<p>读<em>The Ferry 渡船</em>。</p>"),
        ("<p>读<em>渡<b>Ferry</b></em>。</p>", "<p>读<em>渡<b>Ferry</b></em>。</p>"),
        ("<p>读<em><b>Ferry</b></em>渡</p>", '<p>读<em lang="und-Latn"><b>Ferry</b></em>渡</p>'),
        ("<em>渡<em>a</em></em><em>b</em>", '<em>渡<em lang="und-Latn">a</em></em><em lang="und-Latn">b</em>'),
        ("<em>a<em>渡</em></em>", "<em>a<em>渡</em></em>"),
        ('<em lang="fr" id="x">a</em>', '<em lang="fr" id="x">a</em>'),
        ('<em id="x">a</em>', '<em id="x" lang="und-Latn">a</em>'),
        ("<p>a<em>12</em><i>b</i></p>", "<p>a<em>12</em><i>b</i></p>"),
        ("<em>" * 500 + "a" + "</em>" * 500, '<em lang="und-Latn">' * 500 + "a" + "</em>" * 500),
    ],
)
def test_emphasis_in_latin_letters_has_no_dots_in_a_chinese_post(html, marked):
    made = with_latin_emphasis(read(html), "zh-CN")
    assert made.html == marked
    assert violation(made) is None
    assert with_latin_emphasis(read(html), "zh-Hant").html == marked
    assert with_latin_emphasis(read(html), "en").html == html
