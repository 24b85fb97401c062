"""Workbooks made by hand, part by part, so that every oddity can be put into them."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape, quoteattr

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def relationships(*targets: tuple[str, str]) -> str:
    """The relationships rId1, rId2 … of a part, as pairs of kind and target."""
    listed = "".join(
        f'<Relationship Id="rId{place}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
        for place, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{PACKAGE}">{listed}</Relationships>'


def sheet(rows: str, after: str = "", before: str = "") -> str:
    """The XML of a sheet from that of its rows."""
    return f'<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def row(number: int, *cells: str) -> str:
    """The XML of a row of cells from column A on; a cell that is no XML is an inline text."""
    made = [
        cell if cell.startswith("<") else text_cell(f"{chr(65 + place)}{number}", cell)
        for place, cell in enumerate(cells)
    ]
    return f'<row r="{number}">{"".join(made)}</row>'


def text_cell(reference: str, text: str) -> str:
    """A cell with a text of its own."""
    return f'<c r="{reference}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'


def list_of(*rows: str, after: str = "") -> str:
    """A sheet whose header names id, product, capacity and intensity, with these rows below."""
    return sheet(row(1, "编号", "产品", "产能", "单位能耗") + "".join(rows), after)


def parts_of(
    *sheets: str,
    names: tuple[str, ...] = (),
    states: tuple[str, ...] = (),
    strings: str | None = None,
    styles: str | None = None,
    properties: str = "",
) -> dict[str, str | bytes]:
    """The parts of a workbook by name."""
    listed = "".join(
        f"<sheet name={quoteattr(names[place] if names else f'Sheet{place + 1}')} "
        f'state="{states[place] if states else "visible"}" sheetId="{place + 1}" r:id="rId{place + 1}"/>'
        for place in range(len(sheets))
    )
    targets = [("worksheet", f"worksheets/sheet{place}.xml") for place in range(1, len(sheets) + 1)]
    parts: dict[str, str | bytes] = {
        "_rels/.rels": relationships(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">{properties}'
        f"<sheets>{listed}</sheets></workbook>",
        **{f"xl/worksheets/sheet{place}.xml": text for place, text in enumerate(sheets, 1)},
    }
    if strings is not None:
        targets.append(("sharedStrings", "sharedStrings.xml"))
        parts["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}">{strings}</sst>'
    if styles is not None:
        targets.append(("styles", "styles.xml"))
        parts["xl/styles.xml"] = f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>'
    parts["xl/_rels/workbook.xml.rels"] = relationships(*targets)
    return parts


def packed(parts: dict[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The archive of these parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def workbook(*sheets: str, **more: object) -> bytes:
    """The file of a workbook of these sheets; see `parts_of`."""
    return packed(parts_of(*sheets, **more))  # type: ignore[arg-type]


def number_formats(*codes: str) -> str:
    """Styles whose cell formats 1, 2 … show numbers by these codes, or by the built-in format of that number."""
    custom = [code for code in codes if not code.isdigit()]
    defined = "".join(
        f"<numFmt numFmtId='{200 + place}' formatCode={quoteattr(code)}/>" for place, code in enumerate(custom)
    )
    used = "".join(f'<xf numFmtId="{code if code.isdigit() else 200 + custom.index(code)}"/>' for code in codes)
    own = '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'  # of named styles, which no cell refers to by number
    return f'<numFmts>{defined}</numFmts>{own}<cellXfs><xf numFmtId="0"/>{used}</cellXfs>'
