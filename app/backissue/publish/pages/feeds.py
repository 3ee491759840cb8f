"""What somebody may subscribe to: the newest items of each publication as feeds, and the newest events as a calendar."""

from __future__ import annotations

from collections.abc import Iterator

from backissue.archive.selection import cut_to
from backissue.exporters import atom, icalendar, json_feed, rss
from backissue.model import Archive, Issue
from backissue.publish.pages.names import PageNames
from backissue.text.dates import sort_key

# A newsletter's newest issue has hardly more links, and whoever subscribes has the ones before.
NEWEST_ITEMS = 100
# What calendars ask for again and again must stay small.
NEWEST_EVENTS = 300
# The files of a publication, each with what its form is called.
FEEDS = {"rss.xml": ("RSS", rss), "atom.xml": ("Atom", atom), "feed.json": ("JSON Feed", json_feed)}
CALENDAR = "events.ics"


def feeds(archive: Archive, names: PageNames) -> Iterator[tuple[str, bytes]]:
    """Yields each feed and the calendar by its path; there is no calendar where no event has a date."""
    by_publication: dict[str, list[Issue]] = {publication.id: [] for publication in archive.publications}
    for issue in archive.issues:
        by_publication[issue.publication].append(issue)
    for publication in archive.publications:
        newest = _newest(by_publication[publication.id])
        part = Archive(publication.title, (publication,), newest)
        for name, (_, exporter) in FEEDS.items():
            yield names.feed(publication.id, name), b"".join(exporter.export(part))
    if events := _events(archive):
        yield CALENDAR, b"".join(icalendar.export(cut_to(archive, events)))


def has_calendar(archive: Archive) -> bool:
    """Says whether there is an event for the calendar to hold."""
    return any(item.event and item.event.start for _, _, item in archive.items())


def _newest(issues: list[Issue]) -> tuple[Issue, ...]:
    """The newest issues, of which the last may be cut, with `NEWEST_ITEMS` items together."""
    part = Archive(issues=tuple(issues[:NEWEST_ITEMS]))
    items = [item.id for _, _, item in part.items()][:NEWEST_ITEMS]
    return cut_to(part, items).issues


def _events(archive: Archive) -> list[str]:
    found = [(sort_key(item.event.start), item.id) for _, _, item in archive.items() if item.event and item.event.start]
    return [name for _, name in sorted(found, reverse=True)[:NEWEST_EVENTS]]
