"""Hosts that lead to the reader's own machine or network."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.cleaning.hosts import is_surely_public, leads_home
from generator.cleaning.urls import is_plain_media, safe_link, safe_media, safe_srcset
from tests.sites import post

LOCAL = """
127.0.0.1 127.1 127.0.1 0x7f.1 0177.0.0.1 2130706433 0x7f000001 017700000001 0 0.0.0.0 127.0.0.1. 1.2.3.4.5 256.1.1.1
localhost LOCALHOST. a.localhost localhost.localdomain router nas.local x.lan fritz.home.arpa printer.home db.internal
wiki.intranet a.corp b.private 10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1:8080 169.254.169.254 100.64.0.1 198.18.0.1
224.0.0.1 255.255.255.255 192.0.0.1 [::1] [::] [fd00::1] [fe80::1] [::ffff:127.0.0.1] [::ffff:7f00:1] [::127.0.0.1]
[2002:7f00:1::] [64:ff9b::7f00:1] [64:ff9b::10.0.0.1] [ff02::1] [0:0:0:0:0:0:0:1] １２７.0.0.1 127。0。0。1 127.0.0.0x1
xn--a
""".split()

PUBLIC = """
example.org pictures.example.org:8080 8.8.8.8 134744072 1.1 10.example.com 127.example.org local.example lan.example.com
localhost.example.org 127.0.0.1.example.org 例子.中国 xn--fiq228c.cn [2606:4700::1111] [2002:808:808::]
my_host.example home.com
""".split()


@pytest.mark.parametrize("host", LOCAL)
def test_a_picture_at_the_reader_s_own_machine_or_network_is_refused(host):
    url = f"http://{host}/x.png"
    assert leads_home(url)
    assert safe_media(url) is None
    assert safe_media(f"//{host}/x.png") is None
    assert safe_srcset(f"https://example.org/a.png 1x, {url} 2x") is None
    assert not is_plain_media(url)


@pytest.mark.parametrize("host", PUBLIC)
def test_a_picture_anywhere_else_is_not(host):
    assert not leads_home(f"https://{host}/x.png")
    assert safe_media(f"https://{host}/x.png") is not None


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost", "router.lan"])
def test_a_link_there_is_the_reader_s_own_decision(host):
    assert safe_link(f"http://{host}/") == f"http://{host}/"


@given(st.from_regex(r"https?://[A-Za-z0-9._~\-\[\]:%x]{1,30}(/[a-z]{0,3})?", fullmatch=True))
def test_what_looks_public_at_a_glance_is_public(url):
    if is_surely_public(url):
        host = url.split("/")[2].rpartition(":")[0] or url.split("/")[2]
        last = host.rpartition(".")[2].casefold()
        assert "." in host
        assert not last[:1].isdigit()
        assert last not in {
            "localhost",
            "localdomain",
            "local",
            "internal",
            "intranet",
            "lan",
            "home",
            "corp",
            "private",
        }


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
