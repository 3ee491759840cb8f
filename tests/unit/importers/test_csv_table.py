"""Tables of items: separators, encodings, names of columns, cells of every kind, and tables that are none."""

import pytest

from backissue import importers
from backissue.errors import SourceError, UnknownFormat, UnreadableSource
from backissue.importers import Source
from backissue.importers.tables.columns import columns_of, read_date, reader_of

ROWS = "newsletter,issue,date,title,url\nQuay,1,2025-09-01,Boats,https://example.org/boats\n"


def read(text, name="rows.csv"):
    return importers.read(Source(name, text if isinstance(text, bytes) else text.encode()), format="csv")


def only(imported):
    (item,) = [item for issue in imported.issues for item in issue.items()]
    return item


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_separators_and_encodings(separator, encoding):
    """A table is read whatever parts its cells and in whatever encoding a spreadsheet saved it."""
    text = ROWS.replace(",", separator).replace("Boats", "Café")
    source = Source("rows", text.encode(encoding))
    assert importers.detect(source).NAME == "csv"
    assert only(importers.read(source)).title == "Café"


def test_a_comma_within_a_header_of_semicolons():
    """The separator is the one that gives columns that are known, not the one that stands there most."""
    assert (
        only(read("Title;Link;Mood, weather, wind, and tide, more or less\nBoats;https://e.org/a;fine\n")).url
        == "https://e.org/a"
    )


@pytest.mark.parametrize("header", ["Headline,Web Address", "TITRE,lien", "标题,链接", "title,URL ", "link_title,Link-URL"])
def test_names_of_columns(header):
    """Columns are known by the names that people give them, in several languages."""
    assert columns_of(header.split(",")) == ["title", "url"]


def test_a_column_that_is_there_twice():
    """The first one counts, and the second is told of as not known."""
    imported = read("title,name,url,publication\nBoats,Ships,https://e.org/a,Quay\n")
    assert only(imported).title == "Boats" and imported.publications[0].title == "Quay"
    assert [doubt.what for doubt in imported.doubts] == ["columns not known are left out: name"]


@pytest.mark.parametrize(
    ("name", "cell", "value"),
    [
        ("tags", "a, b", ["a", "b"]), ("tags", "a, b; c", ["a, b", "c"]), ("tags", '["a", "b"]', ["a", "b"]),
        ("authors", "Lee, A.", ["Lee, A."]), ("section_path", "News > Boats", ["News", "Boats"]), ("sponsored", "Ja", True),
        ("sponsored", "0", False), ("sponsored", "perhaps", "perhaps"), ("section_number", "2", 2), ("section_number", "b", "b"),
        ("event", '{"start": "2025"}', {"start": "2025"}), ("event", "soon", "soon"), ("title", "7", "7"),
        ("links", "https://e.org/a https://e.org/b", ["https://e.org/a", "https://e.org/b"]), ("tags", "[broken", "[broken"),
    ],
)  # fmt: skip
def test_cells(name, cell, value):
    """A cell becomes the value that its column holds, or stays as it is where it is none."""
    assert reader_of(name, [cell], False)(cell) == value


@pytest.mark.parametrize(
    ("cells", "day_first", "dates"),
    [
        (["3/4/2026"], False, ["2026-03-04"]), (["3/4/2026"], True, ["2026-04-03"]),
        (["3/4/2026", "13/4/2026"], False, ["2026-04-03"]),
        (["3/4/2026", "3/14/2026"], True, ["2026-03-04"]),
        (["March 4, 2026"], False, ["2026-03-04"]), (["soon"], False, ["soon"]),
    ],
)  # fmt: skip
def test_dates_of_a_column(cells, day_first, dates):
    """Which of two numbers is the day, the other dates of the column tell, else the separator."""
    read_cell = reader_of("date", cells, day_first)
    assert [read_cell(cell) for cell in cells][: len(dates)] == dates
    assert read_date("04.03.2026", False) == "2026-03-04"


def test_quotes():
    """A cell in quotes holds separators, quotes and lines; quotes that are set oddly cost nothing."""
    assert only(read('title,url,summary\nBoats,https://e.org/a,"One, ""two""\nthree"\n')).summary == 'One, "two"\nthree'
    assert only(read('title,url,summary\nBoats,https://e.org/a,"5" and more"\n')).summary.startswith("5")


def test_a_cell_of_a_megabyte():
    """A long text is read, and the bound that other programs have on cells is as it was."""
    import csv

    before = csv.field_size_limit()
    assert len(only(read(f"title,url,summary\nBoats,https://e.org/a,{'x' * 1_000_000}\n")).summary) == 1_000_000
    assert csv.field_size_limit() == before


def test_a_table_that_is_cut_off():
    """Half a cell in quotes is no whole table."""
    with pytest.raises(UnreadableSource, match=r"^rows\.csv: ends within quotes; expected a whole table; fetch or make"):
        read('title,url,summary\nBoats,https://e.org/a,"One, two\nthree\n')


def test_rows_that_are_none():
    """Empty lines are passed over; a row without an item, or with too many cells, is told of with its line."""
    imported = read(ROWS + ",,,,\n\nQuay,2,2025-09-08,,\nQuay,3,2025-09-15,Ropes,https://e.org/r,more\n")
    assert [(doubt.where, doubt.what) for doubt in imported.doubts] == [
        ("rows.csv:5", "is no item, it only has newsletter, issue, date: left out"),
        ("rows.csv:6", "has 6 cells under 5 columns: the last are left out"),
    ]


@pytest.mark.parametrize(
    "text", ["name,age\nBo,7\n", "Boats, quays, and links\nare here\n", "| title | url |\n", "title\nBoats\n"]
)
def test_what_is_no_table_of_items(text):
    """A table of something else, a sentence and a table in Markdown are not taken for one."""
    with pytest.raises(UnknownFormat):
        importers.detect(Source("x.txt", text.encode()))


def test_a_table_of_something_else_given_by_hand():
    """It is refused with the names that were expected."""
    with pytest.raises(SourceError, match=r"^rows\.csv: names no column of items on its first line; expected columns such as"):
        read("wind,tide\n1,2\n")


def test_a_quote_that_makes_the_first_line_go_on():
    """Columns are counted on the whole of the first row, so that one that goes on over lines is no mistake of the program."""
    source = Source("a.csv", b'title,url,"summary\nof it",kind\nLanterns,https://example.org/a,Light.,video\n')
    (issue,) = importers.read(source, "csv").issues
    (item,) = issue.items()
    assert (item.title, item.url, item.kind) == ("Lanterns", "https://example.org/a", "video")
