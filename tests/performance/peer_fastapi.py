"""A peer: FastAPI and pydantic, with models for the request and its lines."""

from __future__ import annotations

from decimal import Decimal  # noqa: TC003 - pydantic reads the annotations
from typing import Annotated, Any

from fastapi import FastAPI, Request, Response
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from service.domain.errors import UnknownUnitError
from tests.performance.plain_rules import PlainRules, summary

Text = Annotated[str, Field(min_length=1, max_length=64)]


class Line(BaseModel):
    """A line of the list."""

    model_config = ConfigDict(extra="forbid")

    id: Text | None = None
    benchmark: Annotated[str, Field(min_length=1, max_length=200)]
    capacity: Annotated[Decimal, Field(gt=0, lt=10**15, decimal_places=12)]
    capacity_unit: Text
    intensity: Annotated[Decimal, Field(lt=10**15, decimal_places=12)] | None = None
    intensity_unit: Text
    operating_days: Annotated[Decimal, Field(ge=1, le=366)] | None = None
    group: Text | None = None


class Sent(BaseModel):
    """The request, when every line is sound."""

    lines: list[Line]


class LooseSent(BaseModel):
    """The request, when one is not: then each line is validated alone, so that one does not sink the others."""

    lines: list[Any]


app = FastAPI()
rules = PlainRules()
answer = TypeAdapter(dict[str, Any])


@app.post("/v1/evaluations")
async def evaluate(request: Request) -> Response:
    """The whole list; read by pydantic itself, because FastAPI's own reading turns numbers into floats."""
    body = await request.body()
    totals: dict[Any, list[Decimal]] = {}
    results = []
    try:
        lines: list[Any] = Sent.model_validate_json(body).lines
    except ValidationError:
        lines = LooseSent.model_validate_json(body).lines
    for index, raw in enumerate(lines):
        try:
            line = raw if isinstance(raw, Line) else Line.model_validate(raw)
            results.append(rules.judge(index, line.__dict__, totals))
        except (ValidationError, KeyError, UnknownUnitError) as error:
            line_id = raw.id if isinstance(raw, Line) else raw.get("id")
            results.append({"index": index, "id": line_id, "status": "rejected", "errors": str(error)})
    return Response(answer.dump_json({"summary": summary(totals), "results": results}), media_type="application/json")
