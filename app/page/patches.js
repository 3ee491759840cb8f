/** Puts patches into the page: what did not change stays, what has the focus is changed in place, the rest is replaced. */

import { localise } from "./locale.js";

/** The HTML that was last set into each target. @type {Map<string, string>} */
const shown = new Map();
const holder = document.createElement("template");
let morpher = null;

/** Loads what changes elements in place; without it they are replaced, and only the focus is lost. */
export async function loadMorpher() {
  morpher = (await import("../../runtime/idiomorph/idiomorph.esm.js").catch(() => null))?.Idiomorph ?? null;
}

/**
 * @param {{target: string, html: string, mode: "morph" | "append"}} patch
 * @returns {boolean} whether the page was changed
 */
export function applyPatch({ target, html, mode }) {
  const element = document.querySelector(target);
  if (!element || (mode === "morph" && shown.get(target) === html)) return false;
  // This HTML was rendered by the reader's own templates, which escape every text and let no unsafe link through
  // (tests/unit/reader/test_hostile.py, tests/browser/test_hostile.py): it is never text that somebody typed or sent.
  holder.innerHTML = html;
  localise(holder.content);
  if (mode === "append") {
    shown.clear();
    element.append(holder.content);
    return true;
  }
  shown.set(target, html);
  const fresh = holder.content.firstElementChild;
  keepOpened(element, fresh);
  if (morpher && element.contains(document.activeElement)) morpher.morph(element, fresh, { morphStyle: "outerHTML" });
  else element.replaceWith(fresh);
  return true;
}

/** What somebody unfolded, folded up or wrote stays so. */
function keepOpened(old, fresh) {
  for (const part of fresh.querySelectorAll("details[data-keep]")) {
    const before = old.querySelector(`details[data-keep="${CSS.escape(part.dataset.keep)}"]`);
    if (before) part.open = before.open;
  }
  for (const area of fresh.querySelectorAll("textarea[data-keep]")) {
    area.textContent = old.querySelector(`textarea[data-keep="${CSS.escape(area.dataset.keep)}"]`)?.value ?? "";
  }
}
