"""How the log is written: one JSON object per line, or plain lines where a person watches a terminal.

gunicorn and the service log through the standard library; structlog gives every record one shape. No value that
somebody submitted gets into the log. So a record about a request keeps neither the message of an exception, which may
quote what was sent, nor what gunicorn says about a malformed request, which does.
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

_OF_REQUESTS = {
    "Invalid request from": "invalid request refused",
    "Error handling request": "answer not finished",
    "Socket error processing request": "connection failed",
}
"""How gunicorn's records about a single request begin, and what is written in their place."""


def log_config() -> dict[str, Any]:
    """The settings of `logging.config.dictConfig`: everything to standard output, in one shape."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": _formatter}},
        "handlers": {"output": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "line"}},
        "root": {"level": "INFO", "handlers": ["output"]},
        "loggers": {"gunicorn.error": {"level": "INFO", "handlers": ["output"], "propagate": False}},
    }


def _formatter() -> ProcessorFormatter:
    is_watched = sys.stdout.isatty()
    renderer: Any = structlog.dev.ConsoleRenderer() if is_watched else structlog.processors.JSONRenderer()
    return ProcessorFormatter(
        foreign_pre_chain=[
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            ExtraAdder(),
        ],
        processors=[without_submitted_values, ProcessorFormatter.remove_processors_meta, renderer],
    )


def without_submitted_values(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Turn the exception of a record into a field of text; leave out what may quote a request."""
    is_of_request = event.get("logger", "").startswith("service.web")
    for beginning, sentence in _OF_REQUESTS.items():
        if event["event"].startswith(beginning):
            event["event"] = sentence
            is_of_request = True
            if error := sys.exc_info()[0]:
                event["error"] = error.__name__
    exc_info = event.pop("exc_info", None)
    if isinstance(exc_info, tuple) and exc_info[0] is not None:
        event["traceback"] = "".join(_written(*exc_info, with_message=not is_of_request))
    return event


def _written(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None, *, with_message: bool
) -> Iterator[str]:
    """The traceback, oldest cause first; each exception by its type alone unless its message may be written."""
    if with_message:
        yield from traceback.format_exception(kind, error, trace)
        return
    earlier = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if earlier is not None:
        yield from _written(type(earlier), earlier, earlier.__traceback__, with_message=False)
        yield "\n"
    yield from traceback.format_tb(trace)
    yield kind.__name__
