/** A page as simple as can be for MiniSearch: a box, the total, and twenty results; `?mode=...&q=...` says what to begin with. */

const address = new URLSearchParams(location.search);
const box = document.querySelector("input");
const list = document.querySelector("ol");
const total = document.querySelector("output");
const worker = new Worker(`worker.js?mode=${address.get("mode")}`, { type: "module" });
let isReady = false;
let isBusy = false;
let waiting = null;

/** One query is in flight, the latest waits. */
function ask(query) {
  waiting = query;
  if (!isReady || isBusy) return;
  isBusy = true;
  worker.postMessage({ query });
  waiting = null;
}

function show({ query, total: count, hits, worker: took }) {
  total.textContent = String(count);
  list.replaceChildren(...hits.map((hit) => {
    const line = document.createElement("li");
    const link = document.createElement("a");
    link.href = hit.url ?? "";
    link.textContent = hit.title ?? hit.id;
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
  } else {
    isBusy = false;
    show(data);
  }
  if (waiting !== null) ask(waiting);
});
worker.addEventListener("error", (event) => performance.mark("peer:failed", { detail: event.message }));
box.addEventListener("input", () => ask(box.value));
if (address.has("q")) ask((box.value = address.get("q")));
