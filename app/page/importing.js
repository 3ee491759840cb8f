/**
 * Files that people bring: dropped anywhere on the page, chosen, or pasted as a text. They are handed to the worker as they
 * are; the page reads nothing of them, and nothing leaves the machine.
 */

/** More files at once are not handed over; the reader says so. */
const MOST_FILES = 6_000;
/** A saved file's address is held so long, for a browser that asks where to put it. */
const OFFERED_MS = 60_000;
const HIDDEN = /(^|\/)\./;

let number = 0;

/**
 * Watches for files; `bring` gets them.
 * @param {(files: File[]) => void} bring
 */
export function watchFiles(bring) {
  watchDrops(bring);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-choose], [data-paste]");
    if (!button || event.defaultPrevented) return;
    if (button.matches("[data-choose]")) choose(button.dataset.choose === "folder", bring);
    else takeText(bring);
  });
  // a rich text that is pasted has its links in its HTML only
  document.addEventListener("paste", (event) => {
    const html = event.clipboardData?.getData("text/html");
    if (html?.includes("href") && event.target.matches?.(TEXT)) pasted = { html, plain: event.clipboardData.getData("text/plain") };
  });
  if (!("webkitdirectory" in HTMLInputElement.prototype)) document.body.dataset.folders = "none";
}

const TEXT = "#import textarea";
let pasted = null;

function takeText(bring) {
  const area = document.querySelector(TEXT);
  const text = area?.value ?? "";
  if (!text.trim()) return area?.focus();
  const rich = pasted && text.trim().replaceAll(/\s+/g, " ") === pasted.plain.trim().replaceAll(/\s+/g, " ");
  area.value = "";
  return bring([rich ? new File([pasted.html], "pasted.html", { type: "text/html" }) : new File([text], "pasted text")]);
}

function choose(folder, bring) {
  const input = document.createElement("input");
  input.type = "file";
  input.multiple = true;
  input.webkitdirectory = folder;
  input.addEventListener("change", () => bring(visible(Array.from(input.files))));
  input.click();
}

const pathOf = (file) => file.path ?? file.webkitRelativePath ?? "";
const visible = (files) => files.filter((file) => !HIDDEN.test(pathOf(file) || file.name)).slice(0, MOST_FILES);

/** A file may be dropped anywhere; without this the browser would leave the page for it. */
function watchDrops(bring) {
  let inside = 0;
  const isFile = (event) => event.dataTransfer?.types.includes("Files");
  const show = (dropping) => (document.body.dataset.dropping = dropping ? "yes" : "");
  addEventListener("dragenter", (event) => isFile(event) && show(++inside > 0));
  addEventListener("dragleave", (event) => isFile(event) && show((inside = Math.max(inside - 1, 0)) > 0));
  addEventListener("dragover", (event) => {
    if (!isFile(event)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
  });
  addEventListener("drop", async (event) => {
    if (!isFile(event)) return;
    event.preventDefault();
    show((inside = 0));
    bring(await dropped(event.dataTransfer));
  });
}

/** All files of a drop, those in folders too; what the browser gives must be taken before the first wait. */
async function dropped(transfer) {
  const entries = Array.from(transfer.items, (item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.length) return visible(Array.from(transfer.files));
  const files = [];
  while (entries.length && files.length < MOST_FILES) {
    const entry = entries.shift();
    if (HIDDEN.test(entry.fullPath)) continue;
    if (entry.isDirectory) entries.push(...(await children(entry)));
    else files.push(await fileOf(entry));
  }
  return files.filter(Boolean);
}

function fileOf(entry) {
  return new Promise((resolve) => {
    entry.file((file) => resolve(Object.assign(file, { path: entry.fullPath.slice(1) })), () => resolve(null));
  });
}

/** The entries of a folder, which come in portions. */
async function children(folder) {
  const reader = folder.createReader();
  const found = [];
  for (;;) {
    const some = await new Promise((resolve) => reader.readEntries(resolve, () => resolve([])));
    if (!some.length) return found.sort((one, other) => (one.name < other.name ? -1 : 1));
    found.push(...some);
  }
}

/**
 * Numbers files for the worker.
 * @param {File[]} files
 * @returns {{given: [number, File][], told: {number: number, name: string, size: number}[]}} what the worker gets, and what the reader is told
 */
export function numbered(files) {
  const given = files.map((file) => [++number, file]);
  return { given, told: given.map(([each, file]) => ({ number: each, name: pathOf(file) || file.name, size: file.size })) };
}

/** Saves what the worker has made under an address of its own. */
export function save({ name, url }) {
  const link = Object.assign(document.createElement("a"), { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), OFFERED_MS);
}
