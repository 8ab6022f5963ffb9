"""The signs of damaged text: classes of characters, and how common the Chinese characters of a text are."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from generator.characters import CONTINUING
from generator.han import simplified

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""The characters of a class that matches a Chinese character."""
CJK = HAN + "\u3041-\u3096\u30a1-\u30fa\uac00-\ud7a3"
"""The same for Chinese, kana and hangul."""
LETTER = "A-Za-z\u00c0-\u024f\u0251\u0261\u0300-\u030f"
"""The same for a letter of pinyin, also with a combining mark or in the form of phonetic alphabets."""
MARKED = (
    "\u0101\u00e1\u01ce\u00e0\u0113\u00e9\u011b\u00e8\u012b\u00ed\u01d0\u00ec\u014d\u00f3"
    "\u01d2\u00f2\u016b\u00fa\u01d4\u00f9\u01d6\u01d8\u01da\u01dc\u0304\u0301\u030c\u0300"
)
"""The same for a vowel of pinyin with its tone, or the mark of a tone."""
LATIN = CONTINUING + "\u00c0-\u00ff"
"""The same for what any byte above 127 becomes if it is read as Latin-1 or Windows-1252."""
LOST = "\ufffd"

_COMMON = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成"
    "方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工"
    "使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表"
    "化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结"
    "反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难"
    "且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运，。、"
)
"""Some of the most frequent characters, which make up more than half of nearly every Chinese text."""

_ABOUT_ENCODINGS = re.compile(
    r"乱码|亂碼|文字化け|編碼|编码|エンコード|文字コード|字符集|字元集|mojibake|encod|charset|utf-?8|gbk|gb2312|gb18030|"
    r"big-?5|unicode|latin-?1|8859|cp-?1252|shift.?jis|replacement character",
    re.IGNORECASE,
)


def han_count(text: str) -> int:
    """The number of Chinese characters in a text."""
    return len(_HAN.findall(text))


def common_count(text: str) -> int:
    """How many characters of `text` are among the most frequent ones of Chinese texts.

    Traditional characters count like their simplified forms; the marks `，`, `。` and `、` count, too.
    """
    return sum(map(_COMMON.__contains__, simplified(text)))


def common() -> frozenset[str]:
    """The most frequent characters of Chinese texts (in simplified form), and their marks `，`, `。` and `、`."""
    return _COMMON


def is_likely(text: str) -> bool:
    """Whether `text`, a result of decoding anew, reads like Chinese: at least a third of the characters are frequent.

    False for fewer than four Chinese characters.
    """
    han = han_count(text)
    return han >= 4 and 3 * common_count(text) >= max(han, 6)


def is_about_encodings(text: str) -> bool:
    """Whether a text is about character encodings, so that what looks like damage may be an example."""
    return _ABOUT_ENCODINGS.search(text) is not None


@cache
def misread() -> re.Pattern[str]:
    """A pattern that matches two characters in a row by which a text that was decoded wrongly is recognised.

    Hardly any other text has them.  They are bytes of UTF-8 or GBK that became Latin letters, or bytes of UTF-8 that
    became Chinese characters because they were read as GB18030.
    """
    leads, others = range(0xE3, 0xEA), range(0x80, 0xC0)
    first, second = _decoded(leads, others), _decoded(others[1:], leads)
    return re.compile(rf"[\u00a1-\u00fe{first}][{LATIN}{second}]")


@cache
def _frequent() -> frozenset[str]:
    """The first levels of GB 2312, Big5 and JIS X 0208 (rows 16 to 55 and 16 to 47)."""
    every = range(0xA1, 0xFF)
    return frozenset(
        _decoded(range(0xB0, 0xD8), every, "gb2312")
        + _decoded(range(0xA4, 0xC7), (*range(0x40, 0x7F), *every), "big5")
        + _decoded(range(0xB0, 0xD0), every, "euc_jp")
    )


def rare_count(text: str) -> int:
    """The number of Chinese characters in `text` that are rare in Chinese (in both scripts) and in Japanese."""
    return sum(character not in _frequent() for character in _HAN.findall(text))


def _decoded(leads: Iterable[int], trails: Iterable[int], encoding: str = "gb18030") -> str:
    trails = tuple(trails)
    return bytes(byte for lead in leads for trail in trails for byte in (lead, trail)).decode(encoding, "ignore")


_HAN = re.compile(f"[{HAN}]")
