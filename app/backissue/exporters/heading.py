"""What stands at the head of a feed or a list: its title, its addresses, its language, its newest date."""

from __future__ import annotations

from backissue.exporters.innocence import harmless_link
from backissue.model import Archive, Issue, Item
from backissue.text.dates import day_of

# A feed must say when it changed, and an archive may know no date at all; a clock would give other bytes each time.
_NEVER = "1970-01-01"


def title_of(archive: Archive) -> str:
    """Returns the archive's title, or those of its publications."""
    names = [publication.title for publication in archive.publications if publication.title]
    return archive.title or ", ".join(names[:3]) + (", …" if len(names) > 3 else "") or "Backissue"


def home_of(archive: Archive) -> str:
    """Returns the address of the publication where there is one only, or ""."""
    return harmless_link(archive.publications[0].url) if len(archive.publications) == 1 else ""


def language_of(archive: Archive) -> str:
    """Returns the language that all publications share, or ""."""
    found = {publication.language for publication in archive.publications}
    return found.pop() if len(found) == 1 else ""


def date_of(issue: Issue, item: Item) -> str:
    """Returns the date of an item, which is its issue's where it has none."""
    return item.date or issue.date


def newest(archive: Archive) -> str:
    """Returns the newest date of an item as an instant."""
    return max((instant_of(date_of(issue, item)) for issue, _, item in archive.items()), default=instant_of(""))


def instant_of(date: str) -> str:
    """Returns a date as the instant at which it begins, in UTC.

    >>> instant_of("2026"), instant_of("2026-06-16T19:30:00Z")
    ('2026-01-01T00:00:00Z', '2026-06-16T19:30:00Z')
    """
    return date if len(date) > 10 else f"{day_of(date) if date else _NEVER}T00:00:00Z"


def name_of(title: str, url: str) -> str:
    """Returns what to call an item where a format must call it something."""
    return title if title.strip() else url or "Untitled"
