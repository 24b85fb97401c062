"""The settings of an operator, read once from a mapping such as the environment."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_PROJECT = Path(__file__).resolve().parent.parent

_ORIGIN = re.compile(r"https?://(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?", re.ASCII)
_MAX_PORT = 65535
_MAX_LIMIT = 10**12 - 1


class SettingsError(ValueError):
    """A setting that cannot be used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of one service; ``/readyz`` shows the limits."""

    host: str = "127.0.0.1"
    """``HOST``: the address to listen on."""
    port: int = 8000
    """``PORT``: the port to listen on."""
    workers: int | None = None
    """``WEB_CONCURRENCY``: worker processes; by default as many as fit into the container."""
    benchmarks_dir: Path = _PROJECT / "benchmarks"
    """``BENCHMARKS_DIR``: the folder of the official values."""
    max_body_bytes: int = 64 * 1024 * 1024
    """``MAX_BODY_BYTES``: bytes of a request body, decompressed."""
    max_lines: int = 200_000
    """``MAX_LINES``: lines of a list, except in a stream."""
    max_stream_lines: int = 5_000_000
    """``MAX_STREAM_LINES``: lines of a stream (NDJSON answered in NDJSON), which is never in memory as a whole."""
    evaluation_queue: int = 2
    """``EVALUATION_QUEUE``: lists that may wait in one process while another is evaluated; at most 8."""
    drain_seconds: int = 2
    """``DRAIN_SECONDS``: seconds after SIGTERM in which new requests are still accepted, while ``/readyz`` says 503."""
    api_keys_file: Path | None = None
    """``API_KEYS_FILE``: the keys for requests under ``/v1``; without it they need no key."""
    cors_origins: frozenset[str] = frozenset()
    """``CORS_ORIGINS``: comma-separated origins whose pages may read the answers in a browser."""
    metrics_port: int | None = None
    """``METRICS_PORT``: a separate port for ``/metrics``, which is then not on the main one."""
    metrics_dir: Path | None = None
    """``PROMETHEUS_MULTIPROC_DIR``: where the workers count; `service.serving.metrics_dir` sets it."""
    traces_endpoint: str | None = None
    """``OTEL_EXPORTER_OTLP_ENDPOINT`` or ``OTEL_EXPORTER_OTLP_TRACES_ENDPOINT``: where traces go; without it, none."""
    openapi_file: Path = _PROJECT / "openapi.yaml"
    """The contract; part of the code, not a setting of the operator."""

    @classmethod
    def from_mapping(cls, values: Mapping[str, str]) -> Settings:
        """The settings in the mapping; missing and empty ones have their defaults. Raises `SettingsError`."""
        workers = _whole(values, "WEB_CONCURRENCY", 0, most=512) if values.get("WEB_CONCURRENCY") else None
        return cls(
            host=values.get("HOST") or cls().host,
            port=_whole(values, "PORT", cls().port, most=_MAX_PORT),
            workers=workers,
            benchmarks_dir=Path(values.get("BENCHMARKS_DIR") or cls().benchmarks_dir),
            max_body_bytes=_whole(values, "MAX_BODY_BYTES", cls().max_body_bytes),
            max_lines=_whole(values, "MAX_LINES", cls().max_lines),
            max_stream_lines=_whole(values, "MAX_STREAM_LINES", cls().max_stream_lines),
            evaluation_queue=_whole(values, "EVALUATION_QUEUE", cls().evaluation_queue, least=0, most=8),
            drain_seconds=_whole(values, "DRAIN_SECONDS", cls().drain_seconds, least=0, most=600),
            api_keys_file=_path(values, "API_KEYS_FILE"),
            cors_origins=_origins(values.get("CORS_ORIGINS") or ""),
            metrics_port=_metrics_port(values),
            metrics_dir=_path(values, "PROMETHEUS_MULTIPROC_DIR"),
            traces_endpoint=values.get("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
            or values.get("OTEL_EXPORTER_OTLP_ENDPOINT")
            or None,
        )

    @classmethod
    def from_environment(cls) -> Settings:
        """The settings of this process. Raises `SettingsError`."""
        return cls.from_mapping(os.environ)


def spoken_language(values: Mapping[str, str]) -> str:
    """The language of the locale in these variables: ``zh`` for Chinese, ``en`` for any other.

    The first of ``LC_ALL``, ``LC_MESSAGES`` and ``LANG`` that is not empty counts (POSIX).
    """
    locale = next(filter(None, (values.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return "zh" if locale.lower().startswith("zh") else "en"


def language_of_environment() -> str:
    """The language of this process's locale."""
    return spoken_language(os.environ)


def _path(values: Mapping[str, str], name: str) -> Path | None:
    return Path(values[name]) if values.get(name) else None


def _origins(text: str) -> frozenset[str]:
    origins = frozenset(origin.strip() for origin in text.split(",") if origin.strip())
    for origin in sorted(origins):
        if not _ORIGIN.fullmatch(origin):
            raise SettingsError(
                f"CORS_ORIGINS: {origin!r} is not an origin as browsers send it: scheme and host in lower case, "
                "the port unless it is the default one, and no path"
            )
    return origins


def _metrics_port(values: Mapping[str, str]) -> int | None:
    if not values.get("METRICS_PORT"):
        return None
    port = _whole(values, "METRICS_PORT", 0, most=_MAX_PORT)
    if port == _whole(values, "PORT", Settings().port, most=_MAX_PORT):
        raise SettingsError(f"METRICS_PORT: {port} is the port of the service itself")
    return port


def _whole(values: Mapping[str, str], name: str, default: int, *, least: int = 1, most: int = _MAX_LIMIT) -> int:
    text = values.get(name) or str(default)
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(most)) and least <= int(text) <= most):
        raise SettingsError(f"{name}: {text!r} is not a whole number from {least} to {most}")
    return int(text)
