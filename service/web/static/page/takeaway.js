// Taking the result away: files made by the service, a print, and a link to the settings.

import { byId, h, save } from "./dom.js";
import { day, shown } from "./numbers.js";
import { inWords } from "./lines.js";
import * as service from "./service.js";
import { address } from "./settings.js";
import { headline, unit } from "./sentences.js";
import { lineCount, t } from "./texts.js";

const FILES = [
  ["XLSX", "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"],
  ["CSV", "csv", "text/csv"],
  ["JSON", "json", "application/json"],
];
const PRINTED_LINES = 300;

/** Set the buttons up; `requested` gives the request of the list in the page, `failed` takes a refusal. */
export function setUp(requested, failed) {
  byId("take-files").replaceChildren(
    ...FILES.map(([name, ending, mediaType]) =>
      h("button", { type: "button", "data-file": ending, onclick: (event) => take(event.currentTarget, requested, ending, mediaType).catch(failed) }, name),
    ),
  );
  byId("take-print").addEventListener("click", () => print());
  byId("take-link").addEventListener("click", copyLink);
}

async function take(button, requested, ending, mediaType) {
  button.disabled = true;
  try {
    save(await service.download(await requested(), mediaType), `${t("file_results")}-${stamp()}.${ending}`);
  } finally {
    button.disabled = false;
  }
}

function stamp() {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("");
}

async function copyLink() {
  const said = byId("take-said");
  try {
    await navigator.clipboard.writeText(address());
    said.replaceChildren(t("copied"));
  } catch {
    const field = h("input", { type: "text", readonly: true, value: address(), "aria-label": t("copy_by_hand") });
    said.replaceChildren(t("copy_by_hand"), " ", field);
    field.select();
  }
}

/** Make the parts that only a print shows: date, edition, fingerprint, and the lines that are not at the level. */
export function prepare({ list, answer, order, goal, replaced, notesOf }) {
  const { summary } = answer;
  byId("print-head").replaceChildren(
    h("h1", {}, t("title")),
    h(
      "ul",
      {},
      [
        t("print_list", { name: list.name, count: lineCount(answer.length, shown(String(answer.length))) }),
        t("print_goal", { goal: goal.name }),
        goal.scope,
        t("print_status", { status: headline(summary) }),
        t("print_weighting", { weighting: t(`weighting_${summary.goal.weighting}`) }),
        t("print_edition", { edition: summary.edition.short, document: summary.edition.document, fingerprint: summary.edition.fingerprint }),
        summary.as_of ? t("print_as_of", { day: day(summary.as_of) }) : null,
        t("print_input", { input: summary.input, version: summary.service.version }),
        ...replaced,
        t("print_made", { day: day(new Date()) }),
        t("not_official_verdict"),
      ].filter(Boolean).map((words) => h("li", {}, words)),
    ),
  );
  const open = [...order].filter((index) => answer.standings[index] !== "at_benchmark" || answer.isNoted[index]);
  const first = open.slice(0, PRINTED_LINES);
  const facts = { shown: shown(String(first.length)), count: shown(String(open.length)) };
  byId("print-lines").replaceChildren(
    h("h2", {}, t("print_lines"), " ", h("small", {}, t(open.length > first.length ? "print_lines_cut" : "print_lines_all", facts))),
    h(
      "table",
      {},
      h("thead", {}, h("tr", {}, ["column_row", "field_id", "field_benchmark", "column_capacity_year", "print_note"].map((key) => h("th", { scope: "col" }, t(key))))),
      h("tbody", {}, first.map((index) => printedRow(answer, index, notesOf(index)))),
    ),
  );
  byId("print-lines").hidden = open.length === 0;
}

function printedRow(answer, index, notes) {
  const result = answer.result(index);
  const cells = [
    shown(String(index + 1)),
    result.id ?? "",
    answer.productName(index),
    result.capacity ? `${shown(result.capacity)} ${unit(result.capacity_unit)}` : "",
    inWords(answer, index, notes),
  ];
  return h("tr", {}, cells.map((words) => h("td", {}, words)));
}

