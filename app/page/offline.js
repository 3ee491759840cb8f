/**
 * Keeps a published site in the browser by its service worker (sw.js), once the archive is whole, so that the first start is not
 * slowed; and says so quietly, and when there is a new version.
 */
import { addressOf, isPublished, site } from "../boot/site.mjs";
import { recall, remember } from "./options.js";

const WORKER = "sw.js";
const PREFIX = `backissue:${site.pathname}:`;
const LOOK_AGAIN_MS = 3_600_000;
const MEND_MS = 86_400_000;
const MEND_PATIENCE_MS = 60_000;

/** A frame in another page would keep the whole site once more for that page; and who saves data wants no more than is read. */
const isWanted = () => isPublished(WORKER) && window.top === window && navigator.serviceWorker && !navigator.connection?.saveData;

/** How far it is, for the page's style: `kept`, or `failed` where the storage or the line does. */
function show(state) {
  document.body.dataset.offline = state;
  const failed = state === "failed";
  document.querySelector("#offline").textContent = failed ? "This browser could not keep the archive for reading without a network." : "Kept in this browser: opens without a network too.";
  document.querySelector("#offline").hidden = false;
}

/** Keeps the site; does nothing in a checkout, and where there are no service workers. */
export async function keepSite() {
  if (!isWanted()) return;
  holdFiles();
  try {
    const registration = await navigator.serviceWorker.register(addressOf(WORKER), { updateViaCache: "none" });
    registration.addEventListener("updatefound", () => follow(registration));
    follow(registration);
    lookAgain(registration);
    if (!registration.active) return;
    const gone = await registration.update().then(() => false, isGone);
    if (gone) return await end(registration);
    // what wakes the old version now would hold the new one up
    if (registration.installing || registration.waiting) return;
    if (Date.now() - Number(recall("mended")) > MEND_MS) {
      noteMended();
      await ask(registration.active, "mend");
    }
    await ask(registration.active, "sweep");
  } catch {
    show("failed"); // blocked, or full: the site works as before, from the network
  }
}

/** What has just been fetched or compared with its hashes need not be for a while. */
const noteMended = () => remember("mended", String(Date.now()));

/** Watches a version on its way. */
function follow(registration) {
  if (registration.active) show("kept");
  if (registration.waiting) return offer(registration);
  const worker = registration.installing;
  worker?.addEventListener("statechange", () => {
    if (worker.state === "installed") noteMended();
    if (worker.state === "installed" && registration.active) offer(registration);
    else if (worker.state === "activated") show("kept");
    else if (worker.state === "redundant" && !registration.active) show("failed");
  });
}

/** Says that a new version is here, and goes there when that is wanted. */
function offer(registration) {
  const notice = document.querySelector("#newer");
  notice.hidden = false;
  document.querySelector("#newer [data-newer=later]").onclick = () => (notice.hidden = true);
  document.querySelector("#newer [data-newer=now]").onclick = () => {
    if (!registration.waiting) return location.reload(); // another page has switched already
    navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
    return registration.waiting.postMessage({ backissue: "switch" });
  };
}

/** A page that stays open for long hears of new versions too. */
function lookAgain(registration) {
  let looked = Date.now();
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "visible" || Date.now() - looked < LOOK_AGAIN_MS) return;
    looked = Date.now();
    registration.update().catch(() => {}); // without a network there is nothing new
  });
}

/** Whether the host has no service worker any more; one that does not answer says nothing of that. */
async function isGone() {
  const answer = await fetch(addressOf(WORKER), { cache: "no-store" }).catch(() => null);
  return answer?.status === 404 || answer?.status === 410;
}

/** The site is another one by now: what is kept of this one must not stand before it. */
async function end(registration) {
  await registration.unregister();
  for (const name of await caches.keys()) if (name.startsWith(PREFIX)) await caches.delete(name);
}

/** As long as this page is open, the files of its version stay (sw_store.js); a page that is only kept for going back does not count. */
function holdFiles() {
  let release = () => {};
  const styles = Array.from(document.querySelectorAll("link[rel=stylesheet]"), ({ href }) => href);
  const hold = () => navigator.locks?.request(`${PREFIX}used:${[import.meta.url, ...styles].join(" ")}`, { mode: "shared" }, () => new Promise((resolve) => (release = resolve))).catch(() => {});
  hold();
  addEventListener("pagehide", () => release());
  addEventListener("pageshow", ({ persisted }) => persisted && hold());
}

/** Asks the service worker for something. @returns {Promise<number>} its answer; 0 where none comes */
function ask(worker, what) {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = ({ data }) => resolve(data);
    setTimeout(() => resolve(0), MEND_PATIENCE_MS);
    worker.postMessage({ backissue: what }, [port2]);
  });
}

/**
 * Compares what is kept with its hashes, after a start that failed.
 * @returns {Promise<boolean>} whether something was wrong with it, so that the next start may go better
 */
export async function mendSite() {
  const worker = isWanted() ? navigator.serviceWorker.controller : null;
  return worker ? (await ask(worker, "mend")) > 0 : false;
}

/** Asks the browser not to clear what people have put here when it needs room. */
export async function keepForGood() {
  if (navigator.storage?.persist && !(await navigator.storage.persisted())) await navigator.storage.persist();
}
