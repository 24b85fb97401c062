"""The official facts: editions, rows, deadlines, goals and units, with their evidence and sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response

from service.domain.benchmark import NotHeld, StatedDate
from service.domain.errors import (
    AmbiguousProductError,
    Fault,
    UnknownGoalError,
    UnknownProductError,
    UnknownSectorError,
)
from service.domain.number import to_decimal
from service.domain.quantity import BASE_SYMBOLS, CapacityUnit, IntensityUnit
from service.formats.answers.benchmark_rows import BenchmarkAnswer, BenchmarksAnswer
from service.request_errors import ProblemError, RequestFault
from service.web.negotiation import best_type
from service.web.parameters import find_edition, read_parameters, requested_edition
from service.web.responses import language, reference_response
from service.web.state import state

if TYPE_CHECKING:
    from service.domain.benchmark import Edition, Product
    from service.domain.deadline import Deadline
    from service.domain.goal import Goal
    from service.domain.quantity import Amount, Energy, Period, Units
    from service.domain.text import Text


bp = Blueprint("reference", __name__, url_prefix="/v1")


@bp.before_request
def _refuse_unless_json_is_wanted() -> None:
    best_type("application/json")


@bp.get("/editions")
def editions() -> Response:
    """List the editions: official publications of levels."""
    read_parameters("lang")
    return reference_response({"editions": [_edition(edition) for edition in state().catalogue.editions.values()]})


@bp.get("/editions/<edition_id>")
def edition(edition_id: str) -> Response:
    """Get one edition."""
    read_parameters("lang")
    return reference_response(_edition(find_edition(edition_id)))


@bp.get("/benchmarks")
def benchmarks() -> Response:
    """List or search the products of an edition."""
    asked = read_parameters("edition", "sector", "q", "lang")
    chosen = requested_edition()
    rows = _search(chosen, sector=asked.get("sector"), text=asked.get("q"))
    return reference_response(BenchmarksAnswer.of(rows, chosen, language()))


@bp.get("/benchmarks/<benchmark_id>")
def benchmark(benchmark_id: str) -> Response:
    """Get one product with its two levels."""
    asked = read_parameters("edition", "lang")
    chosen = requested_edition()
    product = _find_product(benchmark_id, chosen, anywhere="edition" not in asked)
    catalogue = state().catalogue
    row, *others = (
        BenchmarkAnswer.of(each, catalogue.edition(each.edition), language())
        for each in (product, *catalogue.in_other_editions(product))
    )
    return reference_response(row.with_others(others))


@bp.get("/goals")
def goals() -> Response:
    """List the policy goals."""
    read_parameters("lang")
    return reference_response({"goals": [_goal(goal) for goal in state().catalogue.goals.values()]})


@bp.get("/goals/<goal_id>")
def goal(goal_id: str) -> Response:
    """Get one policy goal."""
    read_parameters("lang")
    try:
        return reference_response(_goal(state().catalogue.goal(goal_id)))
    except UnknownGoalError as error:
        raise ProblemError("unknown_goal", value=error.text, candidates=error.available) from error


@bp.get("/deadlines")
def deadlines() -> Response:
    """List the deadlines for capacity below the baseline level."""
    read_parameters("lang")
    return reference_response({"deadlines": [_deadline(each) for each in state().catalogue.deadlines]})


@bp.get("/units")
def units() -> Response:
    """List the accepted units."""
    read_parameters("lang")
    return reference_response(_units(state().catalogue.units))


def _search(edition: Edition, *, sector: str | None, text: str | None) -> list[Product]:
    try:
        return state().catalogue.search(edition, sector=sector, text=text)
    except UnknownSectorError as error:
        facts = {"edition": edition.id}
        fault = Fault(field="sector", code="unknown_sector", value=sector, candidates=error.available, facts=facts)
        raise ProblemError("unknown_sector", errors=[RequestFault("", fault, parameter="sector")]) from error


def _find_product(text: str, edition: Edition, *, anywhere: bool) -> Product:
    """The product of the edition; if the caller named no edition and it has none, the product of another edition."""
    catalogue = state().catalogue
    try:
        return catalogue.find(edition, text)
    except AmbiguousProductError as error:
        raise ProblemError("ambiguous_benchmark", value=text, candidates=error.candidates) from error
    except UnknownProductError as error:
        if anywhere and (others := catalogue.editions_with(text)):
            return _find_product(text, catalogue.edition(others[0]), anywhere=False)
        near = catalogue.similar_ids(edition, text)
        raise ProblemError("unknown_benchmark", value=text, candidates=near) from error


def _edition(edition: Edition) -> dict[str, Any]:
    successor = state().catalogue.superseding(edition)
    return {
        "id": edition.id,
        "title": _text(edition.title),
        "titles": _texts(edition.title),
        "short": _texts(edition.short),
        "issuer": _text(edition.issuer),
        "document": edition.document,
        "issued": _or_none(edition.issued),
        "published": _day(edition.published),
        "in_force": _day(edition.in_force),
        "deadlines": None if isinstance(edition.deadlines, NotHeld) else _text(edition.deadlines),
        "not_held": _gaps(
            issued=edition.issued,
            published=edition.published,
            in_force=edition.in_force,
            deadlines=edition.deadlines,
        ),
        "evidence": {
            name: {"evidence": day.evidence, "sources": list(day.sources)}
            for name, day in (("published", edition.published), ("in_force", edition.in_force))
            if isinstance(day, StatedDate)
        },
        "supersedes": list(edition.supersedes),
        "superseded_by": None if successor is None else successor.id,
        "rows_held": edition.rows_held,
        "rows_not_held": edition.rows_not_held,
        "sectors": [{"id": sector.id, "name": _text(sector.name)} for sector in edition.sectors],
        "fingerprint": edition.fingerprint,
    }


def _goal(goal: Goal) -> dict[str, Any]:
    publication = goal.publication
    answer: dict[str, Any] = {
        "id": goal.id,
        "kind": goal.kind,
        "direction": goal.direction,
        "target": goal.target,
        "must_exceed": goal.must_exceed,
        "by": goal.by,
        "level": goal.level,
        "weighting": goal.weighting,
        "edition": goal.edition,
        "sectors": goal.sectors,
        "counts": goal.counts or ("capacity" if goal.is_of_lines else None),
        "of_lines": goal.is_of_lines,
        "default": goal is state().catalogue.default_goal,
    }
    if publication is not None:
        answer |= {
            "plan": publication.plan,
            "title": _text(publication.title),
            "titles": _texts(publication.title),
            "scope": None if publication.scope is None else _text(publication.scope),
            "document": publication.document,
            "evidence": publication.evidence,
            "sources": list(publication.sources),
            "note": None if publication.note is None else _text(publication.note),
            "base_year": publication.base_year,
            "stretch": publication.stretch,
        }
    return answer


def _units(units: Units) -> dict[str, Any]:
    composed: list[IntensityUnit | CapacityUnit] = [*units.intensities.values(), *units.capacities.values()]
    return {
        "units": [_unit(unit) for unit in composed],
        "parts": {
            "energy": [_part(energy) | {"megajoules": to_decimal(energy.size)} for energy in units.energies],
            "amount": [
                _part(amount) | {"factor": to_decimal(amount.size), "base": BASE_SYMBOLS[amount.dimension]}
                for amount in units.amounts
            ],
            "period": [_part(period) for period in units.periods],
        },
        "electricity_weight": {"value": to_decimal(units.electricity_coal_factor), "unit": "kgce/kWh"},
    }


def _unit(unit: IntensityUnit | CapacityUnit) -> dict[str, Any]:
    base = BASE_SYMBOLS[unit.amount.dimension]
    if isinstance(unit, IntensityUnit):
        return {
            "symbol": unit.symbol,
            "quantity": "intensity",
            "accounting": unit.energy.accounting,
            "dimension": unit.amount.dimension,
            "factor": to_decimal(unit.size),
            "base": f"MJ/{base}",
            "parts": [unit.energy.symbol, unit.amount.symbol],
        }
    return {
        "symbol": unit.symbol,
        "quantity": "capacity",
        "accounting": None,
        "dimension": unit.amount.dimension,
        "factor": to_decimal(unit.amount.size),
        "base": f"{base}/{unit.period.symbol}",
        "parts": [unit.amount.symbol, unit.period.symbol],
    }


def _part(part: Energy | Amount | Period) -> dict[str, Any]:
    return {"symbol": part.symbol, "spellings": list(part.spellings)}


def _text(text: Text) -> str:
    return text.in_language(language())


def _texts(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def _or_none(value: str | NotHeld) -> str | None:
    return None if isinstance(value, NotHeld) else value


def _day(stated: StatedDate | NotHeld) -> str | None:
    return None if isinstance(stated, NotHeld) else stated.value


def _deadline(deadline: Deadline) -> dict[str, Any]:
    return {
        "id": deadline.id,
        "sectors": list(deadline.areas),
        "standing": deadline.standing,
        "by": deadline.by,
        "in_principle": deadline.in_principle,
        "document": deadline.document,
        "evidence": deadline.evidence,
        "sources": list(deadline.sources),
    }


def _gaps(**values: object) -> dict[str, str]:
    return {name: _text(value.reason) for name, value in values.items() if isinstance(value, NotHeld)}
