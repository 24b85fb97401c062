"""The shape of ``factors.yaml``: energy carriers, their factors in standard coal, and units to count them in."""

from __future__ import annotations

from marshmallow import fields, validate

from service.domain.factor import Basis, Measure
from service.loading.fields import Choice, Items, Number, OrNone, Size, Words
from service.loading.file_schemas import FileSchema, LevelSchema, OrNotHeld, TextSchema

_IS_ID = validate.Regexp(r"[a-z0-9]+(-[a-z0-9]+)*\Z", error="{input!r} is not an id such as raw-coal")


class FactorsSchema(FileSchema):
    """``factors.yaml``; `ItemUnitSchema` and `CarrierSchema` judge its rows."""

    units = Items(fields.Raw())
    carriers = Items(fields.Raw(), validate=validate.Length(min=1, error="empty"))


class ItemUnitSchema(FileSchema):
    """A unit of an amount of a carrier; its size in the base unit of its measure."""

    symbol = Words()
    measure = Choice(Measure)
    size = Size()
    spellings = Items(Words())


class CarrierSchema(FileSchema):
    """An energy carrier, and what a unit of it counts for."""

    id = Words(validate=_IS_ID)
    name = fields.Nested(TextSchema)
    aliases = Items(Words())
    basis = Choice(Basis)
    unit = Words()
    factor = OrNotHeld(fields.Nested(LevelSchema))
    seen = Items(Words())
    calorific_value = OrNone(Number())
    document = OrNone(Words())
    note = OrNone(fields.Nested(TextSchema))
