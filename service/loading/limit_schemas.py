"""The shape of ``gb/<standard>.yaml``: a standard, its limits, and how it corrects them."""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from marshmallow import ValidationError, fields, post_load, validate

from service.domain.condition import CONDITIONS, Flag, Quantity, Requirement
from service.domain.condition import Choice as ChoiceOfWords
from service.domain.correction import ByWord, Linear, Operation, Shortfall, Steps, Table
from service.loading.fields import Choice, Date, Items, OrNone, Words, YesNo, parse_number
from service.loading.file_schemas import FileSchema, LevelSchema, OrNotHeld, TextSchema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from decimal import Decimal

    from service.domain.condition import Kind

_PART = r"[a-z0-9]+([-.][a-z0-9]+)*"
_IS_STANDARD_ID = validate.Regexp(r"gb[0-9]+-[0-9]{4}\Z", error="{input!r} is not an id such as gb16780-2021")
_IS_ID = validate.Regexp(rf"{_PART}\Z", error="{input!r} is not an id such as gb16780-2021.clinker")
_IS_NOT_EMPTY = validate.Length(min=1, error="empty")
_BOUNDS = ("above", "at_least", "below", "at_most")


def parse_exact(value: object) -> Fraction:
    """A number to calculate with."""
    return Fraction(parse_number(value))


def _parse_under(key: str, value: object) -> Decimal:
    """A number under a key of a mapping, which a fault names."""
    try:
        return parse_number(value)
    except ValidationError as error:
        raise ValidationError({key: error.messages}) from None


def parse_requirements(value: object) -> tuple[Requirement, ...]:
    """What conditions must be, such as ``{pulp: wood}`` or ``{furnace_t: {at_least: 50, below: 70}}``."""
    if not isinstance(value, dict) or not value:
        raise ValidationError("must be a mapping of conditions")
    return tuple(_parse_requirement(name, wanted) for name, wanted in value.items())


def parse_requirement(value: object) -> Requirement:
    """What one condition must be."""
    requirements = parse_requirements(value)
    if len(requirements) > 1:
        raise ValidationError("must name one condition")
    return requirements[0]


def _parse_requirement(name: str, wanted: object) -> Requirement:
    if name not in CONDITIONS:
        raise ValidationError({name: ["no such condition"]})
    kind = CONDITIONS[name]
    if isinstance(kind, Quantity):
        if not isinstance(wanted, dict) or not wanted or set(wanted) - set(_BOUNDS):
            raise ValidationError({name: [f"must be a mapping with some of {', '.join(_BOUNDS)}"]})
        bounds = {key: _parse_under(f"{name}.{key}", bound) for key, bound in wanted.items()}
        above, at_least, below, at_most = (bounds.get(key) for key in _BOUNDS)
        return Requirement(condition=name, above=above, at_least=at_least, below=below, at_most=at_most)
    words = {"yes": True, "no": False} if isinstance(kind, Flag) else {word: word for word in kind.words}
    if not isinstance(wanted, str) or wanted not in words:
        raise ValidationError({name: [f"must be one of {', '.join(words)}"]})
    return Requirement(condition=name, equals=words[wanted])


def parse_amounts(value: object) -> dict[str, Fraction]:
    """An amount by word."""
    if not isinstance(value, dict) or not value:
        raise ValidationError("must be a mapping of words to amounts")
    return {word: Fraction(_parse_under(word, amount)) for word, amount in value.items()}


Exact = partial(fields.Function, deserialize=parse_exact)


class ConditionOf(fields.Function):
    """The name of a condition of one kind."""

    def __init__(self, kind: type[Kind]) -> None:
        """Accept the names of the conditions of that kind."""

        def parse(value: object) -> object:
            if not isinstance(value, str) or not isinstance(CONDITIONS.get(value), kind):
                raise ValidationError(f"{value!r} is no condition of this kind of term")
            return value

        super().__init__(deserialize=parse)


class PointSchema(FileSchema):
    """A point of a table."""

    at = Exact()
    amount = Exact()


class StepSchema(FileSchema):
    """What a value above a bound comes to."""

    above = Exact()
    amount = Exact()


class TermSchema(FileSchema):
    """What every term has."""

    kind = Words()
    required = YesNo()
    make: Callable[..., Any]

    @post_load
    def build(self, data: dict[str, Any], **_: object) -> Any:
        """Make a term of the domain."""
        del data["kind"]
        return type(self).make(is_required=data.pop("required"), **self.arrange(data))

    def arrange(self, data: dict[str, Any]) -> dict[str, Any]:
        """The rest of the keys as the domain takes them."""
        return data


class LinearSchema(TermSchema):
    """``coefficient`` × (value − ``origin``) / ``per``."""

    make = Linear
    condition = ConditionOf(Quantity)
    coefficient = Exact()
    origin = Exact()
    per = Exact(validate=validate.Range(min=0, min_inclusive=False, error="must be above 0"))


class ShortfallSchema(TermSchema):
    """``coefficient`` × what the value is short of ``target``, up to ``at_most``."""

    make = Shortfall
    condition = ConditionOf(Quantity)
    coefficient = Exact()
    target = Exact()
    at_most = Exact()


class TableSchema(TermSchema):
    """Points of a table, between which lines are drawn."""

    make = Table
    condition = ConditionOf(Quantity)
    points = Items(fields.Nested(PointSchema), validate=validate.Length(min=2, error="fewer than two points"))

    def arrange(self, data: dict[str, Any]) -> dict[str, Any]:
        """The points as pairs, by rising value."""
        _check_rising((point["at"] for point in data["points"]), "points")
        return data | {"points": tuple((point["at"], point["amount"]) for point in data["points"])}


class StepsSchema(TermSchema):
    """The amount of the last step that the value is above."""

    make = Steps
    condition = ConditionOf(Quantity)
    steps = Items(fields.Nested(StepSchema), validate=_IS_NOT_EMPTY)

    def arrange(self, data: dict[str, Any]) -> dict[str, Any]:
        """The steps as pairs, by rising value."""
        _check_rising((step["above"] for step in data["steps"]), "steps")
        return data | {"steps": tuple((step["above"], step["amount"]) for step in data["steps"])}


class ByWordSchema(TermSchema):
    """An amount for each word."""

    make = ByWord
    condition = ConditionOf(ChoiceOfWords)
    amounts = fields.Function(deserialize=parse_amounts)

    def arrange(self, data: dict[str, Any]) -> dict[str, Any]:
        """The amounts, for words of the condition."""
        kind = CONDITIONS[data["condition"]]
        for word in data["amounts"]:
            if not kind.accepts(word):
                raise ValidationError({"amounts": {word: ["no word of the condition"]}})
        return data


def _check_rising(values: Iterable[Fraction], key: str) -> None:
    if any(low >= high for low, high in pairwise(values)):
        raise ValidationError({key: ["must rise"]})


_TERMS = {
    "linear": LinearSchema(),
    "shortfall": ShortfallSchema(),
    "table": TableSchema(),
    "steps": StepsSchema(),
    "words": ByWordSchema(),
}


def parse_term(value: object) -> object:
    """A term of any kind."""
    if not isinstance(value, dict):
        raise ValidationError("must be a mapping")
    kind = str(value.get("kind"))
    if kind not in _TERMS:
        raise ValidationError({"kind": ["must be one of " + ", ".join(_TERMS)]})
    return _TERMS[kind].load(value)


class StandardSchema(FileSchema):
    """``gb/<standard>.yaml``; `LimitSchema` checks its limits, `CorrectionSchema` its corrections."""

    id = Words(validate=_IS_STANDARD_ID)
    number = Words()
    title = fields.Nested(TextSchema)
    published = Date()
    effective = Date()
    limits = Items(fields.Raw(), validate=_IS_NOT_EMPTY)
    corrections = Items(fields.Raw())


class ApplicationSchema(FileSchema):
    """A product that a limit is for."""

    benchmark = Words()
    when = OrNone(fields.Function(deserialize=parse_requirements))


class LimitSchema(FileSchema):
    """A row of a standard."""

    id = Words(validate=_IS_ID)
    table = Words()
    product = fields.Nested(TextSchema)
    condition = OrNone(fields.Nested(TextSchema))
    applies_to = Items(fields.Nested(ApplicationSchema))
    excludes = OrNone(fields.Function(deserialize=parse_requirement))
    indicator = fields.Nested(TextSchema)
    unit = Words()
    policy_indicator = YesNo()
    level1 = OrNone(OrNotHeld(fields.Nested(LevelSchema)))
    level2 = OrNone(OrNotHeld(fields.Nested(LevelSchema)))
    level3 = OrNone(OrNotHeld(fields.Nested(LevelSchema)))
    support = fields.Nested(TextSchema)


class CorrectionSchema(FileSchema):
    """A correction that is held."""

    id = Words(validate=_IS_ID)
    limits = Items(Words(), validate=_IS_NOT_EMPTY)
    levels = Items(Choice("123"), validate=_IS_NOT_EMPTY)
    operation = Choice(Operation)
    when = OrNone(fields.Function(deserialize=parse_requirement))
    constant = Exact()
    terms = Items(fields.Function(deserialize=parse_term))
    expression = Words()
    note = OrNone(fields.Nested(TextSchema))


class UnheldCorrectionSchema(FileSchema):
    """A correction that is known and not held."""

    id = Words(validate=_IS_ID)
    limits = Items(Words(), validate=_IS_NOT_EMPTY)
    not_held = fields.Nested(TextSchema)
