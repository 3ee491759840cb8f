/** Shows dates and numbers as the reader's own locale writes them, or another: on each fragment, before it is seen. */

let day, shortDay, month, instant, number, decimal;
/** Formatting costs more than looking up, and the same few dates come again and again. @type {Map<string, string>} */
const known = new Map();

/**
 * From now on dates and numbers are written as in `language`.
 * @param {unknown} language a language tag; anything else means the browser's own
 */
export function speak(language) {
  let tag;
  try {
    tag = Intl.getCanonicalLocales(language || undefined)[0];
  } catch {
    tag = undefined;
  }
  day = new Intl.DateTimeFormat(tag, { dateStyle: "long", timeZone: "UTC" });
  shortDay = new Intl.DateTimeFormat(tag, { day: "numeric", month: "short", timeZone: "UTC" });
  month = new Intl.DateTimeFormat(tag, { year: "numeric", month: "long", timeZone: "UTC" });
  instant = new Intl.DateTimeFormat(tag, { dateStyle: "long", timeStyle: "short" });
  number = new Intl.NumberFormat(tag);
  decimal = new Intl.NumberFormat(tag, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  known.clear();
}

/** @param {string} text a year, a month, a day or an instant */
function shownDate(text, until, short) {
  const date = new Date(text);
  if (Number.isNaN(date.getTime()) || text.length < 7) return text;
  const format = text.length > 10 ? instant : text.length === 7 ? month : short ? shortDay : day;
  const end = until ? new Date(until) : date;
  if (until && !Number.isNaN(end.getTime()) && end > date) return format.formatRange(date, end);
  return format.format(date);
}

/**
 * Writes the dates and numbers of a fragment anew.
 * @param {ParentNode} root
 */
export function localise(root) {
  for (const element of root.querySelectorAll("time[datetime]")) {
    const { until = "", short } = element.dataset;
    const key = `${element.dateTime} ${until} ${short !== undefined}`;
    if (!known.has(key)) known.set(key, shownDate(element.dateTime, until, short !== undefined));
    element.textContent = known.get(key);
  }
  for (const element of root.querySelectorAll("data[value]")) {
    const value = Number(element.value);
    if (Number.isFinite(value)) element.textContent = (element.value.includes(".") ? decimal : number).format(value);
  }
}

speak();
