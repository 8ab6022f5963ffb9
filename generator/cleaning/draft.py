"""`Draft`: a post while it is being cleaned.  It is the only mutable value of the pipeline and never leaves `clean`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from generator.article.account import Taken
from generator.article.nodes import Node
from generator.bodies.embedded import Album
from generator.clean_config import CleanConfig
from generator.errors import Problem, Where, problem
from generator.model import Damage, Header, RawPost, Removal

_MOST_READ = 100
"""Removals by a rule whose text is read for an example."""


@dataclass(slots=True)
class Draft:
    """A post while it is being cleaned: its fields, its body as a tree, and a record of what was removed so far."""

    raw: RawPost
    header: Header
    config: CleanConfig
    body: Node
    """The element that holds the article; the steps change its content."""
    cover: str
    """Address of the picture for cards, from front matter; steps clear it if it is an advertisement or placeholder."""
    kind: str = "html"
    """The kind of markup of the body: `html`, `markdown` or `text`."""
    written: str = ""
    """The text of the body before any step removed something, including its blanks."""
    said_twice: int = 0
    """How many characters of that text were removed only because the page shows them elsewhere, without blanks.

    Examples are the title and the source of a formula.
    """
    top_headings: list[Node] = field(default_factory=list)
    """The elements that were `h1` before all of them became `h2`."""
    taken: Taken = field(default_factory=Taken)
    """All texts, pictures and links that steps removed, for the account."""
    aside: Mapping[str, str] = field(default_factory=dict)
    """Long `data:` addresses by the short ones that stand for them in the body."""
    album: Album = field(default_factory=Album)
    """The pictures of such addresses that become files of the site."""
    damage: list[Damage] = field(default_factory=list)
    """The paragraphs with damage that could not be repaired, in order; their ids are still empty."""
    removals: list[Removal] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def is_off(self, name: str) -> bool:
        """Whether the settings switch off the step or rule called `name`."""
        return name in self.config.off

    def removed(self, rule: str, kind: str, text: str = "", count: int = 1, where: str = "") -> None:
        """Record that `rule` removed or repaired something `count` times; the first 500 characters of `text` are kept.

        `rule` is the id of a filter rule, or `STEP:PART`.  `kind` is a kind of removal, such as `advertisement`, and
        `text` what was removed.  `where` is the list and line of the filter rule, or the name of the step.
        """
        self.removals.append(Removal(rule, kind, text[:500], count, where))

    def noted(self, code: str, message: str, help: str = "", line: int = 0) -> None:
        """Record a problem of this post; `line` is a line of its source, 0 for the whole source."""
        self.problems.append(problem(code, Where(self.raw.source.id, line), message, help))

    def take(self, kind: str, node: Node) -> None:
        """Record that `node` was removed with its content: its words, pictures and links then do not count as lost.

        `kind` is a kind of removal, such as `advertisement`.
        """
        nodes = node.walk()
        text = node.text()
        self.taken.add(kind, text, sum(inner.tag == "img" for inner in nodes), sum(map(is_web_link, nodes)))


class Tally:
    """Counts what one step of cleaning removed or repaired in a draft; `close` records the counts in the draft."""

    def __init__(self, draft: Draft, step: str) -> None:
        self._draft = draft
        self._step = step
        self._counts: defaultdict[tuple[str, str], int] = defaultdict(int)
        self._texts: defaultdict[tuple[str, str], list[str]] = defaultdict(list)

    def is_on(self, rule: str) -> bool:
        """Whether the part `rule` of this step is to be applied, because no setting switches it off."""
        # Called several times for each element, and hardly any site switches anything off.
        return not self._draft.config.off or not self._draft.is_off(f"{self._step}:{rule}")

    def add(self, rule: str, kind: str, text: str | Callable[[], str] = "") -> None:
        """Count one removal or repair by `rule`, and keep `text` as an example if it is one of the first three.

        `kind` is a kind of removal, such as `tracking`.  If `text` is a function, it is called only while examples are
        missing, and only for the first `_MOST_READ` removals: elements without text give no example, and reading
        thousands of nested ones takes long.
        """
        self._counts[rule, kind] += 1
        if not text or len(texts := self._texts[rule, kind]) == 3:
            return
        if isinstance(text, str):
            texts.append(text[:160])
        elif self._counts[rule, kind] <= _MOST_READ and (example := text()):
            texts.append(example[:160])

    def take(self, rule: str, kind: str, node: Node, text: str = "") -> None:
        """Count one removal by `rule`, and record the words, pictures and links of `node` as removed, not lost.

        `kind` is a kind of removal, such as `frame`, and `text` an example for the report.  The caller removes `node`.
        """
        self.add(rule, kind, text)
        self.gone(kind, node)

    def gone(self, kind: str, node: Node) -> None:
        """Record the words, pictures and links in `node` as removed, without counting a removal.

        For an element whose removal is counted in another way.
        """
        self._draft.take(kind, node)

    def unlinked(self, link: Node) -> None:
        """Record that the link `link` was removed and its content stays, so that it does not count as a lost link."""
        self._draft.taken.add("", "", links=is_web_link(link))

    def said_twice(self, text: str) -> None:
        """Count the characters of `text`, which is removed because the page shows the same text elsewhere.

        The post is then not reported to have lost this text.
        """
        self._draft.said_twice += len("".join(text.split()))

    def count(self, rule: str) -> int:
        """The number of removals and repairs by `rule` so far."""
        return sum(count for (name, _), count in self._counts.items() if name == rule)

    def close(self) -> None:
        """Add a `Removal` for each rule and kind to the draft, with count and examples, in the order of first use."""
        for (rule, kind), count in self._counts.items():
            self._draft.removed(f"{self._step}:{rule}", kind, "\n".join(self._texts[rule, kind]), count, self._step)


def is_web_link(node: Node) -> bool:
    """Whether a node is a link to an http or https address."""
    return node.tag == "a" and node.value("href").lower().startswith(("http://", "https://"))
