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
    "id": (
        Text(en="id", zh="编号"),
        ("line id", "line", "production line", "生产线", "生产线名称", "生产线编号", "装置编号", "产线编号"),
    ),
    "benchmark": (
        Text(en="product", zh="产品"),
        (
            "benchmark", "product name", "main product", "process", "产品名称", "产品编号", "主要产品", "主要产品名称",
            "主导产品", "工序", "工序名称", "生产工序", "产品或工序", "产品/工序", "产品（工序）", "产品（工序）名称",
            "工序（产品）",
        ),
    ),
    "capacity": (
        Text(en="capacity", zh="产能"),
        (
            "production capacity", "annual capacity", "design capacity", "rated capacity", "approved capacity",
            "生产能力", "年产能", "年生产能力", "设计产能", "核定产能", "备案产能", "设计年产能", "年设计产能",
            "设计生产能力", "核定生产能力",
        ),
    ),
    "capacity_unit": (
        Text(en="capacity unit", zh="产能单位"),
        ("生产能力单位", "年产能单位", "设计产能单位", "核定产能单位"),
    ),
    "intensity": (
        Text(en="intensity", zh="单位产品综合能耗"),
        (
            "energy intensity", "measured intensity", "单位产品能耗", "单位能耗", "单耗", "实测单位产品综合能耗",
            "实际单位产品综合能耗", "实测单位产品能耗", "实际单位产品能耗",
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
        (
            "city", "county", "province", "region", "enterprise", "company", "地区", "所属地区", "所在地区", "城市",
            "所在城市", "地市", "所在地市", "所属地市", "设区市", "市州", "县区", "区县", "所在县区", "省份", "企业",
            "企业名称", "单位名称", "公司", "公司名称", "所属企业",
        ),
    ),
    "intensity_confirmed": (
        Text(en="intensity confirmed", zh="能耗已核实"),
        ("confirmed", "能耗已确认", "能耗是否核实", "能耗是否已核实"),
    ),
    "stage": (Text(en="stage", zh="建设阶段"), ("project stage", "项目阶段", "建设状态", "建设情况")),
}  # fmt: skip
"""By field, the header that our own templates use, and the other names that are understood."""

HARMLESS = (
    "no.", "number", "serial number", "remark", "remarks", "note", "notes", "comment", "comments", "contact", "phone",
    "telephone", "source", "data source", "updated", "update time", "updated at",
    "序号", "备注", "说明", "备注说明", "联系人", "联系电话", "联系方式", "电话", "手机", "数据来源", "更新时间",
    "填报时间", "填报人",
)  # fmt: skip
"""Headers of columns that say nothing that a verdict depends on; they are left out, and the answer names them."""

UNIT_NEEDED = ("能耗", "实测能耗", "能耗值")
"""Headers that mean an intensity only with its unit; without one they may mean all the energy that a plant uses."""

TOTAL_ENERGY = (
    "综合能耗", "年综合能耗", "综合能耗总量", "总能耗", "年能耗", "能源消费量", "能源消费总量", "综合能源消费量",
    "年综合能源消费量", "energy consumption", "total energy", "total energy consumption",
)  # fmt: skip
"""Headers that mean all the energy that a plant uses, and not energy per unit of product."""

UNIT_HEADERS = ("单位", "计量单位", "unit", "units")
"""The second row of a header: the unit of the field above. Alone, 单位 may also be an enterprise."""

VALUE_HEADERS = ("数值", "数量", "数据", "值", "实测值", "实际值", "value", "amount", "figure")
"""The second row of a header: the figure of the field above."""
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
_UNIT = re.compile(
    r"(?![\d./]+$)[^\s/:;,。]{1,24}(/[^\s/:;,。]{1,24}){1,2}"
    r"|(10\^4|百?万|[百千])?(t|吨|公吨|kg|千克|m2|平方米|重量箱|重箱)|d|days?|日|天",
    re.IGNORECASE,
)
_GENERAL = re.compile(r".*(情况|信息|概况)|general|details|information")


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
_HARMLESS = frozenset(map(normalise_header, HARMLESS))
_TOTAL_ENERGY = frozenset(map(normalise_header, TOTAL_ENERGY))


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list: the header as it was sent, and the field that it holds, if the header is understood."""

    header: str
    field: str | None
    unit: str | None = None
    """The unit that the header states for the column."""
    needs_unit: bool = False
    """Whether the header means something only with a unit, which it does not state."""

    @property
    def unit_field(self) -> str | None:
        """The field that holds the unit which the header states."""
        return _UNIT_FIELD[self.field] if self.field and self.unit else None

    @property
    def is_harmless(self) -> bool:
        """Whether the column is left out by itself."""
        return self.field is None and normalise_header(self.header.rpartition(LEVELS)[2]) in _HARMLESS

    @property
    def is_comparable_energy(self) -> bool:
        """Whether it is 可比能耗, which corrects the energy for altitude, strength and the like: another indicator."""
        return is_comparable_energy(self.header)

    @property
    def is_total_energy(self) -> bool:
        """Whether it is the energy of a whole plant."""
        return (
            self.field is None
            and normalise_header(self.header.rpartition(LEVELS)[2]).partition("(")[0] in _TOTAL_ENERGY
        )


MAX_ROWS_ABOVE = 30
"""Rows, not counting empty ones, among which the header is."""
LEVELS = "/"
"""What joins the two rows of a header: 产能/单位."""


def is_comparable_energy(header: str) -> bool:
    """Whether a header names 可比…能耗."""
    return "可比" in header and "能耗" in header


def parse_header(header: str) -> Column:
    """The column under a header such as 产能（万t/a）."""
    name = normalise_header(header)
    field = _FIELD_OF.get(name)
    if field is not None:
        return Column(header, field, needs_unit=name in UNIT_NEEDED)
    match = _WITH_UNIT.fullmatch("".join(unicodedata.normalize("NFKC", header).split()))
    if match is None:
        return Column(header, None)
    field, unit = _FIELD_OF.get(normalise_header(match[1])), match[2]
    if field in _UNIT_FIELD:
        return Column(header, field, unit)
    return Column(header, field if field == "operating_days" and unit.casefold() in _DAYS else None)


def parse_two_headers(above: str, below: str) -> Column:
    """The column under a header of two rows, such as 产能 over 单位.

    The lower one counts alone only where the upper one is the same, empty or general (企业基本情况): under 标杆水平,
    单位产品综合能耗 is no measured figure.
    """
    if not below or normalise_header(above) == normalise_header(below):
        return parse_header(above)
    if not above:
        return parse_header(below)
    header = f"{above}{LEVELS}{below}"
    upper, lower, word = parse_header(above), parse_header(below), normalise_header(below)
    field, unit, needs_unit = None, None, False
    if upper.field in _UNIT_FIELD and word in UNIT_HEADERS:
        field = _UNIT_FIELD[upper.field]
    elif upper.field is not None and word in VALUE_HEADERS:
        field, unit, needs_unit = upper.field, upper.unit, upper.needs_unit
    elif upper.field in _UNIT_FIELD and upper.unit is None and (stated := parse_unit(below)):
        field, unit = upper.field, stated
    elif lower.field is not None and (lower.field == upper.field or _GENERAL.fullmatch(normalise_header(above))):
        field, unit, needs_unit = lower.field, lower.unit, lower.needs_unit
    return Column(header, field, unit, needs_unit=needs_unit)


def assign_field(header: str, field: str) -> Column:
    """The column under a header of which the caller says what field it holds.

    A unit in brackets at its end counts. Energy needs one, unless the header is known as energy per unit of product.
    """
    known = parse_header(header.rpartition(LEVELS)[2] or header)
    if known.field == field:
        return Column(header, field, known.unit, needs_unit=known.needs_unit)
    match = _WITH_UNIT.fullmatch("".join(unicodedata.normalize("NFKC", header).split()))
    unit = parse_unit(match[2]) if match and field in _UNIT_FIELD else None
    return Column(header, field, unit, needs_unit=field == "intensity" and unit is None)


def parse_unit(text: str) -> str | None:
    """The text, without brackets around it, if it has the shape of a unit: one thing per another, or days.

    Whether there is such a unit is found when a line is judged.
    """
    bare = "".join(unicodedata.normalize("NFKC", text).split())
    if bare.startswith(("(", "[")) and bare.endswith((")", "]")):
        bare = bare[1:-1]
    return bare if _UNIT.fullmatch(bare) else None


def count_known(headers: Iterable[str]) -> int:
    """How many of the headers are understood."""
    return sum(parse_header(header).field is not None for header in headers)
