"""Three workbooks as provinces and enterprises make them, and what a careful person reads in them."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import xlsxwriter

if TYPE_CHECKING:
    from collections.abc import Callable


def made(write: Callable[[Any, Any], None]) -> bytes:
    """The workbook that a function writes, with its format of merged cells."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    write(book, book.add_format({"align": "center", "valign": "vcenter"}))
    book.close()
    return file.getvalue()


def province() -> bytes:
    """Titles, a header of two rows with merges across and down, groups merged over their lines, totals and a note."""

    def write(book: Any, centred: Any) -> None:
        sheet = book.add_worksheet("附件1")
        sheet.merge_range("A1:J1", "××省重点领域企业产能及能效水平清单", centred)
        sheet.merge_range("A2:J2", "填报单位：××省发展改革委　　填报日期：2024年12月", centred)
        for column, text in {
            "A": "序号",
            "B": "所在地市",
            "C": "企业名称",
            "D": "产品（工序）",
            "I": "行业",
            "J": "备注",
        }.items():
            sheet.merge_range(f"{column}3:{column}4", text, centred)
        sheet.merge_range("E3:F3", "设计产能", centred)
        sheet.merge_range("G3:H3", "单位产品综合能耗", centred)
        sheet.write_row("E4", ["数值", "单位", "数值", "单位"])
        rows = [
            (1, "湖州", "甲水泥有限公司", "水泥熟料", "１５５", "万t/a", "98.7", "kgce/t", "建材", ""),
            (2, "", "乙水泥有限公司", "水泥熟料", "1,240,000", "t/a", 112.4, "kgce/t", "建材", "错峰生产"),
            (3, "", "丙水泥有限公司", "水泥熟料", 60, "万t/a", "—", "kgce/t", "建材", "停产"),
            ("小计", "", "", "", 339, "万t/a", "", "", "", ""),
            (4, "嘉兴", "丁铝业有限公司", "电解铝", 40, "万t/a", 13350, "kWh/t", "有色", "两条生产线合计"),
            (5, "", "丁铝业有限公司", "电解铝", 10, "万t/a", " 13200 ", "kWh/t", "有色", ""),
            ("合计", "", "", "", 389, "万t/a", "", "", "", ""),
        ]
        for place, row in enumerate(rows, 5):
            sheet.write_row(place - 1, 0, row)
        sheet.merge_range("B5:B7", "湖州", centred)
        sheet.merge_range("B9:B10", "嘉兴", centred)
        sheet.merge_range("A12:J12", "注：1. 产能按核定规模填报；2. “—”表示未测。", centred)
        sheet.write("A13", "填表人：张三")
        sheet.write("H13", "审核：李四")

    return made(write)


def enterprise() -> bytes:
    """An export: text numbers with commas, zeros for what was not measured, a unit above the table, six more columns."""

    def write(book: Any, _: Any) -> None:
        sheet = book.add_worksheet("导出")
        sheet.write("A1", "产能能耗台账")
        sheet.write("H1", "（单位：万吨/年）")
        sheet.write_row(
            1,
            0,
            [
                "装置",
                "公司",
                "主要产品",
                "设计产能规模",
                "单位能耗(kgce/t)",
                "产量",
                "年度",
                "是否达到标杆",
                "更新时间",
                "备注",
            ],
        )
        rows = [
            ("1#窑", "一公司", "熟料", "155.00", "98.70", "1,240.00", "2024", "是", "2024-12-31", ""),
            ("2#窑", "一公司", "熟料", "1,124.00", "112.40", "1,000.00", "2024", "否", "2024-12-31", ""),
            ("3#窑", "二公司", "熟料", "62.00", "0", "0.00", "2024", "/", "2024-12-31", "停产"),
            ("", "一公司小计", "", "1,279.00", "", "2,240.00", "", "", "", ""),
            ("4#窑", "二公司", "熟料", "80.00", "117.00", "900.00", "2024", "否", "2024-12-31", ""),
        ]
        for place, row in enumerate(rows, 3):
            sheet.write_row(place - 1, 0, row)
        sheet.set_column("F:F", None, None, {"hidden": True})
        sheet.set_row(5, None, None, {"hidden": True})

    return made(write)


def industries() -> bytes:
    """A cover, one sheet for each industry without a column for the product, a row of units, and an empty sheet."""

    def write(book: Any, centred: Any) -> None:
        cover = book.add_worksheet("填表说明")
        cover.write_column(0, 0, ["填表说明", "一、各行业分表填报。", "二、产能以批复文件为准。"])
        clinker = book.add_worksheet("水泥")
        clinker.merge_range("A1:E1", "水泥行业产能清单", centred)
        clinker.write_row(1, 0, ["序号", "单位名称", "生产线", "设计产能", "单位产品能耗", "可比熟料综合能耗"])
        clinker.write_row(2, 3, ["万t/a", "kgce/t", "kgce/t"])
        clinker.write_row(3, 0, [1, "甲水泥", "1#", 155, 98.7, 101])
        clinker.write_row(4, 2, ["2#", 124, 112.4, 113])
        clinker.write_row(4, 0, [2])
        clinker.merge_range("B4:B5", "甲水泥", centred)
        clinker.write_row(5, 0, ["小计", "", "", 279])
        aluminium = book.add_worksheet("电解铝")
        aluminium.write_row(0, 0, ["序号", "单位名称", "生产线", "核定产能（万t/a）", "单位产品能耗（kWh/t）"])
        aluminium.write_row(1, 0, [1, "丙铝业", "一系列", 40, 13350])
        aluminium.write_row(2, 0, [2, "丙铝业", "二系列", 20, 13000])
        book.add_worksheet("Sheet4")

    return made(write)
