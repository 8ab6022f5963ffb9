"""What rules may know of a post: an answer that was found without reading all of it is the same."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from generator.cleaning.filters.lists import compile_rules
from generator.cleaning.filters.sight import Sight
from generator.cleaning.filters.tree import snapshot
from generator.model import Header
from tests.cleaning.filter_drafts import draft_of
from tests.sizes import examples

ADDRESSES = (
    "https://example.org/a", "//WWW.Example.ORG:80/", "http://me@b.example.org./", "/example.org", "?u=example.net",
    "https://proxy.example/?https://example.net/b.png", "http://\u1f88.example/", "https://bücher.example/",
)  # fmt: skip
SCOPES = (
    "bücher.example", "example.org", "b.example.org", "~example.org", "example.net,~b.example.org", "~ᾀ.example",
    "source=甲报", "example.net,source=甲报", "~source=甲报", "proxy.example,~example.net",
)  # fmt: skip
RULES = "\n".join([*(f"{scope}##.ad{number}" for number, scope in enumerate(SCOPES)), "example.org#@#.ad4"])


@examples(200)
@given(
    st.lists(st.sampled_from(ADDRESSES), max_size=4),
    st.sampled_from(["", "甲报"]),
    st.sampled_from(["", "https://example.org/a", "http://me@b.example.org./"]),
)
def test_a_scope_fits_as_if_all_addresses_were_read(addresses: list[str], origin: str, link: str) -> None:
    html = "<p>文</p>" + "".join(f'<a href="{address}">链</a>' for address in addresses)
    draft = draft_of(html, RULES, Header("t", origin=origin, link=link))
    rules = compile_rules(draft.config.rules)
    whole = Sight(draft, rules, snapshot(draft.body))
    # A host that is not ASCII has all addresses read.
    whole.fit(rules.rules[0])
    for rule in rules.rules[:-1]:
        assert Sight(draft, rules, snapshot(draft.body)).fit(rule) == whole.fit(rule)
