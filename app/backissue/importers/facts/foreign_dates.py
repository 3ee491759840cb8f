"""Reads dates as newsletters in other languages than English word them: `8. Januar 2026`, `2026年1月8日`, `08.01.2026`."""

from __future__ import annotations

import re

from backissue.errors import InvalidValue
from backissue.text.dates import parse_date

# In German, French, Spanish, Italian, Portuguese and Dutch.
_MONTHS = (
    "januar jänner janvier enero gennaio janeiro januari", "februar februari février fevrier febrero febbraio fevereiro",
    "märz maerz mars marzo março maart", "april avril abril aprile", "mai mayo maggio maio mei", "juni juin junio giugno junho",
    "juli juillet julio luglio julho", "august août aout agosto augustus",
    "september septembre septiembre setiembre settembre setembro", "oktober octobre octubre ottobre outubro",
    "november novembre noviembre novembro", "dezember december décembre decembre diciembre dicembre dezembro",
)  # fmt: skip
_NUMBERS = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
_WORDED = re.compile(
    rf"(?i)(?<!\w)(\d{{1,2}})(?:\.|er|º|ª)?\s+(?:de\s+)?({'|'.join(_NUMBERS)})\.?,?\s+(?:de\s+|del\s+)?(\d{{4}})(?!\d)"
)
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
        return written_day(match[3], str(_NUMBERS[match[2].lower()]), match[1])
    if match := _HAN.search(text):
        return written_day(*match.groups())
    if match := _DOTTED.search(text):
        return written_day(match[3], match[2], match[1])
    match = _YEAR_FIRST.search(text)
    return written_day(match[1], match[3], match[4]) if match else ""


def written_day(year: str, month: str, day: str) -> str:
    """Returns the day that three numbers name, or "" where there is none.

    >>> written_day("2026", "1", "8"), written_day("2026", "13", "1")
    ('2026-01-08', '')
    """
    try:
        return parse_date(f"{year}-{month}-{day}")
    except InvalidValue:
        return ""
