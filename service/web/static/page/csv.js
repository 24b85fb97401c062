// Tables of cells as text: CSV as Excel and its relatives save it, and the cells that they put on the clipboard.

/** The text of a file, and its encoding found as the service finds it. Throws where a byte is of none. */
export function decoded(bytes) {
  const [first, second] = new Uint8Array(bytes);
  if (first === 0xff && second === 0xfe) return strict("utf-16le", bytes);
  if (first === 0xfe && second === 0xff) return strict("utf-16be", bytes);
  try {
    return strict("utf-8", bytes);
  } catch {
    return strict("gb18030", bytes);
  }
}

const strict = (encoding, bytes) => new TextDecoder(encoding, { fatal: true }).decode(bytes);

/** What may stand between the cells of a text, the likeliest first: that which divides its header into the most. */
export function delimiters(text) {
  const header = text.slice(0, text.search(/[\r\n]|$/));
  const count = (delimiter) => header.split(delimiter).length;
  return [",", ";", "\t"].sort((one, other) => count(other) - count(one));
}

/** The rows of cells that a text holds. Throws where a quotation mark is not closed, or more follows it. */
export function parse(text, delimiter) {
  const rows = [];
  let row = [];
  walk(text, delimiter, (cell, _, __, isLast) => {
    row.push(cell);
    if (!isLast) return;
    rows.push(row);
    row = [];
  });
  return rows;
}

/** The text with other cells in some places, and every other character as it was; `edits` is row -> column -> cell. */
export function patched(text, delimiter, edits) {
  const pieces = [];
  let at = 0;
  let [row, column] = [0, 0];
  walk(text, delimiter, (_, from, to, isLast) => {
    const changed = edits.get(row);
    if (changed?.has(column)) {
      pieces.push(text.slice(at, from), quoted(changed.get(column)));
      at = to;
    }
    if (changed && isLast) {
      pieces.push(text.slice(at, to));
      at = to;
      for (let beyond = column + 1; beyond <= Math.max(...changed.keys()); beyond += 1) pieces.push(delimiter, quoted(changed.get(beyond) ?? ""));
    }
    [row, column] = isLast ? [row + 1, 0] : [row, column + 1];
  });
  return [...pieces, text.slice(at)].join("");
}

/** Tell of every cell: what it holds, from where to where it stands, and whether it is the last of its row. */
function walk(text, delimiter, tell) {
  const plainEnd = delimiter === "\t" ? /[\t\r\n]/g : new RegExp(`[${delimiter}\\r\\n]`, "g");
  let at = 0;
  while (at <= text.length) {
    const from = at;
    let cell;
    if (text[at] === '"') {
      let end = at + 1;
      for (;;) {
        end = text.indexOf('"', end);
        if (end < 0) throw new Error("a quotation mark is not closed");
        if (text[end + 1] !== '"') break;
        end += 2;
      }
      cell = text.slice(at + 1, end).replaceAll('""', '"');
      at = end + 1;
      if (at < text.length && ![delimiter, "\r", "\n"].includes(text[at])) throw new Error("more follows a quotation mark");
    } else {
      plainEnd.lastIndex = at;
      at = plainEnd.exec(text)?.index ?? text.length;
      cell = text.slice(from, at);
    }
    const isLast = text[at] !== delimiter;
    tell(cell, from, at, isLast);
    if (isLast && text[at] === "\r" && text[at + 1] === "\n") at += 1;
    at += 1;
    if (isLast && at >= text.length) break;
  }
}

function quoted(cell) {
  return /[",;\t\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
