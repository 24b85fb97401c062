// The settings of the page, kept behind the # of its address: a link opens the same settings, they are never sent to a
// server, and the list itself is never among them.

const NAMES = ["lang", "view", "goal", "edition", "as_of", "weighting", "rejected", "a_line_is"];

function fromAddress() {
  const given = new URLSearchParams(location.hash.slice(1));
  return Object.fromEntries(NAMES.map((name) => [name, given.get(name) ?? ""]));
}

/** The settings in force; an empty text is the default of the service. */
export const settings = fromAddress();

settings.lang = ["en", "zh"].includes(settings.lang) ? settings.lang : preferred();

function preferred() {
  const first = navigator.languages.find((tag) => /^(en|zh)\b/i.test(tag)) ?? "en";
  return first.toLowerCase().startsWith("zh") ? "zh" : "en";
}

/** Change settings, and the address with them. */
export function change(values) {
  Object.assign(settings, values);
  history.replaceState(null, "", address());
}

/** The address that opens the page with these settings. */
export function address() {
  const kept = NAMES.filter((name) => settings[name] && !(name === "view" && settings.view === "list"));
  return `${location.origin}${location.pathname}#${new URLSearchParams(kept.map((name) => [name, settings[name]]))}`;
}

/** Call back when the reader follows a link to other settings of this page. */
export function whenAddressChanges(call) {
  addEventListener("hashchange", () => {
    const given = fromAddress();
    Object.assign(settings, given, { lang: given.lang || settings.lang });
    call();
  });
}
