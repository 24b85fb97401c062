"""Read the files of a folder, check their shape, and collect every fault instead of stopping at the first."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from marshmallow import ValidationError

from service.loading.data_faults import FileFault
from service.loading.strict_yaml import StrictYamlError, parse_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from service.loading.file_schemas import FileSchema

_MAX_DEPTH = 2  # <edition>/sectors/<sector>.yaml


class Reader:
    """The data files of one folder, by their path inside it, and the faults found so far.

    It reads ``*.yaml`` files. ``README.md`` and names that begin with a dot (the links of a mounted volume) are
    ignored. Anything else is a fault: nobody would see a figure in a file that nobody reads.
    """

    def __init__(self, folder: Path) -> None:
        """Read every file of the folder."""
        self.folder = folder.absolute()
        self.faults: list[FileFault] = []
        self.names: list[str] = []
        self._contents: dict[str, bytes] = {}
        self._parsed: set[str] = set()
        self._read_tree(self.folder, "")
        self.names.sort()

    def _read_tree(self, path: Path, name: str) -> None:
        """Read the file, or all files in the folder and its folders; links are followed."""
        try:
            if not name or (path.is_dir() and name.count("/") < _MAX_DEPTH):
                for inner in path.iterdir():
                    if not inner.name.startswith(".") and inner.name != "README.md":
                        self._read_tree(inner, f"{name}/{inner.name}".lstrip("/"))
            elif path.suffix == ".yaml":
                self.names.append(name)
                self._contents[name] = path.read_bytes()
            else:
                self.add_fault(name, "", "not a .yaml file")
        except OSError as error:
            self.add_fault(name, "", f"cannot be read: {error.strerror}")

    def add_fault(self, name: str, path: str, message: str) -> None:
        """Add a fault in the file with that name."""
        self.faults.append(FileFault(f"{self.folder.name}/{name}".rstrip("/"), path, message))

    def is_faultless(self, name: str, path: str = "") -> bool:
        """Whether there is no fault so far in files, and under paths, that begin like this."""
        file = f"{self.folder.name}/{name}"
        return not any(fault.file.startswith(file) and fault.path.startswith(path) for fault in self.faults)

    def parse(self, name: str) -> dict[str, Any] | None:
        """The content of the file, its shape still unchecked; None, with the fault added, if it is no YAML mapping."""
        self._parsed.add(name)
        if name not in self._contents:
            if name not in self.names:
                self.add_fault(name, "", "missing")
            return None
        try:
            content = parse_yaml(self._contents[name].decode("utf-8"))
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            self.add_fault(name, "", f"not UTF-8 (line {line})")
        except StrictYamlError as error:
            self.add_fault(name, "", str(error))
        else:
            if isinstance(content, dict):
                return content
            self.add_fault(name, "", "must be a mapping")
        return None

    def load(self, name: str, schema: FileSchema, content: Any, path: str = "") -> dict[str, Any] | None:  # noqa: ANN401 - the schema checks it
        """The content as its schema loads it; None, with the faults added, if it has another shape."""
        try:
            loaded: dict[str, Any] = schema.load(content)
        except ValidationError as error:
            for inner, message in _flatten(error.messages, path):
                self.add_fault(name, inner, message)
            return None
        return loaded

    def load_file(self, name: str, schema: FileSchema) -> dict[str, Any] | None:
        """The file as its schema loads it; None, with the faults added, if it has another shape."""
        content = self.parse(name)
        return None if content is None else self.load(name, schema, content)

    def load_rows(
        self, name: str, key: str, schema: FileSchema, content: dict[str, Any]
    ) -> Iterator[tuple[str, dict[str, Any]]]:
        """The rows with the right shape in a list of the file, each with its path; the others become faults.

        Rows are checked one by one, so that a fault in one row hides nothing about the next.
        """
        rows = content.get(key)
        for index, row in enumerate(rows if isinstance(rows, list) else ()):
            path = f"{key}[{index}]"
            loaded = self.load(name, schema, row, path)
            if loaded is not None:
                yield path, loaded

    def check_unused_files(self) -> None:
        """Add a fault for every file that nothing asked for."""
        for name in self.names:
            if name not in self._parsed:
                self.add_fault(name, "", "belongs to no edition or plan")

    def fingerprint(self, prefix: str = "") -> str:
        """The hash of the files whose path begins like this: of their paths and their bytes, in order."""
        digest = hashlib.sha256()
        for name, content in sorted(self._contents.items()):
            if name.startswith(prefix):
                digest.update(f"{name}\0{len(content)}\0".encode(errors="surrogateescape"))
                digest.update(content)
        return f"sha256:{digest.hexdigest()}"


def _flatten(messages: Any, path: str) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - marshmallow's nested dicts
    if isinstance(messages, dict):
        for key, inner in messages.items():
            if isinstance(key, int):
                step = f"{path}[{key}]"
            else:
                step = path if key == "_schema" else f"{path}.{key}".lstrip(".")
            yield from _flatten(inner, step)
    else:
        for message in messages:
            yield path, str(message)
