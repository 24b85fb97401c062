// Building the page. Texts go in as text, never as markup; styles go in by classes and the CSSOM, never inline, so that
// the page runs under a Content-Security-Policy that allows neither.

const SVG = "http://www.w3.org/2000/svg";

/** The element with this id. */
export const byId = (id) => document.getElementById(id);

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "value" || name === "checked" || name === "selected" || name === "indeterminate") element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** An HTML element: attributes, `onclick` and the like as functions, then its children. */
export function h(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** An SVG element. */
export function s(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

/** A link if the text is an address, or else the text. */
export function linked(text) {
  if (!/^https?:\/\/\S+$/.test(text)) return text;
  return h("a", { href: text, target: "_blank", rel: "noopener noreferrer" }, shortAddress(text));
}

function shortAddress(address) {
  const { host, pathname } = new URL(address);
  const text = decodeURI(host.replace(/^www\./, "") + pathname.replace(/\/$/, ""));
  return text.length > 56 ? `${text.slice(0, 54)}…` : text;
}

/** Save what was made or fetched as a file of this name. */
export function save(content, name) {
  const link = h("a", { href: URL.createObjectURL(content), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

/** Call the function once the calls have stopped for so many milliseconds. */
export function settled(milliseconds, call) {
  let timer;
  return (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => call(...values), milliseconds);
  };
}
