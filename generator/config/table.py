"""What all tables of `site.toml` have in common."""

from __future__ import annotations

from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict


class Table(BaseModel):
    """A table of settings: unknown names are errors, values cannot be changed, and blanks around texts are removed."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


def web_folder(value: str) -> str:
    """`value`, an http(s) address, with exactly one slash at its end.

    Raises ValueError if it is not such an address, or has a query, a fragment or a user name.
    """
    try:
        parts = urlsplit(value)
        has_host = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        raise ValueError("the host or port of this address cannot be") from None
    if parts.scheme not in ("http", "https") or not has_host:
        raise ValueError("write a whole address such as https://example.org/ or https://example.org/archive/")
    if parts.query or parts.fragment or parts.username:
        raise ValueError("write the address of the home page without query, fragment and user name")
    return value.rstrip("/") + "/"
