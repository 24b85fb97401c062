"""A problem that is more than its body."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from service.request_errors import ProblemError

if TYPE_CHECKING:
    from collections.abc import Mapping


class HttpProblemError(ProblemError):
    """A problem whose response has headers of its own."""

    def __init__(self, code: str, *, headers: Mapping[str, str], **more: Any) -> None:  # noqa: ANN401 - as `ProblemError` has
        """Keep the headers."""
        super().__init__(code, **more)
        self.headers = headers
