"""Trees of blocks, written as Markdown and as the HTML that CommonMark makes of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hypothesis import strategies as st


@dataclass(frozen=True)
class Block:
    """A block and what it holds: words, or other blocks."""

    kind: str
    """`paragraph`, `heading`, `code`, `table`, `quotation`, `bullets` or `numbers`."""
    words: str = ""
    inner: tuple[Block, ...] = ()
    """The blocks of a quotation; of a list, the items, of the kind `item`."""


def blocks() -> st.SearchStrategy[list[Block]]:
    """Documents."""
    words = st.sampled_from(("雾散了", "a ferry", "潮汐 tide", "镇上"))
    leaves = st.builds(Block, st.sampled_from(("paragraph", "heading", "code", "table")), words)

    def grow(inner: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
        several = st.lists(inner, min_size=1, max_size=3).map(tuple)
        items = st.lists(st.builds(Block, st.just("item"), st.just(""), several), min_size=1, max_size=3).map(tuple)
        return st.builds(Block, st.just("quotation"), st.just(""), several) | st.builds(
            Block, st.sampled_from(("bullets", "numbers")), st.just(""), items
        )

    return st.lists(st.recursive(leaves, grow, max_leaves=8), min_size=1, max_size=3)


def markdown(several: Sequence[Block]) -> str:
    """The Markdown of blocks, with a rule between them, which ends a list or a quotation."""
    texts = []
    for block in several:
        match block.kind:
            case "quotation":
                text = "\n".join(f"> {line}".rstrip() for line in markdown(block.inner).split("\n"))
            case "bullets" | "numbers":
                marker = "- " if block.kind == "bullets" else "1. "
                text = "\n\n".join(_item(marker, markdown(item.inner)) for item in block.inner)
            case kind:
                text = _LEAVES[kind][0].format(block.words)
        texts.append(text)
    return "\n\n***\n\n".join(texts)


def html(several: Sequence[Block], *, is_loose: bool = True) -> str:
    """The HTML of blocks; in an item of a list that is not loose, no `p` stands around the words of a paragraph."""
    made = []
    for block in several:
        match block.kind:
            case "quotation":
                made.append(f"<blockquote>{html(block.inner)}</blockquote>")
            case "bullets" | "numbers":
                name = "ul" if block.kind == "bullets" else "ol"
                # Blank lines stand between the items, and between the blocks of each.
                has_blanks = len(block.inner) > 1 or any(len(item.inner) > 1 for item in block.inner)
                items = (f"<li>{html(item.inner, is_loose=has_blanks)}</li>" for item in block.inner)
                made.append(f"<{name}>{''.join(items)}</{name}>")
            case "paragraph" if not is_loose:
                made.append(block.words)
            case kind:
                made.append(_LEAVES[kind][1].format(block.words))
    return "<hr>".join(made)


_LEAVES = {
    "paragraph": ("{}", "<p>{}</p>"),
    "heading": ("## {}", "<h2>{}</h2>"),
    "code": ("```\n- {}\n\n> x\n```", "<pre><code>- {}\n\n&gt; x\n</code></pre>"),
    "table": (
        "| {0} | b |\n|---|---|\n| c | {0} |",
        "<table><thead><tr><th>{0}</th><th>b</th></tr></thead><tbody><tr><td>c</td><td>{0}</td></tr></tbody></table>",
    ),
}
"""By kind: the Markdown and the HTML."""


def _item(marker: str, text: str) -> str:
    lines = text.split("\n")
    return "\n".join([marker + lines[0], *(" " * len(marker) + line if line else "" for line in lines[1:])])
