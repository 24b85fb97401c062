"""Read the files of a folder, check their shape, and gather every fault instead of stopping at the first."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from marshmallow import ValidationError

from service.loading.data_faults import FileFault
from service.loading.strict_yaml import StrictYamlError, parse

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from service.loading.file_schemas import FileSchema

_DEPTH = 2  # <edition>/sectors/<sector>.yaml


class Reader:
    """The data files of one folder, by their path inside it, and the faults found so far.

    Read are ``*.yaml`` files; a ``README.md`` may lie beside them, and names that begin with a dot are passed over (the
    links of a mounted volume). Anything else is a fault: a file that nobody reads is a figure that nobody sees.
    """

    def __init__(self, folder: Path) -> None:
        """Read every file of the folder."""
        self.folder = folder.absolute()
        self.faults: list[FileFault] = []
        self.names: list[str] = []
        self._contents: dict[str, bytes] = {}
        self._read: set[str] = set()
        self._take(self.folder, "")
        self.names.sort()

    def _take(self, path: Path, name: str) -> None:
        """Take the file, or the files of the folder and of those in it; links are followed."""
        try:
            if not name or (path.is_dir() and name.count("/") < _DEPTH):
                for inner in path.iterdir():
                    if not inner.name.startswith(".") and inner.name != "README.md":
                        self._take(inner, f"{name}/{inner.name}".lstrip("/"))
            elif path.suffix == ".yaml":
                self.names.append(name)
                self._contents[name] = path.read_bytes()
            else:
                self.fault(name, "", "not a .yaml file")
        except OSError as error:
            self.fault(name, "", f"cannot be read: {error.strerror}")

    def fault(self, name: str, path: str, message: str) -> None:
        """Note a fault in the file of that name."""
        self.faults.append(FileFault(f"{self.folder.name}/{name}".rstrip("/"), path, message))

    def is_sound(self, name: str, path: str = "") -> bool:
        """Whether no fault is noted so far in files, and under paths, that begin so."""
        file = f"{self.folder.name}/{name}"
        return not any(fault.file.startswith(file) and fault.path.startswith(path) for fault in self.faults)

    def mapping(self, name: str) -> dict[str, Any] | None:
        """What the file says, its shape not yet judged; None, with the fault noted, if it says nothing readable."""
        self._read.add(name)
        if name not in self._contents:
            if name not in self.names:
                self.fault(name, "", "missing")
            return None
        try:
            content = parse(self._contents[name].decode("utf-8"))
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            self.fault(name, "", f"not UTF-8 (line {line})")
        except StrictYamlError as error:
            self.fault(name, "", str(error))
        else:
            if isinstance(content, dict):
                return content
            self.fault(name, "", "must be a mapping")
        return None

    def shaped(self, name: str, schema: FileSchema, content: Any, path: str = "") -> dict[str, Any] | None:  # noqa: ANN401 - the schema judges it
        """The content as its schema loads it; None, with the faults noted, if it is not of that shape."""
        try:
            loaded: dict[str, Any] = schema.load(content)
        except ValidationError as error:
            for place, message in _flattened(error.messages, path):
                self.fault(name, place, message)
            return None
        return loaded

    def read(self, name: str, schema: FileSchema) -> dict[str, Any] | None:
        """The file as its schema loads it; None, with the faults noted, if it is not of that shape."""
        content = self.mapping(name)
        return None if content is None else self.shaped(name, schema, content)

    def rows(
        self, name: str, key: str, schema: FileSchema, content: dict[str, Any]
    ) -> Iterator[tuple[str, dict[str, Any]]]:
        """The rows of that shape in a list of the file, each with its path; the others are noted as faults.

        They are judged one by one, so that a slip in one row hides nothing about the next.
        """
        rows = content.get(key)
        for place, row in enumerate(rows if isinstance(rows, list) else ()):
            path = f"{key}[{place}]"
            loaded = self.shaped(name, schema, row, path)
            if loaded is not None:
                yield path, loaded

    def refuse_unread(self) -> None:
        """Note a fault for every file that nothing asked for."""
        for name in self.names:
            if name not in self._read:
                self.fault(name, "", "belongs to no edition or plan")

    def fingerprint(self, prefix: str = "") -> str:
        """The hash of the files whose path begins so: of their paths and their bytes, in order."""
        digest = hashlib.sha256()
        for name, content in sorted(self._contents.items()):
            if name.startswith(prefix):
                digest.update(f"{name}\0{len(content)}\0".encode(errors="surrogateescape"))
                digest.update(content)
        return f"sha256:{digest.hexdigest()}"


def _flattened(messages: Any, path: str) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - marshmallow's nested dicts
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
