/**
 * The worker of a single file has the site's files from the page, which posts its parts once; this gives them to whoever
 * would else fetch them. It must be imported before anything that begins to fetch.
 */
import { DownloadError, fetchBy } from "./downloads.mjs";
import { decode, unpack } from "./parts.mjs";
import { addressOf, pathOf, site } from "./site.mjs";

/** What a single file has no room for, and who asks for it. */
const LATER = "app/later.toml";
const TYPES = { wasm: "application/wasm" };

/** @type {Map<string, import("./parts.mjs").Part>} */
let parts = new Map();
const posted = new Promise((resolve) => {
  self.addEventListener("message", function take({ data }) {
    if (!data.parts) return;
    self.removeEventListener("message", take);
    resolve((parts = data.parts));
  });
});

const nameOf = (url) => url.href.slice(site.href.length).split("?")[0];

function absent(url) {
  const path = pathOf(url);
  if (path === LATER) return new DownloadError("This single file", "searches and shows its archive, and is kept small: importing and exporting are in a published site.");
  return new DownloadError(path, "is not in this file.");
}

/** Answers for a file as a server would. */
async function answer(request) {
  const url = new URL(request instanceof Request ? request.url : String(request), site);
  const name = nameOf(url);
  const part = (await posted).get(name);
  if (!part) throw absent(url);
  let bytes;
  try {
    bytes = await unpack(name, part);
  } catch (error) {
    throw new DownloadError("This file", error.problem ?? error.message);
  }
  const type = TYPES[name.split(".").pop()] ?? "application/octet-stream";
  return new Response(bytes, { headers: { "content-type": type, "content-length": bytes.length } });
}

/** Gives a file within the call, which only what is not gzipped again can be. */
function answerNow(path) {
  const url = addressOf(path);
  const name = nameOf(url);
  const part = parts.get(name);
  if (!part || part.gzipped) throw absent(url);
  return decode(name, part);
}

fetchBy(answer, answerNow);
