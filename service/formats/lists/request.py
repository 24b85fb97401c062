"""What a list is to be judged by: as it was asked for, and as it was agreed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from service.domain.errors import Fault, UnknownEditionError, UnknownGoalError
from service.domain.goal import Goal, ShareAtLeast
from service.domain.weighting import Weighting
from service.request_errors import ProblemError, RequestFault

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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
    is_query: bool = False
    """Whether it was asked in query parameters, and not around the list."""

    def fault(self, name: str, code: str, value: object, **more: Any) -> RequestFault:  # noqa: ANN401 - as `Fault` has
        """A fault of what was asked under a name."""
        fault = Fault(field=name, code=code, value=value, **more)
        return RequestFault(f"/{name}", fault, parameter=name if self.is_query else None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a list is judged by."""

    goal: Goal
    edition: Edition
    weighting: Weighting
    strict: bool


def asked_in_parameters(values: Mapping[str, str], faults: Sequence[RequestFault] = ()) -> Asked:
    """What is asked for by query parameters; a goal is the id of one held.

    ``strict`` is ``true`` or ``false``. Faults found already are kept.
    """
    asked = Asked(goal=values.get("goal"), edition=values.get("edition"), is_query=True)
    found = list(faults)
    weighting = None
    if "weighting" in values:
        try:
            weighting = Weighting(values["weighting"])
        except ValueError:
            found.append(asked.fault("weighting", "unknown_weighting", values["weighting"]))
    strict = values.get("strict", "false")
    if strict not in {"true", "false"}:
        found.append(asked.fault("strict", "wrong_type", strict, facts=(("case", "flag"),)))
    return replace(asked, weighting=weighting, strict=strict == "true", faults=found)


def agreed(asked: Asked, catalogue: Catalogue) -> Terms:
    """The goal, edition and weighting that were asked for, or their defaults.

    Raises `ProblemError` with every fault in them and in what stands around the list.
    """
    faults = list(asked.faults)
    goal: Goal = catalogue.default_goal
    if isinstance(asked.goal, dict):
        goal = ShareAtLeast(target=asked.goal["target"], by=asked.goal["by"])
    elif asked.goal is not None:
        try:
            goal = catalogue.goal(asked.goal)
        except UnknownGoalError as error:
            faults.append(asked.fault("goal", "unknown_goal", error.text, candidates=catalogue.goals_of_lines))
    if not goal.is_of_lines:
        facts = (("kind", goal.kind),)
        faults.append(
            asked.fault("goal", "goal_not_of_lines", goal.id, candidates=catalogue.goals_of_lines, facts=facts)
        )
    edition = catalogue.default_edition
    try:
        edition = catalogue.edition(asked.edition if asked.edition is not None else goal.edition or edition.id)
    except UnknownEditionError as error:
        faults.append(asked.fault("edition", "unknown_edition", error.text, candidates=error.available))
    if faults:
        raise ProblemError("invalid_request", errors=faults)
    weighting = asked.weighting or goal.weighting or Weighting.CAPACITY
    return Terms(goal=goal, edition=edition, weighting=weighting, strict=asked.strict)
