/** The page's own script: sends what people do to the reader in the worker, and puts its answers into the page. */

import { startWorker } from "../boot/pyscript.mjs";
import * as addresses from "./addresses.js";
import { Combobox } from "./combobox.js";
import * as embedded from "./embedded.js";
import { numbered, save, watchFiles } from "./importing.js";
import { watchKeys } from "./keys.js";
import { keepForGood, keepSite, mendSite } from "./offline.js";
import { recall, remember, watchTheme } from "./options.js";
import { applyPatch, loadMorpher } from "./patches.js";
import { Queue } from "./queue.js";
import { showFailure, showProgress, showReadable, showStage, showWhole } from "./start_line.js";
import { keepAsking, WorkerLink, WorkerLost } from "./worker_link.js";

const ANNOUNCE_AFTER_MS = 600;
const COPIED_MS = 2_000;
const box = document.querySelector("form[role=search] input[type=search]");
const archive = document.querySelector('meta[name="backissue-archive"]').content;
const link = new WorkerLink(() => startWorker(showStage));
const queue = new Queue(ask, apply);
const combobox = new Combobox(box, (text, caret) => queue.send({ type: "type", text, caret }), (text) => queue.send({ type: "submit", text }));
/** Where to scroll once what is to be seen there is in the page. */
let wanted = "";
let announcing = 0;
/** Once the site is being kept for reading without a network. */
let kept = null;

/** The view to begin with, as the address has it. */
function startEvent() {
  const { shown, days } = addresses.kept();
  const fragment = addresses.isOurs(location.hash) ? location.hash : "";
  // a frame shows nothing before its own answer
  const prerendered = !embedded.isEmbedded && document.querySelector("#results").childElementCount > 0;
  const kept = { archived: recall("archived") === "1", years: recall("years") };
  return { type: "start", fragment, shown, days, ...kept, prerendered, ...embedded.first() };
}

async function ask(request) {
  const patience = request.event.patience_ms ?? 0;
  try {
    return JSON.parse(await link.call(patience, "handle", JSON.stringify(request)));
  } catch (error) {
    // a file may have been too much for the worker: another one knows nothing of it
    if (error instanceof WorkerLost || patience) await restart(patience > 0);
    else fail(error.message);
    return null;
  }
}

/**
 * A worker that died, or that is `wished` to begin anew, is started again with the view that is shown; what was typed since
 * is typed again.
 */
async function restart(whileReading, wished = false) {
  queue.close();
  const typed = box.value;
  document.body.dataset.state = "booting";
  document.body.dataset.archive = "loading";
  try {
    await (wished ? link.open() : link.reopen());
  } catch (error) {
    return fail(error.message);
  }
  queue.open(startEvent());
  if (whileReading) queue.send({ type: "unread" });
  if (typed !== (queue.state.query ?? "")) queue.send({ type: "type", text: typed, caret: typed.length });
}

/** Puts an answer into the page. */
function apply(answer, event) {
  if (answer.error) return fail(answer.error);
  if (document.body.dataset.state === "booting") ready();
  addresses.write(answer);
  for (const effect of answer.effects) effects[effect.do]?.(effect, event);
  // an unfinished answer that something newer waits behind would only flicker
  if (!answer.complete && queue.overtaken) return;
  const changed = answer.patches.filter(applyPatch).map((patch) => patch.target);
  if (!answer.patches.length) return;
  combobox.refresh();
  syncFilters();
  if (answer.title) document.title = answer.title;
  settleScroll(answer, event);
  if (changed.includes("#more") || changed.includes("#more-days") || changed.includes("#reading")) watchMore();
  announce(answer.announce);
  embedded.answered(answer, queue.overtaken);
  performance.mark("backissue:answered", { detail: { query: answer.state.query, complete: answer.complete } });
}

/** What answers ask of the page, besides patches. */
const effects = {
  body: ({ name, value }) => {
    document.body.dataset[name] = value;
    if (name === "archive" && value === "whole") whole();
  },
  progress: showProgress,
  box: ({ text }) => {
    // whoever types while an answer comes is ahead of it
    if (!queue.overtaken && box.value !== text) box.value = text;
  },
  // what the holder of a frame asks must not scroll its page
  scroll: ({ to }, { held }) => (wanted = held ? "" : to),
  store: ({ name, value }) => remember(name, value),
  restart: () => restart(false, true),
  download: save,
  keep: async () => {
    const why = await link.bring("keep").catch((error) => error.message);
    queue.sendLater({ type: "stored", why });
    if (!why) await keepForGood();
  },
  // not while somebody types: it takes a moment
  keep_index: () => queue.whenIdle(async () => (await link.bring("keep_index").catch(() => "")) && performance.mark("backissue:kept")),
  equip: async () => {
    const why = await link.bring("equip").catch((error) => error.message);
    queue.sendLater(why ? { type: "unequipped", why } : { type: "equipped" });
  },
  forget: ({ numbers }) => link.bring("forget", JSON.stringify(numbers)).catch(() => {}), // a worker that is gone has none
  fetch: async ({ path, fresh }) => {
    const why = await link.bring("bring", path, archive, fresh ? "fresh" : "").catch((error) => error.message);
    queue.sendLater(why ? { type: "missed", path, why } : { type: "fetched", path });
  },
};

function fail(message) {
  queue.close();
  embedded.failed(message);
  showFailure(message);
  mendSite().then((mended) => mended && showFailure(`${message} What this browser had kept of the site was damaged, and has been fetched anew: reload the page.`));
}

function ready() {
  document.body.dataset.state = "ready";
  performance.mark("backissue:ready");
}

/** The whole archive is here; nothing that is fetched from now on slows the start. */
function whole() {
  showWhole();
  kept ??= keepSite();
}

/** Scrolls and focuses once the view that it is meant for is in the page. */
function settleScroll(answer, { held }) {
  // nor take the focus out of it
  if (answer.focus && !held) document.querySelector(answer.focus)?.focus({ preventScroll: true });
  const target = answer.state.issue || answer.state.view ? "#reading" : "#results";
  if (!wanted || !answer.patches.some((patch) => patch.target === target)) return;
  const opened = document.querySelector("#reading [data-opened]");
  if (embedded.isEmbedded) embedded.bringIntoSight(wanted === "item" && opened ? opened : document.body);
  else if (wanted === "item" && opened) opened.scrollIntoView({ block: "start" });
  else if (wanted === "kept") scrollBack(target, addresses.kept().scroll);
  else if (addresses.scrolled > 0) scrollTo(0, 0);
  // while the archive comes in, the place may not be there yet
  if (wanted !== "kept" || document.body.dataset.archive === "whole") wanted = "";
}

function scrollBack(target, scroll) {
  if (scroll) document.querySelector(target).classList.add("exact");
  scrollTo(0, scroll);
}

/** Tells people who listen how many there are, once they stop typing. */
function announce(text) {
  if (!text) return;
  clearTimeout(announcing);
  announcing = setTimeout(() => (document.querySelector("#announce").textContent = text), ANNOUNCE_AFTER_MS);
}

const observer = new IntersectionObserver((seen) => {
  for (const { isIntersecting, target } of seen) {
    if (!isIntersecting) continue;
    observer.unobserve(target);
    target.click();
  }
}, { rootMargin: "600px" });

/** Buttons for more that may act by themselves do so when they come near. */
function watchMore() {
  if (embedded.isEmbedded) return; // a frame grows with its list, and would never end
  observer.disconnect();
  for (const button of document.querySelectorAll("[data-act=more][data-alone]")) observer.observe(button);
}

/** The filters of a narrow page are shown or hidden by buttons, which come anew with each answer. */
function syncFilters() {
  const open = document.body.dataset.filters === "open";
  for (const button of document.querySelectorAll("[data-toggle=filters]")) button.setAttribute("aria-expanded", String(open));
}

async function copyLink(button) {
  const label = button.textContent;
  const text = await navigator.clipboard.writeText(location.href).then(() => "Copied", () => "Copy it from the address bar");
  button.textContent = text;
  announce(text);
  setTimeout(() => (button.textContent = label), COPIED_MS);
}

function watchClicks() {
  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const element = event.target.closest("a[href^='#'], [data-act], [data-copy], [data-toggle]");
    if (!element) return;
    if (element.matches("a")) return follow(event, element.getAttribute("href"));
    if (element.matches("[data-copy]")) return copyLink(element);
    if (element.matches("[data-toggle]")) {
      document.body.dataset.filters = document.body.dataset.filters === "open" ? "" : "open";
      return syncFilters();
    }
    const { act, ...values } = element.dataset;
    const pressed = element.getAttribute("aria-pressed") === "true";
    return queue.send({ ...values, type: act, pressed, ...(element.type === "checkbox" ? { value: element.checked } : {}) });
  });
}

function follow(event, href) {
  if (href.includes("=") && document.body.dataset.state !== "failed") {
    event.preventDefault();
    queue.send({ type: "go", fragment: href });
  } else if (document.querySelector(href)) {
    event.preventDefault(); // the address keeps the view
    document.querySelector(href).focus();
  }
}

/** Hands files to the worker and tells the reader of them. */
function bring(files) {
  if (!files.length) return;
  const { given, told } = numbered(files);
  link.give(given);
  queue.send({ type: "files", files: told });
}

async function begin() {
  showReadable();
  embedded.begin(queue);
  if (!embedded.isEmbedded) addresses.adoptSearch();
  watchTheme();
  document.querySelector("[data-name=archived]").checked = recall("archived") === "1";
  const query = new URLSearchParams(location.hash.slice(1)).get("q");
  if (query && addresses.isOurs(location.hash) && !box.value) box.value = query;
  watchClicks();
  if (!embedded.isEmbedded) watchFiles(bring);
  // whoever scrolls has found another place
  for (const act of ["wheel", "touchmove", "keydown"]) addEventListener(act, () => (wanted = ""), { passive: true });
  watchKeys({ help: () => queue.send({ type: "go", fragment: "view=help" }) });
  addresses.watch((fragment) => queue.send({ ...addresses.kept(), type: "pop", fragment }));
  if (typeof WebAssembly !== "object") throw new Error("This browser has no WebAssembly, or it is switched off, so Python cannot run here. Another browser, or its settings, will help.");
  document.body.dataset.state = "booting";
  await Promise.all([link.open(), loadMorpher()]);
  queue.open(startEvent());
  keepAsking(() => queue.send({ type: "ping" }));
}

begin().catch((error) => fail(error.message));
