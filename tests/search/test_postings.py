"""The posts that contain each term: packed, divided into buckets, written, read, and edited in place."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.search.files import compressed
from generator.search.postings import (
    GROUPS,
    NO_TERMS,
    Change,
    bucket_of,
    buckets_of,
    edited,
    group_of,
    is_packed,
    packed,
    pairs_in,
    read_bucket,
    varint,
    words_in,
    written,
)
from generator.search.texts import PREFIX, TITLE, Terms, pair_text, terms_of_post

ALL = range(GROUPS)
EACH = [range(group, group + 1) for group in ALL]
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


def every_term(terms: Terms) -> set[str]:
    return {*map(pair_text, terms.pairs), *terms.words}


def lists(buckets: dict[int, bytes]) -> dict[str, list[int]]:
    """The posts that contain each term, read from all buckets, as a browser reads them."""
    found: dict[str, list[int]] = {}
    for bucket in buckets.values():
        for term, numbers in read_bucket(bucket).items():
            assert term not in found
            found[term] = numbers
    return found


# ---------------------------------------------------------------------------------- the terms of a post


@given(POSTS)
def test_packed_terms_are_read_by_groups_that_together_hold_each_term_once(terms):
    row = packed(terms)
    assert is_packed(row)
    found = [pair_text(pair) for group in EACH for pair in pairs_in(row, group)]
    found += [word for group in EACH for word in words_in(row, group)]
    assert sorted(found) == sorted(every_term(terms))
    for group in EACH:
        assert {group_of(pair_text(pair)) for pair in pairs_in(row, group)} <= {*group}
        assert {group_of(word) for word in words_in(row, group)} <= {*group}


def test_terms_that_were_cut_or_are_something_else_are_no_packed_terms():
    row = packed(terms_of_post("船歌", "old ferry", (), "Gull"))
    assert is_packed(row)
    assert not any(map(is_packed, (b"", b"damaged", row[:-1], row + b"x", row[:20])))
    assert is_packed(packed(Terms(set(), set())))


# ---------------------------------------------------------------------------------- groups and buckets


@given(POSTS, BUCKETS)
def test_all_spellings_of_a_term_that_are_looked_up_together_are_in_one_bucket(terms, buckets):
    for term in every_term(terms):
        # With or without the mark of a title, and for a word with any others that begin like it.
        assert bucket_of(term.removesuffix(TITLE), buckets) == bucket_of(term, buckets)
        if term[0] > PREFIX and len(term) >= 3 and term[0] not in "\x03\x04":
            assert bucket_of(term[:3], buckets) == bucket_of(term, buckets)


@given(POSTS, BUCKETS)
def test_a_group_has_whole_buckets_unless_there_is_only_one(terms, buckets):
    for term in every_term(terms):
        assert bucket_of(term, buckets) % min(GROUPS, buckets) == group_of(term) % min(GROUPS, buckets)


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
    assert bucket_of(term, 1024) == bucket


@given(st.lists(POSTS, max_size=6), BUCKETS)
def test_each_term_is_found_in_its_bucket_with_the_posts_that_contain_it(posts, buckets):
    made = buckets_of(map(packed, posts), ALL, buckets)
    assert all(bucket_of(term, buckets) == number for number, data in made.items() for term in read_bucket(data))
    expected: dict[str, list[int]] = {}
    for number, terms in enumerate(posts):
        for term in every_term(terms):
            expected.setdefault(term, []).append(number)
    assert lists(made) == expected


@given(st.lists(POSTS, max_size=6), BUCKETS)
def test_groups_made_one_by_one_give_the_buckets_of_all_at_once(posts, buckets):
    """As a large segment is made, which always has more buckets than there are groups."""
    rows = [packed(terms) for terms in posts]
    if buckets >= GROUPS:
        parts = [buckets_of(rows, group, buckets) for group in EACH]
        assert sum(map(len, parts)) == len({number for part in parts for number in part})
        assert {number: data for part in parts for number, data in part.items()} == buckets_of(rows, ALL, buckets)


@given(st.lists(POSTS, max_size=4))
def test_the_bytes_do_not_depend_on_the_order_of_terms(posts):
    rows = [packed(terms) for terms in posts]
    assert buckets_of(map(in_another_order, rows), ALL, 4) == buckets_of(rows, ALL, 4)


def in_another_order(row: bytes) -> bytes:
    """The packed terms of a post with the terms of each group turned round."""
    words = [words_in(row, group)[::-1] for group in EACH]
    head = row[: 4 * 2 * GROUPS]
    pairs = [pairs_in(row, group)[::-1].tobytes() for group in EACH]
    return b"".join((head, *pairs, *("\n".join(some).encode("utf-8", "surrogatepass") for some in words)))


# ------------------------------------------------------------------------------------ bytes of a bucket

TERMS = st.text(st.characters(codec=None, max_codepoint=0xFFFF, exclude_characters="\n"), min_size=1, max_size=5)


@given(st.dictionaries(TERMS, st.sets(st.integers(0, 131_071), min_size=1).map(sorted), max_size=8))
def test_what_is_written_is_read(terms):
    assert read_bucket(written(terms)) == terms


def test_a_bucket_is_written_as_the_documentation_says():
    data = written({"ferry": [5], "船歌": [0, 2], "船夫": [300], "\ud83d\ude00": [1], "船夫\x01": [300]})
    # The characters are 船 8239, 夫 592b, 歌 6b4c.
    twos = b"\x03" + b"\xb9\x84\x02\x00\x84\xac\x01" + b"\x2b\x4c\x00" + b"\x59\x6b\xde" + bytes(3)
    title = b"\x01" + b"\xb9\x84\x02" + b"\x2b\x59\x00"
    text = b"\x05" + "ferry".encode("utf-16-le")
    counts = b"\x01\x02\x01\x01\x01"
    numbers = b"\x2c\x00\x02\x01\x2c\x05" + b"\x01\x00\x00\x00\x01\x00" + bytes(6)
    assert data == twos + title + text + counts + numbers
    assert list(read_bucket(data)) == ["船夫", "船歌", "\ud83d\ude00", "船夫\x01", "ferry"]


def test_terms_are_in_the_order_of_their_code_units():
    terms = ["zz", "\ud83d\ude00", "\uff21\uff21"]
    assert list(read_bucket(written({term: [0] for term in reversed(terms)}))) == terms


def test_a_bucket_without_terms_is_three_zeros():
    assert NO_TERMS == b"\0\0\0"
    assert read_bucket(NO_TERMS) == {}


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
    changes = [Change(number, None, row) for number in posts]
    (data,) = edited(changes, 1, lambda _: NO_TERMS).values()
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
        Change(number, row_of(old_rows, number), row_of(new_rows, number))
        for number in range(max(len(old), len(new)))
        if row_of(old_rows, number) != row_of(new_rows, number)
    ]
    changed = edited(changes, buckets, lambda number: made.get(number, NO_TERMS))
    wanted = buckets_of(new_rows, ALL, buckets)
    assert {number: data for number, data in (made | changed).items() if data != NO_TERMS} == wanted
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
    changed = edited([Change(1, rows[1], edit)], 64, lambda number: asked.append(number) or made[number])
    # "ferry" and "fern" begin alike.
    assert asked == list(changed) == [bucket_of("fer", 64)]
    assert edited([Change(1, rows[1], rows[1])], 64, lambda number: made[number]) == {}


def test_ten_thousand_posts_of_one_text_have_one_list_for_each_term_and_it_is_short():
    row = packed(terms_of_post("Fog", "霧笛 over the bay", (("Sea",),), "Gull"))
    made = buckets_of([row] * 10_000, ALL, 16)
    found = {term: numbers for data in made.values() for term, numbers in read_bucket(data).items()}
    assert all(numbers == list(range(10_000)) for numbers in found.values())
    assert sum(len(compressed(data)) for data in made.values()) < 400 * len(found)


def test_the_buckets_of_many_words_are_of_nearly_one_size():
    letters = random.Random(1)
    words = {"".join(letters.choices("abcdefghijklmnopqrstuvwxyz", k=6)) for _ in range(20_000)}
    sizes = [len(data) for data in buckets_of([packed(Terms(set(), words))], ALL, 64).values()]
    assert len(sizes) == 64
    assert max(sizes) < 2 * min(sizes)
