"""What a file is that is not the table it was sent as, so that its sender is told what to do."""

from __future__ import annotations

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""The beginning of an old Office file; new ones with a password are inside such a file."""
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ZIP = b"PK\x03\x04"
_OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument."
_OTHER_PARTS = (b"word/document.xml", b"ppt/presentation.xml")
_HEAD, _TAIL = 4096, 65536
_HTML = (b"<!doctype html", b"<html", b"<table", b"<?xml")


def find_file_kind(body: bytes) -> str | None:
    """The reason of an `UnreadableError` for a file of a known other kind: old, protected, no table at all; or None."""
    head = body[:_HEAD]
    if head.startswith(_OLE):
        return "protected" if _ENCRYPTED in body else "old_workbook"
    if head.startswith(_ZIP):
        if _OPEN_DOCUMENT in head:
            return "open_document"
        directory = body[-_TAIL:]
        return "no_workbook" if any(part in directory for part in _OTHER_PARTS) else None
    if head.startswith(b"%PDF-"):
        return "pdf"
    return "web_page" if head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_HTML) else None
