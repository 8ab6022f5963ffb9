from __future__ import annotations

import time

import pytest

from generator.bodies.markdown.picture_sizes import picture_at


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("![a](b.png =200x100)", {"width": "200", "height": "100"}),
        ("![a](b.png =200x)", {"width": "200"}),
        ("![a](b.png =x100)", {"height": "100"}),
        ("![a](b.png =50%x)", {"width": "50%"}),
        ("![a](b.png =300)", {"width": "300"}),
        ("![在这里](https://a.example/b.png#pic_center =400x)", {"width": "400"}),
        ('![a](b.png "T" =200x)', {"width": "200"}),
        ('![a](b.png =200x "T")', {"width": "200"}),
        ("![a|200](b.png)", {"width": "200"}),
        ("![a|200x100](b.png)", {"width": "200", "height": "100"}),
        ("![|80](b.png)", {"width": "80"}),
        ("![a](b.png){width=50%}", {"width": "50%"}),
        ('![a](b.png){: width="700" height="400" .shadow}', {"width": "700", "height": "400"}),
        ('![a](b.png "T"){:width="50%"}', {"width": "50%"}),
        ("![a](b.png){ #fig .wide width=5cm }", {"width": "5cm"}),
        ('![a](b.png){: w="700" h="400"}', {"width": "700", "height": "400"}),
        ("![a](b.png){: .w-75 .normal}", {"width": "75%"}),
        ("![a](b.png){.center}", {}),
    ],
)
def test_a_size_is_read_in_every_form(text: str, size: dict[str, str]) -> None:
    picture = picture_at(f"x {text} y", 2)
    assert picture is not None
    assert picture.size == size
    assert picture.end == 2 + len(text)
    assert picture.alternative in ("a", "", "在这里")
    assert picture.title == ("T" if '"T"' in text else "")


def test_address_and_texts_come_without_escapes() -> None:
    picture = picture_at(r"""![a \[b\] &amp; c](</x y\_(1).png> 'T "q"' =9x9)""", 0)
    assert picture is not None
    assert (picture.source, picture.alternative, picture.title) == ("/x y_(1).png", "a [b] & c", 'T "q"')


@pytest.mark.parametrize(
    "text",
    [
        "![a](b.png)",
        '![a](b.png "T")',
        "![a](b.png)（宽 50%）",
        "![a](b.png){这是一段文字}",
        "![a](b.png){}",
        "![a](b.png =)",
        "![a](b.png =甲)",
        "![a](b.png 200)",
        "![a][b]{width=50%}",
        "[a](b.png =200x)",
        "![a|b](c.png)",
        "![a](b.png =200x\n)",
    ],
)
def test_other_pictures_are_left_to_the_library(text: str) -> None:
    assert picture_at(text, 0) is None


def test_text_in_braces_stays_behind_a_picture_with_a_size() -> None:
    picture = picture_at("![a](b.png =9x9){甲}", 0)
    assert picture is not None
    assert picture.end == len("![a](b.png =9x9)")


@pytest.mark.parametrize(
    "piece", ["![", "![a](", "![a](b =1", "![a|1", "![a](b){", "![\\", "![a](<", "![[a]", '![a](b "']
)
def test_many_beginnings_take_linear_time(piece: str) -> None:
    text = piece * (60_000 // len(piece))
    start = time.process_time()
    place = text.find("![")
    while place >= 0:
        picture_at(text, place)
        place = text.find("![", place + 1)
    assert time.process_time() - start < 0.5
