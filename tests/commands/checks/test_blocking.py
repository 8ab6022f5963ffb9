"""What a Content-Security-Policy blocks, as browsers decide it."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from generator.commands.checks.blocking import allows_inline, blocked, policies_of
from generator.outputs.site_view import csp

_HERE, _SITE = "https://example.org/x/a/", "https://example.org/x/"


def _blocked(markup: str, policy: str = "", *more: str) -> list[str]:
    metas = (f'<meta http-equiv="content-security-policy" content="{text}">' for text in (policy or csp({}), *more))
    tree = LexborHTMLParser("".join(metas) + markup)
    return [found.setting for found in blocked(tree, policies_of(tree), _HERE, _SITE)]


@pytest.mark.parametrize(
    ("markup", "setting"),
    [
        ('<script src="//a.example/x.js"></script>', 'script-src = "https://a.example"'),
        ('<script type="module" src="https://a.example:8443/x.js"></script>', 'script-src = "https://a.example:8443"'),
        ('<link rel="stylesheet" href="https://a.example/x.css">', 'style-src = "https://a.example"'),
        ('<link rel="alternate stylesheet" href="https://a.example/x.css">', 'style-src = "https://a.example"'),
        ('<link rel="preload" as="font" href="https://a.example/x.woff2">', 'font-src = "https://a.example"'),
        ('<link rel="preload" as="fetch" href="https://a.example/x">', 'connect-src = "https://a.example"'),
        ('<link rel="manifest" href="/x/site.json">', "manifest-src = \"'self'\""),
        ('<iframe src="https://a.example/x"></iframe>', 'frame-src = "https://a.example"'),
        ('<object data="https://a.example/x"></object>', 'object-src = "https://a.example"'),
        ('<form action="https://a.example/x"></form>', 'form-action = "https://a.example"'),
        ('<a ping="https://a.example/x">', 'connect-src = "https://a.example"'),
        ('<img src="blob:x">', 'img-src = "blob:"'),
    ],
)
def test_what_our_policy_blocks(markup: str, setting: str):
    assert _blocked(markup) == [setting]


@pytest.mark.parametrize(
    "markup",
    [
        '<script src="/x/own.js"></script>', '<script src="own.js"></script>', "<script>x()</script>",
        '<img src="https://a.example/x.png">', '<img src="http://a.example/x.png">',
        '<img src="data:image/gif;base64,R">',
        '<link rel="alternate" href="https://a.example/feed">', '<link rel="preconnect" href="https://a.example/">',
        '<link rel="icon" href="/x/icon.png">', '<a href="https://a.example/">', '<video src="https://a.example/v">',
        '<form action="/x/search/">', '<script src="https://[broken/"></script>',
        '<script src="https://a.example:99999/x.js"></script>',
    ],
)  # fmt: skip
def test_what_our_policy_allows(markup: str):
    assert _blocked(markup) == []


@pytest.mark.parametrize(
    ("source", "is_allowed"),
    [
        ("https://a.example", True), ("a.example", True), ("*.example", True), ("https:", True), ("http:", True),
        ("*", True),
        ("https://a.example/lib/", True), ("https://a.example/lib/x.js", True), ("https://A.Example", True),
        ("http://a.example", True), ("https://a.example:*", True), ("https://a.example:443", True),
        ("https://b.example", False), ("*.a.example", False), ("https://a.example/other/", False),
        ("https://a.example/lib", False), ("https://a.example:8443", False), ("data:", False), ("'none'", False),
        ("'unsafe-inline'", False),
    ],
)  # fmt: skip
def test_sources_of_a_policy_are_read_as_browsers_read_them(source: str, is_allowed: bool):
    """Source: CSP Level 3, section 6.7.2."""
    found = _blocked('<script src="https://a.example/lib/x.js"></script>', f"script-src {source}")
    assert (found == []) is is_allowed


def test_a_missing_directive_is_decided_by_the_next_one_and_every_policy_counts():
    frame = '<iframe src="https://a.example/"></iframe>'
    assert _blocked(frame, "child-src https://a.example; default-src 'none'") == []
    assert _blocked(frame, "default-src 'none'") == ['frame-src = "https://a.example"']
    assert _blocked(frame, "img-src 'none'") == []
    assert _blocked(frame, "frame-src https://a.example", "frame-src https://b.example") == [
        'frame-src = "https://b.example https://a.example"'
    ]
    assert _blocked(frame, "frame-src *; frame-src 'none'") == []  # the first of two counts
    assert _blocked('<form action="https://a.example/">', "default-src 'none'") == []


def test_inline_scripts_run_where_the_policy_says_so_or_has_their_digest():
    def policies(text: str) -> tuple[dict[str, tuple[str, ...]], ...]:
        return ({"script-src": tuple(text.split())},)

    assert not allows_inline(policies("'self'"), "script-src-elem", "x()")
    assert allows_inline(policies("'self' 'unsafe-inline'"), "script-src-elem", "x()")
    digest = "'sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs='"
    assert allows_inline(policies(digest), "script-src-elem", "a")
    assert not allows_inline(policies(digest), "script-src-elem", "b")
