// Stacked bars of capacity by standing, for sectors and groups. SVG with patterns, so that the parts can be told apart
// without colour and in a black-and-white print.

import { h, s } from "./dom.js";
import { percent, shown } from "./numbers.js";
import { shortAmount, reason } from "./sentences.js";
import { longStandingName, PARTS, standingName } from "./standings.js";
import { t } from "./texts.js";

const FIRST_GROUPS = 12;

/** The patterns that the bars are filled with; once in the document. */
export function patterns() {
  const pattern = (name, size, ...marks) =>
    s(
      "pattern",
      { id: `fill-${name}`, width: size, height: size, patternUnits: "userSpaceOnUse" },
      s("rect", { width: size, height: size, class: `ground-${name}` }),
      marks,
    );
  return s(
    "svg",
    { class: "definitions", "aria-hidden": "true", focusable: "false" },
    s(
      "defs",
      {},
      pattern("at_benchmark", 8),
      pattern("between", 8, s("path", { d: "M-2 2L2 -2M0 8L8 0M6 10L10 6", class: "mark-between" })),
      pattern("below_baseline", 6, s("path", { d: "M0 0L6 6M6 0L0 6", class: "mark-below_baseline" })),
      pattern("above_benchmark", 8, s("path", { d: "M0 4H8", class: "mark-above_benchmark" })),
      pattern("within_baseline", 8, s("path", { d: "M4 0V8", class: "mark-within_baseline" })),
      pattern("ungraded", 7, s("circle", { cx: 3.5, cy: 3.5, r: 1.2, class: "mark-ungraded" })),
    ),
  );
}

/** What the fillings of the bars of these parts of a list mean; a filling that none of them has is left out. */
export function legend(parts) {
  const isUsed = (name) => parts.some(({ lines }) => Number(lines[name]) > 0);
  return h(
    "ul",
    { class: "legend" },
    PARTS.filter(isUsed).map((name) =>
      h(
        "li",
        {},
        s("svg", { class: "swatch", viewBox: "0 0 24 14", "aria-hidden": "true" }, s("rect", { width: 24, height: 14, rx: 2, fill: `url(#fill-${name})` })),
        longStandingName(name),
      ),
    ),
  );
}

/** A table of bars: one row for each part of the list, called by `nameOf`, with the share that the goal is about. */
export function bars(parts, nameOf, heading, goal) {
  const table = h("table", { class: "bars" });
  const head = [heading, t("fact_total"), "", t(goal.direction === "at_most" ? "sector_share_below" : "sector_share")].map((words, at) =>
    h("th", { scope: "col", class: `bars-${at}` }, at === 2 ? h("span", { class: "visually-hidden" }, t("sectors_bar")) : words),
  );
  const all = parts.map((part) => row(part, nameOf(part), goal));
  table.append(h("thead", {}, h("tr", {}, head)), h("tbody", {}, all));
  if (all.length <= FIRST_GROUPS + 3) return table;
  for (const each of all.slice(FIRST_GROUPS)) each.classList.add("folded");
  const more = h("button", { type: "button", class: "quiet", onclick: () => {
    for (const each of all) each.classList.remove("folded");
    more.remove();
  } }, t("groups_more", { count: shown(String(all.length)) }));
  return [table, more];
}

function row({ capacity, lines }, name, goal) {
  const isCapacity = capacity.total !== null;
  const weights = isCapacity ? capacity : lines;
  return h(
    "tr",
    {},
    h("th", { scope: "row" }, name, h("small", {}, t(Number(lines.total) === 1 ? "count_line" : "count_lines", { count: shown(lines.total) }))),
    h("td", { class: "bars-amount", title: isCapacity ? shown(capacity.total) : null }, isCapacity ? shortAmount(capacity.total, capacity.unit) : reason(capacity.reason)),
    h("td", { class: "bars-bar" }, bar(weights, name)),
    h("td", { class: "bars-share" }, shareOf(capacity, goal)),
  );
}

function shareOf({ share_at_benchmark: at, share_below_baseline: below }, { direction }) {
  const { low, high } = direction === "at_most" ? below : at;
  if (low === null) return "–";
  return low === high ? percent(low) : h("span", {}, percent(low), h("wbr"), "–", percent(high));
}

function bar(weights, name) {
  const total = Number(weights.total);
  const said = [];
  const figure = s("svg", { class: "bar", role: "img" });
  let at = 0;
  const draw = (amount, fill, words, title) => {
    const width = (amount / total) * 100; // per cent, so that patterns keep their shape at any width
    if (!(width > 1e-9)) return;
    const share = percent(String(amount / total));
    said.push(`${words} ${share}`);
    figure.append(
      s("rect", { x: `${at.toFixed(3)}%`, width: `${Math.max(width, 0.2).toFixed(3)}%`, height: "100%", fill: `url(#fill-${fill})`, class: "bar-part" },
        s("title", {}, `${title} (${share})`)),
    );
    at += width;
  };
  for (const part of PARTS) draw(Number(weights[part] ?? 0), part, standingName(part), `${longStandingName(part)}: ${shown(weights[part])}`);
  draw(total - (at / 100) * total, "ungraded", t("other_part"), t("other_part")); // parts that this page does not know
  figure.setAttribute("aria-label", `${name}: ${said.join(", ")}`);
  return figure;
}
