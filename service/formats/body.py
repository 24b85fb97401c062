"""The bytes of a list, and their digest, by which an audit can tell which list an answer is about."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator


class Body(Protocol):
    """The bytes of a list, read when they are needed. Reading them raises `ProblemError` if there are too many."""

    def whole(self) -> bytes:
        """All of the bytes."""

    def blocks(self) -> Iterator[bytes]:
        """The bytes as they come in."""


class HashedBody:
    """The bytes of a list, hashed as they are read."""

    def __init__(self, body: Body) -> None:
        """Wrap the body; nothing is read yet."""
        self._body = body
        self._sha256 = hashlib.sha256()

    def whole(self) -> bytes:
        """All of the bytes."""
        content = self._body.whole()
        self._sha256.update(content)
        return content

    def blocks(self) -> Iterator[bytes]:
        """The bytes as they come in."""
        for block in self._body.blocks():
            self._sha256.update(block)
            yield block

    def digest(self) -> str:
        """The SHA-256 of the bytes that have been read."""
        return f"sha256:{self._sha256.hexdigest()}"
