"""The counting of what importers found, on tiny rows."""

import gzip
import json

import pytest

from backissue.model import Event, Issue, Item
from tests.fidelity import __main__ as command
from tests.fidelity import sources, table
from tests.fidelity.facts import FACTS
from tests.fidelity.figures import BEYOND, MISSED, Share, count
from tests.fidelity.matching import match
from tests.fidelity.row import Row, found_row, stated_row


def row(title="A boat", url="example.org/boat", **more):
    return Row(**{"issue": "7", "section": "Boats", "date": "2026-01-08", "title": title, "url": url} | more)


def test_recall_and_precision():
    """Two of three stated items are found, and one of three found should not be there."""
    stated = [row(), row("A quay", "example.org/quay"), row("A tide", "example.org/tide")]
    found = [row(), row("Imprint", "example.org/imprint"), row("A tide", "example.org/tide")]
    figures = count(stated, found)
    assert (figures.recall, figures.precision) == (Share(2, 3), Share(2, 3))
    assert [(each.kind, (each.stated or each.found).title) for each in figures.differences] == [
        (MISSED, "A quay"),
        (BEYOND, "Imprint"),
    ]


def test_no_item_is_matched_twice():
    """An item that is found once does not stand for two that are stated, and the other way round."""
    assert len(match([row(), row()], [row()]).missed) == 1
    assert len(match([row()], [row(), row()]).beyond) == 1


def test_the_same_link_with_two_titles():
    """Two items with one link are matched by their titles, in whatever order they come."""
    one, other = row("A boat"), row("The same boat")
    assert match([one, other], [other, one]).pairs == ((one, one), (other, other))


def test_matching_goes_from_the_link_to_the_title_to_the_date():
    """An item with another link is found by its title, one in an issue without a number by the issue's date."""
    stated = [row(), row("A quay", "example.org/quay")]
    found = [row("A quay", "example.org/other", issue="9"), row("Another name", issue="")]
    figures = count(stated, found)
    assert figures.recall == Share(2, 2)
    assert (
        figures.facts["issue"] == Share(0, 2) and figures.facts["title"] == Share(1, 2) and figures.facts["link"] == Share(1, 2)
    )


def test_items_without_a_link_or_a_title_do_not_match_each_other():
    """What two items lack is nothing that they share; a quotation is known by how it begins."""
    assert match([row("", "", summary="One")], [row("", "", summary="Two")]).pairs == ()
    assert len(match([row("", "", summary="One")], [row("", "", summary="One")]).pairs) == 1


def test_what_is_not_stated_is_not_compared():
    """A source counts only where the reference names one; one that only the importer sees is told apart."""
    figures = count(
        [row(source="A"), row("A quay", "example.org/quay")], [row(source="A"), row("A quay", "example.org/quay", source="B")]
    )
    assert figures.facts["source"] == Share(1, 1)
    assert [each.kind for each in figures.differences] == ["source, where the reference has none"]


def test_a_missing_heading_is_compared():
    """An item that the reference has above all headings must not be put below one."""
    assert count([row(section="")], [row(section="")]).facts["section"] == Share(1, 1)
    assert count([row(section="")], [row(section="Boats")]).facts["section"] == Share(0, 1)


def test_a_section_may_be_told_with_those_around_it():
    """A section is right as its own title and as the path to it, not as the outer one."""
    stated = row(section="North", path=("Events", "North"))
    for section, right in (("North", 1), ("Events / North", 1), ("Events", 0)):
        assert count([stated], [row(section=section)]).facts["section"] == Share(right, 1)


@pytest.mark.parametrize(
    ("kind", "words", "right"),
    [
        ("video", {"video"}, 1),
        ("video", {"article"}, 0),
        ("crate", {"project"}, 1),
        ("easy/mentored", {"other", "easy", "mentored"}, 1),
        ("easy/mentored", {"other", "easy"}, 0),
        ("zh-cn", {"article", "zh"}, 1),
    ],
)
def test_the_reference_has_its_own_kinds(kind, words, right):
    """A kind of the reference is right as the model's kind, as a tag or as a language."""
    stated = stated_row({"issue": "7", "title": "A boat", "url": "https://example.org/boat", "kind": kind})
    assert count([stated], [row(words=frozenset(words))]).facts["kind"] == Share(right, 1)


@pytest.mark.parametrize(
    ("stated", "found", "right"),
    [("A boat.", "a boat", 1), ("A boat", "A bo…", 0), ("A" + " boat" * 200, "A" + " boat" * 50 + "…", 1), ("A boat", "", 0)],
)
def test_summaries(stated, found, right):
    """Marks do not matter in summaries, and long ones may be cut off on both sides; short ones may not."""
    assert count([row(summary=stated)], [row(summary=found)]).facts["summary"] == Share(right, 1)


def test_rows_of_the_reference():
    """Zeros before a number, tracking parameters, placeholders, spaces and unpadded dates are no differences."""
    stated = stated_row({
        "issue": "007", "date": "2026-1-8", "section": "(lead)", "title": " A  boat ,  new", "author": "A. Lee and B. Ray",
        "url": "http://www.example.org/boat/?utm_source=x", "event_date": "2026-02-01", "event_place": "Lund", "publisher": None,
    })  # fmt: skip
    item = Item(
        "", "A boat, new", url="https://example.org/boat", authors=("B. Ray", "A. Lee"), event=Event("2026-02-01", place="Lund")
    )
    figures = count([stated], [found_row(Issue("", "boats", "7", date="2026-01-08"), "", item, "7.md")])
    assert figures.differences == ()
    assert {name for name, share in figures.facts.items() if share.of} == {
        "title", "link", "section", "issue", "date", "author", "event", "place",
    }  # fmt: skip


def test_titles_that_the_reference_made_up():
    """Thirty signs of the text are no title that an importer must have; the same words as a title are one."""
    text = "Boats float since they are lighter than water."
    stated = {"issue": "7", "title": text[:30], "summary": text, "url": "https://example.org/boat", "kind": "essay"}
    assert count([stated_row(stated)], [row("Another name")]).facts["title"].of == 0
    assert count([stated_row(stated | {"summary": "It is said."})], [row("Another name")]).facts["title"] == Share(0, 1)
    assert count([stated_row(stated)], [row("Another name")]).facts["kind"].of == 0


def test_a_month_is_part_of_a_date():
    """Where the reference knows only the month, any day of it is right."""
    assert count([row(date="2026-01")], [row(date="2026-01-08")]).facts["date"] == Share(1, 1)
    assert count([row(date="2026-01")], [row(date="2026-02-08")]).facts["date"] == Share(0, 1)


def test_a_title_that_was_made_is_none():
    """Where the reference has a title, one that the importer made up is no match."""
    item = Item("", "A boat", title_made=True, url="https://example.org/boat")
    figures = count([row()], [found_row(Issue("", "boats", "7", date="2026-01-08"), "Boats", item, "7.md")])
    assert figures.facts["title"] == Share(0, 1)


def test_the_table_never_rounds_up_to_the_whole():
    """One wrong item of thousands shows, and every column has its head."""
    figures = count([row()], [row()])
    assert table.percent(Share(9_999, 10_000)) == "99.9"
    assert len(table.line("boats", figures).split()) == len(table.head().split()) == 5 + len(FACTS)


def test_every_kind_of_difference_is_printed():
    """Each difference names the file to look at, what is stated and what was found, at most so many of a kind."""
    stated = [row(source="A", event=("2026-01-09", ""), words=frozenset(("video",))), row("Gone", "example.org/gone")]
    found = [row("A ship", source="B", file="7.md"), *(row(str(each), f"example.org/{each}", file="7.md") for each in range(3))]
    text = table.differences(count(stated, found).differences, 2)
    assert "should not be there: 3" in text and "example.org/1" in text and "example.org/2" not in text
    assert "stated A boat\n      found  A ship" in text and "stated video" in text and "example.org/gone" in text


def corpus(folder, rows, files):
    (folder / "expected").mkdir()
    (folder / "boats").mkdir()
    (folder / "expected" / "boats.jsonl.gz").write_bytes(gzip.compress("\n".join(map(json.dumps, rows)).encode()))
    for name, text in files.items():
        (folder / "boats" / name).write_text(text, "utf-8")


@pytest.fixture
def boats(tmp_path, monkeypatch):
    line = {"newsletter": "Boats", "issue": "7", "title": "A boat", "url": "https://example.org/boat"}
    files = {"7.jsonl": json.dumps(line), "8.txt": "nobody knows this"}
    corpus(tmp_path, [line, line | {"title": "An old issue", "url": "", "kind": "archive"}], files)
    monkeypatch.setattr(sources, "CORPUS", tmp_path)
    monkeypatch.setattr(sources, "SOURCES", (sources.Measured("boats", "boats", "boats/*"),))
    return tmp_path


def test_the_command(boats, capsys):
    """It prints a line for each source, names the files that nobody knows, and writes the figures."""
    assert command.main(["--differences", "3", "--json", str(boats / "out.json")]) == 0
    out = capsys.readouterr().out
    assert "no importer knows 1 of 2 files: boats/8.txt" in out and "items-jsonl 1" in out
    written = json.loads((boats / "out.json").read_text("utf-8"))
    assert written["boats"]["recall"] == [1, 1] and written["boats"]["title"] == [1, 1]


def test_a_source_that_nobody_reads_yet(boats, capsys):
    """A source without an importer is reported as such, not as zero per cent."""
    assert command.main(["boats", "--only", "8"]) == 0
    assert "no importer knows any of its 1 files yet" in capsys.readouterr().out


def test_without_the_corpus(tmp_path, monkeypatch, capsys):
    """Where the real newsletters are absent it says so, and does not fail."""
    monkeypatch.setattr(sources, "CORPUS", tmp_path)
    assert command.main([]) == 0
    assert "Nothing is compared" in capsys.readouterr().out
