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


@examples(200)
@given(st.text(alphabet="`~> -a\n", max_size=80))
def test_the_parts_make_up_the_whole(text: str) -> None:
    parts = [part.text if isinstance(part, Prose) else part.source for part in split(text)]
    assert "\n".join(parts) == text
