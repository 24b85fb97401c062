// The cells of a workbook, so that they can be shown beside the verdicts, and one of them put in the place of another. A
// changed workbook is the reader's own with other texts in the changed cells: every other cell is still read by the
// service from what Excel wrote, whatever is shown of it here.

import * as zip from "./zip.js";

const RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/** The rows of the sheet that the service reads, which is the first that can be seen, as texts. */
export async function read(bytes) {
  const book = await opened(bytes);
  const strings = [...elements(await book.xml("xl/sharedStrings.xml"), "si")].map((each) => unescaped(textOf(each)));
  const shows = shapes(await book.xml("xl/styles.xml"));
  const sheet = await book.xml(book.sheet);
  return [...elements(sheet, "row")].map((row) => {
    const cells = [];
    for (const [column, cell] of placed(row)) {
      if (column > 255) throw new Error("too many columns");
      while (cells.length < column) cells.push("");
      cells.push(shownCell(cell, strings, shows, book.isSince1904));
    }
    return cells;
  });
}

/** The workbook with other texts in some cells; `edits` is row (of those read) -> column -> text. */
export async function patched(bytes, edits) {
  const book = await opened(bytes);
  const sheet = await book.text(book.sheet);
  const [root] = /<[^?!][^>]*>/.exec(sheet);
  const pieces = [];
  let [at, number] = [0, 0];
  for (const [place, tag] of [...sheet.matchAll(ROW)].entries()) {
    number = Number(/\sr\s*=\s*["'](\d+)/.exec(tag[0])?.[1] ?? number + 1);
    if (!edits.has(place)) continue;
    const isEmpty = tag[0].endsWith("/>");
    const end = isEmpty ? tag.index + tag[0].length : sheet.indexOf(">", sheet.indexOf(`</${tag[1]}`, tag.index)) + 1;
    const around = parsed(`${root}${sheet.slice(tag.index, end)}</${/[^<\s>]+/.exec(root)[0]}>`); // for its namespaces
    const [row] = elements(around, "row");
    for (const [column, text] of edits.get(place)) put(row, number, column, text);
    pieces.push(sheet.slice(at, tag.index), new XMLSerializer().serializeToString(row));
    at = end;
  }
  return zip.withPart(bytes, book.sheet, [...pieces, sheet.slice(at)].join(""));
}

/** Where a row begins, in a text without comments and the like: no other "<" can stand before its name. */
const ROW = /<((?:[\w.-]+:)?row)(?=[\s/>])[^>]*>/g;

async function opened(bytes) {
  const parts = zip.parts(bytes);
  const text = (name) => zip.inflated(bytes, parts.get(name));
  const xml = async (name) => (parts.has(name) ? parsed(await text(name)) : null);
  const sheets = new Map();
  for (const each of elements(await xml("xl/_rels/workbook.xml.rels"), "Relationship")) {
    if (!each.getAttribute("Type").endsWith("/worksheet")) continue;
    sheets.set(each.getAttribute("Id"), each.getAttribute("Target").replace(/^\/?(xl\/)?/, "xl/"));
  }
  const book = await xml("xl/workbook.xml");
  const [sheet] = [...elements(book, "sheet")]
    .filter((each) => (each.getAttribute("state") ?? "visible") === "visible")
    .map((each) => sheets.get(each.getAttributeNS(RELATIONS, "id")))
    .filter(Boolean);
  const [properties] = elements(book, "workbookPr");
  return { text, xml, sheet, isSince1904: ["1", "true"].includes(properties?.getAttribute("date1904")) };
}

function parsed(text) {
  if (text.includes("<!")) throw new Error("has comments, or what no spreadsheet writes");
  if (/^\s*<\?xml[^>]*encoding\s*=\s*["'](?!utf-8)/i.test(text)) throw new Error("not UTF-8");
  const found = new DOMParser().parseFromString(text, "application/xml");
  if (elements(found, "parsererror").length) throw new Error("not well formed");
  return found;
}

const elements = (part, name) => part?.getElementsByTagNameNS("*", name) ?? [];

/** The text of a string, without the readings that East Asian workbooks may hold beside it. */
function textOf(element) {
  return [...elements(element, "t")]
    .filter((each) => each.parentNode.localName !== "rPh")
    .map((each) => each.textContent)
    .join("");
}

/** A text with the characters that a workbook spells as _x000D_. */
function unescaped(text) {
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code) => String.fromCharCode(parseInt(code, 16)));
}

/** A text spelt so that a workbook can hold it, and that nothing in it is taken for such a spelling. */
function escaped(text) {
  return text
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, "_x005F_")
    .replace(/[\0-\x08\x0b-\x1f\ufffe\uffff]/g, (sign) => `_x${sign.charCodeAt(0).toString(16).padStart(4, "0")}_`);
}

/** The cells of a row, each with its column, counted from 0. */
function placed(row) {
  let next = 0;
  return [...row.children]
    .filter(({ localName }) => localName === "c")
    .map((cell) => {
      const column = cell.hasAttribute("r") ? columnOf(cell.getAttribute("r")) : next;
      next = column + 1;
      return [column, cell];
    });
}

function columnOf(place) {
  let column = 0;
  for (const letter of place) {
    if (letter < "A" || letter > "Z") break;
    column = column * 26 + letter.charCodeAt(0) - 64;
  }
  return column - 1;
}

function lettersOf(column) {
  const last = String.fromCharCode(65 + (column % 26));
  return column < 26 ? last : lettersOf(Math.floor(column / 26) - 1) + last;
}

/** Put a text where a cell is, or is missing; what it said before goes, with its format and its formula. */
function put(row, number, column, text) {
  const make = (name, ...children) => {
    const element = row.ownerDocument.createElementNS(row.namespaceURI, name);
    element.append(...children);
    return element;
  };
  const cell = make("c");
  cell.setAttribute("r", `${lettersOf(column)}${number}`);
  if (text) {
    const content = make("t", escaped(text));
    content.setAttributeNS("http://www.w3.org/XML/1998/namespace", "xml:space", "preserve");
    cell.setAttribute("t", "inlineStr");
    cell.append(make("is", content));
  }
  const [at, other] = placed(row).find(([each]) => each >= column) ?? [];
  if (at === column) other.replaceWith(cell);
  else row.insertBefore(cell, other ?? null);
}

/**
 * What the service takes a cell for: see service/formats/xlsx_reader.py. A test holds the two together. Of a number whose
 * format scales it, the digits that are in the file; what the service makes of that stands beside them.
 */
function shownCell(cell, strings, shows, isSince1904) {
  const kind = cell.getAttribute("t");
  const child = (name) => [...cell.children].find((each) => each.localName === name);
  if (kind === "inlineStr") return unescaped(textOf(cell));
  const text = child("v")?.textContent;
  if (!text && (kind !== "str" || text === undefined)) return child("f") ? "=…" : "";
  if (kind === "s") return strings[Number(text)] ?? "";
  if (kind === "b") return text.trim() === "1" ? "TRUE" : "FALSE";
  if (kind === "e") return text;
  if (kind !== null && kind !== "n") return unescaped(text);
  const value = Number(text);
  const shape = shows[Number(cell.getAttribute("s") ?? 0)];
  if (shape === "percentage") return `${asSeen(value * 100)}%`;
  return shape === "date" ? asDate(value, isSince1904) : asSeen(value);
}

/** Of a number the 15 digits that Excel shows, none beyond the 12th place: those are rounded up. */
export function asSeen(value) {
  const [mantissa, power] = value.toExponential(14).split("e");
  const exponent = Number(power);
  const digits = mantissa.replace(/[-.]/g, "").replace(/0+$/, "") || "0";
  const sign = value < 0 ? "-" : "";
  const places = digits.length - 1 - exponent;
  if (places > 12) {
    const shift = 10n ** BigInt(places - 12);
    const whole = BigInt(digits) / shift + (sign || BigInt(digits) % shift === 0n ? 0n : 1n);
    const text = whole.toString().padStart(13, "0");
    const plain = `${text.slice(0, -12)}.${text.slice(-12)}`.replace(/\.?0+$/, "");
    return plain === "0" ? "0" : sign + plain;
  }
  if (exponent >= -4 && exponent < 15) {
    if (places <= 0) return sign + digits + "0".repeat(-places);
    const text = digits.padStart(places + 1, "0");
    return `${sign}${text.slice(0, -places)}.${text.slice(-places)}`;
  }
  const short = digits.length > 1 ? `${digits[0]}.${digits.slice(1)}` : digits;
  return `${sign}${short}e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
}

/** The day, and the time if there is one; Excel shows signs in the place of what is none, as below 0. Excel counts from 1900 as if that had been a leap year, or from 1904. */
function asDate(value, isSince1904) {
  if (!(value >= 0 && value < 2958466)) return "####";
  const first = isSince1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, value > 60 ? 30 : 31);
  const moment = new Date(first + Math.round(value * 86400) * 1000).toISOString();
  return Number.isInteger(value) ? moment.slice(0, 10) : moment.slice(0, 19).replace("T", " ");
}

const BUILT_IN_DATES = [[14, 22], [27, 36], [45, 47], [50, 58]];

/** Of every cell format whether it shows a date, a percentage or a plain number. */
function shapes(styles) {
  const codes = new Map();
  for (const each of elements(styles, "numFmt")) codes.set(Number(each.getAttribute("numFmtId")), each.getAttribute("formatCode"));
  const [cellFormats] = elements(styles, "cellXfs");
  return [...(cellFormats?.children ?? [])].map((each) => {
    const id = Number(each.getAttribute("numFmtId"));
    if (codes.has(id)) return shapeOf(codes.get(id));
    if (id === 9 || id === 10) return "percentage";
    return BUILT_IN_DATES.some(([from, to]) => id >= from && id <= to) ? "date" : "number";
  });
}

function shapeOf(code) {
  const signs = code.split(";")[0].replace(/"[^"]*"|[\\!].|_.|\*.|\[(?!(?:h+|m+|s+)\])[^\]]*\]/gi, "").toLowerCase();
  if (signs.includes("%")) return "percentage";
  return /[ymdhs]/.test(signs) && !signs.includes("general") ? "date" : "number";
}
