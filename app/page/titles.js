/**
 * The light page in a holder's frame: the newest titles, and a box that has the reader started. Without a holder it is a
 * plain page whose links and form lead to the reader.
 */

import { dress, HostLine } from "./host_line.js";
import { localise, speak } from "./locale.js";

const box = document.querySelector("[type=search]");
const said = document.querySelector("#said");
const line = new HostLine("titles", { wear, starting, failed });
/** Whether the reader can still be had in this place. */
let hoping = true;

/** @param {{publication?: unknown, limit?: unknown, lang?: unknown}} message */
function wear(message) {
  dress(message);
  speak(message.lang);
  localise(document);
  const wanted = document.querySelector(`[data-about="${CSS.escape(String(message.publication ?? ""))}"]`);
  for (const about of document.querySelectorAll("[data-about]")) about.hidden = about !== wanted;
  let left = Number.isInteger(message.limit) ? message.limit : 0;
  for (const title of document.querySelectorAll("[data-item]")) {
    title.hidden = (wanted && title.dataset.publication !== wanted.dataset.about) || left-- <= 0;
  }
  if (message.publication && !wanted && document.body.dataset.publications === "all") {
    const known = Array.from(document.querySelectorAll("[data-about]"), ({ dataset }) => dataset.about).join(", ");
    line.tell("error", { message: `publication="${message.publication}" is not in this archive, so the newest of all are shown. It has: ${known}.` });
  }
}

function starting() {
  said.textContent = "Starting the search …";
}

function failed() {
  hoping = false;
  said.textContent = "The search cannot start in this place. The titles can be read, and the link below opens the archive itself.";
}

const touched = (detail) => line.isOpen && hoping && (line.tell("touched", detail), true);

for (const name of ["focus", "input", "pointerdown"]) box.addEventListener(name, () => touched({ text: box.value }));
box.form.addEventListener("submit", (event) => {
  if (touched({ text: box.value })) event.preventDefault();
});
document.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  const item = link?.closest("[data-item]");
  if (!item) return;
  if (link.matches("[data-out]")) line.tell("select", { id: item.dataset.item, url: link.href });
  const plain = !(event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  if (plain && link.matches("[data-open]") && touched({ id: item.dataset.item })) event.preventDefault();
});
localise(document);
line.keepTellingHeight();
