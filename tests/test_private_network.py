"""What a reader's browser asks for by itself: never the reader's own machine or network."""

from __future__ import annotations

from tests.sites import post

BODY = """<p>Long enough to be an article, with words before the pictures and words behind them.</p>
<p><img src="http://127.0.0.1:631/a.png" alt="one"> <img src="https://example.org/b.png"
srcset="http://192.168.0.1/b.png 2x"> <img data-src="http://router/c.png" src="/blank.gif"></p>
<video controls poster="http://10.0.0.1/p.png" src="http://nas.local/film.mp4"></video>
<audio src="http://[::1]/a.mp3"></audio><p><a href="http://localhost:8000/">A link</a></p>"""


def test_no_page_or_feed_asks_the_reader_s_network_and_explain_says_what_went(small_site):
    small_site.write("a.html", post("A", BODY, date="2024-01-01", cover="http://192.168.0.1/cover.png"))
    small_site.build()
    for name, data in small_site.files().items():
        text = data.decode("utf-8", "replace")
        for host in ("127.0.0.1:631", "192.168.0.1", "router", "10.0.0.1", "[::1]"):
            assert f'src="http://{host}' not in text, name
            assert f'="http://{host}' not in text, name
            assert f"url>http://{host}" not in text, name
        assert 'src="http://nas.local' not in text
    page = "".join(
        text.decode() for name, text in small_site.files().items() if name.startswith("2024/01/01/") and "index" in name
    )
    assert 'href="http://localhost:8000/"' in page
    assert "https://example.org/b.png" in page
