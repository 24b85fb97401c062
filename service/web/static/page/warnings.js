// Warnings and dates in words. A warning that this page does not know is shown in the words of the service.

import { day, shown } from "./numbers.js";
import { has, lineCount, t } from "./texts.js";

/** A warning of the summary; `nameOf` names a goal, an edition or a sector by its id. */
export function warningOfList({ code, detail, lines, named = [], about = [] }, nameOf) {
  if (!has(`warning_${code}`)) return detail;
  const ids = named.slice(0, 5).map(({ index, id }) => id ?? t("line_number", { line: shown(String(Number(index) + 1)) }));
  if (named.length > ids.length || (named.length && Number(lines) > named.length)) ids.push("…");
  return t(`warning_${code}`, {
    count: lineCount(Number(lines), shown(String(lines))),
    about: about.map(nameOf).join(t("and")),
    lines: ids.length ? t("namely", { lines: ids.join(t("and")) }) : "",
  });
}

/** A warning of a line. */
export const warningOfLine = (code) => (has(`warning_line_${code}`) ? t(`warning_line_${code}`) : code);

/** A deadline, and how far it is from the day of the evaluation. */
export function dateLeft({ by, days_left: left, in_principle: isInPrinciple, document }) {
  const days = Number(left);
  const words = t(days < 0 ? "deadline_over" : "deadline_left", { day: day(by), days: shown(String(Math.abs(days))), document });
  return String(isInPrinciple) === "true" ? `${words}${t("in_principle")}` : words;
}
