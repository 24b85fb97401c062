"""An answer as one JSON object."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from service.formats.answers.results import LineResult
    from service.formats.answers.shape import SummaryAnswer

_encoder = msgspec.json.Encoder(decimal_format="number")
encode = _encoder.encode
"""Encode as JSON, with Decimals as numbers of exactly their digits."""
encode_lines = _encoder.encode_lines
"""Encode each value as a line of such JSON, with the line break at its end."""


class JsonAnswer:
    """The summary first, and the results last."""

    is_stream = False

    def __init__(self) -> None:
        """Start without results."""
        self._blocks: list[bytes] = []

    def add(self, results: Sequence[LineResult]) -> bytes:
        """Keep the results, encoded, until the summary is known, which comes before them."""
        if results:
            block = encode(results)[1:-1]
            self._blocks.append(b"," + block if self._blocks else block)
        return b""

    def finish(self, summary: SummaryAnswer) -> Iterator[bytes]:
        """The whole answer, in pieces that are never joined: it may be the largest thing in memory."""
        yield encode(summary)[:-1] + b',"results":['
        yield from self._blocks
        yield b"]}"
