"""Any bytes are a post and its problems; a header that was broken in one place loses nothing else; ours read back."""

from __future__ import annotations

from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import assume, given
from hypothesis import strategies as st

from generator.characters import drop_controls
from generator.commands.new_post import new_post
from generator.config import Config
from generator.sources.writing import write
from generator.stages.clean import summarise
from tests.cleaning.drafts import text_of
from tests.forms.posts import BODY, CONFIG, TEXT, found, published
from tests.sizes import examples

# ------------------------------------------------------------------------------------------ any bytes

PIECES = st.sampled_from([
    b"---\n", b"\n", b"title: ", b"date: ", b"categories:\n - ", b"tags: [", b"]", b"'", b'"', b"{", b"}", b": ", b"#",
    b"|", b"<p>", b"</p>", b"<pre><code>", b"<!--", b"-->", b"<![CDATA[", b"<img src=", b"{% raw %}", b"{{", b"```\n",
    b"&#123;", b"&#0;", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\r", b"\t", b"\x1b", "灯".encode(), "雾".encode("gbk"),
    b";;;\n", b"markup: markdown\n", b"cleaning_off: all\n", b"<svg><style>", b"<table><tr>", b"<a href=", b"<script>",
    b"\xed\xa0\x80",
])  # fmt: skip


@examples(300)
@given(st.one_of(st.binary(max_size=300), st.lists(PIECES | st.binary(max_size=4), max_size=25).map(b"".join)))
def test_any_bytes_are_a_post_with_a_title_and_its_problems(data: bytes) -> None:
    post = published(data)
    assert post.header.title
    assert all(problem.severity != "error" and problem.message for problem in post.problems)
    summarise(post)
    repr(post).encode("utf-8")


# ------------------------------------------------------------------------- broken in one place

DAMAGES = st.sampled_from([
    "\t", "'", '"', "[", "{", "]", "}", ": ", "&", "*", "!", "%", "@", "`", "|", ">", "#", "- ", "\x00", "\u2028", "：",
    "\\",
])  # fmt: skip
FIELDS = [
    "title: 雾中的灯",
    "author: 早报",
    "categories:",
    " - 港口",
    " - 早报",
    "mood: 好",
    "date: 2021-03-01T08:00:00Z",
]


@examples(300)
@given(st.integers(0, len(FIELDS) - 1), st.integers(0, 30), DAMAGES)
def test_a_header_that_is_broken_in_one_line_keeps_its_other_fields_and_all_of_its_text(
    line: int, column: int, damage: str
) -> None:
    # What this would make is an item of the list, and that is what it is then.
    assume((line, column, damage) != (5, 0, "- "))
    lines = list(FIELDS)
    lines[line] = lines[line][:column] + damage + lines[line][column:]
    whole = found("\n".join(["---", *lines, "---", BODY]))
    assert whole.text.endswith(TEXT)
    if line != 0:
        assert whole.title == "雾中的灯"
    if line < 5:
        assert whole.date == "2021-03-01 08:00:00"
    if line in (0, 5, 6):
        assert whole.categories == (("港口", "早报"),)


# --------------------------------------------------------------------------------- what we write

OUTER_BLANKS = "".join(sign for sign in map(chr, range(0x3001)) if sign.isspace()) + "\u200b\u2060\ufeff"


def is_name(text: str) -> bool:
    """Whether no reader would have to mend a name: seen, without outer blanks, runs of blanks, braces and entities."""
    has_letter = any(sign.isalnum() for sign in text)
    return has_letter and text == text.strip(OUTER_BLANKS) and "  " not in text and unescape(text) == text


NAMES = (
    st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn", "Zl", "Zp")), min_size=1, max_size=60)
    .map(lambda text: drop_controls(text)[0].strip(OUTER_BLANKS))
    .filter(is_name)
)
TITLES = NAMES | st.sampled_from([
    "yes", "null", "~", "1.10", "12_00", "010", "2021-03-12", "1:59:59", "# 灯", "灯 # 雾", "@灯", "- 灯", "灯: 雾",
    "[灯] 雾",
    "'灯' 与 \"雾\"", "{{ 灯 }}", "%灯", "`灯`", "!灯", "&灯", "*灯", "|", ">", "---", "...", "<<",
])  # fmt: skip
PATHS = st.lists(st.lists(NAMES, min_size=1, max_size=3).map(tuple), max_size=3, unique=True).map(tuple)


@examples(300)
@given(
    TITLES,
    PATHS,
    st.lists(NAMES, max_size=4, unique=True).map(tuple),
    st.datetimes(datetime(1000, 1, 1), datetime(9998, 1, 1)).map(lambda moment: moment.replace(microsecond=0)),
)
def test_a_header_that_we_write_is_published_as_it_was_meant(title, categories, tags, moment) -> None:
    fields = {"title": title, "categories": categories, "tags": tags, "date": moment.isoformat(" ")}
    post = published(write(fields, BODY))
    assert post.problems == ()
    assert (post.header.title, post.header.categories, post.header.tags) == (title, categories, tags)
    assert post.header.published == moment.replace(tzinfo=CONFIG.zone).astimezone(UTC)
    assert text_of(post) == TEXT


@examples(100)
@given(TITLES)
def test_a_post_that_the_command_makes_has_the_title_that_was_asked_for(title) -> None:
    config = Config(title="t", url="https://example.org/", timezone="Asia/Shanghai")
    with TemporaryDirectory() as folder:
        now = datetime(2024, 3, 1, 8, tzinfo=UTC)
        path = new_post(title, Path(folder), config, date=None, now=now, is_draft=False, is_page=False)
        post = published(path.read_bytes() + BODY.encode())
    assert (post.header.title, post.header.published, post.problems) == (" ".join(title.split()), now, ())
