"""Recipes that damage a text as programs do, for tests of what is repaired and what is marked."""

from __future__ import annotations

from pathlib import Path

from generator import han

FOLDER = Path(__file__).parent
_TABLES = Path(han.__file__).parent
_READINGS = {row[0]: row[1:].split() for row in (_TABLES / "readings.txt").read_text("utf-8").splitlines()}
_TRADITIONAL = {row[1]: row[0] for row in (_TABLES / "simplified.txt").read_text("utf-8").splitlines()}


def lines(name: str) -> list[str]:
    """The lines of a table of texts in this folder, without blank lines and headings."""
    text = (FOLDER / name).read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("== ")]


def as_browsers_read(data: bytes) -> str:
    """Bytes read as Windows-1252, in which browsers keep the five bytes without a sign as controls."""
    signs = (bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in data)
    return "".join(signs)


def utf8_as_latin_1(text: str) -> str:
    return text.encode().decode("latin-1")


def utf8_as_windows_1252(text: str) -> str:
    return as_browsers_read(text.encode())


def utf8_as_windows_1252_twice(text: str) -> str:
    return utf8_as_windows_1252(utf8_as_windows_1252(text))


def utf8_as_windows_1252_with_losses(text: str) -> str:
    return text.encode().decode("cp1252", "replace")


def utf8_as_gb18030(text: str) -> str:
    return text.encode().decode("gb18030", "replace")


def gb18030_as_latin_1(text: str) -> str:
    return text.encode("gb18030").decode("latin-1")


def gb18030_as_windows_1252(text: str) -> str:
    return as_browsers_read(text.encode("gb18030"))


def numbers_escaped_twice(text: str) -> str:
    return "".join(f"&#{ord(sign)};" for sign in text)


def traditional(text: str) -> str:
    """A text with one traditional form, maybe a rare one, of each simplified character."""
    return "".join(_TRADITIONAL.get(sign, sign) for sign in text)


def with_readings(text: str) -> str:
    """A text with the reading of each traditional character behind it, as a copying program writes it."""
    return "".join(f"{sign}({_READINGS[sign][0]})" if _READINGS.get(sign) else sign for sign in text)


def one_byte_late(text: str) -> str:
    return text.encode("gb18030")[1:].decode("gb18030", "replace")


def without_a_byte(text: str) -> str:
    data = text.encode("gb18030")
    middle = len(data) // 4 * 2
    return (data[:middle] + data[middle + 1 :]).decode("gbk", "replace")


def without_characters(text: str) -> str:
    return "".join("\ufffd" if place % 11 == 5 else sign for place, sign in enumerate(text))


def with_question_marks(text: str) -> str:
    """Each second character of words that stand in the middle of a clause is a question mark."""
    return "".join("?" if _is_inner(text, place) and place % 7 == 3 else sign for place, sign in enumerate(text))


def _is_inner(text: str, place: int) -> bool:
    return text[max(0, place - 1) : place + 2].isalpha() and 0 < place < len(text) - 1
