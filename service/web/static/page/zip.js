// Archives, which is what workbooks are: their parts can be read, and one of them put in the place of another. Reads
// and writes with what the browser has (DecompressionStream, CompressionStream).

const MOST_BYTES = 400 * 1024 * 1024;
/** Bytes that one part may inflate to; the service has limits of its own. */

const [END, ENTRY, LOCAL] = [0x06054b50, 0x02014b50, 0x04034b50];
const [STORED, DEFLATED] = [0, 8];

/** The parts of an archive by name, from the directory at its end. Throws for what is not a plain archive. */
export function parts(bytes) {
  const view = new DataView(bytes);
  let end = view.byteLength - 22;
  while (end >= 0 && view.getUint32(end, true) !== END) end -= 1;
  if (end < 0) throw new Error("not an archive");
  const found = new Map();
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left -= 1) {
    if (view.getUint32(at, true) !== ENTRY) throw new Error("not an archive of the plain kind");
    const lengths = [28, 30, 32].map((place) => view.getUint16(at + place, true));
    const name = new TextDecoder().decode(new Uint8Array(bytes, at + 46, lengths[0]));
    const offset = view.getUint32(at + 42, true);
    const length = 46 + lengths[0] + lengths[1] + lengths[2];
    found.set(name, {
      entry: new Uint8Array(bytes, at, length),
      offset,
      start: offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true),
      size: view.getUint32(at + 20, true),
      method: view.getUint16(at + 10, true),
    });
    at += length;
  }
  return found;
}

/** The text of a part, which must be UTF-8. */
export async function inflated(bytes, { start, size, method }) {
  if (method !== STORED && method !== DEFLATED) throw new Error("packed in another way");
  const stored = new Blob([new Uint8Array(bytes, start, size)]).stream();
  const reader = (method === DEFLATED ? stored.pipeThrough(new DecompressionStream("deflate-raw")) : stored).getReader();
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let text = "";
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    length += value.length;
    if (length > MOST_BYTES) throw new Error("too large");
    text += decoder.decode(value, { stream: true });
  }
}

/** The archive with another text in one of its parts; every other part keeps its bytes. */
export async function withPart(bytes, name, text) {
  const content = new TextEncoder().encode(text);
  const packed = new Uint8Array(await new Response(new Blob([content]).stream().pipeThrough(new CompressionStream("deflate-raw"))).arrayBuffer());
  const pieces = [];
  const directory = [];
  let offset = 0;
  for (const [each, part] of parts(bytes)) {
    const entry = part.entry.slice();
    const view = new DataView(entry.buffer);
    let piece = new Uint8Array(bytes, part.offset, part.start + part.size - part.offset);
    if (each === name) {
      view.setUint16(8, view.getUint16(8, true) & 0x0800, true); // of the flags, only that the name is UTF-8
      view.setUint16(10, DEFLATED, true);
      [crc32(content), packed.length, content.length].forEach((number, at) => view.setUint32(16 + 4 * at, number, true));
      piece = joined([head(entry), packed]);
    }
    view.setUint32(42, offset, true);
    directory.push(entry);
    pieces.push(piece);
    offset += piece.length;
  }
  const entries = joined(directory);
  const end = new DataView(new ArrayBuffer(22));
  end.setUint32(0, END, true);
  for (const place of [8, 10]) end.setUint16(place, directory.length, true);
  end.setUint32(12, entries.length, true);
  end.setUint32(16, offset, true);
  return new Blob([...pieces, entries, end]);
}

/** What stands before a part, from its entry in the directory. */
function head(entry) {
  const length = new DataView(entry.buffer).getUint16(28, true);
  const bytes = new Uint8Array(30 + length);
  new DataView(bytes.buffer).setUint32(0, LOCAL, true);
  bytes.set(entry.subarray(6, 30), 4); // version to length of the name, in the same order
  bytes.set(entry.subarray(46, 46 + length), 30);
  return bytes;
}

function joined(arrays) {
  const all = new Uint8Array(arrays.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const each of arrays) {
    all.set(each, at);
    at += each.length;
  }
  return all;
}

const REMAINDERS = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit += 1) remainder = remainder & 1 ? (remainder >>> 1) ^ 0xedb88320 : remainder >>> 1;
  return remainder;
});

function crc32(bytes) {
  let sum = 0xffffffff;
  for (const byte of bytes) sum = REMAINDERS[(sum ^ byte) & 0xff] ^ (sum >>> 8);
  return (sum ^ 0xffffffff) >>> 0;
}
