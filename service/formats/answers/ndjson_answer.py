"""An answer as a stream of lines, each a JSON object."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.formats.answers.json_answer import encode_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from service.formats.answers.results import LineResult
    from service.formats.answers.shape import SummaryAnswer


class NdjsonAnswer:
    """One line for each result, and a last line with the summary: an answer without it is not complete."""

    is_stream = True

    def add(self, results: Sequence[LineResult]) -> bytes:
        """The lines of a block."""
        return encode_lines(results)

    def finish(self, summary: SummaryAnswer) -> Iterator[bytes]:
        """The last line."""
        yield encode_lines([{"summary": summary}])
