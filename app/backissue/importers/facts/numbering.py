"""Finds the number of an issue in its title, and what the title says beside it."""

from __future__ import annotations

import re

from backissue.text.tokens import fold

_COUNT = r"(?P<number>\d{1,5})(?![\d.,:/-]*\d)"
_WORD = r"(?:issue|number|no|nr|num|núm|nº|n°|vol|volume|edition|ausgabe|numéro|número|выпуск|folge|week)"
_SAID = re.compile(
    rf"(?i)(?:(?<!\w){_WORD}(?:(?<=\W)|\b)\.?\s*[#№:]?\s*|[#№]\s?){_COUNT}(?:\s?[期号號])?|第\s?(?P<other>\d{{1,5}})\s?[期号號]"
)
# `Harbour Weekly 12`, with nothing or a mark behind; a year is no number of an issue.
_ENDING = re.compile(r"^(?P<name>\D{3,80}?)\s(?P<number>\d{1,4})\s*(?=$|[:–—|(-])")
_MARKS = " \t:–—|·•,-：，、"


def read_number(title: str, newsletter: str = "") -> tuple[str, str]:
    """Returns the number that the title of an issue names, or "", and the title without it and without `newsletter`.

    >>> read_number("Harbour Weekly #12: Knots", "Harbour Weekly"), read_number("Ten years")
    (('12', 'Knots'), ('', 'Ten years'))
    >>> read_number("This Week in Boats 400", "This Week in Boats"), read_number("Boats of 2025")
    (('400', ''), ('', 'Boats of 2025'))
    """
    title = title[:500]
    if match := _SAID.search(title):
        rest = _joined(title[: match.start()], title[match.end() :])
        return str(int(match["number"] or match["other"])), _without(rest, newsletter)
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
