"""Documents of Markdown in which a block stands in two containers, and what makes more of them."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import strategies as st

CONTAINERS = {"bullets": ("- ", "  "), "numbers": ("1. ", "   "), "quotation": ("> ", "> ")}
"""By name: what stands before the first line of what it holds, and before the others."""

LEAVES = {
    "lines": "雾散了，船来了。\nThe ferry came in.",
    "marks": '**渡船**与*灯塔*，见[码头](/quay/ "一座码头")和`code`。',
    "fence": "```js\nlet a = 1;\n\nlet b = 2;\n```",
    "tildes": "~~~\n- no list\n> no quotation\n~~~",
    "indented": "一段话。\n\n    indented code\n\n    more of it",
    "table": "| 船 | 票价 |\n|:--|--:|\n| 早 | 3 |\n| 晚 | 5 |",
    "html": '<div class="box">\n<b>盒</b>\n</div>',
    "html and text": "<div>\n\n**粗** text\n\n</div>",
    "comment": "前\n\n<!-- a comment\nof two lines -->\n\n后",
    "heading": "## 潮汐\n\n文",
    "underlined": "潮汐\n----\n文",
    "rule": "上\n\n***\n\n下",
    "tasks": "- [ ] 买票\n- [x] 上船",
    "loose": "- 一\n\n- 二\n\n  二的后话",
    "deeper": "- 一\n  - 二\n    - 三\n- 四",
    "starts": "3. 三\n4. 四",
    "picture": "![灯塔](/a.png)\n文字\\\n下一行",
    "reference": '见[那里][a]。\n\n[a]: /there/ "那里"',
    "lazy": "> 引一\n引二",
    "deleted": "~~旧价~~ 新价 &amp; &copy; a<b",
}
"""By name: the block within."""

_TIGHT = "Hexo makes no paragraph in a list of one item that begins with this block (CommonMark 5.3)"
UNLIKE_HEXO = {"heading": _TIGHT, "html": _TIGHT, "table": _TIGHT}
"""By name: the blocks that Hexo misreads in some containers, with the rule of CommonMark that it breaks."""


def wrapped(container: str, text: str) -> str:
    """`text` in a container."""
    first, other = CONTAINERS[container]
    lines = text.split("\n")
    # A blank line needs a sign in a quotation only.
    rest = [f"{other}{line}".rstrip() if line or other == "> " else "" for line in lines[1:]]
    return "\n".join([f"{first}{lines[0]}", *rest])


def documents() -> Iterator[tuple[str, str]]:
    """(name, text) of each document: every block in every pair of containers, with and without blank lines."""
    for number, (leaf, block) in enumerate(LEAVES.items()):
        for outer in CONTAINERS:
            for inner in CONTAINERS:
                between = "\n\n" if (number + len(outer) + len(inner)) % 2 else "\n"
                middle = wrapped(inner, f"内{between}{block}" if leaf != "underlined" else f"内\n\n{block}")
                yield f"{outer}, {inner}, {leaf}", f"{wrapped(outer, f'外{between}{middle}')}\n\n尾\n"


def any_documents() -> st.SearchStrategy[str]:
    """Documents of the blocks that Hexo reads as CommonMark says, in any containers."""
    leaves = sorted(block for name, block in LEAVES.items() if name not in UNLIKE_HEXO)

    def grow(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        several = st.lists(inner, min_size=1, max_size=3).map("\n\n".join)
        return st.builds(wrapped, st.sampled_from(sorted(CONTAINERS)), several)

    return st.recursive(st.sampled_from(leaves), grow, max_leaves=5)
