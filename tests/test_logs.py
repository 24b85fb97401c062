"""The format of the log: one JSON object per record, without submitted values."""

import json
import logging

import pytest

from service.logs import log_config

MARK = "Zq7mark"


def format_record(record):
    formatter = log_config()["formatters"]["line"]["()"]()
    line = formatter.format(record)
    assert "\n" not in line
    return json.loads(line)


def record_of(logger, message, *arguments, error=None, **extra):
    exc_info = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord(logger, logging.ERROR, __file__, 1, message, arguments, exc_info)
    record.__dict__.update(extra)
    return record


def look_up():
    try:
        {}[MARK]
    except KeyError as error:
        raise ValueError(MARK) from error


def lookup_error():
    with pytest.raises(ValueError, match=MARK) as caught:
        look_up()
    return caught.value


def test_a_record_is_one_json_object_with_its_extra_fields():
    line = format_record(record_of("service.app", "keys %s", "read", keys=3))
    assert (line["event"], line["level"], line["logger"], line["keys"]) == ("keys read", "error", "service.app", 3)
    assert line["timestamp"].endswith("Z")


def test_a_server_error_is_logged_with_its_traceback_and_without_its_message():
    """The message of an exception may quote submitted values."""
    line = format_record(record_of("service.web.problems", "request failed", error=lookup_error(), request_id="a"))
    assert MARK not in json.dumps(line)
    assert line["traceback"].index("KeyError") < line["traceback"].index("ValueError")
    assert "in look_up" in line["traceback"]


def test_an_error_at_the_start_is_logged_with_its_message():
    line = format_record(record_of("gunicorn.error", "Exception in worker process", error=lookup_error()))
    assert f"ValueError: {MARK}" in line["traceback"]


@pytest.mark.parametrize(
    ("message", "event"),
    [
        (f"Invalid request from ip=127.0.0.1: Invalid HTTP Header: '{MARK}'", "invalid request refused"),
        (f"Error handling request GET /{MARK}", "answer not finished"),
        ("Socket error processing request.", "connection failed"),
    ],
)
def test_messages_of_gunicorn_are_logged_without_the_request(message, event):
    line = format_record(record_of("gunicorn.error", message, error=lookup_error()))
    assert line["event"] == event
    assert MARK not in json.dumps(line)


def test_on_a_terminal_the_format_is_for_people(monkeypatch):
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    formatter = log_config()["formatters"]["line"]["()"]()
    line = formatter.format(record_of("service.app", "keys read", keys=3))
    assert "keys read" in line
    assert not line.startswith("{")
