// The list of lines with their verdicts. Only the rows in sight are in the document, so 100,000 lines scroll as ten do.
// Each row is the reader's own, cell by cell, with what is wrong under the cell that caused it.

import { byId, h, settled } from "./dom.js";
import { notesOf } from "./notes.js";
import { rounded, shown } from "./numbers.js";
import { unit } from "./sentences.js";
import { standingName } from "./standings.js";
import { editionNameOf } from "./terms.js";
import { has, t } from "./texts.js";

const PLAIN = 48;
const CARD = 100; // on a phone: verdict and product, then each cell
const CARD_CELL = 30;
const NOTE_LINE = 18;
const CANDIDATE = 30;
const BEYOND = 6; // rows kept ready above and below those in sight
const VERDICT = 160; // widths of the column of verdicts, without and with notes
const VERDICT_NOTED = 216;

/** The list in the page; `handlers` are `edited`, `evaluate` and `ticked`. */
export class Lines {
  constructor(handlers) {
    this.handlers = handlers;
    this.scroller = byId("lines-scroller");
    this.table = byId("lines-table");
    this.sort = { key: "row", isDown: false };
    this.standing = "";
    this.product = "";
    this.rows = new Map(); // place in the order -> its <tr>
    this.narrow = matchMedia("screen and (max-width: 720px)");
    this.narrow.addEventListener("change", () => {
      if (!this.answer) return;
      const place = placeOf(this.offsets, this.scroller.scrollTop);
      this.show(this.list, this.answer, this.whatIf);
      this.scroller.scrollTop = this.offsets[place];
    });
    this.scroller.addEventListener("scroll", () => this.#draw(), { passive: true });
    byId("filter-text").addEventListener("input", settled(120, () => this.arrange()));
    byId("filter-product").addEventListener("change", (event) => {
      this.product = event.target.value;
      this.arrange();
    });
    byId("sort-by").addEventListener("change", (event) => this.#sortBy(...event.target.value.split(" ")));
  }

  /** Show a list with its answer, keeping filter and order. */
  show(list, answer, whatIf) {
    const isOther = list !== this.list;
    Object.assign(this, { list, answer, whatIf });
    if (isOther) {
      this.sort = { key: "row", isDown: false };
      this.standing = "";
      this.product = "";
      byId("filter-text").value = "";
      this.scroller.scrollTop = 0;
    }
    this.columns = list.columns ?? [];
    this.search = null;
    this.notes = new Map();
    this.#filters();
    this.#head();
    this.arrange();
  }

  /** Bring a line into sight. */
  reveal(index) {
    this.standing = "";
    this.product = "";
    byId("filter-text").value = "";
    this.#filters();
    this.arrange();
    const place = this.order.indexOf(index);
    this.scroller.scrollTop = this.offsets[place] - this.scroller.clientHeight / 3;
    byId("lines").scrollIntoView({ block: "start" });
    this.#draw();
    const row = this.rows.get(place);
    row?.classList.add("picked");
    row?.querySelector("input")?.focus({ preventScroll: true });
  }

  /** Show the ticks as they are now. */
  redrawTicks() {
    for (const row of this.rows.values()) {
      const box = row.querySelector(".tick input");
      if (box) box.checked = this.whatIf.ticked.has(Number(row.dataset.index));
    }
  }

  /** The lines as they are filtered and ordered now, for a print. */
  get inOrder() {
    return this.order;
  }

  /** The notes of a line; those whose place is -1 are about the line as a whole. */
  notesOf(index) {
    if (!this.answer.isNoted[index]) return [];
    if (!this.notes.has(index)) this.notes.set(index, notesOf(this.answer.result(index), this.list, editionNameOf));
    return this.notes.get(index);
  }

  #filters() {
    const counts = this.answer.counts();
    const choice = (standing, words, count) =>
      h(
        "button",
        { type: "button", class: `chip-button${standing ? ` standing-${standing}` : ""}`, "aria-pressed": String(this.standing === standing), onclick: () => {
          this.standing = standing;
          this.#filters();
          this.arrange();
        } },
        standing ? h("span", { class: "mark", "aria-hidden": "true" }) : null,
        words,
        h("b", {}, shown(String(count))),
      );
    byId("filter-standing").replaceChildren(
      choice("", t("filter_all"), this.answer.length),
      ...[...counts].map(([standing, count]) => choice(standing, standingName(standing), count)),
    );
    byId("filter-product").replaceChildren(
      h("option", { value: "" }, t("filter_all_products")),
      ...Object.entries(this.answer.summary.benchmarks).map(([id, { name }]) => h("option", { value: id, selected: id === this.product }, name)),
    );
  }

  #heads() {
    return [
      { key: "row", words: t("column_row"), width: 80 },
      { key: "gap", words: t("column_verdict"), width: this.#isNoted(-1) ? VERDICT_NOTED : VERDICT },
      { key: "product", words: t("column_product"), width: 196 },
      ...this.columns.map((_, at) => ({ key: `cell:${at}`, words: this.#label(at), width: this.#widthOf(at), at })),
      ...(this.columns.length ? [] : [{ key: "capacity", words: t("column_capacity_year"), width: 180 }]),
    ];
  }

  /** The header of a column: a table's own, and of JSON the field in the reader's language. */
  #label(at) {
    const name = this.columns[at];
    return !this.list.isTable && has(`field_${name}`) ? t(`field_${name}`) : name;
  }

  #widthOf(at) {
    const name = textWidth(this.#label(at));
    let most = Math.max((name > 90 ? name / 2 : name) + 30, 80); // a long header takes two lines
    for (let row = 0; row < Math.min(this.list.rows.length, 300); row += 1) {
      most = Math.max(most, textWidth(this.list.cell(row, at)) + 34);
    }
    return Math.min(Math.max(most, this.#isNoted(at) ? 200 : 0), 240);
  }

  /** Whether one of the first lines has a note in this column. */
  #isNoted(at) {
    return [...Array(Math.min(this.answer.length, 2000)).keys()].some((index) => this.notesOf(index).some((each) => each.at === at));
  }

  #head() {
    this.heads = this.#heads();
    const cells = this.heads.map(({ key, words, at }, place) =>
      h(
        "th",
        { scope: "col", role: "columnheader", class: place < 2 ? `stuck stuck-${place}` : at === undefined ? "given" : null, "aria-sort": this.sort.key === key ? (this.sort.isDown ? "descending" : "ascending") : null },
        h("button", { type: "button", title: t("sort_by", { column: words }), onclick: () => this.#sortBy(key, this.sort.key === key && !this.sort.isDown ? "down" : "up") }, words,
          h("span", { class: "arrow", "aria-hidden": "true" }, this.sort.key === key ? (this.sort.isDown ? "▼" : "▲") : "")),
      ),
    );
    const columns = this.heads.map(({ width }) => {
      const column = h("col");
      column.style.width = `${width}px`;
      return column;
    });
    this.table.style.width = this.narrow.matches ? "" : `${this.heads.reduce((sum, { width }) => sum + width, 0)}px`;
    [this.before, this.after] = [spacer(this.heads.length), spacer(this.heads.length)];
    this.body = h("tbody", { role: "rowgroup" }, this.before, this.after);
    this.table.replaceChildren(
      h("caption", { class: "visually-hidden" }, t("lines")),
      h("colgroup", {}, columns),
      h("thead", { role: "rowgroup" }, h("tr", { role: "row" }, cells)),
      this.body,
    );
    byId("sort-by").replaceChildren(
      ...this.heads.flatMap(({ key, words }) =>
        ["up", "down"].map((way) =>
          h("option", { value: `${key} ${way}`, selected: this.sort.key === key && this.sort.isDown === (way === "down") }, `${t("sort_by", { column: words })} ${way === "up" ? "▲" : "▼"}`),
        ),
      ),
    );
  }

  #sortBy(key, way) {
    this.sort = { key, isDown: way === "down" };
    this.#head();
    this.arrange();
  }

  /** Filter and order the lines, and draw those in sight. */
  arrange() {
    const { answer } = this;
    const wanted = byId("filter-text").value.trim().toLowerCase();
    const order = [];
    for (let index = 0; index < answer.length; index += 1) {
      if (this.standing && answer.standings[index] !== this.standing) continue;
      if (this.product && answer.benchmarks[index] !== this.product) continue;
      if (wanted && !this.#searchText(index).includes(wanted)) continue;
      order.push(index);
    }
    this.order = this.#ordered(order);
    this.offsets = new Float64Array(order.length + 1);
    for (let place = 0; place < order.length; place += 1) {
      this.offsets[place + 1] = this.offsets[place] + this.#height(order[place]);
    }
    byId("lines-count").textContent = order.length
      ? t("shown_lines", { shown: shown(String(order.length)), all: shown(String(answer.length)) })
      : t("none_shown");
    this.table.setAttribute("aria-rowcount", order.length + 1);
    for (const row of this.rows.values()) row.remove();
    this.rows.clear();
    this.range = null;
    this.scroller.scrollTop = Math.min(this.scroller.scrollTop, this.offsets[order.length]);
    this.#draw();
  }

  #searchText(index) {
    this.search ??= new Array(this.answer.length);
    const cells = this.columns.map((_, at) => this.list.cell(index, at));
    return (this.search[index] ??= [...cells, this.answer.ids[index], this.answer.productName(index), this.answer.benchmarks[index]]
      .join("\n")
      .toLowerCase());
  }

  #ordered(order) {
    const { key, isDown } = this.sort;
    const { answer } = this;
    if (key === "row") return isDown ? order.reverse() : order;
    const cell = key.startsWith("cell:") ? Number(key.slice(5)) : null;
    const texts = new Intl.Collator(document.documentElement.lang, { numeric: true }).compare;
    const far = (index) => (Number.isNaN(answer.positions[index]) ? 1e9 + answer.present.indexOf(answer.standings[index]) : answer.positions[index]);
    const compare =
      cell !== null
        ? (one, other) => compareCells(this.list.cell(one, cell), this.list.cell(other, cell), texts)
        : key === "gap"
          ? (one, other) => far(one) - far(other)
          : key === "capacity"
            ? (one, other) => (answer.capacities[one] || 0) - (answer.capacities[other] || 0)
            : (one, other) => texts(answer.productName(one), answer.productName(other));
    const way = isDown ? -1 : 1;
    return order.sort((one, other) => way * compare(one, other) || one - other);
  }

  /** The height of a row: fixed by what it says, so that the place of every row is known without drawing it. */
  #height(index) {
    const isNarrow = this.narrow.matches;
    const cardOf = isNarrow ? CARD + this.columns.length * CARD_CELL : PLAIN;
    if (!this.answer.isNoted[index]) return cardOf;
    const perColumn = new Map();
    for (const { at, detail, candidates, confirms } of this.notesOf(index)) {
      const width = isNarrow ? innerWidth - 90 : (at < 0 ? this.heads[1] : this.heads[at + 3]).width - 22;
      const lines = Math.ceil((textWidth(detail) * 0.84) / width);
      const extra = lines * NOTE_LINE + (Math.min(candidates.length, 3) + (confirms ? 1 : 0)) * CANDIDATE + 10;
      perColumn.set(at, (perColumn.get(at) ?? 0) + extra);
    }
    const extras = [...perColumn.values()];
    return cardOf + (isNarrow ? extras.reduce((sum, each) => sum + each, 0) : Math.max(0, ...extras));
  }

  #draw() {
    const { offsets, order } = this;
    if (!order) return;
    const top = this.scroller.scrollTop;
    const from = Math.max(0, placeOf(offsets, top) - BEYOND);
    const seen = Math.max(this.scroller.clientHeight, innerHeight); // the scroller is flat until it has rows
    const to = Math.min(order.length, placeOf(offsets, top + seen) + 1 + BEYOND);
    if (this.range?.from === from && this.range?.to === to) return;
    this.range = { from, to };
    for (const [place, row] of this.rows) {
      if (place < from || place >= to) {
        row.remove();
        this.rows.delete(place);
      }
    }
    const inSight = [];
    for (let place = from; place < to; place += 1) {
      if (!this.rows.has(place)) this.rows.set(place, this.#row(place));
      inSight.push(this.rows.get(place));
    }
    stretch(this.before, offsets[from]);
    stretch(this.after, offsets[order.length] - offsets[to]);
    let behind = this.before; // rows that stay are not moved, so the cell that is being edited keeps the focus
    for (const row of inSight) {
      if (behind.nextSibling !== row) behind.after(row);
      behind = row;
    }
  }

  #row(place) {
    const index = this.order[place];
    const result = this.answer.result(index);
    const notes = this.notesOf(index);
    const row = h(
      "tr",
      { role: "row", class: `line is-${this.answer.standings[index]}`, "aria-rowindex": place + 2, "data-index": index },
      h("td", { role: "cell", class: "stuck stuck-0 tick" }, this.#tick(index), h("span", { class: "number" }, shown(String(index + 1)))),
      h("td", { role: "cell", class: "stuck stuck-1 verdict" }, this.#verdict(index, result), notes.filter(({ at }) => at < 0).map((each) => this.#noteOf(each, index))),
      h("td", { role: "cell", class: "given" }, this.#product(result)),
      this.columns.map((_, at) => this.#cell(index, at, notes.filter((each) => each.at === at))),
      this.columns.length ? null : h("td", { role: "cell" }, result.capacity ? `${shown(result.capacity)} ${unit(result.capacity_unit)}` : ""),
    );
    row.style.height = `${this.offsets[place + 1] - this.offsets[place]}px`;
    return row;
  }

  #tick(index) {
    if (!this.whatIf?.isSound || !this.whatIf.canMove(index)) return null;
    const line = shown(String(index + 1));
    return h("input", {
      type: "checkbox",
      checked: this.whatIf.ticked.has(index),
      "aria-label": t("tick_line", { line }),
      title: t("tick_line", { line }),
      onchange: ({ target }) => this.handlers.ticked(index, target.checked),
    });
  }

  #verdict(index, result) {
    const standing = this.answer.standings[index];
    const isMeasured = result.status === "graded" && result.gap !== null; // no gap to a level that is not held
    const gap = isMeasured ? `${Number(result.gap) > 0 ? "+" : ""}${shown(result.gap).replace("-", "−")} ${unit(result.unit)}` : null;
    return [
      h("span", { class: `chip standing-${standing}` }, h("span", { class: "mark", "aria-hidden": "true" }), standingName(standing)),
      gap ? h("small", { title: t("column_gap") }, gap) : null,
    ];
  }

  #product({ benchmark }) {
    const product = benchmark && this.answer.summary.benchmarks[benchmark];
    if (!product) return "";
    const levels = [product.benchmark, product.baseline].map((level) => (level === null ? t("not_held") : shown(level))).join(" / ");
    return [h("span", { class: "name", title: product.name }, product.name), h("small", { title: t("column_levels") }, `${levels} ${unit(product.unit)}`)];
  }

  #cell(index, at, notes) {
    const input = h("input", {
      type: "text",
      value: this.list.cell(index, at),
      "aria-label": t("cell_label", { column: this.#label(at), line: shown(String(index + 1)) }),
      "aria-invalid": notes.some(({ kind }) => kind === "error") ? "true" : null,
      autocomplete: "off",
      spellcheck: "false",
      oninput: () => this.#edit(index, at, input),
      onkeydown: (event) => {
        if (event.key === "Enter" && !event.isComposing && this.list.changes) this.handlers.evaluate();
      },
    });
    const cell = h("td", { role: "cell", class: "own", "data-name": this.#label(at) }, input, notes.map((each) => this.#noteOf(each, index, at, input)));
    if (this.list.wasEdited(index, at)) cell.classList.add("edited");
    return cell;
  }

  /** A note with what the reader can do about it; `input` is its cell, if it has one. */
  #noteOf({ kind, detail, candidates, confirms }, index, at, input) {
    return [
      h("p", { class: `note is-${kind}`, title: detail }, detail),
      candidates.slice(0, input ? 3 : 0).map((candidate) =>
        h("button", { type: "button", class: "candidate", title: t("candidates"), onclick: () => {
          input.value = candidate;
          this.#edit(index, at, input);
        } }, candidate),
      ),
      confirms ? this.#confirmation(index) : null,
    ];
  }

  /** A button that says that an intensity is right although it is far from the levels. */
  #confirmation(index) {
    const line = shown(String(index + 1));
    const button = h("button", { type: "button", class: "candidate confirm", "aria-pressed": String(this.list.isConfirmed(index)), "aria-label": t("confirm_line", { line }), onclick: () => {
      const isRight = button.getAttribute("aria-pressed") !== "true";
      this.list.confirm(index, isRight);
      button.setAttribute("aria-pressed", String(isRight));
      this.handlers.edited();
    } }, t("confirm"));
    return button;
  }

  #edit(index, at, input) {
    if (!this.list.edit(index, at, input.value)) return;
    input.closest("td").classList.toggle("edited", this.list.wasEdited(index, at));
    this.search = null;
    this.handlers.edited();
  }
}

/** What stands for the rows that are not in the document. */
function spacer(columns) {
  return h("tr", { class: "spacer", "aria-hidden": "true" }, h("td", { colspan: columns }));
}

function stretch(row, height) {
  row.style.height = `${Math.round(height)}px`;
  row.firstChild.style.height = row.style.height;
}

/** The place whose row covers this height. */
function placeOf(offsets, height) {
  let [low, high] = [0, offsets.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (offsets[middle] <= height) low = middle;
    else high = middle - 1;
  }
  return low;
}

function compareCells(one, other, texts) {
  const [mine, theirs] = [Number(one || NaN), Number(other || NaN)];
  if (!Number.isNaN(mine) && !Number.isNaN(theirs)) return mine - theirs;
  return texts(one, other);
}

/** About how many pixels a text is wide: Chinese characters are twice as wide as Latin ones. */
function textWidth(text) {
  let width = 0;
  for (const character of text) width += character.codePointAt(0) > 0x2e7f ? 15 : 8.4;
  return width;
}

/** What the page says of a line, in words, for a print. */
export function inWords(answer, index, notes) {
  const result = answer.result(index);
  const said = notes.map(({ detail }) => detail);
  if (result.status === "rejected") return said.join(t("semicolon"));
  const standing = standingName(answer.standings[index]);
  if (result.status !== "graded") return `${standing}${t("colon")}${said.join(t("semicolon"))}`;
  const gap = result.gap === null ? [] : [`${Number(result.gap) > 0 ? "+" : ""}${rounded(result.gap, 6)} ${unit(result.unit)}`];
  return [[standing, ...gap].join(t("comma")), ...said].join(t("semicolon"));
}
