"""Reads dates as newsletters in other languages than English word them: `8. Januar 2026`, `2026年1月8日`, `08.01.2026`."""

from __future__ import annotations

import re

from backissue.errors import InvalidValue
from backissue.text.dates import parse_date

# By the beginnings of the names in German, French, Spanish, Italian, Portuguese and Dutch.
_MONTHS = {
    1: ("januar", "jän", "janvier", "enero", "gennaio", "janeiro"), 2: ("februar", "févr", "fevr", "febre", "febb", "fevereiro"),
    3: ("märz", "maerz", "mars", "marzo", "março", "maart"), 4: ("april", "avril", "abril", "aprile"),
    5: ("mai", "mayo", "maggio", "maio", "mei"), 6: ("juni", "juin", "junio", "giugno", "junho"),
    7: ("juli", "juillet", "julio", "luglio", "julho"), 8: ("august", "août", "aout", "agosto", "augustus"),
    9: ("september", "septembre", "septiembre", "setiembre", "settembre", "setembro"),
    10: ("oktober", "octobre", "octubre", "ottobre", "outubro"), 11: ("november", "novembre", "noviembre", "novembro"),
    12: ("dezember", "décembre", "decembre", "diciembre", "dicembre", "dezembro", "december"),
}  # fmt: skip
_NUMBERS = {name: number for number, names in _MONTHS.items() for name in names}
_NAMES = "|".join(sorted((rf"{name}\w{{0,5}}" for name in _NUMBERS), key=len, reverse=True))
_WORDED = re.compile(rf"(?i)(?<!\w)(\d{{1,2}})(?:\.|er|º|ª)?\s+(?:de\s+)?({_NAMES})\.?,?\s+(?:de\s+|del\s+)?(\d{{4}})(?!\d)")
_HAN = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日号號일]?")
_DOTTED = re.compile(r"(?<![\d.])(\d{1,2})\.\s?(\d{1,2})\.\s?((?:19|20)\d\d)(?![\d.])")
_YEAR_FIRST = re.compile(r"(?<![\d./])((?:19|20)\d\d)([./])(\d{1,2})\2(\d{1,2})(?![\d./])")


def find_foreign_day(text: str) -> str:
    """Returns the first whole date in `text` that another language words, or is written with dots, as a day, or "".

    >>> find_foreign_day("am 8. Januar 2026"), find_foreign_day("2026年1月8日"), find_foreign_day("3 de marzo de 2024")
    ('2026-01-08', '2026-01-08', '2024-03-03')
    """
    text = text[:1000]
    if match := _WORDED.search(text):
        name = match[2].lower()
        number = next(number for known, number in _NUMBERS.items() if name.startswith(known))
        return _day(match[3], str(number), match[1])
    if match := _HAN.search(text):
        return _day(*match.groups())
    if match := _DOTTED.search(text):
        return _day(match[3], match[2], match[1])
    match = _YEAR_FIRST.search(text)
    return _day(match[1], match[3], match[4]) if match else ""


def _day(year: str, month: str, day: str) -> str:
    try:
        return parse_date(f"{year}-{month}-{day}")
    except InvalidValue:
        return ""
