"""The values in the data files, and the marshmallow fields that read them."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any

from marshmallow import ValidationError, fields

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,12})?")


def parse_words(value: object) -> str:
    """Text in one line, as it is to be shown."""
    if not isinstance(value, str):
        raise ValidationError("must be text")
    if not value.strip():
        raise ValidationError("blank")
    if value != value.strip():
        raise ValidationError("white space before or after the text")
    if not value.isprintable():
        raise ValidationError("contains an invisible character or an unusual space")
    return value


def parse_date(value: object) -> str:
    """A day of the calendar."""
    text = parse_words(value)
    try:
        is_date = date.fromisoformat(text).isoformat() == text
    except ValueError:
        is_date = False
    if not is_date:
        raise ValidationError(f"{text!r} is not a date such as 2025-12-31")
    return text


def parse_number(value: object) -> Decimal:
    """A decimal written out in full, such as 98.5 or -30."""
    if not isinstance(value, str) or not NUMBER.fullmatch(value):
        raise ValidationError(
            f"{value!r} is not a number such as 98.5, of at most 15 digits before the point and 12 after it"
        )
    return Decimal(value)


def parse_size(value: object) -> Fraction:
    """The exact size of a unit, above zero."""
    size = Fraction(parse_number(value))
    if size <= 0:
        raise ValidationError("must be above 0")
    return size


def parse_yes_no(value: object) -> bool:
    """``yes`` or ``no``."""
    if value not in ("yes", "no"):
        raise ValidationError("must be yes or no")
    return value == "yes"


Words = partial(fields.Function, deserialize=parse_words)
Date = partial(fields.Function, deserialize=parse_date)
Number = partial(fields.Function, deserialize=parse_number)
Size = partial(fields.Function, deserialize=parse_size)
YesNo = partial(fields.Function, deserialize=parse_yes_no)


class Choice(fields.Function):
    """One of several words, such as the members of an enumeration."""

    def __init__(self, choices: Iterable[str]) -> None:
        """Accept these words."""
        by_word = {str(choice): choice for choice in choices}

        def parse_choice(value: object) -> str:
            if not isinstance(value, str) or value not in by_word:
                raise ValidationError("must be one of " + ", ".join(by_word))
            return by_word[value]

        super().__init__(deserialize=parse_choice)


class Items(fields.List[Any]):
    """A list; marshmallow's own field would accept a mapping, and read its keys."""

    default_error_messages = {"invalid": "must be a list"}  # noqa: RUF012 - marshmallow's own name

    def _deserialize(self, value: object, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> list[Any]:  # noqa: ANN401 - marshmallow's own signature
        if not isinstance(value, list):
            raise self.make_error("invalid")
        return super()._deserialize(value, attr, data, **kwargs)


class OrNone(fields.Function):
    """What the inner field reads, or the word ``none``: the document has no such thing."""

    def __init__(self, inner: fields.Field[Any], *, data_key: str | None = None) -> None:
        """Wrap the field that reads a value."""
        super().__init__(
            deserialize=lambda value: None if value == "none" else inner.deserialize(value), data_key=data_key
        )
