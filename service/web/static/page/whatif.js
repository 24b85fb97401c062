// What if lines were brought to the benchmark level? Every weight is a whole number of one common decimal place, made
// from the texts of the answer, so the share and the comparison with the target are exact under each weighting. The
// share without a ticked line must be the service's own, to its six places, or nothing is shown at all.

import { Decimal, Fraction } from "./numbers.js";

const [AT_BENCHMARK, , BELOW, UNGRADED, REJECTED] = [0, 1, 2, 3, 4];
const CAPACITY = /"capacity":([^,}]+)/;

/** A what-if on an answer, with the lines that are ticked. */
export class WhatIf {
  constructor(answer, units) {
    this.answer = answer;
    this.goal = answer.summary.goal;
    this.isClearance = this.goal.kind === "below_baseline_at_most";
    this.target = Fraction.of(Decimal.of(this.goal.target));
    this.ticked = new Set();
    this.isChosen = false; // whether the ticked lines are those of `fewest`
    this.#weigh(units);
    this.before = this.share();
    const { low, high } = this.goal.share;
    this.isSound = low !== null && same(this.before.low, low) && same(this.before.high, high);
  }

  #weigh(units) {
    const { answer, goal } = this;
    const perProduct = new Map();
    const decimals = new Array(answer.length);
    let places = 0;
    for (let index = 0; index < answer.length; index += 1) {
      if (answer.standings[index] === REJECTED) continue;
      const text = answer.texts[index];
      const key = answer.benchmarks[index];
      if (!perProduct.has(key)) perProduct.set(key, factorOf(answer, index, goal.weighting, units));
      decimals[index] = goal.weighting === "lines" ? new Decimal(1n, 0) : Decimal.of(CAPACITY.exec(text)[1]).times(perProduct.get(key));
      places = Math.max(places, decimals[index].places);
    }
    this.weights = decimals.map((decimal) => decimal.at(places));
    this.sums = new Map(); // sector (or "" where sectors do not matter) -> weights by standing
    for (let index = 0; index < answer.length; index += 1) {
      if (answer.standings[index] !== REJECTED) this.#sums(index)[answer.standings[index]] += this.weights[index];
    }
  }

  #part(index) {
    return this.goal.weighting === "sector_mean" ? this.answer.benchmarks[index].split(".")[0] : "";
  }

  #sums(index) {
    const part = this.#part(index);
    if (!this.sums.has(part)) this.sums.set(part, [0n, 0n, 0n, 0n]);
    return this.sums.get(part);
  }

  /** Whether a line can be brought to the benchmark level, and is not there already. */
  canMove(index) {
    const standing = this.answer.standings[index];
    if (standing === AT_BENCHMARK || standing === REJECTED) return false;
    return standing !== UNGRADED || this.answer.texts[index].includes('"reason":"intensity_missing"');
  }

  tick(index, isTicked) {
    this.isChosen = false;
    if (isTicked) this.ticked.add(index);
    else this.ticked.delete(index);
  }

  clear() {
    this.isChosen = false;
    this.ticked.clear();
  }

  /** The share with these lines at the benchmark level, certain and possible, as exact fractions. */
  share(lines = this.ticked) {
    const sums = new Map([...this.sums].map(([part, weights]) => [part, [...weights]]));
    for (const index of lines) {
      const weights = sums.get(this.#part(index));
      weights[this.answer.standings[index]] -= this.weights[index];
      weights[AT_BENCHMARK] += this.weights[index];
    }
    const counted = this.isClearance ? BELOW : AT_BENCHMARK;
    return { low: mean(sums, (weights) => weights[counted]), high: mean(sums, (weights) => weights[counted] + weights[UNGRADED]) };
  }

  /** Whether the goal is met for certain at this share, by the rule of the service. */
  isMet({ low, high }) {
    if (this.isClearance) return high.compare(this.target) <= 0;
    const order = low.compare(this.target);
    return this.goal.must_exceed === true ? order > 0 : order >= 0;
  }

  /**
   * The fewest lines that meet the goal, or null if all of them do not. What a line adds to the certain share does not
   * depend on the others, so taking the largest first needs the fewest.
   */
  fewest() {
    const lines = [];
    for (let index = 0; index < this.answer.length; index += 1) {
      const isCounted = !this.isClearance || this.answer.standings[index] >= BELOW;
      if (isCounted && this.canMove(index)) lines.push(index);
    }
    const { weights, answer } = this;
    const totals = new Map([...this.sums].map(([part, sums]) => [part, sums.reduce((total, weight) => total + weight)]));
    const isOnePart = totals.size === 1;
    lines.sort((one, other) => {
      const mine = isOnePart ? weights[one] : weights[one] * totals.get(this.#part(other));
      const theirs = isOnePart ? weights[other] : weights[other] * totals.get(this.#part(one));
      return mine < theirs ? 1 : mine > theirs ? -1 : answer.capacities[other] - answer.capacities[one] || one - other;
    });
    if (!this.isMet(this.share(lines))) return { lines: null, all: this.share(lines) };
    let [few, enough] = [0, lines.length];
    while (few < enough) {
      const middle = (few + enough) >> 1;
      if (this.isMet(this.share(lines.slice(0, middle)))) enough = middle;
      else few = middle + 1;
    }
    return { lines: lines.slice(0, enough) };
  }

  /** Energy above the benchmark level of the ticked lines, in tce a year; for reading. */
  saved() {
    let sum = 0;
    for (const index of this.ticked) sum += Number(this.answer.result(index).excess_energy ?? 0);
    return sum;
  }
}

function same(fraction, text) {
  return text !== null && Number(fraction.text()) === Number(text);
}

function mean(sums, partOf) {
  let sum = new Fraction(0n, 1n);
  for (const weights of sums.values()) {
    sum = sum.plus(new Fraction(partOf(weights), weights.reduce((total, weight) => total + weight)));
  }
  return new Fraction(sum.over, sum.under * BigInt(sums.size));
}

/** What one unit of a product's capacity weighs; the common unit of all weights falls out of the share. */
function factorOf(answer, index, weighting, units) {
  if (weighting === "lines") return null;
  const { benchmark, capacity_unit } = answer.result(index);
  const capacity = Decimal.of(answer.capacityUnit(capacity_unit).factor);
  if (weighting !== "energy") return capacity;
  const product = answer.summary.benchmarks[benchmark];
  const unit = answer.units.get(`intensity ${product.unit}`);
  return capacity.times(Decimal.of(product.benchmark)).times(coalEquivalent(unit, units));
}

/** MJ of one unit of energy per base unit, electricity by the weight that the service states; times the MJ of a kWh. */
function coalEquivalent(unit, units) {
  const megajoules = (symbol) => Decimal.of(units.parts.energy.find((part) => part.symbol === symbol).megajoules);
  const factor = Decimal.of(unit.factor);
  if (!["kWh", "MWh"].includes(unit.parts[0])) return factor.times(megajoules("kWh"));
  return factor.times(Decimal.of(units.electricity_weight.value)).times(megajoules("kgce"));
}
