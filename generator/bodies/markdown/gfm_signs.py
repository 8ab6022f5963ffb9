"""The sign that each rule of markdown-it-py begins with, so that no other rules are tried where another sign stands.

Each rule compares the first character itself, but calling all of them takes 4 % of cleaning a short post (2026-11).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

_BLOCK_SIGNS = {
    "fence": "`~", "blockquote": ">", "hr": "*-_", "list": "*+-0123456789", "footnote_def": "[", "reference": "[",
    "html_block": "<", "heading": "#", "formula": "$\\", "container": ":", "admonition": "!?",
}  # fmt: skip
"""By rule, the characters that its blocks begin with.  Any character may begin a block of the other rules."""
_INLINE_SIGNS = {
    "newline": "\n", "escape": "\\", "backticks": "`", "emphasis": "*_", "link": "[", "image": "!", "autolink": "<",
    "html_inline": "<", "entity": "&", "footnote_ref": "[", "formula": "$\\", "mark": "~=^", "bare_address": ":",
    "sized_picture": "!",
}  # fmt: skip
"""The same for what stands within a paragraph."""
_CHAINS = ("", "paragraph", "reference", "blockquote", "list")
"""The lists of rules for blocks: all, and those that may end a block of this kind."""


def try_by_sign(markdown: MarkdownIt) -> None:
    """Make the converter `markdown` faster: it tries a rule only at the characters with which its constructs begin.

    All rules must have been added before.
    """
    block, inline = markdown.block.ruler, markdown.inline.ruler
    names = dict(zip(block.getRules(), block.get_active_rules(), strict=True))
    chains = {chain: [_block_rule((rule, names[rule]) for rule in block.getRules(chain))] for chain in _CHAINS}
    within = [_inline_rule(zip(inline.getRules(), inline.get_active_rules(), strict=True))]
    block.getRules = lambda chainName="": chains[chainName]  # type: ignore[method-assign]
    inline.getRules = lambda chainName="": within  # type: ignore[method-assign]


def _block_rule(rules: Iterable[tuple[Callable[..., bool], str]]) -> Callable[[StateBlock, int, int, bool], bool]:
    """One rule that does what `rules`, which are pairs with names, do one after another."""
    by_sign, others = _by_sign(rules, _BLOCK_SIGNS)

    def rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        position = state.bMarks[start] + state.tShift[start]
        for tried in by_sign.get(state.src[position : position + 1], others):  # noqa: SIM110 - half the time of `any`
            if tried(state, start, end, silent):
                return True
        return False

    return rule


def _inline_rule(rules: Iterable[tuple[Callable[..., bool], str]]) -> Callable[[StateInline, bool], bool]:
    by_sign, others = _by_sign(rules, _INLINE_SIGNS)

    def rule(state: StateInline, silent: bool) -> bool:
        for tried in by_sign.get(state.src[state.pos], others):  # noqa: SIM110 - half the time of `any`
            if tried(state, silent):
                return True
        return False

    return rule


def _by_sign(rules: Iterable[tuple[Any, str]], signs: dict[str, str]) -> tuple[dict[str, list[Any]], list[Any]]:
    """(the rules to try for each sign, those to try for any other character), in their order."""
    named = list(rules)
    by_sign = {
        sign: [rule for rule, name in named if sign in signs.get(name, sign)] for sign in "".join(signs.values())
    }
    return by_sign, [rule for rule, name in named if name not in signs]
