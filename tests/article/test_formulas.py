import html
import re
import time
from dataclasses import replace
from pathlib import Path

import feedparser
import html5lib
import pytest

from generator.article import formulas
from generator.article.canonical import read
from generator.article.formulas import formula_places, mathml, with_mathml
from generator.clean_config import Root
from generator.model import Post
from generator.stages.clean import clean
from tests.cleaning.drafts import CONFIG, raw_post, written
from tests.sites import SmallSite, post

INLINE = (
    "设 ${}$ 为",
    "Let ${}$ be given.",
    "于是${}$，",
    r"即 \({}\)。",
    "**记** `a` 与 ${}$ 和 *b*",
    "- ${}$",
    "| ${}$ |\n| --- |\n| c |",
)
DISPLAY = (
    "$${}$$",
    "$$\n{}\n$$",
    "其中\n$$\n{}\n$$\n为所求。",
    "\\[{}\\]",
    "\\[\n{}\n\\]",
    "1. 一\n\n   $$\n   {}\n   $$\n",
    "> $$\n> {}\n> $$\n",
    "```math\n{}\n```",
)  # fmt: skip
HTML_FORMS = (r"\({}\)", r"\[{}\]")
SHOWN = re.compile(
    r'<annotation encoding="application/x-tex">([^<]*)</annotation>|<code class="math[^"]*">([^<]*)</code>'
)


def samples() -> list[tuple[str, bool]]:
    """(TeX, whether it stands on a line of its own) of each formula in formulas.txt."""
    made, is_display = [], False
    for line in (Path(__file__).parent / "formulas.txt").read_text("utf-8").split("\n")[1:]:
        if line.startswith("# "):
            is_display = line == "# on lines of their own"
        elif line:
            made.append((line.replace("↵", "\n"), is_display))
    return made


SAMPLES = samples()


def document() -> str:
    """All samples in Markdown, in the forms that blogs use in turn."""
    parts = []
    for number, (tex, is_display) in enumerate(SAMPLES):
        form = (DISPLAY if is_display else INLINE)[number % len(DISPLAY if is_display else INLINE)]
        tex = tex.replace("|", "\\|") if form.startswith("|") else tex
        indent = {"1": "   ", ">": "> "}.get(form[0], "")
        parts.append(form.replace("{}", tex.replace("\n", "\n" + indent)))
    return "\n\n".join(parts)


def cleaned(body: str, markup: str = "markdown", **settings: str) -> Post:
    config = replace(CONFIG, roots=(Root("content", True, markup),), **settings)
    return clean(raw_post(body, title="T", date="2024-01-01"), config)


def one_line(tex: str) -> str:
    return " ".join(tex.split())


def test_the_formulas_of_blogs_become_mathml_with_their_tex_as_written() -> None:
    shown = [match.groups() for match in SHOWN.finditer(written(cleaned(document())))]
    expected = [one_line(tex) for tex, _ in SAMPLES]
    assert [one_line(html.unescape(made or unread or "")) for made, unread in shown] == expected
    read_count = sum(made is not None for made, _ in shown)
    assert len(SAMPLES) >= 300
    assert read_count >= 0.99 * len(SAMPLES)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        # Signs of Markdown in formulas, which a converter would take for its own
        (r"$$\left( B^T \right)_{m, n} = \mathbf{B}_{n,m}$$", [r"\left( B^T \right)_{m, n} = \mathbf{B}_{n,m}"]),
        (
            "$$\n\\begin{cases}\np*q - r*s = 0 \\\\\nt = 1\n\\end{cases}\n$$",
            [r"\begin{cases} p*q - r*s = 0 \\ t = 1 \end{cases}"],
        ),
        (r"the set $\{y_k\}$", [r"\{y_k\}"]),
        ("$a_1 * b_1$ and $a_2 * b_2$", ["a_1 * b_1", "a_2 * b_2"]),
        (r"$\vec{x}_1$, `$c$` and $\vec{x}_2$", [r"\vec{x}_1", r"\vec{x}_2"]),
        (r"$[a](b)$, $![c](d)$, $~~e~~$ and $x[^1]$", ["[a](b)", "![c](d)", "~~e~~", "x[^1]"]),
        ("$$\nx\n= y\n- z\n+ w\n# v\n> u\n$$", ["x = y - z + w # v > u"]),
        (r"$a\_b$, $\#$ and $\$$", [r"a\_b", r"\#", r"\$"]),
        ("$x^{'}$, $y''$ and $f(x) -- g(x)$", ["x^{'}", "y''", "f(x) -- g(x)"]),
        # What looks like a tag between two formulas
        ("若 $y<k$，则取 $k_1<k_2$ 且 $c_j>k_1$ 成立。", ["y<k", "k_1<k_2", "c_j>k_1"]),
        ("Let $a<b$ and $c>d$.", ["a<b", "c>d"]),
        ("$x<y>z$", ["x<y>z"]),
        ("- $i<n$\n- $n>i$", ["i<n", "n>i"]),
        ("$$a<b$$\n\nand\n\n$$b>a$$", ["a<b", "b>a"]),
        (r"$\langle u,v \rangle <p$ und $q> 0$", [r"\langle u,v \rangle <p", "q> 0"]),
        ("https://example.org/$a$ and $b_1$", ["b_1"]),
    ],
)
def test_nothing_in_a_formula_is_markdown(body: str, expected: list[str]) -> None:
    post = cleaned(body)
    shown = [html.unescape(made or unread) for made, unread in SHOWN.findall(written(post))]
    assert [one_line(tex) for tex in shown] == expected
    assert post.account.lost == 0


def test_html_says_the_same_formulas() -> None:
    body = "".join(f"<p>{html.escape(HTML_FORMS[own].format(tex))}</p>" for tex, own in SAMPLES)
    shown = [match.groups() for match in SHOWN.finditer(written(cleaned(body, "html")))]
    expected = [one_line(tex) for tex, _ in SAMPLES]
    assert [one_line(html.unescape(made or unread or "")) for made, unread in shown] == expected


@pytest.mark.parametrize(
    ("tex", "made"),
    [
        ("x^2", "<msup><mi>x</mi><mn>2</mn></msup>"),
        (r"a\!b", '<mi>a</mi><mspace class="math-back"></mspace><mi>b</mi>'),
        (r"\textbf{a}", "<mtext><b>a</b></mtext>"),
        (r"\textrm{a}", "<mtext><span>a</span></mtext>"),
        (r"\color{red}{x}", '<mrow mathcolor="#FF0000"><mi>x</mi></mrow>'),
        (r"\boxed{x}", '<menclose class="math-box"><mi>x</mi></menclose>'),
        (r"\cancel{x}", '<menclose class="math-up"><mi>x</mi><mrow></mrow></menclose>'),
        (
            r"\begin{array}{l|r}a&b\end{array}",
            '<mtable displaystyle="false" scriptlevel="0"><mtr><mtd class="math-left math-line-right"><mi>a</mi></mtd>'
            '<mtd class="math-right"><mi>b</mi></mtd></mtr></mtable>',
        ),
        (r"\ln x", '<mrow><mrow><mspace></mspace><mi>ln</mi></mrow><mo lspace="0.1667em">\u2061</mo><mi>x</mi></mrow>'),
    ],
)
def test_mathml_has_classes_in_place_of_styles(tex: str, made: str) -> None:
    source = html.escape(tex, quote=False)
    annotation = f'<annotation encoding="application/x-tex">{source}</annotation>'
    assert mathml(tex, is_display=False) == f"<math><semantics><mrow>{made}</mrow>{annotation}</semantics></math>"


def test_the_source_of_a_formula_is_escaped() -> None:
    made = mathml(r"\text{</annotation><script>} ]]>", is_display=False)
    assert made is not None
    assert "<script" not in made
    assert made.endswith(r"\text{&lt;/annotation&gt;&lt;script&gt;} ]]&gt;</annotation></semantics></math>")


@pytest.mark.parametrize(
    "made",
    [
        '<math><a href="#x">x</a></math>',
        '<math><mi href="x">x</mi></math>',
        '<math><mi onclick="x">x</mi></math>',
        '<math><mrow xlink:href="x"></mrow></math>',
        "<math><maction>x</maction></math>",
        "<math><annotation-xml>x</annotation-xml></math>",
        "<math><mglyph/></math>",
        "<math><mi><b>x</b></mi></math>",
        "<math><mtext><img></mtext></math>",
        "<math><mi>x</mi>",
        "<math><mi>x</mi></math>x",
        "<math><mi>x</mi></math><math></math>",
        "<math><math></math></math>",
        "<mi>x</mi>",
        "<math><mi>x</mi><mi></math>",
        "<math><mi>x < y</mi></math>",
        "<math><mi>x</mi title='x'></math>",
        "<math><!-- x --></math>",
        "<math>" + "<mrow>" * 200 + "</mrow>" * 200 + "</math>",
        '<math><mspace width="url(x)"/></math>',
        "",
    ],
)
def test_what_is_not_on_the_lists_is_refused(made: str) -> None:
    assert formulas._checked(made) is None


def test_a_style_has_no_effect_but_those_listed() -> None:
    made = '<math><mrow style="color:#ff0000;background:url(x)" class="x" id="y"><mi style="top:0">x</mi></mrow></math>'
    assert formulas._checked(made) == "<math><mrow><mi>x</mi></mrow></math>"


BOMBS = {
    "braces": "{" * 1_000_000,
    "closed braces": "{" * 1_500 + "}" * 1_500,
    "fractions": r"\frac" * 100_000,
    "roots": r"\sqrt{" * 700 + "x" + "}" * 700,
    "roots without braces": r"\sqrt " * 800 + "x",
    "styles": r"\displaystyle " * 350,
    "environments": r"\begin{matrix}" * 170 + r"\end{matrix}" * 170,
    "scripts": "x^{" * 1_200 + "}" * 1_200,
    "primes": "x" + "'" * 4_990,
    "doubling": r"\def\a#1{\a{#1#1}}\a{x}",
    "calling": r"\newcommand{\a}{\a\a}\a",
    "texts": r"\text{" * 700,
    "dollars in a text": r"\text{" + "$" * 4_000,
    "operators": r"\mathop{" * 600,
    "operators with braces": r"\mathop{\mathop{\mathop{" + "{}" * 1_400,
    "rows": r"\begin{matrix}" + r"\\" * 700 + r"\end{matrix}",
    "columns": r"\begin{array}{" + "@{}" * 1_000 + r"}\end{array}",
    "comments": "%\n" * 2_400,
    "percent": "%" * 4_900,
    "backslashes": "\\" * 1_400,
}


@pytest.mark.parametrize("tex", BOMBS.values(), ids=BOMBS)
def test_no_formula_takes_the_process_or_much_time(tex: str) -> None:
    start = time.process_time()
    for is_display in (True, False):
        made = mathml(tex, is_display=is_display)
        assert made is None or len(made) < 400_000
    assert time.process_time() - start < 0.5


def test_many_formulas_are_read_up_to_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    article = read('<p><code class="math">x</code> <code class="math">y</code> <code class="math">z</code></p>')
    monkeypatch.setattr(formulas, "MAX_FORMULAS", 2)
    assert with_mathml(article, formula_places(article))[1] == ("z",)
    monkeypatch.setattr(formulas, "MAX_MADE_CHARACTERS", 10)
    assert with_mathml(article, formula_places(article))[1] == ("y", "z")


SHORT = "a $x^2$ b\n\n$$\n\\begin{cases}1\\end{cases}\n$$"


@pytest.mark.parametrize(
    ("math", "shown", "excerpt"),
    [
        ("mathml", '<annotation encoding="application/x-tex">x^2</annotation></semantics></math> b', "a x^2 b"),
        ("tex", '<p>a <code class="math">x^2</code> b', "a x^2 b"),
        ("off", "<p>a $x^2$ b", r"a $x^2$ b $$ \begin{cases}1\end{cases} $$"),
    ],
)
def test_the_setting_decides_what_a_formula_becomes(math: str, shown: str, excerpt: str) -> None:
    post = cleaned(SHORT, math=math)
    assert shown in written(post)
    assert post.account.lost == 0
    assert post.excerpt == excerpt
    assert post.word_count == cleaned(SHORT).word_count


def test_a_formula_that_cannot_be_read_stays_and_is_reported() -> None:
    post = cleaned(r"a $\ce{H2O}$ b $\ce{O2}$")
    assert written(post) == r'<p>a <code class="math">\ce{H2O}</code> b <code class="math">\ce{O2}</code></p>'
    [problem] = [problem for problem in post.problems if problem.code == "formula-unread"]
    assert problem.message == r"2 formulas are shown as TeX, because they could not be read: \ce{H2O}"


def test_a_post_may_write_the_class_itself() -> None:
    others = '<code class="math">a<b>b</b></code> <code class="math"><code>x</code></code></p>'
    shown = written(cleaned(f'<p><code class="math display">x</code> {others}', "html"))
    assert shown.startswith('<p><math display="block"><semantics>')
    assert shown.endswith(others)


def test_pages_with_formulas_are_valid_html_of_which_bleach_and_nh3_have_seen_no_mathml() -> None:
    body = document()
    page = f"<!DOCTYPE html><html><head><title>x</title></head><body>{written(cleaned(body))}</body></html>"
    root = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)
    assert len(list(root.iter("{http://www.w3.org/1998/Math/MathML}math"))) >= 0.97 * len(SAMPLES)
    assert "<math" not in written(cleaned(body, math="tex"))


def test_feeds_hold_the_formulas_of_the_page(small_site: SmallSite) -> None:
    small_site.write("a.md", post("Formulas", document(), permalink="p/", markup="markdown", date="2024-01-01"))
    small_site.build()
    for name in ("atom.xml", "rss.xml"):
        feed = feedparser.parse(small_site.files()[name])
        assert not feed.bozo
        assert len(feed.entries) == 1
        assert small_site.files()[name].count(b"application/x-tex") >= 0.97 * len(SAMPLES)
    assert small_site.page("/feed.json").count("application/x-tex") >= 0.97 * len(SAMPLES)
    assert small_site.page("/p/").count("application/x-tex") >= 0.97 * len(SAMPLES)


def test_an_excerpt_before_its_mark_shows_no_formula_of_its_own_line() -> None:
    assert cleaned("a $x^2$ b\n\n$$\n\\frac12\n$$\n\n<!-- more -->\n\nc").excerpt == "a x^2 b"
    assert cleaned("$$\n\\frac12\n$$\n\n<!-- more -->\n\nc").excerpt == "c"
