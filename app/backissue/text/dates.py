"""Reads and compares dates as archives and queries write them: a year, a month, a day, or an instant with its zone.

A date is kept as a canonical string, `2026`, `2026-06`, `2026-06-16` or `2026-06-16T19:30:00Z`, so that it says how
exactly it is known and sorts as text once it is padded to a day.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re

from backissue.errors import InvalidValue

_PARTS = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_WEEK = re.compile(r"\d{4}-W\d{2}(?:-[1-7])?")
_DURATION = re.compile(r"P(?:(\d{1,4})Y)?(?:(\d{1,5})M)?(?:(\d{1,5})W)?(?:(\d{1,6})D)?", re.ASCII)
_EXPECTED = "a date such as 2026, 2026-06, 2026-06-16 or 2026-06-16T19:30:00Z"


def parse_date(text: str) -> str:
    """Returns `text` as a canonical date; instants become UTC.

    Raises:
        InvalidValue: if it is no date, or an instant without a zone.

    >>> parse_date("2020-12-2"), parse_date("2026-06-16T21:30+02:00")
    ('2020-12-02', '2026-06-16T19:30:00Z')
    """
    text = text.strip()
    if match := _PARTS.fullmatch(text):
        year, month, day = (int(part) if part else None for part in match.groups())
        try:
            dt.date(year or 0, 1 if month is None else month, 1 if day is None else day)
        except ValueError as error:
            raise InvalidValue(f"{text!r} is no date ({error})", expected=_EXPECTED) from None
        parts = [f"{year:04}"] + [f"{part:02}" for part in (month, day) if part is not None]
        return "-".join(parts)
    try:
        instant = dt.datetime.fromisoformat(text)
    except ValueError:
        raise InvalidValue(f"{text[:60]!r} is no date", expected=_EXPECTED) from None
    if instant.tzinfo is None:
        raise InvalidValue(f"{text!r} has a time but no zone", expected=_EXPECTED)
    return format_instant(instant)


def format_instant(instant: dt.datetime) -> str:
    """Returns an aware `instant` in UTC, to the second.

    >>> format_instant(dt.datetime(2026, 6, 16, 19, 30, tzinfo=dt.timezone.utc))
    '2026-06-16T19:30:00Z'
    """
    try:
        return instant.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ").rjust(20, "0")
    except OverflowError:
        raise InvalidValue(f"{instant} is outside the calendar", expected=_EXPECTED) from None


def day_of(date: str) -> str:
    """Returns the first day of a canonical `date`; of an instant, its day in UTC.

    >>> day_of("2026"), day_of("2026-06-16T19:30:00Z")
    ('2026-01-01', '2026-06-16')
    """
    return (date + "-01-01"[len(date) - 4 :])[:10] if len(date) < 10 else date[:10]


def sort_key(date: str) -> str:
    """Returns `date` padded so that dates of any exactness compare as text; undated is before everything.

    >>> sorted(["2026-06", "", "2026-06-16", "2026"], key=sort_key)
    ['', '2026', '2026-06', '2026-06-16']
    """
    return day_of(date) if 0 < len(date) < 10 else date


def period(text: str) -> tuple[str, str]:
    """Returns the first key inside and the first key after what `text` names: `(start, end)`, both as `sort_key`.

    Raises:
        InvalidValue: if `text` is neither a date nor an ISO week such as 2026-W05.

    >>> period("2026-06"), period("2026-W01")
    (('2026-06-01', '2026-07-01'), ('2025-12-29', '2026-01-05'))
    """
    if _WEEK.fullmatch(text):
        try:
            first = dt.date.fromisoformat(text)
        except ValueError:
            raise InvalidValue(f"{text!r} is no week", expected=_EXPECTED) from None
        return first.isoformat(), _shift(first, days=7 if len(text) == 8 else 1)
    date = parse_date(text)
    if len(date) > 10:
        return date, date + "~"  # an instant: only itself lies between
    first = dt.date.fromisoformat(day_of(date))
    steps = {4: {"months": 12}, 7: {"months": 1}, 10: {"days": 1}}[len(date)]
    return first.isoformat(), _shift(first, **steps)


def back_from(newest: str, duration: str) -> str:
    """Returns the day that lies an ISO 8601 `duration` before the day of `newest`.

    Raises:
        InvalidValue: if `duration` is none of years, months, weeks and days, such as P3M.

    >>> back_from("2026-05-31", "P3M"), back_from("2026-06-16", "P1Y2W")
    ('2026-02-28', '2025-06-02')
    """
    match = _DURATION.fullmatch(duration.upper())
    if not match or not any(match.groups()):
        raise InvalidValue(f"{duration[:60]!r} is no duration", expected="a duration such as P3M, P2W or P1Y")
    years, months, weeks, days = (int(part or 0) for part in match.groups())
    return _shift(dt.date.fromisoformat(day_of(newest)), months=-(12 * years + months), days=-(7 * weeks + days))


def _shift(day: dt.date, months: int = 0, days: int = 0) -> str:
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    if year < dt.MINYEAR:
        return "0001-01-01"
    if year > dt.MAXYEAR:
        return "9999-12-31~"
    day = dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
    try:
        return (day + dt.timedelta(days=days)).isoformat()
    except OverflowError:
        return "0001-01-01" if days < 0 else "9999-12-31~"
