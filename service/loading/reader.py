"""Read the files of a folder, check their shape, and gather every fault instead of stopping at the first."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from marshmallow import ValidationError

from service.loading.faults import FileFault
from service.loading.strict_yaml import StrictYamlError, parse

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from service.loading.file_schemas import FileSchema


class Reader:
    """The data files of one folder, by their path inside it, and the faults found so far.

    Read are ``*.yaml`` files; a ``README.md`` may lie beside them, and names that begin with a dot are passed over (the
    links of a mounted volume). Anything else is a fault: a file that nobody reads is a figure that nobody sees.
    """

    def __init__(self, folder: Path) -> None:
        """Read every file of the folder."""
        self.folder = folder
        self.faults: list[FileFault] = []
        self.contents: dict[str, bytes] = {}
        self._unread: set[str] = set()
        if not folder.is_dir():
            self.fault("", "", "no such folder")
        for name in sorted(self._names(folder)):
            try:
                self.contents[name] = (folder / name).read_bytes()
            except OSError as error:
                self.fault(name, "", f"cannot be read: {error.strerror}")
        self._unread.update(self.contents)

    def _names(self, folder: Path) -> Iterator[str]:
        for path in folder.rglob("*") if folder.is_dir() else ():
            relative = path.relative_to(folder)
            if any(part.startswith(".") for part in relative.parts) or path.is_dir() or path.name == "README.md":
                continue
            if path.suffix == ".yaml":
                yield relative.as_posix()
            else:
                self.fault(relative.as_posix(), "", "not a .yaml file")

    def fault(self, name: str, path: str, message: str) -> None:
        """Note a fault in the file of that name."""
        self.faults.append(FileFault(f"{self.folder.name}/{name}".rstrip("/"), path, message))

    def read(self, name: str, schema: FileSchema) -> dict[str, Any] | None:
        """The file as its schema loads it; None, with the faults noted, if it is missing or not of that shape."""
        self._unread.discard(name)
        if name not in self.contents:
            self.fault(name, "", "missing")
            return None
        try:
            text = self.contents[name].decode("utf-8")
            loaded: dict[str, Any] = schema.load(parse(text))  # type: ignore[arg-type]  # the schema judges it
        except UnicodeDecodeError as error:
            self.fault(name, "", f"not UTF-8 (byte {error.start})")
        except StrictYamlError as error:
            self.fault(name, "", str(error))
        except ValidationError as error:
            for path, message in _flattened(error.messages):
                self.fault(name, path, message)
        else:
            return loaded
        return None

    def refuse_unread(self) -> None:
        """Note a fault for every file that nothing asked for."""
        for name in self._unread:
            self.fault(name, "", "belongs to no edition or plan")

    def fingerprint(self, prefix: str = "") -> str:
        """The hash of the files whose path begins so: of their paths and their bytes, in order."""
        digest = hashlib.sha256()
        for name, content in sorted(self.contents.items()):
            if name.startswith(prefix):
                digest.update(f"{name}\0{len(content)}\0".encode())
                digest.update(content)
        return f"sha256:{digest.hexdigest()}"


def _flattened(messages: Any, path: str = "") -> Iterator[tuple[str, str]]:  # noqa: ANN401 - marshmallow's nested dicts
    if isinstance(messages, dict):
        for key, inner in messages.items():
            if isinstance(key, int):
                step = f"{path}[{key}]"
            else:
                step = path if key == "_schema" else f"{path}.{key}".lstrip(".")
            yield from _flattened(inner, step)
    else:
        for message in messages:
            yield path, str(message)
