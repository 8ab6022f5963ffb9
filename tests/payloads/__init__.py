"""Attacks on whoever reads an archive, written for this project, by family; no two are the same."""

from __future__ import annotations

from tests.payloads import (
    addresses,
    constructs,
    elements,
    encodings,
    fields,
    foreign,
    formulas,
    handlers,
    mutations,
    raw_text,
    writing,
)
from tests.payloads.payload import Payload

PAYLOADS: tuple[Payload, ...] = (
    *handlers.PAYLOADS,
    *addresses.PAYLOADS,
    *foreign.PAYLOADS,
    *formulas.PAYLOADS,
    *raw_text.PAYLOADS,
    *elements.PAYLOADS,
    *encodings.PAYLOADS,
    *mutations.PAYLOADS,
    *writing.PAYLOADS,
    *constructs.PAYLOADS,
    *fields.PAYLOADS,
)
