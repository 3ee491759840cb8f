"""Dates an issue by the names of its pictures, where nothing else in it tells its day."""

from __future__ import annotations

import bisect
import datetime as dt
import re

# bg2020032205.jpg: the day, and a number
_PICTURE = re.compile(r"/bg(20\d{2})(\d{2})(\d{2})\d{0,3}\.", re.ASCII)
# A day that stands so long after all others is mistyped.
_NEAR = dt.timedelta(days=14)
_FRIDAY = 4


def newest_picture(text: str) -> dt.date | None:
    """Returns the newest day that the pictures of an issue are named after, or None; a single slip is passed over.

    >>> newest_picture("![](https://example.org/bg2019061103.jpg) ![](https://example.org/bg2019061201.jpg)")
    datetime.date(2019, 6, 12)
    """
    days = sorted(day for match in _PICTURE.finditer(text) if (day := _day(*match.groups())))
    backed = (day for place, day in enumerate(days) if bisect.bisect_left(days, day - _NEAR) < place)
    return max(backed, default=days[-1] if days else None)


def friday_after(day: dt.date) -> dt.date:
    """Returns the first Friday that is not before `day`.

    >>> friday_after(dt.date(2019, 6, 12)), friday_after(dt.date(2019, 6, 14))
    (datetime.date(2019, 6, 14), datetime.date(2019, 6, 14))
    """
    return day + dt.timedelta(days=(_FRIDAY - day.weekday()) % 7)


def _day(year: str, month: str, day: str) -> dt.date | None:
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None
