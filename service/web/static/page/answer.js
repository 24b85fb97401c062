// The answer of the service, made ready for drawing. Results are kept as the texts that came: what is printed is read
// from those, digit by digit; the floats here place dots, widths and rows, and decide nothing.

import { exactJson } from "./numbers.js";

/** The four standings and the rejected lines, in the order in which they are drawn. */
export const STANDINGS = ["at_benchmark", "between", "below_baseline", "ungraded", "rejected"];

/** What stands where a line is judged, from the units of the service: symbol -> {factor, accounting, base}. */
export function unitTable(units) {
  return new Map(units.units.map((unit) => [`${unit.quantity} ${unit.symbol}`, unit]));
}

/** A verdict on a list. */
export class Answer {
  constructor({ summary, results }, units) {
    this.summary = summary;
    this.texts = results;
    this.units = units;
    const count = results.length;
    this.standings = new Uint8Array(count);
    this.positions = new Float32Array(count).fill(NaN); // 0 at the benchmark level, 1 at the baseline level
    this.capacities = new Float64Array(count).fill(NaN); // in the base unit, for sorting
    this.benchmarks = new Array(count).fill("");
    this.ids = new Array(count).fill("");
    const scales = new Map();
    for (let index = 0; index < count; index += 1) this.#place(index, JSON.parse(results[index]), scales);
  }

  #place(index, line, scales) {
    this.ids[index] = line.id ?? "";
    this.benchmarks[index] = line.benchmark ?? "";
    this.standings[index] = STANDINGS.indexOf(line.standing ?? line.status);
    if (line.capacity_unit) this.capacities[index] = line.capacity * Number(this.capacityUnit(line.capacity_unit).factor);
    if (line.status !== "graded") return;
    const key = `${line.benchmark} ${line.unit}`;
    if (!scales.has(key)) scales.set(key, this.#scale(line.benchmark, line.unit));
    this.positions[index] = line.gap === 0 ? 0 : line.gap * scales.get(key);
  }

  /** What one submitted unit of the gap is of the distance between the two levels. */
  #scale(benchmark, unit) {
    const product = this.summary.benchmarks[benchmark];
    const factor = (symbol) => Number(this.units.get(`intensity ${symbol}`).factor);
    const apart = Number(product.baseline) - Number(product.benchmark);
    return factor(unit) / factor(product.unit) / (apart || Math.abs(Number(product.benchmark)) / 10 || 1);
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

  standing(index) {
    return STANDINGS[this.standings[index]];
  }

  /** The name of the product of a line, if it has one. */
  productName(index) {
    return this.summary.benchmarks[this.benchmarks[index]]?.name ?? "";
  }

  /** How many lines came to each standing. */
  counts() {
    const counts = STANDINGS.map(() => 0);
    for (const standing of this.standings) counts[standing] += 1;
    return counts;
  }

  /** The headers that the errors of rejected lines name; empty where the list is no table. */
  namedColumns() {
    const named = new Set();
    for (let index = 0; index < this.length; index += 1) {
      if (this.standings[index] !== 4) continue;
      for (const error of this.result(index).errors) if (error.column) named.add(error.column);
    }
    return [...named];
  }
}
