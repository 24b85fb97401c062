"""The fast decoder of lines, compiled from the marshmallow schema of a line.

It accepts exactly what the schema accepts, with equal values; a property test compares the two. It reads many lines at
once. If one of them is refused, they are read one by one, and the schema explains those that are invalid: callers see
the messages of the schema only.

msgspec keeps the last value of a duplicate key, and accepts more numbers in strings than JSON has (``"1_000"``). Such
lines are found without parsing every line twice: in a JSON object every key costs two quotation marks, and so does
every text. No line has fewer marks than its fields need. So if many lines together have exactly the marks that their
fields need, then none of them has a duplicate key, a number in a string or a null. Other lines are examined more
closely.
"""

from __future__ import annotations

from decimal import Clamped, Context, Decimal, DecimalException, Inexact, InvalidOperation, Overflow, Rounded
from operator import attrgetter
from typing import TYPE_CHECKING, Annotated, Any, Literal, cast

import msgspec

from service.domain.number import MAX_PLACES, ZERO, normalize
from service.formats.lists.schemas import NUMBER, Characters, Choice, Digits, LineSchema, Typed
from service.formats.lists.strict_json import has_duplicate_key

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from marshmallow import fields

    from service.domain.line import CapacityLine, MalformedLine

    Line = CapacityLine | MalformedLine
    Texts = Sequence[bytes] | Sequence[msgspec.Raw]

_FIELDS = LineSchema().fields
_NUMBERS = tuple(name for name, field in _FIELDS.items() if isinstance(field, Digits))
_DAYS = cast("Digits", _FIELDS["operating_days"])
_MIN_DAYS, _MAX_DAYS = Decimal(cast("int", _DAYS.minimum)), Decimal(cast("int", _DAYS.maximum))

_TRAPS = [Inexact, Rounded, Overflow, InvalidOperation]
_fit_short = Context(prec=MAX_PLACES + 1, Emin=0, Emax=MAX_PLACES, clamp=1, traps=[Clamped, *_TRAPS]).plus
"""The same number, if it has at most 13 digits, 12 of them after the point, and no exponent above 0; or a signal."""
_fit_long = Context(prec=MAX_PLACES + 15, traps=_TRAPS).quantize
"""The same number with 12 places, if it is below 10^15 in size and has no more; or a signal."""
_GRID = Decimal(1).scaleb(-MAX_PLACES)

_FEW = 10
"""Lines that are decoded at once where one of a hundred is invalid."""

_COUNTED = {
    "benchmark", "capacity", "id", "capacity_unit", "intensity", "intensity_unit", "operating_days", "group"
}  # fmt: skip
"""The fields that `decode_list` knows by name, because almost every list has them and a line should cost little."""


def _count_marks(field: fields.Field[Any]) -> int:
    """The quotation marks of a member: those of its key, and those of its value if it is written as a string."""
    return 4 if isinstance(field, (Characters, Choice)) else 2


_MARKS_OF_REQUIRED = sum(_count_marks(field) for field in _FIELDS.values() if field.required)
_OTHERS = [(attrgetter(name), _count_marks(field)) for name, field in _FIELDS.items() if name not in _COUNTED]
"""How to get the value of any other field, and the marks that it costs. It is optional, and not a number."""


def _compile(*, number: Any, absent: Any) -> Any:  # noqa: ANN401 - a decoder of structs made here
    """A decoder of lists of the schema's fields; numbers become ``number``, and absent fields ``absent``."""
    required: list[Any] = []
    optional: list[Any] = []
    for name, field in _FIELDS.items():
        kind = number if isinstance(field, Digits) else _kind(field)
        if field.required:
            required.append((name, kind))
        else:
            optional.append((name, kind | None | type(absent), absent))
    line: Any = msgspec.defstruct("SimpleLine", required + optional, forbid_unknown_fields=True, gc=False)
    return msgspec.json.Decoder(list[line]).decode


def _kind(field: fields.Field[Any]) -> Any:  # noqa: ANN401 - a type
    """The type that accepts what the field accepts, unless it is a number."""
    if isinstance(field, Characters):
        return Annotated[str, msgspec.Meta(min_length=1, max_length=field.max_length)]
    if isinstance(field, Choice):
        return Literal.__getitem__(tuple(field.choices))
    if isinstance(field, Typed):
        return field.python_type
    raise TypeError(field)


_decode = _compile(number=Decimal, absent=None)
_decode_as_written = _compile(number=str | int | float, absent=msgspec.UNSET)


def decode_lines(texts: Texts, explain: Callable[[bytes], Line]) -> list[Line]:
    """The lines of texts of which none has a line feed; of each invalid line, what ``explain`` returns for its text."""
    return _decode_at_once(texts) or decode_apart(texts, explain)


def decode_apart(texts: Texts, explain: Callable[[bytes], Line]) -> list[Line]:
    """As `decode_lines`, where some line is invalid: a few at once, and those beside an invalid one by one."""
    lines: list[Line] = []
    for start in range(0, len(texts), _FEW):
        few = texts[start : start + _FEW]
        lines += _decode_at_once(few) or [
            line for text in few for line in _decode_at_once([text]) or [explain(bytes(text))]
        ]
    return lines


def _decode_at_once(texts: Texts) -> list[Line] | None:
    """The lines; None unless every text is a valid line.

    A line feed never stands inside a string. So if one object ends and the next one begins at each of those between the
    texts, then no object has a part of two texts.
    """
    listed = b"[%b]" % b",\n".join(texts).replace(b"\r,\n", b",\n")
    if listed.count(b"},\n{") != len(texts) - 1:
        return None
    lines = decode_list(listed)
    return lines if lines is not None and len(lines) == len(texts) else None


def decode_list(text: bytes) -> list[Line] | None:  # noqa: C901, PLR0912 - written out: it runs once for each line
    """The lines of a JSON list, read at once; None if one of them is invalid, or if it is no list of lines."""
    try:
        lines = _decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    marks = _MARKS_OF_REQUIRED * len(lines)
    for line in lines:
        try:
            line.capacity = _fit_short(line.capacity)
            if line.capacity <= ZERO:
                return None
            if line.intensity is not None:
                line.intensity = _fit_short(line.intensity) or ZERO
            if line.operating_days is not None:
                line.operating_days = _fit_short(line.operating_days)
                if not _MIN_DAYS <= line.operating_days <= _MAX_DAYS:
                    return None
        except DecimalException:
            if not _normalize_long(line):
                return None
        if line.intensity is not None:
            marks += 2
        if line.operating_days is not None:
            marks += 2
        if line.id is not None:
            marks += 4
        if line.capacity_unit is not None:
            marks += 4
        if line.intensity_unit is not None:
            marks += 4
        if line.group is not None:
            marks += 4
    for get, each in _OTHERS:
        marks += each * (len(lines) - [*map(get, lines)].count(None))
    return lines if text.count(b'"') == marks or _has_needed_marks(text) else None


def _normalize_long(line: Any) -> bool:  # noqa: ANN401 - a struct made here
    """Normalise the numbers of a line of which one is long; False if one is out of bounds."""
    try:
        for name in _NUMBERS:
            number = getattr(line, name)
            if number is not None:
                _fit_long(number, _GRID)
                if number.is_nan() or (not number and number.adjusted() < -MAX_PLACES):
                    return False  # a zero has no digits to lose, so the context lets one of any number of places pass
                setattr(line, name, normalize(number))
    except DecimalException:
        return False
    days = line.operating_days
    return bool(line.capacity > ZERO and (days is None or _MIN_DAYS <= days <= _MAX_DAYS))


def _has_needed_marks(text: bytes) -> bool:
    """Whether every quotation mark of a list has a valid reason, although there are not as many as expected.

    Valid reasons are nulls, numbers in strings that are written as in JSON, and quotation marks inside a text. The
    remaining reason is a duplicate key.
    """
    try:
        lines = _decode_as_written(text)
    except msgspec.ValidationError:  # a number beyond all floats, before another one of its key
        return False
    marks = 0
    for line in lines:
        for name in _FIELDS:
            value = getattr(line, name)
            if value is not msgspec.UNSET:
                marks += 4 if isinstance(value, str) else 2
                if name in _NUMBERS and isinstance(value, str) and not NUMBER.fullmatch(value):
                    return False
    return text.count(b'"') == marks or not has_duplicate_key(text.decode())
