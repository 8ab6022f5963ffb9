"""What of the log of tornado and asyncio is told."""

from __future__ import annotations

import logging

import pytest
from tornado.iostream import StreamClosedError
from tornado.websocket import WebSocketClosedError

from generator.errors import Problem
from generator.preview.logs import mistakes_told


def log(name: str, error: Exception | None = None, message: str = "Uncaught exception") -> None:
    if error is None:
        logging.getLogger(name).error(message)
        return
    try:
        raise error
    except Exception:
        logging.getLogger(name).error(message, exc_info=True)


@pytest.mark.parametrize("name", ["tornado.application", "tornado.general", "asyncio"])
def test_a_mistake_of_ours_is_told_once_with_its_trace(name, capfd):
    told: list[Problem] = []
    with mistakes_told(told.append):
        for number in range(100):
            log(name, KeyError(f"request {number}"))
        log(name, TypeError("another one"))
    assert [(found.code, found.message) for found in told] == [
        ("internal", "KeyError: 'request 0'"),
        ("internal", "TypeError: another one"),
    ]
    assert "in log\n    raise error\n" in told[0].trace
    assert capfd.readouterr().err == ""


def test_a_mistake_without_an_exception_is_told_once_too():
    told: list[Problem] = []
    with mistakes_told(told.append):
        for number in range(100):
            log("asyncio", message=f"Task was destroyed but it is pending!\ntask: <Task {number}>")
    assert [found.message for found in told] == ["Task was destroyed but it is pending!"]


@pytest.mark.parametrize("error", [StreamClosedError(), WebSocketClosedError(), ConnectionResetError(), None])
@pytest.mark.parametrize("name", ["tornado.general", "tornado.access", "livereload"])
def test_what_strangers_send_is_not_told(name, error, capfd):
    told: list[Problem] = []
    with mistakes_told(told.append):
        log(name, error)
    assert told == []
    assert capfd.readouterr().err == ""


def test_the_log_is_as_before_when_the_preview_has_ended():
    before = [logging.getLogger(name).propagate for name in ("asyncio", "tornado.application")]
    with mistakes_told(lambda found: None):
        pass
    assert [logging.getLogger(name).propagate for name in ("asyncio", "tornado.application")] == before
    assert logging.getLogger("tornado.application").handlers == []
