// JSON as it stands written: where each value of a text is, so that one can be put in the place of another while every
// other character stays. A text that is not strictly JSON, or says a key twice, is not taken: it has no one meaning.

/**
 * A value in a text: {from, to}, its `members` ([{ key, value }]) if it is an object, its `items` if it is a list, down
 * to so many levels. Throws for what is not JSON, and for a key that stands twice, at whatever level.
 */
export function read(text, levels) {
  JSON.parse(text); // from here on the text is known to be JSON
  let at = 0;
  const space = () => {
    while (text.charCodeAt(at) <= 32) at += 1;
  };
  const string = () => {
    const from = at;
    do at = text.indexOf('"', at + 1);
    while (isEscaped(text, at));
    at += 1;
    return from;
  };
  const children = (end, child) => {
    at += 1;
    for (space(); text[at] !== end; space()) {
      if (text[at] === ",") at += 1;
      space();
      child();
    }
    at += 1;
  };
  const value = (level) => {
    const found = { from: at, to: at };
    if (text[at] === '"') {
      string();
    } else if (text[at] === "{") {
      const seen = new Set();
      if (level > 0) found.members = [];
      children("}", () => {
        const key = JSON.parse(text.slice(string(), at));
        if (seen.has(key)) throw new Error(`${key} stands twice`);
        seen.add(key);
        space();
        at += 1; // the colon
        space();
        const member = value(level - 1);
        if (level > 0) found.members.push({ key, value: member });
      });
    } else if (text[at] === "[") {
      if (level > 0) found.items = [];
      children("]", () => {
        const item = value(level - 1);
        if (level > 0) found.items.push(item);
      });
    } else {
      while (at < text.length && !/[\s,\]}]/.test(text[at])) at += 1;
    }
    found.to = at;
    return found;
  };
  space();
  return value(levels);
}

function isEscaped(text, quote) {
  let at = quote;
  while (text[at - 1] === "\\") at -= 1;
  return (quote - at) % 2 === 1;
}

/** The text of an object with some members replaced, added, or (null) taken out; `changes` maps keys to JSON texts. */
export function withMembers(text, changes) {
  const { members = [] } = read(text, 1);
  const kept = members.filter(({ key }) => changes.get(key) !== null);
  const added = [...changes].filter(([key, content]) => content !== null && !members.some((member) => member.key === key));
  const all = [
    ...kept.map(({ key, value }) => [key, changes.get(key) ?? text.slice(value.from, value.to)]),
    ...added,
  ];
  return `{${all.map(([key, content]) => `${JSON.stringify(key)}:${content}`).join(",")}}`;
}

/** The text with others in the place of some of its values; `changes` are [{ from, to }, text], in order. */
export function spliced(text, changes) {
  const pieces = [];
  let at = 0;
  for (const [{ from, to }, content] of changes) {
    pieces.push(text.slice(at, from), content);
    at = to;
  }
  return [...pieces, text.slice(at)].join("");
}
