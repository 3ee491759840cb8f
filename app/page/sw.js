/**
 * The service worker of a published site: keeps all of it, so that it opens without a network. A new version is fetched whole
 * beside the old one, which is given out until no page uses it, or until somebody asks for the new one. The browser fetches this
 * file on each visit, and takes it for a new version when a byte of it is new: the list of the site's files stands in it.
 */
import { forgetAll, Version, visitedPage } from "./sw_store.js";

const MARK = "backissue files: ";
// `backissue publish` writes the version and the files into this text, as JSON; into a site that is not to be kept, neither.
const listed = JSON.parse("backissue files: {}".slice(MARK.length));
const root = new URL(self.registration.scope);
const version = listed.files ? new Version(listed) : null;

self.addEventListener("install", (event) => {
  // what shall no longer be kept is not given out until the last page is closed either
  event.waitUntil(version ? version.keep() : self.skipWaiting());
});

self.addEventListener("activate", (event) => {
  event.waitUntil(version ? self.clients.claim() : forgetAll().then(() => self.registration.unregister()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (!version || request.method !== "GET" || !url.href.startsWith(root.href)) return;
  if (request.mode !== "navigate") event.respondWith(version.file(request));
  else if (isThePage(url)) event.respondWith(version.page(request));
  else event.respondWith(visitedPage(request, (work) => event.waitUntil(work)));
});

/** With a search in its address it is the same page. */
const isThePage = ({ pathname }) => pathname === root.pathname || pathname === `${root.pathname}index.html`;

/** What pages ask for; whoever sends a port hears when it is done. */
const asked = {
  switch: () => self.skipWaiting(),
  mend: () => version?.mend(),
  sweep: () => (self.registration.installing || self.registration.waiting ? null : version?.sweep()),
};

self.addEventListener("message", (event) => {
  const act = Object.hasOwn(asked, event.data?.backissue ?? "") ? asked[event.data.backissue] : null;
  if (!act) return;
  const done = Promise.resolve(act()).catch(() => null); // storage that fails is no fault of the page
  event.waitUntil(done.then((result) => event.ports[0]?.postMessage(result ?? 0)));
});
