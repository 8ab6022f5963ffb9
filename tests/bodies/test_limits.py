import time
from collections.abc import Callable
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.article.nodes import read_body
from generator.bodies import limits
from generator.bodies.limits import exceeded
from tests.sizes import examples

KILLERS: dict[str, tuple[Callable[[], str], str]] = {
    "five megabytes": (lambda: "a" * 5_000_000, "it has 5,000,000 characters; 2,000,000 is the limit"),
    "nested div": (lambda: "<div>" * 100_000, "its elements are nested more than 512 deep"),
    "attributes": (
        lambda: "<a " + " ".join(f"a{n}" for n in range(9_000)) + ">",
        "it has a tag with 9,000 attributes; 1,000 is the limit",
    ),
    "one tag": (lambda: '<a b="' + "x" * 70_000, "it has a tag of 70,006 characters; 65,536 is the limit"),
    "formatting": (
        lambda: "".join(f"<font a{n}=1><p>" for n in range(10_000)),
        "it has more than 64 formatting elements open at once",
    ),
    "reconstruction": (
        lambda: "<p>" + "".join(f"<b a{n}=1>" for n in range(60)) + "<p>x" * 20_000,
        "its unclosed formatting elements would be repeated in too many blocks",
    ),
    "ampersands": (lambda: "&abc" * 100_000, "it has 100,000 bare ampersands; 50,000 is the limit"),
    "less than": (lambda: "<" * 1_900_000, "it has more than 100,000 tags"),
    "open comment": (lambda: "<!-- " + "a" * 70_000, "it has a comment that is never closed"),
    "open style": (lambda: "<style>" + "a" * 70_000, "it has a style element that is never closed"),
    "adoption agency": (lambda: "<b><div></b>" * 2_000, "its elements are nested more than 512 deep"),
    "end tags that do not match": (lambda: "<span><div></span>" * 2_000, "its elements are nested more than 512 deep"),
    "tables in divs": (lambda: "<div><table><tr><td></div>" * 2_000, "its elements are nested more than 512 deep"),
    "drawings": (lambda: "<svg><title><div>" * 2_000, "its elements are nested more than 512 deep"),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", KILLERS)
def test_what_would_stop_a_parser_is_refused_at_once(name: str) -> None:
    make, reason = KILLERS[name]
    text = make()
    start = time.process_time()
    assert exceeded(text) == reason
    assert time.process_time() - start < 1


@pytest.mark.parametrize(
    "unit",
    [
        "<p>text ",
        "<li>a",
        "a<br>",
        "<td>a",
        '<img src="a.png">',
        "<dt>a<dd>b",
        "<option>a",
        "<p><b>a</p>",
        "<h2>a</h2><p>b</p>",
        "<a href=x>a",
        "<table><tr><td>a<td>b</table>",
        "<span>a</span><!-- b --> &amp; &lt;",
        "<svg><path d='1'/><path d='2'/></svg>",
        "<style>a<b</style>",
        "</p></div></b>",
    ],
)
def test_long_ordinary_posts_pass(unit: str) -> None:
    assert exceeded("<div>" + unit * 3_000 + "</div>") is None


def test_many_words_in_one_attribute_are_no_attributes() -> None:
    assert exceeded('<div data-json="' + "a word " * 2_000 + '">') is None


def test_complete_references_are_cheap() -> None:
    assert exceeded("&lt;" * 100_000) is None


@pytest.mark.parametrize(
    "unit", ["<b a><p>x", "</b><div><i>", "<li><section>", "<ul><li><p></ul>", "<table><div></table>", "<h1>x<b>"]
)
def test_what_passes_is_not_much_deeper_than_the_limit(unit: str) -> None:
    html = unit * 400
    if exceeded(html) is None:
        deepest = max(sum(1 for _ in node.ancestors()) for node in read_body(html).walk())
        assert deepest <= 600


_PIECES = ["<b>", "</b>", "<i>", "<p>", "</p>", "<a ", "b=", '"', "'", ">", "<", " x", "<br>", "</i>", "<!--", "文" * 9]


@given(st.lists(st.sampled_from(_PIECES), max_size=40))
def test_what_counting_lets_pass_is_within_all_limits(pieces: list[str]) -> None:
    html = "".join(pieces)
    small = {
        "MAX_DEPTH": 12,
        "MAX_FORMATTING": 2,
        "MAX_TAG_CHARACTERS": 100,
        "MAX_ATTRIBUTES": 4,
        "MAX_REBUILT_CHARACTERS": 500,
    }
    with patch.multiple(limits, **small):
        assert not limits._is_plainly_within(html) or limits._tags_exceeded(html) is None


@st.composite
def _nested(draw: st.DrawFn) -> str:
    """HTML whose elements end as they began, whatever stands in what."""
    names = st.sampled_from(
        "a b i font nobr span p div ul li h1 table tr td button select option svg ruby rt em q".split()
    )
    inner = st.recursive(
        st.sampled_from(["x", " ", "<br>", "<img>"]),
        lambda held: st.tuples(names, st.lists(held, max_size=4)).map(
            lambda one: f"<{one[0]}>{''.join(one[1])}</{one[0]}>"
        ),
        max_leaves=40,
    )
    return "".join(draw(st.lists(inner, max_size=6)))


@examples(400)
@given(_nested(), st.integers(1, 30))
def test_of_well_nested_html_a_parser_makes_no_more_elements_than_there_are_tags(html: str, times: int) -> None:
    if limits._is_well_nested(html * times):
        read = read_body(html * times).elements()
        # Parts of tables that may be left out, and an empty paragraph for an end tag that a block came before.
        assert len(read) <= 3 * html.count("<") * times
        assert max((sum(1 for _ in node.ancestors()) for node in read), default=0) <= 3 * limits.MAX_FORMATTING


@pytest.mark.parametrize(
    "html",
    [
        "<b><p>x</p></b>",
        "<p><b>x</p></b>",
        "<a><span><a>x</a></span></a>",
        '<p title="<b>">x</p>',
        "<!-- x --><p>",
        "<p>x",
    ],
)
def test_html_in_which_a_parser_opens_elements_again_or_sees_other_tags_is_not_well_nested(html: str) -> None:
    assert not limits._is_well_nested(html)
