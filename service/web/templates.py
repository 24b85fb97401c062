"""Empty lists to fill in, as CSV and as a workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response

from service.formats.answers.blank_lists import write_blank_csv, write_blank_xlsx
from service.formats.registry import CSV, XLSX
from service.web.negotiation import best_type
from service.web.parameters import read_parameters, requested_edition
from service.web.responses import cached, language
from service.web.state import state

if TYPE_CHECKING:
    from collections.abc import Callable

    from service.domain.benchmark import Edition
    from service.domain.catalogue import Catalogue

bp = Blueprint("templates", __name__, url_prefix="/v1/templates")


@bp.get("/capacity.csv")
def capacity_csv() -> Response:
    """Get an empty list as CSV."""
    return _template(lambda _catalogue, _edition, lang: write_blank_csv(lang), CSV.media_type, "capacity.csv")


@bp.get("/capacity.xlsx")
def capacity_xlsx() -> Response:
    """Get an empty list as an Excel workbook."""
    return _template(write_blank_xlsx, XLSX.media_type, "capacity.xlsx")


def _template(write: Callable[[Catalogue, Edition, str], bytes], media_type: str, name: str) -> Response:
    best_type(media_type)
    read_parameters("edition", "lang")
    response = Response(write(state().catalogue, requested_edition(), language()), mimetype=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return cached(response)
