// The catalogue: every row of both editions side by side, with evidence and sources, and what is not held.

import { byId, h, linked, save, settled } from "./dom.js";
import { shown } from "./numbers.js";
import { unit } from "./sentences.js";
import * as service from "./service.js";
import { settings } from "./settings.js";
import { t } from "./texts.js";

let editions = [];
let asked = 0;
let fail = null;

/** Show these editions of the service from now on. */
export function hold(held) {
  editions = held;
}

/** Let the search and the filter work; what fails is told to the function. */
export function setUp(tell) {
  fail = tell;
  byId("catalogue-search").addEventListener("input", settled(150, show));
  byId("catalogue-filter").addEventListener("change", show);
}

/** Ask the service for the rows that the search fits, and show them. */
export async function show() {
  const mine = (asked += 1);
  const query = byId("catalogue-search").value.trim();
  const answers = await Promise.all(
    editions.map(({ id }) => service.get(`/v1/benchmarks?${new URLSearchParams({ edition: id, ...(query && { q: query }) })}`)),
  );
  if (mine !== asked) return; // a later search is under way
  const filter = byId("catalogue-filter").value;
  const products = merged(answers.map((answer) => answer.benchmarks)).filter((product) => fits(product, filter));
  byId("catalogue-count").textContent = products.length ? t("catalogue_count", { count: products.length }) : t("catalogue_none");
  byId("catalogue-editions").replaceChildren(
    ...editions.map((edition) =>
      h("li", {}, t("catalogue_rows", { document: edition.document, held: edition.rows_held, all: Number(edition.rows_held) + Number(edition.rows_not_held) }),
        " ", h("span", { class: "muted" }, edition.title), files(edition.id)),
    ),
  );
  byId("catalogue-table").replaceChildren(...table(products));
}

/** The table of an edition as a file, to read or to complete; fetched, because a link sends no key. */
function files(id) {
  return ["xlsx", "csv"].map((ending) => [
    " ",
    h(
      "a",
      {
        href: `/v1/editions/${encodeURIComponent(id)}/levels.${ending}?lang=${settings.lang}`,
        download: true,
        onclick: (event) => {
          event.preventDefault();
          service.file(event.currentTarget.href).then((content) => save(content, `${id}-levels.${ending}`)).catch(fail);
        },
      },
      t(`catalogue_${ending}`),
    ),
  ]);
}

/** Products in the order of the newest table that has them, with their row in each edition. */
function merged(lists) {
  const products = new Map();
  for (const at of [...lists.keys()].reverse()) {
    for (const row of lists[at]) {
      if (!products.has(row.id)) products.set(row.id, { id: row.id, rows: lists.map(() => null), any: row });
      products.get(row.id).rows[at] = row;
    }
  }
  const sectors = [...new Set([...products.values()].map(({ any }) => any.sector))];
  return [...products.values()].sort((one, other) => sectors.indexOf(one.any.sector) - sectors.indexOf(other.any.sector));
}

function fits({ rows }, filter) {
  if (filter === "held") return rows.some((row) => row?.gradable === true);
  if (filter === "gaps") return rows.some((row) => row && row.gradable !== true);
  return true;
}

function table(products) {
  const names = editions.map(({ short }) => short[settings.lang]);
  const head = h(
    "thead",
    {},
    h("tr", {}, h("th", { scope: "col", rowspan: 2 }, t("catalogue_product")), names.map((name) => h("th", { scope: "colgroup", colspan: 2, class: "edition" }, name))),
    h("tr", {}, names.map(() => [h("th", { scope: "col" }, t("catalogue_benchmark")), h("th", { scope: "col" }, t("catalogue_baseline"))])),
  );
  const bodies = [];
  let sector = null;
  for (const product of products) {
    if (product.any.sector !== sector) {
      sector = product.any.sector;
      bodies.push(h("tr", { class: "sector" }, h("th", { scope: "rowgroup", colspan: 1 + 2 * editions.length }, product.any.sector_name)));
    }
    bodies.push(...productRows(product, names));
  }
  return [head, h("tbody", {}, bodies)];
}

function productRows(product, names) {
  const details = h("tr", { class: "details", hidden: true, id: `sources-${product.id}` }, h("td", { colspan: 1 + 2 * editions.length }));
  const button = h(
    "button",
    {
      type: "button",
      class: "product",
      "aria-expanded": "false",
      "aria-controls": details.id,
      onclick: () => {
        const isOpen = button.getAttribute("aria-expanded") === "true";
        button.setAttribute("aria-expanded", String(!isOpen));
        details.hidden = isOpen;
        if (!isOpen) details.firstChild.replaceChildren(...evidence(product, names));
      },
    },
    h("span", {}, product.any.name),
  );
  const levels = product.rows.flatMap((row, at) =>
    row ? [level(row, "benchmark", names[at]), level(row, "baseline", names[at])] : [h("td", { colspan: 2, class: "absent" }, t("not_listed"))],
  );
  return [h("tr", {}, h("th", { scope: "row" }, button, h("small", {}, product.id)), levels), details];
}

function level(row, name, edition) {
  const { value, evidence: known } = row[name];
  const where = `${edition} ${t(`catalogue_${name}`)}`;
  if (value === null) return h("td", { class: "absent", "data-where": where }, t("not_held"));
  return h("td", { class: "level", "data-where": where }, h("b", {}, shown(value)), " ", h("span", { class: "unit" }, unit(row.unit)), h("small", {}, t(`evidence_${known}`)));
}

function evidence({ rows, any }, names) {
  const facts = [
    [t("indicator"), any.indicator],
    [t("standard"), any.reference_standard],
    [t("aliases"), any.aliases.join(t("and"))],
  ].filter(([, value]) => value);
  return [
    h("dl", { class: "facts-list" }, facts.map(([name, value]) => [h("dt", {}, name), h("dd", {}, value)])),
    h("div", { class: "evidence" }, rows.map((row, at) => row && h("section", {}, h("h4", {}, names[at]), ["benchmark", "baseline"].map((name) => sources(row, name))))),
  ];
}

function sources(row, name) {
  const { value, evidence: known, sources: found, not_held: gap } = row[name];
  const title = `${t(`catalogue_${name}`)}${value === null ? "" : ` ${shown(value)} ${unit(row.unit)}`}`;
  if (value === null) return [h("h5", {}, title), h("p", {}, `${t("not_held")}${t("colon")}${gap}`)];
  return [h("h5", {}, title), h("p", {}, t(`evidence_${known}_long`)), h("ul", {}, found.map((source) => h("li", {}, linked(source))))];
}
