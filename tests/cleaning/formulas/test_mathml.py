import pytest

from generator.article.formulas import mathml
from generator.article.nodes import read_body
from generator.cleaning.formulas.mathml import tex_of


@pytest.mark.parametrize(
    ("written", "tex"),
    [
        ("<mi>x</mi><mo>=</mo><mn>1</mn>", "x = 1"),
        ("<msub><mi>x</mi><mi>i</mi></msub>", "{x}_{i}"),
        ("<msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup>", "{x}_{i}^{2}"),
        ("<mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mi>c</mi></mfrac>", r"\frac{a + b}{c}"),
        ("<msqrt><mn>2</mn></msqrt><mroot><mi>x</mi><mn>3</mn></mroot>", r"\sqrt{2} \sqrt[3]{x}"),
        ("<munderover><mo>∑</mo><mi>i</mi><mi>n</mi></munderover>", "∑_{i}^{n}"),
        ("<mover><mi>x</mi><mo>¯</mo></mover>", r"\bar{x}"),
        ("<mover><mi>x</mi><mi>f</mi></mover>", r"\overset{f}{x}"),
        ("<mi>sin</mi><mo>\u2061</mo><mi>x</mi>", r"\sin  x"),
        ("<mi>const</mi>", r"\mathrm{const}"),
        ("<mtext>if 50 %</mtext>", r"\text{if 50 \%}"),
        (
            "<mtable><mtr><mtd><mi>a</mi></mtd><mtd><mi>b</mi></mtd></mtr><mtr><mtd><mi>c</mi></mtd></mtr></mtable>",
            r"\begin{matrix} a & b \\ c \end{matrix}",
        ),
        ('<mfenced open="["><mi>a</mi><mi>b</mi></mfenced>', r"\left[ a,b \right)"),
        ("<mphantom><mi>x</mi></mphantom><unknown><mi>y</mi></unknown>", "y"),
        ("<mfrac><mn>1</mn></mfrac>", r"\frac{1}{}"),
    ],
)
def test_mathml_becomes_tex_that_looks_like_it(written: str, tex: str) -> None:
    node = read_body(f"<math>{written}</math>").first("math")
    assert node is not None
    assert tex_of(node).strip() == tex
    assert mathml(tex, is_display=False) is not None


def test_deep_elements_give_their_text() -> None:
    node = read_body(f"<math>{'<mrow>' * 200}<mi>x</mi>{'</mrow>' * 200}</math>").first("math")
    assert node is not None
    assert r"\text{x}" in tex_of(node)
