"""Which limits are asked for: by their id, their standard, the product that they are for, or a text in a name."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from service.domain.catalogue import MAX_SIMILAR, name_key
from service.domain.errors import UnknownIdError, UnknownProductError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from service.domain.catalogue import Catalogue
    from service.domain.limit import Limit, Standard


class UnknownLimitError(UnknownIdError):
    """No limit has that id; ``available`` are up to three similar ids, the most similar first."""


class UnknownStandardError(UnknownIdError):
    """No standard with limits has that id or number."""


def find_limit(catalogue: Catalogue, limit_id: str) -> Limit:
    """The limit with that id; raises `UnknownLimitError`. To look for similar ids takes milliseconds."""
    limits = catalogue.limits.by_id
    if limit_id not in limits:
        near = difflib.get_close_matches(limit_id, limits, n=MAX_SIMILAR)
        raise UnknownLimitError(limit_id, tuple(near))
    return limits[limit_id]


def search_limits(
    catalogue: Catalogue, *, benchmark: str | None = None, standard: str | None = None, text: str | None = None
) -> list[Limit]:
    """The limits in the order of the files; if given, only of a product, of a standard and with a text in a name.

    A product is named by its id, or by a name or alias that is one product's in an edition; a standard by its id or
    number. Raises `UnknownProductError`, `AmbiguousProductError` or `UnknownStandardError`.
    """
    product = None if benchmark is None else _find_product_id(catalogue, benchmark)
    number = None if standard is None else _find_standard(catalogue.limits.rows, standard)
    key = name_key(text or "")
    return [
        limit
        for limit in catalogue.limits.rows
        if (product is None or any(each.benchmark == product for each in limit.applies_to))
        and (number is None or limit.standard.id == number)
        and any(key in name_key(name) for name in _names(catalogue, limit))
    ]


def _find_product_id(catalogue: Catalogue, text: str) -> str:
    """A limit is for a product of every edition, so any edition may know the name."""
    for edition in catalogue.editions.values():
        try:
            return catalogue.find(edition, text).id
        except UnknownProductError:
            continue
    raise UnknownProductError(text)


def _find_standard(limits: Iterable[Limit], text: str) -> str:
    standards: dict[str, Standard] = {limit.standard.id: limit.standard for limit in limits}
    key = name_key(text)
    for each in standards.values():
        if key in {name_key(each.id), name_key(each.number)}:
            return each.id
    raise UnknownStandardError(text, tuple(standards))


def _names(catalogue: Catalogue, limit: Limit) -> list[str]:
    """Every name that a limit can be found by, those of its products included."""
    title, product = limit.standard.title, limit.product
    names = [limit.id, limit.standard.number, title.zh, title.en, product.zh, product.en]
    ids = {each.benchmark for each in limit.applies_to}
    for edition in catalogue.editions.values():
        names += [name for each in ids & edition.products.keys() for name in edition.products[each].names]
    return names
