// The reader's list: what is sent, and the cells that are shown and edited.
//
// What is sent is what the reader gave, byte for byte, until a cell is changed or a term is chosen that the file must
// then hold. Then it is the same file with other cells, lines or terms in those places: whatever the page does not
// change, the service still reads from what the reader wrote. A file that the page cannot change so is sent as it is,
// and cannot be changed. Which column is which, the service says.

import * as csv from "./csv.js";
import * as json from "./json.js";
import * as xlsx from "./xlsx.js";

const EVALUATIONS = "/v1/evaluations";
const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const FIELDS = ["id", "benchmark", "capacity", "capacity_unit", "intensity", "intensity_unit", "operating_days", "group", "stage"];

/** The field that confirms an intensity, and the headers under which a table may have it already. */
const CONFIRMED = "intensity_confirmed";
const CONFIRMED_HEADERS = [CONFIRMED, "intensity confirmed", "confirmed", "能耗已核实", "能耗已确认", "能耗是否核实", "能耗是否已核实"];

/** What a list is judged by. */
export const TERMS = ["goal", "edition", "as_of", "weighting", "rejected", "a_line_is"];

/** A list that the reader chose; `columns` and `rows` are null where the page cannot show its cells. */
class List {
  constructor({ name, type, original, isTable = false, isSealed = false, candidates = [] }) {
    Object.assign(this, { name, type, original, isTable, isSealed, candidates });
    this.columns = null;
    this.rows = null;
    this.edits = new Map(); // row of the file -> column -> text
    this.changes = 0;
    this.addedColumn = null; // the column that the page added to a table
    this.said = {}; // the terms that stand in the file itself, as they are written there
    this.follows = new Set(); // those of them that were not replaced by a choice
  }

  /** Judge by what the file says of a term, or by what the reader chooses. */
  follow(term, isFollowed) {
    if (isFollowed && term in this.said) this.follows.add(term);
    else this.follows.delete(term);
  }

  /** Whether the file decides on a term: a sealed file decides on them all, and on what it does not say. */
  decides(term) {
    return this.isSealed || this.follows.has(term);
  }

  /** The text of a cell as it is now. */
  cell(row, column) {
    return this.edits.get(this.places[row])?.get(column) ?? this.rows[row][column] ?? "";
  }

  /** Change a cell; true if it is another text than before. One that is as in the file again is not changed. */
  edit(row, column, text) {
    if (this.cell(row, column) === text) return false;
    this.#setCell(this.places[row], this.rows[row][column] ?? "", column, text);
    this.changes += 1;
    return true;
  }

  #setCell(place, original, column, text) {
    if (!this.edits.has(place)) this.edits.set(place, new Map());
    const edits = this.edits.get(place);
    if (original === text) edits.delete(column);
    else edits.set(column, text);
    if (!edits.size) this.edits.delete(place);
  }

  /** Whether a cell is another than in the file. */
  wasEdited(row, column) {
    return this.edits.get(this.places[row])?.has(column) ?? false;
  }

  /** Whether the page can confirm an intensity: it can edit the cells. */
  get canConfirm() {
    return this.columns !== null;
  }

  /** Whether the file says that the intensity of a line is right although it is far from the levels. */
  isConfirmed(row) {
    const column = this.#confirmedColumn();
    return column >= 0 && this.cell(row, column).trim() !== "";
  }

  /** Say in the file itself that the intensity of a line is right, or take that back; a new column if none has it. */
  confirm(row, isRight) {
    let column = this.#confirmedColumn();
    if (column < 0) {
      column = this.rows.reduce((most, cells) => Math.max(most, cells.length), this.columns.length);
      this.columns = [...this.columns, ...new Array(column - this.columns.length).fill(""), CONFIRMED];
      this.addedColumn = column;
    }
    this.edit(row, column, isRight ? "true" : "");
    if (!this.isTable || column !== this.addedColumn) return;
    const isUsed = this.places.some((place) => this.edits.get(place)?.has(column));
    this.#setCell(this.headerPlace, "", column, isUsed ? CONFIRMED : "");
  }

  #confirmedColumn() {
    return this.columns.findIndex((name) => CONFIRMED_HEADERS.includes(name.toLowerCase()));
  }

  /**
   * Take as the cells of the list those that the answer is about: as many lines, the columns that it names, and the ids.
   * Where none are, the list is judged all the same, and only its cells are not shown.
   */
  settle(answer) {
    const columns = answer.namedColumns();
    const isOf = ({ columns: found, rows }) =>
      rows.length === answer.length &&
      columns.every((name) => found.includes(name)) &&
      rows.every((row, index) => !answer.ids[index] || row.some((cell) => cell.trim() === answer.ids[index].trim()));
    if (!this.columns) {
      for (const candidate of this.candidates) {
        const found = candidate();
        if (!found || !isOf(found)) continue;
        Object.assign(this, found);
        break;
      }
      this.candidates = [];
    } else if (this.rows.length !== answer.length) {
      this.#passOverEmptied();
      if (this.rows.length !== answer.length) this.columns = this.rows = null;
    }
  }

  /** A row of a table whose cells were all emptied is no line any more. */
  #passOverEmptied() {
    const kept = [...this.rows.keys()].filter((row) => this.columns.some((_, column) => this.cell(row, column).trim()));
    this.rows = kept.map((row) => this.rows[row]);
    this.places = kept.map((row) => this.places[row]);
  }

  /** The request that evaluates this list: {address, type, content}; `chosen` are the terms that the reader chose. */
  async request(chosen) {
    const terms = TERMS.filter((term) => chosen[term] && !this.decides(term)).map((term) => [term, chosen[term]]);
    const address = terms.length ? `${EVALUATIONS}?${new URLSearchParams(terms)}` : EVALUATIONS;
    if (!this.edits.size) return { address, type: this.type, content: this.original };
    return { address, type: this.type, ...(await this.changed()) };
  }
}

/** Text of cells with something between them. */
class Cells extends List {
  constructor(name, bytes) {
    super({ name, type: "text/csv", original: bytes, isTable: true });
    let text;
    try {
      text = csv.decoded(bytes);
    } catch {
      return; // the service says what is wrong
    }
    this.text = text;
    this.candidates = csv.delimiters(text).map((delimiter) => () => {
      try {
        return { delimiter, ...table(csv.parse(text, delimiter)) };
      } catch {
        return null;
      }
    });
  }

  changed() {
    return { type: "text/csv;charset=utf-8", content: csv.patched(this.text, this.delimiter, this.edits) };
  }
}

class Workbook extends List {
  static async of(name, bytes) {
    const rows = await xlsx.read(bytes).catch(() => null); // the service says what is wrong
    return new Workbook({ name, type: XLSX, original: bytes, isTable: true, candidates: rows ? [() => table(rows)] : [] });
  }

  async changed() {
    return { content: await xlsx.patched(this.original, this.edits) };
  }
}

/** A JSON object for each line of the text. */
class JsonLines extends List {
  static of(name, bytes) {
    const of = (more) => new JsonLines({ name, type: "application/x-ndjson", original: bytes, ...more });
    try {
      const text = strictText(bytes);
      const spans = [...text.matchAll(/[^\n]+/g)]
        .filter(([line]) => line.trim())
        .map(({ index, 0: line }) => ({ from: index, to: index + line.length }));
      const found = fields(text, spans.map(({ from, to }) => within(json.read(text.slice(from, to), 1), from)));
      return Object.assign(of({ candidates: [() => found] }), { text, spans });
    } catch {
      return of(); // the service says what is wrong, and where
    }
  }

  changed() {
    return { content: changedLines(this) };
  }
}

/** One JSON object with the list and what it is to be judged by. */
class Json extends List {
  static of(name, bytes) {
    const of = (more) => new Json({ name, type: "application/json", original: bytes, ...more });
    try {
      const text = strictText(bytes);
      const { members } = json.read(text, 3);
      const { items } = members.find(({ key }) => key === "lines").value;
      const found = fields(text, items);
      const list = Object.assign(of({ candidates: [() => found] }), { text, spans: items.map(({ from, to }) => ({ from, to })) });
      for (const { key, value } of members) if (TERMS.includes(key)) list.said[key] = text.slice(value.from, value.to);
      list.follows = new Set(Object.keys(list.said));
      return list;
    } catch {
      return of({ isSealed: true }); // the service says what is wrong, and where
    }
  }

  async request(chosen) {
    const terms = new Map();
    for (const term of TERMS.filter((each) => !this.decides(each))) {
      if (chosen[term]) terms.set(term, JSON.stringify(chosen[term]));
      else if (term in this.said) terms.set(term, null);
    }
    const lines = this.edits.size ? changedLines(this) : this.text;
    const content = terms.size ? json.withMembers(lines, terms) : this.edits.size ? lines : this.original;
    return { address: EVALUATIONS, type: this.type, content };
  }
}

/** The list that a file holds. */
export async function fromFile(file) {
  const bytes = await file.arrayBuffer();
  const ending = file.name.toLowerCase().split(".").at(-1);
  const starts = new Uint8Array(bytes.slice(0, 2));
  if (ending === "xlsx" || (starts[0] === 0x50 && starts[1] === 0x4b)) return Workbook.of(file.name, bytes);
  if (ending === "json") return Json.of(file.name, bytes);
  if (ending === "ndjson" || ending === "jsonl") return JsonLines.of(file.name, bytes);
  return new Cells(file.name, bytes);
}

/** The list that cells from a spreadsheet's clipboard hold. */
export function fromCells(text, name) {
  return new Cells(name, new TextEncoder().encode(text).buffer);
}

/** The columns and the rows of a table, with the place of each row among all of them; empty ones are no lines. */
function table(all) {
  const places = [...all.keys()].filter((place) => all[place].some((cell) => cell.trim()));
  const [columns, ...rows] = places.map((place) => all[place]);
  return { columns: (columns ?? []).map((cell) => cell.trim()), rows, places: places.slice(1), headerPlace: places[0] };
}

const strictText = (bytes) => new TextDecoder("utf-8", { fatal: true }).decode(bytes);

function within({ members }, from) {
  const moved = ({ key, value }) => ({ key, value: { from: value.from + from, to: value.to + from } });
  return { members: members?.map(moved) };
}

/** The fields of lines as columns: those that the service knows, in its order, and whatever else there is. */
function fields(text, lines) {
  const seen = new Set(lines.flatMap(({ members = [] }) => members.map(({ key }) => key)));
  const columns = [...FIELDS.filter((name) => seen.delete(name)), ...seen];
  const at = new Map(columns.map((name, column) => [name, column]));
  const rows = lines.map(({ members = [] }) => {
    const cells = new Array(columns.length).fill("");
    for (const { key, value } of members) cells[at.get(key)] = cellText(text.slice(value.from, value.to));
    return cells;
  });
  return { columns, rows, places: [...rows.keys()] };
}

function cellText(value) {
  if (value === "null") return "";
  return value[0] === '"' ? JSON.parse(value) : value;
}

/** A cell as JSON: a text, or a flag if the field is one. */
const written = (field, cell) => (field === CONFIRMED && ["true", "false"].includes(cell) ? cell : JSON.stringify(cell));

/** The text with the changed lines: in each only the changed fields are others, as texts; an emptied one is gone. */
function changedLines({ text, spans, columns, edits }) {
  const changes = [...edits.keys()].sort((one, other) => one - other).map((place) => {
    const { from, to } = spans[place];
    const values = [...edits.get(place)].map(([column, cell]) => [columns[column], cell ? written(columns[column], cell) : null]);
    return [spans[place], json.withMembers(text.slice(from, to), new Map(values))];
  });
  return json.spliced(text, changes);
}
