"""The posts that contain each term: packed, divided into buckets, written, read, and edited in place."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.search.encoding import deflated, varint
from generator.search.postings import (
    GROUPS,
    Term,
    bucket_of,
    buckets_of,
    edited,
    group_of,
    is_packed,
    packed,
    read_bucket,
    terms_in,
    written,
)
from generator.search.texts import PREFIX, TITLE, Terms, terms_of_post
from tests.search.reading import as_text, number_or_text
from tests.sizes import examples

ALL = range(GROUPS)
LETTERS = "船渡歌霧abé1 ,😀𠮷𡃁"
TEXTS = st.text(st.sampled_from(LETTERS), max_size=12)
NAMES = st.text(st.sampled_from("Sea霧😀\n"), min_size=1, max_size=4)
POSTS = st.builds(
    lambda title, text, names, source: terms_of_post(title, text, (tuple(names),), source),
    TEXTS,
    TEXTS,
    st.lists(NAMES, max_size=2),
    st.just("") | NAMES,
)
BUCKETS = st.sampled_from((1, 8, 16, 24, 64, 256))


def every_term(terms: Terms) -> set[Term]:
    return {*terms.pairs, *terms.words}


def lists(buckets: dict[int, bytes]) -> dict[Term, list[int]]:
    """The posts that contain each term, read from all buckets, as a browser reads them."""
    found: dict[Term, list[int]] = {}
    for bucket in buckets.values():
        for term, numbers in read_bucket(bucket).items():
            assert term not in found
            found[term] = numbers
    return found


# ---------------------------------------------------------------------------------- the terms of a post


@given(POSTS)
def test_packed_terms_are_read_each_of_them_once(terms):
    row = packed(terms)
    assert is_packed(row)
    found = terms_in(row)
    assert len(found) == len(set(found))
    assert set(found) == every_term(terms)


def test_terms_that_were_cut_or_are_something_else_are_no_packed_terms():
    row = packed(terms_of_post("船歌", "old ferry", (), "Gull"))
    assert is_packed(row)
    changed = row[:-9] + bytes([row[-9] ^ 1]) + row[-8:]
    assert not any(map(is_packed, (b"", b"damaged", row[:-1], row + b"x", row[:20], changed)))
    assert is_packed(packed(Terms(set(), set())))


# ---------------------------------------------------------------------------------- groups and buckets


@given(POSTS, BUCKETS)
def test_all_spellings_of_a_term_that_are_looked_up_together_are_in_one_bucket(terms, buckets):
    for term in every_term(terms):
        # With or without the mark of a title, and for a word with any others that begin like it.
        assert bucket_of(as_text(term).removesuffix(TITLE) + TITLE, buckets) == bucket_of(term, buckets)
        if isinstance(term, str) and term[0] > PREFIX and len(term) >= 3 and term[0] not in "\x03\x04":
            assert bucket_of(term[:3], buckets) == bucket_of(term, buckets)


@given(POSTS, BUCKETS)
def test_a_group_has_whole_buckets_unless_there_is_only_one(terms, buckets):
    for term in every_term(terms):
        assert bucket_of(term, buckets) % min(GROUPS, buckets) == group_of(as_text(term)) % min(GROUPS, buckets)


@pytest.mark.parametrize(
    ("term", "bucket"),
    [
        ("船歌", 868), ("ferry", 445), ("fer", 445), ("ferry\x01", 445), ("a", 417), ("\x02a", 721), ("\x03Sea", 763),
        ("\ud83d\ude00", 728), ("\x03\ud83d\ude00", 933), ("\x04\ud842\udfb7", 674),
    ],
    ids=ascii,
)  # fmt: skip
def test_the_bucket_of_a_term_is_the_one_that_the_script_computes(term, bucket):
    """The expected values were computed in JavaScript."""
    assert bucket_of(number_or_text(term), 1024) == bucket


@examples(50)
@given(st.lists(POSTS, max_size=6), BUCKETS)
def test_each_term_is_found_in_its_bucket_with_the_posts_that_contain_it(posts, buckets):
    made = buckets_of(map(packed, posts), ALL, buckets)
    assert all(bucket_of(term, buckets) == number for number, data in made.items() for term in read_bucket(data))
    expected: dict[Term, list[int]] = {}
    for number, terms in enumerate(posts):
        for term in every_term(terms):
            expected.setdefault(term, []).append(number)
    assert lists(made) == expected


@examples(50)
@given(st.lists(POSTS, max_size=6), BUCKETS)
def test_groups_made_one_by_one_give_the_buckets_of_all_at_once(posts, buckets):
    """As a large segment is made, which always has more buckets than there are groups."""
    rows = [packed(terms) for terms in posts]
    if buckets >= GROUPS:
        parts = [buckets_of(rows, range(group, group + 1), buckets) for group in ALL]
        assert sum(map(len, parts)) == buckets
        assert {number: data for part in parts for number, data in part.items()} == buckets_of(rows, ALL, buckets)


@examples(50)
@given(st.lists(POSTS, max_size=4))
def test_the_bytes_do_not_depend_on_the_order_of_terms(posts):
    rows = [packed(terms) for terms in posts]
    assert buckets_of(map(in_another_order, rows), ALL, 1) == buckets_of(rows, ALL, 1)


def in_another_order(row: bytes) -> bytes:
    """The packed terms of a post, put together in another order."""
    terms = sorted(terms_in(row), key=lambda term: as_text(term)[::-1])
    # Sets of few values are in the order in which they were filled, or in that of their hashes, which is another one.
    pairs, words = ([term for term in terms if isinstance(term, kind)] for kind in (int, str))
    return packed(Terms(pairs, words))


# ------------------------------------------------------------------------------------ bytes of a bucket

UNITS = st.integers(1, 0xFFFF)
TERMS = st.builds(lambda first, second: first | second << 16, UNITS, UNITS) | st.text(
    st.characters(codec=None, max_codepoint=0xFFFF, exclude_characters="\n"), min_size=1, max_size=5
)


@given(st.dictionaries(TERMS, st.sets(st.integers(0, 131_071), min_size=1).map(sorted), max_size=8))
def test_what_is_written_is_read(terms):
    assert read_bucket(written(terms)) == terms


def test_a_bucket_is_written_as_the_documentation_says():
    lists = {"ferry": [5], "船歌": [0, 2], "船夫": [300], "渡夫": [7], "\ud83d\ude00": [1], "船夫\x01": [300]}
    data = written({number_or_text(term): posts for term, posts in lists.items()})
    # The characters are 夫 592b, 歌 6b4c.
    pairs = b"\x04" + b"\xab\xb2\x01\x00\xa1\x24\xb4\xe5\x01"
    text = b"\x0d" + "渡船船\ud83dferry\n船夫\x01".encode("utf-16-le", "surrogatepass")
    sizes = b"\x08\x12\x10\x08\x08\x12"
    first = deflated(pairs + text + sizes)
    assert data == bytes([len(first)]) + first + b"\x07" + b"\x12\xc0" + b"\x00\x02" + b"\x01" + b"\x05" + b"\x12\xc0"
    assert [as_text(term) for term in read_bucket(data)] == [
        "渡夫", "船夫", "船歌", "\ud83d\ude00", "ferry", "船夫\x01",
    ]  # fmt: skip


def test_pairs_are_in_the_order_of_their_second_characters_and_words_in_that_of_their_code_units():
    terms = ["a一", "船渡", "一船", "a\ude00", "a", "zz", "\uff21\uff21"]
    lists = {number_or_text(term): [0] for term in reversed(terms)}
    assert [as_text(term) for term in read_bucket(written(lists))] == terms


def test_a_bucket_without_terms_is_short():
    nothing = written({})
    assert nothing == bytes([len(deflated(b"\0\0"))]) + deflated(b"\0\0")
    assert read_bucket(nothing) == {}


@pytest.mark.parametrize(
    ("number", "data"),
    [(0, b"\0"), (127, b"\x7f"), (128, b"\x80\x01"), (300, b"\xac\x02"), (2**31, b"\x80\x80\x80\x80\x08")],
)
def test_a_number_has_seven_bits_in_a_byte(number, data):
    assert varint(number) == data


@given(st.lists(st.integers(0, 131_071), unique=True, min_size=1, max_size=30).map(sorted))
def test_any_posts_of_a_term_are_read_as_they_were_written(posts):
    row = packed(Terms(set(), {"fog"}))
    nothing = packed(Terms(set(), set()))
    rows = (row if number in set(posts) else nothing for number in range(posts[-1] + 1)) if posts[-1] < 300 else None
    changes = [(number, None, row) for number in posts]
    (data,) = edited(changes, 1, lambda _: written({})).values()
    assert read_bucket(data)["fog"] == posts
    if rows is not None:
        assert buckets_of(rows, ALL, 1) == {0: data}


# ---------------------------------------------------------------------------------------------- edits


@given(st.lists(st.tuples(POSTS | st.none(), POSTS | st.none()), max_size=6), BUCKETS)
def test_edited_buckets_are_those_that_all_posts_would_give(posts, buckets):
    before, after = [list(column) for column in zip(*posts, strict=True)] or [[], []]
    # Only the last posts of a segment can come or go.
    old, new = (until_none(before), until_none(after))
    old_rows, new_rows = [packed(terms) for terms in old], [packed(terms) for terms in new]
    made = buckets_of(old_rows, ALL, buckets)
    changes = [
        (number, row_of(old_rows, number), row_of(new_rows, number))
        for number in range(max(len(old), len(new)))
        if row_of(old_rows, number) != row_of(new_rows, number)
    ]
    changed = edited(changes, buckets, made.__getitem__)
    wanted = buckets_of(new_rows, ALL, buckets)
    assert made | changed == wanted
    assert all(made.get(number) != data for number, data in changed.items()), "only what differs is there"


def until_none(posts: list[Terms | None]) -> list[Terms]:
    found = []
    for terms in posts:
        if terms is None:
            break
        found.append(terms)
    return found


def row_of(rows: list[bytes], number: int) -> bytes | None:
    return rows[number] if number < len(rows) else None


def test_an_edit_reads_only_buckets_whose_terms_change():
    rows = [packed(terms_of_post(f"Post {word}", "the old ferry of the island", (), "Gull")) for word in ("one", "two")]
    made = buckets_of(rows, ALL, 64)
    edit = packed(terms_of_post("Post two", "the old fern of the island", (), "Gull"))
    asked: list[int] = []
    changed = edited([(1, rows[1], edit)], 64, lambda number: asked.append(number) or made[number])
    # "ferry" and "fern" begin alike.
    assert asked == list(changed) == [bucket_of("fer", 64)]
    assert edited([(1, rows[1], rows[1])], 64, lambda number: made[number]) == {}


def test_ten_thousand_posts_of_one_text_have_one_list_for_each_term_and_it_is_short():
    row = packed(terms_of_post("Fog", "霧笛 over the bay", (("Sea",),), "Gull"))
    made = buckets_of([row] * 10_000, ALL, 16)
    found = {term: numbers for data in made.values() for term, numbers in read_bucket(data).items()}
    assert all(numbers == list(range(10_000)) for numbers in found.values())
    assert sum(map(len, made.values())) < 400 * len(found)


def test_the_buckets_of_many_words_are_of_nearly_one_size():
    letters = random.Random(1)
    words = {"".join(letters.choices("abcdefghijklmnopqrstuvwxyz", k=6)) for _ in range(20_000)}
    sizes = [len(data) for data in buckets_of([packed(Terms(set(), words))], ALL, 64).values()]
    assert len(sizes) == 64
    assert max(sizes) < 2 * min(sizes)
