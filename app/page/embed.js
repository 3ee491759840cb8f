/**
 * `<back-issues src="…">`: an archive in somebody else's page. The archive stays in frames of its own site: first a light one
 * with the newest titles, then, once that is seen or touched, one with the reader, which takes its place when it is up.
 * This script fetches nothing itself; it needs `script-src` and `frame-src` of the archive's site, and nothing else.
 */

import { Framed } from "./framed.js";

/** Titles are fetched when the place for them is so near. */
const NEAR = "400px";
const HITS = 5;
const MOST_HITS = 100;
const PREFIX = "--backissue-";
const STYLE = `
  :host { display: block; position: relative; overflow: clip; }
  :host([hidden]) { display: none; }
  iframe { display: block; width: 100%; height: 0; border: 0; }
  iframe[inert] { position: absolute; inset: 0; height: 100%; opacity: 0; pointer-events: none; }
  i { position: absolute; width: 1px; height: 1px; scroll-margin: 1rem; pointer-events: none; }`;

const dark = matchMedia("(prefers-color-scheme: dark)");

class BackIssues extends HTMLElement {
  static observedAttributes = ["src", "query", "publication", "limit", "theme", "lang", "start", "sandbox", "style", "class"];

  #root;
  #link = document.createElement("slot");
  #anchor = document.createElement("i");
  #titles = null;
  #reader = null;
  #isReady = false;
  /** What the reader is asked once it is up: name and detail. */
  #waiting = [];
  #nearness = null;
  #sight = null;
  #surroundings = new MutationObserver(() => this.#dress());

  constructor() {
    super();
    this.#root = this.attachShadow({ mode: "open" });
    const style = new CSSStyleSheet();
    style.replaceSync(STYLE);
    this.#root.adoptedStyleSheets = [style];
    this.#root.append(this.#link, this.#anchor);
  }

  connectedCallback() {
    for (const element of [document.documentElement, document.body]) this.#surroundings.observe(element, { attributes: true });
    dark.addEventListener("change", this);
    this.#complain("lang");
    this.#complain("limit");
    this.#begin();
  }

  disconnectedCallback() {
    this.#surroundings.disconnect();
    dark.removeEventListener("change", this);
    this.#end();
  }

  attributeChangedCallback(name, before, after) {
    if (!this.isConnected || before === after) return;
    if (name === "src" || name === "sandbox") {
      this.#end();
      this.#begin();
    } else if (name === "start") {
      this.#watch();
    } else {
      if (name === "query" || name === "publication") this.#go();
      this.#complain(name);
      this.#dress();
    }
  }

  /** Tells of an attribute whose value cannot be used, and what is done instead. */
  #complain(name) {
    if (name === "lang" && !isLanguage(this.lang)) this.#fail(`lang="${this.lang}" is no language tag such as "en-GB", so dates are written as this browser does.`);
    if (name === "limit" && this.#limit === null) this.#fail(`limit="${this.getAttribute("limit")}" is no whole number from 1 to ${MOST_HITS}, so ${HITS} are shown.`);
  }

  handleEvent() {
    this.#dress();
  }

  /** Searches for a text, as if it were typed in the box and Enter pressed. @param {string} text */
  search(text) {
    this.#ask("search", { text: String(text) });
  }

  /** Opens an issue, or an item in its issue. @param {string} id */
  open(id) {
    this.#ask("open", { id: String(id) });
  }

  get #limit() {
    const limit = this.getAttribute("limit");
    if (limit === null) return HITS;
    return /^\d{1,3}$/.test(limit) && limit >= 1 && limit <= MOST_HITS ? Number(limit) : null;
  }

  /** The site that the archive lies in, or null where `src` is no address of one. @returns {URL | null} */
  get #site() {
    try {
      const site = new URL(this.getAttribute("src") || "?", document.baseURI);
      return this.getAttribute("src") && /^https?:$/.test(site.protocol) ? new URL(".", site) : null;
    } catch {
      return null;
    }
  }

  #begin() {
    const site = this.#site;
    if (!site) return this.#fail(`src="${this.getAttribute("src") ?? ""}" is no address; it must name a published archive, as in "https://host/archive/".`);
    // shown until the titles are here, and wherever they do not come
    const link = Object.assign(document.createElement("a"), { href: site.href, textContent: site.href });
    this.#link.replaceChildren(link);
    this.#nearness = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && this.#showTitles(), { rootMargin: NEAR });
    this.#nearness.observe(this);
    return undefined;
  }

  #end() {
    this.#nearness?.disconnect();
    this.#sight?.disconnect();
    this.#titles?.remove();
    this.#reader?.remove();
    this.#titles = this.#reader = null;
    this.#isReady = false;
    this.#waiting = [];
    this.#link.hidden = false;
  }

  /** Makes a frame with a page of the site. */
  #frame(path, heard, lost) {
    const title = this.title || "Back issues";
    const framed = new Framed(new URL(path, this.#site), { title, isSandboxed: this.hasAttribute("sandbox"), heard, lost });
    this.#root.append(framed.frame);
    return framed;
  }

  #showTitles() {
    this.#nearness.disconnect();
    if (this.#titles || this.#isReady) return;
    const lost = (why) => {
      this.#titles.remove();
      this.#titles = null;
      this.#link.hidden = false;
      this.#fail(`${this.#site.href}embed.html ${why}, so there is only a link to the archive. It must be a site that \`backissue publish\` wrote.`);
    };
    this.#titles = this.#frame("embed.html", (message) => this.#hear(message, this.#titles), lost);
  }

  /** Has the reader start when the titles are seen, unless the page or a person who saves data wants it only when touched. */
  #watch() {
    this.#sight?.disconnect();
    if (this.getAttribute("start") === "touched" || navigator.connection?.saveData || !this.#titles) return;
    this.#sight = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && this.#start());
    this.#sight.observe(this);
  }

  #start() {
    this.#sight?.disconnect();
    if (this.#reader || !this.#site) return;
    this.#titles?.say("starting");
    const lost = (why) => {
      this.#reader.remove();
      this.#reader = null;
      this.#waiting = [];
      this.#titles?.say("failed");
      this.#fail(`The reader cannot start: ${why}`);
    };
    const hear = (message) => {
      if (message.backissue === "error" && !this.#isReady) lost(message.message);
      else this.#hear(message, this.#reader);
    };
    this.#reader = this.#frame(`index.html?embedded#${this.#fragment()}`, hear, (why) => lost(`${this.#site.href}index.html ${why}.${this.#advice}`));
    this.#reader.frame.inert = true;
  }

  get #advice() {
    const isOpaque = this.hasAttribute("sandbox") || self.origin === "null";
    return isOpaque ? " In a sandboxed frame its host must send `Access-Control-Allow-Origin: *`." : "";
  }

  #hear(message, framed) {
    const acts = {
      here: () => {
        this.#dress();
        if (framed !== this.#titles) return;
        this.#link.hidden = true;
        this.#watch();
      },
      touched: ({ text, id }) => (id ? this.open(id) : this.#ask("type", { text })),
      ready: () => this.#swap(),
      results: ({ query, total }) => this.#tell("results", { query, total }),
      select: ({ id, url }) => this.#tell("select", { id, url }),
      error: ({ message: why }) => this.#fail(why),
      scroll: ({ top }) => {
        this.#anchor.style.top = `${top}px`;
        this.#anchor.scrollIntoView({ block: "nearest" });
      },
    };
    acts[message.backissue]?.(message);
  }

  /** The reader is up: it takes the place of the titles, and whoever typed there goes on typing in it. */
  #swap() {
    if (this.#isReady) return;
    this.#isReady = true;
    for (const [name, detail] of this.#waiting.splice(0)) this.#reader.say(name, detail);
    const isTyping = this.#root.activeElement !== null && this.#root.activeElement === this.#titles?.frame;
    this.#reader.frame.inert = false;
    this.#titles?.remove();
    this.#titles = null;
    this.#nearness.disconnect();
    this.#link.hidden = true;
    if (isTyping) {
      this.#reader.frame.focus();
      this.#reader.say("focus");
    }
    this.#tell("ready");
  }

  /** Asks the reader, now or once it is up; of what is typed only the last counts. */
  #ask(name, detail) {
    if (this.#isReady) return this.#reader.say(name, detail);
    if (this.#waiting.at(-1)?.[0] === name) this.#waiting.pop();
    if (name !== "type" || detail.text) this.#waiting.push([name, detail]);
    return this.#start();
  }

  /** Shows what the attributes ask for; a reader that has not been started will begin with it. */
  #go() {
    if (this.#reader) this.#ask("go", { fragment: this.#fragment() });
  }

  #fragment() {
    const query = this.getAttribute("query")?.trim();
    const publication = this.getAttribute("publication");
    // the space says that the last word is whole
    return new URLSearchParams({ q: query ? `${query} ` : "", ...(publication ? { in: publication } : {}) }).toString();
  }

  #dress() {
    const worn = getComputedStyle(this);
    for (const framed of [this.#titles, this.#reader]) {
      if (!framed) continue;
      const style = Object.fromEntries(framed.wears.map((name) => [name, worn.getPropertyValue(PREFIX + name).trim()]).filter(([, value]) => value));
      framed.dress({
        theme: this.#theme(worn),
        lang: isLanguage(this.lang) ? this.lang : "",
        publication: this.getAttribute("publication") ?? "",
        limit: this.#limit ?? HITS,
        style,
      });
    }
  }

  /** The theme that is asked for, else that of the page around, where its `color-scheme` names one, else the system's. */
  #theme(worn) {
    const theme = this.getAttribute("theme");
    if (theme === "light" || theme === "dark") return theme;
    if (worn.colorScheme === "light" || worn.colorScheme === "dark") return worn.colorScheme;
    return dark.matches ? "dark" : "light";
  }

  #fail(message) {
    console.warn(`<back-issues>: ${message}`); // whoever listens for "error" may not do so yet
    this.#tell("error", { message });
  }

  #tell(name, detail = {}) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

const isLanguage = (tag) => {
  try {
    return tag === "" || Intl.getCanonicalLocales(tag).length > 0;
  } catch {
    return false;
  }
};

if (!customElements.get("back-issues")) customElements.define("back-issues", BackIssues);
