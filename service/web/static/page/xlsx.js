// The cells of a workbook, so that they can be shown beside the verdicts and edited. Only for that: the file itself is
// what is sent and judged until a cell is changed. Reads with what the browser has (DecompressionStream, DOMParser).

const MOST_BYTES = 400 * 1024 * 1024;
/** Bytes that one part may inflate to; the service has limits of its own. */

/** The sheets of a workbook, each as rows of texts, in the order of the workbook. */
export async function read(bytes) {
  const parts = directory(new DataView(bytes));
  const xml = async (name) => (parts.has(name) ? parsed(await inflated(bytes, parts.get(name))) : null);
  const strings = texts(await xml("xl/sharedStrings.xml"));
  const kinds = formats(await xml("xl/styles.xml"));
  const targets = new Map();
  for (const each of (await xml("xl/_rels/workbook.xml.rels"))?.getElementsByTagName("Relationship") ?? []) {
    targets.set(each.getAttribute("Id"), each.getAttribute("Target").replace(/^\/?(xl\/)?/, "xl/"));
  }
  const sheets = [];
  for (const each of (await xml("xl/workbook.xml"))?.getElementsByTagNameNS("*", "sheet") ?? []) {
    const id = each.getAttribute("r:id") ?? each.getAttributeNS("http://schemas.openxmlformats.org/officeDocument/2006/relationships", "id");
    const sheet = await xml(targets.get(id));
    if (sheet && (each.getAttribute("state") ?? "visible") === "visible") sheets.push(rows(sheet, strings, kinds));
  }
  return sheets;
}

/** Name -> {offset, size, method} of every part, from the directory at the end of the archive. */
function directory(view) {
  let end = view.byteLength - 22;
  while (end >= 0 && view.getUint32(end, true) !== 0x06054b50) end -= 1;
  if (end < 0) throw new Error("not a ZIP archive");
  const parts = new Map();
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left -= 1) {
    const lengths = [28, 30, 32].map((place) => view.getUint16(at + place, true));
    const name = new TextDecoder().decode(new Uint8Array(view.buffer, at + 46, lengths[0]));
    const offset = view.getUint32(at + 42, true);
    parts.set(name, {
      start: offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true),
      size: view.getUint32(at + 20, true),
      isDeflated: view.getUint16(at + 10, true) === 8,
    });
    at += 46 + lengths[0] + lengths[1] + lengths[2];
  }
  return parts;
}

async function inflated(bytes, { start, size, isDeflated }) {
  const stored = new Blob([new Uint8Array(bytes, start, size)]).stream();
  const reader = (isDeflated ? stored.pipeThrough(new DecompressionStream("deflate-raw")) : stored).getReader();
  const decoder = new TextDecoder();
  let text = "";
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    length += value.length;
    if (length > MOST_BYTES) throw new Error("too large");
    text += decoder.decode(value, { stream: true });
  }
}

function parsed(text) {
  return new DOMParser().parseFromString(text, "application/xml");
}

function texts(shared) {
  return [...(shared?.getElementsByTagNameNS("*", "si") ?? [])].map(textOf);
}

/** The text of a string, without the readings that East Asian workbooks may hold beside it. */
function textOf(element) {
  return [...element.getElementsByTagNameNS("*", "t")]
    .filter((each) => each.parentNode.localName !== "rPh")
    .map((each) => each.textContent)
    .join("");
}

function rows(sheet, strings, kinds) {
  const found = [];
  for (const row of sheet.getElementsByTagNameNS("*", "row")) {
    const cells = [];
    for (const cell of row.children) {
      const place = cell.getAttribute("r");
      const column = place ? columnOf(place) : cells.length;
      if (column > 255) throw new Error("too many columns");
      while (cells.length < column) cells.push("");
      cells.push(shownCell(cell, strings, kinds));
    }
    found.push(cells);
  }
  return found;
}

function columnOf(place) {
  let column = 0;
  for (const letter of place) {
    if (letter < "A" || letter > "Z") break;
    column = column * 26 + letter.charCodeAt(0) - 64;
  }
  return column - 1;
}

/**
 * What Excel shows: of a number its 15 digits, for it stores 1.1 as 1.1000000000000001. A date and a percentage are the
 * text that is seen, and a formula without a value is an error: none of them is taken for a number, here or there.
 */
function shownCell(cell, strings, kinds) {
  const kind = cell.getAttribute("t");
  if (kind === "inlineStr") return textOf(cell);
  const child = (name) => [...cell.children].find((each) => each.localName === name);
  const value = child("v")?.textContent ?? "";
  if (value === "") return child("f") ? "#VALUE!" : "";
  if (kind === "s") return strings[Number(value)] ?? "";
  if (kind === "b") return value === "1" ? "TRUE" : "FALSE";
  if (kind === "str" || kind === "e" || kind === "d") return value;
  const format = kinds[Number(cell.getAttribute("s") ?? 0)];
  if (format === "percentage") return `${plain((Number(value) * 100).toPrecision(15))}%`;
  if (format === "date") return new Date(Math.round((Number(value) - 25569) * 864e5)).toISOString().slice(0, 10);
  return plain(Number(value).toPrecision(15));
}

const BUILT_IN_DATES = [[14, 22], [27, 36], [45, 47], [50, 58]];

/** Of every cell format whether it shows a date, a percentage or a plain number. */
function formats(styles) {
  if (!styles) return [];
  const codes = new Map();
  for (const each of styles.getElementsByTagNameNS("*", "numFmt")) {
    codes.set(Number(each.getAttribute("numFmtId")), each.getAttribute("formatCode"));
  }
  const [cellFormats] = styles.getElementsByTagNameNS("*", "cellXfs");
  return [...(cellFormats?.children ?? [])].map((each) => {
    const id = Number(each.getAttribute("numFmtId"));
    const code = (codes.get(id) ?? "").replace(/"[^"]*"|\\.|_.|\*.|\[(?!(?:h+|m+|s+)\])[^\]]*\]/gi, "");
    if (id === 9 || id === 10 || code.includes("%")) return "percentage";
    const isDate = BUILT_IN_DATES.some(([from, to]) => id >= from && id <= to) || (code !== "General" && /[ymdhs]/i.test(code));
    return isDate ? "date" : "number";
  });
}

function plain(text) {
  const [mantissa, exponent] = text.split("e");
  const short = mantissa.includes(".") ? mantissa.replace(/\.?0+$/, "") : mantissa;
  return exponent ? `${short}e${Number(exponent)}` : short;
}
