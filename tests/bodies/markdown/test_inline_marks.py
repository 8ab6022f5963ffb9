from __future__ import annotations

import time

import pytest

from generator.bodies.markdown.inline_marks import MARKS


def shown(text: str) -> str:
    """`text` with each mark as an element, as a converter makes it that reads from left to right."""
    done = []
    place = 0
    while place < len(text):
        for mark in MARKS:
            if text.startswith(mark.sign, place) and (match := mark.pattern.match(text, place)):
                done.append(f"<{mark.element}>{match['content']}</{mark.element}>")
                place = match.end()
                break
        else:
            done.append(text[place])
            place += 1
    return "".join(done)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("==重点==", "<mark>重点</mark>"),
        ("这是==第一 重点==和==第二==", "这是<mark>第一 重点</mark>和<mark>第二</mark>"),
        ("API==重点==部分", "API<mark>重点</mark>部分"),
        ("**注意**==a=b，**c**==。", "**注意**<mark>a=b，**c**</mark>。"),
        ("==two\nlines==", "<mark>two\nlines</mark>"),
        ("这~~不是~~是", "这<del>不是</del>是"),
        ("~~a\nb~~", "<del>a\nb</del>"),
        ("价格~~100~~ 80 元，~~5元~~3元", "价格<del>100</del> 80 元，<del>5元</del>3元"),
        ("CO~2~和H~2~SO~4~", "CO<sub>2</sub>和H<sub>2</sub>SO<sub>4</sub>"),
        ("x~max~、x~min~、log~2~(n)", "x<sub>max</sub>、x<sub>min</sub>、log<sub>2</sub>(n)"),
        ("a~i,j~ = a~i+1~ + *v*~0~", "a<sub>i,j</sub> = a<sub>i+1</sub> + *v*<sub>0</sub>"),
        ("F~合~=F~1~+F~2~", "F<sub>合</sub>=F<sub>1</sub>+F<sub>2</sub>"),
        ("SO~4~^2-^、Na^+^", "SO<sub>4</sub><sup>2-</sup>、Na<sup>+</sup>"),
        ("x^2^+y^2^=z^2^，x^n^y", "x<sup>2</sup>+y<sup>2</sup>=z<sup>2</sup>，x<sup>n</sup>y"),
        ("2^10^=1024，10^-3^，a^n+1^ + b", "2<sup>10</sup>=1024，10<sup>-3</sup>，a<sup>n+1</sup> + b"),
        ("1^st^、2^nd^，25^°^C", "1<sup>st</sup>、2<sup>nd</sup>，25<sup>°</sup>C"),
        ("文献^[1]^中，作者^2,3^说^[4-6]^。", "文献<sup>[1]</sup>中，作者<sup>2,3</sup>说<sup>[4-6]</sup>。"),
        ("注册商标^®^", "注册商标<sup>®</sup>"),
    ],
)
def test_signs_around_words_make_elements(text: str, html: str) -> None:
    assert shown(text) == html


@pytest.mark.parametrize(
    "text",
    [
        "5~10",
        "5~10、15~20元，5~10~15",
        "5~~10 和 3~~4，1~~2~~3",
        "周一~周五、周六~周日",
        "9:00~12:00，14:00~18:00",
        "北京~上海~广州",
        "A~B和C~D，A1~A3,B1~B3",
        "好的~我知道了~ OK~好的~ OK~thanks~",
        r"~\(≧▽≦)/~ 啦啦啦~",
        "~/.bashrc 和 ~/.zshrc",
        "HEAD~1~2",
        "a == b == c",
        "若a==b 或 c==d",
        "x==空，y==空",
        "x==空 或 y==空",
        'arr[0]==1 and arr[1]==2, "a"=="b" or "c"=="d"',
        "YWJj==，ZGVm==",
        "=== 甲 === 乙 ===",
        "==a ==b",
        "==甲\n\n乙==",
        "2^10 和 2^20",
        "2^10和2^20，m^2与m^3",
        "x^2+y^2=z^2",
        "10^3~10^5",
        "^_^ 哈哈 ^_^，^o^ 和 ^o^，哈哈^o^，(^o^)/~ (^o^)",
        "T^T T^T",
        "[^1]和[^2]，[^1][^2]",
        "正则^abc$和^def$",
        "^^甲^^ a~~~b~~~c",
        r"\~~a\~~ H\~2\~O x\^2\^ \==甲==",
    ],
)
def test_ranges_comparisons_powers_and_faces_stay_text(text: str) -> None:
    assert shown(text) == text


@pytest.mark.parametrize("piece", ["==a ", "~~a ", "==", "~", "a~a ", "a^a ", "x^1+", "=a", "a^[1,1,1", " ==a\n"])
def test_many_signs_take_linear_time(piece: str) -> None:
    text = piece * (50_000 // len(piece))
    start = time.process_time()
    shown(text)
    for mark in MARKS:
        list(mark.pattern.finditer(text))
    assert time.process_time() - start < 1
