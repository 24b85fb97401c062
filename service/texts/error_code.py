"""What an error code is: one record with its status and all of its texts."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass, field
from typing import TYPE_CHECKING

from service.domain.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

WHOLE = Text(en="value", zh="值")
"""What the text of an error calls its field, where the error is about a line or a request as a whole."""

FIXES = Text(en="; a parameter decides it: {list}", zh="；可用参数指明：{list}")
"""How a sentence goes on where query parameters would decide what was unclear."""

STATUS_IN_REQUEST = 422
"""The HTTP status of a request with errors around its list."""

MAX_QUOTED = 80
"""Characters of a name or a value that a text repeats."""


@dataclass(frozen=True, slots=True)
class Code:
    """One error code of the contract."""

    id: str
    _: KW_ONLY
    title: Text
    about: Text
    """What the code means and what to do about it; `/problems/<code>` answers with it."""
    details: Mapping[str, Text] = field(default_factory=dict)
    """The sentence about one occurrence, by variant: the circumstances in which the code is used. The plain one is ""."""
    candidates: Text | None = None
    """How the sentence goes on where there are candidates: what the caller may have meant."""
    status: int | None = None
    """The HTTP status of a problem of this type; None if a request as a whole cannot have this code."""
    in_request: bool = False
    """Whether it may be an error around a list. Where all errors have one code, the ``invalid_request`` is of that type."""
    in_line: bool = False
    """Whether a line can be rejected with it."""

    @property
    def statuses(self) -> list[int]:
        """The HTTP statuses of problems of this type, in ascending order."""
        return sorted({status for status in (self.status, STATUS_IN_REQUEST if self.in_request else None) if status})

    def describe(
        self,
        lang: str,
        *,
        variant: str = "",
        field: str | None = None,
        candidates: tuple[str, ...] = (),
        facts: Mapping[str, object],
    ) -> str:
        """Write the sentence about one occurrence; a fact may be a `Text`, or several names.

        ``field`` is the name or the header under which the caller sent the value. Raises KeyError for an unknown variant
        and for a fact that the sentence names and ``facts`` has not.
        """
        known = {name: _in_language(fact, lang) for name, fact in facts.items()}
        known["field"] = WHOLE.in_language(lang) if field is None else field[:MAX_QUOTED] or '""'
        known["candidates"] = ""
        if candidates and self.candidates:
            names = known.get("names", join_names(candidates, lang))
            known["candidates"] = self.candidates.in_language(lang).format(list=names)
        return self.details[variant].in_language(lang).format_map(known)


def join_names(names: Iterable[str], lang: str) -> str:
    """Join names as the language separates them."""
    return ("、" if lang == "zh" else ", ").join(names)


def _in_language(fact: object, lang: str) -> object:
    if isinstance(fact, Text):
        return fact.in_language(lang)
    return join_names(fact, lang) if isinstance(fact, tuple) else fact
