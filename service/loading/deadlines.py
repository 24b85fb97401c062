"""``deadlines.yaml``: the days by which capacity below the baseline level is to be retrofitted or closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.domain.deadline import Deadline
from service.loading.file_schemas import DeadlineSchema, DeadlinesSchema

if TYPE_CHECKING:
    from service.loading.editions import KnownIds
    from service.loading.reader import Reader

_NAME = "deadlines.yaml"


def read_deadlines(reader: Reader, known: KnownIds) -> tuple[Deadline, ...]:
    """The deadlines that could be read, in the order of the file."""
    content = reader.parse(_NAME)
    if content is None:
        return ()
    reader.load(_NAME, DeadlinesSchema(), content)
    deadlines: list[Deadline] = []
    for path, row in reader.load_rows(_NAME, "deadlines", DeadlineSchema(), content):
        if any(row["id"] == other.id for other in deadlines):
            reader.add_fault(_NAME, f"{path}.id", f"duplicate {row['id']!r}")
        for index, area in enumerate(row["areas"]):
            if not known.has_sector(area):
                reader.add_fault(_NAME, f"{path}.areas[{index}]", f"no sector {area!r}")
            if area in row["areas"][:index]:
                reader.add_fault(_NAME, f"{path}.areas[{index}]", f"duplicate {area!r}")
        deadlines.append(Deadline(**(row | {"areas": tuple(row["areas"]), "sources": tuple(row["sources"])})))
    return tuple(deadlines)
