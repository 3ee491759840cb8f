"""What pages tell programs about themselves, in the words of schema.org."""

import json

from backissue.model import Event, Issue, Item, Publication, Section
from backissue.publish.pages.structured import as_script, issue_facts, publication_facts
from tests.unit.reader.client import PLANET, QUAY


def issue(*items: Item, **fields: str) -> Issue:
    """An issue of the quay."""
    return Issue("quay/2", "quay", "2", "Tides", "2026-02-02", sections=(Section("", items),), **fields)


def test_an_issue_is_part_of_its_periodical() -> None:
    """Number, date, language, licence, the newsletter's own page and the newsletter are told."""
    (facts,) = issue_facts(issue(url="https://quay.example/2"), QUAY, "Tides", "https://a.example/issues/quay/2.html")
    assert facts == {
        "@type": "PublicationIssue",
        "name": "Tides",
        "url": "https://a.example/issues/quay/2.html",
        "issueNumber": "2",
        "datePublished": "2026-02-02",
        "inLanguage": "en",
        "sameAs": "https://quay.example/2",
        "license": {"@type": "CreativeWork", "name": "CC BY 4.0"},
        "isPartOf": publication_facts(QUAY, ""),
    }
    assert facts["isPartOf"]["@type"] == "Periodical"


def test_a_day_is_a_collection() -> None:
    """A planet's day is no issue of a periodical."""
    facts = issue_facts(Issue("planet-port/2026-02-02", "planet-port", date="2026-02-02"), PLANET, "Day", "")[0]
    assert (facts["@type"], facts["isPartOf"]["@type"]) == ("CollectionPage", "Blog")
    assert "url" not in facts


def test_events_are_told_where_their_day_is_known() -> None:
    """Place and way to take part are told as schema.org has them; an event without a date is none to a calendar."""
    items = (
        Item("a", "Both", url="https://a.example", event=Event("2026-06-19", "2026-06-22", "Gdańsk", True)),
        Item("b", "Away", url="https://b.example", event=Event("2026-06-19", "", "", True)),
        Item("c", "There", event=Event("2026-06-19T19:00:00Z", "", "Łódź")),
        Item("d", "Some day", event=Event(place="Łódź")),
        Item("e", "Nowhere", event=Event("2026")),
    )
    _, both, away, there, nowhere = issue_facts(issue(*items), QUAY, "Tides", "")
    assert both["location"] == {"@type": "Place", "name": "Gdańsk"}
    assert both["eventAttendanceMode"].endswith("/MixedEventAttendanceMode")
    assert away["location"] == {"@type": "VirtualLocation", "url": "https://b.example"}
    assert away["eventAttendanceMode"].endswith("/OnlineEventAttendanceMode")
    assert there["eventAttendanceMode"].endswith("/OfflineEventAttendanceMode")
    assert there["startDate"] == "2026-06-19T19:00:00Z"
    assert nowhere == {"@type": "Event", "name": "Nowhere", "startDate": "2026"}


def test_a_licence_with_an_address_is_told_by_it() -> None:
    """A licence that is a link is one; what is no harmless link is a name."""
    assert publication_facts(Publication("q", "Q", licence="https://l.example/by"), "")["license"] == "https://l.example/by"
    assert publication_facts(Publication("q", "Q", licence="javascript:x"), "")["license"]["name"] == "javascript:x"


def test_nothing_ends_the_script() -> None:
    """Text that would end the element, begin a comment in it, or end a line of it, is escaped, and reads the same."""
    text = "</script><!--\u2028&"
    script = as_script([{"name": text}])
    assert not set(script) & set("<>&\u2028")
    assert json.loads(script) == {"@context": "https://schema.org", "name": text}
    assert json.loads(as_script([{"name": "a"}, {"name": "b"}]))["@graph"] == [{"name": "a"}, {"name": "b"}]
