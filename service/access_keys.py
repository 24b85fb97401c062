"""Access keys: salted hashes in a file that can be replaced while the service runs.

A key is ``ID.SECRET``. The secret is 256 random bits from `new_key`; nobody chooses it. So one round of SHA-256 over
salt and key is enough (NIST SP 800-63B, 5.1.2.2: a secret of 112 bits or more needs no slow hash). A slow hash would
protect nothing more, and anyone who sends wrong keys could keep the processors busy.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import re
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_log = logging.getLogger(__name__)

_ENTRY = re.compile(r"(?P<id>[A-Za-z0-9_-]{1,64}):(?P<salt>[0-9a-f]{32}):(?P<hash>[0-9a-f]{64})", re.ASCII)
ID = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)
MAX_FILE_BYTES = 1024 * 1024
"""Size of a key file: some 9,000 keys."""


class KeysError(ValueError):
    """An invalid key file, with all of its faults. No fault quotes the file."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        """List the faults."""
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class _Entry:
    salt: bytes
    hash: bytes


def new_key(key_id: str) -> tuple[str, str]:
    """A new key, and its line for the file. Raises ValueError unless the id is 1 to 64 of A-Z a-z 0-9 _ -."""
    if not ID.fullmatch(key_id):
        raise ValueError("an id is 1 to 64 of A-Z a-z 0-9 _ -")
    key = f"{key_id}.{secrets.token_urlsafe(32)}"
    salt = secrets.token_bytes(16)
    return key, f"{key_id}:{salt.hex()}:{_hash(salt, key).hex()}"


def _hash(salt: bytes, key: str) -> bytes:
    return hashlib.sha256(salt + key.encode()).digest()


class Keys:
    """The keys of a file, which is read again when it changes."""

    def __init__(self, file: Path) -> None:
        """Read the file. Raises `KeysError`."""
        self._file = file
        self._dummy = _Entry(secrets.token_bytes(16), secrets.token_bytes(32))
        self.faults: tuple[str, ...] = ()
        """What is wrong with the file now; then the keys are those of the last valid file."""
        self._seen = self._state_of_file()
        self._entries = _read(file)

    def known(self) -> tuple[str, ...]:
        """The ids of the valid keys."""
        self._reload_if_changed()
        return tuple(self._entries)

    def owner(self, key: str) -> str | None:
        """The id of the key if it is valid, else None. The time it takes reveals nothing about the key."""
        self._reload_if_changed()
        key_id = key.partition(".")[0]
        entry = self._entries.get(key_id, self._dummy)
        is_right = hmac.compare_digest(_hash(entry.salt, key), entry.hash)
        return key_id if is_right and entry is not self._dummy else None

    def _reload_if_changed(self) -> None:
        """Read the file again if it has changed; keep the old keys if it is invalid."""
        now = self._state_of_file()
        if now == self._seen:
            return
        self._seen = now
        try:
            self._entries, self.faults = _read(self._file), ()
        except KeysError as error:
            self.faults = error.faults
            _log.error("keys file is faulty, the old keys stay valid", extra={"faults": error.faults})
        else:
            _log.info("keys file reloaded", extra={"keys": len(self._entries)})

    def _state_of_file(self) -> tuple[int, int, int] | None:
        try:
            found = self._file.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_ino, found.st_size


def _read(file: Path) -> dict[str, _Entry]:
    try:
        with file.open("rb") as opened:
            text = opened.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise KeysError((f"{file.name}: {error.strerror}",)) from None
    if len(text) > MAX_FILE_BYTES:
        raise KeysError((f"{file.name}: larger than {MAX_FILE_BYTES} bytes",))
    entries: dict[str, _Entry] = {}
    faults = []
    for number, line in enumerate(text.decode(errors="replace").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        found = _ENTRY.fullmatch(line)
        if not found:
            faults.append(f"{file.name}: line {number}: not id:salt:hash")
        elif found["id"] in entries:
            faults.append(f"{file.name}: line {number}: duplicate id")
        else:
            entries[found["id"]] = _Entry(bytes.fromhex(found["salt"]), bytes.fromhex(found["hash"]))
    if not entries and not faults:
        faults.append(f"{file.name}: no key in it")
    if faults:
        raise KeysError(tuple(faults))
    return entries
