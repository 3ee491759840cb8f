"""What was exported comes back: for every format that an importer reads, import(export(archive)) is the archive."""

import dataclasses
import re
from html import escape

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from backissue import importers
from backissue.archive import merge
from backissue.archive.selection import cut_to
from backissue.errors import UnreadableSource
from backissue.exporters import FORMATS
from backissue.importers import Source
from backissue.model import Archive, Issue, Item, Publication, Section
from backissue.text.html import sanitise
from tests.examples import examples
from tests.unit.archive.archives import ARCHIVES, HARBOUR, RIVER, TEXTS, harbour
from tests.unit.exporters import hostile

WHOLE = ("items-jsonl", "json-feed", "rss", "atom", "csv", "markdown")


def back(archive: Archive, name: str) -> Archive:
    """The archive that importing its export makes; the format is found by itself. An archive's own title is not imported."""
    data = b"".join(FORMATS[name].export(archive))
    found = importers.read(Source(f"export{FORMATS[name].SUFFIX}", data))
    assert found.doubts == ()
    return merge.add(Archive(archive.title), found.publications, found.issues)


@examples(25, suppress_health_check=[HealthCheck.too_slow])
@given(ARCHIVES)
def test_an_archive_comes_back(archive: Archive) -> None:
    """Every publication, issue, section and item comes back with its id, its place and every character of its texts."""
    for name in WHOLE:
        assert back(archive, name) == archive, name


def empties() -> Archive:
    """An archive with things that hold nothing, and with sections of one title."""
    lanterns = Item("harbour-weekly/1/aaaaaaaaaa", "Lanterns", url="https://example.org/a", content="<pre>1\n\n 2</pre>")
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
@examples(40, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS | st.text("\r\n\t =+-@'\"\\`*_#[]<>&;,|!-~1.)]>\u2028\x00\x0b", max_size=12), st.data())
def test_odd_texts_come_back(name: str, text: str, data: st.DataObject) -> None:
    """Signs that mean something to the format, control characters and spaces come back in every field."""
    fields = ("title", "summary", "source", "shared_by", "language")
    item = dataclasses.replace(
        Item("harbour-weekly/1/aaaaaaaaaa", "Lanterns"),
        **{data.draw(st.sampled_from(fields)): text},
        authors=(text or "x", "B; C"),
        tags=(text or "x", "a,b"),
        content=sanitise(f"<pre>{escape(text, quote=False)}</pre>"),
    )
    section = Section(data.draw(st.sampled_from(["", text])), (item,))
    issue = Issue("harbour-weekly/1", HARBOUR.id, "1", data.draw(st.sampled_from(["", text])), intro=text, sections=(section,))
    publication = dataclasses.replace(HARBOUR, title=data.draw(st.sampled_from(["Harbour", text])))
    archive = Archive("", (publication,), (issue,))
    assert back(archive, name) == archive


@pytest.mark.parametrize("name", WHOLE)
def test_hostile_texts_come_back(name: str) -> None:
    """Texts that are meant to break a format come back to the letter, but for halves of signs, which no file can hold."""
    mended = [re.sub("[\ud800-\udfff]", "\ufffd", text) for text in hostile.TEXTS]
    assert back(hostile.hostile(), name) == dataclasses.replace(hostile.hostile(mended), title=hostile.TEXTS[2])


@pytest.mark.parametrize("name", WHOLE)
def test_hits_come_back_in_any_order(name: str) -> None:
    """An export in the order of the hits gives back each hit, as it was and where it stood."""
    whole = empties() if name == "markdown" else harbour()
    items = [item.id for _, _, item in whole.items()]
    some = [items[-1], items[0], *items[1:2]]
    data = b"".join(FORMATS[name].export(cut_to(whole, some), some))
    found = importers.read(Source("hits", data))
    again = merge.add(Archive(), found.publications, found.issues)
    placed = {(issue.id, section.title, item) for issue, section, item in again.items()}
    assert placed == {(issue.id, section.title, item) for issue, section, item in whole.items() if item.id in some}


@pytest.mark.parametrize("name", WHOLE)
def test_a_name_for_the_publication(name: str) -> None:
    """An export of one publication can be imported under another id, and gets ids of its own there."""
    archive = cut_to(harbour(), [item.id for issue, _, item in harbour().items() if issue.publication == HARBOUR.id])
    data = b"".join(FORMATS[name].export(archive))
    found = importers.read(Source("export", data), publication="pier")
    again = merge.add(Archive(), found.publications, found.issues)
    assert [issue.id for issue in again.issues] == ["pier/2", "pier/1"]
    assert all(item.id.startswith(f"{issue.id}/") for issue, _, item in again.items())


def test_markdown_that_was_changed() -> None:
    """A title, a link, a summary or a heading that somebody changed in the text, and an item that was added, are read."""
    text = b"".join(FORMATS["markdown"].export(harbour())).decode()
    text = text.replace("[Lanterns in fog](https://example.org/lanterns)", "[Lamps \\[2\\]](https://example.org/lamps)")
    text = text.replace("Light for tiny boats.", "Light for *all*.").replace("## Tools", "## Things", 1)
    text += "\n### [New](https://example.org/new)\n\nOf two\nlines.\n"
    found = importers.read(Source("changed.md", text.encode()))
    assert found.doubts == ()
    old = {item.id for _, _, item in harbour().items()}
    archive = merge.add(Archive(), found.publications, found.issues)
    *_, lamps, new = [item for _, _, item in archive.items()]
    assert (lamps.id in old, lamps.title, lamps.url, lamps.summary) == (
        True,
        "Lamps [2]",
        "https://example.org/lamps",
        "Light for *all*.",
    )
    assert (new.id in old, new.title, new.url, new.summary) == (False, "New", "https://example.org/new", "Of two\nlines.")
    assert [section.title for issue in archive.issues for section in issue.sections] == ["", "Things", "Tools"]


def test_markdown_that_was_damaged() -> None:
    """A comment that is cut off, and a text that belongs to no item, are told, and the rest is read."""
    text = b"".join(FORMATS["markdown"].export(harbour())).decode()
    text = text.replace('{"id":"harbour-weekly/1/', '{"id":"harbour-weekly/1/"""').replace(
        "## Tools\n", "## Tools\n\nStray.\n", 1
    )
    found = importers.read(Source("damaged.md", text.encode()))
    assert [doubt.what.partition(":")[0] for doubt in found.doubts] == [
        "a text above belongs to no item",
        "a comment is no whole JSON",
    ]
    assert len([item for issue in found.issues for item in issue.items()]) == 4


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("rss", "</rss>", "", r"^cut: is no whole XML .*expected a whole feed as `backissue export` writes it; export it again"),
        ("atom", "<feed", "<!DOCTYPE x><feed", "^cut: has a DOCTYPE"),
        ("rss", "<item>", "<item>" + "<b>" * 200, "^cut: is nested too deeply"),
        ("atom", "<backissue:row>{", "<backissue:row>[", r"^cut: has a row that is no whole JSON: '\["),
        ("json-feed", "]}\n", "", "^cut: is no whole JSON"),
    ],
)
def test_a_feed_that_was_damaged(name: str, old: str, new: str, message: str) -> None:
    """A feed that is cut off or could hurt is refused, with what to do."""
    data = b"".join(FORMATS[name].export(harbour())).decode().replace(old, new)
    with pytest.raises(UnreadableSource, match=message):
        importers.read(Source("cut", data.encode()), format="backissue-feed")
