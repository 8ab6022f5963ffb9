import time

import pytest

from generator.bodies.formulas import Formula, as_code, formula_at, formula_block


def formulas(text: str) -> list[tuple[str, bool]]:
    """(TeX, whether it is on a line of its own) of all formulas of a text, as a converter comes upon them."""
    made, position = [], 0
    while position < len(text):
        formula = formula_at(text, position) if text[position] in "$\\" else None
        if formula is not None:
            made.append((formula.tex, formula.is_display))
            position = formula.end
        else:
            position += 2 if text[position] == "\\" else 1
    return made


@pytest.mark.parametrize(
    ("text", "tex"),
    [
        ("设 $x_1$ 为", ["x_1"]),
        ("当$n$时，第$n$th项", ["n", "n"]),
        ("共 $5$ 个", ["5"]),
        (r"set $\{x_i\}$", [r"\{x_i\}"]),
        ("若 $x<i$，则取 $i_1<i_2$ 且 $b_j>i_1$ 成立。", ["x<i", "i_1<i_2", "b_j>i_1"]),
        (r"$a\$b$", [r"a\$b"]),
        (r"速度 $\text{速度}=\frac{路程}{时间}$", [r"\text{速度}=\frac{路程}{时间}"]),
        (r"即 \(a^2+b^2=c^2\)。", ["a^2+b^2=c^2"]),
        (r"即 \\(a_1 \\\\ b\\)。", [r"a_1 \\ b"]),
        (r"对 \(n\) 与 \(x, y\)", ["n", "x, y"]),
        ("$O(n \\log n)$ 与 $f(x) = 2x$", ["O(n \\log n)", "f(x) = 2x"]),
        ("$a, b, c$", ["a, b, c"]),
        ("共 $ x_i $ 个，$ \\alpha$", ["x_i", "\\alpha"]),
        ("令 $`a_b`$ 为", ["a_b"]),
        (r"$a \text{ if $b$ and $c$}$", [r"a \text{ if $b$ and $c$}"]),
        ("${a}_{1}$ 与 ${{a}^{2}}$", ["{a}_{1}", "{{a}^{2}}"]),
        (r"记 \(\mathbf{X}\)、\(f'(x)\)、\([1, n]\) 与 \(|x|\)", [r"\mathbf{X}", "f'(x)", "[1, n]", "|x|"]),
        (r"即 \\(\\{ a\_1 \\,b \\}\\)。", [r"\{ a_1 \,b \}"]),
    ],
)
def test_a_formula_within_a_line_is_its_tex_as_written(text: str, tex: list[str]) -> None:
    assert formulas(text) == [(formula, False) for formula in tex]


@pytest.mark.parametrize(
    ("text", "tex"),
    [
        ("$$E=mc^2$$", "E=mc^2"),
        ("$$\na*x + b*y\n$$", "a*x + b*y"),
        (r"\[ \sum_{i} i \]", r"\sum_{i} i"),
        (r"\\[ \frac{1}{2} \\]", r"\frac{1}{2}"),
        (r"\begin{align} a &= b \\ c &= d \end{align}", r"\begin{align} a &= b \\ c &= d \end{align}"),
        (r"\begin{equation*}x\end{equation*}", r"\begin{equation*}x\end{equation*}"),
    ],
)
def test_a_formula_of_its_own_is_its_tex_as_written(text: str, tex: str) -> None:
    assert formulas(text) == [(tex, True)]


@pytest.mark.parametrize(
    "text",
    [
        "$5 到 $10", "US$3–US$4", "5$ and 10$", "$HOME/$USER", "花了 $20，剩 $30", "$20和$30",
        "A $5 or $6 ticket", "It costs $5, not 10$.", "$5-$10", "${HOME}/bin 和 ${USER}$", "echo $PATH:$",
        r"\$5 和 \$6", "只有一个 $ 号", "$ x $",
        "$$", "$$$$", "$(ls) and $(pwd)", "1 000$ 加 2 000$", "$100 million in sales and 200 million in profit$",
        r"\(见下文\)", r"\[1\]", r"\[注\] 和 \(注\)", r"\(see below\)", r"\[link text\](a)",
        r"\begin{document}x\end{document}",
        r"\alpha", r"C:\(x", r"\(", r"\\",
        "$AAPL、$TSLA", "$foo,$bar", "$a.$b", "$i;$j", "${name}/${id}", "$a = $b", "$ 5 和 $ 6", "$ PATH_A and $B",
        "有 $x_1 元，又有 $y_1 元", "a $b\n\nc_1$", r"\[see\]", r"\(a note\)",
    ],
)  # fmt: skip
def test_money_variables_and_escaped_brackets_are_text(text: str) -> None:
    assert formulas(text) == []


@pytest.mark.parametrize(
    ("text", "end", "tex"),
    [
        ("$$\na\n$$\nb", 3, "a"),
        ("$$a\n- b\n= c$$", 3, "a\n- b\n= c"),
        ("$$ x $$", 1, "x"),
        ("$$\na\n\nb\n$$", 5, "a\nb"),
        ("\\[\nx_1\n\\]", 3, "x_1"),
        ("\\begin{cases}\na\\\\\nb\n\\end{cases}", 4, "\\begin{cases}\na\\\\\nb\n\\end{cases}"),
        ("$$ x $$.", 1, "x"),
    ],
)
def test_a_formula_may_fill_lines(text: str, end: int, tex: str) -> None:
    assert formula_block(text.split("\n"), 0) == (end, tex)


@pytest.mark.parametrize(
    "text",
    [
        "$$\n\n一段话。\n\n$$",
        "$$\n\nsome words\n\n$$",
        "$$ a $$ und b",
        "$$\na",
        "$$\n$$",
        "\\[注\\]",
        "a",
        "$$\n" + "\n" * 9 + "a\n$$",
    ],
)
def test_lines_that_are_no_formula_are_left_alone(text: str) -> None:
    assert formula_block(text.split("\n"), 0) is None


@pytest.mark.parametrize(
    "unit", ["$", "$a ", "$$a", "\\(", "\\[", "\\\\(", "\\begin{align}", "$\\$", "\\text{", "$a_{", "$\\text{$"]
)
def test_a_text_of_delimiters_is_read_at_once(unit: str) -> None:
    start = time.process_time()
    formulas(unit * (200_000 // len(unit)))
    formula_block([unit] * 20_000, 0)
    assert time.process_time() - start < 6


def test_tex_is_escaped_and_keeps_its_class() -> None:
    assert as_code("a<b&c", is_display=False) == '<code class="math">a&lt;b&amp;c</code>'
    assert as_code("x", is_display=True) == '<code class="math display">x</code>'
    assert formula_at("a $x$ b", 2) == Formula("x", False, 5)
