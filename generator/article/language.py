"""The language of a text, as far as its script, its alphabet or its commonest words tell it with certainty."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from operator import itemgetter

from generator.article.canonical import Article, with_attributes

LEAST = 30
"""Less prose than this, in Latin letters, is too short to tell: 10 Chinese characters, or some six English words.

Measured on pieces of 12 to 300 characters of the Declaration of Human Rights in 19 languages: with 30 none is told
wrongly, with 20 one in Bulgarian is taken for Russian and one in Chinese for Japanese.
"""

_WEIGHTS = {"CJK": 3, "HANGUL": 2}
"""The number of Latin letters that say as much as one character of a script; kana are as Han, all others 1."""
_MOST = 0.6
"""The share of the prose that must be in a language.  A text that is half in one and half in another has none."""

# (number of pieces, length) of what is read of a longer text, which bounds the time.
_OF_CHINESE = (4, 75)
_OF_OTHERS = (8, 200)

# ------------------------------------------------------------------------------------ Chinese and Japanese

_CHINESE_OF = {"zh-CN": "zh-Hans", "zh-TW": "zh-Hant"}
"""The tag by script of each Chinese language of a site."""
_WITH_HAN = frozenset({"zh", "ja"})
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+")
# Without の, which decorates Chinese names, and without the sign for a long vowel, which serves as a dash.
_KANA = re.compile(r"[\u3041-\u306d\u306f-\u3096\u30a1-\u30fa\uff66-\uff6f\uff71-\uff9d]+")
_LEAST_KANA = 1 / 3
"""A line with fewer kana to each Han is Chinese and names something Japanese."""
_LEAST_DECISIVE = 4
_LEAST_JAPANESE = 2
_SURE = 0.8
"""The share of the decisive characters that must be of one kind."""
_LEAST_UNDECIDED = 20
"""So many Han without a decisive character are Chinese, such as a poem."""

# High bytes of UTF-16 tell Han, kana and Latin, each with its punctuation, without a look at each character.
_HAN_BYTES = bytes(range(0x34, 0xA0))
_EAST_BYTES = _HAN_BYTES + b"\x20\x30\xff"
_LATIN_BYTES = b"\x00\x01\x1e\x20"

# -------------------------------------------------------------------------------------------- Latin script

_WORD = re.compile(r"[a-zß-öø-ɏḁ-ỹ]+")
_LATIN_LETTER = re.compile(r"[A-Za-zÀ-ɏ]")
_OTHER_LETTER = re.compile(r"[\u0370-\u1dff\u2e80-\ud7ff\uf900-\ufaff\uff66-\uffdc]")
_LETTERS_PER_HIT = 12
"""The distance in prose from one of the words below to the next, in letters."""
_OTHER_LATIN = 4
"""So many other Latin letters count as one: they may be commands, names, or a language that is not told."""
_LEAST_DIFFERENT = 3
"""So many different words of the lists below must occur."""
_LEAST_SHARE = 0.2
"""The share of the words below in all words.  Measured on the Declaration of Human Rights in 490 languages: those that
are told have at least 0.24; of the others only Scots, as English, has more than this and passes the next limit."""
_MOST_OF_NEXT = 0.55
"""The share of the words of the second language in those of the first."""
_WORDS = {
    "en": "the and of to that for with this are from have you they which or be not was were their its your our "
    "a an in on as what how why when who there these those been will would could should into than if but about can we "
    "has his",
    "de": "der die das und nicht ist ein eine einen einem einer mit den dem des von zu zum zur sich auf für im auch "
    "als wird werden sind wie oder bei nach durch über aus wir ihr ich haben wenn an in",
    "fr": "le les et des est dans une pour qui que pas sur au aux du avec ce cette ces il elle sont par plus nous vous "
    "leur mais ont être où je même cela ses été fait tout comme sans qu on a",
    "es": "el los las y que una por con es su sus del lo al más como pero este esta son fue han sin sobre también "
    "cuando muy hay nos puede para se desde entre hasta está cada a",
    "pt": "os em um uma não que com ao aos do dos das é são foi seu sua pelo pela também já mais isso você quando "
    "muito pode para se nos mas por ou à nas ser tem seus suas está até ele ela a as",
    "it": "il di che è non una della del dei delle sono con gli le nel nella alla dal più anche come questo questa per "
    "essere perché ogni suo ma degli ai dai ed ha quando si a in",
}
_LANGUAGES_OF = {
    word: [language for language, words in _WORDS.items() if word in words.split()]
    for word in " ".join(_WORDS.values()).split()
}

# ------------------------------------------------------------------------------------------- other scripts

_OTHERS = frozenset({"", "LATIN", "CJK", "HIRAGANA", "KATAKANA", "COMBINING", "VARIATION"})
"""The first words of the names of letters that are told otherwise, and of signs of no script."""
_ONE_LANGUAGE = {
    "GREEK": "el", "THAI": "th", "LAO": "lo", "KHMER": "km", "GEORGIAN": "ka", "ARMENIAN": "hy", "TAMIL": "ta",
    "TELUGU": "te", "KANNADA": "kn", "MALAYALAM": "ml", "GUJARATI": "gu", "SINHALA": "si", "HANGUL": "ko",
}  # fmt: skip
"""Scripts in which one language is written today, by the first word of the names of their characters in Unicode."""
_ALPHABETS = {
    "CYRILLIC": {
        "ru": ("абвгдежзийклмнопрстуфхцчшщъыьэюяё", "ыи"),
        "uk": ("абвгґдеєжзиіїйклмнопрстуфхцчшщьюя", "иі"),
        "bg": ("абвгдежзийклмнопрстуфхцчшщъьюя", "ъи"),
    },
    "ARABIC": {"ar": ("ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652", "ةيك")},
    "HEBREW": {"he": ("אבגדהוזחטיךכלםמןנסעףפץצקרשת", "ה")},
}
"""Scripts of several languages: the letters of a language, and those that no text of it is without."""
_MOST_FOREIGN = 0.01


def languages(title: str, text: str, given: str, site: str) -> tuple[str, str]:
    """(language of a post, language of its title) as tags, each empty if it is `site`, the language of the site.

    `given` is the language in front matter.  If it is empty, the language of the post is detected in its title and in
    `text`, which is without code; if that fails, it counts as `site`.  A title whose language cannot be detected counts
    as in the language of the post, unless only the site has a language of its script.
    """
    own = ("zh", _CHINESE_OF[site]) if site in _CHINESE_OF else (site,)
    told = given or language_of(f"{title}\n{text}")
    post = "" if told.casefold() == site.casefold() or (told in own and not given) else told
    is_han = _is_han(title)
    if is_han and _main(post or site) in _WITH_HAN:
        return post, post
    # A title may be too short to tell and yet not be of the script of its article.
    is_of_site = (is_han and site in _CHINESE_OF) or (title.isascii() and _main(site) not in _WITH_HAN)
    of_title = language_of(title) or (site if is_of_site else "")
    if not of_title or _main(of_title) == _main(post or site):
        return post, post
    return post, "" if _main(of_title) == _main(site) else of_title


def with_latin_emphasis(article: Article, language: str) -> Article:
    """`article` with `lang="und-Latn"` on each `em` in Latin letters, if `language` is Chinese or Japanese.

    The theme then sets such an `em` in italics instead of with the dots that emphasise Chinese and Japanese.  An `em`
    that has a language already is left unchanged.
    """
    if _main(language) not in _WITH_HAN or not any(tag.name == "em" for tag in article.tags):
        return article
    tags = list(article.tags)
    open_starts: list[int] = []
    # The number of the last tag with such letters behind it.
    last_latin = last_other = -1
    for number, tag in enumerate(article.tags):
        if tag.name == "em" and not tag.is_end:
            open_starts.append(number)
        elif tag.name == "em":
            start = open_starts.pop()
            if last_latin >= start > last_other and "lang" not in tags[start].attributes:
                tags[start] = with_attributes(tags[start], {**tags[start].attributes, "lang": "und-Latn"})
        if open_starts and _LATIN_LETTER.search(article.texts[number + 1]):
            last_latin = number
        if open_starts and _OTHER_LETTER.search(article.texts[number + 1]):
            last_other = number
    return replace(article, tags=tuple(tags))


def _main(tag: str) -> str:
    return tag.partition("-")[0].casefold()


def _is_han(title: str) -> bool:
    return 4 * sum(map(len, _HAN.findall(title))) > len(title) and not _KANA.search(title)


def language_of(text: str) -> str:
    """The language of `text` as a tag such as `zh-Hant`; empty if too little of it is prose, or if it is not certain.

    `text` should be without code.  Chinese has the tag `zh` if no character tells traditional from simplified.
    """
    drawn = _drawn(text, *_OF_CHINESE)
    high = _high_bytes(drawn)
    # Where Han are as many as all others, these could not outweigh them.
    if len(high.translate(None, _EAST_BYTES)) <= len(high) - len(high.translate(None, _HAN_BYTES)):
        weights = _east(drawn)
    else:
        drawn = _drawn(text, *_OF_OTHERS)
        weights = _latin(drawn)
        # Most of them are in Latin script alone.
        if more := _high_bytes(drawn).translate(None, _LATIN_BYTES):
            weights.update(_east(drawn))
            if more.translate(None, _EAST_BYTES):
                weights.update(_other_scripts(drawn))
    language, weight = max(weights.items(), key=itemgetter(1))
    return language if weight >= LEAST and weight >= _MOST * sum(weights.values()) else ""


def _high_bytes(text: str) -> bytes:
    return text.encode("utf-16-le", "surrogatepass")[1::2]


def _drawn(text: str, count: int, length: int) -> str:
    """`text`, or as many pieces of a long one, as far from each other as possible."""
    if len(text) <= count * length:
        return text
    step = (len(text) - length) // (count - 1)
    return "\n".join([text[start : start + length] for start in range(0, len(text) - length + 1, step)])


def _east(text: str) -> Counter[str]:
    """The weights of Chinese and of Japanese in a text; a line is Japanese if enough of it is kana."""
    japanese = 0
    chinese: list[str] = []
    if _KANA.search(text):
        for line in text.split("\n"):
            han, kana = _HAN.findall(line), sum(map(len, _KANA.findall(line)))
            count = sum(map(len, han))
            if kana > _LEAST_KANA * count:
                japanese += count + kana
            else:
                chinese += han
    else:
        chinese = _HAN.findall(text)
    characters = "".join(chinese)
    weights = Counter({_of_han(characters): len(characters) * _WEIGHTS["CJK"]})
    if japanese:
        weights["ja"] += japanese * _WEIGHTS["CJK"]
    return weights


def _of_han(han: str) -> str:
    """The language of Han without kana: the character sets of China and Taiwan lack the forms of the other one.

    Japan simplified some characters as China did, some in its own way, and left others, so Japanese has all three.
    """
    # Counted in two passes that look at no character alone; what no set has counts on both sides.
    simplified = len(han) - len(han.encode("big5", "ignore")) // 2
    traditional = len(han) - len(han.encode("gb2312", "ignore")) // 2
    if simplified + traditional < _LEAST_DECISIVE:
        return "zh" if len(han) >= _LEAST_UNDECIDED else ""
    if language := _surely(simplified, traditional):
        return language
    neither = {one for one in set(han) if not one.encode("big5", "ignore") and not one.encode("gb2312", "ignore")}
    count = sum(map(han.count, neither))
    if sum(bool(one.encode("shift_jis", "ignore")) for one in neither) >= _LEAST_JAPANESE:
        return "ja"
    return _surely(simplified - count, traditional - count)


def _surely(simplified: int, traditional: int) -> str:
    """`zh-Hans` or `zh-Hant` if nearly all of the decisive characters are of one kind, else empty."""
    if max(simplified, traditional) < _SURE * (simplified + traditional) or not simplified + traditional:
        return ""
    return "zh-Hans" if simplified > traditional else "zh-Hant"


def _latin(text: str) -> Counter[str]:
    """The weight of the prose in Latin script by its language; that of other Latin letters has no language."""
    words = _WORD.findall(text.lower())
    letters = sum(map(len, words))
    common = [word for word in words if word in _LANGUAGES_OF]
    hits = Counter([language for word in common for language in _LANGUAGES_OF[word]])
    (language, most), (_, next_most) = [*hits.most_common(2), ("", 0), ("", 0)][:2]
    different = sum(language in _LANGUAGES_OF[word] for word in set(common))
    if different < _LEAST_DIFFERENT or most < _LEAST_SHARE * len(words) or next_most > _MOST_OF_NEXT * most:
        return Counter({"": letters // _OTHER_LATIN})
    prose = min(letters, most * _LETTERS_PER_HIT)
    return Counter({language: prose, "": (letters - prose) // _OTHER_LATIN})


def _other_scripts(text: str) -> Counter[str]:
    """The weights of the languages in a text whose scripts are neither Latin nor Chinese nor Japanese."""
    by_script: dict[str, Counter[str]] = {}
    for letter, count in Counter(text.lower()).items():
        script = _script(letter)
        if script not in _OTHERS:
            by_script.setdefault(script, Counter())[letter] = count
    weights: Counter[str] = Counter()
    for script, letters in by_script.items():
        language = _ONE_LANGUAGE.get(script) or _by_alphabet(letters, _ALPHABETS.get(script, {}))
        weights[language] += letters.total() * _WEIGHTS.get(script, 1)
    return weights


def _script(character: str) -> str:
    """The first word of the name of a letter or vowel sign in Unicode, such as `CYRILLIC`; empty for anything else."""
    if not character.isalpha() and unicodedata.category(character) != "Mn":
        return ""
    return unicodedata.name(character, "").partition(" ")[0]


def _by_alphabet(letters: Counter[str], alphabets: Mapping[str, tuple[str, str]]) -> str:
    """The first language whose alphabet has nearly all `letters`, and of whose needed letters none is missing."""
    for language, (alphabet, needed) in alphabets.items():
        foreign = letters.total() - sum([letters[letter] for letter in alphabet])
        if foreign <= _MOST_FOREIGN * letters.total() and all(letter in letters for letter in needed):
            return language
    return ""
