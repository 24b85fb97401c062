// The page: what the reader gives goes to the service, and what the service answers is shown. Everything that is known
// of a list lives in this tab and ends with it.

import { Answer, unitTable } from "./answer.js";
import { bars, legend, patterns } from "./bars.js";
import * as catalogue from "./catalogue.js";
import { byId, h, save, settled } from "./dom.js";
import { drawDots, resizeDots } from "./dots.js";
import { Lines } from "./lines.js";
import { fromCells, fromFile } from "./lists.js";
import { percent, rounded, shown, useLocale } from "./numbers.js";
import { headline, verdict } from "./sentences.js";
import * as service from "./service.js";
import { change, settings, whenAddressChanges } from "./settings.js";
import * as takeaway from "./takeaway.js";
import * as terms from "./terms.js";
import { has, lineCount, t, translate } from "./texts.js";
import { showGauge, showVerdict } from "./verdict.js";
import { Scope, WhatIf } from "./whatif.js";

const EXAMPLE = "/static/page/example.json";
const UNAUTHORIZED = 401;
const MOST_WHAT_IF_AT_ONCE = 20000; // lines for which the what-if is made ready without being asked for

let list = null;
let answer = null;
let judged = null; // the list of the answer, and the terms that the reader chose instead of the list's own
let whatIf = null;
let units = null;
let table = null;
let opened = 0; // lists, of which only the last counts
let asked = 0; // evaluations, likewise
let drawn = null; // the answer whose dots are drawn

const lines = new Lines({
  edited: showChanges,
  evaluate,
  ticked(index, isTicked) {
    readyWhatIf().tick(index, isTicked);
    showWhatIf();
  },
});

// What the reader gives

async function open(load) {
  const mine = (opened += 1);
  asked += 1; // what is under way is of the list before
  say("reading", null);
  try {
    const loaded = await load();
    if (mine !== opened) return undefined;
    list = loaded;
  } catch (error) {
    return mine === opened ? fail(new service.Refused({ title: t("unreadable", { why: error.message }) })) : undefined;
  }
  byId("list-name").textContent = list.name;
  terms.show(list);
  return evaluate();
}

const openFile = (file) => open(() => fromFile(file));
const openCells = (text) => open(async () => fromCells(text, t("pasted_name")));

async function openExample() {
  await open(async () => {
    const content = await (await fetch(EXAMPLE)).blob();
    const example = await fromFile(new File([content], "example.json", { type: "application/json" }));
    example.name = t("example_name");
    return example;
  });
}

async function evaluate() {
  if (!list) return;
  const mine = (asked += 1);
  const sent = { list, changes: list.changes, replaced: terms.replaced() };
  byId("problem").hidden = true;
  say("sending", 0);
  try {
    const request = await list.request(settings);
    if (mine !== asked) return;
    const got = await service.evaluate(request, say);
    await new Promise((done) => setTimeout(done)); // lets the progress bar be seen before a long list is drawn
    if (mine !== asked) return; // another list or other settings were chosen meanwhile
    judged = sent;
    take(new Answer(got, table));
    list.changesAnswered = sent.changes;
    showChanges();
  } catch (error) {
    if (mine === asked) fail(error);
  }
}

function say(step, done) {
  byId("progress").hidden = false;
  byId("progress-words").textContent = t(step);
  const bar = byId("progress-bar");
  if (done === null) bar.removeAttribute("value");
  else bar.value = done;
}

function fail(error) {
  byId("progress").hidden = true;
  byId("results").hidden = true; // what stood there is of another list or of other settings
  answer = null;
  byId("said").textContent = "";
  byId("print-head").replaceChildren();
  if (Number(error.problem?.status) === UNAUTHORIZED) return askForKey();
  const problem = error.problem ?? { title: String(error.message) };
  if (!error.problem) console.error(error);
  const errors = (problem.errors ?? []).filter(({ detail }) => detail !== problem.detail);
  byId("problem").hidden = false;
  byId("problem-body").replaceChildren(
    h("p", {}, has(problem.code) ? t(problem.code) : problem.detail || problem.title),
    errors.length ? h("ul", {}, errors.slice(0, 10).map(({ row, detail }) => h("li", {}, row ? `${t("problem_row", { row })}${t("colon")}` : "", detail))) : "",
    errors.length > 10 ? h("p", {}, t("problem_more", { count: shown(String(errors.length - 10 + Number(problem.errors_left_out ?? 0))) })) : "",
  );
  byId("retry").hidden = !list || (problem.status >= 400 && problem.status < 500);
  return byId("problem").focus();
}

// A key, where the service asks for one

function askForKey() {
  const isRefused = byId("access-key").dataset.used === "yes";
  byId("access").hidden = false;
  byId("access-refused").hidden = !isRefused;
  document.body.classList.toggle("is-locked", !units);
  byId("access-key").focus();
}

function takeKey(event) {
  event.preventDefault();
  const field = byId("access-key");
  const isKey = service.useKey(field.value.trim());
  field.value = "";
  field.dataset.used = "yes";
  if (!isKey) return askForKey();
  byId("access").hidden = true;
  byId("access-refused").hidden = true;
  return speak().catch(fail);
}

// What the service answers

function take(got) {
  const isFirst = !answer;
  answer = got;
  list.settle(answer);
  whatIf = answer.length <= MOST_WHAT_IF_AT_ONCE && answer.summary.goal.share.low !== null ? new WhatIf(answer, units) : null;
  byId("progress").hidden = true;
  document.body.classList.add("has-result");
  byId("results").hidden = false;
  byId("list-name").textContent = `${list.name} · ${lineCount(answer.length, shown(String(answer.length)))}`;
  terms.showAnswered(answer.summary);
  showVerdict(answer.summary, { words: terms.goalInWords(answer.summary.goal), nameOf: terms.nameOf, choose: list.isSealed ? null : chooseAndEvaluate });
  showParts();
  lines.show(list, answer, whatIf ?? lazyWhatIf());
  byId("lines-lead").textContent = t(list.columns ? "lines_lead" : list.isSealed ? "lines_sealed" : "lines_no_cells");
  showWhatIf();
  byId("said").textContent = t("evaluated", { count: shown(String(answer.length)), sentence: [headline(answer.summary), verdict(answer.summary)].join(t("colon")) });
  if (isFirst) byId("results").scrollIntoView({ block: "start" });
  performance.mark("results-shown");
  showDots();
}

/** A chart needs a place with a width: none is drawn while the catalogue is shown. */
function showDots() {
  if (byId("view-list").hidden || drawn === answer) return resizeDots();
  drawn = answer;
  return drawDots(answer, (index) => lines.reveal(index)).catch((error) => console.error(error));
}

/** For a long list: offers every tick, and weighs the lines once one is made. */
function lazyWhatIf() {
  const scope = new Scope(answer);
  return { isSound: answer.summary.goal.share.low !== null, ticked: new Set(), canMove: (index) => scope.canMove(index) };
}

function readyWhatIf() {
  if (!whatIf) {
    whatIf = new WhatIf(answer, units);
    lines.whatIf = whatIf;
  }
  return whatIf;
}

function chooseAndEvaluate(term, value) {
  terms.choose(term, value);
  evaluate();
}

function showParts() {
  const { goal, sectors, groups } = answer.summary;
  byId("sectors-lead").textContent = t(goal.direction === "at_most" ? "sectors_lead_below" : "sectors_lead");
  byId("sectors-legend").replaceChildren(legend(sectors));
  byId("sectors-bars").replaceChildren(...[bars(sectors, ({ name }) => name, t("sector"), goal)].flat());
  byId("groups").hidden = groups.length === 0;
  byId("groups-bars").replaceChildren(...[bars(groups, ({ group }) => group ?? t("group_none"), t("groups"), goal)].flat());
}

// What if

function showWhatIf() {
  const { goal } = answer.summary;
  const isPossible = goal.share.low !== null && (whatIf?.isSound ?? true);
  byId("whatif-controls").hidden = !isPossible;
  const said = [];
  if (goal.share.low === null) said.push(t("whatif_no_share"));
  else if (whatIf && !whatIf.isSound) said.push(t("whatif_off", { ours: whatIf.before.low.text(), theirs: goal.share.low }));
  byId("whatif-off").replaceChildren(...said);
  byId("whatif-off").hidden = said.length === 0;
  if (!isPossible) return byId("whatif-shares").replaceChildren();
  const count = whatIf?.ticked.size ?? 0;
  const after = count ? whatIf.share() : null;
  byId("whatif-clear").disabled = count === 0;
  byId("whatif-shares").replaceChildren(...(after ? compared(goal, count, after) : []));
  byId("whatif-said").replaceChildren(...explained(count));
  showGauge(answer.summary, after?.low.text() ?? null);
  byId("tick-bar").hidden = !after;
  if (after) {
    byId("tick-bar-words").textContent = `${t("whatif_then", { count: lineCount(count, shown(String(count))) })}${t("colon")}${band({ low: after.low.text(), high: after.high.text() }, goal.target)}`;
  }
  return undefined;
}

function band({ low, high }, target) {
  return low === high ? percent(low, target) : `${percent(low, target)} – ${percent(high, target)}`;
}

function compared(goal, count, after) {
  const now = { low: goal.share.low, high: goal.share.high };
  const then = { low: after.low.text(), high: after.high.text() };
  const side = (words, share, isMet) =>
    h("div", { class: isMet ? "is-met" : null }, h("dt", {}, words), h("dd", {}, band(share, goal.target), isMet ? h("small", {}, t("status_met")) : null));
  return [
    side(t("whatif_now"), now, goal.status === "met"),
    h("span", { class: "then", "aria-hidden": "true" }, "→"),
    side(t("whatif_then", { count: lineCount(count, shown(String(count))) }), then, !isBlocked(goal) && whatIf.reaches(after)),
  ];
}

/** Whether the service gives no verdict although it gives a share: a what-if cannot meet the goal either. */
const isBlocked = (goal) => (goal.reason ?? null) !== null;

function explained(count) {
  const { goal } = answer.summary;
  const said = [];
  if (count && isBlocked(goal)) said.push(t("whatif_blocked", { status: headline(answer.summary) }));
  if (goal.status === "met") said.push(t("whatif_reached"));
  if (whatIf?.impossible) said.push(t("whatif_impossible", { share: band({ low: whatIf.impossible.low.text(), high: whatIf.impossible.high.text() }, goal.target) }));
  if (count && whatIf.isChosen) said.push(t("whatif_greedy", { order: t(`order_${goal.weighting}`) }));
  if (count && whatIf.saved() > 0) said.push(t("whatif_saves", { amount: rounded(String(whatIf.saved()), 0) }));
  if (count) said.push(t("whatif_exact"));
  return said.map((words) => h("li", {}, words));
}

function tickFewest() {
  const ready = readyWhatIf();
  ready.clear();
  ready.impossible = null;
  if (ready.isSound) {
    const found = ready.fewest();
    if (found.lines) {
      ready.ticked = new Set(found.lines);
      ready.isChosen = true;
    } else {
      ready.impossible = found.all;
    }
  }
  lines.redrawTicks();
  showWhatIf();
}

function untick() {
  whatIf?.clear();
  if (whatIf) whatIf.impossible = null;
  lines.redrawTicks();
  showWhatIf();
}

// Changes in cells

function showChanges() {
  const open = list ? list.changes - (list.changesAnswered ?? 0) : 0;
  byId("changes").hidden = open <= 0;
  const cells = open === 1 ? t("changed_cell_one") : t("changed_cell_many", { count: shown(String(open)) });
  byId("changes-words").textContent = t("changed_cells", { count: cells });
}

// The page itself

function showView() {
  const isCatalogue = settings.view === "catalogue";
  byId("view-list").hidden = isCatalogue;
  byId("view-catalogue").hidden = !isCatalogue;
  for (const link of document.querySelectorAll("[data-view]")) {
    if (link.dataset.view === (isCatalogue ? "catalogue" : "list")) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  if (isCatalogue) catalogue.show().catch(fail);
  else if (answer) showDots();
}

async function speak() {
  useLocale(settings.lang);
  translate();
  for (const button of document.querySelectorAll("[data-lang]")) button.setAttribute("aria-pressed", String(button.dataset.lang === settings.lang));
  for (const link of document.querySelectorAll("[data-template]")) link.href = `/v1/templates/capacity.${link.dataset.template}?lang=${settings.lang}`;
  const [goals, editions, held, ready] = await Promise.all([service.get("/v1/goals"), service.get("/v1/editions"), service.get("/v1/units"), service.get("/readyz")]);
  units = held;
  table = unitTable(held);
  terms.setUp(goals.goals, editions.editions, evaluate);
  terms.show(list);
  document.body.classList.remove("is-locked");
  catalogue.hold(editions.editions);
  byId("foot-data").replaceChildren(
    h("span", {}, t("foot_version", { version: ready.version })),
    h("span", { title: ready.fingerprint }, t("foot_data", { fingerprint: ready.fingerprint.slice(0, 19) })),
  );
  showView();
  if (list) await evaluate();
}

function wire() {
  document.body.prepend(patterns());
  byId("file").addEventListener("change", ({ target }) => {
    if (target.files[0]) openFile(target.files[0]);
    target.value = "";
  });
  byId("example").addEventListener("click", openExample);
  byId("paste").addEventListener("click", () => byId("paste-dialog").showModal());
  byId("paste-dialog").addEventListener("close", () => {
    const text = byId("paste-cells").value;
    if (byId("paste-dialog").returnValue === "go" && text.trim()) openCells(text);
    byId("paste-cells").value = "";
  });
  for (const button of document.querySelectorAll("#paste-dialog button")) {
    button.addEventListener("click", () => byId("paste-dialog").close(button.value));
  }
  byId("retry").addEventListener("click", evaluate);
  byId("evaluate-again").addEventListener("click", evaluate);
  byId("whatif-fewest").addEventListener("click", tickFewest);
  for (const id of ["whatif-clear", "tick-bar-clear"]) byId(id).addEventListener("click", untick);
  catalogue.setUp(fail);
  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault(); // what stands behind the # of the address are the settings
    byId("main").focus();
  });
  takeaway.setUp(() => list.request(settings), fail);
  byId("access").querySelector("form").addEventListener("submit", takeKey);
  for (const link of document.querySelectorAll("[data-template]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault(); // a link sends no key
      service.file(link.href).then((content) => save(content, `capacity.${link.dataset.template}`)).catch(fail);
    });
  }
  for (const button of document.querySelectorAll("[data-lang]")) {
    button.addEventListener("click", () => {
      change({ lang: button.dataset.lang });
      speak().catch(fail);
    });
  }
  for (const link of document.querySelectorAll("[data-view]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      change({ view: link.dataset.view });
      showView();
    });
  }
  whenAddressChanges(() => speak().catch(fail));
  addEventListener("resize", settled(150, resizeDots));
  addEventListener("beforeprint", () => answer && takeaway.prepare({ ...judged, answer, order: lines.inOrder, goal: terms.goalInWords(answer.summary.goal), notesOf: (index) => lines.notesOf(index) }));
  dropping();
}

/** Files can be dropped, and cells pasted, anywhere on the page. */
function dropping() {
  let depth = 0;
  const mark = () => document.body.classList.toggle("is-dropping", depth > 0);
  addEventListener("dragenter", () => {
    depth += 1;
    mark();
  });
  addEventListener("dragleave", () => {
    depth -= 1;
    mark();
  });
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", (event) => {
    event.preventDefault();
    depth = 0;
    mark();
    const [file] = event.dataTransfer.files;
    if (file) openFile(file);
  });
  addEventListener("paste", (event) => {
    if (event.target.closest?.("input, textarea")) return;
    const [file] = event.clipboardData.files;
    const text = event.clipboardData.getData("text/plain");
    if (text.includes("\t") || text.includes("\n")) openCells(text);
    else if (file && !file.type.startsWith("image/")) openFile(file);
  });
}

wire();
speak().catch(fail);
