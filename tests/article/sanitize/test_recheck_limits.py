import pytest

from generator.article.sanitize import sanitize
from generator.article.sanitize.recheck_limits import MAX_COST, _tree_cost, recheck_exceeded
from generator.errors import Where

WHERE = Where("content/a.html")


@pytest.mark.parametrize(
    "html",
    [
        "<p>x</p>" * 30_000,
        "<p><b>x</b></p>" * 5_000,
        "<div>" * 400 + "<p>x</p>" * 8_000 + "</div>" * 400,
        '<img src="a" alt="b" title="c">' * 25_000,
        "<p>" + "&lt;" * 60_000 + "</p>",
        "<p>" + ("x" * 200 + "&lt;") * 10_000 + "</p>",
    ],
)
def test_what_html5lib_reads_for_seconds_is_refused(html: str) -> None:
    assert "second sanitizer" in (recheck_exceeded(html) or "")


@pytest.mark.parametrize(
    "html",
    [
        "<p>A paragraph with <b>bold</b> text and a <a href=\"x\">link</a>.</p>" * 2_000,
        "<ul>" + "<li>x</li>" * 10_000 + "</ul>",
        "<pre>" + "if (a &lt; b) c();\n" * 2_000 + "</pre>",
        "<p>" + "长" * 1_900_000 + "</p>",
    ],
)  # fmt: skip
def test_long_ordinary_posts_pass(html: str) -> None:
    assert recheck_exceeded(html) is None


def test_end_tags_without_a_start_are_counted_without_an_error() -> None:
    assert _tree_cost("</b></p>" * 100) < MAX_COST


def test_bleach_is_not_given_what_exceeds_its_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise AssertionError

    monkeypatch.setattr("generator.article.sanitize._bleach", refuse)
    reason = sanitize("<p><b>x</b></p>" * 5_000, WHERE, is_suspicious=True, recheck_all=False)
    assert "second sanitizer" in str(reason)
