"""Why a file cannot be read as a table, in both languages: the `problem` of the code ``malformed_table``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.domain.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping


def _damaged(en: str, zh: str) -> Text:
    """Damage in a sheet; the row is the last one that was read."""
    return Text(
        en=f"the workbook is damaged: {en}, in or after row {{row}}", zh=f"工作簿已损坏：{zh}（第 {{row}} 行或其后）"
    )


UNREADABLE = {
    "too_many_columns": Text(en="more than {limit} columns", zh="超过 {limit} 列"),
    # CSV
    "unknown_encoding": Text(en="the text is not UTF-8 or GB18030", zh="文本编码不是 UTF-8 或 GB18030"),
    "not_in_charset": Text(en="the text is not {charset}", zh="文本编码不是 {charset}"),
    "mixed_encodings": Text(
        en="line {line} has bytes that are not UTF-8, but the rest of the text is UTF-8; save the file again as UTF-8, or "
        "name its charset",
        zh="文本第 {line} 行含有非 UTF-8 的字节，而其余文本为 UTF-8；请另存为 UTF-8 编码，或以 charset 指明编码",
    ),
    "open_quote": Text(en="row {row}: a quotation mark is not closed", zh="第 {row} 行：引号未闭合"),
    "text_after_quote": Text(
        en="row {row}: a separator should follow the closing quotation mark", zh="第 {row} 行：引号之后应为分隔符"
    ),
    "not_csv": Text(en="row {row}: {message}", zh="第 {row} 行：{message}"),
    "long_row": Text(
        en="row {row} is longer than {limit} characters; is a quotation mark not closed?",
        zh="第 {row} 行超过 {limit} 个字符；是否有引号未闭合？",
    ),
    "nul_character": Text(
        en="row {row} has a NUL character; save the file as CSV in UTF-8",
        zh="第 {row} 行含有 NUL 字符；请将文件另存为 UTF-8 编码的 CSV",
    ),
    # a workbook as a whole
    "not_a_workbook": Text(
        en="the file is not an .xlsx workbook; save it as Excel workbook (.xlsx)",
        zh="该文件不是 .xlsx 工作簿；请另存为 Excel 工作簿（.xlsx）",
    ),
    "protected": Text(
        en="the file is protected by a password; save it as .xlsx without a password",
        zh="该文件设有密码；请另存为不带密码的 .xlsx",
    ),
    "old_workbook": Text(
        en="the file is an old Excel workbook (.xls); open it and save it as Excel workbook (.xlsx)",
        zh="该文件为旧版 Excel 工作簿（.xls）；请打开后另存为 Excel 工作簿（.xlsx）",
    ),
    "open_document": Text(
        en="the file is an OpenDocument file (.ods); open it and save it as Excel workbook (.xlsx)",
        zh="该文件为 OpenDocument 文件（.ods）；请打开后另存为 Excel 工作簿（.xlsx）",
    ),
    "no_workbook": Text(
        en="the file is a document or a presentation; copy its table into a workbook (.xlsx)",
        zh="该文件为文档或演示文稿；请将其中的表格复制到工作簿（.xlsx）",
    ),
    "pdf": Text(
        en="the file is a PDF; send the workbook or the CSV file that it was made from",
        zh="该文件为 PDF；请发送其来源的工作簿或 CSV 文件",
    ),
    "web_page": Text(
        en="the file is a web page or XML, as some systems export it under the name .xls; open it and save it as Excel "
        "workbook (.xlsx)",
        zh="该文件为网页或 XML（有的系统以 .xls 之名导出）；请打开后另存为 Excel 工作簿（.xlsx）",
    ),
    "workbook_as_csv": Text(
        en="the file is a workbook and not CSV; send it as .xlsx", zh="该文件为工作簿而非 CSV；请以 .xlsx 发送"
    ),
    "too_many_parts": Text(en="the workbook has more than {limit} parts", zh="工作簿包含超过 {limit} 个部分"),
    "duplicate_part": Text(en="two parts of the workbook have one name", zh="工作簿中有两个部分重名"),
    "damaged_part": Text(en="the workbook is damaged: {part} cannot be unpacked", zh="工作簿已损坏：无法解压 {part}"),
    "not_xml": Text(
        en="the workbook is damaged: {part} is not well-formed XML ({message})",
        zh="工作簿已损坏：{part} 不是合法的 XML（{message}）",
    ),
    "document_type": Text(en="{part} has a document type, which is not supported", zh="{part} 含有 DOCTYPE，不予接受"),
    "large_part": Text(
        en="{part} has more than {elements} elements or {levels} levels",
        zh="{part} 超过 {elements} 个元素或 {levels} 层",
    ),
    "long_tag": Text(en="{part} has a tag of more than {limit} bytes", zh="{part} 含有超过 {limit} 字节的标签"),
    "too_many_characters": Text(en="the workbook has more than {limit} characters", zh="工作簿超过 {limit} 个字符"),
    "too_many_texts": Text(en="the workbook has more than {limit} texts", zh="工作簿超过 {limit} 个文本"),
    # the sheet
    "wide_row": Text(en="row {row} reaches beyond column {limit}", zh="第 {row} 行超出第 {limit} 列"),
    "merged_cells": Text(
        en="the cells {cells} are merged; unmerge them and fill in every cell",
        zh="单元格 {cells} 已合并；请取消合并并填写每个单元格",
    ),
    "long_text": _damaged(en="a text is too long", zh="文本过长"),
    "row_number": _damaged(en="a row number is invalid", zh="行号无效"),
    "row_order": _damaged(en="rows are out of order", zh="行的次序有误"),
    "cell_of_other_row": _damaged(en="a cell belongs to another row", zh="单元格与其所在行不符"),
    "cell_order": _damaged(en="cells are out of order", zh="单元格的次序有误"),
    "missing_text": _damaged(en="a shared text does not exist", zh="引用了不存在的共享文本"),
    "missing_format": _damaged(en="a cell format does not exist", zh="引用了不存在的格式"),
    "not_a_number": _damaged(en="a number is invalid", zh="数字无效"),
    "merged_area": _damaged(en="an area of merged cells is invalid", zh="合并单元格无效"),
}
"""By the reason of an `UnreadableError`; the places in braces are its facts."""


def explain_unreadable(reason: str, facts: Mapping[str, object]) -> Text:
    """The sentence for a reason, with its facts filled in. Raises KeyError for a reason or a fact that is unknown."""
    text = UNREADABLE[reason]
    return Text(en=text.en.format_map(facts), zh=text.zh.format_map(facts))
