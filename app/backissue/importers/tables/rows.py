"""Makes issues of rows: each is an item with the newsletter, issue and section it stands in, from whatever table or list.

Rows of one newsletter, number and date make an issue, in the order of their first rows. A value of the wrong type is left
out and said so; the item stays.

A row that an export of Backissue wrote names its issue's id (`exporters.rows` tells what else it holds). It is taken to the
letter, and gives back the archive that it came from: ids, empty sections, spaces and all. Only links and the text of full
posts are cleaned as ever.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from backissue.archive.identity import slug
from backissue.errors import SourceError
from backissue.importers.facts.wording import made_title
from backissue.importers.imported import Doubt, Imported
from backissue.importers.source import Source
from backissue.importers.tables.row_values import Values
from backissue.model import KINDS, PUBLICATION_KINDS, Event, Issue, Item, Link, Publication, Section
from backissue.text.html import sanitise

_PUBLICATION_TEXTS = {"publication_language": "language", "licence": "licence"}
_PUBLICATION_LINKS = {"publication_url": "url", "subscribe_url": "subscribe_url", "feed_url": "feed_url"}


@dataclass(frozen=True, slots=True)
class _Row:
    """One row: where it stands, and the item, or None where it tells of something that holds nothing.

    `section` is None where a row tells of an issue without sections, `number` also where it tells of a publication alone.
    """

    newsletter: str
    publication: str
    facts: dict[str, str]
    number: str | None
    date: str = ""
    issue_id: str = ""
    issue_facts: dict[str, str] = field(default_factory=dict)
    section: tuple[str, int] | None = None
    item: Item | None = None


def read_rows(found: Iterable[tuple[Mapping[str, Any], str]], source: Source, publication: str | None = None) -> Imported:
    """Returns the issues that rows make up; each comes with the words for where it stands.

    Raises:
        SourceError: if there is no row, if one is no item, or if `publication` is given for rows of several newsletters.
    """
    doubts: list[Doubt] = []
    rows = [_read_row(row, where, source.stem, doubts) for row, where in found]
    if not rows:
        raise SourceError("holds no item", where=source.name, expected="at least one")
    titles: dict[str, str] = {}
    facts: dict[str, dict[str, str]] = {}
    for row in rows:
        titles.setdefault(row.publication, row.newsletter)
        facts[row.publication] = row.facts | facts.get(row.publication, {})
    if publication and len(titles) > 1:
        raise SourceError(
            f"holds {len(titles)} newsletters ({', '.join(list(titles.values())[:5])})",
            where=source.name,
            expected="one, when its id is given",
            advice="import it without --publication",
        )
    publications = tuple(Publication(id=publication or key, title=title, **facts[key]) for key, title in titles.items())
    return Imported(publications, tuple(_issues(rows, publication)), tuple(doubts))


@functools.lru_cache(maxsize=256)
def _slug(newsletter: str) -> str:
    return slug(newsletter)


def _read_row(row: Mapping[str, Any], where: str, stem: str, doubts: list[Doubt]) -> _Row:
    known = row.get("publication")
    exact = isinstance(known, str) and known != "" and str(row.get("issue_id") or f"{known}/").startswith(f"{known}/")
    says = any(row.get(name) for name in ("title", "url", "summary"))
    alone = exact and not says and not row.get("id")
    exact = exact and (alone or bool(row.get("issue_id")))
    if not says and not exact:
        raise SourceError(
            f"has no title, url or summary, only {', '.join(map(str, list(row)[:5])) or 'nothing'}",
            where=where,
            expected="an item: newsletter, issue, date, section, title, url, summary",
        )
    values = Values(row, where, doubts, exact)
    newsletter = values.text("newsletter")
    if not newsletter and not exact:
        values.doubt(f"newsletter is missing: {stem!r} is taken")
        newsletter = stem
    # what names no id is known by its title
    publication = values.text("publication") if exact else _slug(newsletter)
    issue_id = values.text("issue_id") if exact else ""
    if alone and not issue_id:
        return _Row(newsletter, publication, _read_publication(values), None)
    date = values.date("date")
    number = values.number("issue")
    path = values.texts("section_path")
    section = values.text("section") or (path[-1] if path else "")
    return _Row(
        newsletter=newsletter,
        publication=publication,
        facts=_read_publication(values),
        number="" if number == date and not exact else number,
        date=date,
        issue_id=issue_id,
        issue_facts={"title": values.text("issue_title"), "url": values.link("issue_url"), "intro": values.text("intro")},
        section=None if alone and not row.get("section_number") else (section, values.place("section_number")),
        item=None if alone else _read_item(values),
    )


def _read_publication(values: Values) -> dict[str, str]:
    said = {name: values.text(column) for column, name in _PUBLICATION_TEXTS.items()}
    said |= {name: values.link(column) for column, name in _PUBLICATION_LINKS.items()}
    kind = values.text("publication_kind")
    if kind and kind not in PUBLICATION_KINDS:
        values.wrong("publication_kind", kind, "newsletter or planet")
    return {name: value for name, value in said.items() if value} | ({"kind": kind} if kind in PUBLICATION_KINDS else {})


def _read_item(values: Values) -> Item:
    title, summary, url = values.text("title"), values.text("summary"), values.link("url")
    made = "" if title or values.truth("untitled") else made_title(summary) or url or "Untitled"
    kind = values.text("kind")
    tags = values.texts("tags")
    if kind and kind not in KINDS:
        kind, tags = "", [*tags, kind]
    return Item(
        id=values.text("id") if values.exact else "",
        title=title or made,
        title_made=bool(made) or values.truth("title_made"),
        url=url,
        summary=summary,
        source=values.text("source") or values.text("publisher"),
        authors=tuple(values.texts("authors") if values.says("authors") else filter(None, [values.text("author")])),
        shared_by=values.text("shared_by"),
        kind=kind,
        tags=tuple(tags if values.exact else dict.fromkeys(tags)),
        sponsored=values.truth("sponsored"),
        language=values.text("language"),
        date=values.date("item_date"),
        event=_read_event(values),
        links=tuple(_read_links(values)),
        content=sanitise(content) if (content := values.text("content")) else "",
    )


def _read_event(values: Values) -> Event | None:
    if not any(values.says(name) for name in ("event", "event_date", "event_place")):
        return None
    said = values.inner("event")
    start = said.date("start") or values.date("event_date")
    end = said.date("end")
    if not end and "end" not in said.row and len(start) <= 10:
        end = start  # what starts on a day and says no more ends on it
    event = Event(start=start, end=end, place=said.text("place") or values.text("event_place"), online=said.truth("online"))
    return event if event.to_dict() else None


def _read_links(values: Values) -> Iterator[Link]:
    for said in values.many("links", alone="url"):
        if url := said.link("url", "links"):
            yield Link(url, said.text("title"))


@dataclass(slots=True)
class _Issue:
    """What the rows of one issue say so far."""

    facts: dict[str, str]
    sections: dict[tuple[str, int], list[Item]] = field(default_factory=dict)


def _issues(rows: list[_Row], publication: str | None) -> Iterator[Issue]:
    dated: dict[tuple[str, str], str] = {}
    for row in rows:
        if row.date and row.number is not None:
            dated.setdefault((row.publication, row.number), row.date)
    issues: dict[tuple[str, str, str, str], _Issue] = {}
    for row in rows:
        if row.number is None:
            continue
        # a row without a date belongs to the issue of its number, which other rows date
        date = row.date or (dated.get((row.publication, row.number), "") if row.number and not row.issue_id else "")
        issue = issues.setdefault((row.publication, row.number, date, row.issue_id), _Issue({}))
        issue.facts = row.issue_facts | {name: said for name, said in issue.facts.items() if said}
        if row.section is not None:
            issue.sections.setdefault(row.section, []).extend([row.item] if row.item else [])
    for (key, number, date, name), issue in issues.items():
        sections = tuple(Section(title, tuple(items)) for (title, _), items in issue.sections.items())
        yield Issue(id=name, publication=publication or key, number=number, date=date, sections=sections, **issue.facts)
