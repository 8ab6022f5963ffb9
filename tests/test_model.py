"""Values of the store: each comes back as it was."""

from __future__ import annotations

import pickle
from dataclasses import fields, replace
from datetime import UTC, datetime

import pytest

from generator.model import Header, Heading, LinkEnd, Reference, Removal
from generator.stored import Stored

MOMENTS = [
    None,
    datetime(2021, 11, 4, 3, 38, 2, tzinfo=UTC),
    datetime.min.replace(tzinfo=UTC),
    datetime.max.replace(tzinfo=UTC),
]
HEADER = Header("a", categories=(("b", "c"),), tags=("d",), extra=(("e", "f"),))


@pytest.mark.parametrize(
    "value",
    [
        *(replace(HEADER, published=one, updated=other) for one in MOMENTS for other in MOMENTS),
        Reference("link", "a", "b", "c"), LinkEnd(3), Heading(2, "a", "b"), Removal("a", "markup", count=2),
    ],
)  # fmt: skip
def test_a_value_comes_back_from_the_store_as_it_was(value: Stored) -> None:
    assert pickle.loads(pickle.dumps(value, protocol=5)) == value
    assert len(value.values) == len(fields(value))  # type: ignore[arg-type]


def test_a_header_is_stored_with_all_its_fields_in_order() -> None:
    moment = datetime(2021, 11, 4, 3, 38, 2, tzinfo=UTC)
    header = replace(HEADER, published=moment)
    others = tuple(getattr(header, field.name) for field in fields(Header)[3:])
    assert header.values == ("a", "2021-11-04T03:38:02+00:00", None, *others)
