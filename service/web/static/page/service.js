// The public API of this origin, which is all that the page talks to.

import { exactJson } from "./numbers.js";
import { settings } from "./settings.js";

const NDJSON = "application/x-ndjson";

/** A request that the service refused, with the problem (RFC 9457) that it answered, or a plain sentence. */
export class Refused extends Error {
  constructor(problem) {
    super(problem.detail || problem.title);
    this.problem = problem;
  }
}

let key = null; // in the memory of this tab alone: never stored, never in an address

/** Send this key with every call from now on; false if it cannot be one, for a header holds only such signs. */
export function useKey(given) {
  if (!/^[\x21-\x7e]+$/.test(given)) return false;
  key = given;
  return true;
}

/** What is answered to a key is left in no cache, from which a later visitor could read it without one. */
const caching = () => ({ cache: key ? "no-store" : "default" });

function headers(more) {
  return { "Accept-Language": settings.lang, ...(key && { Authorization: `Bearer ${key}` }), ...more };
}

/** Reference data, with its numbers as texts. */
export async function get(address) {
  const answer = await fetch(address, { headers: headers({}), ...caching() });
  const body = exactJson(await answer.text());
  if (!answer.ok) throw new Refused(body);
  return body;
}

let running = null;

/**
 * Send a list ({address, type, content}) and read the answer as lines: the text of each result, and the summary.
 * Of two evaluations the later one wins; the earlier one never answers.
 */
export function evaluate(request, progress) {
  running?.abort();
  const call = new XMLHttpRequest(); // fetch cannot tell how far an upload is
  running = call;
  return new Promise((resolve, reject) => {
    call.open("POST", request.address);
    const sent = headers({ "Content-Type": request.type, Accept: `${NDJSON}, application/problem+json` });
    for (const [name, value] of Object.entries(sent)) call.setRequestHeader(name, value);
    call.upload.onprogress = (event) => progress("sending", event.lengthComputable ? event.loaded / event.total : null);
    call.upload.onload = () => progress("judging", null);
    call.onprogress = () => progress("receiving", null);
    call.onerror = () => reject(new Refused({ title: "unreachable", code: "unreachable" }));
    call.onload = () => {
      progress("drawing", null);
      try {
        resolve(read(call));
      } catch (error) {
        reject(error);
      }
    };
    call.send(request.content);
  });
}

function read(call) {
  const text = call.responseText;
  if (call.status !== 200) throw new Refused(problemIn(text, call.status));
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  const last = exactJson(lines.pop() ?? "{}");
  if (!last.summary) throw new Refused(last.problem ?? { title: "cut", code: "cut" });
  return { summary: last.summary, results: lines };
}

function problemIn(text, status) {
  try {
    return JSON.parse(text);
  } catch {
    return { title: `HTTP ${status}`, status };
  }
}

/** The same list, answered as a file of this media type. */
export async function download(request, mediaType) {
  return content(
    await fetch(request.address, {
      method: "POST",
      headers: headers({ "Content-Type": request.type, Accept: mediaType }),
      body: request.content,
      ...caching(),
    }),
  );
}

/** A file that the service has. */
export async function file(address) {
  return content(await fetch(address, { headers: headers({}), ...caching() }));
}

async function content(answer) {
  if (!answer.ok) throw new Refused(problemIn(await answer.text(), answer.status));
  return answer.blob();
}
