"""The rows of the mandatory standards: levels with evidence and sources, conditions, and the standard's corrections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from service.domain.condition import CONDITIONS, Choice, Quantity
from service.domain.correction import UnheldCorrection
from service.formats.answers.benchmark_rows import LevelAnswer, NamesAnswer

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from service.domain.benchmark import NotHeld
    from service.domain.condition import Kind, Requirement
    from service.domain.correction import Correction
    from service.domain.limit import Application, Limit, LimitLevel, Standard
    from service.domain.text import Text


class StandardAnswer(Struct):
    """A mandatory national standard."""

    id: str
    number: str
    title: str
    titles: NamesAnswer
    published: str
    effective: str

    @classmethod
    def of(cls, standard: Standard, lang: str) -> StandardAnswer:
        """The answer about a standard."""
        return cls(
            id=standard.id,
            number=standard.number,
            title=standard.title.in_language(lang),
            titles=NamesAnswer(standard.title.zh, standard.title.en),
            published=standard.published.isoformat(),
            effective=standard.effective.isoformat(),
        )


class RequirementAnswer(Struct, omit_defaults=True):
    """What one condition must be; a bound that there is not is left out."""

    condition: str
    equals: str | bool | None = None
    above: Decimal | None = None
    at_least: Decimal | None = None
    below: Decimal | None = None
    at_most: Decimal | None = None

    @classmethod
    def of(cls, requirement: Requirement) -> RequirementAnswer:
        """The answer about a requirement."""
        return cls(
            condition=requirement.condition,
            equals=requirement.equals,
            above=requirement.above,
            at_least=requirement.at_least,
            below=requirement.below,
            at_most=requirement.at_most,
        )


class ApplicationAnswer(Struct):
    """A product that a limit is for, and what the stated conditions must be."""

    benchmark: str
    when: list[RequirementAnswer]

    @classmethod
    def of(cls, application: Application) -> ApplicationAnswer:
        """The answer about a product of a limit."""
        return cls(application.benchmark, [RequirementAnswer.of(each) for each in application.requirements])


class CorrectionAnswer(Struct):
    """How the standard moves its own limit, or that it does and the service does not have how."""

    id: str
    held: bool
    levels: list[int]
    operation: str | None
    when: RequirementAnswer | None
    conditions: list[str]
    expression: str | None
    note: str | None
    not_held: str | None

    @classmethod
    def of(cls, correction: Correction | UnheldCorrection, lang: str) -> CorrectionAnswer:
        """The answer about a correction; ``conditions`` are those that it can use."""
        if isinstance(correction, UnheldCorrection):
            reason = correction.reason.in_language(lang)
            return cls(correction.id, False, [], None, None, [], None, None, reason)  # noqa: FBT003 - held
        names = [term.condition for term in correction.terms]
        if correction.when:
            names.insert(0, correction.when.condition)
        return cls(
            id=correction.id,
            held=True,
            levels=sorted(correction.levels),
            operation=correction.operation,
            when=RequirementAnswer.of(correction.when) if correction.when else None,
            conditions=list(dict.fromkeys(names)),
            expression=correction.expression,
            note=_or_none(correction.note, lang),
            not_held=None,
        )


class LimitRowAnswer(Struct):
    """One row of a standard, with its figures in the row's own unit."""

    id: str
    standard: StandardAnswer
    table: str
    product: str
    condition: str | None
    applies_to: list[ApplicationAnswer]
    excludes: RequirementAnswer | None
    indicator: str
    unit: str
    policy_indicator: bool
    gradable: bool
    level1: LevelAnswer | None
    level2: LevelAnswer | None
    level3: LevelAnswer | None
    support: str
    corrections: list[CorrectionAnswer]

    @classmethod
    def of(cls, limit: Limit, lang: str) -> LimitRowAnswer:
        """The answer about a limit."""
        level1, level2, level3 = (_describe_level(level, lang) for level in limit.levels)
        return cls(
            id=limit.id,
            standard=StandardAnswer.of(limit.standard, lang),
            table=limit.table,
            product=limit.product.in_language(lang),
            condition=_or_none(limit.condition, lang),
            applies_to=[ApplicationAnswer.of(each) for each in limit.applies_to],
            excludes=RequirementAnswer.of(limit.excludes) if limit.excludes else None,
            indicator=limit.indicator.in_language(lang),
            unit=limit.unit.symbol,
            policy_indicator=limit.is_of_policy_indicator,
            gradable=limit.is_of_policy_indicator and limit.values is not None,
            level1=level1,
            level2=level2,
            level3=level3,
            support=limit.support.in_language(lang),
            corrections=[CorrectionAnswer.of(each, lang) for each in limit.corrections],
        )


class ConditionAnswer(Struct):
    """A condition that a caller may state about a line."""

    name: str
    kind: str
    words: list[str]
    minimum: Decimal | None
    maximum: Decimal | None

    @classmethod
    def of(cls, name: str, kind: Kind) -> ConditionAnswer:
        """The answer about a condition."""
        if isinstance(kind, Quantity):
            return cls(name, "number", [], kind.low, kind.high)
        if isinstance(kind, Choice):
            return cls(name, "word", list(kind.words), None, None)
        return cls(name, "flag", [], None, None)


class LimitRowsAnswer(Struct):
    """Rows of the standards, and every condition that any of them asks for."""

    limits: list[LimitRowAnswer]
    conditions: list[ConditionAnswer]

    @classmethod
    def of(cls, limits: Iterable[Limit], lang: str) -> LimitRowsAnswer:
        """The answer about limits."""
        return cls(
            [LimitRowAnswer.of(limit, lang) for limit in limits],
            [ConditionAnswer.of(name, kind) for name, kind in CONDITIONS.items()],
        )


def _describe_level(level: LimitLevel | NotHeld | None, lang: str) -> LevelAnswer | None:
    return None if level is None else LevelAnswer.of(level, lang)


def _or_none(text: Text | None, lang: str) -> str | None:
    return None if text is None else text.in_language(lang)
