// Stacked bars of capacity by standing, for sectors and groups. SVG with patterns, so that the parts can be told apart
// without colour and in a black-and-white print.

import { h, s } from "./dom.js";
import { percent, shown } from "./numbers.js";
import { shortAmount, reason } from "./sentences.js";
import { t } from "./texts.js";

const PARTS = ["at_benchmark", "between", "below_baseline", "ungraded"];
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
      pattern("ungraded", 7, s("circle", { cx: 3.5, cy: 3.5, r: 1.2, class: "mark-ungraded" })),
    ),
  );
}

/** What the fillings mean. */
export function legend() {
  return h(
    "ul",
    { class: "legend" },
    PARTS.map((part) =>
      h(
        "li",
        {},
        s("svg", { class: "swatch", viewBox: "0 0 24 14", "aria-hidden": "true" }, s("rect", { width: 24, height: 14, rx: 2, fill: `url(#fill-${part})` })),
        t(`long_${part}`),
      ),
    ),
  );
}

/** A table of bars: one row for each part of the list, `nameOf` saying what it is called. */
export function bars(parts, nameOf, heading) {
  const table = h("table", { class: "bars" });
  const head = [heading, t("fact_total"), "", t("sector_share")].map((words, at) =>
    h("th", { scope: "col", class: `bars-${at}` }, at === 2 ? h("span", { class: "visually-hidden" }, t("sectors_lead")) : words),
  );
  const all = parts.map((part) => row(part, nameOf(part)));
  table.append(h("thead", {}, h("tr", {}, head)), h("tbody", {}, all));
  if (all.length <= FIRST_GROUPS + 3) return table;
  for (const each of all.slice(FIRST_GROUPS)) each.classList.add("folded");
  const more = h("button", { type: "button", class: "quiet", onclick: () => {
    for (const each of all) each.classList.remove("folded");
    more.remove();
  } }, t("groups_more", { count: shown(String(all.length)) }));
  return [table, more];
}

function row({ capacity, lines }, name) {
  const isCapacity = capacity.total !== null;
  const weights = isCapacity ? capacity : lines;
  return h(
    "tr",
    {},
    h("th", { scope: "row" }, name, h("small", {}, t(Number(lines.total) === 1 ? "count_line" : "count_lines", { count: shown(lines.total) }))),
    h("td", { class: "bars-amount", title: isCapacity ? shown(capacity.total) : null }, isCapacity ? shortAmount(capacity.total, capacity.unit) : reason(capacity.reason)),
    h("td", { class: "bars-bar" }, bar(weights, name)),
    h("td", { class: "bars-share" }, shareOf(capacity)),
  );
}

function shareOf({ share_at_benchmark: { low, high } }) {
  if (low === null) return "–";
  return low === high ? percent(low) : h("span", {}, percent(low), h("wbr"), "–", percent(high));
}

function bar(weights, name) {
  const total = Number(weights.total);
  const told = [];
  const figure = s("svg", { class: "bar", role: "img" });
  let at = 0;
  for (const part of PARTS) {
    const width = (Number(weights[part]) / total) * 100; // per cent, so that patterns keep their shape at any width
    if (!(width > 0)) continue;
    const share = percent(String(Number(weights[part]) / total));
    told.push(`${t(part)} ${share}`);
    figure.append(
      s("rect", { x: `${at.toFixed(3)}%`, width: `${Math.max(width, 0.2).toFixed(3)}%`, height: "100%", fill: `url(#fill-${part})`, class: "bar-part" },
        s("title", {}, `${t(`long_${part}`)}: ${shown(weights[part])} (${share})`)),
    );
    at += width;
  }
  figure.setAttribute("aria-label", `${name}: ${told.join(", ")}`);
  return figure;
}
