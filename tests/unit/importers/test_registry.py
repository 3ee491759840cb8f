"""Choosing an importer: found by itself, named by hand, or refused with a message that helps."""

import json
import pathlib

import pytest

from backissue import importers
from backissue.errors import SourceError, UnknownFormat, UnreadableSource
from backissue.importers import FORMATS, Source

ROW = {"newsletter": "Harbour Weekly", "issue": "1", "date": "2025-01-06", "section": "Tools", "title": "Lanterns"}


def rows(*changes):
    return Source("rows.jsonl", "".join(json.dumps(ROW | change) + "\n" for change in changes).encode())


def test_an_unknown_format_is_named_with_what_was_tried():
    """The message says which file, which formats there are, and how to say which it is."""
    with pytest.raises(UnknownFormat, match=r"^letter\.txt: no importer knows this format; .*feed, items-jsonl.*--as FORMAT"):
        importers.detect(Source("letter.txt", b"Dear harbour master, all is well."))


def test_a_format_that_does_not_exist():
    """A name that no importer has is refused with the names that there are."""
    with pytest.raises(UnknownFormat, match=r"there is no format 'pdf'; expected one of .*feed, items-jsonl"):
        importers.read(rows({}), format="pdf")


def test_a_format_given_by_hand_is_not_detected():
    """`--as` is believed, also for a source that would not be recognised."""
    source = Source("odd.txt", b'{"title": "Only a title"}')
    with pytest.raises(UnknownFormat):
        importers.detect(source)
    assert importers.read(source, format="items-jsonl").issues[0].sections[0].items[0].title == "Only a title"


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "toml"])
def test_each_importer_says_what_it_missed(name):
    """A source of another format, forced on an importer, is refused with the file and what was expected."""
    with pytest.raises((SourceError, UnreadableSource), match=r"^letter\.txt.*expected"):
        importers.read(Source("letter.txt", b"Dear harbour master,\nall is well."), format=name)


def test_a_publication_given_by_hand():
    """`--publication` replaces the id of the source's one publication, in its issues too."""
    imported = importers.read(rows({}), publication="quay")
    assert [publication.id for publication in imported.publications] == ["quay"]
    assert [issue.publication for issue in imported.issues] == ["quay"]


def test_a_publication_given_for_several():
    """One id cannot stand for two newsletters: refused, with their names and what to do."""
    with pytest.raises(SourceError, match=r"holds 2 newsletters .*Harbour Weekly, Quay.*without --publication"):
        importers.read(rows({}, {"newsletter": "Quay"}), publication="quay")


def test_a_publication_given_for_several_planets():
    """The same goes for a page of several planets; a newsletter found in a planet keeps its id."""
    page = "1 May 2025\nPlanet {}\nA. Lee: Tides\nSoon.\n1 May 2025 7:00am GMT\n"
    with pytest.raises(SourceError, match=r"holds 2 publications .*Planet One, Planet Two"):
        importers.read(Source("p.txt", (page.format("One") + page.format("Two")).encode()), publication="quay")
    assert importers.read(Source("p.txt", page.format("One").encode()), publication="quay").issues[0].publication == "quay"


def test_a_publication_given_for_a_planet_with_a_newsletter_in_it():
    """The id is the planet's; the newsletter among its posts keeps its own."""
    page = (pathlib.Path(__file__).parents[2] / "samples/planet-html/planet.html").read_bytes()
    imported = importers.read(Source("planet.html", page), publication="quay")
    assert [publication.id for publication in imported.publications] == ["quay", "pycoders"]
    assert {issue.publication for issue in imported.issues} == {"quay", "pycoders"}


def test_a_source_that_is_nested_too_deeply(monkeypatch):
    """An importer that runs out of depth refuses the source, instead of ending the program."""

    class Deep:
        NAME = "deep"

        def detect(self, source):
            return True

        def read(self, source, publication=None):
            return self.read(source, publication)

    monkeypatch.setattr(importers, "FORMATS", {"deep": Deep()})
    with pytest.raises(SourceError, match=r"^deep\.txt: is nested too deeply"):
        importers.read(Source("deep.txt", b"(((("))
