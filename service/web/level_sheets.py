"""The levels of an edition as a file: to read, or to fill in by whoever holds the document."""

from __future__ import annotations

from flask import Blueprint, Response

from service.formats.levels.sheet import SHEETS
from service.formats.registry import CSV, XLSX, Format
from service.web.negotiation import best_type
from service.web.parameters import find_edition, read_parameters
from service.web.responses import cached, language

bp = Blueprint("level_sheets", __name__, url_prefix="/v1/editions")


@bp.get("/<edition_id>/levels.csv")
def levels_csv(edition_id: str) -> Response:
    """Get the levels of an edition as CSV."""
    return _sheet(edition_id, CSV)


@bp.get("/<edition_id>/levels.xlsx")
def levels_xlsx(edition_id: str) -> Response:
    """Get the levels of an edition as an Excel workbook."""
    return _sheet(edition_id, XLSX)


def _sheet(edition_id: str, wanted: Format) -> Response:
    best_type(wanted.media_type)
    read_parameters("lang")
    edition = find_edition(edition_id)
    response = Response(SHEETS[wanted.name](edition, language()), mimetype=wanted.media_type)
    name = f"{edition.id}-levels.{wanted.name}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return cached(response)
