"""Turns the code blocks that a Markdown converter made of parts of a web page back into parts of the page.

Hexo runs a Markdown converter over scraped pages.  At a blank line before indentation, it turns the next lines, often
the whole article, into a code block.
"""

from __future__ import annotations

import html as entities
import re

from generator.bodies import escaped

TORN_INDENT = 8
"""Least number of blanks before the first tag of a part that is recognised by them alone.

Authors do not indent the first line of an example, or only by one level.
"""
_BLOCK = re.compile(r"<pre><code>([^<]*+)</code></pre>")
_CODE = re.compile(r"<(?:pre|code)(?=[\s>])", re.IGNORECASE)
_DEEP = re.compile(r"\s*+&lt;[/!A-Za-z]")
_END_TAGS = re.compile(r"(?:\s*+&lt;/[A-Za-z][A-Za-z0-9]*+&gt;)++\s*+")
_MARKUP = re.compile(r"<[^<>]*+>")
_SCRAPED = re.compile(
    r"""\s(?:referrerpolicy|srcset|loading|decoding|data-[a-z-]{1,40}|alt=(?:"|&quot;)none(?:"|&quot;))""",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"""=\s*+(?:"|'|&quot;|&#39;)https?://""", re.IGNORECASE)
_SHOWING = frozenset({"a", "img", "video", "audio", "source", "iframe"})


def joined(html: str) -> tuple[str, int]:
    """`html` in which code blocks that are really parts of a web page are markup again, and the number of such blocks.

    A Markdown converter made code of these parts.  Call this before parsing, because end tags in a part close elements
    that began before it.
    """
    if "<pre><code>" not in html:
        return html, 0
    blocks = list(_BLOCK.finditer(html))
    parts = {block.start() for block in blocks if _is_deep(block[1])}
    if len(parts) < len(blocks):
        parts |= _parts(html)
    if not parts:
        return html, 0
    return _BLOCK.sub(lambda block: entities.unescape(block[1]) if block.start() in parts else block[0], html), len(
        parts
    )


def _is_deep(content: str) -> bool:
    """Whether a block of code is a part of a page because of its indentation alone."""
    if _DEEP.match(content) is None:
        return False
    blanks = content[: content.index("&")].rpartition("\n")[2]
    return len(blanks) >= TORN_INDENT or (bool(blanks) and _END_TAGS.fullmatch(content) is not None)


def _parts(html: str) -> set[int]:
    """The positions of all blocks of code if they are parts of a page: one shows that, and all hold HTML.

    A post that shows HTML on purpose has words about code, other code, or blocks that hold whole examples.
    """
    blocks = [block for block in _BLOCK.finditer(html) if "&" in block[1]]
    if not blocks or 2 * len(blocks) < sum(1 for _ in _CODE.finditer(html)):
        return set()
    is_torn = False
    for block in blocks:
        # The part begins with a tag.
        tags = escaped.known_tags(block[1]) if block[1].lstrip().startswith("&") else ()
        if not tags or block[1][: tags[0].start()].strip():
            return set()
        is_torn = is_torn or _is_deep(block[1]) or _shows_page(tags, is_indented=block[1].lstrip("\n")[:1].isspace())
    if not is_torn or escaped.ABOUT_CODE.search(_MARKUP.sub(" ", _BLOCK.sub(" ", html))) is not None:
        return set()
    return {block.start() for block in blocks}


def _shows_page(tags: list[re.Match[str]], *, is_indented: bool) -> bool:
    """Whether tags are part of a page: an end tag comes first, or a picture has what a scraper writes.

    The end tag must be indented, or be followed by a picture or link with a whole address: a lesson about HTML begins
    with an end tag at most at the start of the line.
    """
    outside = [tag for tag in tags if (tag["name"] or "").lower() in _SHOWING and _ADDRESS.search(tag["rest"])]
    if tags[0]["end"]:
        return bool(outside) or (is_indented and any(not tag["end"] for tag in tags))
    return any(_SCRAPED.search(tag["rest"]) for tag in outside)
