"""The files of the index as a browser reads them."""

from __future__ import annotations

import gzip
import json
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.han import changing, simplified
from generator.search.encoding import compressed
from generator.search.files import manifest, simplifications, titles
from generator.search.segments import Segment


@given(st.binary(max_size=2_000))
def test_any_gzip_reads_what_was_compressed(data):
    assert gzip.decompress(compressed(data)) == data


def test_the_compressed_bytes_are_the_same_on_every_machine_at_any_time():
    assert compressed(b"fog " * 100).hex() == "1f8b08000000000002ff4bcb4f57481bc583060300922e966590010000"


def test_a_file_of_titles_has_a_line_for_each_post_and_five_values():
    data = titles(
        [
            ("/a/", "Old 船歌", "2024-01-02", "Gull", "Boats"),
            ("/b/", "", "", "", ""),
        ]
    )
    assert gzip.decompress(data).decode() == "/a/\tOld 船歌\t2024-01-02\tGull\tBoats\n/b/\t\t\t\t"
    assert gzip.decompress(titles([])) == b""


@pytest.mark.parametrize("blank", ["\t", "\n", "\r\n", "\x0b", "\x1f", "\x85", "\u2028", "\u3000 "], ids=ascii)
def test_blanks_of_a_title_or_a_name_never_part_lines_or_values(blank):
    (line,) = gzip.decompress(titles([("/a/", f"A{blank}b", "", f"{blank}C", f"D{blank}")])).decode().split("\n")
    assert line.split("\t") == ["/a/", "A b", "", "C", "D"]


@pytest.mark.parametrize("address", ["/a  b/", "/a\u3000b/", "/a\u00a0b /", "/100%/", "/猫?#/"])
def test_an_address_is_as_the_site_has_it_with_all_its_blanks(address):
    assert gzip.decompress(titles([(address, "T", "", "", "")])).decode().split("\t")[0] == address


def test_the_manifest_names_segments_and_the_first_post_of_each_year():
    data = manifest([Segment(0, 2_048), Segment(2_048, 30)], ["0a", "1b"], [(2023, 2), (2024, 2_050)])
    assert data == b'{"version":2,"segments":[[2048,360,"0a"],[30,1,"1b"]],"years":[[2023,2],[2024,2050]]}\n'
    assert json.loads(manifest([], [], [])) == {"version": 2, "segments": [], "years": []}


def test_the_file_of_simplified_characters_has_each_of_them():
    """Read as the script reads it: distances of the simplified ones, then doubled distances of the traditional ones."""
    data = iter(gzip.decompress(simplifications()))

    def number() -> int:
        byte = next(data)
        return byte if byte < 128 else byte - 128 + 128 * number()

    simple = list(accumulate(number() for _ in range(number())))
    steps = [number() for _ in simple]
    traditional = accumulate(-(step + 1) // 2 if step % 2 else step // 2 for step in steps)
    table = {chr(before): chr(after) for before, after in zip(traditional, simple, strict=True)}
    assert not list(data)
    assert table == dict(changing())
    assert (table["擺"], simplified("擺")) == ("摆", "摆")
