"""Reads dates as newsletters word them: `June 16, 2026`, `18-19 Sept 2026`, `16 Jun 2026 7:30pm GMT`."""

from __future__ import annotations

import datetime as dt
import re

from backissue.errors import InvalidValue
from backissue.importers.facts.foreign_dates import find_foreign_day, written_day
from backissue.text.dates import day_of, format_instant

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMES = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?"
)
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_M = rf"({_NAMES})\.?"
_D = r"(\d{1,2})(?:st|nd|rd|th)?"
_Y = r"(\d{4})"
_FLAGS = re.IGNORECASE | re.ASCII
_MONTH_FIRST = re.compile(rf"(?<!\w){_M}\s+{_D}\s*,?\s+{_Y}(?!\d)", _FLAGS)
_DAY_FIRST = re.compile(rf"(?<!\w){_D}\s+(?:of\s+)?{_M},?\s+{_Y}(?!\d)", _FLAGS)
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)", re.ASCII)
_TO = r"\s*(?:to|till|until|through|thru|and|&|[-–—−/])\s*"
_SPAN_MONTH_FIRST = re.compile(
    rf"{_WEEKDAY}{_M}\s+{_D}(?:\s*,?\s+{_Y})?(?:{_TO}{_WEEKDAY}(?:{_M}\s+)?{_D}(?:\s*,?\s+{_Y})?)?(?!\d|:\d)", _FLAGS
)
_SPAN_DAY_FIRST = re.compile(
    rf"{_WEEKDAY}{_D}(?:\s+{_M})?(?:,?\s+{_Y})?(?:{_TO}{_WEEKDAY}{_D}\s+{_M}(?:,?\s+{_Y})?)?(?!\d|:\d)", _FLAGS
)
_SPAN_ISO = re.compile(rf"{_ISO.pattern}(?:{_TO}{_ISO.pattern})?", re.ASCII)
_SLASHES = r"(\d{1,2})/(\d{1,2})(?:/(\d{4}))?"
_SPAN_SLASHES = re.compile(rf"{_SLASHES}(?:{_TO}{_SLASHES})?(?![\d/])", _FLAGS)
_CLOCK = re.compile(
    r"[\s,]+(?:at\s+)?(\d{1,2}):(\d{2})(?::\d{2})?\s*([ap])?\.?(?:m\.?)?\s*([A-Za-z]{1,5}|[+-]\d{2}:?\d{2})?", _FLAGS
)
_ZONES = {
    "gmt": 0, "utc": 0, "z": 0, "wet": 0, "bst": 60, "west": 60, "cet": 60, "cest": 120, "eet": 120, "eest": 180, "msk": 180,
    "ist": 330, "jst": 540, "aest": 600, "aedt": 660, "est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420,
    "mdt": -360, "pst": -480, "pdt": -420,
}  # fmt: skip
# An event without a year is not long past when a newsletter speaks of it.
_PAST_DAYS = 60
# What would last longer with the year that was left out is no span of days, but a slip.
_LONG_DAYS = 180


def find_day(text: str) -> str:
    """Returns the first whole date in `text` as a day, or "".

    >>> find_day("Weekly (Issue 7 January 8 2026)"), find_day("8th Sept. 2026")
    ('2026-01-08', '2026-09-08')
    """
    found = []
    for pattern, order in ((_MONTH_FIRST, (2, 0, 1)), (_DAY_FIRST, (2, 1, 0)), (_ISO, (0, 1, 2))):
        if match := pattern.search(text[:1000]):
            year, month, day = (match.groups()[place] for place in order)
            found.append((match.start(), _day(year, month, day)))
    days = [(place, day) for place, day in found if day]
    return min(days)[1] if days else find_foreign_day(text)


def read_day(text: str) -> str:
    """Returns the day if `text` is one and nothing else, or "".

    >>> read_day("16 Jun 2026"), read_day("Tuesday, June 16, 2026"), read_day("on 16 Jun 2026")
    ('2026-06-16', '2026-06-16', '')
    """
    text = re.sub(rf"^{_WEEKDAY}", "", text.strip()[:60], flags=_FLAGS)
    whole = any(pattern.fullmatch(text) for pattern in (_MONTH_FIRST, _DAY_FIRST, _ISO))
    return find_day(text) if whole else ""


def read_moment(text: str) -> str:
    """Returns the instant if `text` is a day and a time with its zone; only the day without a known zone; or "".

    >>> read_moment("16 Jun 2026 7:30pm GMT"), read_moment("April 13, 2016 09:11 PM UTC")
    ('2026-06-16T19:30:00Z', '2016-04-13T21:11:00Z')
    """
    text = re.sub(rf"^{_WEEKDAY}", "", text.strip()[:80], flags=_FLAGS)
    for pattern in (_MONTH_FIRST, _DAY_FIRST, _ISO):
        match = pattern.match(text)
        clock = _CLOCK.fullmatch(text, match.end()) if match else None
        if match and clock and (day := find_day(match[0])):
            return _instant(day, clock)
    return ""


def _instant(day: str, clock: re.Match[str]) -> str:
    hour, minute, half, zone = int(clock[1]), int(clock[2]), (clock[3] or "").lower(), (clock[4] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return day
        hour = hour % 12 + (12 if half == "p" else 0)
    shift = _ZONES.get(zone)
    if zone[:1] in ("+", "-"):
        digits = zone[1:].replace(":", "")
        shift = (1 if zone[0] == "+" else -1) * (int(digits[:2]) * 60 + int(digits[2:]))
    if shift is None or abs(shift) >= 24 * 60:
        return day
    try:
        here = dt.datetime.fromisoformat(day).replace(hour=hour, minute=minute, tzinfo=dt.timezone(dt.timedelta(minutes=shift)))
        return format_instant(here)
    except (ValueError, InvalidValue):
        return day


def read_span(text: str, near: str = "") -> tuple[str, str, str]:
    """Returns the first day, the last day, and what follows, if `text` begins with when something takes place.

    A date without a year is taken as the next one after `near`, a day; three empty strings where `text` begins otherwise.

    >>> read_span("June 18 to July 2, 2026"), read_span("18–19 Sept 2026 in Lund")
    (('2026-06-18', '2026-07-02', ''), ('2026-09-18', '2026-09-19', 'in Lund'))
    """
    text = text.strip()[:200]
    if (match := _SPAN_ISO.match(text)) and (start := _day(*match.groups()[:3])):
        end = _day(*match.groups()[3:]) if match[4] else start
        return start, max(start, end), text[match.end() :].strip()
    if match := _SPAN_MONTH_FIRST.match(text):
        month, day, year, last_month, last_day, last_year = match.groups()
        last_month = last_month or month
    elif match := _SPAN_DAY_FIRST.match(text):
        day, month, year, last_day, last_month, last_year = match.groups()
        month = month or last_month
    if not match or not month:
        return "", "", ""
    rest = text[match.end() :].strip()
    if not last_day:
        start = _day(year, month, day) if year else _next(month, day, near)
        return (start, start, rest) if start else ("", "", "")
    start, end = _between((year, month, day), (last_year, last_month, last_day), near)
    return (start, end, rest) if start and end else ("", "", "")


def read_slashed_span(text: str, near: str = "") -> tuple[str, str, str]:
    """Does what `read_span` does for dates such as `11/19` and `11/19 - 11/20`, the month first.

    >>> read_slashed_span("11/19 - 11/20. In Lund", near="2026-11-15"), read_slashed_span("31/12", near="2026-11-15")
    (('2026-11-19', '2026-11-20', '. In Lund'), ('', '', ''))
    """
    text = text.strip()[:200]
    if not (match := _SPAN_SLASHES.match(text)):
        return "", "", ""
    month, day, year, last_month, last_day, last_year = match.groups()
    last = (last_year, last_month, last_day) if last_day else (year, month, day)
    start, end = _between((year, month, day), last, near)
    return (start, end, text[match.end() :].strip()) if start and end else ("", "", "")


def _between(first: tuple[str | None, str, str], last: tuple[str | None, str, str], near: str) -> tuple[str, str]:
    year = last[0] or first[0]
    if year is None:
        start = _next(first[1], first[2], near)
        end = _next(last[1], last[2], start) if start else ""
        return start, end
    start, end = _day(first[0] or year, *first[1:]), _day(year, *last[1:])
    if start > end and not first[0]:  # from December to January, with the year only at the end
        start = _day(str(int(year) - 1), *first[1:])
    elif start > end and not last[0]:
        end = _day(str(int(year) + 1), *last[1:])
    if not start or not end or (start > end) or (first[0] != last[0] and _days(start, end) > _LONG_DAYS):
        return "", ""
    return start, end


def _days(start: str, end: str) -> int:
    return (dt.date.fromisoformat(end) - dt.date.fromisoformat(start)).days


def _next(month: str, day: str, near: str) -> str:
    if not near:
        return ""
    now = dt.date.fromisoformat(day_of(near))
    for year in (now.year, now.year + 1):
        found = _day(str(year), month, day)
        if found and _days(found, now.isoformat()) <= _PAST_DAYS:
            return found
    return ""


def _day(year: str, month: str, day: str) -> str:
    number = month if month.isdigit() else str(_MONTHS.index(month[:3].lower()) + 1)
    return written_day(year, number, day)
