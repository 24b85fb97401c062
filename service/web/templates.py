"""The empty list to be filled in, as CSV and as a workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response

from service.formats.answers.blank_lists import csv_template, xlsx_template
from service.formats.registry import CSV, XLSX
from service.web.negotiation import best_of
from service.web.parameters import edition_asked, take_parameters
from service.web.responses import cached, language
from service.web.state import state

if TYPE_CHECKING:
    from collections.abc import Callable

    from service.domain.benchmark import Edition
    from service.domain.catalogue import Catalogue


def blueprint() -> Blueprint:
    """The routes of the templates."""
    templates = Blueprint("templates", __name__, url_prefix="/v1/templates")

    @templates.get("/capacity.csv")
    def as_csv() -> Response:
        return _template(csv_template, CSV.media_type, "capacity.csv")

    @templates.get("/capacity.xlsx")
    def as_workbook() -> Response:
        return _template(xlsx_template, XLSX.media_type, "capacity.xlsx")

    return templates


def _template(made: Callable[[Catalogue, Edition, str], bytes], media_type: str, name: str) -> Response:
    best_of(media_type)
    take_parameters("edition", "lang")
    body = made(state().catalogue, edition_asked(), language())
    response = Response(body, mimetype=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return cached(response)
