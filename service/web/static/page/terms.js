// Goal, edition and weighting: what there is to choose from, as the service has it.

import { byId, h, linked } from "./dom.js";
import { day, plainPercent } from "./numbers.js";
import { change, settings } from "./settings.js";
import { has, t } from "./texts.js";

const WEIGHTINGS = ["capacity", "energy", "sector_mean", "lines"];

let goals = [];
let editions = [];

/** Take what the service holds, and fill the three choices; `changed` is called when the reader chooses. */
export function setUp(heldGoals, heldEditions, changed) {
  goals = heldGoals.filter((goal) => goal.of_lines === true);
  editions = heldEditions;
  for (const name of ["goal", "edition", "weighting"]) {
    byId(name).onchange = ({ target }) => {
      change({ [name]: target.value });
      describe();
      changed();
    };
  }
}

/** Show the choices in the reader's language; `own` is the goal that a file brought, or null. */
export function show(own = null) {
  if (settings.goal && settings.goal !== "own" && !goals.some(({ id }) => id === settings.goal)) change({ goal: "" });
  if (settings.goal === "own" && !own) change({ goal: "" });
  if (chosenGoal()?.default === true) change({ goal: "" }); // the usual goal needs no words in the address
  const plans = byPlan();
  byId("goal").replaceChildren(
    own ? h("option", { value: "own" }, t("goal_own", { target: plainPercent(own.target) })) : "",
    ...[...plans].map(([plan, members]) =>
      h("optgroup", { label: planName(plan) }, members.map((goal) => h("option", { value: goal.id }, goalName(goal)))),
    ),
  );
  byId("goal").value = settings.goal === "own" ? "own" : chosenGoal().id;
  describe();
}

function byPlan() {
  const plans = new Map();
  for (const goal of goals) plans.set(goal.plan, [...(plans.get(goal.plan) ?? []), goal]);
  return plans;
}

/** The goal that is chosen; null for a goal of the file's own. */
export function chosenGoal() {
  if (settings.goal === "own") return null;
  return goals.find((goal) => (settings.goal ? goal.id === settings.goal : goal.default === true));
}

/** Goal and weighting in words, for a print. */
export function inWords(answer) {
  const goal = chosenGoal();
  return {
    goal: goal ? `${planName(goal.plan)}, ${goalName(goal)}` : t("goal_own", { target: plainPercent(answer.summary.goal.target) }),
    weighting: t(`weighting_${answer.summary.goal.weighting}`),
  };
}

function describe() {
  const goal = chosenGoal();
  const own = editions.find(({ id }) => id === goal?.edition) ?? editions[0];
  byId("edition").replaceChildren(
    h("option", { value: "" }, t("edition_default", { edition: t("catalogue_year", { year: year(own) }) })),
    ...editions.map((edition) => h("option", { value: edition.id }, t("edition_option", { year: year(edition), document: edition.document }))),
  );
  byId("edition").value = settings.edition;
  byId("weighting").replaceChildren(
    h("option", { value: "" }, t("weighting_default", { weighting: t(`weighting_${goal?.weighting ?? "capacity"}`) })),
    ...WEIGHTINGS.map((weighting) => h("option", { value: weighting }, t(`weighting_${weighting}`))),
  );
  byId("weighting").value = settings.weighting;
  const used = editions.find(({ id }) => id === settings.edition) ?? own;
  const held = t("edition_held", { held: used.rows_held, all: Number(used.rows_held) + Number(used.rows_not_held) });
  byId("goal-about").replaceChildren(
    ...(goal ? [h("span", {}, `${target(goal)}${goal.by ? ` · ${t("by_day", { day: day(goal.by) })}` : ""}`), h("span", {}, goal.document), ...goal.sources.map((source) => h("span", {}, linked(source)))] : []),
  );
  byId("edition-about").replaceChildren(h("span", {}, `${used.document} · ${held}`));
}

function target(goal) {
  const asked = goal.kind === "below_baseline_at_most" ? "at_most" : goal.must_exceed === true ? "more_than" : "at_least";
  return t(asked, { target: plainPercent(goal.target) });
}

function goalName(goal) {
  return settings.lang === "zh" ? goal.title : `${goal.title}: ${target(goal)}`; // the Chinese titles state the target
}

function planName(plan) {
  const [place, date] = plan.split("-");
  return `${has(`place_${place}`) ? t(`place_${place}`) : place} ${date}`;
}

function year({ id }) {
  return id.split("-")[1];
}
