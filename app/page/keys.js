/** The keys: `/` search, `j` `k` move, Enter opens, `o` follows the link, Esc goes back, `?` helps. */

const TYPING = "input, textarea, select, [contenteditable]";

const isVisible = (element) => element.getClientRects().length > 0;
const items = () => Array.from(document.querySelectorAll("[data-item]")).filter(isVisible);

/** Makes an item the current one: it is marked, focused and in sight. */
function step(by) {
  const all = items();
  const here = all.findIndex((item) => item === document.activeElement?.closest("[data-item]"));
  const marked = all.findIndex((item) => item.getAttribute("aria-current") === "true");
  const from = here >= 0 ? here : marked;
  const item = all[Math.min(Math.max(from + by, 0), all.length - 1)];
  if (!item) return;
  for (const other of all) other.removeAttribute("aria-current");
  item.setAttribute("aria-current", "true");
  item.focus({ preventScroll: true });
  item.scrollIntoView({ block: "nearest" });
}

const current = () => document.activeElement?.closest("[data-item]") ?? items().find((item) => item.getAttribute("aria-current") === "true");

function back() {
  if (document.body.dataset.view === "search") return document.activeElement?.blur();
  if (history.state?.depth > 0) return history.back();
  return document.querySelector("#reading [data-back]")?.click();
}

/** @param {{help: () => void}} actions what a key does that is no link on the page */
export function watchKeys({ help }) {
  const box = document.querySelector("[type=search]");
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target.closest?.(TYPING);
    if (event.key === "Escape") {
      if (typing) event.target.blur();
      else back();
      return;
    }
    if (typing) return;
    const acts = {
      "/": () => (box.focus(), box.select()),
      j: () => step(1),
      k: () => step(-1),
      o: () => current()?.querySelector("[data-out]")?.click(),
      "?": help,
    };
    // Enter belongs to links and buttons; on an item itself it opens
    if (event.key === "Enter" && event.target.matches?.("[data-item]")) {
      acts.Enter = () => (event.target.querySelector("[data-open]") ?? event.target.querySelector("[data-out]"))?.click();
    }
    if (!acts[event.key]) return;
    event.preventDefault();
    acts[event.key]();
  });
}
