"""The formats of lists and of answers in one table: the web, the command line and the fuzzer all read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.domain.errors import Fault
from service.formats.answers.csv_answer import CsvAnswer
from service.formats.answers.json_answer import JsonAnswer
from service.formats.answers.ndjson_answer import NdjsonAnswer
from service.formats.answers.xlsx_answer import XlsxAnswer
from service.formats.cells import Sheet
from service.formats.lists.csv_rows import ENCODINGS, read_csv
from service.formats.lists.json_list import read_json
from service.formats.lists.ndjson_list import read_ndjson
from service.formats.lists.request import RequestedOptions, SubmittedList
from service.formats.lists.strict_json import MAX_NESTING
from service.formats.lists.table_options import REPEATABLE, TABLE_OPTIONS
from service.formats.lists.tables import problems_of_files, read_tables
from service.formats.sheets import read_workbook
from service.formats.xlsx.workbook import UnknownSheetError, Workbook
from service.request_errors import ProblemError, RequestFault

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from service.formats.answers.results import Answer
    from service.formats.body import Body
    from service.request_errors import Positions

UTF_8 = ("utf-8", "utf8")


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A format: how a list in it is read, and an answer in it is written."""

    name: str
    """Also the ending of the names of its files."""
    media_type: str
    read: Callable[[Body, int, Mapping[str, Sequence[str]]], SubmittedList]
    """Reads a list from its body, with the most lines that it may have, and the values of `options`.

    Raises `ProblemError`; faults of the request are in the options of the list, so that all can be listed at once.
    """
    answer: Callable[[str, Positions | None], Answer]
    """Begins an answer in a language, with the positions of the lines in the table that was sent, if it was one."""
    options: tuple[str, ...] = ()
    """The options that only lists in this format have, or tables only."""
    repeatable: tuple[str, ...] = ()
    """Those of them that may be given several times."""
    charsets: tuple[str, ...] = UTF_8
    """The charsets that a list may be in."""
    carries_options: bool = False
    """Whether a list says itself how it is to be evaluated, instead of the query."""
    is_stream: bool = False
    """Whether a list is evaluated while it is read, and an answer sent while it is written."""
    is_compressed: bool = False
    """Whether a body may be a thousand times as much work as its size says."""
    is_download: bool = False
    """Whether a browser saves an answer as a file."""


def _read_json(body: Body, max_lines: int, _: Mapping[str, Sequence[str]]) -> SubmittedList:
    return read_json(body.whole(), max_lines=max_lines, max_nesting=MAX_NESTING)


def _read_ndjson(body: Body, max_lines: int, _: Mapping[str, Sequence[str]]) -> SubmittedList:
    return SubmittedList(blocks=read_ndjson(body.blocks(), max_lines=max_lines, max_nesting=MAX_NESTING))


def _read_csv(body: Body, max_lines: int, options: Mapping[str, Sequence[str]]) -> SubmittedList:
    charset = next(iter(options.get("charset", ())), "").lower() or None
    if charset not in {None, *ENCODINGS}:
        return _refuse("charset", "unknown_charset", charset, tuple(ENCODINGS))
    return read_tables([Sheet(rows=read_csv(_filled(body), charset))], options, max_lines=max_lines)


def _read_xlsx(body: Body, max_lines: int, options: Mapping[str, Sequence[str]]) -> SubmittedList:
    content = _filled(body)
    try:
        with problems_of_files():
            return read_workbook(Workbook(content), options, max_lines=max_lines)
    except UnknownSheetError as error:
        return _refuse("sheet", "unknown_sheet", error.name, error.sheets)


def _filled(body: Body) -> bytes:
    content = body.whole()
    if not content:
        raise ProblemError("empty_body")
    return content


def _refuse(option: str, code: str, value: str | None, candidates: tuple[str, ...]) -> SubmittedList:
    """A list that is not read, because an option is wrong; the other faults of the request are still looked for."""
    fault = Fault(field=option, code=code, value=value, candidates=candidates)
    faults = [RequestFault("", fault, parameter=option)]
    return SubmittedList(blocks=iter(()), options=RequestedOptions(faults=faults))


JSON = Format(
    name="json",
    media_type="application/json",
    read=_read_json,
    answer=lambda *_: JsonAnswer(),
    carries_options=True,
)
NDJSON = Format(
    name="ndjson",
    media_type="application/x-ndjson",
    read=_read_ndjson,
    answer=lambda *_: NdjsonAnswer(),
    is_stream=True,
)
CSV = Format(
    name="csv",
    media_type="text/csv",
    read=_read_csv,
    answer=CsvAnswer,
    options=("charset", *TABLE_OPTIONS),
    repeatable=REPEATABLE,
    charsets=tuple(ENCODINGS),
    is_download=True,
)
XLSX = Format(
    name="xlsx",
    media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    read=_read_xlsx,
    answer=XlsxAnswer,
    options=("sheet", *TABLE_OPTIONS),
    repeatable=("sheet", *REPEATABLE),
    is_compressed=True,
    is_download=True,
)

FORMATS = {each.name: each for each in (JSON, NDJSON, CSV, XLSX)}
"""By name; an answer is in the first one unless the caller wants another."""

MEDIA_TYPES = {each.media_type: each for each in FORMATS.values()}
"""The formats by media type."""
