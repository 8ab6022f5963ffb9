"""`Draft`: a post while it is being cleaned, the one mutable value of the pipeline; it never leaves `clean`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from generator.article.account import Taken
from generator.article.nodes import Node
from generator.config import CleanConfig
from generator.errors import Problem, Where, problem
from generator.model import Header, RawPost, Removal


@dataclass(slots=True)
class Draft:
    """A post between two steps of cleaning."""

    raw: RawPost
    header: Header
    config: CleanConfig
    body: Node
    """The element that holds the article; the steps change what is in it."""
    cover: str
    """The picture for cards: front matter's, empty once a step has found it to be an advertisement or placeholder."""
    written: str = ""
    """The text of the body before a step took anything out of it, with its blanks."""
    said_twice: int = 0
    """How many signs of that text went only because the page shows them elsewhere: its title, a formula's source."""
    taken: Taken = field(default_factory=Taken)
    """All texts, pictures and links that steps took out, for the account."""
    removals: list[Removal] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def is_off(self, name: str) -> bool:
        """Whether a step or rule id is switched off."""
        return name in self.config.off

    def removed(self, rule: str, kind: str, text: str = "", count: int = 1, where: str = "") -> None:
        """Record that `rule` took something out; only the first 500 characters of its text are kept."""
        self.removals.append(Removal(rule, kind, text[:500], count, where))

    def noted(self, code: str, message: str, help: str = "", line: int = 0) -> None:
        """Record a problem of this post."""
        self.problems.append(problem(code, Where(self.raw.source.id, line), message, help))

    def take(self, kind: str, node: Node) -> None:
        """Tell the account of a node that goes with all that it holds."""
        whole = node.walk()
        text = node.text()
        self.taken.add(kind, text, sum(one.tag == "img" for one in whole), sum(map(is_web_link, whole)))


class Tally:
    """Counts what a step took out or mended, and tells the draft once for each rule."""

    def __init__(self, draft: Draft, step: str) -> None:
        self._draft = draft
        self._step = step
        self._counts: defaultdict[tuple[str, str], int] = defaultdict(int)
        self._texts: defaultdict[tuple[str, str], list[str]] = defaultdict(list)

    def is_on(self, rule: str) -> bool:
        """Whether a rule of this step may act."""
        # Hardly any site switches anything off, and each element asks several times.
        return not self._draft.config.off or not self._draft.is_off(f"{self._step}:{rule}")

    def add(self, rule: str, kind: str, text: str | Callable[[], str] = "") -> None:
        """Count one; the first few texts are kept as examples.

        A function is called only while one is wanted: reading the text of each of many nested elements takes long.
        """
        self._counts[rule, kind] += 1
        if text and len(texts := self._texts[rule, kind]) < 3 and (found := text if isinstance(text, str) else text()):
            texts.append(found[:160])

    def take(self, rule: str, kind: str, node: Node, text: str = "") -> None:
        """Count an element that goes with all that it holds, and tell the account."""
        self.add(rule, kind, text)
        self.gone(kind, node)

    def gone(self, kind: str, node: Node) -> None:
        """Tell the account only: what the element becomes is counted elsewhere."""
        self._draft.take(kind, node)

    def unlinked(self, link: Node) -> None:
        """Tell the account of a link that loses its address and keeps what it holds."""
        self._draft.taken.add("", "", links=is_web_link(link))

    def said_twice(self, text: str) -> None:
        """Tell the draft of text that goes because the page shows it elsewhere."""
        self._draft.said_twice += len("".join(text.split()))

    def count(self, rule: str) -> int:
        """How often a rule acted so far."""
        return sum(count for (name, _), count in self._counts.items() if name == rule)

    def close(self) -> None:
        """Write the counts into the draft, in the order in which the rules first acted."""
        for (rule, kind), count in self._counts.items():
            self._draft.removed(f"{self._step}:{rule}", kind, "\n".join(self._texts[rule, kind]), count, self._step)


def is_web_link(node: Node) -> bool:
    """Whether a node is a link to the web."""
    return node.tag == "a" and node.value("href").lower().startswith(("http://", "https://"))
