// What an answer says, as plain sentences. The page shows what the service decided; it decides nothing.

import { day, percent, plainPercent, rounded, shown, sum } from "./numbers.js";
import { settings } from "./settings.js";
import { isInShare, PARTS } from "./standings.js";
import { has, lineCount, t } from "./texts.js";

const UNITS = {
  "t/a": ["t/a", "吨/年"],
  "m2/a": ["m²/a", "平方米/年"],
  "weight_box/a": ["weight boxes/a", "重量箱/年"],
  "tce/a": ["tce/a", "吨标准煤/年"],
  lines: ["lines", "条"],
};

/** A unit in the reader's words: those of totals in full, others by their symbol. */
export function unit(symbol) {
  const at = settings.lang === "zh" ? 1 : 0;
  if (UNITS[symbol]) return UNITS[symbol][at];
  return (symbol ?? "").replace("weight_box", ["weight box", "重量箱"][at]).replace("m2", "m²");
}

/** An amount with its unit, with all its digits. */
export function amount(text, symbol) {
  if (text === null || text === undefined) return "–";
  return `${shown(text)} ${unit(symbol)}`;
}

/** A large amount for a headline, rounded; the exact one stands beside it. */
export function shortAmount(text, symbol) {
  const value = Number(text);
  const isChinese = settings.lang === "zh";
  if (isChinese && Math.abs(value) >= 1e8) return `${rounded(String(value / 1e8), 2)} 亿${unit(symbol)}`;
  if (isChinese && Math.abs(value) >= 1e4) return `${rounded(String(value / 1e4), 2)} 万${unit(symbol)}`;
  if (!isChinese && Math.abs(value) >= 1e6) return `${rounded(String(value / 1e6), 2)} million ${unit(symbol)}`;
  return `${rounded(text, 2)} ${unit(symbol)}`;
}

const isAtMost = (goal) => goal.direction === "at_most";
const isOver = (goal) => goal.must_exceed === true;

/** "at least 50%", and the like. */
function target(goal) {
  return t(isAtMost(goal) ? "asks_at_most" : isOver(goal) ? "asks_more_than" : "asks_at_least", { target: plainPercent(goal.target) });
}

/** So many lines, in words. */
const lines = (count) => lineCount(Number(count), shown(String(count)));

/** The verdict in a few words: the status, and what it leaves out or waits for. */
export function headline({ goal, lines: count }) {
  const status = t(`status_${goal.status}`);
  const why = `undecided_${goal.reason}`;
  if (goal.reason && has(why)) return t("status_because", { status, why: t(why, { count: lines(count.rejected) }) });
  const left = Number(goal.left_out?.lines ?? 0);
  return left ? t("status_without", { status, count: lines(left) }) : status;
}

/** Between what the share lies, and what the goal asks for. */
export function verdict(summary) {
  const { rejected } = summary.lines;
  const sentence = shareAndTarget(summary);
  return Number(rejected) ? t("sentence_without", { sentence }) : sentence;
}

function shareAndTarget({ goal, overall }) {
  const { low, high } = goal.share;
  if (low === null) return t("no_share", { reason: reason((goal.figures ?? overall[goal.weighting]).reason ?? goal.reason) });
  const facts = {
    share: percent(low, goal.target),
    low: percent(low, goal.target),
    high: percent(high, goal.target),
    of: t(`unit_of_${goal.weighting}`),
  };
  const is = t(low === high ? (isAtMost(goal) ? "is_below" : "is_at") : isAtMost(goal) ? "is_below_between" : "is_between", facts);
  const asks = goal.by ? t("goal_asks_by", { target: target(goal), day: day(goal.by) }) : t("goal_asks", { target: target(goal) });
  return t("sentence", { is, asks });
}

/** Why there is no share. */
export function reason(code) {
  return has(`reason_${code}`) ? t(`reason_${code}`) : (code ?? "");
}

/** Whether something is missing to the goal; of one that asks for more than its target, all that is left may be 0. */
export function isMissing(goal) {
  return Boolean(goal.shortfall) && (Number(goal.shortfall.amount) > 0 || (isOver(goal) && goal.status !== "met"));
}

/** A part of a total between its certain and its possible amount: the capacity in the share of a goal. */
export function inShare(figures, goal) {
  const parts = PARTS.filter((part) => figures[part] !== undefined);
  const low = sum(parts.filter((part) => isInShare(part, goal) === true).map((part) => figures[part]));
  const outside = parts.filter((part) => isInShare(part, goal) === false).map((part) => figures[part]);
  const high = sum([figures.total, ...outside.map((each) => `-${each}`)]);
  return { low, high };
}

/** What more there is to say about the goal: the lines that it counts, the range, what is missing. */
export function remarks(summary, nameOf) {
  const { goal } = summary;
  const said = [];
  const { counted, out_of_scope: outside } = goal.lines;
  if (Number(outside) > 0) {
    said.push(t("own_lines", { count: lines(counted), others: lines(outside), sectors: goal.sectors.flat().map(nameOf).join(t("and")) }));
  }
  const undecided = undecidedLines(summary);
  if (goal.share.low !== null && goal.share.low !== goal.share.high) {
    said.push(t(isAtMost(goal) ? "because_undecided_below" : "because_undecided", { count: lines(undecided) }));
  }
  if (isMissing(goal)) {
    if (goal.weighting === "sector_mean") {
      const points = rounded(String(Number(goal.shortfall.amount) * 100), 4);
      said.push(t(isOver(goal) ? "missing_mean_over" : "missing_mean", { amount: t("points", { amount: points }) }));
    } else {
      const key = isAtMost(goal) ? "missing_below" : isOver(goal) ? "missing_share_over" : "missing_share";
      said.push(t(key, { amount: amount(goal.shortfall.amount, goal.shortfall.unit) }));
    }
  }
  if (summary.pipeline) said.push(pipeline(summary.pipeline));
  return said;
}

/** How many of the lines that the goal counts may be in its share or not. */
function undecidedLines({ goal, sectors }) {
  const own = goal.sectors && goal.sectors.flat();
  const counted = sectors.filter(({ sector }) => !own || own.includes(sector));
  return counted.reduce((count, sector) => {
    const { low, high } = inShare(sector.lines, goal);
    return count + Number(high) - Number(low);
  }, 0);
}

/** Lines that do not exist yet; both editions require the benchmark level of them. */
function pipeline({ lines: counts }) {
  const { low, high } = inShare(counts, { direction: "at_least" });
  const meet = low === high ? shown(low) : t("range", { low: shown(low), high: shown(high) });
  return t("pipeline", { count: lines(counts.total), meet });
}

/** What an edition is on the day that the reader states. */
export function editionState({ edition, as_of: date }) {
  if (!date || !edition.state) return null;
  const words = has(`state_${edition.state}`) ? t(`state_${edition.state}`) : edition.state;
  return t("edition_on_day", { edition: edition.short, day: day(date), state: words, basis: edition.basis === "published" ? t("basis_published") : "" });
}
