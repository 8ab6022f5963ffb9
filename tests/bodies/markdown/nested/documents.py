"""Documents of Markdown in which a block stands in two containers, and what makes more of them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

CONTAINERS = {
    "bullets": ("- ", "  "),
    "numbers": ("1. ", "   "),
    "quotation": ("> ", "> "),
    "stars": ("* ", "  "),
    "far bullets": ("-   ", "    "),
    "high numbers": ("10) ", "    "),
}
"""By name: what stands before the first line of what it holds, and before the others."""

_RECORDED = ("bullets", "numbers", "quotation")

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
    "code in quotation": "> ```\n> a\n>\n> - b\n> ```\n>\n> 后",
    "fence of signs": "```\n> a\n- b\n\n1. c\n```",
    "escapes": "&lt;b&gt; 与 \\* \\_ \\# 1\\. x",
    "code with marks": "`` a`b `` 与 `<b>` 和 `*x*`",
    "nested marks": "***潮** 汐* 与 **船 *票***",
    "linked picture": "[![塔](/t.png)](/t/)",
    "inline html": '水<sub>2</sub> <b class="x">粗</b><br>后',
    "hard breaks": "一行  \n二行\\\n三行",
    "list and text": "1. 一\n2. 二\n\n段",
    "other signs": "- 一\n- 二\n\n* 三\n* 四",
    "marks in cells": "| a | b |\n|---|---|\n| `x` | **y** |",
    "escaped bars": "| a \\| b | c |\n|--|--|\n| `d \\| e` | f |",
    "uneven rows": "| a | b |\n|--|--|\n| 1 |\n| 1 | 2 | 3 |",
    "bare table": "a | b\n--|--\n1 | 2",
    "code in an item": "- 一\n\n  ```\n  码\n  ```\n- 二",
    "indented in an item": "- 一\n\n      码\n\n- 二",
    "lazy item": "- 一\n二\n- 三\n\n  四",
    "empty item": "- 一\n-\n- 三",
    "preformatted": "<pre>\n甲\n\n乙\n</pre>",
    "details": "<details><summary>开</summary>\n\n- 一\n- 二\n\n</details>",
    "in angles": "<https://quay.example/c> 和 <a@quay.example>",
    "addresses": "见 https://quay.example/a 或 https://quay.example/b?x=1#y 处",
    "numbers after text": "文\n1. 一\n2. 二",
    "closed heading": "文\n\n### 题 ###\n\n文",
    "list in quotation": "> - 一\n>   - 二\n>\n> 后",
    "quotation in item": "- > 一\n  > 二\n- 三",
    "four blanks": "- 一\n    - 二\n        - 三",
    "four after number": "1. 一\n    - 二\n    - 三\n2. 四",
    "three blanks": "1. 一\n\n   段\n\n   - 内\n2. 二",
    "two after number": "1. 一\n  - 二\n2. 三",
    "title and text": "大题\n====\n\n文",
    "tight html": "文字\n<div>盒</div>\n\n后",
    "paragraphs of html": "<p>甲</p>\n\n<p>乙</p>",
    "definition": "[a]: /x/\n\n见 [a] 与 [b][a]。",
    "seven after text": "文\n7. 一",
    "tab": "-\t一\n\t- 二",
    "chinese marks": "这是**“渡船”**的*《灯塔》*。",
    "chinese after address": "见https://quay.example/a，再见。",
    "no scheme": "www.quay.example 与 a@quay.example",
    "one tilde": "水~2~ 与 ~旧价~",
}
"""By name: the block within."""

UNLIKE_HEXO: dict[str, dict[str, Any]] = tomllib.loads((Path(__file__).parent / "differences.toml").read_text("utf-8"))
"""By name: the blocks that Hexo reads otherwise in some documents, with the names of these and the reason."""

FORMS = ("after a blank line", "after a line", "first")
"""Where the block stands in its containers."""


def wrapped(container: str, text: str) -> str:
    """`text` in a container."""
    first, other = CONTAINERS[container]
    lines = text.split("\n")
    # A blank line needs a sign in a quotation only.
    rest = [f"{other}{line}".rstrip() if line or other == "> " else "" for line in lines[1:]]
    return "\n".join([f"{first}{lines[0]}", *rest])


def documents() -> Iterator[tuple[str, str]]:
    """(name, text) of each document: every block in every pair of containers, in turn in each form."""
    for number, (leaf, block) in enumerate(LEAVES.items()):
        for turn, (outer, inner) in enumerate(product(_RECORDED, repeat=2)):
            form = FORMS[(number + turn + turn // 3) % 3]
            between = {"after a blank line": "\n\n", "after a line": "\n"}.get(form)
            middle = wrapped(inner, block if between is None else f"内{between}{block}")
            whole = wrapped(outer, middle if between is None else f"外{between}{middle}")
            yield f"{outer}, {inner}, {leaf}, {form}", f"{whole}\n\n尾\n"


def any_documents() -> st.SearchStrategy[str]:
    """Documents of the blocks that Hexo reads as CommonMark says, in any containers.

    Where a container holds several blocks, words come first: Hexo makes no paragraphs in an item of one list that
    begins with a table, a heading or HTML, whatever follows (CommonMark 5.3).
    """
    leaves = sorted(block for name, block in LEAVES.items() if name not in UNLIKE_HEXO)

    def grow(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        several = st.lists(inner, min_size=2, max_size=3).map(lambda blocks: "\n\n".join(("头", *blocks)))
        return st.builds(wrapped, st.sampled_from(sorted(CONTAINERS)), inner | several)

    return st.recursive(st.sampled_from(leaves), grow, max_leaves=5)
