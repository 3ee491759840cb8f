"""What was exported comes back: for every format that an importer reads, import(export(archive)) is the archive."""

import dataclasses

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backissue import importers
from backissue.archive import merge
from backissue.exporters import FORMATS
from backissue.importers import Source
from backissue.model import Archive, Issue, Item, Publication, Section
from tests.unit.archive.archives import ARCHIVES, HARBOUR, RIVER, TEXTS, harbour

WHOLE = ("items-jsonl", "json-feed", "rss", "atom", "csv", "markdown")


def back(archive: Archive, name: str) -> Archive:
    """The archive that importing its export makes; the format is found by itself. An archive's own title is not imported."""
    data = b"".join(FORMATS[name].export(archive))
    found = importers.read(Source(f"export{FORMATS[name].SUFFIX}", data))
    assert found.doubts == ()
    return merge.add(Archive(archive.title), found.publications, found.issues)


@pytest.mark.parametrize("name", WHOLE)
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(ARCHIVES)
def test_an_archive_comes_back(name: str, archive: Archive) -> None:
    """Every publication, issue, section and item comes back with its id, its place and every character of its texts."""
    assert back(archive, name) == archive


def empties() -> Archive:
    """An archive with things that hold nothing, and with sections of one title."""
    lanterns = Item("harbour-weekly/1/aaaaaaaaaa", "Lanterns", url="https://example.org/a")
    ropes = Item("harbour-weekly/1/bbbbbbbbbb", "Ropes", summary="Long\n\nand  short.")
    sections = (Section(), Section("Tools", (lanterns,)), Section("Tools"), Section("Talks"), Section("Tools", (ropes,)))
    issues = (
        Issue("harbour-weekly/2", HARBOUR.id, "2", date="2026", intro="Only words.", url="https://example.org/2"),
        Issue("harbour-weekly/1", HARBOUR.id, "1", "First", "2025-01", sections=sections),
    )
    about = dataclasses.replace(HARBOUR, licence="CC0", subscribe_url="https://example.org/s", feed_url="https://example.org/f")
    return Archive("Harbour", (about, RIVER, Publication("silent", "Silent")), issues)


@pytest.mark.parametrize("name", WHOLE)
def test_what_holds_nothing_comes_back(name: str) -> None:
    """Issues and sections without items, and publications without issues, are there again, and what is told of them."""
    assert back(empties(), name) == empties()
    assert back(harbour(), name) == harbour()


@pytest.mark.parametrize("name", WHOLE)
@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS | st.text("\r\n\t =+-@'\"\\`*_#[]<>&;,|!-~1.)]>\u2028\x00\x0b", max_size=12), st.data())
def test_odd_texts_come_back(name: str, text: str, data: st.DataObject) -> None:
    """Signs that mean something to the format, control characters and spaces come back in every field."""
    fields = ("title", "summary", "source", "shared_by", "language")
    item = dataclasses.replace(
        Item("harbour-weekly/1/aaaaaaaaaa", "Lanterns"),
        **{data.draw(st.sampled_from(fields)): text},
        authors=(text or "x", "B; C"),
        tags=(text or "x", "a,b"),
    )
    section = Section(data.draw(st.sampled_from(["", text])), (item,))
    issue = Issue("harbour-weekly/1", HARBOUR.id, "1", data.draw(st.sampled_from(["", text])), intro=text, sections=(section,))
    publication = dataclasses.replace(HARBOUR, title=data.draw(st.sampled_from(["Harbour", text])))
    archive = Archive("", (publication,), (issue,))
    assert back(archive, name) == archive
