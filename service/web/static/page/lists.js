// The reader's list: what is sent, and the cells that are shown and edited.
//
// What is sent is what the reader gave, byte for byte, until a cell is changed: a file goes as it is, a JSON line as it
// was written. A changed table goes as CSV with the reader's own columns, a changed JSON line with its values as texts,
// which the service reads digit by digit. Which column is which is for the service to say; the page does not guess.

import * as csv from "./csv.js";
import { exactJson } from "./numbers.js";
import * as xlsx from "./xlsx.js";

const EVALUATIONS = "/v1/evaluations";
const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const FIELDS = ["id", "benchmark", "capacity", "capacity_unit", "intensity", "intensity_unit", "operating_days", "group"];

/** A list that the reader chose; `columns` and `rows` are null where the page cannot show its cells. */
class List {
  constructor({ name, kind, type, original, columns = null, rows = null, raw = null, around = null }) {
    Object.assign(this, { name, kind, type, original, columns, rows, raw, around });
    this.edits = new Map(); // row -> the columns that were changed
    this.changes = 0;
  }

  get isChanged() {
    return this.changes > 0;
  }

  /** Change a cell; true if it is another text than before. */
  edit(row, column, text) {
    const cells = this.rows[row];
    if ((cells[column] ?? "") === text) return false;
    while (cells.length <= column) cells.push("");
    cells[column] = text;
    if (!this.edits.has(row)) this.edits.set(row, new Set());
    this.edits.get(row).add(column);
    this.changes += 1;
    return true;
  }

  /** Whether a cell was changed since the list was opened. */
  wasEdited(row, column) {
    return this.edits.get(row)?.has(column) ?? false;
  }

  /** The request that evaluates this list under the settings. */
  request({ goal, edition, weighting }) {
    const asked = { goal, edition, weighting };
    if (this.kind === "json") return this.#asJson(asked);
    if (this.type === "application/json") return { address: EVALUATIONS, type: this.type, content: this.original };
    const query = new URLSearchParams(Object.entries(asked).filter(([, value]) => value && value !== "own"));
    const address = query.size ? `${EVALUATIONS}?${query}` : EVALUATIONS;
    if (!this.isChanged) return { address, type: this.type, content: this.original };
    if (this.type === "application/x-ndjson") {
      return { address, type: this.type, content: this.rows.map((_, row) => this.#line(row)).join("\n") };
    }
    return { address, type: "text/csv;charset=utf-8", content: csv.write([this.columns, ...this.rows]) };
  }

  #asJson(asked) {
    const members = Object.entries({ ...this.around, ...Object.fromEntries(Object.entries(asked).filter(([, value]) => value)) })
      .filter(([name, value]) => !(name === "goal" && value === "own"))
      .map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`);
    if (asked.goal === "own") members.push(`"goal":${this.ownGoal}`);
    members.push(`"lines":[${this.rows.map((_, row) => this.#line(row)).join(",")}]`);
    return { address: EVALUATIONS, type: "application/json", content: `{${members.join(",")}}` };
  }

  #line(row) {
    if (!this.edits.has(row)) return this.raw[row];
    const values = this.columns.map((column, at) => [column, this.rows[row][at]]).filter(([, value]) => value);
    return JSON.stringify(Object.fromEntries(values));
  }
}

/** The list that a file holds. */
export async function fromFile(file) {
  const bytes = await file.arrayBuffer();
  const ending = file.name.toLowerCase().split(".").at(-1);
  const starts = new Uint8Array(bytes.slice(0, 2));
  if (ending === "xlsx" || (starts[0] === 0x50 && starts[1] === 0x4b)) {
    const sheets = await xlsx.read(bytes).catch(() => []);
    const list = new List({ name: file.name, kind: "table", type: XLSX, original: bytes });
    list.candidates = sheets.map(withoutEmptyRows).filter((rows) => rows.length > 1);
    return list;
  }
  if (ending === "json" || ending === "ndjson" || ending === "jsonl") return fromJson(file, bytes, ending);
  const list = new List({ name: file.name, kind: "table", type: "text/csv", original: bytes });
  list.candidates = [withoutEmptyRows(csv.read(bytes))];
  return list;
}

/** The list that cells from a spreadsheet's clipboard hold. */
export function fromCells(text, name) {
  const rows = withoutEmptyRows(csv.parse(text, text.includes("\t") ? "\t" : ","));
  const list = new List({ name, kind: "table", type: "text/csv;charset=utf-8", original: csv.write(rows) });
  list.candidates = [rows];
  return list;
}

function withoutEmptyRows(rows) {
  return rows.filter((row) => row.some((cell) => cell.trim()));
}

/**
 * Take as the cells of a table the sheet that has as many lines as the service found, and the columns that it names.
 * Where none has, the list is judged all the same, and only its cells are not shown.
 */
export function settle(list, submitted, namedColumns) {
  if (list.columns || !list.candidates) return;
  const fits = (rows) =>
    rows.length - 1 === submitted && namedColumns.every((name) => rows[0].some((cell) => cell.trim() === name));
  const found = list.candidates.find(fits);
  if (!found) return;
  [list.columns, ...list.rows] = found;
  list.columns = list.columns.map((cell) => cell.trim());
  list.candidates = null;
}

function fromJson(file, bytes, ending) {
  const isLines = ending !== "json";
  const opaque = new List({
    name: file.name,
    kind: "opaque",
    type: isLines ? "application/x-ndjson" : "application/json",
    original: bytes,
  });
  const text = new TextDecoder().decode(bytes).replace(/^\ufeff/, "");
  try {
    if (isLines) {
      const raw = text.split("\n").filter((line) => line.trim());
      return new List({ ...opaque, kind: "lines", raw, ...cells(raw) });
    }
    const sent = JSON.parse(text);
    if (!Array.isArray(sent.lines)) return opaque;
    const { raw, goal } = membersOf(text);
    if (raw.length !== sent.lines.length) return opaque;
    const { lines: _, ...around } = sent;
    const list = new List({ ...opaque, kind: "json", raw, around, ...cells(raw) });
    if (typeof around.goal === "object" && around.goal !== null) {
      list.ownGoal = goal;
      list.ownTarget = exactJson(goal);
      delete around.goal;
    }
    return list;
  } catch {
    return opaque; // the service says what is wrong, and where
  }
}

/** The texts of the lines, as they were written, and of the goal, in a request that is known to be JSON. */
function membersOf(text) {
  const token = /"(?:[^"\\]|\\.)*"|[[\]{},:]|[^\s"[\]{},:]+/g;
  const raw = [];
  let goal = "null";
  let depth = 0;
  let key = null;
  let start = -1;
  let isKey = true;
  for (let found = token.exec(text); found; found = token.exec(text)) {
    const [sign] = found;
    if (sign === "{" || sign === "[") {
      depth += 1;
      if ((key === "lines" && depth === 3) || (key === "goal" && depth === 2)) start = found.index;
    } else if (sign === "}" || sign === "]") {
      if (key === "lines" && depth === 3 && start >= 0) raw.push(text.slice(start, token.lastIndex));
      if (key === "goal" && depth === 2 && start >= 0) goal = text.slice(start, token.lastIndex);
      depth -= 1;
      if (depth < 3) start = -1;
    } else if (depth === 1 && sign[0] === '"' && isKey) {
      key = JSON.parse(sign);
    } else if (depth === 2 && key === "lines" && sign !== "," && sign !== ":") {
      raw.push(sign); // not an object: the service rejects it
    }
    if (depth === 1) isKey = sign === ",";
    if (sign === "{" && depth === 1) isKey = true;
  }
  return { raw, goal };
}

function cells(raw) {
  const lines = raw.map((text) => exactJson(text));
  const seen = new Set();
  for (const line of lines) {
    for (const name of Object.keys(line ?? {})) seen.add(name);
  }
  const columns = [...FIELDS.filter((name) => seen.delete(name)), ...seen];
  return { columns, rows: lines.map((line) => columns.map((name) => cellText(line?.[name]))) };
}

function cellText(value) {
  if (value === null || value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}
