import pytest

from generator.cleaning.html_repair import escaped_code


@pytest.mark.parametrize(
    ("html", "made", "count"),
    [
        ("<code><web-view /></code>", "<code>&lt;web-view /&gt;</code>", 1),
        ("<p>x</p><pre><a-b>\n</a-b></pre>", "<p>x</p><pre>&lt;a-b&gt;\n&lt;/a-b&gt;</pre>", 2),
        ('<code><span class="hljs-tag">x</span></code>', '<code><span class="hljs-tag">x</span></code>', 0),
        ("<code>a <b && c</code>", "<code>a &lt;b && c</code>", 1),
        ("<code>-100 <= x</code>", "<code>-100 <= x</code>", 0),
        ("<PRE><X>a</X></PRE>", "<PRE>&lt;X&gt;a&lt;/X&gt;</PRE>", 2),
        ("<code>never closed <x-y>", "<code>never closed <x-y>", 0),
        ("<code>open <h2>a</h2> <code>b</code>", "<code>open <h2>a</h2> <code>b</code>", 0),
        ("<x-y>a</x-y>", "<x-y>a</x-y>", 0),
    ],
)
def test_unknown_tags_in_code_become_text(html: str, made: str, count: int) -> None:
    assert escaped_code(html) == (made, count)
