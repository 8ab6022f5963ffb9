import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.cleaning.fences import Fence, Prose, split


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
    ("label", "language", "title"),
    [
        ("js", "js", ""),
        ("JS a title.js", "js", "a title.js"),
        ("python 名 https://a.example/x line_number:false", "python", "名"),
        ("{.python}", "python", ""),
        ("", "", ""),
    ],
)
def test_a_label_has_a_language_and_a_title(label: str, language: str, title: str) -> None:
    fence = Fence("", label, "", "")
    assert (fence.language, fence.title) == (language, title)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="`~> -a\n", max_size=80))
def test_the_parts_make_up_the_whole(text: str) -> None:
    parts = [part.text if isinstance(part, Prose) else part.source for part in split(text)]
    assert "\n".join(parts) == text
