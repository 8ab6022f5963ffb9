import time

import pytest

from generator.article.formulas import mathml
from generator.article.formulas.macros import MAX_MACROS, Macro, expanded, without_definitions


@pytest.mark.parametrize(
    ("tex", "rest", "macros"),
    [
        (r"\newcommand{\RR}{\mathbb{R}} x", " x", {"RR": Macro(0, r"\mathbb{R}")}),
        (r"\renewcommand\vec[1]{\mathbf{#1}}", "", {"vec": Macro(1, r"\mathbf{#1}")}),
        (r"\def\norm#1{\left\|#1\right\|}y", "y", {"norm": Macro(1, r"\left\|#1\right\|")}),
        (r"\DeclareMathOperator*{\argmax}{arg\,max}", "", {"argmax": Macro(0, r"\operatorname*{arg\,max}")}),
        (r"\newcommand{\a}[1][x]{#1}", r"\newcommand{\a}[1][x]{#1}", {}),
        (r"\newcommand{\a", r"\newcommand{\a", {}),
    ],
)
def test_definitions_are_taken_out_of_a_formula(tex: str, rest: str, macros: dict[str, Macro]) -> None:
    known: dict[str, Macro] = {}
    assert without_definitions(tex, known) == rest
    assert known == macros


@pytest.mark.parametrize(
    ("tex", "written"),
    [
        (r"x \in \RR", r"x \in \mathbb{R}"),
        (r"\Re z \RRR", r"\Re z \RRR"),
        (r"\norm{x+\norm y}", r"\|x+\|y\|\|"),
        (r"\norm\alpha \norm {a{b}}", r"\|\alpha\| \|a{b}\|"),
        (r"\pair{a}{\}}", r"(a,\})"),
        (r"\twice{\RR}", r"\mathbb{R}\mathbb{R}"),
        (r"\norm", None),
        (r"\norm{x", None),
        (r"\loop", None),
        (r"\grow{x}", None),
    ],
)
def test_commands_are_replaced_by_what_they_stand_for(tex: str, written: str | None) -> None:
    macros = {
        "RR": Macro(0, r"\mathbb{R}"),
        "norm": Macro(1, r"\|#1\|"),
        "pair": Macro(2, "(#1,#2)"),
        "twice": Macro(1, "#1#1#3"),
        "loop": Macro(0, r"\loop x"),
        "grow": Macro(1, r"\grow{#1#1}"),
    }
    assert expanded(tex, macros) == written


def test_a_formula_knows_the_commands_of_those_before_it() -> None:
    macros: dict[str, Macro] = {}
    preamble = mathml(r"\newcommand{\RR}{\mathbb{R}} \def\norm#1{\|#1\|}", macros, is_display=True)
    assert preamble is not None
    assert preamble.startswith('<math display="block"><semantics><mrow></mrow><annotation')
    made = mathml(r"\norm{x} \in \RR", macros, is_display=False)
    assert made is not None
    assert "<mi>ℝ</mi>" in made
    assert made.endswith(r">\norm{x} \in \RR</annotation></semantics></math>")
    assert mathml(r"\norm{x}", is_display=False) is None


def test_no_definitions_take_much_time_or_memory() -> None:
    start = time.process_time()
    macros: dict[str, Macro] = {}
    for letter, other in zip("abcdefgh", "bcdefghi", strict=True):
        body = rf"\{other}{{#1#1#1#1}}" * 40
        mathml(rf"\newcommand{{\{letter}}}[1]{{{body}}}", macros, is_display=False)
    assert mathml(r"\a{x}", macros, is_display=False) is None
    mathml(r"\def\m#1{" + "#1" * 2_400 + "}", macros, is_display=False)
    for _ in range(100):
        assert mathml(r"\m{" + "x" * 4_900 + "}", macros, is_display=False) is None
    for number in range(2 * MAX_MACROS):
        name = "x" * (number + 1)
        mathml(rf"\def\{name}{{y}}", macros, is_display=False)
    assert len(macros) == MAX_MACROS
    mathml(r"\newcommand{\q}[1]{#1}" + r"\q{" * 1_000, macros, is_display=False)
    mathml(r"\x" * 2_000, macros, is_display=False)
    mathml(r"\newcommand" * 400, macros, is_display=False)
    mathml(r"\def\a" + "{" * 4_000, macros, is_display=False)
    assert time.process_time() - start < 1
