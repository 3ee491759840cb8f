/**
 * A page without an origin, as in a sandboxed frame: there Chromium starts no module worker from a Blob, which is what
 * PyScript asks for, and storage is denied. So a plain worker imports the module, and an empty database stands in.
 * This must run before PyScript's own script, which takes hold of `Worker` when it is loaded.
 */
import { standInForStorage } from "./storage.mjs";

/**
 * The script of a plain worker that runs a module. Pyodide refuses plain workers, which it knows by `importScripts`; and what
 * is posted before the module listens must wait for it, one message a task, as they would have come.
 */
const runner = (module) => `
delete WorkerGlobalScope.prototype.importScripts;
self.importScripts = undefined;
const waiting = [];
const hold = (event) => event.isTrusted && (event.stopImmediatePropagation(), waiting.push(event));
addEventListener("message", hold);
const pass = () => {
  if (!waiting.length) return removeEventListener("message", hold);
  const { data, ports } = waiting.shift();
  dispatchEvent(new MessageEvent("message", { data, ports }));
  setTimeout(pass);
};
self.addEventListener = (name, ...how) => {
  EventTarget.prototype.addEventListener.call(self, name, ...how);
  if (name !== "message") return;
  delete self.addEventListener;
  setTimeout(pass);
};
// PyScript takes a worker's own address without its "blob:" as a base, which is none here
self.URL = class extends URL {
  constructor(url, base) {
    super(url, String(base).startsWith("null/") ? ${JSON.stringify(document.baseURI)} : base);
  }
};
import(${JSON.stringify(module)});`;

if (self.origin === "null" && location.protocol !== "file:") {
  standInForStorage();
  self.Worker = class extends Worker {
    /**
     * @param {string | URL} url
     * @param {WorkerOptions} [options]
     */
    constructor(url, options = {}) {
      const isModule = options.type === "module" && String(url).startsWith("blob:");
      if (isModule) super(URL.createObjectURL(new Blob([runner(String(url))], { type: "text/javascript" })), { ...options, type: "classic" });
      else super(url, options);
    }
  };
}
