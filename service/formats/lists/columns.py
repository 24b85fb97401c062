"""The names of the columns of a list, in English and Chinese, and the units that a header may state."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.domain.line import Stage
from service.domain.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

NAMES: dict[str, tuple[Text, tuple[str, ...]]] = {
    "id": (Text(en="id", zh="编号"), ("line id", "no.", "序号", "生产线编号", "装置编号")),
    "benchmark": (
        Text(en="product", zh="产品"),
        ("benchmark", "product name", "process", "产品名称", "产品编号", "工序", "工序名称", "产品或工序", "产品/工序"),
    ),
    "capacity": (Text(en="capacity", zh="产能"), ("production capacity", "annual capacity", "生产能力", "年产能")),
    "capacity_unit": (Text(en="capacity unit", zh="产能单位"), ("生产能力单位", "年产能单位")),
    "intensity": (
        Text(en="intensity", zh="单位产品综合能耗"),
        (
            "energy intensity", "measured intensity", "单位产品能耗", "单位能耗", "单耗", "实测单位产品综合能耗",
        ),
    ),
    "intensity_unit": (
        Text(en="intensity unit", zh="能耗单位"),
        ("energy intensity unit", "单位产品综合能耗单位", "实测能耗单位", "单位产品能耗单位", "单耗单位"),
    ),
    "operating_days": (
        Text(en="operating days", zh="运行天数"),
        ("days of operation", "年运行天数", "生产天数", "年生产天数"),
    ),
    "group": (
        Text(en="group", zh="分组"),
        ("city", "region", "enterprise", "company", "地区", "所属地区", "所在地区", "城市", "地市", "企业", "企业名称"),
    ),
    "intensity_confirmed": (
        Text(en="intensity confirmed", zh="能耗已核实"),
        ("confirmed", "能耗已确认", "能耗是否核实", "能耗是否已核实"),
    ),
    "stage": (Text(en="stage", zh="建设阶段"), ("project stage", "项目阶段", "建设状态", "建设情况")),
}  # fmt: skip
"""By field, the header that our own templates use, and the other names that are understood."""

UNIT_NEEDED = ("能耗", "实测能耗", "能耗值")
"""Headers that mean an intensity only with its unit; without one they may mean all the energy that a plant uses."""

_WORDS: dict[str, dict[str, object]] = {
    "intensity_confirmed": {
        "yes": True, "y": True, "true": True, "是": True, "已核实": True,
        "no": False, "n": False, "false": False, "否": False,
    },
    "stage": {
        "existing": Stage.EXISTING, "现有": Stage.EXISTING, "已建": Stage.EXISTING, "已建成": Stage.EXISTING,
        "underconstruction": Stage.UNDER_CONSTRUCTION, "在建": Stage.UNDER_CONSTRUCTION,
        "planned": Stage.PLANNED, "拟建": Stage.PLANNED,
    },
}  # fmt: skip
"""By field, the values of the words that a cell may hold, as `normalise_header` writes them."""

WORD_FIELDS = frozenset(_WORDS)
"""The fields whose cells hold one of a few words."""

_UNIT_FIELD = {"capacity": "capacity_unit", "intensity": "intensity_unit"}
_DAYS = {"d", "day", "days", "d/a", "日", "天", "天/年"}
_WITH_UNIT = re.compile(r"([^(\[]+)[(\[](.+)[)\]]")


def normalise_header(text: str) -> str:
    """Normalise a header: width (NFKC), case, white space, and the underscores of field names."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().replace("_", " ").split())


def read_word(field: str, text: str) -> object:
    """The value of a cell of words, in English or Chinese; the text itself if it is none of them."""
    value = _WORDS[field].get(normalise_header(text), text)
    return str(value) if isinstance(value, Stage) else value


_FIELD_OF = {
    normalise_header(name): field for field, (own, more) in NAMES.items() for name in (field, own.en, own.zh, *more)
} | {normalise_header(name): "intensity" for name in UNIT_NEEDED}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list: the header as it was sent, and the field that it holds, if the header is understood."""

    header: str
    field: str | None
    unit: str | None = None
    """The unit that the header states for the column."""

    @property
    def needs_unit(self) -> bool:
        """Whether the header means something only with a unit, which it does not state."""
        return normalise_header(self.header) in UNIT_NEEDED

    @property
    def unit_field(self) -> str | None:
        """The field that holds the unit which the header states."""
        return _UNIT_FIELD[self.field] if self.field and self.unit else None


def parse_header(header: str) -> Column:
    """The column under a header such as 产能（万t/a）."""
    field = _FIELD_OF.get(normalise_header(header))
    if field is not None:
        return Column(header, field)
    match = _WITH_UNIT.fullmatch("".join(unicodedata.normalize("NFKC", header).split()))
    if match is None:
        return Column(header, None)
    field, unit = _FIELD_OF.get(normalise_header(match[1])), match[2]
    if field in _UNIT_FIELD:
        return Column(header, field, unit)
    return Column(header, field if field == "operating_days" and unit.casefold() in _DAYS else None)


def count_known(headers: Iterable[str]) -> int:
    """How many of the headers are understood."""
    return sum(parse_header(header).field is not None for header in headers)
