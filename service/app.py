"""The composition root: settings, then the catalogue, then the web application that answers from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.access import Keys
from service.loading import load_catalogue
from service.settings import Settings
from service.web import make_app, traces
from service.web.state import Limits, State

if TYPE_CHECKING:
    from flask import Flask

VERSION = "0.1.0"
"""The version of the service; the project's metadata and the contract say the same, and a test compares them."""


def create_app(settings: Settings | None = None) -> Flask:
    """The WSGI application, from the given settings or those of the environment.

    Raises `service.settings.SettingsError`, `service.access.KeysError`, `service.loading.faults.DataFaultsError` or
    `service.web.traces.TracesError`, so that a service with a faulty setting, keys or data does not start.
    """
    settings = settings or Settings.from_environment()
    return make_app(
        State(
            catalogue=load_catalogue(settings.benchmarks_dir),
            limits=Limits(
                body_bytes=settings.max_body_bytes, lines=settings.max_lines, stream_lines=settings.max_stream_lines
            ),
            openapi=settings.openapi_file.read_bytes(),
            version=VERSION,
            access=Keys(settings.api_keys_file) if settings.api_keys_file else None,
            origins=settings.cors_origins,
            metrics_dir=settings.metrics_dir,
            metrics_port=settings.metrics_port,
            tracer=traces.tracer(VERSION) if settings.traces_endpoint else None,
        )
    )
