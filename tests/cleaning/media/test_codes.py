"""QR codes with a line that asks to scan them, and QR codes that an article is about."""

from __future__ import annotations

import pytest

from generator.cleaning import media
from tests.cleaning.drafts import after, draft

TEXT = "<p>The ferry to the island leaves at nine and comes back when the tide allows it.</p>"
LONG = "<p>" + "The tide tables hang in the harbour office. " * 8 + "</p>"


@pytest.mark.parametrize(
    "end",
    [
        '<p>扫码关注我们</p><p><img src="/img/qrcode.jpg"></p>',
        '<p><img src="/a.jpg" alt="二维码"></p>\n<p>长按识别二维码，加入读者群</p>',
        '<p><img src="/ewm/erweima.gif"><br>微信扫一扫，关注港口笔记</p>',
        '<section><img src="/a.png" title="公众号二维码"><p>扫描下方二维码订阅</p></section>',
        '<figure><img src="/line_qr.png"><figcaption>QRコードを読み取って友だち追加</figcaption></figure>',
        '<div><a href="/x"><img src="/qr.png"></a><p>Scan the QR code to follow us</p></div>',
        '<p>👇欢迎扫码加群👇</p><p><img alt="二维码" src="/a.png"></p>',
        '<p>To follow us, scan the QR code!</p><p><img alt="QR code" src="/a.png"></p>',
        '<p>Scan this code to download the app</p><p><img alt="QR code" src="/a.png"></p>',
    ],
)
def test_a_code_at_the_end_goes_with_its_line(end: str) -> None:
    post = draft(TEXT + end)
    media.apply(post)
    assert "".join(post.body.text().split()) == "".join(draft(TEXT).body.text().split())
    assert post.body.first("img") is None
    assert {(removal.rule, removal.kind) for removal in post.removals} == {("media:code", "promotion")}
    assert post.taken.pictures == 1


def test_a_code_at_the_end_goes_if_a_filter_took_its_line() -> None:
    post = draft(f'{TEXT}<p><img src="/qrcode.png"></p>')
    post.taken.add("promotion", "扫码关注我们")
    media.apply(post)
    assert post.body.first("img") is None
    assert draft(after(media.apply, f'{TEXT}<p><img src="/qrcode.png"></p>')).body.first("img") is not None


def test_a_code_that_is_set_apart_goes_wherever_it_is() -> None:
    box = '<div><img src="/qrcode.png"><p>扫码关注我们</p></div>'
    assert after(media.apply, TEXT + box + LONG) == TEXT + LONG


@pytest.mark.parametrize(
    "body",
    [
        # in the middle of an article
        f'{TEXT}<p><img src="/qrcode.png"></p><p>扫码关注我们</p>{LONG}',
        # the line says something else, or a whole sentence about it
        f'{TEXT}<p><img src="/qrcode.png"></p><p>石碑立在樟树下</p>',
        f'{TEXT}<p><img src="/qrcode.png"></p><p>Scan the QR code with your own telephone: it works</p>',
        f'{TEXT}<p><img src="/qrcode.png"></p><p>游客扫描二维码，听到的是一声牛叫，石匠说这就够了。</p>',
        f'{TEXT}<p><img src="/qrcode.png"></p><p>游客扫描二维码下载地图，石匠说这就够了。</p>',
        f'{TEXT}<p><img src="/qrcode.png"></p><p>Visitors scan the QR code to download a map</p>',
        # the picture does not say that it is a code
        f'{TEXT}<p><img src="/boat.png"></p><p>扫码关注我们</p>',
        f'{TEXT}<p><img src="/squirrel.png"></p><p>Scan the QR code to follow us</p>',
        # an article about such codes
        f'{TEXT}<p>A QR code has three squares.</p><p>No QR code has four.</p><p><img src="/qr.png"></p>'
        "<p>Scan the QR code to follow us</p>",
        # an item, a quotation, an example
        f'{TEXT}<ul><li><img src="/qr.png"></li><li>Scan the QR code to join</li></ul>',
        f'{TEXT}<blockquote><p>Scan the QR code to join</p><p><img src="/qr.png"></p></blockquote>',
        f'{TEXT}<p>The sign said:</p><p><img src="/qr.png"></p><p>Scan the QR code to join</p>',
        # nothing else is there
        '<p><img src="/qr.png"></p><p>Scan the QR code to join</p>',
    ],
)
def test_other_codes_stay(body: str) -> None:
    result = draft(after(media.apply, body)).body
    assert result.text() == draft(body).body.text()
    assert result.first("img") is not None


def test_many_codes_cost_their_number() -> None:
    body = '<div><img src="/qr.png">' * 400 + "<p>x</p>" * 20_000
    assert draft(after(media.apply, body)).body.first("img") is not None
