"""The shape of a request: the one definition of what a line and a request may hold.

The schemas judge shape and type; their messages are the codes of the contract. The fast decoder of lists is compiled
from `LineSchema`, so a rule that stands here stands there too.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal, InvalidOperation
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields

from service.domain.number import BOUND, MAX_PLACES, ZERO
from service.domain.weighting import Weighting
from service.formats.lists.strict_json import Number, Object

NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?", re.ASCII)
"""The number grammar of JSON (RFC 8259)."""

DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


class CodedSchema(Schema):
    """Unknown fields are refused; every message is a code of the contract."""

    class Meta:
        """A field that the contract does not know is refused, never ignored."""

        unknown = RAISE

    error_messages = {"unknown": "unknown_field", "type": "wrong_type"}  # noqa: RUF012 - marshmallow's own name

    def on_bind_field(self, field_name: str, field_obj: fields.Field[Any]) -> None:
        """Speak in codes."""
        del field_name
        field_obj.error_messages |= {"required": "required", "null": "required", "invalid": "wrong_type"}


class Digits(fields.Field[Decimal]):
    """A number, in JSON or in a string, with all its digits: finite, below 10^15 in size, at most 12 places.

    ``minimum`` and ``maximum`` are inclusive; with ``positive`` the number must be above zero.
    """

    def __init__(
        self, *, minimum: int | None = None, maximum: int | None = None, positive: bool = False, **kwargs: Any
    ) -> None:
        """Take numbers within the bounds."""
        super().__init__(**kwargs)
        self.minimum = minimum
        self.maximum = maximum
        self.positive = positive

    def _deserialize(self, value: object, attr: object, data: object, **kwargs: object) -> Decimal:
        del attr, data, kwargs
        if not isinstance(value, str) or not NUMBER.fullmatch(value):
            raise ValidationError("not_a_number")
        try:
            number = Decimal(value)
        except InvalidOperation:  # an exponent of twenty digits
            raise ValidationError("number_out_of_range") from None
        return self.judged(number)

    def judged(self, number: Decimal) -> Decimal:
        """The number, if it is within the bounds; raises ValidationError with the code."""
        exponent = number.as_tuple().exponent
        if not isinstance(exponent, int) or exponent < -MAX_PLACES or number.copy_abs() >= BOUND:
            raise ValidationError("number_out_of_range")
        if self.positive and number <= 0:
            raise ValidationError("not_positive")
        if (self.minimum is not None and number < self.minimum) or (self.maximum is not None and number > self.maximum):
            raise ValidationError("number_out_of_range")
        return number or ZERO


class Characters(fields.Field[str]):
    """Text of 1 to ``longest`` characters, kept as it is."""

    def __init__(self, *, longest: int, **kwargs: Any) -> None:
        """Take texts up to that length."""
        super().__init__(**kwargs)
        self.longest = longest

    def _deserialize(self, value: object, attr: object, data: object, **kwargs: object) -> str:
        del attr, data, kwargs
        if not isinstance(value, str) or isinstance(value, Number):
            raise ValidationError("wrong_type")
        if not value:
            raise ValidationError("required")
        if len(value) > self.longest:
            raise ValidationError("too_long")
        return value


Facts = tuple[tuple[str, object], ...]


def expected(schema: Schema, name: str | None) -> Facts:
    """What a sentence may say of a field: what it takes, or which fields there are where this is none."""
    if name is None:
        return (("case", "object"),)
    field = schema.fields.get(name)
    if isinstance(field, Characters):
        return (("case", "text"), ("limit", field.longest))
    if isinstance(field, Digits) and field.minimum is not None:
        return (("case", "between"), ("low", field.minimum), ("high", field.maximum))
    if field is None:
        return (("case", "known"), ("limit", tuple(schema.fields)))
    return (("case", getattr(field, "kind", "")),)


class LineSchema(CodedSchema):
    """One line of a list. An optional field may be null, which is the same as leaving it out."""

    benchmark = Characters(longest=200, required=True)
    capacity = Digits(positive=True, required=True)
    id = Characters(longest=64, allow_none=True, load_default=None)
    capacity_unit = Characters(longest=64, allow_none=True, load_default=None)
    intensity = Digits(allow_none=True, load_default=None)
    intensity_unit = Characters(longest=64, allow_none=True, load_default=None)
    operating_days = Digits(minimum=1, maximum=366, allow_none=True, load_default=None)
    group = Characters(longest=64, allow_none=True, load_default=None)


class Date(fields.Field[str]):
    """A day as YYYY-MM-DD."""

    def _deserialize(self, value: object, attr: object, data: object, **kwargs: object) -> str:
        del attr, data, kwargs
        if not isinstance(value, str) or not DATE.fullmatch(value):
            raise ValidationError("not_a_date")
        try:
            dt.date.fromisoformat(value)
        except ValueError:  # the 30th of February
            raise ValidationError("not_a_date") from None
        return value


class OwnGoalSchema(CodedSchema):
    """A goal of the caller's own: a share at the benchmark level, as a fraction of one, by a day."""

    target = Digits(minimum=0, maximum=1, required=True)
    by = Date(allow_none=True, load_default=None)


class IdOrOwnGoal(fields.Field[Any]):
    """The id of a goal that is held, or a goal of the caller's own."""

    kind = "goal"

    def _deserialize(self, value: object, attr: object, data: object, **kwargs: object) -> str | dict[str, Any]:
        del attr, data, kwargs
        if isinstance(value, Object):
            own: dict[str, Any] = OwnGoalSchema().load(value)
            return own
        if not isinstance(value, str) or isinstance(value, Number):
            raise ValidationError("wrong_type")
        return value


class Word(fields.Field[str]):
    """An id, of which the domain judges whether it is known."""

    kind = "text"

    def _deserialize(self, value: object, attr: object, data: object, **kwargs: object) -> str:
        del attr, data, kwargs
        if not isinstance(value, str) or isinstance(value, Number):
            raise ValidationError("wrong_type")
        return value


class WeightingName(Word):
    """One of the four weightings."""

    def _deserialize(self, value: object, attr: object, data: object, **kwargs: object) -> Weighting:
        try:
            return Weighting(super()._deserialize(value, attr, data, **kwargs))
        except ValueError:
            raise ValidationError("unknown_weighting") from None


class Flag(fields.Field[bool]):
    """true or false."""

    kind = "flag"

    def _deserialize(self, value: object, attr: object, data: object, **kwargs: object) -> bool:
        del attr, data, kwargs
        if not isinstance(value, bool):
            raise ValidationError("wrong_type")
        return value


class Lines(fields.Field[list[Any]]):
    """The list, whose lines are read one by one and not here."""

    kind = "list"

    def _deserialize(self, value: object, attr: object, data: object, **kwargs: object) -> list[Any]:
        del attr, data, kwargs
        if not isinstance(value, list):
            raise ValidationError("wrong_type")
        return value


class RequestSchema(CodedSchema):
    """A list and how to read it. What is left out, or null, is the default."""

    goal = IdOrOwnGoal(allow_none=True, load_default=None)
    edition = Word(allow_none=True, load_default=None)
    weighting = WeightingName(allow_none=True, load_default=None)
    strict = Flag(allow_none=True, load_default=False)
    lines = Lines(required=True)
