"""An answer as a stream of lines, each a JSON object."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from service.formats.answers.results import encode

if TYPE_CHECKING:
    from collections.abc import Iterator


class NdjsonAnswer:
    """A line for each result as it comes, and one with the summary at the end: without it the answer is not whole."""

    is_stream = True

    def add(self, results: list[Any]) -> bytes:
        """The results of a block."""
        return b"".join(piece for each in results for piece in (encode(each), b"\n"))

    def finish(self, summary: dict[str, Any]) -> Iterator[bytes]:
        """The last line."""
        yield encode({"summary": summary}) + b"\n"
