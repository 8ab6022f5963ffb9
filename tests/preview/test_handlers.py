"""Who may ask, and the line that is added to pages; what a client sees is in `test_server.py`."""

from __future__ import annotations

import pytest

from generator.preview.handlers import Hosts, reload_scripts, with_reload_scripts


@pytest.mark.parametrize(
    "header", ["127.0.0.1:8000", "127.0.0.1", "localhost:9", "LOCALHOST", "[::1]:8000", "a.localhost:1"]
)
def test_a_server_of_this_machine_answers_by_its_own_names(header):
    assert Hosts("127.0.0.1").may_ask(header)


@pytest.mark.parametrize(
    "header",
    ["", "evil.example", "evil.example:8000", "127.0.0.1.evil.example", "localhost.evil.example", "192.168.1.5:8000",
     "evil@127.0.0.1.example", "[::1", "0x7f.1", "notlocalhost", "127.0.0.1:99999", "127.0.0.1:x", ":8000"],
)  # fmt: skip
def test_and_by_no_other_name(header):
    assert not Hosts("127.0.0.1").may_ask(header)


def test_an_open_server_answers_by_numbers_but_not_by_names_of_others():
    hosts = Hosts("0.0.0.0")
    assert hosts.is_open
    assert not Hosts("127.0.0.1").is_open
    assert not Hosts("::1").is_open
    assert hosts.may_ask("192.168.1.5:8000")
    assert hosts.may_ask("[fe80::1]:8000")
    assert not hosts.may_ask("evil.example:8000")
    assert Hosts("my-machine.lan").may_ask("My-Machine.lan:8000")


@pytest.mark.parametrize(
    ("page", "before"),
    [
        (b"<!doctype html><html><head></head></html>", b"<!doctype html>"),
        (b"\n<!-- a -->\n<!DOCTYPE html>\n<p>a", b"\n<!-- a -->\n<!DOCTYPE html>"),
        (b"<p>no doctype", b""),
        (b"<!doctype html><!-- never closed <p>a</html>", b"<!doctype html>"),
        (b"<!doctype html><textarea><plaintext>", b"<!doctype html>"),
        (b"", b""),
        (b"<!-- a -->" * 5000 + b"<p>", b""),
    ],
)
def test_the_line_stands_where_nothing_can_swallow_it_and_is_all_that_is_added(page, before):
    added = reload_scripts("7", "127.0.0.1:8000")
    served = with_reload_scripts(page, "7", "127.0.0.1:8000")
    assert served.startswith(before + added)
    assert served.replace(added, b"") == page
    assert added.count(b"\n") == 1


def test_the_line_tells_the_client_what_it_cannot_read_out_of_its_own_address():
    assert b"port=" not in reload_scripts("7", "127.0.0.1:8000")
    assert b"&amp;port=80" in reload_scripts("7", "localhost")
    assert b"&amp;host=[::1]&amp;port=8000" in reload_scripts("7", "[::1]:8000")
    assert b'"><script>' not in reload_scripts('"><script>', "[::1]:8000")
