// The dot plot: every graded line between the two levels of its product. ECharts draws it, because a canvas with
// zoom-free hit-testing for 100,000 points is what a charting library is for; it is loaded when there is a result.

import { byId, h } from "./dom.js";
import { shown } from "./numbers.js";
import { unit } from "./sentences.js";
import { standingName } from "./standings.js";
import { t } from "./texts.js";

const LIBRARY = "/static/echarts/echarts.common.min.js";
const LEFT = [-1.25, -0.3]; // how far the scale reaches at most, and at least
const RIGHT = [2.25, 1.3];
/** Symbol and size by standing; what misses or meets the only level of its product is an outline. */
const MARKS = {
  at_benchmark: ["circle", 9],
  between: ["diamond", 11],
  below_baseline: ["triangle", 11],
  above_benchmark: ["emptyDiamond", 11],
  within_baseline: ["emptyCircle", 9],
};
const UNKNOWN = ["emptyRect", 9];

let library = null;
let chart = null;

function load() {
  library ??= new Promise((resolve, reject) => {
    document.head.append(h("script", { src: LIBRARY, onload: () => resolve(window.echarts), onerror: reject }));
  });
  return library;
}

/** Draw the lines of the answer; `picked` is called with the index of a dot that is chosen. */
export async function drawDots(answer, picked) {
  const holder = byId("dots-chart");
  const products = Object.keys(answer.summary.benchmarks);
  const perProduct = new Map();
  for (let index = 0; index < answer.length; index += 1) {
    if (isPlaced(answer, index)) perProduct.set(answer.benchmarks[index], (perProduct.get(answer.benchmarks[index]) ?? 0) + 1);
  }
  for (const entry of document.querySelectorAll("[data-dot]")) entry.hidden = !answer.present.includes(entry.dataset.dot);
  const rows = products.filter((product) => perProduct.has(product));
  chart?.dispose();
  chart = null;
  byId("dots-none").hidden = rows.length > 0;
  holder.hidden = rows.length === 0;
  if (!rows.length) return;
  const count = [...perProduct.values()].reduce((sum, each) => sum + each);
  holder.setAttribute("aria-label", t("dots_chart", { count: shown(String(count)) }));
  const isNarrow = holder.clientWidth < 640;
  holder.style.height = `${70 + rows.length * (rows.length > 20 ? 26 : 34)}px`;
  const echarts = await load();
  chart = echarts.init(holder, null, { renderer: "canvas", devicePixelRatio: Math.max(devicePixelRatio, 2) });
  chart.setOption(options(answer, rows, perProduct, isNarrow));
  chart.on("click", ({ value }) => value && picked(value[2]));
}

const isPlaced = (answer, index) => !Number.isNaN(answer.positions[index]);

/** Fit the chart to its place. */
export function resizeDots() {
  chart?.resize();
}

function options(answer, rows, perProduct, isNarrow) {
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(`--${name}`).trim();
  const font = getComputedStyle(document.body).fontFamily;
  const text = { fontFamily: font, color: colour("ink"), fontSize: 13 };
  const [left, right] = rangeOf(answer.positions);
  const points = pointsOf(answer, rows, perProduct, left, right);
  return {
    animation: false,
    textStyle: text,
    grid: { left: isNarrow ? 104 : 250, right: 16, top: 34, bottom: 8 },
    tooltip: { renderMode: "richText", formatter: ({ value }) => told(answer, value[2]), textStyle: { ...text, fontSize: 13 } },
    xAxis: {
      min: left,
      max: right,
      position: "top",
      axisLine: { show: false },
      axisTick: { show: false },
      splitLine: { show: false },
      axisLabel: {
        ...text,
        fontWeight: 600,
        customValues: [0, 1],
        formatter: (value) => t(value === 0 ? "benchmark_level" : "baseline_level"),
      },
    },
    yAxis: {
      min: -0.5,
      max: rows.length - 0.5,
      inverse: true,
      axisLine: { show: false },
      axisTick: { show: false },
      interval: 1,
      splitLine: { lineStyle: { color: "#eaeff0" } },
      axisLabel: {
        ...text,
        customValues: rows.map((_, row) => row),
        width: isNarrow ? 96 : 238,
        overflow: "truncate",
        formatter: (row) => answer.summary.benchmarks[rows[row]]?.name ?? "",
      },
    },
    series: [...points].map(([standing, dots], at) => ({
      type: "scatter",
      name: standingName(standing),
      data: dots,
      symbol: (MARKS[standing] ?? UNKNOWN)[0],
      symbolSize: dots.length > 2000 ? 4 : (MARKS[standing] ?? UNKNOWN)[1],
      large: dots.length > 4000,
      itemStyle: { color: colour(standing) || colour("ungraded"), opacity: dots.length > 2000 ? 0.45 : 0.85, borderWidth: 2 },
      markLine:
        at === 0
          ? {
              silent: true,
              symbol: "none",
              label: { show: false },
              data: [
                { xAxis: 0, lineStyle: { color: colour("ink"), type: "solid", width: 1.5 } },
                { xAxis: 1, lineStyle: { color: colour("ink"), type: [5, 4], width: 1.5 } },
              ],
            }
          : undefined,
      markArea:
        at === 0
          ? {
              silent: true,
              data: [
                [{ xAxis: left, itemStyle: { color: "#00697f14" } }, { xAxis: 0 }],
                [{ xAxis: 1, itemStyle: { color: "#b8402a12" } }, { xAxis: right }],
              ],
            }
          : undefined,
    })),
  };
}

function rangeOf(positions) {
  let [least, most] = [0, 0];
  for (const position of positions) {
    if (position < least) least = position;
    else if (position > most) most = position;
  }
  return [Math.min(Math.max(least * 1.1, LEFT[0]), LEFT[1]), Math.max(Math.min(most * 1.1, RIGHT[0]), RIGHT[1])];
}

/** The dots by standing. */
function pointsOf(answer, rows, perProduct, left, right) {
  const row = new Map(rows.map((product, at) => [product, at]));
  const points = new Map();
  for (let index = 0; index < answer.length; index += 1) {
    if (!isPlaced(answer, index)) continue;
    const standing = answer.standings[index];
    if (!points.has(standing)) points.set(standing, []);
    const product = answer.benchmarks[index];
    const spread = Math.min(0.7, 0.08 * (perProduct.get(product) - 1)); // so that dots of one product do not hide each other
    const x = Math.min(Math.max(answer.positions[index], left), right);
    points.get(standing).push([x, row.get(product) + (((index * 0.618034) % 1) - 0.5) * spread, index]);
  }
  return points;
}

function told(answer, index) {
  const result = answer.result(index);
  const product = answer.product(index);
  const level = (name) => (product[name] === null ? t("not_held") : `${shown(product[name])} ${unit(product.unit)}`);
  return [
    `${result.id ?? `#${index + 1}`}  ${standingName(answer.standings[index])}`,
    product.name,
    `${shown(result.intensity)} ${unit(result.unit)}`,
    `${t("benchmark_level")} ${level("benchmark")} · ${t("baseline_level")} ${level("baseline")}`,
  ].join("\n");
}
