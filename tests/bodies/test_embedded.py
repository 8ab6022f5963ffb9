"""Embedded pictures: which formats and sizes are taken out of a body, and the limits of a post."""

from __future__ import annotations

import base64
from random import Random

import pytest

from generator.bodies import embedded
from generator.bodies.embedded import Album, decoded, put_aside, put_back


def png(width: int = 40, height: int = 30, noise: int = 1_000) -> bytes:
    """A picture that begins like a PNG of this size."""
    start = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + width.to_bytes(4) + height.to_bytes(4)
    return start + Random(0).randbytes(noise)


def address(data: bytes, kind: str = "image/png") -> str:
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"


@pytest.mark.parametrize(
    ("start", "suffix"),
    [
        (b"\xff\xd8\xff\xe0", "jpg"),
        (b"RIFF\x00\x00\x00\x00WEBP", "webp"),
        (b"\x00\x00\x00\x20ftypavif", "avif"),
        (b"GIF89a\x40\x00\x40\x00", "gif"),
    ],
)
def test_the_format_is_that_of_the_bytes(start: bytes, suffix: str) -> None:
    picture = decoded(address(start + bytes(range(256)), "image/svg+xml"))
    assert picture is not None
    assert picture.address.startswith("/embedded/")
    assert picture.address.endswith(f".{suffix}")
    assert picture.data == start + bytes(range(256))


@pytest.mark.parametrize(
    "written",
    [
        address(b"<svg xmlns='http://www.w3.org/2000/svg'>" + b" " * 300, "image/svg+xml"),
        address(b"<script>" + b" " * 300),
        address(b" " + png()),
        address(png(noise=50)),
        address(png(width=600, height=1)),
        address(b"GIF89a\x01\x00\x01\x00" + bytes(300)),
        address(png(noise=1_000_001)),
        "data:image/png;base64,%%%",
        "data:image/png;base64,AAAA=AAAA",
        "data:image/png," + "A" * 400,
        "data:,",
        "https://a.example/a.png",
    ],
)
def test_nothing_else_is_taken(written: str) -> None:
    assert decoded(written) is None


def test_an_address_may_have_parameters_blanks_and_escapes() -> None:
    written = address(png(), "image/png;charset=utf-8")
    broken = written[:100] + "\n " + written[100:].replace("+", "%2B").rstrip("=")
    assert decoded(broken) == decoded(written) is not None


def test_an_album_holds_each_picture_once_and_no_more_than_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "MAX_PICTURES", 2)
    album = Album()
    one, two, three = (address(png(width=width)) for width in (40, 41, 42))
    assert album.add(one) is album.add(one) is not None
    assert album.add(two) is not None
    assert album.add(three) is None
    assert len(album.kept) == 2


def test_the_bytes_of_an_album_are_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "MAX_POST_BYTES", 1_500)
    album = Album()
    assert album.add(address(png(width=40))) is not None
    assert album.add(address(png(width=41))) is None


def test_long_addresses_of_pictures_are_put_aside_and_others_stay() -> None:
    long = address(png(noise=4_000))
    body = f'<img alt="x" src="{long}"> ![y]({long}) <code>&lt;img src="{long}"&gt;</code> <img src="data:,7">'
    short, aside = put_aside(body)
    assert short == (
        f'<img alt="x" src="data:,0"> ![y](data:,1) <code>&lt;img src="{long}"&gt;</code> <img src="data:,7">'
    )
    assert aside == {"data:,0": long, "data:,1": long}
    assert put_back(short, aside) == body
    assert put_aside("<p>short</p>") == ("<p>short</p>", {})
