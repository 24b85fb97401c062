// What an answer says, as plain sentences.

import { day, percent, plainPercent, rounded, shown } from "./numbers.js";
import { settings } from "./settings.js";
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

/** An amount with its unit, large ones in 万 or millions. */
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

function asked(goal) {
  if (goal.kind === "below_baseline_at_most") return "asks_at_most";
  return goal.must_exceed === true ? "asks_more_than" : "asks_at_least";
}

/** "at least 50%", and the like. */
export function target(goal) {
  return t(asked(goal), { target: plainPercent(goal.target) });
}

/** Between what the share lies, and what the goal asks for. */
export function verdict(goal) {
  const { low, high } = goal.share;
  if (low === null) return t("no_share", { reason: reason(goal.reason) });
  const isClearance = goal.kind === "below_baseline_at_most";
  const facts = {
    share: percent(low, goal.target),
    low: percent(low, goal.target),
    high: percent(high, goal.target),
    of: t(`unit_of_${goal.weighting}`),
  };
  const is = t(low === high ? (isClearance ? "is_below" : "is_at") : isClearance ? "is_below_between" : "is_between", facts);
  const asks = goal.by
    ? t("goal_asks_by", { target: target(goal), day: day(goal.by) })
    : t("goal_asks", { target: target(goal) });
  return t("sentence", { is, asks });
}

/** Why there is no share. */
export function reason(code) {
  return has(`reason_${code}`) ? t(`reason_${code}`) : code;
}

/** Whether something is missing to the goal; of one that asks for more than its target, all that is left may be 0. */
export function isMissing(goal) {
  return Boolean(goal.shortfall) && (Number(goal.shortfall.amount) > 0 || (goal.must_exceed === true && goal.status !== "met"));
}

/** What more there is to say: the range, what is missing, what was rejected. */
export function remarks({ goal, lines }) {
  const said = [];
  if (goal.share.low !== null && goal.share.low !== goal.share.high) {
    said.push(t("because_ungraded", { count: lineCount(Number(lines.ungraded), shown(lines.ungraded)) }));
  }
  if (isMissing(goal)) {
    const isOver = goal.must_exceed === true;
    if (goal.weighting === "sector_mean") {
      const points = rounded(String(Number(goal.shortfall.amount) * 100), 4);
      said.push(t(isOver ? "missing_mean_over" : "missing_mean", { amount: t("points", { amount: points }) }));
    } else {
      const key = goal.kind === "below_baseline_at_most" ? "missing_clearance" : isOver ? "missing_share_over" : "missing_share";
      said.push(t(key, { amount: amount(goal.shortfall.amount, goal.shortfall.unit) }));
    }
  }
  if (goal.provisional === true) {
    said.push(t("provisional", { count: lineCount(Number(lines.rejected), shown(lines.rejected)) }));
  }
  return said;
}
