// The options of an evaluation: what there is to choose from, as the service has it, and what is in force. What the file
// says and what the reader chooses are kept apart: the file's options end with it, and a choice shows as one.

import { byId, h, linked } from "./dom.js";
import { TERMS } from "./lists.js";
import { day, exactJson, plainPercent } from "./numbers.js";
import { change, settings } from "./settings.js";
import { has, t } from "./texts.js";

const WEIGHTINGS = ["capacity", "energy", "sector_mean", "lines"];
const REJECTED = ["block", "leave_out"];
const AS_FILE_SAYS = "file";
const DAY = /^[1-9]\d{3}-\d\d-\d\d$/;

let goals = [];
let editions = [];
let list = null;
let answered = null; // the summary of the last answer

/** Take what the service has, and fill the choices; `changed` is called when the reader chooses. */
export function setUp(heldGoals, heldEditions, changed) {
  goals = heldGoals.filter((goal) => goal.of_lines === true);
  editions = heldEditions;
  for (const term of TERMS) {
    byId(term).onchange = ({ target }) => {
      if (term === "as_of" && target.value && !DAY.test(target.value)) return; // a year that is not typed to its end
      choose(term, target.value);
      changed();
    };
  }
  byId("as_of-file").onclick = () => {
    choose("as_of", AS_FILE_SAYS);
    changed();
  };
}

/** Show the options in the reader's language, with those of this list if it has any of its own. */
export function show(shownList) {
  if (list !== shownList) answered = null;
  list = shownList;
  if (goals.length) describe(); // else the service has not answered yet
}

/** Show which edition the service used. */
export function showAnswered(summary) {
  answered = summary;
  describe();
}

/** Evaluate by this from now on: an id of the service's, "" for its default, or as the file says. */
export function choose(term, value) {
  list?.follow(term, value === AS_FILE_SAYS);
  // The usual goal needs no words in the address.
  if (value !== AS_FILE_SAYS) change({ [term]: term === "goal" && value === usualGoal().id ? "" : value });
  describe();
}

const usualGoal = () => goals.find((goal) => goal.default === true);
const isChosenByFile = (term) => list?.decides(term) ?? false;

/** The goal in force, if the service has it; a sealed file does not tell. */
function goalInForce() {
  if (list?.isSealed) return null;
  if (!isChosenByFile("goal")) return settings.goal ? goals.find(({ id }) => id === settings.goal) : usualGoal();
  return goals.find(({ id }) => JSON.stringify(id) === list.said.goal);
}

/** What the file says of a term, in words; what is unknown stays as it is written. */
function saidByFile(term) {
  const text = list.said[term];
  const value = JSON.parse(text);
  const isOwn = value !== null && typeof value === "object" && typeof value.target !== "object";
  if (term === "goal" && isOwn) {
    const { target: asked } = exactJson(text);
    if (/^\d+(\.\d+)?$/.test(asked)) return t("goal_own", { target: plainPercent(asked) });
  }
  const goal = goals.find(({ id }) => id === value);
  const edition = editions.find(({ id }) => id === value);
  if (term === "goal" && goal) return fullName(goal);
  if (term === "edition" && edition) return editionName(edition);
  if (term === "weighting" && WEIGHTINGS.includes(value)) return t(`weighting_${value}`);
  if (term === "rejected" && REJECTED.includes(value)) return t(`rejected_${value}`);
  if (term === "a_line_is" && value === "enterprise") return t("a_line_is_enterprise");
  if (term === "as_of" && DAY.test(value)) return day(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

/** What the reader chose instead of what the file says, in words. */
export function replaced() {
  return TERMS.filter((term) => isReplaced(term)).map((term) => t("print_replaced", { term: t(term), said: saidByFile(term) }));
}

const isReplaced = (term) => list !== null && term in list.said && !list.decides(term);

/** The goal that an answer is about, in words: its name, and if the service has it, its scope, evidence and note. */
export function goalInWords({ id, target: asked, scope: statedFor }) {
  const goal = goals.find((each) => each.id === id);
  return {
    name: goal ? fullName(goal) : (id ?? t("goal_own", { target: plainPercent(asked) })),
    scope: statedFor ? t("goal_scope", { scope: statedFor }) : null,
    evidence: goal ? evidence(goal) : null,
    note: goal?.note ? t("goal_note", { note: goal.note }) : null,
  };
}

/** An edition's name by its id. */
export const editionNameOf = (id) => editions.find((edition) => edition.id === id)?.short[settings.lang] ?? id;

/** What an id names: a goal, an edition or a sector; the id itself if it names nothing. */
export function nameOf(id) {
  const goal = goals.find((each) => each.id === id);
  if (goal) return fullName(goal);
  return editions.some((edition) => edition.id === id) ? editionNameOf(id) : sectorName(id);
}

const sectorName = (id) => editions.flatMap(({ sectors }) => sectors).find((sector) => sector.id === id)?.name ?? id;

function describe() {
  const goal = goalInForce();
  const ofGoal = editions.find(({ id }) => id === (goal ?? usualGoal()).edition) ?? editions[0];
  const plans = [...byPlan()].map(([plan, members]) =>
    h("optgroup", { label: planName(plan) }, members.map((each) => h("option", { value: each.id }, goalName(each)))),
  );
  choices("goal", plans, usualGoal().id);
  choices("edition", [
    h("option", { value: "" }, settings.as_of ? t("edition_of_day", { day: day(settings.as_of) }) : t("edition_default", { edition: ofGoal.short[settings.lang] })),
    ...editions.map((edition) => h("option", { value: edition.id }, editionName(edition))),
  ]);
  choices("weighting", [
    h("option", { value: "" }, t("weighting_default", { weighting: t(`weighting_${goal?.weighting ?? "capacity"}`) })),
    ...WEIGHTINGS.map((weighting) => h("option", { value: weighting }, t(`weighting_${weighting}`))),
  ]);
  choices("rejected", [h("option", { value: "" }, t("rejected_block")), h("option", { value: "leave_out" }, t("rejected_leave_out"))]);
  choices("a_line_is", [h("option", { value: "" }, t("a_line_is_line")), h("option", { value: "enterprise" }, t("a_line_is_enterprise"))]);
  byId("a_line_is").parentElement.hidden = !(byId("a_line_is").value || answered?.goal.reason === "scope_differs");
  describeDay();
  byId("goal-about").replaceChildren(...instead("goal"), ...(goal ? aboutGoal(goal) : []));
  const used = editionInForce(ofGoal);
  byId("edition-about").replaceChildren(...instead("edition"), ...(used ? aboutEdition(used) : []));
  byId("weighting-about").replaceChildren(...instead("weighting"), h("span", {}, t("not_official")));
  byId("rejected-about").replaceChildren(...instead("rejected"));
  byId("a_line_is-about").replaceChildren(...instead("a_line_is"));
}

function aboutGoal(goal) {
  return [
    h("span", {}, `${target(goal)}${goal.by ? ` · ${t("by_day", { day: day(goal.by) })}` : ""}`),
    ...[goal.scope ? t("goal_scope", { scope: goal.scope }) : null, evidence(goal), goal.note ? t("goal_note", { note: goal.note }) : null, goal.document]
      .filter(Boolean)
      .map((words) => h("span", {}, words)),
    ...goal.sources.map((source) => h("span", {}, linked(source))),
  ];
}

function aboutEdition(edition) {
  const successor = editions.find(({ id }) => id === edition.superseded_by);
  const held = t("edition_held", { held: edition.rows_held, all: Number(edition.rows_held) + Number(edition.rows_not_held) });
  return [h("span", {}, edition.document), h("span", {}, held), ...(successor ? [h("b", {}, t("edition_superseded", { edition: editionName(successor) }))] : [])];
}

/** The day that the reader states, or the file; no clock is asked. */
function describeDay() {
  const field = byId("as_of");
  const isByFile = isChosenByFile("as_of");
  const said = list && "as_of" in list.said ? JSON.parse(list.said.as_of) : "";
  const value = isByFile ? said : settings.as_of;
  field.value = DAY.test(value) ? value : "";
  field.disabled = list?.isSealed ?? false;
  byId("as_of-file").hidden = !isReplaced("as_of");
  const unknown = value && !field.value ? t("unknown_choice", { said: value }) : null;
  const words = list?.isSealed ? t("as_sealed_file_says") : isByFile ? t("as_file_says", { said: saidByFile("as_of") }) : t("as_of_about");
  byId("as_of-about").replaceChildren(...instead("as_of"), ...(unknown ? [h("b", {}, unknown)] : []), h("span", {}, words));
}

/** The options of a term, with what the file says, and an unknown choice, among them; the one in force is chosen. */
function choices(term, options, usual = "") {
  const select = byId(term);
  const isSealed = list?.isSealed ?? false;
  const fromFile = isSealed || (list && term in list.said);
  const words = () => (isSealed ? t("as_sealed_file_says") : t("as_file_says", { said: saidByFile(term) }));
  const value = isChosenByFile(term) ? AS_FILE_SAYS : settings[term] || usual;
  select.replaceChildren(...(fromFile ? [h("option", { value: AS_FILE_SAYS }, words())] : []), ...(isSealed ? [] : options));
  if (![...select.options].some((option) => option.value === value)) select.append(h("option", { value }, t("unknown_choice", { said: value })));
  select.value = value;
  select.disabled = isSealed;
}

function instead(term) {
  return isReplaced(term) ? [h("b", {}, t("instead_of_file", { said: saidByFile(term) }))] : [];
}

/** The edition in force, if the service has it: that of the answer, or before there is one, that of the options. */
function editionInForce(ofGoal) {
  if (answered) return editions.find(({ id }) => id === answered.edition.id);
  if (list?.isSealed) return null;
  if (isChosenByFile("edition")) return editions.find(({ id }) => JSON.stringify(id) === list.said.edition);
  if (settings.edition) return editions.find(({ id }) => id === settings.edition);
  return settings.as_of || isChosenByFile("as_of") ? null : ofGoal;
}

function byPlan() {
  const plans = new Map();
  for (const goal of goals) plans.set(goal.plan, [...(plans.get(goal.plan) ?? []), goal]);
  return plans;
}

function target(goal) {
  const asked = goal.direction === "at_most" ? "at_most" : goal.must_exceed === true ? "more_than" : "at_least";
  return t(asked, { target: plainPercent(goal.target) });
}

function goalName(goal) {
  return settings.lang === "zh" ? goal.title : `${goal.title}: ${target(goal)}`; // the Chinese titles state the target
}

const fullName = (goal) => [planName(goal.plan), goalName(goal)].join(t("comma"));

const evidence = (goal) => (has(`evidence_${goal.evidence}`) ? t("goal_evidence", { evidence: t(`evidence_${goal.evidence}`) }) : null);

function editionName(edition) {
  return t("edition_option", { short: edition.short[settings.lang], document: edition.document });
}

/** The plan of a goal: a place and a year if the page knows the place, or else as it is called. */
function planName(plan) {
  const [, place, year] = /^(\w+)-(\d{4})$/.exec(plan ?? "") ?? [];
  return has(`place_${place}`) ? `${t(`place_${place}`)} ${year}` : (plan ?? "");
}
