"""How a process that builds handles its memory."""

from __future__ import annotations

import gc


def collect_seldom() -> None:
    """Let this process look for cycles among its objects less often than Python would.

    A build makes few cycles and many objects that live as long as it does: looking through them at each thousand new
    ones took a fifth of an edit among 10,000 posts, and a fiftieth of a cold build.
    """
    gc.set_threshold(10_000, 50, 50)


def end_uncollected() -> None:
    """Let this process end without looking for cycles once more: all its objects go with it.

    That was a fortieth of a build that found nothing to do among 10,000 posts.
    """
    gc.freeze()
