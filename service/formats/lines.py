"""The careful reader of a line: slow, complete, and the only one that says what is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from marshmallow import ValidationError

from service.domain.errors import Fault
from service.domain.evaluation import Unsound
from service.formats.schemas import Characters, LineSchema
from service.formats.strict_json import Object, parse

if TYPE_CHECKING:
    from decimal import Decimal


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


EXPLAINED_LINES = 1000
"""Wrong lines of one list that are explained; explaining one costs as much as evaluating a dozen."""


class Explainer:
    """Says what is wrong with the lines of one list: the first thousand in full, of the others only that they are."""

    def __init__(self, nesting: int) -> None:
        """Start with nothing explained."""
        self._nesting = nesting
        self._left = EXPLAINED_LINES

    def __call__(self, text: bytes) -> Line | Unsound:
        """The faults of the line that a JSON text holds; raises as `read_line` does."""
        if self._left == 0:
            return NOT_EXPLAINED
        self._left -= 1
        return read_line(text, self._nesting)


NOT_EXPLAINED = Unsound({}, [Fault(field="", code="not_explained", facts=(("limit", EXPLAINED_LINES),))])


def read_line(text: bytes, nesting: int) -> Line | Unsound:
    """The line that a JSON text holds, read carefully: right, or with every fault of its shape.

    Raises `MalformedJsonError` or UnicodeDecodeError where the text is no JSON, which is no fault of a line but of the
    body that it came in.
    """
    return judge_shape(parse(text.decode(), nesting))


def judge_shape(value: Any) -> Line | Unsound:  # noqa: ANN401 - whatever was sent
    """The line that a strictly read value is, or every fault of its shape."""
    if not isinstance(value, Object):
        return Unsound({}, [Fault(field="", code="wrong_type", value=value)])
    repeated = [Fault(field=key, code="duplicate_key", value=key) for key in value.repeated]
    once = {key: inner for key, inner in value.items() if key not in value.repeated}
    try:
        loaded = _SCHEMA.load(once, partial=tuple(value.repeated))
    except ValidationError as error:
        valid = error.valid_data if isinstance(error.valid_data, dict) else {}
        sound = {name: inner for name, inner in valid.items() if name not in error.messages}
        return Unsound(sound, [*repeated, *_faults(error.messages, once)])
    return Unsound(loaded, repeated) if repeated else Line(**loaded)


def _faults(messages: Any, value: dict[str, Any]) -> list[Fault]:  # noqa: ANN401 - marshmallow's nested messages
    return [
        Fault(field=name, code=code, value=value.get(name), facts=_limit(name))
        for name, codes in messages.items()
        for code in codes
    ]


def _limit(name: str) -> tuple[tuple[str, object], ...]:
    field = _SCHEMA.fields.get(name)
    return (("limit", field.longest),) if isinstance(field, Characters) else ()
