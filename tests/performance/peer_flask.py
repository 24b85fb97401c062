"""A peer: plain Flask and marshmallow, line by line, as one would write it first."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from flask import Flask, Response, request
from marshmallow import RAISE, Schema, ValidationError, fields, validate

from service.domain.errors import UnknownUnitError
from tests.performance.plain_rules import PlainRules, summary


class Line(Schema):
    """A line of the list."""

    class Meta:
        unknown = RAISE

    id = fields.String(validate=validate.Length(1, 64))
    benchmark = fields.String(required=True, validate=validate.Length(1, 200))
    capacity = fields.Decimal(required=True, validate=validate.Range(min=0, min_inclusive=False, max=Decimal(10) ** 15))
    capacity_unit = fields.String(required=True, validate=validate.Length(1, 64))
    intensity = fields.Decimal(allow_none=True, validate=validate.Range(max=Decimal(10) ** 15))
    intensity_unit = fields.String(required=True, validate=validate.Length(1, 64))
    operating_days = fields.Decimal(validate=validate.Range(1, 366))
    group = fields.String(validate=validate.Length(1, 64))


class Result(Schema):
    """The verdict on a line."""

    index = fields.Integer()
    id = fields.String(allow_none=True)
    status = fields.String()
    benchmark = fields.String()
    standing = fields.String()
    meets_benchmark = fields.Boolean()
    intensity = fields.Decimal()
    unit = fields.String()
    gap = fields.Decimal()
    capacity = fields.Decimal()
    capacity_unit = fields.String()
    excess_energy = fields.Decimal()
    reason = fields.String()
    detail = fields.String()
    errors = fields.Raw()


app = Flask(__name__)
rules = PlainRules()


@app.post("/v1/evaluations")
def evaluate() -> Response:
    """The whole list."""
    sent = json.loads(request.get_data(), parse_float=Decimal, parse_int=Decimal)
    schema, shape, totals, results = Line(), Result(), {}, []
    for index, raw in enumerate(sent["lines"]):
        try:
            result = rules.judge(index, schema.load(raw), totals)
        except (ValidationError, KeyError, UnknownUnitError) as error:
            result = {"index": index, "id": raw.get("id"), "status": "rejected", "errors": str(error)}
        results.append(shape.dump(result))
    return Response(
        json.dumps({"summary": summary(totals), "results": results}, default=_exact), mimetype="application/json"
    )


def _exact(value: Any) -> Any:
    return str(value)
