import pytest

from generator.article.formulas.tex import exceeded, plain, understandable


@pytest.mark.parametrize(
    ("tex", "written"),
    [
        (r"a \\\\ b", r"\begin{gathered}a \\ b\end{gathered}"),
        (r"a &= b \\ &= c", r"\begin{aligned}a &= b \\ &= c\end{aligned}"),
        (r"\begin{matrix}a\\[2pt]b\\ [-.5 ex] c\end{matrix}", r"\begin{matrix}a\\b\\ c\end{matrix}"),
        (r"\begin{align*}a\\[x]\end{align*}", r"\begin{aligned}a\\[x]\end{aligned}"),
        (r"\begin{equation}a\label{x}\end{equation}", " a "),
        (r"\begin{alignat}{2}a\nonumber\end{alignat}", r"\begin{aligned}a\end{aligned}"),
        (r"\begin{eqnarray*}a&=&b\end{eqnarray*}", r"\begin{array}{rcl}a&=&b\end{array}"),
        (r"\begin{array}[t]{c}a\end{array}", r"\begin{array}{c}a\end{array}"),
        (r"a\tag{1} b\tag*{x}", r"a\qquad\text{(1)} b\qquad\text{x}"),
        (r"\eqref{eq:a_b} \ref{c}", r"\text{(eq:a\_b)} \text{(c)}"),
        (r"\notin \nonumberx", r"\notin \nonumberx"),
        ("a % b\nc \\% d", "a \nc \\% d"),
        ("50% of", r"50\% of"),
    ],
)
def test_what_the_library_would_show_otherwise_is_written_as_it_shows_it(tex: str, written: str) -> None:
    assert plain(tex, is_display=True) == written


@pytest.mark.parametrize(
    ("tex", "written"),
    [
        (r"\mathop {\lim }\limits_{x \to 0} x", r"\underset{x \to 0}{\lim } x"),
        (r"\mathop{\max}\limits_i^{n}", r"\overset{n}{\underset{i}{\max}}"),
        (r"\substack{a\\b{c}}", r"\begin{subarray}{c}a\\b{c}\end{subarray}"),
        (r"\pmatrix{a\cr b}", r"\begin{pmatrix}a\\  b\end{pmatrix}"),
        (r"\begin{array}{@{}l:p{2cm}<{x}}a\end{array}", r"\begin{array}{l|l}a\end{array}"),
        (r"\begin{bmatrix*}[r]a\end{bmatrix*}", r"\begin{bmatrix}a\end{bmatrix}"),
        (r"\text{if $x$ or $y$}", r"\text{if }x\text{ or }y\text{}"),
        (r"\left<a\right>", r"\left\langle a\right\rangle "),
        (r"\large\hbox{a}\pmb x", r" \text{a}\boldsymbol x"),
        (r"\href{a}{b}\unknown", r"\href{a}{b}\unknown"),
    ],
)
def test_commands_that_the_library_lacks_are_written_by_others(tex: str, written: str) -> None:
    assert understandable(tex) == written


@pytest.mark.parametrize(
    ("tex", "is_exceeded"),
    [
        ("x" * 5_000, False),
        ("x" * 5_001, True),
        ("{}" * 1_500, False),
        (r"\," * 1_501, True),
        (r"\def\a{b}", True),
        (r"\define \letter", False),
        (r"\csname a\endcsname", True),
    ],
)
def test_tex_that_the_library_may_not_see_is_named(tex: str, is_exceeded: bool) -> None:
    assert exceeded(tex) == is_exceeded
