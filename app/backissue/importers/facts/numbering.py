"""Finds the number of an issue in its title, and what the title says beside it."""

from __future__ import annotations

import re
from typing import NamedTuple

from backissue.text.tokens import fold

_COUNT = r"(?P<number>\d{1,5})(?![\d.,:/-]*\d|[a-z]|\s(?:st|nd|rd|th)\b)"
_WORD_ENDS = r"(?![^\W\d_])\.?\s*"
_AGAIN = r"(?:(?:no|nr|number)\b\.?|n[°º])?\s*[#№:]?\s*"
# How a number is said to be an issue's, the surest first. In the middle of a sentence `no 5` and `episode 5` say nothing,
# `No 5` and `Episode 5` do.
_SAID = tuple(
    re.compile(rf"(?i){said}")
    for said in (
        rf"\b(?:issue|edition|number|ausgabe|num[ée]ro|edici[óo]n|n[úu]mero|edizione|nummer|выпуск){_WORD_ENDS}{_AGAIN}{_COUNT}",
        rf"(?<!&)(?<!\b[CF])[#№]\s?{_COUNT}(?:\s?[期号號])?",
        r"(?:第|周刊)\s*(?P<number>\d{1,5})\s*(?:[期号號回集话周]|(?=$|[]:：,，、。)）–—-]))",
        rf"\b(?:no\.|(?-i:N[ro])|nr\.|n[°º]|n[uú]m|vol(?:ume)?|folge|(?-i:Episode)|(?<!\w\s)(?:ep(?:isode)?|week)){_WORD_ENDS}{_AGAIN}{_COUNT}",
    )
)
# These words belong to the name, and the number behind may count something else: `Weekly 12`, but `News: 12 boats`.
_BEHIND_NAME = re.compile(rf"(?i)\b(?:weekly|newsletter|digest|news|week)\s+{_COUNT}(?=\s*(?:$|[]:–—|(),.;·-]))")
# `Harbour Weekly 12`, with nothing or a mark behind; a year is no number of an issue.
_ENDING = re.compile(r"^(?P<name>\D{3,80}?)\s(?P<number>\d{1,4})\s*(?=$|[:–—|(-])")
_MARKS = " \t:–—|·•,-：，、"
_TITLE_LENGTH = 500


class Numbered(NamedTuple):
    """The number of an issue in a title, and where the words that say it begin and end."""

    number: str
    start: int
    end: int


def find_number(title: str) -> Numbered | None:
    """Returns the number that the beginning of a title says to be an issue's, or None.

    >>> find_number("Quay Weekly #12: tides"), find_number("Weekly 7"), find_number("Top 10 boats")
    (Numbered(number='12', start=12, end=15), Numbered(number='7', start=7, end=8), None)
    """
    title = title[:_TITLE_LENGTH]
    if match := next((found for said in _SAID if (found := said.search(title))), None):
        return Numbered(str(int(match["number"])), *match.span())
    match = _BEHIND_NAME.search(title)
    return Numbered(str(int(match["number"])), *match.span("number")) if match else None


def read_number(title: str, newsletter: str = "") -> tuple[str, str]:
    """Returns the number that the title of an issue names, or "", and the title without it and without `newsletter`.

    >>> read_number("Harbour Weekly #12: Knots", "Harbour Weekly"), read_number("Ten years")
    (('12', 'Knots'), ('', 'Ten years'))
    >>> read_number("This Week in Boats 400", "This Week in Boats"), read_number("Boats of 2025")
    (('400', ''), ('', 'Boats of 2025'))
    """
    title = title[:_TITLE_LENGTH]
    if found := find_number(title):
        return found.number, _without(_joined(title[: found.start], title[found.end :]), newsletter)
    match = _ENDING.match(title)
    if not match or not (_same(match["name"], newsletter) if newsletter else not 1900 <= int(match["number"]) < 2100):
        return "", title
    return str(int(match["number"])), _without(_joined(match["name"], title[match.end() :]), newsletter)


def _joined(before: str, behind: str) -> str:
    if before.endswith(("(", "[", "（")):  # the brackets were around the number
        before, behind = before[:-1], behind.lstrip(" )]）")
    return " ".join(part for part in (before.strip(_MARKS), behind.strip(_MARKS)) if part)


def _same(one: str, other: str) -> bool:
    return bool(other) and fold(one).split() == fold(other).split()


def _without(title: str, newsletter: str) -> str:
    if _same(title.strip("()[] "), newsletter):
        return ""
    if newsletter and title.lower().startswith(newsletter.lower()):
        return title[len(newsletter) :].strip(_MARKS)
    return title
