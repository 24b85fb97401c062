"""The fast decoder of lines, compiled from the marshmallow schema of a line.

It accepts exactly what the schema accepts, with equal values; a property test compares the two. A line that it refuses
is invalid, and the schema explains why: callers see the messages of the schema only.

msgspec keeps the last value of a duplicate key, and accepts more numbers in strings than JSON has (``"1_000"``). Such
lines are found without parsing every line twice: in a JSON object every key costs two quotation marks, and so does
every text. If a line has exactly the marks that its fields need, then it has no duplicate key, no number in a string
and no null. The few other lines are examined more closely.
"""

from __future__ import annotations

from decimal import Clamped, Context, Decimal, DecimalException, Inexact, InvalidOperation, Overflow, Rounded
from typing import TYPE_CHECKING, Annotated, Any, Literal, cast

import msgspec

from service.domain.number import MAX_PLACES, ZERO, normalize
from service.formats.lists.schemas import NUMBER, Characters, Choice, Digits, LineSchema, Typed
from service.formats.lists.strict_json import has_duplicate_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from service.domain.line import CapacityLine, MalformedLine

_FIELDS = LineSchema().fields
_DAYS = cast("Digits", _FIELDS["operating_days"])

_TRAPS = [Inexact, Rounded, Overflow, InvalidOperation]
_fit_short = Context(prec=MAX_PLACES + 1, Emin=0, Emax=MAX_PLACES, clamp=1, traps=[Clamped, *_TRAPS]).plus
"""The same number, if it has at most 13 digits, 12 of them after the point, and no exponent above 0; or a signal."""
_fit_long = Context(prec=MAX_PLACES + 15, traps=_TRAPS).quantize
"""The same number with 12 places, if it is below 10^15 in size and has no more; or a signal."""
_GRID = Decimal(1).scaleb(-MAX_PLACES)
_NUMBERS = tuple(name for name, field in _FIELDS.items() if isinstance(field, Digits))
_NEVER = -100
"""A count of quotation marks that no line has, for a line with a number out of bounds."""


def _compile(*, number: Any, absent: Any) -> Any:  # noqa: ANN401 - a decoder of a struct made here
    """A decoder of the schema's fields and lengths; numbers become ``number``, and absent fields ``absent``."""
    required: list[Any] = []
    optional: list[Any] = []
    for name, field in _FIELDS.items():
        kind = number
        if isinstance(field, Characters):
            kind = Annotated[str, msgspec.Meta(min_length=1, max_length=field.max_length)]
        elif isinstance(field, Typed):
            kind = field.python_type
        elif isinstance(field, Choice):
            kind = Literal.__getitem__(field.choices)
        if field.required:
            required.append((name, kind))
        else:
            optional.append((name, kind | None | type(absent), absent))
    members = required + optional
    return msgspec.json.Decoder(msgspec.defstruct("SimpleLine", members, forbid_unknown_fields=True, gc=False)).decode


_decode = _compile(number=Decimal, absent=None)
_decode_as_written = _compile(number=str | int | float, absent=msgspec.UNSET)


def decode_lines(  # noqa: C901, PLR0912 - written out, because it runs once for each line
    texts: Iterable[bytes], explain: Callable[[bytes], CapacityLine | MalformedLine]
) -> list[CapacityLine | MalformedLine]:
    """The lines; of each invalid line, what ``explain`` returns for its text."""
    lines: list[CapacityLine | MalformedLine] = []
    for text in texts:
        try:
            line = _decode(text)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            lines.append(explain(text))
            continue
        marks = 6
        try:
            line.capacity = _fit_short(line.capacity)
            if line.intensity is not None:
                line.intensity = _fit_short(line.intensity) or ZERO
                marks += 2
            if line.operating_days is not None:
                line.operating_days = _fit_short(line.operating_days)
                marks += 2
        except DecimalException:
            marks = _count_marks_of_long(line)
        if line.id is not None:
            marks += 4
        if line.capacity_unit is not None:
            marks += 4
        if line.intensity_unit is not None:
            marks += 4
        if line.group is not None:
            marks += 4
        if line.intensity_confirmed is not None:
            marks += 2
        if line.stage is not None:
            marks += 4
        if (
            (text.count(b'"') != marks and not _has_needed_marks(text, marks))
            or line.capacity <= 0
            or not (line.operating_days is None or _DAYS.minimum <= line.operating_days <= _DAYS.maximum)
        ):
            lines.append(explain(text))
        else:
            lines.append(line)
    return lines


def _count_marks_of_long(line: Any) -> int:  # noqa: ANN401 - a struct made here
    """Normalise long numbers, and count the quotation marks of all numbers; `_NEVER` if one is out of bounds."""
    marks = 4
    try:
        for name in _NUMBERS:
            number = getattr(line, name)
            if number is not None:
                _fit_long(number, _GRID)
                if not number and number.adjusted() < -MAX_PLACES:
                    return _NEVER  # a zero has no digits to lose, so the context lets one of any number of places pass
                setattr(line, name, normalize(number))
                marks += 2
    except DecimalException:
        return _NEVER
    return marks


def _has_needed_marks(text: bytes, marks: int) -> bool:
    """Whether every quotation mark of the line has a valid reason, although there are not as many as expected.

    Valid reasons are nulls, numbers in strings that are written as in JSON, and quotation marks inside a text. The
    remaining reason is a duplicate key.
    """
    if marks < 0:
        return False
    try:
        line = _decode_as_written(text)
    except msgspec.ValidationError:  # a number beyond all floats, before another one of its key
        return False
    marks = 0
    for name, field in _FIELDS.items():
        value = getattr(line, name)
        if value is not msgspec.UNSET:
            marks += 4 if isinstance(value, str) else 2
            if isinstance(field, Digits) and isinstance(value, str) and not NUMBER.fullmatch(value):
                return False
    return text.count(b'"') == marks or not has_duplicate_key(text.decode())
