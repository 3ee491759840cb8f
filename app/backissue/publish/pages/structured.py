"""Tells programs what a page shows, in the words of schema.org (JSON-LD, https://www.w3.org/TR/json-ld11/)."""

from __future__ import annotations

import json
from typing import Any

from backissue.model import Issue, Item, Publication
from backissue.text.links import clean_link

Facts = dict[str, Any]
_CONTEXT = "https://schema.org"
_ONLINE, _BOTH = "https://schema.org/OnlineEventAttendanceMode", "https://schema.org/MixedEventAttendanceMode"
_PLACE = "https://schema.org/OfflineEventAttendanceMode"
# What could end the element that the JSON stands in, or a line of a script.
_ESCAPES = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


def issue_facts(issue: Issue, publication: Publication, name: str, address: str) -> list[Facts]:
    """Returns what an issue or a day is, and each event that it tells of and whose date is known.

    `address` is the absolute address of the page, or "".
    """
    facts = {
        "@type": "CollectionPage" if publication.kind == "planet" else "PublicationIssue",
        "name": name,
        "url": address,
        "issueNumber": issue.number,
        "datePublished": issue.date,
        "inLanguage": publication.language,
        "sameAs": clean_link(issue.url),
        "license": licence_facts(publication.licence),
        "isPartOf": publication_facts(publication, ""),
    }
    events = (_event_facts(item) for item in issue.items() if item.event and item.event.start)
    return [_told(facts), *events]


def publication_facts(publication: Publication, address: str) -> Facts:
    """Returns what a publication is; `address` is the absolute address of its page here, or ""."""
    home = clean_link(publication.url)
    return _told(
        {
            "@type": "Blog" if publication.kind == "planet" else "Periodical",
            "name": publication.title,
            "url": home or address,
            "inLanguage": publication.language,
            "license": licence_facts(publication.licence),
        }
    )


def licence_facts(licence: str) -> str | Facts:
    """Returns a licence by its address where it is one, else by its name."""
    return clean_link(licence) or ({"@type": "CreativeWork", "name": licence} if licence else "")


def _event_facts(item: Item) -> Facts:
    event = item.event
    assert event
    place: Facts | None = {"@type": "Place", "name": event.place} if event.place else None
    if event.online and not place:
        place = {"@type": "VirtualLocation", "url": clean_link(item.url)}
    mode = (_BOTH if event.place else _ONLINE) if event.online else _PLACE
    return _told(
        {
            "@type": "Event",
            "name": item.title,
            "url": clean_link(item.url),
            "startDate": event.start,
            "endDate": event.end,
            "location": _told(place) if place else None,
            "eventAttendanceMode": mode if place else "",
        }
    )


def _told(facts: Facts) -> Facts:
    return {name: value for name, value in facts.items() if value}


def as_script(facts: list[Facts]) -> str:
    """Returns facts as the text of a script element of the type `application/ld+json`, which nothing in it can end.

    >>> as_script([{"name": "</script>"}])
    '{"@context":"https://schema.org","name":"\\\\u003c/script\\\\u003e"}'
    """
    graph = facts[0] if len(facts) == 1 else {"@graph": facts}
    text = json.dumps({"@context": _CONTEXT} | graph, ensure_ascii=False, separators=(",", ":"))
    return text.translate(_ESCAPES)
