"""Finds out which issue a Markdown source is: its number, its date, its newsletter, from whatever says so.

The front matter is asked first, then the heading, then what is known from around the source, and last its name and folders.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from backissue.errors import InvalidValue
from backissue.importers.facts.numbering import find_number
from backissue.importers.facts.worded_dates import find_day
from backissue.importers.facts.wording import tidy
from backissue.importers.source import Source
from backissue.text.dates import parse_date

_NUMBER_FACTS = (
    "number",
    "issue",
    "issue_number",
    "issue number",
    "issuenumber",
    "no",
    "edition",
    "episode",
    "volume",
    "week_number",
)
_DATE_FACTS = ("date", "published", "publishdate", "publish_date", "pubdate", "published_at", "publication_date", "issue_date",
               "created", "created_at", "updated")  # fmt: skip
_NEWSLETTER_FACTS = ("newsletter", "publication", "series", "site_title")
# Issues that are counted anew each year, such as 2026-07.
_YEARLY = re.compile(r"(?i)(?:\b(?:issue|weekly|week|newsletter|digest)|#)\s*((?:19|20)\d\d)[-/]W?(\d{1,2})(?![\d/-])")
_BRACKETED_NUMBER = re.compile(r"[（(]\s*(\d{1,5})\s*期?\s*[）)]")
_LAST_NUMBER = re.compile(r"(?<![\d.,/:-])(\d{1,5})\s*$")
_MONTHS = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)(?:uary|ruary|ch|il|ust|ember|tember|ober)?\.?"
_WORDED_DATE = re.compile(
    rf"(?i)\b(?:{_MONTHS}\s+\d{{1,2}}(?:st|nd|rd|th)?|\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTHS})\b(?:,?\s+\d{{4}})?|\d{{4}}年[\d月日]*"
)
_STEM_NUMBER = re.compile(r"(?:^|(?<=[^\d]))0*(\d{1,5})(?:$|(?=[^\d]))")
_STEM_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_./]?(0[1-9]|1[0-2])[-_./]?(0[1-9]|[12]\d|3[01])(?!\d)")
_STEM_MONTH = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_./](0?[1-9]|1[0-2])(?!\d)")
# What is left at the end of a title without the date in it.
_TAIL = " \t,|–—-()[]（）"
_YEARS = range(1900, 2100)
_IN_TITLES = (_YEARLY, _BRACKETED_NUMBER, _WORDED_DATE, _STEM_DATE, _LAST_NUMBER)
# Folders that hold issues, but do not name the newsletter.
_FOLDERS = frozenset((
    "issues", "issue", "content", "contents", "posts", "post", "docs", "doc", "src", "source", "draft", "drafts", "md",
    "markdown", "newsletter", "newsletters", "archive", "archives", "editions", "weekly", "news", "blog", "articles", "pages",
    "data", "public", "site", "website", "en", "main", "master", "trunk", "past", "published", "tmp", "home", "downloads",
    "documents", "desktop", "text", "letters",
))  # fmt: skip


def issue_number(facts: Mapping[str, str], title: str, source: Source) -> str:
    """Returns the number of an issue, or "": as its front matter says, else its title, else its name; never a year."""
    for name in _NUMBER_FACTS:
        if match := re.fullmatch(r"#?\s*0*(\d{1,5})", facts.get(name, "")):
            return match[1]
    stem = _STEM_DATE.sub(" ", source.own_stem)
    return (
        titled_number(title)
        or source.around.number.strip().lstrip("#0")
        or titled_number(stem.replace("-", " ").replace("_", " "))
        or _number(_STEM_NUMBER.search(_STEM_MONTH.sub(" ", stem)))
    )


def titled_number(title: str) -> str:
    """Returns the number that a title gives an issue, or "".

    >>> titled_number("Harbour Weekly #012 – Lanterns"), titled_number("第 7 期"), titled_number("Weekly 2026-07: Boats")
    ('12', '7', '2026-07')
    >>> titled_number("Harbour Letter 101 (2026-01-10)")
    '101'
    >>> titled_number("The state of boats 0.8"), titled_number("Boats of 2026")
    ('', '')
    """
    if match := _YEARLY.search(title):
        return f"{match[1]}-{match[2]}"
    if (found := find_number(title)) and int(found.number) not in _YEARS:
        return found.number
    title = _WORDED_DATE.sub(" ", title)
    last = _LAST_NUMBER.search(_STEM_DATE.sub(" ", title).rstrip(_TAIL))
    return _number(_BRACKETED_NUMBER.search(title)) or _number(last)


def _number(match: re.Match[str] | None) -> str:
    found = next((group for group in match.groups() if group), "") if match else ""
    return "" if not found or int(found) in _YEARS else str(int(found))


def issue_date(facts: Mapping[str, str], titles: str, source: Source) -> str:
    """Returns the date of an issue, to the day where that is known, or ""."""
    stated = [facts[name] for name in _DATE_FACTS if facts.get(name)]
    for text in (*stated, titles):
        if day := find_day(text):
            return day
    for text in stated:
        if date := _date(text[:10]):
            return date
    return source.around.date or _named_date(source)


def _named_date(source: Source) -> str:
    """Returns the date in the name of a source, or in the folders that it lies in."""
    for text in (source.stem, source.name):
        if match := _STEM_DATE.search(text):
            return _date("-".join(match.groups()))
    match = _STEM_MONTH.search(source.stem)
    return _date("-".join(match.groups())) if match else ""


def _date(text: str) -> str:
    try:
        return parse_date(text)
    except InvalidValue:
        return ""


def newsletter_title(facts: Mapping[str, str], title: str, source: Source) -> str:
    """Returns the name of the newsletter that an issue belongs to: as something says it, or as its folder is called."""
    stated = next((facts[name] for name in _NEWSLETTER_FACTS if facts.get(name)), "")
    return source.around.newsletter or tidy(stated) or _named_in(title) or _category(facts, title) or _folder(source)


def _named_in(title: str) -> str:
    """Returns the name that stands before the number or the date in a title.

    >>> _named_in("Harbour Weekly #12 – Lanterns"), _named_in("Issue 12: Lanterns"), _named_in("Lanterns")
    ('Harbour Weekly', '', '')
    >>> _named_in("The Quay, 8th of it"), _named_in("The Quay, January 8, 2026"), _named_in("港口周刊（第 3 期）")
    ('', 'The Quay', '港口周刊')
    >>> _named_in("Harbour Letter 101 (2026-01-10)")
    'Harbour Letter'
    """
    places = [match.start() for pattern in _IN_TITLES if (match := pattern.search(title))]
    if found := find_number(title):
        places.append(found.start)
    if not places:
        return ""
    head = title[: min(places)]
    if match := _LAST_NUMBER.search(head.rstrip(_TAIL)):  # before a date
        head = head[: match.start()]
    # a word such as Weekly or Digest belongs to the name, Issue or No. does not
    if match := re.match(r"(?i)(weekly|week|newsletter|digest|news)\b", title[len(head) :]):
        head += match[0]
    name = re.sub(r"(?i)[\s:,|–—-]*\b(?:issue|edition|number|no|vol(?:ume)?|episode|week of)?\.?[\s#:,|–—(（-]*$", "", head)
    return tidy(name) if sum(char.isalpha() for char in name) > 2 else ""


def _category(facts: Mapping[str, str], title: str) -> str:
    category = tidy(facts.get("category", ""))
    return category if len(category) > 3 and title.casefold().startswith(category.casefold()) else ""


def _folder(source: Source) -> str:
    """Returns the name of the folder nearest to the issue that can be a newsletter's, as a title."""
    folders = re.split(r"[\\/]+", source.name)[:-1]
    for folder in reversed(folders):
        if folder.strip("._").casefold() in _FOLDERS or folder in (".", "..") or not any(char.isalpha() for char in folder):
            continue
        words = re.sub(r"(?<=[a-z])(?=[A-Z])|[-_.\s]+", " ", folder).split()
        return " ".join(word if any(char.isupper() for char in word) else word.capitalize() for word in words)
    return ""
