"""The size of a picture, of each format and of files that say nothing usable."""

from __future__ import annotations

import time

import pytest

from generator.pictures import HEAD_BYTES, sides

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"


def png(width: int, height: int) -> bytes:
    return PNG + width.to_bytes(4) + height.to_bytes(4) + b"\x08\x02\x00\x00\x00" + bytes(40)


def box(kind: bytes, *content: bytes) -> bytes:
    data = b"".join(content)
    return (len(data) + 8).to_bytes(4) + kind + data


def jpeg(*segments: bytes) -> bytes:
    return b"\xff\xd8" + b"".join(b"\xff" + s[:1] + (len(s) + 1).to_bytes(2) + s[1:] for s in segments)


FRAME = b"\xc0\x08" + (30).to_bytes(2) + (40).to_bytes(2) + b"\x03" + bytes(9)
TURNED = b"\xe1Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06" + bytes(6)
EXTENT = box(b"ispe", bytes(4), (40).to_bytes(4), (30).to_bytes(4))
AVIF = box(b"ftyp", b"avif", bytes(4)) + box(b"meta", bytes(4), box(b"iprp", box(b"ipco", EXTENT)))


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (png(40, 30), (40, 30)),
        (b"GIF89a" + (40).to_bytes(2, "little") + (30).to_bytes(2, "little") + bytes(20), (40, 30)),
        (jpeg(FRAME), (40, 30)),
        (jpeg(TURNED, FRAME), (30, 40)),
        (
            b"RIFF\x00\x00\x00\x00WEBPVP8X" + bytes(8) + (39).to_bytes(3, "little") + (29).to_bytes(3, "little"),
            (40, 30),
        ),
        (AVIF, (40, 30)),
        (png(0, 30), None),
        (png(10**9, 10), None),
        (png(40, 30)[:20], None),
        (b"GIF89a" + b"\xff\xff\xff\xff" + bytes(20), None),
        (jpeg(b"\xe0" + bytes(40)), None),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><rect width='5' height='5'/></svg>", None),
        (b"P6 40 30 255 ", None),
        (b"", None),
    ],
)
def test_the_size_is_that_of_the_picture_as_shown_or_unknown(data: bytes, expected: tuple[int, int] | None) -> None:
    assert sides(data) == expected


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xd8\xff" + b"\xff" * HEAD_BYTES * 4,
        jpeg(*[b"\xe1Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\xff\xff" + b"\x01" * 60_000] * 20),
        b"\xff\xd8\xff" + b"\x00" * HEAD_BYTES * 4,
        box(b"ftyp", b"avif", bytes(4)) + box(b"meta", bytes(4), *[box(b"free")] * 100_000),
    ],
)
def test_a_hostile_file_costs_little(data: bytes) -> None:
    start = time.process_time()
    assert sides(data) is None
    assert time.process_time() - start < 2
