"""Problems and the errors that carry them."""

from __future__ import annotations

import pickle

import pytest

from generator.errors import MESSAGES, Severity, SiteError, Where, problem


def test_a_place_is_printed_as_far_as_it_is_known():
    assert str(Where("a.md", 3, 7)) == "a.md:3:7"
    assert str(Where("a.md", 3)) == "a.md:3"
    assert str(Where("a.md")) == "a.md"


def test_the_severity_follows_from_the_code():
    assert problem("yaml-recovered", Where("a.md"), "x").severity is Severity.WARNING
    with pytest.raises(KeyError):
        problem("no-such-code", Where("a.md"), "x")


def test_codes_are_words():
    assert all(code == code.lower() and code.replace("-", "").isalpha() for code in MESSAGES)


def test_a_site_error_comes_back_whole_from_another_process():
    error = SiteError("template-syntax", "unexpected 'x'", Where("templates/a.html", 2), help="close it")
    assert pickle.loads(pickle.dumps(error)).problem == error.problem
