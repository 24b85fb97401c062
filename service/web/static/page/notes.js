// What is said of a line besides its standing: errors, the reason why it is not graded, dates, warnings. Each note
// belongs to a column of the list, or to the line as a whole.

import { dateLeft, warningOfLine } from "./warnings.js";
import { standingName } from "./standings.js";
import { has, t } from "./texts.js";

/** In a list that is no table, the field that a reason is about; a table's column is named by the service. */
const FIELD_OF_REASON = { intensity_missing: "intensity", implausible_intensity: "intensity", benchmark_not_held: "benchmark" };

/**
 * The notes of a result: `at` is the place of the column or -1, `kind` is error, reason, warning or fact. `editionName`
 * names an edition by its id.
 */
export function notesOf(result, list, editionName) {
  const columnAt = (header, field) => {
    const name = header ?? (list.isTable ? null : field);
    return name === null || !list.columns ? -1 : list.columns.indexOf(name);
  };
  const notes = [];
  const say = (kind, detail, more = {}) => notes.push({ at: -1, kind, detail, candidates: [], ...more });
  for (const { pointer, column, detail, candidates = [] } of result.errors ?? []) {
    say("error", detail, { at: columnAt(column, pointer.split("/")[3]), candidates });
  }
  if (result.status === "ungraded") {
    const at = columnAt(result.column, FIELD_OF_REASON[result.reason]);
    say("reason", result.detail, { at, confirms: result.reason === "implausible_intensity" && list.canConfirm });
  }
  if (result.level_not_held) say("fact", t(`no_${result.level_not_held}`));
  for (const other of result.other_editions ?? []) say("fact", t("by_other_edition", { edition: editionName(other.edition), standing: standingName(other.standing) }));
  if (result.stage) say("fact", stage(result));
  for (const deadline of result.deadlines ?? []) say("fact", dateLeft(deadline));
  for (const code of result.warnings ?? []) say("warning", warningOfLine(code));
  return notes;
}

function stage({ stage: name, meets_required: meets }) {
  const known = has(`stage_${name}`) ? t(`stage_${name}`) : name;
  return [known, t(meets === true ? "meets_required" : meets === false ? "misses_required" : "required_unknown")].join(t("comma"));
}
