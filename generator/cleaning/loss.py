"""How much of its text a post lost on its way through cleaning."""

from __future__ import annotations

from generator.cleaning.draft import Draft

LOSS_LIMIT = 0.4
"""A post that lost more than this share of its text is named in the report."""


def look(draft: Draft, text: str) -> None:
    """Add a problem to a draft when `text`, what is published of it, is so little that somebody should look."""
    kept = _signs(text) + draft.said_twice
    # Blanks make up little of a text: nearly every post is known to be whole before its own are counted.
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
    """Whether a draft with so many signs of its text left has lost more than `LOSS_LIMIT` of it."""
    return kept + draft.said_twice < (1 - LOSS_LIMIT) * len("".join(draft.written.split()))
