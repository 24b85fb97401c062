"""The composition root: settings, then the catalogue, then the web application that answers from it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from service.access_keys import Keys, KeysError
from service.loading import load_catalogue
from service.loading.data_faults import DataFaultsError
from service.settings import Settings, SettingsError
from service.web import make_app
from service.web.gate import Gate
from service.web.state import EXTENSION, Limits, State
from service.web.traces import Traces, TracesError

if TYPE_CHECKING:
    from flask import Flask

_log = logging.getLogger(__name__)

VERSION = "0.1.0"
"""The version of the service; the project's metadata and the contract say the same, and a test compares them."""


def create_app(settings: Settings | None = None) -> Flask:
    """The WSGI application, from the given settings or those of the environment.

    Raises `service.settings.SettingsError` or `service.loading.data_faults.DataFaultsError`, so that a service with a
    faulty setting, faulty keys or faulty data does not start.
    """
    settings = settings or Settings.from_environment()
    return make_app(
        State(
            catalogue=load_catalogue(settings.benchmarks_dir),
            gate=Gate(queue=settings.evaluation_queue, most_bytes=settings.max_body_bytes),
            limits=Limits(
                body_bytes=settings.max_body_bytes, lines=settings.max_lines, stream_lines=settings.max_stream_lines
            ),
            openapi=settings.openapi_file.read_bytes(),
            version=VERSION,
            access=_keys(settings),
            origins=settings.cors_origins,
            metrics_dir=settings.metrics_dir,
            metrics_port=settings.metrics_port,
            traces=_traces(settings),
        )
    )


def _keys(settings: Settings) -> Keys | None:
    try:
        return Keys(settings.api_keys_file) if settings.api_keys_file else None
    except KeysError as error:
        raise SettingsError("\n".join(f"API_KEYS_FILE: {fault}" for fault in error.faults)) from error


def _traces(settings: Settings) -> Traces | None:
    try:
        return Traces(VERSION) if settings.traces_endpoint else None
    except TracesError as error:
        raise SettingsError(f"OTEL_EXPORTER_OTLP_ENDPOINT: {error}") from error


def reload_catalogue(app: Flask, settings: Settings | None = None) -> None:
    """Take the data as it is now, or keep the catalogue and note every fault if the data cannot be used.

    For an application that answers no requests meanwhile: a request must not meet two catalogues.
    """
    settings = settings or Settings.from_environment()
    state: State = app.extensions[EXTENSION]
    try:
        catalogue = load_catalogue(settings.benchmarks_dir)
    except DataFaultsError as error:
        state.refused = tuple(map(str, error.faults))
        for fault in state.refused:
            _log.error("new data refused: %s", fault)
    except Exception as error:  # noqa: BLE001 - whatever is wrong with a file must not end a service with sound data
        state.refused = (f"{type(error).__name__} while the data was read",)
        _log.exception("new data refused")
    else:
        state.catalogue, state.refused = catalogue, ()
        _log.info("new data in force: %s", catalogue.fingerprint)
