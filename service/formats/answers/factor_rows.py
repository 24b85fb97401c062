"""Energy carriers and their factors in standard coal, with evidence and sources, or why one is not available."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from service.formats.answers.benchmark_rows import LevelAnswer, NamesAnswer

if TYPE_CHECKING:
    from decimal import Decimal

    from service.domain.factor import Carrier, Carriers


class CarrierAnswer(Struct):
    """One carrier; its factor is in ``unit``."""

    id: str
    name: str
    names: NamesAnswer
    aliases: list[str]
    basis: str
    unit: str
    factor: LevelAnswer
    seen: list[str]
    calorific_value: Decimal | None
    document: str | None
    note: str | None

    @classmethod
    def of(cls, carrier: Carrier, lang: str) -> CarrierAnswer:
        """The answer about a carrier."""
        return cls(
            id=carrier.id,
            name=carrier.name.in_language(lang),
            names=NamesAnswer(carrier.name.zh, carrier.name.en),
            aliases=list(carrier.aliases),
            basis=carrier.basis,
            unit=carrier.unit.symbol,
            factor=LevelAnswer.of(carrier.factor, lang),
            seen=list(carrier.seen),
            calorific_value=carrier.calorific_value,
            document=carrier.document,
            note=carrier.note.in_language(lang) if carrier.note else None,
        )


class FactorsAnswer(Struct):
    """Every carrier known."""

    factors: list[CarrierAnswer]

    @classmethod
    def of(cls, carriers: Carriers, lang: str) -> FactorsAnswer:
        """The answer about all carriers."""
        return cls([CarrierAnswer.of(carrier, lang) for carrier in carriers.carriers])
