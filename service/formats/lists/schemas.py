"""The shape of a request: the one definition of what a line and a request may hold.

The schemas check shape and type; their messages are the codes of the contract. The fast decoder of lists is compiled
from `LineSchema`, so it needs no rules of its own.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, TypeVar, cast

from marshmallow import RAISE, Schema, ValidationError, fields, missing, post_load

from service.domain.errors import Fault
from service.domain.goal import BelowBaselineAtMost, Goal, ShareAtLeast
from service.domain.line import Stage
from service.domain.number import BOUND, MAX_PLACES, ZERO, normalize
from service.domain.text import Text
from service.domain.weighting import Weighting
from service.formats.cells import Number
from service.formats.lists.strict_json import Object
from service.texts.labels import word

if TYPE_CHECKING:
    from collections.abc import Iterable

ALL_GOALS = "all"
"""Every goal that a list can answer."""

REJECTED = ("block", "leave_out")
"""What rejected lines do to a goal: it is undetermined, or decided on the other lines."""

A_LINE_IS = ("enterprise",)
"""What the caller may say that each line is."""

MAX_NAMES = 200
"""Goals, or sectors of a goal, that a request may name."""

NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?", re.ASCII)
"""The number grammar of JSON (RFC 8259)."""

DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)

_Value = TypeVar("_Value")


class CodedSchema(Schema):
    """A schema that refuses unknown fields, and whose every message is a code of the contract."""

    class Meta:
        """A misspelt field is refused, never ignored."""

        unknown = RAISE

    error_messages = {"unknown": "unknown_field", "type": "wrong_type"}  # noqa: RUF012 - marshmallow's own name

    def read_fields(self, sent: Object) -> tuple[dict[str, Any], dict[str, Any]]:
        """The valid fields of an object, and the codes of the others: what `load` finds, at a fifth of its cost.

        Duplicate keys are in neither.
        """
        loaded: dict[str, Any] = {}
        codes: dict[str, Any] = {name: ["unknown_field"] for name in sent if name not in self.fields}
        for name, field in self.fields.items():
            value = sent.get(name, missing)
            if value is missing and not field.required:
                loaded[name] = field.load_default
            elif value is None and field.allow_none:
                loaded[name] = None
            elif value is missing or value is None:
                codes[name] = ["required"]
            else:
                try:
                    loaded[name] = cast("Judged[Any]", field).judge(value)
                except ValidationError as error:
                    codes[name] = error.messages
        for name in sent.repeated:
            loaded.pop(name, None)
            codes.pop(name, None)
        return loaded, codes

    def on_bind_field(self, field_name: str, field_obj: fields.Field[Any]) -> None:
        """Replace the messages by codes."""
        del field_name
        field_obj.error_messages |= {"required": "required", "null": "required", "invalid": "wrong_type"}


class Judged(fields.Field[_Value]):
    """A field whose value alone decides whether it is right."""

    kind = ""
    """What a sentence about a value of the wrong type expects; none about a number or a date, which have own codes."""

    def judge(self, value: object) -> _Value:
        """The value of the field; raises ValidationError with a code."""
        raise NotImplementedError

    def _deserialize(self, value: object, attr: object, data: object, **kwargs: object) -> _Value:
        del attr, data, kwargs
        return self.judge(value)


class Typed(Judged[Any]):
    """A value of exactly one Python type, kept as it is."""

    def __init__(self, python_type: type, *, kind: str, **kwargs: Any) -> None:
        """Accept values of the type; ``kind`` says what is expected in a sentence about any other."""
        super().__init__(**kwargs)
        self.python_type = python_type
        self.kind = kind

    def judge(self, value: object) -> Any:
        """The value itself."""
        if type(value) is not self.python_type:
            raise ValidationError("wrong_type")
        return value


class Digits(Judged[Decimal]):
    """A number, in JSON or in a string, with all its digits: finite, below 10^15 in size, at most 12 places.

    ``minimum`` and ``maximum`` are inclusive; with ``positive`` the number must be above zero.
    """

    def __init__(
        self, *, minimum: int | None = None, maximum: int | None = None, positive: bool = False, **kwargs: Any
    ) -> None:
        """Accept numbers within the bounds."""
        super().__init__(**kwargs)
        self.minimum = minimum
        self.maximum = maximum
        self.positive = positive

    def judge(self, value: object) -> Decimal:
        """The number, if it is written as JSON writes numbers and is within the bounds."""
        if not isinstance(value, str) or not NUMBER.fullmatch(value):
            raise ValidationError("not_a_number")
        try:
            number = Decimal(value)
        except InvalidOperation:  # an exponent of twenty digits
            raise ValidationError("number_out_of_range") from None
        exponent = number.as_tuple().exponent
        if not isinstance(exponent, int) or exponent < -MAX_PLACES or number.copy_abs() >= BOUND:
            raise ValidationError("number_out_of_range")
        if self.positive and number <= 0:
            raise ValidationError("not_positive")
        if (self.minimum is not None and number < self.minimum) or (self.maximum is not None and number > self.maximum):
            raise ValidationError("number_out_of_range")
        return normalize(number) if exponent > 0 else number or ZERO


class Characters(Judged[str]):
    """Text of 1 to ``max_length`` characters, kept as it is."""

    kind = "text"

    def __init__(self, *, max_length: int, **kwargs: Any) -> None:
        """Accept texts up to that length."""
        super().__init__(**kwargs)
        self.max_length = max_length

    def judge(self, value: object) -> str:
        """The text, if it is not too long."""
        text = _text(value)
        if not text:
            raise ValidationError("required")
        if len(text) > self.max_length:
            raise ValidationError("too_long")
        return text


class Date(Judged[str]):
    """A day as YYYY-MM-DD."""

    def judge(self, value: object) -> str:
        """The day, if the calendar has it."""
        if not isinstance(value, str) or not DATE.fullmatch(value):
            raise ValidationError("not_a_date")
        try:
            dt.date.fromisoformat(value)
        except ValueError:  # the 30th of February
            raise ValidationError("not_a_date") from None
        return value


class Choice(Judged[str]):
    """One of several words; ``code`` is the error code of any other."""

    kind = "text"

    def __init__(self, choices: Iterable[str], *, code: str = "unknown_choice", **kwargs: Any) -> None:
        """Accept these words."""
        super().__init__(**kwargs)
        self.choices = {str(each): each for each in choices}
        self.code = code

    def judge(self, value: object) -> str:
        """The word as it is among the choices: a member, if they are an enumeration."""
        word = _text(value)
        if word not in self.choices:
            raise ValidationError(self.code)
        return self.choices[word]


def _text(value: object) -> str:
    """The value, if it is a text; a JSON number is a `str` too, but no text."""
    if not isinstance(value, str) or isinstance(value, Number):
        raise ValidationError("wrong_type")
    return value


class Industries(Judged[tuple[tuple[str, ...], ...]]):
    """The sectors that a goal counts: ids, or lists of the ids that are one industry of the goal."""

    kind = "sectors"
    max_length = MAX_NAMES

    def judge(self, value: object) -> tuple[tuple[str, ...], ...]:
        """The ids by industry."""
        industries = [_names(each if isinstance(each, list) else [each]) for each in _list(value)]
        sectors = [sector for industry in industries for sector in industry]
        if len(sectors) > self.max_length:
            raise ValidationError("too_long")
        if len(set(sectors)) < len(sectors):
            raise ValidationError("duplicate_key")
        return tuple(industries)


class GoalIds(Judged[Any]):
    """The ids of goals, or ``all``."""

    kind = "goals"
    max_length = MAX_NAMES

    def judge(self, value: object) -> tuple[str, ...] | str:
        """The ids, or the word."""
        if isinstance(value, str) and value == ALL_GOALS:
            return ALL_GOALS
        ids = _names(value)
        if len(ids) > self.max_length:
            raise ValidationError("too_long")
        if len(set(ids)) < len(ids):
            raise ValidationError("duplicate_key")
        return ids


def _list(value: object) -> list[Any]:
    """The value, if it is a list that holds something."""
    if not isinstance(value, list):
        raise ValidationError("wrong_type")
    if not value:
        raise ValidationError("required")
    return value


def _names(value: object) -> tuple[str, ...]:
    return tuple(str(_text(each)) for each in _list(value))


class OwnGoalSchema(CodedSchema):
    """A goal of the caller's own: a share of the weight as a fraction of one, by a day.

    It is a share at the benchmark level at least, or below the baseline level at most.
    """

    target = Digits(minimum=0, maximum=1, required=True)
    by = Date(allow_none=True, load_default=None)
    must_exceed = Typed(bool, kind="flag", allow_none=True, load_default=None)
    weighting = Choice(Weighting, code="unknown_weighting", allow_none=True, load_default=None)
    level = Choice(["benchmark", "baseline"], allow_none=True, load_default=None)
    sectors = Industries(allow_none=True, load_default=None)

    @post_load
    def make(self, values: dict[str, Any], **_: object) -> Goal:
        """The goal itself."""
        kind = BelowBaselineAtMost if values.pop("level") == "baseline" else ShareAtLeast
        return kind(
            target=values["target"],
            by=values["by"],
            must_exceed=bool(values["must_exceed"]),
            weighting=values["weighting"] or Weighting.CAPACITY,
            sectors=values["sectors"],
        )


class IdOrOwnGoal(Judged[Any]):
    """The id of a goal, or a goal of the caller's own."""

    kind = "goal"

    def judge(self, value: object) -> str | Goal:
        """The id as it is, or the goal."""
        if isinstance(value, Object):
            own: Goal = OwnGoalSchema().load(value)
            return own
        return _text(value)


class LineSchema(CodedSchema):
    """One line of a list. An optional field may be null, which is the same as leaving it out."""

    benchmark = Characters(max_length=200, required=True)
    capacity = Digits(positive=True, required=True)
    id = Characters(max_length=64, allow_none=True, load_default=None)
    capacity_unit = Characters(max_length=64, allow_none=True, load_default=None)
    intensity = Digits(allow_none=True, load_default=None)
    intensity_unit = Characters(max_length=64, allow_none=True, load_default=None)
    operating_days = Digits(minimum=1, maximum=366, allow_none=True, load_default=None)
    group = Characters(max_length=64, allow_none=True, load_default=None)
    intensity_confirmed = Typed(bool, kind="flag", allow_none=True, load_default=None)
    stage = Choice([each.value for each in Stage], allow_none=True, load_default=None)


class RequestSchema(CodedSchema):
    """A list and how to evaluate it. What is left out, or null, is the default. The lines are read one by one later."""

    goal = IdOrOwnGoal(allow_none=True, load_default=None)
    edition = Typed(str, kind="text", allow_none=True, load_default=None)
    weighting = Choice(Weighting, code="unknown_weighting", allow_none=True, load_default=None)
    strict = Typed(bool, kind="flag", allow_none=True, load_default=None)
    as_of = Date(allow_none=True, load_default=None)
    goals = GoalIds(allow_none=True, load_default=None)
    rejected = Choice(REJECTED, allow_none=True, load_default=None)
    a_line_is = Choice(A_LINE_IS, allow_none=True, load_default=None)
    lines = Typed(list, kind="list", required=True)


def shape_fault(schema: Schema, name: str | None, code: str, value: object) -> Fault:
    """The fault of a field, or of the whole object where ``name`` is None, that the schema names by its code only."""
    field = schema.fields.get(name) if name is not None else None
    variant, facts = "", dict[str, object]()
    if code == "wrong_type":
        variant = field.kind if isinstance(field, Judged) else "object"
    elif code == "unknown_field":
        variant, facts = "known", {"known": tuple(schema.fields)}
    elif code == "unknown_choice" and isinstance(field, Choice):
        facts = {"choices": _name_choices(field.choices)}
    elif code in {"too_long", "duplicate_key"} and isinstance(field, Industries | GoalIds):
        variant, facts = "names", {"limit": field.max_length}
    elif isinstance(field, Characters):
        facts = {"limit": field.max_length}
    elif code == "number_out_of_range" and isinstance(field, Digits) and field.minimum is not None:
        variant, facts = "between", {"low": field.minimum, "high": field.maximum}
    return Fault(field=name, code=code, variant=variant, value=value, facts=facts)


def _name_choices(choices: Iterable[str]) -> Text:
    """The words of a choice; in Chinese with their translations, which the cells of a table may hold."""
    words = {choice: word(choice, "zh") for choice in choices}
    named = [choice if choice == zh else f"{choice}（{zh}）" for choice, zh in words.items()]
    return Text(en=", ".join(words), zh="、".join(named))
