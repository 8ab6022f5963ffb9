"""`HOSTILE`: sources that break parsers, sanitizers and file systems, and what is said of each."""

from __future__ import annotations

from typing import NamedTuple

from tests.sites import post

MARKER = "/tmp/pressmark-was-here"


class Hostile(NamedTuple):
    """A source, and the code of the problem that tells of it; empty where it is published as what it is."""

    text: str | bytes
    code: str = ""


def _body(title: str, body: str, code: str = "shown-as-text", **fields: object) -> Hostile:
    return Hostile(post(title, body, date="2024-01-01", **fields), code)


def _markdown(title: str, body: str, code: str = "shown-as-text") -> Hostile:
    return _body(title, "# a\n\n" + body, code, markup="markdown")


def _header(title: str, lines: str, code: str = "header-limit") -> Hostile:
    return Hostile(f"---\ntitle: {title}\ndate: 2024-01-01\n{lines}\n---\ntext\n", code)


def _levels(count: int, first: str, written: str) -> str:
    """Fields each of which stands for the one before nine times, written as a list or merged."""
    fields = [f"a0: &a0 {first}"]
    for level in range(1, count + 1):
        fields.append(f"a{level}: &a{level} " + written.format(", ".join([f"*a{level - 1}"] * 9)))
    return "\n".join(fields)


ARTICLE = (
    '<h2>The harbour</h2><p style="x">The ferry <a href="https://example.org/a">is back</a>, and so is the market.</p>'
    '<table><tr><td>Monday</td><td>&lt;closed&gt;</td></tr></table><p><img src="https://example.org/a.png" alt=""></p>'
)

HEADERS = {
    "yaml bomb": _header("Bomb", _levels(9, "x", "[{}]")),
    "merge bomb of six": _header("Six", _levels(6, "{x: 1}", "{{<<: [{}]}}")),
    "merge bomb": _header("Merge", _levels(8, "{x: 1}", "{{<<: [{}]}}")),
    "alias of itself": _header("Itself", "a: &x [*x]"),
    "nested brackets": _header("Deep", "x: " + "[" * 30_000),
    "nested brackets, fewer": _header("Deeper", "x: " + "[" * 20_000 + "]" * 20_000),
    "nested blocks": _header("Blocks", "x:\n" + "".join(" " * level + "-\n" for level in range(1, 300))),
    "nested blocks in a line": _header("Blocks", "x:\n" + "- " * 20_000 + "y"),
    "nested json": Hostile(
        ';;;\n"title": "Json", "date": "2024-01-01", "x": ' + "[" * 30_000 + "\n;;;\ntext\n", "header-limit"
    ),
    "number to base sixty": _header("Sixty", "x: 1" + ":59" * 20_000, ""),
    "number to base sixty, longer": _header("Long", "x: 1" + ":59" * 200_000),
    "big header": _header("Big", "x: " + "y" * 100_000),
    "python tag": _header("Tag", f'x: !!python/object/apply:os.system ["touch {MARKER}"]', ""),
    "python name": _header("Name", "x: !!python/name:os.system", ""),
    "not yaml": Hostile("---\ntitle: 'it's: broken\ndate: 2024-01-01\n---\ntext\n", "yaml-recovered"),
    "a list": Hostile("---\n- a\n- b\n---\ntext\n", "header-unreadable"),
    "strange fields": Hostile(
        "---\ntitle: {a: [b]}\ndate: [1]\ncategories: {a: b}\ntags: [[[[x]]], {y: z}]\naliases: {}\n---\nx\n",
        "date-unreadable",
    ),
    "no such day": Hostile(post("Day", "x", date="2024-02-30"), "date-unreadable"),
    "dates": Hostile(
        post("Dates", "x", date="9999-12-31T23:59:59-12:00", updated="0001-01-01T00:00:00+14:00"), "date-unreadable"
    ),
    "permalink": _body("Permalink", "x", "address-refused", permalink="../../etc/passwd"),
    "permalink from the root": _body("Root", "x", "field-untrusted", permalink="/etc/x"),
    "permalink of full-width dots": _body("Dots", "x", "address-refused", permalink="．．／．．／x/"),
    "permalink with backslashes": _body("Backslash", "x", "address-refused", permalink="..\\..\\x"),
    "permalink with zero": _body("Zero", "x", "", permalink="a\0b/"),
    "alias": _body("Alias", "x", "address-refused", aliases=["../../x", "/good/", "\\\\host\\x", "a\0b"]),
    "long permalink": _body("Long", "x", "address-shortened", permalink="长" * 300 + "/"),
    "long title": _body("长" * 400, "x", "field-unreadable"),
    "html title": Hostile(
        post(
            "</title><script>alert(1)</script>", "x", date="2024-01-01",
            tags=["<script>alert(2)</script>"], source='"><img src=x>',
        )
    ),
    "url fields": Hostile(
        post(
            "Urls", "x", date="2024-01-01",
            link="javascript:alert(1)", headimg="javascript:alert(1)", thumbnail="data:x",
        ),
        "field-unreadable",
    ),
}  # fmt: skip

BODIES = {
    "five megabytes of an article": _body("Five", ARTICLE * (5_000_000 // len(ARTICLE))),
    "huge": _body("Huge", "<p>" + "长" * 1_700_000 + "</p>", ""),
    "huge and longer": _body("Longer", "<p>" + "长" * 2_100_000 + "</p>"),
    "huge text": _body("Huge text", "长。" * 900_000, ""),
    "breaks": _body("Breaks", "<br>" * 1_000_000),
    "breaks, as many as may be": _body("Some breaks", "<br>" * 99_000, ""),
    "less-than": _body("Less", "<" * 5_000_000),
    "less-than, fewer": _body("Less", "<" * 1_999_000),
    "ampersands alone": _body("Ands", "<p>" + "&" * 100_000),
    "ampersands, five megabytes": _body("Five", "<p>" + "&" * 5_000_000),
    "ampersands": _body("Ampersands", "<p>" + "&abc" * 100_000),
    "ampersands, as many as may be": _body("Some", "<p>" + "&abc" * 49_000, ""),
    "attributes, 5,000": _body("Attributes", "<p a" + "=1 a".join(map(str, range(5_000))) + "=1>x</p>"),
    "attributes, 50,000": _body("Attributes", "<p a" + "=1 a".join(map(str, range(50_000))) + "=1>x</p>"),
    "attributes, 100,000": _body("Attributes", "<p a" + "=1 a".join(map(str, range(100_000))) + "=1>x</p>"),
    "attributes, 200,000": _body("Attributes", "<p a" + " a".join(map(str, range(200_000))) + ">x</p>"),
    "deep div, 10,000": _body("Deep", "<div>" * 10_000 + "x"),
    "deep div, 20,000": _body("Deep", "<div>" * 20_000 + "x"),
    "deep div, 100,000": _body("Deep", "<div>" * 100_000 + "x"),
    "deep table": _body("Tables", "<table><tr><td>" * 10_000 + "x"),
    "deep font, 2,000": _body("Fonts", "".join(f"<font a{n}=1><p>" for n in range(2_000)) + "x"),
    "deep font, 10,000": _body("Fonts", "".join(f"<font a{n}=1><p>" for n in range(10_000)) + "x"),
    "deep b": _body("Bold", "".join(f"<b a{n}=1><p>" for n in range(500)) + "x"),
    "comments": _body("Comments", "<!--" * 1_000_000),
    "comments, fewer": _body("Comments", "<!--" * 300_000, ""),
    "template code": _body(
        "{{ 7*7 }}{% for x in y %}", "<p>{{ 7*7 }}{% include '/etc/passwd' %}{# gone #}</p>", "hexo-tag-unknown"
    ),
    "markdown brackets, 1,000": _markdown("Brackets", "[" * 1_000, ""),
    "markdown brackets, 5,000": _markdown("Brackets", "[" * 5_000, ""),
    "markdown brackets, 20,000": _markdown("Brackets", "[" * 20_000, ""),
    "markdown images": _markdown("Images", "![" * 5_000, ""),
    "markdown tags, 5,000": _markdown("Tags", "<a " * 5_000, ""),
    "markdown tags, 20,000": _markdown("Tags", "<a " * 20_000, ""),
    "markdown emphasis": _markdown("Stars", "*a **b " * 20_000, ""),
    "markdown ticks": _markdown("Ticks", "`" * 50_000 + "a" + "``" * 20_000, ""),
    "markdown list": _markdown("List", "\n".join("    " * depth + "- x" for depth in range(300)), ""),
    "markdown quote": _markdown("Quote", ">" * 2_000 + " x"),
}

FILES = {
    "surrogate": Hostile("---\ntitle: \ud800 half\ndate: 2024-01-01\n---\n\ud800\n", "encoding-repaired"),
    "controls": _body("Con\x00trol\x1b[31m", "a\x00b\x0c\x1b[2J", "characters-dropped"),
    "not utf-8": Hostile(b"---\ntitle: \xff\xfe\xfd\ndate: 2024-01-01\n---\n\xff\xff\xff\n", "encoding-repaired"),
    "gbk": Hostile("---\ntitle: 港口\ndate: 2024-01-01\n---\n今天开放。\n".encode("gbk"), "encoding-guessed"),
    "empty": Hostile("", "header-missing"),
    "blank": Hostile("\n\n  \n", "header-missing"),
    "only a fence": Hostile("---\n", "header-unclosed"),
}

HOSTILE = HEADERS | BODIES | FILES
LARGE = frozenset(name for name, hostile in HOSTILE.items() if len(hostile.text) > 1_000_000)
