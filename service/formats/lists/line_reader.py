"""The careful reader of a line: slow, complete, and the only one that explains what is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, cast

import msgspec
from marshmallow import ValidationError

from service.domain.errors import Fault
from service.domain.line import MalformedLine
from service.formats.lists.schemas import Characters, LineSchema, shape_fault
from service.formats.lists.strict_json import Object, check_nesting, duplicate_keys, parse

if TYPE_CHECKING:
    from decimal import Decimal

MAX_EXPLAINED_LINES = 1000
"""Invalid lines of one list that are explained; explaining one costs as much as evaluating a dozen."""

NOT_EXPLAINED = Fault(field=None, code="not_explained", facts={"limit": MAX_EXPLAINED_LINES})
"""The one fault of any invalid line after those."""

_SCHEMA = LineSchema()
_ID = cast("Characters", _SCHEMA.fields["id"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the right shape."""

    benchmark: str
    capacity: Decimal
    id: str | None
    capacity_unit: str | None
    intensity: Decimal | None
    intensity_unit: str | None
    operating_days: Decimal | None
    group: str | None
    intensity_confirmed: bool | None
    stage: str | None


class Explainer:
    """Explains the invalid lines of one list: the first `MAX_EXPLAINED_LINES` in full, the others only as invalid."""

    def __init__(self, max_nesting: int) -> None:
        """Start with nothing explained."""
        self._max_nesting = max_nesting
        self._left = MAX_EXPLAINED_LINES

    def __call__(self, text: bytes) -> Line | MalformedLine:
        """The faults of the line that a JSON text holds; raises as `read_line` does."""
        if self._left == 0:
            check_nesting(text.decode(), self._max_nesting)
            return MalformedLine(_id_in(text), [NOT_EXPLAINED])
        self._left -= 1
        return read_line(text, self._max_nesting)


def read_line(text: bytes, max_nesting: int) -> Line | MalformedLine:
    """The line that a JSON text holds, or every fault of its shape.

    Raises `MalformedJsonError` or UnicodeDecodeError where the text is not JSON.
    """
    return check_shape(parse(text.decode(), max_nesting))


def check_shape(value: Any) -> Line | MalformedLine:  # noqa: ANN401 - whatever was sent
    """The line that a strictly parsed value is, or every fault of its shape."""
    if not isinstance(value, Object):
        return MalformedLine({}, [shape_fault(_SCHEMA, None, "wrong_type", value)])
    duplicates = [
        Fault(field=field, inside=tuple(inside), code="duplicate_key", value=[field, *inside][-1])
        for field, *inside in duplicate_keys(value)
    ]
    once = {key: inner for key, inner in value.items() if key not in value.repeated}
    try:
        loaded = _SCHEMA.load(once, partial=tuple(value.repeated))
    except ValidationError as error:
        valid = error.valid_data if isinstance(error.valid_data, dict) else {}
        right = {name: inner for name, inner in valid.items() if name not in error.messages}
        return MalformedLine(right, [*duplicates, *_faults(error.messages, once)])
    return MalformedLine(loaded, duplicates) if duplicates else Line(**loaded)


def _faults(messages: Any, value: dict[str, Any]) -> list[Fault]:  # noqa: ANN401 - marshmallow's nested messages
    """The faults in the order of the line, then what is missing in the order of the schema: always the same order."""
    names = [*(name for name in value if name in messages), *(name for name in _SCHEMA.fields if name not in value)]
    return [shape_fault(_SCHEMA, name, code, value.get(name)) for name in names for code in messages.get(name, ())]


class _OnlyId(msgspec.Struct):
    """What is read of a line that is not explained: its id, which must be unique in the list and names the line."""

    id: Annotated[str, msgspec.Meta(min_length=1, max_length=_ID.max_length)]


_decode_id = msgspec.json.Decoder(_OnlyId).decode


def _id_in(text: bytes) -> dict[str, object]:
    try:
        return {"id": _decode_id(text).id}
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return {}
