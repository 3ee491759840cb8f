"""In a large archive hits are shown before they are counted, and nothing that is not counted yet looks as if it were."""

import itertools

from backissue.archive.merge import add
from backissue.model import Archive, Issue, Item, Section
from backissue.reader import Reader
from tests.unit.reader.client import QUAY, Client, files_of, sample_archive


def slow():
    """A client whose clock goes on by a second whenever somebody looks at it, an archive of seventy tides loaded."""
    seconds = itertools.count()
    tides = Section("Tides", tuple(Item("", f"Tide {n}", url=f"https://example.org/{n}") for n in range(70)))
    archive = add(Archive(), (QUAY,), (Issue("", QUAY.id, "1", date="2026-01-05", sections=(tides,)),))
    made = Client(files_of(archive), Reader(clock=lambda: float(next(seconds))))
    made.send("start", fragment="")
    return made


def test_hits_are_shown_and_then_counted():
    """The first answer has the hits and says that it is counting; the next one has the counts, with the same hits."""
    client = slow()
    before = client.targets["#facets"]
    early = client.step({"type": "type", "text": "tide", "caret": 4})
    shown = client.items
    assert (early["complete"], early["next"], client.body["counting"]) == (False, {"type": "next"}, "yes")
    assert shown
    assert "at least" in client.targets["#bar"] and "counting" in client.targets["#bar"]
    assert 'data-complete="false"' in client.targets["#results"]
    assert "Show" not in client.targets["#more"]
    assert client.targets["#facets"] == before
    whole = client.step(early["next"])
    assert (whole["complete"], client.body["counting"]) == (True, "")
    assert client.items == shown
    assert "at least" not in client.targets["#bar"] and "counting" not in client.targets["#bar"]
    assert 'data-complete="true"' in client.targets["#results"]
    assert "Show" in client.targets["#more"]


def test_what_is_counted_soon_is_shown_at_once():
    """Where all is counted within the blink of an eye, there is one answer."""
    made = Client(files_of(sample_archive()), Reader(clock=lambda: 0.0))
    made.send("start", fragment="")
    assert made.step({"type": "type", "text": "tide", "caret": 4})["complete"]
    assert made.body["counting"] == ""
