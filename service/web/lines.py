"""From the text of a line to its verdict: the fast way, or the careful way that explains what is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from marshmallow import ValidationError

from service.domain.errors import Fault
from service.web.line_decoder import NotSimpleError, decode_line
from service.web.schemas import Characters, LineSchema
from service.web.strict_json import Object, parse

if TYPE_CHECKING:
    from decimal import Decimal

    from service.domain.evaluation import Evaluation, Verdict

_SCHEMA = LineSchema()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line that the schema took."""

    benchmark: str
    capacity: Decimal
    id: str | None
    capacity_unit: str | None
    intensity: Decimal | None
    intensity_unit: str | None
    operating_days: Decimal | None
    group: str | None


def take_line(raw: bytes, evaluation: Evaluation, nesting: int) -> Verdict:
    """The verdict on the next line, from its JSON text.

    Raises `MalformedJsonError` or UnicodeDecodeError where the text is no JSON, which is no fault of a line but of the
    body that it came in.
    """
    try:
        line = decode_line(raw)
    except NotSimpleError:
        return take_value(parse(bytes(raw).decode(), nesting), evaluation)
    return evaluation.take(line)


def take_value(value: Any, evaluation: Evaluation) -> Verdict:  # noqa: ANN401 - whatever was sent
    """The verdict on the next line, from a strictly read value: every fault of its shape, and of its sense, at once."""
    if not isinstance(value, Object):
        return evaluation.refuse({}, [Fault(field="", code="wrong_type", value=value)])
    repeated = [Fault(field=key, code="duplicate_key", value=key) for key in value.repeated]
    once = {key: inner for key, inner in value.items() if key not in value.repeated}
    try:
        loaded = _SCHEMA.load(once, partial=tuple(value.repeated))
    except ValidationError as error:
        valid = error.valid_data if isinstance(error.valid_data, dict) else {}
        sound = {name: inner for name, inner in valid.items() if name not in error.messages}
        return evaluation.refuse(sound, [*repeated, *_faults(error.messages, once)])
    if repeated:
        return evaluation.refuse(loaded, repeated)
    return evaluation.take(Line(**loaded))


def _faults(messages: Any, value: dict[str, Any]) -> list[Fault]:  # noqa: ANN401 - marshmallow's nested messages
    return [
        Fault(field=name, code=code, value=value.get(name), facts=_limit(name))
        for name, codes in messages.items()
        for code in codes
    ]


def _limit(name: str) -> tuple[tuple[str, object], ...]:
    field = _SCHEMA.fields.get(name)
    return (("limit", field.longest),) if isinstance(field, Characters) else ()
