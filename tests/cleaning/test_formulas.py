import time
from dataclasses import replace

import pytest

from generator.cleaning import formulas
from generator.cleaning.draft import Draft
from tests.cleaning.drafts import CONFIG, after, counts, draft

X2 = '<code class="math">x^2</code>'
BLOCK = '<p><code class="math display">x^2</code></p>'
SEEN = '<span class="mord">x2</span>'
MATHML = "<math><msup><mi>x</mi><mn>2</mn></msup></math>"
SOURCE = '<annotation encoding="application/x-tex">x^2</annotation>'


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        # KaTeX
        (
            f'<span class="katex"><span class="katex-mathml"><math><semantics><mrow></mrow>{SOURCE}</semantics></math>'
            f'</span><span class="katex-html" aria-hidden="true">{SEEN}</span></span>',
            X2,
        ),
        (
            f'<div><span class="katex-display"><span class="katex"><span class="katex-mathml"><math display="block">'
            f'<semantics><mrow></mrow>{SOURCE}</semantics></math></span><span class="katex-html">x2</span>'
            "</span></span>"
            "</div>",
            f"<div>{BLOCK}</div>",
        ),
        # MathJax 2, with what it leaves in front of the source
        ('We know <script type="math/tex">x^2</script>.', f"We know {X2}."),
        ('<div><script type="math/tex; mode=display">x^2</script></div>', f"<div>{BLOCK}</div>"),
        (
            '<span class="MathJax_Preview">x2</span><span class="MathJax" data-mathml="&lt;math&gt;"><nobr>x2</nobr>'
            f'<span class="MJX_Assistive_MathML">{MATHML}</span></span><script type="math/tex">x^2</script>',
            X2,
        ),
        (
            '<div><div class="MathJax_Display"><span class="MathJax">x2</span></div>'
            '<script type="math/tex">x^2</script></div>',
            f"<div>{BLOCK}</div>",
        ),
        # MathJax 3 has no source, only MathML
        (
            f'a <mjx-container class="MathJax" jax="CHTML"><mjx-math>x2</mjx-math><mjx-assistive-mml>{MATHML}'
            "</mjx-assistive-mml></mjx-container> b",
            'a <code class="math">{x}^{2}</code> b',
        ),
        # Wikipedia
        (
            '<span class="mwe-math-element"><span class="mwe-math-mathml-inline"><math alttext="{\\displaystyle x^2}">'
            '<semantics><mrow></mrow><annotation encoding="application/x-tex">{\\displaystyle x^2}</annotation>'
            "</semantics></math></span>"
            '<img src="https://w.example/x.svg" class="mwe-math-fallback-image-inline" alt="x2"></span>',
            X2,
        ),
        # the visual copy beside code
        ('<span class="katex"><span><code>x^2</code></span><span class="katex-html">x2</span></span>', None),
        ('<p><code>x</code><span class="MathJax MathJax_Preview">x</span></p>', "<p><code>x</code></p>"),
        # MathML alone: a fraction stays one
        ("<math><mfrac><mn>1</mn><mn>2</mn></mfrac></math>", '<code class="math">\\frac{1}{2}</code>'),
        ('<math display="block"><mi>x</mi></math>', '<p><code class="math display">x</code></p>'),
        ("<p>a<math></math>b</p>", "<p>ab</p>"),
        ('<span class="math-inline" data-tex="x^2">x2</span>', X2),
        # MathML in an attribute, and in a script
        (
            'a <span class="MathJax" data-mathml="&lt;math>&lt;msqrt>&lt;mi>x&lt;/mi>&lt;/msqrt>&lt;/math>">√x</span>',
            'a <code class="math">\\sqrt{x}</code>',
        ),
        (
            '<script type="math/mml"><math><msqrt><mi>x</mi></msqrt></math></script>',
            '<code class="math">\\sqrt{x}</code>',
        ),
        # AsciiMath is no TeX
        ('<p><script type="math/asciimath">sum_(i=1)^n i</script></p>', "<p><code>sum_(i=1)^n i</code></p>"),
        # kramdown
        (
            '<div><script type="math/tex; mode=display">% <![CDATA[\na &< b %]]></script></div>',
            '<div><p><code class="math display">a &amp;&lt; b</code></p></div>',
        ),
        ('<script type="math/tex">a &lt; b</script>', '<code class="math">a &lt; b</code>'),
        ('<span class="katex-error" title="no">\\ce{x}</span>', '<code class="math">\\ce{x}</code>'),
    ],
)
def test_one_copy_of_a_formula_stays_and_it_is_the_source(html: str, expected: str | None) -> None:
    made = after(formulas.apply, html)
    if expected is None:
        assert "x2" not in made
        assert "<code>x^2</code>" in made
    else:
        assert made == expected


@pytest.mark.parametrize(
    "picture",
    [
        '<img class="latex" src="https://latex.example/eq?x%5E2" alt="x^2">',
        '<img eeimg="1" src="https://www.zhihu.com/equation?tex=x%5E2" alt="x^2">',
        '<img src="https://latex.codecogs.com/svg.latex?x%5E2">',
        '<img src="https://s0.wp.com/latex.php?latex=x%5E2&bg=ffffff" alt="x^2">',
        '<img src="https://i.upmath.me/svg/x%5E2">',
        '<img src="/eq/1.png" data-latex="x^2">',
        '<img src="https://a.example/cgi-bin/mathtex.cgi?formula=x%5E2">',
        '<img src="https://a.example/cgi-bin/mimetex.cgi?x%5E2">',
        '<img src="https://private.codecogs.com/gif.image?x%5E2">',
        '<img src="https://a.example/render?eq=x%5E2">',
        '<img src="https://a.example/eq?x%5E2">',
        '<img src="https://chart.googleapis.com/chart?cht=tx&chl=x%5E2">',
        '<img src="/1.png" data-formula="x^2">',
        '<img src="/1.png" data-expr="x^2">',
        '<img class="equation" src="/1.png" alt="x^2">',
        '<img eeimg="1" src="/1.png" alt="x^2">',
    ],
)
def test_a_picture_of_a_formula_is_its_tex(picture: str) -> None:
    assert after(formulas.apply, f"<p>{picture}</p>") == f"<p>{X2}</p>"


@pytest.mark.parametrize(
    "picture",
    [
        '<img src="https://a.example/latex-gloves.jpg" alt="Latex gloves">',
        '<img src="https://a.example/tex/map.png" alt="Map of Texas">',
        '<img class="latex" src="https://a.example/a.png" alt="">',
        '<img src="https://a.example/x.png" alt="a_b.png">',
    ],
)
def test_other_pictures_stay(picture: str) -> None:
    assert after(formulas.apply, f"<p>{picture}</p>") == f"<p>{picture}</p>"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>即 \\(x^2\\)。</p>", f"<p>即 {X2}。</p>"),
        ("<p>即 $x^2$ 与 $5 到 $6</p>", f"<p>即 {X2} 与 $5 到 $6</p>"),
        ("<p>$$x^2$$</p>", '<p><code class="math display">x^2</code></p>'),
        ("<p>$5$ 与 $n$</p>", "<p>$5$ 与 $n$</p>"),
        ("<p><code>$x^2$</code></p>", "<p><code>$x^2$</code></p>"),
        ("<pre>\\(x^2\\)</pre>", "<pre>\\(x^2\\)</pre>"),
    ],
)
def test_tex_in_the_text_of_a_page_is_a_formula(html: str, expected: str) -> None:
    assert after(formulas.apply, html) == expected


def test_in_markdown_the_converter_has_looked_for_formulas() -> None:
    post = draft("<p>$x^2$</p>")
    assert isinstance(post, Draft)
    post.kind = "markdown"
    formulas.apply(post)
    assert "<code" not in "".join(node.tag for node in post.body.elements())
    assert not post.body.elements("code")


def test_without_formulas_their_text_stays_and_copies_still_go() -> None:
    config = replace(CONFIG, math="off")
    assert after(formulas.apply, "<p>$x^2$</p>", config=config) == "<p>$x^2$</p>"
    assert after(formulas.apply, '<p><script type="math/tex">x^2</script></p>', config=config) == f"<p>{X2}</p>"


def test_each_rule_is_counted_and_can_be_switched_off() -> None:
    html = (
        '<p>$x^2$ <img src="https://a.example/equation?tex=y%5E2"> <code>z</code><span class="katex-html">z</span></p>'
    )
    post = draft(html)
    formulas.apply(post)
    assert counts(post) == {"formulas:copy": 1, "formulas:picture": 1, "formulas:text": 1}
    off = tuple(f"formulas:{rule}" for rule in formulas.RULES)
    assert after(formulas.apply, html, config=replace(CONFIG, off=off)) == after(lambda _: None, html)


@pytest.mark.parametrize(
    "html",
    [
        f'<p class="MathJax">{"Words of the article, not of a formula. " * 3}{MATHML}.</p>',
        f'<span class="MathJax">{MATHML} and {MATHML}</span>',
        f'<p>{MATHML} and <span class="katex-html">words of the article, which are more than a formula</span></p>',
        f'<p>{MATHML} is not <span class="katex-html">y2</span></p>',
        f'<div class="latex">Words {MATHML} more words</div>',
        f'<p class="tex">Words {MATHML} more words</p>',
    ],
)
def test_words_around_a_formula_stay(html: str) -> None:
    assert after(formulas.apply, html) == html.replace(MATHML, '<code class="math">{x}^{2}</code>')


@pytest.mark.parametrize(
    "html",
    [
        '<table><tbody><tr><td data-formula="=SUM(A_1)">12</td></tr></tbody></table>',
        '<div data-formula="price">Words of the article</div>',
        f'<div data-tex="x^2">{"Words of the article. " * 20}</div>',
        '<p><img src="https://math.a.example/png/photo_1.png" alt="Map_of_Texas.png"></p>',
        '<p><img class="equation" src="a.png" alt="Figure one"></p>',
        '<p><img class="latex" src="a.png" alt="Gloves"></p>',
    ],
)
def test_what_only_looks_like_a_formula_stays(html: str) -> None:
    assert after(formulas.apply, html) == after(lambda _: None, html)


@pytest.mark.parametrize(
    "html",
    [
        f'<span class="MathJax">{MATHML * 5_000}</span>',
        '<span class="katex">' * 300 + MATHML + "</span>" * 300,
        "<p>" + "\\" * 400_000 + "\\(</p>",
        "<p>" + "$^" * 100_000 + "</p>",
        "<span class=MathJax_Preview>x</span>" * 10_000 + '<script type="math/tex">x</script>' * 5_000,
        "<p>" + '<code>x</code><span class="katex-html">x</span>' * 5_000 + "</p>",
        "<math><mrow>" * 300 + "x",
        '<span data-mathml="&lt;math&gt;' + "&lt;mrow&gt;" * 4_000 + '">x</span>',
        '<img src="https://a.example/equation?' + "tex=&" * 5_000 + '">' * 3,
    ],
)
def test_many_formulas_take_linear_time(html: str) -> None:
    post = draft(html)
    start = time.process_time()
    formulas.apply(post)
    assert time.process_time() - start < 2
