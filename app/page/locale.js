/** Shows dates and numbers as the reader's own locale writes them: on each fragment, before it is seen. */

const day = new Intl.DateTimeFormat(undefined, { dateStyle: "long", timeZone: "UTC" });
const shortDay = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", timeZone: "UTC" });
const month = new Intl.DateTimeFormat(undefined, { year: "numeric", month: "long", timeZone: "UTC" });
const instant = new Intl.DateTimeFormat(undefined, { dateStyle: "long", timeStyle: "short" });
const number = new Intl.NumberFormat();
const decimal = new Intl.NumberFormat(undefined, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
/** Formatting costs more than looking up, and the same few dates come again and again. @type {Map<string, string>} */
const known = new Map();

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
