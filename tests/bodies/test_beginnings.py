import time

import pytest

from generator.bodies.beginnings import after_comments, heading, names_markdown


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("<!--a-->b", "b"),
        (" \n<!--a-->\n <!-- more -->\nb", "\nb"),
        ("<!-->b", "b"),
        ("<!--->b", "b"),
        ("a<!--b-->", "a<!--b-->"),
        ("<!--a--><!--b", "<!--b"),
        ("<!--a", "<!--a"),
        ("", ""),
    ],
)
def test_only_whole_comments_at_the_start_are_passed(text: str, rest: str) -> None:
    assert text[after_comments(text) :] == rest


@pytest.mark.parametrize(
    ("text", "is_named"),
    [
        ("<!--markdown-->a", True),
        ("\n<!-- Markdown -->a", True),
        ("<!-- no markdown -->a", False),
        ("<!--a--><!--markdown-->", False),
        ("<!--markdown", False),
        ("markdown", False),
    ],
)
def test_the_first_comment_may_name_markdown(text: str, is_named: bool) -> None:
    assert names_markdown(text) is is_named


@pytest.mark.parametrize("text", ["<!--", "<!---->", "[", "[]" * 9, "[a](" * 3, "# ", "\n", " ", "a\n", "<!--a\n"])
def test_looking_at_beginnings_takes_linear_time(text: str) -> None:
    start = time.process_time()
    after_comments(text * 200_000)
    names_markdown(text * 200_000)
    heading(text * 200_000)
    heading(text * (990 // len(text)))
    assert time.process_time() - start < 1
