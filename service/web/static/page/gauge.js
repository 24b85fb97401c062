// The gauge of the share against the goal. Drawn by hand as SVG: two arcs, a band and a mark are less code than setting up
// a charting library for them, stay sharp in print, and can be read out.

import { h, s } from "./dom.js";
import { percent, plainPercent } from "./numbers.js";
import { t } from "./texts.js";

const RADIUS = 120;
const WIDTH = 34;
const CENTRE = [170, 160];

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

/** The figure of a goal's answer; `after` is the share that a what-if would make certain, or null. */
export function gauge(goal, after = null) {
  const isClearance = goal.kind === "below_baseline_at_most";
  const { low, high } = goal.share;
  const target = Number(goal.target);
  const figure = s("svg", { viewBox: "0 0 340 196", class: "gauge", role: "img", "aria-label": label(goal) });
  figure.append(bandPattern());
  figure.append(s("path", { d: arc(0, 1), class: "gauge-track", "stroke-width": WIDTH, fill: "none" }));
  const certain = isClearance ? "gauge-below" : "gauge-at";
  if (low !== null) {
    figure.append(...[stroke(0, Number(low), certain), stroke(Number(low), Number(high), "gauge-band")].filter(Boolean));
  }
  if (after !== null) figure.append(...[stroke(0, Number(after), "gauge-after", RADIUS - 27, 8)].filter(Boolean));
  figure.append(
    s("path", { d: `M${point(target, RADIUS - WIDTH / 2 - 6)}L${point(target, RADIUS + WIDTH / 2 + 6)}`, class: "gauge-goal" }),
    goalLabel(goal, target),
    text(14, 190, "0", "gauge-end", "start"),
    text(326, 190, plainPercent("1"), "gauge-end", "end"),
    ...middle(goal),
  );
  return figure;
}

function middle(goal) {
  const { low, high } = goal.share;
  if (low === null) return [text(CENTRE[0], 150, "–", "gauge-share", "middle")];
  if (low === high) return [text(CENTRE[0], 150, percent(low, goal.target), "gauge-share", "middle")];
  return [
    text(CENTRE[0], 124, percent(low, goal.target), "gauge-share gauge-share-two", "middle"),
    text(CENTRE[0], 158, `– ${percent(high, goal.target)}`, "gauge-share gauge-share-two", "middle"),
  ];
}

function goalLabel(goal, target) {
  const [x, y] = point(target, RADIUS + WIDTH / 2 + 14).map(Number);
  const anchor = target < 0.4 ? "end" : target > 0.6 ? "start" : "middle";
  const inside = anchor === "end" ? Math.max(x, 66) : anchor === "start" ? Math.min(x, 274) : x;
  return text(inside, Math.max(y, 12), t("gauge_target", { target: plainPercent(goal.target) }), "gauge-goal-text", anchor);
}

function text(x, y, words, name, anchor) {
  return s("text", { x, y, class: name, "text-anchor": anchor }, words);
}

function bandPattern() {
  return s(
    "defs",
    {},
    s(
      "pattern",
      { id: "gauge-band", width: 7, height: 7, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
      s("rect", { width: 7, height: 7, class: "band-ground" }),
      s("rect", { width: 3, height: 7, class: "band-line" }),
    ),
  );
}

function label(goal) {
  const { low, high } = goal.share;
  const share = low === null ? "–" : low === high ? percent(low) : `${percent(low)} – ${percent(high)}`;
  return `${t("gauge_label")}${t("colon")}${share}${t("semicolon")}${t("gauge_target", { target: plainPercent(goal.target) })}`;
}

/** What the colours of the gauge mean. */
export function gaugeLegend(goal, hasAfter) {
  const isClearance = goal.kind === "below_baseline_at_most";
  const entries = [[isClearance ? "key-below" : "key-at", t(isClearance ? "gauge_low_below" : "gauge_low")]];
  if (goal.share.low !== goal.share.high) entries.push(["key-band", t("gauge_band")]);
  if (hasAfter) entries.push(["key-after", t("gauge_after")]);
  return h("ul", { class: "legend" }, entries.map(([name, words]) => h("li", {}, h("span", { class: `key ${name}` }), words)));
}
