"""Attacks in front matter: each field that a page, a list or a feed shows."""

from __future__ import annotations

from tests.payloads.payload import Payload

VALUES = [
    "</title><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "]]></title><script xmlns='http://www.w3.org/1999/xhtml'>alert(1)</script>",
    "</script><script>alert(1)</script><!--",
    "{{ 7*7 }}{% include '/etc/passwd' %}<img src=x onerror=alert(1)>",
]
SHOWN = ("title", "author", "source", "categories", "tags", "excerpt", "lang")

ADDRESSES = [
    "javascript:alert(1)",
    "java\tscript:alert(1)",
    'x" onerror="alert(1)',
    'https://example.org/"><script>alert(1)</script>',
    "data:text/html,<script>alert(1)</script>",
]
LINKED = ("link", "headimg", "thumbnail", "cover", "aliases")

ODD = {
    "description": {"description": "<script>alert(1)</script>"},
    "category paths": {"categories": [["<b onclick=alert(1)>", '"><script>alert(1)</script>'], ["../../x"]]},
    "tag list": {"tags": ["<img src=x onerror=alert(1)>", "javascript:alert(1)", "..", "/", "\"'><"]},
    "mapping": {"title": {"<img src=x onerror=alert(1)>": "<script>alert(1)</script>"}},
    "date": {"date": "<script>alert(1)</script>"},
    "updated": {"updated": '"><img src=x onerror=alert(1)>'},
    "layout": {"layout": '"><script>alert(1)</script>'},
    "markup": {"markup": "<script>alert(1)</script>"},
    "sticky": {"sticky": "<script>alert(1)</script>"},
    "abbrlink": {"abbrlink": '"><script>alert(1)</script>'},
    "unknown": {"<script>alert(1)</script>": '"><img src=x onerror=alert(1)>'},
    "direction": {"title": "\u202etxet <script>alert(1)</script>\u202c"},
    "switch": {"cleaning_off": ["sanitize", "conform", "filters"], "source": "<script>alert(1)</script>"},
    "trust": {"trusted": "true", "sanitize": "false", "author": "<script>alert(1)</script>"},
}

PAYLOADS = (
    *(
        Payload(f"field {name} {number}", fields={name: value})
        for name in SHOWN
        for number, value in enumerate(VALUES, 1)
    ),
    *(
        Payload(f"field {name} {number}", fields={name: value})
        for name in LINKED
        for number, value in enumerate(ADDRESSES, 1)
    ),
    *(Payload(f"field {name}", fields=fields) for name, fields in ODD.items()),
    Payload("field title of the body", "<h1>&lt;script&gt;alert(1)&lt;/script&gt;</h1><p>x</p>", fields={"title": ""}),
    Payload(
        "field excerpt of the body",
        "<p>&lt;img src=x onerror=alert(1)&gt;</p><!-- more --><img src=x onerror=alert(1)>",
    ),
)
