"""`Payload`: one attack of our own, as a post and as a generator without any care would publish it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import markdown


@dataclass(frozen=True, slots=True)
class Payload:
    """What somebody wrote to have code run; where it does run, it calls `alert` or another function that asks."""

    name: str
    body: str = "<p>x</p>"
    markup: str = "html"
    """`html`, `markdown` or `text`; empty: whatever is detected."""
    fields: Mapping[str, object] = field(default_factory=dict)

    def source(self, permalink: str) -> bytes:
        """The post; a lone surrogate U+DC80 to U+DCFF in the body stands for a byte that is not UTF-8."""
        fields = {"title": self.name, "permalink": permalink, "date": "2024-01-01"}
        if self.markup:
            fields["markup"] = self.markup
        lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in (fields | self.fields).items()]
        return f"---\n{''.join(lines)}---\n{self.body}\n".encode("utf-8", "surrogateescape")

    def careless(self) -> bytes:
        """A page with everything in it as it was written."""
        body = markdown.markdown(self.body, extensions=["extra"]) if self.markup == "markdown" else self.body
        shown = "".join(
            f'<p title="{text}">{text}</p><a href="{text}">x</a><img src="{text}">'
            for value in self.fields.values()
            for text in _texts(value)
        )
        return f'<!DOCTYPE html><meta charset=utf-8><body><div class="content">{shown}{body}'.encode(
            "utf-8", "surrogateescape"
        )


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        value = [*value.keys(), *value.values()]
    if not isinstance(value, list):
        yield str(value)
        return
    for item in value:
        yield from _texts(item)


def html(family: str, bodies: list[str]) -> tuple[Payload, ...]:
    """Payloads of a family, numbered, with HTML as their bodies."""
    return tuple(Payload(f"{family} {number}", body) for number, body in enumerate(bodies, 1))
