"""What an article must be whatever is switched off."""

from __future__ import annotations

import pytest

from generator.cleaning import conform
from tests.cleaning.drafts import after, counts, draft


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("<h1>a</h1>", "<h2>a</h2>"),
        ('<article class="x" onclick="y"><section>a</section></article>', '<div class="x"><div>a</div></div>'),
        ("<center>a<b>b</b></center>", '<div align="center">a<b>b</b></div>'),
        ("<details><summary>a</summary>b</details>", "<details><summary>a</summary>b</details>"),
        ("<strike>a</strike><tt>b</tt>", "<s>a</s><code>b</code>"),
        (
            '<ul><li><input type="checkbox"> a</li><li><input type="checkbox" checked>b</li></ul>',
            "<ul><li>☐  a</li><li>☑ b</li></ul>",
        ),
        ('<form><input type="hidden" value="1">a<select><option>b</option></select></form>', "<div>a</div>"),
        ("<pre>code<button>复制代码</button></pre>", "<pre>code</pre>"),
        (
            "<button>" + "a long paragraph that somebody made clickable" + "</button>",
            "a long paragraph that somebody made clickable",
        ),
        ("<textarea>a &lt;b&gt;</textarea>", "<pre>a &lt;b&gt;</pre>"),
        ("<p>a</p><style>b{}</style><script>c()</script>", "<p>a</p>"),
        ("<p>a<!-- b --></p><!-- more -->", "<p>a</p><!-- more -->"),
        (
            "<math><mi>x</mi><annotation encoding='application/x-tex'>x^2</annotation></math>",
            '<code class="math">x^2</code>',
        ),
        ("<math display='block'><mi>x</mi></math>", '<p><code class="math display">x</code></p>'),
        ('a<img src="javascript:1" alt="A &lt;ferry&gt;"><img src="tel:1" alt="b.png">b', "aA &lt;ferry&gt;b"),
        (
            '<picture><source srcset="data:x"><img src="https://e.org:0/" alt="a"></picture>'
            '<picture><source srcset="a.png 2x"><img src="x:1"></picture>',
            'a<picture><source srcset="a.png 2x">'
            '<img src="x:1" alt="" referrerpolicy="no-referrer" loading="lazy" decoding="async"></picture>',
        ),
        (
            '<img src="a.png" loading="eager" sizes="100vw">',
            '<img src="a.png" alt="" referrerpolicy="no-referrer" loading="lazy" decoding="async">',
        ),
        (
            '<img src="a.png" alt="https://img.example/a.png?w=1"><img src="b.png" alt="旧 b.png">',
            '<img src="a.png" alt="" referrerpolicy="no-referrer" loading="lazy" decoding="async">'
            '<img src="b.png" alt="旧 b.png" referrerpolicy="no-referrer" loading="lazy" decoding="async">',
        ),
        (
            '<img src="a.png" alt="s_0123456789abcdef0123456789abcdef" title="屏幕截图1.png">',
            '<img src="a.png" alt="" referrerpolicy="no-referrer" loading="lazy" decoding="async">',
        ),
        (
            '<img src="a.png" alt="01234567-89ab-cdef-0123-456789abcdef"><img src="b.png" alt="Image" title="旧">',
            '<img src="a.png" alt="" referrerpolicy="no-referrer" loading="lazy" decoding="async">'
            '<img src="b.png" alt="" title="旧" referrerpolicy="no-referrer" loading="lazy" decoding="async">',
        ),
        (
            '<img src="a.png" alt="ff4c89.JPG">',
            '<img src="a.png" alt="" referrerpolicy="no-referrer" loading="lazy" decoding="async">',
        ),
        (
            '<video src="a.mp4" autoplay preload="auto"></video>',
            '<video src="a.mp4" autoplay="" controls="" preload="none"></video>',
        ),
    ],
)
def test_an_article_is_brought_into_shape(written: str, expected: str) -> None:
    assert after(conform.apply, written) == expected


def test_what_sanitizing_will_drop_is_counted() -> None:
    post = draft('<p style="a" onclick="b">x</p><script>c</script><!-- d --><svg></svg><input>')
    conform.apply(post)
    assert counts(post) == {
        "conform:comment": 1,
        "conform:control": 1,
        "conform:svg": 1,
        "conform:script": 1,
        "conform:style-attribute": 1,
        "conform:handler": 1,
    }


def test_nothing_twice_is_something_else() -> None:
    once = after(
        conform.apply, "<h1>a</h1><center><input type=checkbox></center><img src=a.png><video src=b.mp4></video>"
    )
    assert after(conform.apply, once) == once


def test_an_address_that_sanitizing_will_refuse_is_counted_where_the_medium_stays():
    html = (
        '<video src="a.mp4" poster="http://192.168.0.1/a.png"></video>'
        '<video src="http://nas/a.mp4"><source src="b.mp4">'
        '<source src="http://nas/b.mp4"></video><img src="a.png" srcset="http://router/a.png 2x">'
        '<img src="http://127.0.0.1/a.png" alt="">'
    )
    post = draft(html)
    conform.apply(post)
    assert counts(post) == {"conform:address": 4, "conform:picture": 1}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (
            "<figure><svg><title>x</title><text>Boats: <tspan>12</tspan></text><g><text>Nets: 7</text></g></svg>"
            "<figcaption>2021</figcaption></figure>",
            "<figure><p>Boats: 12<br>Nets: 7</p><figcaption>2021</figcaption></figure>",
        ),
        (
            "<figure><svg><foreignObject><div><span>Two seats</span></div></foreignObject></svg></figure>",
            "<figure><p>Two seats</p></figure>",
        ),
        (
            "<div> <svg><text>木橋</text><text>石橋</text></svg></div>",
            "<div> <p>木橋<br>石橋</p></div>",
        ),
    ],
)
def test_the_words_of_a_drawing_stay_if_it_is_a_figure(written: str, expected: str) -> None:
    assert after(conform.apply, written) == expected


@pytest.mark.parametrize(
    "written",
    [
        "<p><svg><text>Aa</text></svg></p>",
        "<div><svg><text>Aa</text></svg></div>",
        "<div>x<svg><text>Aa</text><text>Aa</text></svg></div>",
        "<div><button><svg><text>Aa</text><text>Aa</text></svg></button></div>",
        '<figure><img src="/a.png"><svg><text>Aa</text></svg></figure>',
        '<figure><a href="/x"><svg><text>Aa</text></svg></a></figure>',
        "<figure><svg><title>Aa</title></svg></figure>",
        "<figure><svg>" + "<text>Aa</text>" * 61 + "</svg></figure>",
    ],
)
def test_the_words_of_other_drawings_go(written: str) -> None:
    assert "Aa" not in after(conform.apply, written)
