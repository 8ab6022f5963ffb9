"""Makes the tables of `generator/han/`: `pip install opencc==1.4.2 pypinyin==0.55.0 && python -m scripts.han_tables`.

The two libraries (under the licences Apache 2.0 and MIT) are needed here only: a site reads the tables.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[1] / "generator/han"
LAST_PLANE = 0x40000


def main() -> None:
    """Write both tables, each with one entry per line, sorted by character."""
    simplified = dict(_simplified())
    _write("simplified.txt", (f"{old}{new}" for old, new in sorted(simplified.items())))
    _write("readings.txt", (f"{old} {' '.join(_readings(old + new))}" for old, new in sorted(simplified.items())))


def _simplified() -> Iterator[tuple[str, str]]:
    """(character, simplified form) of each character that OpenCC changes into another single one."""
    opencc: Any = import_module("opencc")
    converter = opencc.OpenCC("t2s")
    for code in range(0x3400, LAST_PLANE):
        character = chr(code)
        # Text is normalised before it is looked up, so compatibility characters need no entry.
        if unicodedata.category(character) == "Lo" and unicodedata.normalize("NFKC", character) == character:
            new = converter.convert(character)
            if new != character and len(new) == 1:
                # Some results are traditional forms of a third character.
                yield character, converter.convert(new)


def _readings(characters: str) -> list[str]:
    """The pinyin of any of `characters` with tone marks, in the Unicode form NFC."""
    known: dict[int, str] = import_module("pypinyin.pinyin_dict").pinyin_dict
    texts = {text for character in characters for text in known.get(ord(character), "").split(",") if text}
    return sorted(unicodedata.normalize("NFC", text) for text in texts)


def _write(name: str, lines: Iterator[str]) -> None:
    (FOLDER / name).write_text("".join(f"{line.rstrip()}\n" for line in lines), encoding="utf-8")


if __name__ == "__main__":
    main()
