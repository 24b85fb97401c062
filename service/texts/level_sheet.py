"""The words of the table of levels that the holder of a document fills in, in both languages."""

from __future__ import annotations

from service.domain.text import Text

COLUMNS: dict[str, Text] = {
    "edition": Text(en="edition", zh="版本"),
    "id": Text(en="id", zh="编号"),
    "industry_code": Text(en="industry code", zh="国民经济行业代码"),
    "sector": Text(en="key area", zh="重点领域"),
    "variant": Text(en="product or process", zh="产品或工序"),
    "name_en": Text(en="English name", zh="英文名称"),
    "indicator": Text(en="indicator", zh="指标名称"),
    "indicator_en": Text(en="indicator in English", zh="指标英文名称"),
    "unit": Text(en="unit", zh="指标单位"),
    "benchmark": Text(en="benchmark level", zh="标杆水平"),
    "baseline": Text(en="baseline level", zh="基准水平"),
    "reference_standard": Text(en="reference standard", zh="参考标准"),
    "capacity_unit": Text(en="capacity unit", zh="产能单位"),
    "place": Text(en="page", zh="所在页"),
    "note": Text(en="note", zh="备注"),
}
"""By field, in their order. The Chinese ones are the headers of the official table, as far as it has the column."""

LEVELS_SHEET = Text(en="Levels", zh="能效水平")
GUIDE_SHEET = Text(en="How to fill in", zh="填写说明")

HELD = Text(en="{level} {value}: {evidence} ({sources})", zh="{level} {value}：{evidence}（{sources}）")
NOT_HELD = Text(en="{level} not available: {reason}", zh="{level}未收录：{reason}")

GUIDE = (
    Text(
        en="Read a row in the document itself, and write its two levels with the digits of the document.",
        zh="请对照文件原文逐行填写两项水平，数字与原文一致。",
    ),
    Text(
        en="Write the page (a number) in the column 所在页 page, or where else the row is, such as: row 12. That says "
        "that you read this row in the document. A row without it stays as it is.",
        zh="在“所在页”列填写页码（数字）或其他位置，如：第12行。填写即表示已对照原文核对该行；未填写的行保持不变。",
    ),
    Text(
        en="A figure that is already there and right: only write the page. A wrong one: overwrite it.",
        zh="已有数值正确的，只填所在页；有误的，直接改写。",
    ),
    Text(
        en="Levels are plain numbers in the unit of the row: no thousands separators, units, notes or number formats.",
        zh="水平只填数字，按该行的指标单位：不用千位分隔符，不写单位和注释，不设数字格式。",
    ),
    Text(
        en="Some rows have a name only. Fill in both levels, the indicator, its unit and the capacity unit too; "
        "the indicator in English only if no other row has the same indicator.",
        zh="有些行仅收录了名称，须同时填写两项水平、指标名称、指标单位和产能单位；其他行没有相同指标时，还须填写指标英文名称。",
    ),
    Text(
        en="Change no other cell, and add no row. The column 备注 note is yours.",
        zh="不要改动其他单元格，也不要增加行。备注列可自由书写。",
    ),
)
"""How the table is filled in, in sentences."""

FAULTS: dict[str, Text] = {
    "empty": Text(en="the table is empty", zh="表格为空"),
    "unknown_column": Text(en="unknown column; known: {known}", zh="未知的列；可用的列：{known}"),
    "duplicate_column": Text(en="duplicate column", zh="列重复"),
    "missing_column": Text(en="the column is missing", zh="缺少该列"),
    "beyond": Text(en="{value} is outside the columns of the table", zh="{value} 位于表格各列之外"),
    "no_edition": Text(en="no row names an edition; known: {known}", zh="没有任何行注明版本；已有版本：{known}"),
    "unknown_edition": Text(en="unknown edition {value}; known: {known}", zh="未知的版本 {value}；已有版本：{known}"),
    "other_edition": Text(en="{value} is not {known}, the edition of the table", zh="{value} 不是本表的版本 {known}"),
    "no_id": Text(en="the row has no id", zh="该行没有编号"),
    "unknown_id": Text(en="no row {value} in {edition}{near}", zh="{edition} 没有编号为 {value} 的行{near}"),
    "duplicate_id": Text(en="{value} is already in row {first}", zh="{value} 已在第 {first} 行出现"),
    "changed": Text(
        en="is {value}, but this id has {known}; only levels can be changed here",
        zh="为 {value}，而该编号收录的是 {known}；此处只能更改两项水平",
    ),
    "not_text": Text(en="{value} is an error or no text", zh="{value} 是错误值或不是文字"),
    "not_a_number": Text(
        en="{value} is not a number such as 98.5, of at most 15 digits before the point and 12 after it",
        zh="{value} 不是 98.5 这样的数（小数点前至多 15 位，后至多 12 位）",
    ),
    "formatted": Text(
        en="{value}: the number format shows another number; choose the format General",
        zh="{value}：数字格式使其显示为另一个数；请将格式设为“常规”",
    ),
    "emptied": Text(
        en="is empty, but the data has {known}; a figure cannot be removed here",
        zh="为空，而已收录 {known}；此处不能删除数值",
    ),
    "no_place": Text(
        en="{value} is new here: say on which page of the document you read it", zh="{value} 为新填：请填写其在文件中的所在页"
    ),
    "bad_place": Text(
        en="{value} is no page: write a number, or a text of at most 100 characters without a semicolon",
        zh="{value} 不是位置：请填写页码，或不超过 100 个字符且不含分号的文字",
    ),
    "nothing_read": Text(en="says {value}, but the row has no level", zh="为 {value}，但该行没有填写任何水平"),
    "incomplete": Text(
        en="is needed too: the data has only the name of this row", zh="也须填写：该行仅收录了名称"
    ),
    "no_english": Text(
        en="is needed: no other row has the indicator {value}", zh="须填写：其他行没有 {value} 这一指标"
    ),
    "unknown_unit": Text(en="unknown unit {value}; units.yaml has the known ones", zh="未知的单位 {value}；可用单位见 units.yaml"),
    "daily_unit": Text(en="{value} is not per year", zh="{value} 不是按年计"),
    "bad_code": Text(en="{value} is not a code of GB/T 4754", zh="{value} 不是 GB/T 4754 的代码"),
    "worse": Text(
        en="{value} is worse than the baseline level {known} of the row", zh="{value} 劣于该行的基准水平 {known}"
    ),
}  # fmt: skip
"""What can be wrong with a filled table, by its code."""

NEAR = Text(en="; did you mean {list}?", zh="；是否为 {list}？")
POSITION = Text(en="row {row}", zh="第 {row} 行")
POSITION_IN_COLUMN = Text(en="row {row}, {column}", zh="第 {row} 行，{column}")


def header(field: str, lang: str) -> str:
    """The header of a column: in English both names, so that it can be compared with the Chinese document."""
    name = COLUMNS[field]
    return name.zh if lang == "zh" else f"{name.zh} {name.en}"
