"""The fast reader of lines, compiled from the marshmallow schema of a line.

It takes only what the schema takes, with an equal value, and a property test holds the two together. What it does not
take (a wrong line, but also a rare right one, such as a string with an escaped quotation mark) it leaves to the schema,
whose messages are the only ones that a caller sees.

How it knows that a line is simple: every key and every text in a JSON object costs two quotation marks. If the line has
no more of them than the fields that were found in it need, then no key stood twice, no number was in a string, and
nothing was null.
"""

from __future__ import annotations

from decimal import Context, Decimal, DecimalException, Inexact, InvalidOperation, Rounded
from typing import TYPE_CHECKING, Annotated, Any, cast

import msgspec
from marshmallow import ValidationError

from service.domain.quantity import PLACES
from service.web.schemas import Characters, Digits, LineSchema

if TYPE_CHECKING:
    from service.domain.capacity import CapacityLine

_WITHIN_BOUNDS = Context(prec=PLACES + 15, traps=[Inexact, Rounded, InvalidOperation])
"""27 digits with 12 of them after the point: quantizing fails for a number of 10^15 or of more places."""
_GRID = Decimal(1).scaleb(-PLACES)


class NotSimpleError(ValueError):
    """The line is wrong, or not simple enough to be sure that it is right."""


def _compile(schema: type[LineSchema]) -> type[msgspec.Struct]:
    members: list[tuple[str, Any] | tuple[str, Any, Any]] = []
    for name, field in schema().fields.items():
        kind: Any = Decimal
        if isinstance(field, Characters):
            kind = Annotated[str, msgspec.Meta(min_length=1, max_length=field.longest)]
        members.append((name, kind) if field.required else (name, kind | None, None))
    members.sort(key=len)  # required members come first in a struct
    return msgspec.defstruct("SimpleLine", members, forbid_unknown_fields=True, gc=False)


_SimpleLine = _compile(LineSchema)
_decode = msgspec.json.Decoder(_SimpleLine).decode
_fields = LineSchema().fields
_TEXTS = tuple(name for name, field in _fields.items() if isinstance(field, Characters))
_NUMBERS = tuple((name, field) for name, field in _fields.items() if isinstance(field, Digits))


def decode_line(raw: bytes) -> CapacityLine:
    """The line, if it is right and simple. Raises `NotSimpleError`, and UnicodeDecodeError where it is not UTF-8."""
    try:
        line = _decode(raw)
        marks = 0
        for name in _TEXTS:
            if getattr(line, name) is not None:
                marks += 4
        for name, field in _NUMBERS:
            number = getattr(line, name)
            if number is not None:
                marks += 2
                _WITHIN_BOUNDS.quantize(number, _GRID)
                field.judged(number)
    except UnicodeDecodeError:
        raise
    except (msgspec.DecodeError, DecimalException, ValidationError, RecursionError) as error:
        raise NotSimpleError from error
    if raw.count(b'"') != marks:
        raise NotSimpleError
    return cast("CapacityLine", line)
