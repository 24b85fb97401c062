// Goal, edition and weighting: what there is to choose from, as the service has it, and what is in force. What the file
// says and what the reader chooses are kept apart: the file's terms end with it, and a choice shows as one.

import { byId, h, linked } from "./dom.js";
import { TERMS } from "./lists.js";
import { day, exactJson, plainPercent } from "./numbers.js";
import { change, settings } from "./settings.js";
import { has, t } from "./texts.js";

const WEIGHTINGS = ["capacity", "energy", "sector_mean", "lines"];
const AS_FILE_SAYS = "file";

let goals = [];
let editions = [];
let list = null;

/** Take what the service holds, and fill the three choices; `changed` is called when the reader chooses. */
export function setUp(heldGoals, heldEditions, changed) {
  goals = heldGoals.filter((goal) => goal.of_lines === true);
  editions = heldEditions;
  for (const term of TERMS) {
    byId(term).onchange = ({ target }) => {
      choose(term, target.value);
      changed();
    };
  }
}

/** Show the terms in the reader's language, with those of this list if it has any of its own. */
export function show(shownList) {
  list = shownList;
  if (goals.length) describe(); // else the service has not said yet what it holds
}

/** Judge by this from now on: an id of the service's, "" for its default, or as the file says. */
export function choose(term, value) {
  list?.follow(term, value === AS_FILE_SAYS);
  // The usual goal needs no words in the address.
  if (value !== AS_FILE_SAYS) change({ [term]: term === "goal" && value === usualGoal().id ? "" : value });
  describe();
}

const usualGoal = () => goals.find((goal) => goal.default === true);
const isChosenByFile = (term) => list?.decides(term) ?? false;

/** The goal in force, if it is one that is held; a sealed file does not tell. */
function goalInForce() {
  if (list?.isSealed) return null;
  if (!isChosenByFile("goal")) return settings.goal ? goals.find(({ id }) => id === settings.goal) : usualGoal();
  return goals.find(({ id }) => JSON.stringify(id) === list.said.goal);
}

/** What the file says of a term, in words; what it says and nobody holds, as it is written. */
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
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

/** What the reader chose instead of what the file says, in words. */
export function replaced() {
  return TERMS.filter((term) => isReplaced(term)).map((term) => t("print_replaced", { term: t(term), said: saidByFile(term) }));
}

const isReplaced = (term) => list !== null && term in list.said && !list.decides(term);

/** The goal that an answer judged by, in words: its name and, if it is a held one, what it is stated for. */
export function goalInWords({ id, target: asked, scope: statedFor }) {
  const goal = goals.find((each) => each.id === id);
  return {
    name: goal ? fullName(goal) : (id ?? t("goal_own", { target: plainPercent(asked) })),
    scope: statedFor ? t("goal_scope", { scope: statedFor }) : null,
  };
}

function describe() {
  const goal = goalInForce();
  const ofGoal = editions.find(({ id }) => id === (goal ?? usualGoal()).edition) ?? editions[0];
  const plans = [...byPlan()].map(([plan, members]) =>
    h("optgroup", { label: planName(plan) }, members.map((each) => h("option", { value: each.id }, goalName(each)))),
  );
  choices("goal", plans, usualGoal().id);
  choices("edition", [
    h("option", { value: "" }, t("edition_default", { edition: t("catalogue_year", { year: year(ofGoal) }) })),
    ...editions.map((edition) => h("option", { value: edition.id }, editionName(edition))),
  ]);
  choices("weighting", [
    h("option", { value: "" }, t("weighting_default", { weighting: t(`weighting_${goal?.weighting ?? "capacity"}`) })),
    ...WEIGHTINGS.map((weighting) => h("option", { value: weighting }, t(`weighting_${weighting}`))),
  ]);
  const used = editionInForce(ofGoal);
  byId("goal-about").replaceChildren(
    ...instead("goal"),
    ...(goal ? [h("span", {}, `${target(goal)}${goal.by ? ` · ${t("by_day", { day: day(goal.by) })}` : ""}`), scope(goal), h("span", {}, goal.document), ...goal.sources.map((source) => h("span", {}, linked(source)))] : []),
  );
  const held = used && t("edition_held", { held: used.rows_held, all: Number(used.rows_held) + Number(used.rows_not_held) });
  byId("edition-about").replaceChildren(...instead("edition"), ...(used ? [h("span", {}, `${used.document} · ${held}`)] : []));
  byId("weighting-about").replaceChildren(...instead("weighting"), h("span", {}, t("not_official")));
}

/** The options of a term, with what the file says, and a choice that is not held, among them; the one in force is chosen. */
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

/** The edition in force, if it is one that is held; a sealed file does not tell. */
function editionInForce(ofGoal) {
  if (list?.isSealed) return null;
  if (isChosenByFile("edition")) return editions.find(({ id }) => JSON.stringify(id) === list.said.edition);
  return settings.edition ? editions.find(({ id }) => id === settings.edition) : ofGoal;
}

function scope(goal) {
  return goal.scope ? h("span", {}, t("goal_scope", { scope: goal.scope })) : "";
}

function byPlan() {
  const plans = new Map();
  for (const goal of goals) plans.set(goal.plan, [...(plans.get(goal.plan) ?? []), goal]);
  return plans;
}

function target(goal) {
  const asked = goal.kind === "below_baseline_at_most" ? "at_most" : goal.must_exceed === true ? "more_than" : "at_least";
  return t(asked, { target: plainPercent(goal.target) });
}

function goalName(goal) {
  return settings.lang === "zh" ? goal.title : `${goal.title}: ${target(goal)}`; // the Chinese titles state the target
}

const fullName = (goal) => [planName(goal.plan), goalName(goal)].join(t("comma"));

function editionName(edition) {
  return t("edition_option", { year: year(edition), document: edition.document });
}

function planName(plan) {
  const [place, date] = plan.split("-");
  return `${has(`place_${place}`) ? t(`place_${place}`) : place} ${date}`;
}

function year({ id }) {
  return id.split("-")[1];
}
