"""The shape of each data file. A missing key is a fault: absence is stated (``not_held`` or ``none``), never silent."""

from __future__ import annotations

from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, post_load, validate, validates_schema

from service.domain.benchmark import Evidence, NotHeld, StatedDate
from service.domain.goal import ENTERPRISES, KINDS
from service.domain.quantity import Accounting, Dimension
from service.domain.text import Text
from service.domain.verdict import Standing
from service.domain.weighting import Weighting
from service.loading.fields import Choice, Date, Items, Number, OrNone, Size, Words, YesNo

_ID = r"[a-z0-9]+(-[a-z0-9]+)*"
_IS_ID = validate.Regexp(rf"{_ID}\Z", error="{input!r} is not an id such as coal-methanol")
_IS_PRODUCT_ID = validate.Regexp(rf"{_ID}(\.{_ID})?\Z", error="{input!r} is not an id such as coal-methanol.lignite")
_IS_NOT_EMPTY = validate.Length(min=1, error="empty")
_IS_NOT_MISSING = validate.Length(min=1, error="missing")
_NOT_OFFICIAL = "official needs sources such as 'document, page 3, sha256:' and the 64 digits of the file that was read"


class FileSchema(Schema):
    """Every key is known and required; the messages are the words of a list of faults."""

    class Meta:
        """An unknown key is a fault."""

        unknown = RAISE

    error_messages = {"unknown": "unknown key", "type": "must be a mapping"}  # noqa: RUF012 - marshmallow's own name

    def on_bind_field(self, field_name: str, field_obj: fields.Field[Any]) -> None:
        """Require every key."""
        del field_name
        field_obj.required = True
        field_obj.error_messages["required"] = "missing"


class TextSchema(FileSchema):
    """A text in both languages."""

    zh = Words()
    en = Words()

    @post_load
    def make(self, data: dict[str, str], **_: object) -> Text:
        """Make a text of the domain."""
        return Text(zh=data["zh"], en=data["en"])


class NotHeldSchema(FileSchema):
    """A statement of absence."""

    not_held = fields.Nested(TextSchema)

    @post_load
    def make(self, data: dict[str, Text], **_: object) -> NotHeld:
        """Make a statement of the domain."""
        return NotHeld(reason=data["not_held"])


class OrNotHeld(fields.Function):
    """What the inner field reads, or ``not_held: {zh: …, en: …}``: it exists, and this is why it is not here."""

    def __init__(self, inner: fields.Field[Any]) -> None:
        """Wrap the field that reads a value."""
        statement = NotHeldSchema()

        def parse(value: object) -> object:
            if not isinstance(value, dict) or "not_held" not in value:
                return inner.deserialize(value)
            if len(value) > 1:
                raise ValidationError("not_held must be the only key")
            return statement.load(value)

        super().__init__(deserialize=parse)


class SourcedSchema(FileSchema):
    """What is known by evidence and sources."""

    evidence = Choice(Evidence)
    sources = Items(Words(), validate=_IS_NOT_MISSING)

    @validates_schema
    def check_sources(self, data: dict[str, Any], **_: object) -> None:
        """Check that the sources can carry the evidence."""
        if not data["evidence"].supports(data["sources"]):
            raise ValidationError(_NOT_OFFICIAL, "sources")


class LevelSchema(SourcedSchema):
    """A figure, its evidence and its sources."""

    value = Number()


class DateSchema(FileSchema):
    """A day, its evidence and its sources."""

    value = Date()
    evidence = Choice(Evidence)
    sources = Items(Words(), validate=_IS_NOT_MISSING)

    @post_load
    def make(self, data: dict[str, Any], **_: object) -> StatedDate:
        """Make a stated day of the domain."""
        return StatedDate(value=data["value"], evidence=data["evidence"], sources=tuple(data["sources"]))


class ProductSchema(FileSchema):
    """A row of the official table."""

    id = Words(validate=_IS_PRODUCT_ID)
    variant = OrNone(fields.Nested(TextSchema))
    name_en = Words()
    aliases = Items(Words())
    industry_code = OrNotHeld(
        Words(validate=validate.Regexp(r"[0-9]{2,4}\Z", error="{input!r} is not a code of GB/T 4754"))
    )
    indicator = OrNotHeld(fields.Nested(TextSchema))
    unit = OrNotHeld(Words())
    capacity_unit = OrNotHeld(Words())
    reference_standard = OrNotHeld(Words())
    benchmark = OrNotHeld(fields.Nested(LevelSchema))
    baseline = OrNotHeld(fields.Nested(LevelSchema))


class SectorSchema(FileSchema):
    """``sectors/<sector>.yaml``: a key area; `ProductSchema` checks its rows, in the order of the official table."""

    id = Words(validate=_IS_ID)
    name = fields.Nested(TextSchema)
    products = Items(fields.Raw(), validate=_IS_NOT_EMPTY)


class EditionSchema(FileSchema):
    """``edition.yaml``: the document, and its sectors in the order of the official table."""

    id = Words(validate=_IS_ID)
    title = fields.Nested(TextSchema)
    issuer = fields.Nested(TextSchema)
    document = Words()
    issued = OrNotHeld(Date())
    published = OrNotHeld(fields.Nested(DateSchema))
    in_force = OrNotHeld(fields.Nested(DateSchema))
    supersedes = Items(Words())
    deadlines = OrNotHeld(fields.Nested(TextSchema))
    sectors = Items(Words(validate=_IS_ID), validate=_IS_NOT_EMPTY)


class GoalSchema(SourcedSchema):
    """A goal of a plan."""

    id = Words(validate=_IS_ID)
    default = YesNo()
    title = fields.Nested(TextSchema)
    kind = Choice(KINDS)
    target = Number()
    must_exceed = YesNo()
    level = OrNone(Words(validate=validate.OneOf(["benchmark", "baseline"], error="must be benchmark or baseline")))
    weighting = OrNone(Choice(Weighting))
    by = Date()
    edition = OrNone(Words())
    base_year = OrNone(Words(validate=validate.Regexp(r"[0-9]{4}\Z", error="{input!r} is not a year")))
    stretch = OrNone(Number())
    scope = OrNone(fields.Nested(TextSchema))
    sectors = OrNone(Items(Items(Words(validate=_IS_ID), validate=_IS_NOT_EMPTY), validate=_IS_NOT_EMPTY))
    counts = OrNone(Choice([ENTERPRISES]))
    document = Words()
    note = OrNone(fields.Nested(TextSchema))


class PlanSchema(FileSchema):
    """``goals/<plan>.yaml``: one plan; `GoalSchema` checks its goals."""

    plan = Words(validate=_IS_ID)
    goals = Items(fields.Raw(), validate=_IS_NOT_EMPTY)


class DeadlineSchema(FileSchema):
    """A day by which capacity of a standing is to be retrofitted or closed."""

    id = Words(validate=_IS_ID)
    areas = Items(Words(validate=_IS_ID), validate=_IS_NOT_EMPTY)
    standing = Choice(Standing)
    by = Date()
    in_principle = YesNo()
    document = Words()
    evidence = Choice(Evidence)
    sources = Items(Words(), validate=_IS_NOT_MISSING)


class DeadlinesSchema(FileSchema):
    """``deadlines.yaml``; `DeadlineSchema` checks its rows."""

    deadlines = Items(fields.Raw())


class IntensityWindowSchema(FileSchema):
    """Intensities from one number to another, both included."""

    lowest = Number(data_key="from")
    highest = Number(data_key="to")
    unit = Words()


class PlausibleSchema(FileSchema):
    """The plausible window of products for which the rule does not fit."""

    products = Items(Words(validate=_IS_PRODUCT_ID), validate=_IS_NOT_EMPTY)
    window = fields.Nested(IntensityWindowSchema)
    why = fields.Nested(TextSchema)


class CapacityRangeSchema(FileSchema):
    """Capacities per day from one number to another, which is included."""

    lowest = Number(data_key="from")
    includes_lowest = YesNo(data_key="includes_from")
    highest = OrNone(Number(), data_key="to")
    unit = Words()


class SizeSchema(FileSchema):
    """The capacity per day that the name of a product states."""

    product = Words(validate=_IS_PRODUCT_ID)
    capacity = fields.Nested(CapacityRangeSchema)


class ProcessSchema(FileSchema):
    """A process and the steps of it."""

    whole = Words(validate=_IS_PRODUCT_ID)
    steps = Items(Words(validate=_IS_PRODUCT_ID), validate=_IS_NOT_EMPTY)


class CautionsSchema(FileSchema):
    """``cautions.yaml``; `PlausibleSchema`, `SizeSchema` and `ProcessSchema` check its rows."""

    plausible = Items(fields.Raw())
    sizes = Items(fields.Raw())
    parts = Items(fields.Raw())
    consecutive = Items(Items(Words(validate=_IS_ID), validate=validate.Length(min=2, error="needs two sectors")))


class EnergySchema(FileSchema):
    """A unit of energy; its size in MJ."""

    symbol = Words()
    accounting = Choice(Accounting)
    size = Size()
    spellings = Items(Words())


class AmountSchema(FileSchema):
    """A unit for amounts of product; its size in the base unit of its dimension."""

    symbol = Words()
    dimension = Choice(Dimension)
    size = Size()
    spellings = Items(Words())


class PeriodSchema(FileSchema):
    """A year or a day."""

    symbol = Words(validate=validate.OneOf(["a", "d"], error="must be a or d"))
    spellings = Items(Words())


class CoalFactorSchema(FileSchema):
    """What a kWh counts for when different products are added up."""

    value = Size()
    unit = Words(validate=validate.Equal("kgce/kWh", error="must be kgce/kWh"))
    note = fields.Nested(TextSchema)


class UnitsSchema(FileSchema):
    """``units.yaml``; `EnergySchema`, `AmountSchema` and `PeriodSchema` check its rows."""

    electricity_weight = fields.Nested(CoalFactorSchema)
    energy = Items(fields.Raw(), validate=_IS_NOT_EMPTY)
    amounts = Items(fields.Raw(), validate=_IS_NOT_EMPTY)
    periods = Items(fields.Raw(), validate=_IS_NOT_EMPTY)
