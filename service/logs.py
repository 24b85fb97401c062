"""The format of the log: one JSON object per line, or plain lines on a terminal.

gunicorn and the service log through the standard library; structlog formats every record. No submitted value gets into
the log. So a record about a request has neither the message of an exception, which may quote the request, nor
gunicorn's sentence about a malformed request, which does.
"""

from __future__ import annotations

import sys
import traceback
from typing import TYPE_CHECKING, Any

import structlog
from structlog.stdlib import ExtraAdder, ProcessorFormatter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

    from structlog.typing import EventDict, WrappedLogger

_REQUEST_EVENTS = {
    "Invalid request from": "invalid request refused",
    "Error handling request": "answer not finished",
    "Socket error processing request": "connection failed",
}
"""The beginnings of gunicorn's records about a single request, and what is logged instead."""


def log_config() -> dict[str, Any]:
    """The settings for `logging.config.dictConfig`: everything to standard output, in one format."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": _formatter}},
        "handlers": {"output": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "line"}},
        "root": {"level": "INFO", "handlers": ["output"]},
        "loggers": {"gunicorn.error": {"level": "INFO", "handlers": ["output"], "propagate": False}},
    }


def _formatter() -> ProcessorFormatter:
    is_terminal = sys.stdout.isatty()
    renderer: Any = structlog.dev.ConsoleRenderer() if is_terminal else structlog.processors.JSONRenderer()
    return ProcessorFormatter(
        foreign_pre_chain=[
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            ExtraAdder(),
        ],
        processors=[remove_submitted_values, ProcessorFormatter.remove_processors_meta, renderer],
    )


def remove_submitted_values(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Turn the exception of a record into text; leave out what may quote a request."""
    is_request = event.get("logger", "").startswith("service.web")
    for beginning, sentence in _REQUEST_EVENTS.items():
        if event["event"].startswith(beginning):
            event["event"] = sentence
            is_request = True
            if error := sys.exc_info()[0]:
                event["error"] = error.__name__
    exc_info = event.pop("exc_info", None)
    if isinstance(exc_info, tuple) and exc_info[0] is not None:
        event["traceback"] = "".join(_format_traceback(*exc_info, with_message=not is_request))
    return event


def _format_traceback(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None, *, with_message: bool
) -> Iterator[str]:
    """The traceback, oldest cause first; without messages, each exception is only its type."""
    if with_message:
        yield from traceback.format_exception(kind, error, trace)
        return
    earlier = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if earlier is not None:
        yield from _format_traceback(type(earlier), earlier, earlier.__traceback__, with_message=False)
        yield "\n"
    yield from traceback.format_tb(trace)
    yield kind.__name__
