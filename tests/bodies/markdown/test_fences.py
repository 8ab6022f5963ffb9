import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.bodies.markdown.fences import Fence, Prose, split
from tests.sizes import examples


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("```\na\n```", ["a"]),
        ("~~~\na\n```\n~~~", ["a\n```"]),
        ("````\n```\n````", ["```"]),
        ("```\na", ["a"]),
        ("``` a`b\nx", []),
        ("    ```\n    a\n    ```", []),
        ("- a\n\n    ```\n    x\n    ```", ["x"]),
        ("> ```\n> a\n> ```\nb", ["a"]),
        ("> ```\n> a\nb", ["a"]),
        ("  ```\n  a\n    b\n  ```", ["a\n  b"]),
    ],
)
def test_fences_are_found_as_commonmark_says(text: str, code: list[str]) -> None:
    assert [part.code for part in split(text) if isinstance(part, Fence)] == code


@pytest.mark.parametrize(
    ("label", "language", "title", "link"),
    [
        ("js", "js", "", ("", "")),
        ("JS a title.js", "js", "a title.js", ("", "")),
        ("js src/a.js", "js", "src/a.js", ("", "")),
        ("python 名 https://a.example/x line_number:false", "python", "名", ("https://a.example/x", "link")),
        ("js 甲 /x.js 这 里", "js", "甲", ("/x.js", "这 里")),
        ("{.python}", "python", "", ("", "")),
        ("", "", "", ("", "")),
    ],
)
def test_a_label_has_a_language_a_title_and_a_link(
    label: str, language: str, title: str, link: tuple[str, str]
) -> None:
    fence = Fence("", label, "", "")
    assert (fence.language, fence.title, fence.link) == (language, title, link)


@examples(200)
@given(st.text(alphabet="`~> -a\n", max_size=80))
def test_the_parts_make_up_the_whole(text: str) -> None:
    parts = [part.text if isinstance(part, Prose) else part.source for part in split(text)]
    assert "\n".join(parts) == text
