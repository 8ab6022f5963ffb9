"""Warns of posts that lost much of their text in cleaning."""

from __future__ import annotations

from generator.cleaning.draft import Draft

LOSS_LIMIT = 0.4
"""The report names posts that lost more than this share of their text."""


def look(draft: Draft, text: str) -> None:
    """Add a problem to `draft` if `text`, the published text, is much shorter than the text of the source."""
    kept = _signs(text) + draft.said_twice
    # Counting the original's blanks too is cheaper and only makes the test stricter; nearly every post passes it.
    if kept >= (1 - LOSS_LIMIT) * len(draft.written):
        return
    if is_much(kept - draft.said_twice, draft):
        written = len("".join(draft.written.split()))
        draft.noted(
            "text-lost",
            f"{(written - kept) * 100 // written} % of its text was removed",
            "explain shows which rule took what; [cleaning] off switches one off",
        )


def _signs(text: str) -> int:
    return len(text) - text.count("\n") - text.count(" ")


def is_much(kept: int, draft: Draft) -> bool:
    """Whether a post has lost more than the share `LOSS_LIMIT` of its text, so that the user is to be warned.

    `kept` is the number of characters that are left, without blanks; text that the page shows elsewhere is not lost.
    """
    return kept + draft.said_twice < (1 - LOSS_LIMIT) * len("".join(draft.written.split()))
