"""Finds out which newsletter a page is of, and its number, date and address, from what pages and mails say of themselves."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from backissue.archive.identity import slug
from backissue.errors import InvalidValue
from backissue.importers.facts.numbering import find_number
from backissue.importers.facts.worded_dates import find_day
from backissue.importers.facts.wording import tidy
from backissue.importers.lines.flow import Flow, Line
from backissue.importers.source import Source
from backissue.model import Issue, Publication, Section
from backissue.text.dates import parse_date
from backissue.text.links import clean_link, site_of

_LAST_NUMBER = re.compile(r"^\D{2,60}?\s(\d{1,4})$")
_ADDRESS_NUMBER = re.compile(r"(?i)(?:issues?|editions?|newsletters?|weekly|digest|archives?|no|vol)[-_/]?(\d{1,5})(?:[-_./]|$)")
_STEM_NUMBER = re.compile(r"(?i)^(?:.*?(?:issue|no|nr|weekly|edition|newsletter|\#))?[-_ .]?0*(\d{1,4})$")
_ADDRESS_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)[-/](\d{1,2})[-/](\d{1,2})(?!\d)")
_PARTED = re.compile(r"\s+[|•·~»«/–—-]+\s+|\s*[|•·~»«：（）]\s*|\s[–—]|:\s+|\s+\(")
_DATED = re.compile(r"(?i)(?:posted|published|written|date|am|le|publié)?\W{0,3}(?:on|le|am)?\W{0,3}\d{4}-\d\d-\d\d\b")
_EDGES = " \t-–—|:•·,#()[]~"
_DATES = (
    "article:published_time",
    "datepublished",
    "date",
    "dc.date",
    "dc.date.issued",
    "dcterms.created",
    "pubdate",
    "publish-date",
)
# The name of the house that sends a newsletter is not its own.
_HOUSES = (
    "substack buttondown beehiiv mailchimp convertkit kit ghost revue tinyletter curated medium github wordpress linkedin "
    "blogger tumblr mailerlite sendy campaign-archive us1-campaign-archive yuque"
)
_MAILERS = frozenset(_HOUSES.split())
_PERIODICAL = re.compile(
    r"(?i)\b(?:weekly|newsletter|daily|digest|monthly|news|week in|bulletin|times|gazette|roundup|letter)\b|周刊|週刊|周报"
)
_ONLY_ISSUE = re.compile(r"(?i)(?:week|issue|edition|newsletter|weekly|第|期|vol|no)(?:\W|\b\d{4}\b)*")
_TITLE_WORDS = 30
_TITLE_LENGTH = 300
_HEAD_LINES = 12


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What a page says of itself; what it does not say is empty."""

    publication: Publication
    title: str
    number: str
    date: str
    url: str

    def issue(self, intro: str, sections: tuple[Section, ...], *, date: str = "", url: str = "") -> Issue:
        """Returns the issue with what it holds; `date` and `url` stand where the page tells none."""
        return Issue(
            id="",
            publication=self.publication.id,
            number=self.number,
            title=self.title,
            date=self.date or date,
            url=self.url or url,
            intro=intro,
            sections=sections,
        )


def read_facts(source: Source, flow: Flow, head: Sequence[Line]) -> PageFacts:
    """Returns what is known of a page: from its head, its first lines `head`, and what surrounds the source."""
    metas, around = flow.metas, source.around
    stated = _linked_data(metas.get("ld+json", ""))
    url = next(filter(None, (clean_link(metas.get(name, "")) for name in ("canonical", "og:url"))), "") or clean_link(around.url)
    heading = next((line.text for line in head[:_HEAD_LINES] if line.level == 1), "")
    stated_titles = (around.title, metas.get("og:title", ""), flow.title, heading)
    titles = [tidy(text)[:_TITLE_LENGTH] for text in stated_titles if tidy(text)]
    top = [line.text for line in head[:_HEAD_LINES] if len(line.text) <= 150]
    titles = titles or top[:1]
    number = around.number or _number([*titles, *top], url, source.own_stem)
    date = _date([*(metas.get(name, "") for name in _DATES[:1]), stated.get("datePublished", "")])
    date = date or find_day(" ".join(titles)) or next((day for text in top if (day := find_day(text))), "")
    date = date or next((find_day(line.text) for line in flow.lines if line.area == "footer" and _DATED.match(line.text)), "")
    date = date or _date([*(metas.get(name, "") for name in _DATES[1:]), metas.get("time", "")]) or _address_day(url)
    name = _name(around.newsletter, metas.get("og:site_name", ""), stated.get("publisher", ""), titles, top, around.author, url)
    name = name.removesuffix(f" {number}").strip(_EDGES) if number else name
    publication = Publication(
        id=slug(name or source.stem),
        title=name or source.stem,
        url=_home(url),
        language=(metas.get("lang") or metas.get("og:locale", "")).replace("_", "-")[:12],
    )
    return PageFacts(publication, _own_title(titles, name, number), number, date or around.date, url)


def _number(texts: Iterable[str], url: str, stem: str) -> str:
    texts = list(texts)
    if found := next((numbered for text in texts if (numbered := find_number(text))), None):
        return found.number
    if match := _ADDRESS_NUMBER.search(urlsplit(url).path):
        return str(int(match[1]))
    match = next((match for text in texts[:4] if (match := _LAST_NUMBER.match(text))), None) or _STEM_NUMBER.match(stem)
    return str(int(match[1])) if match and not 1990 <= int(match[1]) <= 2100 else ""


def _date(values: Iterable[str]) -> str:
    for value in values:
        try:
            return parse_date(value)[:10]
        except InvalidValue:
            if day := find_day(value):
                return day
    return ""


def _address_day(url: str) -> str:
    match = _ADDRESS_DAY.search(urlsplit(url).path)
    return _date(["-".join(match.groups())]) if match else ""


def _linked_data(text: str) -> dict[str, str]:
    """Returns the date and the publisher that the page's linked data name."""
    found: dict[str, str] = {}
    for part in text.split("\n")[:20] if text.count("\n") > 1 else [text]:
        _gather(_json(part), found, 0)
    if not found and text:
        _gather(_json(text), found, 0)
    return found


def _json(text: str) -> Any:
    try:
        return json.loads(text) if len(text) < 100_000 else None
    except (ValueError, RecursionError):
        return None


def _gather(value: Any, found: dict[str, str], depth: int) -> None:
    if isinstance(value, list) and depth < 4:
        for part in value[:20]:
            _gather(part, found, depth + 1)
    elif isinstance(value, dict):
        if isinstance(value.get("datePublished"), str):
            found.setdefault("datePublished", value["datePublished"])
        publisher = value.get("publisher")
        if isinstance(publisher, dict) and isinstance(publisher.get("name"), str):
            found.setdefault("publisher", publisher["name"])
        if depth < 4:
            _gather(value.get("@graph"), found, depth + 1)


def _name(newsletter: str, site: str, publisher: str, titles: Sequence[str], top: Sequence[str], author: str, url: str) -> str:
    """Returns the newsletter's name: stated, or the part of the title that is no issue's, else who sent it, else its site."""
    for name in (newsletter, site, publisher):
        if tidy(name) and slug(name) not in _MAILERS:
            return _without_issue(tidy(name)) or tidy(name)
    parts = [part for title in titles for part in _parts(title)]
    best = max(parts, key=lambda part: _nameliness(part, parts, top, url), default="")
    if best and _nameliness(best, parts, top, url) > 0:
        return best
    return next(filter(None, map(_beside_number, titles)), "") or tidy(author) or site_of(url) or best


def _beside_number(title: str) -> str:
    """Returns what stands with the number of the issue in a title, or, where it stands alone, the first other part.

    >>> _beside_number("Foghorn #18: soft light"), _beside_number("Deckhands – Issue 203"), _beside_number("Soft light")
    ('Foghorn', 'Deckhands', '')
    """
    parts = _PARTED.split(title)
    numbered = next((part for part in parts if find_number(part)), None)
    others = [part for part in parts if part is not numbered]
    if numbered is None:
        return ""
    return _without_issue(numbered) or next(filter(None, map(_without_day, others)), "")


def _parts(title: str) -> list[str]:
    whole = (_without_day(part) for part in _PARTED.split(title))
    names = [name for part in whole if (name := _without_issue(part)) and slug(name) not in _MAILERS]
    return [name.removesuffix("’s").strip() for name in names if any(char.isalpha() for char in name)]


def _without_day(text: str) -> str:
    """Returns a text without the day at its end, or "" where it holds a day elsewhere.

    >>> _without_day("Quay News 2024-05-06"), _without_day("May 6, 2024"), _without_day("Quay News")
    ('Quay News', '', 'Quay News')
    """
    if not (day := find_day(text)):
        return text
    words = text.split()[:_TITLE_WORDS]
    start = max((place for place in range(len(words)) if find_day(" ".join(words[place:])) == day), default=0)
    return " ".join(words[:start]).strip(_EDGES)


def _nameliness(part: str, parts: Sequence[str], top: Sequence[str], url: str) -> float:
    """Scores how much a part of a title looks like a newsletter's name, not like the title of one issue."""
    words = part.split()
    score = 0.0
    score += 2 if _PERIODICAL.search(part) else 0
    score += 1 if sum(slug(each) == slug(part) for each in parts) > 1 else 0
    score += 1 if any(slug(text) == slug(part) for text in top) else 0
    host = site_of(url).split(".")[0]
    score += 2 if host and slug(part).replace("-", "") and slug(part).replace("-", "") in "".join(site_of(url).split(".")) else 0
    score -= 1 if len(words) > 6 else 0
    return score


def _without_issue(text: str) -> str:
    """Returns a name without the number that stands by it."""
    found = find_number(text)
    if not found:
        return text.strip(_EDGES)
    before, behind = text[: found.start], text[found.end :]
    return f"{before} {behind}".strip(_EDGES) if before.strip(_EDGES) or not behind.strip(_EDGES) else ""


def _own_title(titles: Sequence[str], name: str, number: str) -> str:
    """Returns what the issue itself is called, where that is more than its newsletter and number."""
    for title in titles:
        for part in re.split(r"\s+[|•·~»«–—-]+\s+|:\s+|[：（）]", title):
            found = find_number(part) if number else None
            left = _without_issue(part) if found and found.number == number else part.strip(_EDGES)
            said = slug(left)
            named = (
                said in slug(name) or said == slug(f"{name} {number}") or said in _MAILERS or bool(_ONLY_ISSUE.fullmatch(left))
            )
            if any(char.isalpha() for char in left) and not named and not find_day(part):
                return left
    return ""


def _home(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/" if parts.scheme in ("http", "https") and parts.netloc else ""
