"""What a list is to be judged by: as it was asked for, and as it was agreed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from marshmallow import ValidationError

from service.domain.capacity import Weighting
from service.domain.errors import Fault, UnknownEditionError, UnknownGoalError
from service.domain.goal import Goal, Kind
from service.formats.faults import ProblemError, RequestFault
from service.formats.schemas import RequestSchema
from service.formats.strict_json import escaped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from service.domain.benchmark import Edition
    from service.domain.catalogue import Catalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a request asks for, where its shape is right, and what is wrong with the rest of it."""

    goal: str | dict[str, Any] | None = None
    edition: str | None = None
    weighting: Weighting | None = None
    strict: bool = False
    faults: Sequence[RequestFault] = field(default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a list is judged by."""

    goal: Goal
    edition: Edition
    weighting: Weighting
    strict: bool


def agreed(asked: Asked, catalogue: Catalogue) -> Terms:
    """The goal, edition and weighting that were asked for, or their defaults.

    Raises `ProblemError` with every fault in them and in what stands around the list.
    """
    faults = list(asked.faults)
    goal = catalogue.default_goal
    if isinstance(asked.goal, dict):
        goal = Goal(kind=Kind.SHARE_AT_LEAST, target=asked.goal["target"], by=asked.goal["by"])
    elif asked.goal is not None:
        try:
            goal = catalogue.goal(asked.goal)
        except UnknownGoalError as error:
            faults.append(RequestFault("/goal", Fault(field="goal", code="unknown_goal", value=error.text)))
    if not goal.is_of_lines:
        fault = Fault(field="goal", code="goal_not_of_lines", value=goal.id, facts=(("kind", goal.kind.value),))
        faults.append(RequestFault("/goal", fault))
    edition = catalogue.default_edition
    try:
        edition = catalogue.edition(asked.edition or goal.edition or edition.id)
    except UnknownEditionError as error:
        fault = Fault(field="edition", code="unknown_edition", value=error.text, candidates=error.held)
        faults.append(RequestFault("/edition", fault))
    if faults:
        raise ProblemError("invalid_request", errors=faults)
    weighting = asked.weighting or goal.weighting or Weighting.CAPACITY
    return Terms(goal=goal, edition=edition, weighting=weighting, strict=asked.strict)


def asked_for(around: Any, *, is_empty: bool = False) -> Asked:  # noqa: ANN401 - whatever was sent
    """What a strictly read request, with an empty list in the place of its lines, asks for."""
    faults: list[RequestFault] = []
    try:
        sound = RequestSchema().load(around)
    except ValidationError as error:
        valid = error.valid_data if isinstance(error.valid_data, dict) else {}
        sound = {name: value for name, value in valid.items() if name not in error.messages}
        faults = list(_request_faults(error.messages, around))
    if is_empty:
        faults.append(RequestFault("/lines", Fault(field="lines", code="no_lines")))
    return Asked(
        goal=sound.get("goal"),
        edition=sound.get("edition"),
        weighting=sound.get("weighting"),
        strict=bool(sound.get("strict")),
        faults=faults,
    )


def _request_faults(messages: Any, around: Any, pointer: str = "") -> Iterator[RequestFault]:  # noqa: ANN401
    """The codes that the schemas found, each with the value it is about."""
    for name, found in messages.items():
        value = around.get(name) if isinstance(around, dict) else around
        here = pointer if name == "_schema" else f"{pointer}/{escaped(str(name))}"
        if isinstance(found, dict):
            yield from _request_faults(found, value, here)
        else:
            for code in found:
                yield RequestFault(here, Fault(field="" if name == "_schema" else str(name), code=code, value=value))
