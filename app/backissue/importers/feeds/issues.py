"""Takes the entries of a newsletter's feed apart: each is an issue, which the importer that knows its form reads."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING

from backissue.errors import SourceError
from backissue.importers.facts.numbering import read_number
from backissue.importers.facts.wording import tidy
from backissue.importers.feeds.channel import Channel, Entry
from backissue.importers.imported import Doubt, Imported
from backissue.importers.source import Source, Surroundings
from backissue.model import Issue, Item, Publication, Section
from backissue.text.links import clean_link

if TYPE_CHECKING:
    from backissue.importers import Importer

# What a piece of HTML out of a feed can never be, however it begins.
_NEVER = frozenset(("feed", "backissue-feed", "feed-list", "items-jsonl", "csv", "toml", "archive"))


def read_issue(entry: Entry, channel: Channel, publication: Publication, post: Item, where: str) -> tuple[Issue, list[Doubt]]:
    """Returns the issue that `entry` is; where nothing can be taken out of it, `post`, the entry as it is, is its one item."""
    number, title = read_number(entry.title, channel.title)
    around = Surroundings(
        newsletter=channel.title,
        number=number,
        title=entry.title,
        date=entry.date,
        url=clean_link(entry.url),
        author=", ".join(entry.authors or channel.authors),
    )
    found = _taken_apart(entry, around, where)
    day = entry.date[:10]
    if found is None:
        sections: tuple[Section, ...] = (Section("", (dataclasses.replace(post, date="", source=""),)),)
        doubt = Doubt(where, f"{(entry.title or 'an issue')[:60]!r} is kept as one item: none was found in it")
        return Issue("", publication.id, number, title, day, clean_link(entry.url), sections=sections), [doubt]
    issue = found.issues[0]
    # what the feed says of its entry is surer than what was made out from the text
    return dataclasses.replace(
        issue,
        publication=publication.id,
        number=number or issue.number,
        title=title if number or title else issue.title,
        date=day or issue.date,
        url=clean_link(entry.url) or issue.url,
    ), [Doubt(where, doubt.what) for doubt in found.doubts]


def _taken_apart(entry: Entry, around: Surroundings, where: str) -> Imported | None:
    """Returns the one issue that an importer finds in the text of `entry`, or None where none finds items."""
    for importer, source in _tries(entry, around, where):
        try:
            found: Imported = importer.read(source)
        except SourceError:
            continue
        if len(found.issues) == 1 and any(item.url for item in found.issues[0].items()):
            return found
    return None


def _tries(entry: Entry, around: Surroundings, where: str) -> Iterator[tuple[Importer, Source]]:
    """Yields each importer that knows the entry, with the entry as it knows it: those of one newsletter first.

    A newsletter whose issues are Markdown is known by its front matter, and Markdown may hold HTML.
    """
    from backissue.importers import _GENERAL, _KNOWN

    page = f"<html><head><meta charset='utf-8'><title>{escape(entry.title)}</title></head><body>{entry.html}</body></html>"
    facts = f"title: {tidy(entry.title)}\ndate: {entry.date[:10]}\nnumber: {around.number}"
    lines = "\n".join(line for each in entry.html.split("\n") if (line := each.strip()))
    for importers, text in ((_KNOWN, page), (_KNOWN, f"---\n{facts}\n---\n\n{lines}\n"), (_GENERAL, page)):
        source = Source(where, text.encode("utf-8", "replace"), around)
        yield from ((each, source) for each in importers if each.NAME not in _NEVER and each.detect(source))
