"""`items-jsonl`: grouping into issues, values of the wrong type, and lines that are none."""

import json

import pytest

from backissue import importers
from backissue.errors import SourceError, UnreadableSource
from backissue.importers import Source

ROW = {"newsletter": "Harbour Weekly", "issue": "1", "date": "2025-01-06", "section": "Tools", "title": "Lanterns"}


def read(*rows, name="rows.jsonl", **changes):
    data = "".join((row if isinstance(row, str) else json.dumps(ROW | row | changes)) + "\n" for row in rows)
    return importers.read(Source(name, data.encode()), format="items-jsonl")


def only(imported):
    (item,) = [item for issue in imported.issues for item in issue.items()]
    return item


def test_rows_are_grouped_in_the_order_of_their_first_appearance():
    """Issues and sections come as they appear first, also when rows of several issues are mixed."""
    imported = read({"issue": "2"}, {"issue": "1"}, {"issue": "2", "section": "Talks"}, {"issue": "2"}, {"newsletter": "Quay"})
    assert [(issue.publication, issue.number) for issue in imported.issues] == [
        ("harbour-weekly", "2"), ("harbour-weekly", "1"), ("quay", "1"),
    ]  # fmt: skip
    assert [(section.title, len(section.items)) for section in imported.issues[0].sections] == [("Tools", 2), ("Talks", 1)]


def test_one_number_on_two_days_makes_two_issues():
    """Number and date together make an issue; without a number the date does."""
    imported = read({}, {"date": "2026-01-06"}, {"issue": None}, {"issue": None, "date": "2025-01-6"})
    assert [(issue.number, issue.date, len(list(issue.items()))) for issue in imported.issues] == [
        ("1", "2025-01-06", 1), ("1", "2026-01-06", 1), ("", "2025-01-06", 2),
    ]  # fmt: skip


def test_a_date_that_is_none():
    """The item is kept, undated if nothing else dates its issue, and the doubt names the line and the value."""
    imported = read({}, {"issue": "2", "date": "soon"})
    assert [issue.date for issue in imported.issues] == ["2025-01-06", ""]
    (doubt,) = imported.doubts
    assert doubt.where == "rows.jsonl:2" and "'soon' is no date" in doubt.what


@pytest.mark.parametrize("kind", ["easy", "crate", "essay-part"])
def test_unknown_kinds_become_tags(kind):
    """A kind that the model does not know is kept as a tag, once, and is no doubt."""
    imported = read({"kind": kind, "tags": ["a", kind]})
    assert (only(imported).kind, only(imported).tags, imported.doubts) == ("", ("a", kind), ())


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("title", 7), ("summary", ["x"]), ("url", 1), ("url", "ftp://example.org/x"), ("url", "javascript:alert(1)"),
        ("links", 2),
        ("links", [3]), ("tags", "x"), ("tags", [1]), ("authors", "A. Lee"), ("author", ["A. Lee"]), ("sponsored", "yes"),
        ("kind", 3),
        ("event", "soon"), ("event", {"start": "soon"}), ("event_date", 5), ("language", {}), ("issue", 1.5), ("date", 2025),
        ("section_path", "a/b"), ("shared_by", True), ("title_made", 1),
    ],
)  # fmt: skip
def test_values_of_the_wrong_type(name, value):
    """A wrong type and a link of another scheme are dropped and counted, once; the item stays."""
    imported = read({name: value, "summary": value if name == "summary" else "A lantern."})
    assert len(imported.doubts) == 1 and imported.doubts[0].where.startswith("rows.jsonl:1")
    item = only(imported)
    assert item.title and not item.url and not item.links and not item.authors and item.event is None


def test_null_is_absent():
    """A value that is null is as if it were not there."""
    assert (
        read(dict.fromkeys(("url", "summary", "section", "kind", "tags", "links", "event", "authors", "sponsored"))).doubts == ()
    )


def test_other_names_of_fields():
    """author, publisher, event_date and event_place stand for authors, source and event."""
    item = only(read({"author": "A. Lee", "publisher": "Quay", "event_date": "2025-02-1", "event_place": "Lund"}))
    assert (item.authors, item.source) == (("A. Lee",), "Quay")
    assert (item.event.start, item.event.end, item.event.place) == ("2025-02-01", "2025-02-01", "Lund")


def test_a_row_without_a_title():
    """A title is made from the summary, or is the link, and marked as made."""
    assert (only(read({"title": None, "summary": "It floats. Well."})).title) == "It floats"
    item = only(read({"title": "", "url": "https://example.org/a"}))
    assert (item.title, item.title_made) == ("https://example.org/a", True)


def test_a_row_without_a_newsletter():
    """It is counted under the name of its file."""
    imported = read({"newsletter": None}, name="folder/quay.jsonl")
    assert imported.issues[0].publication == "quay" and "newsletter is missing" in imported.doubts[0].what


def test_content_is_made_harmless():
    """The text of a full post is sanitised on the way in."""
    assert only(read({"content": "<p onclick=x>a<script>b</script><![x["})).content.startswith("<p>a")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"title": "cut', r"^rows\.jsonl:2: is no whole JSON at column \d+; expected one JSON object a line; fetch or make"),
        ("[1, 2]", r"^rows\.jsonl:2: holds list; expected a JSON object"),
        ("7", r"^rows\.jsonl:2: holds int"),
        ("[" * 100_000, r"^rows\.jsonl:2: is no whole JSON"),
        ("1" * 5000, r"^rows\.jsonl:2: is no whole JSON"),
    ],
)
def test_a_line_that_is_no_object(line, message):
    """A line that is no whole JSON object stops the import, named with its number: something was cut off."""
    with pytest.raises(UnreadableSource, match=message):
        read({}, line)


def test_json_of_another_shape():
    """Objects that are no items are refused with the fields that they have and those that were expected."""
    with pytest.raises(SourceError, match=r"^rows\.jsonl:1: has no title, url or summary, only name, age; expected an item"):
        read('{"name": "x", "age": 3}')


def test_signs_that_only_look_like_line_ends():
    """A line separator within a text does not end the row."""
    assert only(read({"summary": "one\u2028two\x85three"})).summary == "one\u2028two\x85three"


def test_a_half_sign_is_taken_out():
    """Half of a surrogate pair, which no file can hold, is taken out of the text."""
    assert only(read('{"newsletter": "x", "title": "a\\ud800b"}')).title == "ab"
