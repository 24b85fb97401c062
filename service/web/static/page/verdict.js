// The card of the verdict: headline, sentence, remarks, warnings, gauge and tiles, as the service answered.

import { byId, h } from "./dom.js";
import { gauge, gaugeLegend } from "./gauge.js";
import { shown } from "./numbers.js";
import { amount, editionState, headline, inShare, isMissing, remarks, shortAmount, verdict } from "./sentences.js";
import { lineCount, t } from "./texts.js";
import { warningOfList } from "./warnings.js";

const WEIGHTINGS = ["capacity", "energy", "sector_mean", "lines"];

/**
 * Show the verdict of a summary. `words` are those of the goal, `nameOf` names an id, `choose` takes an option and its
 * value, or is null if the list takes none.
 */
export function showVerdict(summary, { words, nameOf, choose }) {
  const { goal } = summary;
  byId("verdict").className = `card verdict is-${goal.status}`;
  byId("status").replaceChildren(h("span", { class: "status-mark", "aria-hidden": "true" }), h("span", {}, headline(summary)));
  byId("sentence").textContent = verdict(summary);
  const about = [words.name, words.scope, words.evidence, words.note, editionState(summary), t("not_official_verdict")];
  byId("judged-goal").replaceChildren(...about.filter(Boolean).map((each) => h("span", {}, each)));
  byId("remarks").replaceChildren(...blocks(summary, choose), ...remarks(summary, nameOf).map((each) => h("li", {}, each)));
  const warnings = summary.warnings.map((each) => warningOfList(each, nameOf));
  byId("warnings").replaceChildren(...warnings.map((each) => h("li", {}, each)));
  byId("warnings-box").hidden = warnings.length === 0;
  byId("other-weightings").replaceChildren(...otherWeightings(summary, choose));
  byId("facts").replaceChildren(...tiles(summary));
  showGauge(summary);
}

/** Show the gauge; `after` is the certain share of a what-if, or null. */
export function showGauge(summary, after = null) {
  byId("gauge").replaceChildren(gauge(summary, after), gaugeLegend(summary, after !== null));
}

/** What stops the verdict, or was left out of it, with what the reader can do. */
function blocks({ goal, lines }, choose) {
  const rejected = Number(lines.rejected);
  const count = lineCount(rejected, shown(lines.rejected));
  const act = (term, value, words) => choose && h("button", { type: "button", class: "quiet act", onclick: () => choose(term, value) }, words);
  if (goal.reason === "lines_rejected") {
    return [h("li", { class: "is-block" }, t("blocked", { count }), " ", act("rejected", "leave_out", t("leave_out")))];
  }
  const left = rejected > 0 ? [h("li", { class: "is-block" }, t("left_out", { count }), " ", goal.left_out ? act("rejected", "", t("take_back")) : null)] : [];
  if (goal.reason === "scope_differs") left.push(h("li", { class: "is-block" }, t("enterprises"), " ", act("a_line_is", "enterprise", t("a_line_is_enterprise"))));
  return left;
}

function otherWeightings({ goal, overall }, choose) {
  if (goal.share.low !== null || !choose) return [];
  const possible = WEIGHTINGS.filter((name) => name !== goal.weighting && overall[name].share_at_benchmark.low !== null);
  if (!possible.length || Number(goal.lines.counted) === 0) return [];
  return [t("try_weighting"), ...possible.map((name) => h("button", { type: "button", class: "quiet", onclick: () => choose("weighting", name) }, t(`weighting_${name}`)))];
}

function tiles(summary) {
  const { goal, overall, lines } = summary;
  const tile = (key, value, detail) => h("div", {}, h("dt", {}, t(key)), h("dd", {}, value, detail ? h("small", {}, detail) : null));
  const facts = { graded: shown(lines.graded), ungraded: shown(lines.ungraded), rejected: shown(lines.rejected) };
  const all = [tile("fact_lines", shown(lines.submitted), t("fact_lines_detail", facts))];
  const isPart = goal.lines.counted !== lines.submitted;
  if (isPart) all.push(tile("fact_counted", shown(goal.lines.counted), t("fact_counted_detail", { all: shown(lines.submitted) })));
  const isByLines = goal.weighting === "lines";
  const ofGoal = isByLines || goal.weighting === "capacity" ? goal.figures : null; // its own, if it does not count every line
  const figures = goal.figures ? ofGoal : overall[isByLines ? "lines" : "capacity"];
  if (figures && figures.total !== null && Number(figures.total) > 0) {
    const { low, high } = inShare(figures, goal);
    const some = (text, words) => (low === high ? words : t(text === low ? "at_least_amount" : "at_most_amount", { amount: words }));
    const inWords = (shape) => (low === high ? [low] : [low, high]).map((each) => some(each, shape(each, figures.unit))).join(t("comma"));
    const key = goal.direction === "at_most" ? "below" : "at";
    if (!isByLines) all.push(tile(isPart ? "fact_total_counted" : "fact_total", shortAmount(figures.total, figures.unit), amount(figures.total, figures.unit)));
    all.push(tile(`fact_${key}`, some(low, shortAmount(low, figures.unit)), inWords(amount)));
  }
  if (isMissing(goal) && goal.weighting !== "sector_mean") {
    const isRange = goal.share.low !== goal.share.high;
    const least = (words) => (goal.must_exceed === true ? t("over_amount", { amount: words }) : isRange ? t("at_most_amount", { amount: words }) : words);
    const { amount: missing, unit } = goal.shortfall;
    all.push(tile("fact_missing", least(shortAmount(missing, unit)), least(amount(missing, unit))));
  }
  return all;
}
