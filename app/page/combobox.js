/** The search box with its list of completions: the keys of an ARIA combobox, and what taking a line does. */

const list = () => document.querySelector("#suggestions");
const options = () => Array.from(list().querySelectorAll("[role=option]"));

export class Combobox {
  /**
   * @param {HTMLInputElement} box
   * @param {(text: string, caret: number) => void} typed
   * @param {(text: string) => void} submitted
   */
  constructor(box, typed, submitted) {
    this.box = box;
    this.typed = typed;
    this.submitted = submitted;
    box.addEventListener("input", () => this.#tell());
    box.addEventListener("keydown", (event) => this.#key(event));
    box.addEventListener("blur", () => this.close());
    box.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.close();
      submitted(box.value);
    });
    box.form.addEventListener("pointerdown", (event) => {
      const option = event.target.closest("[role=option]");
      if (!option) return;
      event.preventDefault(); // the box keeps the focus
      this.#take(option);
    });
  }

  /** Shows the list, if it has lines and the box is being typed in. */
  refresh() {
    if (document.activeElement !== this.box) list().hidden = true;
    const open = !list().hidden;
    this.box.setAttribute("aria-expanded", String(open));
    this.box.removeAttribute("aria-activedescendant");
  }

  close() {
    list().hidden = true;
    this.refresh();
  }

  #tell() {
    this.typed(this.box.value, this.box.selectionStart ?? this.box.value.length);
  }

  #take(option) {
    const { text, caret } = option.dataset;
    this.box.value = text;
    this.box.setSelectionRange(Number(caret), Number(caret));
    this.close();
    this.#tell();
  }

  #key(event) {
    const open = !list().hidden;
    const lines = open ? options() : [];
    const chosen = lines.findIndex((line) => line.getAttribute("aria-selected") === "true");
    if (open && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.#choose(lines, chosen + step < -1 ? lines.length - 1 : chosen + step);
    } else if (open && chosen >= 0 && (event.key === "Enter" || event.key === "Tab")) {
      event.preventDefault();
      this.#take(lines[chosen]);
    } else if (event.key === "Escape") {
      event.preventDefault(); // browsers would empty the box, and the search with it
      if (open) this.close();
      else this.box.blur();
    } else if (event.key === "ArrowDown") {
      event.preventDefault();
      document.querySelector("#results [data-item]")?.focus();
    }
  }

  #choose(lines, place) {
    const line = lines[place];
    for (const each of lines) each.setAttribute("aria-selected", String(each === line));
    if (line) this.box.setAttribute("aria-activedescendant", line.id);
    else this.box.removeAttribute("aria-activedescendant");
    line?.scrollIntoView({ block: "nearest" });
  }
}
