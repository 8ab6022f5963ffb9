"""The visible text of a tree of nodes, and the number of words in a text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Set

from generator.article.elements import BLOCKS, CELLS, SILENT
from generator.article.nodes import TEXT, Node

BORDERS = {**dict.fromkeys(BLOCKS | {"br"}, "\n"), **dict.fromkeys(CELLS, " ")}
"""The separator between the text of an element and the text beside it, by tag."""
FOOTNOTE_MARKS = frozenset({"footnote-ref", "footnote-backref"})
"""Classes of links that are not part of the text."""

# Zero-width characters are dropped; the full-width space and the no-break space count as blanks.
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")

# Han with its extensions, bopomofo, kana (also half width) and hangul.
CJK = (
    r"\u2e80-\u2fdf\u3005\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f\u31a0-\u31bf"
    r"\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u1100-\u11ff\u3131-\u318e\ua960-\ua97c\uac00-\ud7fb"
    r"\uff66-\uff9f\U00020000-\U0003ffff"
)
# A run of characters that are one word each is a single match, which takes half the time of a match for each.  Trailing
# punctuation is part of the match, so that the search does not restart at each sign.
_RUNS = re.compile(rf"([{CJK}]+|[^\W_{CJK}]+(?:['’][^\W_{CJK}]+)*)[ \n，。、；：！？]*+")
_CJK_ONLY = re.compile(rf"[{CJK}]*+")
_WORDS = re.compile(r"\w+")


def visible_text(root: Node, until: Node | None = None) -> str:
    """The text in `root` that readers see, one line for each block or line break, without empty lines.

    Each run of blanks becomes one blank, and marks of footnotes are left out.  The text ends before the node `until`.
    """
    return tidy(written_text(root, until=until, is_left_out=is_footnote_mark))


def written_text(
    root: Node,
    borders: Mapping[str, str] = BORDERS,
    silent: Set[str] = SILENT,
    *,
    until: Node | None = None,
    is_left_out: Callable[[Node], bool] = lambda _: False,
) -> str:
    """The text of `root` in document order, with blanks as written; outside `pre`, newlines become blanks.

    `borders` gives the text to put before and after an element, by its tag.  Elements whose tag is in `silent`, and
    those for which `is_left_out` returns True, are left out with their content.  If `until` is not None, the text ends
    before the node `until`.
    """
    pieces: list[str] = []
    around: list[Node] = []
    node: Node | None = root
    pre_depth = 0
    while node is not None and node is not until:
        tag = node.tag
        child = None
        if tag == TEXT:
            text = node.text_content
            pieces.append(text if pre_depth else text.replace("\n", " ").replace("\r", " "))
        elif tag[0] != "-" and tag not in silent and not is_left_out(node):
            pieces.append(borders.get(tag, ""))
            child = node.first_child
        if child is not None:
            pre_depth += tag == "pre"
            around.append(node)
            node = child
            continue
        following = node.next if around else None
        while following is None and around:
            node = around.pop()
            pieces.append(borders.get(node.tag, ""))
            pre_depth -= node.tag == "pre"
            following = node.next if around else None
        node = following
    return "".join(pieces)


def tidy(text: str) -> str:
    """`text` with one blank for each run of blanks, without empty lines and invisible characters."""
    return "\n".join([" ".join(words) for line in _INVISIBLE.sub("", text).split("\n") if (words := line.split())])


def is_footnote_mark(node: Node) -> bool:
    """Whether `node` is a link from a text to a footnote, or from a footnote back to the text."""
    return node.tag == "a" and node.attributes.get("class") in FOOTNOTE_MARKS


def runs_of(text: str) -> list[str]:
    """The words of `text` in order, without the blanks and punctuation between them.

    Neighbouring Chinese, Japanese or Korean characters are one item of the list, although each counts as a word.
    """
    return _RUNS.findall(text)


def word_count(runs: list[str]) -> int:
    """The number of words in `runs`, the items into which `runs_of` splits a text.

    An item of Chinese, Japanese or Korean characters counts as one word for each character, any other item as one word.
    """
    characters = "".join(runs)
    # Chinese prose has no other runs.
    if _CJK_ONLY.fullmatch(characters):
        return len(characters)
    others = [run for run in runs if not run.isascii()]
    characters = "".join(others)
    if _CJK_ONLY.fullmatch(characters):
        return len(runs) - len(others) + len(characters)
    return sum(len(run) if _CJK_ONLY.fullmatch(run) else 1 for run in runs)


def comparable(text: str) -> str:
    """Only the letters and digits of `text`, in lower case, for comparing texts without blanks and punctuation."""
    return "".join(character for character in text.casefold() if character.isalnum())


def letters(runs: list[str]) -> str:
    """The letters and digits in `runs`, the words of a text, joined without blanks; case is kept."""
    text = "".join(runs)
    # Nearly always true; runs may also contain apostrophes, and radicals that are not letters.
    return text if text.isalnum() else "".join(_WORDS.findall(text))
