"""Writes dates and numbers as words for pages without scripts, as the reader's page does by the browser's own means."""

from __future__ import annotations

import re

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_TIME = re.compile(r'(<time datetime="([^"]*)"(?: data-until="([^"]*)")?( data-short)?>)[^<]*</time>')
_DATA = re.compile(r'(<data value="(\d+)">)\d+</data>')


def worded(html: str) -> str:
    """Returns HTML of the reader's templates with its dates and numbers in English.

    >>> worded('<time datetime="2026-06-16">2026-06-16</time> <data value="46820">46820</data>')
    '<time datetime="2026-06-16">16 June 2026</time> <data value="46820">46,820</data>'
    """
    html = _TIME.sub(lambda time: f"{time[1]}{_span(time[2], time[3] or '', bool(time[4]))}</time>", html)
    return _DATA.sub(lambda data: f"{data[1]}{int(data[2]):,}</data>", html)


def _span(start: str, end: str, short: bool) -> str:
    return f"{worded_date(start, short)} – {worded_date(end)}" if end else worded_date(start, short)


def worded_date(date: str, short: bool = False) -> str:
    """Returns a canonical date in English; a `short` one without its year.

    >>> worded_date("2026-06"), worded_date("2026-06-16T19:30:00Z"), worded_date("2026-06-16", short=True)
    ('June 2026', '16 June 2026, 19:30 UTC', '16 Jun')
    """
    year, month, day = date[:4], date[5:7], date[8:10]
    if not (month.isdecimal() and 1 <= int(month) <= 12):
        return date
    name = _MONTHS[int(month) - 1]
    if not day.isdecimal():
        return f"{name} {int(year)}" if year.isdecimal() else date
    if short:
        return f"{int(day)} {name[:3]}"
    clock = f", {date[11:16]} UTC" if len(date) > 10 else ""
    return f"{int(day)} {name} {int(year)}{clock}"
