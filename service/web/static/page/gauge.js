// The gauge of the share against the goal. Drawn by hand as SVG: two arcs, a band and a mark are less code than setting up
// a charting library for them, stay sharp in print, and can be read out.

import { h, s } from "./dom.js";
import { percent, plainPercent, shown } from "./numbers.js";
import { lineCount, t } from "./texts.js";

const RADIUS = 120;
const WIDTH = 34;
const CENTRE = [170, 160];
const AT_AN_END = 0.08; // so near to an end of the scale, the label of the goal takes the place of that end's

function point(share, radius) {
  const angle = Math.PI * (1 - share);
  return [CENTRE[0] + radius * Math.cos(angle), CENTRE[1] - radius * Math.sin(angle)].map((each) => each.toFixed(2));
}

function arc(from, to, radius = RADIUS) {
  return `M${point(from, radius)}A${radius} ${radius} 0 0 1 ${point(to, radius)}`;
}

function stroke(from, to, name, radius, width = WIDTH) {
  if (!(to > from)) return null;
  return s("path", { d: arc(from, to, radius), class: name, "stroke-width": width, fill: "none" });
}

const isAtMost = (goal) => goal.direction === "at_most";

/** The gauge of a summary; `after` is the share that a what-if makes certain, or null. */
export function gauge({ goal, lines }, after = null) {
  const { low, high } = goal.share;
  const target = Number(goal.target);
  const side = isAtMost(goal) ? "below" : "at";
  const isBlocked = (goal.reason ?? null) !== null; // a share without a verdict is drawn pale
  const figure = s("svg", { viewBox: "0 0 340 196", class: isBlocked ? "gauge is-blocked" : "gauge", role: "img", "aria-label": label(goal, lines) });
  figure.append(bandPattern(side));
  figure.append(s("path", { d: arc(0, 1), class: "gauge-track", "stroke-width": WIDTH, fill: "none" }));
  if (low !== null) {
    figure.append(...[stroke(0, Number(low), `gauge-${side}`), stroke(Number(low), Number(high), "gauge-band")].filter(Boolean));
  }
  if (after !== null) figure.append(...[stroke(0, Number(after), "gauge-after", RADIUS - 27, 8)].filter(Boolean));
  figure.append(
    s("path", { d: `M${point(target, RADIUS - WIDTH / 2 - 6)}L${point(target, RADIUS + WIDTH / 2 + 6)}`, class: "gauge-goal" }),
    ...scale(goal, target),
    ...middle(goal),
  );
  return figure;
}

function middle({ share: { low, high }, target }) {
  if (low === null) return [text(CENTRE[0], 150, "–", "gauge-share", "middle")];
  if (low === high) return [text(CENTRE[0], 150, percent(low, target), "gauge-share", "middle")];
  return [
    text(CENTRE[0], 124, percent(low, target), "gauge-share gauge-share-two", "middle"),
    text(CENTRE[0], 158, t("gauge_up_to", { share: percent(high, target) }), "gauge-share gauge-share-two", "middle"),
  ];
}

/** The ends of the scale and the goal; a goal at an end is named in the place of that end. */
function scale(goal, target) {
  const words = t("gauge_target", { target: plainPercent(goal.target) });
  const isFirst = target < AT_AN_END;
  const isLast = target > 1 - AT_AN_END;
  const first = text(14, 190, isFirst ? words : "0", isFirst ? "gauge-goal-text" : "gauge-end", "start");
  const last = text(326, 190, isLast ? words : plainPercent("1"), isLast ? "gauge-goal-text" : "gauge-end", "end");
  return isFirst || isLast ? [first, last] : [first, last, goalLabel(words, target)];
}

function goalLabel(words, target) {
  const [x, y] = point(target, RADIUS + WIDTH / 2 + 14).map(Number);
  const anchor = target < 0.4 ? "end" : target > 0.6 ? "start" : "middle";
  const inside = anchor === "end" ? Math.max(x, 66) : anchor === "start" ? Math.min(x, 274) : x;
  return text(inside, Math.max(y, 12), words, "gauge-goal-text", anchor);
}

function text(x, y, words, name, anchor) {
  return s("text", { x, y, class: name, "text-anchor": anchor }, words);
}

function bandPattern(side) {
  return s(
    "defs",
    {},
    s(
      "pattern",
      { id: "gauge-band", width: 7, height: 7, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
      s("rect", { width: 7, height: 7, class: `band-ground-${side}` }),
      s("rect", { width: 3, height: 7, class: `band-line-${side}` }),
    ),
  );
}

const notCounted = ({ rejected }) => t("gauge_rejected", { count: lineCount(Number(rejected), shown(rejected)) });

function label(goal, lines) {
  const { low, high } = goal.share;
  const share = low === null ? "–" : low === high ? percent(low) : `${percent(low)} – ${percent(high)}`;
  const said = `${t("gauge_label")}${t("colon")}${share}${t("semicolon")}${t("gauge_target", { target: plainPercent(goal.target) })}`;
  return Number(lines.rejected) ? `${said}${t("semicolon")}${notCounted(lines)}` : said;
}

/** What the colours of the gauge mean, and what is not in it. */
export function gaugeLegend({ goal, lines }, hasAfter) {
  const side = isAtMost(goal) ? "below" : "at";
  const entries = [[`key-${side}`, t(`gauge_certain_${side}`)]];
  if (goal.share.low !== goal.share.high) entries.push([`key-band-${side}`, t(`gauge_possible_${side}`)]);
  if (hasAfter) entries.push(["key-after", t("gauge_after")]);
  if (Number(lines.rejected)) entries.push(["key-rejected", notCounted(lines)]);
  return h("ul", { class: "legend" }, entries.map(([name, words]) => h("li", {}, h("span", { class: `key ${name}` }), words)));
}
