"""Attacks through formulas: TeX, what scripts for formulas read, and MathML that a page holds already."""

from __future__ import annotations

from tests.payloads.payload import Payload, html

TEX = [
    r"\href{javascript:alert(1)}{x}",
    r"\href{https://example.org/\" onclick=\"alert(1)}{x}",
    r"\url{javascript:alert(1)}",
    r"\includegraphics{x\" onerror=\"alert(1)}",
    r"\style{background:url(javascript:alert(1))}{x}",
    r"\class{x\" onclick=\"alert(1)}{x}",
    r"\cssId{x\"><script>alert(1)</script>}{x}",
    r"\htmlData{x=1,onclick=alert(1)}{x}",
    r"\htmlClass{x}{<img src=x onerror=alert(1)>}",
    r"\unicode[Arial\"><img src=x onerror=alert(1)>]{x41}",
    r"\require{html}\href{javascript:alert(1)}{x}",
    r"\color{red;background:url(//example.org/)}{x}",
    r"\color{red\" onclick=\"alert(1)}{x}",
    r"\text{<img src=x onerror=alert(1)>}",
    r"\text{&lt;img src=x onerror=alert(1)&gt;}",
    r"\mbox{</mtext></math><script>alert(1)</script>}",
    r"\text{</math><svg onload=alert(1)>}",
    r"\text{x$</annotation><img src=x onerror=alert(1)>$y}",
    r"\textbf{<style><img src=x onerror=alert(1)></style>}",
    r"\texttt{<!--<img title='--><img src=x onerror=alert(1)>'>-->}",
    r"\operatorname{<script>alert(1)</script>}",
    r"\mathrm{<mglyph><style><img src=x onerror=alert(1)>}",
    r"\tag{<img src=x onerror=alert(1)>} x_1",
    r"\label{\"><img src=x onerror=alert(1)>} x_1 \eqref{\"><img src=x onerror=alert(1)>}",
    r"\begin{array}{c\" onclick=\"alert(1)} x \end{array}",
    r"\begin{<script>alert(1)</script>} x \end{<script>alert(1)</script>}",
    r"\newcommand{\x}{<img src=x onerror=alert(1)>}\x",
    r"\def\x#1{\href{javascript:alert(1)}{#1}}\x{y}",
    r"x_1 ]]></annotation><img src=x onerror=alert(1)>",
    r"x_1 &lt;/annotation&gt;&lt;img src=x onerror=alert(1)&gt;",
    r"\frac{<a href=javascript:alert(1)>}{</a>}",
    r"x^2 \" onmouseover=\"alert(1)",
    r"\cancel{<svg><animate onbegin=alert(1) attributeName=x>}",
    r"\xrightarrow{<iframe srcdoc='<script>alert(1)</script>'>}",
]
"""Each of these stands between the delimiters of a formula."""

DELIMITERS = (("$", "$"), ("\n$$\n", "\n$$\n"), (r"\(", r"\)"), ("\n\\[\n", "\n\\]\n"), ("\n```math\n", "\n```\n"))

SOURCES = [
    '<script type="math/tex"><img src=x onerror=alert(1)></script>',
    '<script type="math/tex; mode=display">\\href{javascript:alert(1)}{x}</script>',
    '<script type="math/tex" src="data:text/javascript,alert(1)">x^2</script>',
    '<script type="math/tex&#x0;">alert(1)</script><script type=math/../text/javascript>alert(1)</script>',
    '<script type="math/asciimath"></script\n><img src=x onerror=alert(1)></script>',
    "<script type='math/tex'>x<!--<script></script>--><img src=x onerror=alert(1)></script>",
    '<span class="math" data-tex="x^2&quot;><img src=x onerror=alert(1)>">x</span>',
    '<span data-formula="</code><script>alert(1)</script>" onclick="alert(1)">x</span>',
    '<mjx-container data-latex="x" onclick=alert(1)><mjx-assistive-mml><math><mtext><img src=x onerror=alert(1)>',
    '<span class="MathJax" data-mathml="<math><mtext><img src=x onerror=alert(1)></mtext></math>"></span>',
    '<img class="latex" src="javascript:alert(1)" alt="x^2" onerror="alert(1)">',
    '<img src="https://example.org/equation?tex=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E_1" onerror="alert(1)">',
    '<code class="math" onclick="alert(1)">\\text{<img src=x onerror=alert(1)>}</code>',
    '<code class="math display">x</code></code><code class="math"><code>y</code><script>alert(1)</script></code>',
    '<pre><code class="math">&lt;img src=x onerror=alert(1)&gt;</code></pre><a href="javascript:alert(1)">$x^2$</a>',
    "<p title=\"\\(\"><img alt='\\)' src=x onerror=alert(1)>$x_1<img src=x onerror=alert(1)>$</p>",
    '<math alttext="\\text{&lt;img src=x onerror=alert(1)&gt;}"><mtext><style><img src=x onerror=alert(1)></style>',
    "<math><semantics><mi>x</mi><annotation encoding=application/x-tex></math><img src=x onerror=alert(1)>",
    "<math><semantics><annotation-xml encoding=text/html><style></math><img src=x onerror=alert(1)></style>",
    "<math><mfrac><mi>x</mi><mtext></mtext><mglyph><svg><mtext><style><path id='</style><img src=x onerror=alert(1)>'>",
]
"""Pages with what MathJax, KaTeX and servers that draw formulas read or write."""

PAYLOADS = (
    *(
        Payload(f"tex {number}", f"a {opening}{tex}{closing} b", "markdown")
        for number, tex in enumerate(TEX, 1)
        for opening, closing in (DELIMITERS[number % len(DELIMITERS)],)
    ),
    *html("source of a formula", SOURCES),
)
