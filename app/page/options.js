/** What the reader prefers, kept in this browser where it allows it: the theme, archived copies of links, how many years are held. */

const PREFIX = `backissue:${new URL(".", document.baseURI).pathname}:`;

/** Storage may be blocked; then a preference lasts as long as the page. */
export function recall(name) {
  try {
    return localStorage.getItem(PREFIX + name) ?? "";
  } catch {
    return "";
  }
}

export function remember(name, value) {
  try {
    if (value) localStorage.setItem(PREFIX + name, value);
    else localStorage.removeItem(PREFIX + name);
  } catch {
    // nothing to do: the preference holds until the page is left
  }
}

const isDark = () => (document.documentElement.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";

/** Lets a button switch between light and dark; until it is used, the system decides. */
export function watchTheme() {
  const button = document.querySelector("[data-theme-switch]");
  const stored = recall("theme");
  if (stored) document.documentElement.dataset.theme = stored;
  const show = () => button.setAttribute("aria-pressed", String(isDark()));
  button.addEventListener("click", () => {
    document.documentElement.dataset.theme = isDark() ? "light" : "dark";
    remember("theme", document.documentElement.dataset.theme);
    show();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", show);
  show();
}
