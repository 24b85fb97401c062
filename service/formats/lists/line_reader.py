"""The careful reader of a line: slow, complete, and the only one that says what is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, cast

import msgspec
from marshmallow import ValidationError

from service.domain.errors import Fault
from service.domain.line import MalformedLine
from service.formats.lists.schemas import Characters, LineSchema, expected
from service.formats.lists.strict_json import Object, parse, refuse_too_deep, repeated_keys

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

    def __call__(self, text: bytes) -> Line | MalformedLine:
        """The faults of the line that a JSON text holds; raises as `read_line` does."""
        if self._left == 0:
            refuse_too_deep(text.decode(), self._nesting)
            return MalformedLine(_id_of(text), [NOT_EXPLAINED])
        self._left -= 1
        return read_line(text, self._nesting)


NOT_EXPLAINED = Fault(field=None, code="not_explained", facts=(("limit", EXPLAINED_LINES),))
"""What is said of any wrong line after those."""


_ID = cast("Characters", _SCHEMA.fields["id"])


class _OnlyId(msgspec.Struct):
    """What is still read of a line that is not explained: an id is unique in the list, and names a wrong line too."""

    id: Annotated[str, msgspec.Meta(min_length=1, max_length=_ID.longest)]


_decode_id = msgspec.json.Decoder(_OnlyId).decode


def _id_of(text: bytes) -> dict[str, object]:
    try:
        return {"id": _decode_id(text).id}
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return {}


def read_line(text: bytes, nesting: int) -> Line | MalformedLine:
    """The line that a JSON text holds, read carefully: right, or with every fault of its shape.

    Raises `MalformedJsonError` or UnicodeDecodeError where the text is no JSON, which is no fault of a line but of the
    body that it came in.
    """
    return judge_shape(parse(text.decode(), nesting))


def judge_shape(value: Any) -> Line | MalformedLine:  # noqa: ANN401 - whatever was sent
    """The line that a strictly read value is, or every fault of its shape."""
    if not isinstance(value, Object):
        return MalformedLine({}, [Fault(field=None, code="wrong_type", value=value, facts=(("case", "object"),))])
    repeated = [
        Fault(field=field, inside=tuple(inside), code="duplicate_key", value=[field, *inside][-1])
        for field, *inside in repeated_keys(value)
    ]
    once = {key: inner for key, inner in value.items() if key not in value.repeated}
    try:
        loaded = _SCHEMA.load(once, partial=tuple(value.repeated))
    except ValidationError as error:
        valid = error.valid_data if isinstance(error.valid_data, dict) else {}
        sound = {name: inner for name, inner in valid.items() if name not in error.messages}
        return MalformedLine(sound, [*repeated, *_faults(error.messages, once)])
    return MalformedLine(loaded, repeated) if repeated else Line(**loaded)


def _faults(messages: Any, value: dict[str, Any]) -> list[Fault]:  # noqa: ANN401 - marshmallow's nested messages
    """The faults in the order of the line, then what is missing in the order of the schema: always the same."""
    names = [*(name for name in value if name in messages), *(name for name in _SCHEMA.fields if name not in value)]
    return [
        Fault(field=name, code=code, value=value.get(name), facts=expected(_SCHEMA, name))
        for name in names
        for code in messages.get(name, ())
    ]
