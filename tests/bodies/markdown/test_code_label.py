import time

import pytest

from generator.bodies.markdown.code_label import CodeLabel, read_label


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("js", CodeLabel("js")),
        ("JS a title.js", CodeLabel("js", "a title.js")),
        ("js src/a.js", CodeLabel("js", "src/a.js")),
        ("python 名 https://a.example/x line_number:false", CodeLabel("python", "名", ("https://a.example/x", "link"))),
        ("js 甲 /x.js 这 里", CodeLabel("js", "甲", ("/x.js", "这 里"))),
        ("{.python}", CodeLabel("python")),
        ("", CodeLabel()),
        ("c++", CodeLabel("c++")),
        ("asp.net", CodeLabel("asp.net")),
        ("js a=b", CodeLabel("js", "a=b")),
        ("text 三 = 二 + 一", CodeLabel("text", "三 = 二 + 一")),
    ],
)
def test_a_label_is_a_language_a_title_and_a_link_as_in_hexo(text: str, label: CodeLabel) -> None:
    assert read_label(text) == label


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ('js {1,3} title="a.js"', CodeLabel("js", "a.js", marked=frozenset({1, 3}))),
        ("python:a.py", CodeLabel("python", "a.py")),
        ("bash title=run.sh linenums", CodeLabel("bash", "run.sh", first_number=1)),
        ('py hl_lines="1 3-5"', CodeLabel("py", marked=frozenset({1, 3, 4, 5}))),
        ('py linenums="5" title="b c.py"', CodeLabel("py", "b c.py", first_number=5)),
        ("js first_line:10 mark:2,4-5 line_number:true", CodeLabel("js", first_number=10, marked=frozenset({2, 4, 5}))),
        ('{.python .numberLines startFrom="5"}', CodeLabel("python", first_number=5)),
        ("js{2}", CodeLabel("js", marked=frozenset({2}))),
        ("ts{4-6} showLineNumbers", CodeLabel("ts", first_number=1, marked=frozenset({4, 5, 6}))),
        ("ts [src/a.ts]", CodeLabel("ts", "src/a.ts")),
        ("rust,ignore", CodeLabel("rust", "ignore")),
        ("js highlight={1} filename='x y.js'", CodeLabel("js", "x y.js", marked=frozenset({1}))),
        ('title="only.txt"', CodeLabel("", "only.txt")),
        ('js custom="x" 标题', CodeLabel("js", "标题")),
        ("js {9-2}", CodeLabel("js")),
    ],
)
def test_options_of_other_highlighters_are_read_and_not_shown(text: str, label: CodeLabel) -> None:
    assert read_label(text) == label


@pytest.mark.parametrize("text", ["{" * 9_000, "a=" * 9_000, '"' * 9_000, "js " + "{1," * 9_000, "js {1-99999}"])
def test_a_label_of_any_length_is_read_at_once(text: str) -> None:
    start = time.process_time()
    assert len(read_label(text).marked) <= 1_000
    assert time.process_time() - start < 1
