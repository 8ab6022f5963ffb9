"""Digests of values."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from generator.digest import address_digest, digest_bytes, digest_plain, digest_text, digest_value


@dataclass(frozen=True)
class One:
    name: str
    items: tuple[str, ...]


@dataclass(frozen=True)
class Other:
    name: str
    items: tuple[str, ...]


def test_values_that_would_run_together_differ():
    values = [
        ("ab", "c"),
        ("a", "bc"),
        ("abc",),
        (("a",), "bc"),
        ("a", ("bc",)),
        ("1",),
        (1,),
        (True,),
        (None,),
        ("",),
        (),
    ]
    assert len({digest_value(value) for value in values}) == len(values)


def test_plain_values_that_would_run_together_differ():
    values = [
        ("ab", "c"), ("a", "bc"), ("abc",), (("a",), "bc"), ("a", ("bc",)), ("1",), (1,), (True,), (None,), ("",), (),
        ("\udcff",), ("\udcfe",), (1 << 40,), (-1,),
    ]  # fmt: skip
    assert len({digest_plain(value) for value in values}) == len(values)


def test_equal_plain_values_have_one_digest_whatever_objects_they_are():
    name = "".join(["a", "b"])
    assert digest_plain((name, name, (name, 300))) == digest_plain(("ab", "".join(["a", "b"]), ("ab", int("300"))))


def test_the_type_of_a_value_counts():
    assert digest_value(One("a", ())) != digest_value(Other("a", ()))


def test_the_order_of_a_mapping_does_not_count():
    assert digest_value({"a": 1, "b": 2}) == digest_value({"b": 2, "a": 1})
    assert digest_value({"a", "b", "c"}) == digest_value({"c", "b", "a"})


def test_text_that_is_no_utf_8_has_a_digest():
    assert digest_text("\udcff") != digest_text("\udcfe")


def test_what_has_no_digest_is_refused():
    with pytest.raises(TypeError):
        digest_value(object())


@pytest.mark.starts_processes
def test_another_process_with_another_hash_seed_has_the_same_digest():
    program = "from generator.digest import digest_value; print(digest_value({'a', 'b', 'c', ('x', 1.5)}))"
    program = program.replace("{'a', 'b', 'c', ('x', 1.5)}", "({'a', 'b', 'c'}, ('x', 1.5))")
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program], env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        ).stdout.strip()
        for seed in "012"
    }
    assert outputs == {digest_value(({"a", "b", "c"}, ("x", 1.5)))}


def test_moments_and_bytes_have_digests():
    assert digest_value(datetime(2024, 1, 1, tzinfo=UTC)) != digest_value(datetime(2024, 1, 2, tzinfo=UTC))
    assert digest_value(b"x") != digest_value(b"y")


def test_digests_are_those_of_published_algorithms():
    # FIPS 180-4 and RFC 7693; what stands in addresses must not become another one.
    assert digest_bytes(b"abc") == "ba7816bf8f01cfea414140de5dae2223"
    assert address_digest(b"abc", size_bytes=64)[:32] == "ba80a53f981c4d0d6a2797b69f12f6e9"
    assert digest_text("abc", size_bytes=3) == address_digest(b"abc", size_bytes=3) == "8c45ed"
