/** A page as simple as can be for any peer: a box, the total, and twenty results; `?mode=...&q=...` says what to begin with. */

const address = new URLSearchParams(location.search);
const box = document.querySelector("input");
const list = document.querySelector("ol");
const total = document.querySelector("output");
const worker = new Worker(`worker.js?mode=${address.get("mode")}`, { type: "module" });
const asked = new Map();
let number = 0;
let isReady = false;
let isBusy = false;
let waiting = null;

/** Asks the worker one thing; resolves with what it found and the milliseconds that it took. */
self.ask = (task, query) => new Promise((resolve, reject) => {
  number += 1;
  asked.set(number, { resolve, reject });
  worker.postMessage({ number, task, query });
});

/** One typed query is in flight, the latest waits. */
async function type(query) {
  waiting = query;
  if (!isReady || isBusy) return;
  isBusy = true;
  waiting = null;
  try {
    const { took, found } = await self.ask("plain", query);
    show(query, took, found);
  } catch (error) {
    performance.mark("peer:failed", { detail: String(error) });
  }
  isBusy = false;
  if (waiting !== null) type(waiting);
}

function show(query, took, { total: count, hits }) {
  total.textContent = count ?? "";
  list.replaceChildren(...hits.map((hit) => {
    const line = document.createElement("li");
    const link = document.createElement("a");
    link.href = hit.url ?? "";
    link.textContent = hit.title;
    const text = document.createElement("p");
    text.textContent = hit.summary ?? "";
    const small = document.createElement("small");
    small.textContent = [hit.publication, hit.date].filter(Boolean).join(" · ");
    line.append(link, text, small);
    return line;
  }));
  performance.mark("peer:answered", { detail: { query, total: count, worker: took } });
}

worker.addEventListener("message", ({ data }) => {
  if (data.ready) {
    isReady = true;
    performance.mark("peer:ready", { detail: data.ready });
    if (waiting !== null) type(waiting);
  } else if (data.number) {
    const { resolve, reject } = asked.get(data.number);
    asked.delete(data.number);
    if (data.error) reject(new Error(data.error));
    else resolve(data);
  } else {
    performance.mark("peer:failed", { detail: data.error });
  }
});
worker.addEventListener("error", (event) => performance.mark("peer:failed", { detail: event.message }));
box.addEventListener("input", () => type(box.value));
if (address.has("q")) type((box.value = address.get("q")));
