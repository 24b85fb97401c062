// The standings of lines by name, and what each says about a share. A standing that this page does not know is shown by
// the name that the service gives it, and counts as undecided: never as good.

import { has, t } from "./texts.js";

/** The six parts of a total, in the order in which they are drawn. */
export const PARTS = ["at_benchmark", "between", "below_baseline", "above_benchmark", "within_baseline", "ungraded"];

const ORDER = [...PARTS, "rejected"];

/** By the direction of a goal: the standings that are certainly in its share, and those that certainly are not. */
const SHARES = {
  at_least: { inside: ["at_benchmark"], outside: ["between", "below_baseline", "above_benchmark"] },
  at_most: { inside: ["below_baseline"], outside: ["at_benchmark", "between", "within_baseline"] },
};

/** Whether the share of a goal contains this standing: true, false, or null if nobody knows. */
export function isInShare(standing, { direction }) {
  const { inside, outside } = SHARES[direction];
  return inside.includes(standing) ? true : outside.includes(standing) ? false : null;
}

/** The known standings in the order of drawing, then the others. */
export function inOrder(standings) {
  const rank = (standing) => (ORDER.includes(standing) ? ORDER.indexOf(standing) : ORDER.length);
  return [...standings].sort((one, other) => rank(one) - rank(other) || (one < other ? -1 : 1));
}

/** A standing in a few words. */
export const standingName = (standing) => (ORDER.includes(standing) ? t(standing) : standing);

/** A standing in a sentence. */
export const longStandingName = (standing) => (has(`long_${standing}`) ? t(`long_${standing}`) : standingName(standing));
