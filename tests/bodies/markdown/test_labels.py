from __future__ import annotations

import time

import pytest

from generator.bodies.markdown.labels import Label, read


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("js", Label("js")),
        ("", Label()),
        ("JS a title.js", Label("js", "a title.js")),
        ("js src/a.js", Label("js", "src/a.js")),
        ("python 名 https://a.example/x line_number:false", Label("python", "名", ("https://a.example/x", "link"))),
        ("js 甲 /x.js 这 里", Label("js", "甲", ("/x.js", "这 里"))),
        ("https://a.example/x.js", Label("", "", ("https://a.example/x.js", "link"))),
        ("js x=1 y", Label("js", "x=1 y")),
        ("说明 文字", Label("", "说明 文字")),
        ("c++", Label("c++")),
    ],
)
def test_a_label_of_hexo_has_a_language_a_title_and_a_link(text: str, label: Label) -> None:
    assert read(text) == label


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ('js {1,3} title="a.js"', "a.js"),
        ("python:a.py", "a.py"),
        ("python;潮汐表", "潮汐表"),
        ("js:潮汐.js,码头.js", "潮汐.js,码头.js"),
        ("rust,潮汐,码头", "潮汐 码头"),
        ("bash title=run.sh linenums", "run.sh"),
        ("js [a.js]", "a.js"),
        ("js[src/a.js]", "src/a.js"),
        ('js "a b.js"', "a b.js"),
        ("js filename='a b.js' {2}", "a b.js"),
        ("js caption:甲 乙", "甲 乙"),
        ("c++:main.cpp {3}", "main.cpp"),
        ("js:src/a.js:10", "src/a.js:10"),
        ("js [a] b", "[a] b"),
        ('title="a.js"', "a.js"),
        ("js { 1", "{ 1"),
        ("rust,ignore,no_run", ""),
        ("js {r, echo=FALSE}", ""),
        ('js foo="bar" ins={1} wrap:false', ""),
    ],
)
def test_a_title_is_what_is_no_option(text: str, title: str) -> None:
    assert read(text).title == title


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("js{1,3-5}", ((1, 1), (3, 5))),
        ("js {1, 3 - 5}", ((1, 1), (3, 5))),
        ('py hl_lines="1 3"', ((1, 1), (3, 3))),
        ("js mark:1,3-4", ((1, 1), (3, 4))),
        ("js mark:7,8 first_line:5", ((3, 3), (4, 4))),
        ('py hl_lines="2" linenums="5"', ((2, 2),)),
        ("js highlight={2}", ((2, 2),)),
        ("js {highlight:[1,3]}", ((1, 1), (3, 3))),
        ("{1,3}", ((1, 1), (3, 3))),
        ("rust,linenos,hl_lines=3-4 8-9, linenostart=5", ((3, 4), (8, 9))),
        ("js {5-3,0,99999999}", ()),
        ("js {4-6,1-2,2-5}", ((1, 2), (3, 5), (6, 6))),
    ],
)
def test_lines_to_mark_are_read_in_every_form(text: str, marked: tuple[tuple[int, int], ...]) -> None:
    label = read(text)
    assert (label.marked, label.title) == (marked, "")


@pytest.mark.parametrize(
    ("text", "first_number"),
    [
        ("js linenums", 1),
        ('js linenums="5"', 5),
        ("js showLineNumbers", 1),
        ("js showLineNumbers=false", None),
        ("js line_number:true", 1),
        ("js line_number:false first_line:5", None),
        ("js first_line:5", 5),
        ('js startFrom="5"', 5),
        ('{.python .numberLines startFrom="5"}', 5),
        ("ts:line-numbers {1}", 1),
        ("ts:no-line-numbers", None),
        ("python=101", 101),
        ("python=", 1),
        ("js linenos=table,linenostart=7", 1),
        ("js linenos linenostart=7", 7),
        ("js first_line:123456", None),
        ("js", None),
    ],
)
def test_lines_are_numbered_where_a_label_asks_for_it(text: str, first_number: int | None) -> None:
    label = read(text)
    assert (label.first_number, label.title) == (first_number, "")


@pytest.mark.parametrize("text", ["{.python}", "{python}", "{ .python #id .x }", "python {.x}", "lang:python"])
def test_a_language_may_stand_in_braces(text: str) -> None:
    assert read(text).language == "python"


@pytest.mark.parametrize("piece", ["{", "a={", "[", 'a="', ":a", "a=b ", "{a ", "{{a}", "1-", "a:", ",a", "{1 "])
def test_a_long_label_is_read_at_once(piece: str) -> None:
    start = time.process_time()
    for text in (f"js {piece * 20_000}", f"js{piece * 20_000}", piece * 20_000):
        read(text)
    assert time.process_time() - start < 0.1
