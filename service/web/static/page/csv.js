// Tables of cells as text: CSV as Excel and its relatives save it, and the cells that they put on the clipboard.

/** The rows of cells that a text holds. */
export function parse(text, delimiter) {
  const rows = [];
  let row = [];
  let at = 0;
  const plainEnd = delimiter === "\t" ? /[\t\r\n]/g : new RegExp(`[${delimiter}\\r\\n]`, "g");
  while (at <= text.length) {
    let cell;
    if (text[at] === '"') {
      let end = at + 1;
      for (;;) {
        end = text.indexOf('"', end);
        if (end < 0) end = text.length;
        if (text[end + 1] !== '"') break;
        end += 2;
      }
      cell = text.slice(at + 1, end).replaceAll('""', '"');
      at = end + 1;
    } else {
      plainEnd.lastIndex = at;
      const end = plainEnd.exec(text)?.index ?? text.length;
      cell = text.slice(at, end);
      at = end;
    }
    row.push(cell);
    if (text[at] === delimiter) {
      at += 1;
      continue;
    }
    rows.push(row);
    row = [];
    if (text[at] === "\r" && text[at + 1] === "\n") at += 1;
    at += 1;
    if (at >= text.length) break;
  }
  return rows;
}

/** The rows of a CSV file: UTF-8, or else GB18030 as Chinese Excel saves it, with the delimiter that its header uses. */
export function read(bytes) {
  const text = decoded(bytes).replace(/^\ufeff/, "");
  const header = text.slice(0, text.search(/[\r\n]|$/));
  const counts = [",", ";", "\t"].map((delimiter) => [header.split(delimiter).length, delimiter]);
  const [, delimiter] = counts.reduce((best, next) => (next[0] > best[0] ? next : best));
  return parse(text, delimiter);
}

function decoded(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("gb18030").decode(bytes);
  }
}

/** The rows as CSV. */
export function write(rows) {
  return rows.map((row) => row.map(quoted).join(",")).join("\r\n") + "\r\n";
}

function quoted(cell) {
  return /[",;\t\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
