/** A framed page of an archive's site in somebody else's page, and the line to it; app/page/host_line.js is the other end. */

/** A page that has come is given so long to speak, and one that does not come so long to do so. */
const SPEAKS_MS = 4_000;
const COMES_MS = 30_000;
const TALLEST = 100_000;
/** Who grants this to a frame gives it no origin: no storage, and nothing of its site's. */
const SANDBOX = "allow-scripts allow-forms allow-popups allow-popups-to-escape-sandbox";

const isText = (value) => typeof value === "string";
const isNumber = (value) => Number.isFinite(value) && value >= 0;
/** What may come from a frame, and of what shape. @type {Record<string, (message: object) => boolean>} */
const SHAPES = {
  here: ({ part, wears }) => isText(part) && Array.isArray(wears) && wears.length < 50 && wears.every((name) => /^[a-z-]{1,30}$/.test(name)),
  height: ({ height }) => isNumber(height) && height <= TALLEST,
  touched: ({ text = "", id = "" }) => isText(text) && isText(id),
  ready: () => true,
  results: ({ query, total }) => isText(query) && isNumber(total),
  select: ({ id, url }) => isText(id) && isText(url),
  scroll: ({ top }) => isNumber(top) && top <= TALLEST,
  error: ({ message }) => isText(message),
};

export class Framed {
  #origins;
  #target;
  #heard;
  #lost;
  #timer = 0;
  #said = "";
  wears = [];

  /**
   * @param {URL} address
   * @param {{title: string, isSandboxed: boolean, heard: (message: object) => void, lost: (why: string) => void}} options
   */
  constructor(address, { title, isSandboxed, heard, lost }) {
    // what has no origin, or is in a page that has none, says "null", and cannot be addressed
    const isOpaque = isSandboxed || self.origin === "null";
    this.#origins = isOpaque ? [address.origin, "null"] : [address.origin];
    this.#target = isOpaque ? "*" : address.origin;
    this.#heard = heard;
    this.#lost = lost;
    this.frame = Object.assign(document.createElement("iframe"), { title, allow: "clipboard-write", src: address.href });
    if (isSandboxed) this.frame.setAttribute("sandbox", SANDBOX);
    this.frame.addEventListener("load", () => this.#await(SPEAKS_MS, "does not speak: it is another page, or its scripts do not come"), { once: true });
    addEventListener("message", this);
    this.#await(COMES_MS, "does not come");
  }

  #await(patienceMs, why) {
    if (this.#timer === null) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#lost(why), patienceMs);
  }

  handleEvent({ source, origin, data }) {
    if (source !== this.frame.contentWindow || !this.#origins.includes(origin)) return;
    if (typeof data !== "object" || data === null || !Object.hasOwn(SHAPES, data.backissue) || !SHAPES[data.backissue](data)) return;
    if (data.backissue === "here") {
      clearTimeout(this.#timer);
      this.#timer = null;
      this.#said = ""; // a page that was loaded anew has forgotten everything
      this.wears = data.wears;
    }
    if (this.#timer !== null) return;
    if (data.backissue === "height") this.frame.style.height = `${data.height}px`;
    this.#heard(data);
  }

  say(name, detail = {}) {
    this.frame.contentWindow?.postMessage({ ...detail, backissue: name }, this.#target);
  }

  /** Says how to look, if that has changed. */
  dress(settings) {
    const said = JSON.stringify(settings);
    if (this.#timer !== null || said === this.#said) return;
    this.#said = said;
    this.say("wear", settings);
  }

  remove() {
    clearTimeout(this.#timer);
    removeEventListener("message", this);
    this.frame.remove();
  }
}
