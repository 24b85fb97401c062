"""The shape of each data file. A missing key is a fault: absence is stated (``not_held`` or ``none``), never silent."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from marshmallow import RAISE, Schema, ValidationError, fields, post_load, validate

from service.domain.benchmark import Evidence, NotHeld
from service.domain.capacity import Weighting
from service.domain.goal import Kind
from service.domain.quantity import Accounting, Dimension
from service.domain.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from enum import StrEnum

NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,12})?")
_ID = r"[a-z0-9]+(-[a-z0-9]+)*"
_IS_ID = validate.Regexp(rf"{_ID}\Z", error="{input!r} is not an id such as coal-methanol")
_IS_PRODUCT_ID = validate.Regexp(rf"{_ID}(\.{_ID})?\Z", error="{input!r} is not an id such as coal-methanol.lignite")
_IS_NOT_EMPTY = validate.Length(min=1, error="empty")
_IS_NOT_MISSING = validate.Length(min=1, error="missing")


class FileSchema(Schema):
    """Every key is known and required, and says so in the words of a fault list."""

    class Meta:
        """An unknown key is a fault."""

        unknown = RAISE

    error_messages = {"unknown": "unknown key", "type": "must be a mapping"}  # noqa: RUF012 - marshmallow's own name

    def on_bind_field(self, field_name: str, field_obj: fields.Field[Any]) -> None:
        """Require every key."""
        del field_name
        field_obj.required = True
        field_obj.error_messages["required"] = "missing"


class Words(fields.String):
    """Text in one line, as it is to be shown."""

    default_error_messages = {"invalid": "must be text"}  # noqa: RUF012 - marshmallow's own name

    def _deserialize(self, value: object, attr: str | None, data: Mapping[str, Any] | None, **kwargs: object) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if not text.strip():
            raise ValidationError("blank")
        if text != text.strip():
            raise ValidationError("white space around it")
        if not text.isprintable():
            raise ValidationError("holds a character that cannot be seen, or a space other than the plain one")
        return text


class Day(Words):
    """A day of the calendar."""

    def _deserialize(self, value: object, attr: str | None, data: Mapping[str, Any] | None, **kwargs: object) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        try:
            is_day = date.fromisoformat(text).isoformat() == text
        except ValueError:
            is_day = False
        if not is_day:
            raise ValidationError(f"{text!r} is not a day such as 2025-12-31")
        return text


class Items(fields.List[Any]):
    """A list; marshmallow's own takes the keys of a mapping for one."""

    default_error_messages = {"invalid": "must be a list"}  # noqa: RUF012 - marshmallow's own name

    def _deserialize(self, value: object, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> list[Any]:
        if not isinstance(value, list):
            raise self.make_error("invalid")
        return super()._deserialize(value, attr, data, **kwargs)


class Number(fields.Field[Decimal]):
    """A decimal written out in full, such as 98.5 or -30."""

    def _deserialize(self, value: object, attr: object, data: object, **kwargs: object) -> Decimal:
        del attr, data, kwargs
        if not isinstance(value, str) or not NUMBER.fullmatch(value):
            raise ValidationError(
                f"{value!r} is not a number such as 98.5, of at most 15 digits before the point and 12 after it"
            )
        return Decimal(value)


class Size(Number):
    """The exact size of a unit, above zero."""

    def _deserialize(self, value: object, attr: object, data: object, **kwargs: object) -> Any:
        size = Fraction(super()._deserialize(value, attr, data, **kwargs))
        if size <= 0:
            raise ValidationError("must be above 0")
        return size


class Choice(fields.Field["StrEnum"]):
    """One of the words of an enumeration of the domain."""

    def __init__(self, choices: type[StrEnum]) -> None:
        """Take any of the enumeration's values."""
        super().__init__()
        self.choices = choices

    def _deserialize(self, value: object, attr: object, data: object, **kwargs: object) -> StrEnum:
        del attr, data, kwargs
        try:
            return self.choices(str(value))
        except ValueError:
            raise ValidationError("must be one of " + ", ".join(self.choices)) from None


class YesNo(fields.Field[bool]):
    """``yes`` or ``no``."""

    def _deserialize(self, value: object, attr: object, data: object, **kwargs: object) -> bool:
        del attr, data, kwargs
        if value not in ("yes", "no"):
            raise ValidationError("must be yes or no")
        return value == "yes"


class OrNone(fields.Field[Any]):
    """What the inner field takes, or the word ``none``: the document has no such thing."""

    def __init__(self, inner: fields.Field[Any]) -> None:
        """Wrap the field that a value is read by."""
        super().__init__()
        self.inner = inner

    def _deserialize(self, value: object, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        return None if value == "none" else self.inner.deserialize(value, attr, data, **kwargs)


class TextSchema(FileSchema):
    """A text in both languages."""

    zh = Words()
    en = Words()

    @post_load
    def make(self, data: dict[str, str], **_: object) -> Text:
        """Make the domain's own kind of text."""
        return Text(zh=data["zh"], en=data["en"])


class NotHeldSchema(FileSchema):
    """A statement of absence."""

    not_held = fields.Nested(TextSchema)

    @post_load
    def make(self, data: dict[str, Text], **_: object) -> NotHeld:
        """Make the domain's own statement."""
        return NotHeld(reason=data["not_held"])


class OrNotHeld(OrNone):
    """What the inner field takes, or ``not_held: {zh: …, en: …}``: it exists, and this is why it is not here."""

    statement = NotHeldSchema()

    def _deserialize(self, value: object, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        if isinstance(value, dict) and "not_held" in value:
            if len(value) > 1:
                raise ValidationError("not_held stands beside other keys")
            return self.statement.load(value)
        return self.inner.deserialize(value, attr, data, **kwargs)


class LevelSchema(FileSchema):
    """A figure, how it is known, and where it stands."""

    value = Number()
    evidence = Choice(Evidence)
    sources = Items(Words(), validate=_IS_NOT_MISSING)


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
    """``sectors/<sector>.yaml``: a key area; `ProductSchema` judges its rows, in the order of the official table."""

    id = Words(validate=_IS_ID)
    name = fields.Nested(TextSchema)
    products = Items(fields.Raw(), validate=_IS_NOT_EMPTY)


class EditionSchema(FileSchema):
    """``edition.yaml``: the document, and its sectors in the order of the official table."""

    id = Words(validate=_IS_ID)
    title = fields.Nested(TextSchema)
    issuer = fields.Nested(TextSchema)
    document = Words()
    issued = OrNotHeld(Day())
    in_force = OrNotHeld(Day())
    supersedes = Items(Words())
    deadlines = OrNotHeld(Words())
    sectors = Items(Words(validate=_IS_ID), validate=_IS_NOT_EMPTY)


class GoalSchema(FileSchema):
    """A goal of a plan."""

    id = Words(validate=_IS_ID)
    default = YesNo()
    title = fields.Nested(TextSchema)
    kind = Choice(Kind)
    target = Number()
    must_exceed = YesNo()
    level = OrNone(Words(validate=validate.OneOf(["benchmark", "baseline"], error="must be benchmark or baseline")))
    weighting = OrNone(Choice(Weighting))
    by = Day()
    edition = OrNone(Words())
    base_year = OrNone(Words(validate=validate.Regexp(r"[0-9]{4}\Z", error="{input!r} is not a year")))
    stretch = OrNone(Number())
    scope = OrNone(fields.Nested(TextSchema))
    document = Words()
    evidence = Choice(Evidence)
    sources = Items(Words(), validate=_IS_NOT_MISSING)
    note = OrNone(fields.Nested(TextSchema))


class PlanSchema(FileSchema):
    """``goals/<plan>.yaml``: one plan; `GoalSchema` judges its goals."""

    plan = Words(validate=_IS_ID)
    goals = Items(fields.Raw(), validate=_IS_NOT_EMPTY)


class EnergySchema(FileSchema):
    """A unit of energy; its size in MJ."""

    symbol = Words()
    accounting = Choice(Accounting)
    size = Size()
    spellings = Items(Words())


class AmountSchema(FileSchema):
    """A unit that products are counted in; its size in the base unit of its dimension."""

    symbol = Words()
    dimension = Choice(Dimension)
    size = Size()
    spellings = Items(Words())


class PeriodSchema(FileSchema):
    """A year or a day."""

    symbol = Words(validate=validate.OneOf(["a", "d"], error="must be a or d"))
    spellings = Items(Words())


class ElectricityWeightSchema(FileSchema):
    """What a kWh counts for when unlike products are added up."""

    value = Size()
    unit = Words(validate=validate.Equal("kgce/kWh", error="must be kgce/kWh"))
    note = fields.Nested(TextSchema)


class UnitsSchema(FileSchema):
    """``units.yaml``; `EnergySchema`, `AmountSchema` and `PeriodSchema` judge its rows."""

    electricity_weight = fields.Nested(ElectricityWeightSchema)
    energy = Items(fields.Raw(), validate=_IS_NOT_EMPTY)
    amounts = Items(fields.Raw(), validate=_IS_NOT_EMPTY)
    periods = Items(fields.Raw(), validate=_IS_NOT_EMPTY)
