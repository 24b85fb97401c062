// What if lines were brought to the benchmark level? Every weight is a whole number of one common decimal place, made
// from the texts of the answer, so the share and the comparison with the target are exact under each weighting. The
// lines are those that the goal counts. The share without a ticked line must be the service's own, to its six places, or
// nothing is shown at all.

import { Decimal, Fraction } from "./numbers.js";
import { isInShare } from "./standings.js";

const CAPACITY = /"capacity":([^,}]+)/;

/** A what-if on an answer, with the lines that are ticked. */
export class WhatIf {
  constructor(answer, units) {
    this.answer = answer;
    this.goal = answer.summary.goal;
    this.target = Fraction.of(Decimal.of(this.goal.target));
    this.ticked = new Set();
    this.isChosen = false; // whether the ticked lines are those of `fewest`
    this.scope = new Scope(answer);
    this.#weigh(units);
    this.before = this.share();
    const { low, high } = this.goal.share;
    this.isSound = low !== null && same(this.before.low, low) && same(this.before.high, high);
  }

  #weigh(units) {
    const { answer, goal } = this;
    const perProduct = new Map();
    const decimals = new Array(answer.length).fill(null);
    let places = 0;
    for (let index = 0; index < answer.length; index += 1) {
      if (!this.scope.counts(index)) continue;
      const key = answer.benchmarks[index];
      if (!perProduct.has(key)) perProduct.set(key, factorOf(answer, index, goal.weighting, units));
      decimals[index] = goal.weighting === "lines" ? new Decimal(1n, 0) : Decimal.of(CAPACITY.exec(answer.texts[index])[1]).times(perProduct.get(key));
      places = Math.max(places, decimals[index].places);
    }
    this.weights = decimals.map((decimal) => decimal && decimal.at(places));
    this.sums = new Map(); // industry (or "" if industries do not matter) -> the weights in the share, outside, undecided
    for (let index = 0; index < answer.length; index += 1) {
      if (this.scope.counts(index)) this.#sums(index)[this.#part(answer.standings[index])] += this.weights[index];
    }
  }

  #industry(index) {
    return this.goal.weighting === "sector_mean" ? this.scope.industry(index) : "";
  }

  #sums(index) {
    const industry = this.#industry(index);
    if (!this.sums.has(industry)) this.sums.set(industry, { inside: 0n, outside: 0n, undecided: 0n });
    return this.sums.get(industry);
  }

  #part(standing) {
    return { true: "inside", false: "outside", null: "undecided" }[isInShare(standing, this.goal)];
  }

  canMove(index) {
    return this.scope.canMove(index);
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
    const sums = new Map([...this.sums].map(([industry, weights]) => [industry, { ...weights }]));
    const reached = this.#part("at_benchmark");
    for (const index of lines) {
      if (!this.scope.counts(index)) continue; // it changes nothing
      const weights = sums.get(this.#industry(index));
      weights[this.#part(this.answer.standings[index])] -= this.weights[index];
      weights[reached] += this.weights[index];
    }
    return { low: mean(sums, ({ inside }) => inside), high: mean(sums, ({ inside, undecided }) => inside + undecided) };
  }

  /** Whether this share certainly reaches the target, by the rule of the service. */
  reaches({ low, high }) {
    if (this.goal.direction === "at_most") return high.compare(this.target) <= 0;
    const order = low.compare(this.target);
    return this.goal.must_exceed === true ? order > 0 : order >= 0;
  }

  /**
   * The fewest lines that reach the target, or null if all of them do not. What a line adds to the certain share does
   * not depend on the others, so taking the largest first needs the fewest.
   */
  fewest() {
    const { weights, answer } = this;
    const reached = this.#part("at_benchmark");
    const lines = [];
    for (let index = 0; index < answer.length; index += 1) {
      if (this.canMove(index) && this.#part(answer.standings[index]) !== reached) lines.push(index);
    }
    const total = ({ inside, outside, undecided }) => inside + outside + undecided;
    const totals = new Map([...this.sums].map(([industry, sums]) => [industry, total(sums)]));
    const isOnePart = totals.size === 1;
    lines.sort((one, other) => {
      const mine = isOnePart ? weights[one] : weights[one] * totals.get(this.#industry(other));
      const theirs = isOnePart ? weights[other] : weights[other] * totals.get(this.#industry(one));
      return mine < theirs ? 1 : mine > theirs ? -1 : answer.capacities[other] - answer.capacities[one] || one - other;
    });
    if (!this.reaches(this.share(lines))) return { lines: null, all: this.share(lines) };
    let [few, enough] = [0, lines.length];
    while (few < enough) {
      const middle = (few + enough) >> 1;
      if (this.reaches(this.share(lines.slice(0, middle)))) enough = middle;
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

/** The lines that a goal counts, and those of them that can be brought to the benchmark level. */
export class Scope {
  constructor(answer) {
    this.answer = answer;
    this.industries = answer.summary.goal.sectors && new Map(answer.summary.goal.sectors.flatMap((sectors) => sectors.map((sector) => [sector, sectors.join()])));
  }

  /** Whether the goal counts a line: an accepted one that exists, of one of the goal's sectors. */
  counts(index) {
    const { answer } = this;
    if (answer.standings[index] === "rejected" || !answer.isExisting[index]) return false;
    return !this.industries || this.industries.has(answer.product(index).sector);
  }

  /** The industry of a line: the sectors that the goal counts together, or else its sector. */
  industry(index) {
    const { sector } = this.answer.product(index);
    return this.industries ? this.industries.get(sector) : sector;
  }

  /** Whether there is a benchmark level to which a line can be brought, and it is not there already. */
  canMove(index) {
    const { answer } = this;
    return this.counts(index) && answer.standings[index] !== "at_benchmark" && answer.product(index).benchmark !== null;
  }
}

function same(fraction, text) {
  return text !== null && Number(fraction.text()) === Number(text);
}

function mean(sums, partOf) {
  let sum = new Fraction(0n, 1n);
  for (const weights of sums.values()) {
    sum = sum.plus(new Fraction(partOf(weights), weights.inside + weights.outside + weights.undecided));
  }
  return new Fraction(sum.over, sum.under * BigInt(sums.size));
}

/** What one unit of a product's capacity weighs; the common unit of all weights falls out of the share. */
function factorOf(answer, index, weighting, units) {
  if (weighting === "lines") return null;
  const { capacity_unit } = answer.result(index);
  const capacity = Decimal.of(answer.capacityUnit(capacity_unit).factor);
  if (weighting !== "energy") return capacity;
  const product = answer.product(index);
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
