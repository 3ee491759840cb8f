/**
 * The line from a page in a frame to the page that holds the frame (app/page/embed.js). Only the holder's window is heard,
 * and from its first words on only its origin; before that nothing is said but "here". A message is an object whose
 * `backissue` names it.
 */

/** The origin of a sandboxed page; no message can be addressed to it. */
const NOBODY = "null";

export class HostLine {
  #acts;
  #origin = "";
  #waiting = [];

  /**
   * @param {string} part what this page is: `titles` or `reader`
   * @param {Record<string, (message: object) => void>} acts what is done on each message; `wear` comes first
   */
  constructor(part, acts) {
    this.#acts = acts;
    addEventListener("message", (event) => this.#hear(event));
    parent.postMessage({ backissue: "here", part, wears: WEARS }, "*");
  }

  /** Whether somebody is on the other end. */
  get isOpen() {
    return this.#origin !== "";
  }

  /**
   * @param {string} name
   * @param {object} [detail]
   */
  tell(name, detail = {}) {
    const message = { ...detail, backissue: name };
    if (this.isOpen) parent.postMessage(message, this.#origin === NOBODY ? "*" : this.#origin);
    else this.#waiting.push(message);
  }

  /** Tells how high the page is. */
  tellHeight() {
    this.tell("height", { height: Math.ceil(document.documentElement.getBoundingClientRect().height) });
  }

  /** Tells it whenever it changes. */
  keepTellingHeight() {
    new ResizeObserver(() => this.tellHeight()).observe(document.documentElement);
  }

  #hear({ source, origin, data }) {
    if (source !== parent || typeof data !== "object" || data === null || !Object.hasOwn(this.#acts, data.backissue)) return;
    if (!this.isOpen && data.backissue === "wear") {
      this.#origin = origin;
      for (const { backissue, ...detail } of this.#waiting.splice(0)) this.tell(backissue, detail);
    }
    if (origin === this.#origin) this.#acts[data.backissue](data);
  }
}

/** What a holder may set, and of which CSS property its value must be a valid one: so that nothing set here can fetch anything. */
const PROPERTIES = {
  paper: "color", sheet: "color", ink: "color", "ink-soft": "color", rule: "color", edge: "color", shade: "color",
  accent: "color", "accent-ink": "color", mark: "color", "mark-ink": "color", warn: "color", sponsor: "color",
  serif: "font-family", sans: "font-family", mono: "font-family", radius: "border-radius", size: "font-size",
};
const WEARS = Object.keys(PROPERTIES);
const LONGEST = 200;

/**
 * Puts on what the holder wants: its theme, and its values of the properties above.
 * @param {{theme?: unknown, style?: unknown}} message
 */
export function dress({ theme, style }) {
  const root = document.documentElement;
  root.dataset.theme = theme === "light" || theme === "dark" ? theme : "";
  for (const [name, kind] of Object.entries(PROPERTIES)) {
    const value = style?.[name];
    const fits = typeof value === "string" && value.length <= LONGEST && CSS.supports(kind, value);
    if (fits) root.style.setProperty(`--${name}`, value);
    else root.style.removeProperty(`--${name}`);
  }
}
