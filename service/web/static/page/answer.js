// The answer of the service, prepared for drawing. The texts of the results are kept: figures are read from them, digit
// by digit. The floats here place dots, widths and rows, and decide nothing.

import { exactJson } from "./numbers.js";
import { inOrder } from "./standings.js";

/** The fields of a result that need more words than its standing. */
const NOTED = ["level_not_held", "deadlines", "warnings", "stage", "other_editions"];

const ONE_LEVEL = 10; // if a product has one level only, a tenth of it is drawn as the distance between two

/** The units of the service by quantity and symbol: {factor, accounting, base}. */
export function unitTable(units) {
  return new Map(units.units.map((unit) => [`${unit.quantity} ${unit.symbol}`, unit]));
}

/** The results of the lines of a list, and their summary. */
export class Answer {
  constructor({ summary, results }, units) {
    this.summary = summary;
    this.texts = results;
    this.units = units;
    const count = results.length;
    this.standings = new Array(count).fill(""); // a standing, or the status of a line without one
    this.positions = new Float32Array(count).fill(NaN); // 0 at the benchmark level, 1 at the baseline level
    this.capacities = new Float64Array(count).fill(NaN); // in the base unit, for sorting
    this.benchmarks = new Array(count).fill("");
    this.ids = new Array(count).fill("");
    this.isNoted = new Uint8Array(count); // whether there is more to say than the standing
    this.isExisting = new Uint8Array(count).fill(1); // planned lines are in no total
    const names = new Map();
    const places = new Map();
    for (let index = 0; index < count; index += 1) this.#read(index, JSON.parse(results[index]), names, places);
    this.present = inOrder(names.keys());
  }

  #read(index, line, names, places) {
    const standing = line.standing ?? line.status;
    if (!names.has(standing)) names.set(standing, standing); // one text for each standing, not for each line
    this.standings[index] = names.get(standing);
    this.ids[index] = line.id ?? "";
    this.benchmarks[index] = line.benchmark ?? "";
    this.isExisting[index] = (line.stage ?? "existing") === "existing" ? 1 : 0;
    this.isNoted[index] = line.status !== "graded" || NOTED.some((name) => line[name] !== undefined) ? 1 : 0;
    if (line.capacity_unit) this.capacities[index] = line.capacity * Number(this.capacityUnit(line.capacity_unit).factor);
    if (line.status !== "graded") return;
    const key = `${line.benchmark} ${line.unit}`;
    if (!places.has(key)) places.set(key, this.#placing(line.benchmark, line.unit));
    this.positions[index] = places.get(key)(line);
  }

  /** What places a line of this product, with an intensity in this unit, between the levels. */
  #placing(id, unit) {
    const product = this.summary.benchmarks[id];
    const factor = (symbol) => Number(this.units.get(`intensity ${symbol}`).factor);
    const perUnit = factor(unit) / factor(product.unit);
    const distance = (level) => Math.abs(level) / ONE_LEVEL || 1;
    const [benchmark, baseline] = [product.benchmark, product.baseline].map((level) => (level === null ? null : Number(level)));
    if (benchmark === null) return (line) => 1 + (line.intensity * perUnit - baseline) / distance(baseline);
    const apart = (baseline === null ? 0 : baseline - benchmark) || distance(benchmark);
    return (line) => (line.gap === 0 ? 0 : (line.gap * perUnit) / apart);
  }

  get length() {
    return this.texts.length;
  }

  capacityUnit(symbol) {
    return this.units.get(`capacity ${symbol}`);
  }

  /** A result with all its digits: numbers are texts. */
  result(index) {
    return exactJson(this.texts[index]);
  }

  /** The product of a line, if it has one: its name, sector and levels. */
  product(index) {
    return this.summary.benchmarks[this.benchmarks[index]];
  }

  /** The name of the product of a line, if it has one. */
  productName(index) {
    return this.product(index)?.name ?? "";
  }

  /** How many lines have each standing. */
  counts() {
    const counts = new Map(this.present.map((standing) => [standing, 0]));
    for (const standing of this.standings) counts.set(standing, counts.get(standing) + 1);
    return counts;
  }

  /** The headers that the results name; empty if the list is no table. */
  namedColumns() {
    const named = new Set();
    for (let index = 0; index < this.length; index += 1) {
      if (!this.texts[index].includes('"column":')) continue;
      const { column, errors = [] } = this.result(index);
      for (const each of [column, ...errors.map((error) => error.column)]) if (each) named.add(each);
    }
    return [...named];
  }
}
