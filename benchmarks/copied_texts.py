"""Texts with copies among them: text number i depends on the seed and i only, and each hundredth is a copy.

All words are invented.  Copies are made in five ways, each to a degree that varies from one to the next, so that some
are nearly the same as their original and others have little in common with it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import cache
from itertools import accumulate
from random import Random

from benchmarks.pieces import many
from generator.han import simplified

SEED = 1
EVERY = 100
"""One of so many texts is a copy of the text before it."""

Text = Callable[[Random], str]
Change = Callable[[Random, str], str]


def text(corpus: str, number: int, seed: int = SEED) -> str:
    """Text `number` of a corpus, a key of `CORPORA`."""
    kinds, _ = CORPORA[corpus]
    if (original := original_of(number)) is None:
        chance = Random(f"{seed}:{corpus}:{number}")
        (kind,) = chance.choices(list(kinds), list(kinds.values()))
        return kind(chance)
    return change(corpus, number)(Random(f"{seed}:{corpus}:copy {number}"), text(corpus, original, seed))


def kind_of(corpus: str, number: int, seed: int = SEED) -> Text:
    """Of which kind a text is; a copy is of the kind of its original."""
    kinds, _ = CORPORA[corpus]
    original = original_of(number)
    chance = Random(f"{seed}:{corpus}:{number if original is None else original}")
    return chance.choices(list(kinds), list(kinds.values()))[0]


def original_of(number: int) -> int | None:
    """The number of the text of which this one is a copy; None if it is none."""
    return number - 1 if number % EVERY == EVERY - 1 else None


def change(corpus: str, number: int) -> Change:
    """What was done to the original of a copy."""
    _, changes = CORPORA[corpus]
    return changes[number // EVERY % len(changes)]


# ------------------------------------------------------------------------------------------- Chinese


@cache
def _han() -> list[str]:
    """The 3,755 most common simplified characters, as GB 2312 lists them."""
    rows = range(0xB0, 0xD8)
    codes = [bytes((row, cell)) for row in rows for cell in range(0xA1, 0xFF)]
    return [code.decode("gb2312") for code in codes if code < b"\xd7\xfa"]


@cache
def _traditional() -> dict[int, str]:
    """A traditional form of each simplified character that has one."""
    everything = map(chr, range(0x9FFF, 0x4DFF, -1))
    return {ord(simplified(character)): character for character in everything if simplified(character) != character}


@cache
def _chinese_words() -> tuple[list[str], list[float]]:
    """Words of one to three characters with their summed frequencies, which fall as in any language."""
    chance = Random("words")
    count = 30_000
    found = ["".join(chance.choices(_han(), k=chance.choices((1, 2, 3), (10, 75, 15))[0])) for _ in range(count)]
    return found, list(accumulate(1 / (rank + 20) for rank in range(count)))


def _chinese(chance: Random, length: int) -> str:
    """About as many characters in sentences, some with numbers and names in letters."""
    words, weights = _chinese_words()
    chosen = chance.choices(words, cum_weights=weights, k=max(1, length // 2))
    place = 0
    while (place := place + chance.randint(2, 9)) < len(chosen):
        chosen[place] += chance.choice("，，，。、")
    if chance.random() < 0.6:
        for place in range(chance.randrange(40), len(chosen), 60):
            chosen[place] += f"{chance.randrange(3000)}" if chance.random() < 0.7 else f" {_latin_word(chance)} "
    return "".join(chosen) + "。"


def article(chance: Random) -> str:
    """A Chinese article of some hundred to some thousand characters; the closing words are those of its feed."""
    closing = Random(f"feed {chance.randrange(24)}")
    return f"{_chinese(chance, 70 + many(chance, 720, 0.8))}\n{_chinese(closing, closing.randint(10, 80))}"


# ------------------------------------------------------------------------------------------- templates


def weather(chance: Random) -> str:
    """A forecast for one of some cities: a few words and numbers differ."""
    city = "".join(Random(f"city {chance.randrange(40)}").choices(_han(), k=2))
    low = chance.randint(-10, 25)
    sky, wind, advice = (chance.choice(_phrases(name, 6)) for name in ("sky", "wind", "advice"))
    return (
        f"{city}气象台{_day(chance)}发布：今天白天{sky}，{wind}风{chance.randint(1, 6)}级，"
        f"最高气温{low + chance.randint(3, 12)}度，夜间最低气温{low}度，相对湿度百分之{chance.randint(20, 95)}，"
        f"空气质量指数{chance.randint(20, 200)}。{advice}。请市民及时关注最新的预报和预警信息，合理安排出行。"
    )


def prices(chance: Random) -> str:
    """What goods cost at a market on a day: the same goods in the same order, other numbers."""
    market = chance.randrange(20)
    goods = _phrases(f"market {market}", 30)
    lines = [f"{name}每公斤{chance.randint(1, 60)}.{chance.randrange(100):02}元" for name in goods]
    return f"{goods[0]}批发市场{_day(chance)}价格行情：{'，'.join(lines)}。"


def _day(chance: Random) -> str:
    return f"{chance.randint(1, 12)}月{chance.randint(1, 28)}日"


@cache
def _phrases(name: str, count: int) -> list[str]:
    chance = Random(name)
    return ["".join(chance.choices(_han(), k=chance.randint(2, 6))) for _ in range(count)]


# ------------------------------------------------------------------------------------------- letters

_ONSETS = "b c d f g h j k l m n p r s t v w st tr pl sch".split()
_VOWELS = "a e i o u é ü ö ai ou".split()
_CYRILLIC = str.maketrans("abcdefghijklmnoprstuvwü", "абцдефгхижклмнопрстуввю")


def _latin_word(chance: Random) -> str:
    return "".join(chance.choice(_ONSETS) + chance.choice(_VOWELS) for _ in range(chance.randint(1, 4)))


@cache
def _latin_words() -> tuple[list[str], list[float]]:
    chance = Random("letters")
    return [_latin_word(chance) for _ in range(20_000)], list(accumulate(1 / (rank + 10) for rank in range(20_000)))


def letters(chance: Random) -> str:
    """A text in Latin letters, some with accents, in sentences."""
    words, weights = _latin_words()
    chosen = chance.choices(words, cum_weights=weights, k=40 + many(chance, 250, 0.7))
    place = 0
    while (place := place + chance.randint(4, 14)) < len(chosen):
        chosen[place] = f"{chosen[place]}{chance.choice('.,,')}"
    return " ".join(chosen).capitalize() + "."


def cyrillic(chance: Random) -> str:
    """The same in Cyrillic letters."""
    return letters(chance).translate(_CYRILLIC)


# ------------------------------------------------------------------------------------------- copies


def edited(chance: Random, original: str) -> str:
    """Words replaced, inserted and deleted in up to one of 25 places."""
    unit = 2 if _is_chinese(original) else 12
    pieces = [original[place : place + unit] for place in range(0, len(original), unit)]
    for _ in range(int(len(pieces) * chance.uniform(0, 0.08 if unit == 2 else 0.25))):
        place = chance.randrange(len(pieces))
        pieces[place] = chance.choice(("", pieces[place] + _word(chance, unit), _word(chance, unit)))
    return "".join(pieces)


def truncated(chance: Random, original: str) -> str:
    """The beginning, three fifths at least, with a note that there is more."""
    return f"{original[: int(len(original) * chance.uniform(0.6, 1))]}…（未完待续）"


def retitled(chance: Random, original: str) -> str:
    """Another title and byline above, and the closing words of another site below."""
    unit = 2 if _is_chinese(original) else 12
    above = "".join(_word(chance, unit) for _ in range(chance.randint(3, 12)))
    below = "".join(_word(chance, unit) for _ in range(chance.randint(0, 30)))
    return f"{above}\n{original}\n{below}"


def converted(chance: Random, original: str) -> str:
    """In traditional characters, with commas of half width; a few characters are lost."""
    lost = chance.uniform(0, 0.02)
    kept = "".join("?" if chance.random() < lost else character for character in original)
    return kept.translate(_traditional()).replace("，", ",")


def annotated(chance: Random, original: str) -> str:
    """In traditional characters, some of which have their reading in parentheses wherever they stand."""
    shown = frozenset(chance.sample(sorted(_traditional().values()), 400))
    text = converted(chance, original)
    return "".join(f"{mark}({_reading(mark)})" if mark in shown else mark for mark in text)


def recased(chance: Random, original: str) -> str:
    """In capitals or small letters, with accents as signs of their own, and other quotes; a few letters are lost."""
    lost = chance.uniform(0, 0.01)
    kept = "".join("?" if chance.random() < lost else character for character in original)
    return unicodedata.normalize("NFD", kept.upper() if chance.random() < 0.5 else kept.lower()).replace(", ", " — ")


def _reading(character: str) -> str:
    return Random(character).choice("dēng tǎ shì guó zhōng xué mén lǜ jiàn".split())


def _word(chance: Random, length: int) -> str:
    return "".join(chance.choices(_han(), k=2)) if length == 2 else f" {_latin_word(chance)} "


def _is_chinese(original: str) -> bool:
    return sum("\u4e00" <= character <= "\u9fff" for character in original[:200]) > 50


CORPORA: dict[str, tuple[dict[Text, float], tuple[Change, ...]]] = {
    "Chinese articles": ({article: 1.0}, (edited, truncated, converted, retitled, annotated)),
    "templates and letters": (
        {weather: 0.3, prices: 0.2, letters: 0.35, cyrillic: 0.15},
        (edited, truncated, recased, retitled),
    ),
}
"""The kinds of texts of each corpus with their shares, and the ways in which copies are made."""
TEMPLATES = frozenset({weather, prices})
