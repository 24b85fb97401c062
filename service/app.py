"""The application: settings, then the catalogue, then the hooks around each request, then the resources."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from flask import Flask

from service import VERSION
from service.access_keys import Keys, KeysError
from service.loading import load_catalogue
from service.loading.data_faults import DataFaultsError
from service.settings import Settings, SettingsError
from service.web import (
    docs,
    evaluations,
    hooks,
    level_sheets,
    limits,
    operations,
    page,
    problems,
    reference,
    tables,
    templates,
)
from service.web.authorization import require_key
from service.web.compression import compress
from service.web.gate import Gate
from service.web.observation import ObservationMiddleware
from service.web.state import EXTENSION, Limits, State
from service.web.traces import Traces, TracesError

if TYPE_CHECKING:
    from collections.abc import Callable

_log = logging.getLogger(__name__)


def create_app(settings: Settings | None = None) -> Flask:
    """The WSGI application, with the given settings or those of the environment.

    Raises `service.settings.SettingsError` or `service.loading.data_faults.DataFaultsError`: a service with invalid
    settings, keys or data does not start.
    """
    state = _state(settings or Settings.from_environment())

    app = _App(__name__, static_folder=None)
    app.extensions[EXTENSION] = state
    app.url_map.strict_slashes = True
    app.url_map.merge_slashes = False

    app.wsgi_app = ObservationMiddleware(app.wsgi_app, state.traces)  # type: ignore[method-assign]
    app.before_request(hooks.identify_request)
    app.before_request(operations.separate_metrics_port)
    app.before_request(require_key)
    app.after_request(hooks.add_headers)
    app.after_request(compress)  # Flask runs the last one first

    app.register_blueprint(evaluations.bp)
    app.register_blueprint(tables.bp)
    app.register_blueprint(reference.bp)
    app.register_blueprint(level_sheets.bp)
    app.register_blueprint(limits.bp)
    app.register_blueprint(templates.bp)
    app.register_blueprint(operations.bp)
    app.register_blueprint(docs.bp)
    app.register_blueprint(page.bp)
    app.register_blueprint(problems.bp)
    return app


class _App(Flask):
    """An application without asynchronous views: Flask need not look for them at each request."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """The function as it is."""
        return func


def _state(settings: Settings) -> State:
    return State(
        catalogue=load_catalogue(settings.benchmarks_dir),
        gate=Gate(queue=settings.evaluation_queue, max_bytes=settings.max_body_bytes),
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
    """Load the data again. If it is invalid, keep the old catalogue and store every fault for ``/readyz``.

    Only for an application that answers no requests meanwhile: a request must not meet two catalogues.
    """
    settings = settings or Settings.from_environment()
    state: State = app.extensions[EXTENSION]
    try:
        catalogue = load_catalogue(settings.benchmarks_dir)
    except DataFaultsError as error:
        state.refused = tuple(map(str, error.faults))
        for fault in state.refused:
            _log.error("new data refused: %s", fault)
    except Exception as error:  # noqa: BLE001 - no file, whatever is in it, may end a service that has valid data
        state.refused = (f"{type(error).__name__} while the data was read",)
        _log.exception("new data refused")
    else:
        state.catalogue, state.refused = catalogue, ()
        _log.info("new data in force: %s", catalogue.fingerprint)
